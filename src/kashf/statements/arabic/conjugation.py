"""Forms of Arabic verbs from their stems, so that the list of verbs need not hold them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from kashf.statements.verbs import VerbForm

__all__ = ["Forms", "acts", "conjugate", "passive", "pattern", "verbal_noun"]

_OBJECTS = ("ه", "ها", "هم", "هما", "هن", "ني", "نا", "ك", "كم")
_LONG = frozenset("اوي")
_WEAK = frozenset("ىاي")
_SHORT_U = "ُ"
_MIDDLE = {"u": "و", "i": "ي", "a": "ا"}
_SWALLOWED = ("ات", "اد", "اط", "اذ")  # VIII of w-, d-, t-, dh-: four letters, none of them doubled


class Forms(NamedTuple):
    """Finite forms of a verb: all; those a pronoun may hang on; presents, which take prefixes; and

    those in -ā that are verbal nouns if spelled with yeh (``تلقى``, ``بنى``).
    """

    all: Collection[str]
    bearing: Collection[str]
    presents: Collection[str]
    final: Collection[str]


def pattern(past: str, name: str) -> tuple[str, str, str]:
    """The past before -t, the present and the participle of a verb, also a weak one.

    ``name`` is its stem: I to X, Q for four letters (QV and QIV: تدهور, اطمأن). I of a hollow verb
    is Iu, Ii or Ia by its present (يقول, يبيع, ينام), and Ia is also سعى, يسعى. What is written with two
    letters is doubled (مد). Of hamza at the end the present is spelled as after i, save in I, V and VI.
    """
    if name.startswith("I") and name[1:] in {"", "u", "i", "a"}:
        return _first_stem(past, name[1:])
    if name == "QIV":
        rest = past[1:].replace("أ", "ئ")
        return past + past[-1], "ي" + rest, "م" + rest
    if past[0] == "أ" and name == "II":
        rest = "ؤ" + (past[1:-1] + "ي" if past[-1] == "ى" else past[1:])
        return past[:-1] + "ي" if past[-1] == "ى" else past, "ي" + rest, "م" + rest
    if past[0] == "آ":
        rest = "ؤ" + ("ا" if name == "III" else "") + past[1:].replace("ى", "ي")
        return past.replace("ى", "ي"), "ي" + rest, "م" + rest
    weak = past[-1] in "ىا"
    own = name not in {"V", "VI", "QV"}  # those keep the vowel a in the present
    first = past[:-1] + "ي" if weak else past
    present = past[:-1] + ("ي" if own else "ى") if weak else past
    if own and past[-1] == "أ":
        present = past[:-1] + "ئ"
    if not weak and past[-2] == "ا" and name in {"IV", "VII", "VIII", "X"} and len(past) > 3:
        first = past[:-2] + ("أ" if past[-1] == "ء" else past[-1])
        if name in {"IV", "X"}:
            present = past[:-2] + "ي" + past[-1]
    elif not weak and _doubled(past, name):
        first = past + past[-1]
    if name in {"IV", "VII", "VIII", "IX", "X"}:
        rest = present[1:]
        rest = "و" + rest[1:] if name == "IV" and rest[0] == "ي" else rest  # أيقظ
        return first, "ي" + rest, "م" + rest
    return first, "ي" + present, "م" + (first if weak else present)


def verbal_noun(past: str, name: str) -> str | None:
    """The verbal noun of a verb of III to VIII or X: ``مقاطعة``, ``إغلاق``, ``تدخل``, ``استقالة``.

    None of the others, which has no one shape or may be a name (``تيسير``).
    """
    last = past[-1]
    weak = last == "ى"
    if name in {"V", "VI"}:
        return past[:-1] + "ي" if weak else past
    name = name.rstrip("!?")
    if name == "III" and past[1] == "ا" and last != "أ":
        return "م" + past[:-1] + ("اة" if weak else last + "ة")
    if name not in {"IV", "VII", "VIII", "X"} or past[0] not in "أا" or last in "أء":
        return None
    rest = past.removeprefix("است") if name == "X" else past[1:]
    start = "است" if name == "X" else "إ" if name == "IV" else "ا"
    if weak:
        middle = rest[:-1] + "اء"
    elif rest[-2] == "ا" and name in {"IV", "X"}:
        return start + rest + "ة"
    elif rest[-2] == "ا":
        middle = rest[:-2] + "يا" + last
    elif _doubled(past, name):
        middle = rest + "ا" + last
    else:
        middle = rest[:-1] + "ا" + last
    if name in {"IV", "X"} and middle[0] in "وي":
        middle = "ي" + middle[1:]
    return start + middle


def _doubled(past: str, name: str) -> bool:
    if name == "VIII":
        return len(past) == 4 and not past.startswith(_SWALLOWED)
    return len(past) == {"IV": 3, "VII": 4, "IX": 4, "X": 5}.get(name, 0)


def _first_stem(past: str, vowel: str) -> tuple[str, str, str]:
    if len(past) == 2:
        return past + past[-1], "ي" + past, past[0] + "ا" + past[1]
    if past[1] == "ا":
        last, end = ("ئ", "ي") if past[2] == "ء" else (past[2], past[2])
        return (
            past[0] + last,
            "ي" + past[0] + _MIDDLE[vowel or "u"] + past[2],
            past[0] + "ائ" + end,
        )
    first = past
    present = past[1:] if past[0] == "و" and len(past) == 3 else past
    if past[-1] == "ى":
        first, present = past[:-1] + "ي", present[:-1] + ("ى" if vowel == "a" else "ي")
    elif past[-1] == "ا":
        first, present = past[:-1] + "و", present[:-1] + "و"
    elif past[-1] == "ي" and past[0] != "و":
        present = present[:-1] + "ى"
    tail = first[1:-1] + "ي" if first[-1] == "و" else first[1:]
    return first, "ي" + present, past[0] + "ا" + ("ئ" + tail[1:] if tail[0] == "أ" else tail)


def acts(past: str, name: str) -> Forms:
    """Finite forms of a verb that reports nothing, save those that are nouns by their pattern.

    A plain past is left out in I, II, V, VI and QV, where a verbal noun is spelled alike, unless ``name``
    ends in "!"; elsewhere it stays unless ``name`` ends in "?" (أكثر, أبرز). P is a passive past, "="
    a form as it stands.
    """
    if name == "=":
        return Forms([past], [], [], [])
    mark, name = name[-1], name.rstrip("!?")
    if name == "P":
        forms = [past, past + "ت", past + "وا"]
        return Forms(forms, forms[1:2], [], [])
    stem = name.rstrip("uia") if name[0] == "I" else name
    alike = stem in {"I", "II", "V", "VI", "QV", "Q"}
    kept = mark == "!" if alike else mark != "?"
    sound = past[-1] not in _WEAK and past[1] != "ا" and len(past) > 2
    first, present, _ = pattern(past, name)
    rest = present[1:]
    bare = rest[:-1] if rest[-1] in "يىو" else rest
    base = past[:-1] if past[-1] in "ىا" else past
    plural = (past[:-1] if past[-1] in _WEAK else past) + "وا"
    # سيارته, إرادته: with a pronoun a noun in -a is spelled like a past in -at
    owned = mark == "?" or (stem in {"I", "II", "Q"} and past[-1] not in "ىا") or past[-2] == "ا"
    bearing = [plural] if owned else [base + "ت", plural]
    dropped = {past + "ا"} if alike else set()
    final = []
    if past[-1] == "ى" and (alike or stem == "III"):
        dropped.add(past)
        if kept or stem in {"III", "V", "VI"}:
            final.append(past)
            bearing.append(base + "ا")
    elif not kept:
        dropped |= {past, past + "ا", first + "نا"} if sound else {past, past + "ا"}
    elif not alike:
        bearing.append(base + "ا" if past[-1] == "ى" else past)
    if first + "نا" not in dropped:
        bearing.append(first + "نا")
    presents = [present, "ت" + rest]
    if len(rest) > 2:
        presents.append("ن" + rest)  # with two it is more often a noun: نقل, نصب
    if stem not in {"I", "II"} and mark != "?" and rest[0] != "ا":
        presents.append("أ" + rest)
    if rest[-1] == "ى":
        bearing += [form[:-1] + "ا" for form in presents]
    presents += [person + bare + end for person in "تي" for end in ("ون", "وا")]
    presents += [person + (bare + "ي" if bare != rest else rest) + "ان" for person in "تي"]
    if rest[-1] in "أئ":
        presents += [person + bare[:-1] + "ؤون" for person in "تي"]
    short = bare
    if bare == rest and len(rest) > 2 and rest[-2] in _LONG and past[-2] == "ا":
        short = rest[:-2] + rest[-1]
    made = [past, base + "ت", plural, base + "تا", first + "نا", *presents]
    if past[-1] in "أء":
        made.append(past[:-1] + "ؤوا")
    if past[-1] not in "ىا" and len(past) > 3:
        made.append(past + "ا")
    if first != past:
        made.append(first + "ت")
    if short != rest:
        made += ["ي" + short, "ت" + short]
    made += _passives(past, stem)
    if stem == "I" and past[0] == "و" and sound:
        made += ["يو" + past[1:], "تو" + past[1:]]
    return Forms([form for form in made if form not in dropped], bearing, presents, final)


def _passives(past: str, stem: str) -> list[str]:
    """Past passives that the spelling tells: أُعيد, اختير, حوصر."""
    if stem == "III" and past[1] == "ا" and past[0] != "و":
        base = past[0] + "و" + past[2:-1] + ("ي" if past[-1] == "ى" else past[-1])
    elif stem in {"IV", "VIII", "X"} and past[-2] == "ا" and len(past) > 3:
        base = past[:-2] + "ي" + past[-1]
    else:
        return []
    plural = base[:-1] if base[-1] == "ي" else base
    made = [base, base + "ت", plural + "وا"]
    return [*made, "ت" + past[1:]] if stem in {"IV", "X"} else made  # تعاد


def conjugate(
    past: str, first: str, present: str, participle: str, flags: str
) -> list[tuple[str, dict[str, object]]]:
    """Each form with its person, number, gender and kind, as fields of a verb's form."""
    made = _past(past, first)
    if "f" not in flags:
        made += _present(past, present)
    if "o" in flags or "w" in flags:
        for form, facts in list(made):
            if form.endswith("وا"):
                base = form[:-1]
            elif form.endswith("ن") and facts["kind"] == "past":
                continue
            else:
                own = form == first + "نا"  # "we told her"
                base = (
                    form
                    if own
                    else form[:-1] + "ا"
                    if form.endswith("ى")
                    else form.removesuffix("ا" if form != past else "")
                )
            made += [(base + end, {**facts, "object": True}) for end in _OBJECTS]
    if "o" in flags and first == past:
        made = [
            (f, facts) for f, facts in made if f != first + "نا" or "object" in facts
        ]  # "told us"
    if len(past) == 3 and past[-1] not in "ىا" and "n" not in flags:
        made.append((past + "ا", {"kind": "past", "number": "p"}))  # two of them
    if past[-1] in "ىا":
        made = [(f, facts) for f, facts in made if f != first + "ن"]  # اثنين
    if past == "قال":
        made += [("قيل", {"kind": "passive"}), ("يقال", {"kind": "passive"})]
    if past == "سأل":
        made += [("سئل", {"kind": "passive"}), ("سئلت", {"kind": "passive", "feminine": True})]
    return made if "p" in flags else made + _participle(participle)


