"""A load of actions: bursts of ordinary sharing, and small groups planted among them."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kashf.errors import UsageError
from kashf.schema import ACTIONS, TIME

__all__ = ["START", "bursty"]

START = 1_704_067_200  # 2024-01-01 00:00 UTC
_DAY = 86_400
_SECOND = 1_000_000
_DAYS = 30
_MEAN_DELAY = 6 * 3600.0
_CHUNK = 1 << 22  # rows at a time

_Ints = npt.NDArray[np.int64]
_TRUTH = pa.schema(
    [
        pa.field("group_id", pa.int32(), nullable=False),
        pa.field("account_id", pa.string(), nullable=False),
    ]
)


def bursty(
    actions: int,
    *,
    seed: int = 0,
    groups: int = 20,
    group_size: int = 15,
    group_objects: int = 30,
    taking_part: float = 0.8,
    jitter: float = 30.0,
) -> tuple[pa.Table, pa.Table]:
    """Exactly ``actions`` rows of :data:`~kashf.schema.ACTIONS`, and who was planted.

    actions / 20 accounts (activity Zipf 0.8) share actions / 10 objects (popularity Zipf 1.1).
    An object appears at a uniform moment of 30 days; its shares follow after an exponential
    delay of 6 hours on average. Each group is ``group_size`` accounts of the less active half,
    none of them in two groups, and pushes ``group_objects`` objects of its own: each is taken
    up by a random ``taking_part`` of the members within ``jitter`` seconds. Rows are in order of
    time, times are whole seconds, and ids tell nothing.

    The second table has ``group_id`` (from 0) and ``account_id``. Raises
    :class:`~kashf.errors.UsageError` for figures that contradict each other.
    """
    accounts, objects = actions // 20, actions // 10
    takers = max(2, round(taking_part * group_size))
    planted = groups * group_objects * takers
    _check(accounts, actions - planted, objects - groups * group_objects, groups, group_size)
    if not (0 < taking_part <= 1 and takers <= group_size and 0 <= jitter < math.inf):
        raise UsageError(
            f"taking_part {taking_part:g} of group_size {group_size} within jitter {jitter:g} s "
            "is not a group.",
            hint="taking_part is above 0 and at most 1, group_size at least 2, jitter at least 0.",
        )

    random = np.random.default_rng(seed)
    members = accounts // 2 + random.permutation(accounts - accounts // 2)[: groups * group_size]
    members = np.sort(members.reshape(groups, group_size), axis=1)
    ordinary = objects - groups * group_objects
    who, what, when = _ordinary(random, actions - planted, accounts, ordinary)
    if planted:
        pushed = _pushed(random, members, group_objects, takers, int(jitter))
        who = np.concatenate([who, pushed[0]])
        what = np.concatenate([what, ordinary + pushed[1]])
        when = np.concatenate([when, pushed[2]])
    order = np.argsort(when, kind="stable")
    account_ids = _ids(random, "a", accounts)
    table = _table(
        account_ids.take(pa.array(who[order])),
        _ids(random, "o", objects).take(pa.array(what[order])),
        _ids(random, "p", actions),
        when[order],
    )
    truth = pa.table(
        [
            pa.array(np.repeat(np.arange(groups, dtype=np.int32), group_size)),
            account_ids.take(pa.array(members.ravel())).combine_chunks(),
        ],
        schema=_TRUTH,
    )
    return table, truth


def _check(accounts: int, rest: int, ordinary: int, groups: int, group_size: int) -> None:
    if min(groups, group_size) < 0 or groups * group_size > accounts - accounts // 2:
        what = f"{groups} groups of {group_size} don't fit into half of {accounts} accounts."
    elif rest < 0 or ordinary < 1 or accounts < 1:
        what = "The groups alone need more actions or objects than there are."
    else:
        return
    raise UsageError(what, hint="Ask for more actions, or for fewer or smaller groups.")


def _zipf(
    random: np.random.Generator, count: int, size: int, exponent: float
) -> npt.NDArray[np.int32]:
    edges = np.cumsum(np.arange(1, size + 1, dtype=np.float64) ** -exponent)
    spots = random.random(count)
    spots *= edges[-1]
    found = np.searchsorted(edges, spots, side="right")
    return np.minimum(found, size - 1).astype(np.int32)


def _ordinary(
    random: np.random.Generator, count: int, accounts: int, objects: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], _Ints]:
    what = _zipf(random, count, objects, 1.1)
    who = _zipf(random, count, accounts, 0.8)
    born = random.uniform(0, _DAYS * _DAY, objects)
    delays = random.exponential(_MEAN_DELAY, count)
    delays += born[what]
    return who, what, START + np.rint(delays).astype(np.int64)


def _pushed(
    random: np.random.Generator,
    members: _Ints,
    group_objects: int,
    takers: int,
    jitter: int,
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], _Ints]:
    groups, size = members.shape
    pushes = groups * group_objects
    seats = np.argsort(random.random((pushes, size)), axis=1)[:, :takers]
    crew = np.repeat(members, group_objects, axis=0)
    who = np.take_along_axis(crew, seats, axis=1)
    what = np.repeat(np.arange(pushes), takers)
    start = random.integers(0, _DAYS * _DAY, pushes)
    when = START + start[:, None] + random.integers(0, jitter + 1, (pushes, takers))
    return who.ravel().astype(np.int32), what.astype(np.int32), when.ravel()


def _ids(random: np.random.Generator, letter: str, count: int) -> pa.ChunkedArray:
    """``count`` texts such as ``a17``, in random order."""
    numbers = pa.array(random.permutation(count).astype(np.int32))
    chunks = []
    for at in range(0, count, _CHUNK):
        digits = numbers.slice(at, _CHUNK).cast(pa.string())
        chunks.append(pc.binary_join_element_wise(letter, digits, ""))
    return pa.chunked_array(chunks, pa.string())


def _table(
    accounts: pa.ChunkedArray, objects: pa.ChunkedArray, posts: pa.ChunkedArray, seconds: _Ints
) -> pa.Table:
    kind = pa.repeat(pa.scalar("url"), min(len(seconds), _CHUNK))
    kinds = [kind.slice(0, len(seconds) - at) for at in range(0, len(seconds), _CHUNK)]
    columns = {
        "kind": pa.chunked_array(kinds, pa.string()),
        "object_id": objects,
        "account_id": accounts,
        "post_id": posts,
        "time": pa.chunked_array([pa.array(seconds * _SECOND).cast(TIME)]),
    }
    return pa.table([columns[name] for name in ACTIONS.names], schema=ACTIONS)
