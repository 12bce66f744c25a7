"""Given names: what is one, with and without the letters written before it, and its gender."""

from __future__ import annotations

import pytest

from kashf.statements import extract, find_names
from kashf.statements.given import given_gender, is_given
from kashf.statements.tokens import Word, tokenise


def word(text: str) -> Word:
    (found,) = tokenise(text).words
    return found


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("تورديس", "f"),
        ("ماسينيسا", "m"),
        ("كيرلس", "m"),
        ("موزة", "f"),
        ("ريان", None),
        ("لأنيكا", "f"),
        ("Ottilie", "f"),
        ("Oleksiy", "m"),
        ("Ngozi", "f"),
        ("Sasha", None),
    ],
)
def test_given_names(text: str, gender: str | None) -> None:
    assert is_given(word(text))
    assert given_gender(word(text)) == gender


@pytest.mark.parametrize(
    "text",
    ["بيان", "لبنان", "فعلا", "وجود", "الآن", "عليه", "منه", "أدوار", "قدور", "August", "Said", "Rob", "una"],
)  # fmt: skip
def test_other_words(text: str) -> None:
    assert not is_given(word(text))


def test_a_statement_is_no_person() -> None:
    assert not [
        one for one in find_names("وقالت في بيان إنها ستقاضي الصحيفة") if one.type == "person"
    ]


def test_a_name_that_ends_like_a_pronoun_stays_whole() -> None:
    (one,) = extract("وطلب نائب المدير، فهد بن عبدالله العتيم، من صحافي إعداد تقرير عن الجمعية.")
    assert one.speaker is not None
    assert one.speaker.text == "نائب المدير، فهد بن عبدالله العتيم"
