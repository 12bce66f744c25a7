"""Real actions: how many accounts of an operation are found, and how many others are flagged."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from kashf.coordination.groups import Halves, confirm, find_groups
from kashf.coordination.load import Actions, connect, load
from kashf.coordination.sharing import sharing
from kashf.coordination.significance import candidates, judge, possible_pairs, q_values
from kashf.coordination.usual import usual
from kashf.schema import ACTIONS, TIME
from kashf.settings import DetectSettings, make

WINDOW = 60.0
THRESHOLDS = (2, 3, 5, 10)
LEVELS = (0.01, 0.05, 0.1, 0.2)
_MODELS = ("timing", "popularity")


def loaded(table: pa.Table) -> Actions:
    """``table`` of actions as Kashf reads it from a file."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "actions.parquet"
        pq.write_table(table, path)
        con = connect(Path(name), threads=1)
        try:
            return load(con, path, DetectSettings())
        finally:
            con.close()


class Point(NamedTuple):
    """One setting of one rule."""

    rule: str
    setting: str
    found: int  #: accounts of the operation
    flagged: int  #: presumed ordinary accounts


@dataclass(frozen=True)
class Real:
    """All that was measured on the file."""

    actions: tuple[int, int]  #: of label 0, of label 1
    accounts: tuple[int, int]
    able: tuple[int, int]  #: accounts that share an object with another one
    thresholds: list[Point]
    nulls: list[Point]
    clusters: list[Point]
    curve: list[tuple[int, int]]  #: (flagged, found) at every weight, ascending

    def plain(self, flagged: int) -> float:
        """Accounts that thresholds find at as many flagged, between two weights by a line."""
        x, y = zip(*self.curve, strict=True)
        return float(np.interp(flagged, x, y))


def measure_real(source: Path) -> Real:
    """Measure the file of actions with ``account_id, object_id, timestamp, label``."""
    table = pq.read_table(source)
    settings = make(DetectSettings, time_window=WINDOW, min_edge_weight=2)
    label_of = dict(zip(table["account_id"].to_pylist(), table["label"].to_pylist(), strict=True))
    actions = loaded(_actions(table))
    label = np.array([label_of[name] for name in actions.accounts.to_pylist()])
    x = sharing(actions, WINDOW)
    pairs = candidates(actions, settings, threads=1)

    def point(rule: str, setting: str, codes: NDArray[np.int64]) -> Point:
        found = int(label[np.unique(codes)].sum())
        return Point(rule, setting, found, len(np.unique(codes)) - found)

    def ends(kept: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.concatenate([pairs.a[kept], pairs.b[kept]])

    thresholds = [
        point("weight", f"≥ {least}", ends(pairs.weight >= least)) for least in THRESHOLDS
    ]
    every = [
        point("", "", ends(pairs.weight >= least)) for least in np.unique(pairs.weight).tolist()
    ]
    best: dict[int, int] = {0: 0}
    for one in every:
        best[one.flagged] = max(best.get(one.flagged, 0), one.found)
    tests = max(possible_pairs(x, 2), len(pairs.a))
    known = usual(x, pairs)
    p_value = judge(pairs, x, _MODELS, known).worst().p_value
    q_value = q_values(p_value, tests)
    groups = find_groups(Halves(actions, settings.seed), settings, pairs, known)
    none = [np.zeros(0, np.int64)]
    return Real(
        actions=_both(table["label"].to_numpy()),
        accounts=_both(np.array(list(label_of.values()))),
        able=_both(label),
        thresholds=thresholds,
        nulls=[point("edges", f"q ≤ {q:g}", ends(q_value <= q)) for q in LEVELS],
        clusters=[
            point(
                "clusters",
                f"q ≤ {q:g}",
                np.concatenate(none + [one.members for one in confirm(groups, q)[0]]),
            )
            for q in LEVELS
        ],
        curve=sorted(best.items()),
    )


def _both(labels: NDArray[np.int64]) -> tuple[int, int]:
    return int((labels == 0).sum()), int((labels == 1).sum())


def _actions(table: pa.Table) -> pa.Table:
    """``table`` in the shape of :data:`~kashf.schema.ACTIONS`."""
    rows = len(table)
    columns = {
        "kind": pa.array(["url"]).take(pa.array(np.zeros(rows, np.int64))),
        "object_id": table["object_id"],
        "account_id": table["account_id"],
        "post_id": pc.cast(pa.array(np.arange(rows)), pa.string()),
        "time": pc.cast(pc.assume_timezone(table["timestamp"], "UTC"), TIME, safe=False),
    }
    return pa.table([columns[name] for name in ACTIONS.names], schema=ACTIONS)
