"""The bipartite configuration model: who would share what, given how much each shares.

Of maximum entropy (Saracco, Di Clemente, Gabrielli & Squartini 2015): accounts and objects keep
their mean degrees, all else is random.
"""

from __future__ import annotations

import math
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from kashf.coordination.sharing import Sharing

__all__ = ["expected_weights", "link_chances", "poisson_tail"]

_ROUNDS = 5_000
_NEAR_ENOUGH = 1e-8


def expected_weights(
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    x: Sharing,
    close: NDArray[np.float64],
    apart: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Mean number of objects on which the pairs ``a[i]``, ``b[i]`` (k,) would be in step.

    ``close`` (o,) is how likely two who share an object are in step on it. The objects that are
    ``apart`` (o,) and the others make two models: an account has a degree in each.
    """
    expected = np.zeros(len(a))
    owner = np.repeat(np.arange(len(x.ptr) - 1), np.diff(x.ptr))
    for side in (~apart, apart):
        if not side.any():
            continue
        degree = np.bincount(owner[side[x.obj]], minlength=len(x.ptr) - 1)
        sizes, kind = np.unique(degree, return_inverse=True)
        object_sizes, object_kind = np.unique(x.size[side], return_inverse=True)
        chances = link_chances(sizes, np.bincount(kind), object_sizes, np.bincount(object_kind))
        means = (chances * np.bincount(object_kind, weights=close[side])) @ chances.T
        expected += means[kind[a], kind[b]]
    return expected


def link_chances(
    sizes: NDArray[np.int64],
    accounts: NDArray[np.int64],
    object_sizes: NDArray[np.int64],
    objects: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Chance of a link between an account and an object, by their degrees.

    ``sizes`` (r,) and ``object_sizes`` (c,) are the different degrees, ``accounts`` and ``objects``
    how many have each. Returns (r, c); rows and columns sum to the degrees.
    """
    total = max(float((sizes * accounts).sum()), 1.0)
    x = sizes / math.sqrt(total)
    y = object_sizes / math.sqrt(total)
    for _ in range(_ROUNDS):
        before = x
        x = sizes / np.maximum((objects * y / (1 + np.outer(x, y))).sum(axis=1), 1e-300)
        y = object_sizes / np.maximum(
            (accounts[:, None] * x[:, None] / (1 + np.outer(x, y))).sum(axis=0), 1e-300
        )
        if np.max(np.abs(x - before) / np.maximum(x, 1e-300), initial=0.0) < _NEAR_ENOUGH:
            break
    product = np.outer(x, y)
    chances: NDArray[np.float64] = product / (1 + product)
    return chances


@nb.njit(nogil=True, cache=True)
def poisson_tail(mean: Any, least: Any, out: Any) -> None:
    """Write P(X ≥ least) for X ~ Poisson(mean) into ``out``, elementwise (k,)."""
    for i in range(len(mean)):
        rate, k = mean[i], least[i]
        if k <= 0:
            out[i] = 1.0
        elif rate <= 0.0:
            out[i] = 0.0
        elif rate >= k:
            below = 0.0
            for j in range(k):
                below += math.exp(j * math.log(rate) - rate - math.lgamma(j + 1.0))
            out[i] = max(0.0, 1.0 - below)
        else:
            term = math.exp(k * math.log(rate) - rate - math.lgamma(k + 1.0))
            total = 0.0
            j = k
            while term > total * 1e-17 and term > 0.0:
                total += term
                j += 1
                term *= rate / j
            out[i] = min(total, 1.0)
