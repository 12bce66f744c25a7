"""Forms of Arabic verbs of each class, and words that are none."""

from __future__ import annotations

import pytest

from kashf.statements.arabic.conjugation import acts, pattern
from kashf.statements.arabic.phrases import is_act
from kashf.statements.tokens import tokenise

STEMS = [
    # past, pattern, past before -t, present, participle
    ("كتب", "I", "كتب", "يكتب", "كاتب"),
    ("وصل", "I", "وصل", "يصل", "واصل"),
    ("مد", "I", "مدد", "يمد", "ماد"),
    ("سأل", "I", "سأل", "يسأل", "سائل"),
    ("قام", "Iu", "قم", "يقوم", "قائم"),
    ("باع", "Ii", "بع", "يبيع", "بائع"),
    ("نام", "Ia", "نم", "ينام", "نائم"),
    ("جاء", "Ii", "جئ", "يجيء", "جائي"),
    ("نسي", "I", "نسي", "ينسى", "ناسي"),
    ("بنى", "I", "بني", "يبني", "باني"),
    ("وعى", "I", "وعي", "يعي", "واعي"),
    ("سعى", "Ia", "سعي", "يسعى", "ساعي"),
    ("نجا", "I", "نجو", "ينجو", "ناجي"),
    ("أدى", "II", "أدي", "يؤدي", "مؤدي"),
    ("هنأ", "II", "هنأ", "يهنئ", "مهنئ"),
    ("آزر", "III", "آزر", "يؤازر", "مؤازر"),
    ("عانى", "III", "عاني", "يعاني", "معاني"),
    ("آمن", "IV", "آمن", "يؤمن", "مؤمن"),
    ("أعد", "IV", "أعدد", "يعد", "معد"),
    ("أعاد", "IV", "أعد", "يعيد", "معيد"),
    ("أعطى", "IV", "أعطي", "يعطي", "معطي"),
    ("أنشأ", "IV", "أنشأ", "ينشئ", "منشئ"),
    ("أيقظ", "IV", "أيقظ", "يوقظ", "موقظ"),
    ("تلقى", "V", "تلقي", "يتلقى", "متلقي"),
    ("تنازل", "VI", "تنازل", "يتنازل", "متنازل"),
    ("انضم", "VII", "انضمم", "ينضم", "منضم"),
    ("انهار", "VII", "انهر", "ينهار", "منهار"),
    ("احتل", "VIII", "احتلل", "يحتل", "محتل"),
    ("اختار", "VIII", "اختر", "يختار", "مختار"),
    ("اتهم", "VIII", "اتهم", "يتهم", "متهم"),
    ("اشترى", "VIII", "اشتري", "يشتري", "مشتري"),
    ("استمر", "X", "استمرر", "يستمر", "مستمر"),
    ("استقال", "X", "استقل", "يستقيل", "مستقيل"),
    ("سيطر", "Q", "سيطر", "يسيطر", "مسيطر"),
    ("اطمأن", "QIV", "اطمأنن", "يطمئن", "مطمئن"),
]  # fmt: skip


@pytest.mark.parametrize(("past", "name", "first", "present", "participle"), STEMS)
def test_stems(past: str, name: str, first: str, present: str, participle: str) -> None:
    assert pattern(past, name) == (first, present, participle)


FORMS = [
    ("وصل", "I!", {"وصل", "وصلت", "وصلوا", "وصلنا", "يصل", "تصل", "يصلون"}, {"وصلا", "نصل"}),
    ("ضرب", "I", {"ضربت", "ضربوا", "يضرب", "نضرب"}, {"ضرب", "ضربا", "ضربنا", "اضرب"}),
    ("مد", "I", {"مدت", "مدوا", "مددنا", "مددت", "تمد"}, {"مد", "مدنا"}),
    ("زار", "Iu!", {"زار", "زارت", "زرنا", "زرت", "تزور", "يزر", "يزورون"}, {"زرن", "زيرت"}),
    ("نسي", "I!", {"نسيت", "نسوا", "نسينا", "تنسى", "ينس", "ينسون"}, {"نسيوا"}),
    ("نجا", "I!", {"نجا", "نجت", "نجوا", "نجونا", "ينجو", "ينج", "ينجون"}, set()),
    ("قرأ", "I!", {"قرأ", "قرأت", "قرأوا", "قرؤوا", "يقرأ", "يقرؤون"}, set()),
    ("قدم", "II", {"قدمت", "قدموا", "تقدم", "يقدمون"}, {"قدم", "قدما", "قدمنا"}),
    ("حاصر", "III", {"حاصر", "حاصرت", "حوصر", "حوصرت", "نحاصر", "أحاصر"}, set()),
    ("أعاد", "IV", {"أعاد", "أعادت", "أعدنا", "أعيد", "أعيدت", "تعاد", "يعيدون", "يعد"}, set()),
    ("أبرز", "IV?", {"أبرزت", "تبرز"}, {"أبرز", "أبرزا"}),
    ("تحرك", "V", {"تحركت", "تحركوا", "يتحرك", "نتحرك"}, {"تحرك", "تحركنا"}),
    ("اختار", "VIII", {"اختار", "اخترنا", "اختير", "اختيرت", "تختار"}, set()),
    ("استمر", "X", {"استمر", "استمرت", "استمررنا", "يستمرون"}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("past", "name", "made", "not_made"), FORMS)
def test_finite_forms(past: str, name: str, made: set[str], not_made: set[str]) -> None:
    every = set(acts(past, name).all)
    assert made <= every
    assert not not_made & every


VERBS = (
    "وصلت وسقطت فبدأ تلقى بنى التقى التحقت أُعيدت حوصرت ستعود سأحاول بيشتغل هيعمل حنعمل كيمشي كسبت "
    "أرسلوها اعتقلته ينساه تراقبهم تلقاها يعتبرها سيستمر يتهافتون ووصلت"
)
NO_VERBS = (
    "تلقي بني سيارته رحلته قدرته إرادته استطاعته تقدم تعاون تنمية وفاق والى فيصل الحق آثار يوسف يورو "
    "سياسات سيطرته سينما وقت بنت أقدم أبرز سابق وفد خطأ بيان حياتي إنسانا تشاد أجهزتها"
)


def test_words_that_are_finite_verbs() -> None:
    assert [word.raw for word in tokenise(VERBS).words if not is_act(word)] == []


def test_words_that_are_none() -> None:
    assert [word.raw for word in tokenise(NO_VERBS).words if is_act(word)] == []


@pytest.mark.parametrize(
    ("text", "tag"),
    [("الصحافيات", "role"), ("للمهندسة", "role"), ("ومراسلون", "role"), ("القضاة", "role"), ("الرياضيين", "role"),
     ("الدبلوماسية", "quality"), ("المسلحون", "quality"), ("العليا", "quality"), ("والمحلي", "quality")],
)  # fmt: skip
def test_nouns_and_adjectives(text: str, tag: str) -> None:
    assert tag in tokenise(text).words[0].tags


def test_a_first_letter_of_the_noun_is_no_preposition() -> None:
    for word in tokenise("لجنة لاعب بنك بعثة كتيبة لحظة بؤرة").words:
        assert not word.tags & {"clitic:ب", "clitic:ل", "clitic:ك"}, word.raw
    for word in tokenise("للجنة بلجنة لوزير").words:
        assert word.tags & {"clitic:ب", "clitic:ل"}, word.raw
