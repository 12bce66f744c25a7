"""What a noun stands for: a man, a woman, a person of either gender, or a thing that speaks."""

from __future__ import annotations

from functools import cache, lru_cache

from kashf.statements.lists import rows
from kashf.statements.tokens import REMEMBERED, Word, fold

__all__ = ["arabic_gender", "is_plural", "kind_of"]

_FEMININE = {
    fold(w) for w in ("إحدى", "أخت", "أم", "بنت", "البنت", "الأم", "الأخت", "عجوز", "البت")
}
_EITHER = {fold(w) for w in ("عضو", "نائب", "قاض", "قاضي", "ضحية", "شخص", "شخصية", "مصدر", "أحد")}
_MASCULINE = {fold(w) for w in ("خليفة", "علامة", "داعية", "طاغية", "عمدة", "نوابغة")}
_MANY = {
    fold(w)
    for w in (
        "شيوخ", "سكان", "أهالي", "نواب", "وزراء", "قادة", "خبراء", "عمال", "شهود", "ضحايا", "أنصار",
        "خصوم", "أمناء", "مدراء", "أطباء", "شبان", "نساء", "رجال", "أمهات", "مصادر", "الناس", "ناس",
        "محامون", "قوات", "كتائب", "قضاة", "تجار", "جيران", "أصحاب", "طلاب", "طلبة", "موظفو", "مسؤولو",
    )
}  # fmt: skip


@cache
def _nouns() -> dict[str, str]:
    return {word: kind for kind, text in rows("data", "nouns.tsv") for word in text.split()}


@lru_cache(maxsize=REMEMBERED)
def kind_of(word: Word) -> tuple[str, bool] | None:
    """m, f, x (a person) or t (a thing) of an English noun, and whether it is a plural."""
    known, base = _nouns(), word.base.removesuffix("'s")
    if base in known:
        return known[base], False
    for end, instead in (("men", "man"), ("wives", "wife"), ("ies", "y"), ("ches", "ch"),
                         ("sses", "ss"), ("s", "")):  # fmt: skip
        if base.endswith(end) and base[: -len(end)] + instead in known:
            return known[base[: -len(end)] + instead], True
    return ("x", True) if base in {"people", "folk"} else None


def _bare(word: Word) -> str:
    base = word.base
    return base[2:] if base.startswith("ال") and len(base) > 4 else base


def is_plural(word: Word) -> bool:
    """Whether an Arabic noun means several people."""
    base = _bare(word)
    return base in _MANY or (
        "role" in word.tags and len(base) > 4 and base.endswith(("ون", "ين", "ان", "ات"))
        and base not in {"سلطان", "ربان", "قبطان"}
    )  # fmt: skip


def arabic_gender(word: Word) -> str | None:
    """Grammatical gender of an Arabic noun that begins a phrase; None where the letters leave it open."""
    bare = _bare(word)
    if bare in _EITHER:
        return None
    if bare in _MASCULINE:
        return "m"
    if bare in _FEMININE or word.raw.endswith(("ة", "ى")):
        return "f"
    if word.raw.endswith(("ه", "ها", "هم", "اء")):
        return "f" if word.raw.endswith(("ته", "تها", "تهم")) and "role" in word.tags else None
    return "m" if word.tags & {"role", "body", "document", "recording"} else None
