"""Actions → edges → clusters → a folder of results."""

from __future__ import annotations

import platform as machine
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from kashf import exports, registry, schema
from kashf._version import __version__
from kashf.coordination.clusters import leiden, number
from kashf.coordination.describe import Graph, describe
from kashf.coordination.evidence import co_actions_of_edges
from kashf.coordination.judging import Clusters, confirmed_clusters, judge_edges, keep_edges
from kashf.coordination.load import Actions, connect, load
from kashf.coordination.sink import MOST_CLUSTERED, Gathered, stream_edges
from kashf.coordination.usual import Baseline
from kashf.errors import InputError, UsageError
from kashf.files import replacing, replacing_folder
from kashf.pipeline.options import Options, Progress, Steps
from kashf.pipeline.reading import actions_of, clock_notes, ordinary, read
from kashf.runs import Run, open_run, read_tables, rows
from kashf.settings import DetectSettings

__all__ = ["TOO_COMMON", "detect", "write_edges"]

TOO_COMMON = "Left out as too common"

_REPORTED_EDGES = 1_000_000
_EXPORTED_EDGES = 20_000_000
_LIBRARIES = ("duckdb", "pyarrow", "numpy", "numba", "graspologic-native", "networkx", "pydantic")


def detect(
    source: Sequence[Path] | object,
    out: Path,
    options: Options,
    progress: Progress | None = None,
) -> Run:
    """Read ``source`` (paths, or a table that speaks Arrow) and write all results to ``out``.

    Nothing is written to ``out`` before everything is done. Files of an earlier run there are
    replaced; a folder with anything else in it is refused.
    """
    old = _earlier(out)
    steps = Steps(progress)
    with replacing_folder(out) as folder:
        info = _detect(source, folder, options, steps)
        for name in old - set(info["files"]):
            (out / name).unlink(missing_ok=True)
    return Run(out, info)


