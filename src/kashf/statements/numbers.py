"""Numbers in digits of every script and in Arabic and English words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from kashf.statements.tokens import Word, fold

__all__ = ["is_number_word", "number_at", "plain"]

_MOST = 14

_EN_SMALL = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    w: 20 + 10 * n
    for n, w in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    )
}
_EN_SCALE = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9, "thousands": 0, "grand": 1000,
}  # fmt: skip

_AR: dict[str, tuple[str, int]] = {}


def _ar(kind: str, value: int, words: str) -> None:
    for word in words.split():
        _AR[fold(word)] = (kind, value)


for _value, _text in (
    (1, "واحد واحدة"), (2, "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي"), (3, "ثلاثة ثلاث"), (4, "أربعة أربع"),
    (5, "خمسة خمس"), (6, "ستة ست"), (7, "سبعة سبع"), (8, "ثمانية ثمان ثماني"), (9, "تسعة تسع"),
    (10, "عشرة عشر"), (20, "عشرون عشرين"), (30, "ثلاثون ثلاثين"),
    (40, "أربعون أربعين"), (50, "خمسون خمسين"), (60, "ستون ستين"), (70, "سبعون سبعين"),
    (80, "ثمانون ثمانين"), (90, "تسعون تسعين"),
):  # fmt: skip
    _ar("n", _value, _text)
for _value, _text in (
    (100, "مئة مائة مية"), (200, "مئتان مئتين مائتان مائتين مئتا مئتي مائتا مائتي"),
    (300, "ثلاثمئة ثلاثمائة"), (400, "أربعمئة أربعمائة"), (500, "خمسمئة خمسمائة"),
    (600, "ستمئة ستمائة"), (700, "سبعمئة سبعمائة"), (800, "ثمانمئة ثمانمائة ثمانيمئة"),
    (900, "تسعمئة تسعمائة"),
):  # fmt: skip
    _ar("h", _value, _text)
for _value, _text in (
    (1000, "ألف آلاف الاف ألفا"), (10**6, "مليون ملايين مليونا"), (10**9, "مليار مليارات مليارا بليون"),
):  # fmt: skip
    _ar("s", _value, _text)
for _value, _text in (
    (1000, "ألفان ألفين ألفي"),
    (10**6, "مليونان مليونين مليوني مليونا"),
    (10**9, "ملياران مليارين"),
):
    _ar("d", _value, _text)
_ELEVEN = {fold("أحد"), fold("إحدى")}  # one, where ten follows
_TEN = {fold("عشر"), fold("عشرة")}
_HALF = {fold("نصف"): Decimal("0.5"), fold("ربع"): Decimal("0.25"), fold("ثلث"): None}


def plain(amount: Decimal) -> str:
    """A decimal number as text, without exponent or needless zeros."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digits(raw: str) -> Decimal | None:
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in raw)
    text = text.replace("٬", ",").replace("٫", ".")
    if len(text) > 30:
        return None
    groups, points = text.count(","), text.count(".")
    if groups and points:
        last = max(text.rfind(","), text.rfind("."))
        whole, rest = text[:last], text[last + 1 :]
        text = whole.replace(",", "").replace(".", "") + "." + rest
    elif groups or points:
        sign = "," if groups else "."
        parts = text.split(sign)
        thousands = all(len(part) == 3 for part in parts[1:]) and 1 <= len(parts[0]) <= 3
        if (thousands and parts[0] != "0") or len(parts) > 2:
            text = "".join(parts)
        else:
            text = ".".join(parts)
    try:
        return Decimal(text)
    except ArithmeticError:
        return None


def is_number_word(word: Word) -> bool:
    """Whether a number may begin with the word."""
    if word.kind == "n":
        return True
    if word.kind != "w":
        return False
    if word.arabic:
        return word.fold in _HALF or any(base in _AR or base in _ELEVEN for base in _bases(word))
    return word.fold in _EN_SMALL or word.fold in {
        "hundred",
        "thousand",
        "million",
        "billion",
        "half",
    }


def _bases(word: Word) -> list[str]:
    folded = word.fold
    found = [folded]
    if len(folded) > 3 and folded[0] in "وبلف":
        found.append(folded[1:])
    return found


def number_at(words: Sequence[Word], i: int, hi: int) -> tuple[Decimal, int] | None:
    """The number that begins at token ``i`` and the token after it; None where there is none."""
    if words[i].kind == "n" or (words[i].kind == "w" and not words[i].arabic):
        return _english(words, i, hi)
    return _arabic(words, i, hi)


