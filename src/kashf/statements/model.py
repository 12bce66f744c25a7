"""What a statement is: who says what to whom, and where in the text each part stands.

Offsets count Unicode code points of the original text; ``text[span.start:span.end] == span.text``.
"A said X" is never turned into "X": :attr:`Statement.sources` says where the reader has it from.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Date", "Force", "Name", "NameType", "Source", "Span", "Statement", "Sum"]

Force = Literal["says", "reveals", "demands", "warns", "promises", "denies", "admits"]
NameType = Literal[
    "person", "organisation", "armed_group", "outlet", "place", "platform", "page", "handle", "link"
]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(_Part):
    """A piece of the text, from ``start`` (counted from 0) up to ``end`` (not in it)."""

    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Source(_Part):
    """One link of the chain from the reader to the speaker, e.g. the report or the recording."""

    kind: Literal["report", "recording", "document", "person", "unknown"]
    span: Span | None = None
    name: str | None = None


class Sum(_Part):
    """A sum of money; ``amount`` is a decimal number as text, ``currency`` an ISO 4217 code.

    The code is null where the words leave the country open ("dinar").
    """

    amount: str
    currency: str | None
    span: Span
    payer: Span | None = None
    payee: Span | None = None
    purpose: Span | None = None


class Date(_Part):
    """A date as it is written, and its ``value``: ``2019``, ``2019-04`` or ``2019-04-30``.

    ``value`` is null where it can't be told, e.g. "yesterday" in a text without a date, or a date
    of the Hijri calendar, which is kept in its own years in ``hijri``.
    """

    span: Span
    value: str | None
    hijri: str | None = None
    relative: bool = False


class Name(_Part):
    """A name in a text. ``full`` is the fullest form that the text gives for it."""

    type: NameType
    span: Span
    full: str


class Statement(_Part):
    """One reported or quoted act of speech. Parts that the text doesn't give are null.

    ``negated`` and ``hedged`` are about the act ("did not say", "is said to have said");
    ``said_false`` marks content about something invented that is spread.
    """

    speaker: Span | None
    speaker_name: str | None = None
    addressee: Span | None = None
    addressee_name: str | None = None
    verb: Span | None
    force: Force
    content: Span
    direct: bool = False
    negated: bool = False
    hedged: bool = False
    said_false: bool = False
    sources: tuple[Source, ...] = ()
    about: tuple[Span, ...] = ()
    sums: tuple[Sum, ...] = ()
    dates: tuple[Date, ...] = ()
