"""Compares the database of a case with one that was made from its log just now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from kashf.evidence.database import ENTRIES, ITEMS, Database, versions

__all__ = ["compare"]

DATABASE = "case.sqlite"


def compare(
    database: Database,
    derived: Database,
    problem: Callable[[str], None],
    note: Callable[[str], None],
) -> None:
    """Tell ``problem`` of each row of ``database`` that is not in ``derived``, or is otherwise.

    Entries that are missing at the end alone are an interrupted command: a note.
    """
    if not database.is_current():
        if database.version() in versions():
            note("case.sqlite is of an older Kashf; the next command renews it.")
        else:
            problem(f"{DATABASE}: its tables are not those of this Kashf")
        return
    with database.reading() as connection:
        sound = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check")]
    if sound != ["ok"]:
        problem(f"{DATABASE}: it is damaged: {'; '.join(sound[:3])}")
        return
    ours, theirs = derived.applied(), database.applied()
    if ours is None:
        return
    behind = theirs is None or theirs[0].sequence < ours[0].sequence
    upto = 0 if theirs is None else theirs[0].sequence
    for number, what in _differences(database, derived, upto if behind else None):
        problem(f"{DATABASE}: {number} {what}")
    if behind:
        note(
            f"case.sqlite is {ours[0].sequence - upto:,} entries behind the log (an interrupted "
            "command); the next command brings it up to date."
        )
    elif theirs != ours:
        problem(f"{DATABASE}: it was made from another end of the log than custody.jsonl has")


def _differences(
    database: Database, derived: Database, upto: int | None
) -> Iterator[tuple[str, str]]:
    """Rows that differ; entries after ``upto`` are not expected yet."""
    with database.reading() as here, derived.reading() as there:
        limit = [] if upto is None else [ENTRIES.c.sequence <= upto]
        items = _rows(there, ITEMS, [] if upto is None else [ITEMS.c.sha256.in_(
            sa.select(ENTRIES.c.item).where(*limit))])  # fmt: skip
        pairs = (
            ("entry", _rows(here, ENTRIES, []), _rows(there, ENTRIES, limit)),
            ("item", _rows(here, ITEMS, []), items),
        )
        for name, mine, right in pairs:
            for number, a, b in _side_by_side(mine, right):
                label = f"{name} {number}"
                if a is None:
                    yield label, "is in custody.jsonl and not here"
                elif b is None:
                    yield label, "is here and not in custody.jsonl"
                else:
                    fields = [f for f in b if a.get(f) != b[f]]
                    yield label, f"differs from custody.jsonl ({', '.join(fields)})"


def _rows(connection: sa.Connection, table: sa.Table, where: list[Any]) -> Iterator[dict[str, Any]]:
    first = next(iter(table.primary_key))
    for row in connection.execute(sa.select(table).where(*where).order_by(first)):
        yield dict(row._mapping)


def _side_by_side(
    mine: Iterator[dict[str, Any]], right: Iterator[dict[str, Any]]
) -> Iterator[tuple[int, dict[str, Any] | None, dict[str, Any] | None]]:
    """Rows with one first column beside each other, those that differ."""
    a, b = next(mine, None), next(right, None)
    while a is not None or b is not None:
        keys = [next(iter(row.values())) for row in (a, b) if row is not None]
        key = min(keys)
        here = a if a is not None and next(iter(a.values())) == key else None
        there = b if b is not None and next(iter(b.values())) == key else None
        if here != there:
            yield key, here, there
        a = next(mine, None) if here is not None else a
        b = next(right, None) if there is not None else b
