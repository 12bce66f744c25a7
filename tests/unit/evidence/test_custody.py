"""The log outlives crashes at any moment, and several writers."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest

from kashf.errors import IntegrityError, UsageError
from kashf.evidence.case import Case
from kashf.evidence.entries import NO_ENTRY, Head, parse
from kashf.evidence.keys import create_key
from kashf.evidence.verify import verify_case

KILLS = 150
# One process that forks: what it loaded need not be loaded again for each of the killed.
KILLER = """
import os, random, signal, sys, time
from pathlib import Path
from kashf.evidence.case import Case
from kashf.evidence.chain import Chain

root, files, kills = Path(sys.argv[1]), sorted(Path(sys.argv[2]).iterdir()), int(sys.argv[3])
rng = random.Random(7)
with Case(root) as case:
    case.add(files[0])
seen = 0
for turn in range(kills):
    ready, tell = os.pipe()
    child = os.fork()
    if child == 0:
        case = Case(root)
        case.items()
        os.write(tell, b"x")
        while True:
            rng.shuffle(files)
            for file in files:
                case.add(file, note=str(turn))
    os.read(ready, 1)
    time.sleep(rng.uniform(0, 0.08))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(ready), os.close(tell)
    problems = []
    chain = Chain(root / "custody.jsonl", (bytes.fromhex((root / "case.pub").read_text())), problems.append)
    good = sum(1 for _ in chain.walk())
    assert not [p for p in problems if "no whole entry" not in p], problems
    assert good >= seen, (good, seen)
    seen = good
print(seen)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_the_log_verifies_after_every_kill(tmp_path: Path) -> None:
    root, files = tmp_path / "case", tmp_path / "files"
    files.mkdir()
    for number in range(40):
        (files / f"{number}.txt").write_text(f"invented {number}")
    Case.create(root).close()
    done = subprocess.run(
        [sys.executable, "-c", KILLER, str(root), str(files), str(KILLS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > KILLS  # the killed did write
    for line in verify_case(root).problems:
        assert "not in the log" in line or "no whole entry" in line, line
    with Case(root) as case:
        case.add_all([files])  # heals what was copied and not recorded
        assert len(case.items()) == 40
    report = verify_case(root)
    assert (report.problems, report.notes) == ([], [])


def _add_many(root: Path, folder: Path) -> None:
    with Case(root) as case:
        for file in sorted(folder.iterdir()):
            case.add(file, note=folder.name)


def test_two_processes_lose_nothing(tmp_path: Path) -> None:
    root = tmp_path / "case"
    Case.create(root).close()
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        for number in range(15):  # 5 of them are the same in both
            (folder / str(number)).write_text(f"{'both' if number < 5 else folder.name} {number}")
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_add_many, args=(root, folder)) for folder in folders]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert verify_case(root).problems == []
    with Case(root) as case:
        entries = list(case.log.entries(event="collected"))
        assert len(entries) == 30
        assert [item.number for item in case.items()] == list(range(1, 26))


@pytest.mark.parametrize("cut", [1, 2, 30, 300, -2, -1])
def test_a_torn_line_is_set_aside_with_a_record(case: Case, files: Path, cut: int) -> None:
    lines = case.log.path.read_bytes().splitlines(keepends=True)
    torn = lines[-1][:cut]
    case.close()
    case.log.path.write_bytes(b"".join(lines[:-1]) + torn)
    (case.root / "case.sqlite").unlink()
    assert any("no whole entry" in line for line in verify_case(case.root).problems)
    with Case(case.root) as again:
        assert len(list(again.log.entries())) == len(lines) - 1
        again.add(files / "call.vtt")
        after = again.log.path.read_bytes().splitlines(keepends=True)
    assert after[: len(lines) - 1] == lines[:-1]
    events = [json.loads(line)["event"] for line in after[len(lines) - 1 :]]
    if cut == -1:  # only the line end was missing
        assert events == ["collected", "collected"] and after[len(lines) - 1] == lines[-1]
    else:
        assert events == ["recovered", "collected"]
        details = json.loads(after[len(lines) - 1])["details"]
        assert details["sha256"] == hashlib.sha256(torn).hexdigest()
        assert (case.root / "set-aside" / details["sha256"]).read_bytes() == torn
    assert verify_case(case.root).problems == []


def test_long_garbage_at_the_end_is_set_aside(case: Case, files: Path) -> None:
    garbage = b"x" * 1_000_000
    with case.log.path.open("ab") as file:
        file.write(garbage)
    case.add(files / "call.vtt")
    assert verify_case(case.root).problems == []
    assert (case.root / "set-aside" / hashlib.sha256(garbage).hexdigest()).read_bytes() == garbage


def test_nothing_is_appended_to_a_log_whose_end_was_edited(case: Case, files: Path) -> None:
    data = case.log.path.read_bytes()
    case.log.path.write_bytes(data.replace(b'"note":"again"', b'"note":"agaim"'))
    with pytest.raises(IntegrityError, match=r"edited.*kashf verify"):
        case.add(files / "call.vtt")


def test_nothing_is_signed_with_another_key(case: Case, files: Path) -> None:
    case.key_file.unlink()
    create_key(case.key_file)
    with pytest.raises(IntegrityError, match="not that of the case"):
        case.add(files / "call.vtt")


def test_an_entry_says_who_did_what_when(case: Case) -> None:
    item = case.item("call.vtt")
    entry = case.log.append(
        "reviewed", item=item.sha256, details={"decision": "accept", "score": 0.5, "of": [1, None]},
        by="Reviewer",
    )  # fmt: skip
    read = list(case.log.entries())[-1]
    assert read == entry
    assert (read.event, read.by, read.item) == ("reviewed", "Reviewer", item.sha256)
    assert read.details == {"decision": "accept", "score": "0.5", "of": [1, None]}
    assert read.tool.startswith("kashf ") and read.at.utcoffset() is not None
    assert [e.event for e in case.events(item)] == ["collected", "reviewed"]


def test_the_first_entry_names_the_key(case: Case) -> None:
    first = next(case.log.entries())
    assert (first.event, first.previous) == ("created", NO_ENTRY)
    assert first.item == hashlib.sha256(case.public_key).hexdigest()


def test_a_sealed_log_names_nobody_and_still_holds(case: Case) -> None:
    published = case.published_log(sealed=True)
    assert b"Tester" not in published and b"a person" not in published
    entries = [parse(line) for line in published.splitlines()]
    assert [e.hash for e in entries] == [e.hash for e in case.log.entries()]
    assert all(e.signed_by(case.public_key) and e.by is None for e in entries)
    assert case.published_log(sealed=False) == case.log.path.read_bytes()


@pytest.mark.parametrize("text", ["", "12", "0:" + "0" * 64, "1:" + "g" * 64, "x:" + "0" * 64])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no head"):
        Head.parse(text)


def test_details_are_bounded(case: Case) -> None:
    with pytest.raises(UsageError, match="too long"):
        case.log.append("reviewed", details={"note": "x" * 200_000})
    deep: list[object] = []
    for _ in range(50):
        deep = [deep]
    with pytest.raises(UsageError, match="nested"):
        case.log.append("reviewed", details={"deep": deep})
    with pytest.raises(UsageError, match="can't hold"):
        case.log.append("reviewed", details={"path": Path()})


@pytest.mark.parametrize("line", [b"[" * 100_000, b"{}", b"1", b"\xff", b'{"a":1e999}', b"null"])
def test_hostile_lines_are_no_entries(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"not JSON|fields"):
        parse(line)
