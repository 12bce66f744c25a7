"""Organic worlds with planted campaigns, and the truth about every account.

An *organic* world is a set of accounts that share objects without any agreement: each account has
its activity, community, waking hours and perhaps a club; each object its popularity, moment of
birth and half life. What looks coordinated in it is not, except for feeds, which are so openly.
Campaigns are groups that push objects in step.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kashf import registry
from kashf.errors import UsageError
from kashf.schema import ACTIONS, TIME
from kashf.simulate._campaigns import Planted, plant
from kashf.simulate._sharing import Shares, Sharing
from kashf.simulate._society import Ints, invent_accounts, invent_objects, stream
from kashf.simulate.bursty import START
from kashf.simulate.settings import WorldSettings

__all__ = ["PUSHED", "TRUTH", "World", "world"]

_SECOND = 1_000_000
_Words = npt.NDArray[np.uint32]


def _f(name: str, type_: pa.DataType, meaning: str, *, null: bool = False) -> pa.Field:
    return pa.field(name, type_, nullable=null, metadata={"meaning": meaning})


TRUTH = pa.schema(
    [
        _f("account_id", pa.string(), "the account"),
        _f("campaign_id", pa.int32(), "planted group that it is in, from 0", null=True),
        _f("role", pa.string(), "'ordinary', 'member' of a campaign, or 'feed' of an outlet"),
        _f("community_id", pa.int32(), "its community, from 0"),
        _f("utc_offset", pa.int32(), "its time zone, hours east of UTC"),
        _f("club_id", pa.int32(), "club that it is a fan of, from 0", null=True),
        _f("outlet_id", pa.int32(), "outlet whose feed it is, from 0", null=True),
    ]
)

PUSHED = pa.schema(
    [
        _f("campaign_id", pa.int32(), "the planted group"),
        _f("kind", pa.string(), "kind of action"),
        _f("object_id", pa.string(), "what it pushed"),
        _f("time", TIME, "first action of the push"),
        _f("accounts", pa.int64(), "members that took part"),
    ]
)


@dataclass(frozen=True)
class World:
    """An invented world.

    ``actions`` is a table of :data:`~kashf.schema.ACTIONS`, in order of time; ``truth``
    (:data:`TRUTH`) has one row for every account there is, also for those that did nothing;
    ``pushed`` (:data:`PUSHED`) one row for every object that a planted group pushed.
    """

    settings: WorldSettings
    actions: pa.Table
    truth: pa.Table
    pushed: pa.Table


def world(settings: WorldSettings | None = None) -> World:
    """The world of ``settings``; the same settings give the same bytes.

    The organic part has exactly ``settings.actions`` actions and does not depend on what is
    planted: rows, ids and times stay. Ids and the order of rows tell nothing about who is planted.
    Times are whole seconds from 1 January 2024 (UTC) on. An account shares an object at most once
    unless ``repeat_share`` is set.

    Raises :class:`~kashf.errors.UsageError` for an unknown kind of action and where the parts
    don't fit together: more actions than the accounts find objects for, more members than
    accounts, pushes longer than the world.
    """
    settings = settings or WorldSettings()
    _check_kinds(settings)
    accounts = invent_accounts(settings)
    objects = invent_objects(settings, accounts, settings.actions)
    sharing = Sharing(settings, accounts, objects)
    organic = sharing.organic()
    planted = plant(settings, sharing, organic)
    kinds = np.concatenate([objects.kind, planted.own_kinds])
    ids = _Ids(settings.seed, len(planted.accounts), len(kinds))
    names = pa.array(planted.kinds)
    shares = Shares.of([organic, planted.pushed, planted.camouflage])
    return World(
        settings,
        _actions(shares, ids, names.take(pa.array(kinds))),
        _truth(planted, ids),
        _pushed(planted, ids, names.take(pa.array(kinds))),
    )


def _check_kinds(settings: WorldSettings) -> None:
    known = registry.names("kashf.actions.kinds")
    planted = [kind for plan in settings.campaigns for kind in plan.kinds]
    for kind in (*settings.kinds, *planted):
        if kind not in known:
            raise UsageError(
                f"There is no kind of action called {kind!r}.", hint=f"Known: {', '.join(known)}."
            )


def _mixed(numbers: Ints, key: int) -> _Words:
    """32-bit numbers that tell nothing about ``numbers``; different ones stay different.

    The finalizer of MurmurHash3 (Appleby 2011), which has an inverse, after a key.
    """
    x = numbers.astype(np.uint32) ^ np.uint32(key)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        x ^= x >> np.uint32(shift)
        x *= np.uint32(factor)
    return x


class _Ids:
    """Names of accounts, objects and posts, which say that they are invented and nothing else."""

    def __init__(self, seed: int, accounts: int, objects: int) -> None:
        keys = stream(seed, "ids").integers(0, 2**32, 3)
        self.order = _mixed(np.arange(accounts), int(keys[0]))
        self._post_key = int(keys[2])
        self.accounts = _texts("account", self.order)
        self.objects = _texts("object", _mixed(np.arange(objects), int(keys[1])))

    def posts(self, count: int) -> _Words:
        return _mixed(np.arange(count), self._post_key)


def _texts(what: str, numbers: _Words) -> pa.Array:
    return pc.binary_join_element_wise(f"invented_{what}_", pa.array(numbers).cast(pa.string()), "")


def _times(seconds: npt.NDArray[np.float64]) -> pa.Array:
    return pa.array((START + seconds.astype(np.int64)) * _SECOND).cast(TIME)


def _actions(shares: Shares, ids: _Ids, kinds: pa.Array) -> pa.Table:
    posts = ids.posts(len(shares))
    order = np.lexsort((posts, shares.when))
    what = pa.array(shares.what[order])
    columns = {
        "kind": kinds.take(what),
        "object_id": ids.objects.take(what),
        "account_id": ids.accounts.take(pa.array(shares.who[order])),
        "post_id": _texts("post", posts[order]),
        "time": _times(shares.when[order]),
    }
    return pa.table([columns[name] for name in ACTIONS.names], schema=ACTIONS)


def _nullable(values: Ints) -> pa.Array:
    return pa.array(values.astype(np.int32), mask=values < 0)


def _truth(planted: Planted, ids: _Ids) -> pa.Table:
    accounts, order = planted.accounts, np.argsort(ids.order)
    role = np.where(planted.campaign >= 0, 1, np.where(accounts.outlet >= 0, 2, 0))
    columns = [
        ids.accounts,
        _nullable(planted.campaign),
        pa.array(["ordinary", "member", "feed"]).take(pa.array(role)),
        pa.array(accounts.community.astype(np.int32)),
        pa.array(accounts.zone.astype(np.int32)),
        _nullable(accounts.club),
        _nullable(accounts.outlet),
    ]
    return pa.table(columns, schema=TRUTH).take(pa.array(order))


def _pushed(planted: Planted, ids: _Ids, kinds: pa.Array) -> pa.Table:
    count = np.bincount(planted.push_of, minlength=len(planted.pushes))
    first = np.full(len(planted.pushes), np.inf)
    np.minimum.at(first, planted.push_of, planted.pushed.when)
    rows = np.flatnonzero(count)
    what = pa.array(planted.pushes[rows, 1])
    columns = [
        pa.array(planted.pushes[rows, 0].astype(np.int32)),
        kinds.take(what),
        ids.objects.take(what),
        _times(first[rows]),
        pa.array(count[rows]),
    ]
    return pa.table(columns, schema=PUSHED)
