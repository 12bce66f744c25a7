"""Whom a text names as its author, and whom an interview is with."""

from __future__ import annotations

from kashf.statements.draft import Range
from kashf.statements.mentions import Reader
from kashf.statements.rules import Reading
from kashf.statements.tokens import Word, fold

__all__ = ["author", "interviewee"]

_TOP = 6  # paragraphs that may hold a byline
_SHORT = 12
_BY = {fold("بقلم"), "by"}
_LETTER = {fold(w) for w in ("رسالة", "letter", "dear", "عزيزي", "عزيزتي", "أعزائي")}
_TALK = {
    fold(w)
    for w in ("talk", "interview", "conversation", "questions", "q&a", "call", "voicemail", "حوار", "مقابلة",
              "لقاء", "حديث", "مكالمة", "أسئلة")
}  # fmt: skip
_WITH = {fold(w) for w in ("with", "to", "from", "for", "مع", "إلى", "من")}


def _heads(reading: Reading) -> list[Range]:
    return [p for p in sorted(reading.paragraphs) if p[0] < p[1]]


def _name(reader: Reader, start: int, end: int) -> Range | None:
    """The name that a stretch of words is; None if it is more, or a body's."""
    seen = reader.look((start, end))
    whole = seen.name is not None and seen.name[1] == end
    if not whole or seen.thing or seen.role or seen.article or seen.name is None:
        return None
    if seen.name[1] - seen.name[0] < 2 or any(
        w.tags & {"role", "prep"} for w in reader.words[start:end]
    ):
        return None
    return seen.name


def author(reading: Reading, reader: Reader) -> Range | None:
    """The name in the byline, or under a letter; None where the text names none or several."""
    words, parts = reading.tokens.words, _heads(reading)
    found: list[Range] = []
    for start, end in parts[:_TOP]:
        if words[start].fold in _BY and end - start <= _SHORT:
            k = start + 1
            while k < end and words[k].kind == "s":
                k += 1
            stop = next(
                (q for q in range(k, end) if words[q].kind == "s" and words[q].raw not in "-’'."),
                end,
            )
            name = _name(reader, k, stop) if k < stop else None
            if name is not None:
                found.append(name)
    if not found and len(parts) > 2 and not reading.turns and any(
        w.fold in _LETTER for a, b in parts[:3] for w in words[a:b][:_SHORT]
    ):  # fmt: skip
        start, end = parts[-1]
        if 2 <= end - start <= 4 and all(
            w.kind == "w" and w.verb is None for w in words[start:end]
        ):
            name = _name(reader, start, end)
            if name is not None:
                found.append(name)
    return found[0] if len(found) == 1 else None


def _capitals(words: list[Word], k: int, end: int) -> int:
    while k < end and words[k].kind == "w" and words[k].capital:
        k += 1
    return k


def interviewee(reading: Reading, reader: Reader) -> Range | None:
    """The one whom the head of an interview names: "a talk with X", ``حوار مع X``."""
    words = reading.tokens.words
    if not reading.turns:
        return None
    first = reading.turns[0].tokens[0]
    found: dict[tuple[str, ...], Range] = {}
    for start, end in _heads(reading)[:_TOP]:
        for k in range(start, min(end, first) - 2):
            if words[k].fold in _WITH and any(
                w.fold in _TALK for w in words[max(start, k - 2) : k]
            ):
                stop = _capitals(words, k + 1, end)
                if words[k + 1].arabic:
                    stop = min(end, k + 3)
                name = _name(reader, k + 1, stop) if stop > k + 2 else None
                if name is not None:
                    found.setdefault(tuple(w.base for w in words[name[0] : name[1]]), name)
    return next(iter(found.values())) if len(found) == 1 else None
