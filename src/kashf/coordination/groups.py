"""Groups: found on one half of the objects, confirmed on the other.

What a search finds always looks unusual where it was searched. So objects are split in two by
chance. Groups are sought on one half, among the pairs that
:mod:`~kashf.coordination.nulls.popularity` finds unlikely, by Leiden (Traag, Waltman & van Eck
2019); each is tested as a whole on the other half, then the same the other way round.

**A group as a whole.** On an object that several members share, take them one after the other:
how likely is it that the next one acts within the window of one that was taken before? At most
the sum, over those, of the larger rate of the two (see
:mod:`~kashf.coordination.nulls.timing`; here the whole community is left out of the rates). One
Bernoulli a member but the first, summed over the objects.

**A member.** On each object, do at least half of the other members that share it act within
this member's window? By Markov's inequality the chance is at most twice the mean rate of its
pairs, however much the others depend on each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from kashf.coordination.clusters import leiden
from kashf.coordination.load import Actions
from kashf.coordination.nulls import Pairs
from kashf.coordination.nulls.popularity import judge
from kashf.coordination.nulls.timing import FEW, rate, tail, without_partners
from kashf.coordination.sharing import Sharing, in_step, sharing, usual_rates
from kashf.coordination.significance import SMALLEST, candidates, q_values
from kashf.settings import DetectSettings

__all__ = ["Confirmed", "Group", "confirm", "find_groups"]

_LENIENT = 0.2  # p-value of a member on the objects that the group was found on
_SEED = 1e-5
_STAYS = 0.9  # p-value of a member on the objects held back
_LARGE = 100  # members above which a community is split again


@dataclass(frozen=True)
class Group:
    """A group that was found on one half of the objects and tested on the other."""

    members: NDArray[np.int64]  #: codes of accounts
    p_value: float  #: of the group on the objects held back
    member_p: NDArray[np.float64]  #: of each member there


@dataclass(frozen=True)
class Confirmed:
    """A cluster: groups that were confirmed and have most members in common."""

    members: NDArray[np.int64]  #: codes of accounts, ascending
    p_value: float  #: the largest of its groups, on the objects held back
    q_value: float  #: likewise


def confirm(groups: Sequence[Group], q: float) -> list[Confirmed]:
    """Clusters from the groups whose false-discovery rate is at most ``q``.

    Benjamini & Hochberg (1995) over all groups that were tested. A member stays where the objects held
    back don't speak against it. Groups of both directions that share at least half of the smaller
    one's members are one cluster.
    """
    q_value = q_values(np.array([group.p_value for group in groups]), len(groups))
    waiting = [
        Confirmed(np.sort(group.members[group.member_p <= _STAYS]), group.p_value, float(value))
        for group, value in zip(groups, q_value, strict=True)
        if value <= q
    ]
    waiting = [one for one in waiting if len(one.members) > 1]
    found: list[Confirmed] = []
    while waiting:
        one = waiting.pop()
        for place, other in enumerate(waiting):
            common = len(np.intersect1d(one.members, other.members))
            if 2 * common >= min(len(one.members), len(other.members)):
                waiting[place] = Confirmed(
                    np.union1d(one.members, other.members),
                    max(one.p_value, other.p_value),
                    max(one.q_value, other.q_value),
                )
                break
        else:
            found.append(one)
    return found


def halves(actions: Actions, seed: int) -> tuple[Actions, Actions]:
    """``actions`` on two random halves of the objects; codes of accounts stay."""
    side = np.random.default_rng(seed).permutation(actions.objects) % 2
    return _part(actions, side == 0), _part(actions, side == 1)


def _part(actions: Actions, kept: NDArray[np.bool_]) -> Actions:
    rows = kept[actions.obj]
    codes = np.cumsum(kept, dtype=np.int64) - 1
    return replace(
        actions,
        obj=codes[actions.obj[rows]].astype(np.uint32),
        time=actions.time[rows],
        acc=actions.acc[rows],
        post=None if actions.post is None else actions.post[rows],
        objects=int(kept.sum()),
    )


def seek(
    pairs: Pairs, p_value: NDArray[np.float64], accounts: int, seed: int
) -> list[NDArray[np.int64]]:
    """Communities of the pairs whose p-value is low, weighed by its logarithm."""
    low = p_value <= _SEED
    a, b = pairs.a[low], pairs.b[low]
    weight = np.rint(-100 * np.log10(np.maximum(p_value[low], 1e-30))).astype(np.int64)
    found: list[NDArray[np.int64]] = []
    waiting = [(a, b, weight, 1.0)]
    while waiting:
        a, b, weight, resolution = waiting.pop()
        labels = leiden(a, b, weight, accounts, resolution=resolution, seed=seed)
        inside = labels[a] == labels[b]
        for label in range(int(labels.max(initial=-1)) + 1):
            members = np.flatnonzero(labels == label)
            own = inside & (labels[a] == label)
            if len(members) > _LARGE and resolution < 100:
                waiting.append((a[own], b[own], weight[own], resolution * 3))
            elif len(members) > 1:
                found.append(members)
    return found


def find_groups(
    actions: Actions, settings: DetectSettings, *, threads: int | None = None
) -> list[Group]:
    """Groups with the p-values of the half that they were not found on.

    Half of the objects show half of the weight: that is what pairs there have to reach, 2 at least.
    """
    least = settings.min_edge_weight if isinstance(settings.min_edge_weight, int) else 2
    settings = settings.model_copy(update={"min_edge_weight": max(2, least // 2)})
    parts = halves(actions, settings.seed)
    shares = [sharing(part, settings.time_window) for part in parts]
    pairs = [candidates(part, settings, threads) for part in parts]
    usual = [
        usual_rates(x, *without_partners(p.a, p.b, p.weight, x))
        for x, p in zip(shares, pairs, strict=True)
    ]
    groups = []
    for here, there in ((0, 1), (1, 0)):
        p_value = judge(pairs[here], shares[here]).p_value
        for community in seek(pairs[here], p_value, len(actions.accounts), settings.seed):
            kept = prune(community, shares[here], usual[here])
            if kept.sum() > 1:
                p, member_p = test(community, kept, shares[there], usual[there])
                groups.append(Group(community[kept], p, member_p[kept]))
    return groups


def prune(
    community: NDArray[np.int64], x: Sharing, usual: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Which of ``community`` are in step with the rest; others go one after the other."""
    kept = np.ones(len(community), np.bool_)
    while kept.sum() > 1:
        _, member_p = test(community, kept, x, usual)
        worst = int(np.argmax(np.where(kept, member_p, -1.0)))
        if member_p[worst] <= _LENIENT:
            break
        kept[worst] = False
    return kept


