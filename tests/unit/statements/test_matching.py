from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kashf.statements.matching import Matcher

SOURCE = "قَالَ الأمين: «إنّ الـمـال  وصل ٣٠٠٠ دينار»، وللحكومة رأي. The Mayor’s office said: no."


@pytest.mark.parametrize(
    ("piece", "found"),
    [
        ("إنّ الـمـال", "إنّ الـمـال"),
        ("ان المال وصل 3000 دينار", "إنّ الـمـال  وصل ٣٠٠٠ دينار"),
        ("قال الامين", "قَالَ الأمين"),
        ("للحكومة رأي", "للحكومة رأي"),  # the conjunction stays outside
        ("the mayor's office", "The Mayor’s office"),
    ],
)
def test_found_through_levelled_letters(piece: str, found: str) -> None:
    span = Matcher(SOURCE).find(piece)
    assert span is not None
    assert SOURCE[slice(*span)] == found


@pytest.mark.parametrize(
    "piece", ["", " ", "…", "المال لم يصل", "لمال", "دين", "mayor is", "offic"]
)
def test_not_found(piece: str) -> None:
    assert Matcher(SOURCE).find(piece) is None


def test_the_closest_place() -> None:
    text = "a no b no c no"
    assert Matcher(text).find("no", near=8) == (7, 9)
    assert Matcher(text).find("no") == (2, 4)


@given(st.text(max_size=200), st.data())
def test_any_run_of_whole_words_is_found(text: str, data: st.DataObject) -> None:
    words = text.split()
    if not words:
        return
    a = data.draw(st.integers(0, len(words) - 1))
    piece = words[a]
    if any(c.isalnum() for c in piece):
        span = Matcher(text).find(piece)
        assert span is not None
