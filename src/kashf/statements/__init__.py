"""Statements: who says what to whom, about whom, and from where the reader has it."""

from __future__ import annotations

from kashf.statements.model import Date, Name, Source, Span, Statement, Sum
from kashf.statements.settings import EndpointSettings, StatementSettings

__all__ = [
    "Date",
    "EndpointSettings",
    "Name",
    "Source",
    "Span",
    "Statement",
    "StatementSettings",
    "Sum",
]
