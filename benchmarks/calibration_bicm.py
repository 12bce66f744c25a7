"""The package ``bicm`` beside Kashf, on worlds small enough for it, as Markdown.

    .venv/bin/python -m pip install -e '.[bench]'
    .venv/bin/python benchmarks/calibration_bicm.py --help

``bicm`` (Bruno, MIT licence) fits the bipartite configuration model of maximum entropy and projects it on
the accounts: p-values of how many objects two accounts share, validated at a false-discovery rate
(Saracco, Straka, Di Clemente, Gabrielli, Caldarelli & Squartini 2017).
"""  # fmt: skip

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibrate import (
    MODELS,
    Counts,
    Q,
    Truth,
    count_pairs,
    member_pairs,
    names,
    truth_of,
)
from calibration_real import loaded
from kashf.coordination.groups import confirm, find_groups
from kashf.coordination.load import Actions
from kashf.coordination.nulls import Pairs
from kashf.coordination.nulls.popularity import link_chances
from kashf.coordination.sharing import Sharing, sharing
from kashf.coordination.significance import candidates, judge, possible_pairs, q_values
from kashf.settings import DetectSettings, make
from kashf.simulate import CAMPAIGNS, SCENARIOS, campaigns, scenario, world
from table import markdown, write

_ROOT = Path(__file__).resolve().parents[1]
PART = "calibration-bicm"
SHARED = "bicm: shared at all"
IN_STEP = "bicm: and in step twice"
POPULARITY = "popularity alone"
NULL = "null models"
CLUSTERS = "clusters"
RULES = (SHARED, IN_STEP, POPULARITY, NULL, CLUSTERS)
_LEAST = 2
_Pairs = NDArray[np.int64]


@dataclass(frozen=True)
class Cell:
    """What one world gave."""

    world: str
    campaign: str
    planted: int
    kept: dict[str, Counts]  #: by rule
    difference: float  #: largest, of the chances of a link of both programs
    accounts: int
    objects: int


