"""Lists set below a sentence that ends with a colon: "We call on the board to:", and its demands line by line."""

from __future__ import annotations

from kashf.statements.draft import Range, Scene

__all__ = ["list_below", "owner_above"]

_BULLETS = frozenset("•*·▪–—-")
_BLANK = 2
_LONGEST = 600
_LONGEST_HEADER = 8


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


def owner_above(scene: Scene, lo: int) -> Range | None:
    """Who says what the item at ``lo`` says, if the line above its list is no more than a subject.

    "WE THEREFORE" or "The assembly:", and below it "- demand that …".
    """
    words, k = scene.words, lo
    if not _marked(scene, lo):
        return None
    while k > 0 and lo - k < _LONGEST:
        end = k
        while end > 0 and words[end - 1].kind == "\n":
            end -= 1
        k = end
        while k > 0 and words[k - 1].kind != "\n" and end - k < _LONGEST:
            k -= 1
        if k == end or not _marked(scene, k):
            return _subject_alone(scene, k, end)
    return None


def _subject_alone(scene: Scene, first: int, end: int) -> Range | None:
    words = scene.words
    if first < end and words[end - 1].raw in {":", ","}:
        end -= 1
    while first < end and words[end - 1].kind == "w" and "adverb" in words[end - 1].tags:
        end -= 1
    if not first < end <= first + _LONGEST_HEADER:
        return None
    if any(
        w.kind != "w" or w.verb is not None or w.tags & {"aux", "do", "modal", "bound"}
        for w in words[first:end]
    ):
        return None
    pronoun = end - first == 1 and words[first].fold in {"we", "i", "they"}
    somebody = "det" in words[first].tags and any("role" in w.tags for w in words[first:end])
    return (first, end) if pronoun or somebody else None
