"""What is usual: how often accounts that share an object are in step, where nobody planned it.

**From the data.** The share of in-step pairs among objects of about that size. A group that acts in
step would be its own yardstick, so partners are left out: pairs that are in step on three objects
or more, and at least six times as often as is usual for the objects that both share.

**From a baseline**: the same figures from actions of ordinary accounts.

**From the reference**, where the data are mostly the operation itself, as in takedown releases.
Zhao, Erdogdu, He, Rajaraman & Leskovec (2015) measured how long people on Twitter take to share what
they see: a constant density for five minutes, then a power law. Two people who see the same
thing at the same time are within the window with the chance that two such delays are. That is
much for people: most see it at different times. Objects of a size are *foreign*, and judged by the
reference alone, if their odds of being in step are more than twenty times those of the reference, and
most of their shares in step are by accounts in pairs that popularity does not explain.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from kashf.coordination.configuration import expected_weights, poisson_tail
from kashf.coordination.nulls import Pairs
from kashf.coordination.sharing import Sharing, in_step
from kashf.coordination.threads import chunks, each

__all__ = [
    "Baseline",
    "Rates",
    "Usual",
    "baseline",
    "observed",
    "other_window",
    "reference",
    "usual",
]

_PARTNER = 3  # least weight of partners
_EXCESS = 6.0  # they are in step that many times as often as is usual
_ODDS = 20.0  # times those of the reference: beyond what people do
_UNEXPLAINED = 1e-4
_MINUTE = 60_000_000

# Zhao et al. 2015: density per second up to the cutoff, which falls as its power -(1 + _THETA) after it
_DENSITY, _CUTOFF, _THETA = 0.0006265725, 300.0, 0.2314843


class Rates(NamedTuple):
    """What is usual for ``o`` objects."""

    rate: NDArray[np.float64]  #: (o,), how likely two who share an object of that size are in step
    foreign: NDArray[np.bool_]  #: (o,), judged by a rate from elsewhere alone
    limit: NDArray[
        np.float64
    ]  #: (o,), how likely they may be where there is nobody to compare with


class Usual(NamedTuple):
    """Yardsticks for ``k`` shares of ``o`` objects, and which of ``p`` pairs are partners."""

    near: NDArray[np.int64]  #: (k,), other accounts in the windows of the share, without partners
    others: NDArray[np.int64]  #: (k,), other accounts that share the object, without partners
    rates: Rates
    partners: NDArray[np.bool_]  #: (p,)
    source: str  #: "data", "baseline", or what stands in for foreign objects: "reference"


class Baseline(NamedTuple):
    """How often ordinary accounts are in step, by the size of the object."""

    near: NDArray[Any]  #: (classes,), in-step accounts over all shares
    others: NDArray[Any]  #: (classes,), other accounts over all shares


def baseline(x: Sharing) -> Baseline:
    """The figures of ordinary accounts."""
    kind = _size_class(x.size)[x.obj]
    return Baseline(
        np.bincount(kind, weights=x.near),
        np.bincount(kind, weights=x.size[x.obj] - 1),
    )


def reference(window: float) -> float:
    """Chance that two people who see the same at once share it within ``window`` seconds."""
    time = np.concatenate([np.linspace(0, _CUTOFF, 4_001), _CUTOFF * np.geomspace(1, 1e12, 40_001)])
    density = _DENSITY * (np.maximum(time, _CUTOFF) / _CUTOFF) ** -(1 + _THETA)
    chance = density * (_until(time + window) - _until(time))
    return float(min(1.0, 2 * np.sum((chance[1:] + chance[:-1]) * np.diff(time)) / 2))


def _until(time: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chance of a delay of at most ``time`` seconds."""
    late = 1 - _DENSITY * _CUTOFF / _THETA * (np.maximum(time, _CUTOFF) / _CUTOFF) ** -_THETA
    return np.where(time < _CUTOFF, _DENSITY * time, late)


def observed(x: Sharing) -> NDArray[np.float64]:
    """Share of in-step pairs among those who share each object (o,)."""
    steps = np.bincount(x.obj, weights=x.near, minlength=len(x.size))
    close: NDArray[np.float64] = steps / np.maximum(x.size * (x.size - 1), 1)
    return close


