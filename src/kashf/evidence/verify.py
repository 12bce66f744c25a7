"""Compares a case, byte by byte, with what its custody log says. Changes nothing in it."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from kashf.errors import InputError, KashfError
from kashf.evidence.case import DATABASE, LOG, PUBLIC_KEY, SETTINGS
from kashf.evidence.case_settings import read_case_settings
from kashf.evidence.chain import Chain
from kashf.evidence.compare import compare
from kashf.evidence.custody import SET_ASIDE, CustodyLog
from kashf.evidence.database import Database, Follower
from kashf.evidence.entries import Entry, Head
from kashf.evidence.keys import public_key_of, read_hex, read_signing_key
from kashf.evidence.store import Store
from kashf.files import sha256, temporary_folder
from kashf.text import display_safe

__all__ = ["Report", "hash_files", "verify_case"]

Progress = Callable[[str, int, "int | None"], None]


@dataclass
class Report:
    """What a check found. ``problems`` are one line each; the case holds when there are none.

    ``notes`` are worth knowing and no problems. ``head`` is the last entry that was read.
    """

    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    files: int = 0
    bytes: int = 0
    entries: int = 0
    head: Head | None = None
    seconds: float = 0.0

    def problem(self, text: str) -> None:
        """Add a problem, safe to print."""
        self.problems.append(display_safe(text))


def verify_case(
    root: Path,
    *,
    heads: Sequence[Head] = (),
    progress: Progress | None = None,
    followers: Sequence[Follower] = (),
) -> Report:
    """Check everything in a case, with the tables of ``followers``.

    ``heads`` are what ``kashf head`` printed earlier and was kept elsewhere: only they show that
    the end of the log was cut off together with all traces, or that all of it was made anew.
    """
    started = time.monotonic()
    report = Report()
    key = _public_key(root, report)
    expected: dict[str, str] = {}  # SHA-256 to how to call the item
    recovered: set[str] = set()
    with temporary_folder("kashf-verify-") as folder:
        derived = Database(folder / "derived.sqlite")
        derived.migrate()
        _check_log(root, key, heads, report, expected, recovered, derived)
        _check_database(root, folder, derived, report, followers)
        derived.close()
    _check_store(root, expected, report, progress)
    _check_set_aside(root, recovered, report)
    _check_rest(root, key, report)
    report.seconds = time.monotonic() - started
    return report


def _public_key(root: Path, report: Report) -> bytes | None:
    try:
        return read_hex(root / PUBLIC_KEY)
    except InputError as error:
        report.problem(f"{PUBLIC_KEY}: {error.what} Signatures can't be checked without it")
        return None


def _check_log(
    root: Path,
    key: bytes | None,
    heads: Sequence[Head],
    report: Report,
    expected: dict[str, str],
    recovered: set[str],
    derived: Database,
) -> None:
    path = root / LOG
    if path.is_symlink() or not path.is_file():
        report.problem(f"{LOG}: it is missing")
        return
    chain = Chain(path, key, report.problem)

    def good() -> Iterator[tuple[Entry, int]]:
        number = 0
        before: Entry | None = None
        for entry, end in chain.walk():
            if entry.salt is None:
                report.problem(f"{LOG}: the details of entry {entry.sequence} are missing")
            elif entry.event in {"collected", "derived"} and entry.item:
                if entry.item not in expected:
                    number += 1
                    name = (entry.details or {}).get("name", "")
                    expected[entry.item] = f"E{number} {name!s}"
            elif entry.event == "recovered":
                recovered.add(str((entry.details or {}).get("sha256")))
            if before is not None and entry.at < before.at:
                report.notes.append(
                    f"Entry {entry.sequence} bears an earlier time than entry {before.sequence}: "
                    "the clock of the machine was set back, or differs between machines."
                )
            before = entry
            yield entry, end

    derived.apply(good())
    chain.check_key(PUBLIC_KEY)
    chain.check_heads(heads)
    report.entries, report.head = chain.entries, chain.last


def _check_database(
    root: Path, folder: Path, derived: Database, report: Report, followers: Sequence[Follower]
) -> None:
    path = root / DATABASE
    if path.is_symlink() or not path.is_file():
        report.problem(f"{DATABASE}: it is missing; the next command makes it from the log")
        return
    try:
        with _lock(root), _still(path, folder) as still:
            database = Database(still, frozen=True)
            try:
                compare(database, derived, report.problem, report.notes.append, followers)
            finally:
                database.close()
    except (KashfError, sa.exc.SQLAlchemyError, OSError, ValueError, UnicodeError) as error:
        what = error.what if isinstance(error, KashfError) else str(error).partition("\n")[0]
        report.problem(f"{DATABASE}: it is damaged: {what}")


def _lock(root: Path) -> Any:
    """The lock of the case where it can be had without changing anything."""
    if not os.access(root / ".lock", os.W_OK):
        return nullcontext()
    return CustodyLog(root / LOG, public_key=b"", key_file=root, by="").locked()


@contextmanager
def _still(path: Path, folder: Path) -> Iterator[Path]:
    """The database as one file that nobody writes to: looking at it would write beside it."""
    log = path.with_name(path.name + "-wal")
    if not log.exists() or not log.stat().st_size:
        yield path
        return
    copy = folder / path.name
    shutil.copyfile(path, copy)
    shutil.copyfile(log, copy.with_name(log.name))
    merged = Database(copy)
    merged.count()
    merged.close()  # takes the log in
    yield copy


def _check_store(
    root: Path, expected: dict[str, str], report: Report, progress: Progress | None
) -> None:
    store = Store(root)
    found: set[str] = set()
    to_hash: list[Path] = []
    if store.folder.is_symlink() or not store.folder.is_dir():
        report.problem("evidence: the folder is missing")
    else:
        for path, why in store.walk():
            where = path.relative_to(root).as_posix()
            if why is not None:
                report.problem(f"{where}: {why}")
            elif path.name not in expected:
                report.problem(
                    f"{where}: it is not in the log (added by hand, or left by an interrupted "
                    "'kashf add', which heals when the same file is added again)"
                )
            else:
                found.add(path.name)
                to_hash.append(path)
    for digest, label in expected.items():
        if digest not in found:
            report.problem(f"{store.path(digest).relative_to(root).as_posix()}: {label} is missing")
    _check_bytes(root, to_hash, expected, report, progress)
    if stray := len(store.stray()):
        report.notes.append(
            f"{stray:,} half-written files of an interrupted 'kashf add', or of one that is at "
            "work; the next one removes them."
        )


def _check_bytes(
    root: Path,
    paths: Sequence[Path],
    expected: dict[str, str],
    report: Report,
    progress: Progress | None,
) -> None:
    writable = 0
    for path, size, got in hash_files(paths, progress):
        report.files += 1
        report.bytes += size
        label = f"{path.relative_to(root).as_posix()}: {expected[path.name]}"
        if got is None:
            report.problem(f"{label} can't be read")
        elif got != path.name:
            report.problem(f"{label} was changed: its bytes have another SHA-256, {got}")
        elif os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o222:
            writable += 1
    if writable:
        report.notes.append(
            f"{writable:,} files of evidence can be written to; they are whole. "
            "To protect them again: chmod -R a-w evidence/*/*"
        )


def hash_files(
    paths: Sequence[Path], progress: Progress | None = None
) -> Iterator[tuple[Path, int, str | None]]:
    """Size and SHA-256 of each file, in the order given; None where it can't be read.

    Several files at once: hashing lets go of the interpreter.
    """
    done, total = 0, 0
    for path in paths:
        with suppress(OSError):
            total += path.stat().st_size

    def step(count: int) -> None:
        nonlocal done
        done += count
        if progress is not None:
            progress("hash", done, max(total, done))

    def one(path: Path) -> tuple[Path, int, str | None]:
        try:
            return path, path.stat().st_size, sha256(path, step)
        except OSError:
            return path, 0, None

    with ThreadPoolExecutor(max_workers=min(8, os.cpu_count() or 1)) as pool:
        yield from pool.map(one, paths)


def _check_set_aside(root: Path, recovered: set[str], report: Report) -> None:
    folder = root / SET_ASIDE
    found = set()
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        where = path.relative_to(root).as_posix()
        if path.is_symlink() or not path.is_file() or path.name not in recovered:
            report.problem(f"{where}: it is not in the log")
        elif sha256(path) != path.name:
            report.problem(f"{where}: it was changed")
        found.add(path.name)
    for digest in sorted(recovered - found):
        report.problem(f"{SET_ASIDE}/{digest}: it is missing")


def _check_rest(root: Path, key: bytes | None, report: Report) -> None:
    """Settings and key: no evidence, but a case without them can't go on."""
    try:
        key_file = root / read_case_settings(root / SETTINGS).key_file
    except KashfError as error:
        if (root / SETTINGS).exists():  # people edit it, and it proves nothing
            report.notes.append(f"{SETTINGS} can't be used: {error.what}")
        else:
            report.problem(f"{SETTINGS}: it is missing")
        return
    if not key_file.exists():
        report.notes.append(
            "The key of the case is not here: nothing can be added. The check needs it not."
        )
        return
    try:
        if key is not None and public_key_of(read_signing_key(key_file)) != key:
            report.problem(f"{key_file.name}: this is not the key of the case")
    except InputError as error:
        report.problem(f"{key_file.name}: {error.what}")
    if os.name != "nt" and stat.S_IMODE(key_file.stat().st_mode) & 0o077:
        report.notes.append(f"Others may read {key_file.name}: chmod 600 it.")
