from __future__ import annotations

from typing import Any

import pytest

from kashf.exports._report_words import (
    count,
    headline,
    kind_name,
    listed,
    section,
    sureness,
    things,
    threshold,
    window,
)


def by(*kinds: str) -> dict[str, Any]:
    return {"settings": {"actions": {"by": list(kinds)}}}


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (("url",), "links"),
        (("url", "text"), "links and texts"),
        (("url", "text", "repost"), "links, texts and reposts"),
        (("poll",), "objects of kind “poll”"),
        (("<b>", "\u202e"), "objects of kind “other”"),
        ((), "things"),
    ],
)
def test_what_was_compared(kinds: tuple[str, ...], words: str) -> None:
    assert things(by(*kinds)) == words


def test_a_single_kind_may_be_a_text() -> None:
    assert things({"settings": {"actions": {"by": "url"}}}) == "links"


def test_headlines() -> None:
    info = {"settings": {"actions": {"by": ["url"]}, "detect": {"time_window": 60.0}}}
    assert headline(info, 4) == (
        "4 groups of accounts shared the same links within 60 seconds of each other"
    )
    assert (
        headline({}, 0) == "No group of accounts repeatedly shared the same things at the same time"
    )


def test_whatever_run_json_holds_is_read() -> None:
    for odd in (None, 5, "x", [], {"settings": 5}, {"settings": {"detect": []}}):
        info: Any = odd if isinstance(odd, dict) else {"settings": odd, "notes": odd}
        assert section(info, "settings", "detect") == {}
        assert window(info) == ""
        assert threshold(info) == ""
        assert things(info) == "things"
    assert listed({"notes": 5}, "notes") == []
    assert listed({"notes": "one"}, "notes") == ["one"]


@pytest.mark.parametrize(
    ("value", "text"), [(2, "2"), ("q0.9", "q0.9"), ("\u202e2", ""), (None, "")]
)
def test_thresholds(value: object, text: str) -> None:
    assert threshold({"settings": {"detect": {"min_edge_weight": value}}}) == text


def test_counts() -> None:
    assert count(1, "account") == "1 account"
    assert count(1204, "account") == "1,204 accounts"
    assert count(None, "account") == "0 accounts"


def test_names_of_kinds() -> None:
    assert kind_name("url") == "link"
    assert kind_name("poll") == "poll"
    assert kind_name("مرحبا") == "other"


def test_sureness_rounds_up_and_never_says_never() -> None:
    text = sureness(3e-5, 0.04)
    assert "at most 1 in 10,000, if" in text
    assert "at most 1 in 10 is expected" in text
    assert "at most 1 in 1,000,000,000, if" in sureness(1e-300, 1.0)
    assert "at most 1 in 1 is expected" in sureness(1e-300, 1.0)
