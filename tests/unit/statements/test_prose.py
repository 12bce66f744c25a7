"""Sentences as in wire copy, judgments, statements, fact-checks, posts and blogs: ``…_prose.txt``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kashf.statements import extract


def cases() -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for path in sorted(Path(__file__).parent.glob("*_prose.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("    "):
                found[-1][1].append(line.strip())
            elif line and not line.startswith("#"):
                found.append((line.replace("\\n", "\n"), []))
    return found


def row(one: Any) -> str:
    parts = [one.speaker, one.addressee, one.verb]
    said = [part.text if part is not None else "–" for part in parts]
    last = ["not"] if one.negated else []
    return " | ".join([*said, one.force, one.content.text, *last]).replace("\n", "\\n")


@pytest.mark.parametrize(("text", "wanted"), cases(), ids=[text[:40] for text, _ in cases()])
def test_a_sentence_is_read(text: str, wanted: list[str]) -> None:
    assert [row(one) for one in extract(text)] == wanted


@pytest.mark.parametrize(
    "text", [text for text, _ in cases()], ids=[text[:40] for text, _ in cases()]
)
def test_a_sentence_may_be_cut_off_anywhere(text: str) -> None:
    words = text.split(" ")
    for k in range(1, len(words)):
        for part in (" ".join(words[:k]), " ".join(words[k:])):
            for one in extract(part):
                assert part[one.content.start : one.content.end] == one.content.text != ""
