"""Reporting verbs as they are written in posts and transcripts of calls: ``بيقولولي``, ``قلتلو``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kashf.statements.lists import rows
from kashf.statements.verbs import VerbForm

__all__ = ["listed", "spoken"]

_TO = ("لهم", "لها", "لنا", "لكم", "ليا", "لي", "لك", "له", "لو")
_PREFIXES = ("عمب", "عم", "كا", "تا", "غا", "ب", "ه", "ح", "ك", "غ", "ت", "د", "ل")
_FUTURE = "هحغ"
_NO_PURPOSE = frozenset({"توقع", "وعد", "أبلغ", "رأى", "جاء", "ورد"})
_DENIED = frozenset({"قال", "حكى", "طلب", "وعد", "كتب", "رد", "سأل", "هدد", "اعترف", "وافق"})


def listed(lemmas: Mapping[str, VerbForm]) -> dict[str, VerbForm]:
    """Folded forms that no rule gives, of the verbs in ``lemmas``."""
    from kashf.statements.tokens import fold

    found: dict[str, VerbForm] = {}
    for lemma, kind, person, number, sex, hung, text in rows("arabic", "spoken.tsv"):
        made = replace(
            lemmas[lemma], kind=kind, person=int(person), number=number, feminine=sex == "f",
            object=hung == "o",
        )  # fmt: skip
        found.update((form, made) for form in fold(text).split())
    return found


def spoken(base: str, verbs: Mapping[str, VerbForm]) -> VerbForm | None:
    """What a folded word is that ``verbs`` don't hold: with a prefix, with "to me" in one word."""
    if len(base) < 4:
        return None
    return _ended(base, verbs) or _prefixed(base, verbs)


def _ended(base: str, verbs: Mapping[str, VerbForm]) -> VerbForm | None:
    if base.startswith("قولت"):
        base = "قلت" + base[4:]  # as spelled in Egypt
        if base in verbs:
            return verbs[base]
    last = base[-1]
    if last == "و":
        form = verbs.get(base + "ا")
        if form is not None and form.number == "p":
            return form  # without its alef
        form = verbs.get(base[:-1])
        if form is not None and form.kind == "past" and form.has("o") and base[-2] == "ت":
            return replace(form, object=True)
    if last == "ش":
        form = verbs.get(base[:-1])
        said = form is not None and form.lemma in _DENIED and form.kind == "past"
        return form if said else None
    for end in _TO:
        stem = base.removesuffix(end)
        if stem == base or len(stem) < 2:
            continue
        form = verbs.get(stem)
        if form is None and stem[-1] == "و":
            form = verbs.get(stem + "ا")
        if form is None and stem[-1] == "ا":
            form = verbs.get(stem[:-1] + "ي")
        if form is not None and form.has("l") and form.kind in {"past", "present"} and (
            not form.object and len(form.lemma) > 2
        ):  # fmt: skip
            return replace(form, object=True, short=False)
    return None


def _prefixed(base: str, verbs: Mapping[str, VerbForm]) -> VerbForm | None:
    for prefix in _PREFIXES:
        rest = base.removeprefix(prefix)
        if rest == base or len(rest) < 4 or rest[0] not in "يتن":
            continue
        if prefix in {"ت", "د"} and rest[0] != "ي":
            continue
        form = verbs.get(rest) or _ended(rest, verbs)
        if form is None or form.kind != "present" or form.short:
            continue
        if rest[0] == "ن" and len(rest) < 5 and prefix not in _FUTURE:
            continue  # "by publishing"
        if prefix == "ل" and (
            form.has("n") or form.person != 3 or form.lemma in _NO_PURPOSE
        ):  # fmt: skip
            continue
        return form
    return None
