"""Paragraphs of plain text, as it stands."""

from __future__ import annotations

import re

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
    sample = data[:4096]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if b"\0" in sample and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        # UTF-16 without a mark has zeros on one side only
        return min(odd, even) == 0 and max(odd, even) > len(sample) // 8
    return len(_CONTROL.findall(text[:4096])) <= len(text[:4096]) // 20
