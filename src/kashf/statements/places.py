"""Names of places that end like an adverb."""

from __future__ import annotations

from functools import cache

from kashf.statements.lists import rows
from kashf.statements.tokens import Word, fold

__all__ = ["is_place"]


@cache
def _single() -> frozenset[str]:
    return frozenset(fold(name) for _, name in rows("data", "places.tsv") if " " not in name)


def is_place(word: Word) -> bool:
    """Whether the word alone is a place on the list."""
    return word.fold in _single() or word.base in _single()
