"""Popularity: on how many objects would two accounts be in step, given how much each shares?

Who shares what follows the bipartite configuration model of maximum entropy (Saracco, Di Clemente,
Gabrielli & Squartini 2015): accounts and objects keep their mean degrees, all else is random. Of those
who share an object, each pair is in step with the chance that is observed there. So two accounts
are in step on an object with chance p_ao · p_bo · k_o, and the weight of a pair is a sum of independent
Bernoullis. Its upper tail is below that of a Poisson variable of the same mean (Hoeffding 1956).

The model knows no tastes: accounts that like the same things look unlikely to it. So it serves
beside ``timing``, never alone.
"""

from __future__ import annotations

import math
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from kashf.coordination.nulls import Judged, Pairs
from kashf.coordination.sharing import Sharing

__all__ = ["SLOW", "TITLE", "judge", "link_chances", "poisson_tail"]

TITLE = "popularity of accounts and objects"
SLOW = False
_ROUNDS = 5_000
_NEAR_ENOUGH = 1e-8


def judge(pairs: Pairs, sharing: Sharing, wanted: NDArray[np.bool_] | None = None) -> Judged:
    """Expected weight and a bound of the chance of the observed one or more, for each pair.

    Pairs that are not ``wanted`` are judged as well: they cost nothing.
    """
    count = len(pairs.a)
    sizes, kind = np.unique(np.diff(sharing.ptr), return_inverse=True)
    object_sizes, object_kind = np.unique(sharing.size, return_inverse=True)
    chances = link_chances(sizes, np.bincount(kind), object_sizes, np.bincount(object_kind))
    steps = np.bincount(sharing.obj, weights=sharing.near, minlength=len(sharing.size))
    close = steps / np.maximum(sharing.size * (sharing.size - 1), 1)
    means = (chances * np.bincount(object_kind, weights=close)) @ chances.T
    expected = means[kind[pairs.a], kind[pairs.b]] if count else np.zeros(0)
    p_value = np.ones(count)
    poisson_tail(expected, pairs.weight, p_value)
    return Judged(expected, p_value)


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
