"""Sums of money: the amount, the currency where it is certain, who pays whom."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from kashf.statements.draft import Range, Scene
from kashf.statements.lists import rows
from kashf.statements.numbers import is_number_word, number_at, plain
from kashf.statements.tokens import Word, fold

__all__ = ["Money", "money_in"]

Money = tuple[str, str | None, Range]  # amount, currency, tokens

_SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "₪": "ILS", "₺": "TRY", "₽": "RUB", "₹": "INR"}
_SCALES = frozenset({"hundred", "thousand", "million", "billion"})
_CODES = frozenset(
    [
        "USD",
        "EUR",
        "GBP",
        "TND",
        "LYD",
        "DZD",
        "IQD",
        "JOD",
        "KWD",
        "BHD",
        "MAD",
        "AED",
        "SAR",
        "QAR",
        "OMR",
        "YER",
        "IRR",
        "EGP",
        "SDG",
        "SYP",
        "LBP",
        "TRY",
        "CHF",
        "INR",
        "PKR",
        "CAD",
        "AUD",
        "SEK",
        "NOK",
        "DKK",
        "CZK",
        "RUB",
        "ILS",
        "JPY",
        "CNY",
        "RSD",
        "MXN",
        "MRU",
        "SOS",
        "DJF",
        "KMF",
    ]
)
_SAME = {  # the Arabic words beside the English ones of the table of nationalities
    "dinar": "دينار", "dirham": "درهم", "riyal": "ريال", "pound": "جنيه", "lira": "ليرة",
    "franc": "فرنك", "rupee": "روبية", "dollar": "دولار", "crown": "كرونة", "peso": "بيزو",
}  # fmt: skip


@cache
def _currencies() -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for word, code, language in rows("data", "currencies.tsv"):
        forms = [word]
        if language == "en":
            forms.append(word + "s")
        else:
            forms += ["ال" + word, word + "ا", word + "ين", word + "ات", word + "ان"]
        for form in forms:
            found[fold(form)] = None if code == "-" else code
    return found


@cache
def _national() -> dict[tuple[str, str], str]:
    found = {}
    for arabic, english, pair in rows("data", "nationalities.tsv"):
        word, code = pair.split()
        found[english, word] = code
        found[fold(arabic), fold(_SAME[word])] = code
        if word == "pound":
            found[fold(arabic), fold("ليرة")] = code
            found[english, "lira"] = code
        found[english, word if word != "riyal" else "rial"] = code
    return found


def _stem(word: Word) -> str:
    base = word.fold
    if not word.arabic:
        return base.removesuffix("s")
    base = base.removeprefix("ال")
    return {"دنانير": "دينار", "دراهم": "درهم", "ريالات": "ريال", "جنيهات": "جنيه", "ليرات": "ليره",
            "دولارات": "دولار", "كرونات": "كرونه"}.get(base, base.removesuffix("ا") if base.endswith(("ارا", "يالا", "يها", "هما")) else base)  # fmt: skip


@cache
def _nations() -> frozenset[str]:
    return frozenset(nation for nation, currency in _national() if currency in _SAME)


def _nation(word: Word) -> str:
    if not word.arabic:
        return word.fold
    base = word.fold.removeprefix("ال")
    return base[:-1] if base.endswith("يه") else base.removesuffix("ا")


def money_in(scene: Scene, start: int, end: int) -> list[Money]:
    """All sums between two tokens."""
    found: list[Money] = []
    done = start
    for k in scene.among(_may_begin, start, end):
        made = _one(scene, k, end) if k >= done else None
        if made is not None:
            found.append(made)
            done = made[2][1]
    return found


def _may_begin(word: Word) -> bool:
    return word.look or word.kind == "n" or word.raw in _SYMBOLS or word.raw in _CODES


def _one(scene: Scene, k: int, end: int) -> Money | None:
    words = scene.words
    first = k
    code: str | None = None
    if words[k].raw in _SYMBOLS or words[k].raw in _CODES:
        code = _SYMBOLS.get(words[k].raw, words[k].raw)
        k += 1
    if k >= end or not (is_number_word(words[k]) or words[k].fold == "a"):
        return None
    number = number_at(words, k, end)
    if number is None:
        return None
    amount, after = number
    if first > 0 and words[first - 1].fold == "a" and words[first].fold in _SCALES:
        first -= 1
    if code is not None:
        return (plain(amount), code, (first, after))
    return _with_currency(words, first, amount, after, end)


def _with_currency(
    words: object, first: int, amount: Decimal, after: int, end: int
) -> Money | None:
    row: list[Word] = words  # type: ignore[assignment]
    if after >= end:
        return None
    word = row[after]
    if word.raw in _SYMBOLS or word.raw in _CODES:
        return (plain(amount), _SYMBOLS.get(word.raw, word.raw), (first, after + 1))
    nation = None
    if not word.arabic and word.fold in _nations():
        nation, after = word.fold, after + 1
    elif word.raw in {"US", "U"} and after + 4 < end and row[after + 2].raw == "S":
        nation, after = "us", after + 4
    if after >= end or row[after].fold not in _currencies():
        return None
    stem, code = _stem(row[after]), _currencies()[row[after].fold]
    after += 1
    if nation is not None:
        code = _national().get((nation, stem), code)
    elif after < end and row[after].arabic:
        known = _national().get((_nation(row[after]), stem))
        if known is not None:
            code, after = known, after + 1
    return (plain(amount), code, (first, after))
