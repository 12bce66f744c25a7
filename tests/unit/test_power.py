"""Power analysis: strong groups are found, hopeless ones are not, and the figures add up."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kashf import pipeline
from kashf.errors import InputError, UsageError
from kashf.power import FILES, RULES, power, wilson, write
from kashf.power.analysis import _Found
from kashf.settings import DetectSettings, PowerSettings, make
from kashf.simulate import campaigns, scenario, world

SMALL: dict[str, Any] = {
    "time_window": (60,),
    "members": (8,),
    "objects": (4, 30),
    "taking_part": (0.9,),
    "repeats": 2,
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ordinary accounts, and one group that is there already."""
    settings = scenario(
        "plain", accounts=3_000, actions=50_000, seed=2, campaigns=campaigns("strong")
    )
    path = tmp_path_factory.mktemp("power") / "actions.parquet"
    pq.write_table(world(settings).actions, path)
    return path


@pytest.fixture(scope="module")
def small(data: Path) -> Any:
    return power([data], make(PowerSettings, **SMALL))


def test_strong_groups_are_found_and_hopeless_ones_are_not(data: Path) -> None:
    asked = {**SMALL, "members": (3, 8), "objects": (2, 30), "repeats": 3}
    found = power([data], make(PowerSettings, **asked))
    by = {(row.members, row.objects): row for row in found.rows}
    assert by[8, 30].found == 3
    assert by[8, 30].pairs["clusters"].mean == 1
    assert by[8, 30].pairs["weight ≥ 5"].mean == 1
    assert by[3, 2].found == 0
    assert by[3, 2].pairs["edges"].mean == 0
    assert by[3, 2].pairs["weight ≥ 2"].mean > 0.5
    assert by[3, 2].pairs["weight ≥ 5"].mean == 0


def test_what_is_in_the_data_is_told_apart_and_not_planted(small: Any, data: Path) -> None:
    (own,) = small.own
    assert (own.clusters, own.clustered_accounts) == (1, 15)
    assert own.pairs["clusters"] == 105
    assert own.pairs["weight ≥ 2"] >= own.pairs["weight ≥ 5"] >= 105
    run = pipeline.detect(
        [data],
        data.parent / "run",
        pipeline.Options(detect=make(DetectSettings, null=("timing", "popularity"))),
    )
    assert run.info["counts"]["clusters"] == own.clusters
    assert run.info["counts"]["edges"] == own.pairs["edges"]
    assert power([data.parent / "run"], make(PowerSettings, **SMALL)).as_dict() == small.as_dict()


def test_another_list_does_not_change_the_rows_there_were(small: Any, data: Path) -> None:
    more = power([data], make(PowerSettings, **{**SMALL, "members": (5, 8)}))
    assert [row for row in more.rows if row.members == 8] == list(small.rows)


def test_the_same_seed_gives_the_same_bytes(small: Any, data: Path, tmp_path: Path) -> None:
    write(small, tmp_path / "one")
    write(power([data], make(PowerSettings, **SMALL), threads=1), tmp_path / "two")
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_files_hold_the_figures(small: Any, tmp_path: Path) -> None:
    assert [path.name for path in write(small, tmp_path)] == list(FILES)
    assert {path.name for path in tmp_path.iterdir()} == set(FILES)
    info = json.loads((tmp_path / "power.json").read_text())
    assert info == json.loads(json.dumps(small.as_dict()))
    assert info["rows"][1]["in_words"] == (
        "Groups of 8 accounts that share 30 things within 60 s of each other, 90% taking part, "
        "window 60 s: found in 2 of 2 repeats."
    )
    with (tmp_path / "power.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == len(small.rows) * (1 + len(RULES))
    assert [line["rule"] for line in lines[:5]] == ["group found", *RULES]
    assert float(lines[6]["share"]) == small.rows[1].pairs["clusters"].mean
    page = (tmp_path / "power.html").read_text()
    assert "2 of 2" in page
    assert "<script" not in page
    assert page.count("<svg") == 1
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="is a file"):
        write(small, tmp_path / "file")


