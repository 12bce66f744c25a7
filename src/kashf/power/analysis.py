"""Groups are planted, sought, and counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from kashf import posts, registry, schema
from kashf.coordination.judging import confirmed_clusters, judge_edges
from kashf.coordination.load import Actions, connect, load
from kashf.coordination.sink import stream_edges
from kashf.errors import InputError, UsageError
from kashf.files import temporary_folder
from kashf.pipeline.reading import actions_of
from kashf.power.results import RULES, Own, Power, Row, wilson
from kashf.runs import rows
from kashf.settings import ActionSettings, DetectSettings, ImportSettings, PowerSettings, make
from kashf.simulate import CampaignSettings, Ground

__all__ = ["power"]

Progress = Callable[[str, int, "int | None"], None]

_WEIGHTS = {"weight ≥ 2": 2, "weight ≥ 5": 5}
_LEAST = 2  # weight of a candidate, as in kashf detect


def power(
    source: Sequence[Path],
    settings: PowerSettings | None = None,
    *,
    imports: ImportSettings | None = None,
    actions: ActionSettings | None = None,
    threads: int | None = None,
    memory_limit: str | None = None,
    progress: Progress | None = None,
) -> Power:
    """Plant groups among the actions of ``source``, one at a time, and seek them.

    ``source`` are files or folders as for :func:`kashf.pipeline.detect`. Of the folder of a run
    without ``actions`` the actions that the run took are used. Accounts that confirmed clusters of the
    data hold are never drawn as members.

    A group is *found* where a confirmed cluster has at least half of its members, and they are
    more than half of the cluster. The same input, settings and seed give the same figures.

    Raises :class:`~kashf.errors.InputError` and :class:`~kashf.errors.UsageError`; the latter also
    where the data have too few accounts, or span too little time.
    """
    settings = settings or PowerSettings()
    for name in settings.null:
        registry.load("kashf.coordination.nulls", name)
    show: Progress = progress or (lambda *_: None)
    with temporary_folder() as folder:
        show("read", 0, None)
        limits = _Limits(folder, threads, memory_limit)
        path = _read(source, imports or ImportSettings(), actions, limits, show)
        data, notes = _taken(path, settings, limits)
        ground = Ground(data)
        plans = list(product(settings.members, settings.objects, settings.taking_part))
        total = len(settings.time_window) * (1 + len(plans) * settings.repeats)
        done = 0
        own, rows_ = [], []

        def seek(table: pa.Table, window: float, seed: int) -> _Found:
            nonlocal done
            show("plant and seek", done, total)
            found = _seek(table, window, seed, settings, limits)
            done += 1
            return found

        for window in settings.time_window:
            plain = seek(data, window, settings.seed)
            own.append(plain.own(window))
            spared = plain.clustered()
            _check(settings, ground, len(spared), window)
            for members, objects, share in plans:
                plan = make(
                    CampaignSettings,
                    group_size=members,
                    objects=objects,
                    taking_part=share,
                    jitter=window if settings.jitter is None else settings.jitter,
                    push=settings.push,
                    members="ordinary" if settings.accounts == "existing" else "fresh",
                )
                trials = []
                for number in range(settings.repeats):
                    seed = _seed(settings.seed, window, members, objects, share, number)
                    planting = ground.plant(plan, seed=seed, spared=spared)
                    table = pa.concat_tables([data, planting.actions])
                    trials.append(seek(table, window, seed).of(planting.groups[0]))
                rows_.append(_row(window, plan, trials))
        show("plant and seek", total, total)
    return Power(settings, len(data), ground.accounts, tuple(own), tuple(rows_), tuple(notes))


@dataclass(frozen=True)
class _Limits:
    folder: Path
    threads: int | None
    memory_limit: str | None

    def connect(self) -> Any:
        return connect(self.folder, threads=self.threads, memory_limit=self.memory_limit)


def _read(
    source: Sequence[Path],
    imports: ImportSettings,
    settings: ActionSettings | None,
    limits: _Limits,
    show: Progress,
) -> Path:
    """A file of :data:`~kashf.schema.ACTIONS`."""
    paths = [Path(path) for path in source]
    if settings is None and len(paths) == 1 and (paths[0] / "run.json").is_file():
        path = paths[0] / "actions.parquet"
        if path.is_file():
            return path
    settings = settings or ActionSettings()
    for kind in settings.by:
        registry.load("kashf.actions.kinds", kind)
    imported = posts.import_files(
        paths, imports, limits.folder, threads=limits.threads,
        memory_limit=limits.memory_limit, progress=show,
    )  # fmt: skip
    return actions_of(
        imported, limits.folder, settings, lambda _, done, total: show("read", done, total)
    )


def _taken(path: Path, settings: PowerSettings, limits: _Limits) -> tuple[pa.Table, list[str]]:
    """The actions to plant among: all, or as many as allowed, one after the other."""
    notes = []
    names = ", ".join(schema.ACTIONS.names)
    with limits.connect() as con:
        ((count,),) = con.execute(f"SELECT count(*) FROM {rows(path)}").fetchall()
        query = f"SELECT {names} FROM {rows(path)} ORDER BY time, {names}"
        most = settings.max_actions
        if most is not None and count > most:
            skipped = int(np.random.default_rng(settings.seed).integers(0, count - most + 1))
            query += f" LIMIT {most} OFFSET {skipped}"
        table = schema.check(con.sql(query).to_arrow_table(), schema.ACTIONS, path.name)
    if not len(table):
        raise InputError("There are no actions.", hint="Look at --by: does the data hold these?")
    if len(table) < count:
        first, last = (table["time"][place].as_py() for place in (0, len(table) - 1))
        notes.append(
            f"{len(table):,} of {count:,} actions were taken, all from {first:%Y-%m-%d %H:%M:%S} to "
            f"{last:%Y-%m-%d %H:%M:%S} UTC. The figures speak of data of this size; more show more. "
            "--max-actions all takes all."
        )
    return table, notes


def _check(settings: PowerSettings, ground: Ground, spared: int, window: float) -> None:
    """Refuse what can't be planted, in words of the options."""
    most, free = max(settings.members), ground.accounts - spared
    if settings.accounts == "existing" and most > free:
        raise UsageError(
            f"Groups of {most} need more than the {free} accounts that the data have outside of "
            "confirmed clusters.",
            hint="Ask for smaller groups (--members), or --accounts new.",
        )
    jitter = window if settings.jitter is None else settings.jitter
    if jitter >= ground.period:
        raise UsageError(
            f"The actions span {ground.period:,.0f} s; members that lie up to {jitter:g} s apart "
            "don't fit into that.",
            hint="Give more data, or a smaller --jitter.",
        )


