"""Pull-quotes, headlines and captions: words of the text set a second time."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from kashf.statements.draft import Range

if TYPE_CHECKING:
    from kashf.statements.rules import Reading

__all__ = ["repeated_paragraphs"]

_LONGEST = 80
_SHARE = 0.7
_HEADLINE = 30
_TITLE = 14  # words of a line between paragraphs that end with a full stop
_ENDED = 0.6
_WORDS_SHARE = 0.6
_ENDS = frozenset(".!?؟…:")


def repeated_paragraphs(reading: Reading) -> list[Range]:
    """Short paragraphs of a report that repeat a longer one, or head the text in its own words."""
    spoken = sorted(d.content[0] for d, turn in reading.drafts if turn is None)
    if not spoken:
        return []
    taken = {turn.tokens for turn in reading.turns}
    spans = [span for span in reading.paragraphs if span not in taken]
    words = [[w for w in reading.tokens.words[a:b] if w.kind in "wnl"] for a, b in spans]
    short = [n for n, row in enumerate(words) if 0 < len(row) <= _LONGEST]
    if not short:
        return []
    forms = [[w.fold for w in row] for row in words]
    places: dict[tuple[str, ...], list[int]] = {}
    for n, row in enumerate(forms):
        for gram in zip(row, row[1:], row[2:], strict=False):
            where = places.setdefault(gram, [])
            if len(where) < 3 and (not where or where[-1] != n):
                where.append(n)
    seen: dict[str, int] = {}
    for row in forms:
        for word in set(row):
            seen[word] = seen.get(word, 0) + 1
    dropped = []
    ended = sum(
        reading.tokens.words[b - 1].raw in _ENDS or b - 1 in reading.scene.opening for _, b in spans
    )
    titled = len(spans) > 3 and ended >= _ENDED * len(spans)
    for n in short:
        row = forms[n]
        if bisect_left(spoken, spans[n][0]) == bisect_left(spoken, spans[n][1]):
            continue
        if _repeats(n, row, forms, places) or _heads(
            reading, spans[n], row, seen, first=n == 0 < len(spans) - 2, titled=titled
        ):
            dropped.append(spans[n])
    return dropped


def _repeats(
    n: int, row: list[str], forms: list[list[str]], places: dict[tuple[str, ...], list[int]]
) -> bool:
    grams = list(zip(row, row[1:], row[2:], strict=False))
    if len(grams) < 3:
        return False
    shared: dict[int, int] = {}
    for gram in grams:
        for other in places.get(gram, ()):
            if (
                other != n
                and len(forms[other]) >= len(row)
                and (len(forms[other]) > len(row) or other < n)
            ):
                shared[other] = shared.get(other, 0) + 1
    return bool(shared) and max(shared.values()) >= _SHARE * len(grams)


def _heads(
    reading: Reading,
    span: Range,
    row: list[str],
    seen: dict[str, int],
    *,
    first: bool,
    titled: bool,
) -> bool:
    """Whether it is a line without a full stop whose words stand in the text as well."""
    last = reading.tokens.words[span[1] - 1]
    if len(row) > _HEADLINE or last.raw in _ENDS or span[1] - 1 in reading.scene.opening:
        return False
    long = [word for word in row if len(word) > 3]
    if not long:
        return False
    if titled and len(row) <= _TITLE and reading.tokens.words[span[0]].kind == "w":
        return True
    return first or sum(seen[word] > 1 for word in long) >= _WORDS_SHARE * len(long)
