"""The strongest part of a network as one inline SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kashf.exports._layout import Floats, pack, spread
from kashf.html import Markup, label, tag
from kashf.schema import RunTables

__all__ = ["MAX_CLUSTERS", "MAX_EDGES", "MAX_NODES", "Drawing", "color", "draw"]

MAX_NODES = 400
MAX_EDGES = 2_500
MAX_CLUSTERS = 60

# At least 4.5:1 on white and 3.4:1 on the report's dark ground.
_COLORS = (
    "#1f77b4",
    "#c2570c",
    "#17805a",
    "#7a5cc9",
    "#c93c3c",
    "#0e7f8c",
    "#7c7a12",
    "#b5428f",
    "#94653a",
    "#5f7285",
)


def color(cluster: int) -> str:
    """Colour of a cluster; the numbers tell apart what colours can't."""
    return _COLORS[cluster % len(_COLORS)]


@dataclass(frozen=True)
class Drawing:
    """An SVG and how much of the network it shows."""

    svg: Markup
    nodes: int
    edges: int
    clusters: int


@dataclass(frozen=True)
class _Group:
    cluster: int
    rows: list[dict[str, object]]
    centre: tuple[float, float]
    radius: float


def draw(tables: RunTables, *, width: int, height: int, links: bool = False) -> Drawing:
    """Draw at most :data:`MAX_NODES` accounts and :data:`MAX_EDGES` edges, strongest first.

    ``links`` makes each cluster a link to ``#cluster-…`` of the page around it.
    """
    chosen = _choose(tables)
    edges = _strongest(tables.edges, {str(row["account_id"]): i for i, row in enumerate(chosen)})
    members: dict[int, list[int]] = {}
    for index, row in enumerate(chosen):
        members.setdefault(_int(row["cluster_id"]), []).append(index)
    place, groups = _place(chosen, members, edges, width, height)
    unit = _unit(place, members)
    layers = [
        _across(place, chosen, edges),
        tag(
            "g",
            [
                _cluster(group, members[group.cluster], place, edges, unit, links)
                for group in groups
            ],
        ),
        tag("g", [_badge(group) for group in groups], class_="labels"),
    ]
    svg = tag(
        "svg",
        layers,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_label=f"Network: {len(chosen)} accounts in {len(members)} clusters",
        class_="network",
        font_family="system-ui, sans-serif",
    )
    return Drawing(svg, len(chosen), len(edges), len(members))


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


