"""What every null model keeps to."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow.parquet as pq
import pytest

from kashf import registry
from kashf.coordination.load import Actions, connect, load
from kashf.coordination.nulls import GROUP, Judged, Pairs
from kashf.coordination.sharing import Sharing, sharing
from kashf.coordination.significance import candidates, possible_pairs
from kashf.coordination.usual import usual
from kashf.settings import DetectSettings
from kashf.simulate import campaigns, scenario, world

every = pytest.mark.parametrize("name", registry.names(GROUP))
RULE = DetectSettings(time_window=60.0, min_edge_weight=2)


@cache
def made(what: str, campaign: str) -> tuple[Actions, Sharing, Pairs, frozenset[tuple[str, str]]]:
    """A small world: its actions, shares, candidates, and the pairs that were planted."""
    settings = scenario(
        what,
        accounts=3_000,
        actions=60_000,
        seed=4,
        campaigns=campaigns(campaign, groups=2) if campaign != "none" else (),
    )
    invented = world(settings)
    with TemporaryDirectory() as name, connect(Path(name), threads=1) as con:
        pq.write_table(invented.actions, Path(name) / "actions.parquet")
        actions = load(con, Path(name) / "actions.parquet", RULE)
    groups: dict[object, list[str]] = {}
    for row in invented.truth.to_pylist():
        if row["campaign_id"] is not None:
            groups.setdefault(row["campaign_id"], []).append(row["account_id"])
    planted = frozenset((a, b) for group in groups.values() for a in group for b in group if a < b)
    return actions, sharing(actions, RULE.time_window), candidates(actions, RULE), planted


def judged(name: str, pairs: Pairs, x: Sharing) -> Judged:
    found: Judged = registry.load(GROUP, name).judge(pairs, x, usual(x, pairs))
    return found


@every
def test_figures_are_chances_and_means(name: str) -> None:
    _, x, pairs, _ = made("bursty", "strong")
    found = judged(name, pairs, x)
    assert len(pairs.a) > 100
    assert found.expected.shape == found.p_value.shape == pairs.a.shape
    assert ((found.p_value >= 0) & (found.p_value <= 1)).all()
    assert (found.expected >= 0).all()


@every
def test_order_of_pairs_and_of_accounts_does_not_matter(name: str) -> None:
    _, x, pairs, _ = made("bursty", "strong")
    found = judged(name, pairs, x)
    turned = Pairs(pairs.b[::-1].copy(), pairs.a[::-1].copy(), pairs.weight[::-1].copy())
    again = judged(name, turned, x)
    np.testing.assert_allclose(again.p_value[::-1], found.p_value, rtol=1e-12)
    np.testing.assert_allclose(again.expected[::-1], found.expected, rtol=1e-12)


@every
def test_threads_do_not_matter(name: str) -> None:
    _, x, pairs, _ = made("bursty", "strong")
    module = registry.load(GROUP, name)
    known = usual(x, pairs, threads=3)
    for one, other in zip(
        module.judge(pairs, x, known, threads=3), judged(name, pairs, x), strict=True
    ):
        assert np.array_equal(one, other)


@every
def test_pairs_that_are_not_wanted_do_not_change_the_others(name: str) -> None:
    _, x, pairs, _ = made("bursty", "strong")
    wanted = np.arange(len(pairs.a)) % 3 == 0
    found = registry.load(GROUP, name).judge(pairs, x, usual(x, pairs), wanted)
    assert np.array_equal(found.p_value[wanted], judged(name, pairs, x).p_value[wanted])


@every
def test_no_pairs_no_figures(name: str) -> None:
    _, x, _, _ = made("plain", "none")
    none = np.zeros(0, np.int64)
    assert judged(name, Pairs(none, none, none), x).p_value.shape == (0,)


@every
def test_ordinary_accounts_are_rarely_unlikely(name: str) -> None:
    """Of all pairs that could be candidates, no more reach p than p says."""
    _, x, pairs, _ = made("plain", "none")
    found = judged(name, pairs, x)
    tests = possible_pairs(x, 2)
    assert tests > 100_000
    for p in (1e-2, 1e-3, 1e-4):
        assert (found.p_value <= p).sum() <= p * tests


@every
def test_planted_groups_are_unlikely(name: str) -> None:
    actions, x, pairs, planted = made("plain", "strong")
    found = judged(name, pairs, x)
    ids = actions.accounts.to_pylist()
    ours = np.array(
        [tuple(sorted((ids[a], ids[b]))) in planted for a, b in zip(pairs.a, pairs.b, strict=True)]
    )
    assert ours.sum() >= 200
    assert (found.p_value[ours] < 1e-7).mean() > 0.95
    assert np.median(found.p_value[~ours]) > 1e-4
