"""What the kernel works by and in: the rule, the scratch of a thread, the edges it writes."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

__all__ = ["MAX_STAMP", "MAX_WEIGHT", "Edges", "Rule", "Work", "edges", "work"]

_LINE = 64  # bytes of a line of the cache
# a cell of ``seen`` is stamp << 7 | weight; four bytes an account keep it in the cache
MAX_STAMP = (1 << 25) - 1
MAX_WEIGHT = 126


class Rule(NamedTuple):
    """What counts as an edge."""

    distinct: Any  #: bool: weigh different objects; else co-actions
    min_weight: Any  #: uint32, at most MAX_WEIGHT
    window: Any  #: int64, microseconds
    fast: Any  #: int64, microseconds of the narrower window; -1 for none
    both: Any  #: bool: both accounts must be qualified; else one of them
    giants: Any  #: bool: some objects are marked as giant
    top: Any  #: int64, the costliest object where it is looked at once a row; -1 for none


class Work(NamedTuple):
    """What one thread works in, over ``m`` accounts."""

    stamp: Any  #: uint32 (1,), last stamp given
    seen: Any  #: uint32 (m,), stamp << 7 | weight
    near: Any  #: uint32 (longest window + 1,)
    hits: Any  #: uint32 (m + 1,)
    touched: Any  #: uint32 (m + 1,)
    bits: Any  #: uint64 (m // 64 + 1,), a bitmap of accounts
    words: Any  #: uint64, a bitmap of the words of ``bits``
    slot: Any  #: uint32 (m,), line of ``pairs``
    pairs: Any  #: int64 (m, 8), the pairs of one row
    sums: Any  #: the same memory as float64, for the sums of delays in microseconds


class Edges(NamedTuple):
    """Output: a line an edge."""

    a: Any  #: uint32
    b: Any  #: uint32, above a
    weight: Any  #: int64
    fast_weight: Any  #: int64
    co_actions: Any  #: int64
    first: Any  #: int64, microseconds
    last: Any  #: int64, microseconds
    mean_delay: Any  #: float64, seconds
    min_delay: Any  #: float64, seconds


def work(accounts: int, longest: int) -> Work:
    """Room for rows of ``accounts`` accounts and windows of up to ``longest`` actions."""
    words = accounts // 64 + 1
    cells = np.empty((accounts + 1) * _LINE, np.uint8)
    pairs = cells[-cells.ctypes.data % _LINE :][: accounts * _LINE].view(np.int64).reshape(-1, 8)
    return Work(
        stamp=np.zeros(1, np.uint32),
        seen=np.zeros(accounts, np.uint32),
        near=np.empty(longest + 1, np.uint32),
        hits=np.empty(accounts + 1, np.uint32),
        touched=np.empty(accounts + 1, np.uint32),
        bits=np.zeros(words, np.uint64),
        words=np.zeros(words // 64 + 1, np.uint64),
        slot=np.empty(accounts, np.uint32),
        pairs=pairs,
        sums=pairs.view(np.float64),
    )


def edges(capacity: int) -> Edges:
    """Room for ``capacity`` edges."""
    codes = [np.empty(capacity, np.uint32) for _ in range(2)]
    whole = [np.empty(capacity, np.int64) for _ in range(5)]
    return Edges(*codes, *whole, *[np.empty(capacity, np.float64) for _ in range(2)])
