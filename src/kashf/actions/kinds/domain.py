"""Registered domains of links, by the Public Suffix List with its private part.

So ``name.blogspot.com`` is a domain of its own. Shorteners are none: they name no publisher.
"""

from __future__ import annotations

import pyarrow as pa

from kashf.actions.hosts import registered_domain
from kashf.actions.link_data import SHORTENERS
from kashf.actions.links import host_of
from kashf.actions.own_links import NEEDS, links
from kashf.settings import ActionSettings

__all__ = ["LOCAL", "NEEDS", "objects"]

LOCAL = False


def objects(posts: pa.Table, settings: ActionSettings) -> pa.ListArray:
    """Registered domains that each post links to."""
    return links(posts, _domain)


def _domain(link: str) -> str | None:
    host = host_of(link)
    domain = registered_domain(host)
    return None if host in SHORTENERS or domain in SHORTENERS else domain
