"""A mapping as one SQL query: everything that is done row by row, done by columns.

The query reads ``src`` with the columns ``_row`` and ``c0``, ``c1``, … (the columns that the
mapping uses) and gives the columns of the table, ``_row``, ``_reason`` (null for a good row),
``_line`` (the bad row as JSON) and ``_mended`` (an id written as 12.0 became 12).
The session's time zone must be UTC. Each piece of a table gets the shortest query that is right
for it: columns that are clean are not mended.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from kashf.errors import UsageError
from kashf.files import sql_name, sql_text
from kashf.posts.clean import holds_nul, is_clean
from kashf.posts.expressions import (
    MISSING_SQL,
    STRIPPED,
    id_of,
    is_list,
    is_text,
    list_of,
    time_of,
    word_of,
)
from kashf.posts.mapping import ACTION_TARGETS, IDS, LISTS, POST_TARGETS, ColumnMapping
from kashf.posts.values import EARLIEST, LATEST, LOST

__all__ = ["LINE", "NO_OBJECT", "NO_ZONE", "Query", "build"]

LINE = 2_000
NO_ZONE = "time carries no zone"
NO_OBJECT = "object_id is missing"
_NEVER_EMPTY = ("platform", "kind", "post_id", "object_id", "account_id")


@dataclass(frozen=True)
class Query:
    """SQL over ``src``; ``columns`` are the source columns that become ``c0``, ``c1``, …

    ``targets`` has, for what is mended, the column it comes from and the signs that need it.
    """

    columns: tuple[str, ...]
    generated_ids: bool
    targets: tuple[tuple[str, str, str], ...]
    text: Callable[[frozenset[str], frozenset[str]], str]

    def sql(self, piece: pa.Table) -> str:
        """The query for ``piece``, which has the columns ``_row``, ``c0``, ``c1``, …"""
        names = [f"c{i}" for i in range(len(self.columns))]
        nul = frozenset(name for name in names if holds_nul(piece.column(name)))
        clean = frozenset(
            target
            for target, name, signs in self.targets
            if name not in nul and is_clean(piece.column(name), signs=signs)
        )
        return self.text(clean, nul)


def build(
    mapping: ColumnMapping,
    names: Sequence[str],
    types: Sequence[pa.DataType],
    *,
    assume_zone: str | None = None,
    lenient: bool = False,
    id_prefix: str = "",
) -> Query:
    """The query that turns a table with columns ``names`` into what ``mapping`` says.

    ``lenient`` leaves out columns that the table lacks, as releases of one format differ.
    A post without a mapped id gets ``id_prefix`` and the number of its row.
    Raises :class:`UsageError` for a column that is not there.
    """
    zone = mapping.zone or assume_zone

    @cache
    def text(clean: frozenset[str], nul: frozenset[str]) -> str:
        return _Build(mapping, names, types, zone, lenient, clean, nul).sql(id_prefix)

    made = _Build(mapping, names, types, zone, lenient, frozenset(), frozenset())
    made.sql(id_prefix)
    generated = mapping.table == "posts" and "post_id" not in mapping.columns
    return Query(tuple(made.used), generated, tuple(made.mendable), text)


class _Build:
    """Expressions and checks, collected target by target."""

    def __init__(
        self,
        mapping: ColumnMapping,
        names: Sequence[str],
        types: Sequence[pa.DataType],
        zone: str | None,
        lenient: bool,
        clean: frozenset[str],
        nul: frozenset[str],
    ) -> None:
        self.mapping = mapping
        self.clean = clean
        self.nul = nul
        self.types = dict(zip(names, types, strict=True))
        self.zone = zone
        self.lenient = lenient
        self.used: list[str] = []
        self.firsts: list[str] = []
        self.values: dict[str, str] = {}
        self.checks: list[tuple[str, str]] = []
        self.time_checks: list[tuple[str, str]] = []
        self.mended: list[str] = []
        self.mendable: list[tuple[str, str, str]] = []

    def source(self, target: str) -> tuple[str, pa.DataType] | None:
        """The column that ``target`` comes from, and its type."""
        wanted = self.mapping.sources(target)
        for name in wanted:
            if name in self.types:
                if name not in self.used:
                    self.used.append(name)
                return f"c{self.used.index(name)}", self.types[name]
        if wanted and (not self.lenient or target in ("account_id", "time", "object_id")):
            raise UsageError(
                f"{target} is mapped to {' or '.join(map(repr, wanted))}, which the table lacks.",
                hint=f"It has: {', '.join(map(repr, self.types))}.",
            )
        return None

    def absent(self, target: str, id_prefix: str) -> str:
        """The value of a target that has no column."""
        if target == "post_id" and "post_id" not in self.mapping.columns:
            return f"{sql_text(id_prefix)} || _row"
        if target in ("platform", "kind") and (fixed := getattr(self.mapping, target)):
            return sql_text(fixed)
        return "[]::VARCHAR[]" if target in LISTS else "NULL::VARCHAR"

    def add(self, target: str, c: str, type_: pa.DataType) -> None:
        """Take ``target`` from column ``c``."""
        if target == "time":
            self._add_time(c, type_)
        elif target == "text":
            self.values[target] = f"nullif({c if is_text(type_) else f'CAST({c} AS VARCHAR)'}, '')"
        elif target in self.clean:
            empty = f"CASE WHEN {c} IS NULL THEN []::VARCHAR[] ELSE CAST({c} AS VARCHAR[]) END"
            self.values[target] = empty if target in LISTS else c
        elif target in IDS:
            name = f"i_{target}"
            made = id_of(c, type_, name)
            self.firsts += [f"{made.first} AS {name}", f"{made.suspect} AS {name}_"]
            self.values[target] = made.value
            self.checks.append((f"{name}_ AND {made.lost}", f"{target} {LOST}"))
            self.mended.append(f"CASE WHEN {name}_ THEN {made.mended} ELSE false END")
            self.mendable.append((target, c, ".+"))
        elif target in LISTS:
            self.values[target] = list_of(c, type_, target, self.mapping.separator)
            if is_list(type_):
                self.mendable.append((target, c, STRIPPED.get(target, "")))
        else:
            self.values[target] = word_of(c, type_)
            self.mendable.append((target, c, ""))
        if target in ("platform", "kind") and (fixed := getattr(self.mapping, target)):
            self.values[target] = f"coalesce({self.values[target]}, {sql_text(fixed)})"

    def _add_time(self, c: str, type_: pa.DataType) -> None:
        self.values["time"], no_zone = time_of(c, type_, self.mapping, self.zone)
        missing = f"{c} IS NULL"
        if is_text(type_):
            missing += f" OR trim({c}) IN {MISSING_SQL}"
        self.time_checks.append((f'"time" IS NULL AND ({missing})', "time is missing"))
        if no_zone is not None:
            self.time_checks.append((f'"time" IS NULL AND {no_zone}', NO_ZONE))
        self.time_checks.append(('"time" IS NULL OR NOT isfinite("time")', "time can't be read"))
        if self.mapping.table == "posts":
            absurd = f"\"time\" < '{EARLIEST}' OR \"time\" >= '{LATEST}'"
            self.time_checks.append((absurd, "time is before 1990 or after 2100"))

    def sql(self, id_prefix: str) -> str:
        """The whole query; every step uses the results of the one inside it."""
        targets = POST_TARGETS if self.mapping.table == "posts" else ACTION_TARGETS
        for target in targets:
            found = self.source(target)
            if found is None:
                self.values[target] = self.absent(target, id_prefix)
            else:
                self.add(target, *found)
        checks = list(self.checks)
        if self.nul:
            held = " OR ".join(f"contains(CAST({c} AS VARCHAR), chr(0))" for c in sorted(self.nul))
            checks.insert(0, (held, "it holds a NUL character"))
        checks += [
            (f"{sql_name(t)} IS NULL", f"{t} is missing") for t in targets if t in _NEVER_EMPTY
        ]
        checks += self.time_checks
        cases = " ".join(f"WHEN {check} THEN {sql_text(reason)}" for check, reason in checks)
        values = ", ".join(f"{value} AS {sql_name(t)}" for t, value in self.values.items())
        line = ", ".join(f"{sql_text(name)}: c{i}" for i, name in enumerate(self.used))
        line = f"left(CAST(to_json({{{line}}}) AS VARCHAR), {LINE})"
        return (
            f"SELECT _row, {', '.join(map(sql_name, targets))}, _reason, "
            f"CASE WHEN _reason IS NOT NULL THEN {line} END AS _line, _mended "
            f"FROM (SELECT *, CASE {cases} END AS _reason, "
            f"{' OR '.join(self.mended) or 'false'} AS _mended "
            f"FROM (SELECT *, {values} "
            f"FROM (SELECT {', '.join(['*', *self.firsts])} FROM src)))"
        )
