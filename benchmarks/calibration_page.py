"""What calibration measured, as Markdown."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from statistics import fmean
from typing import TYPE_CHECKING

from calibration_charts import Drawn, links
from calibration_real import WINDOW, Point, Real
from kashf.simulate import CAMPAIGNS
from table import markdown

if TYPE_CHECKING:
    from calibrate import Cell

NULL = "null models"
QUANTILE = "weight ≥ q0.9"
_NONE = "none"
_NO_REAL = "## Real data\n\nNot measured: the file was not there."
_Figure = Callable[["Cell"], float]


def weight(least: int) -> str:
    """The name of the rule that keeps pairs of at least this weight."""
    return f"weight ≥ {least}"


def render(
    cells: Sequence[Cell],
    real: Real | None,
    options: argparse.Namespace,
    charts: Sequence[Drawn] = (),
) -> str:
    """All tables, the summary first, and the charts between them."""
    runs = Runs(cells)
    blocks = [_setting(options), _summary(runs, real), _pictures(runs, charts, options.out.stem)]
    if runs.planted and runs.levels:
        blocks.append(_stated(runs, charts, options.out.stem))
    for window in runs.windows:
        blocks += _edges(runs, window)
        blocks.append(_clusters(runs, window))
    blocks.append(_NO_REAL if real is None else _real(real))
    blocks.append(links(charts, options.out.stem, "real"))
    return "\n\n".join(block for block in blocks if block)


class Runs:
    """Means over the seeds of a world."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells: dict[tuple[str, str, float], list[Cell]] = {}
        for cell in cells:
            self.cells.setdefault((cell.world, cell.campaign, cell.window), []).append(cell)
        self.worlds = list(dict.fromkeys(cell.world for cell in cells))
        self.campaigns = list(dict.fromkeys(cell.campaign for cell in cells))
        self.planted = [name for name in self.campaigns if name != _NONE]
        self.windows = sorted({cell.window for cell in cells})
        self.rules = list(cells[0].edges)
        self.levels = list(cells[0].levels)

    def mean(self, world: str, campaign: str, window: float, figure: _Figure) -> float:
        return fmean(figure(cell) for cell in self.cells[world, campaign, window])

    def wrong(self, world: str, campaign: str, window: float, q: float, what: str) -> float:
        """Mean false-discovery proportion at ``q`` of ``what``: edges or members."""
        return self.mean(
            world, campaign, window, lambda cell: getattr(cell.levels[q], what).wrong()
        )

    def by_world(self, campaign: str, window: float, figure: _Figure) -> dict[str, float]:
        return {world: self.mean(world, campaign, window, figure) for world in self.worlds}


def false_edges(rule: str = NULL) -> _Figure:
    return lambda cell: cell.edges[rule].false


def _wrong_edges(rule: str = NULL) -> _Figure:
    return lambda cell: cell.edges[rule].wrong()


def edge_recall(rule: str = NULL) -> _Figure:
    return lambda cell: cell.edges[rule].planted / max(1, cell.planted)


def _open_edges(cell: Cell) -> float:
    return cell.edges[NULL].open


def false_clusters(cell: Cell) -> float:
    return cell.false_clusters


def _wrong_members(cell: Cell) -> float:
    return cell.members.wrong()


def member_recall(cell: Cell) -> float:
    return cell.members.planted / max(1, cell.planted)


def _setting(options: argparse.Namespace) -> str:
    windows = ",".join(f"{window:g}" for window in options.windows)
    return (
        f"{options.seeds} seeds for each world and campaign, each a run of {options.actions:,} "
        f"actions by {options.accounts:,} accounts. Repeat with\n\n```\n"
        f".venv/bin/python benchmarks/calibrate.py --worlds {','.join(options.worlds)} "
        f"--campaigns {','.join(options.campaigns)} --seeds {options.seeds} --windows {windows} "
        f"--accounts {options.accounts} --actions {options.actions}\n```"
    )


