"""The turns of a transcript or an interview, in the layouts in which people write them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass

from kashf.statements.draft import Range
from kashf.statements.layout import lines
from kashf.statements.tokens import Tokens, fold

__all__ = ["Turn", "turns"]

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_TIME = rf"[\[(]?{_CLOCK}(?:[ \t]*(?:-->|[-–—])[ \t]*{_CLOCK})?[\])]?"
_BEFORE = rf"[ \t]*(?:[-–—•*][ \t]+)?(?:\[[^\W\d][^\[\]\n]{{0,24}}\][ \t]*)?(?:{_TIME}[ \t]*[-–—]?[ \t]*)?"
_NAME = r"[^\W\d_][^\n:：\[\]()«»\"“”!?؟؛;*_<>]{0,48}?"
_ASIDE = r"(?:[ \t]*[\[(][^\[\]()\n]{1,30}[\])])?"
# How a label is told from what is said, behind a sign without which a line has none of the kind. A
# layout is taken only where its labels repeat.
_LAYOUTS = tuple(
    (re.compile(sign), re.compile(pattern))
    for sign, pattern in (
        (  # Name: …   **Name:** …   «Name» (on the phone): …   Q1. …
            r"[:：QA](?:(?<=[:：])|\d{0,2}\.)",
            rf"{_BEFORE}[*_]{{0,3}}[«\"“]?(?P<label>{_NAME})[»\"”]?[*_]{{0,3}}{_ASIDE}[ \t]*"
            r"(?:(?<!\d)[:：](?!//)|(?<=\d)[:：](?!\d)|(?:(?<=\bQ)|(?<=\bA)|(?<=\b[QA]\d)|(?<=\b[QA]\d\d))\.(?=[ \t]))[*_]{0,3}",
        ),
        (r"[-–—][ \t]", rf"{_BEFORE}(?P<label>{_NAME}){_ASIDE}[ \t]+[-–—][ \t]+(?=\S)"),  # Name — …
        (
            r"[\[<]",
            rf"[ \t]*(?:{_TIME}[ \t]*)?[\[<](?P<label>{_NAME})[\]>][ \t]+(?=\S)",
        ),  # [Name] …
        (
            r"\.(?<=[A-Z]\.)[ \t]",
            r"[ \t]*(?P<label>[A-Z][A-Z.'’ \-]{0,40}[A-Z])\.[ \t]+(?=\S)",
        ),  # THE CHAIR. …
        (r"[QAسج]\d{0,2}[ \t]", r"[ \t]*(?P<label>[QAسج]\d{0,2})[ \t]+(?=\S)"),  # Q …
        (  # Name  0:12⏎
            r":\d\d",
            rf"[ \t]*[*_]{{0,3}}(?P<label>{_NAME})[*_]{{0,3}}[ \t]+{_TIME}[ \t]*(?=\n)",
        ),
    )
)
_MOST_WORDS = 5  # of a label
_NUMBERED = re.compile(r"(?<=^[QAسج])\d+$")
_I = frozenset([
    "i", "i'm", "i've", "i'd", "i'll", "me", "my", "mine", "we", "we're", "we've", "we'd", "us", "our",
    "انا", "نحن", "احنا", "لي", "لنا", "عندي", "عندنا", "معي", "معنا", "كنت", "كنا",
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a transcript: characters of its label and of what is said, and the tokens of it."""

    label: Range | None
    speaker: str
    said: Range
    tokens: Range


@dataclass(frozen=True, slots=True)
class _Row:
    label: Range
    said: Range
    name: str
    line: int


def turns(tokens: Tokens) -> list[Turn]:
    """The turns of a transcript; empty where the text is none.

    At least four labels of which two repeat or exchange, on most of the labelled lines; or one label
    that answers the questions above it.
    """
    rows = lines(tokens.text)
    kept: list[_Row] = []
    starts = [a for a, _ in rows]
    for sign, layout in _LAYOUTS:
        signed = {bisect_right(starts, at.start()) - 1 for at in sign.finditer(tokens.text)}
        labelled = _labelled(tokens.text, rows, sorted(signed), layout)
        if len(labelled) > len(kept):
            kept = labelled
    return _cut(tokens, rows, kept)


def _labelled(
    text: str, rows: list[Range], signed: list[int], layout: re.Pattern[str]
) -> list[_Row]:
    found = []
    for line in signed:
        start, end = rows[line]
        match = layout.match(text, start, min(end + 1, len(text)))
        if match is not None and len(match["label"].split()) <= _MOST_WORDS:
            name = _NUMBERED.sub("", match["label"].strip())
            found.append(_Row(match.span("label"), (match.end(), end), name, line))
    counts = Counter(row.name for row in found)
    repeated = {name for name, n in counts.items() if n > 1}
    places = [n for n, row in enumerate(found) if row.name in repeated]
    kept = found[_first(found, places[0]) : places[-1] + 1] if places else []
    if sum(counts[name] for name in repeated) < len(kept) * 0.6:
        return []
    if len(repeated) >= 2:
        return kept if len(kept) >= 4 else []
    return kept if len(kept) >= 3 and _answers(text, rows, kept) else []


def _first(found: list[_Row], n: int) -> int:
    """The first label: of those who open with their full names, in the lines right before."""
    while n > 0 and found[n].line - found[n - 1].line == 1:
        n -= 1
    return n


def _answers(text: str, rows: list[Range], kept: list[_Row]) -> bool:
    """Whether lines under one label answer questions that have none, as in many interviews."""
    row_starts = [a for a, _ in rows]
    asked = 0
    for row in kept:
        n = bisect_right(row_starts, row.label[0]) - 2
        asked += n >= 0 and _asks(text[slice(*rows[n])])
    return asked >= len(kept) * 0.6


def _asks(text: str) -> bool:
    return text.rstrip('*_"”» \t\r')[-1:] in {"?", "؟"}


def _goes_on(text: str) -> bool:
    """Whether a paragraph without a label is still the speaker's, not the narrator's or a question."""
    return not _asks(text) and not _I.isdisjoint(fold(text).split())


def _cut(tokens: Tokens, rows: list[Range], kept: list[_Row]) -> list[Turn]:
    """Turns run to the next label. After a blank line, a line without a label ends the last one,
    unless another label follows and somebody says "I" in it."""
    text = tokens.text
    row_starts = [a for a, _ in rows]
    alone = len({row.name for row in kept}) == 1
    found = []
    for n, row in enumerate(kept):
        last = n + 1 == len(kept)
        limit = len(text) if last else kept[n + 1].label[0]
        end = row.said[1]
        spoken = bool(text[row.said[0] : end].strip(" \t*_"))
        for n_row in range(bisect_right(row_starts, row.said[0]), len(rows)):
            a, b = rows[n_row]
            if a > limit or (a <= limit <= b and not last):
                break
            if alone and _asks(text[a:b]):
                break
            apart = spoken and text[end:a].count("\n") > 1
            if apart and (last or not _goes_on(text[a:b])):
                break
            if text[a:b].lstrip()[:1] in {"[", "("}:
                break
            end, spoken = b, True
        start = row.said[0]
        while start < end and (text[start].isspace() or text[start] in "*_"):
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            first, after = bisect_left(tokens.starts, start), bisect_left(tokens.starts, end)
            found.append(Turn(row.label, row.name, (start, end), (first, after)))
    return found
