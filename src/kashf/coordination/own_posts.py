"""An account's own matched posts: the directed weight of coordination-network-toolkit."""

from __future__ import annotations

from typing import Any

import numba as nb

from kashf.coordination.index import Index, group_end, segment

__all__ = ["measure_own_posts"]


@nb.njit(nogil=True, cache=True)
def measure_own_posts(
    a: Any, b: Any, window: int, x: Index, post: Any, mark_a: Any, mark_b: Any, base: int, own: Any
) -> None:
    """For each pair (a[s], b[s]) the different posts of a, and of b, with a match: ``own`` (k, 2).

    ``post`` uint32 (n,) is the code of the post of each position. ``mark_a`` and ``mark_b`` int64,
    one cell a post, are scratch; ``base`` is above all that earlier calls left there.
    """
    for s in range(len(a)):
        p = x.ptr[a[s]]
        end = x.ptr[a[s] + 1]
        while p < end:
            q = group_end(x, p, end)
            low, last = segment(x, b[s], x.key[p])
            for r in range(p, q):
                t = x.time[x.pos[r]]
                while low < last and t - x.time[x.pos[low]] > window:
                    low += 1
                c = low
                while c < last and x.time[x.pos[c]] - t <= window:
                    post_a = post[x.pos[r]]
                    post_b = post[x.pos[c]]
                    own[s, 0] += mark_a[post_a] != base + s
                    own[s, 1] += mark_b[post_b] != base + s
                    mark_a[post_a] = base + s
                    mark_b[post_b] = base + s
                    c += 1
            p = q
