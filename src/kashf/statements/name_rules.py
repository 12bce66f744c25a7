"""Names by the words beside them: roles and titles before people, first words of bodies."""

from __future__ import annotations

from typing import Literal

from kashf.statements.draft import Range
from kashf.statements.given import is_given
from kashf.statements.model import NameType
from kashf.statements.name_words import (
    ARMED_END,
    NO_NAME,
    ORG_END,
    OUTLET_END,
    PLACE_BEFORE,
    PLACE_END,
    TITLES,
)
from kashf.statements.tokens import Word, fold

__all__ = ["arabic_at", "arabic_may", "english_at", "english_may"]

_Found = tuple[NameType, Range]
_LINK = frozenset(
    {
        fold(w)
        for w in (
            "بن",
            "بنت",
            "أبو",
            "أبي",
            "أم",
            "آل",
            "ابن",
            "ولد",
            "أبا",
            "الدين",
            "الله",
            "الرحمن",
        )
    }
)
_KINDS: tuple[Literal["outlet", "armed_group", "organisation"], ...] = (
    "outlet",
    "armed_group",
    "organisation",
)
_STOP = frozenset(
    {"prep", "comp", "bcomp", "relative", "conj", "adverb", "neg", "modal", "was", "source", "role",
     "whether", "tome", "timely", "body", "known", "recording", "document", "event"}
)  # fmt: skip


def arabic_may(word: Word) -> bool:
    """Whether :func:`arabic_at` could find anything at the word."""
    return is_given(word) or "body" in word.tags or word.fold in _OPENERS


def arabic_at(words: list[Word], k: int, n: int) -> _Found | None:
    """A name that begins at ``k``, by rule."""
    word = words[k]
    if is_given(word) and not ("prep" in word.tags and "given" not in word.tags):
        if word.fold == "علي" and not _named_before(words, k, n):
            return None
        end = _name_end(words, k, n)
        if end - k >= 2 or (k > 0 and words[k - 1].tags & {"role"}) or word.fold not in _AMBIGUOUS:
            return "person", (k, end)
        return None
    body = next((kind for kind in _KINDS if f"body:{kind}" in word.tags), None)
    if body is not None:  # with a pronoun ("its company") it names nothing
        end = _body_end(words, k, n)
        if end > k + 1:
            return body, (k, end)
    if word.fold in {"صفحه", "بصفحه", "لصفحه"} and k + 1 < n and words[k + 1].raw in '«“"':
        for q in range(k + 2, min(n, k + 9)):
            if words[q].raw in '»”"':
                return "page", (k + 2, q)
    if word.fold in {"ابو", "وابو"} and k + 1 < n and words[k + 1].kind == "w":
        return "person", (k, _name_end(words, k + 1, n))
    return None


_OPENERS = frozenset({"صفحه", "بصفحه", "لصفحه", "ابو", "وابو"})
_AMBIGUOUS = frozenset(
    fold(w) for w in ["نور", "أمل", "سعيد", "جميل", "كريم", "أمين", "صالح", "عادل", "عزيز", "ماهر", "سالم", "وليد", "ناصر", "حياة", "هدى", "وفاء", "رجاء", "صباح", "سعاد", "هناء", "سحر", "كامل", "رائد", "خالد", "عامر", "ماجد", "نادر", "زاهر", "مبارك", "حامد", "شاكر", "فاضل", "مختار", "شريف", "نبيل", "فهد", "بكر", "بدر", "مالك", "راشد", "ربيع", "حازم", "قاسم", "جابر", "رضا", "كمال", "جمال", "جلال", "منى", "دعاء", "إيمان", "ندى", "شهد", "سمير", "رفيق", "منير", "سليم", "ليث", "مهدي", "قيس", "حسن", "باسم", "إسحاق", "غازي", "نوفل", "أنور", "هادي", "سناء", "أشرف", "أكرم", "أمجد", "أيمن", "ريم", "أسماء", "عبير", "صفاء", "زهرة", "حبيب", "خليل", "عمار", "أسعد", "خميس", "رجب", "نمر", "مشعل", "نسيم", "عبيد", "هلال", "محفوظ", "إسلام", "خضر"]
)  # fmt: skip


