"""The hot loop: in-window pairs of accounts, counted row by row and never stored.

Gustavson's row-wise sparse product (Gustavson 1978) with a time window in it. For one account
(a *row*) the first pass walks over the windows of its positions and finds the accounts that reach
the smallest weight; the second pass measures these pairs alone. What is held is the actions and
a few small arrays per thread, never a pair.

An object that very many share would make the first pass quadratic. A pair that must share
``min_weight`` objects has to meet on at least one object besides the ``min_weight - 1`` costliest
(prefix filtering; Bayardo, Ma & Srikant 2007). So these come last, and where a row met few
accounts on the others, they are looked up one by one instead of walking the windows.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from kashf.coordination.index import Index, group_end, segment, skip

__all__ = [
    "MAX_STAMP",
    "MAX_WEIGHT",
    "Edges",
    "Rule",
    "Work",
    "count_rows",
    "edges",
    "work",
]

# a pair while it is measured: one line of the cache. The first two cells hold the last object
# that counted, in their upper half, and the number of objects so far, in the lower one
_WEIGHT, _FAST_WEIGHT, _CO_ACTIONS, _MIN_DELAY, _FIRST, _LAST, _SUM = map(np.uint64, range(7))
_LINE = 64  # bytes

# one look-up of a pair in an object costs about as much as this many visits
_LOOKUP_COST = np.uint64(2000)

# a cell of ``seen`` is stamp << 7 | weight; four bytes an account keep it in the cache
MAX_STAMP = (1 << 25) - 1
MAX_WEIGHT = 126

_U = np.uint64
_W = np.uint32
_ZERO = np.uint64(0)
_ONE = np.uint64(1)
_SIX = np.uint64(6)
_LOW = np.uint64(63)
_NONE = np.uint32(0)
_HALF = np.int64(0xFFFFFFFF)
_SHIFT = np.uint32(7)
_MASK = np.uint32(127)
_MAX = np.iinfo(np.int64).max
_MIN = np.iinfo(np.int64).min


class Rule(NamedTuple):
    """What counts as an edge."""

    distinct: Any  #: bool: weigh different objects; else co-actions
    min_weight: Any  #: uint32, at most MAX_WEIGHT
    window: Any  #: int64, microseconds
    fast: Any  #: int64, microseconds of the narrower window; -1 for none
    both: Any  #: bool: both accounts must be qualified; else one of them
    giants: Any  #: bool: some objects are marked as giant


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


@nb.njit(nogil=True, cache=True)
def _visits(x: Index, p: int, end: int) -> Any:
    """Lengths of the windows of ``p`` to ``end``, summed."""
    total = _ZERO
    for q in range(p, end):
        total += _U(x.hi[q] - x.lo[q])
    return total


@nb.njit(nogil=True, cache=True)
def _walk(
    row: Any, p: int, end: int, first: Any, track: bool,
    rule: Rule, x: Index, w: Work, stop: Any, count: Any, touches: Any,
) -> Any:  # fmt: skip
    """Visit the windows of ``p`` to ``end``, one object of ``row``; returns (hits, touched).

    The inner loops have no branches: a mispredicted one costs more than all else in them.
    """
    acc, lo, hi = x.acc, x.lo, x.hi
    seen, near, hits, touched = w.seen, w.near, w.hits, w.touched
    least = rule.min_weight
    full = _W(least + _W(1))
    mark = _W(w.stamp[0] << _SHIFT)
    done = np.uint32(0)
    for q in range(p, end):
        if stop[0]:
            break
        start = max(lo[q], done) if rule.distinct else lo[q]
        after = _ZERO
        for j in range(start, hi[q]):
            near[after] = acc[_U(j)]
            after += _U(acc[_U(j)] > row)
        if not rule.distinct:
            for k in range(after):
                b = near[_U(k)]
                old = seen[b]
                weight = min(_W(((old & _MASK) if old >= first else _NONE) + _W(1)), full)
                seen[b] = mark | weight
                hits[count] = b
                count += _U(weight == least)
        elif track:
            for k in range(after):
                b = near[_U(k)]
                old = seen[b]
                new = _W(old < mark)
                weight = min(_W(((old & _MASK) if old >= first else _NONE) + new), full)
                seen[b] = mark | weight
                hits[count] = b
                count += _U(weight == least) & _U(new)
                touched[touches] = b
                touches += _U(weight == _W(1)) & _U(new)
        else:
            for k in range(after):
                b = near[_U(k)]
                old = seen[b]
                new = _W(old < mark)
                weight = min(_W(((old & _MASK) if old >= first else _NONE) + new), full)
                seen[b] = mark | weight
                hits[count] = b
                count += _U(weight == least) & _U(new)
        done = hi[q]
    return count, touches


@nb.njit(nogil=True, cache=True)
def _meet(row: Any, account: Any, giants: Any, rule: Rule, x: Index) -> Any:
    """Number of the row's giant objects on which ``account`` is within its window."""
    found = 0
    p = x.ptr[row]
    while p < x.ptr[row + 1] and giants > 0:
        q = group_end(x, p, x.ptr[row + 1])
        if x.giant[x.key[p]]:
            giants -= 1
            b, end = segment(x, account, x.key[p])
            a = p
            while a < q and b < end:
                delta = x.time[x.pos[b]] - x.time[x.pos[a]]
                if -rule.window <= delta <= rule.window:
                    found += 1
                    break
                if delta < 0:
                    b += 1
                else:
                    a += 1
        p = q
    return found


