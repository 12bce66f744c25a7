"""Mentions: ids of accounts, or handles in lower case."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from kashf.actions.columns import authored, from_lists, map_distinct, native_id
from kashf.settings import ActionSettings
from kashf.text import fold_handle

__all__ = ["LOCAL", "NEEDS", "objects"]

NEEDS = ("mentions", "repost_of", "account_id", "account_name")
LOCAL = True

_YOUTUBE_CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")


def objects(posts: pa.Table, settings: ActionSettings) -> pa.ListArray:
    """Accounts that each post mentions; none for reposts, and never the author."""
    own = [map_distinct(posts.column(name), _folded) for name in ("account_id", "account_name")]

    def author(values: pa.Array, rows: pa.Array) -> pa.Array:
        by_id, by_name = (
            pc.fill_null(pc.equal(values, pc.take(names, rows)), False) for names in own
        )
        return pc.or_(by_id, by_name)

    return from_lists(posts.column("mentions"), _folded, where=authored(posts), unless=author)


def _folded(account: str) -> str | None:
    known = native_id(account)
    if known is None or _YOUTUBE_CHANNEL.fullmatch(known):
        return known
    return fold_handle(known)
