"""The whole main job through Python: posts in, tables and a report out."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import kashf
from kashf import pipeline, runs, schema
from kashf.coordination import sink
from kashf.errors import InputError, UsageError
from kashf.settings import ActionSettings, DetectSettings

START = datetime(2024, 3, 1, 8, 0, 7, tzinfo=UTC)


def invented_posts(groups: int = 2, size: int = 5, links: int = 4) -> pa.Table:
    """``groups`` of accounts that push the same links within seconds, and loners."""
    rows: list[dict[str, Any]] = []

    def post(account: str, second: float, url: str, text: str) -> None:
        rows.append(
            {
                "platform": "x",
                "post_id": f"p{len(rows)}",
                "account_id": account,
                "account_name": f"name of {account}",
                "time": START + timedelta(seconds=second),
                "text": text,
                "language": "ar",
                "post_url": None,
                "urls": [url] if url else [],
                "hashtags": [],
                "mentions": [],
                "media": [],
                "repost_of": None,
                "reply_to": None,
                "quote_of": None,
                "source_file": "invented",
                "source_row": len(rows) + 1,
            }
        )

    for group in range(groups):
        for link in range(links):
            for member in range(size):
                post(
                    f"g{group}m{member}",
                    link * 3600 + group * 600 + member * 2,
                    f"https://news{group}.example/story/{link}",
                    f"خبر مخترع رقم {link} من المجموعة {group} للاختبار فقط",
                )
    for loner in range(20):
        post(
            f"loner{loner}", loner * 7000, f"https://other.example/{loner}", f"my own words {loner}"
        )
        post(
            f"loner{loner}",
            loner * 7000 + 9,
            "",
            "<script>alert(1)</script> \u202e =1+1 some words more",
        )
    return pa.Table.from_pylist(rows, schema=schema.POSTS)


def write(table: pa.Table, path: Path) -> Path:
    pq.write_table(table, path)
    return path


def options(**more: Any) -> pipeline.Options:
    base: dict[str, Any] = {
        "actions": ActionSettings(by=("url", "text")),
        "detect": DetectSettings(null=()),
    }
    return pipeline.Options(**{**base, **more})


def test_groups_are_found_and_described(tmp_path: Path) -> None:
    network = kashf.detect(invented_posts(), by=["url", "text"], window="60s", null="none")
    clusters = network.clusters.to_pylist()
    assert [c["size"] for c in clusters] == [5, 5]
    for cluster in clusters:
        assert cluster["edges"] == 10
        assert cluster["density"] == 1.0
        assert cluster["objects"] == 8  # four links and four texts
        assert cluster["share_in_step"] == 1.0
        assert cluster["strength"] == 80
        assert len(cluster["top_objects"]) == 5
    members = {row["account_id"]: row for row in network.accounts.to_pylist()}
    assert set(members) == {f"g{g}m{m}" for g in range(2) for m in range(5)}
    assert members["g0m0"]["account_name"] == "name of g0m0"
    assert members["g0m0"]["degree"] == 4
    assert network.edges.schema.names[:8] == schema.EDGES.names
    assert network.edges["weight"].to_pylist() == [8] * 20
    assert all(
        a < b
        for a, b in zip(
            *(network.edges[c].to_pylist() for c in ("account_a", "account_b")), strict=True
        )
    )
    assert len(network.edges.to_pandas()) == 20
    assert repr(network) == "Network(10 accounts in 2 clusters, 20 edges)"


def test_one_edge_list_a_kind_and_one_merged(tmp_path: Path) -> None:
    source = write(invented_posts(), tmp_path / "posts.parquet")
    run = pipeline.detect([source], tmp_path / "run", options())
    per_kind = [pq.read_table(tmp_path / "run" / f"edges_{k}.parquet") for k in ("url", "text")]
    assert [set(t["weight"].to_pylist()) for t in per_kind] == [{4}, {4}]
    assert set(pq.read_table(tmp_path / "run" / "edges.parquet")["weight"].to_pylist()) == {8}
    assert run.info["counts"]["actions_by_kind"].keys() == {"url", "text"}


def test_files_of_a_run_and_what_run_json_says(tmp_path: Path) -> None:
    source = write(invented_posts(), tmp_path / "posts.parquet")
    run = pipeline.detect(
        [source], tmp_path / "run", options(evidence=True, exports=("gexf", "graphml", "edges_csv"))
    )
    there = {path.name for path in (tmp_path / "run").iterdir()}
    assert there == set(run.info["files"])
    assert {
        "posts.parquet", "actions.parquet", "edges.parquet", "accounts.parquet",
        "clusters.parquet", "co_actions.parquet", "run.json", "report.html", "network.gexf",
        "network.graphml", "edges.csv",
    } <= there  # fmt: skip
    info = json.loads((tmp_path / "run" / "run.json").read_text())
    (item,) = info["inputs"]
    assert item["sha256"] == hashlib.sha256(source.read_bytes()).hexdigest()
    assert info["settings"]["detect"]["time_window"] == 60.0
    assert info["settings"]["detect"]["seed"] == 0
    assert info["versions"]["numba"]
    assert set(info["timings"]) >= {"import", "actions", "edges", "clusters", "report"}
    assert pq.read_schema(tmp_path / "run" / "actions.parquet").names == schema.ACTIONS.names
    for name, columns in {
        "edges": schema.EDGES, "accounts": schema.ACCOUNTS, "clusters": schema.CLUSTERS,
        "co_actions": schema.CO_ACTIONS,
    }.items():  # fmt: skip
        table = pq.read_table(tmp_path / "run" / f"{name}.parquet")
        assert [(f.name, f.type) for f in table.schema] == [(f.name, f.type) for f in columns]


@pytest.mark.parametrize("threads", [2, 3])
def test_same_bytes_for_any_number_of_threads(tmp_path: Path, threads: int) -> None:
    source = write(invented_posts(groups=4, size=7), tmp_path / "posts.parquet")
    for number in (1, threads):
        pipeline.detect([source], tmp_path / f"run{number}", options(threads=number, evidence=True))
    for path in sorted((tmp_path / "run1").glob("*.parquet")):
        assert path.read_bytes() == (tmp_path / f"run{threads}" / path.name).read_bytes(), path.name


def test_co_actions_are_those_of_the_edges(tmp_path: Path) -> None:
    source = write(invented_posts(), tmp_path / "posts.parquet")
    run = pipeline.detect([source], tmp_path / "run", options(evidence=True))
    found = pq.read_table(run.folder / "co_actions.parquet").to_pylist()
    assert len(found) == run.info["counts"]["co_actions"] == 20 * 8
    for row in found:
        assert row["account_a"] < row["account_b"]
        assert row["delay"] == (row["time_b"] - row["time_a"]).total_seconds()


def test_evidence_stays_within_its_limit(tmp_path: Path) -> None:
    source = write(invented_posts(), tmp_path / "posts.parquet")
    run = pipeline.detect([source], tmp_path / "run", options(evidence=True, evidence_limit=20))
    assert pq.read_metadata(run.folder / "co_actions.parquet").num_rows == 16
    assert any("2 strongest of 20 edges" in note for note in run.info["notes"])


def test_explain_lists_posts_objects_times_and_delays(tmp_path: Path) -> None:
    source = write(invented_posts(), tmp_path / "posts.parquet")
    pipeline.detect([source], tmp_path / "run", options())
    co_actions, posts = runs.explain(tmp_path / "run", "g0m3", "g0m0")
    assert len(co_actions) == 8
    assert set(co_actions["account_a"].to_pylist()) == {"g0m0"}
    assert set(co_actions["delay"].to_pylist()) == {6.0}
    assert len(posts) == 8
    assert posts["text"][0].as_py().startswith("خبر")
    assert runs.explain(tmp_path / "run", "g0m0", "g1m0")[0].num_rows == 0
    with pytest.raises(UsageError, match="no account 'nobody'"):
        runs.explain(tmp_path / "run", "g0m0", "nobody")
    with pytest.raises(InputError, match="no run here"):
        runs.explain(tmp_path, "g0m0", "g0m1")


def test_accounts_of_several_platforms_do_not_mix(tmp_path: Path) -> None:
    posts = invented_posts(groups=1)
    other = posts.set_column(0, posts.schema.field(0), pa.array(["telegram"] * len(posts)))
    write(posts, tmp_path / "a.parquet")
    write(other, tmp_path / "b.parquet")
    run = pipeline.detect(
        [tmp_path / "a.parquet", tmp_path / "b.parquet"], tmp_path / "run", options()
    )
    accounts = pq.read_table(run.folder / "accounts.parquet")
    assert set(accounts["platform"].to_pylist()) == {"x", "telegram"}
    assert {a.partition(":")[0] for a in accounts["account_id"].to_pylist()} == {"x", "telegram"}
    assert accounts["cluster_id"].to_pylist()[:10] == [0] * 10
    assert all(":g0m" in account for account in accounts["account_id"].to_pylist()[:10])
    co_actions, texts = runs.explain(run.folder, "x:g0m0", "telegram:g0m0")
    assert len(co_actions) == 8
    assert len(texts) == 8


def test_an_earlier_run_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    source = write(invented_posts(), tmp_path / "posts.parquet")
    pipeline.detect([source], tmp_path / "run", options(evidence=True))
    pipeline.detect([source], tmp_path / "run", options())
    assert not (tmp_path / "run" / "co_actions.parquet").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep me")
    with pytest.raises(UsageError, match="not empty"):
        pipeline.detect([source], tmp_path / "mine", options())
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_a_failed_run_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        pipeline.detect([tmp_path / "missing.csv"], tmp_path / "run", options())
    assert list(tmp_path.iterdir()) == []


def test_objects_above_the_limit_are_dropped_and_named(tmp_path: Path) -> None:
    source = write(invented_posts(), tmp_path / "posts.parquet")
    run = pipeline.detect(
        [source], tmp_path / "run", options(detect=DetectSettings(max_object_actions=4, null=()))
    )
    assert run.info["counts"]["edges"] == 0
    assert len(run.info["dropped_objects"]) == 17  # and the words that all loners repeat
    assert any("Left out as too common" in note for note in run.info["notes"])
    assert "report.html" in run.info["files"]


@pytest.mark.parametrize("frame", ["pandas", "polars", "arrow"])
def test_any_frame_that_speaks_arrow(frame: str) -> None:
    rows = {
        "object_id": ["o1", "o1", "o2", "o2"],
        "account_id": ["A", "B", "A", "B"],
        "content_id": ["1", "2", "3", "4"],
        "timestamp_share": [0, 5, 100, 101],
    }
    table: Any = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "arrow": pa.table}[frame](rows)
    network = kashf.detect(table, window=10, null="none")
    assert network.edges.select(["account_a", "account_b", "weight"]).to_pylist() == [
        {"account_a": "A", "account_b": "B", "weight": 2}
    ]


def test_network_writes_plots_and_reports(tmp_path: Path) -> None:
    network = kashf.detect(invented_posts(), by="url,text", null="none")
    assert network.write(tmp_path / "kept") == tmp_path / "kept"
    assert kashf.Network.open(tmp_path / "kept").edges.equals(network.edges)
    assert network.report(tmp_path / "r.html").read_text().startswith("<!doctype html>")
    assert network.plot().save(tmp_path / "n.svg").read_text().startswith("<svg")
    assert network.explain("g0m0", "g0m1").num_rows == 8
    folder = network.folder
    del network
    assert not folder.exists()
    with pytest.raises(UsageError, match="not an empty folder"):
        kashf.Network.open(tmp_path / "kept").write(tmp_path / "kept")


def test_read_posts_gives_one_table(tmp_path: Path) -> None:
    posts = invented_posts()
    path = write(posts, tmp_path / "posts.parquet")
    again = kashf.read_posts(path)
    assert again.drop_columns(["source_file", "source_row"]).equals(
        posts.drop_columns(["source_file", "source_row"])
    )


def test_a_clock_of_minutes_is_noted() -> None:
    rows = {
        "object_id": ["o", "o"],
        "account_id": ["A", "B"],
        "content_id": ["1", "2"],
        "timestamp_share": [60, 120],
    }
    notes = kashf.detect(pa.table(rows), min_edge_weight=1, null="none").info["notes"]
    assert any("whole minutes" in note for note in notes)


def test_wrong_settings_are_one_clear_error() -> None:
    with pytest.raises(UsageError, match="time_window: '1 week'"):
        kashf.detect(invented_posts(), window="1 week")
    with pytest.raises(UsageError, match="no kind called 'likes'"):
        kashf.detect(invented_posts(), by="likes")
    with pytest.raises(UsageError, match="min_weight"):
        kashf.detect(invented_posts(), min_weight=3)


def test_clusters_use_the_strongest_edges_when_there_are_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sink, "MOST_CLUSTERED", 15)
    posts = invented_posts(groups=1, links=6)
    more = invented_posts(groups=2, links=2).slice(10, 10)
    more = more.set_column(1, more.schema.field(1), pa.array([f"q{i}" for i in range(len(more))]))
    source = write(pa.concat_tables([posts, more]), tmp_path / "posts.parquet")
    run = pipeline.detect([source], tmp_path / "run", options())
    assert run.info["counts"]["edges"] == 20
    assert run.info["counts"]["clusters"] == 1
    assert any("edges.parquet holds all" in note for note in run.info["notes"])


def test_pseudonyms_go_into_names_of_files_and_keep_the_network(tmp_path: Path) -> None:
    rows = invented_posts().to_pylist()
    for number, row in enumerate(rows):
        # A link to the post itself, spelled in another way.
        row["post_url"] = f"https://m.facebook.com/page/posts/{number}"
        row["urls"] = [*row["urls"], f"https://www.facebook.com/page/posts/{number}?ref=x"]
    path = write(pa.Table.from_pylist(rows, schema=schema.POSTS), tmp_path / "name of g0m0.parquet")
    plain = pipeline.detect([path], tmp_path / "plain", options())
    hidden = pipeline.detect(
        [path],
        tmp_path / "hidden",
        options(pseudonym_key=b"k" * 32, command=f"kashf detect {path}"),
    )
    counts = ("actions_by_kind", "objects", "edges", "co_actions", "clusters")
    assert [plain.info["counts"][n] for n in counts] == [hidden.info["counts"][n] for n in counts]
    for name in ("run.json", "report.html"):
        assert "g0m0" in (tmp_path / "plain" / name).read_text()
        assert "g0m0" not in (tmp_path / "hidden" / name).read_text()


def test_runs_inside_a_folder_of_exports_are_not_read_again(tmp_path: Path) -> None:
    write(invented_posts(), tmp_path / "posts-2024.parquet")
    first = pipeline.detect([tmp_path], tmp_path / "run", options())
    again = pipeline.detect([tmp_path], tmp_path / "run", options())
    assert again.info["counts"] == first.info["counts"]
    assert [item["path"] for item in again.info["inputs"]] == [str(tmp_path / "posts-2024.parquet")]
    from_run = pipeline.detect([tmp_path / "run"], tmp_path / "other", options())
    assert from_run.info["counts"] == first.info["counts"]
