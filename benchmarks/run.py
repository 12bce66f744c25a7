"""Measures Kashf against its peers and against the limit, and writes a Markdown table.

    .venv/bin/python benchmarks/run.py --help
"""  # fmt: skip

from __future__ import annotations

import argparse
import importlib.util
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import table
from agreement import DisagreementError
from measure import FailedError, Results, measure, memory

_HERE = Path(__file__).resolve().parent
_LARGE = 1_000_000
_LONG = 120.0  # seconds; what takes longer is measured once
_PARTS = ("edges", "imports", "density")


@dataclass(frozen=True)
class Program:
    """One way from actions to edges."""

    name: str
    task: str
    arguments: dict[str, Any]
    directed: bool = False  # gives own_posts, to be compared with Kashf's own
    spills: bool = True  # goes on on disk when memory ends
    check: bool = True


_PEERS = {
    "cnt": (
        "coordination_network_toolkit",
        [Program(table.CNT, "cnt", {}, directed=True)],
    ),
    "duckdb": (
        "duckdb",
        [
            Program(table.DUCKDB, "duckdb", {"coded": False}),
            Program(table.DUCKDB_CODED, "duckdb", {"coded": True}),
        ],
    ),
    "polars": (
        "polars",
        [
            Program(table.POLARS, "polars", {"coded": False}, spills=False),
            Program(table.POLARS_CODED, "polars", {"coded": True}, spills=False),
        ],
    ),
}


def _numbers(text: str) -> list[int]:
    return sorted(int(part) for part in text.split(","))


def _parts(text: str) -> list[str]:
    parts = [part for part in text.split(",") if part]
    if unknown := set(parts) - set(_PARTS) - set(_PEERS):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return parts


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures Kashf, its peers and the limit.")
    add = parser.add_argument
    add("--sizes", type=_numbers, default="100000,1000000,10000000", help="actions of the loads")
    add("--peers", type=_parts, default="cnt,duckdb,polars", help="any of cnt, duckdb, polars")
    add("--parts", type=_parts, default=",".join(_PARTS), help="any of edges, imports, density")
    add("--skip-large", action="store_true", help=f"leave out sizes above {_LARGE:,}")
    add("--repeat", type=int, default=3, help="rounds; medians are reported")
    add("--minutes", type=float, default=10.0, help="longest that a peer may take")
    add("--import-rows", type=int, default=500_000, help="rows of the files to import")
    add("--tile", type=int, default=500_000, help="actions of one tile of constant density")
    add("--work", type=Path, default=_HERE / "work", help="folder for loads and results")
    add(
        "--out",
        type=Path,
        default=_HERE.parent / "docs" / "reference" / "speed.md",
        help="Markdown file that gets the table, between its markers",
    )
    found = parser.parse_args(argv)
    if found.skip_large:
        found.sizes = [size for size in found.sizes if size <= _LARGE]
    return found


