"""Dossier → :class:`~kashf.dossier.built.Built`: everything is checked, then everything is veiled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from kashf.dossier._custody import published
from kashf.dossier._forms import check_forms
from kashf.dossier._pieces import Assembly
from kashf.dossier._veiled import Veiled
from kashf.dossier.built import Built, Line, Original, PartView, RedactionView, TextView
from kashf.dossier.citations import Resolver
from kashf.dossier.model import Dossier, Remark
from kashf.dossier.redaction import Veil
from kashf.dossier.sentences import Writer, digit_in, number_word_in
from kashf.errors import InputError, IntegrityError

__all__ = ["build"]

_UNSEEN = frozenset({"veil", "run_infos", "run_tables", "originals", "label"})
_WHEN = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z)?)?)?", re.ASCII)


def build(dossier: Dossier) -> Built:
    """Check ``dossier`` and put together what may be shown of it.

    Raises :class:`~kashf.errors.InputError` for a claim or figure without a citation, and
    :class:`~kashf.errors.IntegrityError` for a citation that leads nowhere, a quote that differs
    from its source, a figure that differs from its run, and a statement that nobody accepted.
    Either names the place.
    """
    check_forms(dossier)
    _check_title(dossier)
    veil = Veil(dossier)
    resolver = Resolver(dossier, veil)
    people = {person.id: (number, person) for number, person in enumerate(dossier.people, start=1)}
    if len(people) < len(dossier.people):
        raise InputError("Two people have one id.", file="people")
    writer = Writer(resolver, people)
    parts = Assembly(dossier, resolver, people)
    findings = tuple(
        writer.lines(finding.sentences, f"finding {number}", by=f"F{number}")
        for number, finding in enumerate(dossier.findings, start=1)
    )
    persons = parts.people()
    statements, sums = parts.statements()
    given, withheld = _originals(dossier, veil)
    built = Built(
        title=veil.text(dossier.title),
        languages=dossier.languages,
        created=dossier.created,
        version=dossier.version,
        invented=dossier.invented,
        pseudonyms=bool(dossier.pseudonyms),
        items=parts.items(),
        people=persons,
        statements=statements,
        sums=sums,
        timeline=parts.timeline(writer, _WHEN),
        findings=findings,
        methods=_notes(writer, dossier.methods, "method notes"),
        questions=_notes(writer, dossier.questions, "open questions"),
        runs=parts.runs(),
        redactions=tuple(
            RedactionView(
                number,
                redaction.item,
                veil.text(redaction.reason),
                veil.text(redaction.approver),
                redaction.when,
            )
            for number, redaction in enumerate(dossier.redactions, start=1)
        ),
        texts=_texts(resolver),
        custody=published(dossier.custody, veil),
        public_key=dossier.public_key,
        originals=given,
        withheld=withheld,
        run_infos=tuple(run.info for run in dossier.runs),
        run_tables=tuple(run.tables for run in dossier.runs),
        veil=veil,
    )
    if veil:
        for where, text in _shown(built, "dossier"):
            if veil.leak(text):
                raise IntegrityError("Something hidden can still be read.", file=where)
    return built


def _check_title(dossier: Dossier) -> None:
    if not dossier.title.strip():
        raise InputError("A dossier has a title.", file="title")
    found = digit_in(dossier.title) or number_word_in(dossier.title)
    if found is not None:
        raise InputError(
            f"A figure without a citation: {found!r}.",
            file="title",
            hint="Choose a title without figures; they belong into the findings.",
        )


def _notes(writer: Writer, notes: Any, place: str) -> tuple[Line, ...]:
    for note in notes:
        if isinstance(note, Remark) and not note.text.strip():
            raise InputError("A remark without words.", file=place)
    return tuple(
        writer.line(note, f"{place}, {number}") for number, note in enumerate(notes, start=1)
    )


def _texts(resolver: Resolver) -> tuple[TextView, ...]:
    """The shown text of every cited item. What nothing cites is not published."""
    views = []
    for number, exhibit in sorted(resolver.exhibits.items()):
        text = exhibit.text
        if text is None or number not in resolver.passages:
            continue
        shown = resolver.veil.item(number)
        parts = []
        for index, part in enumerate(text.parts):
            start, end = shown.span(part.start, part.end) if part.start < part.end else (0, 0)
            address = text.address(part.start, part.end) if part.start < part.end else ""
            speaker = None if part.speaker is None else resolver.veil.text(part.speaker)
            parts.append(PartView(start, end, f"E{number}-p{index + 1}", address, speaker))
        cited = tuple(
            (start, end, f"E{number}-{start}-{end}", tuple(by))
            for (start, end), by in sorted(resolver.passages.get(number, {}).items())
        )
        views.append(TextView(number, text.kind, shown.shown, tuple(parts), cited))
    return tuple(views)


def _originals(dossier: Dossier, veil: Veil) -> tuple[tuple[Original, ...], tuple[int, ...]]:
    """Originals for the bag, and the numbers of those that stay out."""
    given, withheld = [], []
    for exhibit in dossier.exhibits:
        if exhibit.file is None:
            continue
        number = exhibit.item.number
        family = veil.families[number]
        touched = bool(family & (veil.items | veil.timed)) or (
            bool(veil) and (exhibit.text is None or bool(veil.item(number).shown.marks))
        )
        if touched and not exhibit.allow_redacted:
            withheld.append(number)
        else:
            given.append(Original(number, exhibit.file, exhibit.item.sha256))
    return tuple(given), tuple(withheld)


def _shown(value: object, where: str) -> Iterator[tuple[str, Veiled]]:
    """Every text of a view that is shown, with its place."""
    if isinstance(value, Veiled):
        yield where, value
    elif isinstance(value, Line):
        yield from ((where, piece.text) for piece in value.pieces if piece.role != "chrome")
        yield from ((where, ref.quote) for ref in value.refs if ref.quote is not None)
    elif isinstance(value, tuple):
        for number, item in enumerate(value, start=1):
            yield from _shown(item, f"{where} {number}")
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            if part.name not in _UNSEEN:
                yield from _shown(getattr(value, part.name), f"{where}, {part.name}")
