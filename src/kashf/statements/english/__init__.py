"""Rules for English."""

from kashf.statements.english.grammar import drafts

__all__ = ["drafts"]
