"""A case → :class:`~kashf.dossier.model.Dossier`: what people accepted and what was measured."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, cast

from kashf._version import __version__
from kashf.dossier.mentions import folded, mentions
from kashf.dossier.model import (
    Accepted,
    Dossier,
    Event,
    Exhibit,
    Language,
    Moment,
    Passage,
    Person,
    Quote,
    Redaction,
    Review,
    RunResult,
    Sentence,
)
from kashf.errors import UsageError
from kashf.evidence.case import Case, Item
from kashf.evidence.case_settings import Person as Named
from kashf.evidence.case_settings import milliseconds
from kashf.evidence.texts import Text
from kashf.pipeline.attributing import Texts
from kashf.pipeline.remarks import methods, questions
from kashf.pipeline.results import findings, moments

if TYPE_CHECKING:
    from kashf.statements.review import Candidate

__all__ = ["OWN_RUN", "Material", "accepted_in", "gather", "languages_of"]

OWN_RUN = "Statements"  # runs of case.toml begin with a small letter
_CUSTODY = ("collected", "derived")
_GRADE = re.compile(r"([A-F])?([1-6])?")
_MOST_MENTIONS = 3
_NEAR = 120  # characters between a name and a role that belong together


@dataclass(frozen=True)
class Material:
    """What a dossier is gathered from. ``runs`` are ready to be shown, with ``created`` the time
    of the latest thing in the case."""

    texts: Texts
    candidates: Sequence[Candidate]
    runs: Sequence[RunResult]
    created: datetime
    pseudonym_key: bytes
    extraction: Mapping[str, Any]


def languages_of(case: Case) -> tuple[Language, ...]:
    """Languages of the dossier, the first one leads."""
    wanted = case.settings.dossier.languages or case.settings.languages
    return tuple(dict.fromkeys(wanted))


def gather(case: Case, material: Material) -> Dossier:
    """Put together what the case's dossier says. Reads the case and changes nothing.

    Raises :class:`~kashf.errors.UsageError` for a setting that leads nowhere; whether all of it
    may be said is for :func:`kashf.dossier.build`.
    """
    settings, texts = case.settings, material.texts
    languages = languages_of(case)
    people = tuple(_people(case, texts))
    accepted = accepted_in(material.candidates, texts, people)
    runs = [*material.runs]
    own = _own_run(case, material)
    if own is not None:
        runs.append(own)
    hidden = tuple(
        named.name
        for named in settings.people
        if named.pseudonymise or settings.dossier.pseudonymise
    )
    timeline = [
        *(moment for one in accepted for moment in _dates(one, languages)),
        *(moment for run in material.runs for moment in moments(run, languages)),
    ]
    return Dossier(
        title=settings.title.strip() or case.root.absolute().name,
        languages=languages,
        created=material.created,
        version=__version__,
        exhibits=tuple(_exhibits(case, texts)),
        people=people,
        statements=tuple(accepted),
        timeline=tuple(timeline),
        runs=tuple(runs),
        findings=tuple(finding for run in material.runs for finding in findings(run, languages)),
        methods=tuple(
            methods(
                material.runs,
                languages,
                statements=bool(accepted),
                transcripts=any(
                    text is not None and text.kind == "transcript"
                    for text in map(texts.of, texts.items)
                ),
            )
        ),
        questions=tuple(questions(case, texts, material.runs, own, languages)),
        redactions=tuple(_redactions(case, material.created)),
        pseudonyms=hidden,
        pseudonym_key=material.pseudonym_key if hidden else b"",
        invented=settings.invented,
    )


def _exhibits(case: Case, texts: Texts) -> Iterator[Exhibit]:
    names = case.settings.dossier.originals
    given = {case.item(name).number for name in names if name != "*"}
    for item in texts.items:
        whole = item.number in given or ("*" in names and item.number not in texts.posts)
        events = tuple(
            Event(entry.at, entry.event, entry.by, entry.tool)
            for entry in case.events(item)
            if entry.event in _CUSTODY
        )
        yield Exhibit(item, texts.of(item), events, case.path(item) if whole else None)


def _people(case: Case, texts: Texts) -> Iterator[Person]:
    """People of ``case.toml`` with the first places where each item names them."""
    for named in case.settings.people:
        found: list[Passage] = []
        roles: list[Passage] = []
        for item in texts.items:
            text = texts.of(item)
            if text is None:
                continue
            places = mentions((named.name, *named.aliases), text.text)
            fullest = sorted(places, key=lambda place: (place[0] - place[1], place[0]))[:1]
            found += [_passage(item, text, *place) for place in fullest]
            if named.role and places and not roles:
                roles += _role(item, text, named, places)
        yield Person(
            id=named.name,
            name=named.name,
            citations=tuple(found[:_MOST_MENTIONS]),
            aliases=named.aliases,
            roles=tuple(roles),
            kind=named.kind,
            listed=bool(found),
        )


def _passage(item: Item, text: Text, start: int, end: int) -> Passage:
    return Passage(item.number, start, end, text.text[start:end])


def _role(
    item: Item, text: Text, named: Named, places: Sequence[tuple[int, int]]
) -> Iterator[Passage]:
    """Where the text gives the role beside a name: the words from one to the other."""
    for start, end in mentions((named.role or "",), text.text):
        for name_start, name_end in places:
            first, last = min(start, name_start), max(end, name_end)
            if last - first <= (end - start) + (name_end - name_start) + _NEAR and not any(
                first < part.start < last for part in text.parts
            ):
                yield _passage(item, text, first, last)
                return


def accepted_in(
    candidates: Sequence[Candidate], texts: Texts, people: Sequence[Person]
) -> list[Accepted]:
    """The statements that people accepted, with their reviews."""
    numbers = {item.sha256: item.number for item in texts.items}
    owners: dict[tuple[str, ...], set[str]] = {}
    for person in people:
        for name in (person.name, *person.aliases):
            if person.listed:
                owners.setdefault(folded(name), set()).add(person.id)

    def who(span: Any, name: str | None) -> str | None:
        for words in (name, None if span is None else span.text):
            found = owners.get(folded(words), set()) if words else set()
            if len(found) == 1:
                return next(iter(found))
        return None

    accepted = []
    for candidate in candidates:
        if candidate.state != "accepted" or candidate.item not in numbers:
            continue
        said = candidate.statement
        accepted.append(
            Accepted(
                number=candidate.number,
                item=numbers[candidate.item],
                statement=said,
                review=_review(candidate),
                speaker=who(said.speaker, said.speaker_name),
                addressee=who(said.addressee, said.addressee_name),
            )
        )
    return accepted


def _review(candidate: Candidate) -> Review:
    last = [one for one in candidate.decisions if one.action == "accept"][-1]
    match = _GRADE.fullmatch(candidate.grade or "")
    source, content = match.groups() if match else (None, None)
    return Review(
        decision="accepted",
        by=candidate.accepted_by,
        when=last.at,
        reliability=cast(Any, source),
        credibility=cast(Any, int(content)) if content else None,
    )


def _dates(accepted: Accepted, languages: Sequence[Language]) -> Iterator[Moment]:
    """The dates that a statement speaks of, beside its words."""
    statement = cast(Any, accepted.statement)
    words: dict[Language, str] = {
        "en": "A statement names this date: ",
        "ar": "يذكر أحد الأقوال هذا التاريخ: ",
    }
    content = statement.content
    quote = Quote(Passage(accepted.item, content.start, content.end, content.text))
    for date in statement.dates:
        if date.value is None:
            continue
        span = date.span
        yield Moment(
            date.value,
            Passage(accepted.item, span.start, span.end, span.text),
            tuple(Sentence(language, (words[language], quote)) for language in languages),
        )


def _own_run(case: Case, material: Material) -> RunResult | None:
    """The extraction and the review, as a run whose figures can be cited."""
    items = tuple(item.number for item in material.texts.wanted())
    if not items:
        return None
    states = [candidate.state for candidate in material.candidates]
    settings = dict(material.extraction)
    settings["two_person"] = case.settings.statements.two_person
    return RunResult(
        name=OWN_RUN,
        info={
            "kashf": __version__,
            "created": material.created.astimezone(UTC).isoformat(timespec="seconds"),
            "settings": {"statements": settings},
            "counts": {
                "texts": len(items),
                "candidates": len(states),
                "accepted": states.count("accepted"),
                "rejected": states.count("rejected"),
                "waiting": states.count("candidate"),
            },
        },
        inputs=items,
    )


def _redactions(case: Case, created: datetime) -> Iterator[Redaction]:
    for number, wanted in enumerate(case.settings.dossier.redactions, start=1):
        try:
            item = case.item(wanted.item)
        except UsageError as error:
            raise UsageError(
                error.what, file=f"{case.root / 'case.toml'}, redaction {number}", hint=error.hint
            ) from error
        yield Redaction(
            item=item.number,
            reason=wanted.reason,
            approver=wanted.approver,
            when=datetime.combine(wanted.decided, time(), UTC) if wanted.decided else created,
            start=wanted.start,
            end=wanted.end,
            start_ms=None if wanted.start_time is None else milliseconds(wanted.start_time),
            end_ms=None if wanted.end_time is None else milliseconds(wanted.end_time),
            everywhere=wanted.everywhere,
        )
