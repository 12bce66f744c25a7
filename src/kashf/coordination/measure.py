"""The second pass: the pairs of a row that count as edges, measured."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from kashf.coordination.index import Index, group_end, segment, skip
from kashf.coordination.scratch import Edges, Rule, Work

__all__ = ["LOOKUP_COST", "measure", "visits", "write"]

# a pair while it is measured: one line of the cache. The first two cells hold the last object
# that counted, in their upper half, and the number of objects so far, in the lower one
_WEIGHT, _FAST_WEIGHT, _CO_ACTIONS, _MIN_DELAY, _FIRST, _LAST, _SUM = map(np.uint64, range(7))

# one look-up of a pair in an object costs about as much as this many visits
LOOKUP_COST = np.uint64(2000)

_U = np.uint64
_ZERO = np.uint64(0)
_ONE = np.uint64(1)
_SIX = np.uint64(6)
_LOW = np.uint64(63)
_HALF = np.int64(0xFFFFFFFF)
_MAX = np.iinfo(np.int64).max
_MIN = np.iinfo(np.int64).min


@nb.njit(nogil=True, cache=True)
def visits(x: Index, p: int, end: int) -> Any:
    """Lengths of the windows of ``p`` to ``end``, summed."""
    total = _ZERO
    for q in range(p, end):
        total += _U(x.hi[q] - x.lo[q])
    return total


@nb.njit(nogil=True, cache=True, inline="always")
def _add(pairs: Any, sums: Any, s: Any, group: Any, t: Any, u: Any, fast: Any) -> None:
    """Add the co-action at times ``t`` and ``u`` to pair ``s``.

    ``group`` is the object, one number an object of the row, in the upper half.
    """
    delay = abs(u - t)
    old = pairs[s, _WEIGHT]
    pairs[s, _WEIGHT] = group | ((old & _HALF) + np.int64(old ^ group > _HALF))
    if delay <= fast:
        old = pairs[s, _FAST_WEIGHT]
        pairs[s, _FAST_WEIGHT] = group | ((old & _HALF) + np.int64(old ^ group > _HALF))
    pairs[s, _CO_ACTIONS] += 1
    pairs[s, _MIN_DELAY] = min(pairs[s, _MIN_DELAY], delay)
    pairs[s, _FIRST] = min(pairs[s, _FIRST], t, u)
    pairs[s, _LAST] = max(pairs[s, _LAST], t, u)
    sums[s, _SUM] += delay


@nb.njit(nogil=True, cache=True)
def measure(row: Any, count: Any, rule: Rule, x: Index, w: Work, stop: Any) -> None:
    """Measure the pairs of ``row`` with ``hits[:count]`` into ``pairs``."""
    window, fast = rule.window, rule.fast
    acc, lo, hi, pos, time = x.acc, x.lo, x.hi, x.pos, x.time
    near, hits, bits, slot = w.near, w.hits, w.bits, w.slot
    pairs, sums = w.pairs, w.sums
    for k in range(count):
        s = _U(k)
        slot[hits[s]] = s
        pairs[s, _WEIGHT] = 0
        pairs[s, _FAST_WEIGHT] = 0
        pairs[s, _CO_ACTIONS] = 0
        pairs[s, _MIN_DELAY] = window
        pairs[s, _FIRST] = _MAX
        pairs[s, _LAST] = _MIN
        sums[s, _SUM] = 0.0
    p = x.ptr[row]
    end = x.ptr[row + 1]
    group = np.int64(0)
    while p < end and not stop[0]:
        q = group_end(x, p, end)
        key = x.key[p]
        group += _HALF + 1
        if _U(count) * LOOKUP_COST < visits(x, p, q):
            for k in range(count):
                b, last = segment(x, hits[_U(k)], key)
                for r in range(p, q):
                    t = time[pos[r]]
                    b = skip(x, b, last, t - window)
                    c = b
                    while c < last and time[pos[c]] - t <= window:
                        _add(pairs, sums, _U(k), group, t, time[pos[c]], fast)
                        c += 1
        else:
            for r in range(p, q):
                if stop[0]:
                    break
                t = time[pos[r]]
                found = _ZERO
                for j in range(lo[r], hi[r]):
                    near[found] = j
                    bit = _U(acc[_U(j)])
                    found += (bits[bit >> _SIX] >> (bit & _LOW)) & _ONE
                for k in range(found):
                    at = _U(near[_U(k)])
                    _add(pairs, sums, _U(slot[acc[at]]), group, t, time[at], fast)
        p = q
    for k in range(count):
        bits[_U(hits[_U(k)]) >> _SIX] = _ZERO


@nb.njit(nogil=True, cache=True)
def write(a: Any, lines: Any, w: Work, out: Edges, n: Any) -> None:
    """Write the first ``lines`` pairs, of account ``a`` and its hits, to ``out`` from line ``n``."""
    hits, pairs, sums = w.hits, w.pairs, w.sums
    for k in range(lines):
        s = _U(k)
        out.a[n] = a
        out.b[n] = hits[s]
        out.weight[n] = pairs[s, _WEIGHT] & _HALF
        out.fast_weight[n] = pairs[s, _FAST_WEIGHT] & _HALF
        out.co_actions[n] = pairs[s, _CO_ACTIONS]
        out.first[n] = pairs[s, _FIRST]
        out.last[n] = pairs[s, _LAST]
        out.mean_delay[n] = sums[s, _SUM] / pairs[s, _CO_ACTIONS] / 1e6
        out.min_delay[n] = pairs[s, _MIN_DELAY] / 1e6
        n += 1
