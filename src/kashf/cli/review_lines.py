"""How candidates look on a terminal: everything in them is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kashf.errors import KashfError

if TYPE_CHECKING:
    from kashf.evidence.texts import Text
    from kashf.statements.model import Span, Statement
    from kashf.statements.review import Candidate, Reviews

__all__ = ["line", "row", "sheet"]

_MARKS = ("direct", "negated", "hedged", "said_false")
_CONTENT = 100
_AROUND = 160


def _safe(text: object) -> str:
    from kashf.text import display_safe

    return display_safe(str(text))


def _place(reviews: Reviews, candidate: Candidate) -> tuple[str, Text | None]:
    """Where the content stands; without the text where that can't be read."""
    from kashf.statements.edits import check_spans

    try:
        item = reviews.item(candidate)
    except KashfError:
        return "[?]", None
    try:
        text = reviews.text(candidate)
    except KashfError:
        return f"[{item.label}]", None
    if check_spans(candidate.statement, text.text):
        return f"[{item.label}]", None
    content = candidate.statement.content
    return f"[{item.label} {text.address(content.start, content.end)}]", text


def _who(span: Span | None, name: str | None) -> str:
    if span is None:
        return name or "?"
    return f"{span.text} ({name})" if name and name != span.text else span.text


def _head(one: Statement) -> str:
    marks = [mark for mark in _MARKS if getattr(one, mark)]
    said = f"{_who(one.speaker, one.speaker_name)}"
    if one.addressee or one.addressee_name:
        said += f" → {_who(one.addressee, one.addressee_name)}"
    return f"{said}: {one.force}" + (f" ({', '.join(marks)})" if marks else "")


def _state(candidate: Candidate) -> str:
    waiting = ""
    if candidate.state == "candidate" and candidate.accepted_by:
        waiting = f" {len(candidate.accepted_by)}/{candidate.needs}"
    return candidate.state + waiting


def line(reviews: Reviews, candidate: Candidate) -> str:
    """One line: number, state, grade, place, who says what."""
    from kashf.safe import clip

    content, cut = clip(_safe(candidate.statement.content.text), _CONTENT)
    place, _ = _place(reviews, candidate)
    return (
        f"{candidate.label:<5} {_state(candidate):<13} {candidate.grade or '--'}  {_safe(place)} "
        f"{_safe(_head(candidate.statement))}: {content}{'…' if cut else ''}"
    )


def sheet(reviews: Reviews, candidate: Candidate) -> Iterator[str]:
    """All that is known of a candidate, line by line."""
    from kashf.statements.grading import explained

    place, text = _place(reviews, candidate)
    item = place.strip("[]").split()[0]
    yield f"{candidate.label}  {_state(candidate)}  {_safe(place)}"
    if text is None:
        yield f"  the text of {item} can't be read, or differs: run 'kashf verify'"
    one = candidate.statement
    for name, value in _parts(one):
        yield f"  {name + ':':<15} {_safe(value)}"
    if text is not None:
        start, end = one.content.start, one.content.end
        before = text.text[max(0, start - _AROUND) : start]
        after = text.text[end : end + _AROUND]
        yield f"  {'in the text:':<15} {_safe(f'…{before}⟦{one.content.text}⟧{after}…')}"
    yield f"  {'found by:':<15} {_safe(candidate.extractor)}" + (
        "" if candidate.found else " (a later extraction did not find it)"
    )
    if candidate.grade:
        for half in explained(candidate.grade):
            yield f"  {'grade:':<15} {half}"
    else:
        yield f"  {'grade:':<15} none; 'kashf statements grade --help' explains them"
    if candidate.statement != candidate.original:
        yield f"  {'the machine had:':<15} {_safe(_head(candidate.original))}: " + _safe(
            candidate.original.content.text
        )
    for decision in candidate.decisions:
        changes = ", ".join(f"{k}: {_brief(v)}" for k, v in decision.changes.items())
        needs = f"of {decision.needs} reviewers" if decision.needs > 1 else ""
        more = "; ".join(part for part in (changes, needs, decision.note or "") if part)
        yield _safe(
            f"  {decision.at:%Y-%m-%d %H:%M:%S} UTC  {decision.action} by {decision.by}"
            + (f" ({more})" if more else "")
        )


def _brief(value: Any) -> str:
    if isinstance(value, dict) and "text" in value:
        return f"'{value['text']}' {value.get('start')}:{value.get('end')}"
    return "none" if value is None else str(value)


def _parts(one: Statement) -> Iterator[tuple[str, str]]:
    for name, span, full in (
        ("speaker", one.speaker, one.speaker_name),
        ("addressee", one.addressee, one.addressee_name),
    ):
        if span or full:
            yield name, _who(span, full) + _at(span)
    if one.verb:
        yield "verb", one.verb.text + _at(one.verb)
    marks = [mark for mark in _MARKS if getattr(one, mark)]
    yield "force", ", ".join([one.force, *marks])
    yield "content", one.content.text + _at(one.content)
    for source in one.sources:
        yield "source", f"{source.kind} {_who(source.span, source.name)}" + _at(source.span)
    for span in one.about:
        yield "about", span.text + _at(span)
    for sum_ in one.sums:
        parts = {"from": sum_.payer, "to": sum_.payee, "for": sum_.purpose}
        more = "".join(f", {word} {span.text}" for word, span in parts.items() if span)
        yield "sum", f"{sum_.amount} {sum_.currency or '?'}{more}" + _at(sum_.span)
    for date in one.dates:
        yield "date", f"{date.span.text} = {date.value or '?'}" + _at(date.span)


def _at(span: Span | None) -> str:
    return f"  {span.start}:{span.end}" if span else ""


def row(reviews: Reviews, candidate: Candidate) -> dict[str, Any]:
    """A candidate as plain data."""
    place, _ = _place(reviews, candidate)
    return {
        "statement": candidate.label,
        "item": candidate.item,
        "place": place,
        "state": candidate.state,
        "grade": candidate.grade,
        "accepted_by": list(candidate.accepted_by),
        "needs": candidate.needs,
        "extractor": candidate.extractor,
        "found": candidate.found,
        **candidate.statement.model_dump(mode="json"),
        "machine": candidate.original.model_dump(mode="json"),
        "decisions": [
            {
                "action": one.action,
                "by": one.by,
                "at": one.at.isoformat(),
                "note": one.note,
                "changes": dict(one.changes),
            }
            for one in candidate.decisions
        ],
    }
