from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evidence_files import sound
from kashf.errors import InputError, UsageError
from kashf.evidence.media import media_facts
from kashf.evidence.speech import SpeechSettings, transcribe, transcribe_with, write_transcript
from kashf.evidence.texts import read_text
from kashf.files import sha256
from tiny_whisper import make_model

pytest.importorskip("av", reason="the extra 'media' is not installed")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("faster_whisper", reason="the extra 'speech' is not installed")
    return make_model(tmp_path_factory.mktemp("model") / "tiny")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return sound(tmp_path / "a call.wav", 3.0)


def command(folder: Path, code: str) -> str:
    script = folder / "recogniser.py"
    script.write_text(code)
    return f"{shlex.quote(sys.executable)} {shlex.quote(str(script))} {{audio}} {{out}}"


def writes(segments: list[dict]) -> str:
    whole = json.dumps({"text": "", "segments": segments})
    return (
        f"import sys\nassert sys.argv[1].endswith('.wav')\nopen(sys.argv[2], 'w').write({whole!r})"
    )


def test_a_recording_becomes_a_transcript(model: Path, recording: Path, tmp_path: Path) -> None:
    steps: list[str] = []
    made = transcribe(recording, model, show=lambda step, _done, _total: steps.append(step))
    about = made["kashf"]
    assert about["recording"] == {
        "sha256": sha256(recording), "duration_ms": 3000, "channels": 1, "codec": "pcm_s16le",
    }  # fmt: skip
    assert about["model"]["folder"] == "tiny" and len(about["model"]["sha256"]) == 64
    assert about["settings"] == SpeechSettings().model_dump()
    assert about["refused"] == [] and not about["language_detected"]
    out = tmp_path / "out.json"
    write_transcript(made, out)
    text = read_text(out)
    assert (text.kind, text.text) == ("transcript", "harbour council")
    assert [text.text[w.start : w.end] for w in text.parts[0].words] == ["harbour", "council"]
    assert 0 < text.parts[0].end_ms <= 3000
    assert "machine" in text.notes[0] and len(text.notes) == 1
    assert {"hash", "load the model", "recognise"} == set(steps)
    write_transcript(transcribe(recording, model), tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == out.read_bytes()


def test_another_model_has_another_hash(model: Path, recording: Path, tmp_path: Path) -> None:
    other = make_model(tmp_path / "tiny", says_until=1.0)
    hashes = [transcribe(recording, m)["kashf"]["model"]["sha256"] for m in (model, other)]
    assert hashes[0] != hashes[1]


def test_a_model_is_a_folder_and_never_a_name(recording: Path, tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper", reason="the extra 'speech' is not installed")
    with pytest.raises(UsageError, match="not a folder; models are not downloaded"):
        transcribe(recording, Path("tiny"))
    with pytest.raises(UsageError, match=r"has no model\.bin, config\.json, tokenizer\.json"):
        transcribe(recording, tmp_path)
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(InputError, match="can't be loaded"):
        transcribe(recording, tmp_path)


def test_a_language_that_the_model_does_not_know(model: Path, recording: Path) -> None:
    with pytest.raises(UsageError, match="English alone"):
        transcribe(recording, model, SpeechSettings(language="ar"))


def test_another_recogniser(recording: Path, tmp_path: Path) -> None:
    segments = [{"text": "Hello there", "start": 0.5, "end": 1, "speaker": "R",
                 "words": [{"word": "Hello", "start": 0.5, "end": 0.7}]}]  # fmt: skip
    told = command(tmp_path, writes(segments))
    made = transcribe_with(told, recording)
    assert made["segments"] == [{"id": 0, **segments[0]}]
    assert made["kashf"]["command"] == told
    assert made["kashf"]["recording"]["sha256"] == sha256(recording)
    write_transcript(made, tmp_path / "out.json")
    text = read_text(tmp_path / "out.json")
    assert (text.parts[0].speaker, text.parts[0].start_ms) == ("R", 500)


def test_a_recogniser_that_prints(recording: Path, tmp_path: Path) -> None:
    code = "print('WEBVTT\\n\\n00:00.000 --> 00:01.000\\n<v R>Hi')"
    told = command(tmp_path, code).removesuffix(" {out}")
    made = transcribe_with(told, recording)
    assert made["segments"][0]["text"] == "Hi" and made["segments"][0]["speaker"] == "R"


def test_times_beyond_the_sound_are_refused_and_listed(recording: Path, tmp_path: Path) -> None:
    words = [{"word": "a", "start": 2.5, "end": 3.5}, {"word": "b", "start": 3.5, "end": 4}]
    segments = [{"text": "a b", "start": 2, "end": 4, "words": words},
                {"text": "made up", "start": 3, "end": 5}]  # fmt: skip
    made = transcribe_with(command(tmp_path, writes(segments)), recording)
    assert [(s["text"], s["end"]) for s in made["segments"]] == [("a b", 3.0)]
    assert made["segments"][0]["words"] == [{"word": "a", "start": 2.5, "end": 3.0}]
    assert [(r["what"], r["start"], r["end"]) for r in made["kashf"]["refused"]] == [
        ("end of a word", 2.5, 3.5), ("times of a word", 3.5, 4.0), ("end of a segment", 2.0, 4.0),
        ("segment", 3.0, 5.0),
    ]  # fmt: skip
    write_transcript(made, tmp_path / "out.json")
    assert any("4 times beyond" in note for note in read_text(tmp_path / "out.json").notes)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("import sys; sys.exit('no such voice')", "code 1: no such voice"),
        ("pass", "wrote no transcript"),
        ("import sys; open(sys.argv[2], 'w').write('just words')", "not a transcript"),
        ("import time; time.sleep(60)", "longer than 0.5 s"),
    ],
)
def test_a_recogniser_that_fails(code: str, error: str, recording: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=error):
        transcribe_with(command(tmp_path, code), recording, timeout=0.5 if "sleep" in code else 60)


