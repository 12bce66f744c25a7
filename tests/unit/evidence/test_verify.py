"""Each kind of thing is corrupted in each way, and must be found and named."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kashf.evidence.case import Case
from kashf.evidence.entries import Head
from kashf.evidence.keys import create_key
from kashf.evidence.verify import verify_case


def log_lines(root: Path) -> list[bytes]:
    return (root / "custody.jsonl").read_bytes().splitlines(keepends=True)


def write_lines(root: Path, lines: list[bytes]) -> None:
    (root / "custody.jsonl").write_bytes(b"".join(lines))


def stored(root: Path) -> Path:
    return sorted(path for path in (root / "evidence").rglob("*") if path.is_file())[1]


def writable(root: Path) -> Path:
    path = stored(root)
    path.chmod(0o644)
    return path


def flip(root: Path) -> None:
    path = writable(root)
    data = bytearray(path.read_bytes())
    data[3] ^= 1
    path.write_bytes(data)


def edited(field: str, value: object) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        lines = log_lines(root)
        row = json.loads(lines[2])
        row[field] = value
        lines[2] = json.dumps(row, sort_keys=True, separators=(",", ":")).encode() + b"\n"
        write_lines(root, lines)

    return edit


def moved(*order: int) -> Callable[[Path], None]:
    def move(root: Path) -> None:
        lines = log_lines(root)
        write_lines(root, [lines[number] for number in order])

    return move


def sql(statement: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        with sqlite3.connect(root / "case.sqlite") as connection:
            connection.execute(statement)
        connection.close()

    return change


def new_key(root: Path) -> None:
    (root / "case.key").unlink()
    create_key(root / "case.key")


def of_other_case(name: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        with Case.create(root.parent / "other") as other:
            other.close()
        shutil.copyfile(root.parent / "other" / name, root / name)

    return change


def append(name: str, data: bytes) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        with (root / name).open("ab") as file:
            file.write(data)

    return change


def longer(root: Path) -> None:
    path = writable(root)
    path.write_bytes(path.read_bytes() + b"x")


def noise(root: Path) -> None:
    path = root / "case.sqlite"
    data = path.read_bytes()
    path.write_bytes(data[:100] + os.urandom(len(data) - 100))


def swap(root: Path) -> None:
    one, two = sorted(path for path in (root / "evidence").rglob("*") if path.is_file())[:2]
    one.rename(root / "x")
    two.rename(one)
    (root / "x").rename(two)


def link(root: Path) -> None:
    path = stored(root)
    path.rename(root / "elsewhere")
    path.symlink_to(root / "elsewhere")


EVIDENCE = "evidence/"
CORRUPTIONS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a byte changed": (flip, EVIDENCE, "was changed"),
    "a byte added": (longer, EVIDENCE, "was changed"),
    "a byte cut off": (lambda r: os.truncate(writable(r), 3), EVIDENCE, "was changed"),
    "emptied": (lambda r: os.truncate(writable(r), 0), EVIDENCE, "was changed"),
    "a file missing": (lambda r: stored(r).unlink(), EVIDENCE, "is missing"),
    "all files missing": (lambda r: shutil.rmtree(r / "evidence"), "evidence", "missing"),
    "a file added": (
        lambda r: (r / "evidence" / "ab").mkdir(exist_ok=True)
        or (r / "evidence" / "ab" / ("ab" * 32)).write_bytes(b"x"),
        "evidence/ab/abab",
        "not in the log",
    ),
    "a file of another name added": (
        lambda r: (r / "evidence" / "notes.txt").write_bytes(b"x"),
        "evidence/notes.txt",
        "no part of the store",
    ),
    "a file replaced by a link": (link, EVIDENCE, "no regular file"),
    "two files swapped": (
        swap,
        EVIDENCE,
        "was changed",
    ),
    "who edited": (edited("by", "Somebody"), "custody.jsonl, line 3", "entry 3"),
    "time edited": (edited("at", "2020-01-01T00:00:00.000000Z"), "custody.jsonl, line 3", "entry 3"),
    "item edited": (edited("item", "0" * 64), "custody.jsonl, line 3", "entry 3"),
    "event edited": (edited("event", "reviewed"), "custody.jsonl, line 3", "entry 3"),
    "details edited": (edited("details", {}), "custody.jsonl, line 3", "entry 3"),
    "tool edited": (edited("tool", "kashf 9"), "custody.jsonl, line 3", "entry 3"),
    "salt edited": (edited("salt", "0"), "custody.jsonl, line 3", "entry 3"),
    "hash edited": (edited("hash", "0" * 64), "custody.jsonl, line 3", "entry 3"),
    "previous edited": (edited("previous", "1" * 64), "custody.jsonl, line 3", "entry 3"),
    "sequence edited": (edited("sequence", 7), "custody.jsonl, line 3", "entry 7"),
    "signature edited": (edited("signature", "0" * 128), "custody.jsonl, line 3", "not signed"),
    "a field added": (edited("more", 1), "custody.jsonl, line 3", "no entry"),
    "spaces in a line": (
        lambda r: write_lines(r, [x.replace(b'":"', b'": "', 1) for x in log_lines(r)]),
        "custody.jsonl, line 3",
        "entry 3",
    ),
    "a byte of a line": (
        lambda r: write_lines(
            r, [x[:40] + b"\x00" + x[41:] if i == 2 else x for i, x in enumerate(log_lines(r))]
        ),
        "custody.jsonl, line 3",
        "no entry",
    ),
    "details taken out": (
        lambda r: write_lines(
            r,
            [
                json.dumps(
                    {k: v for k, v in json.loads(x).items() if k not in {"by", "details", "salt"}},
                    sort_keys=True,
                    separators=(",", ":"),
                ).encode()
                + b"\n"
                if i == 2
                else x
                for i, x in enumerate(log_lines(r))
            ],
        ),
        "custody.jsonl",
        "details of entry 3 are missing",
    ),
    "an entry removed": (moved(0, 1, 3, 4), "custody.jsonl", "entry 3 is missing"),
    "the first entry removed": (moved(1, 2, 3, 4), "custody.jsonl", "entry 1 is missing"),
    "entries reordered": (moved(0, 1, 3, 2, 4), "custody.jsonl, line 4", "entry 3"),
    "an entry duplicated": (moved(0, 1, 2, 2, 3, 4), "custody.jsonl, line 4", "stands here again"),
    "the end cut off": (moved(0, 1, 2), "custody.jsonl", "cut off"),
    "half a line at the end": (
        append("custody.jsonl", b'{"at":"2026'),
        "custody.jsonl, line 6",
        "no whole entry",
    ),
    "an empty line": (append("custody.jsonl", b"\n"), "custody.jsonl, line 6", "no entry"),
    "the log emptied": (moved(), "custody.jsonl", "no entry"),
    "the log missing": (lambda r: (r / "custody.jsonl").unlink(), "custody.jsonl", "missing"),
    "the log of another case": (of_other_case("custody.jsonl"), "custody.jsonl", "not signed"),
    "the public key of another case": (of_other_case("case.pub"), "case.pub", "not the public key"),
    "the public key missing": (lambda r: (r / "case.pub").unlink(), "case.pub", "can't be read"),
    "another key": (new_key, "case.key", "not the key"),
    "settings missing": (lambda r: (r / "case.toml").unlink(), "case.toml", "missing"),
    "database missing": (lambda r: (r / "case.sqlite").unlink(), "case.sqlite", "missing"),
    "database garbled": (noise, "case.sqlite", "damaged"),
    "database emptied": (lambda r: os.truncate(r / "case.sqlite", 0), "case.sqlite", ""),
    "database of another case": (of_other_case("case.sqlite"), "case.sqlite", "entry 1"),
    "item renamed": (
        sql("UPDATE items SET name = 'x' WHERE number = 2"), "case.sqlite", "item 2 differs",
    ),
    "item deleted": (sql("DELETE FROM items WHERE number = 2"), "case.sqlite", "item 2 is in"),
    "item invented": (
        sql("INSERT INTO items SELECT 9, 'f', name, media_type, size, added, source, collected_by,"
            " method, note, derived_from FROM items WHERE number = 1"),
        "case.sqlite",
        "item 9 is here",
    ),
    "entry of the database edited": (
        sql('UPDATE entries SET "by" = \'x\' WHERE sequence = 2'), "case.sqlite", "entry 2 differs",
    ),
    "entry of the database deleted": (
        sql("DELETE FROM entries WHERE sequence = 2"), "case.sqlite", "entry 2 is in",
    ),
    "something put aside by hand": (
        lambda r: (r / "set-aside").mkdir() or (r / "set-aside" / "x").write_bytes(b"x"),
        "set-aside/x",
        "not in the log",
    ),
}  # fmt: skip


def tree(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_each_corruption_is_found_and_named(case: Case, name: str) -> None:
    corrupt, where, what = CORRUPTIONS[name]
    head = case.log.head()
    case.close()
    assert verify_case(case.root, heads=[head]).problems == []
    corrupt(case.root)
    before = tree(case.root)
    problems = verify_case(case.root, heads=[head]).problems
    assert any(line.startswith(where) and what in line for line in problems), problems
    assert all("\n" not in line for line in problems)
    assert tree(case.root) == before


def test_a_log_cut_off_with_its_database_needs_the_head(case: Case) -> None:
    head = case.log.head()
    case.close()
    moved(0, 1, 2)(case.root)
    (case.root / "case.sqlite").unlink()
    shutil.rmtree(case.root / "evidence")
    kept = json.loads(log_lines(case.root)[1])["item"], json.loads(log_lines(case.root)[2])["item"]
    with Case(case.root) as again:
        for digest in kept:
            path = again.store.path(digest)
            path.parent.mkdir(parents=True, exist_ok=True)
        files = case.root.parent / "files"
        for file in sorted(files.iterdir()):
            data = file.read_bytes()
            import hashlib

            if hashlib.sha256(data).hexdigest() in kept:
                again.store.path(hashlib.sha256(data).hexdigest()).write_bytes(data)
        assert len(again.items()) == 2
    assert verify_case(case.root).problems == []
    found = verify_case(case.root, heads=[head]).problems
    assert found == [
        "custody.jsonl: it is cut off: it ends with entry 3, and the head that was kept is entry 5"
    ]


def test_a_log_written_anew_with_another_key_needs_the_head(case: Case, files: Path) -> None:
    head = case.log.head()
    case.close()
    shutil.rmtree(case.root)
    with Case.create(case.root, title="Invented", by="Tester") as forged:
        forged.add_all([files])
        forged.add(files / "report.txt")
    assert verify_case(case.root).problems == []
    found = verify_case(case.root, heads=[head]).problems
    assert len(found) == 1 and "rewritten" in found[0]


def test_an_older_head_still_holds(case: Case, files: Path) -> None:
    head = case.log.head()
    case.add(files / "call.vtt")
    assert case.log.head().sequence == head.sequence + 1
    assert verify_case(case.root, heads=[head, case.log.head()]).problems == []
    assert verify_case(case.root, heads=[Head(2, "0" * 64)]).problems


def test_a_database_behind_the_log_is_no_problem_and_is_mended(case: Case, files: Path) -> None:
    case.close()
    old = (case.root / "case.sqlite").read_bytes()
    with Case(case.root) as later:
        later.add(files / "call.vtt")
    (case.root / "case.sqlite").write_bytes(old)
    report = verify_case(case.root)
    assert report.problems == []
    assert "1 entries behind" in " ".join(report.notes)
    with Case(case.root) as mended:
        applied = mended.database.applied()
        assert applied is not None and applied[0] == mended.log.head()
    assert verify_case(case.root).notes == []


def test_a_slip_in_the_settings_is_a_note(case: Case) -> None:
    (case.root / "case.toml").write_text("titel = 1")
    report = verify_case(case.root)
    assert report.problems == [] and "titel" in report.notes[0]


def test_what_verify_says_can_be_printed(tmp_path: Path, case: Case) -> None:
    bad = tmp_path / "a\u202e\n\x1b[31m.txt"
    bad.write_text("bad name")
    item = case.add(bad)
    case.path(item).unlink()
    (line,) = verify_case(case.root).problems
    assert "a[U+202E] [U+001B][31m.txt is missing" in line