def usual(x: Sharing, pairs: Pairs, ordinary: Baseline | None = None, *, threads: int = 1) -> Usual:
    """What is usual among the shares ``x``, of whose pairs in step ``pairs`` are candidates."""
    kind = _size_class(x.size)
    people = _from_reference(x, kind)
    elsewhere = people if ordinary is None else _given(ordinary, kind)
    ours = _pooled(x, kind, x.near, x.size[x.obj] - 1)
    foreign = _foreign(x, kind, _odds(ours) > _ODDS * _odds(elsewhere))
    if foreign.any() and not _is_unexplained(x, pairs, foreign):
        foreign[:] = False
    expected = np.where(foreign, elsewhere, _smooth(ours, kind))
    near, others, partners = without_partners(x, pairs, expected, threads=threads)
    aside = foreign[x.obj]
    near[aside] = 0
    others[aside] = 0
    rate = elsewhere
    if ordinary is None:
        rate = np.where(foreign, elsewhere, _pooled(x, kind, near, others))
    limit = np.where(foreign, 0.0, _chance(_ODDS * _odds(people)))
    source = "baseline" if ordinary is not None else "reference" if foreign.any() else "data"
    return Usual(near, others, Rates(rate, foreign, limit), partners, source)


def other_window(x: Sharing, main: Sharing, known: Usual) -> Rates:
    """What is usual in the windows of ``x``, from what is ``known`` of those of ``main``.

    Rates of the data change as those of all pairs do, partners included; rates from elsewhere as
    the reference does.
    """
    kind = _size_class(x.size)
    before, after = (
        _pooled(one, kind, one.near, one.size[one.obj] - 1) if known.source != "baseline"
        else _from_reference(one, kind) for one in (main, x)
    )  # fmt: skip
    reference_now = _from_reference(x, kind)
    rate = np.minimum(known.rates.rate * after / np.maximum(before, 1e-12), 1.0)
    if known.source == "reference":
        rate = np.where(known.rates.foreign, reference_now, rate)
    limit = np.where(known.rates.foreign, 0.0, _chance(_ODDS * _odds(reference_now)))
    return Rates(rate, known.rates.foreign, limit)


