"""Actions → edges, over threads, in bounded memory."""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kashf.coordination.index import Index, build, coordinated
from kashf.coordination.kernel import count_rows
from kashf.coordination.load import Actions
from kashf.coordination.own_posts import measure_own_posts
from kashf.coordination.scratch import MAX_STAMP, MAX_WEIGHT, Edges, Rule, Work, work
from kashf.coordination.scratch import edges as room
from kashf.coordination.threads import how_many, result
from kashf.errors import InputError
from kashf.schema import EDGES, TIME
from kashf.settings import DetectSettings

__all__ = ["Progress", "account_codes", "count_edges", "edge_schema", "weight_quantile"]

Progress = Callable[[int, int], None]  # visits done, visits in all

_BLOCKS = 2048
_BLOCK_VISITS = 1 << 21
_LINES = 1 << 16
_GIANT_VISITS = 50_000_000


def edge_schema(settings: DetectSettings) -> pa.Schema:
    """:data:`~kashf.schema.EDGES`, and the columns that ``settings`` add to it.

    ``fast_weight`` comes with a fast window; ``own_posts_a`` and ``own_posts_b``, the different
    posts of each account that the other one matched, with the weight ``own_posts``.
    """
    schema = EDGES
    if settings.fast_window is not None:
        schema = schema.append(pa.field("fast_weight", pa.int64(), nullable=False))
    if settings.weight == "own_posts":
        schema = schema.append(pa.field("own_posts_a", pa.int64(), nullable=False))
        schema = schema.append(pa.field("own_posts_b", pa.int64(), nullable=False))
    return schema


def account_codes(column: pa.ChunkedArray) -> NDArray[np.int32]:
    """Codes of the accounts in a column of :func:`count_edges`."""
    return np.concatenate([chunk.indices.to_numpy() for chunk in column.chunks])


def weight_quantile(weights: Counter[int], q: Fraction) -> int:
    """Smallest weight that is not below the ``q`` quantile of ``weights`` (weight → edges).

    The quantile is the linear interpolation that R and numpy use (Hyndman & Fan 1996, type 7),
    without their rounding.
    """
    total = weights.total()
    if total == 0:
        return 1
    place = q * (total - 1)
    values = []
    for wanted in (math.floor(place), math.ceil(place)):
        below = 0
        for weight in sorted(weights):
            below += weights[weight]
            if below > wanted:
                values.append(weight)
                break
    low, high = values
    return max(1, math.ceil(low + (high - low) * (place - math.floor(place))))


