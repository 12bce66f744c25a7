"""Calibration counts what it says it counts, and runs."""

from __future__ import annotations

import importlib
import re
import sys
import xml.etree.ElementTree as ET
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


def test_charts_stand_beside_the_page_and_show_its_figures(calibrate: Any, tmp_path: Path) -> None:
    out = tmp_path / "page.md"
    charts = tmp_path / "page"
    charts.mkdir()
    (charts / "of-an-earlier-run.svg").touch()
    assert calibrate.main([
        "--worlds", "plain,breaking", "--campaigns", "none,strong", "--seeds", "1",
        "--windows", "60", "--accounts", "800", "--actions", "8000", "--jobs", "1",
        "--shared", str(tmp_path), "--out", str(out),
    ]) == 0  # fmt: skip
    text = out.read_text(encoding="utf-8")
    linked = re.findall(r"!\[([^]]+)\]\(page/([^)]+)\)", text)
    assert [name for _, name in linked] == ["false-60s.svg", "recall-60s.svg", "stated-60s.svg"]
    assert {path.name for path in charts.iterdir()} == {name for _, name in linked}
    for title, name in linked:
        svg = (charts / name).read_text(encoding="utf-8")
        root = ET.fromstring(svg)
        assert root.findtext("{http://www.w3.org/2000/svg}title") == title
        assert "prefers-color-scheme: dark" in svg
        words = {one.text for one in root.iter("{http://www.w3.org/2000/svg}text")}
        assert words & {"world", "stated: q"}
        assert words & {"false edges a run (logarithmic)", "share of planted pairs found",
                        "measured false-discovery proportion"}  # fmt: skip
    assert "| what | window | planted | q = 0.01 | q = 0.05 | q = 0.1 | q = 0.2 |" in text


def test_stated_rates_are_measured_by_thresholds_alone(calibrate: Any) -> None:
    plan = calibrate.campaigns("strong", groups=2)
    made = calibrate.world(
        calibrate.scenario("bursty", seed=1, accounts=800, actions=9000, campaigns=plan)
    )
    (cell,) = calibrate.measure(made, "bursty", "strong", [60.0])
    assert list(cell.levels) == [0.01, 0.05, 0.1, 0.2]
    assert cell.levels[calibrate.Q].edges == cell.edges["null models"]
    assert cell.levels[calibrate.Q].members == cell.members
    assert cell.levels[0.05].edges.planted > 0
    for part in ("planted", "open", "false"):
        kept = [getattr(level.edges, part) for level in cell.levels.values()]
        assert kept == sorted(kept)


def test_the_stated_table_has_mean_and_worst(calibrate: Any) -> None:
    right, wrong = calibrate.Counts(10, 0, 0), calibrate.Counts(10, 0, 10)
    cells = [
        calibrate.Cell(
            world, "weak", 60.0, 1, 20, {"null models": right}, 4, 3, right,
            {0.1: calibrate.Level(counts, right)},
        )
        for world, counts in (("plain", right), ("fans", wrong))
    ]  # fmt: skip
    found = calibrate.page._stated(calibrate.page.Runs(cells), (), "page")
    assert "| edges | 60 s | weak | 0.2500 · 0.5000 |" in found
    assert "| pairs of members | 60 s | weak | 0.0000 · 0.0000 |" in found


@pytest.fixture
def beside(calibrate: Any) -> Any:
    return importlib.import_module("calibration_bicm")


def test_without_the_package_the_page_stays(
    beside: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(beside, "find_spec", lambda name: None)
    assert beside.main(["--out", str(tmp_path / "page.md")]) == 0
    assert "bicm is not installed" in capsys.readouterr().err
    assert not (tmp_path / "page.md").exists()


def test_chances_of_links_keep_all_degrees(beside: Any) -> None:
    random = np.random.default_rng(1)
    matrix = (random.random((60, 40)) < random.random((60, 1)) * 0.5).astype(np.int64)
    matrix = matrix[matrix.sum(axis=1) > 0][:, matrix.sum(axis=0) > 0]
    chances = beside.ours(matrix)
    assert chances.shape == matrix.shape
    assert np.allclose(chances.sum(axis=1), matrix.sum(axis=1))
    assert np.allclose(chances.sum(axis=0), matrix.sum(axis=0))


def test_who_shares_what(beside: Any, calibrate: Any) -> None:
    made = calibrate.world(calibrate.scenario("plain", seed=1, accounts=50, actions=400))
    actions = calibrate.loaded(made.actions)
    x = beside.sharing(actions, 60.0)
    matrix, codes = beside.biadjacency(x, actions.objects)
    shares = {
        (code, int(o)) for code in range(50) for o in x.obj[x.ptr[code] : x.ptr[code + 1]]
    }  # fmt: skip
    found = {(int(codes[row]), int(column)) for row, column in np.argwhere(matrix)}
    assert found == shares
    assert matrix.sum(axis=1).min() > 0


def test_the_package_agrees_and_stands_beside(beside: Any, tmp_path: Path) -> None:
    pytest.importorskip("bicm", reason="bicm is in the extra 'bench'")
    out = tmp_path / "page.md"
    out.write_text("# Mine\n", encoding="utf-8")
    assert beside.main([
        "--worlds", "plain,feeds", "--campaigns", "none,strong", "--seeds", "1",
        "--accounts", "300", "--actions", "4000", "--groups", "1", "--out", str(out),
    ]) == 0  # fmt: skip
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# Mine\n\n<!-- calibration-bicm: begin -->\n\n## Beside the package")
    rows = [line for line in text.splitlines() if line.startswith("| plain | strong |")]
    (cells,) = ([cell.split(" · ") for cell in row.strip("| ").split(" | ")[2:]] for row in rows)
    assert [len(cell) for cell in cells] == [3] * 5
    assert float(cells[3][2]) > 0.5
    difference = re.search(r"differs by\s(\S+) at most", text)
    assert difference is not None
    assert float(difference[1]) < 1e-6


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
