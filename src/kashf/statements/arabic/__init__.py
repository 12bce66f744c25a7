"""Rules for Arabic."""

from kashf.statements.arabic.grammar import drafts

__all__ = ["drafts"]