def count_edges(
    actions: Actions,
    settings: DetectSettings,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Iterator[pa.Table]:
    """Edges as tables of :func:`edge_schema`, in an order that threads don't change.

    The order is by the activity of the accounts, least active first. Closing the iterator, or an
    interruption while it waits, stops the threads at their next action.
    """
    if isinstance(settings.min_edge_weight, str):
        q = Fraction(settings.min_edge_weight[1:])
        weights: Counter[int] = Counter()
        every = settings.model_copy(update={"min_edge_weight": 1})
        for table in count_edges(actions, every, threads=threads):
            values, counts = np.unique(table["weight"].to_numpy(), return_counts=True)
            weights.update(dict(zip(values.tolist(), counts.tolist(), strict=True)))
        settings = settings.model_copy(update={"min_edge_weight": weight_quantile(weights, q)})
    if len(actions.obj) == 0:
        return
    yield from _Run(actions, settings).tables(how_many(threads), progress)


class _Run:
    def __init__(self, actions: Actions, settings: DetectSettings) -> None:
        self.actions = actions
        self.settings = settings
        self.schema = edge_schema(settings)
        self.min_weight = int(settings.min_edge_weight)
        self.accounts = len(actions.accounts)
        self.window = round(settings.time_window * 1e6)
        ptr, pos, key, lo, hi, visits = build(
            actions.obj, actions.time, actions.acc, self.accounts, actions.objects, self.window
        )
        if int(np.diff(ptr).max()) >= MAX_STAMP:
            raise InputError(f"One account has more than {MAX_STAMP - 1:,} actions.")
        distinct = settings.weight == "objects"
        giant = _giants(visits, self.min_weight) if distinct else np.zeros(len(visits), np.uint8)
        lengths = hi - lo
        self.longest = int(lengths.max())
        self.visits = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])[ptr]
        self.index = Index(
            actions.time, actions.acc, ptr, pos, key, lo, hi, giant, self._qualified()
        )
        fast = settings.fast_window
        self.rule = Rule(
            distinct=distinct,
            min_weight=np.uint32(min(self.min_weight, MAX_WEIGHT)),
            window=np.int64(self.window),
            fast=np.int64(-1 if fast is None else round(min(fast, settings.time_window) * 1e6)),
            both=settings.participation == "both",
            giants=bool(giant.any()),
            top=np.int64(self._top(visits) if distinct and not giant.any() else -1),
        )
        self.stop = np.zeros(1, np.uint8)

    def _top(self, visits: NDArray[np.int64]) -> int:
        """The object with a third of all visits, where it pays to mark who is in its windows.

        A pair that needs two objects meets on another one as well, and looks up the mark there;
        but each row with the object has to wipe the marks.
        """
        top = int(visits.argmax())
        first, end = np.searchsorted(self.actions.obj, [top, top + 1])
        pays = visits[top] > (end - first) * (self.accounts // 512)
        return top if self.min_weight > 1 and pays and 3 * visits[top] > visits.sum() else -1

    def _qualified(self) -> NDArray[np.uint8]:
        least = self.settings.min_participation
        if least == 1:
            return np.ones(self.accounts, np.uint8)
        a = self.actions
        assert a.post is not None and a.post_actions is not None  # load() sees to it
        in_step = np.flatnonzero(coordinated(a.obj, a.time, a.acc, self.window))
        posts, first = np.unique(a.post[in_step], return_index=True)
        actions = np.bincount(
            a.acc[in_step[first]], weights=a.post_actions[posts], minlength=self.accounts
        )
        return (actions >= least).astype(np.uint8)

    def _blocks(self) -> list[tuple[int, int]]:
        total = int(self.visits[-1])
        step = max(total // _BLOCKS, _BLOCK_VISITS)
        cuts = np.searchsorted(self.visits, np.arange(step, total, step))
        ends = sorted({*cuts.tolist(), self.accounts} - {0})
        return list(zip([0, *ends[:-1]], ends, strict=True))

    def tables(self, threads: int, progress: Progress | None) -> Iterator[pa.Table]:
        free: deque[tuple[Work, Edges, list[Any]]] = deque()
        waiting: deque[tuple[int, Future[list[pa.Table]]]] = deque()
        blocks = iter(self._blocks())
        pool = ThreadPoolExecutor(threads, thread_name_prefix="kashf-edges")
        try:
            for block in blocks:
                waiting.append((block[1], pool.submit(self._count, free, *block)))
                if len(waiting) >= 3 * threads:
                    yield from self._next(waiting, progress)
            while waiting:
                yield from self._next(waiting, progress)
        finally:
            self.stop[0] = 1
            pool.shutdown(wait=True, cancel_futures=True)

    def _next(self, waiting: deque[Any], progress: Progress | None) -> Iterator[pa.Table]:
        end, future = waiting.popleft()
        yield from result(future)
        if progress is not None:
            progress(int(self.visits[end]), int(self.visits[-1]))

    def _count(self, free: deque[Any], row: int, last: int) -> list[pa.Table]:
        try:
            space = free.pop()
        except IndexError:
            marks: list[Any] = []
            if self.settings.weight == "own_posts" and self.actions.post is not None:
                size = int(self.actions.post.max()) + 1
                marks = [np.full(size, -1, np.int64), np.full(size, -1, np.int64), 0]
            space = (work(self.accounts, self.longest), room(_LINES), marks)
        scratch, out, marks = space
        tables = []
        while row < last and not self.stop[0]:
            row, lines, needed = count_rows(
                row, last, self.rule, self.index, scratch, out, self.stop
            )
            if lines:
                tables.append(self._table(out, lines, marks))
            if needed > len(out.a):
                out = room(needed)
        free.append((scratch, out, marks))
        return tables

    def _table(self, out: Edges, lines: int, marks: list[Any]) -> pa.Table:
        a, b = out.a[:lines].copy(), out.b[:lines].copy()
        rank = self.actions.rank
        swap = rank[a] > rank[b]
        own: NDArray[np.int64] | None = None
        weight = out.weight
        if self.settings.weight == "co_actions":
            weight = out.co_actions
        elif self.settings.weight == "own_posts":
            own = np.zeros((lines, 2), np.int64)
            measure_own_posts(
                a, b, self.window, self.index, self.actions.post, marks[0], marks[1], marks[2], own
            )
            marks[2] += lines
            own[swap] = own[swap][:, ::-1]
            weight = own.max(axis=1)
        a[swap], b[swap] = b[swap], a[swap]
        ids = self.actions.accounts
        columns: list[pa.Array] = [
            pa.DictionaryArray.from_arrays(pa.array(code.astype(np.int32)), ids) for code in (a, b)
        ]
        columns += [pa.array(weight[:lines].copy()), pa.array(out.co_actions[:lines].copy())]
        columns += [pa.array(t[:lines].copy()).cast(TIME) for t in (out.first, out.last)]
        columns += [pa.array(d[:lines].copy()) for d in (out.mean_delay, out.min_delay)]
        if self.settings.fast_window is not None:
            columns.append(pa.array(out.fast_weight[:lines].copy()))
        if own is not None:
            columns += [pa.array(own[:, side].copy()) for side in (0, 1)]
        table = pa.table(columns, names=self.schema.names)
        if own is not None or self.min_weight > MAX_WEIGHT:
            table = table.filter(pa.array(weight[:lines] >= self.min_weight))
        return table


def _giants(visits: NDArray[np.int64], min_weight: int) -> NDArray[np.uint8]:
    """Mark the costliest objects, fewer than ``min_weight``, where they outweigh all others."""
    giant = np.zeros(len(visits), np.uint8)
    most = min(min_weight - 1, 8, len(visits))
    if most > 0:
        top = np.argsort(visits, kind="stable")[-most:]
        cost = int(visits[top].sum())
        if cost > _GIANT_VISITS and cost > 8 * (int(visits.sum()) - cost):
            giant[top] = 1
    return giant
