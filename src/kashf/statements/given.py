"""Given names that are common enough to be a sign of a name, and the gender they tell."""

from __future__ import annotations

from functools import cache

from kashf.statements.lists import rows
from kashf.statements.tokens import Word, fold

__all__ = ["given_gender", "given_names", "is_given", "looks_given"]


@cache
def _genders() -> dict[str, str]:
    """Folded given names and "m", "f" or "x"."""
    found: dict[str, str] = {}
    for _, gender, text in rows("data", "given.tsv"):
        for name in map(fold, text.split()):
            found[name] = gender if found.get(name, gender) == gender else "x"
    return found


@cache
def given_names() -> frozenset[str]:
    """Folded given names."""
    return frozenset(_genders())


def is_given(word: Word) -> bool:
    """Whether the word is a given name (Arabic: also with a conjunction or preposition before it)."""
    return word.given


def looks_given(word: Word) -> bool:
    """What :func:`is_given` tells, for a word whose tags are set: asked once for each form."""
    if not word.arabic:
        return word.capital and word.fold.removesuffix("'s") in given_names()
    if word.tags & {"prep", "attach"} and "given" not in word.tags:
        return False
    known = given_names()
    if word.fold in known:
        return True
    if "known" in word.tags:
        return False  # ``بيان`` is no "by Jan"
    return len(word.fold) > 3 and word.fold[0] in "وبلف" and word.fold[1:] in known


def given_gender(word: Word) -> str | None:
    """ "m" or "f" of a given name; None where it may be both, or is none."""
    known = _genders()
    folded = word.fold.removesuffix("'s")
    found = known.get(folded) or (known.get(folded[1:]) if word.arabic else None)
    return found if found in {"m", "f"} and is_given(word) else None
