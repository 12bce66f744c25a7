"""Results → files for other programs and for people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kashf.schema import RunTables

__all__ = ["export", "file_name", "network_svg", "power_page"]

GROUP = "kashf.exports.formats"


def export(name: str, tables: RunTables, path: Path) -> None:
    """Write ``tables`` to ``path`` in the format ``name``, whole or not at all.

    Raises :class:`~kashf.errors.UsageError` when there is no such format.
    """
    from kashf import registry
    from kashf.files import replacing

    module = registry.load(GROUP, name)
    with replacing(path) as part:
        module.write(tables, part)


def file_name(name: str) -> str:
    """Name of the file that a run writes in the format ``name``, e.g. ``network.gexf``."""
    from kashf import registry

    suffix = registry.load(GROUP, name).SUFFIX
    stem = name.removesuffix(f"_{suffix}")
    return f"network.{suffix}" if stem == suffix else f"{stem}.{suffix}"


def network_svg(tables: RunTables, *, width: int = 960, height: int = 640) -> str:
    """Draw the strongest accounts and edges as one SVG text, ``width`` by ``height`` pixels."""
    from kashf.exports._network_svg import draw

    return draw(tables, width=width, height=height).svg.html


def power_page(info: Mapping[str, Any]) -> str:
    """The content of ``power.json`` as one HTML page."""
    from kashf.exports._power import page

    return page(info)
