"""What a dossier is made from. Plain frozen data: nothing here reads a case or a clock.

Offsets are Unicode code points of the text of an item. Times are UTC. Evidence is called by its
number (``1`` for E1).

The only ways to bring text into a dossier are these, and each has its rule:

- :class:`Sentence`: a claim. It needs at least one citation, and its own words hold no figures:
  a number is a :class:`Figure` (looked up or checked where it comes from) or stands in a
  :class:`Quote` (compared with the source).
- :class:`Remark`: no claim (a note on method, a question). No figures in digits or in words, and
  nobody of the people is named.
- records of evidence and runs, which are shown as records;
- statements that a person accepted, which are shown as said by somebody, with their sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

from kashf.dossier._shapes import ItemLike, StatementLike, TextLike

__all__ = [
    "Accepted",
    "Citation",
    "Dossier",
    "Event",
    "Exhibit",
    "Figure",
    "Finding",
    "ItemLike",
    "Language",
    "Measure",
    "Moment",
    "Name",
    "Passage",
    "Person",
    "Quote",
    "Record",
    "Redaction",
    "Remark",
    "Review",
    "RunResult",
    "Sentence",
    "StatementLike",
    "TextLike",
]

Language = Literal["ar", "en"]


@dataclass(frozen=True, slots=True)
class Passage:
    """``quote`` stands in the text of E``item`` from ``start`` to ``end``, to the letter."""

    item: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Record:
    """The entry of E``item`` in the evidence register, or one ``field`` of it."""

    item: int
    field: Literal["size", "added", "sha256", "media_type"] | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What ``run.json`` of the run ``run`` holds at ``key``, e.g. ``counts.edges``."""

    run: str
    key: str


Citation: TypeAlias = Passage | Record | Measure


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a passage, shown in quotation marks with their citation."""

    passage: Passage


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a date with where it comes from.

    From a run or the register the value is looked up; ``value``, where given as well, must agree.
    From a passage ``value`` is needed, and must stand in the passage in digits. ``decimals``
    rounds; ``percent`` shows a share of 1 in percent.
    """

    citation: Citation
    value: int | float | str | None = None
    decimals: int | None = None
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody of :attr:`Dossier.people`, by id."""

    person: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A claim: words, figures, quotes and names, with at least one citation among all of it."""

    language: Language
    parts: tuple[str | Quote | Figure | Name, ...]
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Words that claim nothing: no figures, nobody named."""

    language: Language
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the custody log, for the register."""

    when: datetime
    what: str
    who: str | None = None
    tool: str | None = None


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An item of evidence with its text and its custody.

    ``file`` is the original; it goes into the bag, unless ``None``. What redactions or pseudonyms
    touch (or might: an item without text) stays out, save with ``allow_redacted``.
    """

    item: ItemLike
    text: TextLike | None = None
    custody: tuple[Event, ...] = ()
    file: Path | None = None
    allow_redacted: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody or something with a name; ``kind`` e.g. person, organisation, group, media.

    One of the ``citations`` must hold the name or an alias. ``roles`` are quoted from sources.
    """

    id: str
    name: str
    citations: tuple[Passage, ...]
    aliases: tuple[str, ...] = ()
    roles: tuple[Passage, ...] = ()
    kind: Literal["person", "organisation", "group", "media", "place", "account"] = "person"


@dataclass(frozen=True, slots=True)
class Review:
    """What people decided about a candidate; Admiralty grades A–F (source), 1–6 (content)."""

    decision: Literal["accepted", "rejected", "pending"]
    by: tuple[str, ...]
    when: datetime
    reliability: Literal["A", "B", "C", "D", "E", "F"] | None = None
    credibility: Literal[1, 2, 3, 4, 5, 6] | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A statement of E``item`` and its review. ``number`` is shown as S1, S2, …

    ``speaker`` and ``addressee`` may name people by id.
    """

    number: int
    item: int
    statement: StatementLike
    review: Review
    speaker: str | None = None
    addressee: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """An entry of the timeline: ``when`` (ISO 8601, as exact as known) comes from ``source``.

    ``sentences`` say the same, one a language.
    """

    when: str
    source: Citation
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class RunResult:
    """A finished run: its ``run.json`` and the items it was made from.

    ``figures`` are keys of ``run.json`` to show (all of ``counts`` without); ``tables`` are
    Parquet files for the bag, by name.
    """

    name: str
    info: Mapping[str, Any]
    inputs: tuple[int, ...]
    figures: tuple[str, ...] | None = None
    tables: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One measured result; ``sentences`` say the same, one a language."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Redaction:
    """What must not be seen: characters ``start`` to ``end`` of an item, or milliseconds of it.

    With ``everywhere`` the words go wherever they stand, in whatever spelling; without it, from
    their place and from what quotes it. A time takes every word that it touches, in the item and
    in what was derived from the same sound.
    """

    item: int
    reason: str
    approver: str
    when: datetime
    start: int | None = None
    end: int | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    everywhere: bool = True


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a dossier says. ``languages`` are those of its headings, the first one leads.

    ``pseudonyms`` are ids of people whose names give way to "Person 3"; ``pseudonym_key``
    decides the numbers. ``custody`` is the log as it stands (JSON, one entry a line),
    ``public_key`` what its signatures are checked with. ``invented`` says so on the first page.
    """

    title: str
    languages: tuple[Language, ...]
    created: datetime
    version: str
    exhibits: tuple[Exhibit, ...]
    people: tuple[Person, ...] = ()
    statements: tuple[Accepted, ...] = ()
    timeline: tuple[Moment, ...] = ()
    runs: tuple[RunResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    methods: tuple[Remark | Sentence, ...] = ()
    questions: tuple[Remark | Sentence, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    pseudonyms: tuple[str, ...] = ()
    pseudonym_key: bytes = b""
    custody: bytes | None = None
    public_key: bytes | None = None
    invented: bool = False
