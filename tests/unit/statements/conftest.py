"""A case with an invented report and its candidates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kashf.evidence.case import Case
from kashf.statements.review import Reviews
from kashf.statements.taking import extract_item
from review_case import REPORT


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    with Case.create(tmp_path / "case", title="Invented", by="Maker") as made:
        made.add(path, source="invented")
        yield made


@pytest.fixture
def reviews(case: Case) -> Reviews:
    made = Reviews(case)
    extract_item(made, case.item("E1"))
    return made