def _seed(seed: int, *what: float) -> int:
    """A seed for one planting, which other plantings don't change."""
    words = [int(part) for part in np.array(what, np.float64).view(np.uint64)]
    return int(np.random.SeedSequence([seed, *words]).generate_state(1, np.uint32)[0])


@dataclass(frozen=True)
class _Found:
    """What was found among actions: candidates, and which of them each rule keeps."""

    ids: pa.Array  # of the codes of accounts
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    weight: NDArray[np.int64]
    kept: NDArray[np.bool_]  # by the null models
    cluster: NDArray[np.int32]  # of each account, -1 for none

    def _keeps(self, rule: str) -> NDArray[np.bool_]:
        return self.weight >= _WEIGHTS[rule] if rule in _WEIGHTS else self.kept

    def clustered(self) -> list[str]:
        held: list[str] = self.ids.filter(pa.array(self.cluster >= 0)).to_pylist()
        return held

    def own(self, window: float) -> Own:
        sizes = np.bincount(self.cluster[self.cluster >= 0])
        pairs = {rule: int(self._keeps(rule).sum()) for rule in RULES[1:]}
        within = int((sizes * (sizes - 1) // 2).sum())
        return Own(window, len(sizes), int(sizes.sum()), {RULES[0]: within, **pairs})

    def of(self, group: Sequence[str]) -> tuple[bool, dict[str, float]]:
        """Whether ``group`` was found, and the share of its pairs by each rule."""
        inside = pc.is_in(self.ids, value_set=pa.array(group, pa.string()))
        member = inside.to_numpy(zero_copy_only=False)
        clusters, sizes = np.unique(self.cluster[member & (self.cluster >= 0)], return_counts=True)
        found = any(
            2 * size >= len(group) and 2 * size > int((self.cluster == cluster).sum())
            for cluster, size in zip(clusters, sizes, strict=True)
        )
        both = member[self.a] & member[self.b]
        kept = {RULES[0]: int((sizes * (sizes - 1) // 2).sum())}
        kept |= {rule: int((both & self._keeps(rule)).sum()) for rule in RULES[1:]}
        pairs = len(group) * (len(group) - 1) // 2
        return found, {rule: count / pairs for rule, count in kept.items()}


def _seek(
    table: pa.Table, window: float, seed: int, settings: PowerSettings, limits: _Limits
) -> _Found:
    """Edges, null models and groups, as in a run."""
    detect = make(
        DetectSettings,
        time_window=window,
        min_edge_weight=_LEAST,
        null=settings.null,
        q=settings.q,
        seed=seed,
    )
    path = limits.folder / "planted.parquet"
    pq.write_table(table, path, compression="none")
    with limits.connect() as con:
        actions: Actions = load(con, path, detect)
    gathered = stream_edges(
        actions, limits.folder / "edges.parquet", detect, threads=limits.threads
    )
    a, b, weight = gathered.arrays()
    judgement = judge_edges(actions, gathered, detect, threads=limits.threads)
    kept = judgement.kept(settings.q)
    gathered.select(kept, 0)
    clusters = confirmed_clusters(actions, gathered, detect, judgement, threads=limits.threads)
    cluster = clusters.graph.cluster
    sure = np.where(cluster < clusters.confirmed, cluster, -1)
    return _Found(actions.accounts, a, b, weight, kept, sure)


def _row(
    window: float, plan: CampaignSettings, trials: Sequence[tuple[bool, dict[str, float]]]
) -> Row:
    repeats = len(trials)
    found = sum(one for one, _ in trials)
    means = {rule: sum(shares[rule] for _, shares in trials) / repeats for rule in RULES}
    return Row(
        time_window=window,
        members=plan.group_size,
        objects=plan.objects,
        taking_part=plan.taking_part,
        jitter=plan.jitter,
        repeats=repeats,
        found=found,
        group=wilson(found / repeats, repeats),
        pairs={rule: wilson(min(1.0, mean), repeats) for rule, mean in means.items()},
    )
