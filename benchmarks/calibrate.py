"""Measures how often Kashf is wrong where the truth is known, and writes Markdown tables.

    .venv/bin/python benchmarks/calibrate.py --help
"""  # fmt: skip

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

import calibration_page as page
from calibration_charts import draw, write_charts
from calibration_real import LEVELS, loaded, measure_real
from kashf.coordination.edges import weight_quantile
from kashf.coordination.groups import Confirmed, confirm, find_groups
from kashf.coordination.load import Actions
from kashf.coordination.nulls import Pairs
from kashf.coordination.sharing import sharing
from kashf.coordination.significance import candidates, judge, possible_pairs, q_values
from kashf.settings import DetectSettings, make
from kashf.simulate import CAMPAIGNS, SCENARIOS, World, campaigns, scenario, world
from table import write

_ROOT = Path(__file__).resolve().parents[1]
_REAL = "ira_vs_organic_dev.parquet"
Q = 0.05
GROUPS = 5
MODELS = ("timing", "popularity")
WEIGHTS = (2, 5, 10)
QUANTILE = Fraction(9, 10)
_LEAST = 2  # weight of a candidate

Codes = NDArray[np.int64]


class Truth(NamedTuple):
    """Of each account (by its code) the planted group and the outlet that it is in, or -1."""

    group: Codes
    outlet: Codes
    planted: int  #: pairs within planted groups, also of accounts that nobody met


class Counts(NamedTuple):
    """Pairs by what they are in truth."""

    planted: int  #: both of one planted group
    open: int  #: both of one outlet: in step, but openly
    false: int  #: neither

    def wrong(self) -> float:
        """The false-discovery proportion; feeds count on neither side."""
        return self.false / max(1, self.false + self.planted)


class Level(NamedTuple):
    """What is kept at one false-discovery rate."""

    edges: Counts  #: of the null models
    members: Counts  #: pairs of members of clusters


@dataclass(frozen=True)
class Cell:
    """What one run gave."""

    world: str
    campaign: str
    window: float
    seed: int
    planted: int  #: pairs that could be found
    edges: dict[str, Counts]  #: by rule, see :mod:`calibration_page`
    clusters: int  #: that were confirmed
    false_clusters: int
    members: Counts  #: pairs of members
    levels: dict[float, Level] = field(default_factory=dict)  #: by q


def count_pairs(a: Codes, b: Codes, truth: Truth) -> Counts:
    """What the pairs ``a[i]``, ``b[i]`` are."""
    planted = (truth.group[a] >= 0) & (truth.group[a] == truth.group[b])
    feed = ~planted & (truth.outlet[a] >= 0) & (truth.outlet[a] == truth.outlet[b])
    return Counts(int(planted.sum()), int(feed.sum()), int((~planted & ~feed).sum()))


def is_false(members: Codes, truth: Truth) -> bool:
    """Whether neither a planted group nor an outlet has more than half of the members."""
    most = 0
    for codes in (truth.group[members], truth.outlet[members]):
        known = codes[codes >= 0]
        most = max(most, int(np.bincount(known).max()) if len(known) else 0)
    return 2 * most <= len(members)


