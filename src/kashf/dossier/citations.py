"""Citations → places that exist, hold what is quoted, and can be jumped to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from kashf.dossier._shapes import SpanLike
from kashf.dossier._veiled import BAR, Mark, Veiled, plain
from kashf.dossier.built import Cited, Ref
from kashf.dossier.model import Citation, Dossier, Exhibit, Figure, Measure, Passage, Record
from kashf.dossier.redaction import Veil
from kashf.errors import IntegrityError
from kashf.text import normalise

__all__ = ["Resolver", "iso", "lookup"]

_NUMBER = re.compile(r"\d+(?:[.,'\u066b\u066c\u00a0\u202f\u2009 ]\d+)*")
_SEPARATORS = re.compile(r"[,'\u066c\u00a0\u202f\u2009 ]")
_MISSING = object()


def iso(moment: datetime) -> str:
    """UTC to the second, e.g. ``2026-03-01T10:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def lookup(info: Any, key: str) -> Any:
    """The value at a dotted ``key`` of nested mappings and lists, or a marker for none."""
    found: Any = info
    for name in key.split("."):
        if isinstance(found, Mapping) and name in found:
            found = found[name]
        elif isinstance(found, list | tuple) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            return _MISSING
    return found


class Resolver:
    """Resolves the citations of one dossier, and remembers which passages and keys were used.

    Every error is an :class:`~kashf.errors.IntegrityError` with the place of the citation.
    """

    def __init__(self, dossier: Dossier, veil: Veil) -> None:
        self.veil = veil
        self.exhibits: dict[int, Exhibit] = {}
        for exhibit in dossier.exhibits:
            if exhibit.item.number in self.exhibits:
                raise IntegrityError("Two items have this number.", file=f"E{exhibit.item.number}")
            self.exhibits[exhibit.item.number] = exhibit
        self.runs: dict[str, tuple[int, Mapping[str, Any]]] = {}
        for number, run in enumerate(dossier.runs, start=1):
            if run.name in self.runs:
                raise IntegrityError("Two runs have this name.", file=f"run {run.name}")
            self.runs[run.name] = (number, run.info)
        self.passages: dict[int, dict[tuple[int, int], list[str]]] = {}
        self.keys: dict[int, list[str]] = {number: [] for number, _ in self.runs.values()}

    def resolve(self, citation: Citation, place: str, *, by: str | None = None) -> Ref:
        """Where ``citation`` leads; ``by`` is who cites (S3), for the way back."""
        if isinstance(citation, Passage):
            return self._passage(citation, place, by)
        if isinstance(citation, Record):
            self._exhibit(citation.item, place)
            label = plain(f"E{citation.item}")
            return Ref("record", label, f"E{citation.item}", citation.item)
        if isinstance(citation, Measure):
            return self._measure(citation, place)
        raise IntegrityError(f"{type(citation).__name__} is no citation.", file=place)

    def cite(self, item: int, span: SpanLike, place: str, *, by: str | None = None) -> Cited:
        """The words of a span of E``item``."""
        ref = self._passage(Passage(item, span.start, span.end, span.text), place, by)
        assert ref.quote is not None
        return Cited(ref.quote, ref)

    def hidden(self, citation: Citation) -> bool:
        """Whether a redaction touches the passage: then nothing taken from it may be shown."""
        if not isinstance(citation, Passage) or self.exhibits[citation.item].text is None:
            return False
        return self.veil.item(citation.item).hides(citation.start, citation.end)

    def bar(self, item: int, start: int, end: int) -> Veiled:
        """A bar for what was taken from a passage that a redaction touches."""
        shown = self.veil.item(item)
        first, last = shown.span(start, end)
        number = next(
            mark.redaction
            for mark in shown.shown.marks
            if mark.kind == "bar" and mark.start < last and mark.end > first
        )
        return Veiled(BAR, (Mark(0, len(BAR), "bar", number),))

    def _exhibit(self, number: int, place: str) -> Exhibit:
        exhibit = self.exhibits.get(number)
        if exhibit is None:
            raise IntegrityError(f"There is no E{number} to cite.", file=place)
        return exhibit

    def _passage(self, passage: Passage, place: str, by: str | None) -> Ref:
        text = self._exhibit(passage.item, place).text
        where = f"E{passage.item}, characters {passage.start} to {passage.end}"
        if text is None:
            raise IntegrityError(f"E{passage.item} has no text to cite.", file=place)
        if not 0 <= passage.start < passage.end <= len(text.text):
            raise IntegrityError(f"There is no passage {where}.", file=place)
        if text.text[passage.start : passage.end] != passage.quote:
            raise IntegrityError(
                f"What is quoted differs from the source ({where}).",
                file=place,
                hint="Extract and review the statement again, or mend the citation.",
            )
        shown = self.veil.item(passage.item)
        start, end = shown.span(passage.start, passage.end)
        address = text.address(passage.start, passage.end)
        used = self.passages.setdefault(passage.item, {}).setdefault((start, end), [])
        if by is not None and by not in used:
            used.append(by)
        return Ref(
            "passage",
            plain(f"E{passage.item} {address}"),
            f"E{passage.item}-{start}-{end}",
            passage.item,
            address,
            start,
            end,
            shown.shown.cut(start, end),
        )

    def _measure(self, measure: Measure, place: str) -> Ref:
        if measure.run not in self.runs:
            raise IntegrityError(f"There is no run {measure.run!r} to cite.", file=place)
        number, info = self.runs[measure.run]
        value = lookup(info, measure.key)
        if value is _MISSING or isinstance(value, Mapping | list | tuple):
            raise IntegrityError(
                f"run.json of {measure.run!r} holds no figure at {measure.key!r}.", file=place
            )
        if measure.key not in self.keys[number]:
            self.keys[number].append(measure.key)
        anchor = f"R{number}-{self.keys[number].index(measure.key)}"
        key = self.veil.text(measure.key)
        label = Veiled(
            f"R{number} {key.text}",
            tuple(
                Mark(m.start + len(f"R{number} "), m.end + len(f"R{number} "), m.kind, m.redaction)
                for m in key.marks
            ),
        )
        return Ref("measure", label, anchor, run=number, key=key)

    # Figures

    def figure(self, figure: Figure, place: str) -> Veiled:
        """What a figure shows. It is looked up, or found in the digits of its passage."""
        citation = figure.citation
        if isinstance(citation, Passage):
            if figure.value is None:
                raise IntegrityError("A figure from a passage needs its value.", file=place)
            if not _stands_in(figure.value, citation.quote):
                raise IntegrityError(
                    f"{figure.value} does not stand in the passage that is cited for it.",
                    file=place,
                    hint="Quote the words instead.",
                )
            if self.hidden(citation):
                return self.bar(citation.item, citation.start, citation.end)
            return self.veil.text(_written(figure.value, figure))
        value = self._value(citation, place)
        if figure.value is not None and not _agree(figure, value):
            raise IntegrityError(
                f"The sentence has {figure.value}, the source {value}.", file=place
            )
        return self.veil.text(_written(value, figure))

    def date(self, when: str, citation: Citation, place: str) -> Veiled:
        """``when`` of the timeline as it may be shown; it must agree with what it is cited to."""
        if isinstance(citation, Passage):
            if self.hidden(citation):
                return self.bar(citation.item, citation.start, citation.end)
        elif not str(self._value(citation, place)).startswith(when.removesuffix("Z")):
            raise IntegrityError(
                f"The entry is dated {when}, its source {self._value(citation, place)}.",
                file=place,
            )
        return self.veil.text(when)

    def _value(self, citation: Record | Measure | Passage, place: str) -> Any:
        if isinstance(citation, Measure):
            return lookup(self.runs[citation.run][1], citation.key)
        if not isinstance(citation, Record) or citation.field is None:
            raise IntegrityError("A figure needs one field of the register.", file=place)
        value = getattr(self._exhibit(citation.item, place).item, citation.field)
        return iso(value) if isinstance(value, datetime) else value


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _stands_in(value: int | float | str, quote: str) -> bool:
    wanted = _number(value)
    if wanted is None:
        words = f" {normalise(str(value))} "
        return bool(words.strip()) and words in f" {normalise(quote)} "
    for match in _NUMBER.finditer(quote):
        digits = "".join(str(int(char)) if char.isdecimal() else char for char in match[0]).replace(
            "\u066b", "."
        )
        grouped = re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", digits)
        readings = {_SEPARATORS.sub("", digits)} if grouped or "," not in digits else set()
        if grouped is None:  # a decimal comma, points between thousands
            readings.add(digits.replace(".", "").replace(",", "."))
        groups = re.split(r"[\u00a0\u202f\u2009 ]", digits)
        if len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:]):
            readings.update(groups)  # numbers side by side, not the thousands of one
        if any(_number(reading) == wanted for reading in readings):
            return True
    return False


def _agree(figure: Figure, value: Any) -> bool:
    given, found = _number(figure.value), _number(value)
    if given is None or found is None:
        return str(figure.value) == str(value)
    if figure.decimals is None:
        return given == found
    return round(given, figure.decimals) == round(found, figure.decimals)


def _written(value: Any, figure: Figure) -> str:
    number = _number(value)
    if number is None or (isinstance(value, str) and not figure.percent):
        return str(value)
    if figure.percent:
        return f"{number * 100:.{figure.decimals or 0}f}%"
    if figure.decimals is not None:
        return f"{number:,.{figure.decimals}f}"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.6g}"
