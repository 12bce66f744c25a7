"""Replies: the id of the post replied to."""

from __future__ import annotations

import pyarrow as pa

from kashf.actions.columns import targets
from kashf.settings import ActionSettings

__all__ = ["LOCAL", "NEEDS", "objects"]

NEEDS = ("reply_to", "post_id")
LOCAL = True


def objects(posts: pa.Table, settings: ActionSettings) -> pa.ListArray:
    """The id in ``reply_to`` of each post, unless it is the post's own."""
    return targets(posts, "reply_to")
