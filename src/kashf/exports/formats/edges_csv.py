"""The edges of a run for spreadsheets."""

from __future__ import annotations

from pathlib import Path

from kashf.schema import RunTables
from kashf.spreadsheet import write_csv

SUFFIX = "csv"
TITLE = "CSV of the edges (spreadsheets)"


def write(tables: RunTables, path: Path) -> None:
    """Write one row for each of the edges to ``path``."""
    write_csv(tables.edges, path)
