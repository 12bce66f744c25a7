"""An addition: many files, good and bad, go into the store one by one and into the log in batches."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kashf.evidence.custody import Draft
from kashf.evidence.database import Item
from kashf.evidence.store import Received, Refused
from kashf.evidence.walking import Found

if TYPE_CHECKING:
    from kashf.evidence.case import Case

__all__ = ["Added", "Adding", "Refusal", "described"]

Progress = Callable[[str, int, "int | None"], None]

_BATCH = 64
_BATCH_SECONDS = 0.5


@dataclass(frozen=True)
class Refusal:
    """A file that was not taken in, and why."""

    path: Path
    reason: str


@dataclass
class Added:
    """What came of an addition: ``items``, each once, in the order of the files; ``again`` the
    numbers of those whose bytes were there already; ``refused`` with reasons."""

    items: list[Item] = field(default_factory=list)
    again: set[int] = field(default_factory=set)
    refused: list[Refusal] = field(default_factory=list)


def described(received: Received, name: str) -> dict[str, Any]:
    """What the log says of a file."""
    return {
        "name": name,
        "size": received.size,
        "media_type": received.media_type,
        "modified": received.modified.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }


class Adding:
    """One addition to ``case``; ``about`` is recorded with each file."""

    def __init__(
        self, case: Case, by: str, about: dict[str, Any], progress: Progress | None, total: int
    ) -> None:
        self._case, self._by, self._about = case, by, about
        self._progress, self._total, self._done = progress, total, 0
        self._drafts: list[Draft] = []
        self._since = time.monotonic()
        self._added = Added()

    def run(self, found: Sequence[Found]) -> Added:
        """Take in what was found; what can't be taken in is refused and the rest goes on."""
        self._case.log.signing_key()  # without it nothing could be recorded
        with self._case.log.locked():
            self._case.store.sweep()
            known = self._case.database.count()
        order: list[str] = []
        for one in found:
            digest = self._one(one)
            if digest is not None:
                order.append(digest)
        self._flush()
        items = {item.sha256: item for item in self._case.items()} if order else {}
        seen: set[str] = set()
        for digest in order:
            item = items[digest]
            if digest in seen or item.number <= known:
                self._added.again.add(item.number)
            if digest not in seen:
                self._added.items.append(item)
            seen.add(digest)
        return self._added

    def _one(self, found: Found) -> str | None:
        try:
            if found.reason is not None:
                raise Refused(found.reason)
            received = self._case.store.receive(found.path, self._step)
        except Refused as refusal:
            self._added.refused.append(Refusal(found.path, str(refusal)))
            return None
        details = self._about | described(received, found.path.name)
        if found.inside is not None:
            details["path"] = found.inside
        self._drafts.append(Draft("collected", received.sha256, details))
        if len(self._drafts) >= _BATCH or time.monotonic() - self._since > _BATCH_SECONDS:
            self._flush()
        return received.sha256

    def _step(self, count: int) -> None:
        self._done += count
        if self._progress is not None:
            self._progress("add", self._done, max(self._total, self._done))

    def _flush(self) -> None:
        if self._drafts:
            self._case.store.settle()
            self._case.log.append_all(self._drafts, by=self._by)
        self._drafts = []
        self._since = time.monotonic()
