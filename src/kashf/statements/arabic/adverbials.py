"""Adverbs of several words (``في المقابل``, ``من جهته``, ``صباح الثلاثاء``), from ``adverbials.tsv``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from kashf.statements.lists import rows

if TYPE_CHECKING:
    from kashf.statements.tokens import Word

__all__ = ["mark", "openings"]

Slots = tuple[frozenset[str] | None, ...]  # None: any noun or adjective
Adverbial = tuple[Slots, int]  # the words behind the first, and how many belong to it

_NO_NOUN = frozenset(
    {"def", "comp", "bcomp", "prep", "conj", "neg", "and", "maybe-and", "role", "body", "given",
     "relative", "pronoun", "act", "whether", "tome"}
)  # fmt: skip
_AND = "وف"


def _expanded(line: str) -> Iterator[tuple[list[str], int]]:
    """The lines that one with optional words stands for, and how many words of each belong to it."""
    words = line.split()
    for kept in product(*((True, False) if word.endswith("?") else (True,) for word in words)):
        chosen = [word.rstrip("?") for word, keep in zip(words, kept, strict=True) if keep]
        yield [word.lstrip("+") for word in chosen], sum(word[0] != "+" for word in chosen)


@cache
def openings() -> dict[str, tuple[Adverbial, ...]]:
    """By the folded first word, the longest first."""
    from kashf.statements.tokens import fold

    found: dict[str, list[Adverbial]] = {}
    for (line,) in rows("arabic", "adverbials.tsv"):
        for words, own in _expanded(line):
            first, *rest = (
                None if word == "*" else frozenset(fold(word.replace("|", " ")).split())
                for word in words
            )
            for word in sorted(first or ()):
                found.setdefault(word, []).append((tuple(rest), own))
    return {word: tuple(sorted(ways, key=lambda way: -way[1])) for word, ways in found.items()}


def mark(words: list[Word], i: int) -> None:
    """Make adverbs of the words from ``i``, if one of the adverbials begins there."""
    for slots, own in words[i].opens:
        if _fits(words, i + 1, slots):
            for k in range(i, i + own):
                words[k] = _adverb(words[k], joined=k == i and words[k].fold[0] in _AND)
            return


def _fits(words: Sequence[Word], at: int, slots: Slots) -> bool:
    if at + len(slots) > len(words):
        return False
    for word, slot in zip(words[at:], slots, strict=False):
        if slot is None:
            if word.kind != "w" or word.verb is not None or word.tags & _NO_NOUN:
                return False
        elif word.fold not in slot:
            return False
    return True


@cache
def _adverb(word: Word, *, joined: bool) -> Word:
    tags = frozenset({"adverb", "and"} if joined else {"adverb"})
    return replace(word, tags=tags, verb=None, trigger=False, opens=())
