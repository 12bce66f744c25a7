"""What is hidden: redactions as bars of one length, names as pseudonyms.

:class:`Veil` is the one door: whatever a dossier shows has passed through it once, and
:meth:`Veil.leak` says afterwards whether something hidden is still to be read.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kashf.dossier._shapes import PartLike, TextLike
from kashf.dossier._terms import Hit, Terms, is_arabic, split
from kashf.dossier._veiled import BAR, Mark, Place, Veiled, VeiledText, at_parts, merged, replaced
from kashf.dossier.model import Dossier, Language, Person, Redaction
from kashf.errors import InputError, UsageError

__all__ = ["Veil"]

_SENTINEL = "\ue000"  # stands for what is hidden where a text is searched again
_SHINGLE = 5
_LONG = 6
_LEAST_NAME = 3
_PARTICLES = frozenset(
    split(
        "ابو ام ابن بن بنت ال آل عبد de la van von der den bin ibn abu al el abd the of and dr mr"
    )
)
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class _Hidden:
    """What to put in place of a term: a bar of a redaction, a pseudonym, or nothing (kept)."""

    redaction: int | None = None
    number: int | None = None  # of the pseudonym; 0 where several people share the name
    kept: bool = False


class Veil:
    """Hides what a dossier's redactions and pseudonyms ask for.

    Raises :class:`~kashf.errors.InputError` for a redaction whose place does not exist and
    :class:`~kashf.errors.UsageError` for pseudonyms of people who are not there or without a key.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._texts: dict[int, TextLike] = {
            exhibit.item.number: exhibit.text for exhibit in dossier.exhibits if exhibit.text
        }
        self.families = _families(dossier)
        self._hidden: list[_Hidden] = []
        self._terms = Terms()
        self._spans: dict[int, list[tuple[int, int, int]]] = {}
        self.items: set[int] = set()  # items with a redaction of their own
        self.timed: set[int] = set()  # items of whose sound a time is redacted
        self._aliases: dict[str, int] = {}
        phrases = self._read_redactions(dossier)
        for words, number in phrases:
            self._hide(words, _Hidden(redaction=number))
        self._people_of(dossier, phrases)
        self._read_pseudonyms(dossier)
        self._cache: dict[int, VeiledText] = {}

    def __bool__(self) -> bool:
        return bool(self._terms) or bool(self._spans) or bool(self.items)

    def text(self, value: str) -> Veiled:
        """``value`` as it may be shown."""
        return replaced(value, self._marks(value, ())).shown

    def name(self, person: Person, language: Language) -> Veiled:
        """What ``person`` is called in ``language``: a name in its letters, where there is one."""
        if person.id in self._aliases:
            hit = Hit(0, 0, 0, "", language == "ar")
            alias = _alias(hit, self._aliases[person.id])
            return Veiled(alias, (Mark(0, len(alias), "alias"),))
        names = (person.name, *person.aliases)
        fitting = (name for name in names if is_arabic(name) == (language == "ar"))
        return self.text(next(fitting, person.name))

    def item(self, number: int) -> VeiledText:
        """The text of an item as it may be shown."""
        if number not in self._cache:
            text = self._texts[number]
            spans = self._spans.get(number, ())
            hits = at_parts(text.text, self._marks(text.text, spans), text.parts)
            self._cache[number] = replaced(text.text, hits)
        return self._cache[number]

    def leak(self, shown: Veiled) -> bool:
        """Whether something hidden can still be read in ``shown``."""
        pieces, at = [], 0
        for mark in shown.marks:
            pieces += [shown.text[at : mark.start], _SENTINEL]
            at = mark.end
        rest = "".join([*pieces, shown.text[at:]])
        return bool(self._marks(rest.replace(BAR, _SENTINEL), ()))

    # What to hide

    def _hide(self, words: tuple[str, ...], hidden: _Hidden, *, joined: bool = False) -> None:
        self._hidden.append(hidden)
        self._terms.add(words, len(self._hidden) - 1, joined=joined)

    def _read_redactions(self, dossier: Dossier) -> list[tuple[tuple[str, ...], int]]:
        numbers = {exhibit.item.number for exhibit in dossier.exhibits}
        phrases: list[tuple[tuple[str, ...], int]] = []
        for number, redaction in enumerate(dossier.redactions, start=1):
            where = f"redaction {number}"
            if redaction.item not in numbers:
                raise InputError(f"There is no E{redaction.item} to redact.", file=where)
            if not redaction.reason.strip() or not redaction.approver.strip():
                raise InputError("A redaction needs a reason and who approved it.", file=where)
            self.items.add(redaction.item)
            for item, start, end in self._places(redaction, where):
                self._spans.setdefault(item, []).append((start, end, number))
                if redaction.everywhere:
                    words = split(self._texts[item].text[start:end])
                    phrases += [(row, number) for row in _rows(words)]
        return phrases

    def _places(self, redaction: Redaction, where: str) -> list[tuple[int, int, int]]:
        by_span = redaction.start is not None and redaction.end is not None
        by_time = redaction.start_ms is not None and redaction.end_ms is not None
        if by_span == by_time:
            raise InputError(
                "A redaction has either characters or a time: start and end, or "
                "start_ms and end_ms.",
                file=where,
            )
        if by_span:
            text = self._texts.get(redaction.item)
            assert redaction.start is not None and redaction.end is not None
            if text is None or not 0 <= redaction.start < redaction.end <= len(text.text):
                raise InputError(
                    f"E{redaction.item} has no characters {redaction.start} to {redaction.end}.",
                    file=where,
                )
            return [(redaction.item, redaction.start, redaction.end)]
        start, end = redaction.start_ms, redaction.end_ms
        assert start is not None and end is not None
        if not 0 <= start < end:
            raise InputError(f"{start} to {end} ms is no time to redact.", file=where)
        family = self.families[redaction.item]
        self.timed |= family
        found = [
            (item, *span)
            for item in sorted(family & set(self._texts))
            for part in self._texts[item].parts
            for span in _in_time(part, start, end)
        ]
        timed = any(
            part.start_ms is not None
            for item in family & set(self._texts)
            for part in self._texts[item].parts
        )
        if not found and timed:
            raise InputError(
                f"Nothing of E{redaction.item} was said from {start} to {end} ms.",
                file=where,
                hint="Times are milliseconds from the beginning of the recording.",
            )
        return found

    def _people_of(self, dossier: Dossier, phrases: list[tuple[tuple[str, ...], int]]) -> None:
        """All names of somebody, one of whose names is redacted everywhere, be it in part."""
        redacted = dict(reversed(phrases))
        everywhere = {n for n, r in enumerate(dossier.redactions, start=1) if r.everywhere}
        for person in dossier.people:
            names = [split(name) for name in (person.name, *person.aliases)]
            number = next((redacted[name] for name in names if name in redacted), None)
            if number is None:
                number = self._touching(person, names, everywhere)
            if number is not None:
                for name in _names(person):
                    self._hide(name, _Hidden(redaction=number), joined=True)

    def _touching(
        self, person: Person, names: list[tuple[str, ...]], everywhere: set[int]
    ) -> int | None:
        """The redaction that touches a name of ``person`` where it is cited, if there is one."""
        terms = Terms()
        for name in names:
            terms.add(name, 0)
        for passage in person.citations:
            for hit in terms.find(passage.quote):
                first, last = passage.start + hit.start, passage.start + hit.end
                for start, end, number in self._spans.get(passage.item, ()):
                    if number in everywhere and start < last and end > first:
                        return number
        return None

    def _read_pseudonyms(self, dossier: Dossier) -> None:
        if not dossier.pseudonyms:
            return
        if len(dossier.pseudonym_key) < 16:
            raise UsageError("Pseudonyms need a key of at least 16 bytes.")
        known = {person.id: person for person in dossier.people}
        for wanted in dossier.pseudonyms:
            if wanted not in known:
                raise UsageError(f"There is nobody with the id {wanted!r} to give a pseudonym.")
        numbers = _numbers(known, dossier.pseudonym_key)
        owners: dict[tuple[str, ...], set[int]] = {}
        self._aliases = {name: numbers[name] for name in dossier.pseudonyms}
        for name in dict.fromkeys(dossier.pseudonyms):
            person = known[name]
            for words in _names(person):
                owners.setdefault(words, set()).add(numbers[name])
        for person in dossier.people:
            if person.id not in dossier.pseudonyms:
                for name in (person.name, *person.aliases):
                    if (words := split(name)) and words not in owners:
                        self._hide(words, _Hidden(kept=True))
        for words, found in owners.items():
            number = next(iter(found)) if len(found) == 1 else 0
            self._hide(words, _Hidden(number=number), joined=True)

    # Hiding

    def _marks(self, text: str, spans: Iterable[tuple[int, int, int]]) -> list[Place]:
        places = [Place(start, end, number) for start, end, number in spans]
        for hit in self._terms.find(text):
            hidden = self._hidden[hit.key]
            if hidden.redaction is not None:
                places.append(Place(hit.start, hit.end, hidden.redaction))
            elif hidden.number is not None:
                places.append(Place(hit.start, hit.end, None, _alias(hit, hidden.number)))
        return merged(text, places)


