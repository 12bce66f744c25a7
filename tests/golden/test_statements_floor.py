"""The rules against the invented collection. Figures: docs/methods/statements.md."""

from __future__ import annotations

from typing import Any

import pytest

import golden_statements as golden
from kashf.statements import extract


def rows(text: str) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json") for one in extract(text)]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_dev_part(language: str) -> None:
    assert golden.score(golden.load("dev", language), rows).statements.f1 >= 0.8


@pytest.mark.xfail(reason="the aim is not reached: see the figures in docs/methods/statements.md")
def test_test_part() -> None:
    assert golden.score(golden.load("test"), rows).statements.f1 >= 0.8
