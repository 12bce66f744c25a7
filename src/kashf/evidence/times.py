"""Times of transcripts: written, and checked for what can't be."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kashf.evidence.texts import Part

__all__ = ["LISTED", "check_times", "clock", "milliseconds"]

LISTED = 20  # problems of one kind that are named one by one


def clock(ms: int, *, precise: bool = False) -> str:
    """``00:12:05``, or ``00:12:05.250`` when ``precise``; seconds are cut, not rounded."""
    sign, ms = ("-", -ms) if ms < 0 else ("", ms)
    minutes, rest = divmod(ms, 60_000)
    text = f"{sign}{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}"
    return f"{text}.{rest % 1000:03}" if precise else text


def milliseconds(seconds: object) -> int:
    """Whole milliseconds of a number of seconds.

    Raises :class:`ValueError` for anything else, and for what is not between -1 and 1 million hours.
    """
    if isinstance(seconds, bool) or not isinstance(seconds, int | float | str):
        raise ValueError(f"{seconds!r} is not a number of seconds")
    if isinstance(seconds, str) and not seconds.isascii():
        raise ValueError(f"{seconds!r} is not a number of seconds")
    value = float(seconds)
    if not -3.6e3 <= value <= 3.6e9:  # also false for nan
        raise ValueError(f"{seconds!r} seconds is not a time of a recording")
    return round(value * 1000)


def check_times(parts: Sequence[Part], duration_ms: int | None = None) -> tuple[str, ...]:
    """What can't be in the times of a transcript, with the segment; nothing is changed.

    Past the end of the sound (when ``duration_ms`` is known), negative, end before start, overlaps
    of one speaker, words outside of their segment or running backwards.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for index, part in enumerate(parts, start=1):
        for kind, text in _of_segment(index, part, duration_ms):
            found[kind].append(text)
    for text in _overlaps(parts):
        found["overlap"].append(text)
    notes = []
    for texts in found.values():
        notes += texts[:LISTED]
        if len(texts) > LISTED:
            notes.append(f"… and {len(texts) - LISTED:,} more like the last.")
    return tuple(notes)


def _span(start: int | None, end: int | None) -> str:
    return "–".join("?" if ms is None else clock(ms, precise=True) for ms in (start, end))


def _of_segment(number: int, part: Part, duration: int | None) -> Iterator[tuple[str, str]]:
    start, end, where = part.start_ms, part.end_ms, f"Segment {number}"
    times = _span(start, end)
    if start is None and end is None:
        yield "none", f"{where} has no times."
    elif start is None or end is None:
        yield "half", f"{where} has one time only ({times})."
    if min(start or 0, end or 0) < 0:
        yield "negative", f"{where} has a negative time ({times})."
    if start is not None and end is not None and end < start:
        yield "backwards", f"{where} ends before it starts ({times})."
    if duration is not None and max(start or 0, end or 0) > duration:
        yield (
            "past",
            f"{where} ({times}) is past the end of the sound ({clock(duration, precise=True)}).",
        )
    if part.words:
        yield from _of_words(where, part, duration)


def _of_words(where: str, part: Part, duration: int | None) -> Iterator[tuple[str, str]]:
    words = part.words
    odd = {
        "word backwards": ("end before they start", [w for w in words if w.end_ms < w.start_ms]),
        "word negative": ("have a negative time", [w for w in words if min(w.start_ms, w.end_ms) < 0]),
        "word past": (
            "are past the end of the sound",
            [w for w in words if duration is not None and max(w.start_ms, w.end_ms) > duration],
        ),
        "word outside": (
            "lie outside of their segment",
            [
                w
                for w in words
                if (part.start_ms is not None and w.start_ms < part.start_ms)
                or (part.end_ms is not None and w.end_ms > part.end_ms)
            ],
        ),
        "word order": (
            "start before the word in front of them",
            [b for a, b in itertools.pairwise(words) if b.start_ms < a.start_ms],
        ),
    }  # fmt: skip
    for kind, (text, bad) in odd.items():
        if bad:
            first = _span(bad[0].start_ms, bad[0].end_ms)
            yield kind, f"{where}: {len(bad)} of {len(words)} words {text} (the first: {first})."


def _overlaps(parts: Sequence[Part]) -> Iterator[str]:
    by_speaker: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, part in enumerate(parts, start=1):
        if part.speaker is not None and part.start_ms is not None and part.end_ms is not None:
            by_speaker[part.speaker].append((part.start_ms, part.end_ms, number))
    found = []
    for speaker, turns in by_speaker.items():
        turns.sort()
        last_end, last = turns[0][1], turns[0][2]
        for start, end, number in turns[1:]:
            if start < last_end:
                found.append((number, last, speaker, min(last_end, end) - start))
            if end > last_end:
                last_end, last = end, number
    for number, other, speaker, ms in sorted(found):
        length = f"for {ms / 1000:.3f} s" if ms > 0 else "in time"
        yield f"Segment {number} overlaps segment {other} of the same speaker, {speaker!r}, {length}."
