from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

TEXT = "قالت الوزيرة هند الزاغوري إن المرفأ مغلق.\n\nAda Brindle said that the quay was safe.\n"


def kashf(*args: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kashf", "statements", "extract", *map(str, args)],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip


def test_json(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    done = kashf(path, "--json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert [row["speaker"]["text"] for row in rows] == ["الوزيرة هند الزاغوري", "Ada Brindle"]
    wanted = {
        "speaker", "addressee", "verb", "force", "content", "direct", "negated", "said_false", "sources", "sums",
    }  # fmt: skip
    for row in rows:
        assert wanted <= set(row)
        span = row["content"]
        assert TEXT[span["start"] : span["end"]] == span["text"]


def test_lines_are_safe_and_cited(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("Ada Brindle said that \u202ethe quay\x1b was safe.\n", encoding="utf-8")
    done = kashf(path)
    assert done.stdout.startswith("[¶1] Ada Brindle: says")
    assert "\u202e" not in done.stdout and "\x1b" not in done.stdout


def test_mistakes_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    names = tmp_path / "names.tsv"
    names.write_text("person\tAda\nnonsense\n", encoding="utf-8")
    for args, code, words in (
        (("--alias", "x"), 2, "full name=other name"),
        (("--date", "yesterday"), 2, "date"),
        (("--endpoint", "http://localhost:1/v1"), 2, "needs --model"),
        (("--endpoint", "ftp://x", "--model", "m"), 2, "no address that can be asked"),
        (("--gazetteer", names), 3, "row 2"),
    ):
        done = kashf(path, *args)
        assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
        assert words in done.stderr
    assert kashf(tmp_path / "none.txt").returncode == 3


def test_the_address_is_shown_before_the_text_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    done = kashf(path, "--endpoint", "http://127.0.0.1:9/v1", "--model", "m", "--timeout", "2")
    assert done.returncode == 1
    assert "The text is sent to http://127.0.0.1:9/v1." in done.stderr.splitlines()[0]
