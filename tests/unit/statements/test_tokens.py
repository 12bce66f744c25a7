"""Cutting a text into tokens: kinds, places, and that a form is looked at once."""

from __future__ import annotations

import pytest

from kashf.statements.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("He’s in", [("He’s", "w"), ("in", "w")]),
        ("قالـت.", [("قالـت", "w"), (".", "s")]),
        ("1,5%", [("1,5", "n"), ("%", "s")]),
        ("2nd", [("2", "n"), ("nd", "w")]),
        ("٣٫٥", [("٣٫٥", "n")]),
        ("see www.a.example, or", [("see", "w"), ("www.a.example,", "l"), ("or", "w")]),
        ("https://b.example/x", [("https://b.example/x", "l")]),
        ("https:// x", [("https", "w"), (":", "s"), ("/", "s"), ("/", "s"), ("x", "w")]),
        ("@a.b #c", [("@a.b", "h"), ("#c", "h")]),
        ("@ #", [("@", "s"), ("#", "s")]),
        ("a_b", [("a", "w"), ("_", "s"), ("b", "w")]),
        ("\n\u200f«", [("\n", "\n"), ("«", "s")]),
        ("", []),
        (" \t", []),
    ],
)
def test_kinds(text: str, forms: list[tuple[str, str]]) -> None:
    assert [(word.raw, word.kind) for word in tokenise(text).words] == forms


def test_places() -> None:
    text = "  قال \u200f«one»,\n 2.5  "
    found = tokenise(text)
    assert [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == [
        "قال", "«", "one", "»", ",", "\n", "2.5",
    ]  # fmt: skip


def test_a_form_is_one_object() -> None:
    first, second, other = tokenise("the The the").words[::2] + tokenise("the").words
    assert first is second is other


def test_a_long_form_is_cut_and_not_looked_up() -> None:
    (word,) = tokenise("s" * 70).words
    assert (len(word.raw), word.kind, word.tags, word.verb) == (60, "w", frozenset(), None)
