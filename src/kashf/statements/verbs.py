"""What the languages know of a reporting verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kashf.statements.model import Force

__all__ = ["VerbForm"]


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A form of a reporting verb.

    ``kind``: past, present, participle, infinitive or passive. ``after`` are the prepositions that
    lead to its content. ``flags`` are those of the list of verbs. ``person`` is 1 for "I said".
    ``number`` is s or p. ``object`` tells that a pronoun hangs on it (Arabic "told him").
    ``short`` is a form that only "did not" can have before it (Arabic). ``has`` tells whether the list
    gives the verb a flag.
    """

    lemma: str
    kind: str
    force: Force
    after: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    person: int = 3
    number: str = "s"
    feminine: bool = False
    object: bool = False
    short: bool = False
    has: Callable[[str], bool] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "has", self.flags.__contains__)
