"""One measurement in a process of its own, so that its peak memory is its own.

    tasks.py NAME ARGUMENTS RESULT    ARGUMENTS is JSON; what was measured goes to the file RESULT
"""  # fmt: skip

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import agreement
import loads
import peers
from loads import WINDOW
from peers import THREADS

Result = dict[str, Any]


def make_actions(size: int, out: str, copies: int = 1) -> Result:
    loads.actions(size, Path(out), copies=copies)
    return {}


def make_archive(rows: int, out: str) -> Result:
    loads.archive(rows, Path(out))
    return {}


def make_own_names(posts: str, out: str, mapping: str) -> Result:
    loads.own_names(Path(posts), Path(out), Path(mapping))
    return {}


def make_cnt_csv(source: str, out: str) -> Result:
    peers.cnt_csv(Path(source), Path(out))
    return {}


def check(kashf: str, peer: str, name: str, directed: bool = False) -> Result:
    return {"rows": agreement.check(Path(kashf), Path(peer), name, directed=directed)}


def cnt(source: str, out: str) -> Result:
    return peers.cnt(Path(source), Path(out))


def duckdb(source: str, out: str, coded: bool) -> Result:
    return peers.duckdb_join(Path(source), Path(out), coded)


def polars(source: str, out: str, coded: bool) -> Result:
    return peers.polars_join(Path(source), Path(out), coded)


def _settings(weight: str = "objects") -> Any:
    from kashf.settings import DetectSettings, make

    return make(DetectSettings, time_window=WINDOW, min_edge_weight=2, weight=weight)


def kashf(source: str, out: str, warm: str, weight: str = "objects") -> Result:
    """The whole: Parquet in, edges.parquet out; ``first`` is what a process pays once.

    ``warm`` is a tiny load, so that libraries and compiled code are there when the clock starts.
    """
    from kashf.pipeline import Options, write_edges

    options = Options(detect=_settings(weight), threads=THREADS)
    first = time.perf_counter()
    write_edges(Path(warm), Path(out), options)
    begin = time.perf_counter()
    edges = write_edges(Path(source), Path(out), options)
    return {
        "seconds": time.perf_counter() - begin,
        "first": begin - first,
        "edges": edges,
        "bytes": Path(out).stat().st_size,
    }


def _load(source: str) -> tuple[Any, float]:
    """The sorted actions, and the seconds that reading and sorting took."""
    from kashf.coordination.load import connect, load

    settings = _settings()
    begin = time.perf_counter()
    with connect(Path(source).parent, threads=THREADS) as con:
        actions = load(con, Path(source), settings)
    return actions, time.perf_counter() - begin


def limit(source: str, warm: str) -> Result:
    """Read, sort, count: the edges can't be had for less."""
    import limit as only

    actions, _ = _load(warm)
    only.count_pairs(actions.obj, actions.time, actions.acc, WINDOW * 1_000_000, THREADS)
    actions, load = _load(source)
    begin = time.perf_counter()
    pairs = only.count_pairs(actions.obj, actions.time, actions.acc, WINDOW * 1_000_000, THREADS)
    count = time.perf_counter() - begin
    return {"seconds": load + count, "load": load, "count": count, "co_actions": pairs}


def kernel(source: str, warm: str) -> Result:
    """From actions in memory to edges in memory: no reading, no sorting, no writing."""
    from kashf.coordination.edges import count_edges

    for _ in count_edges(_load(warm)[0], _settings(), threads=THREADS):
        pass
    actions, _ = _load(source)
    begin = time.perf_counter()
    edges = sum(len(table) for table in count_edges(actions, _settings(), threads=THREADS))
    return {"seconds": time.perf_counter() - begin, "edges": edges}


def stages(source: str, out: str, warm: str) -> Result:
    """Where the time of the whole goes, stage by stage.

    The first pass alone is a run in which no account qualifies as an end of an edge.
    """
    import numpy as np

    from kashf.coordination import index
    from kashf.coordination.edges import count_edges

    kashf(warm, out, warm)
    actions, load = _load(source)
    marks = [time.perf_counter()]
    index.build(
        actions.obj, actions.time, actions.acc, len(actions.accounts), actions.objects,
        WINDOW * 1_000_000,
    )  # fmt: skip
    marks.append(time.perf_counter())
    nobody = _settings().model_copy(update={"min_participation": len(actions.obj) + 1})
    one_post = np.zeros(len(actions.obj), np.uint32)
    bare = replace(actions, post=one_post, post_actions=np.zeros(1, np.int64))
    for _ in count_edges(bare, nobody, threads=THREADS):
        raise AssertionError("an account took part more often than there are actions")
    marks.append(time.perf_counter())
    del bare, one_post
    for _ in count_edges(actions, _settings(), threads=THREADS):
        pass
    marks.append(time.perf_counter())
    build, first, both = (b - a for a, b in pairwise(marks))
    del actions
    whole = kashf(source, out, warm)["seconds"]
    return {
        "seconds": whole,
        "load and sort": load,
        "build the index": build,
        "first pass: find the pairs": first - build,
        "second pass: measure them": both - first,
        "write the Parquet file": whole - load - both,
    }


def import_kashf(source: str, out: str, warm: str, mapping: str | None = None) -> Result:
    """A file → posts.parquet; ``warm`` is a tiny file, read before the clock starts."""
    from kashf.posts import import_files
    from kashf.settings import ImportSettings, make

    import_files([Path(warm)], make(ImportSettings), Path(out), threads=THREADS)
    settings = make(ImportSettings, mapping=mapping)
    begin = time.perf_counter()
    report = import_files([Path(source)], settings, Path(out), threads=THREADS)
    seconds = time.perf_counter() - begin
    return {"seconds": seconds, "rows": report.rows, "rejected": report.rejected}


def import_bare(source: str, out: str) -> Result:
    """The same file through DuckDB alone, into Parquet."""
    import duckdb as engine

    reader = "read_csv" if source.endswith(".csv") else "read_parquet"
    con = engine.connect()
    con.execute(f"SET threads = {THREADS}")
    con.execute("SET enable_progress_bar = false")
    begin = time.perf_counter()
    con.execute(f"COPY (SELECT * FROM {reader}('{source}')) TO '{out}' (FORMAT parquet)")
    seconds = time.perf_counter() - begin
    ((rows,),) = con.execute(f"SELECT count(*) FROM read_parquet('{out}')").fetchall()
    return {"seconds": seconds, "rows": rows}


TASKS: dict[str, Callable[..., Result]] = {
    task.__name__: task
    for task in (
        make_actions, make_archive, make_own_names, make_cnt_csv, check, cnt, duckdb, polars,
        kashf, limit, kernel, stages, import_kashf, import_bare,
    )
}  # fmt: skip


def _peak() -> int:
    """Peak resident bytes of this process, or of the largest that it started.

    ``ru_maxrss`` of a fresh process still holds that of its parent on Linux; VmHWM does not.
    """
    unit = 1 if sys.platform == "darwin" else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"^VmHWM:\s*(\d+) kB", status.read_text(), re.MULTILINE)
        own = int(found[1]) * 1024 if found else own
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit)


def main() -> int:
    name, arguments, result = sys.argv[1:]
    try:
        found = TASKS[name](**json.loads(arguments))
    except (agreement.DisagreementError, ImportError, MemoryError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 3 if isinstance(error, agreement.DisagreementError) else 1
    Path(result).write_text(json.dumps(found | {"peak": _peak()}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