def _summary(runs: Runs, real: Real | None) -> str:
    rows = [
        [what, f"{window:g} s", target, *measured]
        for window in runs.windows
        for what, target, measured in _targets(runs, window)
    ]
    if real is not None:
        rows += _real_targets(real)
    head = ["what", "window", "target", "worst", "where", "met"]
    return (
        "## Targets\n\nEach figure is a mean over seeds, given for the world where it is worst.\n\n"
        + markdown(head, rows)
    )


def _targets(runs: Runs, window: float) -> Iterator[tuple[str, str, list[str]]]:
    if _NONE in runs.campaigns:
        for what, most, figure in (
            ("nothing planted: false edges a run", 1.0, false_edges()),
            ("nothing planted: false clusters a run", 0.05, false_clusters),
        ):
            found = runs.by_world(_NONE, window, figure)
            yield what, f"≤ {most:g}", _most(found, most)
    for campaign in runs.planted:
        wrong = runs.by_world(campaign, window, _wrong_edges())
        what = f"{campaign}: false-discovery proportion of"
        yield f"{what} member pairs", "≤ 0.05", _most(
            runs.by_world(campaign, window, _wrong_members), 0.05
        )  # fmt: skip
        yield f"{what} edges, mean of worlds", "≤ 0.05", _most(
            {"all worlds": fmean(wrong.values())}, 0.05
        )  # fmt: skip
        yield f"{what} edges, every world", "≤ 0.10", _most(wrong, 0.10)
    for campaign, least in (("strong", 0.99), ("weak", 0.80)):
        if campaign in runs.campaigns:
            plan = CAMPAIGNS[campaign]
            asked = campaign == "strong" or (plan is not None and plan.jitter == window)
            found = runs.by_world(campaign, window, member_recall)
            target = f"≥ {least:.2f}" if asked else "none: the jitter is not one window"
            row = _least(found, least)
            yield f"{campaign}: recall through clusters", target, row if asked else [*row[:2], "–"]


def _most(found: dict[str, float], most: float) -> list[str]:
    worst = max(found.values())
    return [f"{worst:.4f}", _where(found, worst), _met(worst <= most)]


def _least(found: dict[str, float], least: float) -> list[str]:
    worst = min(found.values())
    return [f"{worst:.4f}", _where(found, worst), _met(worst >= least)]


def _where(found: dict[str, float], worst: float) -> str:
    worlds = [world for world, value in found.items() if value == worst]
    return "every world" if 1 < len(worlds) == len(found) else ", ".join(worlds)


def _met(met: bool) -> str:
    return "yes" if met else "**no**"


def _real_targets(real: Real) -> Iterator[list[str]]:
    for what, points in (("edges", real.nulls), ("clusters", real.clusters)):
        gaps = [(one.found - real.plain(one.flagged)) / real.accounts[1] for one in points]
        worst = min(gaps)
        yield [
            f"real data: recall through {what}, less that of plain thresholds at as many flagged",
            f"{WINDOW:g} s",
            "> 0",
            f"{worst:+.4f}",
            points[gaps.index(worst)].setting,
            _met(worst > 0),
        ]


def _pictures(runs: Runs, charts: Sequence[Drawn], folder: str) -> str:
    drawn = [links(charts, folder, start) for start in ("false-", "recall-")]
    if not any(drawn):
        return ""
    return (
        "## In pictures\n\nFigures of the tables below, which have them all. Each mark is a mean over "
        "seeds.\n\n" + "\n\n".join(one for one in drawn if one)
    )


