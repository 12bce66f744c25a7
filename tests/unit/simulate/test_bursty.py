from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import combinations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from kashf import schema
from kashf.errors import UsageError
from kashf.simulate.bursty import bursty

ACTIONS = 60_000


@pytest.fixture(scope="module")
def world() -> tuple[pa.Table, pa.Table]:
    return bursty(ACTIONS, seed=3)


def slope(ids: pa.ChunkedArray) -> float:
    """Of log frequency on log rank, over the ranks that luck does not rule."""
    counts = np.sort(np.array(list(Counter(ids.to_pylist()).values())))[::-1][:150]
    return float(np.polyfit(np.log(np.arange(1, 151)), np.log(counts), 1)[0])


def pushed(world: tuple[pa.Table, pa.Table], group: int) -> dict[str, list[tuple[str, object]]]:
    """Objects on which only members acted, and 12 of them."""
    table, truth = world
    members = set(truth.filter(pc.field("group_id") == group).column("account_id").to_pylist())
    takes: dict[str, list[tuple[str, object]]] = {}
    for row in table.select(["object_id", "account_id", "time"]).to_pylist():
        takes.setdefault(row["object_id"], []).append((row["account_id"], row["time"]))
    return {
        name: found
        for name, found in takes.items()
        if len(found) == 12 and {account for account, _ in found} <= members
    }


def test_table_is_one_of_actions_and_has_exactly_the_size_asked_for(
    world: tuple[pa.Table, pa.Table],
) -> None:
    table, _ = world
    assert table.schema.equals(schema.ACTIONS)
    table.validate(full=True)
    schema.check(table, schema.ACTIONS, "load")
    assert table.num_rows == ACTIONS
    assert len(table.column("post_id").unique()) == ACTIONS


@pytest.mark.parametrize("size", [12_000, 12_345, 20_001])
def test_any_size_is_exact(size: int) -> None:
    assert bursty(size)[0].num_rows == size


def test_there_are_a_twentieth_of_accounts_and_a_tenth_of_objects(
    world: tuple[pa.Table, pa.Table],
) -> None:
    table, _ = world
    for name, letter, most in (("account_id", "a", 3_000), ("object_id", "o", 6_000)):
        numbers = [int(text.removeprefix(letter)) for text in table.column(name).to_pylist()]
        assert 0 <= min(numbers) <= max(numbers) < most
        assert len(set(numbers)) > 0.5 * most


def test_popularity_and_activity_fall_like_zipf(world: tuple[pa.Table, pa.Table]) -> None:
    table, _ = world
    assert -1.25 < slope(table.column("object_id")) < -0.95
    assert -0.95 < slope(table.column("account_id")) < -0.65


def test_ids_do_not_tell_who_is_active(world: tuple[pa.Table, pa.Table]) -> None:
    table, _ = world
    counts = Counter(int(text[1:]) for text in table.column("account_id").to_pylist())
    assert abs(np.corrcoef(list(counts), list(counts.values()))[0, 1]) < 0.1


def test_times_are_whole_seconds_in_order(world: tuple[pa.Table, pa.Table]) -> None:
    times = world[0].column("time").cast(pa.int64()).to_numpy()
    assert not (times % 1_000_000).any()
    assert (np.diff(times) >= 0).all()


def test_objects_spread_with_a_mean_delay_of_six_hours() -> None:
    table, _ = bursty(40_000, groups=0)
    spans = table.group_by("object_id").aggregate([("time", "min"), ("time", "count")])
    large = spans.filter(pc.field("time_count") >= 300)
    first = dict(zip(large["object_id"].to_pylist(), large["time_min"].to_pylist(), strict=True))
    delays = [
        (row["time"] - first[row["object_id"]]).total_seconds()
        for row in table.select(["object_id", "time"]).to_pylist()
        if row["object_id"] in first
    ]
    assert 5 * 3600 < np.mean(delays) < 7 * 3600


def test_truth_names_each_group_and_shares_no_member(world: tuple[pa.Table, pa.Table]) -> None:
    table, truth = world
    assert truth.column_names == ["group_id", "account_id"]
    assert Counter(truth["group_id"].to_pylist()) == dict.fromkeys(range(20), 15)
    members = truth["account_id"].to_pylist()
    assert len(set(members)) == 300
    assert set(members) <= set(table["account_id"].to_pylist())


def test_each_group_pushes_its_objects_within_the_jitter(
    world: tuple[pa.Table, pa.Table],
) -> None:
    for group in (0, 7, 19):
        objects = pushed(world, group)
        assert len(objects) == 30
        together: Counter[tuple[str, str]] = Counter()
        for takes in objects.values():
            assert len({account for account, _ in takes}) == 12  # 0.8 of 15
            times = [time for _, time in takes]
            assert max(times) - min(times) <= timedelta(seconds=30)
            together.update(combinations(sorted(account for account, _ in takes), 2))
        assert len(together) == 105  # every pair of the 15 at some time


def test_members_act_in_an_ordinary_way_as_well(world: tuple[pa.Table, pa.Table]) -> None:
    table, truth = world
    acts = Counter(table["account_id"].to_pylist())
    assert sum(acts[name] for name in truth["account_id"].to_pylist()) > 20 * 30 * 12


def test_same_seed_same_tables_and_another_seed_others() -> None:
    first, second, other = bursty(13_000, seed=1), bursty(13_000, seed=1), bursty(13_000, seed=2)
    assert first[0].equals(second[0])
    assert first[1].equals(second[1])
    assert not first[0].equals(other[0])


def test_without_groups_there_is_no_truth() -> None:
    table, truth = bursty(1_000, groups=0)
    assert (table.num_rows, truth.num_rows) == (1_000, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"actions": 5, "groups": 0},
        {"actions": -10},
        {"actions": 1_000},
        {"actions": 12_000, "group_objects": 1_000},
        {"actions": 12_000, "groups": -1},
        {"actions": 12_000, "group_size": 1},
        {"actions": 12_000, "taking_part": 0.0},
        {"actions": 12_000, "taking_part": 1.5},
        {"actions": 12_000, "jitter": -1.0},
        {"actions": 12_000, "jitter": float("nan")},
    ],
)
def test_contradictions_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError) as error:
        bursty(**wrong)
    assert error.value.hint
