"""Entries of a live page or a digest that begin with who speaks: ``10:18 - The mayor, Ilsa Morn: …``."""

from __future__ import annotations

from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.given import is_given

__all__ = ["FLASHES", "entry"]

_LONGEST = 12
_PLACES = frozenset({"prep", "timely", "adverb"})
_CREDITS = frozenset(
    {"مصدر", "مصادر", "كاتب", "محرر", "مصور", "مترجم", "ناشر", "مراجع", "معد", "مخرج"}
)
FLASHES = frozenset(
    {
        "عاجل",
        "تحديث",
        "خبر",
        "هام",
        "حصري",
        "بالفيديو",
        "بالصور",
        "متداول",
        "breaking",
        "update",
        "alert",
    }
)


def entry(scene: Scene, sentence: Range, end: int) -> Draft | None:
    """The statement of an entry that opens with a time, a bullet or a handle, a name and a colon.

    ``sentence`` begins a line. ``end`` is where the paragraph of the sentence ends: what stands behind an Arabic label runs to it.
    """
    words = scene.words
    lo, hi = sentence
    start = lo
    while start < hi and (
        words[start].kind == "n" or (words[start].kind == "s" and start not in scene.closing)
        or (words[start].fold in FLASHES and start + 1 < hi and words[start + 1].kind in "sh")
        or (words[start].raw[0] == "#" and start + 1 < hi and words[start + 1].raw != ":")
    ):  # fmt: skip
        start += 1
    if start >= hi:
        return None
    plain = start == lo and words[start].kind != "h"
    colons = scene.colons(start, min(hi, start + _LONGEST))
    if not colons or colons[0] + 1 >= hi:
        return None
    colon = colons[0]
    named = _without_place(scene, start, colon) if words[start].arabic else colon
    if plain and words[start].arabic and not _introduced(scene, start, named):
        return None
    if not _is_somebody(scene, start, named, flash=start > lo):
        return None
    close = scene.closing.get(colon + 1)
    if plain and not words[start].arabic and (close is None or close < hi - 2):
        return None  # without a time or bullet only `Chief engineer Oona Brandt: "…"`
    last = end if plain and words[start].arabic else hi
    content = scene.trim(colon + 1, min(close, hi) if close is not None else last)
    if content is None or content[1] - content[0] < (3 if plain else 2):
        return None
    return Draft(None, "says", content, speaker=(start, named), direct=True)


def _introduced(scene: Scene, start: int, end: int) -> bool:
    """Whether a role opens the label, or follows its first comma."""
    words = scene.words
    comma = next((k for k in range(start, end - 1) if words[k].raw in {"،", ","}), start)
    return "role" in words[start].tags or (comma > start and "role" in words[comma + 1].tags)


def _without_place(scene: Scene, start: int, colon: int) -> int:
    """The end of the name in ``العمدة لوتار، أمام البوابة`` or ``المتحدث باسم الشرطة للقناة``."""
    words = scene.words
    for k in range(start + 1, colon):
        word = words[k]
        if word.raw in {"،", ","} and k + 1 < colon and words[k + 1].tags & _PLACES:
            plain = not any(w.verb is not None or "act" in w.tags for w in words[k + 2 : colon])
            return k if plain else colon
        if (word.fold == "ل" and k + 1 in scene.closing) or (
            "clitic:ل" in word.tags and "body:outlet" in word.tags
        ):  # fmt: skip
            return k
        if word.base in {"عبر", "خلال", "عقب", "بعد", "قبل", "امام", "ردا", "تعليقا"} or ((
            ({"clitic:ل", "def"} <= word.tags and word.tags & {"body:outlet", "role"}) or word.base in {"لقناتنا", "لموقعنا", "لنا", "لوكالتنا"}
        ) and k == colon - 1):  # fmt: skip
            return k
    return colon


def _is_somebody(scene: Scene, start: int, end: int, *, flash: bool) -> bool:
    """Whether somebody is named; behind a picture or a time (``flash``) it may also be a body."""
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
        credit = first.base.removeprefix("ال") in _CREDITS
        alone = (
            (not flash or credit)
            and end - start == 1
            and not first.base.endswith(("نا", "هم", "ها"))
        )
        body = flash and "body" in first.tags
        return bool(first.tags & {"role"} and not alone) or body or is_given(first) or any(
            w.raw in {"،", ","} for w in words
        )  # fmt: skip
    named = words[-1].capital and end - start > 1
    return named and all(
        w.capital or w.tags & {"role", "det", "prep"} or w.raw == "," or not w.tags for w in words
    )
