"""Attached media: hashes or ids; addresses of media in one spelling."""

from __future__ import annotations

import pyarrow as pa

from kashf.actions.columns import authored, from_lists, native_id
from kashf.actions.links import canonical
from kashf.settings import ActionSettings

__all__ = ["LOCAL", "NEEDS", "objects"]

NEEDS = ("media", "repost_of")
LOCAL = True


def objects(posts: pa.Table, settings: ActionSettings) -> pa.ListArray:
    """Media of each post; none for reposts."""
    return from_lists(posts.column("media"), _medium, where=authored(posts))


def _medium(value: str) -> str | None:
    known = native_id(value)
    if known is not None and known.lower().startswith(("http:", "https:", "//")):
        return canonical(known)
    return known
