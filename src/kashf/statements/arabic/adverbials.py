"""Adverbs of several words (``في المقابل``, ``من جهته``, ``صباح الثلاثاء``), from ``adverbials.tsv``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from kashf.statements.lists import rows

if TYPE_CHECKING:
    from kashf.statements.tokens import Word

__all__ = ["Opening", "mark", "openings"]

Slots = tuple[frozenset[str], ...]
Adverbial = tuple[Slots, int, bool]  # words behind the first; how many belong to it; "~"

_NO_NOUN = frozenset(
    {"def", "comp", "bcomp", "prep", "conj", "neg", "and", "maybe-and", "role", "body", "given",
     "relative", "pronoun", "act", "whether", "tome"}
)  # fmt: skip
_NOUN, _DEFINITE = frozenset("*"), frozenset("@")
_ANY = {"*": _NOUN, "@": _DEFINITE}
_NEAR = 7


def _expanded(line: str) -> Iterator[tuple[list[str], int]]:
    """The lines that one with optional words stands for, and how many words of each belong to it."""
    words = line.split()
    for kept in product(*((True, False) if word.endswith("?") else (True,) for word in words)):
        chosen = [word.rstrip("?") for word, keep in zip(words, kept, strict=True) if keep]
        yield [word.lstrip("+") for word in chosen], sum(word[0] != "+" for word in chosen)


class Opening(NamedTuple):
    """The adverbials that begin with a word, the longest first."""

    before: dict[str, tuple[Adverbial, ...]]  # by the folded word that follows
    others: tuple[Adverbial, ...]  # those before any other word


def _opening(ways: Iterable[Adverbial]) -> Opening:
    ways = sorted(ways, key=lambda way: -way[1])
    following: frozenset[str] = frozenset().union(*(way[0][0] for way in ways if not _free(way)))
    return Opening(
        {w: tuple(way for way in ways if _free(way) or w in way[0][0]) for w in following},
        tuple(filter(_free, ways)),
    )


def _free(way: Adverbial) -> bool:
    """Whether the second word is not told by its letters."""
    slots = way[0]
    return not slots or slots[0] is _NOUN or slots[0] is _DEFINITE


@cache
def openings() -> dict[str, Opening]:
    """The adverbials by their folded first word."""
    from kashf.statements.tokens import fold

    found: dict[str, list[Adverbial]] = {}
    for (line,) in rows("arabic", "adverbials.tsv"):
        for words, own in _expanded(line):
            first, *rest = (
                _ANY.get(word) or frozenset(fold(word.strip("~").replace("|", " ")).split())
                for word in words
            )
            for word in sorted(first):
                found.setdefault(word, []).append((tuple(rest), own, line[0] == "~"))
    return {word: _opening(ways) for word, ways in found.items()}


def mark(words: list[Word], i: int) -> None:
    """Make adverbs of the words from ``i``, if one of the adverbials begins there."""
    following = words[i + 1].fold if i + 1 < len(words) else ""
    opening: Opening | None = words[i].opens
    if opening is None:
        return  # it belongs to the one before
    for slots, own, told in opening.before.get(following, opening.others):
        if _fits(words, i + 1, slots) and (not told or _told(words, i)):
            joined = words[i].fold not in openings()
            for k in range(i, i + own):
                words[k] = _adverb(words[k], joined=joined and k == i)
            return


def _fits(words: Sequence[Word], at: int, slots: Slots) -> bool:
    if at + len(slots) > len(words):
        return False
    for k, slot in enumerate(slots, at):
        word = words[k]
        if slot is _NOUN:
            if word.kind != "w" or word.verb is not None or word.tags & _NO_NOUN:
                return False
        elif slot is _DEFINITE:
            if "def" not in word.tags or "and" in word.tags:
                return False
        elif word.fold not in slot:
            return False
    return True


def _told(words: Sequence[Word], i: int) -> bool:
    """Whether a finite reporting verb stands before it, without a sign between."""
    for k in range(i - 1, max(-1, i - _NEAR), -1):
        word = words[k]
        if word.kind != "w" or word.tags & {"comp", "bcomp"}:
            return False
        if word.verb is not None and word.verb.kind in {"past", "present"}:
            return True
    return False


@lru_cache(maxsize=4096)
def _adverb(word: Word, *, joined: bool) -> Word:
    tags = frozenset({"adverb", "and"} if joined else {"adverb"})
    return replace(word, tags=tags, verb=None, trigger=False, opens=None)
