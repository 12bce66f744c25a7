"""What a file is, judged by its first megabyte and never by its name."""

from __future__ import annotations

import codecs
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kashf import registry
from kashf.errors import InputError, UnknownFormatError
from kashf.posts.delimited import MAX_LINE, Splitter
from kashf.posts.documents import document, parse, unwrap
from kashf.posts.format import GROUP, Format, JsonFormat, RowError, Sample, TableFormat
from kashf.posts.streams import BLOCK, ByteStream, seekable

__all__ = ["bound", "choose", "formats", "get_format", "json_items", "sniff", "take_sample"]

_RECORDS = 50
_DELIMITERS = (",", "\t", ";", "|")
_HINT = "`kashf columns FILE` drafts a mapping for any other table."
_OTHERS = {
    b"PK\x03\x04": "a ZIP archive (or an Excel or Word file): unpack it, or save it as CSV",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file: save it as CSV (UTF-8)",
    b"%PDF": "a PDF",
    b"Rar!": "a RAR archive: unpack it",
    b"7z\xbc\xaf": "a 7-Zip archive: unpack it",
    b"BZh": "a bzip2 archive: unpack it, or pack it as .gz or .zst",
    b"\xfd7zXZ": "an xz archive: unpack it, or pack it as .gz or .zst",
    b"SQLite format 3": "an SQLite database: export the table as CSV",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}


def get_format(name: str) -> Format:
    """The importer called ``name``; raises :class:`~kashf.errors.UsageError` for others."""
    declared = registry.load(GROUP, name).FORMAT
    assert isinstance(declared, TableFormat | JsonFormat)
    return declared


def formats() -> tuple[Format, ...]:
    """All importers, by name."""
    return tuple(get_format(name) for name in registry.names(GROUP))


def take_sample(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    parquet_rows: bool = True,
) -> Sample:
    """Parse the beginning of ``path``.

    Rows of Parquet take long to get at, since pages are large, and its columns have types.

    Raises :class:`InputError` for an empty or unreadable file and one in another encoding,
    :class:`UnknownFormatError` for one that is neither a table nor JSON.
    """
    head = _read_head(path, encoding, BLOCK)
    try:
        return _sample(path, head, delimiter, parquet_rows)
    except UnknownFormatError:
        if head.whole:
            raise
    # The first line or record may be longer than that.
    return _sample(path, _read_head(path, encoding, MAX_LINE), delimiter, parquet_rows)


@dataclass(frozen=True)
class _Head:
    """The beginning of a file, unpacked and decoded; ``whole`` if that is all of it."""

    content: bytes
    whole: bool
    encoding: str
    cut: str | None


def _read_head(path: Path, encoding: str | None, size: int) -> _Head:
    with ByteStream(path, encoding) as stream:
        parts: list[bytes] = []
        have = 0
        while have < size and (block := stream.read(BLOCK)):
            parts.append(block)
            have += len(block)
        return _Head(b"".join(parts), have < size, stream.encoding, stream.cut)


def _sample(path: Path, head: _Head, delimiter: str | None, parquet_rows: bool) -> Sample:
    content = head.content
    if not content.strip():
        reason = f"The file can't be read: {head.cut}." if head.cut else "The file is empty."
        raise InputError(reason, file=path, hint="Export or copy it again.")
    if content.startswith(b"PAR1"):
        with seekable(path) as plain:
            return _parquet(path, plain, parquet_rows)
    for magic, what in _OTHERS.items():
        if content.startswith(magic):
            raise UnknownFormatError(f"This looks like {what}.", file=path)
    _check_text(path, content, head.whole)
    text = content.lstrip()
    if text[:1] in (b"{", b"["):
        return _json(path, text, head.whole, head.encoding)
    if text[:1] == b"<":
        raise UnknownFormatError(
            "This looks like a web page (HTML or XML).", file=path, hint="Export as CSV or JSON."
        )
    decoded = content.decode("utf-8", "replace")
    return _csv(path, decoded, head.whole, delimiter, head.encoding)


def _check_text(path: Path, head: bytes, whole: bool) -> None:
    if head.count(0) * 100 > len(head):
        raise UnknownFormatError("This looks like a binary file.", file=path, hint=_HINT)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head, final=whole)
    except UnicodeDecodeError as error:
        rows = [line for line in head.split(b"\n") if not line.isascii()]
        bad = sum(1 for line in rows if "\ufffd" in line.decode("utf-8", "replace"))
        if bad * 2 > len(rows):
            raise InputError(
                f"The text is not UTF-8: byte {error.start} is {head[error.start]:#04x}.",
                file=path,
                hint="Save it as UTF-8, or name its encoding in a mapping, "
                'e.g. encoding = "cp1256" (Arabic) or "latin-1".',
            ) from error


def _parquet(path: Path, plain: Path, with_rows: bool) -> Sample:
    try:
        with pq.ParquetFile(plain) as file:
            schema = file.schema_arrow
            rows: tuple[Any, ...] = ()
            for batch in file.iter_batches(batch_size=_RECORDS) if with_rows else ():
                rows = tuple(tuple(row.values()) for row in _plain_rows(batch))
                break
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(
            f"The Parquet file is damaged or cut short ({str(error).splitlines()[0]}).",
            file=path,
            hint="Copy it again.",
        ) from error
    _no_doubles(path, schema.names)
    return Sample("parquet", tuple(schema.names), rows, types=tuple(schema.types))


