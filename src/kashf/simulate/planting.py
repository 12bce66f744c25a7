"""Campaigns planted among the actions of real accounts, with the truth about what was planted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kashf.errors import InputError, UsageError
from kashf.schema import ACTIONS, TIME
from kashf.simulate._campaigns import Planted, plant
from kashf.simulate._sharing import Ledger, Shares, Sharing
from kashf.simulate._society import DAY, Accounts, Bools, Floats, Ints, Objects, stream
from kashf.simulate.settings import CampaignSettings, WorldSettings

__all__ = ["Ground", "Planting"]

_MINUTE = 60_000_000
_FEW = 3  # actions of an account that say whether its clock shows minutes alone
_LONGEST = 3_650  # days
_INVENTED = "invented"


@dataclass(frozen=True)
class Planting:
    """What was planted: ``actions`` (:data:`~kashf.schema.ACTIONS`) to add to those there were.

    ``groups`` are the ids of the accounts of each group.
    """

    actions: pa.Table
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class _Observed(Objects):
    """Objects whose further shares fall among those that were observed."""

    when: Floats  # of all actions by object, seconds, ascending within one
    first: Ints  # where each object begins there
    count: Ints

    def delays(self, random: np.random.Generator, what: Ints, settings: WorldSettings) -> Floats:
        """At random between two shares that follow each other, each two as likely."""
        place = random.random(len(what)) * (self.count[what] - 1)
        low = self.first[what] + np.floor(place).astype(np.int64)
        high = np.minimum(low + 1, self.first[what] + self.count[what] - 1)
        part = place - np.floor(place)
        moment: Floats = self.when[low] * (1 - part) + self.when[high] * part
        return moment - self.born[what]


class Ground:
    """Actions among which campaigns are planted, each time anew."""

    def __init__(self, actions: pa.Table) -> None:
        """``actions`` have the columns of :data:`~kashf.schema.ACTIONS`; they are not changed.

        Raises :class:`~kashf.errors.InputError` where no object has two actions, or where the
        actions span more than ten years.
        """
        rows = actions.filter(pc.not_equal(actions["object_id"], "")).combine_chunks()
        who = pc.dictionary_encode(rows["account_id"]).combine_chunks()
        keys = pc.binary_join_element_wise(rows["kind"], rows["object_id"], "\x1f")
        what = pc.dictionary_encode(keys).combine_chunks()
        self._ids = who.dictionary
        codes = what.indices.to_numpy().astype(np.int64)
        _, first = np.unique(codes, return_index=True)
        self._things = rows.select(["kind", "object_id"]).take(pa.array(first))
        micros = rows["time"].cast(pa.int64()).to_numpy()
        self._start = int(micros.min()) // _MINUTE * _MINUTE if len(micros) else 0
        self._shares = Shares(
            who.indices.to_numpy().astype(np.int64), codes, (micros - self._start) / 1e6
        )
        self._period = float(self._shares.when.max(initial=0)) + 1
        self._accounts = _accounts(self._shares, micros % _MINUTE == 0, len(self._ids))
        self._objects = _objects(self._shares, len(self._things))
        if not (self._objects.count > 1).any():
            raise InputError("No object is shared twice, so nothing can be in step.")
        if self._period > _LONGEST * DAY:
            raise InputError(
                f"The actions span {self._period / DAY:,.0f} days, more than {_LONGEST:,}.",
                hint="Check the times, or take a part of them.",
            )
        kinds, counts = np.unique(rows["kind"].to_numpy(zero_copy_only=False), return_counts=True)
        self._kind = str(kinds[np.argmax(counts)])
        self._names = _free({*self._ids.to_pylist(), *self._things["object_id"].to_pylist()})

    @property
    def accounts(self) -> int:
        """Accounts that act."""
        return len(self._ids)

    @property
    def period(self) -> float:
        """Seconds from the first action to the last."""
        return self._period

    def plant(self, plan: CampaignSettings, *, seed: int, spared: Collection[str] = ()) -> Planting:
        """Plant ``plan``; the same seed plants the same.

        Members are accounts of the data other than those ``spared``, each as likely. Where ``plan``
        wants fresh ones, each has as many ordinary actions as some account of the data, on its
        objects and among their shares; ``camouflage`` comes on top. Own objects are of the kind that
        most actions are of.

        Raises :class:`~kashf.errors.UsageError` where there are too few accounts or objects, or
        where a push does not fit into the time that the actions span.
        """
        if plan.members == "fans":
            raise UsageError("Nobody knows who the fans in real data are.")
        settings = WorldSettings(
            seed=seed,
            days=max(1, round(self._period / DAY)),
            minute_clocks=float(self._accounts.minute.mean()),
            campaigns=(plan,),
        )
        kept_out = pc.is_in(self._ids, value_set=pa.array(sorted(spared), pa.string()))
        outlet = np.where(kept_out.to_numpy(zero_copy_only=False), 0, -1)
        accounts = replace(self._accounts, outlet=outlet)
        sharing = Sharing(settings, accounts, self._objects, self._period)
        found = plant(settings, sharing, self._shares)
        parts = [found.pushed, found.camouflage]
        if plan.members == "fresh":
            parts.append(self._habits(settings, found))
        return self._planting(found, Shares.of(parts))

    def _habits(self, settings: WorldSettings, found: Planted) -> Shares:
        """As many ordinary actions for each fresh account as some account of the data has."""
        random = stream(settings.seed, "shares")
        members = np.flatnonzero(found.campaign >= 0)
        like = random.integers(0, self.accounts, len(members))
        who = np.repeat(members, np.bincount(self._shares.who)[like])
        ledger = Ledger(len(self._objects))
        earlier = found.pushed.what < len(self._objects)
        ledger.first_time(found.pushed.who, found.pushed.what, earlier)
        sharing = Sharing(settings, found.accounts, self._objects, self._period)
        return sharing.settle(random, who, ledger)

    def _planting(self, found: Planted, shares: Shares) -> Planting:
        fresh = len(found.accounts) - self.accounts
        ids = [*self._ids.to_pylist(), *(f"{self._names}account_{i}" for i in range(fresh))]
        own = len(found.own_kinds)
        things = pa.table(
            {
                "kind": [self._kind] * own,
                "object_id": [f"{self._names}object_{i}" for i in range(own)],
            },
            schema=self._things.schema,
        )
        objects = pa.concat_tables([self._things, things]).take(pa.array(shares.what))
        micros = self._start + (shares.when * 1e6).astype(np.int64)
        columns = {
            "kind": objects["kind"],
            "object_id": objects["object_id"],
            "account_id": pa.array(ids, pa.string()).take(pa.array(shares.who)),
            "post_id": pa.array(
                [f"{self._names}post_{i}" for i in range(len(shares))], pa.string()
            ),
            "time": pa.array(micros).cast(TIME),
        }
        table = pa.table([columns[name] for name in ACTIONS.names], schema=ACTIONS)
        groups = [
            tuple(ids[code] for code in np.flatnonzero(found.campaign == number))
            for number in range(int(found.campaign.max(initial=-1)) + 1)
        ]
        return Planting(table, tuple(groups))


def _free(taken: Collection[str]) -> str:
    """How ids of what is planted begin, so that none is there already."""
    name = f"{_INVENTED}_"
    number = 0
    while any(other.startswith(name) for other in taken):
        number += 1
        name = f"{_INVENTED}{number}_"
    return name


def _accounts(shares: Shares, minutes: Bools, count: int) -> Accounts:
    """The accounts of the data: always awake, since nobody knows when they sleep."""
    activity = np.bincount(shares.who, minlength=count)
    whole = np.bincount(shares.who[minutes], minlength=count) == activity
    none, nowhere = np.full(count, -1), np.zeros(count, np.int64)
    minute = (whole & (activity >= _FEW)) | bool(minutes.all())
    return Accounts(
        activity / max(1, activity.sum()), nowhere, nowhere, np.zeros(count), minute, none, none
    )


def _objects(shares: Shares, count: int) -> _Observed:
    order = np.lexsort((shares.when, shares.what))
    actions = np.bincount(shares.what, minlength=count)
    first = np.concatenate([[0], np.cumsum(actions)[:-1]]).astype(np.int64)
    when = shares.when[order]
    nothing = np.zeros(count, np.int64)
    return _Observed(
        weight=(actions - 1).astype(np.float64),
        community=nothing,
        club=np.full(count, -1),
        kind=nothing,
        born=when[first] if count else np.zeros(0),
        half_life=np.ones(count),
        breaking=np.zeros(count, np.bool_),
        when=when,
        first=first,
        count=actions,
    )
