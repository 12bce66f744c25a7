"""Finished runs: their tables, and what is behind an edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from kashf import schema
from kashf.coordination.evidence import co_actions_of
from kashf.coordination.load import connect
from kashf.errors import InputError, UsageError
from kashf.files import sql_text

__all__ = ["Run", "explain", "open_run", "read_tables", "rows"]

_POST_COLUMNS = ("account_id", "post_id", "text", "post_url")


@dataclass(frozen=True)
class Run:
    """A finished run: its folder and the content of its ``run.json``."""

    folder: Path
    info: Mapping[str, Any]


def rows(path: Path, *, qualify: bool = False) -> str:
    """SQL for the rows of a Parquet file; ``qualify`` puts the platform before its ids."""
    source = f"read_parquet({sql_text(path)})"
    if not qualify:
        return source
    return (
        "(SELECT * REPLACE (platform || ':' || account_id AS account_id, "
        f"platform || ':' || post_id AS post_id) FROM {source})"
    )


def read_tables(
    folder: Path, info: Mapping[str, Any], *, most_edges: int | None = None
) -> schema.RunTables:
    """The tables of a run; of its edges only the strongest ``most_edges``, if that is given."""
    edges = pq.read_metadata(folder / "edges.parquet").num_rows
    if most_edges is None or edges <= most_edges:
        strongest = pq.read_table(folder / "edges.parquet")
    else:
        with connect(folder) as con:
            strongest = con.sql(
                f"""FROM {rows(folder / "edges.parquet")}
                ORDER BY weight DESC, account_a, account_b LIMIT {most_edges}"""
            ).to_arrow_table()
    return schema.RunTables(
        info=info,
        edges=schema.check(strongest, schema.EDGES, "edges.parquet"),
        **{
            name: pq.read_table(folder / f"{name}.parquet")
            for name in ("accounts", "clusters", "objects", "samples", "timeline")
        },
        delays=pq.read_table(folder / "delays.parquet")
        if (folder / "delays.parquet").is_file()
        else None,
    )


def open_run(folder: Path) -> Run:
    """Read ``run.json`` of a folder that :func:`detect` wrote.

    Raises :class:`~kashf.errors.InputError` where there is none, or it can't be read.
    """
    path = folder / "run.json"
    try:
        info = orjson.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise InputError(
            "There is no run here: run.json is missing.", file=str(folder),
            hint="Name a folder that 'kashf detect --out' wrote.",
        ) from error  # fmt: skip
    except (OSError, orjson.JSONDecodeError) as error:
        raise InputError(f"run.json can't be read ({error}).", file=str(path)) from error
    if not isinstance(info, dict):
        raise InputError("run.json is not one of Kashf's.", file=str(path))
    return Run(folder, info)


def explain(folder: Path, one: str, other: str) -> tuple[pa.Table, pa.Table]:
    """What is behind the edge of two accounts in the run of ``folder``.

    Returns their co-actions (:data:`~kashf.schema.CO_ACTIONS`) and their posts in these, with
    ``post_id``, ``account_id``, ``text`` and ``post_url`` (no rows where the run began with
    actions). Raises :class:`~kashf.errors.UsageError` for an account that the run doesn't know.
    """
    run = open_run(folder)
    try:
        window = float(run.info["settings"]["detect"]["time_window"])
    except (KeyError, TypeError, ValueError) as error:
        raise InputError("run.json lacks the time window.", file=str(folder)) from error
    action_rows = rows(folder / "actions.parquet")
    with connect(folder) as con:
        for account in (one, other):
            found = con.execute(
                f"SELECT 1 FROM {action_rows} WHERE account_id = ? LIMIT 1", [account]
            ).fetchall()
            if not found:
                raise UsageError(
                    f"The run has no account {account!r}.",
                    hint="Ids stand in accounts.parquet and in the report.",
                )
        table = co_actions_of(con, action_rows, one, other, window)
        path = folder / "posts.parquet"
        if not path.is_file():
            empty = {name: pa.array([], pa.string()) for name in _POST_COLUMNS}
            return table, pa.table(empty)
        qualify = len(con.execute(f"SELECT DISTINCT platform FROM {rows(path)}").fetchall()) > 1
        con.register("wanted", table)
        texts = con.sql(
            f"""SELECT {", ".join(_POST_COLUMNS)} FROM {rows(path, qualify=qualify)}
            WHERE (account_id = {sql_text(one)} OR account_id = {sql_text(other)})
            AND post_id IN (SELECT post_a FROM wanted UNION SELECT post_b FROM wanted)
            ORDER BY time, post_id"""
        ).to_arrow_table()
    return table, texts
