"""What GEXF and GraphML have in common: which columns they carry, and writing row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc

from kashf.exports._xml import ids, texts
from kashf.safe import shown
from kashf.spreadsheet import ROWS, join, times

__all__ = ["EDGE_VALUES", "NODE_VALUES", "labels", "values", "write_rows"]

_MAKE: dict[str, Callable[[pa.Array], pa.Array]] = {
    "id": ids,
    "text": lambda column: texts(shown(column)),
    "time": times,
    "int": lambda column: column.cast(pa.string()),
    "float": lambda column: column.cast(pa.string()),
}

NODE_VALUES = (
    ("account_name", "text"),
    ("platform", "text"),
    ("cluster_id", "int"),
    ("degree", "int"),
    ("strength", "int"),
    ("actions", "int"),
    ("actions_in_step", "int"),
    ("share_in_step", "float"),
    ("first_time", "time"),
    ("last_time", "time"),
)
EDGE_VALUES = (
    ("co_actions", "int"),
    ("mean_delay", "float"),
    ("min_delay", "float"),
    ("first_time", "time"),
    ("last_time", "time"),
)


def labels(batch: pa.RecordBatch) -> pa.Array:
    """The name of each account, or its id where it has none; hidden characters written out."""
    names, own = batch.column("account_name"), batch.column("account_id")
    return texts(pc.coalesce(shown(names), shown(own, strict=True)))


def values(
    batch: pa.RecordBatch, columns: tuple[tuple[str, str], ...], before: str, after: str
) -> Iterator[pa.Array]:
    """Each column as ``before % its name``, value, ``after``; nothing where the value is null."""
    for name, type_ in columns:
        written = join(before % name, _MAKE[type_](batch.column(name)), after)
        yield pc.fill_null(written, "")


def write_rows(file: IO[str], table: pa.Table, row: Callable[[pa.RecordBatch], pa.Array]) -> None:
    """Write what ``row`` makes of each batch of ``table``."""
    for batch in table.to_batches(max_chunksize=ROWS):
        file.write("".join(row(batch).to_pylist()))
