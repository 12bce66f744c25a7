"""What is known of a word by itself only saves the look at what stands beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kashf.statements import extract
from kashf.statements.arabic import phrases


def test_the_rules_would_let_pass_what_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (Path(__file__).parent / "arabic_prose.txt").read_text("utf-8").splitlines()
    texts = [line for line in lines if line and not line.startswith((" ", "#"))]
    known = [extract(text) for text in texts]
    monkeypatch.setattr(phrases, "passes", lambda word: False)
    assert [extract(text) for text in texts] == known
