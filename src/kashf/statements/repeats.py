"""Pull-quotes, headlines and captions: words of the text set a second time."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from kashf.statements.draft import Range
from kashf.statements.entries import FLASHES

if TYPE_CHECKING:
    from kashf.statements.rules import Reading

__all__ = ["repeated_paragraphs"]

_LONGEST = 80
_SHARE = 0.7
_FEWEST = 3  # grams of three words that a paragraph has at least
_MOST = 3  # paragraphs that are kept for each
_HEADLINE = 30
_SHORT = 3  # letters of a word that tells nothing
_TITLE = 14  # words of a line between paragraphs that end with a full stop
_ENDED = 0.6
_WORDS_SHARE = 0.6
_ENDS = frozenset(".!?؟…:")


def repeated_paragraphs(reading: Reading) -> list[Range]:
    """Short paragraphs of a report that repeat a longer one, or head the text in its own words."""
    spoken = sorted(d.content[0] for d, turn in reading.drafts if turn is None)
    taken = {turn.tokens for turn in reading.turns}
    spans = [span for span in reading.paragraphs if span not in taken]
    words = reading.tokens.words
    forms = [[w.fold for w in words[a:b] if w.kind in "wnl"] for a, b in spans]
    asked = [
        n
        for n, (row, (a, b)) in enumerate(zip(forms, spans, strict=True))
        if 0 < len(row) <= _LONGEST and bisect_left(spoken, a) != bisect_left(spoken, b)
    ]
    if not asked:
        return []
    places = _places(forms, asked)
    heads = {n for n in asked if _may_head(reading, spans[n], forms[n])}
    long = {word for n in heads for word in forms[n] if len(word) > _SHORT}
    seen = Counter(chain.from_iterable(map(long.intersection, forms)))
    ended = sum(words[b - 1].raw in _ENDS or b - 1 in reading.scene.opening for _, b in spans)
    titled = len(spans) > 3 and ended >= _ENDED * len(spans)
    return [
        spans[n]
        for n in asked
        if _repeats(n, forms, places[n])
        or (
            n in heads
            and (
                (titled and len(forms[n]) <= _TITLE and words[spans[n][0]].kind == "w")
                or n == 0 < len(spans) - 2
                or _heads(forms[n], seen)
            )
        )
    ]


def _places(forms: list[list[str]], asked: list[int]) -> dict[int, list[list[int]]]:
    """For each paragraph ``asked`` for, and each three words of it, the first paragraphs with them."""
    known: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    places = {n: list(map(known.__getitem__, _grams(forms[n]))) for n in asked}
    for n, row in enumerate(forms):
        for where in places[n] if n in places else map(known.get, _grams(row)):
            if where is not None and len(where) < _MOST and n not in where:
                where.append(n)
    return places


def _grams(row: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(row, row[1:], row[2:], strict=False)


def _repeats(n: int, forms: list[list[str]], places: list[list[int]]) -> bool:
    """Whether the paragraph repeats a longer one, or the same one before it."""
    if len(places) < _FEWEST:
        return False
    own, enough = len(forms[n]), _SHARE * len(places)
    elsewhere = [where for where in places if len(where) > 1]
    return len(elsewhere) >= enough and any(
        count >= enough and (len(forms[other]) > own or (len(forms[other]) == own and other < n))
        for other, count in Counter(chain.from_iterable(elsewhere)).items()
    )


def _may_head(reading: Reading, span: Range, row: list[str]) -> bool:
    """Whether it is a short line without a full stop."""
    last = span[1] - 1
    return (
        len(row) <= _HEADLINE
        and reading.tokens.words[last].raw not in _ENDS
        and last not in reading.scene.opening
        and reading.tokens.words[span[0]].fold not in FLASHES
        and any(len(word) > _SHORT for word in row)
    )


def _heads(row: list[str], seen: dict[str, int]) -> bool:
    """Whether the words of the line stand in other paragraphs as well."""
    long = [word for word in row if len(word) > _SHORT]
    return sum(seen[word] > 1 for word in long) >= _WORDS_SHARE * len(long)
