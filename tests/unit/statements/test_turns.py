import pytest

from kashf.statements.tokens import tokenise
from kashf.statements.turns import turns

SAID = ("We knew.", "Did you?", "Yes, of course.", "Fine.")


def said(text: str) -> list[tuple[str, str]]:
    return [(turn.speaker, text[slice(*turn.said)]) for turn in turns(tokenise(text))]


@pytest.mark.parametrize(
    ("layout", "one", "other"),
    [
        ("{}: ", "Hale", "Stone"),
        ("{}: ", "Dr. Hale", "R.M."),
        ("{}: ", "Hale, the chair", "Speaker 1"),
        ("{} (laughing): ", "Hale", "Stone"),
        ("**{}:** ", "Hale", "Stone"),
        ("**{}**: ", "Hale", "Stone"),
        ("- {}: ", "سامر", "د. هالة"),
        ("«{}»: ", "المرفأ", "هالة رمل"),
        ("[00:12 - 00:15] {}: ", "Hale", "Stone"),
        ("00:00:12.000 --> 00:00:15.000 {}: ", "Hale", "Stone"),
        ("{} (00:12): ", "Hale", "Stone"),
        ("{} — ", "Hale", "Stone"),
        ("{} - ", "س", "ج"),
        ("[{}] ", "Hale", "Stone"),
        ("[00:12] <{}> ", "hale", "stone"),
        ("{}. ", "THE CHAIR", "MS RILL"),
        ("{} ", "Q", "A"),
        ("{}. ", "Q", "A"),
        ("{}\n", "Hale  0:12", "Stone  0:15"),
        ("{}:\n", "Hale", "Stone"),
    ],
)
def test_a_layout_of_labels(layout: str, one: str, other: str) -> None:
    text = "\n\n".join(layout.format((one, other)[n % 2]) + words for n, words in enumerate(SAID))
    names = [name.split("  ")[0] for name in (one, other)] * 2
    assert said(text) == list(zip(names, SAID, strict=True))


def test_numbers_of_questions_are_no_names() -> None:
    text = "Q1: When?\nA1: In May.\nQ2: Why?\nA2: Money.\n"
    assert [speaker for speaker, _ in said(text)] == ["Q", "A", "Q", "A"]


INTERVIEW = """Five questions to Ona Rill

When did you know?

Rill: In May.

And what did they say?

Rill: Nothing.

I went home and wrote it down.

Who paid?

Rill: The bank.

She keeps bees now.
"""


def test_one_label_answers_questions_without_a_label() -> None:
    assert said(INTERVIEW) == [
        ("Rill", "In May."),
        ("Rill", "Nothing.\n\nI went home and wrote it down."),
        ("Rill", "The bank."),
    ]


def test_one_label_without_questions_is_no_transcript() -> None:
    assert said(INTERVIEW.replace("?", ".")) == []


def test_a_line_between_turns_is_the_narrators_without_an_i() -> None:
    text = "Hale: A.\n\nStone: B.\n\nHe laughs.\n\nHale: C.\n\nStone: D.\n"
    assert said(text) == [("Hale", "A."), ("Stone", "B."), ("Hale", "C."), ("Stone", "D.")]


def test_labels_that_do_not_repeat_are_prose() -> None:
    assert said("Note: a.\nTime: b.\nPlace: c.\nCost: d.\n") == []
