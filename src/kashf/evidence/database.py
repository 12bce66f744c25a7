"""``case.sqlite``: what the custody log says, in tables that can be searched.

Everything in the tables of this module follows from the log, and is made again from it. Writers
hold the lock of the case; readers need none (write-ahead log).

Adding tables: a file in ``migrations/versions`` (next number, ``down_revision`` the one before),
and the same tables on :data:`METADATA` in the room that owns them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.pool import StaticPool
from sqlalchemy.types import TypeDecorator

from kashf.errors import IntegrityError, UsageError
from kashf.evidence.entries import Entry, Head, canonical

__all__ = ["APPLIED", "ENTRIES", "ITEMS", "METADATA", "Database", "ExactText", "Item"]

READER = "evidence"
_MIGRATIONS = Path(__file__).with_name("migrations")


class ExactText(TypeDecorator[str]):
    """Text of any kind: what is no Unicode (lone surrogates) is kept as bytes."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> Any:
        """To the database."""
        if value is None or not any("\ud800" <= char <= "\udfff" for char in value):
            return value
        return value.encode("utf-8", "surrogatepass")

    def process_result_value(self, value: Any, dialect: Any) -> str | None:
        """From the database."""
        return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


METADATA = sa.MetaData()
ENTRIES = sa.Table(
    "entries",
    METADATA,
    sa.Column("sequence", sa.Integer, primary_key=True),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("by", ExactText, nullable=False),
    sa.Column("tool", sa.Text, nullable=False),
    sa.Column("item", sa.Text),
    sa.Column("details", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Index("entries_by_item", "item"),
)
ITEMS = sa.Table(
    "items",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False, unique=True),
    sa.Column("name", ExactText, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("added", sa.Text, nullable=False),
    sa.Column("source", ExactText),
    sa.Column("collected_by", ExactText),
    sa.Column("method", ExactText),
    sa.Column("note", ExactText),
    sa.Column("derived_from", sa.Text),
    sa.Index("items_by_name", "name"),
)
APPLIED = sa.Table(
    "applied",
    METADATA,
    sa.Column("reader", sa.Text, primary_key=True),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("offset", sa.Integer, nullable=False),
)


@dataclass(frozen=True)
class Item:
    """An item of evidence; where it was added again, what the first time said.

    ``added`` is UTC, ``derived_from`` the SHA-256 of what it was made from.
    """

    number: int
    sha256: str
    name: str
    media_type: str
    size: int
    added: datetime
    source: str | None
    collected_by: str | None
    method: str | None
    note: str | None
    derived_from: str | None

    @property
    def label(self) -> str:
        """How the dossier cites it: ``E3``."""
        return f"E{self.number}"


class Database:
    """The database at ``path``; None for one in memory."""

    def __init__(self, path: Path | None, *, frozen: bool = False) -> None:
        self.path = path
        if path is None:
            self._engine = sa.create_engine("sqlite://", poolclass=StaticPool,
                                            connect_args={"check_same_thread": False})  # fmt: skip
        else:
            query = {"uri": "true", "mode": "ro", "immutable": "1"} if frozen else {}
            name = path.absolute().as_uri() if frozen else str(path)
            self._engine = sa.create_engine(sa.URL.create("sqlite", database=name, query=query))
        event.listen(self._engine, "connect", _prepare if path and not frozen else _manual)
        event.listen(self._engine, "begin", _begin)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection on which nothing moves while it is read."""
        with self._wrapped(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction; hold the lock of the case meanwhile."""
        engine = self._engine.execution_options(kashf_begin="IMMEDIATE")
        with self._wrapped(), engine.begin() as connection:
            yield connection

    @contextmanager
    def _wrapped(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DatabaseError as error:
            raise IntegrityError(
                f"The database can't be used ({error.orig}).",
                file=self.path,
                hint="Run 'kashf verify'. If the log is whole, move case.sqlite away: it is made "
                "again from the log.",
            ) from error

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def version(self) -> str:
        """Number of the last migration that was made; empty for none."""
        with self.reading() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return ""
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            return str(found or "")

    def is_current(self) -> bool:
        """Whether the tables are those of this version of Kashf."""
        return self.version() == versions()[-1]

    def migrate(self) -> None:
        """Bring the tables to this version of Kashf; hold the lock of the case meanwhile.

        Raises :class:`~kashf.errors.UsageError` where a newer Kashf made them.
        """
        known = versions()
        found = self.version()
        if found == known[-1]:
            return
        if found and found not in known:
            raise UsageError(
                f"A newer Kashf made this database (version {found}).",
                file=self.path,
                hint="Use that Kashf, or a newer one.",
            )
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        with self.writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def applied(self, reader: str = READER) -> tuple[Head, int] | None:
        """How far ``reader`` has read the log: the last entry, and where it ends in the file."""
        with self.reading() as connection:
            row = connection.execute(sa.select(APPLIED).where(APPLIED.c.reader == reader)).first()
        return None if row is None else (Head(row.sequence, row.hash), row.offset)

    def apply(self, entries: Iterable[tuple[Entry, int]]) -> None:
        """Take in entries, each with the byte where it ends, in one transaction."""
        with self.writing() as connection:
            number = connection.execute(sa.select(sa.func.max(ITEMS.c.number))).scalar() or 0
            last = None
            for last in entries:
                number += _apply(connection, last[0], number + 1)
            if last is not None:
                row = {"reader": READER, "sequence": last[0].sequence, "hash": last[0].hash,
                       "offset": last[1]}  # fmt: skip
                connection.execute(insert(APPLIED).values(row).on_conflict_do_update(set_=row))

    def items(self, *where: sa.ColumnElement[bool]) -> list[Item]:
        """Items in the order of their numbers."""
        with self.reading() as connection:
            rows = connection.execute(sa.select(ITEMS).where(*where).order_by(ITEMS.c.number))
            return [
                Item(**{**row._mapping, "added": datetime.fromisoformat(row.added)}) for row in rows
            ]

    def count(self) -> int:
        """How many items there are."""
        with self.reading() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(ITEMS)).scalar_one()


def versions() -> list[str]:
    """Numbers of all migrations, in order."""
    return sorted(path.name[:4] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def _apply(connection: sa.Connection, entry: Entry, number: int) -> int:
    """Take in one entry; returns how many items it adds."""
    details = entry.details or {}
    at = json.loads(entry.body())["at"]
    connection.execute(
        ENTRIES.insert().values(
            sequence=entry.sequence,
            event=entry.event,
            at=at,
            by=entry.by or "",
            tool=entry.tool,
            item=entry.item,
            details=canonical(details).decode(),
            hash=entry.hash,
        )
    )
    if entry.event not in {"collected", "derived"} or entry.item is None:
        return 0
    row = {name: details.get(name) for name in ("source", "collected_by", "method", "note")}
    done = connection.execute(
        insert(ITEMS)
        .values(
            number=number,
            sha256=entry.item,
            name=str(details.get("name", "")),
            media_type=str(details.get("media_type", "")),
            size=int(details.get("size", 0)),
            added=at,
            derived_from=details.get("parent"),
            **row,
        )
        .on_conflict_do_nothing(index_elements=["sha256"])
    )
    return done.rowcount


def _manual(connection: Any, _record: Any) -> None:
    # Transactions are begun by _begin: the driver would leave changes of tables out of them.
    connection.isolation_level = None


def _prepare(connection: Any, record: Any) -> None:
    _manual(connection, record)
    cursor = connection.cursor()
    for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=NORMAL",
                   "foreign_keys=ON"):  # fmt: skip
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    kind = connection.get_execution_options().get("kashf_begin", "")
    connection.exec_driver_sql(f"BEGIN {kind}".strip())
