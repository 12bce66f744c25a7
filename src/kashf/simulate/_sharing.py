"""Who shares what when: the ordinary actions of an invented world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kashf.errors import UsageError
from kashf.simulate._society import DAY, Accounts, Bools, Floats, Ints, Objects, Urns, stream
from kashf.simulate.settings import WorldSettings

__all__ = ["Ledger", "Shares", "Sharing"]

_PATIENT = 25  # rounds in which an account looks for something else to share
_ROUNDS = 80
_TURNOUT = 0.95  # of an outlet's accounts for an item


@dataclass(frozen=True)
class Shares:
    """One row an action: account, object, seconds after the start of the world."""

    who: Ints
    what: Ints
    when: Floats

    def __len__(self) -> int:
        return len(self.who)

    @classmethod
    def of(cls, parts: list[Shares]) -> Shares:
        """All of ``parts``, one after the other."""
        return cls(
            np.concatenate([part.who for part in parts]),
            np.concatenate([part.what for part in parts]),
            np.concatenate([part.when for part in parts]),
        )


class Ledger:
    """Which account has shared which object."""

    def __init__(self, objects: int) -> None:
        """Of a world of at most ``objects`` objects."""
        self._objects = objects
        self._keys = np.zeros(0, np.int64)

    def first_time(self, who: Ints, what: Ints, among: Bools) -> Bools:
        """Which rows of ``among`` are the first of their account and object; they are noted."""
        rows = np.flatnonzero(among)
        keys, first = np.unique(who[rows] * self._objects + what[rows], return_index=True)
        new = np.ones(len(keys), np.bool_)
        if len(self._keys):
            spots = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
            new = self._keys[spots] != keys
        self._keys = np.sort(np.concatenate([self._keys, keys[new]]), kind="stable")
        found = np.zeros(len(who), np.bool_)
        found[rows[first[new]]] = True
        return found


class Sharing:
    """Ordinary actions of ``accounts`` on ``objects``."""

    def __init__(
        self,
        settings: WorldSettings,
        accounts: Accounts,
        objects: Objects,
        period: float | None = None,
    ) -> None:
        """Nothing is shared yet. ``period``: length of the world, seconds, if it is no whole days."""
        self._settings = settings
        self.accounts = accounts
        self.objects = objects
        self.period = settings.days * DAY if period is None else period
        public = np.flatnonzero(objects.club < 0)
        if len(public) < settings.feeds * settings.feed_objects or not len(public):
            raise UsageError(
                f"{len(public)} objects are too few for {settings.feeds} feeds of "
                f"{settings.feed_objects}.",
                hint="Ask for more objects, or for fewer or smaller feeds.",
            )
        self._public = public
        urns = [public]
        if settings.homophily:
            home = [public[objects.community[public] == c] for c in range(settings.communities)]
            urns += [urn if len(urn) else public for urn in home]
        self._first_club = len(urns)
        if settings.fans:
            urns += [np.flatnonzero(objects.club == number) for number in range(settings.clubs)]
        self._urns = Urns(urns, objects.weight)

    def organic(self) -> Shares:
        """All actions of the organic world, in no order: exactly as many as the settings say."""
        settings = self._settings
        feeds = self._feeds()
        rest = settings.actions - len(feeds)
        if rest < 0:
            raise UsageError(
                f"The feeds alone make {len(feeds)} actions, more than the {settings.actions} of "
                "the whole world.",
                hint="Ask for more actions, or for fewer or smaller feeds.",
            )
        again = round(settings.repeat_share * rest)
        about = round(settings.fan_share * (rest - again)) if settings.fans else 0
        ledger = Ledger(len(self.objects))
        people = np.flatnonzero(self.accounts.outlet < 0)
        fans = np.flatnonzero(self.accounts.club >= 0)
        parts = [self._drawn("shares", people, rest - again - about, ledger, fan=False)]
        if about:
            parts.append(self._drawn("fans", fans, about, ledger, fan=True))
        ordinary = Shares.of(parts)
        return Shares.of([ordinary, self._repeats(ordinary, again), feeds])

    def _drawn(self, part: str, pool: Ints, count: int, ledger: Ledger, *, fan: bool) -> Shares:
        random = stream(self._settings.seed, part)
        if not count:
            return Shares(pool[:0], pool[:0], np.zeros(0))
        urn = Urns([pool], self.accounts.activity)

        def redraw(number: int) -> Ints:
            return urn.draw(random, np.zeros(number, np.int64))

        shares = self.settle(random, redraw(count), ledger, fan=fan, redraw=redraw)
        if len(shares) < count:
            raise UsageError(
                f"{len(pool)} {'fans' if fan else 'accounts'} find room for {len(shares)} of {count} "
                f"{'actions about matches' if fan else 'ordinary actions'}.",
                hint="Ask for more fans or accounts, or fewer clubs."
                if fan
                else "Ask for fewer actions, more accounts or objects, flatter activity, shorter "
                "half lives, or repeats (repeat_share).",
            )
        return shares

    def settle(
        self,
        random: np.random.Generator,
        who: Ints,
        ledger: Ledger,
        *,
        fan: bool = False,
        redraw: Callable[[int], Ints] | None = None,
    ) -> Shares:
        """An object and a moment for each of ``who``: awake, within the world, nothing twice.

        What can't be placed is drawn again, at last with another account where there is
        ``redraw``; rows that find no place at all are left out.
        """
        who = who.copy()
        what = np.zeros(len(who), np.int64)
        when = np.zeros(len(who))
        pending = np.arange(len(who))
        for number in range(_ROUNDS):
            if not len(pending):
                break
            if number >= _PATIENT and redraw is not None:
                who[pending] = redraw(len(pending))
            actor = who[pending]
            thing = self._urns.draw(random, self._urn_of(random, actor, fan))
            moment = self.objects.born[thing]
            moment = moment + self.objects.delays(random, thing, self._settings)
            moment = self.accounts.clock(actor, moment)
            placed = ledger.first_time(actor, thing, self._possible(actor, moment))
            what[pending[placed]] = thing[placed]
            when[pending[placed]] = moment[placed]
            pending = pending[~placed]
            if number > _PATIENT and len(pending) > 1_000 * (1 + placed.sum()):
                break  # everything that is left has been shared
        kept = np.ones(len(who), np.bool_)
        kept[pending] = False
        return Shares(who[kept], what[kept], when[kept])

    def _urn_of(self, random: np.random.Generator, who: Ints, fan: bool) -> Ints:
        if fan:
            return self._first_club + self.accounts.club[who]
        if not self._settings.homophily:
            return np.zeros(len(who), np.int64)
        stays = random.random(len(who)) < self._settings.homophily
        return np.where(stays, 1 + self.accounts.community[who], 0)

    def _possible(self, who: Ints, when: Floats) -> Bools:
        awake = self.accounts.awake(who, when, self._settings.waking_hours)
        inside: Bools = awake & (when < self.period) & (when >= 0)
        return inside

    def _repeats(self, shares: Shares, count: int) -> Shares:
        """Earlier actions done again, a day later on average."""
        random = stream(self._settings.seed, "repeats")
        rows = np.zeros(count, np.int64)
        when = np.zeros(count)
        pending = np.arange(count)
        for _ in range(_ROUNDS):
            if not len(pending):
                break
            found = random.integers(0, len(shares), len(pending))
            moment = shares.when[found] + random.exponential(DAY, len(pending))
            moment = self.accounts.clock(shares.who[found], moment)
            rows[pending], when[pending] = found, moment
            pending = pending[~self._possible(shares.who[found], moment)]
        if len(pending):
            raise UsageError(
                f"There is no room for {len(pending)} of {count} repeats.",
                hint="Ask for more days, or for a smaller repeat_share.",
            )
        return Shares(shares.who[rows], shares.what[rows], when)

    def _feeds(self) -> Shares:
        """Each outlet's accounts post its items by machine, and never sleep."""
        settings = self._settings
        random = stream(settings.seed, "feeds")
        accounts = np.flatnonzero(self.accounts.outlet >= 0)
        shape = (settings.feeds, settings.feed_objects, settings.feed_accounts)
        items = random.permutation(self._public)[: settings.feeds * settings.feed_objects]
        who = np.broadcast_to(
            accounts.reshape(settings.feeds, 1, settings.feed_accounts), shape
        ).ravel()
        what = np.repeat(items, settings.feed_accounts)
        when = self.objects.born[what] + random.uniform(0, settings.feed_jitter, len(what))
        when = self.accounts.clock(who, np.minimum(when, self.period - 1))
        takes = random.random(len(who)) < _TURNOUT
        return Shares(who[takes], what[takes], when[takes])
