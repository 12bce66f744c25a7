"""From an item of a case to candidates: extraction, and how it is recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kashf.errors import UsageError
from kashf.statements.ledger import key_of, last_number
from kashf.statements.model import Statement
from kashf.statements.review import RULES, Reviews, Taken
from kashf.statements.settings import StatementSettings

if TYPE_CHECKING:
    from kashf.evidence.case import Case, Item

__all__ = ["extract_item", "settings_of", "take"]

_LONGEST = 50_000  # bytes of one statement in the log
_ENTRY = 100_000  # bytes of statements in one entry of the log


def settings_of(case: Case, **changes: Any) -> StatementSettings:
    """Settings of the extractor in case.toml, with the aliases of its people.

    ``changes`` that are not None come before them.
    Raises :class:`~kashf.errors.UsageError` for settings that are wrong.
    """
    from kashf.settings import make

    values = dict(case.settings.statements.extract)
    aliases = {one.name: tuple(one.aliases) for one in case.settings.people}
    given = {**values, **{name: value for name, value in changes.items() if value is not None}}
    for name, others in given.get("aliases", {}).items():
        aliases[name] = (*aliases.get(name, ()), *others)
    return make(StatementSettings, **given | {"aliases": aliases})


def extract_item(
    reviews: Reviews, item: Item, settings: StatementSettings | None = None
) -> tuple[Taken, Mapping[str, int]]:
    """Find the statements of an item and take them in as candidates.

    Returns them and, by reason, what the extractor refused or couldn't read. ``settings`` are
    :func:`settings_of` by default.
    """
    from kashf.statements.endpoint import Answer, ask
    from kashf.statements.rules import extract_by_rules

    settings = settings or settings_of(reviews.case)
    text = reviews.text(item.sha256)
    if settings.extractor == "endpoint":
        answer = ask(text, settings)
        assert settings.endpoint is not None
        extractor = f"endpoint {settings.endpoint.model}"
    else:
        answer, extractor = Answer(statements=extract_by_rules(text, settings)), RULES
    taken = reviews.take(item, answer.statements, extractor, text=text, complete=not answer.failed)
    reasons = Counter(answer.refused) + Counter(answer.failed) + Counter(taken.refused)
    return taken, dict(reasons)


def take(
    reviews: Reviews,
    item: Item,
    statements: Sequence[Statement],
    extractor: str,
    *,
    complete: bool,
) -> Taken:
    """What :meth:`~kashf.statements.review.Reviews.take` does under the lock."""
    if not extractor.strip() or len(extractor) > 200:
        raise UsageError("An extractor has a name of at most 200 characters.")
    before = {key_of(one.original): one for one in reviews.all(item=item.sha256, gone=True)}
    with reviews.case.database.reading() as connection:
        number = last_number(connection)
    kind = extractor.split(maxsplit=1)[0]
    seen: set[str] = set()
    refused: Counter[str] = Counter()
    rows: list[tuple[str, dict[str, Any]]] = []
    fresh: list[int] = []
    known: list[int] = []
    for statement in statements:
        key = key_of(statement)
        if key in seen:
            refused["the same statement twice"] += 1
            continue
        seen.add(key)
        old = before.get(key)
        body = statement.model_dump(mode="json", exclude_defaults=True)
        if old is None:
            if _size(body) > _LONGEST:
                refused["longer than a statement can be"] += 1
                continue
            number += 1
            fresh.append(number)
            rows.append(("new", {"number": number, "statement": body}))
            continue
        known.append(old.number)
        follows = not old.decisions and old.extractor.split()[0] == kind
        if follows and old.statement != statement and _size(body) <= _LONGEST:
            rows.append(("changed", {"number": old.number, "statement": body}))
        elif not old.found:
            rows.append(("again", {"number": old.number}))
    by_number = {one.number: one for one in before.values()}
    gone = [
        one.number
        for key, one in before.items()
        if complete and key not in seen and one.extractor.split()[0] == kind
    ]
    rows += [("gone", {"number": n}) for n in gone if by_number[n].found]
    _record(reviews, item, rows, extractor)
    after = {one.number: one for one in reviews.all(item=item.sha256, gone=True)}
    return Taken(
        new=tuple(after[n] for n in fresh),
        known=tuple(after[n] for n in known),
        gone=tuple(after[n] for n in gone),
        refused=dict(refused),
    )


def _record(
    reviews: Reviews, item: Item, rows: Sequence[tuple[str, dict[str, Any]]], extractor: str
) -> None:
    from kashf.evidence.custody import Draft

    drafts = [
        Draft("extracted", item=item.sha256, details={"extractor": extractor, **details})
        for details in _entries(rows)
    ]
    if drafts:
        reviews.case.log.append_all(drafts)
        reviews.all(item=item.sha256)  # takes them in


def _entries(rows: Sequence[tuple[str, dict[str, Any]]]) -> Iterator[dict[str, list[Any]]]:
    """Details of as many entries as it takes for the rows."""
    details: dict[str, list[Any]] = {}
    size = 0
    for name, row in rows:
        length = _size(row)
        if details and size + length > _ENTRY:
            yield details
            details, size = {}, 0
        details.setdefault(name, []).append(row if "statement" in row else row["number"])
        size += length
    if details:
        yield details


def _size(value: object) -> int:
    from kashf.evidence.entries import canonical

    return len(canonical(value))