class Bench:
    """The parts of the bench, one method each; ``results`` holds what they gave."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options = options
        self.folder = folder
        self.results = Results()
        self.agreed: list[str] = []

    def load(self, name: str, task: str, **arguments: Any) -> Path:
        """A load of the work folder, made at its first use."""
        path: Path = self.options.work / name
        if not path.exists():
            part = self.folder / name
            measure(task, out=str(part), **arguments)
            part.replace(path)
        return path

    def run(self, name: str, size: int, task: str, **arguments: Any) -> None:
        """Measure, keep, tell."""
        result = measure(task, **arguments)
        self.results.add(name, size, result)
        print(
            f"{size:>12,}  {name:<44} {result['seconds']:10.3f} s {result['peak'] / 1e6:8.0f} MB",
            flush=True,
        )

    def warm_up(self) -> None:
        """Let numba compile and keep what it compiled."""
        self.warm = str(self.load("warm-up.parquet", "make_actions", size=2000))
        self.warm_posts = str(self.load("warm-up.csv", "make_archive", rows=100))
        both = {"source": self.warm, "warm": self.warm}
        out = str(self.folder / "warm-up.out")
        measure("kashf", out=out, weight="own_posts", **both)
        measure("stages", out=out, **both)
        measure("limit", **both)

    def edges(self, size: int) -> None:
        source = str(self.load(f"actions-{size}.parquet", "make_actions", size=size))
        whole, own = self.folder / "kashf.parquet", self.folder / "own.parquet"
        programs = [p for name in self.options.peers for p in self._installed(name, size)]
        for number in range(self.options.repeat):
            first = number == 0
            if first or self._short(table.KASHF, size):
                self.run(table.LIMIT, size, "limit", source=source, warm=self.warm)
                self.run(table.KASHF, size, "kashf", source=source, out=str(whole), warm=self.warm)
            if first:
                programs = [p for p in programs if not self._foreseen(p, size)]
            directed = any(p.directed for p in programs)
            if directed and (first or self._short(table.OWN_POSTS, size)):
                self.run(
                    table.OWN_POSTS, size, "kashf",
                    source=source, out=str(own), weight="own_posts", warm=self.warm,
                )  # fmt: skip
            for program in list(programs):
                if first or self._short(program.name, size):
                    ours = own if program.directed else whole
                    if not self._peer(program, size, source, ours if first else None):
                        programs.remove(program)
            if first or self._short(table.STAGES, size):
                out = str(self.folder / "stages.parquet")
                self.run(table.STAGES, size, "stages", source=source, out=out, warm=self.warm)
                Path(out).unlink()
        for path in (whole, own):
            path.unlink(missing_ok=True)

    def _short(self, name: str, size: int) -> bool:
        return self.results.median(name, size) <= _LONG

    def _installed(self, peer: str, size: int) -> list[Program]:
        module, programs = _PEERS[peer]
        if importlib.util.find_spec(module) is not None:
            return programs
        for program in programs:
            self._leave_out(program, size, "not installed")
        return []

    def _foreseen(self, program: Program, size: int) -> bool:
        """Leave out what would not end in time, judging by the size before and the co-actions."""
        before = [s for s in self.options.sizes if s < size]
        if not before:
            return False
        if not self.results.has(program.name, before[-1]):
            self._leave_out(program, size, f"left out at {before[-1]:,} already")
            return True
        times = self.results.last(table.LIMIT, size)["co_actions"] / max(
            1, self.results.last(table.LIMIT, before[-1])["co_actions"]
        )
        minutes = self.results.median(program.name, before[-1]) * times / 60
        needed = self.results.peak(program.name, before[-1]) * times
        if minutes > self.options.minutes:
            self._leave_out(program, size, f"would take about {minutes:,.0f} minutes")
        elif not program.spills and needed > memory():
            self._leave_out(program, size, f"would need about {needed / 1e9:,.0f} GB of memory")
        else:
            return False
        return True

    def _leave_out(self, program: Program, size: int, reason: str) -> None:
        self.results.left_out[program.name, size] = reason
        print(f"{size:>12,}  {program.name:<44} left out: {reason}", flush=True)

    def _peer(self, program: Program, size: int, source: str, ours: Path | None) -> bool:
        """Measure a peer; compare with ``ours``. False where it did not finish."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            out = str(Path(name) / "edges.parquet")
            if program.directed:
                source = str(self.load(f"actions-{size}.csv", "make_cnt_csv", source=source))
            try:
                self.run(
                    program.name, size, program.task,
                    source=source, out=out, minutes=self.options.minutes, **program.arguments,
                )  # fmt: skip
            except FailedError as error:
                self._leave_out(program, size, str(error))
                return False
            if ours is not None:
                found = measure(
                    "check", kashf=str(ours), peer=out, name=program.name,
                    directed=program.directed,
                )  # fmt: skip
                what = "directed edges" if program.directed else "edges"
                self.agreed.append(f"{program.name}, {size:,} actions: {found['rows']:,} {what}")
                print(f"{'':>12}  same {found['rows']:,} {what}", flush=True)
        return True

    def imports(self) -> None:
        rows = self.options.import_rows
        csv = self.load(f"archive-{rows}.csv", "make_archive", rows=rows)
        out = self.folder / "imported"
        posts = self.options.work / f"posts-{rows}.parquet"
        if not posts.exists():
            measure("import_kashf", source=str(csv), out=str(out), warm=self.warm_posts)
            (out / "posts.parquet").replace(posts)
            shutil.rmtree(out)
        mapping = self.options.work / "mapping.toml"
        named = self.load(
            f"named-{rows}.parquet", "make_own_names", posts=str(posts), mapping=str(mapping)
        )
        for _ in range(self.options.repeat):
            for name, source, by in (
                (table.IMPORTS[0], csv, None),
                (table.IMPORTS[1], posts, None),
                (table.IMPORTS[2], named, str(mapping)),
            ):
                bare = self.folder / "bare.parquet"
                self.run(f"bare: {name}", rows, "import_bare", source=str(source), out=str(bare))
                bare.unlink()
                self.run(
                    name,
                    rows,
                    "import_kashf",
                    source=str(source),
                    out=str(out),
                    mapping=by,
                    warm=self.warm_posts,
                )
                shutil.rmtree(out)

    def density(self) -> None:
        tile = self.options.tile
        for _ in range(self.options.repeat):
            for copies in table.COPIES:
                source = str(
                    self.load(
                        f"tiles-{tile}-{copies}.parquet", "make_actions", size=tile, copies=copies
                    )
                )
                out = self.folder / "tiles.out"
                self.run(
                    table.TILES, tile * copies, "kashf", source=source, out=str(out), warm=self.warm
                )
                out.unlink()
                self.run(table.TILES_KERNEL, tile * copies, "kernel", source=source, warm=self.warm)


def main(argv: Sequence[str] | None = None) -> int:
    options = _arguments(argv)
    options.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.work, prefix="run-") as name:
        bench = Bench(options, Path(name))
        try:
            bench.warm_up()
            if "edges" in options.parts:
                for size in options.sizes:
                    bench.edges(size)
            if "imports" in options.parts:
                bench.imports()
            if "density" in options.parts:
                bench.density()
        except (DisagreementError, FailedError) as error:
            print(f"The bench stopped: {error}", file=sys.stderr)
            return 1
    text = table.render(bench.results, bench.agreed, options)
    table.write(options.out, text)
    print(text)
    print(f"Written to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
