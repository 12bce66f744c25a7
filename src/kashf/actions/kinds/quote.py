"""Quotes: the id of the post quoted."""

from __future__ import annotations

import pyarrow as pa

from kashf.actions.columns import targets
from kashf.settings import ActionSettings

__all__ = ["LOCAL", "NEEDS", "objects"]

NEEDS = ("quote_of", "post_id")
LOCAL = True


def objects(posts: pa.Table, settings: ActionSettings) -> pa.ListArray:
    """The id in ``quote_of`` of each post, unless it is the post's own."""
    return targets(posts, "quote_of")
