"""Posts → actions."""

from kashf.actions.extract import extract, kinds

__all__ = ["extract", "kinds"]
