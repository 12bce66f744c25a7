"""A text that may be shown: where something was hidden in it, and where the rest came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from kashf.dossier._shapes import PartLike

__all__ = [
    "BAR",
    "Mark",
    "Place",
    "Veiled",
    "VeiledText",
    "at_parts",
    "merged",
    "plain",
    "replaced",
]

BAR = "██████"


@dataclass(frozen=True, slots=True)
class Mark:
    """``text[start:end]`` of a :class:`Veiled` stands for something hidden.

    ``redaction`` is its number from 1; a pseudonym has none.
    """

    start: int
    end: int
    kind: Literal["bar", "alias"]
    redaction: int | None = None


@dataclass(frozen=True, slots=True)
class Veiled:
    """A text that may be shown."""

    text: str
    marks: tuple[Mark, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def barred(self) -> bool:
        """Whether something in it is redacted."""
        return any(mark.kind == "bar" for mark in self.marks)

    def cut(self, start: int, end: int) -> Veiled:
        """The characters from ``start`` to ``end``, which must not cut a mark."""
        marks = tuple(
            Mark(mark.start - start, mark.end - start, mark.kind, mark.redaction)
            for mark in self.marks
            if start <= mark.start and mark.end <= end
        )
        return Veiled(self.text[start:end], marks)

    def json(self) -> object:
        """The text; where something is redacted, an object with the text and the bars."""
        if not self.barred:
            return self.text
        bars = [
            {"start": mark.start, "end": mark.end, "redaction": mark.redaction}
            for mark in self.marks
            if mark.kind == "bar"
        ]
        return {"text": self.text, "redacted": bars}


def plain(text: str) -> Veiled:
    """A text that Kashf itself wrote; nothing of the user's may come this way."""
    return Veiled(text)


@dataclass(frozen=True, slots=True)
class VeiledText:
    """The text of an item as it may be shown, and where its characters came from."""

    shown: Veiled
    _starts: tuple[int, ...]  # of what is hidden, in the original
    _ends: tuple[int, ...]
    _new: tuple[int, ...]  # where it begins in what is shown
    _new_ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the original characters ``start`` to ``end`` are shown; marks are taken whole."""
        return self._place(start, True), max(self._place(end, False), self._place(start, True))

    def hides(self, start: int, end: int, *, bars: bool = True) -> bool:
        """Whether a redaction (``bars``), or anything at all, hides part of the original span."""
        at = bisect_right(self._ends, start)
        while at < len(self._starts) and self._starts[at] < end:
            if not bars or self.shown.marks[at].kind == "bar":
                return True
            at += 1
        return False

    def _place(self, at: int, first: bool) -> int:
        before = bisect_right(self._starts, at if first else at - 1) - 1
        if before < 0:
            return at
        if at < self._ends[before] or (not first and at <= self._ends[before]):
            return self._new[before] if first else self._new_ends[before]
        return self._new_ends[before] + at - self._ends[before]


@dataclass(frozen=True, slots=True)
class Place:
    """Something to hide at ``[start:end]``: by a redaction, or behind ``alias``."""

    start: int
    end: int
    redaction: int | None
    alias: str = ""


def merged(text: str, places: list[Place]) -> list[Place]:
    """In order and apart. A bar swallows what it touches, and the next bar but for blanks."""
    out: list[Place] = []
    for place in sorted(places, key=lambda place: (place.start, -place.end)):
        last = out[-1] if out else None
        if last is None or place.start >= last.end:
            near = (
                last is not None
                and last.redaction is not None
                and last.redaction == place.redaction
                and not text[last.end : place.start].strip()
            )
            if not near:
                out.append(place)
                continue
        assert last is not None
        bar = last.redaction or place.redaction
        out[-1] = Place(last.start, max(last.end, place.end), bar, "" if bar else last.alias)
    return out


def at_parts(text: str, places: list[Place], parts: Iterable[PartLike]) -> list[Place]:
    """``places`` divided where a paragraph or segment ends."""
    bounds = sorted({at for part in parts for at in (part.start, part.end)})
    out: list[Place] = []
    for place in places:
        inner = bounds[bisect_right(bounds, place.start) : bisect_right(bounds, place.end - 1)]
        alias = place.alias
        for start, end in pairwise([place.start, *inner, place.end]):
            if text[start:end].strip():
                out.append(Place(start, end, place.redaction, alias))
                alias = ""
    return out


def replaced(text: str, places: list[Place]) -> VeiledText:
    """``text`` with bars and pseudonyms at ``places``."""
    pieces: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for place in places:
        kept = text[at : place.start]
        by = BAR if place.redaction is not None else place.alias
        start = length + len(kept)
        kind: Literal["bar", "alias"] = "bar" if place.redaction is not None else "alias"
        marks.append(Mark(start, start + len(by), kind, place.redaction))
        pieces += [kept, by]
        at, length = place.end, start + len(by)
    pieces.append(text[at:])
    return VeiledText(
        Veiled("".join(pieces), tuple(marks)),
        tuple(place.start for place in places),
        tuple(place.end for place in places),
        tuple(mark.start for mark in marks),
        tuple(mark.end for mark in marks),
    )
