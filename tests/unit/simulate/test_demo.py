from __future__ import annotations

import csv
import gzip
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from kashf.actions import extract
from kashf.posts import ImportReport, import_files, sniff
from kashf.settings import ActionSettings, ImportSettings
from kashf.simulate import DemoFiles, write_demo

Row = dict[str, Any]
DISTANCE = {"water-rumour": 60, "old-video": 40, "newspaper": 3}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    return write_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def report(demo: DemoFiles, tmp_path_factory: pytest.TempPathFactory) -> ImportReport:
    return import_files([demo.exports], ImportSettings(), tmp_path_factory.mktemp("imported"))


@pytest.fixture(scope="module")
def posts(report: ImportReport) -> list[Row]:
    return list(pq.read_table(report.path).to_pylist())


@pytest.fixture(scope="module")
def truth(demo: DemoFiles) -> dict[str, str]:
    with demo.truth.open(encoding="utf-8", newline="") as file:
        return {f"{row['platform']}:{row['account']}": row["group"] for row in csv.DictReader(file)}


def content(path: Path) -> str:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()


def in_step(report: ImportReport, kind: str) -> dict[tuple[str, str], int]:
    """Pairs of accounts, and on how many objects they acted within 60 s (all pairs tried)."""
    table = pq.read_table(report.path)
    acts: dict[str, list[tuple[Any, str]]] = defaultdict(list)
    for batch in extract(table, ActionSettings(by=(kind,)), qualify=True):
        for row in batch.to_pylist():
            acts[row["object_id"]].append((row["time"], row["account_id"]))
    weights: dict[tuple[str, str], int] = defaultdict(int)
    for found in acts.values():
        found.sort()
        pairs = set()
        for place, (time, account) in enumerate(found):
            for later, other in found[place + 1 :]:
                if (later - time).total_seconds() > 60:
                    break
                if other != account:
                    pairs.add((min(account, other), max(account, other)))
        for pair in pairs:
            weights[pair] += 1
    return weights


def test_files_are_recognised_by_their_content(demo: DemoFiles) -> None:
    assert [sniff(path) for path in demo.files] == ["twitter_io", "telegram", "bluesky"]
    assert sorted(demo.exports.iterdir()) == sorted(demo.files)


def test_import_finds_what_was_announced(demo: DemoFiles, report: ImportReport) -> None:
    assert (report.rows, report.rejected, report.duplicates) == (
        demo.posts,
        demo.rejected,
        demo.duplicates,
    )
    assert 19_000 < report.rows < 22_000
    assert 0 < report.rejected < 0.05 * report.read
    assert report.duplicates > 0
    assert len(report.reasons) == 4
    assert report.platforms == ("bluesky", "telegram", "x")


def test_people_write_two_languages_repost_and_reply(posts: list[Row]) -> None:
    assert 1_150 < len({(row["platform"], row["account_id"]) for row in posts}) < 1_300
    assert {row["language"] for row in posts} == {"ar", "en", None}  # Telegram names none
    assert sum(row["repost_of"] is not None for row in posts) > 500
    assert sum(row["reply_to"] is not None for row in posts) > 500
    arabic = sum(bool(re.search(r"[\u0621-\u064a]", row["text"])) for row in posts)
    assert 0.4 < arabic / len(posts) < 0.8


def test_reposts_and_replies_point_to_posts_that_are_there(posts: list[Row]) -> None:
    known = {(row["platform"], row["post_id"]) for row in posts}
    for row in posts:
        for name in ("repost_of", "reply_to"):
            assert row[name] is None or (row["platform"], row[name]) in known


def test_identical_texts_are_rare_among_ordinary_people(
    posts: list[Row], truth: dict[str, str]
) -> None:
    texts = [
        row["text"]
        for row in posts
        if f"{row['platform']}:{row['account_id']}" not in truth
        and row["repost_of"] is None
        and row["platform"] != "telegram"  # where a forwarded message does not name its origin
    ]
    again = len(texts) - len(set(texts))
    assert 0 < again < 0.1 * len(texts)


def test_nights_are_quiet(posts: list[Row]) -> None:
    hours = [row["time"].hour for row in posts]
    assert sum(hour in (17, 18, 19) for hour in hours) > 3 * sum(
        hour in (0, 1, 2) for hour in hours
    )


