"""Arabic verbs with a noun of saying, an invented sentence for each."""

from __future__ import annotations

import pytest

from kashf.statements import extract

CASES = [
    # text, speaker, addressee, verb, force, content
    ("أبدى الوزير استعداده للحوار.", "الوزير", None, "أبدى", "promises", "استعداده للحوار"),
    ("أبدى الخبير تخوفه من الانهيار.", "الخبير", None, "أبدى", "says", "تخوفه من الانهيار"),
    ("قطع الوزير وعدا للعمال بصرف الأجور.", "الوزير", "للعمال", "وعدا", "promises", "بصرف الأجور"),
    ("أخذ المدير على عاتقه أن يعيد المال.", "المدير", None, "أخذ", "promises", "يعيد المال"),
    (
        "وجه الأطباء نداء إلى الوزارة لتوفير الدواء.",
        "الأطباء",
        "الوزارة",
        "نداء",
        "demands",
        "لتوفير الدواء",
    ),
    (
        "أصدر وزير التربية تعليماته إلى مديري المدارس بمنع الهواتف.",
        "وزير التربية",
        "مديري المدارس",
        "تعليماته",
        "demands",
        "بمنع الهواتف",
    ),
    (
        "وجددت النقابة، في بيان، مطالبتها بصرف الأجور.",
        "النقابة",
        None,
        "مطالبتها",
        "demands",
        "بصرف الأجور",
    ),
    (
        "كرر الوزير دعوته السكان إلى ضبط النفس.",
        "الوزير",
        "السكان",
        "دعوته",
        "demands",
        "ضبط النفس",
    ),
    ("كرر المدير نفيه بيع المصنع.", "المدير", None, "نفيه", "denies", "بيع المصنع"),
    ("جدد الحزب رفضه لأي اتفاق.", "الحزب", None, "جدد", "says", "رفضه لأي اتفاق"),
    (
        "وجهت النيابة اتهاما إلى المدير بالتزوير.",
        "النيابة",
        None,
        "اتهاما",
        "says",
        "المدير بالتزوير",
    ),
    ("أطلق المسلحون تهديدا بحرق المتجر.", "المسلحون", None, "تهديدا", "warns", "بحرق المتجر"),
    ("سارعت الوزارة إلى نفي الخبر.", "الوزارة", None, "نفي", "denies", "الخبر"),
    (
        "اكتفت الوزارة بالإشارة إلى أن التحقيق مستمر.",
        "الوزارة",
        None,
        "بالإشارة",
        "says",
        "التحقيق مستمر",
    ),
    (
        "لم تتردد النائبة في اتهام الوزير بالكذب.",
        "النائبة",
        None,
        "اتهام",
        "says",
        "الوزير بالكذب",
    ),
    ("ذهب النائب إلى القول إن الوزير كذب.", "النائب", None, "القول", "says", "الوزير كذب"),
]
NONE = [
    "قطع الرجل الطريق.",
    "جدد المستأجر العقد.",
    "أطلقت الشرطة سراح المتهم.",
    "قدم المدير وعدا.",
    "اكتفى بالإشارة إلى اللوحة.",
    "حصل العمال على وعد بصرف الأجور.",
    "وجه المحامي رسالة إلى القاضي.",
    "أبدى الحارس مقاومة شديدة.",
]


@pytest.mark.parametrize(("text", "speaker", "addressee", "verb", "force", "content"), CASES)
def test_verb_with_noun(
    text: str, speaker: str, addressee: str | None, verb: str, force: str, content: str
) -> None:
    (one,) = extract(text)
    heard = None if one.addressee is None else one.addressee.text
    assert one.speaker is not None
    assert one.verb is not None
    assert (one.speaker.text, heard, one.verb.text) == (speaker, addressee, verb)
    assert (one.force, one.content.text, one.negated) == (force, content, False)


@pytest.mark.parametrize("text", NONE)
def test_no_statement(text: str) -> None:
    assert extract(text) == []
