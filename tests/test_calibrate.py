"""Calibration counts what it says it counts, and runs."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kashf.coordination.groups import Confirmed

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def calibrate() -> Any:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        yield importlib.import_module("calibrate")
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))


@pytest.fixture
def truth(calibrate: Any) -> Any:
    """Accounts 0 to 2 and 3, 4 are planted groups; 5, 6 are one outlet, 7 another; 8, 9 nothing."""
    return calibrate.Truth(
        np.array([0, 0, 0, 1, 1, -1, -1, -1, -1, -1]),
        np.array([-1, -1, -1, -1, -1, 0, 0, 1, -1, -1]),
        4,
    )


def test_pairs_are_planted_open_or_false(calibrate: Any, truth: Any) -> None:
    pairs = [(0, 1), (3, 4), (2, 3), (5, 6), (6, 7), (0, 5), (8, 9)]
    found = calibrate.count_pairs(*np.array(pairs).T, truth)
    assert found == (2, 1, 4)
    assert found.wrong() == 4 / 6
    assert calibrate.Counts(0, 3, 0).wrong() == 0
    assert calibrate.Counts(0, 3, 2).wrong() == 1


@pytest.mark.parametrize(
    ("members", "false"),
    [
        ([0, 1, 2], False),
        ([0, 1, 8], False),
        ([0, 1, 8, 9], True),  # half is no majority
        ([0, 1, 3, 4], True),  # two groups in one
        ([5, 6, 8], False),
        ([8, 9], True),
    ],
)
def test_a_cluster_is_false_without_a_majority(
    calibrate: Any, truth: Any, members: list[int], false: bool
) -> None:
    assert calibrate.is_false(np.array(members), truth) is false


def test_pairs_of_members_count_once_and_outsiders_make_false_ones(
    calibrate: Any, truth: Any
) -> None:
    clusters = [Confirmed(np.array(members), 0.0, 0.0) for members in ([0, 1, 8], [0, 1, 2])]
    a, b = calibrate.member_pairs(clusters)
    assert list(zip(a.tolist(), b.tolist(), strict=True)) == [
        (0, 1), (0, 2), (0, 8), (1, 2), (1, 8)
    ]  # fmt: skip
    assert calibrate.count_pairs(a, b, truth) == (3, 0, 2)
    assert calibrate.count_pairs(*calibrate.member_pairs([]), truth) == (0, 0, 0)


def test_the_truth_goes_by_codes_and_counts_those_who_met_nobody(calibrate: Any) -> None:
    table = pa.table(
        {
            "account_id": ["a", "b", "c", "d"],
            "campaign_id": pa.array([0, 0, 0, None], pa.int32()),
            "outlet_id": pa.array([None, None, None, 2], pa.int32()),
        }
    )
    found = calibrate.truth_of(table, pa.array(["d", "b", "a"]))
    assert found.group.tolist() == [-1, 0, 0]
    assert found.outlet.tolist() == [2, -1, -1]
    assert found.planted == 3


def test_it_runs_small_and_writes_the_same_again(
    calibrate: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [(f"a{i}", f"o{k}", 1000 * k + i, int(i < 3)) for i in range(6) for k in range(8)]
    accounts, objects, times, labels = zip(*rows, strict=True)
    pq.write_table(
        pa.table(
            {
                "account_id": accounts,
                "object_id": objects,
                "timestamp": pa.array([t * 10**9 for t in times], pa.timestamp("ns")),
                "label": labels,
            }
        ),
        tmp_path / "ira_vs_organic_dev.parquet",
    )
    out = tmp_path / "page.md"
    out.write_text("# Mine\n\nWords.\n", encoding="utf-8")
    arguments = [
        "--worlds", "plain,feeds", "--campaigns", "none,strong", "--seeds", "1", "--windows", "60",
        "--accounts", "800", "--actions", "8000", "--jobs", "1",
        "--shared", str(tmp_path), "--out", str(out),
    ]  # fmt: skip
    assert calibrate.main(arguments) == 0
    first = out.read_text(encoding="utf-8")
    assert calibrate.main(arguments) == 0
    assert out.read_text(encoding="utf-8") == first
    assert first.startswith("# Mine\n\nWords.\n")
    assert "--worlds plain,feeds --campaigns none,strong --seeds 1 --windows 60" in first
    assert "| strong: recall through clusters | 60 s | ≥ 0.99 |" in first
    assert "| weight | ≥ 5 | 3 | 1.000 | 3 |" in first
    assert calibrate.main([*arguments[:-3], str(tmp_path / "nowhere"), *arguments[-2:]]) == 0
    assert "## Real data\n\nNot measured" in out.read_text(encoding="utf-8")
    assert "No real data" in capsys.readouterr().err


def test_targets_missed_are_called_missed(calibrate: Any) -> None:
    counts = calibrate.Counts(10, 0, 30)
    cells = [
        calibrate.Cell("plain", campaign, 60.0, 1, 20, {"null models": counts}, 4, 3, counts)
        for campaign in ("none", "weak")
    ]
    found = calibrate.page._summary(calibrate.page.Runs(cells), None)
    rows = [line.split(" | ") for line in found.splitlines() if line.startswith("| ")][2:]
    assert [row[3:] for row in rows] == [
        [figure, where, "**no** |"]
        for figure, where in (
            ("30.0000", "plain"), ("3.0000", "plain"), ("0.7500", "plain"),
            ("0.7500", "all worlds"), ("0.7500", "plain"), ("0.5000", "plain"),
        )
    ]  # fmt: skip
