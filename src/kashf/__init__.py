"""Kashf: uncover coordinated accounts in posts, with the evidence behind every edge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kashf._version import __version__

if TYPE_CHECKING:
    from kashf.network import Network, detect, read_posts

__all__ = ["Network", "__version__", "detect", "read_posts"]


def __getattr__(name: str) -> Any:
    if name in {"Network", "detect", "read_posts"}:
        from kashf import network

        return getattr(network, name)
    raise AttributeError(f"module 'kashf' has no attribute {name!r}")
