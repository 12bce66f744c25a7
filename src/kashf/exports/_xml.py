"""Arrow columns → pieces of XML, a column at a time."""

from __future__ import annotations

import hashlib
import re

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["ROWS", "ids", "join", "texts", "times"]

ROWS = 65_536

# XML 1.0 (5th edition, 2.2) has no place for these, not even as references.
_ILLEGAL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]"
_ILLEGAL_RE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Tabs and line ends as references, or a reader turns them into blanks.
_ENTITIES = (
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ('"', "&quot;"),
    ("\t", "&#9;"),
    ("\n", "&#10;"),
    ("\r", "&#13;"),
)


def _escape(column: pa.Array) -> pa.Array:
    for character, entity in _ENTITIES:
        column = pc.replace_substring(column, character, entity)
    return column


def texts(column: pa.Array) -> pa.Array:
    """Escaped for elements and double-quoted attributes; illegal characters become U+FFFD."""
    return _escape(pc.replace_substring_regex(column, _ILLEGAL, "\ufffd"))


def _legal(value: str) -> str:
    clean = _ILLEGAL_RE.sub("\ufffd", value)
    if clean == value:
        return value
    return f"{clean}~{hashlib.sha256(value.encode()).hexdigest()[:12]}"


def ids(column: pa.Array) -> pa.Array:
    """As :func:`texts`, but different ids stay different.

    One that holds illegal characters gets the start of its SHA-256 appended.
    """
    if pc.any(pc.match_substring_regex(column, _ILLEGAL)).as_py():
        column = pa.array([_legal(value) for value in column.to_pylist()], pa.string())
    return _escape(column)


def times(column: pa.Array) -> pa.Array:
    """UTC times as xsd:dateTime, e.g. ``2024-03-01T10:00:00.000000Z``."""
    plain = column.cast(pa.timestamp("us")).cast(pa.string())
    return join(pc.replace_substring(plain, " ", "T"), "Z")


def join(*parts: pa.Array | str) -> pa.Array:
    """The parts of each row, one after the other; a row with a null in it is null."""
    return pc.binary_join_element_wise(
        *(pa.scalar(part) if isinstance(part, str) else part for part in parts), ""
    )
