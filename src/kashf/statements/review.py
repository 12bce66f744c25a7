"""Review: machine output is a candidate, and people decide about it.

Each decision is an entry of the custody log before it counts; the database follows from the log.
A decision is taken back by another one, and never erased.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kashf.errors import IntegrityError, UsageError
from kashf.statements.decisions import Action, Candidate, Decision, decided, strict
from kashf.statements.edits import check_spans, corrections
from kashf.statements.grading import parse_grade
from kashf.statements.model import Statement

if TYPE_CHECKING:
    from kashf.evidence.case import Case, Item
    from kashf.evidence.texts import Text

__all__ = ["RULES", "Candidate", "Decision", "Reviews", "Step", "Taken"]

RULES = "rules 1"  # counts up when the rules of the default extractor change what they find
_LONGEST_NOTE = 5_000
_TEXTS = 4  # texts that are kept at once


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


@dataclass(frozen=True)
class Step:
    """A decision that is wanted: of an edit ``changes`` are as :meth:`Reviews.edit` takes them."""

    action: Action
    changes: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None


class Reviews:
    """The candidates of a case and the decisions about them.

    ``two_person`` asks for two different reviewers, as ``two_person`` in case.toml does.
    References are ``S3``.
    """

    def __init__(self, case: Case, *, two_person: bool = False) -> None:
        self.case = case
        self.needs = 2 if two_person or case.settings.statements.two_person else 1
        self._items: dict[str, Item] = {}
        self._texts: dict[str, Text] = {}
        self._catch_up()

    def _catch_up(self) -> None:
        from kashf.evidence.database import READER as EVIDENCE
        from kashf.statements.ledger import READER, follow

        database = self.case.database
        if self.case.read_only:
            follow(database)
            return
        done, last = database.applied(READER), database.applied(EVIDENCE)
        if last is not None and (done is None or done[0].sequence < last[0].sequence):
            with self.case.log.locked():
                follow(database)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Nobody else decides meanwhile, and all that was decided before is known."""
        with self.case.log.locked():
            self.case.refresh()
            self._catch_up()
            yield

    def all(
        self, *, state: str | None = None, item: str | None = None, gone: bool = False
    ) -> list[Candidate]:
        """Candidates by number; ``item`` is a SHA-256.

        ``gone`` includes those that nobody decided on and that the last extraction didn't find.
        """
        from kashf.statements.ledger import STATEMENTS

        found = self._read(*([] if item is None else [STATEMENTS.c.item == item]))
        return [
            one
            for one in found
            if state in {None, one.state} and (gone or one.found or one.decisions)
        ]

    def get(self, reference: str) -> Candidate:
        """The candidate that ``S3`` means. Raises :class:`~kashf.errors.UsageError` for none."""
        from kashf.statements.ledger import STATEMENTS

        match = re.fullmatch(r"[Ss]([1-9][0-9]{0,9})", reference.strip(), re.ASCII)
        found = self._read(STATEMENTS.c.number == int(match[1])) if match else []
        if not found:
            raise UsageError(
                f"The case has no statement {reference!r}.",
                hint="'kashf statements list' lists what it has.",
            )
        return found[0]

    def _read(self, *where: Any) -> list[Candidate]:
        from kashf.statements.ledger import candidates

        self._catch_up()
        with self.case.database.reading() as connection:
            return [strict(one, self.needs) for one in candidates(connection, *where)]

    def item(self, candidate: Candidate | str) -> Item:
        """The item of a candidate, or of a SHA-256."""
        sha256 = candidate if isinstance(candidate, str) else candidate.item
        if sha256 not in self._items:
            self._items[sha256] = self.case.item(sha256)
        return self._items[sha256]

    def text(self, candidate: Candidate | str) -> Text:
        """The text of the item (a candidate's, or a SHA-256) whose bytes are first checked."""
        from kashf.evidence.texts import read_text

        item = self.item(candidate)
        if item.sha256 not in self._texts:
            path = self.case.checked_path(item)
            text = read_text(path, media_type=item.media_type or None)
            if len(self._texts) >= _TEXTS:
                self._texts.pop(next(iter(self._texts)))
            self._texts[item.sha256] = text
        return self._texts[item.sha256]

    def take(
        self,
        item: Item,
        statements: Sequence[Statement],
        extractor: str,
        *,
        text: Text | None = None,
        complete: bool = True,
    ) -> Taken:
        """Take in what an extractor found in an item, and record it in the custody log.

        The same content, speaker and verb spans are the same candidate. What somebody decided on
        is never changed; an undecided one follows a later extraction of the same kind (the first
        word of ``extractor``). ``text`` is the item's, where the caller has it. ``complete`` is
        False when parts of the text were not read: then nothing is gone.
        Raises :class:`~kashf.errors.IntegrityError` for a span that is not text of the item.
        """
        from kashf.statements.taking import take

        source = text or self.text(item.sha256)
        for statement in statements:
            if why := check_spans(statement, source.text):
                raise IntegrityError(f"A statement does not fit {item.label}: {why}.")
        with self.writing():
            return take(self, item, statements, extractor, complete=complete)

    def accept(
        self, reference: str, *, by: str, note: str | None = None, grade: str | None = None
    ) -> Candidate:
        """Accept: somebody compared it with its source. Its spans must still be text of that.

        Raises :class:`~kashf.errors.UsageError` for a rejected one (reopen it first) and for a
        reviewer who accepted it already.
        """
        changes = {} if grade is None else {"grade": grade}
        return self._decide(reference, Step("accept", changes, note), by)

    def reject(self, reference: str, *, by: str, note: str | None = None) -> Candidate:
        """Reject, also what was accepted before."""
        return self._decide(reference, Step("reject", note=note), by)

    def edit(
        self, reference: str, changes: Mapping[str, Any], *, by: str, note: str | None = None
    ) -> Candidate:
        """Correct parts of the statement: see :func:`kashf.statements.edits.corrections`.

        It is a candidate again afterwards. Raises :class:`~kashf.errors.UsageError` for a span that
        is not text of the source, and where nothing would change.
        """
        return self._decide(reference, Step("edit", changes, note), by)

    def grade(
        self, reference: str, grade: str | None, *, by: str, note: str | None = None
    ) -> Candidate:
        """Grade, e.g. ``B2``; None takes the grade away."""
        return self._decide(reference, Step("grade", {"grade": grade}, note), by)

    def reopen(self, reference: str, *, by: str, note: str | None = None) -> Candidate:
        """Take acceptance or rejection back; corrections and grade stay."""
        return self._decide(reference, Step("reopen", note=note), by)

    def _decide(self, reference: str, step: Step, by: str) -> Candidate:
        with self.writing():
            candidate = self.get(reference)
            self.record([(candidate, self.plan(candidate, [step], by))], by)
            return self.get(reference)

    def plan(self, candidate: Candidate, steps: Sequence[Step], by: str) -> list[Decision]:
        """What is recorded for these decisions, one after the other; nothing is written.

        Raises :class:`~kashf.errors.UsageError` where one of them can't be made.
        """
        planned: list[Decision] = []
        now = datetime.now(UTC)
        for step in steps:
            if step.note is not None and len(step.note) > _LONGEST_NOTE:
                raise UsageError(f"A note has at most {_LONGEST_NOTE:,} characters.")
            decision = Decision(
                step.action,
                by,
                now,
                step.note or None,
                _CHANGES[step.action](self, candidate, step.changes),
                self.needs if step.action == "accept" else 1,
            )
            candidate = strict(decided(candidate, decision), self.needs)
            planned.append(decision)
        return planned

    def _corrected(self, candidate: Candidate, changes: Mapping[str, Any]) -> dict[str, Any]:
        found = corrections(candidate.statement, changes, self.text(candidate))
        if not found:
            raise UsageError(f"Nothing of {candidate.label} would change.")
        return found

    def _graded(self, candidate: Candidate, changes: Mapping[str, Any]) -> dict[str, Any]:
        grade = changes["grade"] and parse_grade(changes["grade"])
        if grade == candidate.grade:
            raise UsageError(f"{candidate.label} has that grade already.")
        return {"grade": grade}

    def _confirmed(self, candidate: Candidate, changes: Mapping[str, Any]) -> dict[str, Any]:
        if why := check_spans(candidate.statement, self.text(candidate).text):
            raise IntegrityError(
                f"{candidate.label} no longer fits its source: {why}.",
                hint="Correct the spans, or extract the item again.",
            )
        return {"grade": parse_grade(changes["grade"])} if changes.get("grade") else {}

    def _nothing(self, candidate: Candidate, changes: Mapping[str, Any]) -> dict[str, Any]:
        return {}

    def record(self, plans: Sequence[tuple[Candidate, Sequence[Decision]]], by: str) -> None:
        """Write planned decisions into the custody log, all with one write; under :meth:`writing`."""
        from kashf.evidence.custody import Draft

        drafts = [
            Draft("reviewed", item=candidate.item, details=_details(candidate.number, decision))
            for candidate, decisions in plans
            for decision in decisions
        ]
        if drafts:
            self.case.log.append_all(drafts, by=by)
            self._catch_up()


_CHANGES: dict[
    Action, Callable[[Reviews, Candidate, Mapping[str, Any]], dict[str, Any]]
] = {
    "accept": Reviews._confirmed,
    "reject": Reviews._nothing,
    "edit": Reviews._corrected,
    "grade": Reviews._graded,
    "reopen": Reviews._nothing,
}  # fmt: skip


def _details(number: int, decision: Decision) -> dict[str, Any]:
    details: dict[str, Any] = {"statement": number, "action": decision.action}
    if decision.note:
        details["note"] = decision.note
    if decision.changes:
        details["changes"] = dict(decision.changes)
    if decision.needs > 1:
        details["needs"] = decision.needs
    return details
