"""Corrections of a candidate: which parts, and that each span is text of the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from kashf.errors import UsageError
from kashf.safe import clip, visible
from kashf.statements.model import Span, Statement

if TYPE_CHECKING:
    from kashf.evidence.texts import Text

__all__ = ["FLAGS", "NAMES", "PARTS", "check_spans", "corrections", "differences", "find_span",
           "spans_of"]  # fmt: skip

FLAGS = ("direct", "negated", "hedged", "said_false")
NAMES = ("speaker_name", "addressee_name")
PARTS = ("speaker", "addressee", "verb", "content")
_LISTS = ("sources", "about", "sums", "dates")
_LONGEST_NAME = 200
_SHOWN = 60


def spans_of(value: Any, name: str = "") -> Iterator[tuple[str, Span]]:
    """All spans inside a statement, or a part of it, each with its name (``sums 1 payer``)."""
    if isinstance(value, Span):
        yield name, value
    elif isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from spans_of(getattr(value, field), f"{name} {field}".strip())
    elif isinstance(value, tuple):
        for number, one in enumerate(value, start=1):
            yield from spans_of(one, f"{name} {number}")


def check_spans(statement: Statement, text: str) -> str | None:
    """What is wrong with the first span that is not text of the source; None if all are."""
    for name, span in spans_of(statement):
        if why := _wrong(span, text):
            return f"{name}: {why}"
    return None


def _wrong(span: Span, text: str) -> str | None:
    if not span.start < span.end <= len(text):
        return f"{span.start}:{span.end} is no stretch of the source ({len(text):,} characters)"
    found = text[span.start : span.end]
    if found != span.text:
        return (
            f"the source has {_quoted(found)} at {span.start}:{span.end}, not {_quoted(span.text)}"
        )
    return None


def _quoted(text: str) -> str:
    short, cut = clip(visible(text), _SHOWN)
    return f"'{short}{'…' if cut else ''}'"


def find_span(text: Text, words: str, statement: Statement, part: str) -> Span:
    """Where ``words`` stand in the source: the only place, or the only one that is near.

    Near is: in what ``part`` of the statement is now, in its content, in its paragraph.
    Raises :class:`~kashf.errors.UsageError` for none, and for several.
    """
    places = _places(text.text, words)
    content = statement.content
    near = [(one.start, one.end) for one in (getattr(statement, part, None), content) if one]
    near += [(p.start, p.end) for p in text.parts if p.start <= content.start < p.end]
    for start, end in near:
        inside = [place for place in places if start <= place and place + len(words) <= end]
        if len(inside) == 1:
            places = inside
            break
    if len(places) == 1:
        return Span(text=words, start=places[0], end=places[0] + len(words))
    if not places:
        raise UsageError(
            f"The source does not have {_quoted(words)}.", hint="Copy the words from the source."
        )
    shown = ", ".join(f"{p}:{p + len(words)}" for p in places[:5])
    raise UsageError(
        f"The source has {_quoted(words)} in several places: {shown}"
        f"{', …' if len(places) > 5 else ''}.",
        hint="Give the place instead, as START:END.",
    )


def _places(text: str, words: str) -> list[int]:
    found: list[int] = []
    at = text.find(words) if words else -1
    while at >= 0 and len(found) < 100:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def corrections(statement: Statement, changes: Mapping[str, Any], text: Text) -> dict[str, Any]:
    """``changes`` as they are recorded: only what differs, spans with their text.

    A span is a :class:`Span`, a mapping with ``start`` and ``end`` (and ``text``, which must then
    be right), a pair of numbers, or None where the text doesn't give that part.
    Raises :class:`~kashf.errors.UsageError` for what can't be.
    """
    wanted: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in Statement.model_fields:
            known = ", ".join((*NAMES, "force", *FLAGS, *PARTS, *_LISTS))
            raise UsageError(f"There is no part {name!r}.", hint=f"Parts: {known}.")
        if name in NAMES:
            wanted[name] = _name(name, value)
        else:
            wanted[name] = _filled(name, value, text.text)
    try:
        after = Statement.model_validate({**statement.model_dump(mode="json"), **wanted})
    except ValidationError as error:
        first = error.errors()[0]
        where = " ".join(str(p + 1) if isinstance(p, int) else p for p in first["loc"])
        raise UsageError(f"{where}: {first['msg'].removeprefix('Value error, ')}.") from error
    for name in wanted:
        for place, span in spans_of(getattr(after, name), name):
            if why := _wrong(span, text.text):
                raise UsageError(f"{place}: {why}.", hint="Offsets count characters from 0.")
    return differences(statement, after)


def differences(before: Statement, after: Statement) -> dict[str, Any]:
    """The parts of ``after`` that are others than in ``before``, as plain data."""
    a, b = before.model_dump(mode="json"), after.model_dump(mode="json")
    return {name: value for name, value in b.items() if a[name] != value}


def _name(part: str, value: Any) -> str | None:
    if value is None:
        return None
    name = " ".join(value.split()) if isinstance(value, str) else ""
    if not isinstance(value, str) or visible(value) != value or len(name) > _LONGEST_NAME:
        raise UsageError(
            f"{part}: a name is a text of at most {_LONGEST_NAME} characters, none hidden."
        )
    return name or None


def _filled(name: str, value: Any, text: str, depth: int = 0) -> Any:
    """``value`` as plain data, where spans have the text that stands at their offsets."""
    if depth > 4:
        raise UsageError(f"{name}: this is nested too deeply.")
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Mapping):
        if {"start", "end"} <= set(value) and "text" not in value:
            return _at(name, value["start"], value["end"], text) | dict(value)
        return {key: _filled(f"{name} {key}", one, text, depth + 1) for key, one in value.items()}
    if isinstance(value, list | tuple):
        if len(value) == 2 and all(type(one) is int for one in value):
            return _at(name, value[0], value[1], text)
        return [_filled(name, one, text, depth + 1) for one in value]
    return value


def _at(name: str, start: Any, end: Any, text: str) -> dict[str, Any]:
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        raise UsageError(
            f"{name}: {start}:{end} is no stretch of the source ({len(text):,} characters).",
            hint="Offsets count characters from 0; the end is not part of it.",
        )
    return {"text": text[start:end], "start": start, "end": end}
