"""The custody log: an append-only file of signed entries, each holding the hash of the one before.

An append happens under the lock of the case, in one write, and is synced before it counts. What a
killed or powerless machine leaves of a line is no entry: the next append puts these bytes into
``set-aside/`` and records that ("recovered"); the entries before them stay as they were.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kashf.errors import InputError, IntegrityError
from kashf.evidence.entries import LONGEST_LINE, Entry, Event, Head, compose, parse
from kashf.evidence.keys import public_key_of, read_signing_key
from kashf.files import sync_folder

if TYPE_CHECKING:
    from filelock import BaseFileLock
    from nacl.signing import SigningKey

__all__ = ["SET_ASIDE", "CustodyLog", "Draft", "Line", "lines_of", "write_first"]

SET_ASIDE = "set-aside"
_BLOCK = 1 << 16
_WAIT = 120.0
_VERIFY = "Run 'kashf verify' to see what was changed."


@dataclass(frozen=True)
class Draft:
    """What to record: an event, the SHA-256 of the item it is about, and details."""

    event: Event
    item: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """A line of the file: its number from 1, its bytes, where the next begins, whether it ended."""

    number: int
    content: bytes
    end: int
    whole: bool


def lines_of(path: Path, start: int = 0) -> Iterator[Line]:
    """The lines of ``path`` from the byte ``start`` on; of a line that is too long, its beginning."""
    with path.open("rb") as file:
        file.seek(start)
        number, end = 0, start
        while content := file.readline(LONGEST_LINE + 2):
            number += 1
            end += len(content)
            rest = content
            while not rest.endswith(b"\n") and (rest := file.readline(_BLOCK)):
                end += len(rest)
            whole = content.endswith(b"\n") or rest.endswith(b"\n")
            yield Line(number, content.removesuffix(b"\n"), end, whole)


def write_first(path: Path, key: SigningKey, by: str, details: Mapping[str, Any]) -> Entry:
    """Begin a log. Its first entry has the SHA-256 of the public key as its item."""
    item = hashlib.sha256(public_key_of(key)).hexdigest()
    entry = compose(key, None, "created", item=item, by=by, details=details)
    with path.open("xb") as file:
        file.write(entry.line())
        file.flush()
        os.fsync(file.fileno())
    return entry


class CustodyLog:
    """The log of a case.

    ``by`` is who acts unless :meth:`append` is told otherwise. ``listener`` is called under the
    lock with the new entries and the size of the file after them.
    """

    def __init__(self, path: Path, *, public_key: bytes, key_file: Path, by: str) -> None:
        self.path = path
        self.public_key = public_key
        self.key_file = key_file
        self.by = by
        self.listener: Callable[[Sequence[Entry], int], None] = lambda entries, end: None
        self._lock: BaseFileLock | None = None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else writes to the case meanwhile; may be nested."""
        from filelock import FileLock, Timeout

        if self._lock is None:
            self._lock = FileLock(self.path.with_name(".lock"), timeout=_WAIT)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise InputError(
                "Another process has been writing to the case for two minutes.",
                file=self.path.parent,
                hint="Wait until it is done, or end it, and try again.",
            ) from error
        except OSError as error:
            raise InputError(
                f"The case can't be locked for writing ({error.strerror}).", file=self.path.parent
            ) from error
        try:
            yield
        finally:
            self._lock.release()

    def signing_key(self) -> SigningKey:
        """The key of the case.

        Raises :class:`~kashf.errors.InputError` where it can't be read, and
        :class:`~kashf.errors.IntegrityError` for another key.
        """
        key = read_signing_key(self.key_file)
        if public_key_of(key) != self.public_key:
            raise IntegrityError(
                "This key is not that of the case: its public half is not in case.pub.",
                file=self.key_file,
                hint="Put the key of the case back; entries of another key would prove nothing.",
            )
        return key

    def append(
        self,
        event: Event,
        *,
        item: str | None = None,
        details: Mapping[str, Any] | None = None,
        by: str | None = None,
    ) -> Entry:
        """Record one event; it is on the disk when this returns.

        ``item`` is a SHA-256. Details hold text, whole numbers, truth values, lists and mappings.
        Raises :class:`~kashf.errors.IntegrityError` where the log no longer holds, and
        :class:`~kashf.errors.InputError` where the key or the disk fails.
        """
        return self.append_all([Draft(event, item, details or {})], by=by)[-1]

    def append_all(self, drafts: Sequence[Draft], *, by: str | None = None) -> list[Entry]:
        """As :meth:`append`, for several events with one write; all of them or, after a crash,
        the first few."""
        key = self.signing_key()
        with self.locked():
            try:
                with self.path.open("r+b") as file:
                    made, end = self._write(file, key, drafts, by or self.by)
            except OSError as error:
                raise InputError(
                    f"The custody log can't be written ({error.strerror}).", file=self.path
                ) from error
            self.listener(made, end)
        return made

    def _write(
        self, file: IO[bytes], key: SigningKey, drafts: Sequence[Draft], by: str
    ) -> tuple[list[Entry], int]:
        head, end, torn = self._mended(file)
        made: list[Entry] = []
        for draft in [*torn, *drafts]:
            made.append(compose(key, head, draft.event, item=draft.item, by=by,
                                details=draft.details))  # fmt: skip
            head = made[-1].head
        file.seek(end)
        file.write(b"".join(entry.line() for entry in made))
        # Over torn bytes first, then cut: whatever a crash leaves of them is set aside again.
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
        return made, file.tell()

    def _mended(self, file: IO[bytes]) -> tuple[Head, int, list[Draft]]:
        """The head, where the next entry goes, and what to record about bytes set aside."""
        last, end, size = self._last(file)
        if end == size:
            return last.head, end, []
        file.seek(end)
        torn = file.read(LONGEST_LINE + 1)
        try:
            entry = parse(torn)
        except ValueError:
            entry = None
        if entry is not None and entry.previous == last.hash and entry.signed_by(self.public_key):
            file.seek(size)
            file.write(b"\n")  # only its line end was missing
            return entry.head, size + 1, []
        file.seek(end)
        return last.head, end, [Draft("recovered", details=self._set_aside(file))]

    def _set_aside(self, file: IO[bytes]) -> dict[str, Any]:
        folder = self.path.parent / SET_ASIDE
        folder.mkdir(exist_ok=True)
        part = folder / ".part"
        digest, size = hashlib.sha256(), 0
        with part.open("wb") as out:
            while block := file.read(_BLOCK):
                digest.update(block)
                size += out.write(block)
            out.flush()
            os.fsync(out.fileno())
        part.replace(folder / digest.hexdigest())
        sync_folder(folder)
        sync_folder(self.path.parent)
        return {
            "what": "the log ended in bytes that are no whole entry",
            "sha256": digest.hexdigest(),
            "size": size,
        }

    def _last(self, file: IO[bytes]) -> tuple[Entry, int, int]:
        """The last whole entry, where it ends, and the size of the file."""
        size = file.seek(0, os.SEEK_END)
        end = _newline_before(file, size) + 1
        start = _newline_before(file, end - 1) + 1 if end else 0
        file.seek(start)
        try:
            entry = parse(file.read(max(0, end - 1 - start)))
            if not entry.signed_by(self.public_key):
                raise ValueError("it does not carry the signature of the case")
        except ValueError as error:
            raise IntegrityError(
                f"The last entry of the custody log doesn't hold: {error}.",
                file=self.path,
                hint=_VERIFY,
            ) from error
        return entry, end, size

    def head(self) -> Head:
        """The last whole entry. Raises :class:`~kashf.errors.IntegrityError` if it doesn't hold."""
        return self.tail()[0].head

    def tail(self) -> tuple[Entry, int]:
        """The last whole entry, and where it ends in the file, in bytes; errors as :meth:`head`."""
        try:
            with self.path.open("rb") as file:
                entry, end, _ = self._last(file)
        except FileNotFoundError as error:
            raise IntegrityError(
                "The custody log is missing.", file=self.path, hint="Put it back from a copy."
            ) from error
        return entry, end

    def entries(
        self, *, event: str | None = None, item: str | None = None, start: int = 0
    ) -> Iterator[Entry]:
        """The entries in order, from the byte ``start`` on; hashes are checked, links too.

        Raises :class:`~kashf.errors.IntegrityError` at the first that doesn't hold.
        """
        for entry, _ in self.read(start):
            if event in {None, entry.event} and item in {None, entry.item}:
                yield entry

    def read(self, start: int = 0) -> Iterator[tuple[Entry, int]]:
        """As :meth:`entries`, each with the byte where the next one begins."""
        before: Entry | None = None
        for line in lines_of(self.path, start):
            if not line.whole:
                return
            try:
                entry = parse(line.content)
                if before is not None and (entry.previous, entry.sequence) != (
                    before.hash,
                    before.sequence + 1,
                ):
                    raise ValueError(f"it does not follow entry {before.sequence}")
                if not entry.signed_by(self.public_key):
                    raise ValueError("it does not carry the signature of the case")
            except ValueError as error:
                where = line.number if start == 0 else None
                raise IntegrityError(
                    f"An entry of the custody log doesn't hold: {error}.",
                    file=self.path,
                    row=where,
                    hint=_VERIFY,
                ) from error
            yield entry, line.end
            before = entry


def _newline_before(file: IO[bytes], end: int) -> int:
    """Where the last line end before the byte ``end`` is; -1 if there is none."""
    while end > 0:
        start = max(0, end - _BLOCK)
        file.seek(start)
        found = file.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found
        end = start
    return -1
