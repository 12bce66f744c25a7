"""Reposts (retweets, forwards, shares): the id of the post passed on."""

from __future__ import annotations

import pyarrow as pa

from kashf.actions.columns import targets
from kashf.settings import ActionSettings

__all__ = ["LOCAL", "NEEDS", "objects"]

NEEDS = ("repost_of", "post_id")
LOCAL = True


def objects(posts: pa.Table, settings: ActionSettings) -> pa.ListArray:
    """The id in ``repost_of`` of each post, unless it is the post's own."""
    return targets(posts, "repost_of")
