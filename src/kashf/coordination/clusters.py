"""Edges → clusters, by the Leiden algorithm (Traag, Waltman & van Eck 2019)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kashf.coordination.load import Actions

__all__ = ["leiden", "number"]


def leiden(
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    weight: NDArray[np.int64],
    accounts: int,
    *,
    resolution: float,
    seed: int,
) -> NDArray[np.int64]:
    """Community of each account (accounts,), -1 for accounts without an edge.

    ``a``, ``b`` and ``weight`` (edges,) are the undirected edges, each once. Maximises modularity.
    """
    import graspologic_native as native

    labels = np.full(accounts, -1, np.int64)
    if len(a) == 0:
        return labels
    nodes, ends = np.unique(np.concatenate([a, b]), return_inverse=True)
    other = np.concatenate([ends[len(a) :], ends[: len(a)]])
    order = np.lexsort((other, ends))
    degrees = np.bincount(ends, minlength=len(nodes))
    indptr = np.concatenate([[0], np.cumsum(degrees)]).astype(np.int64)
    _, found = native.leiden_csr(
        indptr,
        other[order].astype(np.int32),
        np.concatenate([weight, weight])[order].astype(np.float64),
        len(nodes),
        resolution=resolution,
        iterations=2,
        seed=seed,
    )
    labels[nodes] = np.fromiter((found[i] for i in range(len(nodes))), np.int64, len(nodes))
    return labels


def number(
    labels: NDArray[np.int64],
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    weight: NDArray[np.int64],
    actions: Actions,
) -> NDArray[np.int32]:
    """``labels`` renumbered: largest cluster first, then strongest, then by account id.

    Communities of one account are no clusters: -1.
    """
    members = np.flatnonzero(labels >= 0)
    out = np.full(len(labels), -1, np.int32)
    if len(members) == 0:
        return out
    count = int(labels.max()) + 1
    size = np.bincount(labels[members], minlength=count)
    inside = (labels[a] == labels[b]) & (labels[a] >= 0)
    strength = np.bincount(labels[a][inside], weights=weight[inside], minlength=count)
    first = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(first, labels[members], actions.rank[members].astype(np.int64))
    order = np.lexsort((first, -strength, -size))
    order = order[size[order] > 1]
    numbers = np.full(count, -1, np.int32)
    numbers[order] = np.arange(len(order), dtype=np.int32)
    out[members] = numbers[labels[members]]
    return out
