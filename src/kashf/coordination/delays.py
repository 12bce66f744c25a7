"""How far apart members of a cluster act on what they share, beside what would be usual."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kashf.coordination.load import Actions
from kashf.coordination.sharing import Sharing, gathered
from kashf.coordination.usual import reference
from kashf.schema import DELAYS

__all__ = ["EDGES", "delays"]

#: Ends of the classes of delays, in windows.
EDGES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 64.0)
_MOST = 1_000  # outsiders of an object that are looked at


def delays(actions: Actions, x: Sharing, cluster: NDArray[np.int32], most: int) -> pa.Table:
    """Pairs of members by their delay, observed and expected (:data:`~kashf.schema.DELAYS`).

    Of each object that two members or more share, the first action of each counts. The expected
    delays are those between members and others who share the object, at most a thousand of them; where
    nobody else does, those of the reference. Both have the same sum. Clusters from ``most`` on are
    left out.
    """
    ends = np.array(EDGES) * x.window / 1e6
    until = np.array([reference(float(end)) for end in ends])
    usual = np.diff(np.concatenate([[0.0], until, [1.0]]))
    starts = np.searchsorted(actions.obj, np.arange(actions.objects + 1)).astype(np.int64)
    edges = (ends * 1e6).astype(np.int64)
    tables = []
    for number in range(min(int(cluster.max(initial=-1)) + 1, most)):
        members = np.flatnonzero(cluster == number)
        observed, expected = _count(members, x, starts, edges, usual)
        tables.append(
            pa.table(
                [
                    pa.array(np.full(len(observed), number, np.int32)),
                    pa.array([0.0, *ends.tolist()]),
                    pa.array([*ends.tolist(), None], pa.float64()),
                    pa.array(observed),
                    pa.array(expected),
                ],
                schema=DELAYS,
            )
        )
    return pa.concat_tables([DELAYS.empty_table(), *tables])


@nb.njit(nogil=True, cache=True)
def _count(members: Any, x: Sharing, starts: Any, edges: Any, usual: Any) -> Any:
    inside = np.zeros(len(x.ptr) - 1, np.bool_)
    inside[members] = True
    share, _ = gathered(members, x)
    total = len(share)
    observed = np.zeros(len(edges) + 1, np.int64)
    expected = np.zeros(len(edges) + 1)
    own = np.empty(len(edges) + 1)
    start = 0
    while start < total:
        obj = x.obj[share[start]]
        end = start
        while end < total and x.obj[share[end]] == obj:
            end += 1
        pairs = (end - start) * (end - start - 1) // 2
        if pairs:
            own[:] = 0.0
            step = max(1, (starts[obj + 1] - starts[obj]) // _MOST)
            for k in range(start, end):
                for j in range(start, k):
                    observed[_class(abs(x.when[share[k]] - x.when[share[j]]), edges)] += 1
                for i in range(starts[obj], starts[obj + 1], step):
                    if not inside[x.acc[i]]:
                        own[_class(abs(x.time[i] - x.when[share[k]]), edges)] += 1.0
            others = own.sum()
            for c in range(len(own)):
                expected[c] += pairs * (own[c] / others if others > 0 else usual[c])
        start = end
    return observed, expected


@nb.njit(nogil=True, cache=True)
def _class(delay: Any, edges: Any) -> Any:
    for c in range(len(edges)):
        if delay <= edges[c]:
            return c
    return len(edges)
