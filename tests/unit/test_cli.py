"""The command line as a user meets it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

HEADER = "object_id,account_id,content_id,timestamp_share\n"


def kashf(*args: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kashf", *map(str, args)],
        capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False,
        env={**os.environ, "COLUMNS": "200", "PYTHONUTF8": "1"},
    )  # fmt: skip


@pytest.fixture
def actions(tmp_path: Path) -> Path:
    path = tmp_path / "actions.csv"
    rows = [f"o{o},{a},{a}{o},{o * 1000 + i}\n" for o in range(4) for i, a in enumerate("ABC")]
    path.write_text(HEADER + "".join(rows))
    return path


def test_detect_prints_the_path_of_the_report_last(tmp_path: Path, actions: Path) -> None:
    done = kashf(
        "detect", actions, "--window", "10s", "--out", tmp_path / "run", "--gexf", "--null", "none"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str(tmp_path / "run" / "report.html")
    assert "3 edges, 1 clusters of 3 accounts" in done.stderr
    assert "Coordination is not guilt" in done.stderr
    assert (tmp_path / "run" / "network.gexf").is_file()
    assert pq.read_table(tmp_path / "run" / "edges.parquet")["weight"].to_pylist() == [4, 4, 4]


def test_a_run_says_what_null_models_took_away(tmp_path: Path, actions: Path) -> None:
    done = kashf("detect", actions, "--window", "10s", "--out", tmp_path / "run")
    assert done.returncode == 0, done.stderr
    assert "3 pairs of accounts passed the thresholds" in done.stderr
    assert "0 edges, 0 clusters of 0 accounts" in done.stderr
    assert "--null none" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")


def test_explain(tmp_path: Path, actions: Path) -> None:
    kashf("detect", actions, "--window", "10s", "--out", tmp_path / "run")
    done = kashf("explain", tmp_path / "run", "B", "A")
    assert "A and B: 4 co-actions on 4 objects" in done.stdout
    assert done.stdout.count("delay 1 s") == 4
    assert "1970-01-01 00:16:40 UTC" in done.stdout
    rows = [
        json.loads(line)
        for line in kashf("explain", tmp_path / "run", "A", "C", "--json").stdout.splitlines()
    ]
    assert [row["delay"] for row in rows] == [2.0] * 4
    assert (
        "2 more: raise --limit"
        in kashf("explain", tmp_path / "run", "A", "C", "--limit", "2").stdout
    )
    missing = kashf("explain", tmp_path / "run", "A", "nobody")
    assert missing.returncode == 2
    assert "no account 'nobody'" in missing.stderr


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["detect", "{actions}", "--window", "1 moon", "--out", "o"], 2, "time_window: '1 moon'"),
        (["detect", "{actions}", "--by", "likes", "--out", "o"], 2, "no kind called 'likes'"),
        (["detect", "{actions}", "--weight", "love", "--out", "o"], 2, "weight"),
        (["detect", "{actions}", "--export", "pdf", "--out", "o"], 2, "no format called 'pdf'"),
        (["detect", "{actions}", "--min-edge-weight", "q2", "--out", "o"], 2, "q2"),
        (["detect", "{actions}", "--max-rejected", "lots", "--out", "o"], 2, "--max-rejected"),
        (["detect", "{actions}", "--format", "myspace", "--out", "o"], 2, "myspace"),
        (["detect", "{actions}", "--key-file", "k", "--out", "o"], 2, "--pseudonymise"),
        (["detect", "nowhere.csv", "--out", "o"], 3, "nowhere.csv"),
        (["columns", "nowhere.csv"], 3, "nowhere.csv"),
        (["explain", "nowhere", "A", "B"], 3, "no run here"),
        (["detect", "{actions}"], 2, "--out"),
        (["detekt"], 2, "detekt"),
    ],
)
def test_mistakes_are_one_clear_error(
    tmp_path: Path, actions: Path, args: list[str], code: int, words: str
) -> None:
    done = kashf(*(a.format(actions=actions) for a in args), cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["actions.csv"]


def test_too_many_unreadable_rows_stop_the_run_with_reasons(tmp_path: Path, actions: Path) -> None:
    actions.write_text(actions.read_text() + "o1,,x,5\no1,A,y,yesterday\n")
    done = kashf("detect", actions, "--out", tmp_path / "run")
    assert done.returncode == 3
    assert not (tmp_path / "run").exists()
    assert "2" in done.stderr
    done = kashf("detect", actions, "--out", tmp_path / "run", "--max-rejected", "20%")
    assert done.returncode == 0, done.stderr
    assert "2 rows could not be read" in done.stderr
    rejected = [
        json.loads(x) for x in (tmp_path / "run" / "rejected.ndjson").read_text().splitlines()
    ]
    assert [row["row"] for row in rejected] == [13, 14]


def test_terminal_escapes_of_posts_are_not_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    evil = "\x1b[31mred\u202e"
    path.write_text(
        HEADER + f"{evil}1,{evil},p1,1\n{evil}1,B,p2,2\n{evil}2,{evil},p3,1\n{evil}2,B,p4,2\n"
    )
    assert kashf("detect", path, "--out", tmp_path / "run").returncode == 0
    done = kashf("explain", tmp_path / "run", evil, "B")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    done = kashf("explain", tmp_path / "run", evil, "B", "--json")
    assert not set(done.stdout) & set("\x1b\u202e")
    assert {evil, "B"} == {
        json.loads(done.stdout.splitlines()[0])[f"account_{side}"] for side in "ab"
    }


def test_columns_drafts_a_mapping_that_works(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    rows = [
        f"{i},user{i % 3},2024-05-01T10:00:0{i % 3}Z,https://a.example/{i // 3}\n" for i in range(9)
    ]
    path.write_text("nr,author,published,link\n" + "".join(rows))
    draft = kashf("columns", path)
    assert draft.returncode == 0, draft.stderr
    (tmp_path / "m.toml").write_text(draft.stdout)
    done = kashf(
        "detect", path, "--mapping", tmp_path / "m.toml", "--out", tmp_path / "run",
        "--null", "none",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + draft.stdout
    assert pq.read_table(tmp_path / "run" / "edges.parquet")["weight"].to_pylist() == [3, 3, 3]


def test_formats_and_version() -> None:
    listed = kashf("formats").stdout
    for name in ("twitter_io", "telegram", "docx", "webvtt", "hashtag", "graphml"):
        assert f"  {name} " in listed
    assert kashf("--version").stdout.startswith("kashf 0.")


def test_ctrl_c_stops_within_seconds_and_leaves_nothing(tmp_path: Path) -> None:
    """A million actions on one object, all at one time: hours of work if it is not stopped."""
    import numpy as np

    n = 300_000
    ids = pa.array(np.arange(n)).cast(pa.string())
    table = pa.table(
        {
            "object_id": pa.array(["o"] * n),
            "account_id": ids,
            "content_id": ids,
            "timestamp_share": pa.array(np.zeros(n, np.int64)),
        }
    )
    pq.write_table(table, tmp_path / "giant.parquet")
    process = subprocess.Popen(
        [sys.executable, "-m", "kashf", "detect", str(tmp_path / "giant.parquet"),
         "--min-edge-weight", "1", "--out", str(tmp_path / "run"), "--weight", "co_actions", "--null", "none"],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not list(tmp_path.glob(".run.*/edges.parquet")):
        time.sleep(0.1)
    time.sleep(0.5)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Nothing was written" in err
    assert [p.name for p in tmp_path.iterdir()] == ["giant.parquet"]
