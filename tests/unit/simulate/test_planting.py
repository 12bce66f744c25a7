"""Groups planted among real actions do what their plan says, and leave all else as it was."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from kashf.errors import InputError, UsageError
from kashf.schema import ACTIONS
from kashf.settings import make
from kashf.simulate import CampaignSettings, Ground, scenario, world


@pytest.fixture(scope="module")
def data() -> pa.Table:
    return world(scenario("mixture", accounts=600, actions=9_000, seed=4, feeds=0)).actions


@pytest.fixture(scope="module")
def ground(data: pa.Table) -> Ground:
    return Ground(data)


def plan(**more: Any) -> CampaignSettings:
    base = {"group_size": 7, "objects": 9, "taking_part": 0.7, "jitter": 20.0}
    return make(CampaignSettings, **{**base, **more})


def spread(rows: pa.Table) -> float:
    """Longest time between two actions on one object, seconds."""
    of = rows.group_by("object_id").aggregate([("time", "min"), ("time", "max")])
    found = pc.subtract(of["time_max"], of["time_min"]).cast(pa.int64())
    return float(pc.max(found).as_py()) / 1e6


def test_ordinary_accounts_push_objects_of_their_own(data: pa.Table, ground: Ground) -> None:
    found = ground.plant(plan(), seed=3)
    rows = found.actions
    assert rows.schema.equals(ACTIONS)
    (group,) = found.groups
    assert len(set(group)) == 7
    known = set(data["account_id"].to_pylist())
    assert set(group) <= known
    assert set(rows["account_id"].to_pylist()) <= set(group)
    things = set(rows["object_id"].to_pylist())
    assert len(things) == 9
    assert things.isdisjoint(data["object_id"].to_pylist())
    assert set(rows["post_id"].to_pylist()).isdisjoint(data["post_id"].to_pylist())
    assert spread(rows) <= 60 + 20  # a clock of whole minutes may be a minute off
    assert 9 * 7 * 0.4 < len(rows) < 9 * 7
    assert pc.min(rows["time"]).as_py() >= pc.min(data["time"]).as_py().replace(second=0)
    assert pc.max(rows["time"]).as_py() <= pc.max(data["time"]).as_py()


def test_the_same_seed_plants_the_same_and_another_seed_another(ground: Ground) -> None:
    one, again, other = (ground.plant(plan(), seed=seed) for seed in (1, 1, 2))
    assert one.actions.equals(again.actions)
    assert one.groups == again.groups
    assert one.groups != other.groups


def test_those_spared_are_never_drawn(data: pa.Table, ground: Ground) -> None:
    names = sorted(set(data["account_id"].to_pylist()))
    spared = names[:-8]
    for seed in range(5):
        (group,) = ground.plant(plan(), seed=seed, spared=spared).groups
        assert set(group).isdisjoint(spared)
    with pytest.raises(UsageError, match="active accounts"):
        ground.plant(plan(), seed=1, spared=names[:-6])


def test_popular_objects_are_pushed_when_they_are_shared(data: pa.Table, ground: Ground) -> None:
    found = ground.plant(plan(push="popular"), seed=5)
    shared = data.group_by("object_id").aggregate([("time", "min"), ("time", "max")])
    span = {row["object_id"]: (row["time_min"], row["time_max"]) for row in shared.to_pylist()}
    for row in found.actions.to_pylist():
        first, last = span[row["object_id"]]
        assert (first - row["time"]).total_seconds() <= 60
        assert (row["time"] - last).total_seconds() <= 20


def test_new_accounts_are_as_active_as_those_of_the_data(data: pa.Table, ground: Ground) -> None:
    found = ground.plant(plan(members="fresh", group_size=200, objects=2), seed=6)
    (group,) = found.groups
    assert len(set(group)) == 200
    assert set(group).isdisjoint(data["account_id"].to_pylist())
    known = set(data["object_id"].to_pylist())
    ordinary = found.actions.filter(pc.is_in(found.actions["object_id"], pa.array(sorted(known))))
    counts = data["account_id"].value_counts().field("counts").to_numpy()
    assert 0.6 < len(ordinary) / 200 / counts.mean() < 1.5
    assert len(ordinary.group_by(["account_id", "object_id"]).aggregate([])) == len(ordinary)
    # beside nobody: hardly any has the very time of another action on the object
    both = ordinary.select(["object_id", "time"]).join(
        data.select(["object_id", "time"]), ["object_id", "time"], join_type="inner"
    )
    assert len(both) < 0.3 * len(ordinary)


def test_names_that_are_taken_are_not_taken_again() -> None:
    times = pa.array([0, 1_000_000, 500_000_000]).cast(ACTIONS.field("time").type)
    rows = pa.table(
        [
            ["url"] * 3,
            ["invented_object_0", "invented_object_0", "x"],
            ["a", "invented1_b", "c"],
            ["1", "2", "3"],
            times,
        ],
        schema=ACTIONS,
    )
    found = Ground(rows).plant(plan(group_size=2, objects=3, jitter=5), seed=0)
    assert set(found.actions["object_id"].to_pylist()) == {
        f"invented2_object_{number}" for number in range(3)
    }


def test_whole_minutes_stay_whole_minutes(data: pa.Table) -> None:
    micros = data["time"].cast(pa.int64()).to_numpy() // 60_000_000 * 60_000_000
    times = pa.array(micros).cast(ACTIONS.field("time").type)
    rows = data.set_column(4, ACTIONS.field("time"), times)
    found = Ground(rows).plant(plan(), seed=3).actions["time"].cast(pa.int64()).to_numpy()
    assert np.all(found % 60_000_000 == 0)


def test_data_in_which_nothing_can_be_in_step_are_refused() -> None:
    empty = pa.table([[], [], [], [], []], schema=ACTIONS)
    with pytest.raises(InputError, match="No object is shared twice"):
        Ground(empty)
    times = pa.array([0, 400 * 10**15]).cast(ACTIONS.field("time").type)
    rows = pa.table([["url"] * 2, ["x"] * 2, ["a", "b"], ["1", "2"], times], schema=ACTIONS)
    with pytest.raises(InputError, match="days, more than"):
        Ground(rows)
    with pytest.raises(UsageError, match="fans"):
        Ground(rows.slice(0, 1).take([0, 0])).plant(plan(members="fans"), seed=0)
