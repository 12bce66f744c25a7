"""The commands of review, as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kashf.cli.app import app
from kashf.errors import KashfError
from review_case import REPORT


def kashf(*args: object) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    root = tmp_path / "case"
    assert kashf("init", root, "--by", "Maker").exit_code == 0
    assert kashf("add", tmp_path / "report.txt", "--case", root).exit_code == 0
    monkeypatch.chdir(root)
    assert kashf("statements", "extract", "E1").exit_code == 0
    return root


def labels(*args: object) -> list[str]:
    done = kashf("statements", "list", *args)
    assert done.exit_code == 0, done.output
    return [line.split()[0] for line in done.stdout.splitlines()]


def test_extract_keeps_candidates_of_a_case(root: Path, tmp_path: Path) -> None:
    again = kashf("statements", "extract", "report.txt", "--case", root)
    assert again.stdout == "" and "0 new, 4 known" in again.stderr
    rows = json.loads(kashf("statements", "extract", "E1", "--json").stdout)
    assert [len(rows[name]) for name in ("new", "known", "gone")] == [0, 4, 0]
    done = kashf("statements", "extract", tmp_path / "report.txt", "--json")
    assert done.exit_code == 0, (done.output, done.exception, done.exc_info)
    bare = json.loads(done.stdout)
    assert len(bare) == 4 and "statement" not in bare[0]
    none = kashf("statements", "extract", "--case", root)
    assert isinstance(none.exception, KashfError) and none.exception.exit_code == 2
    with (root / "case.toml").open("a") as file:
        file.write('\n[statements]\nitems = ["E1"]\n')
    assert "4 known" in kashf("statements", "extract").stderr
    log = kashf("log").stdout
    assert "extracted  E1" in log and "new: 4" in log and "Brindle" not in log


def test_list_filters_and_pages(root: Path) -> None:
    assert kashf("statements", "accept", "S2", "--by", "Mara").exit_code == 0
    assert labels() == ["S1", "S2", "S3", "S4"]
    assert labels("--state", "candidate", "--item", "E1", "--false", "--speaker", "brindle") == [
        "S4"
    ]
    assert labels("--speaker", "الزاغوري") == ["S1"]
    assert (
        labels("--state", "accepted") == ["S2"]
        and labels("--state", "accepted", "--two-person") == []
    )
    assert labels("--limit", 2) == ["S1", "S2"] and labels("--limit", 2, "--after", "S2") == [
        "S3",
        "S4",
    ]
    assert "2 of 4; go on with --after S2" in kashf("statements", "list", "--limit", 2).stderr
    assert [r["state"] for r in json.loads(kashf("statements", "list", "--json").stdout)] == [
        "candidate", "accepted", "candidate", "candidate",
    ]  # fmt: skip


def test_decisions_and_what_show_says(root: Path) -> None:
    two = ("--two-person", "--by")
    assert " 1/2 " in kashf("statements", "accept", "S1", *two, "Mara").stdout
    assert "accepted" in kashf("statements", "accept", "S1", *two, "Nour", "--grade", "b2").stdout
    kashf("statements", "reject", "S2", "S3", "--by", "Mara", "--note", "\x1b[2Jnot\u202eso")
    kashf("statements", "reopen", "S2", "--by", "Nour")
    kashf("statements", "edit", "S2", "--speaker", "Brindle", "--reported", "--said-false", "--set",
          "about=[]", "--by", "Nour")  # fmt: skip
    kashf("statements", "grade", "S4", "C3", "--by", "Mara")
    shown = kashf("statements", "show", "S1", "S2", "S3", "S4").stdout
    assert "\x1b" not in shown and "\u202e" not in shown and "[U+001B][2Jnot[U+202E]so" in shown
    for words in (
        "S1  accepted  [E1 ¶1]", "B  Usually reliable: ", "2  Probably true: ", "accept by Nour",
        "⟦المرفأ مغلق⟧", "reopen by Nour", "speaker: 'Brindle' ", "the machine had:", "S3  rejected",
        "C  Fairly reliable",
    ):  # fmt: skip
        assert words in shown, words
    assert "accept by Mara (of 2 reviewers)" in shown
    row = json.loads(kashf("statements", "show", "S2", "--json").stdout)[0]
    assert (
        row["speaker"]["text"] == "Brindle" and row["machine"]["speaker"]["text"] == "Ada Brindle"
    )
    kashf("statements", "edit", "S2", "--original", "--by", "Mara")
    row = json.loads(kashf("statements", "show", "S2", "--json").stdout)[0]
    assert row["speaker"]["text"] == "Ada Brindle" and len(row["decisions"]) == 4
    assert kashf("verify").exit_code == 0


def test_help_of_grade_has_the_meanings() -> None:
    text = " ".join(kashf("statements", "grade", "--help").stdout.split())
    for words in ("A Completely reliable", "F Reliability cannot be judged", "1 Confirmed by other sources",
                  "6 Truth cannot be judged"):  # fmt: skip
        assert words in text


def test_the_way_through_a_spreadsheet(root: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    done = kashf("statements", "export", table, "--state", "candidate")
    assert done.stdout.strip() == str(table) and "4 statements" in done.stderr
    content = table.read_text(encoding="utf-8-sig")
    table.write_text(content.replace('"candidate"', '"accepted"', 2), encoding="utf-8-sig")
    dry = kashf("statements", "import", table, "--by", "Mara", "--dry-run")
    assert dry.stdout.splitlines() == ["S1: accept", "S2: accept"]
    kashf("statements", "reject", "S1", "--by", "Nour")
    done = kashf("statements", "import", table, "--by", "Mara")
    assert done.exit_code == 3
    assert f"Conflict: {table}, row 2, column 'state': S1: changed since" in done.stderr
    assert labels("--state", "accepted") == ["S2"]
    table.write_text(content.replace('"S1"', '"S9"'), encoding="utf-8-sig")
    done = kashf("statements", "import", table, "--by", "Mara")
    assert (
        done.exit_code == 3 and "row 2, column 'statement': S9: the case has no such" in done.stderr
    )
    assert "Nothing was recorded" in done.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["show", "S99"], "no statement"),
        (["show", "E1"], "no statement"),
        (["accept", "S1", "S99"], "no statement"),
        (["accept", "S1", "--grade", "Q"], "no grade"),
        (["grade", "S1", "Q"], "no grade"),
        (["reopen", "S1"], "nothing to take back"),
        (["edit", "S1"], "Name what to change"),
        (["edit", "S1", "--original"], "Nothing of S1 would change"),
        (["edit", "S1", "--original", "--direct"], "without other"),
        (["edit", "S1", "--content", "5:999999"], "no stretch"),
        (["edit", "S1", "--content", "not there"], "does not have"),
        (["edit", "S1", "--content", "none"], "content"),
        (["edit", "S1", "--set", "about"], "part=JSON"),
        (["edit", "S1", "--set", "about=" + "[" * 5000], "part=JSON"),
        (["edit", "S1", "--set", "place=1"], "no part"),
        (["list", "--state", "x"], "no state"),
        (["list", "--item", "E9"], "no item"),
        (["extract", "E9", "--case", "."], "no item"),
    ],
)
def test_mistakes_are_one_line_and_decide_nothing(root: Path, args: list[str], words: str) -> None:
    before = (root / "custody.jsonl").read_bytes()
    done = kashf("statements", *args)
    assert isinstance(done.exception, KashfError), done.output
    assert words in str(done.exception) and done.exception.exit_code == 2
    assert (root / "custody.jsonl").read_bytes() == before
