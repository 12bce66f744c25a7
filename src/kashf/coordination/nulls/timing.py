"""Timing: both shared the object; how likely is it that they did so within the window?

The rate of one account on one object is the share of its other sharers that acted within the
window of the account's own actions: given its times, the others' are exchangeable. A group that
acts in step would be its own yardstick, so partners are left out of the rate (see
:mod:`~kashf.coordination.usual`). Where few sharers are left, the rate leans on what is usual: the
larger of the figure for objects of that size and of the account's own rates elsewhere, both without
partners. All odds are then multiplied by ``GAMMA``, the bias that a finding has to survive
(Rosenbaum 1987), since nobody knows the true rates. Of the two accounts of a pair the
larger rate counts.

The weight of a pair is a sum of independent Bernoullis, one an object that both shared; its upper
tail is exact by recursion (Poisson-binomial; Hong 2013), and Chernoff's bound where that would
be long.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from kashf.coordination.nulls import Judged, Pairs
from kashf.coordination.sharing import Sharing, in_step
from kashf.coordination.threads import chunks, each
from kashf.coordination.usual import Usual, by_larger, find, room, shared

__all__ = ["FEW", "GAMMA", "SLOW", "TITLE", "judge", "rate", "tail"]

TITLE = "timing of shared objects"
SLOW = True
GAMMA = 2.0
_PRIOR = 2.0  # how many sharers the usual figure counts for
FEW = 4.0  # sharers below which the exchangeable pair itself hardly counts
_LONG = 1_000_000  # steps of the recursion


def judge(
    pairs: Pairs,
    sharing: Sharing,
    usual: Usual,
    wanted: NDArray[np.bool_] | None = None,
    *,
    threads: int = 1,
) -> Judged:
    """Expected weight and chance of the observed one or more, for each of ``pairs``.

    The p-value of pairs that are not ``wanted`` is 1.
    """
    count = len(pairs.a)
    expected, p_value = np.zeros(count), np.ones(count)
    asked = np.ones(count, np.bool_) if wanted is None else wanted
    rows, large, small = by_larger(sharing, pairs, asked)
    rates = _rates(sharing, usual.near, usual.others, usual.rates.rate, usual.rates.foreign)

    def part(first: int, last: int) -> None:
        _judge(
            rows, large, small, first, last, pairs.weight, usual.partners, rates, sharing,
            expected, p_value,
        )  # fmt: skip

    for _ in each(part, chunks(len(rows), 8 * threads), threads):
        pass
    return Judged(expected, p_value)


@nb.njit(nogil=True, cache=True)
def _own_rates(ptr: Any, near: Any, others: Any) -> Any:
    """Mean rate of each account (m,) over the objects where enough others are left."""
    own = np.zeros(len(ptr) - 1)
    for a in range(len(own)):
        count = 1.0
        for s in range(ptr[a], ptr[a + 1]):
            if others[s] >= FEW:
                own[a] += near[s] / others[s]
                count += 1
        own[a] /= count
    return own


@nb.njit(nogil=True, cache=True)
def _rates(x: Sharing, near: Any, others: Any, usual: Any, foreign: Any) -> Any:
    """The rate of each share (k, 3): as it is, and without an account in the window or outside."""
    own = _own_rates(x.ptr, near, others)
    out = np.empty((len(x.obj), 3))
    for a in range(len(own)):
        for s in range(x.ptr[a], x.ptr[a + 1]):
            o = x.obj[s]
            most = max(usual[o], own[a])
            if foreign[o]:
                out[s, :] = rate(0, 0, usual[o])
            else:
                out[s, 0] = rate(near[s], others[s], most)
                out[s, 1] = rate(max(near[s] - 1, 0), max(others[s] - 1, 0), most)
                out[s, 2] = rate(near[s], max(others[s] - 1, near[s]), most)
    return out


@nb.njit(nogil=True, cache=True)
def rate(near: Any, others: Any, usual: Any) -> Any:
    """Chance to be in the window, its odds times ``GAMMA``."""
    pair = others / (others + FEW)
    rate = (near + _PRIOR * usual + pair) / (others + _PRIOR + pair)
    rate = min(rate, 1.0)
    return GAMMA * rate / (1.0 - rate + GAMMA * rate)


@nb.njit(nogil=True, cache=True)
def tail(rates: Any, count: Any, least: Any) -> Any:
    """P(at least ``least`` of ``count`` independent events with ``rates`` happen)."""
    if least <= 0:
        return 1.0
    if least > count:
        return 0.0
    if count * least > _LONG:
        mean = rates[:count].sum()
        if mean >= least:
            return 1.0
        if mean <= 0.0:
            return 0.0
        return np.exp(least * np.log(mean / least) + least - mean)
    state = np.zeros(least + 1)
    state[0] = 1.0
    for i in range(count):
        rate = rates[i]
        state[least] += state[least - 1] * rate
        for y in range(min(i + 1, least - 1), 0, -1):
            state[y] = state[y] * (1.0 - rate) + state[y - 1] * rate
        state[0] *= 1.0 - rate
    return min(state[least], 1.0)


@nb.njit(nogil=True, cache=True)
def _judge(
    rows: Any, large: Any, small: Any, first: Any, last: Any, weight: Any, partners: Any, rates: Any,
    x: Sharing, expected: Any, p_value: Any,
) -> None:  # fmt: skip
    s, t, place = room(x)
    chances = np.empty(len(s))
    for k in range(first, last):
        if k == first or large[k] != large[k - 1]:
            find(large[k], x, place)
        row = rows[k]
        count = shared(large[k], small[k], x, place, s, t)
        total = 0.0
        for i in range(count):
            kind = 0
            if not partners[row]:
                kind = 1 if in_step(s[i], t[i], x) else 2
            chances[i] = max(rates[s[i], kind], rates[t[i], kind])
            total += chances[i]
        expected[row] = total
        p_value[row] = tail(chances, count, weight[row])
