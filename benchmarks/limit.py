"""The limit: one pass that visits each in-window pair once and only counts it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numba as nb
import numpy as np


@nb.njit(nogil=True, cache=True)
def _count(obj: Any, time: Any, acc: Any, start: int, stop: int, window: int) -> int:
    n = len(obj)
    high = np.int64(start)
    total = 0
    for i in range(start, stop):
        high = max(high, i + 1)
        while high < n and obj[high] == obj[i] and time[high] - time[i] <= window:
            high += 1
        other = 0
        for j in range(i + 1, high):
            other += acc[np.uint64(j)] != acc[i]
        total += other
    return total


def count_pairs(obj: Any, time: Any, acc: Any, window: int, threads: int) -> int:
    """In-window pairs of different accounts of actions sorted by (object, time)."""
    cuts = np.linspace(0, len(obj), 64 * threads + 1).astype(np.int64)
    with ThreadPoolExecutor(threads) as pool:
        parts = [
            pool.submit(_count, obj, time, acc, int(a), int(b), window) for a, b in pairwise(cuts)
        ]
        return sum(part.result() for part in parts)
