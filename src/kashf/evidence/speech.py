"""Speech to text, offline: faster-whisper from a local folder, or any other recogniser by command.

The result is the JSON of Whisper with a block ``kashf`` that says how it was made: model and hash
of its files, settings, SHA-256 of the recording, versions. Nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import shlex
import subprocess
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from kashf._version import __version__
from kashf.errors import InputError, UsageError
from kashf.evidence.media import MediaFacts, media_facts
from kashf.evidence.texts import Text, read_transcript
from kashf.files import replacing, sha256, temporary_folder
from kashf.programs import run_program
from kashf.settings import Settings

__all__ = ["SpeechSettings", "transcribe", "transcribe_with", "write_transcript"]

_MOST_HOURS = 12  # 16,000 samples a second, 4 bytes each: 2.8 GB of memory
_NEEDED = ("model.bin", "config.json", "tokenizer.json")
Show = Callable[[str, int, int | None], None]


class SpeechSettings(Settings):
    """How speech becomes text."""

    language: str | None = Field(
        default=None,
        pattern=r"^[a-z]{2,3}$",
        description="Language that is spoken, e.g. ar; detected from the beginning by default.",
    )
    beam_size: int = Field(default=5, ge=1, le=20, description="Beams of the search.")
    skip_silence: bool = Field(
        default=False, description="Leave out what holds no speech before recognising."
    )
    hint: str | None = Field(
        default=None, max_length=1000, description="Names and words that are likely to be said."
    )
    device: Literal["cpu", "cuda", "auto"] = Field(default="cpu", description="Where to compute.")
    compute_type: str = Field(
        default="default", description="Numbers to compute with, e.g. int8 or float32."
    )
    threads: int = Field(default=0, ge=0, description="Threads; 0 leaves it to the library.")
    seed: int = Field(default=0, ge=0, lt=2**31, description="Seed of the second tries.")


def transcribe(
    audio: Path, model: Path, settings: SpeechSettings | None = None, show: Show | None = None
) -> dict[str, Any]:
    """Recognise the speech in ``audio`` with the Whisper model (CTranslate2) in folder ``model``.

    Returns the transcript as plain data: ``language``, ``text``, ``segments`` (seconds, words with
    ``start``, ``end``, ``probability``) and ``kashf``. Segments and words that begin at or beyond
    the end of the sound are refused; ends beyond it are set to the end; ``kashf.refused`` lists
    both as the model gave them.
    Raises :class:`~kashf.errors.UsageError` when faster-whisper or the model is missing, and
    :class:`~kashf.errors.InputError` when the recording or the model can't be read.
    """
    settings = settings or SpeechSettings()
    show = show or (lambda _step, _done, _total: None)
    whisper = _faster_whisper()
    files = _model_files(model)
    facts = media_facts(audio)
    _check_sound(audio, facts)
    import ctranslate2

    show("hash", 0, None)
    recording, model_hash = sha256(audio), _hash(files)
    show("load the model", 0, None)
    ctranslate2.set_random_seed(settings.seed)
    try:
        engine = whisper.WhisperModel(
            str(model),
            device=settings.device,
            compute_type=settings.compute_type,
            cpu_threads=settings.threads,
            local_files_only=True,
        )
    except Exception as error:  # tokenizers raises Exception itself
        raise InputError(f"The model can't be loaded ({error}).", file=model) from error
    many = bool(engine.model.is_multilingual)
    if not many and settings.language not in (None, "en"):
        raise UsageError(f"The model knows English alone, not {settings.language!r}.")
    duration = facts.duration_ms / 1000
    try:
        found, info = engine.transcribe(
            str(audio),
            language=settings.language,
            beam_size=settings.beam_size,
            vad_filter=settings.skip_silence,
            initial_prompt=settings.hint,
            word_timestamps=True,
        )
        segments = []
        for segment in found:
            segments.append(_plain(segment))
            show("recognise", min(int(segment.end), int(duration)), int(duration))
    except ValueError as error:
        raise UsageError(f"The model does not take that: {error}") from error
    segments, refused = _within(segments, duration)
    about = {
        "model": {"folder": model.resolve().name, "sha256": model_hash},
        "settings": settings.model_dump(),
        "versions": {name: version(name) for name in ("faster-whisper", "ctranslate2", "av")},
        "language_detected": many and settings.language is None,
        "language_probability": round(float(info.language_probability), 6),
    }
    return _transcript(
        segments, refused, language=info.language, about=about, recording=recording, facts=facts
    )


def transcribe_with(
    command: str, audio: Path, *, timeout: float = 24 * 3600.0, show: Show | None = None
) -> dict[str, Any]:
    """Recognise with another program: ``command`` names ``{audio}`` and ``{out}``.

    It is run without a shell. It must write a transcript in any format that is read (JSON of
    Whisper, WebVTT, SRT, …) to ``{out}``, or print it where ``{out}`` is not named.
    Raises :class:`~kashf.errors.UsageError` when the command can't be run, and
    :class:`~kashf.errors.InputError` when it fails, takes longer than ``timeout`` seconds or
    writes no transcript.
    """
    show = show or (lambda _step, _done, _total: None)
    parts = _command(command)
    facts = media_facts(audio)
    _check_sound(audio, facts)
    show("hash", 0, None)
    recording = sha256(audio)
    show("recognise", 0, None)
    with temporary_folder() as folder:
        out = Path(folder) / "transcript"
        values = {"{audio}": str(audio.resolve()), "{out}": str(out)}
        filled = [_filled(part, values) for part in parts]
        _run(filled, None if any("{out}" in part for part in parts) else out, timeout, folder)
        if not out.is_file() or not out.stat().st_size:
            raise InputError(
                "The recogniser wrote no transcript.",
                file=parts[0],
                hint="The command must name {out}, or print the transcript.",
            )
        text = read_transcript(out)
        about = {
            "command": command,
            "output": {"sha256": sha256(out), "media_type": text.media_type},
            "notes": list(text.notes),
        }
    segments, refused = _within(_of_text(text), facts.duration_ms / 1000)
    return _transcript(
        segments, refused, language=None, about=about, recording=recording, facts=facts
    )


def write_transcript(transcript: dict[str, Any], path: Path) -> None:
    """Write a transcript as JSON; the same transcript gives the same bytes."""
    import orjson

    with replacing(path) as part:
        part.write_bytes(orjson.dumps(transcript, option=orjson.OPT_INDENT_2) + b"\n")


def _faster_whisper() -> Any:
    try:
        import faster_whisper
    except ImportError as error:
        raise UsageError(
            "Recognising speech needs faster-whisper, which is not installed.",
            hint="Install it with: pip install 'kashf[speech]'; or use --recogniser.",
        ) from error
    return faster_whisper


def _model_files(model: Path) -> list[Path]:
    """All files of the model. What is not a folder would be looked up in the network: refused."""
    if not model.is_dir():
        raise UsageError(
            f"{str(model)!r} is not a folder; models are not downloaded.",
            hint="Name the folder of a Whisper model in the format of CTranslate2.",
        )
    missing = [name for name in _NEEDED if not (model / name).is_file()]
    if missing:
        raise UsageError(
            f"The folder {str(model)!r} has no {', '.join(missing)}.",
            hint="It must hold a Whisper model in the format of CTranslate2.",
        )
    return sorted(path for path in model.rglob("*") if path.is_file())


def _hash(files: list[Path]) -> str:
    """SHA-256 over the lines ``digest  name`` of the files, as ``sha256sum`` writes them."""
    lines = [f"{sha256(path)}  {path.name}\n" for path in files]
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def _check_sound(audio: Path, facts: MediaFacts) -> None:
    if facts.channels is None:
        raise InputError("There is no sound in it.", file=audio)
    if facts.duration_ms > _MOST_HOURS * 3_600_000:
        raise InputError(
            f"The recording is longer than {_MOST_HOURS} hours.", file=audio, hint="Split it."
        )


def _plain(segment: Any) -> dict[str, Any]:
    return {
        "start": round(float(segment.start), 3),
        "end": round(float(segment.end), 3),
        "text": segment.text.strip(),
        "avg_logprob": round(float(segment.avg_logprob), 6),
        "no_speech_prob": round(float(segment.no_speech_prob), 6),
        "words": [
            {
                "word": word.word,
                "start": round(float(word.start), 3),
                "end": round(float(word.end), 3),
                "probability": round(float(word.probability), 6),
            }
            for word in segment.words or ()
        ],
    }


def _of_text(text: Text) -> list[dict[str, Any]]:
    """Segments of a transcript that was read; times in seconds, null where there are none."""

    def seconds(ms: int | None) -> float | None:
        return None if ms is None else ms / 1000

    return [
        {
            "start": seconds(part.start_ms),
            "end": seconds(part.end_ms),
            "text": text.text[part.start : part.end],
            **({"speaker": part.speaker} if part.speaker else {}),
            "words": [
                {
                    "word": text.text[word.start : word.end],
                    "start": seconds(word.start_ms),
                    "end": seconds(word.end_ms),
                }
                for word in part.words
            ],
        }
        for part in text.parts
    ]


def _within(
    segments: list[dict[str, Any]], duration: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Segments within the sound, and what was refused, as it came."""
    kept: list[dict[str, Any]] = []
    refused: list[dict[str, Any]] = []
    for segment in segments:
        times = {name: segment[name] for name in ("start", "end")}
        if segment["start"] is not None and segment["start"] >= duration:
            refused.append({"what": "segment", **times, "text": segment["text"]})
            continue
        words = []
        for word in segment["words"]:
            told = {"start": word["start"], "end": word["end"], "text": word["word"]}
            if word["start"] >= duration:
                refused.append({"what": "times of a word", "segment": len(kept), **told})
                continue
            if word["end"] > duration:
                refused.append({"what": "end of a word", "segment": len(kept), **told})
                word = {**word, "end": duration}  # noqa: PLW2901
            words.append(word)
        if segment["end"] is not None and segment["end"] > duration:
            refused.append({"what": "end of a segment", "segment": len(kept), **times})
            segment = {**segment, "end": duration}  # noqa: PLW2901
        kept.append({"id": len(kept), **segment, "words": words})
    return kept, refused


