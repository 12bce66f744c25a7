"""The tables of candidates and decisions: what the custody log says about statements.

The log is right; everything here follows from its entries "extracted" and "reviewed".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from kashf.errors import IntegrityError, UsageError
from kashf.evidence.database import APPLIED, ENTRIES, METADATA, Database, ExactText, Follower
from kashf.evidence.database import READER as EVIDENCE
from kashf.evidence.entries import Entry, canonical
from kashf.statements.decisions import Candidate, Decision, decided
from kashf.statements.model import Span, Statement

__all__ = ["DECISIONS", "FOLLOWER", "STATEMENTS", "Ledger", "candidates", "follow", "key_of",
           "last_number", "replay"]  # fmt: skip

READER = "statements"
EVENTS = ("extracted", "reviewed")
_PAGE = 1_000  # entries that are taken in at once
_VARIABLES = 500  # of one SQL statement

STATEMENTS = sa.Table(
    "statements",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("item", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("extractor", sa.Text, nullable=False),
    sa.Column("machine", sa.Text, nullable=False),
    sa.Column("statement", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("grade", sa.Text),
    sa.Column("accepted_by", sa.Text, nullable=False),
    sa.Column("needs", sa.Integer, nullable=False),
    sa.Column("found", sa.Integer, nullable=False),
    sa.Column("revision", sa.Text, nullable=False),
    sa.Index("statements_by_key", "item", "key", unique=True),
)
DECISIONS = sa.Table(
    "decisions",
    METADATA,
    sa.Column("sequence", sa.Integer, primary_key=True),
    sa.Column("statement", sa.Integer, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("by", ExactText, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("note", ExactText),
    sa.Column("changes", sa.Text, nullable=False),
    sa.Column("needs", sa.Integer, nullable=False),
    sa.Index("decisions_by_statement", "statement"),
)


def key_of(statement: Statement) -> str:
    """What makes two statements of one item the same candidate: content, speaker and verb."""

    def place(span: Span | None) -> str:
        return "-" if span is None else f"{span.start}-{span.end}"

    return f"{place(statement.content)} {place(statement.speaker)} {place(statement.verb)}"


@dataclass(frozen=True)
class _Record:
    """What is used of an entry."""

    sequence: int
    event: str
    at: str
    by: str
    item: str
    details: Mapping[str, Any]
    hash: str


class Ledger:
    """Candidates in memory while entries are taken in; ``known`` are those of before."""

    def __init__(self, known: Mapping[int, Candidate]) -> None:
        self.candidates: dict[int, Candidate] = {}
        self.decisions: list[tuple[int, int, Decision]] = []  # sequence, number
        self._known = known

    def take(self, record: _Record) -> None:
        """Take in one entry. Raises :class:`~kashf.errors.IntegrityError` where it can't be."""
        try:
            if record.event == "extracted":
                self._extracted(record)
            elif "statement" in record.details:
                self._reviewed(record)
        except (UsageError, ValueError, KeyError, TypeError) as error:
            raise IntegrityError(
                f"Entry {record.sequence} of the custody log can't be followed: {error}",
                hint="Run 'kashf verify'. A newer Kashf may have made the entry.",
            ) from error

    def _get(self, number: int) -> Candidate:
        found = self.candidates.get(number) or self._known.get(number)
        if found is None:
            raise ValueError(f"there is no statement S{number}")
        return found

    def _put(self, candidate: Candidate, record: _Record) -> None:
        revision = record.hash[:16]
        self.candidates[candidate.number] = replace(candidate, revision=revision)

    def _extracted(self, record: _Record) -> None:
        details = record.details
        for row in details.get("new", ()):
            statement = Statement.model_validate(row["statement"])
            self._put(
                Candidate(
                    number=row["number"],
                    item=record.item,
                    statement=statement,
                    extractor=details["extractor"],
                    machine=statement,
                ),
                record,
            )
        for row in details.get("changed", ()):
            statement = Statement.model_validate(row["statement"])
            before = self._get(row["number"])
            self._put(
                replace(before, statement=statement, machine=statement, found=True,
                        extractor=details["extractor"]),
                record,
            )  # fmt: skip
        for name, found in (("gone", False), ("again", True)):
            for number in details.get(name, ()):
                self._put(replace(self._get(number), found=found), record)

    def _reviewed(self, record: _Record) -> None:
        details = record.details
        number = details["statement"]
        decision = Decision(
            action=details["action"],
            by=record.by,
            at=datetime.fromisoformat(record.at),
            note=details.get("note"),
            changes=details.get("changes", {}),
            needs=details.get("needs", 1),
        )
        self._put(decided(self._get(number), decision), record)
        self.decisions.append((record.sequence, number, decision))


def replay(entries: Iterable[Entry]) -> list[Candidate]:
    """The candidates that the entries of a log lead to, without any database."""
    ledger = Ledger({})
    for entry in entries:
        if entry.event in EVENTS and entry.details is not None:
            at = json.loads(entry.body())["at"]
            ledger.take(_Record(entry.sequence, entry.event, at, entry.by or "", entry.item or "",
                                entry.details, entry.hash))  # fmt: skip
    return [ledger.candidates[number] for number in sorted(ledger.candidates)]


