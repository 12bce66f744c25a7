"""Actions as sorted codes: what the kernel walks over.

``n`` actions, sorted by (object, time), of ``m`` accounts. Codes are unsigned: that spares numba
the test for negative indices, which doubles the speed of the kernel.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba as nb
import numpy as np

__all__ = ["Index", "build", "coordinated", "group_end", "segment", "skip"]


class Index(NamedTuple):
    """The arrays of one run.

    ``time`` and ``acc`` stand in the order of the actions. The others stand account by account:
    those of account ``a`` are at ``ptr[a] ≤ p < ptr[a + 1]``, and the window of the action
    ``pos[p]`` is ``lo[p] ≤ i < hi[p]``.
    """

    time: Any  #: int64 (n,), microseconds, ascending within an object
    acc: Any  #: uint32 (n,), code of the account
    ptr: Any  #: int64 (m + 1,)
    pos: Any  #: uint32 (n,), ascending within an account
    key: Any  #: uint32 (n,), code of the object
    lo: Any  #: uint32 (n,)
    hi: Any  #: uint32 (n,)
    giant: Any  #: uint8 (objects,), marks the costliest objects
    qualified: Any  #: uint8 (m,), marks accounts that reach min_participation


@nb.njit(nogil=True, cache=True)
def build(obj: Any, time: Any, acc: Any, accounts: int, objects: int, window: int) -> Any:
    """``(ptr, pos, key, lo, hi)`` for a ``window`` in microseconds, and visits (objects,).

    The visits of an object are the lengths of all windows on it: what walking them costs.
    """
    n = len(time)
    ptr = np.zeros(accounts + 1, np.int64)
    for i in range(n):
        ptr[acc[i] + 1] += 1
    for a in range(accounts):
        ptr[a + 1] += ptr[a]
    fill = ptr[:-1].copy()
    pos = np.empty(n, np.uint32)
    key = np.empty(n, np.uint32)
    lo = np.empty(n, np.uint32)
    hi = np.empty(n, np.uint32)
    visits = np.zeros(objects, np.int64)
    low = 0
    high = 0
    for i in range(n):
        while obj[low] != obj[i] or time[i] - time[low] > window:
            low += 1
        high = max(high, i + 1)
        while high < n and obj[high] == obj[i] and time[high] - time[i] <= window:
            high += 1
        p = fill[acc[i]]
        fill[acc[i]] += 1
        pos[p] = i
        key[p] = obj[i]
        lo[p] = low
        hi[p] = high
        visits[obj[i]] += high - low
    return ptr, pos, key, lo, hi, visits


@nb.njit(nogil=True, cache=True)
def coordinated(obj: Any, time: Any, acc: Any, window: int) -> Any:
    """Mark in uint8 (n,) each action with another account in its window."""
    n = len(time)
    out = np.zeros(n, np.uint8)
    other = -1  # the last action before i on the same object by another account
    for i in range(1, n):
        if obj[i] != obj[i - 1]:
            other = -1
        elif acc[i] != acc[i - 1]:
            other = i - 1
        if other >= 0 and time[i] - time[other] <= window:
            out[i] = 1
    other = -1
    for i in range(n - 2, -1, -1):
        if obj[i] != obj[i + 1]:
            other = -1
        elif acc[i] != acc[i + 1]:
            other = i + 1
        if other >= 0 and time[other] - time[i] <= window:
            out[i] = 1
    return out


@nb.njit(nogil=True, cache=True)
def group_end(x: Index, p: int, end: int) -> int:
    """End of the run from ``p`` with one object."""
    key = x.key[p]
    p += 1
    while p < end and x.key[p] == key:
        p += 1
    return p


@nb.njit(nogil=True, cache=True)
def segment(x: Index, account: Any, key: Any) -> Any:
    """The part of what ``account`` did whose object is ``key``, as (first, end)."""
    low = x.ptr[account]
    end = x.ptr[account + 1]
    high = end
    while low < high:
        mid = (low + high) >> 1
        if x.key[mid] < key:
            low = mid + 1
        else:
            high = mid
    stop = low
    while stop < end and x.key[stop] == key:
        stop += 1
    return low, stop


@nb.njit(nogil=True, cache=True)
def skip(x: Index, low: int, high: int, time: int) -> int:
    """First of ``low`` to ``high``, actions of one account on one object, that is not before ``time``."""
    while low < high:
        mid = (low + high) >> 1
        if x.time[x.pos[mid]] < time:
            low = mid + 1
        else:
            high = mid
    return low
