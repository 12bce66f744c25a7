from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pytest

from exports_tables import make
from kashf.exports.formats import accounts_csv, edges_csv
from kashf.spreadsheet import write_csv


def cells(names: list[str], tmp_path: Path, column: str = "account_name") -> list[str]:
    path = tmp_path / "x.csv"
    write_csv(pa.table({column: pa.array(names)}), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row[0] for row in csv.reader(file)][1:]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠x"],
)
def test_formulas_are_disarmed(text: str, tmp_path: Path) -> None:
    (cell,) = cells([text], tmp_path)
    assert cell.startswith("'")
    assert cell == "'" + text


def test_other_texts_come_back_as_they_were(tmp_path: Path) -> None:
    texts = ['a "quoted", b', "صوت الحي", "two\nlines", "1=1", "a-b", "🌧️", "<b>&amp;"]
    assert cells(texts, tmp_path) == texts


def test_hidden_characters_are_written_out(tmp_path: Path) -> None:
    assert cells(["abc\u202edef\x00"], tmp_path) == ["abc[U+202E]def[U+0000]"]


def test_a_formula_behind_a_hidden_character(tmp_path: Path) -> None:
    assert cells(["\u202e=1"], tmp_path) == ["[U+202E]=1"]


def test_ids_that_a_spreadsheet_would_round_are_kept_as_text(tmp_path: Path) -> None:
    ids = ["1234567890123456789", "0017", "12E5", "-100123", "123456789012345", "u1"]
    assert cells(ids, tmp_path, "account_id") == [
        "'1234567890123456789", "'0017", "'12E5", "'-100123", "123456789012345", "u1",
    ]  # fmt: skip
    assert cells(["1234567890123456789"], tmp_path, "account_name") == ["1234567890123456789"]


def test_invisible_characters_of_ids_are_written_out(tmp_path: Path) -> None:
    assert cells(["a\u200bb"], tmp_path, "account_a") == ["a[U+200B]b"]
    assert cells(["a\u200bb"], tmp_path, "account_name") == ["a\u200bb"]


def test_excel_can_tell_the_encoding(tmp_path: Path) -> None:
    edges_csv.write(make((3,)), tmp_path / "e.csv")
    assert (tmp_path / "e.csv").read_bytes().startswith(b"\xef\xbb\xbfaccount_a,account_b,weight,")


def test_values_are_the_table(tmp_path: Path) -> None:
    tables = make((5, 2))
    accounts_csv.write(tables, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, expected in zip(rows, tables.accounts.to_pylist(), strict=True):
        assert row["account_id"] == expected["account_id"]
        assert row["account_name"] == (expected["account_name"] or "")
        assert int(row["strength"]) == expected["strength"]
        assert float(row["share_in_step"]) == expected["share_in_step"]
        assert row["first_time"] == expected["first_time"].strftime("%Y-%m-%dT%H:%M:%S.%fZ")
