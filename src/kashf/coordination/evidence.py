"""The co-actions behind edges: which posts, on what, when, how far apart."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from kashf.files import sql_text
from kashf.schema import CO_ACTIONS, check

__all__ = ["co_actions_of", "co_actions_of_edges"]


def _query(pairs: str, action_rows: str, window: int) -> str:
    return f"""SELECT e.account_a, e.account_b, x.kind, x.object_id, x.post_id AS post_a,
        y.post_id AS post_b, x.time AS time_a, y.time AS time_b,
        (epoch_us(y.time) - epoch_us(x.time)) / 1e6 AS delay
        FROM {pairs} AS e
        JOIN {action_rows} AS x ON x.account_id = e.account_a AND x.object_id <> ''
        JOIN {action_rows} AS y ON y.account_id = e.account_b AND y.kind = x.kind
          AND y.object_id = x.object_id
        WHERE abs(epoch_us(y.time) - epoch_us(x.time)) <= {window}"""


def co_actions_of(
    con: duckdb.DuckDBPyConnection, action_rows: str, one: str, other: str, time_window: float
) -> pa.Table:
    """All co-actions of two accounts within ``time_window`` seconds, earliest first.

    ``action_rows`` is an SQL relation of :data:`~kashf.schema.ACTIONS`. Returns a table of
    :data:`~kashf.schema.CO_ACTIONS`; it is empty where the two were never in step.
    """
    a, b = sorted((one, other))
    pairs = f"(SELECT {sql_text(a)} AS account_a, {sql_text(b)} AS account_b)"
    rows = f"(SELECT * FROM {action_rows} WHERE account_id IN ({sql_text(a)}, {sql_text(b)}))"
    query = _query(pairs, rows, round(time_window * 1e6))
    found = con.sql(f"{query} ORDER BY least(time_a, time_b), kind, object_id, post_a, post_b")
    return check(found.to_arrow_table(), CO_ACTIONS, "co-actions")


def co_actions_of_edges(
    con: duckdb.DuckDBPyConnection,
    edge_rows: str,
    action_rows: str,
    time_window: float,
    *,
    limit: int,
) -> tuple[str, int, int]:
    """SQL for the co-actions of the strongest edges, as many as stay within ``limit`` rows.

    Returns (query of :data:`~kashf.schema.CO_ACTIONS` in a fixed order, edges covered, edges).
    Edges of the same weight come in the order of their ids.
    """
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE covered AS SELECT account_a, account_b FROM (
          SELECT account_a, account_b, sum(co_actions) OVER (
            ORDER BY weight DESC, account_a, account_b ROWS UNBOUNDED PRECEDING) AS rows
          FROM (FROM {edge_rows} ORDER BY weight DESC, account_a, account_b LIMIT {limit}))
        WHERE rows <= {limit}"""
    )
    (covered,) = con.execute("SELECT count(*) FROM covered").fetchall()[0]
    (edges,) = con.execute(f"SELECT count(*) FROM {edge_rows}").fetchall()[0]
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE covered_actions AS SELECT * FROM {action_rows}
        WHERE account_id IN (SELECT account_a FROM covered UNION SELECT account_b FROM covered)"""
    )
    query = _query("covered", "covered_actions", round(time_window * 1e6))
    order = "account_a, account_b, least(time_a, time_b), kind, object_id, post_a, post_b"
    return f"{query} ORDER BY {order}", int(covered), int(edges)
