"""CSV and TSV, twice: fast, and carefully where something is out of order.

The fast reader is Arrow's. Beside it every block is checked for quotes that stand where RFC
4180 does not allow them, since parsers read on silently after those and swallow good rows.
Whatever is unusual raises :class:`UnusualError`; then the careful reader takes the whole file,
gives up single lines only, and says why. (DuckDB's own reader was tried: at the boundaries
of its parallel blocks it split quoted fields, and it lost lines longer than its buffer.)
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from kashf.posts.streams import BLOCK, ByteStream

__all__ = ["MAX_LINE", "Splitter", "UnusualError", "careful", "fast", "lines"]

MAX_LINE = 64 << 20
_MAX_LINES = 10_000
_ROWS, _CHARS = 16_384, 8 << 20
_FAST_BLOCK = 8 << 20
_QUOTE = 0x22

Reject = Callable[[int, str, str], None]


class UnusualError(Exception):
    """Something in the file needs the careful reader."""


class Splitter:
    """Cells of one record; quoted fields as in RFC 4180, a quote inside a plain field is text."""

    def __init__(self, delimiter: str) -> None:
        d = re.escape(delimiter)
        quoted = r'"[^"]*+(?:""[^"]*+)*+"'
        field = rf'(?:{quoted}|(?!")[^{d}]*+)'
        self.delimiter = delimiter
        self._whole = re.compile(rf"{field}(?:{d}{field})*+")
        self._open = re.compile(rf'(?:{field}{d})*+"[^"]*+(?:""[^"]*+)*+')
        self._field = re.compile(rf"({quoted}|(?!\")[^{d}]*+)(?:{d}|\Z)")

    def is_whole(self, record: str) -> bool:
        """Whether ``record`` is complete and well-formed."""
        return '"' not in record or self._whole.fullmatch(record) is not None

    def is_open(self, record: str) -> bool:
        """Whether ``record`` ends inside a quoted field."""
        return self._open.fullmatch(record) is not None

    def cells(self, record: str) -> list[str]:
        """Cells of a record that is whole."""
        if '"' not in record:
            return record.split(self.delimiter)
        found = []
        start = 0
        while match := self._field.match(record, start):
            cell = match[1]
            found.append(cell[1:-1].replace('""', '"') if cell.startswith('"') else cell)
            if match.end() == len(record) and not match[0].endswith(self.delimiter):
                break
            if match.end() == len(record):
                if match.end(1) < match.end():
                    found.append("")
                break
            start = match.end()
        return found

    def records(self, source: Iterable[tuple[str, str | None]]) -> Iterator[tuple[str, str | None]]:
        """Records of lines, each with the reason why it can't be used, or ``None``.

        ``source`` gives lines with such a reason. After a record that is never closed, reading
        goes on with its second line, so that one stray quote costs one line.
        """
        rest = iter(source)
        ahead: deque[tuple[str, str | None]] = deque()

        def following() -> tuple[str, str | None] | None:
            return ahead.popleft() if ahead else next(rest, None)

        while (item := following()) is not None:
            line, reason = item
            record = line.removesuffix("\r")
            if reason is not None or self.is_whole(record):
                yield record, reason
                continue
            taken: list[tuple[str, str | None]] = []
            parts, size = [line], len(line)
            full = False
            while not full and self.is_open(record):
                while not full and (more := following()) is not None:
                    taken.append(more)
                    parts.append(more[0])
                    size += len(more[0])
                    full = len(taken) > _MAX_LINES or size > MAX_LINE or more[1] is not None
                    if '"' in more[0]:
                        break
                else:
                    full = True
                parts = ["\n".join(parts)]
                record = parts[0].removesuffix("\r")
            if self.is_whole(record):
                yield record, None
            else:
                still = self.is_open(record)
                ahead.extendleft(reversed(taken))
                reason = "a quote is never closed" if still else "a quote stands in a wrong place"
                yield line, reason


def lines(stream: ByteStream, begin: bytes = b"") -> Iterator[tuple[bytes, bool]]:
    """Lines without their end, and whether one was longer than 64 MiB and therefore cut."""
    parts = [begin] if begin else []
    size = len(begin)
    cut = False
    while block := stream.read(BLOCK):
        pieces = block.split(b"\n")
        for piece in pieces[:-1]:
            if not cut:
                parts.append(piece)
            yield b"".join(parts), cut
            parts, size, cut = [], 0, False
        if not cut:
            parts.append(pieces[-1])
            size += len(pieces[-1])
            if size > MAX_LINE:
                parts, cut = [b"".join(parts)[:4096]], True
    if size:
        yield b"".join(parts), cut


def _decoded(stream: ByteStream) -> Iterator[tuple[str, str | None]]:
    for raw, cut in lines(stream):
        if cut:
            yield raw.decode("utf-8", "replace"), "the line is longer than 64 MiB"
            continue
        try:
            text = raw.decode()
        except UnicodeDecodeError as error:
            text = raw.decode("utf-8", "replace")
            yield text, f"it is not UTF-8 (byte {raw[error.start]:#04x})"
            continue
        yield text, "it holds a NUL character" if "\0" in text else None


def _schema(count: int) -> pa.Schema:
    return pa.schema([("_row", pa.int64()), *((f"c{i}", pa.string()) for i in range(count))])


def careful(
    stream: ByteStream,
    names: Sequence[str],
    used: Sequence[str],
    delimiter: str,
    header: bool,
    reject: Reject,
) -> Iterator[pa.RecordBatch]:
    """Batches of ``_row`` and the ``used`` columns; ``reject(row, reason, line)`` gets the rest."""
    splitter = Splitter(delimiter)
    wanted = [list(names).index(name) for name in used]
    schema = _schema(len(used))
    numbers: list[int] = []
    columns: list[list[str]] = [[] for _ in used]
    row = -1 if header else 0
    chars = 0
    for record, reason in splitter.records(_decoded(stream)):
        if not record and reason is None:
            continue
        row += 1
        if row == 0:
            continue
        if reason is not None:
            reject(row, reason, record)
            continue
        cells = splitter.cells(record)
        if len(cells) == len(names) + 1 and not cells[-1]:
            cells.pop()
        if len(cells) != len(names):
            reject(row, "it has another number of columns than the header", record)
            continue
        numbers.append(row)
        for column, index in zip(columns, wanted, strict=True):
            column.append(cells[index])
        chars += len(record)
        if len(numbers) >= _ROWS or chars >= _CHARS:
            yield pa.record_batch([numbers, *columns], schema=schema)
            numbers, columns, chars = [], [[] for _ in used], 0
    if numbers:
        yield pa.record_batch([numbers, *columns], schema=schema)


class _Checked:
    """A stream for Arrow, with the check of quotes and NUL characters beside it."""

    def __init__(self, stream: ByteStream, delimiter: str, skip: int) -> None:
        self._stream = stream
        self._skip = skip
        self._tail = b"\n"
        self._held = b""
        self._odd = False
        self._near = np.zeros(256, dtype=np.bool_)
        self._near[[_QUOTE, ord(delimiter), 0x0A, 0x0D]] = True
        self.closed = False
        self.wrong = False

    def read(self, size: int = -1) -> bytes:
        """As many bytes as asked for, since Arrow takes what it gets as a block of its own.

        A block never ends between CR and LF: in quoted text Arrow would lose the LF there.
        """
        parts = [self._held]
        have = len(self._held)
        self._held = b""
        while have < size and (part := self._stream.read(size - have)):
            dropped = min(self._skip, len(part))
            self._skip -= dropped
            parts.append(part[dropped:])
            have += len(part) - dropped
        block = b"".join(parts)
        if block.endswith(b"\r") and 1 < have == size:
            block, self._held = block[:-1], b"\r"
        if block:
            self._check(block)
        return block

    def finish(self) -> None:
        """Check the end: the last byte, and that no quote is open."""
        self._check(b"\n")
        self.wrong |= self._odd

    def _check(self, block: bytes) -> None:
        """The last byte of ``block`` waits for the next one, since a closing quote needs it."""
        if b"\0" in block:
            self.wrong = True
        window = self._tail + block
        self._tail = window[-2:]
        if self.wrong or b'"' not in window:
            return
        data = np.frombuffer(window, dtype=np.uint8)
        places = np.flatnonzero(data[1:-1] == _QUOTE)
        opening, closing = (places[1::2], places[::2]) if self._odd else (places[::2], places[1::2])
        self._odd ^= bool(len(places) % 2)
        near = self._near
        if not (near[data[opening]].all() and near[data[closing + 2]].all()):
            self.wrong = True

    def close(self) -> None:
        self.closed = True

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False


def fast(
    stream: ByteStream, names: Sequence[str], used: Sequence[str], delimiter: str, skip: int
) -> Iterator[pa.RecordBatch]:
    """Batches of ``_row`` and the ``used`` columns, after ``skip`` bytes of header.

    Raises :class:`UnusualError` as soon as anything is not as it should be.
    """
    checked = _Checked(stream, delimiter, skip)
    wanted = [f"h{list(names).index(name)}" for name in used]
    schema = _schema(len(used))
    row = 1
    try:
        reader = pc.open_csv(
            pa.PythonFile(checked, "r"),
            read_options=pc.ReadOptions(
                use_threads=False,
                block_size=_FAST_BLOCK,
                column_names=[f"h{i}" for i in range(len(names))],
            ),
            parse_options=pc.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=pc.ConvertOptions(
                include_columns=wanted, column_types=dict.fromkeys(wanted, pa.string())
            ),
        )
        for batch in reader:
            numbers = pa.array(np.arange(row, row + len(batch), dtype=np.int64))
            row += len(batch)
            yield pa.record_batch([numbers, *batch.columns], schema=schema)
            if checked.wrong:
                break
    except pa.ArrowInvalid as error:
        raise UnusualError(str(error)) from error
    checked.finish()
    if checked.wrong or stream.cut:
        raise UnusualError("quotes or NUL characters in wrong places")
