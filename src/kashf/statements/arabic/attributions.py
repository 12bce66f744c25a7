"""Words by which an Arabic source phrase is known, and where the one whose words they are stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from kashf.statements.given import is_given
from kashf.statements.lists import rows
from kashf.statements.tokens import Word, fold

__all__ = ["OPENERS", "Head", "head", "is_measure", "opens"]

_PRONOUNS = ("هما", "ها", "هم", "ه")


class Head(NamedTuple):
    """The words of a phrase before its noun phrase."""

    first: int
    at: int  # where the noun phrase stands
    saying: bool  # a noun of saying is among them
    owned: bool  # its pronoun is the speaker


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {
        kind: frozenset(fold(text).split()) for kind, text in rows("arabic", "attributions.tsv")
    }


def _pairs() -> frozenset[tuple[str, ...]]:
    return _split(_lists()["pair"])


@cache
def _split(pairs: frozenset[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(pair.split("|")) for pair in pairs)


def _within(base: str, kind: str) -> bool | None:
    """Whether a pronoun hangs on it, if the list has it; None if the list doesn't."""
    words = _lists()[kind]
    if base in words:
        return False
    for end in _PRONOUNS:
        stem = base.removesuffix(end)
        if stem != base and (stem in words or (stem[-1:] == "ت" and stem[:-1] + "ه" in words)):
            return True
    return None


@cache
def _openers() -> frozenset[str]:
    lists = _lists()
    first = {pair[0] for pair in _pairs()} | lists["to"] | lists["on"] | lists["told"]
    for noun in lists["in"] | lists["by"]:
        stem = noun[:-1] + "ت" if noun[-1] == "ه" else noun
        first |= {noun, *(stem + end for end in _PRONOUNS)}
    return frozenset(first) | {"و" + noun for noun in first if noun[0] == "ب"}


class _Openers:
    def __contains__(self, base: str) -> bool:
        return base in _openers()


OPENERS = _Openers()  # words that may open a phrase, beside those that always do


def _base(word: Word) -> str:
    """Without "and", also where the word alone doesn't tell that it is one."""
    base = word.base
    return base[1:] if base[0] == "و" and base not in _openers() else base


def opens(words: Sequence[Word], i: int, lo: int, hi: int) -> bool:
    """Whether a phrase opens at ``i``, a word of :data:`OPENERS`."""
    base, lists = _base(words[i]), _lists()
    before = words[i - 1] if i > lo else None
    edge = before is None or before.kind != "w"
    after = words[i + 1] if i + 1 < hi else None
    if base in lists["on"] or base in lists["told"]:
        if before is None or before.base != "علي" or "prep" not in before.tags or after is None:
            return False
        if base == "حد":
            return _within(after.base, "saying") is not None
        return (i - 2 < lo or words[i - 2].kind != "w") and (
            base in lists["on"] or "quantity" in after.tags or _speaks(after)
        )
    owned = _within(base, "by")
    if owned:
        return edge and (after is None or after.kind != "w" or i == lo)
    if after is None:
        return False
    if (base, after.base) in _pairs():
        return i + 2 < hi and (after.base != "علي" or words[i + 2].base in lists["basis"])
    if base in lists["to"]:
        bare = after.base.removeprefix("لل").removeprefix("ل")
        return "clitic:ل" in after.tags and (
            bare in lists["basis"] or bool(after.tags & {"role", "document", "recording"})
        )
    if owned is not None:
        if edge or before is None:
            return _speaks(after)
        close = before.verb is not None or bool(before.tags & {"prep", "act"})
        speaks = bool(after.tags & {"role", "body"}) or (_speaks(after) and "def" not in after.tags)
        return not close and speaks and base in lists["late"]
    owned = _within(base, "in")
    if owned is None or before is None or before.base != "في":
        return False
    if i - 1 > lo and words[i - 2].kind == "w":
        return False
    return after.raw in "،," if owned else _speaks(after)


def _speaks(word: Word) -> bool:
    return word.kind == "w" and (
        bool(word.tags & {"role", "body", "given", "def"})
        or is_given(word)
        or (word.raw.endswith(("ه", "ها", "هم")) and len(word.raw) > 3)
    )


def head(words: Sequence[Word], i: int, lo: int, hi: int) -> Head:
    """The opening words of the phrase at ``i``."""
    lists = _lists()
    base, at, first = _base(words[i]), i + 1, i
    if i > lo and words[i - 1].base == "علي":
        if base in lists["told"]:
            return Head(i - 1, at, True, False)
        first = i - 1 if base in lists["on"] or base == "حسب" else i
    elif i > lo and words[i - 1].base == "في" and (own := _within(base, "in")) is not None:
        return Head(i - 1, at, True, own)
    elif (own := _within(base, "by")) is not None:
        return Head(i, at, True, own)
    if at < hi and base not in lists["on"] and words[at].base in {"حد", "لسان"}:
        at += 1
    if at < hi and (base, words[at].base) in _pairs():
        at += 1
    if at >= hi:
        return Head(first, at, False, False)
    word = words[at]
    own = _within(word.base.removeprefix("ل") if "clitic:ل" in word.tags else word.base, "saying")
    if own is None or (own is False and not (at + 1 < hi and _construct(words, at + 1))):
        return Head(first, at, False, False)
    return Head(first, at + 1, True, own)


def _construct(words: Sequence[Word], k: int) -> bool:
    """Whether the noun at ``k`` is the speaker of the noun of saying before it, and no adjective."""
    word = words[k]
    if word.kind == "n" or word.look or "quantity" in word.tags:
        return True
    if word.kind != "w" or "prep" in word.tags:
        return False
    return _speaks(word) or _within(words[k - 1].base.removeprefix("ل"), "bare") is not None


def is_measure(word: Word) -> bool:
    """Whether it names a rule or an order of things, and nobody who says something."""
    base = word.base
    if "clitic:ل" in word.tags:
        base = "ال" + base[2:] if base.startswith("لل") else base[1:]
    return _within(base, "measure") is not None
