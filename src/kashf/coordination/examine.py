"""How unlikely is it that a group is in step as often, if nobody planned it?

Two ways, each with one Bernoulli for every member but one on each object that several share; the
smaller of the two p-values counts, doubled.

- *One after the other*: is the next one within the window of one that was taken before? At most
  the sum, over those, of the larger rate of the two.
- *Around one*: is a member within the window of the one whose window holds fewest outsiders?
  That chance does not grow with the group, so it says more where being in step is common.

Rates are those of :mod:`~kashf.coordination.nulls.timing`, with the whole group left out. Where
members make up most of those who share an object, there is nobody to compare with, and the rate
leans on ``limit``, twenty times the odds of the reference: crowds reach that.

**A member.** On each object, do at least half of the other members that share it act within
this member's window? By Markov's inequality the chance is at most twice the mean rate of its
pairs, however much the others depend on each other.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from kashf.coordination.nulls.timing import FEW, rate, tail
from kashf.coordination.sharing import Sharing, gathered, in_step
from kashf.coordination.significance import SMALLEST
from kashf.coordination.usual import Rates

__all__ = ["Candidates", "Examined", "examine"]

_PRIOR = 3.0  # objects without anybody in step that the own rate of an account starts from


class Examined(NamedTuple):
    """What some objects say of a group of ``k``."""

    p_value: float
    without_top: float  #: p-value without the object that most members share
    member_p: NDArray[np.float64]  #: (k,)
    met: NDArray[
        np.int64
    ]  #: (k,), objects on which half of the others or more were in step with it
    shared: NDArray[np.int64]  #: (k,), objects that it shares with another member


class Candidates:
    """Accounts that a group is made of, on the objects of ``x``, and those that are no yardstick.

    Neither are a yardstick: whoever was left out of a group by mistake is in step with it.
    """

    def __init__(
        self, members: NDArray[np.int64], aside: NDArray[np.int64], x: Sharing, rates: Rates
    ) -> None:
        self._x = x
        everybody = np.union1d(members, aside)
        self._place = np.searchsorted(everybody, members)
        self._shares = _shares(everybody, x)
        _, who, near, together, obj = self._shares
        usual = (rates.rate, rates.foreign)
        none = np.zeros_like(rates.limit)
        self._chance = _rates(len(everybody), who, near, together, obj, x.size, *usual, none)
        self._firm = _rates(len(everybody), who, near, together, obj, x.size, *usual, rates.limit)
        self._everybody = len(everybody)

    def test(self, kept: NDArray[np.bool_]) -> Examined:
        """What the objects say of the members that are ``kept`` (k,)."""
        inside = np.zeros(self._everybody, np.bool_)
        inside[self._place[kept]] = True
        share, who, _, together, _ = self._shares
        chances, hits, group, owner, own_rates, own_hits = _trials(
            share, who, together, self._chance, self._firm, inside, self._x
        )
        top = np.argmax(np.bincount(group[0])) if group.size else -1
        places = self._place[kept]
        order = np.argsort(owner, kind="stable")
        ends = np.searchsorted(owner[order], [places, places + 1])
        member_p = np.ones(len(places))
        met = np.zeros(len(places), np.int64)
        for i, (first, last) in enumerate(ends.T):
            mine = order[first:last]
            met[i] = int(own_hits[mine].sum())
            member_p[i] = tail(own_rates[mine], len(mine), met[i])
        return Examined(
            _whole(chances, hits, np.ones_like(hits)), _whole(chances, hits, group != top),
            member_p, met, ends[1] - ends[0],
        )  # fmt: skip


def examine(
    members: NDArray[np.int64], aside: NDArray[np.int64], x: Sharing, rates: Rates
) -> Examined:
    """Test ``members`` as they are, with ``aside`` no yardstick for them."""
    return Candidates(members, aside, x, rates).test(np.ones(len(members), np.bool_))


def _whole(rates: NDArray[np.float64], hits: NDArray[np.bool_], kept: NDArray[np.bool_]) -> float:
    """The smaller p-value of both ways, for having looked twice."""
    smaller = min(
        float(tail(rates[way][kept[way]], int(kept[way].sum()), int(hits[way][kept[way]].sum())))
        for way in (0, 1)
    )
    return min(max(2 * smaller, SMALLEST), 1.0)


@nb.njit(nogil=True, cache=True)
def _shares(everybody: Any, x: Sharing) -> Any:
    """Shares of ``everybody``, by object and then by account: (share, who, near, together, object).

    ``near`` counts other accounts in the windows of the share, ``together`` those of ``everybody``
    that share the object.
    """
    share, who = gathered(everybody, x)
    total = len(share)
    near = x.near[share]
    together = np.empty(total, np.int64)
    start = 0
    for k in range(total):
        for j in range(start, k):
            if in_step(share[k], share[j], x):
                near[k] -= 1
                near[j] -= 1
        if k + 1 == total or x.obj[share[k + 1]] != x.obj[share[k]]:
            together[start : k + 1] = k + 1 - start
            start = k + 1
    return share, who, near, together, x.obj[share]


@nb.njit(nogil=True, cache=True)
def _rates(
    accounts: int, who: Any, near: Any, together: Any, obj: Any, size: Any, usual: Any, foreign: Any,
    limit: Any,
) -> Any:  # fmt: skip
    """The rate of each share, everybody left out."""
    own = np.zeros(accounts)
    count = np.full(accounts, _PRIOR)
    for k in range(len(who)):
        o = obj[k]
        others = size[o] - together[k]
        if others >= FEW and not foreign[o]:
            own[who[k]] += near[k] / others
            count[who[k]] += 1
    own /= count
    out = np.empty(len(who))
    for k in range(len(who)):
        o = obj[k]
        most = max(usual[o], own[who[k]], limit[o] * together[k] / size[o])
        out[k] = rate(0, 0, usual[o]) if foreign[o] else rate(near[k], size[o] - together[k], most)
    return out


@nb.njit(nogil=True, cache=True)
def _trials(
    share: Any, who: Any, together: Any, chance: Any, firm: Any, kept: Any, x: Sharing
) -> Any:
    """Bernoullis of the kept as a group, in both ways (rates, hits, object), and of each of them
    (owner, rates, hits).

    All arrays of a group have one length: each object has one trial fewer than kept who share it.
    """
    total = len(share)
    rates = np.empty((2, total))
    hits = np.zeros((2, total), np.bool_)
    group = np.empty((2, total), np.int64)
    owner = np.empty(total, np.int64)
    own_rates = np.empty(total)
    own_hits = np.zeros(total, np.bool_)
    n, f, o, start = 0, 0, 0, 0
    while start < total:
        end = start + together[start]
        taken = False
        calm = -1  # the kept one with the lowest rate
        for k in range(start, end):
            if kept[who[k]] and (calm < 0 or firm[k] < firm[calm]):
                calm = k
        for k in range(start, end):
            if not kept[who[k]]:
                continue
            met, others, earlier = 0, 0, False
            all_of_them, before = 0.0, 0.0
            for j in range(start, end):
                if j != k and kept[who[j]]:
                    others += 1
                    all_of_them += max(chance[k], chance[j])
                    before += max(firm[k], firm[j]) if j < k else 0.0
                    if in_step(share[k], share[j], x):
                        met += 1
                        earlier = earlier or j < k
            if others:
                owner[o] = who[k]
                own_rates[o] = min(1.0, 2.0 * all_of_them / others)
                own_hits[o] = 2 * met >= others
                o += 1
            if k != calm:
                rates[1, f] = max(firm[k], firm[calm])
                hits[1, f] = in_step(share[k], share[calm], x)
                group[1, f] = start
                f += 1
            if taken:
                rates[0, n] = min(1.0, before)
                hits[0, n] = earlier
                group[0, n] = start
                n += 1
            taken = True
        start = end
    return rates[:, :n], hits[:, :n], group[:, :n], owner[:o], own_rates[:o], own_hits[:o]
