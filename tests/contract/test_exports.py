"""One body over every export."""

from __future__ import annotations

import csv
import sys
import unicodedata
from pathlib import Path

import networkx as nx
import pytest

from kashf import registry
from kashf.errors import UsageError
from kashf.exports import export
from kashf.schema import RunTables

sys.path.insert(0, str(Path(__file__).parents[1]))
import exports_tables

GROUP = "kashf.exports.formats"
NAMES = registry.names(GROUP)
every = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def hostile() -> RunTables:
    return exports_tables.make(strings=exports_tables.HOSTILE)


def written(name: str, tables: RunTables, folder: Path) -> Path:
    path = folder / f"{name}.out"
    export(name, tables, path)
    return path


def test_the_formats_that_the_documentation_names() -> None:
    assert {"accounts_csv", "edges_csv", "gexf", "graphml", "report"} <= set(NAMES)


@every
def test_says_what_it_is(name: str) -> None:
    module = registry.load(GROUP, name)
    assert module.SUFFIX.isalnum()
    assert module.TITLE
    assert module.__doc__


@every
def test_writes_the_same_bytes_twice(name: str, tmp_path: Path) -> None:
    first = written(name, exports_tables.make(), tmp_path).read_bytes()
    second = written(name, exports_tables.make(), tmp_path).read_bytes()
    assert first == second
    assert len(first) > 500


@every
def test_chunks_of_the_tables_do_not_matter(name: str, tmp_path: Path) -> None:
    import pyarrow as pa

    whole = exports_tables.judged()
    parts = {
        key: pa.concat_tables([table.slice(0, 3), table.slice(3, 1), table.slice(4)])
        for key, table in vars(whole).items()
        if key != "info"
    }
    expected = written(name, whole, tmp_path).read_bytes()
    assert written(name, RunTables(info=whole.info, **parts), tmp_path).read_bytes() == expected


@every
def test_empty_tables(name: str, tmp_path: Path) -> None:
    path = written(name, exports_tables.empty(), tmp_path)
    assert path.stat().st_size > 0
    path.read_text(encoding="utf-8")


@every
def test_empty_info(name: str, tmp_path: Path) -> None:
    tables = exports_tables.make((3, 2))
    bare = RunTables(**{**vars(tables), "info": {}})
    assert written(name, bare, tmp_path).stat().st_size > 0


@every
def test_hostile_texts_are_written_as_clean_utf8(
    name: str, hostile: RunTables, tmp_path: Path
) -> None:
    text = written(name, hostile, tmp_path).read_text(encoding="utf-8")
    controls = {c for c in text if unicodedata.category(c) == "Cc"} - set("\t\n\r")
    assert not controls
    assert "<script" not in text.lower() or name.endswith("_csv")


@every
def test_nothing_is_left_behind_when_writing_fails(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept"
    path.write_text("before")

    def fail(tables: RunTables, part: Path) -> None:
        part.write_text("half")
        raise OSError("disk full")

    monkeypatch.setattr(registry.load(GROUP, name), "write", fail)
    with pytest.raises(OSError, match="disk full"):
        export(name, exports_tables.empty(), path)
    assert [item.name for item in tmp_path.iterdir()] == ["kept"]
    assert path.read_text() == "before"


def test_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gexf"):
        export("nope", exports_tables.empty(), tmp_path / "x")


def legal(value: str) -> bool:
    return not any(c in "\x00\x07\x1b\ufffe\uffff" for c in value)


@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_graphs_read_back_unchanged(name: str, hostile: RunTables, tmp_path: Path) -> None:
    read = {"gexf": nx.read_gexf, "graphml": nx.read_graphml}[name]
    graph = read(written(name, hostile, tmp_path))
    ids = hostile.accounts["account_id"].to_pylist()
    assert {value for value in ids if legal(value)} <= set(graph)
    assert graph.number_of_nodes() == len(set(ids))
    assert graph.number_of_edges() == hostile.edges.num_rows


@pytest.mark.parametrize("name", ["edges_csv", "accounts_csv"])
def test_csv_has_a_row_for_each_row(name: str, hostile: RunTables, tmp_path: Path) -> None:
    table = hostile.edges if name == "edges_csv" else hostile.accounts
    before = csv.field_size_limit(1 << 20)
    try:
        with written(name, hostile, tmp_path).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    finally:
        csv.field_size_limit(before)  # of the whole process: other tests rely on it
    assert rows[0] == table.column_names
    assert len(rows) == table.num_rows + 1
    assert {len(row) for row in rows} == {table.num_columns}
