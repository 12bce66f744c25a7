"""Paragraphs, quotation marks of every style, and sentences."""

from __future__ import annotations

from itertools import pairwise

from kashf.statements.draft import MARKS, Range, Scene
from kashf.statements.tokens import Tokens, Word

__all__ = ["lines", "pair_quotes", "paragraphs", "sentences", "unwrapped"]

_BOTH = '"“”„‟＂'
_OPENING, _CLOSING = "«‹", "»›"
_CLOSES = {"«": "»", "‹": "›", "“": "”", "„": "“", "”": "“"}
_PREFIXES = frozenset("لبكوف") | {"ال", "لل", "بال", "ول", "وب"}
_SINGLE = frozenset("'‘’`")
_END = frozenset(".!?؟…。")
_SHORT = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "gen",
        "col",
        "sgt",
        "lt",
        "capt",
        "prof",
        "st",
        "no",
        "sen",
        "rep",
        "gov",
        "jr",
        "sr",
        "vs",
        "maj",
        "cpl",
        "adm",
        "cmdr",
        "hon",
        "rev",
        "sept",
        "co",
        "cllr",
        "messrs",
        "insp",
        "supt",
        "pres",
        "eg",
        "ie",
        "approx",
        "dept",
        "est",
        "fig",
        "vol",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)
_MOST_INSIDE = 2000  # tokens of one quotation
_MOST_OPEN = 8  # quotations in one another
_NARROW, _WIDE = 40, 120  # letters of a line that a page broke
_LONGEST = 250  # words of a sentence; what is longer is no prose, and is cut


