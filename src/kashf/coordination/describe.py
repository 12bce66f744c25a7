"""Clusters → tables about accounts, clusters, what they share and when."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kashf.coordination.index import coordinated
from kashf.coordination.load import Actions
from kashf.schema import ACCOUNTS, CLUSTERS, OBJECTS, SAMPLES, TIMELINE, check

__all__ = ["Description", "Graph", "describe"]

SHOWN_CLUSTERS = 50
_OBJECTS = 20
_SAMPLED_OBJECTS = 8
_SAMPLES = 5
_BINS = 60


@dataclass(frozen=True)
class Graph:
    """Edges as codes of accounts, and the cluster of each account (-1 for none)."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    weight: NDArray[np.int64]
    cluster: NDArray[np.int32]


@dataclass(frozen=True)
class Description:
    """Tables of :mod:`kashf.schema` of the same names."""

    accounts: pa.Table
    clusters: pa.Table
    objects: pa.Table
    samples: pa.Table
    timeline: pa.Table


def describe(
    con: duckdb.DuckDBPyConnection,
    actions: Actions,
    graph: Graph,
    time_window: float,
    *,
    action_rows: str,
    post_rows: str | None,
) -> Description:
    """Describe the accounts that have an edge or a cluster, and the clusters.

    An action is *in step* when another account of the same cluster acted on the same object
    within ``time_window`` seconds. ``action_rows`` and ``post_rows`` are SQL relations of
    :data:`~kashf.schema.ACTIONS` and, where there are any, :data:`~kashf.schema.POSTS`; ``con``
    still holds the tables ``objects`` and ``accounts`` of :func:`kashf.coordination.load.load`.
    """
    degree = np.bincount(graph.a, minlength=len(graph.cluster)) + np.bincount(
        graph.b, minlength=len(graph.cluster)
    )
    strength = np.zeros(len(graph.cluster), np.int64)
    np.add.at(strength, graph.a, graph.weight)
    np.add.at(strength, graph.b, graph.weight)
    nodes = np.flatnonzero((degree > 0) | (graph.cluster >= 0))
    _register(
        con,
        "node",
        acc=nodes.astype(np.uint32),
        cluster_id=pa.array(graph.cluster[nodes], mask=graph.cluster[nodes] < 0),
        degree=degree[nodes].astype(np.int64),
        strength=strength[nodes],
        account_id=actions.accounts.take(pa.array(nodes)),
    )
    inside = (graph.cluster[graph.a] == graph.cluster[graph.b]) & (graph.cluster[graph.a] >= 0)
    _register(
        con,
        "inside",
        cluster_id=graph.cluster[graph.a[inside]],
        weight=graph.weight[inside],
    )
    _in_step(con, actions, graph.cluster, round(time_window * 1e6))
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE node_actions AS
        SELECT account_id, count(*) AS actions FROM {action_rows}
        SEMI JOIN node USING (account_id) GROUP BY 1"""
    )
    names = "(SELECT NULL::VARCHAR AS account_id, NULL AS account_name, NULL AS platform LIMIT 0)"
    if post_rows is not None:
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE node_names AS SELECT account_id,
            arg_max(account_name, time) AS account_name, min(platform) AS platform
            FROM {post_rows} SEMI JOIN node USING (account_id) GROUP BY 1"""
        )
        names = "node_names"
    accounts = con.sql(
        f"""SELECT n.account_id, account_name, platform, cluster_id, degree, strength,
        actions, coalesce(in_step, 0)::BIGINT AS actions_in_step,
        coalesce(in_step, 0) / actions AS share_in_step, first_time, last_time
        FROM node AS n JOIN node_actions USING (account_id)
        LEFT JOIN {names} USING (account_id)
        LEFT JOIN (SELECT acc, count(*) AS in_step, min(time) AS first_time,
          max(time) AS last_time FROM step GROUP BY 1) USING (acc)
        ORDER BY cluster_id NULLS LAST, strength DESC, account_id"""
    ).to_arrow_table()
    clusters = _clusters(con)
    objects = con.sql(
        f"""SELECT cluster_id, kind, object_id, accounts, actions, first_time, last_time
        FROM shared_objects WHERE place <= {_OBJECTS} AND cluster_id < {SHOWN_CLUSTERS}
        ORDER BY cluster_id, place"""
    ).to_arrow_table()
    return Description(
        accounts=check(accounts, ACCOUNTS, "accounts"),
        clusters=check(clusters, CLUSTERS, "clusters"),
        objects=check(objects, OBJECTS, "objects"),
        samples=check(_samples(con, action_rows, post_rows), SAMPLES, "samples"),
        timeline=check(_timeline(con), TIMELINE, "timeline"),
    )


def _register(con: duckdb.DuckDBPyConnection, name: str, **columns: object) -> None:
    table = pa.table({key: pa.array(value) for key, value in columns.items()})
    con.register("incoming", table)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM incoming")
    con.unregister("incoming")


