"""Parts of one job on several threads, their results in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

__all__ = ["chunks", "each", "how_many", "result"]

_T = TypeVar("_T")
_LEAST = 1_000


def how_many(threads: int | None) -> int:
    """``threads``, or one for each processor."""
    return threads or os.cpu_count() or 1


def chunks(rows: int, parts: int) -> list[tuple[int, int]]:
    """``rows`` in at most so many parts, as (first, end)."""
    step = max(-(-rows // parts), _LEAST)
    return [(first, min(first + step, rows)) for first in range(0, rows, step)]


def result(future: Future[_T]) -> _T:
    """What ``future`` gives; short waits let an interruption through."""
    while True:
        try:
            return future.result(timeout=0.1)
        except TimeoutError:
            if future.done():
                raise


def each(
    work: Callable[[int, int], _T], parts: Sequence[tuple[int, int]], threads: int
) -> Iterator[_T]:
    """``work(first, end)`` of each part, in order; an interruption ends the wait."""
    pool = ThreadPoolExecutor(threads, thread_name_prefix="kashf")
    try:
        waiting = [pool.submit(work, *part) for part in parts]
        for future in waiting:
            yield result(future)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
