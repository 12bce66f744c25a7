"""Arrow columns → pieces of XML, a column at a time."""

from __future__ import annotations

import hashlib
import re

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["ids", "texts"]

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
