"""Candidate edges in, edges that chance hardly makes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from kashf.coordination.clusters import number
from kashf.coordination.describe import Graph
from kashf.coordination.groups import confirm, find_groups
from kashf.coordination.load import Actions
from kashf.coordination.nulls import Pairs
from kashf.coordination.sharing import sharing
from kashf.coordination.significance import TOO_MANY, judge, possible_pairs, q_values
from kashf.coordination.sink import Gathered
from kashf.errors import UsageError
from kashf.settings import DetectSettings

__all__ = ["Clusters", "Judgement", "confirmed_clusters", "judge_edges", "keep_edges"]


@dataclass(frozen=True)
class Judgement:
    """Figures of ``k`` candidates, in their order."""

    expected: NDArray[np.float64]  #: (k,), expected weight, by the model with the largest p-value
    p_value: NDArray[np.float64]  #: (k,), the largest of all models
    q_value: NDArray[np.float64]  #: (k,)
    tests: int  #: pairs that could have become candidates

    def kept(self, q: float) -> NDArray[np.bool_]:
        """Which candidates are edges at the false-discovery rate ``q``."""
        return self.q_value <= q


def judge_edges(actions: Actions, gathered: Gathered, settings: DetectSettings) -> Judgement:
    """Judge all candidates by the null models of ``settings``; each must reject.

    Raises :class:`~kashf.errors.UsageError` where there are more candidates than can be held.
    """
    if gathered.weakest is not None:
        raise UsageError(f"{gathered.edges:,} pairs are too many to judge.", hint=TOO_MANY)
    x = sharing(actions, settings.time_window)
    pairs = Pairs(*gathered.arrays())
    least = settings.min_edge_weight
    if isinstance(least, str):  # a quantile: the candidates tell what it came to
        least = int(pairs.weight.min()) if len(pairs.weight) else 1
    tests = max(possible_pairs(x, least), len(pairs.a))
    # no p-value above this is ever rejected, even if all candidates were
    enough = settings.q * len(pairs.a) / max(tests, 1)
    judged = judge(pairs, x, settings.null, enough=enough)
    return Judgement(judged.expected, judged.p_value, q_values(judged.p_value, tests), tests)


def keep_edges(path: Path, out: Path, judgement: Judgement, q: float) -> int:
    """The candidates of the file ``path`` that are edges at ``q``, with their figures, to ``out``.

    Returns the sum of their co-actions.
    """
    kept = judgement.kept(q)
    tables = []
    first = 0
    with pq.ParquetFile(path) as file:
        for number in range(file.num_row_groups):
            table = file.read_row_group(number)
            rows = np.flatnonzero(kept[first : first + len(table)])
            first += len(table)
            tables.append(table.take(pa.array(rows)))
        whole = pa.concat_tables([file.schema_arrow.empty_table(), *tables])
    for name in ("expected", "p_value", "q_value"):
        field = pa.field(name, pa.float64(), nullable=False)
        whole = whole.append_column(field, pa.array(getattr(judgement, name)[kept]))
    pq.write_table(whole, out, store_schema=False)
    return int(np.sum(whole["co_actions"].to_numpy()))


@dataclass(frozen=True)
class Clusters:
    """Confirmed clusters: the graph with their numbers, and their figures by number."""

    graph: Graph
    p_value: NDArray[np.float64]  #: (clusters,), on the objects that it was not found on
    q_value: NDArray[np.float64]  #: (clusters,)
    tested: int  #: groups that were tested

    def with_figures(self, clusters: pa.Table) -> pa.Table:
        """``clusters``, by number, with the columns p_value and q_value."""
        for name in ("p_value", "q_value"):
            field = pa.field(name, pa.float64(), nullable=False)
            clusters = clusters.append_column(field, pa.array(getattr(self, name)))
        return clusters


def confirmed_clusters(
    actions: Actions, gathered: Gathered, settings: DetectSettings, *, threads: int | None = None
) -> Clusters:
    """Clusters that are confirmed on objects that they were not found on.

    An account that two of them hold stays with the one of the smaller p-value.
    """
    groups = find_groups(actions, settings, threads=threads)
    labels = np.full(len(actions.accounts), -1, np.int64)
    found = sorted(
        confirm(groups, settings.q), key=lambda c: (c.p_value, -len(c.members), c.members.tolist())
    )
    for label, cluster in enumerate(found):
        free = cluster.members[labels[cluster.members] < 0]
        labels[free] = label
    a, b, weight = gathered.arrays()
    numbers = number(labels, a, b, weight, actions)
    count = int(numbers.max(initial=-1)) + 1
    p_value, q_value = np.ones(count), np.ones(count)
    for label, cluster in enumerate(found):
        for place in np.unique(numbers[labels == label]):
            if place >= 0:
                p_value[place], q_value[place] = cluster.p_value, cluster.q_value
    return Clusters(Graph(a, b, weight, numbers), p_value, q_value, len(groups))