def _choose(tables: RunTables) -> list[dict[str, object]]:
    """Accounts to draw: the strongest of each of the largest clusters, as evenly as it goes."""
    accounts = tables.accounts.select(
        ["account_id", "account_name", "cluster_id", "degree", "strength"]
    )
    accounts = accounts.filter(pc.less(accounts["cluster_id"], MAX_CLUSTERS))
    sizes = sorted(
        (int(item["counts"]) for item in pc.value_counts(accounts["cluster_id"]).to_pylist()),
    )
    most, left = 0, MAX_NODES
    for i, size in enumerate(sizes):
        most = max(most, min(size, left // (len(sizes) - i)))
        left -= min(size, left // (len(sizes) - i))
    ordered = accounts.sort_by(
        [("cluster_id", "ascending"), ("strength", "descending"), ("account_id", "ascending")]
    )
    taken: dict[int, int] = {}
    rows: list[dict[str, object]] = []
    for batch in ordered.to_batches(max_chunksize=8192):
        clusters = batch.column("cluster_id").to_pylist()
        for i, cluster in enumerate(clusters):
            taken[cluster] = taken.get(cluster, 0) + 1
            if taken[cluster] <= most and len(rows) < MAX_NODES:
                rows.append({name: batch.column(name)[i].as_py() for name in batch.schema.names})
    return rows


def _strongest(edges: pa.Table, index: dict[str, int]) -> list[tuple[int, int, int]]:
    """(a, b, weight) of the edges to draw: the strongest of each account, then all by weight."""
    wanted = pa.array(list(index), pa.string())
    found: list[tuple[int, int, int]] = []
    for batch in edges.select(["account_a", "account_b", "weight"]).to_batches(
        max_chunksize=1 << 18
    ):
        both = pc.and_(
            pc.is_in(batch.column("account_a"), value_set=wanted),
            pc.is_in(batch.column("account_b"), value_set=wanted),
        )
        kept = batch.filter(both)
        found += [
            (index[a], index[b], weight)
            for a, b, weight in zip(*(column.to_pylist() for column in kept.columns), strict=True)
        ]
    found.sort(key=lambda edge: (-edge[2], edge[0], edge[1]))
    seen: set[int] = set()
    first: list[tuple[int, int, int]] = []
    rest: list[tuple[int, int, int]] = []
    for edge in found:
        (rest if edge[0] in seen and edge[1] in seen else first).append(edge)
        seen.update(edge[:2])
    return (first + rest)[:MAX_EDGES]


def _place(
    rows: Sequence[dict[str, object]],
    members: dict[int, list[int]],
    edges: list[tuple[int, int, int]],
    width: int,
    height: int,
) -> tuple[Floats, list[_Group]]:
    """Positions of all accounts in pixels, and the circle around each cluster."""
    place = np.zeros((len(rows), 2))
    if not rows:
        return place, []
    weights = np.zeros((len(rows), len(rows)))
    for a, b, weight in edges:
        weights[a, b] = weights[b, a] = weight
    radii = []
    for indices in members.values():
        inside = spread(weights[np.ix_(indices, indices)])
        place[indices] = inside
        radii.append(float(np.sqrt((inside**2).sum(axis=1)).max()) + 0.8)
    sizes = np.array(radii)
    centres = pack(sizes, width / height, 0.9)
    low = (centres - sizes[:, None]).min(axis=0)
    high = (centres + sizes[:, None]).max(axis=0)
    top = 20  # room for the badges above the circles
    scale = min((width - 16) / (high[0] - low[0]), (height - 16 - top) / (high[1] - low[1]), 44.0)
    middle = np.array([width / 2, (height + top) / 2])
    centres = (centres - (low + high) / 2) * scale + middle
    groups = []
    for (cluster, indices), centre, size in zip(members.items(), centres, sizes, strict=True):
        place[indices] = place[indices] * scale + centre
        groups.append(
            _Group(cluster, [rows[i] for i in indices], (centre[0], centre[1]), float(size * scale))
        )
    return place, groups


def _unit(place: Floats, members: dict[int, list[int]]) -> float:
    """Distance in pixels of neighbours in the drawing."""
    for indices in members.values():
        if len(indices) > 1:
            first = place[indices]
            apart = np.sqrt(((first[1:] - first[0]) ** 2).sum(axis=1))
            return float(apart.min())
    return 20.0


def _path(place: Floats, edges: list[tuple[int, int, int]]) -> str:
    return "".join(
        f"M{place[a, 0]:.1f} {place[a, 1]:.1f}L{place[b, 0]:.1f} {place[b, 1]:.1f}"
        for a, b, _ in edges
    )


def _across(
    place: Floats, rows: Sequence[dict[str, object]], edges: list[tuple[int, int, int]]
) -> Markup | None:
    between = [e for e in edges if rows[e[0]]["cluster_id"] != rows[e[1]]["cluster_id"]]
    if not between:
        return None
    return tag(
        "path",
        d=_path(place, between),
        fill="none",
        stroke="currentColor",
        stroke_opacity=0.16,
        stroke_width=1,
        class_="across",
    )


def _cluster(
    group: _Group,
    indices: list[int],
    place: Floats,
    edges: list[tuple[int, int, int]],
    unit: float,
    links: bool,
) -> Markup:
    shade = color(group.cluster)
    inside = set(indices)
    own = [edge for edge in edges if edge[0] in inside and edge[1] in inside]
    heaviest = max((edge[2] for edge in own), default=1)
    steps: list[list[tuple[int, int, int]]] = [[], [], []]
    for edge in own:
        steps[min(2, int(3 * math.log(edge[2] + 1) / math.log(heaviest + 1.001)))].append(edge)
    crowd = 1 / (1 + len(own) / 250)  # many lines together are dark enough when each is faint
    lines = [
        tag(
            "path",
            d=_path(place, step),
            fill="none",
            stroke=shade,
            stroke_width=round(0.6 + 0.8 * level, 1),
            stroke_opacity=round(max(0.1, (0.25 + 0.12 * level) * crowd + 0.06), 2),
        )
        for level, step in enumerate(steps)
        if step
    ]
    strongest = max(_int(row["strength"]) for row in group.rows)
    dots = [
        _dot(
            row,
            place[index],
            unit * (0.17 + 0.16 * math.sqrt(_int(row["strength"]) / max(1, strongest))),
        )
        for row, index in zip(group.rows, indices, strict=True)
    ]
    content = [
        tag(
            "circle",
            cx=round(group.centre[0], 1),
            cy=round(group.centre[1], 1),
            r=round(group.radius, 1),
            fill=shade,
            fill_opacity=0.07,
            stroke=shade,
            stroke_opacity=0.35,
        ),
        *lines,
        tag("g", dots, fill=shade, stroke="#fff", stroke_width=0.75, class_="dots"),
    ]
    return tag(
        "g",
        tag("a", content, href=f"#cluster-{group.cluster}", tabindex="-1") if links else content,
    )


def _dot(row: dict[str, object], at: Floats, radius: float) -> Markup:
    account = str(row["account_id"])
    name = (
        f"{label(str(row['account_name']), 60)} ({label(account, 60)})"
        if row["account_name"]
        else label(account, 60)
    )
    note = f"{name}: {row['degree']} neighbours, strength {row['strength']}"
    return tag(
        "circle",
        tag("title", note),
        cx=round(float(at[0]), 1),
        cy=round(float(at[1]), 1),
        r=round(min(9.0, max(1.5, radius)), 1),
    )


def _badge(group: _Group) -> Markup:
    text = str(group.cluster)
    x, y = round(group.centre[0], 1), round(group.centre[1] - group.radius - 5, 1)
    half = 9 + 4 * len(text)
    return tag(
        "g",
        tag(
            "rect",
            x=x - half,
            y=round(y - 13, 1),
            width=2 * half,
            height=26,
            rx=13,
            fill=color(group.cluster),
        ),
        tag(
            "text",
            text,
            x=x,
            y=round(y + 5.5, 1),
            text_anchor="middle",
            font_size=16,
            font_weight=700,
            fill="#fff",
        ),
        class_="badge",
    )
