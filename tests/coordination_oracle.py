"""Edges by brute force, straight from the definitions, and small helpers for tests."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from kashf.coordination.edges import count_edges
from kashf.coordination.load import connect, load
from kashf.schema import ACTIONS, TIME
from kashf.settings import DetectSettings


class Action(NamedTuple):
    kind: str
    object_id: str
    account_id: str
    post_id: str
    time: int  # microseconds


def table(actions: Sequence[Action]) -> pa.Table:
    columns = list(zip(*actions, strict=True)) or [()] * 5
    return pa.table(
        [pa.array(c, pa.string()) for c in columns[:4]] + [pa.array(columns[4], TIME)],
        schema=ACTIONS,
    )


def kashf_edges(
    actions: Sequence[Action], settings: DetectSettings, folder: Path, threads: int = 1
) -> list[dict[str, Any]]:
    path = folder / "actions.parquet"
    pq.write_table(table(actions), path)
    with connect(folder, threads=threads) as con:
        loaded = load(con, path, settings)
    found = [
        row for part in count_edges(loaded, settings, threads=threads) for row in part.to_pylist()
    ]
    return sorted(found, key=lambda row: (row["account_a"], row["account_b"]))


def brute_force(actions: Sequence[Action], s: DetectSettings) -> list[dict[str, Any]]:
    window = round(s.time_window * 1e6)
    fast = None if s.fast_window is None else round(min(s.fast_window, s.time_window) * 1e6)
    rows = [a for a in actions if a.object_id]
    if s.min_participation > 1:
        many = Counter(a.account_id for a in rows)
        rows = [a for a in rows if many[a.account_id] >= s.min_participation]
    counted = rows
    common = Counter((a.kind, a.object_id) for a in rows)
    if s.max_object_actions is not None:
        rows = [a for a in rows if common[a.kind, a.object_id] <= s.max_object_actions]
    objects = defaultdict(list)
    for a in rows:
        objects[a.kind, a.object_id].append(a)
    pairs: dict[tuple[str, str], list[tuple[Any, Action, Action]]] = defaultdict(list)
    for key, shared in objects.items():
        for x, y in combinations(shared, 2):
            if x.account_id != y.account_id and abs(x.time - y.time) <= window:
                first, second = sorted((x, y), key=lambda a: a.account_id)
                pairs[first.account_id, second.account_id].append((key, first, second))
    posts_in_step = {
        (x.account_id, x.post_id) for found in pairs.values() for _, *both in found for x in both
    }
    in_step = Counter(a.account_id for a in counted if (a.account_id, a.post_id) in posts_in_step)
    edges = []
    for (a, b), found in pairs.items():
        enough = [in_step[i] >= s.min_participation for i in (a, b)]
        if not (all(enough) if s.participation == "both" else any(enough)):
            continue
        delays = [abs(y.time - x.time) for _, x, y in found]
        own = [len({x.post_id for _, x, _ in found}), len({y.post_id for _, _, y in found})]
        weight = {
            "objects": len({key for key, _, _ in found}),
            "co_actions": len(found),
            "own_posts": max(own),
        }[s.weight]
        edge = {
            "account_a": a,
            "account_b": b,
            "weight": weight,
            "co_actions": len(found),
            "first_time": min(min(x.time, y.time) for _, x, y in found),
            "last_time": max(max(x.time, y.time) for _, x, y in found),
            "mean_delay": sum(delays) / len(delays) / 1e6,
            "min_delay": min(delays) / 1e6,
        }
        if fast is not None:
            edge["fast_weight"] = len(
                {key for (key, _, _), d in zip(found, delays, strict=True) if d <= fast}
            )
        if s.weight == "own_posts":
            edge["own_posts_a"], edge["own_posts_b"] = own
        edges.append(edge)
    edges.sort(key=lambda e: (e["account_a"], e["account_b"]))
    return [e for e in edges if e["weight"] >= int(s.min_edge_weight)]


def comparable(edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Times as microseconds, mean delays rounded to the microsecond."""
    out = []
    for edge in edges:
        row = dict(edge)
        for name in ("first_time", "last_time"):
            if not isinstance(row[name], int):
                row[name] = pa.scalar(row[name], TIME).value
        row["mean_delay"] = round(row["mean_delay"], 6)
        out.append(row)
    return out
