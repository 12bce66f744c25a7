"""Groups: found on one half of the objects, confirmed on the other.

What a search finds always looks unusual where it was searched. So objects are split in two by
chance. Groups are sought on one half, among the pairs that
:mod:`~kashf.coordination.nulls.popularity` finds unlikely, by Leiden (Traag, Waltman & van Eck
2019); each is tested as a whole on the other half (see :mod:`~kashf.coordination.group_test`), then
the same the other way round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kashf.coordination.clusters import leiden
from kashf.coordination.group_test import Candidates, Tested, examine
from kashf.coordination.load import Actions
from kashf.coordination.nulls import Pairs
from kashf.coordination.nulls.popularity import unlikely
from kashf.coordination.sharing import Sharing, sharing
from kashf.coordination.significance import candidates, q_values
from kashf.coordination.usual import Rates, Usual
from kashf.settings import DetectSettings

__all__ = ["Confirmed", "Group", "Halves", "confirm", "find_groups"]

_LENIENT = 0.4  # p-value of a member on the objects that the group was found on
_SEED = 1e-5
_STAYS = 0.9  # p-value of a member on the objects held back
_ROBUST = 0.25  # p-value of the group there without the object that most share
_LEAST = 3  # members; two accounts are an edge
_LARGE = 100  # members above which a community is split again


@dataclass(frozen=True)
class Group:
    """A group that was found on one half of the objects and tested on the other."""

    members: NDArray[np.int64]  #: codes of accounts, ascending
    aside: NDArray[np.int64]  #: codes of accounts that are no yardstick for it
    half: int  #: the objects that were held back
    tested: Tested  #: what they say

    def stays(self) -> NDArray[np.bool_]:
        """Members (k,) that the objects held back don't speak against."""
        found = self.tested
        busy = (found.shared > 0) & (2 * found.met >= found.shared)
        return (found.member_p <= _STAYS) | busy


@dataclass(frozen=True)
class Confirmed:
    """A cluster: groups that have most members in common."""

    members: NDArray[np.int64]  #: (k,), codes of accounts, ascending
    p_value: float  #: the largest of its groups, on the objects held back
    q_value: float  #: likewise
    groups: tuple[Group, ...]

    @property
    def without_top(self) -> float:
        """The largest p-value of its groups without the object that most members share."""
        return max(group.tested.without_top for group in self.groups)

    def membership(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """p-value of each member (k,), the smaller of its groups; and its share of objects in step.

        The share is of the objects held back that it shares with other members: those on which at
        least half of the others were in step with it.
        """
        p_value = np.ones(len(self.members))
        met, shared = np.zeros(len(self.members)), np.zeros(len(self.members))
        for group in self.groups:
            place = np.searchsorted(self.members, group.members)
            there = np.isin(group.members, self.members)
            place = place[there]
            p_value[place] = np.minimum(p_value[place], group.tested.member_p[there])
            met[place] += group.tested.met[there]
            shared[place] += group.tested.shared[there]
        return p_value, met / np.maximum(shared, 1)


def confirm(groups: Sequence[Group], q: float) -> tuple[list[Confirmed], list[Confirmed]]:
    """Clusters from the groups: those confirmed at the false-discovery rate ``q``, and the others.

    Benjamini & Hochberg (1995) over all groups that were tested; a group whose evidence is one
    object alone is not confirmed. A member stays where the objects held back don't speak against it.
    Groups that share at least half of the smaller one's members are one cluster.
    """
    q_value = q_values(np.array([group.tested.p_value for group in groups]), len(groups))
    sure: list[Confirmed] = []
    unsure: list[Confirmed] = []
    for group, value in zip(groups, q_value, strict=True):
        holds = value <= q and group.tested.without_top <= _ROBUST
        members = group.members[group.stays()] if holds else group.members
        holds = holds and len(members) >= _LEAST
        one = Confirmed(members, group.tested.p_value, float(value), (group,))
        (sure if holds else unsure).append(one)
    confirmed = _merged(sure)
    known = np.unique(np.concatenate([np.zeros(0, np.int64), *(one.members for one in confirmed)]))
    left = [one for one in unsure if 2 * np.isin(one.members, known).sum() < len(one.members)]
    return confirmed, _merged(left)


def _merged(waiting: list[Confirmed]) -> list[Confirmed]:
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
                    one.groups + other.groups,
                )
                break
        else:
            found.append(one)
    return found


