"""One input file → its part of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from kashf.errors import InputError
from kashf.files import sha256
from kashf.posts import delimited, documents, tables
from kashf.posts.format import Format, JsonFormat, RowError, Sample, TableFormat
from kashf.posts.sampling import json_items
from kashf.posts.sink import Rejected, Sink
from kashf.posts.sql import NO_ZONE, Query, build
from kashf.posts.streams import BLOCK, ByteStream, seekable
from kashf.posts.values import EARLIEST, LATEST, micros

__all__ = ["Done", "Part", "read_file", "read_frame"]

_ROWS, _CHARS = 16_384, 16 << 20
_FIRST, _LAST = (
    micros(datetime.fromisoformat(day).replace(tzinfo=UTC)) for day in (EARLIEST, LATEST)
)
_REQUIRED = ("platform", "post_id", "account_id", "time")
_GENERATED = "posts have no id; made from the file and the row, e.g. {}."


@dataclass
class Part:
    """What the reading of all files of one import shares."""

    con: duckdb.DuckDBPyConnection
    work: Path
    schema: pa.Schema
    rejected: Rejected
    assume_zone: str | None
    threads: int
    progress: Callable[[str, int, int | None], None] | None

    def sink(self, number: int, name: str) -> Sink:
        """A new sink for file ``number``."""
        path = self.work / f"part-{number:06d}.parquet"
        return Sink(path, self.schema, self.rejected, name)


@dataclass
class Done:
    """What is known of a file once it is read."""

    sha256: str = ""
    size: int = 0
    notes: list[str] = field(default_factory=list)


def read_frame(reader: pa.RecordBatchReader, declared: Format, sink: Sink, part: Part) -> Done:
    """A table in memory into ``sink``."""
    if not isinstance(declared, TableFormat):
        raise InputError(f"{declared.name} is not a format of tables.")
    done = Done()
    try:
        names, types = reader.schema.names, reader.schema.types
        query = _query(declared, names, types, part, "frame:", done)
        batches = tables.from_batches(reader, query.columns)
        for _ in tables.run(part.con, query, batches, sink, part.threads, check=True):
            pass
    finally:
        sink.close()
    return done


def read_file(path: Path, sample: Sample, declared: Format, sink: Sink, part: Part) -> Done:
    """A file into ``sink``."""
    done = Done()
    try:
        if sample.container == "parquet" and isinstance(declared, TableFormat):
            _parquet(path, sample, declared, sink, part, done)
        elif sample.container == "csv" and isinstance(declared, TableFormat):
            _csv(path, sample, declared, sink, part, done)
        else:
            _json(path, sample, declared, sink, part, done)
    finally:
        sink.close()
    done.size = path.stat().st_size
    return done


def _query(
    declared: TableFormat,
    names: Sequence[str],
    types: Sequence[Any],
    part: Part,
    prefix: str,
    done: Done,
) -> Query:
    query = build(
        declared.mapping,
        names,
        types,
        assume_zone=part.assume_zone,
        lenient=declared.name != "mapping",
        id_prefix=prefix,
    )
    if query.generated_ids:
        done.notes.append(_GENERATED.format(prefix + "1"))
    return query


def _prefix(declared: TableFormat, path: Path, done: Done) -> str:
    """Start of generated ids: the file by its content, so that its name does not matter."""
    mapping = declared.mapping
    if mapping.table == "posts" and "post_id" not in mapping.columns:
        done.sha256 = sha256(path)
    return f"{done.sha256[:12]}:"


def _told(part: Part, stream: ByteStream, size: int) -> None:
    if part.progress is not None:
        part.progress(f"reading {stream.path.name}", stream.done, size)


def _parquet(
    path: Path, sample: Sample, declared: TableFormat, sink: Sink, part: Part, done: Done
) -> None:
    query = _query(
        declared, sample.columns, sample.types, part, _prefix(declared, path, done), done
    )
    with seekable(path, part.work) as plain, ThreadPoolExecutor(1) as pool:
        digest = pool.submit(lambda: done.sha256 or sha256(path))
        batches = tables.from_batches(tables.from_parquet(plain, query.columns), query.columns)
        for _ in tables.run(part.con, query, batches, sink, part.threads, check=True):
            if part.progress is not None:
                part.progress(f"reading {path.name}", sink.rows + sink.rejected, None)
        done.sha256 = digest.result()


def _csv(
    path: Path, sample: Sample, declared: TableFormat, sink: Sink, part: Part, done: Done
) -> None:
    names = list(sample.columns)
    header = True
    if declared.names:
        header = not (declared.headless and declared.headless(sample.columns))
        names = list(declared.names) + [
            f"column{i}" for i in range(len(declared.names), len(names))
        ]
        names = names[: len(sample.columns)]
    text = [pa.string()] * len(names)
    query = _query(declared, names, text, part, _prefix(declared, path, done), done)
    size = path.stat().st_size

    aside = tables.Aside(sink)

    def attempt(stream: ByteStream, batches: Iterable[pa.RecordBatch]) -> None:
        for _ in tables.run(part.con, query, batches, sink, part.threads, aside):
            _told(part, stream, size)

    encoding = declared.mapping.encoding
    try:
        skip = _header_bytes(path, encoding, sample.delimiter) if header else 0
        with ByteStream(path, encoding) as stream:
            attempt(
                stream,
                delimited.fast(stream, names, query.columns, sample.delimiter, skip),
            )
            done.sha256 = stream.finish()
    except delimited.UnusualError:
        sink.restart()
        with ByteStream(path, encoding) as stream:
            attempt(
                stream,
                delimited.careful(
                    stream, names, query.columns, sample.delimiter, header, aside.reject
                ),
            )
            if stream.cut:
                sink.reject(None, "the compressed file is cut short or damaged", stream.cut)
            done.sha256 = stream.finish()


def _header_bytes(path: Path, encoding: str | None, delimiter: str) -> int:
    """Length of the first record, with its end and the empty lines before it."""
    with ByteStream(path, encoding) as stream:
        head = b""
        while len(head) < BLOCK and (block := stream.read(BLOCK)):
            head += block
    start = len(head) - len(head.lstrip(b"\r\n"))
    splitter = delimited.Splitter(delimiter)
    end = start
    while end < len(head):
        ends = [place for mark in b"\r\n" if (place := head.find(mark, end)) >= 0]
        end = min(ends, default=len(head))
        if splitter.is_whole(head[start:end].decode("utf-8", "replace")):
            return end + 2 if head[end : end + 2] == b"\r\n" else end + 1
        end += 1
    raise delimited.UnusualError("the header is not complete")


def _json(path: Path, sample: Sample, declared: Format, sink: Sink, part: Part, done: Done) -> None:
    size = path.stat().st_size
    encoding = declared.mapping.encoding if isinstance(declared, TableFormat) else None
    if isinstance(declared, JsonFormat):
        items = declared.items
    else:
        items = json_items() if sample.items is None else (sample.items,)
    with ByteStream(path, encoding) as stream:
        read = documents.records if sample.container == "ndjson" else documents.document
        aside = tables.Aside(sink)
        reject = aside.reject if isinstance(declared, TableFormat) else sink.reject
        found = _telling(read(stream, items, reject), part, stream, size)
        if isinstance(declared, TableFormat):
            names = list(sample.columns)
            for target in declared.mapping.columns:
                wanted = declared.mapping.sources(target)
                names += [name for name in wanted if "." in name and name not in names]
            text = [pa.string()] * len(names)
            query = _query(declared, names, text, part, _prefix(declared, path, done), done)
            batches = tables.from_records(found, query.columns)
            for _ in tables.run(part.con, query, batches, sink, part.threads, aside):
                pass
        else:
            _rows(found, declared, sink, part.assume_zone)
        done.sha256 = stream.finish()
    if documents.broken_off(sink.reasons):
        done.notes.append("the document is broken; what comes after the break is lost.")


def _telling(
    records: Iterator[tuple[int, dict[str, Any]]], part: Part, stream: ByteStream, size: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    for count, item in enumerate(records):
        if count % 4096 == 0:
            _told(part, stream, size)
        yield item


def _rows(
    records: Iterable[tuple[int, dict[str, Any]]],
    declared: JsonFormat,
    sink: Sink,
    assume_zone: str | None,
) -> None:
    rows: list[dict[str, Any]] = []
    chars = 0
    for number, record in records:
        try:
            row = declared.row(record)
            if row is None:
                sink.not_posts += 1
                continue
            _check(row, assume_zone)
        except (RowError, TypeError, ValueError, AttributeError) as error:
            reason = str(error) if isinstance(error, RowError) else "it has an unexpected shape"
            record.pop("__parent__", None)
            sink.reject(number, reason, documents.flat({"r": record}, "r") or "")
            continue
        row["_row"] = number
        rows.append(row)
        chars += len(row.get("text") or "")
        if len(rows) >= _ROWS or chars > _CHARS:
            sink.write_rows(rows)
            rows, chars = [], 0
    if rows:
        sink.write_rows(rows)


def _check(row: dict[str, Any], assume_zone: str | None) -> None:
    """The same demands as :mod:`kashf.posts.sql` makes."""
    if isinstance(row.get("time"), datetime):
        if assume_zone is None:
            raise RowError(NO_ZONE)
        row["time"] = micros(row["time"].replace(tzinfo=ZoneInfo(assume_zone)))
    for name in _REQUIRED:
        if row.get(name) is None:
            raise RowError(f"{name} is missing")
    if not _FIRST <= row["time"] < _LAST:
        raise RowError("time is before 1990 or after 2100")
    for value in row.values():
        if isinstance(value, str):
            if "\0" in value:
                raise RowError("it holds a NUL character")
        elif isinstance(value, list) and any("\0" in item for item in value):
            raise RowError("it holds a NUL character")
