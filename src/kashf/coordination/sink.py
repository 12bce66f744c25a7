"""Edges streamed to Parquet, the strongest of them kept for the clusters."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from kashf.coordination.edges import Progress, account_codes, count_edges, edge_schema
from kashf.coordination.load import Actions
from kashf.settings import DetectSettings

__all__ = ["MOST_CLUSTERED", "Gathered", "stream_edges"]

MOST_CLUSTERED = 10_000_000
_ROW_GROUP = 1 << 20
_WAITING = 4  # row groups that may wait for the writer
_TIMES = ("first_time", "last_time")  # hardly shrink; packing them would cost more than it saves


@dataclass
class Gathered:
    """What is kept of the edges while they are written: the strongest, for the clusters."""

    edges: int = 0
    co_actions: int = 0
    weakest: int | None = None
    parts: list[NDArray[np.int32]] = field(default_factory=list)
    held: int = 0

    def count(self, table: pa.Table) -> None:
        """Count the edges of ``table``."""
        self.edges += len(table)
        self.co_actions += int(np.sum(table["co_actions"].to_numpy()))

    def keep(self, table: pa.Table) -> None:
        """Keep ``table``, or what is strong enough of all so far."""
        weight = np.minimum(table["weight"].to_numpy(), 2**31 - 1)
        codes = [account_codes(table[name]) for name in ("account_a", "account_b")]
        part = np.stack([*codes, weight]).astype(np.int32)
        if self.weakest is not None:
            part = part[:, part[2] >= self.weakest]
        self.parts.append(part)
        self.held += part.shape[1]
        while self.held > MOST_CLUSTERED:
            least = min(int(p[2].min()) for p in self.parts if p.size)
            self.weakest = least + 1
            self.parts = [p[:, p[2] > least] for p in self.parts]
            self.held = sum(p.shape[1] for p in self.parts)

    def select(self, rows: NDArray[np.bool_], co_actions: int) -> None:
        """Keep these rows alone, with ``co_actions`` in all."""
        self.parts = [self._whole()[:, rows]]
        self.edges = self.held = self.parts[0].shape[1]
        self.co_actions = co_actions

    def arrays(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Codes of both accounts, and weights, of the edges that were kept."""
        whole = self._whole().astype(np.int64)
        return whole[0], whole[1], whole[2]

    def _whole(self) -> NDArray[np.int32]:
        return np.concatenate([np.zeros((3, 0), np.int32), *self.parts], axis=1)


def stream_edges(
    actions: Actions,
    path: Path,
    settings: DetectSettings,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
    keep: bool = True,
) -> Gathered:
    """Write the edges of ``actions`` to ``path`` in row groups that threads don't change.

    Columns are those of :func:`~kashf.coordination.edges.edge_schema`. Without ``keep`` the edges
    are counted, and none is kept for the clusters.
    """
    names = edge_schema(settings)
    codes = pa.dictionary(pa.int32(), pa.string())
    coded = pa.schema([f.with_type(codes) if f.name.startswith("account_") else f for f in names])
    gathered = Gathered()
    waiting: list[pa.Table] = []
    rows = 0
    with (
        pq.ParquetWriter(
            path,
            coded,
            use_dictionary=[name for name in names.names if name not in _TIMES],
            dictionary_pagesize_limit=1 << 24,
            write_statistics=["weight", *_TIMES],
            compression={n: "none" if n in _TIMES else "lz4" for n in names.names},
            store_schema=False,
        ) as writer,
        _Aside() as aside,
    ):

        def write(table: pa.Table) -> None:
            writer.write_table(_compact(table, coded), row_group_size=_ROW_GROUP)

        for table in count_edges(actions, settings, threads=threads, progress=progress):
            gathered.count(table)
            if keep:
                gathered.keep(table)
            waiting.append(table)
            rows += len(table)
            if rows >= _ROW_GROUP:
                whole = pa.concat_tables(waiting)
                full = rows // _ROW_GROUP * _ROW_GROUP
                for first in range(0, full, _ROW_GROUP):
                    aside.do(write, whole.slice(first, _ROW_GROUP))
                waiting, rows = [whole.slice(full)], rows - full
        if rows:
            aside.do(write, pa.concat_tables(waiting))
    return gathered


class _Aside:
    """Does one thing after the other in a thread of its own, while a few more may wait."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="kashf-write")
        self._waiting: deque[Future[None]] = deque()

    def do(self, what: Any, *arguments: Any) -> None:
        """Do ``what`` later; raises what an earlier call raised."""
        self._waiting.append(self._pool.submit(what, *arguments))
        if len(self._waiting) > _WAITING:
            self._waiting.popleft().result()

    def __enter__(self) -> _Aside:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=kind is not None)
        if kind is None:
            for future in self._waiting:
                future.result()


def _compact(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """``table`` with no more ids in its dictionaries than it uses: each row group repeats them."""
    for place in (0, 1):
        ids = table.column(place).chunk(0).dictionary
        codes = account_codes(table.column(place))
        used = np.zeros(len(ids), np.bool_)
        used[codes] = True
        kept = np.flatnonzero(used)
        shorter = np.empty(len(ids), np.int32)
        shorter[kept] = np.arange(len(kept), dtype=np.int32)
        column = pa.DictionaryArray.from_arrays(shorter[codes], ids.take(pa.array(kept)))
        table = table.set_column(place, schema.field(place), column)
    return table.cast(schema)