def test_large_data_are_cut_to_a_stretch_and_it_is_said(data: Path) -> None:
    settings = make(PowerSettings, **{**SMALL, "objects": (30,), "max_actions": 20_000})
    found = power([data], settings)
    assert found.actions == 20_000
    (note,) = found.notes
    assert note.startswith("20,000 of 50,") and "--max-actions all" in note
    every = power([data], make(PowerSettings, **{**SMALL, "objects": (30,), "max_actions": None}))
    assert every.actions > 50_000
    assert every.notes == ()


def test_too_little_data_is_refused_in_words(data: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--accounts new"):
        power([data], make(PowerSettings, **{**SMALL, "members": (1000,), "max_actions": 500}))
    with pytest.raises(UsageError, match="smaller --jitter"):
        power([data], make(PowerSettings, **{**SMALL, "jitter": "60d"}))
    with pytest.raises(UsageError, match="called 'luck'"):
        power([data], make(PowerSettings, **{**SMALL, "null": ("luck",)}))
    with pytest.raises(InputError):
        power([tmp_path / "nowhere"], make(PowerSettings, **SMALL))


def test_new_accounts_and_popular_things(data: Path) -> None:
    settings = make(
        PowerSettings, **{**SMALL, "objects": (30,), "accounts": "new", "push": "popular"}
    )
    (row,) = power([data], settings).rows
    assert row.pairs["weight ≥ 5"].mean > 0.8


def found(cluster: list[int], edges: list[tuple[int, int, int, bool]]) -> _Found:
    a, b, weight, kept = (np.array(column) for column in zip(*edges, strict=True))
    ids = pa.array([f"a{code}" for code in range(len(cluster))])
    return _Found(ids, a, b, weight, kept.astype(np.bool_), np.array(cluster, np.int32))


def test_pairs_are_counted_by_rule_and_strangers_are_not() -> None:
    one = found(
        [0, 0, 0, -1, 1, 1],
        [(0, 1, 6, True), (0, 2, 2, True), (1, 3, 5, False), (2, 4, 9, True)],
    )
    seen, shares = one.of(["a0", "a1", "a2", "a3"])
    assert seen
    assert shares == {"clusters": 3 / 6, "edges": 2 / 6, "weight ≥ 2": 3 / 6, "weight ≥ 5": 2 / 6}
    own = one.own(60.0)
    assert (own.clusters, own.clustered_accounts) == (2, 5)
    assert own.pairs == {"clusters": 4, "edges": 3, "weight ≥ 2": 4, "weight ≥ 5": 3}
    assert one.clustered() == ["a0", "a1", "a2", "a4", "a5"]


@pytest.mark.parametrize(
    ("cluster", "seen"),
    [
        ([0, 0, -1, -1, -1, -1], True),  # half of it
        ([0, -1, -1, -1, -1, -1], False),
        ([0, 0, -1, -1, 0, -1], True),
        ([0, 0, -1, -1, 0, 0], False),  # half are strangers
        ([0, 0, 1, 1, -1, -1], True),
        ([-1] * 6, False),
    ],
)
def test_a_group_is_found_where_a_cluster_is_half_of_it_and_mostly_it(
    cluster: list[int], seen: bool
) -> None:
    assert found(cluster, [(0, 1, 2, True)]).of(["a0", "a1", "a2", "a3"])[0] is seen


@given(st.floats(0, 1), st.integers(1, 1000))
def test_the_interval_holds_the_mean_and_narrows(mean: float, repeats: int) -> None:
    one, more = wilson(mean, repeats), wilson(mean, 4 * repeats)
    assert 0 <= one.low <= mean <= one.high <= 1
    assert more.high - more.low < one.high - one.low


def test_the_interval_is_that_of_wilson() -> None:
    rate = wilson(1.0, 5)
    assert rate.low == pytest.approx(0.5655175, abs=1e-6)  # Newcombe 1998, method 3: 1/(1 + z²/n)
    assert rate.high == 1
    rate = wilson(81 / 263, 263)  # Newcombe 1998, table I
    assert (round(rate.low, 4), round(rate.high, 4)) == (0.2553, 0.3662)


def test_settings_are_sorted_and_checked() -> None:
    settings = make(PowerSettings, members=(8, 4, 8), time_window="60s")
    assert settings.members == (4, 8)
    assert settings.time_window == (60.0,)
    for wrong in ({"members": (1,)}, {"taking_part": (0,)}, {"objects": ()}, {"time_window": "0s"}):
        with pytest.raises(UsageError):
            make(PowerSettings, **wrong)
