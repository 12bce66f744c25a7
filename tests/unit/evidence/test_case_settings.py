"""case.toml: what may stand in it, and what is said when something else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from kashf.errors import UsageError
from kashf.evidence.case_settings import milliseconds, read_case_settings, template

FULL = """
title = "An invented case"
languages = ["en", "ar"]
[[people]]
name = "Full Name"
aliases = ["The Commander"]
[[runs]]
name = "first"
files = ["E3", "exports/*.csv"]
[runs.import]
assume_zone = "UTC"
[runs.actions]
by = ["url", "text"]
[runs.detect]
time_window = "2m"
[statements]
items = ["E1"]
two_person = true
[dossier]
questions = ["Who paid?"]
[[dossier.redactions]]
item = "E1"
start_time = "00:01.5"
end_time = "1:00:02"
reason = "a source"
approver = "the editor"
"""


def read(tmp_path: Path, text: str | bytes) -> object:
    path = tmp_path / "case.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_case_settings(path)


def test_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(FULL)
    settings = read_case_settings(tmp_path / "case.toml")
    (run,) = settings.runs
    assert (run.imports.assume_zone, run.actions.by) == ("UTC", ("url", "text"))
    assert run.detect.time_window == 120
    assert settings.statements.two_person
    assert settings.dossier.redactions[0].end_time == "1:00:02"


@pytest.mark.parametrize("title", ["Plain", 'with "quotes" \\ and\nlines', "عنوان \u202e", ""])
def test_the_template_can_be_read(tmp_path: Path, title: str) -> None:
    assert read(tmp_path, template(title)).title == title  # type: ignore[attr-defined]


def test_the_examples_of_the_template_can_be_used(tmp_path: Path) -> None:
    text = template("x")
    lines = [
        line[2:] if line.startswith("# ") and ("[" in line or "=" in line) else line
        for line in text.splitlines()
        if not line.endswith(".")
    ]
    settings = read(tmp_path, "\n".join(lines))
    assert len(settings.runs) == len(settings.people) == 1  # type: ignore[attr-defined]
    assert settings.dossier.redactions[0].end == 134  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("titel = 'x'", "line 1: There is no setting 'titel'. Did you mean title?"),
        ("\n\nlanguages = ['fr']", "line 3: 'languages.1'"),
        (
            "[[people]]\nname='a'\n[[people]]\nname='b'\nalias=['c']",
            "line 5: There is no setting 'people.2.alias'. Did you mean aliases?",
        ),
        (
            "[[runs]]\nname='a'\nfiles=['x']\n[runs.detect]\ntime_window='6q'",
            "line 5: 'runs.1.detect.time_window': '6q' is not a duration",
        ),
        ("[[runs]]\nname='a'", "line 1: 'runs.1.files' is missing."),
        ("[[runs]]\nname='A b'\nfiles=['x']", "line 2: 'runs.1.name'"),
        ("[[people]]\nname='a'\n[[people]]\nname='a'", "People has the name 'a' twice."),
        ("text = '''\ntitle = 1\n'''\ntitle = 1", "There is no setting 'text'"),
        ("title = [", "not TOML"),
        (b"title = '\xff'", "line 1: This is not UTF-8."),
        ("x = " + "[" * 5000, "not TOML"),
        ("# " + "x" * 1_100_000, "more than 1 MiB"),
        (
            "[[dossier.redactions]]\nitem='E1'\nreason='r'\napprover='b'\nstart=5\nend=5",
            "start must come before end",
        ),
        (
            "[[dossier.redactions]]\nitem='E1'\nreason='r'\napprover='b'\nstart=5",
            "give start and end",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    assert said in str(caught.value)


def test_times() -> None:
    assert [milliseconds(t) for t in ("0:05", "00:12:05.5", "1:00:00.007")] == [
        5000, 725_500, 3_600_007,
    ]  # fmt: skip
