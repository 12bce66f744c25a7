"""Whatever the text is: spans are its own, the answer is the same, and work stays linear."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from kashf.statements import Span, extract, find_names

WORDS = [
    "قال",
    "وقالت",
    "إن",
    "أن",
    "بأن",
    "وأنه",
    "مخاطبا",
    "مطالبا",
    "قائلا",
    "وفق",
    "بحسب",
    "حد",
    "قوله",
    "على",
    "علي",
    "الوزير",
    "القيادي",
    "من",
    "عن",
    "،",
    ":",
    ".",
    "“",
    "”",
    "«",
    "»",
    '"',
    "-",
    "(",
    ")",
    "كشف",
    "بين",
    "تعهد",
    "نفى",
    "said",
    "told",
    "that",
    "he",
    "Ada",
    "Brindle",
    "according",
    "to",
    ",",
    "adding",
    "the",
    "mayor",
    "denied",
    "'",
    "\n",
    "A:",
    "B:",
    "5",
    "$",
    "ألف",
    "dollars",
]
texts = st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=80).map(" ".join)


def spans(value: Any) -> list[Span]:
    if isinstance(value, Span):
        return [value]
    if isinstance(value, BaseModel):
        return [one for _, part in value for one in spans(part)]
    return [one for part in value for one in spans(part)] if isinstance(value, tuple) else []


@settings(max_examples=300)
@given(texts)
def test_every_span_is_a_piece_of_the_text(text: str) -> None:
    found = extract(text)
    for one in [*found, *find_names(text)]:
        for span in spans(one):
            assert span.start < span.end
            assert text[span.start : span.end] == span.text
    assert found == extract(text)


HOSTILE = {
    "quotes": '"', "opening": "“a ", "brackets": "(", "dashes": " - ", "said": "he said ", "told": "Ada told Bo that ",
    "according": "according to ", "adding": ", adding that x", "qal": "قال علي إن ", "participles": "، مضيفا أن ",
    "sources": "وفق ", "nouns": "محمد ", "denied": "نفى الوزير ", "relative": "قال الوزير الذي ", "labels": "A: x\nB: y\n",
    "numbers": "one ", "digits": "1,", "thousand": "ألف ", "marks": "\u064b", "letters": "x", "lines": "\n",
}  # fmt: skip


def work(text: str) -> int:
    """Calls of functions that the extraction makes: a measure that no load of the machine moves."""
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        extract(text)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_work_grows_with_the_length_and_no_faster(piece: str) -> None:
    extract(piece * 10)
    short, long = work(piece * 1500), work(piece * 3000)
    assert long <= 2.6 * short + 2000
