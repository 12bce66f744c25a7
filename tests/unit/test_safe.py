from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kashf.safe import clip, readable_url, visible


@pytest.mark.parametrize(
    "character", list("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
def test_characters_that_turn_the_text_around_are_shown(character: str) -> None:
    assert visible(f"a{character}b") == f"a[U+{ord(character):04X}]b"


def test_joiners_and_marks_of_arabic_stay_in_texts_and_show_in_ids() -> None:
    text = "می\u200cخواهم\u200f 👩\u200d💻"
    assert visible(text) == text
    assert visible("a\u200cb\u200f", strict=True) == "a[U+200C]b[U+200F]"


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_stays_hidden(text: str) -> None:
    shown = visible(text, strict=True)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs")]
    assert not [c for c in shown if unicodedata.bidirectional(c) in ("LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI", "FSI", "PDI")]  # fmt: skip
    shown.encode()


@given(st.text(), st.integers(0, 50))
def test_clip_is_bounded_and_a_prefix(text: str, length: int) -> None:
    short, cut = clip(text, length)
    assert len(short) <= length
    assert text.startswith(short)
    assert cut == (len(text) > length)
    assert cut or short == text


def test_clip_keeps_marks_with_their_letter() -> None:
    assert clip("abe\u0301xx", 3) == ("ab", True)
    assert clip("👩\u200d💻xx", 2) == ("", True)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/%D9%85%D8%B9?x=%3Cb%3E", "https://a.example/مع?x=%3Cb%3E"),
        ("https://a.example/a%2Fb%20c", "https://a.example/a%2Fb%20c"),
        ("https://a.example/%FF%FE", "https://a.example/%FF%FE"),
        ("https://a.example/%E2%80%AE", "https://a.example/%E2%80%AE"),
        ("https://xn--mgbh0fb.example/", "https://xn--mgbh0fb.example/"),
        ("%", "%"),
    ],
)
def test_addresses_are_decoded_only_where_that_helps(url: str, shown: str) -> None:
    assert readable_url(url) == shown
