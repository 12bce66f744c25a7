"""The accounts of a run for spreadsheets."""

from __future__ import annotations

from pathlib import Path

from kashf.schema import RunTables
from kashf.spreadsheet import write_csv

SUFFIX = "csv"
TITLE = "CSV of the accounts (spreadsheets)"


def write(tables: RunTables, path: Path) -> None:
    """Write one row for each of the accounts to ``path``."""
    write_csv(tables.accounts, path)