def _english(words: Sequence[Word], i: int, hi: int) -> tuple[Decimal, int] | None:
    total, group = Decimal(0), Decimal(0)
    seen, k, last_small = False, i, False
    if words[i].fold in {"a", "half"}:
        return _english_half(words, i, hi)
    if words[i].fold in {"one", "another"} and i + 1 < hi and words[i + 1].tags & {"prep"}:
        return None
    while k < hi and k - i < _MOST:
        word = words[k]
        if word.kind == "n":
            if seen:
                break
            value = _digits(word.raw)
            if value is None:
                return None
            group, seen, last_small = value, True, False
        elif word.fold in _EN_SMALL:
            value = Decimal(_EN_SMALL[word.fold])
            if last_small and not (group % 100 >= 20 and group % 10 == 0 and value < 10):
                break
            group, seen, last_small = group + value, True, True
        elif (
            word.fold in _EN_SCALE
            and _EN_SCALE[word.fold]
            and (seen or word.fold not in {"k", "m"})
        ):
            scale = _EN_SCALE[word.fold]
            if scale == 100:
                group = (group or Decimal(1)) * 100
            else:
                total, group = total + (group or Decimal(1)) * scale, Decimal(0)
            seen, last_small = True, False
        elif seen and word.fold == "and" and k + 1 < hi:
            step = _and(words, k, hi)
            if step is None:
                break
            if step == "half":
                group += Decimal("0.5")
                k += 3 if words[k + 1].fold == "a" else 2
                last_small = False
                continue
        elif (
            seen
            and word.raw in {"-", "‑"}
            and k + 1 < hi
            and words[k + 1].fold in _EN_SMALL | _EN_SCALE
        ):
            pass
        elif word.arabic and seen:
            return _mixed(words, k, hi, total + group)
        else:
            break
        k += 1
    while k > i and (words[k - 1].kind == "s" or words[k - 1].fold == "and"):
        k -= 1
    return (total + group, k) if seen else None


def _and(words: Sequence[Word], k: int, hi: int) -> str | None:
    after = words[k + 1]
    if after.fold == "half" or (after.fold == "a" and k + 2 < hi and words[k + 2].fold == "half"):
        return "half"
    return "go" if after.fold in _EN_SMALL and words[k - 1].fold in _EN_SCALE else None


def _english_half(words: Sequence[Word], i: int, hi: int) -> tuple[Decimal, int] | None:
    """``half a million``, ``a hundred``, ``a thousand``."""
    if words[i].fold == "half":
        k = i + 2 if i + 1 < hi and words[i + 1].fold in {"a", "-"} else i + 1
        if k < hi and _EN_SCALE.get(words[k].fold, 0) > 100:
            return Decimal(_EN_SCALE[words[k].fold]) / 2, k + 1
        return None
    if i + 1 < hi and words[i + 1].fold in {"hundred", "thousand", "million", "billion"}:
        return _english(words, i + 1, hi)
    if i + 1 < hi and words[i + 1].fold == "half":
        return None
    return None


def _mixed(words: Sequence[Word], k: int, hi: int, value: Decimal) -> tuple[Decimal, int]:
    """Digits and then an Arabic scale: 3 آلاف, 2.5 مليون, 3 ملايين ونصف."""
    kind, scale = _AR.get(words[k].fold, ("", 0))
    if kind == "s":
        k += 1
        value *= scale
        if k < hi and words[k].fold[:1] == "و":
            half = _HALF.get(words[k].fold[1:])
            if half is not None:
                return value + half * scale, k + 1
            more = _arabic(words, k, hi)
            if more is not None and more[0] < scale:
                return value + more[0], more[1]
    return value, k


def _arabic(words: Sequence[Word], i: int, hi: int) -> tuple[Decimal, int] | None:
    total, group, scale_before = Decimal(0), Decimal(0), 1
    seen, k = False, i
    while k < hi and k - i < _MOST and words[k].kind in "wn":
        folded = words[k].fold
        joined = len(folded) > 2 and folded[0] == "و" and folded not in _AR
        base = (
            folded[1:]
            if joined or (k == i and folded not in _AR and folded[0] in "بلف")
            else folded
        )
        if joined and not seen and k > i:
            break
        if base in _HALF and _HALF[base] is not None and joined and seen:
            total += (_HALF[base] or Decimal(0)) * scale_before
            k += 1
            continue
        if (
            base in _HALF
            and not seen
            and k + 1 < hi
            and _AR.get(words[k + 1].fold, ("", 0))[0] == "s"
        ):
            return Decimal(_AR[words[k + 1].fold][1]) * (_HALF[base] or Decimal(1)), k + 2
        kind, value = _AR.get(base, ("", 0))
        if base in _ELEVEN and k + 1 < hi and words[k + 1].fold in _TEN:
            kind, value = "n", 1
        if words[k].kind == "n" and not seen:
            return _english(words, k, hi)
        if not kind or (seen and not joined and kind not in "s" and not _teen(words, k, group)):
            if not (kind == "h" and seen and group and group < 10):
                break
            group, k = group * 100, k + 1
            continue
        if kind in "nh":
            if kind == "h" and seen and not joined and 0 < group < 10:
                group *= value
            else:
                group += value
        elif kind == "d":
            total, group, scale_before = total + 2 * value, Decimal(0), value
        else:
            if base.endswith("ا") and not group and k == i and base != fold("ملايين"):
                total, scale_before = total + 2 * value, value  # ألفا دينار: two thousand
            else:
                total, scale_before = total + (group or Decimal(1)) * value, value
            group = Decimal(0)
        seen = True
        k += 1
    return (total + group, k) if seen else None


def _teen(words: Sequence[Word], k: int, group: Decimal) -> bool:
    """``خمسة عشر``: ten follows a unit without a conjunction."""
    return words[k].fold in _TEN and 0 < group % 100 < 10