def _alias(hit: Hit, number: int) -> str:
    label = f" {number}" if number else ""
    if not hit.arabic:
        return f"Person{label}"
    article = "ال" if number else ""
    if hit.prefix.endswith("ل") and article:
        return f"{hit.prefix}لشخص{label}"
    return f"{hit.prefix}{article}شخص{label}"


def _in_time(part: PartLike, start: int, end: int) -> list[tuple[int, int]]:
    """Characters of ``part`` that are spoken between ``start`` and ``end`` (ms)."""
    if part.start_ms is None or part.end_ms is None:
        return []
    if part.end_ms <= start or part.start_ms >= end or part.start == part.end:
        return []
    words = [word for word in part.words if word.start_ms < end and word.end_ms > start]
    # A part whose words have no times of their own, or none here, goes as a whole.
    timed = words and len(part.words) > 1
    return [(words[0].start, words[-1].end)] if timed else [(part.start, part.end)]


def _rows(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """What to look for elsewhere: short phrases whole, of long ones each five words in a row.

    Long numbers (of telephones, accounts) count alone.
    """
    rows = [words] if words else []
    if len(words) > _LONG:
        rows += [words[i : i + _SHINGLE] for i in range(len(words) - _SHINGLE + 1)]
    at = 0
    while at < len(words):
        last = at
        while last < len(words) and words[last].isdigit():
            last += 1
        if len("".join(words[at:last])) >= _DIGITS:
            rows.append(words[at:last])
        at = max(last, at + 1)
    return rows


def _names(person: Person) -> list[tuple[str, ...]]:
    """Every name of ``person``, and each word of it that can stand alone."""
    found: dict[tuple[str, ...], None] = {}
    for name in (person.name, *person.aliases):
        words = split(name)
        if words:
            found[words] = None
        if person.kind == "person":
            for word in words:
                if len(word) >= _LEAST_NAME and word not in _PARTICLES:
                    found[word,] = None
    return list(found)


def _numbers(people: Mapping[str, Person], key: bytes) -> dict[str, int]:
    """A number for everybody: the same for the same key and people, whatever their order."""
    order = sorted(people, key=lambda name: hmac.digest(key, name.encode(), "sha256"))
    return {name: number for number, name in enumerate(order, start=1)}


def _families(dossier: Dossier) -> dict[int, set[int]]:
    """Each item with what it was derived from, and what was derived from that."""
    by_hash = {exhibit.item.sha256: exhibit.item for exhibit in dossier.exhibits}
    roots: dict[int, int] = {}
    for exhibit in dossier.exhibits:
        item, seen = exhibit.item, {exhibit.item.number}
        while item.derived_from in by_hash and by_hash[item.derived_from].number not in seen:
            item = by_hash[item.derived_from]
            seen.add(item.number)
        roots[exhibit.item.number] = item.number
    return {
        number: {other for other, other_root in roots.items() if other_root == root}
        for number, root in roots.items()
    }