def without_partners(
    x: Sharing, pairs: Pairs, rate: NDArray[np.float64], *, threads: int = 1
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """For each share its others in the window and in all, no partners; and which pairs are partners."""
    rows, large, small = by_larger(x, pairs, pairs.weight >= _PARTNER)
    partners = np.zeros(len(pairs.a), np.bool_)

    def part(first: int, last: int) -> Any:
        met = np.zeros(len(x.obj), np.int32)
        shared = np.zeros(len(x.obj), np.int32)
        _leave_out(rows, large, small, pairs.weight, first, last, rate, x, met, shared, partners)
        return met, shared

    near, others = x.near.copy(), x.size[x.obj] - 1
    for met, shared in each(part, chunks(len(rows), threads), threads):
        near -= met
        others -= shared
    return near, others, partners


def by_larger(
    x: Sharing, pairs: Pairs, wanted: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Rows of the ``wanted`` pairs, and of each the account with more shares and the other.

    Sorted by the first, so that its shares are looked up once.
    """
    rows = np.flatnonzero(wanted)
    a, b = pairs.a[rows], pairs.b[rows]
    size = np.diff(x.ptr)
    turn = size[a] < size[b]
    large, small = np.where(turn, b, a), np.where(turn, a, b)
    order = np.argsort(large, kind="stable")
    return rows[order], large[order], small[order]


@nb.njit(nogil=True, cache=True)
def shared(large: Any, small: Any, x: Sharing, place: Any, s: Any, t: Any) -> Any:
    """Write the shares of both on the same objects into ``s`` and ``t``; how many they are.

    ``place`` (o,) holds where the shares of ``large`` stand.
    """
    found = 0
    first, last = x.ptr[large], x.ptr[large + 1]
    for j in range(x.ptr[small], x.ptr[small + 1]):
        i = place[x.obj[j]]
        if first <= i < last and x.obj[i] == x.obj[j]:
            s[found] = i
            t[found] = j
            found += 1
    return found


@nb.njit(nogil=True, cache=True)
def find(account: Any, x: Sharing, place: Any) -> None:
    """Note in ``place`` (o,) where the shares of ``account`` stand."""
    for s in range(x.ptr[account], x.ptr[account + 1]):
        place[x.obj[s]] = s


@nb.njit(nogil=True, cache=True)
def room(x: Sharing) -> Any:
    """Two arrays that hold the shares of any account, and one with a place for each object."""
    longest = 1
    for a in range(len(x.ptr) - 1):
        longest = max(longest, x.ptr[a + 1] - x.ptr[a])
    return np.empty(longest, np.int64), np.empty(longest, np.int64), np.zeros(len(x.size), np.int64)


@nb.njit(nogil=True, cache=True)
def _leave_out(
    rows: Any, large: Any, small: Any, weight: Any, first: Any, last: Any, rate: Any, x: Sharing,
    met: Any, both: Any, partners: Any,
) -> None:  # fmt: skip
    s, t, place = room(x)
    for k in range(first, last):
        if k == first or large[k] != large[k - 1]:
            find(large[k], x, place)
        count = shared(large[k], small[k], x, place, s, t)
        expected = 0.0
        for i in range(count):
            expected += rate[x.obj[s[i]]]
        if weight[rows[k]] < _EXCESS * expected:
            continue
        partners[rows[k]] = True
        for i in range(count):
            both[s[i]] += 1
            both[t[i]] += 1
            if in_step(s[i], t[i], x):
                met[s[i]] += 1
                met[t[i]] += 1


def _size_class(size: NDArray[np.int64]) -> NDArray[np.int64]:
    """Classes by halves of powers of two (o,)."""
    kind: NDArray[np.int64] = np.floor(2 * np.log2(np.maximum(size, 1))).astype(np.int64)
    return kind


def _pooled(
    x: Sharing, kind: NDArray[np.int64], near: NDArray[np.int64], others: NDArray[np.int64]
) -> NDArray[np.float64]:
    """``near`` as a share of ``others``, pooled by the class of the object (o,).

    A class in which nobody is left takes the figure of all.
    """
    close = np.bincount(kind[x.obj], weights=near)
    all_of_them = np.bincount(kind[x.obj], weights=others)
    everywhere = close.sum() / max(all_of_them.sum(), 1.0)
    return np.where(all_of_them > 0, close / np.maximum(all_of_them, 1.0), everywhere)[kind]


def _smooth(rate: NDArray[np.float64], kind: NDArray[np.int64]) -> NDArray[np.float64]:
    """The median of ``rate`` (o,) over sizes around: the objects of a group are of about one size."""
    there, first = np.unique(kind, return_index=True)
    of_class = rate[first]
    around = [np.median(of_class[max(i - 2, 0) : i + 3]) for i in range(len(there))]
    found: NDArray[np.float64] = np.array(around)[np.searchsorted(there, kind)]
    return found


def _given(ordinary: Baseline, kind: NDArray[np.int64]) -> NDArray[np.float64]:
    """The rates of ``ordinary`` (o,); a size that it doesn't have takes that of the nearest."""
    known = np.flatnonzero(ordinary.others > 0)
    if not len(known):
        return np.zeros(len(kind))
    rate = ordinary.near[known] / ordinary.others[known]
    classes = np.arange(int(kind.max(initial=0)) + 1)
    nearest = np.abs(classes[:, None] - known[None, :]).argmin(axis=1)
    found: NDArray[np.float64] = rate[nearest][kind]
    return found


def _from_reference(x: Sharing, kind: NDArray[np.int64]) -> NDArray[np.float64]:
    """The reference (o,). Clocks of whole minutes make the window half a minute wider on average."""
    whole = np.bincount(kind[x.obj], weights=x.when % _MINUTE == 0)
    coarse = whole >= 0.9 * np.bincount(kind[x.obj])
    window = x.window / 1e6
    fine, wide = reference(window), reference(window // 60 * 60 + 30)
    return np.where(coarse[kind], wide, fine) if len(kind) else np.zeros(0)


def _odds(rate: NDArray[np.float64]) -> NDArray[np.float64]:
    return rate / np.maximum(1 - rate, 1e-12)


def _chance(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    return odds / (1 + odds)


def _foreign(x: Sharing, kind: NDArray[np.int64], fast: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Objects (o,) of the sizes that are too ``fast``, and of those below, if most of them are."""
    below: NDArray[np.bool_] = kind <= max(kind[fast], default=-1)
    below &= x.size > 1
    shares = x.size * below
    return below if 2 * shares[fast].sum() > shares.sum() else fast & (x.size > 1)


def _is_unexplained(x: Sharing, pairs: Pairs, foreign: NDArray[np.bool_]) -> bool:
    """Whether most shares in step on foreign objects are by accounts that meet too often."""
    p_value = np.ones(len(pairs.a))
    expected = expected_weights(pairs.a, pairs.b, x, observed(x), foreign)
    poisson_tail(expected, pairs.weight, p_value)
    low = p_value <= _UNEXPLAINED
    odd = np.zeros(len(x.ptr) - 1, np.bool_)
    odd[pairs.a[low]] = True
    odd[pairs.b[low]] = True
    owner = np.repeat(np.arange(len(odd)), np.diff(x.ptr))
    steps = foreign[x.obj] & (x.near > 0)
    return bool(2 * odd[owner[steps]].sum() > steps.sum())
