"""What calibration measured, as SVG files beside the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import log10
from pathlib import Path
from typing import TYPE_CHECKING

from calibration_real import WINDOW, Real
from kashf.exports.plots import Axis, Panel, Point, Series, chart, standalone

if TYPE_CHECKING:
    from calibration_page import Runs

_FLOOR = 0.01  # below what a mean over seeds can be, so that 0 has a place on a logarithmic scale
_APART = 3.5  # pixels between the marks of two series
_SHARES = ((0.0, "0 %"), (0.25, "25 %"), (0.5, "50 %"), (0.75, "75 %"), (1.0, "100 %"))
_CLUSTERS = "clusters"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"

Drawn = tuple[str, str, str]  # name of the file, title, the SVG


def draw(runs: Runs, real: Real | None) -> Iterator[Drawn]:
    """All charts: name, title, SVG."""
    for window in runs.windows:
        if "none" in runs.campaigns:
            yield _false(runs, window)
        if runs.planted:
            yield _recall(runs, window)
            if runs.levels:
                yield _stated(runs, window)
    if real is not None:
        yield _real(real)


def write_charts(charts: Sequence[Drawn], folder: Path) -> None:
    """Each chart as a file of ``folder``; charts of earlier runs there are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.svg"):
        old.unlink()
    for name, _, svg in charts:
        (folder / name).write_text(svg, encoding="utf-8", newline="\n")


def links(charts: Sequence[Drawn], folder: str, start: str) -> str:
    """Markdown images of those whose names begin with ``start``."""
    return "\n\n".join(
        f"![{title}]({folder}/{name})" for name, title, _ in charts if name.startswith(start)
    )


def _worlds(runs: Runs) -> Axis:
    last = len(runs.worlds) - 1
    ticks = tuple((last - place, world) for place, world in enumerate(runs.worlds))
    return Axis("world", ticks, margin=0.06)


def _by_world(runs: Runs, figures: dict[str, Callable[[str], float]]) -> tuple[Series, ...]:
    """A series for each of ``figures``, which maps a name to the figure of a world."""
    last = len(runs.worlds) - 1
    found = []
    for number, (name, figure) in enumerate(figures.items()):
        points = (Point(figure(world), last - place) for place, world in enumerate(runs.worlds))
        aside = _APART * (number - (len(figures) - 1) / 2)
        found.append(Series(name, tuple(points), aside=(0.0, aside)))
    return tuple(found)


def _height(runs: Runs) -> int:
    return 90 + 30 * len(runs.worlds)


def _powers(most: float) -> tuple[tuple[float, str], ...]:
    """Ticks of a logarithmic scale from 0 to ``most``."""
    ticks = [(_FLOOR, "0"), (0.1, "0.1"), (1.0, "1")]
    while ticks[-1][0] < most:
        value = ticks[-1][0] * 10
        ticks.append(
            (value, f"{value:,.0f}" if value < 1e4 else f"10{_RAISED[round(log10(value))]}")
        )
    return tuple(ticks)


def _false(runs: Runs, window: float) -> Drawn:
    import calibration_page as page

    def mean(figure: Callable[..., float]) -> Callable[[str], float]:
        return lambda world: runs.mean(world, "none", window, figure)

    edges = {rule: mean(page.false_edges(rule)) for rule in runs.rules}
    clusters = {
        _CLUSTERS: mean(page.false_clusters),
        "pairs in clusters": mean(lambda cell: cell.members.false),
    }
    most = max(figure(world) for figure in edges.values() for world in runs.worlds)
    most_clusters = max(figure(world) for figure in clusters.values() for world in runs.worlds)
    y = _worlds(runs)
    title = f"False finds with nothing planted, window {window:g} s"
    panels = [
        Panel("single edges", Axis("false edges a run (logarithmic)", _powers(most), log=True), y,
              _by_world(runs, edges)),
        Panel("clusters", Axis("false clusters, or pairs in them, a run (logarithmic)",
                               _powers(max(1.0, most_clusters)), log=True), y, _by_world(runs, clusters)),
    ]  # fmt: skip
    about = "Means over seeds, as in the tables of this page. Further left is better."
    svg = chart(title, panels, height=_height(runs), about=about)
    return f"false-{window:g}s.svg", title, standalone(svg)