def biadjacency(x: Sharing, objects: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Who shares what, 0 or 1, by the accounts that share anything; and their codes."""
    owner = np.repeat(np.arange(len(x.ptr) - 1), np.diff(x.ptr))
    codes = np.unique(owner)
    matrix = np.zeros((len(codes), objects), np.int64)
    matrix[np.searchsorted(codes, owner), x.obj] = 1
    return matrix, codes


def packaged(matrix: NDArray[np.int64], q: float) -> tuple[NDArray[np.float64], _Pairs]:
    """What the package says: the chance of each link, and the pairs of rows that it keeps."""
    from bicm import BipartiteGraph

    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")  # numba speaks of its own future there
        graph: Any = BipartiteGraph()
        graph.set_biadjacency_matrix(matrix)
        graph.solve_tool()
        chances = np.asarray(graph.get_bicm_matrix(), np.float64)
        found = graph.get_rows_projection(alpha=q, threads_num=1, progress_bar=False)
    pairs = [(int(a), int(b)) for a, others in found.items() for b in others]
    return chances, np.array(sorted(pairs), np.int64).reshape(-1, 2)


def ours(matrix: NDArray[np.int64]) -> NDArray[np.float64]:
    """The chance of each link as Kashf's ``popularity`` has it."""
    sizes, row = np.unique(matrix.sum(axis=1), return_inverse=True)
    object_sizes, column = np.unique(matrix.sum(axis=0), return_inverse=True)
    chances = link_chances(sizes, np.bincount(row), object_sizes, np.bincount(column))
    return chances[row][:, column]


def measure(actions: Actions, truth: Truth, name: str, campaign: str, window: float) -> Cell:
    """All rules on one world."""
    settings = make(DetectSettings, time_window=window, min_edge_weight=_LEAST)
    x = sharing(actions, window)
    matrix, codes = biadjacency(x, actions.objects)
    chances, kept = packaged(matrix, Q)
    kept = codes[kept]
    pairs = candidates(actions, settings, threads=1)
    ends = np.sort(np.stack([pairs.a, pairs.b]), axis=0)
    met = set(zip(*ends.tolist(), strict=True))
    stepping = np.array([pair in met for pair in map(tuple, kept.tolist())], np.bool_)
    found = {
        SHARED: count_pairs(*kept.T, truth),
        IN_STEP: count_pairs(*kept[stepping].T, truth),
        POPULARITY: _judged(pairs, x, ("popularity",), truth),
        NULL: _judged(pairs, x, MODELS, truth),
    }
    clusters = confirm(find_groups(actions, settings, threads=1), Q)
    found[CLUSTERS] = count_pairs(*member_pairs(clusters), truth)
    difference = float(np.max(np.abs(chances - ours(matrix)), initial=0.0))
    return Cell(name, campaign, truth.planted, found, difference, *matrix.shape)


def _judged(pairs: Pairs, x: Sharing, models: Sequence[str], truth: Truth) -> Counts:
    p_value = judge(pairs, x, models).p_value
    kept = q_values(p_value, max(possible_pairs(x, _LEAST), len(pairs.a))) <= Q
    return count_pairs(pairs.a[kept], pairs.b[kept], truth)


def render(cells: Sequence[Cell], options: argparse.Namespace) -> str:
    """The section of the page."""
    rows = []
    for campaign in options.campaigns:
        for name in options.worlds:
            chosen = [one for one in cells if (one.world, one.campaign) == (name, campaign)]
            rows.append([name, campaign, *(_cell(chosen, rule) for rule in RULES)])
    worst = max(one.difference for one in cells)
    largest = max(cells, key=lambda one: one.accounts * one.objects)
    return (
        f"## Beside the package `bicm`\n\n"
        f"The same rules, and `bicm` {version('bicm')}, on worlds that it can handle: "
        f"{options.accounts:,} accounts, {options.actions:,} actions, {options.groups} planted groups, "
        f"window {options.window:g} s, q = {Q:g}, {options.seeds} "
        f"{'seed' if options.seeds == 1 else 'seeds'} each; worlds with feeds have two outlets. The package knows no time: it asks whether "
        "two accounts *share* more objects than their activity explains. The second column keeps "
        f"of these the pairs that are in step on at least {_LEAST} objects. In each cell: false pairs a "
        "run · false-discovery proportion · recall of planted pairs.\n\n"
        + markdown(["world", "planted", *RULES], rows)
        + f"\n\nThe chance of a link, as the package has it and as `popularity` has it, differs by "
        f"{worst:.1e} at most, in all {len(cells)} worlds (the largest: {largest.accounts:,} accounts by "
        f"{largest.objects:,} objects).\n\nRepeat with\n\n```\n"
        f".venv/bin/python benchmarks/calibration_bicm.py --worlds {','.join(options.worlds)} "
        f"--campaigns {','.join(options.campaigns)} --seeds {options.seeds} --window "
        f"{options.window:g} --accounts {options.accounts} --actions {options.actions} --groups "
        f"{options.groups}\n```"
    )


def _cell(cells: Sequence[Cell], rule: str) -> str:
    counts = [one.kept[rule] for one in cells]
    false = fmean(one.false for one in counts)
    text = f"{false:,.0f}" if false >= 100 else f"{false:.2f}"
    if cells[0].planted:
        recall = fmean(one.kept[rule].planted / one.planted for one in cells)
        text += f" · {fmean(one.wrong() for one in counts):.3f} · {recall:.3f}"
    return text


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The package bicm beside Kashf.")
    add = parser.add_argument
    add("--worlds", type=names, default=",".join(SCENARIOS), help="scenarios of kashf simulate")
    add("--campaigns", type=names, default=",".join(CAMPAIGNS), help="what is planted")
    add("--seeds", type=int, default=2, help="worlds of each kind")
    add("--window", type=float, default=60.0, help="time window, seconds")
    add("--accounts", type=int, default=1_000, help="accounts of a world")
    add("--actions", type=int, default=20_000, help="actions of a world")
    add("--groups", type=int, default=2, help="groups planted in a world")
    add(
        "--out",
        type=Path,
        default=_ROOT / "docs" / "methods" / "calibration.md",
        help="Markdown file that gets the section, between its markers",
    )
    found = parser.parse_args(argv)
    for given, known in ((found.worlds, SCENARIOS), (found.campaigns, CAMPAIGNS)):
        if unknown := set(given) - set(known):
            parser.error(f"unknown: {', '.join(sorted(unknown))}. Known: {', '.join(known)}")
    if found.seeds < 1 or found.groups < 1:
        parser.error("--seeds and --groups are at least 1")
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, write, tell; without the package only tell."""
    options = _arguments(argv)
    if find_spec("bicm") is None:
        print(
            "The package bicm is not installed, so it is not compared and the page stays as it is. "
            "Install it with: pip install -e '.[bench]'",
            file=sys.stderr,
        )
        return 0
    cells = []
    for campaign, name, seed in product(
        options.campaigns, options.worlds, range(1, options.seeds + 1)
    ):
        plan = campaigns(campaign, groups=options.groups) if CAMPAIGNS[campaign] else ()
        # so few accounts: feeds and clubs in proportion, or they would be the whole world
        changes = {"feeds": 2} if SCENARIOS[name].feeds else {}
        made = world(
            scenario(
                name, seed=seed, accounts=options.accounts, actions=options.actions,
                campaigns=plan, **changes,
            )
        )  # fmt: skip
        actions = loaded(made.actions)
        truth = truth_of(made.truth, actions.accounts)
        cells.append(measure(actions, truth, name, campaign, options.window))
        print(campaign, name, seed, {rule: tuple(n) for rule, n in cells[-1].kept.items()},
              f"{cells[-1].difference:.1e}", flush=True)  # fmt: skip
    text = render(cells, options)
    write(options.out, text, part=PART, title="Calibration")
    print(text)
    print(f"Written to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
