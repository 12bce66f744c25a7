"""Leiden, the numbering of clusters, and what is said about them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from coordination_oracle import Action, table
from kashf.coordination.clusters import leiden, number
from kashf.coordination.load import Actions, connect, load
from kashf.coordination.sink import stream_edges
from kashf.errors import InputError
from kashf.settings import DetectSettings


def clique(first: int, size: int) -> list[tuple[int, int]]:
    return [(i, j) for i in range(first, first + size) for j in range(i + 1, first + size)]


def loaded(tmp_path: Path, actions: list[Action]) -> Actions:
    path = tmp_path / "actions.parquet"
    pq.write_table(table(actions), path)
    with connect(tmp_path) as con:
        return load(con, path, DetectSettings())


def test_cliques_joined_by_one_weak_edge_are_clusters() -> None:
    pairs = np.array([*clique(0, 6), *clique(6, 4), (0, 6)])
    weight = np.array([5] * (len(pairs) - 1) + [1])
    labels = leiden(pairs[:, 0], pairs[:, 1], weight, 12, resolution=1.0, seed=0)
    assert len(set(labels[:6].tolist())) == 1
    assert len(set(labels[6:10].tolist())) == 1
    assert labels[0] != labels[6]
    assert labels[10:].tolist() == [-1, -1]


def test_leiden_gives_the_same_for_a_seed_whatever_the_order_of_edges() -> None:
    random = np.random.default_rng(3)
    pairs = np.unique(np.sort(random.integers(0, 60, (300, 2)), axis=1), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    weight = random.integers(1, 5, len(pairs))
    shuffled = random.permutation(len(pairs))
    first = leiden(pairs[:, 0], pairs[:, 1], weight, 60, resolution=1.0, seed=7)
    again = leiden(
        pairs[shuffled, 0], pairs[shuffled, 1], weight[shuffled], 60, resolution=1.0, seed=7
    )
    assert first.tolist() == again.tolist()


def test_no_edges_no_clusters() -> None:
    none = np.empty(0, np.int64)
    assert leiden(none, none, none, 3, resolution=1.0, seed=0).tolist() == [-1] * 3


def test_clusters_are_numbered_by_size_then_strength_then_name(tmp_path: Path) -> None:
    names = "hgfedcba"
    actions = loaded(tmp_path, [Action("url", "o", name, name, i) for i, name in enumerate(names)])
    code = {name: i for i, name in enumerate(actions.accounts.to_pylist())}
    groups = ["abc", "de", "fg"]
    labels = np.full(8, -1)
    labels[code["h"]] = 3  # alone: no cluster
    edges, weight = [], []
    for label, group in enumerate(groups):
        labels[[code[name] for name in group]] = label
        edges += [(code[x], code[y]) for x in group for y in group if x < y]
        weight += [2 if group != "fg" else 9] * (len(group) * (len(group) - 1) // 2)
    pairs = np.array(edges)
    numbers = number(labels, pairs[:, 0], pairs[:, 1], np.array(weight), actions)
    found = {name: int(numbers[code[name]]) for name in names}
    assert found == {"a": 0, "b": 0, "c": 0, "f": 1, "g": 1, "d": 2, "e": 2, "h": -1}


def test_codes_follow_activity_and_ranks_follow_text(tmp_path: Path) -> None:
    rows = [Action("url", "o", "عين", f"p{i}", i) for i in range(3)]
    rows += [Action("url", "o", "b", "q", 5), Action("url", "alone", "a", "r", 6)]
    actions = loaded(tmp_path, rows)
    assert actions.accounts.to_pylist() == ["a", "b", "عين"]
    assert actions.rank.tolist() == [0, 1, 2]
    assert actions.obj.tolist() == [0, 0, 0, 0]  # 'alone' links nobody
    assert actions.time.tolist() == [0, 1, 2, 5]


def test_an_account_with_more_actions_than_stamps_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kashf.coordination import edges

    monkeypatch.setattr(edges, "MAX_STAMP", 3)
    actions = loaded(tmp_path, [Action("url", "o", "a", f"p{i}", i) for i in range(4)])
    with pytest.raises(InputError, match="more than 2 actions"):
        stream_edges(actions, tmp_path / "e.parquet", DetectSettings())


def test_stamps_start_anew_when_they_run_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows after the reset are counted as if nothing had happened."""
    from kashf.coordination import edges, scratch

    world = [
        Action("url", f"o{o}", f"a{a}", f"a{a}o{o}", o * 10**9 + a)
        for o in range(5)
        for a in range(9)
    ]
    actions = loaded(tmp_path, world)
    whole = next(iter(edges.count_edges(actions, DetectSettings(), threads=1)))
    fresh = scratch.work

    def nearly_full(accounts: int, longest: int) -> scratch.Work:
        space = fresh(accounts, longest)
        space.stamp[0] = scratch.MAX_STAMP - 17
        return space

    monkeypatch.setattr(edges, "work", nearly_full)
    again = next(iter(edges.count_edges(actions, DetectSettings(), threads=1)))
    assert again.equals(whole)
    assert len(whole) == 36


def test_weights_above_what_a_stamp_holds_are_exact(tmp_path: Path) -> None:
    from kashf.coordination.edges import count_edges

    world = [
        Action("url", f"o{o:03}", account, f"{account}{o}", o * 10**9)
        for account, objects in (("a", 200), ("b", 200), ("c", 150))
        for o in range(objects)
    ]
    actions = loaded(tmp_path, world)
    for least, pairs in ((127, 3), (150, 3), (151, 1), (200, 1), (201, 0)):
        tables = count_edges(actions, DetectSettings(min_edge_weight=least))
        assert sum(len(t) for t in tables) == pairs, least
