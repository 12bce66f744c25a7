from __future__ import annotations

import datetime as dt

import pytest

from kashf.statements import Statement, StatementSettings, extract


def one(text: str, **settings: object) -> Statement:
    found = extract(text, StatementSettings(**settings))  # type: ignore[arg-type]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("words", "amount", "currency"),
    [
        ("6500 dinars", "6500", None),
        ("6,500 Tunisian dinars", "6500", "TND"),
        ("six and a half thousand dinars", "6500", None),
        ("$40,000", "40000", "USD"),
        ("EUR 7.5 million", "7500000", "EUR"),
        ("a hundred dollars", "100", "USD"),
        ("half a million euros", "500000", "EUR"),
        ("two hundred and thirty-five pounds", "235", None),
        ("one million two hundred thousand crowns", "1200000", None),
        ("12.5 Swiss francs", "12.5", "CHF"),
        ("€1.250,75", "1250.75", "EUR"),
    ],
)
def test_english_sums(words: str, amount: str, currency: str | None) -> None:
    found = one(f"The clerk said that the firm had paid {words} to the guild.")
    assert [(s.amount, s.currency, s.span.text) for s in found.sums] == [(amount, currency, words)]


@pytest.mark.parametrize(
    ("words", "amount", "currency"),
    [
        ("ألفا دينار", "2000", None),
        ("ستة آلاف وخمسمئة دينار تونسي", "6500", "TND"),
        ("٣٠٠٠ ريال", "3000", None),
        ("ثلاثة عشر ألف دولار", "13000", "USD"),
        ("اثني عشر ألف دولار", "12000", "USD"),
        ("باثنتي عشرة ألف ليرة لبنانية", "12000", "LBP"),
        ("أحد عشر مليون دولار", "11000000", "USD"),
        ("مئة وإحدى عشرة ليرة تركية", "111", "TRY"),
        ("مئة وخمسين ألف ليرة", "150000", None),
        ("نصف مليون دولار", "500000", "USD"),
        ("ثلاثة ملايين ونصف دينار ليبي", "3500000", "LYD"),
        ("2.5 مليون درهم", "2500000", None),
        ("خمسة وعشرين جنيها مصريا", "25", "EGP"),
        ("١٬٢٥٠٫٥ يورو", "1250.5", "EUR"),
    ],
)
def test_arabic_sums(words: str, amount: str, currency: str | None) -> None:
    found = one(f"قال الكاتب إن الشركة دفعت {words} للنقابة.")
    assert [(s.amount, s.currency, s.span.text) for s in found.sums] == [(amount, currency, words)]


def test_who_pays_whom_what_for() -> None:
    money = one("The clerk said that the mill paid the guild 300 dollars for silence.").sums[0]
    assert money.payer is not None and money.payer.text == "the mill"
    assert money.payee is not None and money.payee.text == "the guild"
    assert money.purpose is not None and money.purpose.text == "silence"


@pytest.mark.parametrize("words", ["three houses", "300 people", "the 30th", "item 4", "page 12"])
def test_numbers_without_a_currency_are_no_sums(words: str) -> None:
    assert one(f"The clerk said that the firm had {words}.").sums == ()


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("30 April 2019", "2019-04-30"), ("April 30, 2019", "2019-04-30"), ("2019-04-30", "2019-04-30"),
        ("June 2020", "2020-06"), ("30/4/2019", "2019-04-30"), ("4/5/2019", None),
        ("31 February 2019", None),
    ],
)  # fmt: skip
def test_english_dates(words: str, value: str | None) -> None:
    found = one(f"The clerk said that the bridge was sold on {words}.")
    assert [(d.value, d.relative) for d in found.dates] == [(value, False)]


@pytest.mark.parametrize(
    ("words", "value", "hijri"),
    [
        ("30 أبريل 2019", "2019-04-30", None), ("٣٠ نيسان ٢٠١٩", "2019-04-30", None),
        ("3 كانون الثاني 2020", "2020-01-03", None), ("12 جويلية 2021", "2021-07-12", None),
        ("5 أوت 2021", "2021-08-05", None), ("12 رمضان 1440", None, "1440-09-12"),
        ("1 ذو الحجة 1440", None, "1440-12-01"),
    ],
)  # fmt: skip
def test_arabic_dates(words: str, value: str | None, hijri: str | None) -> None:
    found = one(f"قال الكاتب إن الجسر بيع في {words}.")
    assert [(d.value, d.hijri) for d in found.dates] == [(value, hijri)]


def test_relative_dates_need_the_day_of_the_document() -> None:
    text = "The clerk said that the bridge was sold yesterday."
    assert [(d.value, d.relative) for d in one(text).dates] == [(None, True)]
    known = one(text, date=dt.date(2024, 3, 1))
    assert [(d.value, d.relative) for d in known.dates] == [("2024-02-29", True)]
