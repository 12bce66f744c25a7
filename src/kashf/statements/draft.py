"""What the rules of a language hand over: statements as ranges of tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kashf.statements.model import Force
from kashf.statements.tokens import Tokens, Word

__all__ = ["MARKS", "Draft", "Range", "Scene", "SourceDraft", "between"]

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
    surnames: frozenset[str] | None = None  # as Arabic finds them
    looks: dict[int, bytes] = field(default_factory=dict)  # see looks.py
    _marks: bytearray = field(init=False)
    _triggers: dict[bool, bytearray] = field(init=False)
    _flags: dict[Callable[[Word], bool], bytearray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.words = self.tokens.words
        self._marks = self._flagged(lambda word: word.raw in MARKS)
        self._triggers = {
            False: self._flagged(lambda word: word.trigger and not word.arabic),
            True: self._flagged(lambda word: word.trigger and word.arabic),
        }

    def _flagged(self, test: Callable[[Word], bool]) -> bytearray:
        """For each token whether it passes a test, which looks at each form once."""
        flags = bytearray(len(self.words))
        for word, places in self.tokens.places.items():
            if test(word):
                for k in places:
                    flags[k] = 1
        return flags

    def among(self, test: Callable[[Word], bool], start: int, end: int) -> list[int]:
        """The places between two tokens of the words that pass a test, which looks at each form once."""
        return between(self._passing(test), start, end)

    def _passing(self, test: Callable[[Word], bool]) -> bytearray:
        flags = self._flags.get(test)
        if flags is None:
            flags = self._flags[test] = self._flagged(test)
        return flags

    def signs(self, start: int, end: int) -> Iterator[int]:
        """The places of the signs between two tokens; who needs the first reads no further."""
        flags = self._passing(_is_sign)
        k = flags.find(1, start, end)
        while k >= 0:
            yield k
            k = flags.find(1, k + 1, end)

    def colons(self, start: int, end: int) -> list[int]:
        """The places of the colons between two tokens."""
        return self.among(_is_colon, start, end)

    def marks(self, start: int, end: int) -> list[int]:
        """The places of the marks of quotations between two tokens."""
        return between(self._marks, start, end)

    def triggered(self, start: int, end: int, *, arabic: bool) -> bool:
        """Whether a statement may begin at a word of the language between two tokens."""
        return self._triggers[arabic].find(1, start, end) >= 0

    def outside(self, start: int, end: int, *, arabic: bool) -> list[int]:
        """Where a statement may begin between two tokens, in no quotation which opens between them."""
        found = between(self._triggers[arabic], start, end)
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
        return i + 1 < len(self.words) and self.tokens.ends[i] == self.tokens.starts[i + 1]

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

    def trim_quoting(self, start: int, end: int) -> Range | None:
        """The same, with the mark that closes words quoted at the end."""
        span = self.trim(start, end)
        if span is not None and span[1] < end and self.opening.get(span[1], -1) > span[0]:
            return (span[0], span[1] + 1)
        return span


def _is_sign(word: Word) -> bool:
    return word.kind == "s"


def _is_colon(word: Word) -> bool:
    return word.raw == ":"


def between(flags: bytes | bytearray, start: int, end: int) -> list[int]:
    """The places that are flagged."""
    found, k = [], flags.find(1, start, end)
    while k >= 0:
        found.append(k)
        k = flags.find(1, k + 1, end)
    return found
