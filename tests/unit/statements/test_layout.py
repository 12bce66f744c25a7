"""Sentences and paragraphs, as ranges of tokens."""

from __future__ import annotations

import pytest

from kashf.statements.draft import Scene
from kashf.statements.layout import pair_quotes, paragraphs, sentences
from kashf.statements.tokens import tokenise


def cut(text: str) -> list[str]:
    tokens = tokenise(text)
    scene = Scene(tokens, {}, set())
    found = []
    for span in paragraphs(tokens):
        pair_quotes(scene, span)
        found += [tokens.at(*one) for one in sentences(scene, span)]
    return found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("\n\nOne. Two?\n\nThree", ["One.", "Two?", "Three"]),
        ("Mr. Orme paid 2.5 dinars... He left", ["Mr. Orme paid 2.5 dinars...", "He left"]),
        ("He said “One. Two” and left. Then", ["He said “One. Two” and left.", "Then"]),
        ("“One.” Two “three”", ["“One.”", "Two “three”"]),
        ("قال: «نعم. لا». ثم خرج", ["قال: «نعم. لا».", "ثم خرج"]),
        ("", []),
    ],
)
def test_sentences(text: str, wanted: list[str]) -> None:
    assert cut(text) == wanted


def test_what_is_no_prose_is_cut() -> None:
    lengths = [len(one.split()) for one in cut("word " * 620 + "end.\n\n" + "x, " * 200 + "y.")]
    assert lengths == [250, 250, 121, 125, 76]


def test_a_long_quotation_is_cut_behind_it() -> None:
    found = cut("he said “" + "word " * 300 + "” and one more")
    assert [len(one.split()) for one in found] == [304, 2]


def test_where() -> None:
    tokens = tokenise("a b, a. b, c")
    asked = []

    def test(word: object) -> bool:
        asked.append(word)
        return getattr(word, "raw", "") in {"a", ","}

    assert tokens.where(test) == [0, 2, 3, 6]
    assert len(asked) == 5


def test_triggers_and_signs() -> None:
    scene = Scene(tokenise("she said: yes, he denied it"), {}, set())
    assert scene.outside(0, 8, arabic=False) == [1, 6]
    assert scene.outside(2, 6, arabic=False) == []
    assert scene.outside(0, 8, arabic=True) == []
    assert scene.triggered(2, 7, arabic=False)
    assert not scene.triggered(2, 6, arabic=False)
    assert not scene.triggered(0, 8, arabic=True)
    assert list(scene.signs(0, 9)) == [2, 4]
    assert list(scene.signs(3, 4)) == []


def test_outside_quotations() -> None:
    scene = Scene(tokenise('she said "he denied it" and warned that he asked'), {}, set())
    pair_quotes(scene, (0, 12))
    assert scene.marks(0, 12) == [2, 6]
    assert scene.outside(0, 12, arabic=False) == [1, 8, 11]
    assert scene.outside(3, 12, arabic=False) == [4, 8, 11]  # inside of the quotation
