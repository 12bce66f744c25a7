"""Both CSV readers against the standard library, and the quote check of the fast one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kashf.posts import delimited
from kashf.posts.streams import ByteStream

CELL = st.lists(st.sampled_from(['"', ",", "\n", "\r\n", "a", " ", "س"]), max_size=8).map("".join)
NAMES = ["a", "b", "c"]


class Small(ByteStream):
    """Gives a few bytes at a time, so that blocks end anywhere."""

    def read(self, size: int = -1) -> bytes:
        return super().read(min(size, 7) if size > 0 else size)


def fast(path: Path) -> Iterator[tuple[str, ...]]:
    with Small(path) as stream:
        for batch in delimited.fast(stream, NAMES, NAMES, ",", len("a,b,c\n")):
            yield from zip(
                *(batch.column(name).to_pylist() for name in batch.schema.names[1:]), strict=True
            )


def careful(path: Path) -> Iterator[tuple[str, ...]]:
    def refuse(row: int, reason: str, line: str) -> None:
        raise AssertionError((row, reason, line))

    with Small(path) as stream:
        for batch in delimited.careful(stream, NAMES, NAMES, ",", True, refuse):
            yield from zip(
                *(batch.column(name).to_pylist() for name in batch.schema.names[1:]), strict=True
            )


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of this test are shorter, and most of them cross a block."""
    monkeypatch.setattr(delimited, "_FAST_BLOCK", 256)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=20),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_both_readers_agree_with_the_standard_library(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], end: str
) -> None:
    text = io.StringIO()
    text.write("a,b,c\n")
    csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(text.getvalue().encode())
    assert list(fast(path)) == rows
    assert list(careful(path)) == rows


@pytest.mark.parametrize(
    "text",
    ['1,"open,3\n2,"b",c\n', '1,"x"y,3\n', '1,5" screen,3\n', '1,2,"open\n', "1,2\n", "1,a\0b,3\n"],
)
def test_fast_reader_refuses_what_is_unusual(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b,c\n1,2,3\n" + text)
    with pytest.raises(delimited.UnusualError):
        list(fast(path))


@pytest.mark.parametrize("block", range(64, 96))
def test_a_line_end_in_quotes_survives_the_boundary_of_a_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(delimited, "_FAST_BLOCK", block)
    rows = [("a\r\nb", "\r\n", "\r")] * 20
    text = io.StringIO()
    text.write("a,b,c\n")
    csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    path = tmp_path / "a.csv"
    path.write_bytes(text.getvalue().encode())
    assert list(fast(path)) == rows
