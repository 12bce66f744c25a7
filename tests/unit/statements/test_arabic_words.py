"""Arabic word lists: forms as spoken, plurals and pronouns of roles, adverbs of several words."""

from __future__ import annotations

import pytest

from kashf.statements import extract
from kashf.statements.arabic.conjugation import verbal_noun
from kashf.statements.tokens import tokenise

SPOKEN = [
    # form, lemma, kind, person, number, feminine
    ("بيقولولي", "قال", "present", 3, "p", False),
    ("قلتلو", "قال", "past", 1, "s", False),
    ("قالتلهم", "قال", "past", 3, "s", True),
    ("قولتلها", "قال", "past", 1, "s", False),
    ("گاللي", "قال", "past", 3, "s", False),
    ("هيقول", "قال", "present", 3, "s", False),
    ("كيگولو", "قال", "present", 3, "p", False),
    ("قلتش", "قال", "past", 1, "s", False),
    ("هددو", "هدد", "past", 3, "p", False),
    ("حلفات", "حلف", "past", 3, "s", True),
    ("حكيتله", "حكى", "past", 1, "s", False),
    ("أوعدك", "وعد", "present", 1, "s", False),
    ("جاوبني", "أجاب", "past", 3, "s", False),
    ("ليؤكد", "أكد", "present", 3, "s", False),
    ("يؤكدن", "أكد", "present", 3, "p", True),
    ("يقلن", "قال", "present", 3, "p", True),
    ("داعين", "دعا", "participle", 3, "p", False),
    ("دعاهم", "دعا", "past", 3, "s", False),
]


@pytest.mark.parametrize(("form", "lemma", "kind", "person", "number", "feminine"), SPOKEN)
def test_spoken(form: str, lemma: str, kind: str, person: int, number: str, feminine: bool) -> None:
    verb = tokenise(form).words[0].verb
    assert verb is not None
    assert (verb.lemma, verb.kind, verb.person, verb.number, verb.feminine) == (
        lemma, kind, person, number, feminine,
    )  # fmt: skip


@pytest.mark.parametrize("form", ["بقول", "بطلب", "بنقل", "كلمتهم", "ليتوقع", "مذكرة", "نادي"])
def test_no_verb(form: str) -> None:
    assert tokenise(form).words[0].verb is None


@pytest.mark.parametrize(
    "form", ["موظفو", "موظفوها", "مسؤوليها", "زملاؤها", "أعضائه", "والداه", "شاهدتان"]
)
def test_roles(form: str) -> None:
    assert "role" in tokenise(form).words[0].tags


@pytest.mark.parametrize(
    ("past", "name", "noun"),
    [
        ("أغلق", "IV", "إغلاق"),
        ("أعاد", "IV", "إعادة"),
        ("أوقف", "IV", "إيقاف"),
        ("قاطع", "III?", "مقاطعة"),
        ("تدخل", "V", "تدخل"),
        ("تخلى", "V", "تخلي"),
        ("اختار", "VIII", "اختيار"),
        ("احتل", "VIII", "احتلال"),
        ("استولى", "X", "استيلاء"),
        ("استقال", "X", "استقالة"),
        ("يسر", "II", None),
    ],
)
def test_verbal_noun(past: str, name: str, noun: str | None) -> None:
    assert verbal_noun(past, name) == noun


@pytest.mark.parametrize(
    "adverb",
    [
        "في المقابل", "من جهته", "صباح الثلاثاء", "الأسبوع الماضي", "أول أمس", "من دون مواربة",
        "بلهجة حادة", "على الهواء مباشرة", "في وقت لاحق", "للمرة الأولى", "بغضب", "ساخرا",
        "على حسابه الرسمي في فيسبوك",
    ],
)  # fmt: skip
def test_adverbs(adverb: str) -> None:
    (one,) = extract(f"أكد المدير {adverb} أن المصنع بيع سرا.")
    assert one.speaker is not None
    assert one.verb is not None
    assert (one.speaker.text, one.verb.text) == ("المدير", "أكد")
    assert one.content.text == "المصنع بيع سرا"


def test_adverb_in_a_phrase() -> None:
    """What may also stand inside of a speaker's phrase doesn't cut it there."""
    (one,) = extract("قال رئيس الهيئة حينها غسان البيلي إن المصنع بيع سرا.")
    assert one.speaker is not None
    assert one.speaker.text == "رئيس الهيئة حينها غسان البيلي"
