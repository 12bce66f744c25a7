from __future__ import annotations

import csv
import hashlib
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import bagit
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dossier_case import INFO, ITEMS, case
from kashf.dossier import build, write
from kashf.dossier.model import Exhibit, RunResult
from kashf.errors import InputError, IntegrityError, UsageError


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    table = pa.table({"account_id": ["a", "b"], "weight": [1, 2]})
    pq.write_table(table, folder / "edges.parquet")
    runs = (RunResult("harbour story", INFO, (4,), tables={"edges": folder / "edges.parquet"}),)
    posts = folder / "posts.csv"
    posts.write_bytes(b"a,b\n")
    item = replace(ITEMS[3], sha256=hashlib.sha256(b"a,b\n").hexdigest())
    exhibits = (*case().exhibits[:3], Exhibit(item, file=posts))
    dossier = case(
        runs=runs, exhibits=exhibits, custody=b'{"event":"created"}\n', public_key=b"k" * 32
    )
    write(build(dossier), folder / "out")
    return folder / "out"


@pytest.fixture
def bag(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "bag", tmp_path / "bag"))


def test_bagit_itself_takes_it(bag: Path) -> None:
    opened = bagit.Bag(str(bag))
    opened.validate()
    assert opened.info["Bagging-Date"] == "2031-04-01"


def test_sha256sum_alone_checks_it(bag: Path) -> None:
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("sha256sum is not installed")
    for name in ("tagmanifest-sha256.txt", "manifest-sha256.txt"):
        assert name in (bag / "CHECK.txt").read_text(encoding="utf-8")
        command = [program, "--check", "--quiet", "--strict", name]
        assert subprocess.run(command, cwd=bag, check=False, capture_output=True).returncode == 0
    target = bag / "data" / "dossier.json"
    target.write_bytes(target.read_bytes()[:-1] + b"x")
    assert subprocess.run(command, cwd=bag, check=False, capture_output=True).returncode == 1


def test_what_is_in_it(bag: Path) -> None:
    names = {str(path.relative_to(bag)) for path in bag.rglob("*") if path.is_file()}
    assert names == {
        "CHECK.txt", "bag-info.txt", "bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt",
        "data/case.pub", "data/custody.jsonl", "data/dossier.html", "data/dossier.json",
        "data/dossier.pdf", "data/evidence/E4", "data/runs/R1/edges.parquet",
        "data/runs/R1/run.json", "data/texts/E1.txt", "data/texts/E3.txt",
        *(f"data/tables/{name}.{kind}" for name in ("evidence", "statements", "sums")
          for kind in ("csv", "parquet")),
    }  # fmt: skip


def test_it_is_signed_before_it_takes_its_place(tmp_path: Path) -> None:
    seen: list[str] = []

    def sign(folder: Path) -> None:
        bagit.Bag(str(folder)).validate()
        assert not (tmp_path / "bag").exists()
        (folder / "tagmanifest-sha256.txt.sig").write_text("signed")
        seen.append(folder.name)

    write(build(case()), tmp_path, pdf=False, sign=sign)
    assert len(seen) == 1
    assert (tmp_path / "bag" / "tagmanifest-sha256.txt.sig").read_text() == "signed"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "bag", "dossier.html", "dossier.json",
    ]  # fmt: skip


def test_formulas_do_not_run_in_a_spreadsheet(made: Path) -> None:
    path = made / "bag" / "data" / "tables" / "evidence.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    base = build(case(exhibits=case().exhibits))
    assert [row["sha256"] for row in rows[:3]] == [view.sha256 for view in base.items[:3]]
    assert rows[3]["note"] == "'=1+1"


def test_the_same_bytes_again_in_another_process(made: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])\n"
        "from dossier_case import case\nfrom kashf.dossier import build, write\n"
        "write(build(case()), Path(sys.argv[1]))"
    )
    tests = str(Path(__file__).resolve().parents[2])
    for name, seed in (("a", "1"), ("b", "2")):
        command = [sys.executable, "-c", code, str(tmp_path / name), tests]
        env = {**__import__("os").environ, "PYTHONHASHSEED": seed}
        subprocess.run(command, check=True, env=env)
    for path in (tmp_path / "a").rglob("*"):
        if path.is_file():
            assert (
                path.read_bytes()
                == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()
            ), path


def test_an_older_bag_is_replaced_and_nothing_else_is(tmp_path: Path) -> None:
    built = build(case())
    write(built, tmp_path, pdf=False)
    (tmp_path / "bag" / "data" / "old.txt").write_text("x")
    write(built, tmp_path, pdf=False)
    bagit.Bag(str(tmp_path / "bag")).validate()
    assert not (tmp_path / "bag" / "data" / "old.txt").exists()
    other = tmp_path / "other" / "bag"
    other.mkdir(parents=True)
    (other / "mine.txt").write_text("x")
    with pytest.raises(UsageError, match="no bag"):
        write(built, other.parent, pdf=False)
    assert [path.name for path in other.parent.iterdir()] == ["bag"]
    assert (other / "mine.txt").read_text() == "x"


def test_what_can_not_go_into_a_bag(tmp_path: Path) -> None:
    file = tmp_path / "posts.csv"
    file.write_bytes(b"changed")
    exhibits = (*case().exhibits[:3], Exhibit(ITEMS[3], file=file))
    with pytest.raises(IntegrityError, match="E4"):
        write(build(case(exhibits=exhibits)), tmp_path / "out", pdf=False)
    assert not (tmp_path / "out" / "dossier.html").exists()
    runs = (replace(case().runs[0], tables={"edges": file}),)
    with pytest.raises(InputError, match="can't be read"):
        write(build(case(runs=runs)), tmp_path / "out", pdf=False)
    runs = (replace(case().runs[0], tables={"../edges": file}),)
    with pytest.raises(UsageError, match="no name"):
        write(build(case(runs=runs)), tmp_path / "out", pdf=False)
    assert list((tmp_path / "out").iterdir()) == []
