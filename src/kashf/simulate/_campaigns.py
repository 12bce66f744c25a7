"""Groups that push objects in step, planted among the accounts of a world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kashf.errors import UsageError
from kashf.simulate._sharing import Ledger, Shares, Sharing
from kashf.simulate._society import (
    DAY,
    Accounts,
    Bools,
    Floats,
    Ints,
    Objects,
    invent_people,
    joined,
    stream,
)
from kashf.simulate.settings import CampaignSettings, WorldSettings

__all__ = ["Planted", "plant"]

_MOMENTS = 8  # that a group considers for a push


@dataclass(frozen=True)
class Planted:
    """What came on top of the organic world.

    ``accounts`` are those of the world and the fresh ones; ``campaign`` says of each in which it
    is (-1: none). ``kinds`` are those of the world and of the campaigns; ``own_kinds`` holds the
    place in it of each object that the world did not have. ``pushes`` has a row for each group
    and object: campaign, object; ``push_of`` the row of each of the ``pushed`` actions.
    """

    accounts: Accounts
    campaign: Ints
    kinds: tuple[str, ...]
    own_kinds: Ints
    pushed: Shares
    push_of: Ints
    pushes: Ints  # two columns
    camouflage: Shares


class _Field:
    """What has been planted so far."""

    def __init__(self, settings: WorldSettings, sharing: Sharing, organic: Shares) -> None:
        self.settings = settings
        self.sharing = sharing
        self.accounts = sharing.accounts
        self.objects: Objects = sharing.objects
        self.period = sharing.period
        self.campaign = np.full(len(self.accounts), -1)
        self.groups = 0
        self.own = 0
        self.used = np.zeros(len(self.objects), np.bool_)
        self.active = np.bincount(organic.who, minlength=len(self.accounts)) > 0
        self.popularity = np.bincount(organic.what, minlength=len(self.objects)).astype(np.float64)
        self._organic = organic
        self._ledger: Ledger | None = None

    @property
    def ledger(self) -> Ledger:
        """Who shared what in the organic world, and what members were given since."""
        if self._ledger is None:
            self._ledger = Ledger(len(self.objects))
            rows = self._organic
            self._ledger.first_time(rows.who, rows.what, np.ones(len(rows), np.bool_))
        return self._ledger


def plant(settings: WorldSettings, sharing: Sharing, organic: Shares) -> Planted:
    """All campaigns of ``settings``; ``organic`` stays as it is.

    Raises :class:`~kashf.errors.UsageError` where there are too few accounts or objects, or
    where a push does not fit into the days.
    """
    field = _Field(settings, sharing, organic)
    kinds = list(settings.kinds)
    none = np.zeros(0, np.int64)
    nothing = Shares(none, none, np.zeros(0))
    pushed, camouflage, push_of, own_kinds = [nothing], [nothing], [none], [none]
    pushes = [np.zeros((0, 2), np.int64)]
    for number, plan in enumerate(settings.campaigns):
        random = stream(settings.seed, "campaigns", number)
        members = _members(field, plan, random, number)
        if plan.push == "own":
            objects = len(field.objects) + field.own + np.arange(plan.groups * plan.objects)
            field.own += len(objects)
            kinds += [kind for kind in dict.fromkeys(plan.kinds) if kind not in kinds]
            turn = np.array([kinds.index(kind) for kind in plan.kinds])
            own_kinds.append(turn[np.arange(len(objects)) % len(turn)])
        else:
            objects = _popular(field, plan, random)
        targets = objects.reshape(plan.groups, plan.objects)
        shares, push = _pushes(field, plan, random, members, targets, number)
        pushed.append(shares)
        push_of.append(push + sum(len(earlier) for earlier in pushes))
        groups = np.repeat(np.arange(plan.groups) + field.groups, plan.objects)
        pushes.append(np.stack([groups, objects], axis=1))
        if plan.camouflage:
            who = members.ravel()
            who = np.repeat(who, random.poisson(plan.camouflage, len(who)))
            crowd = Sharing(settings, field.accounts, field.objects)
            camouflage.append(crowd.settle(random, who, field.ledger))
        field.groups += plan.groups
    return Planted(
        field.accounts,
        field.campaign,
        tuple(kinds),
        np.concatenate(own_kinds),
        Shares.of(pushed),
        np.concatenate(push_of),
        np.concatenate(pushes),
        Shares.of(camouflage),
    )


def _members(
    field: _Field, plan: CampaignSettings, random: np.random.Generator, number: int
) -> Ints:
    """One row a group. No account is in two."""
    wanted = plan.groups * plan.group_size
    if plan.members == "fresh":
        first = len(field.accounts)
        people = invent_people(field.settings, random, np.zeros(wanted))
        field.accounts = joined(field.accounts, people)
        field.campaign = np.concatenate([field.campaign, np.full(wanted, -1)])
        field.active = np.concatenate([field.active, np.zeros(wanted, np.bool_)])
        members = np.arange(first, first + wanted).reshape(plan.groups, plan.group_size)
    elif plan.members == "fans":
        members = _fans(field, plan, random, number)
    else:
        free = field.active & (field.accounts.outlet < 0) & (field.campaign < 0)
        pool = random.permutation(np.flatnonzero(free))
        if len(pool) < wanted:
            raise _too_few(number, len(pool), "active accounts", plan)
        members = pool[:wanted].reshape(plan.groups, plan.group_size)
    field.campaign[members] = field.groups + np.arange(plan.groups)[:, None]
    return members


def _fans(field: _Field, plan: CampaignSettings, random: np.random.Generator, number: int) -> Ints:
    """Each group comes from one club, so that its members share their ordinary ways too."""
    if not field.settings.fans:
        raise UsageError(
            f"Campaign {number} wants fans as members, and this world has none.",
            hint="Set fans, or use the scenario 'fans' or 'mixture'.",
        )
    free = field.active & (field.accounts.club >= 0) & (field.campaign < 0)
    pool = random.permutation(np.flatnonzero(free))
    club = field.accounts.club[pool]
    crews = []
    for home in range(field.settings.clubs):
        people = pool[club == home]
        whole = len(people) // plan.group_size
        crews.append(people[: whole * plan.group_size].reshape(whole, plan.group_size))
    found = np.concatenate(crews)
    if len(found) < plan.groups:
        raise _too_few(number, len(found) * plan.group_size, "active fans in whole groups", plan)
    return random.permutation(found)[: plan.groups]


def _too_few(number: int, found: int, what: str, plan: CampaignSettings) -> UsageError:
    return UsageError(
        f"Campaign {number}: {plan.groups} groups of {plan.group_size} need more than the {found} "
        f"{what} that there are.",
        hint="Ask for more accounts, or for fewer or smaller groups.",
    )


def _popular(field: _Field, plan: CampaignSettings, random: np.random.Generator) -> Ints:
    """Objects that the world shares, by popularity; no two groups push the same one."""
    weight = np.where(field.used | (field.objects.club >= 0), 0, field.popularity)
    wanted = plan.groups * plan.objects
    if np.count_nonzero(weight) < wanted:
        raise UsageError(
            f"{plan.groups} groups that push {plan.objects} popular objects each need more than "
            f"the {np.count_nonzero(weight)} that there are.",
            hint="Ask for more objects, or for fewer groups.",
        )
    # The largest of u^(1/w) are a weighted sample without replacement (Efraimidis & Spirakis 2006).
    keys = random.exponential(1.0, len(weight)) / np.where(weight > 0, weight, 1e-300)
    chosen = np.argpartition(keys, wanted - 1)[:wanted]
    field.used[chosen] = True
    return random.permutation(np.sort(chosen))


def _pushes(
    field: _Field,
    plan: CampaignSettings,
    random: np.random.Generator,
    members: Ints,
    objects: Ints,
    number: int,
) -> tuple[Shares, Ints]:
    """Actions, and the push of each (group by group, object by object)."""
    shape = (plan.groups, plan.objects, plan.group_size)
    luck = random.random(shape)
    takes = (luck < plan.taking_part) | (luck <= np.partition(luck, 1, axis=2)[:, :, 1:2])
    if plan.jitter_shape == "uniform":
        delay, span = random.uniform(0, plan.jitter, shape), plan.jitter
    else:
        delay, span = random.exponential(plan.jitter, shape), 5 * plan.jitter
    if span >= field.period:
        raise UsageError(
            f"Campaign {number}: pushes with a jitter of {plan.jitter:g} s ({plan.jitter_shape}) "
            f"don't fit into {field.period / DAY:.3g} days.",
            hint="Ask for more days or a smaller jitter.",
        )
    start = _starts(field, random, members, objects, field.period - span, plan.push == "popular")
    crew = np.broadcast_to(members[:, None, :], shape)
    who, what = crew[takes], np.broadcast_to(objects[:, :, None], shape)[takes]
    push = np.broadcast_to(np.arange(objects.size).reshape(*objects.shape, 1), shape)[takes]
    when = field.accounts.clock(who, (start[:, :, None] + delay)[takes])
    kept: Bools = when < field.period
    if plan.push == "popular":
        first = field.ledger.first_time(who, what, kept)
        kept = kept if field.settings.repeat_share else first
    return Shares(who[kept], what[kept], when[kept]), push[kept]


def _starts(
    field: _Field,
    random: np.random.Generator,
    members: Ints,
    objects: Ints,
    latest: float,
    popular: bool,
) -> Floats:
    """When each push begins: of a few moments the one at which most members are awake."""
    shape = (*objects.shape, _MOMENTS)
    if popular:
        things = np.repeat(objects.ravel(), _MOMENTS)
        born = field.objects.born[things]
        starts = born + field.objects.delays(random, things, field.settings)
        starts = starts.reshape(shape)
    else:
        starts = random.uniform(0, latest, shape)
    inside = starts <= latest
    crew = np.broadcast_to(members[:, None, None, :], (*shape, members.shape[1]))
    moment = np.broadcast_to(starts[..., None], crew.shape)
    awake = field.accounts.awake(crew.ravel(), moment.ravel(), field.settings.waking_hours)
    best = np.argmax(inside * (1 + awake.reshape(crew.shape).sum(axis=3)), axis=2)
    chosen = np.take_along_axis(starts, best[:, :, None], axis=2)[:, :, 0]
    return np.minimum(chosen, latest)