def test(
    community: NDArray[np.int64],
    kept: NDArray[np.bool_],
    x: Sharing,
    usual: NDArray[np.float64],
) -> tuple[float, NDArray[np.float64]]:
    """p-value of the ``kept`` of ``community`` on the objects of ``x``, and of each of its members.

    ``community`` ascends. All of it is left out of the rates: whoever was dropped by mistake would be
    a yardstick for the rest otherwise. ``usual`` (o,) is what is usual for each object. The p-value of those that are not kept is 1.
    """
    rates, hits, owner, own_rates, own_hits = _trials(community, kept, x, usual)
    whole = tail(rates, len(rates), int(hits.sum()))
    each = np.ones(len(community))
    for i in np.flatnonzero(kept):
        mine = owner == i
        each[i] = tail(own_rates[mine], int(mine.sum()), int(own_hits[mine].sum()))
    return max(float(whole), SMALLEST), each


@nb.njit(nogil=True, cache=True)
def _shares(community: Any, x: Sharing) -> Any:
    """The shares of ``community``, by object and then by account: (share, account, near, together).

    ``near`` counts accounts outside of it in the windows of the share, ``together`` its accounts that
    share the object.
    """
    total = 0
    for m in community:
        total += x.ptr[m + 1] - x.ptr[m]
    inside = np.zeros(len(x.ptr) - 1, np.bool_)
    share = np.empty(total, np.int64)
    who = np.empty(total, np.int64)
    k = 0
    for i in range(len(community)):
        inside[community[i]] = True
        for s in range(x.ptr[community[i]], x.ptr[community[i] + 1]):
            share[k], who[k] = s, i
            k += 1
    order = np.argsort(x.obj[share], kind="mergesort")
    share, who = share[order], who[order]
    near = np.empty(total, np.int64)
    together = np.empty(total, np.int64)
    seen = np.full(len(inside), -1, np.int64)
    start = 0
    for k in range(total):
        near[k] = _outside(share[k], k, inside, seen, x)
        if k + 1 == total or x.obj[share[k + 1]] != x.obj[share[k]]:
            together[start : k + 1] = k + 1 - start
            start = k + 1
    return share, who, near, together


