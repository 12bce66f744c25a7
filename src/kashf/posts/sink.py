"""Where rows go: good ones into Parquet, bad ones into a file of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kashf.posts.sql import LINE, NO_OBJECT

__all__ = ["Rejected", "Rejection", "RowGroups", "Sink"]

_UNIQUE = ("post_id", "text", "post_url", "time", "source_row")
_RISING = ("time", "source_row")
_BLOCK, _GROUP, _GROUP_BYTES = 8_192, 65_536, 64 << 20


Rejection = tuple[int, str, str]


class Rejected:
    """The rows that can't be used, one JSON object a line, and their reasons."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reasons: Counter[str] = Counter()
        self.first: dict[str, tuple[str, int | None]] = {}
        self._file: BinaryIO = path.open("wb")

    def add(self, file: str, row: int | None, reason: str, line: str) -> None:
        """Keep one row; ``line`` is cut after 2,000 characters."""
        self.reasons[reason] += 1
        self.first.setdefault(reason, (file, row))
        record = {"file": file, "row": row, "reason": reason, "line": line[:LINE]}
        self._file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))

    @property
    def count(self) -> int:
        """Rows so far."""
        return self.reasons.total()

    def mark(self) -> tuple[int, Counter[str], dict[str, tuple[str, int | None]]]:
        """The state, for :meth:`back_to`."""
        return self._file.tell(), self.reasons.copy(), dict(self.first)

    def back_to(self, mark: tuple[int, Counter[str], dict[str, tuple[str, int | None]]]) -> None:
        """Forget what came after ``mark``, when a file is read again."""
        place, self.reasons, self.first = mark
        self._file.seek(place)
        self._file.truncate()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class RowGroups:
    """Parquet whose row groups depend on the rows alone, not on the batches they came in."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.schema = schema
        self.rows = 0
        self._writer = pq.ParquetWriter(
            path,
            schema,
            compression="zstd",
            compression_level=1,
            # A dictionary of what hardly repeats is made in vain.
            use_dictionary=[name for name in schema.names if name not in _UNIQUE],
            column_encoding={
                name: "DELTA_BINARY_PACKED" for name in _RISING if name in schema.names
            },
            write_statistics=False,
        )
        self._pool = ThreadPoolExecutor(1)
        self._writing: Future[None] | None = None
        self._waiting: list[pa.Table] = []
        self._waiting_rows = 0
        self._group: list[pa.Table] = []
        self._group_rows = self._group_bytes = 0
        self._text = "text" if "text" in schema.names else "object_id"

    def write(self, table: pa.Table) -> None:
        """Append rows in the columns and types of the schema."""
        self.rows += len(table)
        self._waiting.append(table)
        self._waiting_rows += len(table)
        if self._waiting_rows < _BLOCK:
            return
        rows = pa.concat_tables(self._waiting)
        rest = rows.slice(self._take(rows, len(rows) - len(rows) % _BLOCK))
        self._waiting, self._waiting_rows = [rest], len(rest)

    def _take(self, rows: pa.Table, end: int) -> int:
        """Add the first ``end`` rows to groups, block by block; returns ``end``."""
        sizes = pc.fill_null(pc.binary_length(rows.column(self._text)), 0)
        begin = 0
        for start in range(0, end, _BLOCK):
            stop = min(start + _BLOCK, end)
            self._group_rows += stop - start
            self._group_bytes += pc.sum(sizes.slice(start, stop - start)).as_py()
            if self._group_rows >= _GROUP or self._group_bytes >= _GROUP_BYTES:
                self._group.append(rows.slice(begin, stop - begin))
                self._flush()
                begin = stop
        if begin < end:
            self._group.append(rows.slice(begin, end - begin))
        return end

    def _flush(self) -> None:
        if self._group_rows:
            # Copies nothing where the rows already lie in one piece.
            table = pa.concat_tables(self._group).combine_chunks()
            self._wait()
            self._writing = self._pool.submit(self._write, table)
        self._group, self._group_rows, self._group_bytes = [], 0, 0

    def _write(self, table: pa.Table) -> None:
        self._writer.write_table(table, row_group_size=len(table))

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()

    def close(self) -> None:
        """Write what is left."""
        try:
            if self._waiting_rows:
                self._take(pa.concat_tables(self._waiting), self._waiting_rows)
            self._waiting, self._waiting_rows = [], 0
            self._flush()
            self._wait()
        finally:
            self._pool.shutdown()
            self._writer.close()


class Sink:
    """One input file's rows: to its part of the table, or to the rejected ones."""

    def __init__(self, part: Path, schema: pa.Schema, rejected: Rejected, file: str) -> None:
        self.part = part
        self.file = file
        self._all = rejected
        self._mark = rejected.mark()
        self._schema = schema
        self._start()

    def _start(self) -> None:
        self.rejected = 0
        self.mended = 0
        self.not_posts = 0
        self.reasons: Counter[str] = Counter()
        self.platforms: set[str] = set()
        self._groups = RowGroups(self.part, self._schema)

    def restart(self) -> None:
        """Forget all rows of the file, which is read again."""
        self._groups.close()
        self._all.back_to(self._mark)
        self._start()

    @property
    def rows(self) -> int:
        """Good rows so far."""
        return self._groups.rows

    def reject(self, row: int | None, reason: str, line: str) -> None:
        """Put one row aside."""
        self.rejected += 1
        self.reasons[reason] += 1
        self._all.add(self.file, row, reason, line)

    def write(self, batch: pa.Table, others: Sequence[Rejection] = ()) -> None:
        """Rows as :func:`kashf.posts.sql.build` gives them, and others that a reader rejected."""
        bad = list(others)
        reasons = batch.column("_reason")
        if reasons.null_count < len(batch):
            columns = batch.filter(pc.is_valid(reasons)).select(["_row", "_reason", "_line"])
            bad += zip(*(column.to_pylist() for column in columns.columns), strict=True)
            batch = batch.filter(pc.is_null(reasons))
        for row, reason, line in sorted(bad, key=lambda rejection: rejection[0]):
            if reason == NO_OBJECT:
                self.not_posts += 1  # nothing is wrong with the row: there was no action
            else:
                self.reject(row, reason, line)
        self.mended += pc.sum(batch.column("_mended")).as_py() or 0
        self._write(batch)

    def _write(self, batch: pa.Table) -> None:
        if "platform" in self._schema.names:
            self.platforms.update(pc.unique(batch.column("platform")).to_pylist())
        columns = []
        for field in self._schema:
            if field.name == "source_file":
                column = pa.repeat(pa.scalar(self.file, pa.string()), len(batch))
            elif field.name == "source_row":
                column = batch.column("_row")
            else:
                column = batch.column(field.name)
            columns.append(column if column.type == field.type else column.cast(field.type))
        self._groups.write(pa.table(columns, schema=self._schema))

    def write_rows(self, rows: list[dict[str, Any]]) -> None:
        """Good rows as dicts with ``_row``; columns that are absent are empty."""
        names = [name for name in self._schema.names if not name.startswith("source_")]
        columns = []
        for name in names:
            field = self._schema.field(name)
            default: Any = [] if pa.types.is_list(field.type) else None
            values = [default if row.get(name) is None else row[name] for row in rows]
            columns.append(pa.array(values, field.type))
        numbers = pa.array([row["_row"] for row in rows], pa.int64())
        self._write(pa.table([*columns, numbers], names=[*names, "_row"]))

    def close(self) -> None:
        """Finish the part."""
        self._groups.close()
