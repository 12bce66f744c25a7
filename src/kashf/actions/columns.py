"""Columns of posts, worked on by distinct value."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = [
    "authored",
    "from_lists",
    "from_values",
    "ids",
    "map_distinct",
    "native_id",
    "only",
    "targets",
]

_TEXT = pa.string()

# What exports write into a cell that holds nothing.
_NOTHING = frozenset({"", "nan", "none", "null", "[]", "n/a", "<na>", "undefined"})


def _whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def native_id(value: str) -> str | None:
    """An id as the platform gives it; None where the cell says that there is none."""
    value = value.strip()
    return None if value.lower() in _NOTHING else value


def map_distinct(
    values: pa.ChunkedArray | pa.Array, change: Callable[[str], str | None]
) -> pa.Array:
    """``change`` of every value, called once for each distinct one; null stays null."""
    encoded = pc.dictionary_encode(_whole(values))
    changed = pa.array([change(value) or None for value in encoded.dictionary.to_pylist()], _TEXT)
    return pc.take(changed, encoded.indices)


def authored(posts: pa.Table) -> pa.Array:
    """True for every post that is no repost: what a repost carries is somebody else's."""
    return pc.is_null(ids(posts.column("repost_of")))


def ids(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column of ids, null where there is none."""
    return map_distinct(column, native_id)


def only(mask: pa.Array, values: pa.Array) -> pa.Array:
    """``values`` where ``mask`` is true, null elsewhere."""
    return pc.if_else(mask, values, pa.scalar(None, values.type))


def targets(posts: pa.Table, name: str) -> pa.ListArray:
    """The id in column ``name`` of each post, unless there is none or it is the post's own."""
    target = ids(posts.column(name))
    other = pc.not_equal(target, posts.column("post_id").combine_chunks())
    return from_values(only(pc.fill_null(other, False), target))


def from_values(values: pa.Array) -> pa.ListArray:
    """One list for every value: the value alone, or nothing for null."""
    return _lists(pc.drop_null(values), pc.is_valid(values).to_numpy(zero_copy_only=False))


def _lists(values: pa.Array, counts: np.ndarray) -> pa.ListArray:
    offsets = np.zeros(len(counts) + 1, np.int32)
    np.cumsum(counts, out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def from_lists(
    lists: pa.ChunkedArray | pa.Array,
    change: Callable[[str], str | None],
    *,
    where: pa.Array | None = None,
    unless: Callable[[pa.Array, pa.Array], pa.Array] | None = None,
) -> pa.ListArray:
    """Every list with ``change`` of its values, without nulls and repeated values, in order.

    ``where`` is false for rows whose list becomes empty. ``unless`` gets the changed values and
    the rows they stand in, and is true for values to leave out.
    """
    lists = _whole(lists)
    rows = pc.list_parent_indices(lists)
    values = pc.list_flatten(lists)
    if where is not None:
        chosen = pc.take(where, rows)
        rows, values = rows.filter(chosen), values.filter(chosen)
    values = map_distinct(values, change)
    keep = pc.is_valid(values)
    if unless is not None:
        keep = pc.and_(keep, pc.invert(pc.fill_null(unless(values, rows), False)))
    rows, values = rows.filter(keep), values.filter(keep)
    row = rows.to_numpy().astype(np.int64)
    codes = pc.dictionary_encode(values).indices.to_numpy().astype(np.int64)
    _, first = np.unique(row * (len(codes) + 1) + codes, return_index=True)
    first.sort()
    counts = np.bincount(row[first], minlength=len(lists))
    return _lists(pc.take(values, pa.array(first)), counts)
