"""What stops a dossier, and where; what its sentences say."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from dossier_case import (
    EDGES,
    PEOPLE,
    STATEMENTS,
    Source,
    Sum,
    case,
    passage,
    sentence,
    span,
)
from kashf.dossier import build
from kashf.dossier.model import (
    Figure,
    Finding,
    Measure,
    Moment,
    Name,
    Passage,
    Quote,
    Record,
    Remark,
    RunResult,
)
from kashf.dossier.record import record
from kashf.errors import InputError, IntegrityError

CITED = passage(1, "وفق التسجيل")


def finding(*parts: Any, cite: tuple[Any, ...] = ()) -> dict[str, Any]:
    return {"findings": (Finding((sentence("en", *parts, cite=cite),)),)}


def statement(number: int = 0, **changes: Any) -> dict[str, Any]:
    accepted = STATEMENTS[number]
    said = replace(accepted.statement, **changes)  # type: ignore[type-var]
    return {"statements": (replace(accepted, statement=said),)}


UNCITED = {
    "no citation": finding("The accounts acted in step."),
    "digits": finding("There were 5 accounts.", cite=(CITED,)),
    "arabic digits": finding("كان هناك ٥ حسابات.", cite=(CITED,)),
    "roman number": finding("Chapter Ⅷ.", cite=(CITED,)),
    "fraction": finding("Half is ½.", cite=(CITED,)),
    "empty": finding("", cite=(CITED,)),
    "title": {"title": "All 500 of them"},
    "title in words": {"title": "Five hundred of them"},
    "title in Arabic words": {"title": "خمسمئة أو بثلاثة آلاف"},
    "remark": {"methods": (Remark("en", "We took 60 s."),)},
    "remark in words": {"questions": (Remark("en", "Who paid two thousand?"),)},
    "remark in Arabic words": {"questions": (Remark("ar", "من دفع الألفين؟"),)},
    "remark about somebody": {"questions": (Remark("en", "Was it belor  KANDAT?"),)},
    "remark about somebody, with a letter": {"questions": (Remark("ar", "هل دُفع لبيلور قندات؟"),)},
    "timeline": {"timeline": (Moment("2031", Record(1, "added"), (sentence("en", "It began."),)),)},
    "date": {"timeline": (Moment("May 2031", Record(1, "added"), ()),)},
    "two of one language": {
        "findings": (Finding((sentence("en", "A.", cite=(CITED,)),) * 2),)
    },
    "nobody": finding(Name("nobody"), cite=(CITED,)),
}  # fmt: skip


@pytest.mark.parametrize("changes", UNCITED.values(), ids=UNCITED)
def test_claims_and_figures_without_citation_stop_it_with_their_place(
    changes: dict[str, Any],
) -> None:
    with pytest.raises(InputError) as error:
        build(case(**changes))
    assert error.value.where


WRONG = {
    "no such item": finding("It is so.", cite=(Passage(9, 0, 3, "abc"),)),
    "no text": finding("It is so.", cite=(Passage(2, 0, 3, "abc"),)),
    "beyond the text": finding("It is so.", cite=(Passage(1, 0, 100_000, "abc"),)),
    "empty passage": finding("It is so.", cite=(Passage(1, 3, 3, ""),)),
    "other words": finding(Quote(replace(CITED, quote="وفق التسجيب"))),
    "one mark more": finding(Quote(replace(CITED, quote=CITED.quote.replace("ق", "قْ", 1)))),
    "no such run": finding(Figure(Measure("other", "counts.edges"))),
    "no such key": finding(Figure(Measure("harbour story", "counts.nothing"))),
    "not a figure": finding(Figure(Measure("harbour story", "counts"))),
    "another figure": finding(Figure(EDGES, 679)),
    "rounded wrongly": finding(
        Figure(Measure("harbour story", "largest.share_in_step"), 0.82, decimals=2)
    ),
    "not in the passage": finding(Figure(passage(3, "5,000 dollars"), 6000)),
    "part of a number": finding(Figure(passage(3, "5,000 dollars"), 5)),
    "without a value": finding(Figure(passage(3, "5,000 dollars"))),
    "no field": finding(Figure(Record(1))),
    "wrong date": {
        "timeline": (
            Moment("2031-03-02", Record(1, "added"), (sentence("en", "So.", cite=(CITED,)),)),
        )
    },
    "name elsewhere": {"people": (replace(PEOPLE[0], citations=(CITED,), roles=()),)},
    "changed content": statement(content=replace(span(1, "التسجيل"), text="x")),
    "changed speaker": statement(speaker=replace(span(1, "قندات"), start=0, end=5)),
    "invented name": statement(2, speaker_name="Somebody Else"),
    "invented source": statement(2, sources=(Source("person", None, "Somebody Else"),)),
    "changed sum": statement(1, sums=(Sum("5", "USD", replace(span(1, "خمسة"), start=0, end=4)),)),
    "pending": {
        "statements": (
            replace(STATEMENTS[0], review=replace(STATEMENTS[0].review, decision="pending")),
        )
    },
    "rejected": {
        "statements": (
            replace(STATEMENTS[0], review=replace(STATEMENTS[0].review, decision="rejected")),
        )
    },
    "accepted by nobody": {
        "statements": (replace(STATEMENTS[0], review=replace(STATEMENTS[0].review, by=(" ",))),)
    },
    "numbered twice": {"statements": (STATEMENTS[0], STATEMENTS[0])},
    "run of nothing": {"runs": (RunResult("x", {}, (77,)),), "findings": (), "methods": ()},
}


@pytest.mark.parametrize("changes", WRONG.values(), ids=WRONG)
def test_citations_that_do_not_hold_stop_it_with_their_place(changes: dict[str, Any]) -> None:
    changes = dict(changes)
    if "people" in changes:
        changes |= {"statements": (), "timeline": ()}
    if "statements" in changes and len(changes["statements"]) == 1:
        first = changes["statements"][0]
        if first.number == 3:  # a name of the people would do
            changes["statements"] = (replace(first, speaker=None),)
    with pytest.raises(IntegrityError) as error:
        build(case(**changes))
    assert error.value.where


def test_sums_need_numbers_and_codes() -> None:
    for amount, currency in (("1e5", "USD"), ("-1", "USD"), ("5000", "=1+1")):
        with pytest.raises(InputError, match=r"no amount|no currency"):
            build(case(**statement(1, sums=(Sum(amount, currency, span(1, "دولار")),))))


def lines(**changes: Any) -> list[list[str]]:
    return [[line.text for line in view.lines] for view in build(case(**changes)).statements]


def test_statements_are_said_by_somebody() -> None:
    assert lines() == [
        [
            "According to the document تقرير فارنيا اليوم.txt [E1 ¶2], in the recording التسجيل, "
            "Belor Kandat says to Nadim Lorsh (قال), in reported speech: "
            "إن عليهم نشر أخبار كاذبة عن جمعية المرفأ. "
            "The content is about something that the source calls invented.",
            "وفق المستند تقرير فارنيا اليوم.txt [E1 ¶2]، في التسجيل التسجيل، قول منسوب إلى "
            "بيلور قندات وموجَّه إلى نديم لورش (قال)، بكلام منقول: "
            "إن عليهم نشر أخبار كاذبة عن جمعية المرفأ. ويدور الكلام على ما يصفه المصدر بأنه مختلق.",
        ],
        [
            "According to the document تقرير فارنيا اليوم.txt [E1 ¶3], in the recording التسجيل, "
            "Belor Kandat says (وأضاف), word for word: سندفع لهم خمسة آلاف دولار.",
            "وفق المستند تقرير فارنيا اليوم.txt [E1 ¶3]، في التسجيل التسجيل، قول منسوب إلى "
            "بيلور قندات (وأضاف)، بالنص: سندفع لهم خمسة آلاف دولار.",
        ],
        [
            "According to the document تقرير فارنيا اليوم.txt [E1 ¶3], Belor Kandat is reported "
            "not to say (ولم يقل), in reported speech: من أين يأتي المال.",
            "وفق المستند تقرير فارنيا اليوم.txt [E1 ¶3]، لم يرد قول عن بيلور قندات (ولم يقل)، "
            "بكلام منقول: من أين يأتي المال.",
        ],
        [
            "In the transcript call.vtt [E3 00:00:10–00:00:19], Belor Kandat is said to promise, "
            "word for word: We pay 5,000 dollars to Harbour Voice for the story.",
            "في النص المفرَّغ call.vtt [E3 00:00:10–00:00:19]، وعد منسوب إلى بيلور قندات، "
            "بصيغة غير جازمة، بالنص: We pay 5,000 dollars to Harbour Voice for the story.",
        ],
    ]


@pytest.mark.parametrize(
    "force", ["says", "reveals", "demands", "warns", "promises", "denies", "admits"]
)
@pytest.mark.parametrize("negated", [False, True])
def test_no_template_states_the_content(force: str, negated: bool) -> None:
    for text in lines(**statement(force=force, negated=negated))[0]:
        content = "إن عليهم نشر أخبار كاذبة عن جمعية المرفأ"
        before = text[: text.index(content)]
        assert "[E1 ¶2]" in before
        assert "قندات" in before or "Kandat" in before
        assert before.endswith((": ",))
        if negated:
            assert "not to" in before or "لم يرد" in before or "لم ترد" in before


def test_a_speaker_without_a_name_is_not_named() -> None:
    changes = statement(speaker=None, speaker_name=None)
    changes["statements"] = (replace(changes["statements"][0], speaker=None),)
    english, arabic = lines(**changes)[0]
    assert "somebody who is not named says" in english and "Kandat" not in english
    assert "متحدث لم يسمَّ" in arabic and "قندات" not in arabic


def test_figures_come_from_their_run_and_jump_to_it() -> None:
    built = build(case())
    first = built.findings[0][0]
    figures = [
        (piece.text.text, first.refs[piece.ref or 0].anchor)
        for piece in first.pieces
        if piece.role == "figure"
    ]
    assert [figure for figure, _ in figures] == ["12,345", "678", "81.2%"]
    shown = {key.anchor: key.value.text for run in built.runs for key in run.figures}
    assert [shown[anchor] for _, anchor in figures] == ["12,345", "678", "0.8123"]


def test_the_json_says_what_the_page_says() -> None:
    found = json.loads(record(build(case())))
    assert found["format"] == "kashf-dossier/1"
    assert [view["number"] for view in found["statements"]] == [1, 2, 3, 4]
    citation = found["statements"][3]["content"]["ref"]
    text = next(text for text in found["texts"] if text["item"] == 3)["text"]
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert record(build(case())) == record(build(case()))


def first_item(**changes: Any) -> dict[str, Any]:
    first, *rest = case().exhibits
    return {"exhibits": (replace(first, item=replace(first.item, **changes)), *rest)}  # type: ignore[type-var]


def first_review(**changes: Any) -> dict[str, Any]:
    return {
        "statements": (replace(STATEMENTS[0], review=replace(STATEMENTS[0].review, **changes)),)
    }


FORMS = {
    "blank title": {"title": " "},
    "no language": {"languages": ()},
    "one language twice": {"languages": ("en", "en")},
    "unknown language": {"languages": ("fr",)},
    "language of a remark": {"methods": (Remark("500 bots", "a"),)},  # type: ignore[arg-type]
    "version": {"version": "500 bots"},
    "kind of person": {"people": (replace(PEOPLE[2], kind="500 bots"),)},  # type: ignore[arg-type]
    "kind of source": statement(sources=(Source("500 bots"),)),
    "force": statement(force="500 bots"),
    "grade": first_review(reliability="500 bots"),
    "other grade": first_review(credibility=500),
    "time of a review": first_review(when=STATEMENTS[0].review.when.replace(tzinfo=None)),
    "number of a statement": {"statements": (replace(STATEMENTS[0], number=0),)},
    "hash": first_item(sha256="500 bots"),
    "size": first_item(size="500 bots"),
    "number of an item": first_item(number="500 bots"),
}


@pytest.mark.parametrize("changes", FORMS.values(), ids=FORMS)
def test_fields_that_are_no_text_take_nothing_else(changes: dict[str, Any]) -> None:
    with pytest.raises(InputError) as error:
        build(case(**changes))
    assert error.value.where
