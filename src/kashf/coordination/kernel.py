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

from typing import Any

import numba as nb
import numpy as np

from kashf.coordination.index import Index, group_end, segment
from kashf.coordination.measure import LOOKUP_COST, measure, visits, write
from kashf.coordination.scratch import MAX_STAMP, Edges, Rule, Work

__all__ = ["count_rows"]

_U = np.uint64
_W = np.uint32
_ZERO = np.uint64(0)
_ONE = np.uint64(1)
_SIX = np.uint64(6)
_LOW = np.uint64(63)
_NONE = np.uint32(0)
_SHIFT = np.uint32(7)
_MASK = np.uint32(127)


@nb.njit(nogil=True, cache=True)
def _met(bits: Any, account: Any) -> Any:
    """1 where ``account`` is marked in ``bits``, else 0."""
    return _W((bits[_U(account) >> _SIX] >> (_U(account) & _LOW)) & _ONE)


@nb.njit(nogil=True, cache=True)
def _mark(p: Any, end: Any, x: Index, bits: Any) -> None:
    """Mark in ``bits`` all accounts in the windows of ``p`` to ``end``."""
    acc = x.acc
    done = np.uint32(0)
    for q in range(p, end):
        for j in range(max(x.lo[q], done), x.hi[q]):
            b = _U(acc[_U(j)])
            bits[b >> _SIX] |= _ONE << (b & _LOW)
        done = x.hi[q]


@nb.njit(nogil=True, cache=True)
def _walk(
    row: Any, p: int, end: int, first: Any, track: bool,
    rule: Rule, x: Index, w: Work, stop: Any, count: Any, touches: Any,
) -> Any:  # fmt: skip
    """Visit the windows of ``p`` to ``end``, one object of ``row``; returns (hits, touched).

    The inner loops have no branches: a mispredicted one costs more than all else in them.
    """
    acc, lo, hi = x.acc, x.lo, x.hi
    seen, near, hits, touched, bits = w.seen, w.near, w.hits, w.touched, w.bits
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
                weight = min(_W(((old & _MASK) if old >= first else _met(bits, b)) + new), full)
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
                weight = min(_W(((old & _MASK) if old >= first else _met(bits, b)) + new), full)
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
                giant_visits += visits(x, p, q)
            p = q
    if np.int64(w.stamp[0]) + (end - begin) + 1 > MAX_STAMP:
        w.stamp[0] = 0
        w.seen[:] = 0
    first = _W((w.stamp[0] + _W(1)) << _SHIFT)
    if not rule.distinct:
        w.stamp[0] += _W(1)
    count = _ZERO
    touches = _ZERO
    top, top_end = segment(x, row, rule.top) if rule.top >= 0 else (end, end)
    if top == top_end:
        top = end
    _mark(top, top_end, x, w.bits)
    for turn in range(2 if giants > 0 else 1):
        if turn == 1 and touches * LOOKUP_COST * _U(giants) < giant_visits:
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
            if p != top and (giants == 0 or x.giant[x.key[p]] == turn):
                if rule.distinct:
                    w.stamp[0] += _W(1)
                count, touches = _walk(
                    row, p, q, first, giants > 0, rule, x, w, stop, count, touches
                )
            p = q
    if top < end:
        w.bits[:] = _ZERO
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


@nb.njit(nogil=True, cache=True)
def count_rows(row: int, last: int, rule: Rule, x: Index, w: Work, out: Edges, stop: Any) -> Any:
    """Count the edges of accounts ``row`` to ``last`` (excluded) with accounts after them.

    Writes them in the order of (a, b), and stops before a row that doesn't fit, or when
    ``stop[0]`` becomes 1 (then the output is worthless).
    Returns (next row, edges written, edges of the next row that doesn't fit).
    """
    hits, qualified = w.hits, x.qualified
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
            measure(a, kept, rule, x, w, stop)
            write(a, lines, w, out, n)
            n += lines
        row += 1
    return row, n, 0
