from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kashf.dossier._terms import Terms, split


def terms(*texts: str) -> Terms:
    found = Terms()
    for key, text in enumerate(texts):
        found.add(split(text), key, joined=True)
    return found


@pytest.mark.parametrize(
    ("term", "text", "found", "prefix"),
    [
        ("سمير", "قال لسَميرٍ نعم", "لسَميرٍ", "ل"),
        ("سمير", "وبسـمير", "وبسـمير", "وب"),
        ("الحداد", "للحدّاد", "للحدّاد", "ل"),
        ("حداد", "والحداد", "والحداد", "و"),
        ("أحمد", "احمد", "احمد", ""),
        ("فاطمة", "فاطمه", "فاطمه", ""),
        ("مصطفى", "مصطفي", "مصطفي", ""),
        ("نبيل", "رأيت نبيلا أمس", "نبيلا", ""),
        ("سمير الحداد", "سمير -  حداد", "سمير -  حداد", ""),
        ("Samir Haddad", "SAMIR HADDAD’s", "SAMIR HADDAD", ""),
        ("Samir Haddad", "@samirhaddad1", "samirhaddad1", ""),
        ("Samir Haddad", "x https://e.example/a/Samir%2520Haddad?b y",
         "https://e.example/a/Samir%2520Haddad?b", ""),
        ("0770 123 456", "call 0770-123456 now", "0770-123456", ""),
        ("0770123456", "٠٧٧٠ ١٢٣ ٤٥٦", "٠٧٧٠ ١٢٣ ٤٥٦", ""),
    ],
)  # fmt: skip
def test_terms_are_found_as_they_are_spelt(term: str, text: str, found: str, prefix: str) -> None:
    (hit,) = terms(term).find(text)
    assert text[hit.start : hit.end] == found
    assert hit.prefix == prefix


@pytest.mark.parametrize(
    ("term", "text"),
    [("علي", "على الجسر وعلى الماء"), ("سمير", "سميرة"), ("Ann", "annual"), ("12345", "12 34")],
)
def test_other_words_are_no_hits(term: str, text: str) -> None:
    assert terms(term).find(text) == []


def test_the_longest_counts() -> None:
    (hit,) = terms("Samir", "Samir Haddad").find("Samir Haddad")
    assert hit.key == 1


@given(
    st.lists(st.sampled_from(["سمير", "وسمير", "لسمير", "x", " ", "ـ", "\u064e", "Haddad", "/"]))
)
def test_hits_are_in_order_and_apart(parts: list[str]) -> None:
    text = "".join(parts)
    hits = terms("سمير", "haddad", "x haddad").find(text)
    assert all(a.end <= b.start for a, b in pairwise(hits))
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