def lines(text: str) -> list[Range]:
    """Characters of each line that is not blank."""
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def _soft(text: str) -> set[int]:
    """Places of the line breaks that a page made: the next word had no room on the line.

    Empty where few of the breaks are of this kind, as in lists, verse and posts.
    """
    found, inner, ended, at = set(), 0, 0, 0
    rows = text.split("\n")
    bare = list(map(str.rstrip, rows))
    widths = sorted(len(row) for row, after in pairwise(bare) if row and after)
    if len(widths) < 2 or not _NARROW <= (width := widths[-1 - len(widths) // 50]) <= _WIDE:
        return set()
    for row, after in pairwise(rows):
        at += len(row) + 1
        if not row.strip() or not after.strip():
            continue
        inner += 1
        ended += row.rstrip()[-1] in '.!?؟:…"”»'
        if len(row.rstrip()) + 1 + len(after.split(maxsplit=1)[0]) > width:
            found.add(at - 1)
    return found if ended * 2 < inner and len(found) * 4 >= inner * 3 else set()


def unwrapped(tokens: Tokens) -> Tokens:
    """The tokens without the line breaks that are those of a page and not of paragraphs."""
    soft = _soft(tokens.text)
    if not soft:
        return tokens
    kept = [i for i, at in enumerate(tokens.starts) if at not in soft]
    return Tokens(
        tokens.text,
        [tokens.starts[i] for i in kept],
        [tokens.ends[i] for i in kept],
        [tokens.words[i] for i in kept],
    )


def paragraphs(tokens: Tokens) -> list[Range]:
    """Tokens of each paragraph, without the line breaks around it."""
    breaks = tokens.where(lambda word: word.kind == "\n")
    borders = zip([0, *(k + 1 for k in breaks)], [*breaks, len(tokens)], strict=True)
    return [(a, b) for a, b in borders if a < b]


def pair_quotes(scene: Scene, paragraph: Range) -> None:
    """Fill ``closing`` and ``strays`` for one paragraph.

    Curly marks are often typed the wrong way round in Arabic, so the space beside a mark counts
    more than its shape.
    """
    lo, hi = paragraph
    words, tokens = scene.words, scene.tokens
    stack: list[int] = []
    for i in scene.marks(lo, hi):
        word = words[i]
        before = i > lo and tokens.ends[i - 1] == tokens.starts[i]
        after = i + 1 < hi and tokens.ends[i] == tokens.starts[i + 1]
        if word.raw in _SINGLE:
            _single(scene, stack, i, before=before, after=after)
            continue
        if len(stack) > _MOST_OPEN:
            del stack[0]
        opened = stack[-1] if stack and words[stack[-1]].raw not in _SINGLE else None
        if word.raw in _OPENING or (opened is None and _opens(scene, i, lo, hi, before, after)):
            stack.append(i)
        elif opened is None:
            scene.strays.add(i)
        elif word.raw in _BOTH and after and not before and (
            (word.raw in "“„" and i - opened < 60) or _nests(scene, opened, i, hi)
        ):  # fmt: skip
            stack.append(i)
        elif word.raw == '"' and after and not before and words[i + 1].kind == "w" and (
            not words[i + 1].arabic and _to_comma(scene, opened, i)
        ):  # fmt: skip
            stack[-1] = i  # it opens, so the one before was never closed
        else:
            _pair(scene, _opened(scene, stack, i), i)
    for i in stack:
        if words[i].raw not in _SINGLE:
            _unclosed(scene, i, lo, hi)


def _pair(scene: Scene, opened: int, closed: int) -> None:
    scene.closing[opened], scene.opening[closed] = closed, opened


def _nests(scene: Scene, opened: int, i: int, hi: int) -> bool:
    """Whether the quotation that opened before the mark ``i`` closes behind it with its own mark."""
    own = scene.words[opened].raw
    for k in scene.signs(i + 1, hi):
        if scene.words[k].raw == _CLOSES.get(own):
            return True
        if scene.words[k].raw == own:
            return False
    return False


def _opened(scene: Scene, stack: list[int], i: int) -> int:
    """The mark that the mark ``i`` closes; those inside of it that never closed are dropped."""
    if scene.words[i].raw in _CLOSING:
        own = next(
            (n for n in reversed(range(len(stack))) if scene.words[stack[n]].raw in _OPENING), None
        )
        if own is not None:
            del stack[own + 1 :]
    return stack.pop()


def _opens(scene: Scene, i: int, lo: int, hi: int, before: bool, after: bool) -> bool:
    raw = scene.words[i].raw
    if i == lo:
        return True
    if i + 1 >= hi or raw in _CLOSING:
        return False
    if before != after:
        return after or (scene.words[i - 1].raw in ":(" and before)
    return (
        scene.words[i - 1].raw in ":([،,-–—"
        or raw in "“„"
        or scene.words[i - 1].fold in _PREFIXES  # لـ"المرسى"
    )


def _single(scene: Scene, stack: list[int], i: int, *, before: bool, after: bool) -> None:
    opened = stack[-1] if stack else None
    if opened is not None and scene.words[opened].raw in _SINGLE and before:
        _pair(scene, stack.pop(), i)
    elif after and not before and scene.words[i].raw in "‘'":
        stack.append(i)


def _unclosed(scene: Scene, i: int, lo: int, hi: int) -> None:
    """A mark at the start of a paragraph or after a colon runs to its end, others to the full stop."""
    if i == lo or scene.words[i - 1].raw == ":":
        _pair(scene, i, min(hi, i + _MOST_INSIDE))
        return
    for k in scene.signs(i + 1, min(hi, i + _MOST_INSIDE)):
        if _ends(scene, k, hi):
            _pair(scene, i, k)
            return
    if i + 1 < hi and not scene.words[i + 1].arabic and _to_comma(scene, i, hi):
        return
    _pair(scene, i, min(hi, i + _MOST_INSIDE))


def _to_comma(scene: Scene, i: int, hi: int) -> bool:
    """Close the mark ``i`` of a careless post at the next comma, if there is one."""
    comma = next((k for k in scene.signs(i + 2, hi) if scene.words[k].raw == ","), None)
    if comma is not None:
        _pair(scene, i, comma)
    return comma is not None


def _ends(scene: Scene, k: int, hi: int) -> bool:
    words = scene.words
    if words[k].raw not in _END:
        return False
    if words[k].raw == "." and k > 1 and words[k - 1].kind == "n" and words[k - 2].kind == "\n":
        return False  # the number of an item
    if (
        words[k].raw == "."
        and 0 < k < hi - 1
        and words[k - 1].arabic
        and len(words[k - 1].fold) == 1
    ):
        return False  # an initial, or a title: ``د. سامر``
    if words[k].raw == "." and k + 1 < hi and scene.touching(k):
        following = words[k + 1]
        if following.kind in "wn":
            return following.arabic or (following.capital and len(words[k - 1].fold) > 3)
    if words[k].raw != "." or k == 0:
        return True
    before = words[k - 1]
    return before.arabic or not (
        before.fold in _SHORT or (len(before.fold) == 1 and before.capital)
    )


def _may_cut(word: Word) -> bool:
    """Whether a sentence may end at the word, or a quotation begin."""
    return word.raw in _END or word.raw in MARKS


def sentences(scene: Scene, span: Range) -> list[Range]:
    """Sentences of a paragraph or of a quotation; no quotation inside of it is cut."""
    lo, hi = span
    words, closing = scene.words, scene.closing
    found: list[Range] = []
    start = k = lo
    for sign in [*scene.among(_may_cut, lo, hi), hi]:
        if sign < k:
            continue
        while (cut := max(start + _LONGEST, k + 1)) <= sign:
            found.append((start, cut))
            start = k = cut
        k = sign
        close = closing.get(k)
        if close is not None and close < hi:
            k = close
            if words[k].raw not in _END:
                k += 1
            inside = words[min(k, hi) - 2].raw if k - 2 > lo else ""
            if k < hi and inside in _END and _starts_anew(scene, k, hi, inside):
                found.append((start, k))
                start = k
        elif k < hi and _ends(scene, k, hi):
            k += 1
            while k < hi and (
                words[k].raw in _END or (k in scene.strays and scene.touching(k - 1))
            ):
                k += 1
            found.append((start, k))
            start = k
    if start < hi:
        found.append((start, hi))
    return found


def _starts_anew(scene: Scene, k: int, hi: int, inside: str) -> bool:
    """Whether what follows a quotation that ends with a stop is another sentence."""
    word = scene.words[k]
    if k in scene.closing:
        return inside == "."
    if word.arabic:
        return False
    if inside == ".":
        return word.capital
    if not word.capital or word.fold in {"i", "i'm"}:
        return False
    return not any(
        w.verb is not None or w.raw in _END for w in scene.words[k : min(hi, k + 7)]
    ) or not any(w.verb is not None for w in scene.words[k : min(hi, k + 7)])
