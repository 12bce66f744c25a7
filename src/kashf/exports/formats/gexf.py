"""GEXF 1.3, as Gephi 0.9.3 and later reads it (https://gexf.net).

First and last times are written as intervals too, for Gephi's time line.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from kashf.exports._graph import EDGE_VALUES, NODE_VALUES, labels, values, write_rows
from kashf.exports._xml import ids
from kashf.schema import RunTables
from kashf.spreadsheet import join, times

SUFFIX = "gexf"
TITLE = "GEXF 1.3 (Gephi)"

_TYPES = {"int": "long", "float": "double", "text": "string", "time": "string"}
_VALUE = '<attvalue for="%s" value="'
# 'date' and not 'dateTime': Gephi reads both alike, networkx knows the first alone.
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
<meta><creator>Kashf</creator></meta>
<graph mode="dynamic" defaultedgetype="undirected" idtype="string" timeformat="date">
"""


def _declare(kind: str, columns: tuple[tuple[str, str], ...]) -> str:
    rows = [
        f'<attribute id="{name}" title="{name}" type="{_TYPES[type_]}"/>\n'
        for name, type_ in columns
    ]
    return f'<attributes class="{kind}" mode="static">\n{"".join(rows)}</attributes>\n'


def _interval(batch: pa.RecordBatch) -> list[pa.Array]:
    return [
        pc.fill_null(join(f' {name}="', times(batch.column(column)), '"'), "")
        for name, column in (("start", "first_time"), ("end", "last_time"))
    ]


def _node(batch: pa.RecordBatch) -> pa.Array:
    return join(
        '<node id="',
        ids(batch.column("account_id")),
        '" label="',
        labels(batch),
        '"',
        *_interval(batch),
        "><attvalues>",
        *values(batch, NODE_VALUES, _VALUE, '"/>'),
        "</attvalues></node>\n",
    )


def _edge(batch: pa.RecordBatch) -> pa.Array:
    return join(
        '<edge source="',
        ids(batch.column("account_a")),
        '" target="',
        ids(batch.column("account_b")),
        '" weight="',
        batch.column("weight").cast(pa.string()),
        '"',
        *_interval(batch),
        "><attvalues>",
        *values(batch, EDGE_VALUES, _VALUE, '"/>'),
        "</attvalues></edge>\n",
    )


def write(tables: RunTables, path: Path) -> None:
    """Write accounts and edges to ``path`` in batches, so that memory stays bounded."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_HEAD)
        file.write(_declare("node", NODE_VALUES))
        file.write(_declare("edge", EDGE_VALUES))
        file.write("<nodes>\n")
        write_rows(file, tables.accounts, _node)
        file.write("</nodes>\n<edges>\n")
        write_rows(file, tables.edges, _edge)
        file.write("</edges>\n</graph>\n</gexf>\n")
