"""Every ingredient of a world measurably does what its setting says."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from kashf import schema
from kashf.errors import UsageError
from kashf.simulate import (
    CAMPAIGNS,
    PUSHED,
    SCENARIOS,
    TRUTH,
    World,
    campaigns,
    scenario,
    world,
)
from kashf.simulate.bursty import START

SIZE: dict[str, Any] = {"accounts": 2_000, "actions": 40_000}
DAY = 86_400
Array = npt.NDArray[Any]


@cache
def small(name: str = "plain", campaign: str = "none", **changes: Any) -> World:
    planted = campaigns(campaign, groups=3) if campaign != "none" else ()
    return world(scenario(name, **{**SIZE, "seed": 5, "campaigns": planted, **changes}))


def seconds(table: pa.Table, column: str = "time") -> Array:
    """Since the start of the world."""
    return table[column].cast(pa.int64()).to_numpy() / 1e6 - START


def column(made: World, name: str) -> Array:
    """What the truth says of the account of each action."""
    at = pc.index_in(made.actions["account_id"], made.truth["account_id"])
    return made.truth[name].take(at).to_numpy(zero_copy_only=False)


def by_object(made: World, least: int = 2) -> list[Array]:
    """Rows of each object with at least so many, earliest first."""
    codes = made.actions["object_id"].combine_chunks().dictionary_encode().indices.to_numpy()
    order = np.argsort(codes, kind="stable")
    cuts = np.flatnonzero(np.diff(codes[order])) + 1
    return [rows for rows in np.split(order, cuts) if len(rows) >= least]


def counts(made: World, name: str) -> Array:
    values = made.actions[name].value_counts().field("counts").to_numpy()
    return np.sort(values)[::-1]


def slope(values: Array, shift: float, first: int, last: int) -> float:
    ranks = np.log(np.arange(first, last) + 1 + shift)
    return float(np.polyfit(ranks, np.log(values[first:last]), 1)[0])


def rows(table: pa.Table) -> set[tuple[Any, ...]]:
    times = pc.cast(table["time"], pa.int64())
    plain = table.set_column(table.column_names.index("time"), "time", times)
    return set(zip(*plain.to_pydict().values(), strict=True))


@pytest.mark.parametrize("name", SCENARIOS)
def test_tables_keep_their_promises_in_every_scenario(name: str) -> None:
    made = small(name, "weak")
    for table, its in ((made.actions, schema.ACTIONS), (made.truth, TRUTH), (made.pushed, PUSHED)):
        assert table.schema.equals(its)
        table.validate(full=True)
        assert [c for c in its.names if not its.field(c).nullable and table[c].null_count] == []
    assert len(small(name).actions) == SIZE["actions"]
    times = seconds(made.actions)
    assert times.min() >= 0 and times.max() < 30 * DAY
    assert (np.diff(times) >= 0).all() and (times % 1 == 0).all()
    assert len(made.actions["post_id"].unique()) == len(made.actions)
    assert len(made.truth["account_id"].unique()) == len(made.truth) == SIZE["accounts"]
    known = set(made.truth["account_id"].to_pylist())
    assert set(made.actions["account_id"].unique().to_pylist()) <= known
    pairs = made.actions.group_by(["account_id", "object_id"]).aggregate([]).num_rows
    assert (pairs == len(made.actions)) == (made.settings.repeat_share == 0)
    assert made.settings.about != "An invented world"


def test_default_size_is_the_one_documented() -> None:
    made = scenario()
    assert (made.accounts, made.actions, made.object_count, made.days) == (
        20_000,
        400_000,
        40_000,
        30,
    )


@pytest.mark.parametrize("name", ["plain", "mixture"])
def test_same_settings_same_tables_and_another_seed_others(name: str) -> None:
    again = world(small(name, "strong").settings)
    assert again.actions.equals(small(name, "strong").actions)
    assert again.truth.equals(small(name, "strong").truth)
    assert again.pushed.equals(small(name, "strong").pushed)
    assert not rows(again.actions) & rows(small(name, "strong", seed=6).actions)


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize(
    "plan",
    [
        {},
        {"members": "fresh", "camouflage": 10},
        {"push": "popular", "camouflage": 3, "kinds": ("hashtag", "text")},
    ],
)
def test_planting_leaves_the_organic_world_as_it_was(name: str, plan: dict[str, Any]) -> None:
    planted = small(name, campaigns=campaigns("strong", groups=2, **plan))
    assert len(planted.actions) > SIZE["actions"]
    assert rows(small(name).actions) < rows(planted.actions)


def test_a_second_campaign_leaves_the_first_as_it_was() -> None:
    first, second = campaigns("strong"), campaigns("weak", groups=2)
    alone, both = small(campaigns=first), small(campaigns=first + second)
    assert rows(alone.actions) < rows(both.actions)
    assert rows(alone.pushed) < rows(both.pushed)
    ids = both.truth["campaign_id"].drop_null().value_counts().to_pylist()
    assert {row["values"]: row["counts"] for row in ids} == {0: 15, 1: 8, 2: 8}


def test_ids_and_order_tell_nothing() -> None:
    made = small(campaigns=campaigns("strong", groups=20, members="fresh", camouflage=5))
    for name in ("account_id", "object_id", "post_id"):
        texts = made.actions[name].to_pylist()
        assert all(text.startswith(f"invented_{name.removesuffix('_id')}_") for text in texts)
    own = set(made.pushed["object_id"].to_pylist())
    tells = {
        "account_id": column(made, "role") == "member",
        "object_id": np.array([text in own for text in made.actions["object_id"].to_pylist()]),
    }
    for name, planted in tells.items():
        numbers = np.array([int(t.rpartition("_")[2]) for t in made.actions[name].to_pylist()])
        assert abs(np.corrcoef(numbers, planted)[0, 1]) < 0.15
    posts = np.array([int(t.rpartition("_")[2]) for t in made.actions["post_id"].to_pylist()])
    assert abs(np.corrcoef(posts, tells["account_id"])[0, 1]) < 0.05
    place = np.arange(len(made.truth))
    role = np.array(made.truth["role"].to_pylist()) == "member"
    assert abs(np.corrcoef(place, role)[0, 1]) < 0.1


def test_activity_and_popularity_fall_as_asked() -> None:
    made = small(activity_zipf=1.0, object_zipf=0.9, object_shift=30)
    assert slope(counts(made, "account_id"), 20, 5, 300) == pytest.approx(-1.0, abs=0.15)
    assert slope(counts(made, "object_id"), 30, 5, 300) == pytest.approx(-0.9, abs=0.15)
    flat = small(activity_zipf=0, object_zipf=0)
    assert counts(flat, "account_id")[0] < 3 * 20
    assert counts(flat, "object_id")[0] < 3 * 10


def test_no_object_reaches_much_more_than_half_of_its_audience() -> None:
    assert counts(small(object_zipf=2, object_shift=0), "object_id")[0] < 0.6 * SIZE["accounts"]


def test_super_sharers_make_their_share() -> None:
    made = small("supersharers", super_sharers=0.005, super_volume=0.2)
    assert counts(made, "account_id")[:10].sum() == pytest.approx(0.2 * SIZE["actions"], rel=0.15)
    assert counts(small(), "account_id")[:10].sum() < 0.1 * SIZE["actions"]


def test_repeats_are_as_many_as_asked() -> None:
    made = small(repeat_share=0.1)
    pairs = made.actions.group_by(["account_id", "object_id"]).aggregate([]).num_rows
    assert pairs == 0.9 * SIZE["actions"]


def test_half_lives_and_the_tail_of_the_decay() -> None:
    def ages(**changes: Any) -> Array:
        made = small(half_life=3600, half_life_spread=0, object_zipf=0.5, **changes)
        times = seconds(made.actions)
        # The first of many shares comes about when the object is born.
        found = [times[r] - times[r].min() for r in by_object(made, 30)]
        return np.concatenate(found)

    quick, slow = ages(), ages(decay="power")
    assert np.median(quick) == pytest.approx(3600, rel=0.15)
    assert np.median(slow) == pytest.approx(3600, rel=0.25)
    assert (quick > 12 * 3600).mean() < 0.002
    assert (slow > 12 * 3600).mean() == pytest.approx(1 / 13, rel=0.3)


def test_half_lives_differ_as_widely_as_asked() -> None:
    def spread(sigma: float) -> float:
        made = small(half_life=1800, half_life_spread=sigma, object_zipf=0.6)
        times = seconds(made.actions)
        medians = [np.median(times[r] - times[r].min()) for r in by_object(made, 25)]
        return float(np.std(np.log(medians)))

    assert spread(0) < 0.4
    assert 0.8 < spread(1) < 1.2


def test_homophily_raises_sharing_together_within_communities() -> None:
    def within(made: World) -> float:
        home = column(made, "community_id")
        pairs = [home[a] == home[b] for r in by_object(made) for a, b in pairwise(r)]
        return float(np.mean(pairs))

    none, much = within(small(communities=20)), within(small(communities=20, homophily=0.8))
    assert none < 0.1
    assert much > 0.5


@pytest.mark.parametrize("hours", [8.0, 16.0])
def test_accounts_act_in_their_waking_hours_only(hours: float) -> None:
    made = small("waking", waking_hours=hours)
    local = np.mod(seconds(made.actions) + column(made, "utc_offset") * 3600, DAY) / 3600
    accounts = made.actions["account_id"].to_numpy()
    spans = []
    for account in np.unique(accounts)[:200]:
        clock = np.sort(local[accounts == account])
        if len(clock) > 1:
            gaps = np.diff(np.append(clock, clock[0] + 24))
            spans.append(24 - gaps.max())
    assert len(spans) > 100
    assert max(spans) <= hours
    middle = np.median(local)
    assert middle == pytest.approx(7 + hours / 2, abs=1)
    around = [np.ptp(np.histogram(local, 24, (0, 24))[0]) for local in (local, seconds(small().actions) % DAY / 3600)]  # fmt: skip
    assert around[0] > 3 * around[1]


def test_communities_go_by_time_zone() -> None:
    truth = small("waking", zone_share=0.9).truth.to_pandas()
    usual = truth.groupby("community_id")["utc_offset"].agg(lambda z: z.mode()[0])
    assert set(usual) == {-5, 0, 3, 8}
    at_home = (truth["utc_offset"] == truth["community_id"].map(usual)).mean()
    assert at_home == pytest.approx(0.9 + 0.1 / 4, abs=0.03)


def sudden(made: World) -> float:
    """Share of objects most of whose shares come within two minutes of the first."""
    times = seconds(made.actions)
    found = [np.mean(times[r] - times[r].min() <= 120) > 0.5 for r in by_object(made, 15)]
    return float(np.mean(found))


def test_a_fifth_of_the_objects_are_breaking_news() -> None:
    assert sudden(small(object_zipf=0.6)) < 0.01
    assert sudden(small("breaking", object_zipf=0.6)) == pytest.approx(0.2, abs=0.05)
    assert sudden(small("breaking", object_zipf=0.6, breaking=0.5)) == pytest.approx(0.5, abs=0.05)


def test_breaking_news_get_three_quarters_of_their_shares_in_time() -> None:
    made = small("breaking", object_zipf=0.3, breaking=1.0, half_life=6 * 3600)
    times = seconds(made.actions)
    shares = np.concatenate([times[r] - times[r].min() <= 120 for r in by_object(made, 8)])
    assert shares.mean() == pytest.approx(0.77, abs=0.05)


def test_what_nearly_everyone_shares_is_no_breaking_news() -> None:
    made = small("breaking", breaking=1.0, breaking_most=100)
    times = seconds(made.actions)
    big = by_object(made, 250)
    assert big
    assert max(np.mean(times[r] - times[r].min() <= 120) for r in big) < 0.3


def test_fans_share_within_minutes_what_is_born_in_a_match() -> None:
    made = small("fans", fans=0.2, clubs=2, matches=3, object_zipf=0.6)
    club, zone, times = column(made, "club_id"), column(made, "utc_offset"), seconds(made.actions)
    about = [r for r in by_object(made, 5) if len(set(club[r])) == 1 and club[r][0] >= 0]
    assert sum(map(len, about)) == pytest.approx(0.05 * SIZE["actions"], rel=0.1)
    first = np.array([times[r].min() for r in about])
    first_local = np.mod(first + np.array([zone[r[0]] for r in about]) * 3600, DAY) / 3600
    assert ((first_local >= 19) & (first_local < 21.2)).all()
    nights = {(club[r[0]], int((times[r].min() + zone[r[0]] * 3600) // DAY)) for r in about}
    assert len(nights) <= 2 * 3
    assert np.median(np.concatenate([times[r] - times[r].min() for r in about])) < 180
    fans = made.truth["club_id"].drop_null().value_counts().field("counts").to_pylist()
    assert fans == [200, 200]


def test_fans_watch_their_matches_awake() -> None:
    made = small("fans", waking_hours=16.0)
    local = np.mod(seconds(made.actions) + column(made, "utc_offset") * 3600, DAY) / 3600
    assert ((local > 2) & (local < 3)).mean() < 0.005


def test_outlets_post_every_item_at_once_and_nothing_else() -> None:
    made = small("feeds", feeds=4, feed_accounts=5, feed_objects=20)
    outlet, times = column(made, "outlet_id"), seconds(made.actions)
    role = np.array(made.truth["role"].to_pylist())
    assert (role == "feed").sum() == 20
    assert made.truth["campaign_id"].null_count == len(made.truth)
    for number in range(4):
        mine = made.actions.filter(pa.array(outlet == number))
        items = mine.group_by("object_id").aggregate([("account_id", "count_distinct"), ("time", "min"), ("time", "max")])  # fmt: skip
        assert len(items) == 20
        assert np.mean(items["account_id_count_distinct"].to_numpy()) == pytest.approx(
            4.75, abs=0.3
        )
        assert (seconds(items, "time_max") - seconds(items, "time_min") <= 5).all()
    fed = set(made.actions.filter(pa.array(outlet >= 0))["object_id"].to_pylist())
    others = made.actions.filter(pa.array(~(outlet >= 0)))
    assert fed & set(others["object_id"].to_pylist())
    assert len(times) == SIZE["actions"]


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_minute_clocks_show_whole_minutes(share: float) -> None:
    made = small("minutes", "weak", minute_clocks=share)
    whole = seconds(made.actions) % 60 == 0
    frame = pa.table({"a": made.actions["account_id"], "w": whole.astype(np.int64)})
    clocks = frame.group_by("a").aggregate([("w", "min"), ("w", "count")])
    busy = clocks.filter(pc.field("w_count") >= 5)["w_min"].to_numpy()
    assert busy.mean() == pytest.approx(share, abs=0.03)


def test_kinds_are_shared_out_over_objects() -> None:
    made = small(kinds=("url", "hashtag"))
    per_object = made.actions.group_by("object_id").aggregate([("kind", "count_distinct"), ("kind", "min")])  # fmt: skip
    assert set(per_object["kind_count_distinct"].to_pylist()) == {1}
    assert np.mean(np.array(per_object["kind_min"].to_pylist()) == "url") == pytest.approx(0.5, abs=0.05)  # fmt: skip


NONSENSE: list[tuple[Callable[[], Any], str]] = [
    (lambda: scenario("nowhere"), "Known: plain, bursty"),
    (lambda: campaigns("huge"), "Known: none, strong, weak"),
    (lambda: campaigns("none", groups=3), "Nothing is planted"),
    (lambda: scenario(homphily=1), "homphily"),
    (lambda: scenario(homophily=1.5), "homophily"),
    (lambda: scenario(homophily=float("nan")), "homophily"),
    (lambda: scenario(waking_hours=2), "waking_hours"),
    (lambda: scenario(half_life="soon"), "half_life"),
    (lambda: scenario(fans=0.0001), "fans"),
    (lambda: scenario(accounts=100, feeds=10), "feeds"),
    (lambda: campaigns(group_size=1), "group_size"),
    (lambda: campaigns(taking_part=0), "taking_part"),
    (lambda: campaigns(jitter=-1), "jitter"),
    (lambda: scenario(campaigns=[{"sise": 3}]), "campaigns.0.sise"),
    (lambda: small(kinds=("smoke",)), "Known: domain, hashtag"),
    (lambda: small(accounts=10, objects=100), "find room for"),
    (lambda: small("fans", accounts=400), "fans find room for"),
    (lambda: small("feeds", feeds=100, objects=500), "too few for 100 feeds"),
    (lambda: small("feeds", actions=1_000, objects=4_000), "feeds alone"),
    (lambda: small("fans", fans=0.5, clubs=1), "Club 0 finds"),
    (lambda: small(campaigns=campaigns(groups=200)), "Campaign 0: 200 groups"),
    (lambda: small(campaigns=campaigns(members="fans")), "has none"),
    (lambda: small("fans", campaigns=campaigns(members="fans", groups=99)), "whole groups"),
    (lambda: small(campaigns=campaigns(push="popular", groups=100, objects=99)), "popular objects"),
    (lambda: small(campaigns=campaigns(jitter="31d")), "don't fit into 30 days"),
]


@pytest.mark.parametrize(("ask", "words"), NONSENSE)
def test_nonsense_is_an_error_that_says_what_is_wrong(ask: Callable[[], Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        ask()


@given(
    name=st.sampled_from(sorted(SCENARIOS)),
    seed=st.integers(0, 2**63 - 1),
    accounts=st.integers(1_500, 2_500),
    actions=st.integers(10_000, 20_000),
    preset=st.sampled_from(["strong", "weak"]),
)
@hypothesis(max_examples=10)
def test_any_world_is_exact_and_its_truth_is_true(
    name: str, seed: int, accounts: int, actions: int, preset: str
) -> None:
    small_parts = {"feeds": min(2, SCENARIOS[name].feeds), "feed_objects": 20}
    planted = campaigns(preset, groups=2)
    made = world(
        scenario(
            name, seed=seed, accounts=accounts, actions=actions, campaigns=planted, **small_parts
        )
    )
    plan = CAMPAIGNS[preset]
    assert plan is not None
    pushes = made.pushed["accounts"].to_numpy()
    assert len(made.actions) == actions + pushes.sum()
    assert len(pushes) == 2 * plan.objects
    assert (pushes >= 2).all() and (pushes <= plan.group_size).all()
    assert made.truth["role"].to_pylist().count("member") == 2 * plan.group_size
