"""Who shared what, account by account: what null models and groups are judged by.

A *share* is an account and an object that it acted on, however often.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from kashf.coordination.index import build
from kashf.coordination.load import Actions

__all__ = ["Sharing", "gathered", "in_step", "sharing"]


class Sharing(NamedTuple):
    """The ``k`` shares of ``m`` accounts, from ``n`` actions on ``o`` objects.

    Those of account ``a`` are at ``ptr[a] ≤ s < ptr[a + 1]``, by object; the actions of share ``s``
    stand at ``pos[first[s]]`` to ``pos[first[s + 1] - 1]``, by time.
    """

    ptr: Any  #: int64 (m + 1,)
    obj: Any  #: uint32 (k,), code of the object
    first: Any  #: int64 (k + 1,)
    pos: Any  #: uint32 (n,), place of the action in ``time`` and ``acc``
    lo: Any  #: uint32 (n,), start of its window there
    hi: Any  #: uint32 (n,), its end, excluded
    time: Any  #: int64 (n,), microseconds, ascending within an object
    acc: Any  #: uint32 (n,), code of the account
    near: Any  #: int64 (k,), other accounts in the windows of the share
    size: Any  #: int64 (o,), accounts that share the object
    window: Any  #: int64, microseconds
    when: Any  #: int64 (k,), time of the first action of the share


def sharing(actions: Actions, time_window: float) -> Sharing:
    """The shares of ``actions``, with windows of ``time_window`` seconds."""
    window = round(time_window * 1e6)
    accounts = len(actions.accounts)
    ptr, pos, key, lo, hi, _ = build(
        actions.obj, actions.time, actions.acc, accounts, actions.objects, window
    )
    shares, obj, first, near, size = _shares(ptr, pos, key, lo, hi, actions.acc, actions.objects)
    when = actions.time[pos[first[:-1]]]
    return Sharing(
        shares, obj, first, pos, lo, hi, actions.time, actions.acc, near, size, window, when
    )


@nb.njit(nogil=True, cache=True)
def _shares(ptr: Any, pos: Any, key: Any, lo: Any, hi: Any, acc: Any, objects: int) -> Any:
    m, n = len(ptr) - 1, len(pos)
    shares = np.zeros(m + 1, np.int64)
    obj = np.empty(n, np.uint32)
    first = np.empty(n + 1, np.int64)
    near = np.zeros(n, np.int64)
    size = np.zeros(objects, np.int64)
    seen = np.full(m, -1, np.int64)
    s = 0
    for a in range(m):
        p = ptr[a]
        while p < ptr[a + 1]:
            q = p
            done = np.uint32(0)
            found = 0
            while q < ptr[a + 1] and key[q] == key[p]:
                for j in range(max(lo[q], done), hi[q]):
                    b = acc[j]
                    if b != a and seen[b] != s:
                        seen[b] = s
                        found += 1
                done = hi[q]
                q += 1
            obj[s] = key[p]
            first[s] = p
            near[s] = found
            size[key[p]] += 1
            s += 1
            p = q
        shares[a + 1] = s
    first[s] = n
    return shares, obj[:s].copy(), first[: s + 1].copy(), near[:s].copy(), size


@nb.njit(nogil=True, cache=True)
def gathered(accounts: Any, x: Sharing) -> Any:
    """The shares of ``accounts`` by object, then by account; and whose they are, by place there."""
    total = 0
    for m in accounts:
        total += x.ptr[m + 1] - x.ptr[m]
    share = np.empty(total, np.int64)
    who = np.empty(total, np.int64)
    k = 0
    for i in range(len(accounts)):
        for s in range(x.ptr[accounts[i]], x.ptr[accounts[i] + 1]):
            share[k], who[k] = s, i
            k += 1
    order = np.argsort(x.obj[share], kind="mergesort")
    return share[order], who[order]


@nb.njit(nogil=True, cache=True)
def in_step(s: Any, t: Any, x: Sharing) -> bool:
    """Whether the shares ``s`` and ``t`` of one object have actions within the window."""
    i, j = x.first[s], x.first[t]
    if x.first[s + 1] == i + 1 and x.first[t + 1] == j + 1:
        delay = x.when[t] - x.when[s]
        return bool(-x.window <= delay <= x.window)
    while i < x.first[s + 1] and j < x.first[t + 1]:
        delay = x.time[x.pos[j]] - x.time[x.pos[i]]
        if -x.window <= delay <= x.window:
            return True
        if delay < 0:
            j += 1
        else:
            i += 1
    return False
