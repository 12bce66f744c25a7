"""Canonical links of posts, without those that lead to the post itself or the post it quotes."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from kashf.actions.columns import authored, from_lists, ids, map_distinct
from kashf.actions.links import canonical

__all__ = ["NEEDS", "links"]

NEEDS = ("urls", "post_url", "platform", "post_id", "repost_of", "quote_of")
_X = ("x", "twitter")


def links(posts: pa.Table, change: Callable[[str], str | None] | None = None) -> pa.ListArray:
    """Links of every post that is no repost, each changed by ``change`` at the end."""
    found = from_lists(
        posts.column("urls"),
        canonical,
        where=authored(posts),
        unless=lambda values, rows: _leads_back(posts, values, rows),
    )
    return found if change is None else from_lists(found, change)


def _leads_back(posts: pa.Table, values: pa.Array, rows: pa.Array) -> pa.Array:
    of_rows = posts.select(["post_url", "platform", "post_id", "quote_of"]).take(rows)
    own = map_distinct(of_rows.column("post_url"), canonical)
    back = pc.fill_null(pc.equal(values, own), False)
    on_x = pc.is_in(pc.utf8_lower(of_rows.column("platform")), pa.array(_X)).combine_chunks()
    for name in ("post_id", "quote_of"):
        target = pc.binary_join_element_wise("x.com/i/status/", ids(of_rows.column(name)), "")
        same = pc.fill_null(pc.equal(values, target), False)
        back = pc.or_(back, pc.and_(on_x, same))
    return back
