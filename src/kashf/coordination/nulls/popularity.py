"""Popularity: on how many objects would two accounts be in step, given how much each shares?

Who shares what follows the bipartite configuration model (see
:mod:`~kashf.coordination.configuration`). Of those who share an object, each pair is in step with the
chance that is observed there, or the one of a reference where the data can't tell (see
:mod:`~kashf.coordination.usual`). So two accounts are in step on an object with chance
p_ao · p_bo · k_o, and the weight of a pair is a sum of independent Bernoullis. Its upper tail is below that
of a Poisson variable of the same mean (Hoeffding 1956).

The model knows no tastes: accounts that like the same things look unlikely to it. So it serves
beside ``timing``, never alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kashf.coordination.configuration import expected_weights, poisson_tail
from kashf.coordination.nulls import Judged, Pairs
from kashf.coordination.sharing import Sharing
from kashf.coordination.usual import Rates, Usual, observed

__all__ = ["SLOW", "TITLE", "judge", "unlikely"]

TITLE = "popularity of accounts and objects"
SLOW = False


def judge(
    pairs: Pairs,
    sharing: Sharing,
    usual: Usual,
    wanted: NDArray[np.bool_] | None = None,
    *,
    threads: int = 1,
) -> Judged:
    """Expected weight and a bound of the chance of the observed one or more, for each pair.

    Pairs that are not ``wanted`` are judged as well: they cost nothing.
    """
    return unlikely(pairs, sharing, usual.rates)


def unlikely(pairs: Pairs, sharing: Sharing, rates: Rates) -> Judged:
    """The same, of what is usual for each object alone."""
    close = np.where(rates.foreign, rates.rate, observed(sharing))
    expected = expected_weights(pairs.a, pairs.b, sharing, close, rates.foreign)
    p_value = np.ones(len(pairs.a))
    poisson_tail(expected, pairs.weight, p_value)
    return Judged(expected, p_value)