@nb.njit(nogil=True, cache=True)
def _rates(
    accounts: int, share: Any, who: Any, near: Any, together: Any, x: Sharing, usual: Any
) -> Any:
    """The rate of each share, the whole community left out."""
    own = np.zeros(accounts)
    count = np.ones(accounts)
    for k in range(len(share)):
        others = x.size[x.obj[share[k]]] - together[k]
        if others >= FEW:
            own[who[k]] += near[k] / others
            count[who[k]] += 1
    own /= count
    out = np.empty(len(share))
    for k in range(len(share)):
        o = x.obj[share[k]]
        out[k] = rate(near[k], x.size[o] - together[k], max(usual[o], own[who[k]]))
    return out


@nb.njit(nogil=True, cache=True)
def _trials(community: Any, kept: Any, x: Sharing, usual: Any) -> Any:
    """Bernoullis of the kept as a group (rates, hits), and of each (owner, rates, hits)."""
    share, who, near, together = _shares(community, x)
    chance = _rates(len(community), share, who, near, together, x, usual)
    total = len(share)
    rates = np.empty(total)
    hits = np.zeros(total, np.bool_)
    owner = np.empty(total, np.int64)
    own_rates = np.empty(total)
    own_hits = np.zeros(total, np.bool_)
    n, o, start = 0, 0, 0
    while start < total:
        end = start + together[start]
        taken = False
        for k in range(start, end):
            if not kept[who[k]]:
                continue
            met, others, earlier = 0, 0, False
            all_of_them, before = 0.0, 0.0
            for j in range(start, end):
                if j != k and kept[who[j]]:
                    others += 1
                    pair = max(chance[k], chance[j])
                    all_of_them += pair
                    before += pair if j < k else 0.0
                    if in_step(share[k], share[j], x):
                        met += 1
                        earlier = earlier or j < k
            if others:
                owner[o] = who[k]
                own_rates[o] = min(1.0, 2.0 * all_of_them / others)
                own_hits[o] = 2 * met >= others
                o += 1
            if taken:
                rates[n] = min(1.0, before)
                hits[n] = earlier
                n += 1
            taken = True
        start = end
    return rates[:n], hits[:n], owner[:o], own_rates[:o], own_hits[:o]


@nb.njit(nogil=True, cache=True)
def _outside(s: Any, stamp: Any, inside: Any, seen: Any, x: Sharing) -> Any:
    """Accounts outside the group in the windows of share ``s``."""
    found = 0
    done = np.uint32(0)
    for p in range(x.first[s], x.first[s + 1]):
        for j in range(max(x.lo[p], done), x.hi[p]):
            b = x.acc[j]
            if not inside[b] and seen[b] != stamp:
                seen[b] = stamp
                found += 1
        done = x.hi[p]
    return found
