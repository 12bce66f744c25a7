"""Edges streamed to Parquet, the strongest of them kept for the clusters."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from kashf.coordination.edges import Progress, count_edges, edge_schema
from kashf.coordination.load import Actions
from kashf.settings import DetectSettings

__all__ = ["MOST_CLUSTERED", "Gathered", "stream_edges"]

MOST_CLUSTERED = 10_000_000
_ROW_GROUP, _LARGEST_ROW_GROUP = 1 << 18, 1 << 22


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
        codes = [
            np.concatenate([chunk.indices.to_numpy() for chunk in table[name].chunks])
            for name in ("account_a", "account_b")
        ]
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

    def arrays(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Codes of both accounts, and weights, of the edges that were kept."""
        whole = np.concatenate([np.zeros((3, 0), np.int32), *self.parts], axis=1).astype(np.int64)
        return whole[0], whole[1], whole[2]


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
    # every row group repeats the ids of its accounts: few of them, if there are many ids
    group = min(max(_ROW_GROUP, 4 * len(actions.accounts)), _LARGEST_ROW_GROUP)
    names = edge_schema(settings)
    codes = pa.dictionary(pa.int32(), pa.string())
    coded = pa.schema([f.with_type(codes) if f.name.startswith("account_") else f for f in names])
    gathered = Gathered()
    waiting: list[pa.Table] = []
    rows = 0
    with pq.ParquetWriter(
        path,
        coded,
        use_dictionary=["account_a", "account_b", "weight", "co_actions"],
        dictionary_pagesize_limit=1 << 28,
        write_statistics=["weight", "first_time", "last_time"],
        compression="lz4",
        store_schema=False,
    ) as writer:
        for table in count_edges(
            actions, settings, threads=threads, progress=progress
        ):  # fmt: skip
            gathered.count(table)
            if keep:
                gathered.keep(table)
            waiting.append(table.cast(coded))
            rows += len(table)
            if rows >= group:
                whole = pa.concat_tables(waiting)
                full = rows // group * group
                writer.write_table(whole.slice(0, full), row_group_size=group)
                waiting, rows = [whole.slice(full)], rows - full
        if rows:
            writer.write_table(pa.concat_tables(waiting), row_group_size=group)
    return gathered
