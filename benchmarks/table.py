"""What was measured, as Markdown."""

from __future__ import annotations

import argparse
import os
import platform
import re
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from measure import Results, memory

KASHF = "Kashf"
OWN_POSTS = "Kashf, weight own_posts"
LIMIT = "the limit"
STAGES = "Kashf, stage by stage"
CNT = "coordination-network-toolkit"
DUCKDB = "DuckDB join"
DUCKDB_CODED = "DuckDB join, ids turned into numbers first"
POLARS = "Polars join"
POLARS_CODED = "Polars join, ids turned into numbers first"
TILES = "tiles: whole"
TILES_KERNEL = "tiles: kernel"
COPIES = (1, 2, 4)
IMPORTS = ("Twitter/X archive, CSV", "Kashf's own Parquet", "other Parquet, through a mapping")

_STAGES = (
    "load and sort",
    "build the index",
    "first pass: find the pairs",
    "second pass: measure them",
    "write the Parquet file",
)
_PACKAGES = (
    "kashf",
    "duckdb",
    "polars",
    "coordination-network-toolkit",
    "numba",
    "numpy",
    "pyarrow",
)


def write(path: Path, text: str, part: str = "benchmark", title: str = "Speed") -> None:
    """Put ``text`` between the markers of ``path``; a file without them gets them at its end."""
    begin, end = f"<!-- {part}: begin -->", f"<!-- {part}: end -->"
    block = f"{begin}\n\n{text.strip()}\n\n{end}"
    old = path.read_text(encoding="utf-8") if path.exists() else f"# {title}\n"
    between = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if between.search(old):
        new = between.sub(lambda _: block, old, count=1)
    else:
        new = f"{old.rstrip()}\n\n{block}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(new, encoding="utf-8")


def render(results: Results, agreed: list[str], options: argparse.Namespace) -> str:
    """The tables of all parts that ran."""
    blocks = [_setting(options)]
    if "edges" in options.parts:
        blocks += [_edges(results, options.sizes), _agreement(agreed)]
        blocks += [_limit(results, options.sizes), _stages(results, options.sizes)]
    if "density" in options.parts:
        blocks.append(_density(results, options.tile))
    if "imports" in options.parts:
        blocks.append(_imports(results, options.import_rows))
    return "\n\n".join(blocks)


