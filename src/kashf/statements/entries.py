"""Entries of a live page or a digest that begin with who speaks: ``10:18 - The mayor, Ilsa Morn: …``."""

from __future__ import annotations

from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.given import is_given

__all__ = ["FLASHES", "entry"]

_LONGEST = 12
FLASHES = frozenset({"عاجل", "تحديث", "خبر", "breaking", "update", "alert"})


def entry(scene: Scene, sentence: Range) -> Draft | None:
    """The statement of an entry that opens with a time, a bullet or a handle, a name and a colon."""
    words = scene.words
    lo, hi = sentence
    if lo > 0 and words[lo - 1].kind != "\n":
        return None
    start = lo
    while start < hi and (
        words[start].kind == "n" or (words[start].kind == "s" and start not in scene.closing)
        or (words[start].fold in FLASHES and start + 1 < hi and words[start + 1].kind == "s")
    ):  # fmt: skip
        start += 1
    if start >= hi:
        return None
    plain = start == lo and words[start].kind != "h"
    if plain and words[start].arabic and "role" not in words[start].tags:
        return None
    signs = scene.signs(start, min(hi, start + _LONGEST))
    colon = next((k for k in signs if words[k].raw == ":"), None)
    if colon is None or colon + 1 >= hi or not _is_somebody(scene, start, colon):
        return None
    close = scene.closing.get(colon + 1)
    if plain and not words[start].arabic and (close is None or close < hi - 2):
        return None  # without a time or bullet only `Chief engineer Oona Brandt: "…"`
    content = scene.trim(colon + 1, min(close, hi) if close is not None else hi)
    if content is None or content[1] - content[0] < (4 if plain else 2):
        return None
    return Draft(None, "says", content, speaker=(start, colon), direct=True)


def _is_somebody(scene: Scene, start: int, end: int) -> bool:
    words = scene.words[start:end]
    first = words[0]
    if first.kind == "h":
        return end - start == 1
    if any(w.kind not in "wh" and w.raw not in {",", "،", "-"} for w in words):
        return False
    if any(
        ("act" in w.tags and "prep" not in w.tags)
        or (w.verb is not None and not w.tags & {"role"} and not w.capital)
        for w in words
    ):
        return False
    if first.arabic:
        return bool(first.tags & {"role"} and end - start > 1) or is_given(first)
    named = words[-1].capital and end - start > 1
    return named and all(
        w.capital or w.tags & {"role", "det", "prep"} or w.raw == "," or not w.tags for w in words
    )