def member_pairs(clusters: Sequence[Confirmed]) -> tuple[Codes, Codes]:
    """The different pairs of members of one cluster."""
    pairs = {
        (int(a), int(b)) for one in clusters for a in one.members for b in one.members if a < b
    }
    both = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def truth_of(table: pa.Table, accounts: pa.Array) -> Truth:
    """The truth of a world, by the codes of ``accounts``."""
    place = {name: code for code, name in enumerate(accounts.to_pylist())}
    codes = [place.get(name, -1) for name in table["account_id"].to_pylist()]
    loaded = np.array(codes, np.int64)
    found = []
    for name in ("campaign_id", "outlet_id"):
        values = table[name].fill_null(-1).to_numpy().astype(np.int64)
        out = np.full(len(accounts), -1)
        out[loaded[loaded >= 0]] = values[loaded >= 0]
        found.append((values, out))
    sizes = np.bincount(found[0][0][found[0][0] >= 0])
    return Truth(found[0][1], found[1][1], int((sizes * (sizes - 1) // 2).sum()))


def judged(actions: Actions, settings: DetectSettings) -> tuple[Pairs, Pairs, NDArray[np.float64]]:
    """All pairs in step, those of them that are candidates, and their q-values."""
    met = candidates(actions, settings.model_copy(update={"min_edge_weight": 1}), threads=1)
    pairs = _where(met, met.weight >= _LEAST)
    x = sharing(actions, settings.time_window)
    p_value = judge(pairs, x, MODELS).p_value
    return met, pairs, q_values(p_value, max(possible_pairs(x, _LEAST), len(pairs.a)))


def kept_edges(
    met: Pairs, pairs: Pairs, q_value: NDArray[np.float64]
) -> Iterator[tuple[str, Pairs]]:
    """The edges that each rule keeps."""
    yield page.NULL, _where(pairs, q_value <= Q)
    values, counts = np.unique(met.weight, return_counts=True)
    weights = Counter(dict(zip(values.tolist(), counts.tolist(), strict=True)))
    for name, least in [
        *((page.weight(least), least) for least in WEIGHTS),
        (page.QUANTILE, weight_quantile(weights, QUANTILE)),
    ]:
        yield name, _where(met, met.weight >= least)


def _where(pairs: Pairs, kept: NDArray[np.bool_]) -> Pairs:
    return Pairs(pairs.a[kept], pairs.b[kept], pairs.weight[kept])


def measure(one: World, name: str, campaign: str, windows: Sequence[float]) -> list[Cell]:
    """A cell for each window."""
    actions = loaded(one.actions)
    truth = truth_of(one.truth, actions.accounts)
    cells = []
    for window in windows:
        settings = make(DetectSettings, time_window=window, min_edge_weight=_LEAST)
        met, pairs, q_value = judged(actions, settings)
        edges = {
            rule: count_pairs(kept.a, kept.b, truth)
            for rule, kept in kept_edges(met, pairs, q_value)
        }
        groups = find_groups(actions, settings, threads=1)
        clusters = confirm(groups, Q)
        levels = {
            q: Level(
                count_pairs(pairs.a[q_value <= q], pairs.b[q_value <= q], truth),
                count_pairs(*member_pairs(confirm(groups, q)), truth),
            )
            for q in LEVELS
        }
        cells.append(
            Cell(
                world=name,
                campaign=campaign,
                window=window,
                seed=one.settings.seed,
                planted=truth.planted,
                edges=edges,
                clusters=len(clusters),
                false_clusters=sum(is_false(found.members, truth) for found in clusters),
                members=count_pairs(*member_pairs(clusters), truth),
                levels=levels,
            )
        )
    return cells


class Task(NamedTuple):
    """One world, all windows."""

    world: str
    campaign: str
    seed: int
    accounts: int
    actions: int
    windows: tuple[float, ...]


def run(task: Task) -> list[Cell]:
    """Make the world of ``task`` and measure it."""
    plan = campaigns(task.campaign, groups=GROUPS) if CAMPAIGNS[task.campaign] else ()
    settings = scenario(
        task.world, seed=task.seed, accounts=task.accounts, actions=task.actions, campaigns=plan
    )
    return measure(world(settings), task.world, task.campaign, task.windows)


def run_all(tasks: Sequence[Task], jobs: int) -> list[Cell]:
    """All cells, in the order of ``tasks`` whatever the number of processes."""
    if jobs == 1:
        return _collect(tasks, map(run, tasks))
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        return _collect(tasks, pool.imap(run, tasks))


def _collect(tasks: Sequence[Task], results: Iterable[list[Cell]]) -> list[Cell]:
    cells: list[Cell] = []
    for number, (task, found) in enumerate(zip(tasks, results, strict=True), 1):
        cells += found
        for cell in found:
            print(
                f"{number:>5}/{len(tasks)}  {task.world:<13} {task.campaign:<7} seed {task.seed:<3} "
                f"{cell.window:g} s  edges {tuple(cell.edges[page.NULL])}, clusters "
                f"{cell.clusters}, {cell.false_clusters} false, pairs {tuple(cell.members)}",
                flush=True,
            )
    return cells


def names(text: str) -> list[str]:
    return [part for part in text.split(",") if part]


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures how often Kashf is wrong.")
    add = parser.add_argument
    add("--worlds", type=names, default=",".join(SCENARIOS), help="scenarios of kashf simulate")
    add("--campaigns", type=names, default=",".join(CAMPAIGNS), help="what is planted")
    add("--seeds", type=int, default=20, help="worlds of each kind")
    add("--windows", type=names, default="10,60", help="time windows, seconds")
    add("--accounts", type=int, default=20_000, help="accounts of a world")
    add("--actions", type=int, default=400_000, help="actions of a world")
    add("--jobs", type=int, default=2, help="processes")
    add(
        "--shared",
        type=Path,
        default=_ROOT.parent / "shared" / "data",
        help=f"folder of {_REAL}; without it there is no part on real data",
    )
    add(
        "--out",
        type=Path,
        default=_ROOT / "docs" / "methods" / "calibration.md",
        help="Markdown file that gets the tables, between its markers; the charts go into a folder "
        "of its name beside it",
    )
    found = parser.parse_args(argv)
    for given, known in ((found.worlds, SCENARIOS), (found.campaigns, CAMPAIGNS)):
        if unknown := set(given) - set(known):
            parser.error(f"unknown: {', '.join(sorted(unknown))}. Known: {', '.join(known)}")
    if found.seeds < 1 or found.jobs < 1:
        parser.error("--seeds and --jobs are at least 1")
    found.windows = sorted({float(window) for window in found.windows})
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, write, tell."""
    options = _arguments(argv)
    tasks = [
        Task(name, campaign, seed, options.accounts, options.actions, tuple(options.windows))
        for name, campaign, seed in product(
            options.worlds, options.campaigns, range(1, options.seeds + 1)
        )
    ]
    source = options.shared / _REAL
    real = measure_real(source) if source.exists() else None
    if real is None:
        print(f"No real data: {source} is missing.", file=sys.stderr)
    cells = run_all(tasks, options.jobs)
    charts = list(draw(page.Runs(cells), real))
    text = page.render(cells, real, options, charts)
    write_charts(charts, options.out.with_suffix(""))
    write(options.out, text, part="calibration", title="Calibration")
    print(text)
    print(f"Written to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
