"""Walks a custody log and says what is wrong with it, entry by entry."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from kashf.evidence.custody import Line, lines_of
from kashf.evidence.entries import Entry, Head, parse

__all__ = ["Chain"]


class Chain:
    """Entries that hold come out of :meth:`walk`; what is wrong goes to ``found``, a sentence each.

    ``public_key`` is that of the case, None where it is not known. ``names`` is how the file is
    called in sentences.
    """

    def __init__(
        self,
        path: Path,
        public_key: bytes | None,
        found: Callable[[str], None],
        *,
        name: str = "custody.jsonl",
    ) -> None:
        self.path = path
        self.name = name
        self.key_hash: str | None = None  # what the log says the key is
        self.torn = 0  # bytes after the last line end
        self.entries = 0
        self.last: Head | None = None
        self._found = found
        self._key = public_key
        self._hashes: dict[int, str] = {}
        self._missing: set[int] = set()
        self._expected = 1

    def walk(self) -> Iterator[tuple[Entry, int]]:
        """Entries whose content, place and signature hold, each with the byte where it ends."""
        for line in lines_of(self.path):
            if not line.whole:
                self.torn = len(line.content)
                self._say(
                    line,
                    f"the last {self.torn:,} bytes are no whole entry (an interrupted write, or "
                    "something added); the next addition to the case puts them aside",
                )
                continue
            entry: Entry | None
            try:
                entry = parse(line.content)
                good = True
            except ValueError as error:
                entry = self._damaged(line, str(error))
                good = False
            if entry is not None and self._placed(line, entry, edited=not good) and good:
                yield entry, line.end
        if self.entries == 0:
            self._found(f"{self.name}: it holds no entry")
        for low, high in _ranges(sorted(self._missing)):
            self._found(f"{self.name}: {_named(low, high)} missing")

    def _say(self, line: Line, what: str) -> None:
        self._found(f"{self.name}, line {line.number}: {what}")

    def _damaged(self, line: Line, reason: str) -> Entry | None:
        """What can still be told of an entry that was edited."""
        try:
            entry = parse(line.content, strict=False)
        except ValueError:
            self._say(line, f"this is no entry: {reason}")
            self._guess(line)
            return None
        self._say(line, f"entry {entry.sequence} ({entry.event}) was edited: {reason}")
        return entry

    def _guess(self, line: Line) -> None:
        """Keep count: a line that can't be read any more stands for the entry that is due."""
        try:
            sequence = json.loads(line.content)["sequence"]
        except (ValueError, KeyError, TypeError, RecursionError):
            sequence = self._expected
        if sequence == self._expected and line.content.strip():
            self._hashes[self._expected] = ""
            self._expected += 1
            self.entries += 1

    def _placed(self, line: Line, entry: Entry, *, edited: bool) -> bool:
        """Whether the entry stands where it belongs and is signed."""
        number = entry.sequence
        if number in self._hashes:
            again = "stands here again" if self._hashes[number] == entry.hash else (
                "stands here a second time with other content")  # fmt: skip
            self._say(line, f"entry {number} ({entry.event}) {again}")
            return False
        holds = True
        if number < self._expected:
            self._missing.discard(number)
            self._say(line, f"entry {number} ({entry.event}) is out of order")
            holds = False
        else:
            # An absurd number must not become a list of its size.
            gap = range(self._expected, min(number, self._expected + 1_000_000))
            self._missing.update(gap)
            self._expected = number + 1
        self._hashes[number] = entry.hash
        self.entries += 1
        self.last = entry.head
        if edited:
            return False
        return self._linked(line, entry) and self._signed(line, entry) and holds

    def _linked(self, line: Line, entry: Entry) -> bool:
        before = self._hashes.get(entry.sequence - 1)
        if entry.sequence == 1:
            before = "0" * 64
            self.key_hash = entry.item
            if entry.event != "created":
                self._say(line, "entry 1 does not begin a log")
        if before and before != entry.previous:
            self._say(
                line,
                f"entry {entry.sequence} ({entry.event}) does not follow entry "
                f"{entry.sequence - 1}: it names another entry before it",
            )
            return False
        return True

    def _signed(self, line: Line, entry: Entry) -> bool:
        if self._key is None or entry.signed_by(self._key):
            return True
        self._say(
            line, f"entry {entry.sequence} ({entry.event}) is not signed with the key of the case"
        )
        return False

    def check_key(self, file: str) -> None:
        """Compare the public key with what the first entry says; call after :meth:`walk`."""
        if self._key is None or self.key_hash is None:
            return
        if hashlib.sha256(self._key).hexdigest() != self.key_hash:
            self._found(f"{file}: this is not the public key that the custody log began with")

    def check_heads(self, heads: Sequence[Head]) -> None:
        """Compare with heads that were kept; call after :meth:`walk`."""
        for head in heads:
            known = self._hashes.get(head.sequence)
            if known is None and head.sequence >= self._expected:
                self._found(
                    f"{self.name}: it is cut off: it ends with entry {self._expected - 1}, and the "
                    f"head that was kept is entry {head.sequence}"
                )
            elif known != head.hash:
                self._found(
                    f"{self.name}: entry {head.sequence} is not the one of the head that was kept: "
                    "the log was rewritten"
                )


def _ranges(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    low = high = None
    for number in numbers:
        if high is not None and number == high + 1:
            high = number
            continue
        if low is not None and high is not None:
            yield low, high
        low = high = number
    if low is not None and high is not None:
        yield low, high


def _named(low: int, high: int) -> str:
    return f"entry {low} is" if low == high else f"entries {low} to {high} are"
