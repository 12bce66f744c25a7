"""What is known of an Arabic word by itself: verb forms, particles, roles."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from kashf.statements.arabic.acts import bears_pronoun, is_finite
from kashf.statements.arabic.adverbials import openings
from kashf.statements.arabic.attributions import OPENERS
from kashf.statements.arabic.conjugation import conjugate, passive, pattern, verbal_noun
from kashf.statements.arabic.inflected import is_whole, owned_by, singular
from kashf.statements.arabic.spoken import listed, spoken
from kashf.statements.lists import rows
from kashf.statements.model import Force
from kashf.statements.tokens import REMEMBERED
from kashf.statements.verbs import VerbForm

if TYPE_CHECKING:
    from kashf.statements.tokens import Word

__all__ = [
    "NOUNS_OF_SAYING",
    "describe",
    "gender",
    "is_adjective",
    "is_masdar",
    "is_told",
    "masdar_like",
    "noun_stems",
]

_SHAPES = re.compile(
    r"ت\w\w?ي\w{1,3}|است\w+|ان\w\w?ا\w{1,3}|ا\wت\w?ا\w{1,3}|[اإأ]\w\w?ا\w{1,3}|م\wا\w\w+ه|ت\wا\w\w|ت\w[^ا]\w"
)

_EIGHTH = re.compile(  # verbal nouns whose first letters are no article
    r"الت(?:زام|حاق|هام|ماس|باس|فات|هاب|واء|قا[ءيه]).*|الحاح.*|الزام.*|الغا[ءيه].*"
)
_MASCULINE = frozenset(
    {
        "مجلس",
        "حزب",
        "اتحاد",
        "بنك",
        "مصرف",
        "برلمان",
        "مكتب",
        "مركز",
        "معهد",
        "ديوان",
        "جيش",
        "فريق",
        "نادي",
        "جهاز",
        "قضاء",
        "مرصد",
        "تحالف",
        "تيار",
        "فرع",
        "موقع",
        "قسم",
        "مستشفي",
        "متحف",
        "صندوق",
        "دفاع",
    }
)
_FEMININE = frozenset(
    {"عايله", "اسره", "قياده", "عشيره", "قبيله", "امراه", "مراه", "ضحيه", "رهينه", "شخصيه", "ساكنه"}
)
_CAME = frozenset({"اجا", "اجت", "اجوا", "اجو"})  # as spoken
_NO_VERBS = (  # town, son, daughter, half, "let me"
    "مدينه", "ابن", "ابنا", "ابنتي", "ابنت", "نصف", "نصفه", "نصفها", "نصفهم", "نصفنا", "دعني", "دعنا", "دعوني", "دعه", "دعها", "دعهم",
)  # fmt: skip
_UNVOICED = re.compile("[\u064b-\u0650\u0652]+")
_SHORT_NOUNS = frozenset(
    {"بحل", "بضخ", "بضم", "بشن", "ببث", "بسد", "بفك", "بكف", "بصد", "لحل", "لضم", "لسد", "لفك"}
)
_DOUBLED = re.compile(
    r"[وف]?(?!م)\w[^يّ]ّ\w(?:ت|وا|نا|ه|ها|هم|ته|تها|وه)?"
)  # a verb of the second stem
_PLURALS = ("ون", "ين", "ان", "ات")
NOUNS_OF_SAYING = frozenset(
    {"القول", "بالقول", "بقوله", "بقولها", "بقولهم", "قوله", "قولها", "قولهم"}
)
_PRESENT = re.compile(
    r"ي(?!دعي|سمي|وم|مين|سار|هود|ون|ول|ناير|قين|اسم|ورو|تيم|افا|من|اب|خت|وس|ور|وح|وت|وف|وا|وه|وك|وي|ا[نهكرزسف]|د[يهنا]|عقوب|"
    r"ناب|نبو|لتس|زبك)\w{3,6}|سي(?!ا|طر|د|ل|نا|نم|ني|نو|ب|م|را|رت|ره|رج|رغ|رو|رل|ري|ف|جم|غ|ك|زا|ز[يو]|ق|و|س)\w{3,6}"
)
_PARTICIPLE = re.compile(r"م\w{3,6}[اه]|\wا\w\wا")


def _fold(text: str) -> str:
    from kashf.statements.tokens import fold

    return fold(text)


def _given() -> frozenset[str]:
    from kashf.statements.given import given_names

    return given_names()


@cache
def verb_forms() -> dict[str, VerbForm]:
    """Folded form to what it is. Forms that end in the same letters go to the verb listed first."""
    found: dict[str, VerbForm] = {}
    lemmas: dict[str, VerbForm] = {}
    for past, *stems, force, after, flags in rows("arabic", "verbs.tsv"):
        places = () if after == "-" else tuple(_fold(part) for part in after.split(","))
        first, present, participle = stems if len(stems) == 3 else pattern(past, stems[0])
        forms = conjugate(past, first, present, participle, flags)
        one = VerbForm(past, "past", cast("Force", force), places, frozenset(flags))
        lemmas.setdefault(past, one)
        same: dict[tuple[object, ...], VerbForm] = {}
        for form, (_, made) in zip(
            _fold(" ".join(f for f, _ in forms)).split(), forms, strict=True
        ):
            key = tuple(made.items())
            if key not in same:
                same[key] = replace(one, **made)  # type: ignore[arg-type]
            if form not in found or (found[form].short and not same[key].short):
                found[form] = same[key]
    for form, spoken_form in listed(lemmas).items():
        found.setdefault(form, spoken_form)
    for noun in _NO_VERBS:
        found.pop(noun, None)
    return found


_NOT_VERBAL = frozenset({"role", "body", "document", "recording", "event", "prep", "adverb"})


@cache
def _words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for tag, text in rows("arabic", "words.tsv"):
        for word in _fold(text).split():
            found.setdefault(word, set()).add(tag)
    for end, text in rows("arabic", "adjectives.tsv"):
        for word in _fold(text).split():
            for form in (word, word + "ه", *(word + more for more in _PLURALS if end == "ة")):
                found.setdefault("ال" + form, set()).add("quality")
    for end, text in rows("arabic", "roles.tsv"):
        for word in _fold(text).split():
            found.setdefault(word, set()).add("role")
            if end == "ة":
                found.setdefault(word + "ه", set()).add("role")
    for kind, text in rows("arabic", "bodies.tsv"):
        for word in _fold(text).split():
            found.setdefault(word, set()).update({"body", f"body:{kind}"})
    for noun in _verbal_nouns() - _given():
        if not found.get(noun, set()) & _NOT_VERBAL:
            found.setdefault(noun, set()).add("masdar")
    return {word: frozenset(tags) for word, tags in found.items()}


def is_adjective(base: str) -> bool:
    """Whether a folded word without article is an adjective."""
    return bool(_words().get("ال" + base, frozenset()) & {"quality", "adjective"})


def _verbal_nouns() -> set[str]:
    """Folded verbal nouns of the verbs in the lists, as far as a rule gives them."""
    listed_verbs = [
        (past, name) for past, name, *rest in rows("arabic", "verbs.tsv") if len(rest) == 3
    ]
    for name, text in rows("arabic", "acts.tsv"):
        listed_verbs += (
            [(past, name) for past in text.split()] if name not in {"-", "P", "="} else []
        )
    made = (verbal_noun(past, name) for past, name in listed_verbs)
    return set(_fold(" ".join(noun for noun in made if noun)).split())


_CLITICS = frozenset({"clitic:ب", "clitic:ل", "clitic:ك"})
_LOOSE = _CLITICS | {"maybe-and"}
_NOUN_TAGS = {
    "role", "recording", "document", "event", "body", "masdar", "source", "law", "mute",
    "body:organisation", "body:armed_group", "body:outlet",
}  # fmt: skip


def noun_stems(base: str) -> list[tuple[str, str]]:
    """Ways to read a folded word as a noun: (prefix, stem); ``ال`` is a prefix, as is ``بال``."""
    found = [("", base)]
    if base in _SHORT_NOUNS:
        found.append((base[0], base[1:]))
    if len(base) > 3 and _EIGHTH.fullmatch(base) is None:
        for prefix in ("ال", "بال", "كال", "لل", "فال"):
            if base.startswith(prefix) and len(base) - len(prefix) >= 2:
                found.append((prefix, base[len(prefix) :]))
                break
        if base[0] in "بلك":
            found.append((base[0], base[1:]))
    return found


def is_masdar(stem: str) -> bool:
    """Whether a folded noun without article is listed as a verbal noun, or made of a listed verb."""
    return "masdar" in _words().get(stem, ())


@lru_cache(maxsize=REMEMBERED)
def masdar_like(stem: str) -> bool:
    """Whether a folded noun without article looks like a verbal noun or a word for a claim."""
    return is_masdar(stem) or _SHAPES.fullmatch(stem) is not None


def gender(word: Word) -> bool | None:
    """Whether a noun is feminine, as far as its form or its list tells."""
    if "role" in word.tags:
        stem = noun_stems(word.base)[-1][1]
        if stem not in _words():
            stem = stem.removesuffix("ها").removesuffix("هم")
        if word.raw.endswith("ة"):
            return True if stem[:-1] in _words() or stem in _FEMININE else None
        return False if "role" in _words().get(stem + "ه", ()) else None
    if word.tags & {"quantity", "given"} or word.look:
        return None
    if word.raw.endswith("ة"):
        return True
    return False if "body" in word.tags and noun_stems(word.base)[-1][1] in _MASCULINE else None


def is_told(word: Word) -> bool:
    """Whether it is a finite verb of reporting, also with a pronoun: ``أعلنته``."""
    if word.verb is not None:
        return bool(word.verb.kind != "participle")
    return any(
        word.base.endswith(end) and word.base[: -len(end)] in verb_forms() for end in ("ه", "ها")
    )


def describe(word: Word) -> None:
    """Set what the form itself tells: base, tags and verb."""
    known, verbs = _words(), verb_forms()
    folded, raw = word.fold, word.raw
    bases = [folded]
    if len(folded) > 2 and folded[0] in "وف":
        bases.append(folded[1:])
    tags: set[str] = set()
    finite = False
    for base in bases:
        form = verbs.get(base) or (spoken(base, verbs) if base not in known else None)
        if form is not None and not _called(raw, form):
            word.verb, word.base = passive(raw, base, form), base
        if base in known:
            tags |= known[base]
            word.base = base
        joined = base == folded and len(bases) > 1 and bases[1] in verbs
        if (
            word.verb is None
            and not joined
            and is_finite(base, raw, folded, _given(), known=bool(tags))
        ):
            word.base, finite, tags = base, True, {"act"}
        if word.verb is not None or tags:
            break
    if len(bases) > 1 and word.base == folded and not tags and word.verb is None:
        tags.add("maybe-and")
    if word.base != folded:
        tags.add("and")
    whole = word.base == folded and (word.verb is not None or bool(tags - {"maybe-and"}))
    hamza = raw.lstrip("وفب")[:2] in {"إل", "أل", "آل"}
    for base in () if finite else dict.fromkeys((word.base, *(() if whole else bases[1:]))):
        for prefix, stem in noun_stems(base):
            if hamza and prefix in {"ال", "بال"}:
                continue
            found = known.get(stem) or singular(stem, known)
            if prefix or stem != base:
                found &= _NOUN_TAGS
            if base == word.base or found & _NOUN_TAGS:
                tags |= found
                if found & _NOUN_TAGS and base != folded:
                    tags.add("and")
            if prefix and not (len(prefix) == 1 and is_whole(base, known)):
                tags.add("def" if prefix != "ب" and prefix not in "لك" else f"clitic:{prefix}")
                if prefix in {"بال", "لل"}:
                    tags.add(f"clitic:{prefix[0]}")
    if not tags & _NOUN_TAGS and word.verb is None:
        owned = owned_by(word.base, raw, known)
        if owned:
            tags |= owned
        elif not tags - _LOOSE and raw[-1] != "ة":
            bearing = next((base for base in bases if bears_pronoun(base, raw, known, verbs)), None)
            if bearing is not None:
                tags = {"act"} if bearing == folded else {"act", "and"}
                word.base = bearing
    if (
        not tags - {"maybe-and"}
        and word.verb is None
        and raw[-1] != "ة"
        and (_PRESENT.fullmatch(word.base) or (
            "ّ" in raw and folded not in _given() and _DOUBLED.fullmatch(_UNVOICED.sub("", raw))
        ))
    ):  # fmt: skip
        tags.add("act")
    elif (
        not tags - {"maybe-and"} and word.verb is None and folded[0] == "و" and raw[-1] != "ة"
        and _PRESENT.fullmatch(folded[1:]) and not folded.startswith("ويك")
    ):  # fmt: skip
        tags, word.base = {"act", "and"}, folded[1:]
    if raw in {"عليّ", "وعليّ", "إليّ"}:
        tags.add("tome")
    elif raw.endswith(("على", "إلى")):
        tags.add("prep")
    elif folded == "علي":
        tags.discard("prep")  # the name; the preposition is spelled with another last letter
        tags.add("given")
    if tags - {"and"} == {"act"} and raw.lstrip("وف")[:1] == "إ" and word.base not in _CAME:
        tags.discard("act")  # a verbal noun, or one with a pronoun
        tags |= owned_by(word.base, raw, known)
    if "known" in tags or is_adjective(word.base):
        tags -= _CLITICS
    if word.verb is None and not tags - {"maybe-and"} and _PARTICIPLE.fullmatch(word.base):
        tags.add("participle")
    if raw in {"والي", "لوالي"}:
        tags = {"role"}  # a governor; "and to" is spelled with another last letter
        word.base = folded
    word.tags = frozenset(tags)
    begun = openings()
    word.opens = begun.get(folded) or (folded[0] in "وف" and begun.get(folded[1:])) or None
    source = "source" in tags and not (
        folded[0] in "بل" and folded not in known and "and" not in tags
    )
    word.trigger = word.verb is not None or source or bool(tags & {"inside", "participle"})
    word.trigger = word.trigger or word.base in NOUNS_OF_SAYING or word.base in OPENERS
    word.trigger = word.trigger or folded in saying_nouns()
    word.trigger = word.trigger or (word.base[-1] == "ه" and word.base[:-1] in verbs)


@cache
def saying_nouns() -> frozenset[str]:
    """Folded nouns of ``saying_nouns.tsv``."""
    return frozenset(
        _fold(
            " ".join(row[-1] for row in rows("arabic", "saying_nouns.tsv") if row[0] == "noun")
        ).split()
    )


def _called(raw: str, form: VerbForm) -> bool:
    """Whether it is another word that only the spelling tells apart ("is called")."""
    if form.lemma == "أمر" and form.kind == "participle" and "آ" not in raw:
        return True  # ``أمرا``
    if form.has("x") and (form.kind == "present" or form.object) and "ّ" not in raw:
        return True
    if (form.object and raw.endswith("ة")) or (form.short and form.lemma == "أشاد"):
        return True  # بادرة, أشد
    if form.lemma == "نادى" and form.kind == "past" and raw[-1] == "ي":
        return True  # a club
    if form.lemma == "ذكّر" and form.kind == "participle" and form.feminine:
        return "ّ" not in raw  # a memorandum
    return form.lemma == "ادعى" and form.kind == "present" and raw.endswith("ى")