def _recall(runs: Runs, window: float) -> Drawn:
    import calibration_page as page

    rules = [rule for rule in runs.rules if rule != page.QUANTILE]
    panels = []
    for campaign in runs.planted:

        def mean(figure: Callable[..., float], campaign: str = campaign) -> Callable[[str], float]:
            return lambda world: runs.mean(world, campaign, window, figure)

        figures = {rule: mean(page.edge_recall(rule)) for rule in rules}
        figures[_CLUSTERS] = mean(page.member_recall)
        panels.append(
            Panel(
                f"{campaign} groups",
                Axis("share of planted pairs found", _SHARES),
                _worlds(runs),
                _by_world(runs, figures),
            )
        )
    title = f"Recall of planted pairs, window {window:g} s"
    about = "Means over seeds, as in the tables of this page. Further right is better."
    svg = chart(title, panels, height=_height(runs), about=about)
    return f"recall-{window:g}s.svg", title, standalone(svg)


def _stated(runs: Runs, window: float) -> Drawn:
    found: dict[str, list[tuple[str, list[tuple[float, float]]]]] = {}
    for what in ("edges", "members"):
        found[what] = []
        for campaign in runs.planted:
            by_level = {
                q: [runs.wrong(world, campaign, window, q, what) for world in runs.worlds]
                for q in runs.levels
            }
            means = [(q, sum(values) / len(values)) for q, values in by_level.items()]
            found[what].append((f"{campaign}, mean of worlds", means))
            worst = [(q, max(values)) for q, values in by_level.items()]
            found[what].append((f"{campaign}, worst world", worst))
    most = max(value for kinds in found.values() for _, line in kinds for _, value in line)
    top = max(0.2, most)
    step = next(step for step in (0.05, 0.1, 0.2, 0.25) if top / step <= 5)
    ticks = tuple(
        (round(step * n, 4), f"{100 * step * n:.0f} %") for n in range(int(-(-top // step)) + 1)
    )
    x = Axis("stated: q", ((0.0, ""), *((q, f"{q:g}") for q in runs.levels)))
    y = Axis("measured false-discovery proportion", ticks)
    panels = [
        Panel(
            title,
            x,
            y,
            tuple(
                Series(
                    name,
                    tuple(Point(q, value) for q, value in line),
                    joined=True,
                    dashed="worst" in name,
                )
                for name, line in found[what]
            ),
            diagonal=True,
        )
        for what, title in (("edges", "single edges"), ("members", "pairs of members of clusters"))
    ]
    title = f"False discoveries, stated and measured, window {window:g} s"
    about = "Means over seeds. On the dotted line the measured proportion is the stated one."
    svg = chart(title, panels, height=330, about=about)
    return f"stated-{window:g}s.svg", title, standalone(svg)


def _real(real: Real) -> Drawn:
    total = real.accounts[1]

    def points(pairs: Sequence[tuple[int, int]]) -> tuple[Point, ...]:
        return tuple(Point(flagged, found / total) for flagged, found in sorted(pairs))

    most = max(flagged for flagged, _ in real.curve)
    ticks = [(0.5, "0"), (1.0, "1")]
    while ticks[-1][0] < most:
        ticks.append((ticks[-1][0] * 10, f"{ticks[-1][0] * 10:,.0f}"))
    series = (
        Series("every weight as threshold", points(real.curve), joined=True),
        Series("edges, q 0.01 to 0.2", points([(p.flagged, p.found) for p in real.nulls]), True),
        Series("clusters, q 0.01 to 0.2", points([(p.flagged, p.found) for p in real.clusters]), True),
    )  # fmt: skip
    title = f"Real data: accounts of the operation found, and others flagged, window {WINDOW:g} s"
    x = Axis("presumed ordinary accounts flagged (logarithmic)", tuple(ticks), log=True)
    y = Axis("share of the operation's accounts found", _SHARES)
    about = "Further up and further left is better."
    svg = chart(title, [Panel("", x, y, series)], columns=1, height=380, about=about)
    return "real.svg", title, standalone(svg)
