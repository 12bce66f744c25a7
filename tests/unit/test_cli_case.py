"""The main job on the command line, from an empty folder to a dossier that can be checked."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evidence_files import sound
from invented_case import ARABIC, REPORT, TOML, TRANSCRIPT, make_case, posts


def kashf(*args: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "kashf", *map(str, args)],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONUTF8": "1", "KASHF_BY": "Ann"},
    )  # fmt: skip
    assert done.returncode == code, f"{done.stdout}\n{done.stderr}"
    return done


def test_from_an_empty_folder_to_a_checked_dossier(tmp_path: Path) -> None:
    root = tmp_path / "case"
    files = {"report.txt": REPORT, "report-ar.txt": ARABIC, "call.vtt": TRANSCRIPT,
             "posts.csv": posts()}  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    kashf("init", root, "--title", "The dam rumour", "--quiet")
    for name in ("report.txt", "report-ar.txt", "posts.csv"):
        kashf("add", tmp_path / name, "--case", root, "--source", "an invented source")
    recording = sound(tmp_path / "call.wav", 9.0)
    kashf("add", recording, "--case", root)
    kashf("add", tmp_path / "call.vtt", "--case", root, "--derived-from", "E4",
          "--method", "written down by hand")  # fmt: skip
    (root / "case.toml").write_text(TOML.replace("exports/*.csv", "E3"), encoding="utf-8")

    first = kashf("run", root, "--no-pdf")
    assert first.stdout.strip() == str(root / "dossier" / "dossier.html")
    assert "Done: run dam: 28 edges, 1 clusters" in first.stderr
    waiting = re.search(r"(\d+) statements wait for review: kashf statements list", first.stderr)
    assert waiting is not None
    listed = json.loads(kashf("statements", "list", "--case", root, "--json").stdout)
    assert len(listed) == int(waiting[1])

    kashf("statements", "accept", "S1", "S2", "--case", root, "--grade", "B2", "--by", "Bea")
    kashf("statements", "reject", "S3", "--case", root)
    again = kashf("run", root, "--no-pdf")
    assert (
        "Done: dossier" in again.stderr and "Up to date: run dam, statements of E1" in again.stderr
    )
    assert f"{len(listed) - 3} statements wait" in again.stderr
    shown = json.loads((root / "dossier" / "dossier.json").read_text(encoding="utf-8"))
    assert [one["number"] for one in shown["statements"]] == [1, 2]
    assert [one["derived_from"] for one in shown["items"]] == [None, None, None, None, 4]

    third = kashf("run", root, "--no-pdf")
    assert "Done:" not in third.stderr
    kashf("verify", root)
    kashf("verify", root / "dossier" / "bag")
    assert kashf("dossier", root, "--no-pdf").stdout.count("dossier.html") == 1
    kashf("verify", root / "dossier" / "bag")

    item = json.loads(kashf("items", root, "--json").stdout)[1]
    path = root / "evidence" / item["sha256"][:2] / item["sha256"]
    path = path if path.is_file() else next((root / "evidence").rglob(item["sha256"]))
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[10] ^= 1
    path.write_bytes(content)
    changed = kashf("verify", root, code=4)
    assert "E2 report-ar.txt was changed" in changed.stdout
    page = root / "dossier" / "bag" / "data" / "dossier.html"
    page.write_bytes(page.read_bytes().replace(b"40,000", b"90,000", 1))
    assert "data/dossier.html: it was changed" in kashf("verify", page.parents[1], code=4).stdout


def test_the_transcript_of_an_item_becomes_one(tmp_path: Path) -> None:
    pytest.importorskip("av", reason="the extra 'media' is not installed")
    root = make_case(tmp_path)
    kashf("add", sound(tmp_path / "the call.wav", 3.0), "--case", root)
    script = tmp_path / "recogniser.py"
    script.write_text(
        "import sys\nassert sys.argv[1].endswith('E4.wav'), sys.argv\n"
        "open(sys.argv[2], 'w').write('WEBVTT\\n\\n00:00.000 --> 00:02.000\\n<v Omar>I admit it.\\n')"
    )
    command = f"{shlex.quote(sys.executable)} {shlex.quote(str(script))} {{audio}} {{out}}"
    done = kashf("transcribe", "E4", "--case", root, "--recogniser", command)
    assert done.stdout.strip() == "E5"
    recording, transcript = json.loads(kashf("items", root, "--json").stdout)[3:]
    assert transcript["derived_from"] == recording["sha256"]
    assert transcript["name"] == "the call transcript.json"
    log = kashf("log", root, "--item", "E5").stdout
    assert "derived" in log and recording["sha256"] in log
    kashf("run", root, "--no-pdf")
    listed = json.loads(
        kashf("statements", "list", "--case", root, "--item", "E5", "--json").stdout
    )
    assert listed
    kashf("verify", root)


def test_mistakes_are_one_line(tmp_path: Path) -> None:
    root = make_case(tmp_path)
    assert "no such folder" in kashf("run", tmp_path / "none", code=2).stderr
    assert "no item 'E9'" in kashf("transcribe", "E9", "--case", root, "--recogniser", "x {audio}",
                                   code=2).stderr  # fmt: skip
    assert "--out" in kashf("transcribe", "a.wav", "--recogniser", "x {audio}", code=2).stderr
    report = tmp_path / "sources" / "report.txt"
    refused = kashf("add", report, "--case", root, "--derived-from", "E2", code=3)
    assert "is E1 already" in refused.stderr
    (root / "case.toml").write_text(TOML.replace("30s", "soon"), encoding="utf-8")
    wrong = kashf("run", root, code=2)
    assert "line 18" in wrong.stderr and "Traceback" not in wrong.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_ctrl_c_ends_it_at_once_and_it_goes_on(tmp_path: Path) -> None:
    root = make_case(tmp_path)
    (root / "exports" / "posts.csv").write_text(posts(), encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "kashf", "run", str(root), "--no-pdf"], stderr=subprocess.PIPE
    ) as process:
        while not (root / "runs" / ".dam.in").exists() and process.poll() is None:
            time.sleep(0.002)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"'kashf run' goes on from there" in said
    assert not (root / "runs" / "dam").exists()
    done = kashf("run", root, "--no-pdf")
    assert "Done: run dam" in done.stderr
    assert sorted(path.name for path in (root / "runs").iterdir()) == [".lock", "dam", "state.json"]
