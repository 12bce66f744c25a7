"""The peers, each doing the same job on the same file: edges of weight 2 and above.

A peer writes ``account_a``, ``account_b``, ``weight`` to a Parquet file and returns its seconds.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

from loads import WINDOW

THREADS = 2
_US = WINDOW * 1_000_000
_SPILL = "40GB"

_PLAIN = """WITH x AS (
    SELECT object_id AS o, account_id AS a, epoch_us(time) AS t, epoch_us(time) // {us} AS b
    FROM read_parquet('{source}'))
SELECT x.a AS account_a, y.a AS account_b, count(DISTINCT x.o) AS weight
FROM x JOIN (SELECT *, unnest([b - 1, b, b + 1]) AS bucket FROM x) AS y
    ON x.o = y.o AND x.b = y.bucket
WHERE x.a < y.a AND abs(x.t - y.t) <= {us}
GROUP BY ALL HAVING count(DISTINCT x.o) >= 2"""

_CODES = """CREATE TEMP TABLE objects AS
    SELECT object_id, row_number() OVER ()::UINTEGER AS o
    FROM read_parquet('{source}') GROUP BY 1 HAVING count(*) > 1;
CREATE TEMP TABLE accounts AS
    SELECT account_id, row_number() OVER (ORDER BY account_id)::UINTEGER AS a
    FROM read_parquet('{source}') GROUP BY 1;
CREATE TEMP TABLE x AS
    SELECT o, a, epoch_us(time) AS t, epoch_us(time) // {us} AS b
    FROM read_parquet('{source}') JOIN objects USING (object_id) JOIN accounts USING (account_id)"""

_CODED = """SELECT p.account_id AS account_a, q.account_id AS account_b, weight FROM (
    SELECT x.a AS a, y.a AS other, count(DISTINCT x.o) AS weight
    FROM x JOIN (SELECT *, unnest([b - 1, b, b + 1]) AS bucket FROM x) AS y
        ON x.o = y.o AND x.b = y.bucket
    WHERE x.a < y.a AND abs(x.t - y.t) <= {us}
    GROUP BY ALL HAVING count(DISTINCT x.o) >= 2) AS e
JOIN accounts AS p ON p.a = e.a JOIN accounts AS q ON q.a = e.other"""


def duckdb_join(source: Path, out: Path, coded: bool) -> dict[str, Any]:
    """Self join on object and time bucket; with ``coded``, ids become numbers first."""
    import duckdb

    con = duckdb.connect()
    con.execute(f"SET threads = {THREADS}")
    con.execute("SET enable_progress_bar = false")
    con.execute(f"SET temp_directory = '{out}.spill'")
    con.execute(f"SET max_temp_directory_size = '{_SPILL}'")
    begin = time.perf_counter()
    if coded:
        con.execute(_CODES.format(source=source, us=_US))
    query = (_CODED if coded else _PLAIN).format(source=source, us=_US)
    con.execute(f"COPY ({query}) TO '{out}' (FORMAT parquet)")
    return {"seconds": time.perf_counter() - begin}


def polars_join(source: Path, out: Path, coded: bool) -> dict[str, Any]:
    """The same in Polars, with its streaming engine."""
    os.environ["POLARS_MAX_THREADS"] = str(THREADS)
    import polars as pl

    begin = time.perf_counter()
    x = pl.scan_parquet(source).select(
        o="object_id", a="account_id", t=pl.col("time").dt.epoch("us")
    )
    x = x.with_columns(b=pl.col("t") // _US)
    ids = x
    if coded:
        read = x.collect()
        rank = [pl.col(name).rank("dense").cast(pl.UInt32) for name in ("o", "a")]
        x = read.with_columns(rank).lazy()
        ids = read.lazy().select(pl.col("a").unique().sort()).with_row_index("code", offset=1)
    near = pl.concat_list(pl.col("b") - 1, pl.col("b"), pl.col("b") + 1)
    y = x.with_columns(bucket=near).explode("bucket")
    edges = (
        x.join(y, left_on=["o", "b"], right_on=["o", "bucket"], suffix="_y")
        .filter(pl.col("a") < pl.col("a_y"), (pl.col("t") - pl.col("t_y")).abs() <= _US)
        .group_by("a", "a_y")
        .agg(weight=pl.col("o").n_unique())
        .filter(pl.col("weight") >= 2)
    )
    if coded:
        edges = edges.join(ids, left_on="a", right_on="code", suffix="_a").join(
            ids, left_on="a_y", right_on="code", suffix="_b"
        )
        edges = edges.select(account_a="a_a", account_b="a_b", weight="weight")
    else:
        edges = edges.rename({"a": "account_a", "a_y": "account_b"})
    edges.collect(engine="streaming").write_parquet(out)
    return {"seconds": time.perf_counter() - begin}


def cnt_csv(source: Path, out: Path) -> None:
    """The actions as the CSV that coordination-network-toolkit reads; objects are reposts."""
    import duckdb

    duckdb.execute(
        f"""COPY (SELECT post_id AS message_id, account_id AS user_id, account_id AS username,
        object_id AS repost_id, '' AS reply_id, '' AS message, epoch_us(time) / 1e6 AS timestamp,
        '' AS urls FROM read_parquet('{source}')) TO '{out}' (FORMAT csv, HEADER)"""
    )


def cnt(source: Path, out: Path) -> dict[str, Any]:
    """coordination-network-toolkit: load the CSV, compute the co-retweet network in SQLite.

    Its table is exported afterwards, outside the clock: ``weight`` is directed.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq
    from coordination_network_toolkit.compute_networks import compute_co_retweet_parallel
    from coordination_network_toolkit.preprocess import preprocess_csv_files

    database = f"{out}.db"
    with contextlib.redirect_stdout(sys.stderr):
        begin = time.perf_counter()
        preprocess_csv_files(database, [str(source)])
        loaded = time.perf_counter()
        compute_co_retweet_parallel(database, WINDOW, n_threads=THREADS, min_edge_weight=2)
        end = time.perf_counter()
    with contextlib.closing(sqlite3.connect(database)) as db:
        rows = db.execute(
            "SELECT user_1, user_2, weight FROM co_retweet_network WHERE user_1 <> user_2"
        )
        schema = pa.schema(
            [("account_a", pa.string()), ("account_b", pa.string()), ("weight", pa.int64())]
        )
        with pq.ParquetWriter(out, schema) as writer:
            while chunk := rows.fetchmany(1 << 18):
                columns = [pa.array(column) for column in zip(*chunk, strict=True)]
                writer.write_table(pa.table(columns, schema=schema))
    return {"seconds": end - begin, "load": loaded - begin, "compute": end - loaded}
