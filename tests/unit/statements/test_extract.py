"""Invented sentences, one for each thing that the rules promise."""

from __future__ import annotations

from typing import Any

import pytest

from kashf.evidence.texts import Part, Text
from kashf.statements import Statement, StatementSettings, extract

CASES: list[tuple[str, list[tuple[str | None, str | None, str | None, str, str]]]] = [
    # text, [(speaker, addressee, verb, force, content)]
    (
        "وقالت الوزيرة هند الزاغوري إن المرفأ مغلق وإنه لن يُفتح.",
        [("الوزيرة هند الزاغوري", None, "وقالت", "says", "المرفأ مغلق وإنه لن يُفتح")],
    ),
    (
        "وأكد القائد أن الحملة بدأت مطالبا المحرر بنشر الصور.",
        [
            ("القائد", None, "وأكد", "says", "الحملة بدأت"),
            ("القائد", "المحرر", "مطالبا", "demands", "بنشر الصور"),
        ],
    ),
    (
        "وحذر القائد مخاطبا المحرر من نشر الصور، وفق التسجيل.",
        [("القائد", "المحرر", "وحذر", "warns", "نشر الصور")],
    ),
    ("لم يقل الناطق إن الجسر سقط.", [("الناطق", None, "يقل", "says", "الجسر سقط")]),
    (
        "وسيعلن الناطق أن الجسر سقط.",
        [("الناطق", None, "وسيعلن", "says", "الجسر سقط")],
    ),
    (
        "بحسب التسجيل، دفعت الشركة المال للمحرر.",
        [("التسجيل", None, "بحسب", "says", "دفعت الشركة المال للمحرر")],
    ),
    (
        "«الجسر سليم»، قال الناطق.",
        [("الناطق", None, "قال", "says", "الجسر سليم")],
    ),
    (
        "The clerk told the council that the bridge was sold, adding: “Nobody asked.”",
        [
            ("The clerk", "the council", "told", "says", "the bridge was sold"),
            ("The clerk", None, "adding", "says", "Nobody asked."),
        ],
    ),
    (
        "“The bridge,” said Ada Brindle, “was sold.”",
        [("Ada Brindle", None, "said", "says", "The bridge,” said Ada Brindle, “was sold.")],
    ),
    (
        "The mayor did not say that the bridge was sold.",
        [("The mayor", None, "say", "says", "the bridge was sold")],
    ),
    (
        "The mayor urged residents to leave and denied taking money.",
        [
            ("The mayor", "residents", "urged", "demands", "leave"),
            ("The mayor", None, "denied", "denies", "taking money"),
        ],
    ),
    (
        "The bridge was sold twice, according to two clerks.",
        [("two clerks", None, "according to", "says", "The bridge was sold twice")],
    ),
    (
        "مدير المرفأ، نادر الزاغوري، أبلغ النواب بأن الجسر سقط.",
        [("مدير المرفأ، نادر الزاغوري", "النواب", "أبلغ", "says", "الجسر سقط")],
    ),
    (
        "وحذرت نقيبة الأطباء، الدكتورة هند الزاغوري، من نقص الدواء.",
        [("نقيبة الأطباء، الدكتورة هند الزاغوري", None, "وحذرت", "warns", "نقص الدواء")],
    ),
    (
        "سُئل الوزير عمّا إذا كان قد قبض مالا فأجاب: «هذا هراء».",
        [
            (None, "الوزير", "سُئل", "says", "كان قد قبض مالا"),
            ("الوزير", None, "فأجاب", "says", "هذا هراء"),
        ],
    ),
    (
        "طالب المحامي بجلسة مغلقة، ورفعت القاضية الجلسة.",
        [("المحامي", None, "طالب", "demands", "بجلسة مغلقة")],
    ),
    (
        "رفضت الوزارة هذه الاتهامات، ورفضت التعليق على التسجيل.",
        [("الوزارة", None, "رفضت", "denies", "هذه الاتهامات")],
    ),
    (
        "وسارع المجلس إلى القول إن الجسر سليم.",
        [("المجلس", None, "القول", "says", "الجسر سليم")],
    ),
    (
        "وصلنا بيان من المجلس، وفيه أن الجسر سليم.",
        [("بيان من المجلس", None, "وفيه", "says", "الجسر سليم")],
    ),
    ("وأشار الوزير بيده إلى الباب وخرج.", []),
    (
        "10:20 - Harbour master Ilsa Morn: The bridge was sold.",
        [("Harbour master Ilsa Morn", None, None, "says", "The bridge was sold")],
    ),
    (
        "Said the mayor: “The bridge was sold.”",
        [("the mayor", None, "Said", "says", "The bridge was sold")],
    ),
    (
        "The mayor denied the clerk had been told to lie.",
        [("The mayor", None, "denied", "denies", "the clerk had been told to lie")],
    ),
    ("The mayor declined to comment and thanked the crew.", []),
    ("وشكر الوزير الطاقم وغادر القاعة.", []),
    ("كان الخلاف بين المزارعين وبين الشركة قديما.", []),
]


def parts(one: Statement) -> tuple[str | None, str | None, str | None, str, str]:
    def text(span: Any) -> str | None:
        return span.text if span is not None else None

    content = one.content.text.rstrip(".")
    return text(one.speaker), text(one.addressee), text(one.verb), one.force, content


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text[:40] for text, _ in CASES])
def test_parts(text: str, wanted: list[Any]) -> None:
    found = extract(text)
    assert [parts(one) for one in found] == [(*w[:4], w[4].rstrip(".")) for w in wanted]
    for one in found:
        for span in (one.speaker, one.addressee, one.verb, one.content):
            assert span is None or text[span.start : span.end] == span.text


