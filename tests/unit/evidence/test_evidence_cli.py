"""The commands of a case, as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kashf.cli.app import app
from kashf.errors import KashfError


def kashf(*args: object) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


@pytest.fixture
def root(tmp_path: Path, files: Path) -> Path:
    root = tmp_path / "case"
    assert kashf("init", root, "--title", "Invented", "--by", "Tester").exit_code == 0
    assert kashf("add", files, "--case", root, "--source", "a person").exit_code == 0
    return root


def test_init_says_what_to_do_with_the_key(tmp_path: Path) -> None:
    done = kashf("init", tmp_path / "case")
    assert done.stdout.strip() == str(tmp_path / "case")
    assert "Keep a copy apart" in done.stderr
    assert isinstance(kashf("init", tmp_path / "case").exception, KashfError)


def test_add_prints_items_and_refusals(tmp_path: Path, root: Path, files: Path) -> None:
    (files / "link").symlink_to("report.txt")
    (files / "new\u202e\x1b[2J.txt").write_text("new")
    done = kashf("add", files, "--case", root)
    assert done.exit_code == 3
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["E1", "E4", "E2", "E3"]
    assert "(there before)" in lines[0] and "(there before)" not in lines[1]
    assert "new[U+202E][U+001B][2J.txt" in lines[1]
    assert "Refused:" in done.stderr and "symbolic link" in done.stderr


def test_json(root: Path, files: Path) -> None:
    made = json.loads(kashf("add", files / "report.txt", "--case", root, "--json").stdout)
    assert made["items"][0]["again"] and made["refused"] == []
    rows = json.loads(kashf("items", root, "--json").stdout)
    assert [row["label"] for row in rows] == ["E1", "E2", "E3"]
    outcome = json.loads(kashf("verify", root, "--json").stdout)
    assert (outcome["problems"], outcome["files"], outcome["problem_lines"]) == (0, 3, [])


def test_the_case_around_the_current_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "runs")
    assert len(kashf("items").stdout.splitlines()) == 3
    assert kashf("verify").exit_code == 0
    assert kashf("log", "--item", "E1").stdout.count("collected") == 1


def test_head_and_verify(root: Path) -> None:
    head = kashf("head", root).stdout.strip()
    assert head.startswith("4:")
    done = kashf("verify", root, "--head", head)
    assert done.exit_code == 0 and f"The case holds. Head: {head}" in done.stdout
    assert "4 entries checked" in done.stderr
    done = kashf("verify", root, "--head", "9" + head[1:])
    assert done.exit_code == 4 and "cut off" in done.stdout


def test_verify_records_only_when_asked(root: Path) -> None:
    before = kashf("head", root).stdout
    kashf("verify", root)
    assert kashf("head", root).stdout == before
    assert kashf("verify", root, "--record").exit_code == 0
    last = kashf("log", root).stdout.splitlines()[-1]
    assert "verified" in last and before.strip() in last
    again = kashf("verify", root)
    assert again.exit_code == 0 and "Note" not in again.stderr


def test_verify_names_the_changed_file(root: Path) -> None:
    path = next((root / "evidence").glob("*/*"))
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b".")
    done = kashf("verify", root)
    assert done.exit_code == 4
    assert path.relative_to(root).as_posix() in done.stdout
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["verify", "{tmp}/nowhere"], 2, "no such folder"),
        (["verify", "{tmp}"], 3, "neither a case nor a package"),
        (["verify", "{root}", "--head", "x"], 2, "no head"),
        (["items", "{tmp}/nowhere"], 2, "no such folder"),
        (["add", "{tmp}/files", "--case", "{tmp}"], 2, "can't be read"),
        (["log", "{root}", "--item", "E9"], 2, "no item"),
    ],
)
def test_mistakes(root: Path, tmp_path: Path, args: list[str], code: int, said: str) -> None:
    done = kashf(*(arg.format(tmp=tmp_path, root=root) for arg in args))
    assert isinstance(done.exception, KashfError), done.output
    assert done.exception.exit_code == code
    assert said in str(done.exception)