def _plain_rows(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    try:
        return list(batch.to_pylist())
    except (ValueError, OverflowError, UnicodeDecodeError):
        return []


def json_items() -> tuple[str, ...]:
    """All paths at which a document may hold its records, the longest first."""
    found = {path for f in formats() if isinstance(f, JsonFormat) for path in f.items}
    return tuple(sorted(found, key=lambda path: (-len(path), path)))


def _json(path: Path, text: bytes, whole: bool, encoding: str) -> Sample:
    pieces = [line for line in text.split(b"\n") if line.strip()]
    tried = pieces[: min(_RECORDS, len(pieces) if whole else len(pieces) - 1)]
    # A document may stand on one line as well, and more is known of its records than of a line's.
    readers = [_lines, _document] if len(tried) > 1 else [_document, _lines]
    for read in readers:
        if found := read(text, tried, encoding):
            return found
    raise UnknownFormatError(
        "This is JSON, but holds no list of records that an importer knows.",
        file=path,
        hint="Write one record a line, and draft a mapping with `kashf columns FILE`.",
    )


def _lines(text: bytes, tried: list[bytes], encoding: str) -> Sample | None:
    if not text.startswith(b"{"):
        return None
    found: list[dict[str, Any]] = []
    readable = 0
    for line in tried:
        try:
            found.extend(unwrap(parse(line.strip()), json_items()))
            readable += 1
        except RowError:
            continue
    if not found or readable * 2 < len(tried):
        return None
    return Sample("ndjson", _keys(found), tuple(found[:_RECORDS]), encoding=encoding)


def _document(text: bytes, _: list[bytes], encoding: str) -> Sample | None:
    for item in json_items():
        found: list[dict[str, Any]] = []
        for _number, record in document(io.BytesIO(text), (item,), lambda *_: None):
            found.append(record)
            if len(found) >= _RECORDS:
                break
        if found:
            return Sample("json", _keys(found), tuple(found), items=item, encoding=encoding)
    return None


def _keys(records: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for record in records for key in record))


def _csv(path: Path, text: str, whole: bool, delimiter: str | None, encoding: str) -> Sample:
    pieces = [(line.removesuffix("\r"), None) for line in text.split("\n")]
    if not whole:
        pieces.pop()
    if not pieces:
        raise UnknownFormatError(
            f"The first line is longer than {MAX_LINE >> 20} MiB.", file=path, hint=_HINT
        )
    if "\r" in pieces[0][0] and '"' not in pieces[0][0].partition("\r")[0]:
        pieces = [(line, None) for line in text.split("\r")]
    best: tuple[int, int, str, list[list[str]]] | None = None
    for mark in (delimiter,) if delimiter else _DELIMITERS:
        splitter = Splitter(mark)
        rows: list[list[str]] = []
        for record, reason in splitter.records(pieces):
            if record and reason is None:
                rows.append(splitter.cells(record))
            if len(rows) > _RECORDS:
                break
        if not rows or len(rows[0]) < 2:
            continue
        width = len(rows[0])
        same = sum(1 for row in rows if len(row) == width)
        score = same * 100 // len(rows)
        if best is None or (score, width) > best[:2]:
            best = (score, width, mark, rows)
    if best is None:
        raise UnknownFormatError(
            "This looks like plain text, not like a table or JSON.", file=path, hint=_HINT
        )
    _, width, mark, rows = best
    header = tuple(cell.strip() for cell in rows[0])
    return Sample("csv", header, tuple(rows[1:]), delimiter=mark, encoding=encoding)


def _no_doubles(path: Path, names: Sequence[str]) -> None:
    double = [name for name, count in Counter(names).items() if count > 1 and name]
    if double:
        raise InputError(
            f"Several columns are called {', '.join(map(repr, double))}.",
            file=path,
            column=double[0],
            hint="Rename them, so that it is clear which one is meant.",
        )


def bound(found: Format, sample: Sample, path: Path) -> Format:
    """``found`` for this file; :class:`InputError` where it reads a column that is there twice."""
    if not isinstance(found, TableFormat):
        return found
    found = found.bound(sample)
    if sample.container == "csv" and not found.headless:
        mapping = found.mapping
        used = {name for target in mapping.columns for name in mapping.sources(target)}
        _no_doubles(path, [name for name in sample.columns if name in used])
    return found


def choose(sample: Sample, path: Path | str) -> Format:
    """The importer that fits best; raises :class:`UnknownFormatError` when none or two do."""
    scores = sorted(((f.sniff(sample), f) for f in formats()), key=lambda x: (-x[0], x[1].name))
    best, found = scores[0]
    tied = [f.name for score, f in scores if score == best]
    if best > 0 and len(tied) == 1:
        return bound(found, sample, Path(path))
    names = ", ".join(map(repr, sample.columns[:12])) + (" …" if len(sample.columns) > 12 else "")
    kind = {"csv": "a table", "parquet": "a Parquet table", "frame": "a table"}.get(
        sample.container, "JSON records"
    )
    if best > 0:
        raise UnknownFormatError(
            f"This may be {' or '.join(tied)}.", file=path, hint="Name one with --format."
        )
    if sample.container == "csv":
        _no_doubles(Path(path), sample.columns)
    raise UnknownFormatError(
        f"This looks like {kind} with {names}, which no importer knows.", file=path, hint=_HINT
    )


def sniff(path: Path) -> str:
    """Name of the format of ``path``, from its content alone.

    Raises :class:`UnknownFormatError` that says what the file looks like instead.
    """
    return choose(take_sample(Path(path)), path).name
