"""Rules for Arabic."""

from kashf.statements.arabic.grammar import drafts
from kashf.statements.arabic.items import share_subjects

__all__ = ["drafts", "share_subjects"]