def _in_step(
    con: duckdb.DuckDBPyConnection, actions: Actions, cluster: NDArray[np.int32], window: int
) -> None:
    """Tables ``step``, the actions in step, and ``shared_objects``, what they were on."""
    own = cluster[actions.acc]
    rows = np.flatnonzero(own >= 0)
    rows = rows[np.argsort(own[rows], kind="stable")]
    group = own[rows].astype(np.int64) * actions.objects + actions.obj[rows]
    if len(rows):
        rows = rows[coordinated(group, actions.time[rows], actions.acc[rows], window) == 1]
    _register(
        con,
        "step",
        cluster_id=cluster[actions.acc[rows]],
        obj=actions.obj[rows],
        acc=actions.acc[rows],
        time=pa.array(actions.time[rows]).cast(pa.timestamp("us", tz="UTC")),
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE shared_objects AS
        SELECT *, row_number() OVER (PARTITION BY cluster_id
          ORDER BY accounts DESC, actions DESC, kind, object_id) AS place
        FROM (SELECT cluster_id, obj, count(DISTINCT acc) AS accounts, count(*) AS actions,
          min(time) AS first_time, max(time) AS last_time FROM step GROUP BY 1, 2)
        JOIN objects USING (obj)"""
    )


def _clusters(con: duckdb.DuckDBPyConnection) -> pa.Table:
    return con.sql(
        """SELECT cluster_id, size, coalesce(edges, 0) AS edges, coalesce(strength, 0) AS strength,
        coalesce(edges, 0) * 2 / (size * (size - 1)) AS density,
        coalesce(objects, 0) AS objects, actions, coalesce(actions_in_step, 0) AS actions_in_step,
        coalesce(actions_in_step, 0) / actions AS share_in_step,
        first_time, last_time, coalesce(top_objects, []) AS top_objects
        FROM (SELECT cluster_id, count(*) AS size, sum(actions)::BIGINT AS actions
          FROM node JOIN node_actions USING (account_id) WHERE cluster_id IS NOT NULL GROUP BY 1)
        LEFT JOIN (SELECT cluster_id, count(*) AS edges, sum(weight)::BIGINT AS strength
          FROM inside GROUP BY 1) USING (cluster_id)
        LEFT JOIN (SELECT cluster_id, count(DISTINCT obj) AS objects, count(*) AS actions_in_step,
          min(time) AS first_time, max(time) AS last_time FROM step GROUP BY 1) USING (cluster_id)
        LEFT JOIN (SELECT cluster_id, list(kind || ':' || object_id ORDER BY place) AS top_objects
          FROM shared_objects WHERE place <= 5 GROUP BY 1) USING (cluster_id)
        ORDER BY cluster_id"""
    ).to_arrow_table()


def _samples(con: duckdb.DuckDBPyConnection, action_rows: str, post_rows: str | None) -> pa.Table:
    """The earliest posts in step on what most members of a cluster share."""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE sample AS
        SELECT cluster_id, kind, object_id, account_id, time, place, row_number() OVER (
          PARTITION BY cluster_id, obj ORDER BY time, account_id) AS turn
        FROM step JOIN (SELECT cluster_id, obj, kind, object_id, place FROM shared_objects
          WHERE place <= {_SAMPLED_OBJECTS} AND cluster_id < {SHOWN_CLUSTERS})
          USING (cluster_id, obj)
        JOIN accounts USING (acc) QUALIFY turn <= {_SAMPLES}"""
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE sample_posts AS
        SELECT s.*, a.post_id FROM sample AS s JOIN (SELECT kind, object_id, account_id, time,
          min(post_id) AS post_id FROM {action_rows} SEMI JOIN sample
          USING (kind, object_id, account_id, time) GROUP BY ALL) AS a
        USING (kind, object_id, account_id, time)"""
    )
    if post_rows is None:
        return con.sql(
            """SELECT cluster_id, kind, object_id, NULL::VARCHAR AS platform, account_id,
            NULL::VARCHAR AS account_name, post_id, time, NULL::VARCHAR AS text,
            NULL::VARCHAR AS post_url FROM sample_posts ORDER BY cluster_id, place, turn"""
        ).to_arrow_table()
    return con.sql(
        f"""SELECT cluster_id, kind, object_id, platform, s.account_id, account_name, s.post_id,
        s.time, text, post_url FROM sample_posts AS s
        LEFT JOIN (SELECT platform, account_id, account_name, post_id, text, post_url
          FROM {post_rows} SEMI JOIN sample_posts USING (account_id, post_id)) AS p
        USING (account_id, post_id) ORDER BY cluster_id, place, turn"""
    ).to_arrow_table()


def _timeline(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """Actions in step in equal bins: the shortest of a few usual lengths that fits."""
    (span,) = con.execute(
        f"""SELECT epoch(max(time)) - epoch(min(time)) FROM step
        WHERE cluster_id < {SHOWN_CLUSTERS}"""
    ).fetchall()[0]
    width = next(
        (w for w in (60, 300, 900, 3600, 21600, 86400, 7 * 86400) if (span or 0) / w <= _BINS),
        30 * 86400,
    )
    return con.sql(
        f"""SELECT cluster_id, make_timestamptz(
          CAST(floor(epoch(time) / {width}) AS BIGINT) * {width} * 1000000) AS time,
          count(*) AS actions
        FROM step WHERE cluster_id < {SHOWN_CLUSTERS} GROUP BY 1, 2 ORDER BY 1, 2"""
    ).to_arrow_table()
