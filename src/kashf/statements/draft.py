"""What the rules of a language hand over: statements as ranges of tokens."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kashf.statements.model import Force
from kashf.statements.tokens import Tokens, Word

__all__ = ["Draft", "Range", "Scene", "SourceDraft"]

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
    _triggers: list[int] = field(init=False)
    _places: dict[Callable[[Word], bool], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.words = self.tokens.words
        self._signs = self.tokens.where(lambda word: word.kind == "s")
        self._triggers = self.tokens.where(lambda word: word.trigger)

    def among(self, test: Callable[[Word], bool], start: int, end: int) -> list[int]:
        """The places between two tokens of the words that pass a test, which looks at each form once."""
        places = self._places.get(test)
        if places is None:
            places = self._places[test] = self.tokens.where(test)
        return places[bisect_left(places, start) : bisect_left(places, end)]

    def signs(self, start: int, end: int) -> list[int]:
        """The places of the signs between two tokens."""
        return self._signs[bisect_left(self._signs, start) : bisect_left(self._signs, end)]

    def triggers(self, start: int, end: int) -> list[int]:
        """The places of the words between two tokens at which a statement may begin."""
        return self._triggers[bisect_left(self._triggers, start) : bisect_left(self._triggers, end)]

    def outside(self, start: int, end: int) -> Iterator[int]:
        """Those of :meth:`triggers` that stand in no quotation which opens between the two."""
        found = self.triggers(start, end)
        if not found:
            return
        quotes = iter([k for k in self.signs(start, found[-1]) if k in self.closing])
        opened, done = next(quotes, end), start
        for k in found:
            while opened < k:
                if opened >= done:
                    done = max(self.closing[opened], opened + 1)
                opened = next(quotes, end)
            if k >= done:
                yield k

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
