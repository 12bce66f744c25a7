from __future__ import annotations

from pathlib import Path

import networkx as nx
import pyarrow as pa
import pytest

from exports_tables import HOSTILE, make
from kashf import spreadsheet
from kashf.exports import _xml
from kashf.exports.formats import gexf, graphml
from kashf.schema import RunTables


def graph_of(name: str, tables: RunTables, tmp_path: Path) -> nx.Graph:
    path = tmp_path / "graph"
    if name == "gexf":
        gexf.write(tables, path)
        return nx.read_gexf(path)
    graphml.write(tables, path)
    return nx.read_graphml(path)


@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_every_value_comes_back(name: str, tmp_path: Path) -> None:
    tables = make((9, 4, 2))
    graph = graph_of(name, tables, tmp_path)
    assert type(graph) is nx.Graph
    for row in tables.accounts.to_pylist():
        node = graph.nodes[row["account_id"]]
        assert node["label"] == (row["account_name"] or row["account_id"])
        for key in ("cluster_id", "degree", "strength", "actions", "actions_in_step"):
            assert node[key] == row[key]
        assert node["share_in_step"] == row["share_in_step"]
        assert node.get("account_name") == row["account_name"]
        assert node.get("platform") == row["platform"]
        assert node["first_time"] == row["first_time"].isoformat(timespec="microseconds")[:26] + "Z"
    for row in tables.edges.to_pylist():
        edge = graph.edges[row["account_a"], row["account_b"]]
        assert edge["weight"] == row["weight"]
        assert edge["co_actions"] == row["co_actions"]
        assert edge["mean_delay"] == row["mean_delay"]
        assert edge["min_delay"] == row["min_delay"]
        assert edge["last_time"] == row["last_time"].isoformat(timespec="microseconds")[:26] + "Z"


@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_names_reorder_nothing(name: str, tmp_path: Path) -> None:
    tables = make((2,))
    index = tables.accounts.schema.get_field_index("account_name")
    names = pa.array(["\u202egpj.exe\u2066", None])
    accounts = tables.accounts.set_column(index, tables.accounts.schema.field(index), names)
    ids = ["a\u202eb", "c\u200bd"]
    accounts = accounts.set_column(0, accounts.schema.field(0), pa.array(ids))
    tables = RunTables(**{**vars(tables), "accounts": accounts, "edges": tables.edges.slice(0, 0)})
    nodes = graph_of(name, tables, tmp_path).nodes
    assert nodes[ids[0]]["label"] == nodes[ids[0]]["account_name"] == "[U+202E]gpj.exe[U+2066]"
    assert nodes[ids[1]]["label"] == "c[U+200B]d"


def test_gexf_has_intervals_for_the_time_line(tmp_path: Path) -> None:
    tables = make((3,))
    graph = graph_of("gexf", tables, tmp_path)
    assert graph.graph["mode"] == "dynamic"
    row = tables.edges.to_pylist()[0]
    edge = graph.edges[row["account_a"], row["account_b"]]
    assert (edge["start"], edge["end"]) == (edge["first_time"], edge["last_time"])
    assert edge["start"].startswith("2024-03-") and edge["start"].endswith(".000005Z")


def test_accounts_without_times_have_no_interval(tmp_path: Path) -> None:
    tables = make((3,))
    times = pa.nulls(3, pa.timestamp("us", tz="UTC"))
    index = tables.accounts.schema.get_field_index("first_time")
    accounts = tables.accounts.set_column(index, tables.accounts.schema.field(index), times)
    graph = graph_of("gexf", RunTables(**{**vars(tables), "accounts": accounts}), tmp_path)
    for _, node in graph.nodes(data=True):
        assert "start" not in node and "first_time" not in node
        assert "end" in node


def test_ids_that_xml_has_no_place_for_stay_different() -> None:
    ids = ["a\x00", "a\x01", "a\ufffd", "a", "a\ufffe"]
    written = _xml.ids(pa.array(ids)).to_pylist()
    assert len(set(written)) == len(ids)
    assert written[2:4] == ["a\ufffd", "a"]
    assert written[0].startswith("a\ufffd~")


def test_texts_are_escaped_for_elements_and_attributes() -> None:
    from xml.etree import ElementTree

    kept = [text for text in HOSTILE if not set(text) & set("\x00\x07\x1b\ufffe\uffff")]
    escaped = _xml.texts(pa.array(kept)).to_pylist()
    for text, xml in zip(kept, escaped, strict=True):
        element = ElementTree.fromstring(f'<a b="{xml}">{xml}</a>')
        assert element.text == text
        assert element.get("b") == text


def test_more_edges_than_fit_into_one_batch(tmp_path: Path) -> None:
    tables = make((2,))
    row = tables.edges.slice(0, 1)
    many = row.take(pa.array([0] * (spreadsheet.ROWS + 7)))
    graphml.write(RunTables(**{**vars(tables), "edges": many}), tmp_path / "x")
    text = (tmp_path / "x").read_text()
    assert text.count("<edge ") == spreadsheet.ROWS + 7
