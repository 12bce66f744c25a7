"""A small case of invented files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kashf.evidence.case import Case


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "call.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n")
    (folder / "report.txt").write_text("An invented report.\n")
    (folder / "تقرير.txt").write_text("تقرير مختلق\n", encoding="utf-8")
    return folder


@pytest.fixture
def case(tmp_path: Path, files: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "case", title="Invented", by="Tester") as made:
        made.add_all([files], source="a person", collected_by="Tester", method="by hand")
        made.add(files / "report.txt", note="again")
        yield made
