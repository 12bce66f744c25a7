"""Cells that survive a spreadsheet: no formula, nothing turned into a date, nothing hidden."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

from kashf.errors import InputError
from kashf.safe import clip, visible

__all__ = ["NO", "YES", "decode", "free", "guard", "number", "readable", "rows_of", "same"]

YES, NO = "yes", "no"
_LONGEST = 32_000  # Excel cuts cells at 32,767 characters
_CUT = " […]"
_MOST_BYTES = 1 << 26
_MOST_ROWS = 1_048_576  # of a sheet

# What a spreadsheet computes (OWASP, 'CSV injection'), with full-width signs; what it takes for a
# number, a date or a truth value and stores otherwise; and what begins like a guarded cell.
_GUARDED = re.compile(
    r"\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n]|'|(?=.{1,40}\Z)[^\n]*\d|(?i:true|false)\Z"
)


def guard(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would do something with it."""
    return f"'{text}" if _GUARDED.match(text) else text


def decode(cell: str) -> str:
    """The text of a guarded cell."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell[1:]) else cell


def readable(text: str) -> str:
    """Any text at bearable length, hidden characters written out; not guarded."""
    text = visible(text)
    return clip(text, _LONGEST)[0] + _CUT if len(text) > _LONGEST else text


def free(text: str) -> str:
    """Any text as a cell: as :func:`readable`, and guarded."""
    return guard(readable(text))


def same(a: str, b: str) -> bool:
    """Whether two cells are the same; spreadsheets change line ends."""
    return a == b or _lines(a) == _lines(b)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def number(cell: str) -> int | None:
    """A whole number from 0, in digits of any script."""
    text = cell.strip()
    return int(text) if text.isdecimal() and len(text) < 12 else None


def rows_of(
    path: Path, known: Sequence[str], needed: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table, each with its number in the spreadsheet and by names of its columns.

    Commas, semicolons and tabs may part the cells, as spreadsheets of different countries write.
    Raises :class:`~kashf.errors.InputError` with row and column for what is no such table.
    """
    text = _read(path)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    try:
        names = [name.strip() for name in next(reader, [])]
        row = 1
        _check_header(path, names, known, needed)
        for row, cells in enumerate(reader, start=2):
            if row > _MOST_ROWS:
                raise InputError("The table has more rows than a sheet can.", file=path)
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
                raise InputError(
                    f"The row has {len(cells)} cells, the header {len(names)}.", file=path, row=row
                )
            if len(cells) < len(names):
                raise InputError(
                    f"The row has {len(cells)} cells, the header {len(names)}.",
                    file=path, row=row, hint="Export again, or put the lost cells back.",
                )  # fmt: skip
            yield row, {name: cell for name, cell in zip(names, cells, strict=False) if name}
    except csv.Error as error:
        raise InputError(f"This is no CSV: {error}.", file=path, row=row + 1) from error


def _check_header(
    path: Path, names: Sequence[str], known: Sequence[str], needed: Sequence[str]
) -> None:
    for name in names:
        if name and name not in known:
            raise InputError(
                "There is no such column.", file=path, row=1, column=name,
                hint=f"Columns: {', '.join(known)}.",
            )  # fmt: skip
        if name and names.count(name) > 1:
            raise InputError("The column stands there twice.", file=path, row=1, column=name)
    for name in needed:
        if name not in names:
            raise InputError(
                "The column is missing.", file=path, row=1, column=name,
                hint="Import a file that 'kashf statements export' made, with all its columns.",
            )  # fmt: skip


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"The file can't be read ({error.strerror}).", file=path) from error
    if len(data) > _MOST_BYTES:
        raise InputError("The file has more than 64 MiB.", file=path)
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        raise InputError(
            "This is not UTF-8.", file=path, hint="Save it as 'CSV UTF-8' in the spreadsheet."
        ) from error
    if "\0" in text:
        raise InputError("This is no CSV: it holds zero bytes.", file=path)
    return text