def _transcript(
    segments: list[dict[str, Any]],
    refused: list[dict[str, Any]],
    *,
    language: str | None,
    about: dict[str, Any],
    recording: str,
    facts: MediaFacts,
) -> dict[str, Any]:
    return {
        "kashf": {
            "version": __version__,
            "recording": {
                "sha256": recording,
                "duration_ms": facts.duration_ms,
                "channels": facts.channels,
                "codec": facts.codec,
            },
            **about,
            "refused": refused,
        },
        "language": language,
        "text": "\n".join(segment["text"] for segment in segments),
        "segments": segments,
    }


def _command(command: str) -> list[str]:
    try:
        parts = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"--recogniser: the command is malformed ({error}).") from error
    if not any("{audio}" in part for part in parts):
        raise UsageError(
            "--recogniser: the command does not name {audio}.",
            hint="Write e.g. --recogniser 'recognise {audio} {out}'.",
        )
    return parts


def _filled(part: str, values: dict[str, str]) -> str:
    """Each name is put in once: a path that itself says ``{out}`` stays as it is."""
    before, name, after = part.partition("{audio}")
    if name:
        return _filled(before, values) + values["{audio}"] + _filled(after, values)
    return part.replace("{out}", values["{out}"])


def _run(parts: list[str], out: Path | None, timeout: float, folder: Path) -> None:
    errors = folder / "errors"
    try:
        code = run_program(parts, stdout=out, stderr=errors, timeout=timeout)
    except OSError as error:
        raise UsageError(f"--recogniser: {parts[0]!r} can't be run ({error.strerror}).") from error
    except subprocess.TimeoutExpired as error:
        raise InputError(
            f"The recogniser took longer than {timeout:g} s and was stopped.",
            file=parts[0],
            hint="Raise --timeout.",
        ) from error
    if code:
        with errors.open("rb") as file:
            file.seek(max(0, errors.stat().st_size - 500))
            last = file.read().decode("utf-8", "replace").strip()
        raise InputError(f"The recogniser ended with code {code}: {last or 'it says nothing'}.",
                         file=parts[0])  # fmt: skip
