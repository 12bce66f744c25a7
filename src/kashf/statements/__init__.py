"""Statements: who says what to whom, about whom, and from where the reader has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kashf.statements.model import Date, Name, Source, Span, Statement, Sum
from kashf.statements.settings import EndpointSettings, StatementSettings, aliases_of

if TYPE_CHECKING:
    from kashf.evidence.texts import Text

__all__ = [
    "Date",
    "EndpointSettings",
    "Name",
    "Source",
    "Span",
    "Statement",
    "StatementSettings",
    "Sum",
    "aliases_of",
    "extract",
    "find_names",
]


def extract(text: Text | str, settings: StatementSettings | None = None) -> list[Statement]:
    """The statements of ``text`` in the order in which they stand; each is a candidate for review.

    With the extractor ``endpoint`` the text is sent to the address in the settings; use
    :func:`kashf.statements.endpoint.ask` to learn what was refused.
    Raises :class:`~kashf.errors.UsageError` when that extractor has no address.
    """
    settings = settings or StatementSettings()
    if settings.extractor == "endpoint":
        from kashf.statements.endpoint import ask

        return ask(text, settings).statements
    from kashf.statements.rules import extract_by_rules

    return extract_by_rules(text, settings)


def find_names(text: str, gazetteers: tuple[str, ...] = ()) -> list[Name]:
    """People, bodies, armed groups, outlets, places, platforms, pages, handles and links.

    ``gazetteers`` are files with further names: type, tab, name, one a line.
    """
    from kashf.statements.names import find_names as find

    return find(text, gazetteers)
