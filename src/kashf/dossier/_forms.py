"""Fields that are not free text: only what is foreseen passes, so that nothing slips through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from kashf.dossier.attribution import SOURCES
from kashf.dossier.model import Dossier, Remark, Sentence
from kashf.dossier.words import CREDIBILITY, DIRECTION, RELIABILITY
from kashf.errors import InputError

__all__ = ["check_forms"]

_KINDS = frozenset({"person", "organisation", "group", "media", "place", "account"})
_SHA256 = re.compile(r"[0-9a-f]{64}")
_VERSION = re.compile(r"[0-9A-Za-z.+-]{1,40}")


def check_forms(dossier: Dossier) -> None:
    """Raises :class:`~kashf.errors.InputError` with the place of the first field that is wrong."""
    for place, holds, what in _checks(dossier):
        if not holds:
            raise InputError(what, file=place)
    for place, moment in _times(dossier):
        if moment.tzinfo is None:
            raise InputError("A time without a zone.", file=place)


def _checks(dossier: Dossier) -> Iterator[tuple[str, bool, str]]:
    languages = dossier.languages
    known = set(DIRECTION)
    yield (
        "languages",
        bool(languages) and set(languages) <= known and len(set(languages)) == len(languages),
        "A dossier is in ar, in en, or in both.",
    )
    yield "version", _VERSION.fullmatch(dossier.version) is not None, "This is no version."
    for exhibit in dossier.exhibits:
        item, place = exhibit.item, f"E{exhibit.item.number}"
        yield place, _counts(item.number), "Items are numbered from 1."
        yield place, isinstance(item.size, int) and item.size >= 0, "A size counts bytes."
        yield place, _SHA256.fullmatch(item.sha256) is not None, "This is no SHA-256."
        if exhibit.text is not None:
            kind = exhibit.text.kind
            yield place, kind in {"document", "transcript"}, f"Unknown kind of text {kind!r}."
    for person in dossier.people:
        yield f"person {person.id}", person.kind in _KINDS, f"Unknown kind {person.kind!r}."
    for accepted in dossier.statements:
        place, review = f"statement S{accepted.number}", accepted.review
        yield place, _counts(accepted.number), "Statements are numbered from 1."
        grades = (
            review.reliability is None or review.reliability in RELIABILITY,
            review.credibility is None or review.credibility in CREDIBILITY,
        )
        yield place, all(grades), "Grades are A to F and 1 to 6."
        for source in accepted.statement.sources:
            yield place, source.kind in SOURCES, f"Unknown kind of source {source.kind!r}."
    for place, said in _said(dossier):
        yield place, said.language in known, f"Unknown language {said.language!r}."


def _counts(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number > 0


def _said(dossier: Dossier) -> Iterator[tuple[str, Sentence | Remark]]:
    for number, finding in enumerate(dossier.findings, start=1):
        yield from ((f"finding {number}", said) for said in finding.sentences)
    for number, moment in enumerate(dossier.timeline, start=1):
        yield from ((f"timeline, entry {number}", said) for said in moment.sentences)
    yield from (("method notes", said) for said in dossier.methods)
    yield from (("open questions", said) for said in dossier.questions)


def _times(dossier: Dossier) -> Iterator[tuple[str, datetime]]:
    yield "created", dossier.created
    for exhibit in dossier.exhibits:
        yield f"E{exhibit.item.number}", exhibit.item.added
        yield from ((f"E{exhibit.item.number}, custody", event.when) for event in exhibit.custody)
    for accepted in dossier.statements:
        yield f"statement S{accepted.number}", accepted.review.when
    for number, redaction in enumerate(dossier.redactions, start=1):
        yield f"redaction {number}", redaction.when
