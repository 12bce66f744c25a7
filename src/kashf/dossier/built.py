"""A dossier that was checked: what the page, the PDF, the JSON and the tables show, and no more.

Every text of it is :class:`~kashf.dossier._veiled.Veiled`. Offsets are those of the shown texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from kashf.dossier._veiled import Veiled
from kashf.dossier.model import Language

__all__ = [
    "Built",
    "Cited",
    "EventView",
    "ItemView",
    "KeyView",
    "Line",
    "MomentView",
    "Original",
    "PartView",
    "PersonView",
    "Piece",
    "RedactionView",
    "Ref",
    "ReviewView",
    "RunView",
    "SourceView",
    "StatementView",
    "SumView",
    "TextView",
]

# chrome: words of Kashf itself; words: of whoever wrote the dossier
Role = Literal["chrome", "words", "quote", "figure", "name", "person"]


@dataclass(frozen=True, slots=True)
class Ref:
    """A citation that resolves: what it is called, and the ``anchor`` of the page it jumps to."""

    kind: Literal["passage", "record", "measure"]
    label: Veiled
    anchor: str
    item: int | None = None
    address: str | None = None
    start: int | None = None
    end: int | None = None
    quote: Veiled | None = None
    run: int | None = None
    key: Veiled | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line. ``ref`` is the index of its citation in :attr:`Line.refs`.

    ``person`` is a number of the people section. ``cite`` shows the citation right behind it.
    """

    role: Role
    text: Veiled
    ref: int | None = None
    person: int | None = None
    cite: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its citations; a remark has none."""

    language: Language
    pieces: tuple[Piece, ...]
    refs: tuple[Ref, ...] = ()

    @property
    def text(self) -> str:
        """The words alone, with citations in brackets."""
        return "".join(
            piece.text.text
            + (
                f" [{self.refs[piece.ref].label.text}]"
                if piece.cite and piece.ref is not None
                else ""
            )
            for piece in self.pieces
        )


@dataclass(frozen=True, slots=True)
class Cited:
    """Words of a source and where they stand."""

    text: Veiled
    ref: Ref


@dataclass(frozen=True, slots=True)
class EventView:
    """An entry of the custody log."""

    when: datetime
    what: Veiled
    who: Veiled | None
    tool: Veiled | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """An entry of the evidence register. ``derived_from`` is an item's number, or null."""

    number: int
    name: Veiled
    media_type: Veiled
    size: int
    sha256: str
    added: datetime
    source: Veiled | None
    collected_by: Veiled | None
    method: Veiled | None
    note: Veiled | None
    derived_from: int | None
    redacted: bool
    custody: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody with a name; what they are called in the sources, and their roles there."""

    number: int
    kind: str
    name: Veiled
    aliases: tuple[Veiled, ...]
    mentions: tuple[Cited, ...]
    roles: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """Who accepted a statement, when, and with what grades."""

    by: tuple[Veiled, ...]
    when: datetime
    reliability: str | None
    credibility: int | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """A link of the chain from the reader to the speaker."""

    kind: str
    name: Veiled | None
    cited: Cited | None


@dataclass(frozen=True, slots=True)
class StatementView:
    """An accepted statement, as said by somebody: ``lines`` say it, one a language."""

    number: int
    item: int
    lines: tuple[Line, ...]
    speaker: Veiled | None
    addressee: Veiled | None
    force: str
    direct: bool
    negated: bool
    hedged: bool
    said_false: bool
    verb: Cited | None
    content: Cited
    sources: tuple[SourceView, ...]
    about: tuple[Cited, ...]
    review: ReviewView


@dataclass(frozen=True, slots=True)
class SumView:
    """A sum of money that a statement speaks of, beside the words of the source."""

    statement: int
    amount: Veiled
    currency: Veiled | None
    words: Cited
    payer: Cited | None
    payee: Cited | None
    purpose: Cited | None


@dataclass(frozen=True, slots=True)
class MomentView:
    """An entry of the timeline."""

    when: Veiled
    ref: Ref
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class KeyView:
    """A setting or a figure of a run: ``key`` of its ``run.json``, and the value there."""

    key: Veiled
    value: Veiled
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class RunView:
    """A run: what it was made from, its settings, its figures; ``info`` is its run.json."""

    number: int
    name: Veiled
    version: Veiled | None
    created: Veiled | None
    inputs: tuple[Ref, ...]
    settings: tuple[KeyView, ...]
    figures: tuple[KeyView, ...]


@dataclass(frozen=True, slots=True)
class RedactionView:
    """Why something is hidden, and who decided so."""

    number: int
    item: int
    reason: Veiled
    approver: Veiled
    when: datetime


@dataclass(frozen=True, slots=True)
class PartView:
    """A paragraph or segment: offsets into the shown text of its item."""

    start: int
    end: int
    anchor: str
    address: str
    speaker: Veiled | None


@dataclass(frozen=True, slots=True)
class TextView:
    """The shown text of a cited item. ``cited`` are (start, end, anchor, cited by) in order."""

    item: int
    kind: str
    text: Veiled
    parts: tuple[PartView, ...]
    cited: tuple[tuple[int, int, str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Original:
    """An original for the bag, by its number; ``sha256`` is checked when it is copied."""

    number: int
    file: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Built:
    """All of it. What stands after ``custody`` is for the bag and never in the page or JSON."""

    title: Veiled
    languages: tuple[Language, ...]
    created: datetime
    version: str
    invented: bool
    pseudonyms: bool
    items: tuple[ItemView, ...]
    people: tuple[PersonView, ...]
    statements: tuple[StatementView, ...]
    sums: tuple[SumView, ...]
    timeline: tuple[MomentView, ...]
    findings: tuple[tuple[Line, ...], ...]
    runs: tuple[RunView, ...]
    methods: tuple[Line, ...]
    questions: tuple[Line, ...]
    redactions: tuple[RedactionView, ...]
    texts: tuple[TextView, ...]
    custody: bytes | None
    public_key: bytes | None
    originals: tuple[Original, ...]
    withheld: tuple[int, ...]
    run_infos: tuple[Any, ...]
    run_tables: tuple[Mapping[str, Path], ...]
    veil: Any = field(compare=False)
