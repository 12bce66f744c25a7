"""What the rules of a language hand over: statements as ranges of tokens."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate

from kashf.statements.model import Force
from kashf.statements.tokens import Tokens, Word

__all__ = ["MARKS", "Draft", "Range", "Scene", "SourceDraft"]

MARKS = frozenset("\"“”„‟＂«»‹›'‘’`")  # of quotations

Range = tuple[int, int]
SourceDraft = tuple[str, Range | None]  # kind as in Source, tokens


@dataclass(slots=True)
class Draft:
    """A statement; ranges are tokens, the end not included."""

    verb: Range | None
    force: Force
    content: Range
    speaker: Range | None = None
    addressee: Range | None = None
    direct: bool = False
    negated: bool = False
    hedged: bool = False
    sources: list[SourceDraft] = field(default_factory=list)
    dependent: bool = False  # a participle or a second verb: the speaker is another draft's
    silent: bool = False  # no word for the speaker, who was named before
    unnamed: bool = False  # nobody says who
    phrase: bool = False  # made by a source phrase
    first: bool = False  # "I", though the form may be another
    lemma: str = ""


class _Index:
    """Places among ``total`` tokens, and for each token how many of them stand before it."""

    __slots__ = ("before", "places")

    def __init__(self, places: list[int], total: int) -> None:
        here = bytearray(total)
        for k in places:
            here[k] = 1
        self.places, self.before = places, array("I", accumulate(here, initial=0))

    def between(self, start: int, end: int) -> list[int]:
        return self.places[self.before[start] : self.before[end]]


@dataclass(slots=True)
class Scene:
    """A text with its quotation marks paired: ``closing[i]`` is where the mark ``i`` closes.

    ``opening`` is the same the other way round. A mark that never closes ends with its paragraph or sentence; then ``closing[i]`` is no mark.
    """

    tokens: Tokens
    closing: dict[int, int]
    strays: set[int]
    opening: dict[int, int] = field(default_factory=dict)
    words: list[Word] = field(init=False)
    _signs: list[int] = field(init=False)
    _marks: _Index = field(init=False)
    _triggers: dict[bool, _Index] = field(init=False)
    _places: dict[Callable[[Word], bool], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.words = self.tokens.words
        self._signs = self.tokens.where(lambda word: word.kind == "s")
        self._marks = self._index(lambda word: word.raw in MARKS)
        self._triggers = {
            False: self._index(lambda word: word.trigger and not word.arabic),
            True: self._index(lambda word: word.trigger and word.arabic),
        }

    def _index(self, test: Callable[[Word], bool]) -> _Index:
        return _Index(self.tokens.where(test), len(self.words))

    def among(self, test: Callable[[Word], bool], start: int, end: int) -> list[int]:
        """The places between two tokens of the words that pass a test, which looks at each form once."""
        places = self._places.get(test)
        if places is None:
            places = self._places[test] = self.tokens.where(test)
        return _between(places, start, end)

    def signs(self, start: int, end: int) -> list[int]:
        """The places of the signs between two tokens."""
        return _between(self._signs, start, end)

    def marks(self, start: int, end: int) -> list[int]:
        """The places of the marks of quotations between two tokens."""
        return self._marks.between(start, end)

    def triggered(self, start: int, end: int, *, arabic: bool) -> bool:
        """Whether a statement may begin at a word of the language between two tokens."""
        before = self._triggers[arabic].before
        return before[start] < before[end]

    def outside(self, start: int, end: int, *, arabic: bool) -> list[int]:
        """Where a statement may begin between two tokens, in no quotation which opens between them."""
        found = self._triggers[arabic].between(start, end)
        opened = [k for k in self.marks(start, found[-1]) if k in self.closing] if found else []
        if not opened:
            return found
        kept, quotes, done = [], iter(opened), start
        quote = next(quotes)
        for k in found:
            while quote < k:
                if quote >= done:
                    done = max(self.closing[quote], quote + 1)
                quote = next(quotes, end)
            if k >= done:
                kept.append(k)
        return kept

    def touching(self, i: int) -> bool:
        """Whether nothing stands between token ``i`` and the one after it."""
        return i + 1 < len(self.tokens) and self.tokens.ends[i] == self.tokens.starts[i + 1]

    def trim(self, start: int, end: int) -> Range | None:
        """Without signs at either end, save brackets that belong, and without the hashtags of a post.

        None when nothing is left.
        """
        words = self.words
        while start < end and words[start].kind in "s\n" and words[start].raw not in "([@$€£+-":
            start += 1
        while end > start and words[end - 1].kind in "s\n" and words[end - 1].raw not in ")]%$€£":
            end -= 1
        tags = end
        while tags > start and (words[tags - 1].raw[0] == "#" or words[tags - 1].kind in "s\n"):
            tags -= 1
        if end - tags > 1 and start < tags:  # several, or one behind a sign
            return self.trim(start, tags)
        return (start, end) if start < end else None


def _between(places: list[int], start: int, end: int) -> list[int]:
    first = bisect_left(places, start)
    return places[first : bisect_left(places, end, first)]
