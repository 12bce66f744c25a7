"""Addresses of spans, written and read; the two sides of :class:`~kashf.evidence.texts.Text`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kashf.errors import InputError
from kashf.evidence.texts import Part, Text, Word
from kashf.evidence.times import clock

__all__ = ["address", "resolve"]

_POINT = r"(?:p\.\s*(\d{1,9})\s*)?(?:¶\s*(\d{1,9})(?::(\d{1,9}))?)?"
_PLACE = re.compile(rf"{_POINT}(?:\s*[–—-]\s*(?:{_POINT}|(\d{{1,9}})))?", re.ASCII)
_CLOCK = r"(-?)(\d{2,7}):([0-5]\d):([0-5]\d)(?:[.,](\d{3}))?"
_TIME = re.compile(rf"{_CLOCK}(?:\s*[–—-]\s*{_CLOCK})?", re.ASCII)


def address(text: Text, start: int, end: int, *, exact: bool) -> str:
    """See :meth:`Text.address`."""
    if not 0 <= start <= end <= len(text.text):
        raise ValueError(f"{start} to {end} is not a span of a text of {len(text.text)} characters")
    if not text.parts:
        return "(no text)"
    first, last = _touched(text, start, end)
    if exact:
        return _exact(text, first, last, start, end)
    parts = text.parts[first : last + 1]
    times = list(_times(parts, start, end)) if text.kind == "transcript" else []
    known = [time for time in times if time is not None]
    if known and len(known) == len(times):
        low, high = known[0]  # alone it is shown as it is: an impossible time is never mended
        if len(known) > 1:
            low, high = min(min(time) for time in known), max(max(time) for time in known)
        return f"{clock(low // 1000 * 1000)}–{clock(-(-high // 1000) * 1000)}"
    head, tail = parts[0], parts[-1]
    if head is tail:
        return _label(head)
    if head.page != tail.page:
        return f"{_label(head)}–{_label(tail)}"
    return f"{_label(head)}–{tail.number}"


def _touched(text: Text, start: int, end: int) -> tuple[int, int]:
    """First and last part that the span touches, else the part before it."""
    starts = text._starts
    before = max(bisect_right(starts, start) - 1, 0)
    first = before
    if text.parts[before].end <= start and before + 1 < len(starts) and starts[before + 1] < end:
        first = before + 1
    return first, max(first, bisect_right(starts, max(end - 1, start)) - 1)


def _exact(text: Text, first: int, last: int, start: int, end: int) -> str:
    head, tail = text.parts[first], text.parts[last]
    low = max(start - head.start, 0) + 1
    high = max(end - tail.start, 0)
    if head is tail:
        return f"{_label(head)}:{low}–{max(high, low)}"
    return f"{_label(head)}:{low}–{_label(tail)}:{max(high, 1)}"


def _label(part: Part) -> str:
    return f"¶{part.number}" if part.page is None else f"p. {part.page} ¶{part.number}"


def _owned(part: Part) -> Iterator[tuple[int, int, Word]]:
    """Each word with the characters up to the next one, so that all of the part has a time."""
    words = part.words
    for index, word in enumerate(words):
        start = part.start if index == 0 else word.start
        yield start, words[index + 1].start if index + 1 < len(words) else part.end, word


def _times(parts: tuple[Part, ...], start: int, end: int) -> Iterator[tuple[int, int] | None]:
    for part in parts:
        low, high = max(start, part.start), min(max(end, start + 1), part.end)
        words = [word for a, b, word in _owned(part) if a < high and b > low]
        if words:
            yield from ((word.start_ms, word.end_ms) for word in words)
        elif part.start_ms is None or part.end_ms is None:
            yield None
        else:
            yield part.start_ms, part.end_ms


def resolve(text: Text, citation: str) -> tuple[int, int]:
    """See :meth:`Text.resolve`."""
    citation = citation.strip()
    if match := _TIME.fullmatch(citation):
        return _at_time(text, citation, match)
    match = _PLACE.fullmatch(citation)
    if match is None or (match[1] is None and match[2] is None):
        raise InputError(
            f"{citation!r} is not an address.",
            hint="Write e.g. ¶4, ¶4–6, p. 2 ¶1 or 00:12:05–00:12:31.",
        )
    return _at_place(text, citation, match)


def _nowhere(citation: str, text: Text) -> InputError:
    parts = "segments" if text.kind == "transcript" else "paragraphs"
    return InputError(f"{citation!r} leads nowhere: the text has {len(text.parts):,} {parts}.")


def _at_place(text: Text, citation: str, match: re.Match[str]) -> tuple[int, int]:
    page, number, column, page_2, number_2, column_2, plain = (
        None if group is None else int(group) for group in match.groups()
    )
    ranged = any(value is not None for value in (page_2, number_2, plain))
    first = _find(text, page, number)
    if not first:
        raise _nowhere(citation, text)
    if plain is not None and column is not None:  # ¶4:13–30
        last, column_2 = first, plain
    elif plain is not None and number is None:  # p. 2–3
        last = _find(text, plain, None)
    elif ranged:
        last = _find(text, page if page_2 is None else page_2, number_2 or plain)
    else:
        last, column_2 = first, column
    if not last or last[-1].start < first[0].start:
        raise _nowhere(citation, text)
    start = first[0].start + (column - 1 if column else 0)
    end = last[-1].start + column_2 if column_2 else last[-1].end
    if not first[0].start <= start <= end <= len(text.text):
        raise _nowhere(citation, text)
    return start, end


def _find(text: Text, page: int | None, number: int | None) -> list[Part]:
    """Parts of that page and number; numbers begin anew on each page."""
    return [
        part
        for part in text.parts
        if part.page == page and (number is None or part.number == number)
    ]


def _ms(groups: tuple[str | None, ...]) -> int:
    sign, hours, minutes, seconds, rest = groups
    ms = (int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)) * 1000
    return (ms + int(rest or 0)) * (-1 if sign else 1)


def _at_time(text: Text, citation: str, match: re.Match[str]) -> tuple[int, int]:
    groups = match.groups()
    start = _ms(groups[:5])
    end = start if groups[6] is None else _ms(groups[5:])
    if text.kind != "transcript":
        raise InputError(f"{citation!r} is a time, and this text is a document.")
    spans = []
    for part in text.parts:
        if part.words:
            spans += [(a, b) for a, b, w in _owned(part) if _meet(w.start_ms, w.end_ms, start, end)]
        elif (
            part.start_ms is not None
            and part.end_ms is not None
            and _meet(part.start_ms, part.end_ms, start, end)
        ):
            spans.append((part.start, part.end))
    if not spans:
        raise InputError(f"{citation!r} leads nowhere: nothing is said at that time.")
    return min(a for a, _ in spans), max(b for _, b in spans)


def _meet(start: int, end: int, low: int, high: int) -> bool:
    """Whether two spans of time overlap; impossible ones are taken from their lower end."""
    start, end = min(start, end), max(start, end)
    low, high = min(low, high), max(low, high)
    if start == end or low == high:
        return start <= high and end >= low
    return start < high and end > low
