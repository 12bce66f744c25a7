"""Normalising holds for any text, however hostile."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kashf.text import display_safe, fold_hashtag, normalise, normalise_with_map, words

# Letters, marks and signs that meet in normalising, among any other character.
_TRICKY = (
    "aeEßİıſǰΣςё٠٣७أآةىئکیـﷺﻻﹶﱞ \n\t\r\x00\x1b._-@#/:'’…é①℀"
    "\u0301\u0308\u0316\u0327\u0345\u034f\u064b\u0651\u0653\u0654\u0670\u06dd"
    "\u0915\u093c\u094d\u0e33\u0e49\u1100\u1161\u11a8\u3099\uff9e\uac00か"
    "\u200b\u200c\u200d\u202e\u2066\ufe0f\ufeff\ud800\udfff👨🇱🇾"
)
texts = st.lists(
    st.one_of(
        st.sampled_from(_TRICKY),
        st.characters(codec=None),
        st.sampled_from(["https://t.co/", "www.", "example.org/a", "@user", "http://x.example/"]),
    ),
    max_size=40,
).map("".join)


@given(texts, st.booleans())
@example("e\u0640\u0301", True)
@example("\u1100\u064b\u1161", True)
@example("a" + "\u0316\u0301" * 400 + "\u0640" + "\u0e38\u093c" * 400, True)
@settings(max_examples=400)
def test_the_map_belongs_to_the_text_and_stays_in_bounds(text: str, mentions: bool) -> None:
    found = normalise_with_map(text, mentions=mentions)
    assert found.text == normalise(text, mentions=mentions)
    assert len(found.starts) == len(found.ends) == len(found.text)
    assert list(found.starts) == sorted(found.starts)
    assert list(found.ends) == sorted(found.ends)
    pairs = zip(found.starts, found.ends, strict=True)
    assert all(0 <= start < end <= len(text) for start, end in pairs)


@given(texts, st.booleans())
@settings(max_examples=400)
def test_normalising_twice_changes_nothing(text: str, mentions: bool) -> None:
    once = normalise(text, mentions=mentions)
    assert normalise(once, mentions=mentions) == once
    assert " ".join(once.split()) == once
    assert unicodedata.is_normalized("NFKC", once)
    once.encode()


@given(texts.filter(lambda text: not set("./") & set(unicodedata.normalize("NFKC", text))))
@settings(max_examples=400)
def test_the_original_of_a_word_normalises_to_the_word(text: str) -> None:
    found = normalise_with_map(text)
    at = 0
    for word in found.text.split(" ") if found.text else []:
        start, end = at, at + len(word)
        at = end + 1
        first, last = found.original_span(start, end)
        # A ligature such as ﷺ is several words and one character: they share its span.
        shared = (start and found.ends[start - 2] > first) or (
            end < len(found.text) and found.starts[end + 1] < last
        )
        if not shared:
            assert normalise(text[first:last]) == word


@given(texts)
@settings(max_examples=300)
def test_words_lose_no_character(text: str) -> None:
    normalised = normalise(text)
    assert "".join(words(normalised)) == normalised.replace(" ", "")


@given(texts)
@settings(max_examples=300)
def test_a_folded_hashtag_stays_as_it_is(tag: str) -> None:
    once = fold_hashtag(tag)
    assert fold_hashtag(once) == once
    assert "#" not in once
    assert not any(char.isspace() for char in once)
    once.encode()


@given(texts)
@settings(max_examples=300)
def test_safe_text_prints_in_one_line(text: str) -> None:
    safe = display_safe(text)
    bad = {"Cc", "Cs", "Zl", "Zp"}
    assert not [c for c in safe if unicodedata.category(c) in bad or c in "\u202d\u202e\u2066"]
    assert display_safe(safe) == safe
    safe.encode()


@pytest.mark.parametrize("cut", [0, 1, 17])
def test_ascii_is_no_special_case(cut: int) -> None:
    text = "Don't PANIC:\x1f see https://t.co/Ab1 or www.example.org/x @User_1 #Tag_2 3.5"[cut:]
    # One Arabic letter takes the long way round.
    assert normalise(text + " ا") == f"{normalise(text)} ا"
