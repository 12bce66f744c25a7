"""Posts → actions."""

from kashf.actions.extract import extract

__all__ = ["extract"]
