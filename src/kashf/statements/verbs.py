"""What the languages know of a reporting verb."""

from __future__ import annotations

from dataclasses import dataclass

from kashf.statements.model import Force

__all__ = ["VerbForm"]


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A form of a reporting verb.

    ``kind``: past, present, participle, infinitive or passive. ``after`` are the prepositions that
    lead to its content. ``flags`` are those of the list of verbs. ``person`` is 1 for "I said".
    ``number`` is s or p. ``object`` tells that a pronoun hangs on it (Arabic "told him").
    ``short`` is a form that only "did not" can have before it (Arabic).
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

    def has(self, flag: str) -> bool:
        """Whether the list gives the verb this flag."""
        return flag in self.flags
