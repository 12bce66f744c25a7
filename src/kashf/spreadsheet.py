"""CSV that a spreadsheet opens without running, rounding or hiding anything in it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from kashf.safe import shown

__all__ = ["ROWS", "join", "times", "write_csv"]

ROWS = 65_536

# Formulas (OWASP, 'CSV injection'), with the full-width signs that some locales take as well.
_FORMULA = r"^\s*[=+\-@\t\r\n\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]|^\t|^\r|^\n"
# Ids that a spreadsheet takes for numbers and stores as others: 17 digits, 007, 12E5.
_ROUNDED = r"^[0-9]{16,}$|^0[0-9]+$|^[0-9]+[eE][0-9]+$"


def times(column: pa.Array) -> pa.Array:
    """UTC times as xsd:dateTime, e.g. ``2024-03-01T10:00:00.000000Z``."""
    plain = column.cast(pa.timestamp("us")).cast(pa.string())
    return join(pc.replace_substring(plain, " ", "T"), "Z")


def join(*parts: pa.Array | str) -> pa.Array:
    """The parts of each row, one after the other; a row with a null in it is null."""
    return pc.binary_join_element_wise(
        *(pa.scalar(part) if isinstance(part, str) else part for part in parts), ""
    )


def _cell(column: pa.Array, name: str) -> pa.Array:
    if pa.types.is_timestamp(column.type):
        return times(column)
    if not pa.types.is_string(column.type):
        return column.cast(pa.string())
    is_id = name.startswith("account") and name != "account_name"
    column = shown(column, strict=is_id)
    pattern = f"{_FORMULA}|{_ROUNDED}" if is_id else _FORMULA
    guarded = pc.if_else(pc.match_substring_regex(column, pattern), join("'", column), column)
    return join('"', pc.replace_substring(guarded, '"', '""'), '"')


def write_csv(table: pa.Table, path: Path) -> None:
    """Write ``table`` as UTF-8 CSV with a byte order mark, commas and CRLF, in batches.

    Texts are quoted. A leading apostrophe keeps a cell from being read as a formula, and an
    id from being rounded; hidden characters are written out, e.g. ``[U+202E]``.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(",".join(table.column_names) + "\r\n")
        for batch in table.to_batches(max_chunksize=ROWS):
            parts: list[pa.Array | str] = []
            for name in table.column_names:
                parts += [pc.fill_null(_cell(batch.column(name), name), ""), ","]
            file.write("".join(join(*parts[:-1], "\r\n").to_pylist()))
