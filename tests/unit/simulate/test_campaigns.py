"""Planted groups do what their settings say, and the truth says who they are."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from kashf.simulate import SCENARIOS, World, campaigns, scenario, world

SIZE: dict[str, Any] = {"accounts": 2_000, "actions": 40_000, "seed": 8}


def planted(
    preset: str = "strong", groups: int = 4, *, of: str = "plain", world_: Any = None, **plan: Any
) -> World:
    wanted = campaigns(preset, groups=groups, **plan)
    return world(scenario(of, **{**SIZE, **(world_ or {}), "campaigns": wanted}))


def members(made: World) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for row in made.truth.filter(pc.field("role") == "member").to_pylist():
        found.setdefault(row["campaign_id"], set()).add(row["account_id"])
    return found


def delays(made: World) -> npt.NDArray[np.float64]:
    """Of all members of all pushes after the first of the push, seconds."""
    joined = made.actions.join(
        made.pushed.select(["object_id", "time"]).rename_columns(["object_id", "first"]),
        "object_id",
        join_type="inner",
    )
    return pc.subtract(joined["time"], joined["first"]).cast(pa.int64()).to_numpy() / 1e6


def actors(made: World, object_id: str) -> list[str]:
    found: list[str] = made.actions.filter(pc.field("object_id") == object_id)[
        "account_id"
    ].to_pylist()
    return found


@pytest.mark.parametrize(("preset", "size", "objects"), [("strong", 15, 30), ("weak", 8, 12)])
@pytest.mark.parametrize("name", SCENARIOS)
def test_members_and_nobody_else_push_what_the_truth_says(
    name: str, preset: str, size: int, objects: int
) -> None:
    made = planted(preset, of=name)
    groups = members(made)
    assert sorted(groups) == [0, 1, 2, 3]
    assert all(len(group) == size for group in groups.values())
    assert len(set().union(*groups.values())) == 4 * size
    assert len(made.pushed) == 4 * objects
    acted = made.actions.group_by("object_id").aggregate(
        [("account_id", "list"), ("time", "min"), ("kind", "min")]
    )
    rows = {row["object_id"]: row for row in acted.to_pylist()}
    for push in made.pushed.to_pylist():
        row = rows[push["object_id"]]
        assert set(row["account_id_list"]) <= groups[push["campaign_id"]]
        assert len(row["account_id_list"]) == push["accounts"] >= 2
        assert (row["time_min"], row["kind_min"]) == (push["time"], push["kind"])


def test_presets_are_those_of_the_reference() -> None:
    (strong,), (weak,) = campaigns("strong"), campaigns("weak")
    assert (strong.group_size, strong.objects, strong.taking_part) == (15, 30, 0.8)
    assert (weak.group_size, weak.objects, weak.taking_part) == (8, 12, 0.6)
    assert (strong.jitter, weak.jitter) == (30, 60)
    assert campaigns("none") == ()


@pytest.mark.parametrize("share", [0.3, 0.6, 1.0])
def test_as_many_take_part_as_asked(share: float) -> None:
    made = planted("strong", taking_part=share, group_size=20)
    assert made.pushed["accounts"].to_numpy().mean() == pytest.approx(20 * share, rel=0.05)


def test_two_at_least_take_part() -> None:
    assert set(planted(taking_part=0.01).pushed["accounts"].to_pylist()) <= {2, 3}


@pytest.mark.parametrize("jitter", ["30s", "1h"])
def test_uniform_jitter_has_an_end(jitter: str) -> None:
    made = planted(jitter=jitter, group_size=40, taking_part=1.0)
    limit = {"30s": 30, "1h": 3600}[jitter]
    found = delays(made)
    assert found.max() <= limit
    # The first of 40 comes at 1/41 of the time; the others lie about the middle of the rest.
    assert np.mean(found) == pytest.approx(limit * (0.5 - 1 / 41), rel=0.05)


def test_exponential_jitter_has_a_mean() -> None:
    found = delays(planted(jitter="10m", jitter_shape="exponential", group_size=40, taking_part=1))
    assert np.mean(found) == pytest.approx(600, rel=0.1)
    assert found.max() > 3 * 600


def test_popular_objects_are_those_of_the_world() -> None:
    made = planted(push="popular")
    organic = world(scenario(**SIZE)).actions
    assert set(made.pushed["object_id"].to_pylist()) <= set(organic["object_id"].to_pylist())
    counts = organic["object_id"].value_counts()
    shares = {row["values"]: row["counts"] for row in counts.to_pylist()}
    pushed = [shares[name] for name in made.pushed["object_id"].to_pylist()]
    assert np.mean(pushed) > 3 * np.mean(list(shares.values()))
    assert len(set(made.pushed["object_id"].to_pylist())) == len(made.pushed)
    assert made.pushed["accounts"].to_numpy().mean() == pytest.approx(0.8 * 15, rel=0.15)
    pairs = made.actions.group_by(["account_id", "object_id"]).aggregate([]).num_rows
    assert pairs == len(made.actions)


def test_ordinary_members_keep_their_ordinary_activity() -> None:
    made = planted(groups=10)
    own = set(made.pushed["object_id"].to_pylist())
    for group in members(made).values():
        ordinary = made.actions.filter(pc.field("account_id").isin(list(group)))
        besides = ordinary.filter(~pc.field("object_id").isin(list(own)))
        assert set(besides["account_id"].to_pylist()) == group


@pytest.mark.parametrize("camouflage", [0, 20])
def test_fresh_members_have_the_camouflage_they_were_given(camouflage: int) -> None:
    made = planted(members="fresh", camouflage=camouflage, of="mixture")
    assert len(made.truth) == SIZE["accounts"] + 4 * 15
    everyone = list(set().union(*members(made).values()))
    theirs = made.actions.filter(pc.field("account_id").isin(everyone))
    besides = theirs.filter(~pc.field("object_id").isin(made.pushed["object_id"].to_pylist()))
    assert len(besides) / len(everyone) == pytest.approx(camouflage, rel=0.1)
    if camouflage:
        others = made.actions.filter(~pc.field("account_id").isin(everyone))["object_id"].unique()
        shared = pc.is_in(besides["object_id"].unique(), others)
        assert np.mean(shared.to_pylist()) > 0.9


@pytest.mark.parametrize("of", ["fans", "mixture"])
def test_members_can_be_fans_of_one_club(of: str) -> None:
    made = planted("weak", members="fans", of=of)
    rows = made.truth.filter(pc.field("role") == "member").to_pylist()
    clubs = {(row["campaign_id"], row["club_id"]) for row in rows}
    assert len(clubs) == 4
    assert all(club is not None for _, club in clubs)


def test_feeds_are_never_members() -> None:
    made = planted("strong", 30, of="feeds", world_={"feeds": 50})
    assert made.truth["role"].to_pylist().count("feed") == 50 * 6
    assert made.truth["role"].to_pylist().count("member") == 30 * 15


def test_own_objects_are_of_the_kinds_asked_for_in_turn() -> None:
    made = planted(kinds=("text", "hashtag", "url"), groups=2)
    assert sorted(made.pushed["kind"].to_pylist()) == sorted(["text", "hashtag", "url"] * 20)
    assert set(made.actions["kind"].unique().to_pylist()) == {"text", "hashtag", "url"}


def test_groups_push_when_most_of_their_members_are_awake() -> None:
    made = planted("strong", of="waking", world_={"zones": (0,), "waking_hours": 12.0})
    assert at_night(made) < 0.03
    assert at_night(planted("strong")) > 0.3


def at_night(made: World) -> float:
    hours = pc.hour(made.pushed["time"]).to_numpy()
    return float(np.mean((hours < 6) | (hours >= 20)))


def test_campaigns_of_several_kinds_in_one_world() -> None:
    both = campaigns("strong") + campaigns("weak", groups=2, members="fresh")
    made = world(scenario("mixture", **SIZE, campaigns=both))
    assert {key: len(group) for key, group in members(made).items()} == {0: 15, 1: 8, 2: 8}
    assert not set(actors(made, made.pushed["object_id"][-1].as_py())) & members(made)[0]
