"""What WebVTT and SRT share: times, and text without its tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from kashf.evidence.formats import Source

__all__ = ["Piece", "add_words", "blocks", "cue_time", "find_words", "one_line"]

Piece = tuple[str, int | None]
_TIME = re.compile(r"(-?)(?:(\d{1,6}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})", re.ASCII)
_SPACES = re.compile(r"\s+")


def cue_time(text: str, source: Source, line: int) -> int:
    """Milliseconds of ``00:01:02.345``, ``01:02.345`` or with a comma."""
    match = _TIME.fullmatch(text.strip())
    if match is None or int(match[3]) > 59 or int(match[4]) > 59:
        raise source.error(
            f"{text.strip()[:40]!r} is not a time.", line=line, hint="Write e.g. 00:01:02.345."
        )
    seconds = int(match[2] or 0) * 3600 + int(match[3]) * 60 + int(match[4])
    return (seconds * 1000 + int(match[5].ljust(3, "0"))) * (-1 if match[1] else 1)


def blocks(text: str) -> list[tuple[int, list[str]]]:
    """Runs of lines between blank lines, each with the number of its first line."""
    found: list[tuple[int, list[str]]] = []
    fresh = True
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            fresh = True
            continue
        if fresh:
            found.append((number, []))
            fresh = False
        found[-1][1].append(line)
    return found


def one_line(text: str) -> str:
    """``text`` with each run of white space, also a break of lines, as one space."""
    return _SPACES.sub(" ", unescape(text)).strip()


def find_words(
    text: str, words: Sequence[tuple[str, int, int]]
) -> tuple[list[tuple[int, int, int, int]], int]:
    """Offsets and times of ``words`` (text and times), found in ``text`` one after the other.

    Also how many don't stand there.
    """
    found, missing, position = [], 0, 0
    for spoken, start_ms, end_ms in words:
        word = spoken.strip()
        at = text.find(word, position) if word else -1
        if at < 0:
            missing += 1
            continue
        position = at + len(word)
        found.append((at, position, start_ms, end_ms))
    return found, missing


def add_words(
    pieces: Sequence[Piece], start: int, end: int
) -> tuple[str, list[tuple[int, int, int, int]]]:
    """One text of pieces that each begin at a time (if told), and their words."""
    text, spans = "", []
    for piece, time in pieces:
        clean = _SPACES.sub(" ", unescape(piece))
        if text.endswith(" ") or not text:
            clean = clean.lstrip()
        spans.append((len(text), len(text) + len(clean.rstrip()), time))
        text += clean
    words = []
    timed = any(time is not None for _, _, time in spans)
    for index, (low, high, time) in enumerate(spans):
        if timed and high > low:
            following = next((t for _, _, t in spans[index + 1 :] if t is not None), end)
            words.append((low, high, start if time is None else time, following))
    return text.rstrip(), words