def test_truth_names_posting_accounts_in_three_groups(
    posts: list[Row], truth: dict[str, str]
) -> None:
    sizes = defaultdict(int)
    for group in truth.values():
        sizes[group] += 1
    assert sizes == {"water-rumour": 14, "old-video": 9, "newspaper": 7}
    assert set(truth) <= {f"{row['platform']}:{row['account_id']}" for row in posts}


def test_planted_groups_push_their_links_in_time(posts: list[Row], truth: dict[str, str]) -> None:
    times: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in posts:
        group = truth.get(f"{row['platform']}:{row['account_id']}")
        for url in row["urls"] if group else ():
            times[group, url].append(row["time"])
    assert {group for group, _ in times} == set(DISTANCE)
    for (group, _), found in times.items():
        assert len(found) >= 7
        assert (max(found) - min(found)).total_seconds() <= DISTANCE[group]


def test_pairs_of_a_group_stand_out_from_all_others(
    report: ImportReport, truth: dict[str, str]
) -> None:
    weights = in_step(report, "url")
    inside = {p: w for p, w in weights.items() if p[0] in truth and truth[p[0]] == truth.get(p[1])}
    outside = [weight for pair, weight in weights.items() if pair not in inside]
    assert len(inside) == 14 * 13 // 2 + 9 * 8 // 2 + 7 * 6 // 2
    assert min(inside.values()) > max(outside)
    assert len(outside) > 100  # breaking news brings strangers together, once


def test_disguised_copies_are_one_text_and_own_words_are_not(
    report: ImportReport, truth: dict[str, str]
) -> None:
    groups = {truth.get(pair[0]) for pair, weight in in_step(report, "text").items() if weight > 2}
    assert groups == {"water-rumour", "newspaper"}


def test_hostile_posts_are_there(posts: list[Row]) -> None:
    texts = "\n".join(row["text"] for row in posts)
    for attack in ("<script>", "onerror=", "\n=HYPERLINK(", "\u202e", "DROP TABLE"):
        assert attack in texts
    assert "javascript:alert(1)" in {url for row in posts for url in row["urls"]}


def test_everything_says_that_it_is_invented(demo: DemoFiles) -> None:
    readme = demo.readme.read_text(encoding="utf-8")
    assert "INVENTED" in readme
    assert "مخترعة" in readme
    for path in demo.files:
        assert "invented" in path.name
        assert "invented" in content(path)


def test_nothing_leads_to_a_real_place(demo: DemoFiles, posts: list[Row]) -> None:
    for path in (*demo.files, demo.readme):
        hosts = re.findall(r"https?://([\w.-]+)", content(path))
        assert {host for host in hosts if not host.endswith(".example")} == set()
    for row in posts:
        if row["platform"] == "x":
            # Ids of X grow with time; these would be given out decades from now.
            assert int(row["post_id"]) >= 9 * 10**18
            assert int(row["account_id"]) >= 9 * 10**18
        elif row["platform"] == "bluesky":
            assert re.fullmatch(r"did:web:[\w.-]+\.tirzelan\.example", row["account_id"])


def test_telegram_export_has_text_in_both_forms(demo: DemoFiles) -> None:
    chats = json.loads(content(demo.files[1]))["chats"]["list"]
    texts = [message["text"] for chat in chats for message in chat["messages"]]
    assert {type(text) for text in texts} == {str, list}
    assert {chat["type"] for chat in chats} == {"public_channel", "public_supergroup"}


def test_same_seed_same_bytes(demo: DemoFiles, tmp_path: Path) -> None:
    again, other = write_demo(tmp_path / "again"), write_demo(tmp_path / "other", seed=8)
    write_demo(tmp_path / "again")  # over what is there
    for name in ("files", "truth", "readme"):
        ours, theirs = getattr(demo, name), getattr(again, name)
        for one, two in zip(
            *(x if isinstance(x, tuple) else (x,) for x in (ours, theirs)), strict=True
        ):
            assert one.read_bytes() == two.read_bytes()
    assert all(
        one.read_bytes() != two.read_bytes()
        for one, two in zip(demo.files, other.files, strict=True)
    )
