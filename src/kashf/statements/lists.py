"""Reads the word lists inside the package. A line is fields with tabs; ``#`` begins a comment."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

__all__ = ["rows"]


def rows(folder: str, name: str) -> Iterator[list[str]]:
    """The fields of each line of ``name`` in ``folder`` of this package (empty: the package)."""
    place = files("kashf.statements")
    place = place / folder / name if folder else place / name
    for line in place.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