class Halves:
    """``actions`` on two random halves of the objects, in windows of any length."""

    def __init__(self, actions: Actions, seed: int) -> None:
        self._side = halves(actions.objects, seed)
        self.parts = [part(actions, self._side == half) for half in (0, 1)]

    def shares(self, time_window: float) -> list[Sharing]:
        """The shares of each half."""
        return [sharing(one, time_window) for one in self.parts]

    def rates(self, usual: Rates) -> list[Rates]:
        """What is usual for the objects of each half."""
        return [Rates(*(each[self._side == half] for each in usual)) for half in (0, 1)]


def halves(objects: int, seed: int) -> NDArray[np.int64]:
    """Which half each object is in: 0 or 1, by chance (o,)."""
    side: NDArray[np.int64] = np.random.default_rng(seed).permutation(objects) % 2
    return side


def part(actions: Actions, kept: NDArray[np.bool_]) -> Actions:
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
            elif len(members) >= _LEAST:
                found.append(members)
    return found


def find_groups(
    halved: Halves, settings: DetectSettings, whole: Pairs, usual: Usual, *, threads: int = 1
) -> list[Group]:
    """Groups, tested on the half that they were not found on.

    Half of the objects show half of the weight: that is what pairs there have to reach, 2 at least.
    """
    least = settings.min_edge_weight if isinstance(settings.min_edge_weight, int) else 2
    settings = settings.model_copy(update={"min_edge_weight": max(2, least // 2)})
    shares, rates = halved.shares(settings.time_window), halved.rates(usual.rates)
    accounts = len(halved.parts[0].accounts)
    known = Partners.of(whole, usual.partners, accounts)
    groups = []
    for here, there in ((0, 1), (1, 0)):
        pairs = candidates(halved.parts[here], settings, threads)
        p_value = unlikely(pairs, shares[here], rates[here]).p_value
        for community in seek(pairs, p_value, accounts, settings.seed):
            kept = prune(community, known.companions(community), shares[here], rates[here])
            members = community[kept]
            if len(members) >= _LEAST:
                aside = np.union1d(known.companions(members), community[~kept])
                tested = examine(members, aside, shares[there], rates[there])
                groups.append(Group(members, aside, there, tested))
    return groups


class Partners(NamedTuple):
    """The partners of each account ``a``: ``other[ptr[a]:ptr[a + 1]]``."""

    ptr: NDArray[np.int64]  #: (m + 1,)
    other: NDArray[np.int64]  #: (2 k,)

    @classmethod
    def of(cls, pairs: Pairs, partners: NDArray[np.bool_], accounts: int) -> Partners:
        """Those of ``pairs`` that are ``partners``."""
        a, b = pairs.a[partners], pairs.b[partners]
        one, other = np.concatenate([a, b]), np.concatenate([b, a])
        order = np.argsort(one, kind="stable")
        counts = np.bincount(one, minlength=accounts)
        return cls(np.append(0, np.cumsum(counts)), other[order])

    def companions(self, members: NDArray[np.int64]) -> NDArray[np.int64]:
        """Accounts that are partners of at least two, and of half, of the ``members``.

        They may well belong to the group, so they are no yardstick for it. More than a hundred are
        a crowd that it is part of, and a yardstick.
        """
        met = [self.other[self.ptr[m] : self.ptr[m + 1]] for m in members]
        who, times = np.unique(np.concatenate([*met, members[:0]]), return_counts=True)
        often = (times >= 2) & (2 * times >= len(members))
        found: NDArray[np.int64] = np.setdiff1d(who[often], members)
        return found if len(found) <= _LARGE else found[:0]


def prune(
    community: NDArray[np.int64], aside: NDArray[np.int64], x: Sharing, rates: Rates
) -> NDArray[np.bool_]:
    """Which of ``community`` are in step with the rest; others go one after the other."""
    kept = np.ones(len(community), np.bool_)
    together = Candidates(community, aside, x, rates)
    while kept.sum() >= _LEAST:
        member_p = together.test(kept).member_p
        worst = int(np.argmax(member_p))
        if member_p[worst] <= _LENIENT:
            break
        kept[np.flatnonzero(kept)[worst]] = False
    return kept
