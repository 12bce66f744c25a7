"""What a candidate is, and what each decision makes of it. Functions of data alone.

The custody log, the database and the checks before a decision all use :func:`decided`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, get_args

from kashf.errors import UsageError
from kashf.statements.model import Statement
from kashf.text import normalise

__all__ = ["ACTIONS", "STATES", "Action", "Candidate", "Decision", "State", "decided", "person",
           "refusal", "strict"]  # fmt: skip

Action = Literal["accept", "reject", "edit", "grade", "reopen"]
State = Literal["candidate", "accepted", "rejected"]
ACTIONS: tuple[str, ...] = get_args(Action)
STATES: tuple[str, ...] = get_args(State)


@dataclass(frozen=True)
class Decision:
    """What somebody decided about a candidate. ``at`` is UTC.

    ``changes`` maps parts of the statement to their new values (an edit), and ``grade`` to a
    grade or None. ``needs`` is how many reviewers an acceptance asked for.
    """

    action: Action
    by: str
    at: datetime
    note: str | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    needs: int = 1


@dataclass(frozen=True)
class Candidate:
    """A statement that a machine found, and what people decided about it.

    ``number`` is shown as S1, S2, … and never given to another one. ``item`` is the SHA-256 of the
    item, ``extractor`` e.g. ``rules 1``. ``statement`` is as people left it, ``machine`` as it was
    found. ``accepted_by`` are the reviewers whose acceptance holds, of ``needs`` that it takes.
    ``found`` is False when a later extraction no longer finds it. ``revision`` changes with
    each decision and each extraction that touches it.
    """

    number: int
    item: str
    statement: Statement
    extractor: str
    state: State = "candidate"
    grade: str | None = None
    decisions: tuple[Decision, ...] = ()
    machine: Statement | None = None
    accepted_by: tuple[str, ...] = ()
    needs: int = 1
    found: bool = True
    revision: str = ""

    @property
    def label(self) -> str:
        """How it is cited: ``S3``."""
        return f"S{self.number}"

    @property
    def original(self) -> Statement:
        """The statement as the machine found it."""
        return self.machine or self.statement


def person(name: str) -> str:
    """What two spellings of one reviewer's name have in common."""
    return normalise(name).casefold().strip()


def refusal(candidate: Candidate, action: Action, by: str) -> str | None:
    """Why this decision can't be made now, or None."""
    if not person(by):
        return "a decision needs the name of who decides"
    if action == "accept":
        if candidate.state == "rejected":
            return f"{candidate.label} was rejected; reopen it first"
        before = [name for name in candidate.accepted_by if person(name) == person(by)]
        if before:
            waits = "; another reviewer must, too" if candidate.state == "candidate" else ""
            return f"{before[0]} accepted {candidate.label} already{waits}"
    if action == "reject" and candidate.state == "rejected":
        return f"{candidate.label} is rejected already"
    if action == "reopen" and candidate.state == "candidate" and not candidate.accepted_by:
        return f"{candidate.label} is open: nothing to take back"
    return None


def decided(candidate: Candidate, decision: Decision) -> Candidate:
    """The candidate after a decision.

    An edit makes it a candidate again: what was accepted was another text. Grades don't change
    the state. Raises :class:`~kashf.errors.UsageError` where :func:`refusal` has a reason.
    """
    why = refusal(candidate, decision.action, decision.by)
    if why is not None:
        raise UsageError(f"{why[0].upper()}{why[1:]}.")
    changes = dict(decision.changes)
    grade = changes.pop("grade", candidate.grade)
    statement = candidate.statement
    if changes:
        statement = Statement.model_validate({**statement.model_dump(mode="json"), **changes})
    accepted_by, needs, rejected = candidate.accepted_by, candidate.needs, False
    if decision.action == "accept":
        accepted_by, needs = (*accepted_by, decision.by), max(needs, decision.needs)
    elif decision.action == "grade":
        rejected = candidate.state == "rejected"
    else:
        accepted_by, needs, rejected = (), 1, decision.action == "reject"
    return _with_state(
        replace(
            candidate,
            statement=statement,
            grade=grade,
            decisions=(*candidate.decisions, decision),
            accepted_by=accepted_by,
            needs=needs,
            machine=candidate.original,
        ),
        rejected,
    )


def strict(candidate: Candidate, needs: int) -> Candidate:
    """The candidate where at least ``needs`` reviewers must accept."""
    return _with_state(
        replace(candidate, needs=max(candidate.needs, needs)), candidate.state == "rejected"
    )


def _with_state(candidate: Candidate, rejected: bool) -> Candidate:
    state: State = "candidate"
    if rejected:
        state = "rejected"
    elif candidate.accepted_by and len(candidate.accepted_by) >= candidate.needs:
        state = "accepted"
    return replace(candidate, state=state)
