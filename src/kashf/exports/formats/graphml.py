"""GraphML, as igraph, networkx and yEd read it (http://graphml.graphdrawing.org)."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from kashf.exports._graph import EDGE_VALUES, NODE_VALUES, labels, values, write_rows
from kashf.exports._xml import ids
from kashf.schema import RunTables
from kashf.spreadsheet import join

SUFFIX = "graphml"
TITLE = "GraphML (igraph, networkx, yEd)"

_TYPES = {"int": "long", "float": "double", "text": "string", "time": "string"}
_NODE_VALUES = (("label", "text"), *NODE_VALUES)
_EDGE_VALUES = (("weight", "int"), *EDGE_VALUES)
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""


def _declare(kind: str, columns: tuple[tuple[str, str], ...]) -> str:
    # Both kinds have a first_time; keys are unique in the whole file.
    return "".join(
        f'<key id="{kind}_{name}" for="{kind}" attr.name="{name}" attr.type="{_TYPES[type_]}"/>\n'
        for name, type_ in columns
    )


def _node(batch: pa.RecordBatch) -> pa.Array:
    return join(
        '<node id="',
        ids(batch.column("account_id")),
        '"><data key="node_label">',
        labels(batch),
        "</data>",
        *values(batch, NODE_VALUES, '<data key="node_%s">', "</data>"),
        "</node>\n",
    )


def _edge(batch: pa.RecordBatch) -> pa.Array:
    return join(
        '<edge source="',
        ids(batch.column("account_a")),
        '" target="',
        ids(batch.column("account_b")),
        '">',
        *values(batch, _EDGE_VALUES, '<data key="edge_%s">', "</data>"),
        "</edge>\n",
    )


def write(tables: RunTables, path: Path) -> None:
    """Write accounts and edges to ``path`` in batches, so that memory stays bounded."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_HEAD)
        file.write(_declare("node", _NODE_VALUES))
        file.write(_declare("edge", _EDGE_VALUES))
        file.write('<graph id="kashf" edgedefault="undirected">\n')
        write_rows(file, tables.accounts, _node)
        write_rows(file, tables.edges, _edge)
        file.write("</graph>\n</graphml>\n")
