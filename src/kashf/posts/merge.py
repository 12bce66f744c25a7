"""Parts into one table: in order, and every post once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from kashf.files import sql_name, sql_text
from kashf.posts.sink import RowGroups

__all__ = ["combine"]

_BATCH = 16_384
_KEYS = "platform, post_id"


def combine(
    con: duckdb.DuckDBPyConnection,
    parts: Sequence[Path],
    out: Path,
    schema: pa.Schema,
    table: str,
    work: Path,
) -> int:
    """Write ``parts`` to ``out`` and return the number of rows that were duplicates.

    Posts with the same platform and id become one: at the place of the first, each column with
    the first value that is not empty. Actions are taken as they stand.
    """
    merged = work / "merged.parquet"
    doubles = _find(con, parts, schema, merged) if table == "posts" else None
    if doubles is None:
        if len(parts) == 1:
            parts[0].replace(out)
            return 0
        places = np.empty(0, dtype=np.int64)
        firsts = places
    else:
        places, firsts = doubles
    groups = RowGroups(out, schema)
    try:
        _copy(parts, groups, places, _Replacing(merged, firsts, schema))
    finally:
        groups.close()
    return len(places) - len(firsts)


def _find(
    con: duckdb.DuckDBPyConnection,
    parts: Sequence[Path],
    schema: pa.Schema,
    merged: Path,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]] | None:
    """Places of all rows that have a double, and of the first of each; the merged rows."""
    offsets = np.cumsum([0, *(pq.read_metadata(part).num_rows for part in parts)])
    rows = " UNION ALL ".join(
        f"SELECT *, file_row_number + {offset} AS _place "
        f"FROM read_parquet({sql_text(part)}, file_row_number = true)"
        for part, offset in zip(parts, offsets, strict=False)
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE suspects AS SELECT h FROM "
        f"(SELECT hash({_KEYS}) AS h FROM ({rows})) GROUP BY h HAVING count(*) > 1"
    )
    if con.execute("SELECT count(*) FROM suspects").fetchone() == (0,):
        return None
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE doubles AS SELECT * EXCLUDE (n) FROM "
        f"(SELECT {_KEYS}, _place, count(*) OVER (PARTITION BY {_KEYS}) AS n, "
        f"min(_place) OVER (PARTITION BY {_KEYS}) AS first FROM ({rows}) "
        f"WHERE hash({_KEYS}) IN (SELECT h FROM suspects)) WHERE n > 1"
    )
    found = con.execute("SELECT _place, first FROM doubles ORDER BY _place").fetchnumpy()
    places = np.asarray(found["_place"], dtype=np.int64)
    if not len(places):
        return None
    firsts = np.unique(np.asarray(found["first"], dtype=np.int64))
    columns = []
    for field in schema:
        name = sql_name(field.name)
        there = f"{name} IS NOT NULL"
        if pa.types.is_list(field.type):
            there = f"len({name}) > 0"
        if field.name.startswith("source_"):
            columns.append(f"arg_min({name}, _place) AS {name}")
        else:
            columns.append(f"arg_min({name}, _place) FILTER (WHERE {there}) AS {name}")
    con.execute(
        f"COPY (SELECT {', '.join(columns)} FROM (SELECT r.*, d.first AS _first FROM ({rows}) r "
        f"JOIN (SELECT _place, first FROM doubles) d USING (_place)) GROUP BY _first ORDER BY _first) "
        f"TO {sql_text(merged)} (FORMAT parquet)"
    )
    con.execute("DROP TABLE suspects; DROP TABLE doubles")
    return places, firsts


class _Replacing:
    """The merged rows, taken in order."""

    def __init__(self, path: Path, firsts: npt.NDArray[np.int64], schema: pa.Schema) -> None:
        self.firsts = firsts
        self._schema = schema
        self._rest = pa.table({f.name: pa.array([], f.type) for f in schema})
        self._batches = self._read(path) if len(firsts) else iter(())

    def _read(self, path: Path) -> Iterator[pa.Table]:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_BATCH):
                columns = []
                for field in self._schema:
                    column = batch.column(field.name).cast(field.type)
                    if pa.types.is_list(field.type) and column.null_count:
                        column = pa.array([x or [] for x in column.to_pylist()], field.type)
                    columns.append(column)
                yield pa.table(columns, schema=self._schema)

    def take(self, count: int) -> pa.Table:
        """The next ``count`` merged rows."""
        parts = [self._rest]
        have = len(self._rest)
        while have < count:
            more = next(self._batches)
            parts.append(more)
            have += len(more)
        table = pa.concat_tables([part.cast(self._schema) for part in parts])
        self._rest = table.slice(count)
        return table.slice(0, count)


def _copy(
    parts: Sequence[Path],
    groups: RowGroups,
    places: npt.NDArray[np.int64],
    merged: _Replacing,
) -> None:
    start = 0
    for part in parts:
        with pq.ParquetFile(part) as file:
            for batch in file.iter_batches(batch_size=_BATCH):
                table = pa.Table.from_batches([batch]).cast(groups.schema)
                end = start + len(table)
                low, high = np.searchsorted(places, [start, end])
                if low < high:
                    inner = places[low:high]
                    first_low, first_high = np.searchsorted(merged.firsts, [start, end])
                    order = np.arange(len(table))
                    keep = np.ones(len(table), dtype=np.bool_)
                    keep[inner - start] = False
                    news = merged.take(first_high - first_low)
                    spots = merged.firsts[first_low:first_high] - start
                    order[spots] = len(table) + np.arange(len(news))
                    keep[spots] = True
                    table = pa.concat_tables([table, news]).take(order[keep])
                groups.write(table)
                start = end
