"""Links, in one spelling each (:func:`kashf.actions.links.canonical`)."""

from __future__ import annotations

import pyarrow as pa

from kashf.actions.own_links import NEEDS, links
from kashf.settings import ActionSettings

__all__ = ["LOCAL", "NEEDS", "objects"]

LOCAL = False


def objects(posts: pa.Table, settings: ActionSettings) -> pa.ListArray:
    """Canonical links of each post; none for reposts and for links to the post itself."""
    return links(posts)
