"""Accounts and objects of an invented world, and when they are awake and fresh.

Sources: popularity and activity fall by a Zipf-Mandelbrot law (Mandelbrot 1953); attention dies
down exponentially or by a power law (Crane & Sornette 2008, doi:10.1073/pnas.0803685105);
super-sharers after Grinberg et al. 2019 (doi:10.1126/science.aau2706).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from kashf.errors import UsageError
from kashf.simulate.settings import WorldSettings

__all__ = [
    "DAY",
    "Accounts",
    "Objects",
    "Urns",
    "invent_accounts",
    "invent_objects",
    "invent_people",
    "joined",
    "stream",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

DAY = 86_400
_HOUR = 3_600.0
_WAKES = 7 * _HOUR
_WAKING_SPREAD = _HOUR
_LEVELLINGS = 30
_PARTS = ("accounts", "objects", "shares", "fans", "feeds", "repeats", "ids", "campaigns")


def stream(seed: int, part: str, number: int = 0) -> np.random.Generator:
    """Random numbers for one part of a world alone: what other parts draw makes no difference."""
    key = (_PARTS.index(part), number)
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))


class Urns:
    """Urns of weighted items, drawn from many at a time."""

    def __init__(self, items: list[Ints], weights: Floats) -> None:
        """``items`` of each urn, none of them empty, and the weight of every item there is."""
        sizes = np.array([len(urn) for urn in items])
        self._items = np.concatenate(items)
        self._first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        self._last = self._first + sizes - 1
        self._edges = np.cumsum(weights[self._items])
        self._high = self._edges[self._last]
        self._low = np.concatenate([[0.0], self._high[:-1]])

    def draw(self, random: np.random.Generator, urns: Ints) -> Ints:
        """One item of each of ``urns``."""
        spots = random.random(len(urns)) * (self._high - self._low)[urns] + self._low[urns]
        found = np.searchsorted(self._edges, spots, side="right")
        drawn: Ints = self._items[np.clip(found, self._first[urns], self._last[urns])]
        return drawn


@dataclass(frozen=True)
class Accounts:
    """One row an account. -1 stands for none."""

    activity: Floats  # share of the ordinary actions
    community: Ints
    zone: Ints  # hours east of UTC
    wakes: Floats  # seconds after local midnight
    minute: Bools  # its clock shows minutes alone
    club: Ints  # of which it is a fan
    outlet: Ints  # whose feed it is

    def __len__(self) -> int:
        return len(self.activity)

    def awake(self, who: Ints, seconds: Floats, hours: float) -> Bools:
        """Whether ``who`` is awake at ``seconds`` after the start of the world."""
        if hours >= 24:
            return np.ones(len(who), np.bool_)
        local = seconds + self.zone[who] * _HOUR - self.wakes[who]
        found: Bools = np.mod(local, DAY) < hours * _HOUR
        return found

    def clock(self, who: Ints, seconds: Floats) -> Floats:
        """``seconds`` as the clocks of ``who`` show them: whole seconds, or whole minutes."""
        grain = np.where(self.minute[who], 60.0, 1.0)
        return np.floor(seconds / grain) * grain


@dataclass(frozen=True)
class Objects:
    """One row an object. -1 stands for none."""

    weight: Floats  # share of the ordinary actions
    community: Ints
    club: Ints
    kind: Ints
    born: Floats  # seconds after the start of the world
    half_life: Floats  # seconds
    breaking: Bools

    def __len__(self) -> int:
        return len(self.weight)

    def delays(self, random: np.random.Generator, what: Ints, settings: WorldSettings) -> Floats:
        """How long after its birth each of ``what`` is shared, seconds."""
        if settings.decay == "exponential":
            delay = random.exponential(1 / np.log(2), len(what))
        else:  # Lomax with a median of 1
            delay = random.pareto(settings.decay_tail, len(what))
            delay /= 2 ** (1 / settings.decay_tail) - 1
        delay *= self.half_life[what]
        if settings.breaking:
            # 0.79 of the shares come fast, 0.95 of these in time: three quarters in time.
            fast = self.breaking[what] & (random.random(len(what)) < 0.79)
            quick = random.exponential(settings.breaking_within / 3, len(what))
            delay = np.where(fast, quick, delay)
        if settings.fans:
            quick = random.exponential(settings.fan_delay, len(what))
            delay = np.where(self.club[what] >= 0, quick, delay)
        return delay


def _falling(count: int, exponent: float, shift: float) -> Floats:
    ranks = np.arange(1, count + 1, dtype=np.float64)
    falling: Floats = (ranks + shift) ** -exponent
    return falling


def _choice(random: np.random.Generator, weights: Floats, count: int) -> Ints:
    found = np.searchsorted(np.cumsum(weights), random.random(count) * weights.sum(), side="right")
    chosen: Ints = np.minimum(found, len(weights) - 1)
    return chosen


def invent_people(
    settings: WorldSettings, random: np.random.Generator, activity: Floats
) -> Accounts:
    """Accounts with these activities, each in a community and a time zone; no fans, no feeds."""
    count = len(activity)
    community = _choice(random, _falling(settings.communities, 0.5, 0), count)
    zones = np.array(settings.zones)
    stays = random.random(count) < settings.zone_share
    zone = zones[np.where(stays, community, random.integers(0, len(zones), count)) % len(zones)]
    wakes = _WAKES + random.normal(0, _WAKING_SPREAD, count)
    minute = random.random(count) < settings.minute_clocks
    none = np.full(count, -1)
    return Accounts(activity, community, zone, wakes, minute, none, none)


def joined(first: Accounts, second: Accounts) -> Accounts:
    """The accounts of both."""
    return Accounts(
        *(
            np.concatenate([getattr(first, field.name), getattr(second, field.name)])
            for field in fields(Accounts)
        )
    )


def invent_accounts(settings: WorldSettings) -> Accounts:
    """All accounts of the organic world. Raises UsageError where a zone has too few for fans."""
    random = stream(settings.seed, "accounts")
    feeds = settings.feeds * settings.feed_accounts
    people = settings.accounts - feeds
    activity = random.permutation(_falling(people, settings.activity_zipf, settings.activity_shift))
    if settings.super_sharers:
        supers = random.permutation(people)[: max(1, round(settings.super_sharers * people))]
        activity[supers] = 0
        weights = random.uniform(0.5, 1.5, len(supers))
        share = settings.super_volume / (1 - settings.super_volume)
        activity[supers] = weights / weights.sum() * activity.sum() * share
    activity = np.concatenate([activity / activity.sum(), np.zeros(feeds)])
    found = invent_people(settings, random, activity)
    outlet = np.full(settings.accounts, -1)
    outlet[people:] = np.repeat(np.arange(settings.feeds), settings.feed_accounts)
    club = np.full(settings.accounts, -1)
    if settings.fans:
        _gather_fans(settings, random, found.zone[:people], club)
    return Accounts(activity, found.community, found.zone, found.wakes, found.minute, club, outlet)


def _gather_fans(
    settings: WorldSettings, random: np.random.Generator, zone: Ints, club: Ints
) -> None:
    """Each club has its fans in one zone, so that they can watch its matches."""
    order = random.permutation(len(zone))
    each = round(settings.fans * settings.accounts / settings.clubs)
    for number in range(settings.clubs):
        home = settings.zones[number % len(settings.zones)]
        free = order[(zone[order] == home) & (club[order] < 0)][:each]
        if len(free) < each:
            raise UsageError(
                f"Club {number} finds {len(free)} of its {each} fans in time zone {home:+d}.",
                hint="Ask for fewer fans, or for at least as many clubs as time zones.",
            )
        club[free] = number


def invent_objects(settings: WorldSettings, accounts: Accounts, shares: int) -> Objects:
    """All objects of the organic world, of which ``shares`` actions are to be made."""
    random = stream(settings.seed, "objects")
    count = settings.object_count
    weight = random.permutation(_falling(count, settings.object_zipf, settings.object_shift))
    weight /= weight.sum()
    sizes = np.bincount(accounts.community, minlength=settings.communities)
    community = _choice(random, sizes.astype(np.float64), count)
    kind = random.integers(0, len(settings.kinds), count)
    born = _births(settings, random, community)
    half_life = settings.half_life * random.lognormal(0, settings.half_life_spread, count)
    chance = random.random(count)
    club = np.full(count, -1)
    if settings.fans:
        about = random.permutation(count)[: max(settings.clubs, round(settings.fan_share * count))]
        club[about] = np.arange(len(about)) % settings.clubs
        born[about] = _matches(settings, random, club[about])
    weight = _cap(settings, accounts, weight, community, club, shares)
    sudden = (club < 0) & (shares * weight / weight.sum() <= settings.breaking_most)
    # Of the objects that can be breaking news so many that they are the share of all asked for.
    likely = settings.breaking * count / max(1, int(np.count_nonzero(sudden)))
    breaking = sudden & (chance < likely)
    return Objects(weight, community, club, kind, born, half_life, breaking)


def _births(settings: WorldSettings, random: np.random.Generator, community: Ints) -> Floats:
    zone = np.array(settings.zones)[community % len(settings.zones)]
    day = random.integers(0, settings.days, len(community)) * DAY
    clock = _WAKES + random.random(len(community)) * settings.waking_hours * _HOUR
    return np.mod(day + clock - zone * _HOUR, settings.days * DAY)


def _matches(settings: WorldSettings, random: np.random.Generator, club: Ints) -> Floats:
    """Births in the matches of ``club``, which begin at about 7 in the evening."""
    evening = _WAKES + 0.75 * min(settings.waking_hours, 16) * _HOUR
    days = random.integers(0, settings.days, (settings.clubs, settings.matches)) * DAY
    zone = np.array(settings.zones)[club % len(settings.zones)]
    day = days[club, random.integers(0, settings.matches, len(club))]
    within = random.random(len(club)) * settings.match_length
    return np.mod(day + evening + within - zone * _HOUR, settings.days * DAY)


def _cap(
    settings: WorldSettings,
    accounts: Accounts,
    weight: Floats,
    community: Ints,
    club: Ints,
    shares: int,
) -> Floats:
    """Weights with which no object expects shares of more than half of its audience."""
    public = club < 0
    every = public.astype(np.int64) - 1  # one group of all that are not about matches
    people = np.array([float((accounts.outlet < 0).sum())])
    rest = shares * (1 - settings.fan_share) if settings.fans else float(shares)
    groups = [(every, people, np.array([rest]))]
    if settings.homophily:
        size = np.bincount(accounts.community, minlength=settings.communities).astype(np.float64)
        active = np.bincount(accounts.community, accounts.activity, settings.communities)
        home = np.where(public, community, -1)
        groups.append((home, size, rest * settings.homophily * active))
    if settings.fans:
        fan = accounts.club >= 0
        size = np.bincount(accounts.club[fan], minlength=settings.clubs).astype(np.float64)
        active = np.bincount(accounts.club[fan], accounts.activity[fan], settings.clubs)
        groups.append((club, size, shares * settings.fan_share * active / active.sum()))
    for _ in range(_LEVELLINGS):  # what one object loses, others gain
        before = weight
        for group, size, volume in groups:
            inside = group >= 0
            mass = np.bincount(group[inside], weight[inside], len(size))
            most = size * mass / (2 * np.maximum(volume, 1e-9))
            weight = np.where(inside, np.minimum(weight, most[group]), weight)
        if np.array_equal(weight, before):
            break
    return weight