@pytest.mark.parametrize(
    ("told", "error"),
    [("recognise", "does not name {audio}"), ("'x {audio}", "malformed"),
     ("no-such-program-here {audio}", "can't be run")],
)  # fmt: skip
def test_a_command_that_can_not_be(told: str, error: str, recording: Path) -> None:
    with pytest.raises(UsageError, match=error):
        transcribe_with(told, recording)


def test_no_shell_reads_the_command(recording: Path, tmp_path: Path) -> None:
    odd = recording.rename(tmp_path / "$(touch owned); {out}.wav")
    told = command(tmp_path, "import sys; print(sys.argv[1], file=sys.stderr); sys.exit(3)")
    with pytest.raises(InputError, match="code 3") as caught:
        transcribe_with(told, odd)
    assert odd.name in str(caught.value)
    assert not list(tmp_path.glob("owned"))


@pytest.mark.parametrize(("seconds", "channels", "rate"), [(1.5, 1, 16000), (0.25, 2, 8000)])
def test_facts_of_a_sound(seconds: float, channels: int, rate: int, tmp_path: Path) -> None:
    facts = media_facts(sound(tmp_path / "a.wav", seconds, channels=channels, rate=rate))
    assert facts.duration_ms == facts.stated_ms == seconds * 1000
    assert (facts.channels, facts.sample_rate, facts.codec) == (channels, rate, "pcm_s16le")
    assert (facts.container, facts.video) == ("wav", None)


def test_facts_of_a_video(tmp_path: Path) -> None:
    import av
    import numpy as np

    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as box:
        stream = box.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for n in range(50):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), n, np.uint8), format="rgb24")
            box.mux(stream.encode(frame))
        box.mux(stream.encode())
    facts = media_facts(path)
    assert facts.video is not None
    assert (facts.video.width, facts.video.height, facts.video.frame_rate) == (64, 48, 25.0)
    assert (facts.video.codec, facts.codec, facts.channels) == ("mpeg4", "mpeg4", None)
    assert abs(facts.duration_ms - 2000) <= 40
    with pytest.raises(InputError, match="no sound"):
        transcribe_with("x {audio}", path)


@pytest.mark.parametrize("damage", ["empty", "noise", "text", "header", "cut"])
def test_hostile_recordings_end_in_facts_or_one_error(
    damage: str, recording: Path, tmp_path: Path
) -> None:
    data = recording.read_bytes()
    path = tmp_path / "hostile"
    path.write_bytes(
        {"empty": b"", "noise": bytes(range(256)) * 50, "text": b"ordinary words " * 99,
         "header": data[:44], "cut": data[: len(data) // 2]}[damage]
    )  # fmt: skip
    if damage == "cut":  # the header still says 3 s
        assert media_facts(path).duration_ms < 1600
        return
    with pytest.raises(InputError, match="hostile"):
        media_facts(path)


def test_a_recording_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        media_facts(tmp_path / "a.wav")


def kashf(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kashf", *map(str, arguments)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_commands(model: Path, recording: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    ran = kashf("transcribe", recording, "--model", model, "--out", out)
    assert (ran.returncode, ran.stdout) == (0, f"{out}\n"), ran.stderr
    assert "1 segments of 3.0 s of sound" in ran.stderr
    ran = kashf("text", out)
    assert ran.returncode == 0 and ran.stdout.endswith("harbour council\n")
    assert ran.stdout.startswith("[00:00:00–00:00:0")
    shown = json.loads(kashf("text", out, "--json", "--recording", recording).stdout)
    assert shown["text"] == "harbour council" and shown["parts"][0]["words"]
    ran = kashf("transcribe", recording, "--out", out)
    assert ran.returncode == 2 and "either --model or --recogniser" in ran.stderr
    ran = kashf("transcribe", recording, "--model", model, "--out", recording)
    assert ran.returncode == 2 and "is the recording itself" in ran.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_recogniser_ends_with_the_command(
    number: str, code: int, recording: Path, tmp_path: Path
) -> None:
    script, told, temporary = tmp_path / "slow.py", tmp_path / "told", tmp_path / "tmp"
    script.write_text(
        "import os, pathlib, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)'])\n"
        f"pathlib.Path({str(told) + '.part'!r}).write_text(f'{{os.getpid()}} {{child.pid}}')\n"
        f"os.replace({str(told) + '.part'!r}, {str(told)!r})\n"
        "child.wait()\n"
    )
    temporary.mkdir()
    command = f"{shlex.quote(sys.executable)} {shlex.quote(str(script))} {{audio}} {{out}}"
    arguments = ["transcribe", recording, "--out", tmp_path / "o.json", "--recogniser", command]
    with subprocess.Popen(
        [sys.executable, "-m", "kashf", *map(str, arguments)],
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(temporary)},
    ) as process:
        while not told.exists() and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(getattr(signal, number))
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (code, b"Stopped. Nothing was written.\n")
    for pid in map(int, told.read_text().split()):
        assert _ends(pid)
    assert not list(temporary.iterdir())
    assert not (tmp_path / "o.json").exists()


def _ends(pid: int) -> bool:
    """Whether a process is gone or has ended and waits to be collected, within ten seconds."""
    for _ in range(1000):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.01)
    return False


def test_printed_text_can_not_move_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one \x1b[2Jtwo\u202e\nthree\n", encoding="utf-8")
    ran = kashf("text", path)
    assert ran.stdout == "[¶1] one [U+001B][2Jtwo[U+202E]\n[¶2] three\n"
    ran = kashf("text", tmp_path / "none.txt")
    assert ran.returncode == 3 and "no such file" in ran.stderr
