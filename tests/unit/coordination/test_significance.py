"""Tails, false-discovery rates, and edges that survive them."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kashf
from coordination_oracle import Action, table
from kashf.coordination.configuration import link_chances, poisson_tail
from kashf.coordination.load import connect, load
from kashf.coordination.nulls.timing import tail
from kashf.coordination.sharing import sharing
from kashf.coordination.significance import possible_pairs, q_values
from kashf.errors import UsageError
from kashf.settings import DetectSettings
from kashf.simulate import campaigns, scenario, world


@given(st.lists(st.floats(0, 1), max_size=7), st.integers(0, 8))
def test_the_tail_is_that_of_all_outcomes(rates: list[float], least: int) -> None:
    exact = sum(
        np.prod([r if x else 1 - r for r, x in zip(rates, outcome, strict=True)])
        for outcome in product([0, 1], repeat=len(rates))
        if sum(outcome) >= least
    )
    assert tail(np.array([*rates, 0.0]), len(rates), least) == pytest.approx(exact, abs=1e-12)


def test_a_long_tail_is_bounded_from_above() -> None:
    rates = np.full(4_000, 0.1)
    whole = tail(rates[:2_000], 2_000, 240)
    assert tail(rates, 4_000, 480) <= whole
    exact = sum(tail(rates[:2_000], 2_000, k) for k in (260, 261)) / 2
    bound = tail(np.full(4_001, 0.05), 4_000, 260)
    assert exact < bound < 1


@given(st.floats(0.01, 60), st.integers(0, 80))
def test_the_poisson_tail_is_one_minus_the_rest(mean: float, least: int) -> None:
    out = np.ones(1)
    poisson_tail(np.array([mean]), np.array([least]), out)
    terms = [np.exp(-mean)]
    for j in range(1, 400):
        terms.append(terms[-1] * mean / j)
    assert out[0] == pytest.approx(sum(terms[least:]), rel=1e-6, abs=1e-12)


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=20), st.integers(0, 50), st.floats(0.001, 0.999)
)
def test_q_values_reject_what_benjamini_and_hochberg_reject(
    p_value: list[float], more: int, q: float
) -> None:
    tests = len(p_value) + more
    ranked = sorted(p_value)
    line = [k for k, p in enumerate(ranked, 1) if p * tests / k <= q]
    most = ranked[line[-1] - 1] if line else -1.0
    found = q_values(np.array(p_value), tests) <= q
    assert found.tolist() == [p <= most for p in p_value]


def test_degrees_of_the_configuration_model_are_the_observed_ones() -> None:
    sizes, accounts = np.array([1, 3, 9]), np.array([50, 20, 5])
    objects_sizes, objects = np.array([2, 5, 11]), np.array([30, 15, 1])
    edges = (sizes * accounts).sum()
    assert edges == 155
    objects = np.array([32, 16, 1])
    assert (objects_sizes * objects).sum() == 155
    chances = link_chances(sizes, accounts, objects_sizes, objects)
    np.testing.assert_allclose((chances * objects).sum(axis=1), sizes, rtol=1e-5)
    np.testing.assert_allclose((chances * accounts[:, None]).sum(axis=0), objects_sizes, rtol=1e-5)


def test_shares_and_possible_pairs(tmp_path: Path) -> None:
    second = 1_000_000
    world = [
        Action("url", "o", "a", "1", 0),
        Action("url", "o", "b", "2", 5 * second),
        Action("url", "o", "b", "3", 6 * second),
        Action("url", "o", "c", "4", 500 * second),
        Action("url", "u", "a", "5", 0),
        Action("url", "u", "b", "6", 0),
        Action("url", "v", "c", "7", 0),
        Action("url", "v", "a", "8", 900 * second),
    ]
    pq.write_table(table(world), tmp_path / "actions.parquet")
    with connect(tmp_path, threads=1) as con:
        x = sharing(load(con, tmp_path / "actions.parquet", DetectSettings()), 10.0)
    assert sorted(x.near.tolist()) == [0, 0, 0, 1, 1, 1, 1]
    assert x.size.tolist() == [3, 2, 2]
    assert possible_pairs(x, 1) == possible_pairs(x, 2) == 1
    assert possible_pairs(x, 3) == 0


def test_tests_are_all_pairs_that_could_have_reached_the_threshold() -> None:
    """Five accounts are in step on two objects or more, though only one pair is; two on one."""
    meetings = ["ab", "ab", "ab", "cd", "ce", "de", "fg"]
    world = [
        Action("url", f"o{i}", account, f"{account}{i}", i * 10**9)
        for i, both in enumerate(meetings)
        for account in both
    ]
    found = kashf.detect(table(world), min_edge_weight=2, null=("popularity",))
    assert found.info["significance"]["candidates"] == 1
    assert found.info["significance"]["tests"] == 5 * 4 / 2


@pytest.mark.parametrize("what", ["breaking", "fans"])
def test_only_planted_pairs_are_left(what: str, tmp_path: Path) -> None:
    """Where thresholds flag thousands of ordinary pairs."""
    settings = scenario(
        what, accounts=6_000, actions=120_000, seed=3, campaigns=campaigns("strong", groups=2)
    )
    invented = world(settings)
    members: dict[object, set[str]] = {}
    for row in invented.truth.to_pylist():
        if row["campaign_id"] is not None:
            members.setdefault(row["campaign_id"], set()).add(row["account_id"])
    plain = kashf.detect(invented.actions, min_edge_weight=2, null="none")
    judged = kashf.detect(invented.actions, min_edge_weight=2, null_columns=True)
    pairs = list(
        zip(
            judged.edges["account_a"].to_pylist(),
            judged.edges["account_b"].to_pylist(),
            strict=True,
        )
    )
    true = sum(any({a, b} <= group for group in members.values()) for a, b in pairs)
    assert plain.edges.num_rows > 5_000
    assert true >= 0.9 * 2 * 15 * 14 / 2
    assert len(pairs) - true <= 2
    assert pc.max(judged.edges["q_value"]).as_py() <= 0.05
    assert judged.info["significance"]["candidates"] == plain.edges.num_rows
    assert judged.info["counts"]["edges"] == len(pairs)
    report = judged.report(tmp_path / "r.html").read_text()
    assert "null models timing, popularity" in report
    assert "objects held back" in report
    for name in ("timing", "popularity"):
        assert pc.all(
            pc.less_equal(judged.edges[f"p_value_{name}"], judged.edges["p_value"])
        ).as_py()
    sure = judged.clusters.filter(judged.clusters["confirmed"])
    assert sure.num_rows == judged.info["significance"]["clusters"] == 2
    assert pc.max(sure["q_value"]).as_py() <= 0.05
    assert pc.max(sure["p_half_window"]).as_py() <= 0.05
    assert sure["cluster_id"].to_pylist() == [0, 1]
    clusters: dict[int, set[str]] = {}
    for row in judged.accounts.to_pylist():
        if row["cluster_id"] is not None:
            clusters.setdefault(row["cluster_id"], set()).add(row["account_id"])
    assert all(any(found <= group for group in members.values()) for found in clusters.values())
    assert all(len(found) >= 13 for found in clusters.values())


def test_null_models_judge_objects_alone_and_have_names() -> None:
    posts = table([Action("url", "o", "a", "1", 0), Action("url", "o", "b", "2", 0)])
    with pytest.raises(UsageError, match="objects"):
        kashf.detect(posts, null=("timing",), weight="co_actions")
    with pytest.raises(UsageError, match="luck"):
        kashf.detect(posts, null=("luck",))


def test_judged_runs_have_the_same_bytes_whatever_the_threads(tmp_path: Path) -> None:
    settings = scenario(
        "mixture", accounts=3_000, actions=60_000, seed=5, campaigns=campaigns("weak", groups=3)
    )
    actions = world(settings).actions
    names = ("edges", "accounts", "clusters", "unconfirmed", "delays")
    runs = []
    for threads in (1, 3):
        found = kashf.detect(actions, threads=threads, null_columns=True)
        assert found.clusters.num_rows > 0
        runs.append([(found.folder / f"{name}.parquet").read_bytes() for name in names])
    assert runs[0] == runs[1]


def test_an_account_of_a_group_that_was_not_confirmed_has_nothing_in_step() -> None:
    settings = scenario(
        "bursty", accounts=1_000, actions=30_000, seed=0, campaigns=campaigns("weak", groups=4)
    )
    found = kashf.detect(world(settings).actions)
    apart = set(pq.read_table(found.folder / "unconfirmed.parquet")["account_id"].to_pylist())
    loose = [row for row in found.accounts.to_pylist() if row["cluster_id"] is None]
    assert apart & {row["account_id"] for row in loose}
    for row in loose:
        assert row["actions_in_step"] == row["share_in_step"] == 0
        assert row["first_time"] is row["last_time"] is row["membership"] is None