def follow(database: Database, upto: int | None = None) -> bool:
    """Take in entries that the tables don't know yet, those after ``upto`` not.

    Hold the lock of the case. Returns whether there was something to do.
    """
    done = database.applied(READER)
    last = database.applied(EVIDENCE)
    if last is None or (done is not None and done[0].sequence >= last[0].sequence):
        return False
    with database.writing() as connection:
        at = 0 if done is None else done[0].sequence
        while (at := _page(connection, at, upto)) > 0:
            pass
        if upto is None:
            row = {"reader": READER, "sequence": last[0].sequence, "hash": last[0].hash,
                   "offset": last[1]}  # fmt: skip
            connection.execute(insert(APPLIED).values(row).on_conflict_do_update(set_=row))
    return True


def _page(connection: sa.Connection, after: int, upto: int | None) -> int:
    """Take in a page of entries; returns the last one's number, 0 for none."""
    limit = [] if upto is None else [ENTRIES.c.sequence <= upto]
    rows = connection.execute(
        sa.select(ENTRIES)
        .where(ENTRIES.c.event.in_(EVENTS), ENTRIES.c.sequence > after, *limit)
        .order_by(ENTRIES.c.sequence)
        .limit(_PAGE)
    ).all()
    if not rows:
        return 0

    records = [
        _Record(row.sequence, row.event, row.at, row.by, row.item or "", json.loads(row.details),
                row.hash)
        for row in rows
    ]  # fmt: skip
    ledger = Ledger(_known(connection, records))
    for record in records:
        ledger.take(record)
    if ledger.candidates:
        statement = insert(STATEMENTS)
        new = {c.name: c for c in statement.excluded if c.name != "number"}
        connection.execute(
            statement.on_conflict_do_update(index_elements=["number"], set_=new),
            [_row(one) for one in ledger.candidates.values()],
        )
    if ledger.decisions:
        connection.execute(
            DECISIONS.insert(),
            [
                {
                    "sequence": sequence, "statement": number, "action": one.action, "by": one.by,
                    "at": one.at.isoformat(), "note": one.note, "needs": one.needs,
                    "changes": canonical(dict(one.changes)).decode(),
                }
                for sequence, number, one in ledger.decisions
            ],
        )  # fmt: skip
    return int(rows[-1].sequence)


def _known(connection: sa.Connection, records: Iterable[_Record]) -> dict[int, Candidate]:
    """The candidates that entries are about, of those that the tables have."""
    wanted: set[int] = set()
    for record in records:
        details = record.details
        numbers = [details.get("statement"), *details.get("gone", ()), *details.get("again", ())]
        numbers += [row["number"] for row in details.get("changed", ())]
        wanted |= {number for number in numbers if isinstance(number, int)}
    ordered = sorted(wanted)
    return {
        one.number: one
        for at in range(0, len(ordered), _VARIABLES)
        for one in candidates(connection, STATEMENTS.c.number.in_(ordered[at : at + _VARIABLES]))
    }


def _row(candidate: Candidate) -> dict[str, Any]:
    return {
        "number": candidate.number,
        "item": candidate.item,
        "key": key_of(candidate.original),
        "extractor": candidate.extractor,
        "machine": candidate.original.model_dump_json(),
        "statement": candidate.statement.model_dump_json(),
        "state": candidate.state,
        "grade": candidate.grade,
        "accepted_by": canonical(candidate.accepted_by).decode(),
        "needs": candidate.needs,
        "found": int(candidate.found),
        "revision": candidate.revision,
    }


def candidates(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Candidate]:
    """Candidates in the order of their numbers, with their decisions."""
    rows = connection.execute(
        sa.select(STATEMENTS).where(*where).order_by(STATEMENTS.c.number)
    ).all()
    decisions: dict[int, list[Decision]] = {}
    numbers = sa.select(STATEMENTS.c.number).where(*where)
    for row in connection.execute(
        sa.select(DECISIONS)
        .where(DECISIONS.c.statement.in_(numbers))
        .order_by(DECISIONS.c.sequence)
    ):
        decisions.setdefault(row.statement, []).append(
            Decision(row.action, row.by, datetime.fromisoformat(row.at), row.note,
                     json.loads(row.changes), row.needs)
        )  # fmt: skip
    return [
        Candidate(
            number=row.number,
            item=row.item,
            statement=Statement.model_validate_json(row.statement),
            extractor=row.extractor,
            state=row.state,
            grade=row.grade,
            decisions=tuple(decisions.get(row.number, ())),
            machine=Statement.model_validate_json(row.machine),
            accepted_by=tuple(json.loads(row.accepted_by)),
            needs=row.needs,
            found=bool(row.found),
            revision=row.revision,
        )
        for row in rows
    ]


def last_number(connection: sa.Connection) -> int:
    """The highest number that was given to a candidate; 0 for none."""
    return connection.execute(sa.select(sa.func.max(STATEMENTS.c.number))).scalar() or 0


FOLLOWER = Follower(READER, (STATEMENTS, DECISIONS), follow)
