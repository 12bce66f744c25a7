"""Forms of Arabic verbs from their stems, so that the list of verbs need not hold them."""

from __future__ import annotations

from dataclasses import replace

from kashf.statements.verbs import VerbForm

__all__ = ["acts", "conjugate", "passive", "pattern"]

_OBJECTS = ("ه", "ها", "هم", "هما", "ني", "نا", "ك", "كم")
_LONG = frozenset("اوي")
_SHORT_U = "ُ"


def pattern(past: str, name: str) -> tuple[str, str, str]:
    """The past before -t, the present and the participle of a regular verb.

    ``name`` is its stem: I, II, III, IV, V, VI, VIII, VII, X, or Q for four letters.
    """
    weak = past[-1] in "ىا"
    stem = past[:-1] + "ي" if weak else past
    present = past[:-1] + "ى" if weak and name in {"V", "VI"} else stem
    if name == "I":
        return stem, "ي" + present, stem[0] + "ا" + stem[1:]
    if name in {"IV", "VII", "VIII", "X"}:
        return stem, "ي" + present[1:], "م" + stem[1:]
    return stem, "ي" + present, "م" + stem


def acts(past: str, name: str) -> list[str]:
    """Finite forms of a verb that reports nothing, save those that are nouns as well."""
    plain, name = name.endswith("!"), name.rstrip("!")
    first, present, _ = pattern(past, name)
    if past[-2] == "ا" and name in {"IV", "X", "VIII"}:  # hollow
        first = past[:-2] + past[-1]
        present = present[:-2] + "ي" + present[-1] if name != "VIII" else present
    forms = _past(past, first) + _present(past, present)
    objects = [
        form.removesuffix("ا") + end
        for form, facts in forms
        if form.endswith(("ت", "وا")) and facts["kind"] == "past" and "person" not in facts
        for end in ("ه", "ها", "هم")
    ]
    if name in {"I", "II"}:
        forms = [(f, facts) for f, facts in forms
                 if (plain and f == past) or f not in {past, past + "ا", "ن" + present[1:], "ت" + present[1:], "ا" + present[1:]}]  # fmt: skip
    elif name in {"V", "VI"}:  # the verbal noun is spelled alike
        forms = [(f, facts) for f, facts in forms if f not in {past, past + "ا"}]
    return [form for form, _ in forms] + objects


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
                    else form.removesuffix("ا")
                )
            made += [(base + end, {**facts, "object": True}) for end in _OBJECTS]
    if "o" in flags and first == past:
        made = [
            (f, facts) for f, facts in made if f != first + "نا" or "object" in facts
        ]  # "told us"
    if len(past) == 3 and past[-1] not in "ىا" and "n" not in flags:
        made.append((past + "ا", {"kind": "past", "number": "p"}))  # two of them
    if past == "قال":
        made += [("قيل", {"kind": "passive"}), ("يقال", {"kind": "passive"})]
        made.append(("قايل", {"kind": "present"}))
    if past == "سأل":
        made += [("سئل", {"kind": "passive"}), ("سئلت", {"kind": "passive", "feminine": True})]
    return made if "p" in flags else made + _participle(participle)


def _past(past: str, first: str) -> list[tuple[str, dict[str, object]]]:
    weak = past[-1] in "ىا"
    stem = past[:-1] if weak else past
    made: list[tuple[str, dict[str, object]]] = [
        (past, {"kind": "past"}),
        (stem + "ت", {"kind": "past", "feminine": True}),
        (stem + "وا", {"kind": "past", "number": "p"}),
        (stem + "تا", {"kind": "past", "number": "p", "feminine": True}),
        (first + "نا", {"kind": "past", "person": 1, "number": "p"}),
        (first + "ن", {"kind": "past", "number": "p", "feminine": True}),
    ]
    if not weak and len(past) > 3:
        made.append((past + "ا", {"kind": "past", "number": "p"}))
    if first != past:
        made.append((first + "ت", {"kind": "past", "person": 1}))
    made.append((first + "تي", {"kind": "past", "person": 2}))
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
        (form + "ين", {"kind": "participle", "number": "p"}),
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