def test_negation_is_of_the_act() -> None:
    assert [one.negated for one in extract("The mayor did not say that the bridge fell.")] == [True]
    assert [one.negated for one in extract("The mayor said that the bridge did not fall.")] == [
        False
    ]
    assert [one.negated for one in extract("لم يقل الوزير إن الجسر سقط.")] == [True]
    assert [one.negated for one in extract("قال الوزير إن الجسر لم يسقط.")] == [False]


def test_a_chain_of_sources() -> None:
    text = "The report says that in a recording the mayor tells two guests that the bridge is sold."
    outer, inner = extract(text)
    assert outer.sources == ()
    assert inner.speaker is not None and inner.speaker.text == "the mayor"
    assert inner.sources[0].kind == "report"


def test_a_pull_quote_is_no_second_statement() -> None:
    said = "قال القائد إن الحملة ستبدأ قبل الانتخابات بأسبوع واحد وإن المال جاهز"
    text = f"{said}، وغادر القاعة.\n{said}\nوانتهى الاجتماع."
    assert len(extract(text)) == 1


def test_what_is_said_to_be_invented() -> None:
    found = extract("وطلب القائد من المحرر نشر معلومات كاذبة عن المزارعين.")
    assert [one.said_false for one in found] == [True]
    assert [one.said_false for one in extract("The mayor said that the claim was false.")] == [
        False
    ]


def test_a_family_name_alone_and_a_role() -> None:
    text = (
        "The harbour master, Ilsa Morn, said that the quay was safe. Morn added that it was old. "
        "The harbour master denied that it was sold."
    )
    assert [one.speaker_name for one in extract(text)] == ["Ilsa Morn"] * 3


def test_two_people_of_one_role_are_not_guessed_between() -> None:
    text = (
        "Minister Ada Brindle said that the quay was safe. Minister Olo Pash said that it was not. "
        "The minister denied that it was sold."
    )
    assert [one.speaker_name for one in extract(text)][2] not in {"Ada Brindle", "Olo Pash"}


def test_aliases() -> None:
    settings = StatementSettings(aliases={"Ada Brindle": ("The Otter",)})
    found = extract("The Otter said that the quay was safe.", settings)
    assert [one.speaker_name for one in found] == ["Ada Brindle"]


CALL = "A: Is it done?\nB: He told me that the story was invented.\nA: Good.\nB: Pay me.\n"


def test_a_transcript_is_direct_speech_to_the_other() -> None:
    found = extract(CALL)
    turns = [one for one in found if one.verb is None]
    assert [one.content.text for one in turns] == [
        "Is it done?", "He told me that the story was invented.", "Good.", "Pay me.",
    ]  # fmt: skip
    assert [(one.speaker_name, one.addressee_name) for one in turns] == [("A", "B"), ("B", "A")] * 2
    (told,) = (one for one in found if one.verb is not None)
    assert told.addressee is not None and told.addressee.text == "me"
    assert [(source.kind, source.name) for source in told.sources] == [("person", "B")]


def test_a_transcript_that_was_imported() -> None:
    text = "Is it done?\nIt is."
    spans = [(0, 11, "Ada"), (12, 18, "Olo")]
    made = [Part(a, b, n, speaker=who) for n, (a, b, who) in enumerate(spans, start=1)]
    call = Text(text, tuple(made), "transcript", "text/vtt", "utf-8")
    found = extract(call)
    assert [(one.speaker_name, one.addressee_name, one.speaker) for one in found] == [
        ("Ada", "Olo", None), ("Olo", "Ada", None),
    ]  # fmt: skip


def test_the_same_text_gives_the_same_answer() -> None:
    text = "\n".join(text for text, _ in CASES)
    assert extract(text) == extract(text)


def _on_pages(text: str, width: int) -> str:
    """The text as a page of this width breaks it, each character in its place."""
    import textwrap

    filled = [textwrap.fill(block, width, break_on_hyphens=False) for block in text.split("\n\n")]
    return "\n\n".join(filled)


@pytest.mark.parametrize("width", [48, 72])
def test_the_line_breaks_of_a_page_are_no_more_than_spaces(width: int) -> None:
    text = (
        "The harbour master, Ilsa Morn, told the council on the first day of the inquiry that the "
        "company had paid her brother twelve thousand dollars for the keys of the northern gate, "
        "and that nobody had asked why.\n\nThe company's lawyer Ada Brindle denied that the money "
        "was ever paid, adding that the keys had been lost by the master herself in the spring.\n\n"
        "وقال مدير المرفأ سالم الهادي في ختام الجلسة التي استمرت ثلاث ساعات إن الشركة دفعت اثني عشر "
        "ألف دولار لأخيه، مضيفا أن أحدا لم يسأل عن السبب حتى اليوم."
    )
    paged = _on_pages(text, width)
    assert paged.count("\n") > text.count("\n") + 3
    found, expected = extract(paged), extract(text)
    assert len(expected) == 5
    for one, other in zip(found, expected, strict=True):
        ours, theirs = one.model_dump(mode="json"), other.model_dump(mode="json")
        assert str(ours).replace("\\n", " ") == str(theirs).replace("\\n", " ")
        assert one.speaker_name is None or "\n" not in one.speaker_name


def test_lists_and_verse_keep_their_line_breaks() -> None:
    text = "\n".join(
        f"- The clerk said the bridge in the ward of number {n} was sold" for n in range(5)
    )
    assert len(extract(text)) == 5
