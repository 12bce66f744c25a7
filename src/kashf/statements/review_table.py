"""Candidates as a CSV table for a spreadsheet, and back: what was edited becomes decisions.

The file is UTF-8 with a byte order mark and never holds a formula. ``revision`` says what a row
was exported from: a row that somebody edited is refused when its candidate changed meanwhile.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from kashf.errors import KashfError
from kashf.files import replacing
from kashf.statements.cells import (
    NO,
    YES,
    decode,
    free,
    number,
    readable,
    rows_of,
    same,
)
from kashf.statements.decisions import STATES, Candidate, Decision
from kashf.statements.edits import FLAGS, NAMES, PARTS, find_span
from kashf.statements.grading import parse_grade
from kashf.statements.model import Force, Span
from kashf.statements.review import Reviews, Step

__all__ = ["COLUMNS", "Imported", "Problem", "export_csv", "import_csv"]

_SPANS = tuple(
    column for part in PARTS for column in (part, f"{part}_start", f"{part}_end")
)  # fmt: skip
COLUMNS = (
    "statement", "revision", "item", "place", "state", "grade", "note",
    "speaker", "speaker_name", "force", "addressee", "addressee_name", "content",
    *FLAGS, "verb",
    *(column for column in _SPANS if column not in PARTS),
    "sources", "sums", "extractor", "decided",
)  # fmt: skip
_FIXED = ("item", "place", "sources", "sums", "extractor", "decided")
_EDITABLE = tuple(name for name in COLUMNS if name not in {*_FIXED, "statement", "revision"})


@dataclass(frozen=True)
class Problem:
    """A row that was refused, with its number in the spreadsheet (the header is row 1)."""

    row: int
    column: str | None
    statement: str
    reason: str

    def __str__(self) -> str:
        column = f", column {self.column!r}" if self.column else ""
        return f"row {self.row}{column}: {self.statement}: {self.reason}"


@dataclass(frozen=True)
class Imported:
    """What an import did: with ``errors`` nothing at all; ``conflicts`` are left as they are.

    ``decisions`` maps numbers of candidates to what was decided; ``unchanged`` counts rows.
    """

    decisions: Mapping[int, tuple[Decision, ...]] = field(default_factory=dict)
    unchanged: int = 0
    conflicts: tuple[Problem, ...] = ()
    errors: tuple[Problem, ...] = ()


class _WrongCellError(Exception):
    def __init__(self, column: str | None, reason: str) -> None:
        super().__init__(reason)
        self.column = column


def export_csv(reviews: Reviews, path: Path, candidates: Sequence[Candidate] | None = None) -> int:
    """Write candidates, by default all, into ``path``; returns how many."""
    found = reviews.all() if candidates is None else candidates
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for candidate in found:
            cells = _cells(reviews, candidate)
            writer.writerow([cells[name] for name in COLUMNS])
    return len(found)


def import_csv(reviews: Reviews, path: Path, *, by: str, dry_run: bool = False) -> Imported:
    """Take the edits of an exported table as decisions of ``by``.

    Rows that nobody edited are left alone. ``dry_run`` records nothing. Raises
    :class:`~kashf.errors.InputError` for a file that is no such table.
    """
    rows = list(rows_of(path, COLUMNS, ("statement", "revision", *_EDITABLE)))
    with reviews.writing():
        known = {one.label: one for one in reviews.all(gone=True)}
        done = _planned(reviews, rows, known, by)
        if not done.errors and not dry_run:
            plans = [(known[f"S{n}"], decisions) for n, decisions in done.decisions.items()]
            reviews.record(plans, by)
    return done


def _planned(
    reviews: Reviews,
    rows: Sequence[tuple[int, dict[str, str]]],
    known: Mapping[str, Candidate],
    by: str,
) -> Imported:
    decisions: dict[int, tuple[Decision, ...]] = {}
    conflicts: list[Problem] = []
    errors: list[Problem] = []
    seen: dict[str, int] = {}
    unchanged = 0
    for row, cells in sorted(rows, key=lambda one: _item_first(known, one)):
        label = cells["statement"].strip().upper()
        candidate = known.get(label)
        try:
            if candidate is None:
                raise _WrongCellError("statement", "the case has no such statement")
            if label in seen:
                raise _WrongCellError("statement", f"it stands in row {seen[label]}, too")
            seen[label] = row
            version, digest = _revision(cells["revision"])
            now = _cells(reviews, candidate)
            edited = [name for name in _EDITABLE if not same(cells[name], now[name])]
            if not edited or digest == _digest(cells):
                unchanged += 1
                if version == _version(candidate):
                    _check_fixed(cells, now)
                continue
            if version != _version(candidate):
                conflicts.append(_conflict(row, candidate, edited, cells, now))
                continue
            _check_fixed(cells, now)
            steps = _steps(reviews, candidate, cells, edited)
            decisions[candidate.number] = tuple(reviews.plan(candidate, steps, by))
        except _WrongCellError as wrong:
            errors.append(Problem(row, wrong.column, label or "?", str(wrong)))
        except KashfError as error:
            errors.append(Problem(row, None, label, str(error)))
    return Imported(
        {} if errors else dict(sorted(decisions.items())),
        unchanged,
        tuple(sorted(conflicts, key=lambda one: one.row)),
        tuple(sorted(errors, key=lambda one: one.row)),
    )


def _item_first(known: Mapping[str, Candidate], row: tuple[int, dict[str, str]]) -> tuple[str, int]:
    """Rows of one item after each other: each text is read once."""
    candidate = known.get(row[1]["statement"].strip().upper())
    return (candidate.item if candidate else "", row[0])


def _cells(reviews: Reviews, candidate: Candidate) -> dict[str, str]:
    one = candidate.statement
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {
        "statement": candidate.label,
        "state": candidate.state,
        "grade": candidate.grade or "",
        "force": one.force,
        "extractor": readable(candidate.extractor),
        "decided": readable("; ".join(map(_said, candidate.decisions))),
        "sources": free(" > ".join(
            f"{s.kind}: {s.span.text if s.span else s.name or ''}".rstrip(": ") for s in one.sources
        )),
        "sums": free("; ".join(f"{s.amount} {s.currency or '?'} ({s.span.text})" for s in one.sums)),
    }  # fmt: skip
    for name in NAMES:
        cells[name] = free(getattr(one, name) or "")
    for name in FLAGS:
        cells[name] = YES if getattr(one, name) else NO
    for part in PARTS:
        span: Span | None = getattr(one, part)
        if span is not None:
            cells[part] = free(span.text)
            cells[f"{part}_start"], cells[f"{part}_end"] = str(span.start), str(span.end)
    with suppress(KashfError, ValueError):  # evidence that is not here: the row can still be read
        item = reviews.item(candidate)
        cells["item"] = readable(f"{item.label} {item.name}")
        place = reviews.text(candidate).address(one.content.start, one.content.end)
        cells["place"] = f"[{item.label} {place}]"
    cells["revision"] = f"r{_version(candidate)}-{_digest(cells)}"
    return cells


def _said(decision: Decision) -> str:
    note = f" ({decision.note})" if decision.note else ""
    return f"{decision.action} by {decision.by}, {decision.at:%Y-%m-%d %H:%M} UTC{note}"


def _version(candidate: Candidate) -> str:
    about = f"{candidate.revision} {candidate.needs} {candidate.state}"
    return hashlib.sha256(about.encode()).hexdigest()[:16]


def _digest(cells: Mapping[str, str]) -> str:
    """Of the cells that can be edited: whether somebody did is seen from it."""
    digest = hashlib.sha256()
    for name in _EDITABLE:
        digest.update(cells[name].replace("\r\n", "\n").replace("\r", "\n").encode() + b"\0")
    return digest.hexdigest()[:16]


def _revision(cell: str) -> tuple[str, str]:
    version, dash, digest = cell.strip().removeprefix("r").partition("-")
    if not dash or len(version) != 16 or len(digest) != 16:
        raise _WrongCellError("revision", "this is not what was exported; leave it as it is")
    return version, digest


def _check_fixed(cells: Mapping[str, str], now: Mapping[str, str]) -> None:
    for name in _FIXED:
        if name in cells and not same(cells[name], now[name]):
            raise _WrongCellError(
                name, "this column can't be edited here; 'kashf statements edit' may do it"
            )


def _conflict(
    row: int,
    candidate: Candidate,
    edited: Sequence[str],
    cells: Mapping[str, str],
    now: Mapping[str, str],
) -> Problem:
    last = candidate.decisions[-1] if candidate.decisions else None
    why = _said(last) if last else "another extraction"
    shown = "; ".join(
        f"{name} is {now[name][:60]!r} now and {cells[name][:60]!r} in the file"
        for name in edited[:3]
    )
    return Problem(row, edited[0], candidate.label, f"changed since the export: {why}; {shown}")


def _steps(
    reviews: Reviews, candidate: Candidate, cells: Mapping[str, str], edited: Sequence[str]
) -> list[Step]:
    changes = _changes(reviews, candidate, cells, edited)
    steps = [Step("edit", changes)] if changes else []
    if "grade" in edited:
        steps.append(Step("grade", {"grade": _grade(cells["grade"])}))
    wanted = cells["state"].strip().lower()
    if wanted not in STATES:
        raise _WrongCellError("state", f"{wanted!r} is none of {', '.join(STATES)}")
    if changes or wanted != candidate.state:
        if not changes and (wanted == "candidate" or candidate.state == "rejected"):
            steps.append(Step("reopen"))
        if wanted != "candidate":
            steps.append(Step("accept" if wanted == "accepted" else "reject"))
    note = decode(cells["note"]).strip()
    if note and not steps:
        raise _WrongCellError("note", "a note goes with a decision, and nothing else was edited")
    if note:
        steps[-1] = Step(steps[-1].action, steps[-1].changes, note)
    return steps


def _grade(cell: str) -> str | None:
    try:
        return parse_grade(cell) if cell.strip() else None
    except KashfError as error:
        raise _WrongCellError("grade", str(error)) from error


def _changes(
    reviews: Reviews, candidate: Candidate, cells: Mapping[str, str], edited: Sequence[str]
) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for name in NAMES:
        if name in edited:
            changes[name] = decode(cells[name]) or None
    if "force" in edited:
        changes["force"] = cells["force"].strip().lower()
        if changes["force"] not in get_args(Force):
            raise _WrongCellError("force", f"this is none of {', '.join(get_args(Force))}")
    for name in FLAGS:
        if name in edited:
            word = cells[name].strip().lower()
            if word not in {YES, NO, "true", "false"}:
                raise _WrongCellError(name, f"{word!r} is neither {YES} nor {NO}")
            changes[name] = word in {YES, "true"}
    for part in PARTS:
        if {part, f"{part}_start", f"{part}_end"} & set(edited):
            changes[part] = _span(reviews, candidate, part, cells)
    return changes


def _span(
    reviews: Reviews, candidate: Candidate, part: str, cells: Mapping[str, str]
) -> dict[str, Any] | None:
    words, first, last = cells[part], cells[f"{part}_start"], cells[f"{part}_end"]
    if not (words or first.strip() or last.strip()):
        if part == "content":
            raise _WrongCellError(part, "a statement says something: reject it instead")
        return None
    text = reviews.text(candidate)
    source = text.text
    if not (first.strip() or last.strip()):
        try:
            return find_span(text, decode(words), candidate.statement, part).model_dump()
        except KashfError as error:
            raise _WrongCellError(part, str(error)) from error
    places = []
    for column in (f"{part}_start", f"{part}_end"):
        value = number(cells[column])
        if value is None:
            raise _WrongCellError(column, f"{cells[column]!r} is no whole number")
        places.append(value)
    start, end = places
    if not start < end <= len(source):
        raise _WrongCellError(
            f"{part}_start",
            f"{start}:{end} is no stretch of the source ({len(source):,} characters)",
        )
    found = source[start:end]
    if words and not same(words, free(found)) and decode(words) != found:
        raise _WrongCellError(
            part,
            f"the source has {free(found)[:60]!r} at {start}:{end}; empty both numbers to have the "
            "words searched, or empty the words to take those of the source",
        )
    return {"text": found, "start": start, "end": end}