def _past(past: str, first: str) -> list[tuple[str, dict[str, object]]]:
    weak = past[-1] in "ىا"
    stem = past[:-1] if weak else past
    plural = past[:-1] if past[-1] in _WEAK else past
    made: list[tuple[str, dict[str, object]]] = [
        (past, {"kind": "past"}),
        (stem + "ت", {"kind": "past", "feminine": True}),
        (plural + "وا", {"kind": "past", "number": "p"}),
        (stem + "تا", {"kind": "past", "number": "p", "feminine": True}),
        (first + "نا", {"kind": "past", "person": 1, "number": "p"}),
        (first + "ن", {"kind": "past", "number": "p", "feminine": True}),
    ]
    if past[-1] in "أء":
        made.append((past[:-1] + "ؤوا", {"kind": "past", "number": "p"}))
    if not weak and len(past) > 3:
        made.append((past + "ا", {"kind": "past", "number": "p"}))
    if first != past:
        made.append((first + "ت", {"kind": "past", "person": 1}))
    made.append((first + "تي", {"kind": "past", "person": 2}))
    made.append((first + "تم", {"kind": "past", "person": 2, "number": "p"}))
    return made


def _present(past: str, present: str) -> list[tuple[str, dict[str, object]]]:
    rest = present[1:]
    bare = present[:-1] if present[-1] in "يىو" else present
    made: list[tuple[str, dict[str, object]]] = [
        (present, {"kind": "present"}),
        ("ت" + rest, {"kind": "present", "feminine": True}),
        (("ا" if present[1] != "ا" else "") + rest, {"kind": "present", "person": 1}),
        ("ن" + rest, {"kind": "present", "person": 1, "number": "p"}),
        (bare + "ون", {"kind": "present", "number": "p"}),
        ("ت" + bare[1:] + "ون", {"kind": "present", "number": "p"}),
        (bare + "وا", {"kind": "present", "number": "p"}),
        (present + "ان", {"kind": "present", "number": "p"}),
        ("ت" + rest + "ان", {"kind": "present", "number": "p", "feminine": True}),
    ]
    made += [("س" + form, facts) for form, facts in made]
    plural: dict[str, object] = {"kind": "present", "number": "p"}
    made += [("ب" + form, facts) for form, facts in made[:2]]  # as spoken, here and there
    made += [("ك" + form, facts) for form, facts in made[:4]]
    made.append(("ب" + bare + "وا", plural))
    short = present[:-1] if bare != present else None  # after "did not"
    if short is None and len(present) > 3 and present[-2] in _LONG and past[-2] == "ا":
        short = present[:-2] + present[-1]
    made.append(
        ((present if bare != present else short or present) + "ن", {**plural, "feminine": True})
    )
    if short is not None:
        made += [
            (short, {"kind": "present", "short": True}),
            ("ت" + short[1:], {"kind": "present", "feminine": True, "short": True}),
            ("ا" + short[1:], {"kind": "present", "person": 1, "short": True}),
            ("ن" + short[1:], {"kind": "present", "person": 1, "number": "p", "short": True}),
        ]
    return made


def _participle(form: str) -> list[tuple[str, dict[str, object]]]:
    return [
        (form + "ا", {"kind": "participle"}),
        (form.removesuffix("ي") + "ين", {"kind": "participle", "number": "p"}),
        (form.removesuffix("ي") + ("يتين" if form[-1] == "ي" else "تين"),
         {"kind": "participle", "number": "p", "feminine": True}),
        (form + "ات", {"kind": "participle", "number": "p", "feminine": True}),
        (form.removesuffix("ي") + ("ية" if form[-1] == "ي" else "ة"),
         {"kind": "participle", "feminine": True}),
    ]  # fmt: skip


def passive(raw: str, base: str, form: VerbForm) -> VerbForm:
    """The form, or its passive where the vowel is written: ``أُبلغ``, ``طُلب``."""
    if form.kind == "present" and form.person == 1 and raw.lstrip("وف")[:2] == "أُ":
        return replace(form, kind="passive", person=3)
    if form.kind != "past" or _SHORT_U not in raw:
        return form
    letters = raw[len(raw.replace(_SHORT_U, "")) - len(base) :] if raw[0] in "وف" else raw
    return replace(form, kind="passive") if letters[1:2] == _SHORT_U else form
