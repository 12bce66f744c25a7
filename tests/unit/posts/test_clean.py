"""Pieces that hold nothing to mend get a shorter query: the result must be the same."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kashf.posts import import_files
from kashf.posts.clean import holds_nul, is_clean
from kashf.posts.mapping import LISTS, ColumnMapping
from kashf.posts.sql import build
from kashf.posts.tables import connect
from kashf.settings import ImportSettings

_NAMES = ("platform", "post_id", "account_id", "account_name", "language", "text")
_TYPES = (pa.string(), pa.large_string())
_AWKWARD = [
    "", "nan", "NULL", "[]", " nan ", " a ", "\u00a0a", "a\u3000", "\u1680", "#tag", "@name", " #x",
    "1.0", "12.00", "1.2E+17", "1,2e+9", "9007199254740993.0", "a.b", "a+b", "a\0b", "وسم", "né",
    "<NA>", "NaT", "None", "\t", "x\n", "1700000000000000000",
]  # fmt: skip
_cells = st.sampled_from(_AWKWARD) | st.text(max_size=6)
_mapping = ColumnMapping(columns={n: n for n in (*_NAMES, "time", *LISTS, "repost_of")})


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory):
    with connect(tmp_path_factory.mktemp("work"), None) as con:
        yield con


def _column(data, type_: pa.DataType, rows: int, one: st.SearchStrategy) -> pa.ChunkedArray:
    values = data.draw(st.lists(one, min_size=rows + 2, max_size=rows + 2))
    # A slice, in two chunks: buffers then begin before the values do.
    whole = pa.array(values, type_).slice(1, rows)
    return pa.chunked_array([whole.slice(0, rows // 2), whole.slice(rows // 2)], type_)


@settings(max_examples=60)
@given(st.data())
def test_short_query_gives_what_the_whole_one_gives(con, data) -> None:
    rows = data.draw(st.integers(1, 4))
    names = [*_NAMES, *LISTS, "repost_of", "time"]
    columns = []
    for name in names:
        text = data.draw(st.sampled_from(_TYPES))
        # Now and then nothing but plain values, or no short query would ever be taken.
        cells = data.draw(st.sampled_from([_cells, st.sampled_from(["1234", "abcdef", "وسم"])]))
        if name == "time":
            columns.append(_column(data, pa.int64(), rows, st.just(1_700_000_000)))
        elif name in LISTS:
            lists = st.none() | st.lists(cells | st.none(), max_size=3)
            columns.append(_column(data, pa.list_(text), rows, lists))
        else:
            columns.append(_column(data, text, rows, cells | st.none()))
    query = build(_mapping, names, [column.type for column in columns])
    chosen = [columns[names.index(name)] for name in query.columns]
    piece = pa.table(
        [pa.array(range(rows), pa.int64()), *chosen],
        names=["_row", *(f"c{i}" for i in range(len(chosen)))],
    )
    con.register("src", piece)
    short = con.sql(query.sql(piece)).to_arrow_table().to_pylist()
    whole = query.text(frozenset(), frozenset(piece.column_names[1:]))
    assert short == con.sql(whole).to_arrow_table().to_pylist()


@pytest.mark.parametrize(
    ("values", "clean"),
    [
        (["1234567890", None], True),
        (["وسم"], True),
        (["abc", "def"], True),
        (["nan"], False),
        (["12345.0"], False),
        (["1.2E+17"], False),
        (["12 34"], False),
        (["a\u3000"], False),
        ([None, None], True),
        ([], True),
    ],
)
def test_clean_ids(values, clean) -> None:
    assert is_clean(pa.chunked_array([pa.array(values, pa.string())]), signs=".+") is clean


def test_lists_with_nulls_are_not_clean() -> None:
    lists = pa.chunked_array([pa.array([["abc", None]], pa.list_(pa.string()))])
    assert not is_clean(lists, signs="")


def test_other_types_are_looked_at_in_sql() -> None:
    column = pa.chunked_array([pa.array(["a", "a"]).dictionary_encode()])
    assert holds_nul(column)
    assert not is_clean(column, signs="")


@pytest.mark.parametrize("name", ["urls", "text", "account_name"])
def test_nul_is_found_in_every_column(tmp_path, name) -> None:
    bad = ["https://example.org/\0"] if name == "urls" else "a\0"
    good = {"platform": "x", "account_id": "1", "time": 1_700_000_000, "text": "a",
            "account_name": "n", "urls": ["https://example.org/"]}  # fmt: skip
    rows = [{**good, "post_id": str(i)} for i in range(50)]
    rows[7][name] = bad
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "posts.parquet")
    report = import_files([tmp_path / "posts.parquet"], ImportSettings(), tmp_path / "out")
    assert report.rows == 49
    assert report.reasons == {"it holds a NUL character": 1}
