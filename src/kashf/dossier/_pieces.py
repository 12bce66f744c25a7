"""The sections of a dossier, each from the input to its view."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kashf.dossier._shapes import SpanLike, SumLike
from kashf.dossier._terms import split
from kashf.dossier._veiled import Veiled
from kashf.dossier.attribution import FORCES, Said, say
from kashf.dossier.built import (
    Cited,
    EventView,
    ItemView,
    KeyView,
    MomentView,
    PersonView,
    Ref,
    ReviewView,
    RunView,
    SourceView,
    StatementView,
    SumView,
)
from kashf.dossier.citations import Resolver, iso, lookup
from kashf.dossier.model import Accepted, Dossier, Language, Measure, Person, Record
from kashf.dossier.sentences import Writer
from kashf.errors import InputError, IntegrityError

__all__ = ["Assembly"]

_AMOUNT = re.compile(r"\d{1,30}(\.\d{1,10})?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}")


class Assembly:
    """Puts the views together. Every error names its place."""

    def __init__(
        self, dossier: Dossier, resolver: Resolver, people: Mapping[str, tuple[int, Person]]
    ) -> None:
        self.dossier = dossier
        self.resolver = resolver
        self.veil = resolver.veil
        self.ids = people
        self._known = {
            split(name) for _, person in people.values() for name in (person.name, *person.aliases)
        }
        self._words: dict[int, str] = {}

    def _maybe(self, text: str | None) -> Veiled | None:
        return self.veil.text(text) if text else None

    def items(self) -> tuple[ItemView, ...]:
        """The evidence register."""
        numbers = {exhibit.item.sha256: exhibit.item.number for exhibit in self.dossier.exhibits}
        return tuple(
            ItemView(
                item.number,
                self.veil.text(item.name),
                self.veil.text(item.media_type),
                item.size,
                item.sha256,
                item.added,
                self._maybe(item.source),
                self._maybe(item.collected_by),
                self._maybe(item.method),
                self._maybe(item.note),
                numbers.get(item.derived_from or ""),
                item.number in self.veil.items | self.veil.timed,
                tuple(
                    EventView(
                        event.when,
                        self.veil.text(event.what),
                        self._maybe(event.who),
                        self._maybe(event.tool),
                    )
                    for event in exhibit.custody
                ),
            )
            for exhibit in sorted(self.dossier.exhibits, key=lambda exhibit: exhibit.item.number)
            for item in (exhibit.item,)
        )

    def people(self) -> tuple[PersonView, ...]:
        """People and roles; the sources must hold the names."""
        views = []
        for number, person in self.ids.values():
            place = f"person {person.id}"
            names = [split(name) for name in (person.name, *person.aliases)]
            quotes = [split(passage.quote) for passage in person.citations]
            if not any(name and _inside(name, quote) for name in names for quote in quotes):
                raise IntegrityError(
                    "None of the passages that are cited holds the name or an alias.", file=place
                )
            views.append(
                PersonView(
                    number,
                    person.kind,
                    self.veil.text(person.name),
                    self._aliases(person),
                    tuple(
                        self.resolver.cite(
                            p.item, _Span(p.quote, p.start, p.end), place, by=f"P{number}"
                        )
                        for p in person.citations
                    ),
                    tuple(
                        self.resolver.cite(
                            p.item, _Span(p.quote, p.start, p.end), place, by=f"P{number}"
                        )
                        for p in person.roles
                    ),
                )
            )
        return tuple(views)

    def _aliases(self, person: Person) -> tuple[Veiled, ...]:
        if person.id in self.dossier.pseudonyms:
            return ()
        return tuple(dict.fromkeys(self.veil.text(alias) for alias in person.aliases))

    def statements(self) -> tuple[tuple[StatementView, ...], tuple[SumView, ...]]:
        """The statements that people accepted, and the sums in them."""
        views, sums, seen = [], [], set()
        for accepted in self.dossier.statements:
            place = f"statement S{accepted.number}"
            if accepted.number in seen:
                raise IntegrityError("Two statements have this number.", file=place)
            seen.add(accepted.number)
            if accepted.review.decision != "accepted" or not any(
                name.strip() for name in accepted.review.by
            ):
                raise IntegrityError(
                    "Nobody accepted this statement.",
                    file=place,
                    hint="Only accepted statements reach a dossier.",
                )
            views.append(self._statement(accepted, place))
            sums += [
                self._sum(accepted, money, f"{place}, sum {n}")
                for n, money in enumerate(accepted.statement.sums, start=1)
            ]
        return tuple(views), tuple(sums)

    def _cite(self, accepted: Accepted, span: SpanLike | None, place: str) -> Cited | None:
        if span is None:
            return None
        return self.resolver.cite(accepted.item, span, place, by=f"S{accepted.number}")

    def _statement(self, accepted: Accepted, place: str) -> StatementView:
        statement = accepted.statement
        if statement.force not in FORCES:
            raise InputError(f"Unknown force {statement.force!r}.", file=place)
        content = self._cite(accepted, statement.content, f"{place}, content")
        assert content is not None
        speaker_span = self._cite(accepted, statement.speaker, f"{place}, speaker")
        addressee_span = self._cite(accepted, statement.addressee, f"{place}, addressee")
        verb = self._cite(accepted, statement.verb, f"{place}, verb")
        speaker = self._name(
            accepted, statement.speaker, statement.speaker_name, accepted.speaker, place
        )
        addressee = self._name(
            accepted, statement.addressee, statement.addressee_name, accepted.addressee, place
        )
        sources = tuple(
            SourceView(
                source.kind,
                self._name(accepted, source.span, source.name, None, place),
                self._cite(accepted, source.span, f"{place}, source"),
            )
            for source in statement.sources
        )
        exhibit = self.resolver.exhibits[accepted.item]
        said = Said(
            item=self.resolver.resolve(Record(accepted.item), place),
            item_name=self.veil.text(exhibit.item.name),
            transcript=exhibit.text is not None and exhibit.text.kind == "transcript",
            force=statement.force,
            direct=statement.direct,
            negated=statement.negated,
            hedged=statement.hedged,
            said_false=statement.said_false,
            content=content,
            speaker=speaker,
            speaker_span=speaker_span,
            speaker_person=self._person(accepted.speaker, place),
            addressee=addressee,
            addressee_span=addressee_span,
            addressee_person=self._person(accepted.addressee, place),
            verb=verb,
            sources=sources,
        )
        review = accepted.review
        about = tuple(self._cite(accepted, span, f"{place}, about") for span in statement.about)
        return StatementView(
            number=accepted.number,
            item=accepted.item,
            lines=tuple(
                say(
                    replace(
                        said,
                        speaker=self._called(speaker, accepted.speaker, language),
                        addressee=self._called(addressee, accepted.addressee, language),
                    ),
                    language,
                )
                for language in self.dossier.languages
            ),
            speaker=speaker,
            addressee=addressee,
            force=statement.force,
            direct=statement.direct,
            negated=statement.negated,
            hedged=statement.hedged,
            said_false=statement.said_false,
            verb=verb,
            content=content,
            sources=sources,
            about=tuple(cited for cited in about if cited is not None),
            review=ReviewView(
                tuple(self.veil.text(name) for name in review.by),
                review.when,
                review.reliability,
                review.credibility,
            ),
        )

    def _called(self, name: Veiled | None, person: str | None, language: Language) -> Veiled | None:
        """The name in the letters of ``language``, unless a redaction took it."""
        if name is None or person is None or name.barred:
            return name
        return self.veil.name(self.ids[person][1], language)

    def _person(self, name: str | None, place: str) -> int | None:
        if name is None:
            return None
        if name not in self.ids:
            raise InputError(f"There is nobody with the id {name!r}.", file=place)
        return self.ids[name][0]

    def _name(
        self,
        accepted: Accepted,
        span: SpanLike | None,
        name: str | None,
        person: str | None,
        place: str,
    ) -> Veiled | None:
        """What somebody is called. A name that a redaction touches goes with its passage."""
        if span is not None and self.veil.item(accepted.item).hides(span.start, span.end):
            return self.resolver.bar(accepted.item, span.start, span.end)
        if person is not None and person in self.ids:
            name = self.ids[person][1].name
        if name is None:
            return None if span is None else self.veil.text(span.text)
        words = split(name)
        if words not in self._known and not self._stands_in(accepted.item, name):
            raise IntegrityError(
                f"The name {name!r} stands nowhere in E{accepted.item}.",
                file=place,
                hint="Add it to the people with its source.",
            )
        return self.veil.text(name)

    def _stands_in(self, item: int, name: str) -> bool:
        if item not in self._words:
            text = self.resolver.exhibits[item].text
            self._words[item] = f" {' '.join(split(text.text if text else ''))} "
        return bool(split(name)) and f" {' '.join(split(name))} " in self._words[item]

    def _sum(self, accepted: Accepted, money: SumLike, place: str) -> SumView:
        words = self._cite(accepted, money.span, place)
        assert words is not None
        amount = str(money.amount)
        if not _AMOUNT.fullmatch(amount):
            raise InputError(f"{amount!r} is no amount.", file=place)
        currency = money.currency
        if currency is not None and not _CURRENCY.fullmatch(currency):
            raise InputError(f"{currency!r} is no currency code.", file=place)
        bar = None
        if self.veil.item(accepted.item).hides(money.span.start, money.span.end):
            bar = self.resolver.bar(accepted.item, money.span.start, money.span.end)
        whole, _, rest = amount.partition(".")
        written = f"{int(whole):,}" + (f".{rest}" if rest.strip("0") else "")
        return SumView(
            accepted.number,
            bar or self.veil.text(written),
            bar if bar and currency else self._maybe(currency),
            words,
            self._cite(accepted, money.payer, f"{place}, payer"),
            self._cite(accepted, money.payee, f"{place}, payee"),
            self._cite(accepted, money.purpose, f"{place}, purpose"),
        )

    def timeline(self, writer: Writer, form: re.Pattern[str]) -> tuple[MomentView, ...]:
        """The timeline, in order of time."""
        views = []
        for number, moment in enumerate(self.dossier.timeline, start=1):
            place = f"timeline, entry {number}"
            if not form.fullmatch(moment.when):
                raise InputError(
                    f"{moment.when!r} is no date.",
                    file=place,
                    hint="Write 2026, 2026-03, 2026-03-01 or 2026-03-01T10:00:00Z.",
                )
            ref = self.resolver.resolve(moment.source, place, by=f"T{number}")
            when = self.resolver.date(moment.when, moment.source, place)
            lines = writer.lines(moment.sentences, place, by=f"T{number}")
            views.append((moment.when, number, MomentView(when, ref, lines)))
        return tuple(view for _, _, view in sorted(views, key=lambda entry: entry[:2]))

    def runs(self) -> tuple[RunView, ...]:
        """The runs. Comes last: whatever else cites a key of a run has it shown there."""
        views = []
        for number, run in enumerate(self.dossier.runs, start=1):
            place = f"run {run.name}"
            if not run.inputs:
                raise InputError("A run cites the items that it was made from.", file=place)
            inputs: tuple[Ref, ...] = tuple(
                self.resolver.resolve(Record(item), place) for item in run.inputs
            )
            keys = run.figures
            if keys is None:
                keys = tuple(f"counts.{key}" for key in _leaves(run.info.get("counts")))
            for key in keys:
                self.resolver.resolve(Measure(run.name, key), place)
            settings = run.info.get("settings")
            views.append(
                RunView(
                    number,
                    self.veil.text(run.name),
                    self._maybe(_text(run.info.get("kashf"))),
                    self._maybe(_text(run.info.get("created"))),
                    inputs,
                    tuple(
                        KeyView(self.veil.text(key), self.veil.text(_text(lookup(settings, key))))
                        for key in _leaves(settings)
                    ),
                    tuple(
                        KeyView(
                            self.veil.text(key),
                            self.veil.text(_text(lookup(run.info, key))),
                            f"R{number}-{index}",
                        )
                        for index, key in enumerate(self.resolver.keys[number])
                    ),
                )
            )
        return tuple(views)


class _Span:
    """A span from a passage."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end


def _inside(name: tuple[str, ...], words: tuple[str, ...]) -> bool:
    from kashf.dossier._terms import Terms

    terms = Terms()
    terms.add(name, 0)
    return bool(terms.find(" ".join(words)))


def _leaves(value: Any, before: str = "") -> list[str]:
    if not isinstance(value, Mapping):
        return []
    found: list[str] = []
    for key, item in value.items():
        if isinstance(item, Mapping):
            found += _leaves(item, f"{before}{key}.")
        elif not isinstance(item, list | tuple) or all(isinstance(i, str) for i in item):
            found.append(f"{before}{key}")
    return found


def _text(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value) or "–"
    if isinstance(value, int | float):
        return f"{value:,}" if isinstance(value, int) else f"{value:,.6g}"
    return iso(value) if hasattr(value, "astimezone") else str(value)
