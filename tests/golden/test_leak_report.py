"""A real report, annotated as offsets and labels; its text stays outside of the project."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from golden_statements import content_overlap, pairs, same_span
from kashf.statements import extract

TEXT = Path(__file__).resolve().parents[3] / "shared" / "data" / "leak_report_ar.txt"
GOLD: dict[str, Any] = json.loads(Path(__file__).with_name("leak_report_ar.json").read_bytes())


@pytest.fixture(scope="module")
def found() -> list[dict[str, Any]]:
    if not TEXT.is_file():
        pytest.skip(f"{TEXT.name} is not beside this clone")
    raw = TEXT.read_bytes()
    assert hashlib.sha256(raw).hexdigest() == GOLD["sha256"], "another text than was annotated"
    return [one.model_dump(mode="json") for one in extract(raw.decode())]


def fits(gold: dict[str, Any], one: dict[str, Any]) -> bool:
    """Speaker, verb and content; the speaker's words, the verb's, 0.8 of the content."""
    speaker = same_span(gold["speaker"], one["speaker"])
    verb = one["verb"] is not None and same_span(gold["verb"], one["verb"])
    return speaker and verb and content_overlap(gold["content"], one["content"]) >= 0.8


def test_statements(found: list[dict[str, Any]]) -> None:
    matched = len(pairs(GOLD["statements"], found, fits))
    assert matched / len(found) >= 0.9
    assert matched / len(GOLD["statements"]) >= 0.9


def test_all_addressees_and_no_others(found: list[dict[str, Any]]) -> None:
    for i, j in pairs(GOLD["statements"], found, fits):
        assert same_span(GOLD["statements"][i]["addressee"], found[j]["addressee"]), i
    named = sum(one["addressee"] is not None for one in found)
    assert named == sum(one["addressee"] is not None for one in GOLD["statements"])


def test_all_sums_and_no_others(found: list[dict[str, Any]]) -> None:
    def sums(rows: list[dict[str, Any]]) -> set[tuple[str, str, int, int]]:
        return {
            (one["amount"], one["currency"], one["span"]["start"], one["span"]["end"])
            for row in rows
            for one in row["sums"]
        }

    assert sums(found) == sums(GOLD["statements"]) != set()


def test_forces_and_what_is_said_to_be_invented(found: list[dict[str, Any]]) -> None:
    for i, j in pairs(GOLD["statements"], found, fits):
        for name in ("force", "said_false", "direct", "negated"):
            assert GOLD["statements"][i][name] == found[j][name], (i, name)
