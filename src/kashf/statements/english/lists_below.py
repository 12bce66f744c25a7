"""Lists set below a sentence that ends with a colon: "We call on the board to:", and its demands line by line."""

from __future__ import annotations

from kashf.statements.draft import Scene

__all__ = ["list_below"]

_BULLETS = frozenset("•*·▪–—-")
_BLANK = 2
_LONGEST = 600


def list_below(scene: Scene, lo: int, hi: int) -> int:
    """The end of the last line of the list below the sentence from ``lo`` to ``hi``; ``hi`` without one.

    A line of a list has no list of its own, so that long lists are read once.
    """
    words, end, k = scene.words, hi, hi
    if lo + 2 >= len(words) or _marked(scene, lo):
        return hi
    while k < min(len(words), hi + _LONGEST):
        first = k
        while first < len(words) and words[first].kind == "\n" and first - k < _BLANK:
            first += 1
        if first == k or first + 2 >= len(words) or not _marked(scene, first):
            break
        k = first
        while k < len(words) and words[k].kind != "\n":
            k += 1
        end = k
    return end


def _marked(scene: Scene, k: int) -> bool:
    """Whether a line begins with a bullet or a number."""
    words = scene.words
    if words[k].raw in _BULLETS:
        return not scene.touching(k)
    if words[k].raw == "(":
        return words[k + 2].raw == ")"
    counted = words[k].kind == "n" or (words[k].kind == "w" and len(words[k].raw) == 1)
    return counted and words[k + 1].raw in {".", ")"} and scene.touching(k)
