"""Which columns of a piece hold nothing that has to be mended, told by their bytes at once.

Looking at every value in SQL takes most of the time of an import, and most columns of most files
are as they should be. What is not plainly clean is left to :mod:`kashf.posts.expressions`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kashf.posts.expressions import is_list, is_text
from kashf.posts.values import MISSING

__all__ = ["holds_nul", "is_clean"]

_MISSING = pa.array(MISSING, pa.string())
_LONGEST = max(map(len, MISSING))
# First bytes of all blanks beyond ASCII in UTF-8: U+00A0; U+1680; U+2000 to U+205F; U+3000.
_BLANKS = (0xC2, 0xE1, 0xE2, 0xE3)


def holds_nul(column: pa.ChunkedArray) -> bool:
    """Whether a text of ``column``, or of its lists, may hold a NUL character."""
    flat = _flat(column)
    if _is_plain(flat.type):
        return any((data == 0).any() for data in _bytes(flat))
    return is_text(flat.type) or pa.types.is_nested(flat.type)


def is_clean(column: pa.ChunkedArray, *, signs: str) -> bool:
    """Whether no text of ``column`` is a word for missing or holds blanks or ``signs``.

    In lists there must be no null either. False for columns that are neither text nor lists of it.
    """
    flat = _flat(column)
    if not _is_plain(flat.type):
        return False
    if flat is not column and flat.null_count:
        return False
    marks = (0x20, *_BLANKS, *signs.encode())
    if any((data == mark).any() for data in _bytes(flat) for mark in marks):
        return False
    shortest = pc.min(pc.binary_length(flat)).as_py()
    if shortest is None or shortest > _LONGEST:
        return True
    return not pc.any(pc.is_in(flat, value_set=_MISSING.cast(flat.type))).as_py()


def _is_plain(type_: pa.DataType) -> bool:
    return bool(pa.types.is_string(type_) or pa.types.is_large_string(type_))


def _flat(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if is_list(column.type):
        return pc.list_flatten(column)
    return column


def _bytes(column: pa.ChunkedArray) -> list[npt.NDArray[np.uint8]]:
    """The bytes of all texts, as they lie in memory."""
    width = np.dtype(np.int64 if pa.types.is_large_string(column.type) else np.int32)
    found = []
    for chunk in column.chunks:
        _, offsets, data = chunk.buffers()
        if not len(chunk) or data is None:
            continue
        ends = np.frombuffer(offsets, width, len(chunk) + 1, chunk.offset * width.itemsize)
        found.append(np.frombuffer(data, np.uint8)[ends[0] : ends[-1]])
    return found