def _earlier(out: Path) -> set[str]:
    """Files of the run that ``out`` holds, if any."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file.", hint="Name a folder for the results.")
    if not out.is_dir() or not any(out.iterdir()):
        return set()
    if not (out / "run.json").is_file():
        raise UsageError(
            f"{out} is not empty and holds no run of Kashf.",
            hint="Name a new folder, so that nothing gets lost.",
        )
    return {Path(str(name)).name for name in open_run(out).info.get("files", [])}


def _detect(
    source: Sequence[Path] | object, folder: Path, options: Options, steps: Steps
) -> dict[str, Any]:
    for name in options.detect.null:
        registry.load("kashf.coordination.nulls", name)
    created = datetime.now(UTC)
    imported, hide = read(source, folder, options, steps)
    notes = [*options.notes, *imported.notes]
    if options.pseudonym_key is not None:
        notes.append("Account names and ids of posts are replaced by keyed hashes.")
    path, post_rows = imported.path, None
    if imported.table == "posts":
        with steps("actions") as show:
            path = actions_of(imported, folder, options.actions, show)
        post_rows = rows(imported.path, qualify=len(imported.platforms) > 1)
    con = connect(folder, threads=options.threads, memory_limit=options.memory_limit)
    kinds = _kinds(con, path)
    clocks = post_rows or f"(SELECT NULL AS platform, time FROM {rows(path)})"
    notes += clock_notes(con, clocks, options.detect)
    for kind in kinds if len(kinds) > 1 else ():
        with steps(f"edges: {kind}") as show:
            own = load(con, path, options.detect, kind=kind)
            _stream(own, folder / f"edges_{kind}.parquet", options, show, keep=False)
    with steps("load"):
        actions = load(con, path, options.detect)
    with steps("edges") as show:
        gathered = _stream(actions, folder / "edges.parquet", options, show)
    baseline = ordinary(options, folder, steps)
    confirmed, significance = _judge(actions, gathered, folder, options, steps, baseline)
    notes += _foreign_note(significance)
    with steps("clusters"):
        graph = confirmed.graph if confirmed else _cluster(actions, gathered, options.detect)
        tables = describe(
            con, actions, graph, options.detect.time_window,
            action_rows=rows(path), post_rows=post_rows,
        )  # fmt: skip
    if gathered.weakest is not None:
        notes.append(
            f"Clusters are made from the edges of weight {gathered.weakest:,} and above, at most "
            f"{MOST_CLUSTERED:,}; edges.parquet holds all."
        )
    if confirmed is not None:
        tables, apart = confirmed.add_to(tables, actions.accounts)
        pq.write_table(apart, folder / "unconfirmed.parquet", store_schema=False)
    for name in ("accounts", "clusters", "objects", "samples", "timeline"):
        table = getattr(tables, name)
        pq.write_table(table, folder / f"{name}.parquet", store_schema=False)
    if options.evidence:
        with steps("evidence"):
            notes.append(_evidence(con, folder, path, options))
    con.close()
    shutil.rmtree(folder / "spill", ignore_errors=True)
    for kind, object_id, count in actions.dropped[:20]:
        notes.append(f"{TOO_COMMON}: {kind} {object_id} with {count:,} actions.")
    counts = {
        "read": imported.read,
        "posts": imported.rows if imported.table == "posts" else None,
        "rejected": imported.rejected,
        "duplicates": imported.duplicates,
        "actions": sum(kinds.values()),
        "actions_by_kind": kinds,
        "objects": actions.objects,
        "accounts": len(actions.accounts),
        "edges": gathered.edges,
        "co_actions": gathered.co_actions,
        "clusters": confirmed.confirmed if confirmed else len(tables.clusters),
        "clustered_accounts": len(tables.accounts) - tables.accounts["cluster_id"].null_count,
    }
    info = {
        "kashf": __version__,
        "title": options.title,
        "command": options.command and hide(options.command),
        "created": created.isoformat(timespec="seconds"),
        "notes": notes,
        "pseudonymised": options.pseudonym_key is not None,
        "settings": {
            "import": options.imports.model_dump(mode="json"),
            "actions": options.actions.model_dump(mode="json"),
            "detect": options.detect.model_dump(mode="json"),
        },
        "inputs": [vars(item) for item in imported.files],
        "counts": counts,
        "significance": significance,
        "reasons": dict(imported.reasons),
        "dropped_objects": [list(item) for item in actions.dropped],
        "threads": options.threads,
        "versions": {
            "python": machine.python_version(),
            **{name: version(name) for name in _LIBRARIES},
        },
        "timings": steps.seconds,
        "peak_memory": _peak_memory(),
    }
    with steps("report"):
        _report(folder, info, options)
    info["files"] = sorted({p.name for p in folder.iterdir()} | {"run.json"})
    (folder / "run.json").write_bytes(orjson.dumps(info, option=orjson.OPT_INDENT_2))
    return info


def _kinds(con: duckdb.DuckDBPyConnection, path: Path) -> dict[str, int]:
    """Actions of each kind; their names become names of files, so they must be harmless."""
    query = f"SELECT kind, count(*) FROM {rows(path)} GROUP BY 1 ORDER BY 1"
    kinds = dict(con.execute(query).fetchall())
    for kind in kinds:
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", kind):
            raise InputError(
                f"{kind!r} is no name for a kind of action.",
                column="kind",
                hint="Use letters, digits, - and _.",
            )
    return kinds


def write_edges(source: Path, out: Path, options: Options, progress: Progress | None = None) -> int:
    """``actions.parquet`` → ``edges.parquet`` and nothing else; returns the number of edges."""
    con = connect(out.parent, threads=options.threads, memory_limit=options.memory_limit)
    actions = load(con, source, options.detect)
    con.close()
    with replacing(out) as path:
        gathered = _stream(actions, path, options, progress or (lambda *_: None), keep=False)
    return gathered.edges


def _stream(
    actions: Actions, path: Path, options: Options, show: Progress, *, keep: bool = True
) -> Gathered:
    return stream_edges(
        actions, path, options.detect, threads=options.threads,
        progress=lambda done, total: show("", done, total), keep=keep,
    )  # fmt: skip


def _judge(
    actions: Actions, gathered: Gathered, folder: Path, options: Options, steps: Steps,
    baseline: Baseline | None,
) -> tuple[Clusters | None, dict[str, Any] | None]:  # fmt: skip
    """Keep the edges that the null models don't explain, and the clusters that are confirmed."""
    settings = options.detect
    if not settings.null:
        return None, None
    with steps("significance"):
        judgement = judge_edges(actions, gathered, settings, baseline, threads=options.threads)
        path = folder / "edges.parquet"
        with replacing(path) as part:
            co_actions = keep_edges(path, part, judgement, settings)
        candidates = gathered.edges
        gathered.select(judgement.kept(settings.q), co_actions)
    with steps("groups"):
        clusters = confirmed_clusters(
            actions, gathered, settings, judgement, threads=options.threads
        )
        between = clusters.delays(actions, judgement)
        pq.write_table(between, folder / "delays.parquet", store_schema=False)
    return clusters, {
        "candidates": candidates,
        "tests": judgement.tests,
        "edges": gathered.edges,
        "groups": clusters.tested,
        "clusters": clusters.confirmed,
        "unconfirmed": len(clusters.figures["p_value"]) - clusters.confirmed,
        "usual": judgement.usual.source,
        "foreign": round(judgement.foreign, 4),
    }


