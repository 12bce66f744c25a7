"""Dates: absolute ones, and relative ones where the day of the document is known."""

from __future__ import annotations

import datetime as dt
from functools import cache

from kashf.statements.draft import Range, Scene
from kashf.statements.model import Date, Span
from kashf.statements.tokens import Word, fold

__all__ = ["dates_in"]

_MONTHS = [
    "january jan يناير جانفي", "february feb فبراير شباط فيفري", "march mar مارس آذار",
    "april apr أبريل إبريل نيسان أفريل", "may مايو أيار ماي", "june jun يونيو حزيران جوان يونيه",
    "july jul يوليو تموز جويلية يوليوز يوليه", "august aug أغسطس آب أوت غشت",
    "september sep sept سبتمبر أيلول شتنبر", "october oct أكتوبر", "november nov نوفمبر نونبر",
    "december dec ديسمبر دجنبر",
]  # fmt: skip
_TWO = {
    ("تشرين", "الأول"): 10,
    ("تشرين", "الثاني"): 11,
    ("كانون", "الأول"): 12,
    ("كانون", "الثاني"): 1,
}
_HIJRI = ["محرم", "صفر", "", "", "", "", "رجب", "شعبان", "رمضان", "شوال", "", ""]
_HIJRI_TWO = {("ربيع", "الأول"): 3, ("ربيع", "الثاني"): 4, ("ربيع", "الآخر"): 4, ("جمادى", "الأولى"): 5,
              ("جمادى", "الآخرة"): 6, ("جمادى", "الثانية"): 6, ("ذو", "القعدة"): 11, ("ذي", "القعدة"): 11,
              ("ذو", "الحجة"): 12, ("ذي", "الحجة"): 12}  # fmt: skip
_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, fold("أمس"): -1, fold("اليوم"): 0,
         fold("غدا"): 1, fold("البارحة"): -1}  # fmt: skip
_WEEKDAYS = [
    "monday الاثنين الإثنين", "tuesday الثلاثاء", "wednesday الأربعاء", "thursday الخميس",
    "friday الجمعة", "saturday السبت", "sunday الأحد",
]  # fmt: skip
_LAST = frozenset({"last", fold("الماضي"), fold("المنصرم"), fold("الفائت")})


@cache
def _months() -> dict[str, int]:
    return {fold(w): n for n, row in enumerate(_MONTHS, start=1) for w in row.split()}


@cache
def _weekdays() -> dict[str, int]:
    return {fold(w): n for n, row in enumerate(_WEEKDAYS) for w in row.split()}


@cache
def _pairs(hijri: bool) -> dict[tuple[str, str], int]:
    return {(fold(a), fold(b)): n for (a, b), n in (_HIJRI_TWO if hijri else _TWO).items()}


@cache
def _hijri() -> dict[str, int]:
    return {fold(w): n for n, w in enumerate(_HIJRI, start=1) if w}


@cache
def starts() -> frozenset[str]:
    """Folded words that a date may begin with, besides numbers."""
    two = {a for a, _ in (*_pairs(False), *_pairs(True))}
    return frozenset({*_months(), *_weekdays(), *_hijri(), *_DAYS, *two})


def dates_in(scene: Scene, part: Range, day: dt.date | None) -> tuple[Date, ...]:
    """The dates between two tokens; ``day`` is the day of the document, if it is known."""
    found: list[Date] = []
    done = part[0]
    for k in scene.among(_may_begin, *part):
        made = _at(scene, k, part[1], day) if k >= done else None
        if made is None:
            continue
        end, value, hijri, relative = made
        start, stop = scene.tokens.starts[k], scene.tokens.ends[end - 1]
        span = Span(text=scene.tokens.text[start:stop], start=start, end=stop)
        found.append(Date(span=span, value=value, hijri=hijri, relative=relative))
        done = end
    return tuple(found)


def _may_begin(word: Word) -> bool:
    return word.look


_Made = tuple[int, str | None, str | None, bool]


def _number(word: Word) -> int | None:
    if word.kind != "n" or not 1 <= len(word.raw) <= 4 or not word.raw.isdigit():
        return None
    return int(word.raw)


def _at(scene: Scene, k: int, end: int, day: dt.date | None) -> _Made | None:
    words = scene.words
    word = words[k]
    number = _number(word)
    if number is not None:
        return _numeric(scene, k, end) or _day_first(words, k, end, number, day)
    month = _month(words, k, end)
    if month is not None:
        value, at, hijri = month
        if word.fold in {"may", "march", "mar", "sep", "jan"} and not word.capital:
            return None
        return _month_first(words, at, end, value, hijri, day)
    if word.fold in _DAYS and word.fold != fold("اليوم"):
        return _relative(k + 1, day, _DAYS[word.fold])
    if word.fold in _weekdays():
        return _weekday(words, k, end, day)
    return None