def _named_before(words: list[Word], k: int, n: int) -> bool:
    """``علي`` is the preposition too, in careless spelling."""
    if words[k].raw.endswith("ى"):
        return False
    before = words[k - 1] if k else None
    after = words[k + 1] if k + 1 < n else None
    if before is not None and (before.tags & {"role", "given"} or before.verb is not None):
        return after is None or "def" not in after.tags or before.verb is not None
    return after is not None and after.kind == "w" and is_given(after)


def _name_end(words: list[Word], k: int, n: int) -> int:
    """Words after a given name that look like more of the name."""
    end = k + 1
    while end < n and end - k < 5:
        word = words[end]
        if word.kind != "w" or not word.arabic or (word.tags & _STOP and not is_given(word)):
            break
        if word.verb is not None and not is_given(word):
            break
        if word.fold in _LINK:
            end += 2 if end + 1 < n and words[end + 1].kind == "w" else 1
            continue
        if "and" in word.tags or (word.tags & {"clitic:ب", "clitic:ل"} and not is_given(word)):
            break
        if "maybe-and" in word.tags and not is_given(word):
            break
        nisba = "def" in word.tags and not word.tags & {"adjective"}
        if not (is_given(word) or nisba or (end == k + 1 and len(word.fold) > 2)):
            break
        end += 1
        if nisba and end - k >= 2:
            break
    return min(end, n)


def _body_end(words: list[Word], k: int, n: int) -> int:
    """``وزارة الصحة``, ``المجلس الأعلى للقضاء``: the first word of a body and what belongs to it."""
    end = k + 1
    definite = "def" in words[k].tags
    while end < n and end - k < 6:
        word = words[end]
        if word.kind != "w" or not word.arabic or word.verb is not None:
            break
        if word.tags & (_STOP - {"body"}) - {"known"} and "def" not in word.tags:
            break
        joined = "def" in word.tags and "clitic:ب" not in word.tags
        if "role" in word.tags or not joined:
            if (
                end == k + 1
                and not definite
                and "and" not in word.tags
                and not word.tags & {"prep"}
            ):
                end += 1
                continue
            break
        end += 1
    return (
        end if definite or any("def" in w.tags for w in words[k + 1 : end]) or end - k >= 2 else k
    )


def english_may(word: Word) -> bool:
    """Whether :func:`english_at` could find anything at the word."""
    return word.fold not in NO_NAME


def english_at(words: list[Word], k: int, n: int) -> _Found | None:
    """A run of capital words that begins at ``k``, by its first and last word."""
    first = words[k]
    if first.verb is not None and (k == 0 or words[k - 1].kind != "w"):
        return None
    end = k
    while end < n and end - k < 7:
        word = words[end]
        if word.kind == "w" and word.capital and word.fold not in NO_NAME:
            end += 1
        elif word.raw in {"-", "&", "."} and end > k and end + 1 < n and words[end + 1].capital:
            if (
                word.raw == "."
                and words[end - 1].fold not in TITLES
                and len(words[end - 1].fold) > 1
            ):
                break
            end += 1
        elif (
            word.fold in {"of", "al", "bin", "ibn", "de", "van", "the", "for"}
            and end > k
            and end + 1 < n
            and words[end + 1].capital
        ):
            if word.fold in {"of", "the", "for"} and words[k].base not in ORG_END:
                break
            end += 1
        else:
            break
        if words[end - 1].fold.endswith("'s"):
            break
    if end == k:
        return None
    return _sorted_out(words, k, end)


def _sorted_out(words: list[Word], k: int, end: int) -> _Found | None:
    last, first = words[end - 1].base, words[k]
    long = end - k > 1
    if long and last in OUTLET_END:
        return "outlet", (k, end)
    if long and last in ARMED_END:
        return "armed_group", (k, end)
    if long and (last in ORG_END or first.base in ORG_END):
        return "organisation", (k, end)
    if long and last in PLACE_END:
        return "place", (k, end)
    before = words[k - 1] if k else None
    if first.fold in TITLES or is_given(first):
        start = k
        while start < end - 1 and words[start].fold in TITLES:
            start += 1
        if words[start].raw == "." and start + 1 < end:
            start += 1
        return "person", (start, end)
    if before is not None and before.tags & {"role"}:
        return "person", (k, end)
    if before is not None and before.fold in PLACE_BEFORE:
        return "place", (k, end)
    if long and 2 <= end - k <= 3:
        return "person", (k, end)
    return None
