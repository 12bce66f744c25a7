"""Edges equal those that the definitions give by brute force."""

from __future__ import annotations

import tempfile
from collections import Counter
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coordination_oracle import Action, brute_force, comparable, kashf_edges
from kashf.coordination import edges as edges_module
from kashf.coordination.edges import weight_quantile
from kashf.settings import DetectSettings

_IDS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=3
)
_SECOND = 1_000_000


@st.composite
def worlds(draw: st.DrawFn) -> list[Action]:
    accounts = draw(st.lists(_IDS, min_size=1, max_size=6, unique=True))
    objects = draw(st.lists(_IDS, min_size=1, max_size=4, unique=True))
    kinds = draw(st.sampled_from([["url"], ["url", "text"]]))
    times = draw(
        st.sampled_from(
            [
                st.integers(-20, 20).map(lambda t: t * _SECOND),  # ties, negative times
                st.integers(-(10**7), 10**7),
                st.just(0),
            ]
        )
    )
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(kinds),
                st.sampled_from([*objects, ""]),
                st.sampled_from(accounts),
                st.integers(0, 12),
                times,
            ),
            max_size=40,
        )
    )
    # a post belongs to one account
    return [Action(k, o, a, f"{a}/{p}", t) for k, o, a, p, t in rows]


rules = st.builds(
    DetectSettings,
    time_window=st.sampled_from([0.0, 0.000001, 1.0, 5.0, 3600.0]),
    weight=st.sampled_from(["objects", "co_actions", "own_posts"]),
    min_edge_weight=st.integers(1, 4),
    min_participation=st.integers(1, 3),
    participation=st.sampled_from(["either", "both"]),
    fast_window=st.sampled_from([None, 0.0, 2.0, 9999.0]),
    max_object_actions=st.sampled_from([None, 5, 20]),
    null=st.just(()),
)


@settings(max_examples=150)
@given(worlds(), rules, st.sampled_from([1, 2, 3]))
@example([], DetectSettings(), 1)
def test_edges_equal_brute_force(world: list[Action], rule: DetectSettings, threads: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        got = kashf_edges(world, rule, Path(folder), threads)
    assert comparable(got) == comparable(brute_force(world, rule))


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(2, 4))
def test_giant_objects_are_looked_up_with_the_same_result(seed: int, least: int) -> None:
    """One object that everybody shares, many times over, with the look-up forced."""
    random = np.random.default_rng(seed)
    accounts = [f"a{i}" for i in range(30)]
    world = [
        Action(
            "url",
            "giant",
            accounts[random.integers(30)],
            f"g{i}",
            int(random.integers(60)) * _SECOND,
        )
        for i in range(300)
    ]
    world += [
        Action(
            "url",
            f"o{random.integers(12)}",
            accounts[random.integers(30)],
            f"p{i}",
            int(random.integers(40)) * _SECOND,
        )
        for i in range(60)
    ]
    world = [a._replace(post_id=f"{a.account_id}/{a.post_id}") for a in world]
    rule = DetectSettings(time_window=20.0, min_edge_weight=least)

    def always(visits: np.ndarray, min_weight: int) -> np.ndarray:
        giant = np.zeros(len(visits), np.uint8)
        giant[np.argsort(visits)[-(min_weight - 1) :]] = 1
        return giant

    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(edges_module, "_giants", always)
        got = kashf_edges(world, rule, Path(folder))
    assert comparable(got) == comparable(brute_force(world, rule))


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(2, 4), st.sampled_from(["a", "o5", "z"]))
def test_a_costly_object_only_marks_with_the_same_result(seed: int, least: int, name: str) -> None:
    """Half of the accounts share one object over and over; it stands anywhere among the others."""
    random = np.random.default_rng(seed)

    def some(count: int, objects: list[str], accounts: int, seconds: int) -> list[Action]:
        return [
            Action(
                "url",
                objects[random.integers(len(objects))],
                account := f"a{random.integers(accounts)}",
                f"{account}/{objects[0]}/{i}",
                int(random.integers(seconds)) * _SECOND,
            )
            for i in range(count)
        ]

    world = some(150, [name], 15, 60) + some(80, [f"o{i}" for i in range(12)], 30, 40)
    rule = DetectSettings(time_window=20.0, min_edge_weight=least)
    with tempfile.TemporaryDirectory() as folder:
        got = kashf_edges(world, rule, Path(folder))
    assert comparable(got) == comparable(brute_force(world, rule))


def test_few_pairs_in_a_crowd_are_looked_up(tmp_path: Path) -> None:
    """Two accounts that meet in a crowd too large to walk through for their sake alone."""
    random = np.random.default_rng(5)
    crowd = [
        Action("url", "crowd", f"c{i}", f"c{i}", int(random.integers(300)) * _SECOND)
        for i in range(900)
    ]
    busy = [
        Action("url", "crowd", name, f"{name}{i}", int(random.integers(300)) * _SECOND)
        for name in ("x", "y")
        for i in range(30)
    ]
    other = [Action("url", "other", name, f"{name}-", 0) for name in ("x", "y")]
    rule = DetectSettings(time_window=20.0, min_edge_weight=2, fast_window=3.0)
    got = kashf_edges([*crowd, *busy, *other], rule, tmp_path)
    assert len(got) == 1
    assert comparable(got) == comparable(brute_force([*crowd, *busy, *other], rule))


@given(
    st.lists(st.integers(1, 30), min_size=1, max_size=60),
    st.fractions(0, 1, max_denominator=1000) | st.floats(0, 1).map(Fraction),
)
@example([1, 3], Fraction(1, 10**9))
def test_weight_quantile_is_the_usual_one(weights: list[int], q: Fraction) -> None:
    found = weight_quantile(Counter(weights), q)
    ordered = sorted(weights)
    place = q * (len(weights) - 1)
    low = int(place)
    high = min(low + 1, len(weights) - 1)
    exact = ordered[low] + (ordered[high] - ordered[low]) * (place - low)
    assert [w for w in weights if w >= found] == [w for w in weights if w >= exact]
    assert float(exact) == pytest.approx(float(np.quantile(np.array(weights), float(q))))