def _numeric(scene: Scene, k: int, end: int) -> _Made | None:
    """``2019-04-30`` and ``30/4/2019``; a day and month that could be swapped stay without a value."""
    words = scene.words
    if k + 4 >= end or words[k + 1].raw not in "-/" or words[k + 3].raw != words[k + 1].raw:
        return None
    parts = [_number(words[q]) for q in (k, k + 2, k + 4)]
    if None in parts or not all(scene.touching(q) for q in range(k, k + 4)):
        return None
    a, b, c = (part or 0 for part in parts)
    if a > 31:
        return k + 5, _iso(a, b, c), None, False
    if c < 1000:
        return None
    if a <= 12 and b <= 12 and a != b and not words[max(k - 1, 0)].arabic:
        return k + 5, None, None, False
    day, month = (a, b) if b <= 12 else (b, a)
    return k + 5, _iso(c, month, day), None, False


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(words: object, k: int, end: int) -> tuple[int, int, bool] | None:
    row: list[Word] = words  # type: ignore[assignment]
    if k >= end:
        return None
    one = row[k].fold
    if k + 1 < end:
        two = (one, row[k + 1].fold)
        for hijri in (False, True):
            if two in _pairs(hijri):
                return _pairs(hijri)[two], k + 2, hijri
    if one in _months():
        return _months()[one], k + 1, False
    if one in _hijri():
        return _hijri()[one], k + 1, True
    return None


def _year(words: object, k: int, end: int) -> tuple[int | None, int]:
    row: list[Word] = words  # type: ignore[assignment]
    at = k
    if at < end and (
        row[at].raw in {",", "،", "/"} or row[at].fold in {fold("عام"), fold("سنة"), "of"}
    ):
        at += 1
    year = _number(row[at]) if at < end else None
    if year is not None and 1000 <= year <= 2999:
        at += 1
        if at < end and row[at].raw in {"م", "هـ", "ه"}:
            at += 1
        return year, at
    return None, k


def _day_first(words: object, k: int, end: int, number: int, day: dt.date | None) -> _Made | None:
    row: list[Word] = words  # type: ignore[assignment]
    at = k + 1
    if at < end and row[at].fold in {"of", "من", "st", "nd", "rd", "th"}:
        at += 1
    month = _month(row, at, end) if 1 <= number <= 31 else None
    if month is None or (row[at].fold == "may" and not row[at].capital):
        if (
            1900 <= number <= 2100
            and k > 0
            and row[k - 1].fold in {"in", "since", fold("عام"), fold("سنة"), fold("منذ")}
        ):
            return k + 1, str(number), None, False
        return None
    value, at, hijri = month
    if at < end and row[at].raw == "/":
        other = _month(row, at + 1, end)
        at = other[1] if other else at
    year, at = _year(row, at, end)
    return _value(at, year, value, number, hijri, day)


def _month_first(
    words: object, at: int, end: int, value: int, hijri: bool, day: dt.date | None
) -> _Made | None:
    row: list[Word] = words  # type: ignore[assignment]
    number = _number(row[at]) if at < end else None
    if number is not None and 1 <= number <= 31:
        year, after = _year(row, at + 1, end)
        return _value(after, year, value, number, hijri, day)
    year, after = _year(row, at, end)
    if year is None:
        return None
    if hijri or row[after - 1].raw in {"هـ", "ه"}:
        return after, None, f"{year:04d}-{value:02d}", False
    return after, f"{year:04d}-{value:02d}", None, False


def _value(
    at: int, year: int | None, month: int, day: int, hijri: bool, known: dt.date | None
) -> _Made:
    if hijri:
        return at, None, f"{year:04d}-{month:02d}-{day:02d}" if year else None, year is None
    if year is None:
        if known is None:
            return at, None, None, True
        made = _iso(known.year, month, day)
        if made is not None and made > known.isoformat():
            made = _iso(known.year - 1, month, day)
        return at, made, None, True
    return at, _iso(year, month, day), None, False


def _relative(at: int, day: dt.date | None, shift: int) -> _Made:
    value = (day + dt.timedelta(days=shift)).isoformat() if day is not None else None
    return at, value, None, True


def _weekday(words: object, k: int, end: int, day: dt.date | None) -> _Made:
    """A weekday alone is the last one before or on the day of the document."""
    row: list[Word] = words  # type: ignore[assignment]
    at = k + 1
    if at < end and row[at].fold in _LAST:
        at += 1
    if day is None:
        return at, None, None, True
    back = (day.weekday() - _weekdays()[row[k].fold]) % 7
    if at > k + 1 and back == 0:
        back = 7
    return at, (day - dt.timedelta(days=back)).isoformat(), None, True
