"""Settings of the extraction of statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal, Protocol

from pydantic import Field

from kashf.settings import Settings

__all__ = ["EndpointSettings", "StatementSettings", "aliases_of"]


class EndpointSettings(Settings):
    """A language model behind an OpenAI-compatible address. Texts are sent to it."""

    address: str = Field(
        pattern=r"^https?://[^\s/?#@]+(/[^\s?#]*)?$",
        description="Address up to /v1, e.g. http://localhost:11434/v1.",
    )
    model: str = Field(min_length=1, description="Model that the server is asked for.")
    key_variable: str | None = Field(
        default=None,
        description="Environment variable that holds the key, if the server wants one.",
    )
    timeout: float = Field(
        default=120.0, gt=0, le=3600, description="Seconds that one answer may take."
    )
    retries: int = Field(default=2, ge=0, le=10, description="Further tries after a failure.")
    max_characters: int = Field(
        default=6000, ge=200, description="Longest piece of text sent in one question."
    )
    max_answer: int = Field(
        default=2_000_000, ge=1000, description="Longest answer that is read, in bytes."
    )


class StatementSettings(Settings):
    """How a text becomes statements."""

    extractor: Literal["rules", "endpoint"] = Field(
        default="rules", description="Rules work offline; endpoint asks a language model."
    )
    endpoint: EndpointSettings | None = Field(
        default=None, description="The language model, for the extractor endpoint."
    )
    date: dt.date | None = Field(
        default=None, description="Day of the document, for 'yesterday' and the like."
    )
    aliases: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Full name of a person, and other names for them."
    )
    gazetteers: tuple[str, ...] = Field(
        default=(), description="Files with further names: type, tab, name, one a line."
    )


class Known(Protocol):
    """Somebody whom a case knows by name, e.g. an entry of ``[[people]]`` in ``case.toml``."""

    @property
    def name(self) -> str:
        """Full name."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other spellings and names."""


def aliases_of(people: Iterable[Known]) -> dict[str, tuple[str, ...]]:
    """The people of a case as the ``aliases`` of :class:`StatementSettings`.

    An alias that two of them share, or that is the full name of another, tells nothing and is left out.
    """
    listed = list(people)
    owners: dict[str, set[str]] = {}
    for one in listed:
        for other in (one.name, *one.aliases):
            owners.setdefault(other, set()).add(one.name)
    return {
        one.name: tuple(
            dict.fromkeys(a for a in one.aliases if a != one.name and len(owners[a]) == 1)
        )
        for one in listed
    }
