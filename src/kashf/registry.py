"""Finds plug-ins by file name, without importing them.

A plug-in is a module in one of the folders of :data:`GROUPS`; its file name is its name.
Another package adds one through an entry point in the group of the same name, e.g.
``[project.entry-points."kashf.actions.kinds"]``.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType

from kashf.errors import UsageError

__all__ = ["GROUPS", "load", "names"]

GROUPS = (
    "kashf.posts.formats",
    "kashf.actions.kinds",
    "kashf.coordination.nulls",
    "kashf.evidence.documents",
    "kashf.evidence.transcripts",
    "kashf.exports.formats",
)


@cache
def _modules(group: str) -> dict[str, str]:
    package = importlib.import_module(group)
    found = {
        info.name: f"{group}.{info.name}"
        for info in pkgutil.iter_modules(package.__path__)
        if not info.name.startswith("_")
    }
    for entry in entry_points(group=group):
        found.setdefault(entry.name, entry.value)
    return dict(sorted(found.items()))


def names(group: str) -> tuple[str, ...]:
    """Names of the plug-ins of ``group``, sorted; none of them is imported."""
    return tuple(_modules(group))


def load(group: str, name: str) -> ModuleType:
    """Import the plug-in ``name`` of ``group``.

    Raises :class:`~kashf.errors.UsageError` when there is none of that name.
    """
    modules = _modules(group)
    if name not in modules:
        raise UsageError(
            f"There is no {group.rsplit('.', 1)[-1].rstrip('s')} called {name!r}.",
            hint=f"Known: {', '.join(modules)}.",
        )
    return importlib.import_module(modules[name])
