"""The command line: parse, call, print."""

from kashf.cli.app import main

__all__ = ["main"]
