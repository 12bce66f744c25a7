"""Worlds as files, and the command that writes them."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import kashf
from kashf import schema
from kashf.cli.app import app
from kashf.errors import UsageError
from kashf.simulate import (
    SCENARIOS,
    TRUTH,
    World,
    WorldSettings,
    campaigns,
    read_settings,
    scenario,
    world,
    write_world,
)
from kashf.simulate.posts import posts_of
from kashf.simulate.writing import FILES

SMALL = ("--accounts", "2000", "--actions", "20000")


@pytest.fixture(scope="module")
def made() -> World:
    planted = campaigns("strong", groups=3, kinds=("text", "url"))
    return world(scenario("mixture", accounts=2_000, actions=20_000, campaigns=planted))


def run(*args: str | Path) -> str:
    """What the command prints. Raises what it raises."""
    done = CliRunner().invoke(app, ["simulate", *map(str, args)], catch_exceptions=False)
    if isinstance(done.exception, Exception):
        raise done.exception
    return f"{done.exit_code} {done.output}"


def test_files_are_those_documented_and_say_that_they_are_invented(
    made: World, tmp_path: Path
) -> None:
    paths = write_world(made, tmp_path / "deep" / "world")
    assert [path.name for path in paths] == list(FILES)
    assert sorted(path.name for path in (tmp_path / "deep" / "world").iterdir()) == sorted(FILES)
    for path in paths:
        assert b"INVENTED DATA" in path.read_bytes()
    assert pq.read_table(paths[0]).equals(made.actions)
    assert pq.read_table(paths[1]).equals(made.truth)
    assert pq.read_table(paths[2]).equals(made.pushed)
    assert pq.read_schema(paths[0]).names == schema.ACTIONS.names
    assert pq.read_schema(paths[1]).names == TRUTH.names


def test_same_world_same_bytes_and_over_itself(made: World, tmp_path: Path) -> None:
    once = {path.name: path.read_bytes() for path in write_world(made, tmp_path / "a")}
    again = world(made.settings)
    for _ in range(2):
        assert {p.name: p.read_bytes() for p in write_world(again, tmp_path / "b")} == once


def test_a_file_is_no_folder_for_a_world(made: World, tmp_path: Path) -> None:
    (tmp_path / "world").write_text("mine")
    with pytest.raises(UsageError, match="is a file"):
        write_world(made, tmp_path / "world")
    assert (tmp_path / "world").read_text() == "mine"


@given(
    name=st.sampled_from(sorted(SCENARIOS)),
    about=st.text(),
    seed=st.integers(0, 2**63 - 1),
    preset=st.sampled_from(["none", "strong", "weak"]),
)
def test_settings_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, name: str, about: str, seed: int, preset: str
) -> None:
    from kashf.simulate.writing import _toml

    wanted = scenario(name, about=about, seed=seed, campaigns=campaigns(preset) * 2)
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    path.write_text("".join(_toml(wanted)), encoding="utf-8", newline="\n")
    assert WorldSettings(**read_settings(path)) == wanted


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"seed = ", "not TOML"), (b"\xff\xfe", "not UTF-8"), (None, "No such file")],
)
def test_settings_that_can_not_be_read(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "settings.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=f"settings.toml.*{words}"):
        run("--settings", path, "--out", tmp_path / "world")
    assert not (tmp_path / "world").exists()


def test_the_command_writes_what_the_call_makes(tmp_path: Path) -> None:
    out = tmp_path / "world"
    printed = run(
        "--scenario", "breaking", "--campaign", "strong", "--groups", "5", "--seed", "1",
        *SMALL, "--out", out,
    )  # fmt: skip
    assert printed.splitlines()[-1] == str(out / "actions.parquet")
    assert "All of it is invented." in printed
    assert "5 planted groups of 75 accounts push 150 objects" in printed
    planted = campaigns("strong", groups=5)
    same = scenario("breaking", seed=1, accounts=2_000, actions=20_000, campaigns=planted)
    assert pq.read_table(out / "actions.parquet").equals(world(same).actions)
    run("--settings", out / "settings.toml", "--out", tmp_path / "again", "--quiet")
    for name in FILES:
        assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes()


def test_options_count_more_than_the_file_and_the_file_more_than_the_scenario(
    tmp_path: Path,
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('about = "Mine"\naccounts = 1_500\nseed = 4\n[[campaigns]]\ngroups = 2\n')
    out = tmp_path / "world"
    run("--scenario", "waking", "--settings", path, *SMALL, "--out", out, "-q")
    made = WorldSettings(**read_settings(out / "settings.toml"))
    assert (made.about, made.seed, made.accounts, made.waking_hours) == ("Mine", 4, 2_000, 16)
    assert [plan.groups for plan in made.campaigns] == [2]
    run("--settings", path, "--campaign", "none", *SMALL, "--out", out, "-q")
    assert WorldSettings(**read_settings(out / "settings.toml")).campaigns == ()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--scenario", "nowhere"], "no scenario called 'nowhere'. Known: plain"),
        (["--campaign", "huge"], "no campaign called 'huge'. Known: none, strong"),
        (["--groups", "3"], "--groups goes with --campaign"),
        (["--campaign", "strong", "--groups", "0"], "groups: Input should be greater"),
        (["--accounts", "3"], "accounts: Input should be greater"),
        (["--campaign", "none", "--groups", "3"], "Nothing is planted"),
    ],
)
def test_nonsense_ends_with_one_clear_line(args: list[str], words: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=words):
        run(*args, "--out", tmp_path / "world")
    assert not (tmp_path / "world").exists()


def test_nonsense_found_while_inventing_leaves_nothing(tmp_path: Path) -> None:
    printed = run("--campaign", "strong", "--groups", "999", *SMALL, "--out", tmp_path / "world")
    assert printed.startswith("2 ")
    assert list(tmp_path.iterdir()) == []


def test_detect_accepts_the_world_and_finds_strong_groups(tmp_path: Path) -> None:
    world_, found = tmp_path / "world", tmp_path / "run"
    run("--campaign", "strong", "--groups", "2", *SMALL, "--out", world_, "--quiet")
    command = ["detect", world_ / "actions.parquet", "--out", found, "--min-edge-weight", "8", "-q"]
    done = CliRunner().invoke(app, list(map(str, command)), catch_exceptions=False)
    assert done.exit_code == 0
    info = json.loads((found / "run.json").read_text())
    assert info["counts"]["rejected"] == 0
    assert info["counts"]["actions"] == pq.read_metadata(world_ / "actions.parquet").num_rows
    truth = pq.read_table(world_ / "truth.parquet").to_pylist()
    members = {row["account_id"] for row in truth if row["role"] == "member"}
    accounts = pq.read_table(found / "accounts.parquet")["account_id"].to_pylist()
    assert len(members) == 30
    assert set(accounts) == members


def test_posts_of_a_world_give_its_actions_again(tmp_path: Path) -> None:
    kinds = ("url", "hashtag", "mention", "media", "text", "repost", "reply", "quote")
    made = world(scenario("plain", accounts=300, actions=3_000, kinds=kinds, seed=3))
    paths = write_world(made, tmp_path / "world", posts=True)
    assert paths[-1].name == "posts.parquet"
    settings = {"window": 600, "min_edge_weight": 2, "null": "none"}
    for kind in kinds:
        own = made.actions.filter(pc.equal(made.actions["kind"], kind))
        ours = kashf.detect(paths[-1], by=kind, **settings)
        assert ours.info["counts"]["actions"] >= len(own)
        names = ["account_a", "account_b", "weight", "first_time"]
        want = kashf.detect(own, **settings)
        assert ours.edges.select(names).to_pylist() == want.edges.select(names).to_pylist(), kind


def test_kinds_that_no_post_shows_are_refused() -> None:
    actions = world(scenario("plain", accounts=300, actions=3_000, seed=3)).actions
    other = pa.array(["luck"] * len(actions))
    with pytest.raises(UsageError, match="'luck' can't be shown as posts"):
        posts_of(actions.set_column(0, schema.ACTIONS.field(0), other))