def _foreign_note(significance: Mapping[str, Any] | None) -> list[str]:
    if not significance or not significance["foreign"]:
        return []
    stand_in = {"baseline": "the baseline", "reference": "a published reference"}
    return [
        f"{significance['foreign']:.0%} of what several accounts share is on objects of a size that "
        "are mostly shared faster than people do, by accounts that meet again and again. There the "
        f"data can't say what is usual; {stand_in[significance['usual']]} did instead. If such objects "
        "are breaking news, or posted by machine and openly, that explains it as well."
    ]


def _cluster(actions: Actions, gathered: Gathered, settings: DetectSettings) -> Graph:
    a, b, weight = gathered.arrays()
    labels = leiden(
        a, b, weight, len(actions.accounts), resolution=settings.resolution, seed=settings.seed
    )
    return Graph(a, b, weight, number(labels, a, b, weight, actions))


def _evidence(
    con: duckdb.DuckDBPyConnection, folder: Path, action_path: Path, options: Options
) -> str:
    limit = options.evidence_limit
    query, covered, edges = co_actions_of_edges(
        con, rows(folder / "edges.parquet"), rows(action_path),
        options.detect.time_window, limit=limit,
    )  # fmt: skip
    with pq.ParquetWriter(
        folder / "co_actions.parquet", schema.CO_ACTIONS, store_schema=False
    ) as writer:
        for batch in con.sql(query).to_arrow_reader(1 << 17):
            writer.write_table(pa.Table.from_batches([batch]).cast(schema.CO_ACTIONS))
    return (
        f"co_actions.parquet holds the co-actions of the {covered:,} strongest of {edges:,} edges "
        f"(limit: {limit:,} rows)."
    )


def _report(folder: Path, info: Mapping[str, Any], options: Options) -> None:
    rows = info["counts"]["edges"]
    if options.exports and rows > _EXPORTED_EDGES:
        raise UsageError(
            f"{rows:,} edges are too many for {', '.join(options.exports)} "
            f"(limit: {_EXPORTED_EDGES:,}).",
            hint="Raise --min-edge-weight, or read edges.parquet.",
        )
    tables = read_tables(folder, info, most_edges=_REPORTED_EDGES)
    exports.export("report", tables, folder / "report.html")
    if options.exports and rows > _REPORTED_EDGES:
        tables = read_tables(folder, info)
    for name in options.exports:
        exports.export(name, tables, folder / exports.file_name(name))


def _peak_memory() -> int | None:
    """Peak resident memory of this process in bytes, where the system tells."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak if sys.platform == "darwin" else peak * 1024)
