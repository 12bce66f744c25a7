"""Given names that are common enough to be a sign of a name."""

from __future__ import annotations

from functools import cache

from kashf.statements.lists import rows
from kashf.statements.tokens import Word, fold

__all__ = ["given_names", "is_given"]


@cache
def given_names() -> frozenset[str]:
    """Folded given names."""
    return frozenset(fold(name) for _, text in rows("data", "given.tsv") for name in text.split())


def is_given(word: Word) -> bool:
    """Whether the word is a given name (Arabic: also with a conjunction or preposition before it)."""
    if word.kind != "w":
        return False
    if not word.arabic:
        return word.capital and word.fold in given_names()
    if "prep" in word.tags and "given" not in word.tags:
        return False
    known = given_names()
    return word.fold in known or (
        len(word.fold) > 3 and word.fold[0] in "وبلف" and word.fold[1:] in known
    )
