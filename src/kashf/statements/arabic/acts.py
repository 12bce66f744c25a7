"""Finite verbs that report nothing: ``acts.tsv``, conjugated, with their prefixes and pronouns."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import cache

from kashf.statements.arabic.conjugation import Forms, acts
from kashf.statements.lists import rows
from kashf.statements.verbs import VerbForm

__all__ = ["bears_pronoun", "is_finite", "is_past", "read_acts"]

_PRONOUNS = ("هما", "ها", "هم", "هن", "ني", "نا", "كم", "ه", "ك")
_BEFORE = "سبهحك"  # the future, and the present of Egypt, the Levant and the Maghreb
_LONG_A = frozenset({"من", "ذي", "ذت", "وي", "وت", "زر", "خذ"})  # آمن, آذى, آوى, آزر, آخذ


@cache
def read_acts() -> tuple[Forms, frozenset[str]]:
    """The folded forms; and what is never one, though it is spelled like one."""
    from kashf.statements.tokens import fold

    made: tuple[list[str], ...] = ([], [], [], [])
    nouns: list[str] = []
    for name, text in rows("arabic", "acts.tsv"):
        if name in {"-", "V", "VI"}:
            nouns.append(text)  # of V and VI the verbal noun, spelled like a present of II and III
        for past in text.split() if name != "-" else ():
            for forms, more in zip(made, acts(past, name), strict=True):
                forms.extend(more)
    every, bearing, presents, final = (set(fold(" ".join(forms)).split()) for forms in made)
    never = set(fold(" ".join(nouns)).split()) | final
    kept = (frozenset(forms - never) for forms in (every, bearing, presents))
    return Forms(next(kept), next(kept), next(kept), frozenset(final)), frozenset(never)


def is_finite(base: str, raw: str, folded: str, given: Container[str], *, known: bool) -> bool:
    """Whether a word is such a form, also with the prefixes of the future and of dialects.

    ``base`` is ``folded`` without its conjunction, ``raw`` as it was written. Of a ``known`` word only the
    end tells (``تلقى``, ``تلقي``).
    """
    forms, never = read_acts()
    if base in forms.final and raw[-1] == "ى":
        return True
    start = raw.lstrip("وف")[:1]
    if (
        known
        or raw[-1] == "ة"
        or folded in never
        or (base != folded and (len(base) < 3 or folded in given))
        or (start == "آ" and base[1:3] not in _LONG_A)
        or (base[:2] == "ال" and base[2:3] != "ت" and start not in {"أ", "إ", "آ"})  # the article
    ):
        return False
    if base in forms.all or (base[-1] == "و" and len(base) > 4 and base + "ا" in forms.all):
        return True  # also without its last alef
    if len(base) < 5:
        return False
    if base[0] in _BEFORE and base[1:] in forms.presents:
        return base[1] != "ا" or "سأ" in raw
    return len(base) > 5 and base[:2] in {"عم", "ما"} and base[2:] in forms.presents


def is_past(stem: str) -> bool:
    """Whether a folded word is the past of such a verb, though it may be a noun, too."""
    return len(stem) > 1 and stem + "ت" in read_acts()[0].all


def bears_pronoun(
    base: str, raw: str, nouns: Container[str], verbs: Mapping[str, VerbForm]
) -> bool:
    """Whether it is such a form with a pronoun: ``كتبوه``, ``أرسلتها``, ``ينساهم``.

    So is a reporting verb (``يعتبرها``, ``أعلنته``) that the list of ``verbs`` gives none.
    """
    forms, never = read_acts()
    if base[0] + base[-2:] == "تيه" or base in never or raw.lstrip("وف")[:1] in {"آ", "إ"}:
        return False  # تنمية, spelled carelessly
    for end in _PRONOUNS:
        stem = base.removesuffix(end)
        if stem == base or len(stem) < 3 or stem in nouns or stem in never:
            continue
        if stem in forms.presents or (
            stem[0] in _BEFORE and stem[1] != "ا" and stem[1:] in forms.presents
        ):
            return True
        verb = verbs.get(stem[:-1] + "ي" if stem[-1] == "ا" else stem)
        if verb is not None and verb.kind == "present" and verb.person == 3 and not verb.short:
            return True
        if verb is not None and verb.kind == "past" and verb.person == 3 and (
            verb.feminine or not verb.has("n")
        ):  # fmt: skip
            return True  # "which the agency followed"
        if end[0] == "ه" and (
            stem in forms.bearing
            or (len(stem) > 3 and stem[-1] == "و" and stem + "ا" in forms.bearing)
        ):
            return True
    return False
