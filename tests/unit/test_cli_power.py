"""``kashf power`` as a user meets it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kashf.power import FILES
from kashf.simulate import scenario, world

ENV = {**os.environ, "PYTHONUTF8": "1"}
KASHF = [sys.executable, "-m", "kashf", "power"]


def power(*args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [*KASHF, *map(str, args)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, env=ENV
    )


@pytest.fixture(scope="module")
def actions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("power") / "actions.parquet"
    pq.write_table(world(scenario("plain", accounts=1_500, actions=20_000, seed=2)).actions, path)
    return path


def test_a_table_in_plain_words_and_the_page_last(tmp_path: Path, actions: Path) -> None:
    done = power(
        actions, "--window", "60s", "--members", "8", "--objects", "3,30", "--taking-part", "0.9",
        "--repeats", "2", "--out", tmp_path / "out",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "Window 60 s; members lie at most 60 s apart"
    assert lines[1].startswith(
        "In the data themselves, and perhaps real: 0 clusters of 0 accounts;"
    )
    assert lines[3].split("  ")[0].strip() == "accounts"
    assert " 2 of 2 " in lines[5]
    assert "100% (34%–100%)" in lines[5]
    assert "The weakest that was always found: Groups of 8 accounts that share 30" in done.stdout
    assert "The strongest that was missed: Groups of 8 accounts that share 3 " in done.stdout
    assert lines[-1] == str(tmp_path / "out" / "power.html")
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(FILES)
    assert "20,000 actions of" in done.stderr


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (["--members", "eight"], 2, "members"),
        (["--members", "1"], 2, "members"),
        (["--taking-part", "60"], 2, "taking_part"),
        (["--window", "1 moon"], 2, "time_window"),
        (["--push", "hard"], 2, "push"),
        (["--max-actions", "some"], 2, "'all'"),
        (["--by", "likes"], 2, "--by"),
        (["--members", "1000", "--max-actions", "200"], 2, "--accounts new"),
    ],
)
def test_mistakes_are_one_line(
    tmp_path: Path, actions: Path, more: list[str], code: int, words: str
) -> None:
    source = actions
    if more[0] == "--by":
        source = tmp_path / "posts.csv"
        source.write_text("when,who\n", encoding="utf-8")
        words = "likes"
    done = power(source, *more, "--out", tmp_path / "out")
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_ctrl_c_ends_it_and_leaves_nothing(tmp_path: Path, actions: Path) -> None:
    work = tmp_path / "tmp"
    work.mkdir()
    process = subprocess.Popen(
        [*KASHF, str(actions), "--repeats", "500", "--out", str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**ENV, "TMPDIR": str(work)},
    )
    for _ in range(600):
        if list(work.glob("kashf-*/planted.parquet")):
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Stopped. Nothing was written." in err
    assert not list(work.glob("kashf-*"))
    assert not (tmp_path / "out").exists()
