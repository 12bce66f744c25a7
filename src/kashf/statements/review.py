"""Review: machine output is a candidate, and people decide about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kashf.statements.decisions import Candidate, Decision
from kashf.statements.model import Statement

if TYPE_CHECKING:
    from kashf.evidence.case import Case, Item
    from kashf.evidence.texts import Text

__all__ = ["Candidate", "Decision", "Reviews", "Taken"]


@dataclass(frozen=True)
class Taken:
    """What an extraction brought: candidates that are new, were known, and aren't found any more.

    Of those gone, undecided ones are no longer listed; what somebody decided on stays. ``refused``
    counts statements that were not taken, by reason.
    """

    new: tuple[Candidate, ...]
    known: tuple[Candidate, ...]
    gone: tuple[Candidate, ...]
    refused: Mapping[str, int] = field(default_factory=dict)


class Reviews:
    """The candidates of a case and the decisions about them.

    ``two_person`` asks for two different reviewers, as ``two_person`` in case.toml does.
    """

    def __init__(self, case: Case, *, two_person: bool = False) -> None:
        raise NotImplementedError

    def take(
        self,
        item: Item,
        statements: Sequence[Statement],
        extractor: str,
        *,
        text: Text | None = None,
        complete: bool = True,
    ) -> Taken:
        """Take in what an extractor found in an item."""
        raise NotImplementedError

    def all(self, *, state: str | None = None, item: str | None = None) -> list[Candidate]:
        """Candidates by number; ``item`` is a SHA-256."""
        raise NotImplementedError

    def get(self, reference: str) -> Candidate:
        """The candidate that ``S3`` means."""
        raise NotImplementedError

    def accept(
        self, reference: str, *, by: str, note: str | None = None, grade: str | None = None
    ) -> Candidate:
        """Accept."""
        raise NotImplementedError

    def reject(self, reference: str, *, by: str, note: str | None = None) -> Candidate:
        """Reject."""
        raise NotImplementedError

    def edit(
        self, reference: str, changes: Mapping[str, Any], *, by: str, note: str | None = None
    ) -> Candidate:
        """Correct parts."""
        raise NotImplementedError

    def grade(
        self, reference: str, grade: str | None, *, by: str, note: str | None = None
    ) -> Candidate:
        """Grade."""
        raise NotImplementedError

    def reopen(self, reference: str, *, by: str, note: str | None = None) -> Candidate:
        """Take back."""
        raise NotImplementedError
