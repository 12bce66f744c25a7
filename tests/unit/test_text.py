from __future__ import annotations

import pytest

from kashf.text import (
    display_safe,
    fold_handle,
    fold_hashtag,
    normalise,
    normalise_with_map,
    words,
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ""),
        (" \n\t ", ""),
        ("Hello,   WORLD!!!", "hello world"),
        ("أإآٱا", "ااااا"),
        ("مدرسة على شاطئ", "مدرسه علي شاطي"),
        ("مسؤول ء", "مسوول ء"),
        ("کتابی ہے", "كتابي هي"),
        ("كِتَابٌ جَمِيلٌ", "كتاب جميل"),
        ("مـــرحبا", "مرحبا"),
        ("ٱلْقُرْءَٰنِ ۝", "القرءن"),
        ("ا\u0653 ي\u0654 و\u0654", "ا ي و"),
        ("ﻣﺮﺣﺒﺎ", "مرحبا"),
        ("ﷺ", "صلي الله عليه وسلم"),
        ("م\ufe76رحبا", "مرحبا"),
        ("عام ٢٠٢٤ و ۲۰۲۴ و २०२४", "عام 2024 و 2024 و 2024"),
        ("می\u200cخواهم", "ميخواهم"),
        ("h\u200be\u2060l\u00adl\ufeffo", "hello"),
        ("\u202eabc\u202c \u2066d\u2069", "abc d"),
        ("pass\x00word \x1b[2J", "password 2j"),
        ("h\u0337e\u0337l\u0337l\u0337o\u0337", "hello"),
        ("cafe\u0301 = café", "café café"),
        ("Straße İstanbul ΣΊΣΥΦΟΣ", "strasse istanbul σίσυφοσ"),
        ("ёлка = елка", "елка елка"),
        ("ｆｕｌｌ　ｗｉｄｔｈ①", "full width1"),
        ("हिन्दी में", "हिन्दी में"),
        ("ภาษาไทยที่", "ภาษาไทยที่"),
        ("שָׁלוֹם", "שלום"),
        ("한글 \u1112\u1161\u11ab", "한글 한"),
        ("free🔥dom ❤️ 🇱🇾 👨\u200d👩\u200d👧", "free dom"),
        ("#Tag_one @Some_One a&b", "tag one some one a b"),
        ("see https://example.org/a?b=1#c now", "see now"),
        ("see HTTP://EXAMPLE.ORG/A", "see"),
        ("خبر https://t.co/AbC123خبر", "خبر خبر"),
        ("خبرhttps://example.org/خبر", "خبر"),
        ("go to www.example.org/a today", "go to today"),
        ("pic.twitter.com/AbC bit.ly/x now", "now"),
        ("ht\u200btps://example.org/a b", "b"),
        ("cut short https://t.…", "cut short"),
        ("and/or 1/2 e.g. a.b", "and or 1 2 e g a b"),
        ("«https://example.org/a» said", "said"),
        ("\ud800x\udfff", "x"),
        ("don’t don't", "don t don t"),
    ],
)
def test_normalising(text: str, wanted: str) -> None:
    assert normalise(text) == wanted
    assert normalise_with_map(text).text == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hello @x World", "hello world"),
        ("@a @b_c مرحبا", "مرحبا"),
        ("قال@userمرحبا", "قال مرحبا"),
        ("＠user hi", "hi"),
        ("@a@social.example.org hi @b.example.org", "hi"),
        ("write to me@example.org", "write to me example org"),
        ("thanks @name.", "thanks"),
    ],
)
def test_mentions_can_be_left_out(text: str, wanted: str) -> None:
    assert normalise(text, mentions=False) == wanted
    assert normalise_with_map(text, mentions=False).text == wanted


@pytest.mark.parametrize(
    ("text", "part", "original"),
    [
        ("قال: كِتَابٌ جميل", "كتاب", "كِتَابٌ"),
        ("A cafe\u0301!", "café", "cafe\u0301"),
        ("x ﷺ y", "صلي الله عليه وسلم", "ﷺ"),
        ("x ﷺ y", "الله", "ﷺ"),
        ("a https://t.co/x b", "a b", "a https://t.co/x b"),
        ("a\u200b\u200bb 🔥🔥 c", "b c", "b 🔥🔥 c"),
        ("Straße", "strasse", "Straße"),
        ("RT @User: مـرحبا", "مرحبا", "مـرحبا"),
    ],
)
def test_a_span_of_the_original(text: str, part: str, original: str) -> None:
    found = normalise_with_map(text)
    at = found.text.index(part)
    start, end = found.original_span(at, at + len(part))
    assert text[start:end] == original


@pytest.mark.parametrize("span", [(0, 0), (-1, 1), (1, 1), (0, 4), (2, 1)])
def test_a_span_outside_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(IndexError, match="no characters"):
        normalise_with_map("abc").original_span(*span)


def test_marks_beyond_measure_are_cut_alike_everywhere() -> None:
    # Sorting them would take minutes.
    text = "ก" + "\u0e38\u0e48\u093c" * 50_000 + " x"
    once = normalise(text)
    assert once.endswith(" x")
    assert len(once) < 40
    assert normalise_with_map(text).text == once
    assert normalise("a" + "\u0316\u0301\u0327" * 50_000) == "á"


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ("#Rain", "rain"),
        ("＃ＲＡＩＮ", "rain"),
        ("#كوفيد١٩", "كوفيد19"),
        ("مَدرَسة_المستقبل", "مدرسه_المستقبل"),
        ("# spaced out ", "spacedout"),
        ("ra\u200bin", "rain"),
        ("#❤\ufe0f", "❤"),
        ("हिन्दी", "हिन्दी"),
        ("##", ""),
        ("!", ""),
    ],
)
def test_folding_a_hashtag(tag: str, wanted: str) -> None:
    assert fold_hashtag(tag) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("@Some_One", "some_one"),
        (" ＠Ａ@Social.Example ", "a@social.example"),
        ("A  display\u200b Name", "a display name"),
        ("\ud800", ""),
        ("@", ""),
        ("раypal", "раypal"),
    ],
)
def test_folding_a_handle(name: str, wanted: str) -> None:
    assert fold_handle(name) == wanted


def test_words_of_scripts_without_spaces() -> None:
    assert words(normalise("Good day, 你好 カナ ok")) == [
        "good",
        "day",
        "你",
        "好",
        "カ",
        "ナ",
        "ok",
    ]
    assert words("") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("plain text", "plain text"),
        ("مرحبا، كِتَابٌ 🔥", "مرحبا، كِتَابٌ 🔥"),
        ("a\nb\tc\r\nd\u2028e", "a b c  d e"),
        ("\x1b[31mred\x07\x9b2J", "[U+001B][31mred[U+0007][U+009B]2J"),
        ("ab\u202ecd\u2066ef\u200fg", "ab[U+202E]cdefg"),
        ("می\u200cخواهم 👨\u200d👩", "می\u200cخواهم 👨\u200d👩"),
        ("pass\u200dword\u200b", "password"),
        ("\ud800", "[U+D800]"),
        ("\U000e0041\U000e0042x", "x"),
        ("e" + "\u0301" * 500, "e" + "\u0301" * 30),
    ],
)
def test_text_that_is_safe_to_print(text: str, wanted: str) -> None:
    assert display_safe(text) == wanted
