"""Rules for Arabic."""

from kashf.statements.arabic.grammar import drafts
from kashf.statements.arabic.items import FOLLOWING, is_entry, share_subjects

__all__ = ["FOLLOWING", "drafts", "is_entry", "share_subjects"]
