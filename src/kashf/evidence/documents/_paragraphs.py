"""Paragraphs of plain text, as it stands."""

from __future__ import annotations

import re

from kashf.evidence.decoding import bom, utf_16
from kashf.evidence.texts import Part

__all__ = ["of_text", "plain_sniff"]

_BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def of_text(text: str) -> list[Part]:
    """Runs of lines between blank lines; in a text without blank lines, each line.

    Spaces around a paragraph are not part of it.
    """
    body = text.strip()
    pattern = _BLANK if _BLANK.search(body) else re.compile(r"\n")
    parts: list[Part] = []
    position = 0
    for end, following in [(m.start(), m.end()) for m in pattern.finditer(text)] + [(len(text), 0)]:
        piece = text[position:end]
        if stripped := piece.strip():
            start = position + len(piece) - len(piece.lstrip())
            parts.append(Part(start=start, end=start + len(stripped), number=len(parts) + 1))
        position = following
    return parts


def plain_sniff(data: bytes, text: str) -> bool:
    """Whether the beginning of a file looks like text at all."""
    if not data:
        return True
    if b"\0" in data[:4096] and bom(data) is None:
        return utf_16(data) is not None
    return utf_16(data) is not None or len(_CONTROL.findall(text[:4096])) <= len(text[:4096]) // 20
