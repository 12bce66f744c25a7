"""Lines of a page of a PDF, with Arabic and Hebrew put back in the order of reading."""

from __future__ import annotations

import ctypes
import unicodedata
from typing import Any

__all__ = ["Line", "lines"]

Line = tuple[str, float, float]
_Box = tuple[float, float, float, float]


def lines(text_page: Any) -> list[Line]:
    """Text, base (points from the bottom of the page) and size of letters of each line with text."""
    from pypdfium2 import raw

    found: list[Line] = []
    start = 0
    count = text_page.count_chars()
    codes = [raw.FPDFText_GetUnicode(text_page, index) for index in range(count)]
    x, y = ctypes.c_double(), ctypes.c_double()
    for end in range(count + 1):
        if end < count and codes[end] not in (10, 13):
            continue
        characters = [_character(code) for code in codes[start:end]]
        if any(_right_to_left(char) for char in characters):
            boxes = [_box(text_page, index) for index in range(start, end)]
            characters = _in_order(characters, boxes)
        if text := "".join(characters).strip():
            letters = (
                i
                for i in range(start, end)
                if codes[i] > 32 and not unicodedata.combining(_character(codes[i]))
            )
            first = next(letters, start)
            raw.FPDFText_GetCharOrigin(text_page, first, x, y)
            found.append((text, y.value, raw.FPDFText_GetFontSize(text_page, first)))
        start = end + 1
    return found


def _character(code: int) -> str:
    if code in {0xFFFE, 2}:  # what PDFium puts for the hyphen at the end of a line
        return "-"
    return chr(code) if 0 < code <= 0x10FFFF else "\ufffd"


def _right_to_left(char: str) -> bool:
    return char >= "\u0590" and unicodedata.bidirectional(char) in ("R", "AL")


def _box(text_page: Any, index: int) -> _Box:
    from pypdfium2 import raw

    sides = [ctypes.c_double() for _ in range(4)]  # left, right, bottom, top
    raw.FPDFText_GetCharBox(text_page, index, *sides)
    return sides[0].value, sides[1].value, sides[2].value, sides[3].value


def _in_order(characters: list[str], boxes: list[_Box]) -> list[str]:
    """PDFium turns a line round letter by letter: ligatures come out reversed, marks astray.

    Letters that share one box are one glyph (lam-alef); a mark belongs to the letter below it.
    """
    order: list[int] = []
    index = 0
    while index < len(characters):
        end = index + 1
        while (
            end < len(characters)
            and boxes[end] == boxes[index]
            and boxes[index][1] > boxes[index][0]
            and _right_to_left(characters[end])
            and _right_to_left(characters[index])
        ):
            end += 1
        order += reversed(range(index, end))
        index = end
    bases = [i for i in order if characters[i].strip() and not unicodedata.combining(characters[i])]
    after: dict[int, list[int]] = {}
    moved = set()
    for place, i in enumerate(order):
        if not unicodedata.combining(characters[i]):
            continue
        before = order[place - 1] if place else None
        if before is None or not characters[before].strip():
            middle = (boxes[i][0] + boxes[i][1]) / 2
            below = [b for b in bases if boxes[b][0] <= middle <= boxes[b][1]]
            if below:
                after.setdefault(below[0], []).append(i)
                moved.add(i)
    put: list[str] = []
    for i in order:
        if i not in moved:
            put += [characters[i], *(characters[mark] for mark in after.get(i, ()))]
    return put
