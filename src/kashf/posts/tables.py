"""Tables through a mapping: batches of source columns in, good and bad rows out."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kashf.errors import InputError
from kashf.posts.documents import flat
from kashf.posts.sink import Rejection, Sink
from kashf.posts.sql import LINE, Query

__all__ = [
    "Aside",
    "connect",
    "from_batches",
    "from_parquet",
    "from_records",
    "lean_allocator",
    "run",
]

_ROWS = 16_384
_MANY = 50_000
_AHEAD = 4
_PIECE, _PIECE_BYTES = 65_536, 24 << 20


@contextmanager
def lean_allocator() -> Iterator[None]:
    """Arrow with jemalloc, where it is built in and nobody chose another.

    Its usual allocator takes huge pages ahead of need: a fifth more time, a fifth more memory.
    """
    before = pa.default_memory_pool()
    if "ARROW_DEFAULT_MEMORY_POOL" not in os.environ:
        with suppress(NotImplementedError):
            pa.set_memory_pool(pa.jemalloc_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


def connect(work: Path, memory_limit: str | None) -> duckdb.DuckDBPyConnection:
    """A DuckDB that spills into ``work`` and never fetches anything."""
    options: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "temp_directory": str(work),
        "threads": 1,
    }
    if memory_limit is not None:
        options["memory_limit"] = memory_limit
    con = duckdb.connect(config=options)
    con.execute("SET TimeZone = 'UTC'")
    return con


class Aside:
    """Rows that a reader rejects, kept until the rows around them are written.

    So the rejected rows come in one order, whatever the number of threads.
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._rejections: list[Rejection] = []

    def reject(self, row: int, reason: str, line: str) -> None:
        """Put one row aside."""
        self._rejections.append((row, reason, line[:LINE]))
        if len(self._rejections) >= _MANY:
            self.flush()

    def take(self) -> list[Rejection]:
        """What was rejected since the last time."""
        taken, self._rejections = self._rejections, []
        return taken

    def flush(self) -> None:
        """Hand over what there is."""
        for row, reason, line in self.take():
            self._sink.reject(row, reason, line)


def run(
    con: duckdb.DuckDBPyConnection,
    query: Query,
    batches: Iterable[pa.RecordBatch],
    sink: Sink,
    threads: int,
    aside: Aside | None = None,
    *,
    check: bool = False,
) -> Iterator[None]:
    """Send ``batches`` through ``query`` into ``sink``; pauses now and then.

    Each piece is a query of its own on one of ``threads`` threads, and results are taken in
    order: DuckDB does not keep the order of a stream, not even with one thread, since it holds
    back small pieces of it. ``check`` looks for text that is not UTF-8.
    """
    local = threading.local()
    cursors: list[duckdb.DuckDBPyConnection] = []

    def start() -> None:
        local.cursor = con.cursor()
        local.cursor.execute("SET TimeZone = 'UTC'")
        cursors.append(local.cursor)

    def work(piece: pa.Table) -> pa.Table:
        if check:
            piece = pa.table([_checked(column) for column in piece.columns], piece.column_names)
        local.cursor.register("src", piece)
        made = local.cursor.sql(query.sql(piece)).to_arrow_table()
        local.cursor.unregister("src")
        rows = made.column("_row").to_numpy()
        return made if (np.diff(rows) > 0).all() else made.sort_by("_row")

    aside = Aside(sink) if aside is None else aside
    waiting: deque[tuple[Future[pa.Table], list[Rejection]]] = deque()

    def write() -> None:
        future, rejections = waiting.popleft()
        sink.write(future.result(), rejections)

    with ThreadPoolExecutor(threads, initializer=start) as pool:
        try:
            for piece in _pieces(batches):
                waiting.append((pool.submit(work, piece), aside.take()))
                while waiting and (len(waiting) > threads or waiting[0][0].done()):
                    write()
                    yield
            while waiting:
                write()
                yield
            aside.flush()
        except duckdb.Error as error:
            raise InputError(
                f"The table can't be read ({str(error).splitlines()[0]}).", file=sink.file
            ) from error
        finally:
            for future, _ in waiting:
                future.cancel()
    for cursor in cursors:
        cursor.close()


def _pieces(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Batches put together, since planning a query takes as long as thousands of rows."""
    taken: list[pa.RecordBatch] = []
    rows = size = 0
    enough = _PIECE // 4  # little at first, so that all threads soon have something to do
    for batch in batches:
        taken.append(batch)
        rows += len(batch)
        size += batch.nbytes
        if rows >= enough or size >= _PIECE_BYTES:
            yield pa.Table.from_batches(taken)
            taken, rows, size = [], 0, 0
            enough = min(2 * enough, _PIECE)
    if rows:
        yield pa.Table.from_batches(taken)


def from_batches(
    batches: Iterable[pa.RecordBatch], columns: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    """``_row`` and ``c0``, ``c1``, … of batches that have ``columns``."""
    row = 1
    for batch in batches:
        numbers = pa.array(np.arange(row, row + len(batch), dtype=np.int64))
        row += len(batch)
        arrays = [batch.column(batch.schema.get_field_index(name)) for name in columns]
        yield pa.record_batch(
            [numbers, *arrays], names=["_row", *(f"c{i}" for i in range(len(columns)))]
        )


def _checked(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """``column`` with bytes that are not UTF-8 replaced; Parquet readers do not look."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            raise InputError(
                "A column of the table holds bytes that are not UTF-8.",
                hint="Write the table again with the program that it comes from.",
            ) from None
        raw = column.cast(pa.large_binary()).to_pylist()
        texts = [None if cell is None else cell.decode("utf-8", "replace") for cell in raw]
        return pa.chunked_array([pa.array(texts, column.type)])
    return column


def _ahead(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same batches, read on a thread of their own while earlier ones are worked on."""
    with ThreadPoolExecutor(1) as pool:
        waiting = deque(pool.submit(next, batches, None) for _ in range(_AHEAD))
        while (batch := waiting.popleft().result()) is not None:
            waiting.append(pool.submit(next, batches, None))
            yield batch


def from_parquet(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Batches of a Parquet file with only the ``columns``."""
    try:
        with pq.ParquetFile(path) as file:
            places = [file.schema_arrow.get_field_index(name) for name in columns]
            if -1 in places:
                raise InputError("Several columns have one name.", file=path)
            yield from _ahead(file.iter_batches(batch_size=_ROWS * 2, columns=list(columns)))
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"The Parquet file is damaged or cut short ({str(error).splitlines()[0]}).",
            file=path,
            hint="Copy it again.",
        ) from error


def from_records(
    records: Iterable[tuple[int, dict[str, object]]], columns: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    """JSON records as columns of text; a column is a key, or a path such as ``author.id``."""
    schema = pa.schema(
        [("_row", pa.int64()), *((f"c{i}", pa.string()) for i in range(len(columns)))]
    )
    numbers: list[int] = []
    cells: list[list[str | None]] = [[] for _ in columns]
    size = 0
    for number, record in records:
        numbers.append(number)
        for cell, name in zip(cells, columns, strict=True):
            value = flat(record, name)
            cell.append(value)
            size += len(value or "")
        if len(numbers) >= _ROWS or size > 8 << 20:
            yield pa.record_batch([numbers, *cells], schema=schema)
            numbers, cells, size = [], [[] for _ in columns], 0
    if numbers:
        yield pa.record_batch([numbers, *cells], schema=schema)