def _stated(runs: Runs, charts: Sequence[Drawn], folder: str) -> str:
    """The measured false-discovery proportion at each stated rate."""
    rows = []
    for window in runs.windows:
        for what, called in (("edges", "edges"), ("members", "pairs of members")):
            for campaign in runs.planted:
                row = [called, f"{window:g} s", campaign]
                for q in runs.levels:
                    worlds = {
                        world: runs.wrong(world, campaign, window, q, what) for world in runs.worlds
                    }
                    worst = max(worlds.values())
                    row.append(f"{fmean(worlds.values()):.4f} · {worst:.4f}")
                rows.append(row)
    head = ["what", "window", "planted", *(f"q = {q:g}" for q in runs.levels)]
    return (
        "## Stated and measured\n\nThe false-discovery proportion where another q is asked for: mean "
        "of the worlds · the worst world.\n\n"
        + markdown(head, rows)
        + "\n\n"
        + links(charts, folder, "stated-")
    ).strip()


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def _edges(runs: Runs, window: float) -> Iterator[str]:
    for campaign in runs.campaigns:
        planted = campaign != _NONE
        rows = []
        for world in runs.worlds:
            row = [world]
            for rule in runs.rules:
                figures = [_number(runs.mean(world, campaign, window, false_edges(rule)))]
                if planted:
                    figures += [
                        f"{runs.mean(world, campaign, window, figure):.3f}"
                        for figure in (_wrong_edges(rule), edge_recall(rule))
                    ]
                row.append(" · ".join(figures))
            row.append(_number(runs.mean(world, campaign, window, _open_edges)))
            rows.append(row)
        cell = "false edges a run"
        if planted:
            cell += " · false-discovery proportion · recall of planted pairs"
        yield (
            f"## Single edges, window {window:g} s, {_called(campaign)}\n\n"
            f"In each cell: {cell}. The last column has the edges of the null models that are in "
            "step, but open.\n\n" + markdown(["world", *runs.rules, "open"], rows)
        )


def _called(campaign: str) -> str:
    return "nothing planted" if campaign == _NONE else f"{campaign} groups"


def _clusters(runs: Runs, window: float) -> str:
    columns: list[tuple[str, str, _Figure, Callable[[float], str]]] = []
    for campaign in runs.campaigns:
        called = _called(campaign)
        columns.append((f"{called}: false clusters", campaign, false_clusters, _number))
        if campaign == _NONE:
            columns.append(("false pairs", campaign, lambda cell: cell.members.false, _number))
            columns.append(("open pairs", campaign, lambda cell: cell.members.open, _number))
        else:
            columns.append(("false-discovery proportion", campaign, _wrong_members, _share))
            columns.append(("recall", campaign, member_recall, _share))
    rows = [
        [
            world,
            *(text(runs.mean(world, name, window, figure)) for _, name, figure, text in columns),
        ]
        for world in runs.worlds
    ]
    head = ["world", *(title for title, *_ in columns)]
    return (
        f"## Clusters, window {window:g} s\n\nFalse clusters a run; proportion of false ones among "
        "the pairs of members; recall of planted pairs.\n\n" + markdown(head, rows)
    )


def _share(value: float) -> str:
    return f"{value:.3f}"


def _real(real: Real) -> str:
    share = real.actions[1] / sum(real.actions)
    rows = [_point(one, real, "") for one in real.thresholds]
    rows += [
        _point(one, real, f"{real.plain(one.flagged) / real.accounts[1]:.3f}")
        for one in (*real.nulls, *real.clusters)
    ]
    head = ["rule", "setting", "found", "recall", "flagged", "recall of thresholds there"]
    return (
        f"## Real data, window {WINDOW:g} s\n\n{real.actions[1]:,} actions by {real.accounts[1]:,} "
        f"accounts of the operation (label 1), {share:.0%} of all; {real.actions[0]:,} actions by "
        f"{real.accounts[0]:,} accounts that are presumed ordinary (label 0). *Found* counts the "
        "first, *flagged* the second. The last column says what plain thresholds find at as many "
        "flagged, on a line between whole weights.\n\n" + markdown(head, rows)
    )


def _point(one: Point, real: Real, plain: str) -> list[str]:
    recall = f"{one.found / real.accounts[1]:.3f}"
    return [one.rule, one.setting, f"{one.found:,}", recall, f"{one.flagged:,}", plain]
