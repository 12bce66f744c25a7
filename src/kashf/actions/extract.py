"""The stage: posts in, actions out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import ModuleType

import pyarrow as pa
import pyarrow.compute as pc

from kashf import registry
from kashf.schema import ACTIONS, POSTS, check
from kashf.settings import ActionSettings

__all__ = ["extract"]

_GROUP = "kashf.actions.kinds"
_ALWAYS = ("account_id", "post_id", "time")
_ROWS = 1 << 16


def extract(
    posts: pa.Table | pa.RecordBatchReader | Iterable[pa.RecordBatch],
    settings: ActionSettings,
    *,
    qualify: bool = False,
) -> Iterator[pa.RecordBatch]:
    """Actions of ``posts`` as batches of :data:`~kashf.schema.ACTIONS`.

    One batch for each kind of ``settings.by`` and each 65,536 posts at most; it may have no
    rows. Of the columns of posts only ``account_id``, ``post_id``, ``time`` and what the kinds
    need must be there. ``qualify`` is for posts of more than one platform: it puts
    ``platform:`` before account ids, post ids, and objects that are known to one platform alone.

    Raises :class:`~kashf.errors.UsageError` for an unknown kind, and, as soon as it is met,
    :class:`~kashf.errors.InputError` for posts that lack a column.
    """
    chosen = {kind: registry.load(_GROUP, kind) for kind in settings.by}
    needed = {*_ALWAYS, *(name for kind in chosen.values() for name in kind.NEEDS)}
    if qualify:
        needed.add("platform")
    schema = pa.schema([field for field in POSTS if field.name in needed])
    return _batches(posts, schema, chosen, settings, qualify)


def _batches(
    posts: pa.Table | pa.RecordBatchReader | Iterable[pa.RecordBatch],
    schema: pa.Schema,
    chosen: dict[str, ModuleType],
    settings: ActionSettings,
    qualify: bool,
) -> Iterator[pa.RecordBatch]:
    for part in _parts(posts):
        table = check(part, schema, "The table of posts").combine_chunks()
        for kind, module in chosen.items():
            lists = module.objects(table, settings)
            if isinstance(lists, pa.ChunkedArray):
                lists = lists.combine_chunks()
            yield _actions(kind, table, lists, qualify=qualify, local=module.LOCAL)


def _parts(
    posts: pa.Table | pa.RecordBatchReader | Iterable[pa.RecordBatch],
) -> Iterator[pa.Table]:
    batches = posts.to_batches(_ROWS) if isinstance(posts, pa.Table) else posts
    for batch in batches:
        for start in range(0, batch.num_rows, _ROWS):
            yield pa.Table.from_batches([batch.slice(start, _ROWS)])


def _actions(
    kind: str, table: pa.Table, lists: pa.ListArray, *, qualify: bool, local: bool
) -> pa.RecordBatch:
    rows = pc.list_parent_indices(lists)
    columns = {"object_id": pc.list_flatten(lists)}
    for name in _ALWAYS:
        columns[name] = pc.take(table.column(name), rows)
    if qualify:
        platform = pc.take(table.column("platform"), rows)
        for name in ("account_id", "post_id", *(("object_id",) if local else ())):
            columns[name] = pc.binary_join_element_wise(platform, columns[name], ":")
    columns["kind"] = pa.repeat(pa.scalar(kind), len(rows))
    arrays = [
        column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        for column in (columns[name] for name in ACTIONS.names)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=ACTIONS)
