"""Actions → sorted codes, by DuckDB, which spills to disk what doesn't fit in memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kashf.errors import InputError
from kashf.files import sql_text
from kashf.settings import DetectSettings

__all__ = ["Actions", "connect", "load"]

_MOST_ACTIONS = 2**32 - 1


@dataclass(frozen=True)
class Actions:
    """``n`` actions on objects that two or more actions share, by ``m`` accounts."""

    obj: NDArray[np.uint32]  #: (n,), code of the object, ascending
    time: NDArray[np.int64]  #: (n,), microseconds, ascending within an object
    acc: NDArray[np.uint32]  #: (n,), code of the account
    post: NDArray[np.uint32] | None  #: (n,), code of the post, where it was asked for
    post_actions: NDArray[np.int64] | None  #: (posts,), actions of each post, shared or not
    accounts: pa.Array  #: string (m,), id of each code; the least active come first
    rank: NDArray[np.uint32]  #: (m,), rank of the id as text
    objects: int  #: codes of objects
    dropped: tuple[tuple[str, str, int], ...]  #: objects left out: (kind, object_id, actions)


def connect(
    folder: Path, *, threads: int | None = None, memory_limit: str | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection that works in memory and spills to ``folder``."""
    con = duckdb.connect()
    con.execute(f"SET temp_directory = {sql_text(folder / 'spill')}")
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET enable_progress_bar = false")
    con.execute("SET autoinstall_known_extensions = false")
    if threads is not None:
        con.execute(f"SET threads = {int(threads)}")
    if memory_limit is not None:
        con.execute(f"SET memory_limit = {sql_text(memory_limit)}")
    return con


def load(
    con: duckdb.DuckDBPyConnection,
    source: Path,
    settings: DetectSettings,
    *,
    kind: str | None = None,
) -> Actions:
    """Read a Parquet file of :data:`~kashf.schema.ACTIONS`; of one ``kind`` if it is given.

    ``con`` keeps the tables ``objects`` (kind, object_id, obj) and ``accounts`` (account_id, acc,
    rank) of the codes. Objects of a single action are left out, since they link nobody;
    so are accounts with fewer actions than ``min_participation``, as in CooRTweet, and objects
    above ``max_object_actions``.
    Raises :class:`~kashf.errors.InputError` for more than 2³² - 1 actions.
    """
    rows = f"read_parquet({sql_text(source)})"
    where = "object_id <> ''"
    if kind is not None:
        where += f" AND kind = {sql_text(kind)}"
    if settings.min_participation > 1:
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE enough AS SELECT account_id FROM {rows}
            WHERE {where} GROUP BY 1 HAVING count(*) >= {settings.min_participation}"""
        )
        where += " AND account_id IN (SELECT account_id FROM enough)"
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE shared AS SELECT kind, object_id, count(*) AS actions
        FROM {rows} WHERE {where} GROUP BY ALL HAVING count(*) > 1"""
    )
    dropped: list[tuple[str, str, int]] = []
    if settings.max_object_actions is not None:
        dropped = con.execute(
            f"""SELECT kind, object_id, actions FROM shared
            WHERE actions > {settings.max_object_actions} ORDER BY actions DESC, 1, 2"""
        ).fetchall()
        con.execute(f"DELETE FROM shared WHERE actions > {settings.max_object_actions}")
    con.execute(
        """CREATE OR REPLACE TEMP TABLE objects AS SELECT kind, object_id,
        (row_number() OVER (ORDER BY kind, object_id) - 1)::UINTEGER AS obj FROM shared"""
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE accounts AS SELECT account_id,
        (row_number() OVER (ORDER BY actions, account_id) - 1)::UINTEGER AS acc,
        (row_number() OVER (ORDER BY account_id) - 1)::UINTEGER AS rank
        FROM (SELECT account_id, count(*) AS actions FROM {rows} WHERE {where} GROUP BY 1)"""
    )
    needs_posts = settings.weight == "own_posts" or settings.min_participation > 1
    sizes = None
    if needs_posts:
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE posts AS SELECT account_id, post_id, actions,
            (row_number() OVER (ORDER BY account_id, post_id) - 1)::UINTEGER AS post FROM (
              SELECT account_id, post_id, count(*) AS actions FROM {rows} WHERE {where} GROUP BY ALL)"""
        )
        sizes = _columns(con.execute("SELECT actions FROM posts ORDER BY post"))["actions"]
    columns = _columns(
        con.execute(
            f"""SELECT obj, epoch_us(time) AS time, acc {", post" if needs_posts else ""}
            FROM {rows} AS a JOIN objects USING (kind, object_id) JOIN accounts USING (account_id)
            {"JOIN posts USING (account_id, post_id)" if needs_posts else ""}
            WHERE {where.replace("account_id IN", "a.account_id IN")}
            ORDER BY ALL"""
        )
    )
    ids = con.sql("SELECT account_id, rank FROM accounts ORDER BY acc").to_arrow_table()
    ((count,),) = con.execute("SELECT count(*) FROM objects").fetchall()
    for name in ("enough", "shared", "posts"):
        con.execute(f"DROP TABLE IF EXISTS {name}")
    if len(columns["obj"]) > _MOST_ACTIONS:
        raise InputError(
            f"{len(columns['obj']):,} actions are more than one run can hold ({_MOST_ACTIONS:,}).",
            hint="Split the data by time, or take fewer kinds of action at once.",
        )
    return Actions(
        obj=columns["obj"],
        time=columns["time"],
        acc=columns["acc"],
        post=columns.get("post"),
        post_actions=sizes,
        accounts=ids["account_id"].combine_chunks(),
        rank=ids["rank"].to_numpy(),
        objects=int(count),
        dropped=tuple(dropped),
    )


def _columns(result: Any) -> dict[str, NDArray[Any]]:
    return {name: np.asarray(values) for name, values in result.fetchnumpy().items()}
