"""Candidate edges in, edges that chance hardly makes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from kashf.coordination.clusters import number
from kashf.coordination.delays import delays
from kashf.coordination.describe import SHOWN_CLUSTERS, Description, Graph
from kashf.coordination.examine import examine
from kashf.coordination.groups import Confirmed, Halves, confirm, find_groups
from kashf.coordination.load import Actions
from kashf.coordination.nulls import Judged, Pairs
from kashf.coordination.sharing import Sharing, sharing
from kashf.coordination.significance import TOO_MANY, judge, possible_pairs, q_values
from kashf.coordination.sink import Gathered
from kashf.coordination.threads import how_many
from kashf.coordination.usual import Baseline, Usual, baseline, other_window, usual
from kashf.errors import UsageError
from kashf.schema import UNCONFIRMED
from kashf.settings import DetectSettings

__all__ = [
    "Clusters", "Judgement", "baseline_of", "confirmed_clusters", "judge_edges", "keep_edges",
]  # fmt: skip

_OTHER_WINDOWS = {"p_half_window": 0.5, "p_double_window": 2.0}


@dataclass(frozen=True)
class Judgement:
    """Figures of ``k`` candidates, in their order."""

    expected: NDArray[np.float64]  #: (k,), expected weight, by the model with the largest p-value
    p_value: NDArray[np.float64]  #: (k,), the largest of all models
    q_value: NDArray[np.float64]  #: (k,)
    models: Mapping[str, Judged]  #: what each model says of the candidates
    tests: int  #: pairs that could have become candidates
    pairs: Pairs  #: the candidates
    sharing: Sharing
    usual: Usual
    foreign: float  #: share of what several accounts share that was judged by a rate from elsewhere

    def kept(self, q: float) -> NDArray[np.bool_]:
        """Which candidates are edges at the false-discovery rate ``q``."""
        return self.q_value <= q


def baseline_of(actions: Actions, settings: DetectSettings) -> Baseline:
    """What is usual among ``actions``, which are taken for those of ordinary accounts."""
    return baseline(sharing(actions, settings.time_window))


def judge_edges(
    actions: Actions,
    gathered: Gathered,
    settings: DetectSettings,
    ordinary: Baseline | None = None,
    *,
    threads: int | None = None,
) -> Judgement:
    """Judge all candidates by the null models of ``settings``; each must reject.

    Raises :class:`~kashf.errors.UsageError` where there are more candidates than can be held.
    """
    if gathered.weakest is not None:
        raise UsageError(f"{gathered.edges:,} pairs are too many to judge.", hint=TOO_MANY)
    workers = how_many(threads)
    x = sharing(actions, settings.time_window)
    pairs = Pairs(*gathered.arrays())
    least = settings.min_edge_weight
    if isinstance(least, str):  # a quantile: the candidates tell what it came to
        least = int(pairs.weight.min()) if len(pairs.weight) else 1
    tests = max(possible_pairs(x, least), len(pairs.a))
    # no p-value above this is ever rejected, even if all candidates were
    enough = settings.q * len(pairs.a) / max(tests, 1)
    known = usual(x, pairs, ordinary, threads=workers)
    models = judge(pairs, x, settings.null, known, enough=enough, threads=workers)
    worst = models.worst()
    several = x.size[x.obj] > 1
    return Judgement(
        worst.expected, worst.p_value, q_values(worst.p_value, tests), models.each, tests, pairs,
        x, known, float(known.rates.foreign[x.obj][several].mean()) if several.any() else 0.0,
    )  # fmt: skip


def keep_edges(path: Path, out: Path, judgement: Judgement, settings: DetectSettings) -> int:
    """The candidates of the file ``path`` that are edges, with their figures, to ``out``.

    Returns the sum of their co-actions.
    """
    kept = judgement.kept(settings.q)
    tables = []
    first = 0
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            table = file.read_row_group(group)
            rows = np.flatnonzero(kept[first : first + len(table)])
            first += len(table)
            tables.append(table.take(pa.array(rows)))
        whole = pa.concat_tables([file.schema_arrow.empty_table(), *tables])
    figures = {name: getattr(judgement, name) for name in ("expected", "p_value", "q_value")}
    if settings.null_columns:
        for name, judged in judgement.models.items():
            figures[f"expected_{name}"] = judged.expected
            figures[f"p_value_{name}"] = judged.p_value
    for name, figure in figures.items():
        field = pa.field(name, pa.float64(), nullable=False)
        whole = whole.append_column(field, pa.array(figure[kept]))
    pq.write_table(whole, out, store_schema=False)
    return int(np.sum(whole["co_actions"].to_numpy()))


@dataclass(frozen=True)
class Clusters:
    """Groups that were tested: the graph with their numbers, and their figures by number.

    The first ``confirmed`` of them are clusters; the others are listed apart.
    """

    graph: Graph
    confirmed: int
    figures: Mapping[str, NDArray[np.float64]]  #: (clusters,) each
    member_p: NDArray[np.float64]  #: (accounts,), on the objects held back; 1 outside
    membership: NDArray[np.float64]  #: (accounts,), share of these objects in step with most others
    tested: int  #: groups that were tested

    def add_to(self, tables: Description, accounts: pa.Array) -> tuple[Description, pa.Table]:
        """``tables`` with these figures, and the accounts of groups that are not confirmed."""
        clusters = tables.clusters
        sure = pa.array(clusters["cluster_id"].to_numpy() < self.confirmed)
        clusters = clusters.append_column(pa.field("confirmed", pa.bool_(), nullable=False), sure)
        for name, values in self.figures.items():
            field = pa.field(name, pa.float64(), nullable=False)
            clusters = clusters.append_column(field, pa.array(values))
        place = pc.index_in(tables.accounts["account_id"].combine_chunks(), accounts).to_numpy()
        listed = tables.accounts
        empty = listed["cluster_id"].is_null().to_numpy()
        for name, values in (("membership", self.membership), ("member_p_value", self.member_p)):
            field = pa.field(name, pa.float64())
            listed = listed.append_column(field, pa.array(values[place], mask=empty))
        unsure = pc.fill_null(pc.greater_equal(listed["cluster_id"], self.confirmed), False)
        apart = listed.filter(unsure).select(UNCONFIRMED.names).cast(UNCONFIRMED)
        names = listed.column_names
        emptied: dict[str, object] = dict.fromkeys(
            ("cluster_id", "membership", "member_p_value", "first_time", "last_time")
        ) | {"actions_in_step": 0, "share_in_step": 0.0}
        cleared = {
            name: pc.if_else(unsure, pa.scalar(value, listed[name].type), listed[name])
            for name, value in emptied.items()
        }
        listed = pa.table(
            [cleared.get(name, listed[name]) for name in names], schema=listed.schema
        ).filter(pc.or_(pc.invert(unsure), pc.greater(listed["degree"], 0)))
        return replace(tables, clusters=clusters, accounts=listed), apart

    def delays(self, actions: Actions, judgement: Judgement) -> pa.Table:
        """Delays between members, observed and expected (:data:`~kashf.schema.DELAYS`)."""
        sure = np.where(self.graph.cluster < self.confirmed, self.graph.cluster, -1)
        return delays(actions, judgement.sharing, sure.astype(np.int32), SHOWN_CLUSTERS)


def confirmed_clusters(
    actions: Actions,
    gathered: Gathered,
    settings: DetectSettings,
    judgement: Judgement,
    *,
    threads: int | None = None,
) -> Clusters:
    """Clusters that are confirmed on objects that they were not found on, and those that are not.

    An account that two of them hold stays with the one of the smaller p-value.
    """
    workers = how_many(threads)
    halved = Halves(actions, settings.seed)
    groups = find_groups(halved, settings, judgement.pairs, judgement.usual, threads=workers)
    found, unsure = (_by_p_value(part) for part in confirm(groups, settings.q))
    accounts = len(actions.accounts)
    a, b, weight = gathered.arrays()
    numbers = np.full(accounts, -1, np.int32)
    order: list[Confirmed] = []
    for part in (found, unsure):
        labels = np.full(accounts, -1, np.int64)
        for label, cluster in enumerate(part):
            free = cluster.members[(labels[cluster.members] < 0) & (numbers[cluster.members] < 0)]
            labels[free] = label
        own = number(labels, a, b, weight, actions)
        first = {int(own[i]): int(labels[i]) for i in np.flatnonzero(own >= 0)[::-1]}
        numbers[own >= 0] = own[own >= 0] + len(order)
        order += [part[first[i]] for i in range(len(first))]
        if part is found:
            confirmed = len(order)
    member_p, membership = np.ones(accounts), np.zeros(accounts)
    for label, cluster in enumerate(order):
        inside = numbers[cluster.members] == label
        for target, values in zip((member_p, membership), cluster.membership(), strict=True):
            target[cluster.members[inside]] = values[inside]
    figures = {
        "p_value": np.array([cluster.p_value for cluster in order], np.float64),
        "q_value": np.array([cluster.q_value for cluster in order], np.float64),
        "p_without_top_object": np.array([c.without_top for c in order], np.float64),
        **_other_windows(actions, halved, settings, judgement, order),
    }
    graph = Graph(a, b, weight, numbers)
    return Clusters(graph, confirmed, figures, member_p, membership, len(groups))


def _by_p_value(clusters: list[Confirmed]) -> list[Confirmed]:
    return sorted(clusters, key=lambda c: (c.p_value, -len(c.members), c.members.tolist()))


def _other_windows(
    actions: Actions,
    halved: Halves,
    settings: DetectSettings,
    judgement: Judgement,
    clusters: list[Confirmed],
) -> dict[str, NDArray[np.float64]]:
    """The p-value of each cluster on the objects held back, in windows of other lengths."""
    found = {}
    for name, factor in _OTHER_WINDOWS.items():
        values = []
        if clusters:
            window = settings.time_window * factor
            x = sharing(actions, window)
            rates = halved.rates(other_window(x, judgement.sharing, judgement.usual))
            shares = halved.shares(window)
            values = [
                max(
                    examine(g.members, g.aside, shares[g.half], rates[g.half]).p_value
                    for g in cluster.groups
                )
                for cluster in clusters
            ]
        found[name] = np.array(values, np.float64)
    return found