def markdown(head: list[str], rows: Iterable[list[str]]) -> str:
    """A Markdown table; figures, in all columns but the first, stand to the right."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _seconds(value: float) -> str:
    return f"{value:,.1f}" if value >= 100 else f"{value:.2f}"


def _bytes(value: float) -> str:
    return f"{value / 1e9:.2f} GB" if value >= 1e9 else f"{value / 1e6:.0f} MB"


def _times(value: float) -> str:
    return f"{value:,.0f} ×" if value >= 10 else f"{value:.1f} ×"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", info.read_text()) if info.exists() else None
    return found[1].strip() if found else platform.machine()


def _setting(options: argparse.Namespace) -> str:
    versions = [f"Python {platform.python_version()}"]
    for name in _PACKAGES:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    sizes = ",".join(map(str, options.sizes))
    command = (
        f".venv/bin/python benchmarks/run.py --sizes {sizes} --repeat {options.repeat} "
        f"--minutes {options.minutes:g}"
    )
    return (
        f"Machine: {_processor()}, {os.cpu_count()} cores, {memory() / 1e9:.0f} GB of memory, "
        f"{platform.system()}. {', '.join(versions)}. Two threads everywhere; each measurement in "
        f"a process of its own; medians of {options.repeat} rounds (what takes over two minutes "
        f"runs once); peak memory is the largest of all rounds. Repeat with `make bench`, or\n\n"
        f"```\n{command}\n```"
    )


def _edges(results: Results, sizes: list[int]) -> str:
    names = [KASHF, OWN_POSTS, CNT, DUCKDB, DUCKDB_CODED, POLARS, POLARS_CODED]
    rows = []
    first = max(results.median(KASHF, size, "first") for size in sizes)
    for size in sizes:
        whole = results.median(KASHF, size)
        pairs = int(results.last(LIMIT, size)["co_actions"])
        rows.append([f"**{size:,} actions, {pairs:,} co-actions**", "", "", ""])
        for name in names:
            if results.has(name, size):
                seconds = results.median(name, size)
                rows.append(
                    [
                        name,
                        _seconds(seconds),
                        _bytes(results.peak(name, size)),
                        "" if name == KASHF else _times(seconds / whole),
                    ]
                )
            elif (name, size) in results.left_out:
                rows.append([name, f"left out: {results.left_out[name, size]}", "", ""])
        edges = results.last(KASHF, size)
        rows.append([f"{edges['edges']:,} edges, {_bytes(edges['bytes'])} of Parquet", "", "", ""])
    return (
        "## From a Parquet file of actions to edges\n\n"
        "Time window 60 s, edges of weight 2 and above. Libraries and compiled code are loaded "
        f"before the clock starts; a process of Kashf pays {_seconds(first)} s for that, once.\n\n"
        + markdown(["program", "seconds", "peak memory", "time as a multiple of Kashf's"], rows)
    )


def _agreement(agreed: list[str]) -> str:
    lines = "\n".join(f"- {line}" for line in agreed)
    return (
        "Every edge and every weight was the same as Kashf's, or the bench would have stopped:\n\n"
        f"{lines}"
        if agreed
        else "No peer was run, so nothing was compared."
    )


def _limit(results: Results, sizes: list[int]) -> str:
    rows = []
    for size in sizes:
        whole, least = results.median(KASHF, size), results.median(LIMIT, size)
        parts = [results.median(LIMIT, size, key) for key in ("load", "count")]
        rows.append(
            [f"{size:,}", *map(_seconds, (whole, least, *parts)), f"**{whole / least:.2f}**"]
        )
    head = ["actions", "Kashf, s", "limit, s", "of it read and sort", "of it count", "distance"]
    return (
        "## Distance to the limit\n\nThe limit reads and sorts with the same DuckDB query, then "
        "visits each in-window pair of different accounts once and only counts it (numba, two "
        "threads).\n\n" + markdown(head, rows)
    )


def _stages(results: Results, sizes: list[int]) -> str:
    rows = []
    for stage in _STAGES:
        row = [stage]
        for size in sizes:
            seconds = results.median(STAGES, size, stage)
            share = seconds / results.median(STAGES, size)
            row.append(f"{_seconds(seconds)} s, {share:.0%}")
        rows.append(row)
    return (
        "## Where the time goes\n\nEach stage as what it adds to the ones before it. Writing runs "
        "beside the counting, so its share is only what the counting does not hide.\n\n"
        + markdown(["stage", *(f"{size:,} actions" for size in sizes)], rows)
    )


def _density(results: Results, tile: int) -> str:
    rows, before = [], None
    for copies in COPIES:
        size = tile * copies
        now = [results.median(name, size) for name in (TILES, TILES_KERNEL)]
        ratios = (
            ["", ""]
            if before is None
            else [f"{a / b:.2f}" for a, b in zip(now, before, strict=True)]
        )
        rows.append([f"{size:,}", _seconds(now[0]), ratios[0], _seconds(now[1]), ratios[1]])
        before = now
    head = ["actions", "whole, s", "ratio", "kernel, s", "ratio"]
    return (
        "## Doubling the actions at constant density\n\nCopies of one load, each with accounts and "
        "objects of its own.\n\n" + markdown(head, rows)
    )


def _imports(results: Results, rows: int) -> str:
    lines = []
    for name in IMPORTS:
        ours = rows / results.median(name, rows)
        bare = rows / results.median(f"bare: {name}", rows)
        lines.append(
            [name, f"{ours:,.0f}", f"{bare:,.0f}", f"{ours / bare:.2f}",
             _bytes(results.peak(name, rows))]
        )  # fmt: skip
    head = ["file", "Kashf, rows/s", "bare DuckDB, rows/s", "share", "peak memory"]
    return (
        f"## Importing {rows:,} posts\n\nBare DuckDB is `COPY (SELECT * FROM the file) TO Parquet`: "
        "it checks no row, hashes no file and looks for no duplicates.\n\n" + markdown(head, lines)
    )
