"""Where somebody is named in a text, however the name is spelt."""

from __future__ import annotations

from collections.abc import Sequence

from kashf.dossier._terms import Terms, split

__all__ = ["folded", "mentions"]


def folded(name: str) -> tuple[str, ...]:
    """The words of a name without what spelling varies: equal for two spellings of one name."""
    return split(name)


def mentions(names: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Where one of ``names`` stands in ``text``: start and end, in order, not overlapping."""
    terms = Terms()
    for name in names:
        terms.add(split(name), 0)
    return [(hit.start, hit.end) for hit in terms.find(text)]
