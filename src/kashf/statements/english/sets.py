"""Sets of English words that the rules ask for by name: ``sets.tsv``."""

from __future__ import annotations

from functools import cache

from kashf.statements.lists import rows

__all__ = ["in_ing", "listed"]


@cache
def _all() -> dict[str, frozenset[str]]:
    return {name: frozenset(text.split()) for name, text in rows("english", "sets.tsv")}


def listed(name: str) -> frozenset[str]:
    """The set of that name."""
    return _all()[name]


def in_ing(form: str) -> bool:
    """Whether a folded word in -ing may be a participle: "suing", and not "wedding"."""
    return form.endswith("ing") and len(form) > 4 and form not in listed("nouns in ing")