@nb.njit(nogil=True, cache=True)
def _candidates(row: Any, rule: Rule, x: Index, w: Work, stop: Any) -> Any:
    """First pass: how many accounts after ``row`` reach ``min_weight``; they stand in ``hits``.

    A stamp stands for one object of the row, or for the row where co-actions are weighed.
    """
    begin = x.ptr[row]
    end = x.ptr[row + 1]
    giants = 0
    giant_visits = _ZERO
    if rule.giants:
        p = begin
        while p < end:
            q = group_end(x, p, end)
            if x.giant[x.key[p]]:
                giants += 1
                giant_visits += _visits(x, p, q)
            p = q
    if np.int64(w.stamp[0]) + (end - begin) + 1 > MAX_STAMP:
        w.stamp[0] = 0
        w.seen[:] = 0
    first = _W((w.stamp[0] + _W(1)) << _SHIFT)
    if not rule.distinct:
        w.stamp[0] += _W(1)
    count = _ZERO
    touches = _ZERO
    for turn in range(2 if giants > 0 else 1):
        if turn == 1 and touches * _LOOKUP_COST * _U(giants) < giant_visits:
            for k in range(touches):
                b = w.touched[_U(k)]
                weight = np.int64(w.seen[b] & _MASK)
                if weight < rule.min_weight <= weight + giants:
                    if weight + _meet(row, b, giants, rule, x) >= rule.min_weight:
                        w.hits[count] = b
                        count += _ONE
                    if stop[0]:
                        break
            break
        p = begin
        while p < end and not stop[0]:
            q = group_end(x, p, end)
            if giants == 0 or x.giant[x.key[p]] == turn:
                if rule.distinct:
                    w.stamp[0] += _W(1)
                count, touches = _walk(
                    row, p, q, first, giants > 0, rule, x, w, stop, count, touches
                )
            p = q
    return count


def _bit_places() -> Any:
    """The place of a single bit, by the top of its product with a de Bruijn sequence."""
    places = np.zeros(64, np.uint64)
    for place in range(64):
        places[(_DE_BRUIJN << place) % 2**64 >> 58] = place
    return places


_DE_BRUIJN = 0x03F79D71B4CB0A89  # Leiserson, Prokop & Randall 1998
_SEQUENCE = np.uint64(_DE_BRUIJN)
_PLACES = _bit_places()


@nb.njit(nogil=True, cache=True)
def _order(count: Any, w: Work) -> None:
    """Sort ``hits[:count]`` through ``bits``, in which they stay set."""
    hits, bits, words = w.hits, w.bits, w.words
    for k in range(count):
        b = _U(hits[_U(k)])
        word = b >> _SIX
        bits[word] |= _ONE << (b & _LOW)
        words[word >> _SIX] |= _ONE << (word & _LOW)
    out = _ZERO
    for v in range(len(words)):
        group = words[_U(v)]
        words[_U(v)] = _ZERO
        while group:
            lowest = group & (~group + _ONE)
            word = _U(v) << _SIX | _PLACES[lowest * _SEQUENCE >> _U(58)]
            group ^= lowest
            rest = bits[word]
            while rest:
                lowest = rest & (~rest + _ONE)
                hits[out] = word << _SIX | _PLACES[lowest * _SEQUENCE >> _U(58)]
                out += _ONE
                rest ^= lowest


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
def _measure(row: Any, count: Any, rule: Rule, x: Index, w: Work, stop: Any) -> None:
    """Second pass: measure the pairs of ``row`` with ``hits[:count]`` into ``pairs``."""
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
        if _U(count) * _LOOKUP_COST < _visits(x, p, q):
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
def count_rows(row: int, last: int, rule: Rule, x: Index, w: Work, out: Edges, stop: Any) -> Any:
    """Count the edges of accounts ``row`` to ``last`` (excluded) with accounts after them.

    Writes them in the order of (a, b), and stops before a row that doesn't fit, or when
    ``stop[0]`` becomes 1 (then the output is worthless).
    Returns (next row, edges written, edges of the next row that doesn't fit).
    """
    hits, pairs, sums, qualified = w.hits, w.pairs, w.sums, x.qualified
    n = 0
    while row < last and not stop[0]:
        a = np.uint32(row)
        count = _candidates(a, rule, x, w, stop)
        kept = _ZERO
        for k in range(count):
            b = hits[_U(k)]
            hits[kept] = b
            if rule.both:
                kept += _U(qualified[a] & qualified[b])
            else:
                kept += _U(qualified[a] | qualified[b])
        lines: Any = np.int64(kept)
        if n + lines > len(out.a):
            return row, n, lines
        if lines > 0:
            _order(kept, w)
            _measure(a, kept, rule, x, w, stop)
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
        row += 1
    return row, n, 0
