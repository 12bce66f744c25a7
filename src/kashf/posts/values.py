"""Values of JSON records: ids as text, times as UTC microseconds, HTML as text.

What is missing in exports is often written out; such words count as missing here and in the
SQL of :mod:`kashf.posts.sql`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

from kashf.posts.format import RowError

__all__ = [
    "EARLIEST",
    "LATEST",
    "LOST",
    "MANGLED",
    "MISSING",
    "at",
    "each",
    "html_text",
    "ident",
    "micros",
    "texts",
    "when",
    "words",
]

MISSING = ("", "nan", "NaN", "null", "NULL", "None", "[]", "NaT", "<NA>")
# A number that was written as a floating-point number: 1.23457E+18, 1,2E+17, 12.0
MANGLED = r"\d+(?:[.,]\d+)?[eE]\+\d+|\d+\.0+"
LOST = "lost digits: it was saved as a floating-point number"
EARLIEST, LATEST = "1990-01-01", "2100-01-01"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MANGLED = re.compile(MANGLED, re.ASCII)
_EXACT = 2**53


def at(record: Any, *keys: str | int) -> Any:
    """The value at a path of keys, or ``None`` where the path ends early."""
    for key in keys:
        if isinstance(key, str) and isinstance(record, Mapping):
            record = record.get(key)
        elif isinstance(key, int) and isinstance(record, list) and key < len(record):
            record = record[key]
        else:
            return None
    return record


def each(record: Any, *keys: str | int) -> list[Any]:
    """The list at a path of keys; empty where there is none."""
    value = at(record, *keys)
    return value if isinstance(value, list) else []


def ident(value: Any, name: str = "id") -> str | None:
    """An id as text; ``None`` when missing, :class:`RowError` when its digits are lost."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, float | Decimal):
        return _from_float(Decimal(value), name)
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        raise RowError(f"{name} is neither a text nor a number")
    text: str = value.strip()
    if len(text) < 40 and _MANGLED.fullmatch(text):
        whole, dot, rest = text.partition(".")
        if not dot or set(rest) != {"0"} or int(whole) > _EXACT:
            raise RowError(f"{name} {LOST}")
        return whole
    return None if text in MISSING else text


def _from_float(number: Decimal, name: str) -> str | None:
    if number.is_nan():
        return None
    if not number.is_finite() or number != int(number) or abs(number) > _EXACT:
        raise RowError(f"{name} {LOST}")
    return str(int(number))


def words(value: Any) -> str | None:
    """A text, or ``None`` where there is none."""
    return value if isinstance(value, str) and value else None


def texts(values: Any, *, strip: str = "") -> list[str]:
    """The texts (and whole numbers) among ``values``, in order, without missing and double ones."""
    if not isinstance(values, Iterable) or isinstance(values, str | bytes | Mapping):
        return []
    found: dict[str, None] = {}
    for value in values:
        if isinstance(value, int) and not isinstance(value, bool):
            found[str(value)] = None
        elif isinstance(value, str):
            text = value.strip().lstrip(strip) if strip else value.strip()
            if text not in MISSING:
                found[text] = None
    return list(found)


def micros(moment: datetime) -> int:
    """Microseconds since 1970, UTC, of a time with a zone."""
    try:
        return (moment - _EPOCH) // _MICROSECOND
    except OverflowError:
        raise RowError("time can't be read") from None


def when(value: Any) -> int | datetime | None:
    """Microseconds since 1970, UTC; a time without a zone comes back as :class:`datetime`.

    Takes Unix seconds, milliseconds or microseconds, as number or digits, and ISO 8601.
    Raises :class:`RowError` for anything else; ``None`` when missing.
    """
    if value is None or (isinstance(value, str) and value.strip() in MISSING):
        return None
    if isinstance(value, str) and re.fullmatch(r"\s*-?\d+(?:\.\d+)?\s*", value, re.ASCII):
        value = Decimal(value.strip())
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _from_number(Decimal(value))
    if not isinstance(value, str):
        raise RowError("time can't be read")
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        try:
            moment = datetime.strptime(value.strip(), "%a %b %d %H:%M:%S %z %Y")
        except ValueError:
            raise RowError("time can't be read") from None
    return moment if moment.tzinfo is None else micros(moment)


def _from_number(value: Decimal) -> int:
    size = abs(value)
    if not value.is_finite() or size >= Decimal("1e17"):
        raise RowError("time can't be read")
    factor = 1_000_000 if size < Decimal("1e11") else 1_000 if size < Decimal("1e14") else 1
    return round(value * factor)


class _Text(HTMLParser):
    """Text of an HTML fragment; paragraphs and line breaks become newlines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" or (tag in ("p", "li", "blockquote") and self.parts):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


class _Links(HTMLParser):
    """Targets of the links of an HTML fragment, without those to people and hashtags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        classes = set((values.get("class") or "").split())
        if tag == "a" and values.get("href") and not classes & {"mention", "hashtag"}:
            self.found.append(values["href"] or "")


def html_text(html: Any) -> tuple[str | None, list[str]]:
    """Text and links of an HTML fragment, as Mastodon writes posts."""
    if not isinstance(html, str):
        return None, []
    text, links = _Text(), _Links()
    for parser in (text, links):
        parser.feed(html)
        parser.close()
    return words("".join(text.parts).strip()), texts(links.found)
