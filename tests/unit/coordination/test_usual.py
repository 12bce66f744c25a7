"""What is usual: from the data, from a baseline, from the reference."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kashf
from coordination_oracle import Action, table
from kashf.coordination.delays import EDGES, delays
from kashf.coordination.load import Actions, connect, load
from kashf.coordination.nulls import Pairs
from kashf.coordination.sharing import sharing
from kashf.coordination.significance import candidates
from kashf.coordination.usual import baseline, other_window, reference, usual, without_partners
from kashf.errors import InputError
from kashf.settings import DetectSettings
from kashf.simulate import campaigns, scenario, world

RULE = DetectSettings(time_window=60.0, min_edge_weight=2)
SECOND = 1_000_000


def loaded(actions: pa.Table) -> Actions:
    with TemporaryDirectory() as name, connect(Path(name), threads=1) as con:
        pq.write_table(actions, Path(name) / "actions.parquet")
        return load(con, Path(name) / "actions.parquet", RULE)


def operation(groups: int = 10, objects: int = 300, seed: int = 0) -> list[Action]:
    """Groups of six that share their things within seconds, and nobody else."""
    random = np.random.default_rng(seed)
    found = []
    for o in range(objects):
        start = int(random.integers(10**6)) * SECOND
        for m in random.choice(6, 4, replace=False):
            at = start + int(random.integers(20)) * SECOND
            found.append(Action("url", f"o{o}", f"m{o % groups}.{m}", f"{o}-{m}", at))
    return found


def test_the_reference_is_the_chance_of_two_delays() -> None:
    random = np.random.default_rng(1)
    # the inverse of the published distribution: 300 s of constant density, then a power law
    chance = random.random((2, 400_000))
    early = 0.0006265725 * 300
    late = 300 * np.maximum((1 - chance) / (early / 0.2314843), 1e-300) ** (-1 / 0.2314843)
    delay = np.where(chance < early, chance / 0.0006265725, late)
    for window in (10.0, 60.0, 3600.0):
        measured = np.mean(np.abs(delay[0] - delay[1]) <= window)
        assert reference(window) == pytest.approx(measured, rel=0.05)
    assert reference(0) == 0
    assert reference(1e15) == pytest.approx(1, abs=5e-3)


def test_data_that_are_the_operation_itself_are_judged_by_the_reference() -> None:
    actions = loaded(table(operation()))
    x, pairs = sharing(actions, 60.0), candidates(actions, RULE)
    known = usual(x, pairs)
    assert known.source == "reference"
    assert known.rates.foreign[x.size > 1].all()
    assert known.rates.rate[known.rates.foreign] == pytest.approx(reference(60))
    assert (known.near[known.rates.foreign[x.obj]] == 0).all()
    assert (known.rates.limit[known.rates.foreign] == 0).all()


def test_the_run_says_that_it_used_the_reference() -> None:
    found = kashf.detect(table(operation()), window=60)
    assert found.info["significance"]["usual"] == "reference"
    assert found.info["significance"]["foreign"] == 1
    assert any("a published reference did instead" in note for note in found.info["notes"])
    assert found.info["counts"]["clusters"] >= 1


@pytest.mark.parametrize("what", ["plain", "breaking", "fans", "mixture"])
def test_ordinary_data_speak_for_themselves(what: str) -> None:
    invented = world(scenario(what, accounts=3_000, actions=60_000, seed=8))
    actions = loaded(invented.actions)
    known = usual(sharing(actions, 60.0), candidates(actions, RULE))
    assert known.source == "data"
    assert not known.rates.foreign.any()
    assert (known.rates.rate < 0.3).all()


def test_news_that_everybody_shares_at_once_is_no_operation() -> None:
    """All are in step on all, but nobody more often than everybody."""
    random = np.random.default_rng(2)
    found = []
    for o in range(400):
        start = int(random.integers(10**6)) * SECOND
        for a in random.choice(500, 10, replace=False):
            at = start + int(random.integers(60)) * SECOND
            found.append(Action("url", f"o{o}", f"a{a}", f"{o}-{a}", at))
    judged = kashf.detect(table(found), window=60)
    assert judged.info["significance"]["usual"] == "data"
    assert judged.info["counts"]["edges"] == judged.info["counts"]["clusters"] == 0


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 7), st.integers(0, 40)), min_size=1, max_size=60
    ),
    st.floats(0, 0.4),
    st.integers(1, 3),
)
def test_partners_are_left_out_as_by_brute_force(
    rows: Sequence[tuple[int, int, int]], rate: float, threads: int
) -> None:
    actions = loaded(
        table(
            [
                Action("url", f"o{o}", f"a{a}", f"p{i}", t * SECOND)
                for i, (a, o, t) in enumerate(rows)
            ]
        )
    )
    window = 5.0
    rule = RULE.model_copy(update={"time_window": window, "min_edge_weight": 1})
    x, pairs = sharing(actions, window), candidates(actions, rule)
    near, others, partners = without_partners(x, pairs, np.full(len(x.size), rate), threads=threads)
    times: dict[tuple[int, int], list[int]] = {}
    for o, a, t in zip(actions.obj.tolist(), actions.acc.tolist(), actions.time, strict=True):
        times.setdefault((a, o), []).append(int(t))

    def step(a: int, b: int, o: int) -> bool:
        return any(abs(s - t) <= window * 1e6 for s in times[a, o] for t in times[b, o])

    accounts = sorted({a for a, _ in times})
    objects = {a: {o for b, o in times if b == a} for a in accounts}
    left = set()
    for i, (a, b) in enumerate(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)):
        both = objects[a] & objects[b]
        weight = sum(step(a, b, o) for o in both)
        assert weight == pairs.weight[i]
        assert partners[i] == (weight >= 3 and weight >= 6 * rate * len(both))
        if partners[i]:
            left |= {(a, b), (b, a)}
    for a in accounts:
        for s in range(x.ptr[a], x.ptr[a + 1]):
            o = int(x.obj[s])
            rest = [b for b in accounts if b != a and o in objects[b] and (a, b) not in left]
            assert others[s] == len(rest)
            assert near[s] == sum(step(a, b, o) for b in rest)


def test_a_baseline_says_what_is_usual(tmp_path: Path) -> None:
    slow = world(scenario("plain", accounts=1_500, actions=40_000, seed=5)).actions
    fast = world(scenario("bursty", accounts=1_500, actions=40_000, seed=6)).actions
    pq.write_table(fast, tmp_path / "fast.parquet")
    mine = loaded(slow)
    x, pairs = sharing(mine, 60.0), candidates(mine, RULE)
    own = usual(x, pairs)
    given_ = usual(x, pairs, baseline(sharing(loaded(fast), 60.0)))
    assert given_.source == "baseline"
    assert np.mean(given_.rates.rate) > 1.5 * np.mean(own.rates.rate)
    run = kashf.detect(slow, window=60, baseline=str(tmp_path / "fast.parquet"))
    assert run.info["significance"]["usual"] == "baseline"
    assert run.info["settings"]["detect"]["baseline"].endswith("fast.parquet")


def test_a_baseline_without_shared_objects_is_refused(tmp_path: Path) -> None:
    posts = table([Action("url", f"o{i}", f"a{i}", f"p{i}", i) for i in range(5)])
    pq.write_table(posts, tmp_path / "none.parquet")
    with pytest.raises(InputError, match="no object that several accounts share"):
        kashf.detect(posts, baseline=str(tmp_path / "none.parquet"))
    with pytest.raises(InputError, match=r"nowhere\.parquet"):
        kashf.detect(posts, baseline=str(tmp_path / "nowhere.parquet"))


def test_rates_of_other_windows_go_with_the_window() -> None:
    invented = world(
        scenario("plain", accounts=2_000, actions=60_000, seed=3, campaigns=campaigns("strong"))
    )
    actions = loaded(invented.actions)
    x, pairs = sharing(actions, 60.0), candidates(actions, RULE)
    known = usual(x, pairs)
    half = other_window(sharing(actions, 30.0), x, known)
    double = other_window(sharing(actions, 120.0), x, known)
    same = other_window(x, x, known)
    assert same.rate == pytest.approx(known.rates.rate)
    assert half.rate.mean() < known.rates.rate.mean() < double.rate.mean()
    assert half.limit.max() < known.rates.limit.max() < double.limit.max()


def test_delays_of_members_and_of_others() -> None:
    rows = [
        ("o", "a", 0), ("o", "b", 10), ("o", "x", 3000), ("o", "y", 50),
        ("own", "a", 500), ("own", "b", 590), ("lone", "a", 0), ("lone", "x", 0),
    ]  # fmt: skip
    actions = loaded(
        table([Action("url", o, a, f"p{i}", t * SECOND) for i, (o, a, t) in enumerate(rows)])
    )
    ids = actions.accounts.to_pylist()
    cluster = np.array([0 if name in "ab" else -1 for name in ids], np.int32)
    found = delays(actions, sharing(actions, 60.0), cluster, 50).to_pydict()
    assert found["until"] == [end * 60 for end in EDGES] + [None]
    assert found["observed"] == [1, 0, 0, 1, 0, 0, 0, 0, 0]
    assert sum(found["expected"]) == pytest.approx(2)
    # on "o" two of four pairs with others are within a minute, two within an hour and a bit
    own = [reference(end * 60) for end in EDGES]
    assert sum(found["expected"][:3]) == pytest.approx(0.5 + own[2])
    assert found["expected"][7] == pytest.approx(0.5 + own[7] - own[6])


def test_no_pairs_no_partners() -> None:
    actions = loaded(table([Action("url", "o", "a", "p", 0)]))
    none = np.zeros(0, np.int64)
    known = usual(sharing(actions, 60.0), Pairs(none, none, none))
    assert known.source == "data"
    assert known.partners.shape == (0,)
