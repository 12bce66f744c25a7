"""Timing: both shared the object; how likely is it that they did so within the window?

The rate of one account on one object is the share of its other sharers that acted within the
window of the account's own actions: given its times, the others' are exchangeable. A group that
acts in step would be its own yardstick, so partners (accounts that are in step with the account
on two or more further objects) are left out of the rate. Where few sharers are left, the rate leans
on what is usual: the larger of the figure for objects of that size and of the account's own
rates elsewhere, both without partners. All odds are then multiplied by ``GAMMA``, the bias that a finding has to survive
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
from kashf.coordination.sharing import Sharing, in_step, usual_rates

__all__ = ["FEW", "GAMMA", "SLOW", "TITLE", "judge", "rate", "tail", "without_partners"]

TITLE = "timing of shared objects"
SLOW = True
GAMMA = 2.0
_PARTNER = 3  # least weight of partners
_PRIOR = 2.0  # how many sharers the usual figure counts for
FEW = 4.0  # sharers below which the exchangeable pair itself hardly counts
_LONG = 1_000_000  # steps of the recursion


def judge(pairs: Pairs, sharing: Sharing, wanted: NDArray[np.bool_] | None = None) -> Judged:
    """Expected weight and chance of the observed one or more, for each of ``pairs``.

    Pairs that are not ``wanted`` serve as partners alone; their p-value is 1.
    """
    count = len(pairs.a)
    expected, p_value = np.zeros(count), np.ones(count)
    if count:
        near, others = without_partners(pairs.a, pairs.b, pairs.weight, sharing)
        usual = usual_rates(sharing, near, others)
        own = _own_rates(sharing.ptr, near, others)
        rows = np.arange(count) if wanted is None else np.flatnonzero(wanted)
        _judge(
            rows, pairs.a, pairs.b, pairs.weight, near, others, usual, own, sharing,
            expected, p_value,
        )  # fmt: skip
    return Judged(expected, p_value)


@nb.njit(nogil=True, cache=True)
def _shared(a: Any, b: Any, x: Sharing, s: Any, t: Any) -> Any:
    """Write the shares of ``a`` and ``b`` on the same objects into ``s`` and ``t``."""
    found = 0
    i, end = x.ptr[a], x.ptr[a + 1]
    j, last = x.ptr[b], x.ptr[b + 1]
    while i < end and j < last:
        if x.obj[i] < x.obj[j]:
            i = _reach(x.obj, i, end, x.obj[j])
        elif x.obj[i] > x.obj[j]:
            j = _reach(x.obj, j, last, x.obj[i])
        else:
            s[found] = i
            t[found] = j
            found += 1
            i += 1
            j += 1
    return found


@nb.njit(nogil=True, cache=True)
def _reach(obj: Any, low: Any, end: Any, wanted: Any) -> Any:
    """First place after ``low`` that is not below ``wanted``, by doubling steps, then halves."""
    step = 1
    while low + step < end and obj[low + step] < wanted:
        low += step
        step *= 2
    high = min(low + step, end)
    low += 1
    while low < high:
        mid = (low + high) >> 1
        if obj[mid] < wanted:
            low = mid + 1
        else:
            high = mid
    return low


@nb.njit(nogil=True, cache=True)
def _room(x: Sharing) -> Any:
    longest = 1
    for a in range(len(x.ptr) - 1):
        longest = max(longest, x.ptr[a + 1] - x.ptr[a])
    return np.empty(longest, np.int64), np.empty(longest, np.int64)


@nb.njit(nogil=True, cache=True)
def without_partners(a: Any, b: Any, weight: Any, x: Sharing) -> Any:
    """For each share (near, others): its other sharers in the window and in all, no partners."""
    near = x.near.copy()
    others = np.empty(len(x.obj), np.int64)
    for s in range(len(x.obj)):
        others[s] = x.size[x.obj[s]] - 1
    mine, theirs = _room(x)
    for k in range(len(a)):
        if weight[k] < _PARTNER:
            continue
        for i in range(_shared(a[k], b[k], x, mine, theirs)):
            s, t = mine[i], theirs[i]
            others[s] -= 1
            others[t] -= 1
            if in_step(s, t, x):
                near[s] -= 1
                near[t] -= 1
    return near, others


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
    rows: Any, a: Any, b: Any, weight: Any, near: Any, others: Any, usual: Any, own: Any, x: Sharing,
    expected: Any, p_value: Any,
) -> None:  # fmt: skip
    mine, theirs = _room(x)
    rates = np.empty(len(mine))
    for k in rows:
        partners = weight[k] >= _PARTNER
        count = _shared(a[k], b[k], x, mine, theirs)
        total = 0.0
        for i in range(count):
            s, t = mine[i], theirs[i]
            most = usual[x.obj[s]]
            out = 0 if partners else 1
            hit = out if in_step(s, t, x) else 0
            rates[i] = max(
                rate(near[s] - hit, others[s] - out, max(most, own[a[k]])),
                rate(near[t] - hit, others[t] - out, max(most, own[b[k]])),
            )
            total += rates[i]
        expected[k] = total
        p_value[k] = tail(rates, count, weight[k])
