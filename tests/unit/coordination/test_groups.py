"""Groups: found on one half, confirmed on the other."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow.parquet as pq
import pytest

from kashf.coordination.groups import Confirmed, Group, confirm, find_groups, halves, prune, test
from kashf.coordination.load import Actions, connect, load
from kashf.coordination.sharing import sharing
from kashf.settings import DetectSettings
from kashf.simulate import campaigns, scenario, world

test.__test__ = False  # type: ignore[attr-defined]
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
    return confirm(find_groups(actions, RULE, threads=1), 0.05), groups


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
    one, other = halves(actions, 0)
    assert len(one.obj) + len(other.obj) == len(actions.obj)
    assert one.objects + other.objects == actions.objects
    assert abs(one.objects - other.objects) <= 1
    times = np.sort(np.concatenate([one.time, other.time]))
    assert np.array_equal(times, np.sort(actions.time))
    assert set(np.unique(one.obj)) == set(range(one.objects))
    assert not np.array_equal(halves(actions, 1)[0].time, one.time)


def test_strangers_are_pruned_and_random_groups_are_not_sure() -> None:
    actions, groups = made("plain", "strong")
    x = sharing(actions, 60.0)
    usual = np.full(len(x.size), 0.01)
    group = next(iter(groups.values()))
    busy = np.arange(len(actions.accounts))[-20:]  # the most active accounts come last
    strangers = np.setdiff1d(busy, list(set().union(*groups.values())))[:5]
    community = np.array(sorted({*group, *strangers.tolist()}))
    kept = set(community[prune(community, x, usual)].tolist())
    assert kept <= group
    assert len(kept) >= 0.9 * len(group)
    random = np.random.default_rng(0)
    p_values = [
        test(np.sort(random.choice(busy, 6, replace=False)), np.ones(6, np.bool_), x, usual)[0]
        for _ in range(20)
    ]
    assert min(p_values) > 1e-3


def test_groups_of_both_directions_become_one() -> None:
    sure = np.full(4, 1e-6)
    one = Group(np.array([1, 2, 3, 4]), 1e-8, sure)
    same = Group(np.array([2, 3, 4, 5]), 1e-5, sure)
    far = Group(np.array([7, 8, 9, 10]), 1e-7, np.array([0.1, 0.1, 0.1, 1.0]))
    doubtful = Group(np.array([11, 12, 13, 14]), 0.5, sure)
    found = sorted(confirm([one, same, far, doubtful], 0.05), key=lambda c: c.members[0])
    assert [cluster.members.tolist() for cluster in found] == [[1, 2, 3, 4, 5], [7, 8, 9]]
    assert found[0].p_value == 1e-5
    assert all(cluster.q_value <= 0.05 for cluster in found)
    assert confirm([], 0.05) == []
