"""Every case and figure that peers get right or wrong (see docs/coming-from)."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import kashf
from coordination_oracle import Action, kashf_edges
from kashf.settings import DetectSettings

S = 1_000_000
RUSSIAN = Path(__file__).parents[4] / "shared" / "data" / "coortweet_russian.parquet"


def act(
    account: str, object_id: str, seconds: float, post: str | None = None, kind: str = "url"
) -> Action:
    return Action(
        kind, object_id, account, post or f"{account}@{object_id}@{seconds}", round(seconds * S)
    )


def edges(tmp_path: Path, *actions: Action, **settings: object) -> list[dict[str, object]]:
    rule = DetectSettings(**{"time_window": 10.0, "min_edge_weight": 1, "null": (), **settings})
    return kashf_edges(list(actions), rule, tmp_path)


def test_1_the_window_includes_both_ends(tmp_path: Path) -> None:
    assert len(edges(tmp_path, act("A", "o", 0), act("B", "o", 10))) == 1
    assert edges(tmp_path, act("A", "o", 0), act("B", "o", 10.001)) == []


def test_2_two_posts_around_one(tmp_path: Path) -> None:
    world = [act("A", "o", 0), act("A", "o", 10), act("B", "o", 5)]
    (co,) = edges(tmp_path, *world, time_window=5.0, weight="co_actions")
    assert co["weight"] == 2
    (own,) = edges(tmp_path, *world, time_window=5.0, weight="own_posts")
    assert (own["own_posts_a"], own["own_posts_b"]) == (2, 1)  # the truth: not 2 / 2


def test_3_two_by_two_posts_of_one_object(tmp_path: Path) -> None:
    world = [act("A", "o", 0), act("A", "o", 1), act("B", "o", 2), act("B", "o", 3)]
    assert edges(tmp_path, *world, weight="co_actions")[0]["weight"] == 4
    own = edges(tmp_path, *world, weight="own_posts")[0]
    assert (own["own_posts_a"], own["own_posts_b"]) == (2, 2)
    assert edges(tmp_path, *world)[0]["weight"] == 1


@pytest.mark.parametrize("accounts", [2, 3])
def test_4_accounts_of_an_object_are_counted_right(accounts: int) -> None:

    rows = {
        "object_id": ["o"] * accounts,
        "account_id": [f"A{i}" for i in range(accounts)],
        "content_id": [f"p{i}" for i in range(accounts)],
        "timestamp_share": list(range(accounts)),
    }
    network = kashf.detect(pa.table(rows), window=10, min_edge_weight=1, null="none")
    objects = pq.read_table(network.folder / "objects.parquet")
    assert objects["accounts"].to_pylist() == [accounts]


def test_5_either_side_may_take_part_enough(tmp_path: Path) -> None:
    world = [
        act("A", "o1", 0), act("B", "o1", 1), act("A", "o2", 100), act("C", "o2", 101),
        act("B", "x", 5000), act("C", "y", 9000),  # so that each has two actions in all
    ]  # fmt: skip
    assert len(edges(tmp_path, *world, min_participation=2)) == 2
    assert edges(tmp_path, *world, min_participation=2, participation="both") == []


def test_6_an_object_may_be_named_like_a_post(tmp_path: Path) -> None:
    assert len(edges(tmp_path, act("A", "p1", 0, "p1"), act("B", "p1", 1, "p2"))) == 1


def test_7_no_pairs_is_a_result(tmp_path: Path) -> None:
    assert edges(tmp_path, act("A", "o", 0)) == []
    assert edges(tmp_path) == []


def test_8_one_edge_is_kept_by_any_quantile(tmp_path: Path) -> None:
    world = [act("A", "o", 0), act("B", "o", 1)]
    assert len(edges(tmp_path, *world, min_edge_weight="q0.5")) == 1
    assert len(edges(tmp_path, *world, min_edge_weight="q1")) == 1


def test_9_an_empty_object_links_nobody(tmp_path: Path) -> None:
    assert edges(tmp_path, act("A", "", 0), act("B", "", 1)) == []


def _posts(*rows: dict[str, object]) -> object:

    from kashf.schema import POSTS

    full = []
    for i, row in enumerate(rows):
        base: dict[str, object] = dict.fromkeys(POSTS.names)
        base.update(platform="x", post_id=f"p{i}", source_file="f", source_row=i + 1)
        base.update({name: [] for name in ("urls", "hashtags", "mentions", "media")})
        base.update(row)
        full.append(base)
    return pa.Table.from_pylist(full, schema=POSTS)


def _at(second: int) -> object:
    from datetime import UTC, datetime

    return datetime(2024, 1, 1, 12, 0, second, tzinfo=UTC)


def test_10_a_missing_time_is_put_aside_and_said() -> None:

    rows = {
        "object_id": ["o"] * 3,
        "account_id": ["A", "B", "C"],
        "content_id": ["1", "2", "3"],
        "timestamp_share": [0, 1, None],
    }
    from kashf.errors import TooManyRejectedError

    with pytest.raises(TooManyRejectedError) as caught:
        kashf.detect(pa.table(rows), window=10, min_edge_weight=1, null="none")
    assert sum(caught.value.reasons.values()) == 1
    many = pa.table({k: [*v, *(v[:2] * 30)] for k, v in rows.items()})
    network = kashf.detect(many, window=10, min_edge_weight=1, null="none")
    assert network.edges.num_rows == 1
    assert network.info["counts"]["rejected"] == 1


def test_11_and_12_posts_without_link_or_text_are_not_linked() -> None:
    posts = _posts(
        {"account_id": "A", "time": _at(0), "text": None},
        {"account_id": "B", "time": _at(1), "text": None},
    )
    assert kashf.detect(posts, by="url", min_edge_weight=1, null="none").edges.num_rows == 0
    assert kashf.detect(posts, by="text", min_edge_weight=1, null="none").edges.num_rows == 0


def test_13_two_links_of_one_post(tmp_path: Path) -> None:
    world = [
        act("A", "o1", 0, "p"),
        act("A", "o2", 0, "p"),
        act("B", "o1", 1, "q"),
        act("B", "o2", 1, "q"),
    ]
    assert edges(tmp_path, *world)[0]["weight"] == 2
    assert edges(tmp_path, *world, weight="co_actions")[0]["weight"] == 2
    own = edges(tmp_path, *world, weight="own_posts")[0]
    assert (own["own_posts_a"], own["own_posts_b"]) == (1, 1)


def test_14_one_post_with_different_objects_uses_all_rows(tmp_path: Path) -> None:
    world = [act("A", "o1", 0, "p"), act("A", "o2", 0, "p"), act("B", "o2", 1, "q")]
    assert len(edges(tmp_path, *world)) == 1


def test_15_a_repost_that_carries_a_link_is_no_share_of_it(tmp_path: Path) -> None:
    rows = [
        "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls",
        "1,A,a,9,,look,1893456000,https://example.org/a",
        "2,B,b,,,look,1893456001,https://example.org/a",
        "3,C,c,9,,look,1893456002,https://example.org/a",
    ]
    (tmp_path / "toolkit.csv").write_text("\n".join(rows), encoding="utf-8")
    posts = kashf.read_posts(tmp_path / "toolkit.csv")
    assert kashf.detect(posts, by="url", min_edge_weight=1, null="none").edges.num_rows == 0
    reposts = kashf.detect(posts, by="repost", min_edge_weight=1, null="none").edges.to_pylist()
    assert [(row["account_a"], row["account_b"]) for row in reposts] == [("A", "C")]


def test_16_mentions_and_case_do_not_keep_texts_apart() -> None:
    posts = _posts(
        {"account_id": "A", "time": _at(0), "text": "Hello @x World"},
        {"account_id": "B", "time": _at(1), "text": "hello world"},
    )
    options = {"by": "text", "min_edge_weight": 1, "null": "none"}
    assert kashf.detect(posts, min_words=2, **options).edges.num_rows == 1
    assert kashf.detect(posts, **options).edges.num_rows == 0  # below the usual 5 words


def test_17_an_account_is_never_linked_to_itself(tmp_path: Path) -> None:
    assert edges(tmp_path, act("A", "o", 0), act("A", "o", 1)) == []


def test_18_no_bin_boundary_loses_a_pair(tmp_path: Path) -> None:
    for start in range(25):
        assert len(edges(tmp_path, act("A", "o", start), act("B", "o", start + 2))) == 1


def test_boundaries_of_the_toolkit(tmp_path: Path) -> None:
    world = [
        act("uid0", "r0", 0), act("uid1", "r0", 59), act("uid2", "r2", 0), act("uid3", "r2", 61),
        act("uid4", "r4", 0), act("uid5", "r4", 59), act("uid6", "r6", 0), act("uid7", "r6", 258),
    ]  # fmt: skip
    found = edges(tmp_path, *world, time_window=60.0)
    assert [(e["account_a"], e["account_b"]) for e in found] == [("uid0", "uid1"), ("uid4", "uid5")]


needs_russian = pytest.mark.skipif(
    not RUSSIAN.exists(), reason="CooRTweet's sample data are not here"
)


def _russian(window: int, **settings: object) -> kashf.Network:
    return kashf.detect(
        pq.read_table(RUSSIAN), window=window, min_edge_weight=1, null="none", **settings
    )


@needs_russian
@pytest.mark.parametrize(
    ("window", "pairs", "edges", "two", "objects_two", "three"),
    [(10, 1098, 1092, 5, 2, 1), (60, 6281, 6206, 63, 32, 11)],
)
def test_real_retweets(
    window: int, pairs: int, edges: int, two: int, objects_two: int, three: int
) -> None:
    found = _russian(window).edges
    co_actions = found["co_actions"].to_pylist()
    assert sum(co_actions) == pairs
    assert len(co_actions) == edges
    assert sum(n >= 2 for n in co_actions) == two
    assert sum(n >= 3 for n in co_actions) == three
    assert sum(n >= 2 for n in found["weight"].to_pylist()) == objects_two


@needs_russian
@pytest.mark.parametrize(("window", "rows"), [(10, 7), (60, 95)])
def test_directed_rows_of_the_toolkit(window: int, rows: int) -> None:
    network = _russian(window, weight="own_posts")
    found = pq.read_table(network.folder / "edges.parquet")
    own = found["own_posts_a"].to_pylist() + found["own_posts_b"].to_pylist()
    assert sum(n >= 2 for n in own) == rows


@needs_russian
@pytest.mark.parametrize(
    ("window", "pairs", "edges", "two"), [(10, 447, 442, 4), (60, 3791, 3721, 60)]
)
def test_min_participation_of_coortweet(window: int, pairs: int, edges: int, two: int) -> None:
    found = _russian(window, min_participation=2).edges["co_actions"].to_pylist()
    assert (sum(found), len(found), sum(n >= 2 for n in found)) == (pairs, edges, two)


@needs_russian
def test_account_below_min_participation_is_absent() -> None:
    network = _russian(10, min_participation=5)
    assert "9fa51ef17278c01d13d313741eddfc0b" not in network.accounts["account_id"].to_pylist()
