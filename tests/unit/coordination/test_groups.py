"""Groups: found on one half, confirmed on the other."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow.parquet as pq
import pytest

import kashf
from kashf.coordination.examine import Examined, examine
from kashf.coordination.groups import (
    Confirmed,
    Group,
    Halves,
    confirm,
    find_groups,
    halves,
    part,
    prune,
)
from kashf.coordination.load import Actions, connect, load
from kashf.coordination.sharing import sharing
from kashf.coordination.significance import candidates
from kashf.coordination.usual import Rates, usual
from kashf.settings import DetectSettings
from kashf.simulate import campaigns, scenario, world

RULE = DetectSettings(time_window=60.0, min_edge_weight=2)


@cache
def made(what: str, campaign: str) -> tuple[Actions, dict[object, set[int]]]:
    planted = campaigns(campaign, groups=3) if campaign != "none" else ()
    invented = world(scenario(what, accounts=6_000, actions=120_000, seed=11, campaigns=planted))
    with TemporaryDirectory() as name, connect(Path(name), threads=1) as con:
        pq.write_table(invented.actions, Path(name) / "actions.parquet")
        actions = load(con, Path(name) / "actions.parquet", RULE)
    codes = {account: code for code, account in enumerate(actions.accounts.to_pylist())}
    groups: dict[object, set[int]] = {}
    for row in invented.truth.to_pylist():
        if row["campaign_id"] is not None and row["account_id"] in codes:
            groups.setdefault(row["campaign_id"], set()).add(codes[row["account_id"]])
    return actions, groups


def clusters(what: str, campaign: str) -> tuple[list[Confirmed], dict[object, set[int]]]:
    actions, groups = made(what, campaign)
    pairs = candidates(actions, RULE)
    known = usual(sharing(actions, RULE.time_window), pairs)
    found = find_groups(Halves(actions, RULE.seed), RULE, pairs, known)
    return confirm(found, 0.05)[0], groups


@pytest.mark.parametrize("what", ["plain", "breaking", "fans"])
def test_ordinary_worlds_have_no_clusters(what: str) -> None:
    assert clusters(what, "none")[0] == []


@pytest.mark.parametrize("what", ["plain", "breaking", "fans"])
def test_strong_groups_are_clusters_without_strangers(what: str) -> None:
    found, groups = clusters(what, "strong")
    assert len(found) >= (2 if what == "breaking" else 3)
    for cluster in found:
        members = set(cluster.members.tolist())
        own = [group for group in groups.values() if members <= group]
        assert len(own) == 1
        assert len(members) >= 0.9 * len(own[0])
        assert cluster.q_value <= 0.05


def test_weak_groups_are_found_that_single_pairs_hardly_show() -> None:
    found, groups = clusters("plain", "weak")
    pairs = sum(
        len(set(cluster.members.tolist()) & group)
        * (len(set(cluster.members.tolist()) & group) - 1)
        for cluster in found
        for group in groups.values()
    )
    assert pairs >= 0.6 * sum(len(group) * (len(group) - 1) for group in groups.values())


def test_halves_are_apart_and_whole() -> None:
    actions, _ = made("plain", "strong")
    side = halves(actions.objects, 0)
    one, other = part(actions, side == 0), part(actions, side == 1)
    assert len(one.obj) + len(other.obj) == len(actions.obj)
    assert one.objects + other.objects == actions.objects
    assert abs(one.objects - other.objects) <= 1
    times = np.sort(np.concatenate([one.time, other.time]))
    assert np.array_equal(times, np.sort(actions.time))
    assert set(np.unique(one.obj)) == set(range(one.objects))
    assert not np.array_equal(halves(actions.objects, 1), side)


def test_strangers_are_pruned_and_random_groups_are_not_sure() -> None:
    actions, groups = made("plain", "strong")
    x = sharing(actions, 60.0)
    rates = Rates(
        np.full(len(x.size), 0.01), np.zeros(len(x.size), np.bool_), np.full(len(x.size), 0.3)
    )
    group = next(iter(groups.values()))
    busy = np.arange(len(actions.accounts))[-20:]  # the most active accounts come last
    strangers = np.setdiff1d(busy, list(set().union(*groups.values())))[:5]
    community = np.array(sorted({*group, *strangers.tolist()}))
    nobody = community[:0]
    kept = set(community[prune(community, nobody, x, rates)].tolist())
    assert kept <= group
    assert len(kept) >= 0.9 * len(group)
    random = np.random.default_rng(0)
    p_values = [
        examine(np.sort(random.choice(busy, 6, replace=False)), nobody, x, rates).p_value
        for _ in range(20)
    ]
    assert min(p_values) > 1e-3


def group_of(members: list[int], p_value: float, member_p: list[float], top: float) -> Group:
    none = np.zeros(len(members), np.int64)
    tested = Examined(p_value, top, np.array(member_p), none, none + 5)
    return Group(np.array(members), np.zeros(0, np.int64), 0, tested)


def test_groups_of_both_directions_become_one() -> None:
    sure = [1e-6] * 4
    one = group_of([1, 2, 3, 4], 1e-8, sure, 1e-6)
    same = group_of([2, 3, 4, 5], 1e-5, sure, 1e-4)
    far = group_of([7, 8, 9, 10], 1e-7, [0.1, 0.1, 0.1, 1.0], 1e-6)
    doubtful = group_of([11, 12, 13, 14], 0.5, sure, 0.5)
    one_object = group_of([21, 22, 23, 24], 1e-9, sure, 1.0)
    confirmed, others = confirm([one, same, far, doubtful, one_object], 0.05)
    found = sorted(confirmed, key=lambda c: c.members[0])
    assert [cluster.members.tolist() for cluster in found] == [[1, 2, 3, 4, 5], [7, 8, 9]]
    assert found[0].p_value == 1e-5
    assert found[0].without_top == 1e-4
    assert all(cluster.q_value <= 0.05 for cluster in found)
    apart = sorted(cluster.members.tolist() for cluster in others)
    assert apart == [[11, 12, 13, 14], [21, 22, 23, 24]]
    assert confirm([], 0.05) == ([], [])


def test_membership_is_that_of_the_objects_held_back() -> None:
    tested = Examined(1e-6, 1e-5, np.array([0.1, 0.5]), np.array([4, 1]), np.array([4, 2]))
    again = Examined(1e-6, 1e-5, np.array([0.2, 0.01]), np.array([2, 2]), np.array([4, 2]))
    none = np.zeros(0, np.int64)
    groups = (Group(np.array([3, 8]), none, 0, tested), Group(np.array([3, 8]), none, 1, again))
    p_value, share = Confirmed(np.array([3, 8]), 1e-6, 1e-6, groups).membership()
    assert p_value.tolist() == [0.1, 0.01]
    assert share.tolist() == [6 / 8, 3 / 4]


def test_a_crowd_is_a_yardstick_for_its_members() -> None:
    """Fans of one club in a small world: many are in step, and no group is confirmed."""
    invented = world(scenario("fans", accounts=1_500, actions=120_000, seed=2))
    found = kashf.detect(invented.actions, window=60)
    assert found.info["counts"]["clusters"] == 0
    assert found.info["counts"]["edges"] <= 1
    assert found.info["significance"]["candidates"] > 1_000
