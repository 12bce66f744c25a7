from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from invented_case import TOML, make_case, posts
from kashf.errors import InputError, IntegrityError, UsageError
from kashf.evidence.bags import verify_bag
from kashf.evidence.case import Case
from kashf.evidence.verify import verify_case
from kashf.pipeline import case as running
from kashf.pipeline.case import CaseRun, run_case, write_dossier
from kashf.pipeline.state import State
from kashf.statements.review import Reviews


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_case(tmp_path)


def run(root: Path) -> CaseRun:
    return run_case(root, pdf=False, by="Ann")


def accept(root: Path, wanted: Callable[[str], bool] = lambda content: True) -> int:
    with Case(root) as case:
        reviews = Reviews(case)
        found = [one for one in reviews.all() if wanted(one.statement.content.text)]
        for one in found:
            reviews.accept(one.label, by="Bea", grade="B2")
    return len(found)


def names(steps: tuple[running.Step, ...]) -> list[str]:
    return [step.name for step in steps]


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock" and not path.name.startswith("case.sqlite")
    }


def dossier(root: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((root / "dossier" / "dossier.json").read_text("utf-8"))
    return found


def edit(root: Path, old: str, new: str) -> None:
    path = root / "case.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_everything_is_done_then_nothing(root: Path) -> None:
    first = run(root)
    assert names(first.done) == [
        "add posts.csv", "run dam", "statements of E1", "statements of E2", "statements of E3",
        "dossier",
    ]  # fmt: skip
    assert first.waiting > 4
    assert first.skipped == ()
    before = snapshot(root)
    second = run(root)
    assert second.done == ()
    assert names(second.skipped) == names(first.done)[1:]
    assert second.waiting == first.waiting
    assert snapshot(root) == before


def test_the_dossier_leads_from_statements_to_evidence(root: Path) -> None:
    run(root)
    count = accept(root, lambda content: "cousin" not in content)
    made = run(root)
    assert names(made.done) == ["dossier"]
    assert made.waiting == 1
    shown = dossier(root)
    statements = shown["statements"]
    assert isinstance(statements, list) and len(statements) == count
    assert "cousin" not in json.dumps(statements)
    assert {one["content"]["ref"]["label"] for one in statements} >= {
        "E1 ¶2", "E2 ¶2", "E3 00:00:01–00:00:05",
    }  # fmt: skip
    assert {one["review"]["reliability"] for one in statements} == {"B"}
    assert {one["amount"] for one in shown["sums"]} == {"40,000"}  # type: ignore[attr-defined]
    people = shown["people"]
    assert isinstance(people, list)
    assert [one["name"] for one in people] == ["Samir Haddad", "Nadia Rahal"]
    assert people[0]["roles"][0]["text"] == "commander Samir Haddad"
    waiting = json.dumps(shown["questions"])
    assert "counts.waiting" in waiting and "nobody has decided" in waiting
    assert verify_case(root).problems == []
    assert verify_bag(root / "dossier" / "bag").problems == []


def test_groups_are_shown_with_their_figures_and_nobody_is_named(root: Path) -> None:
    run(root)
    shown = dossier(root)
    (group,) = shown["runs"][0]["clusters"]  # type: ignore[index]
    cells = {cell["key"]: cell["value"] for cell in group["cells"]}
    table = pq.read_table(root / "runs" / "dam" / "clusters.parquet").to_pylist()[0]
    assert cells["size"] == "8" == str(table["size"])
    assert cells["objects"] == "24"
    assert "1 in 1,000,000" in json.dumps(shown["findings"])
    for path in (root / "dossier").rglob("*"):
        if path.is_file():
            assert b"push_" not in path.read_bytes() and b"reader_" not in path.read_bytes(), path
    accounts = pq.read_table(root / "dossier/bag/data/runs/R1/accounts.parquet")
    assert accounts.num_rows == 8
    edges = pq.read_table(root / "dossier/bag/data/runs/R1/edges.parquet")
    assert set(edges["account_a"].to_pylist()) <= set(accounts["account_id"].to_pylist())


def test_accounts_are_named_in_the_tables_where_that_is_asked_for(root: Path) -> None:
    edit(root, "[dossier]", "[dossier]\naccounts = true")
    run(root)
    accounts = pq.read_table(root / "dossier/bag/data/runs/R1/accounts.parquet")
    assert set(accounts["account_id"].to_pylist()) == {f"push_{n}" for n in range(8)}
    assert b"push_" not in (root / "dossier" / "dossier.html").read_bytes()


def test_pseudonymised_run(root: Path) -> None:
    edit(root, "[runs.detect]", "pseudonymise = true\n[runs.detect]")
    run(root)
    accounts = pq.read_table(root / "runs" / "dam" / "accounts.parquet")
    assert not any(name.startswith("push_") for name in accounts["account_id"].to_pylist())


@pytest.mark.parametrize(
    ("old", "new", "redone"),
    [
        ('time_window = "30s"', 'time_window = "20s"', ["run dam", "dossier"]),
        (
            'aliases = ["نادية رحال"]', 'aliases = ["نادية رحال", "Nadia"]',
            ["statements of E1", "statements of E2", "statements of E3", "dossier"],
        ),
        ("Who paid for the pages?", "Who wrote the story?", ["dossier"]),
    ],
)  # fmt: skip
def test_a_changed_setting_redoes_what_depends_on_it(
    root: Path, old: str, new: str, redone: list[str]
) -> None:
    run(root)
    edit(root, old, new)
    assert names(run(root).done) == redone
    assert run(root).done == ()


def test_a_changed_file_becomes_a_new_item_and_its_run_is_made_again(root: Path) -> None:
    run(root)
    (root / "exports" / "posts.csv").write_text(posts(seed=2), encoding="utf-8")
    assert names(run(root).done) == ["add posts.csv", "run dam", "dossier"]
    assert dossier(root)["runs"][0]["inputs"][0]["label"] == "E5"  # type: ignore[index]


def test_another_item_redoes_only_the_dossier(root: Path, tmp_path: Path) -> None:
    run(root)
    (tmp_path / "note.txt").write_text("Nothing is said here.", encoding="utf-8")
    with Case(root) as case:
        case.add(tmp_path / "note.txt")
    assert names(run(root).done) == ["statements of E5", "dossier"]


@pytest.mark.parametrize(
    ("name", "redone"),
    [
        ("runs/dam/clusters.parquet", ["run dam", "dossier"]),
        ("dossier/dossier.html", ["dossier"]),
        ("runs/state.json", ["run dam", "statements of E1", "statements of E2",
                             "statements of E3", "dossier"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("how", ["lost", "damaged"])
def test_results_that_are_lost_or_changed_are_made_again(
    root: Path, name: str, redone: list[str], how: str
) -> None:
    run(root)
    numbers = [one["number"] for one in dossier(root)["statements"]]  # type: ignore[attr-defined]
    if how == "lost":
        (root / name).unlink()
    else:
        (root / name).write_bytes((root / name).read_bytes()[:-3])
    made = run(root)
    assert set(names(made.done)) == set(redone)
    assert [one["number"] for one in dossier(root)["statements"]] == numbers  # type: ignore[attr-defined]


def test_decisions_survive_another_extraction(root: Path) -> None:
    run(root)
    count = accept(root)
    edit(root, 'aliases = ["نادية رحال"]', 'aliases = ["نادية رحال", "Nadia"]')
    made = run(root)
    assert made.waiting == 0
    assert len(dossier(root)["statements"]) == count  # type: ignore[arg-type]


def test_evidence_that_was_changed_stops_the_run(root: Path) -> None:
    with Case(root) as case:
        path = case.path(case.item("E1"))
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"40,000", b"50,000"))
    with pytest.raises(IntegrityError, match="E1 is missing or was changed"):
        run(root)
    problems = verify_case(root).problems
    assert len(problems) == 1 and "E1 report.txt was changed" in problems[0]


def test_hidden_names_and_words_are_nowhere_in_what_is_published(root: Path) -> None:
    edit(root, 'role = "commander"', 'role = "commander"\npseudonymise = true')
    start = 300
    with (root / "case.toml").open("a", encoding="utf-8") as file:
        text = (root.parent / "sources" / "report.txt").read_text(encoding="utf-8")
        start = text.index("her cousin")
        file.write(
            f'\n[[dossier.redactions]]\nitem = "E1"\nstart = {start}\nend = {start + 10}\n'
            'reason = "a relative"\napprover = "the editor"\ndecided = 2031-03-05\n'
        )
    run(root)
    accept(root)
    run(root)
    for path in (root / "dossier").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"Samir" not in content and "سمير".encode() not in content, path
            assert b"cousin" not in content, path
    assert verify_bag(root / "dossier" / "bag").problems == []


def test_a_hidden_person_whom_no_text_names_is_hidden_all_the_same(
    root: Path, tmp_path: Path
) -> None:
    people = '\n[[people]]\nname = "Omar Quill"\npseudonymise = true\n'
    edit(root, "\n[[runs]]", people + "\n[[runs]]")
    (tmp_path / "note.txt").write_text("Nothing is said here.", encoding="utf-8")
    with Case(root) as case:
        case.add(tmp_path / "note.txt", source="given by Omar Quill")
    made = run(root)
    assert "Omar Quill of case.toml is named in no text, and is not listed." in made.notes
    for path in (root / "dossier").rglob("*"):
        assert not path.is_file() or b"Quill" not in path.read_bytes(), path


def test_reviews_of_what_nobody_accepted_are_sealed_in_the_package(root: Path) -> None:
    run(root)
    with Case(root) as case:
        reviews = Reviews(case)
        first, *others = reviews.all()
        reviews.reject(first.label, by="Bea", note="an evil lie")
        for one in others:
            reviews.accept(one.label, by="Bea")
    run(root)
    log = (root / "dossier/bag/data/custody.jsonl").read_text(encoding="utf-8")
    assert "evil lie" not in log
    kinds = {entry["event"]: "by" in entry for entry in map(json.loads, log.splitlines())}
    assert kinds["collected"] and kinds["accessed_for_export"]
    assert not kinds["reviewed"] and not kinds["extracted"]
    assert verify_bag(root / "dossier" / "bag").problems == []
    assert "evil lie" in (root / "custody.jsonl").read_text(encoding="utf-8")


def test_the_log_of_a_package_ends_before_its_export(root: Path) -> None:
    run(root)
    with Case(root) as case:
        entries = list(case.log.entries())
    log = (root / "dossier/bag/data/custody.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(log[-1])["event"] == "accessed_for_export"
    assert [json.loads(line)["hash"] for line in log] == [e.hash for e in entries[: len(log)]]
    assert [entry.event for entry in entries[len(log) :]] == ["exported"]
    assert entries[-1].details is not None
    assert len(entries[-1].details["package"]) == 64


def test_originals_are_published_on_request_but_never_posts(root: Path) -> None:
    edit(root, "[dossier]", '[dossier]\noriginals = ["*"]')
    run(root)
    given = sorted(path.name for path in (root / "dossier/bag/data/evidence").iterdir())
    assert given == ["E1", "E2", "E3"]


def test_a_dossier_of_what_is_there(root: Path, tmp_path: Path) -> None:
    made = write_dossier(root, pdf=False, out=tmp_path / "elsewhere", by="Ann")
    assert made.notes == ("The run dam was not made, or was changed by hand: kashf run",)
    assert (tmp_path / "elsewhere" / "dossier.html").is_file()
    assert verify_bag(tmp_path / "elsewhere" / "bag").problems == []
    run(root)
    edit(root, 'time_window = "30s"', 'time_window = "20s"')
    stale = write_dossier(root, pdf=False, by="Ann")
    assert stale.notes == ("The run dam is of other files or settings: kashf run",)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ('"exports/none.csv"', "no such file or item"),
        ('"../sources/report.txt"', "outside of the case"),
        ('"E9"', "no item 'E9'"),
        ('"case.toml"', "no such file or item"),
    ],
)
def test_files_that_a_run_can_not_have(root: Path, files: str, message: str) -> None:
    edit(root, '"exports/*.csv"', files)
    with pytest.raises(UsageError, match=message):
        run(root)


def test_an_empty_case_says_what_to_do(tmp_path: Path) -> None:
    Case.create(tmp_path / "case").close()
    with pytest.raises(UsageError, match="no evidence yet"):
        run(tmp_path / "case")
    with pytest.raises(UsageError, match="no evidence yet"):
        write_dossier(tmp_path / "case")


def test_a_title_with_a_figure_is_refused_with_its_place(root: Path) -> None:
    edit(root, 'title = "The dam rumour"', 'title = "The 3 rumours"')
    with pytest.raises(InputError, match="title"):
        run(root)


def test_without_null_models_no_group_is_shown(root: Path) -> None:
    edit(root, 'time_window = "30s"', 'time_window = "30s"\nnull = "none"')
    run(root)
    shown = dossier(root)
    assert shown["runs"][0]["clusters"] == []  # type: ignore[index]
    assert "none of them tested" in json.dumps(shown["findings"])
    assert sorted(p.name for p in (root / "dossier/bag/data/runs/R1").iterdir()) == ["run.json"]


def test_nobody_else_runs_the_case_meanwhile(root: Path) -> None:
    from kashf.pipeline.state import alone

    with alone(root / "runs"), pytest.raises(InputError, match="Another process"):
        run(root)


def test_paths_of_the_machine_are_not_published(root: Path) -> None:
    run(root)
    for path in (root / "dossier").rglob("*"):
        assert not path.is_file() or str(root).encode() not in path.read_bytes(), path


SCRIPT = """
import sys
from pathlib import Path
from kashf.pipeline.case import run_case
run_case(Path(sys.argv[1]), pdf=False, by="Ann", threads=1)
"""


def _tables(root: Path) -> dict[str, bytes]:
    run_folder = root / "runs" / "dam"
    return {path.name: path.read_bytes() for path in sorted(run_folder.glob("*.parquet"))}


def _candidates(root: Path) -> list[tuple[int, str, str]]:
    with Case(root) as case:
        return [(one.number, one.item, repr(one.statement)) for one in Reviews(case).all()]


def _bag_begun(root: Path) -> bool:
    return any((root / "dossier").glob(".bag.*"))


# When to kill the run: as soon as this holds.
MOMENTS: dict[str, Callable[[Path], bool]] = {
    "an item was copied": lambda root: (
        sum(1 for p in (root / "evidence").rglob("*") if p.is_file()) > 3
    ),
    "inputs are there": lambda root: (root / "runs" / ".dam.in").is_dir(),
    "results are written": lambda root: any((root / "runs").glob("..dam.new*")),
    "results are moved": lambda root: (root / "runs" / ".dam.new").is_dir(),
    "results are in place": lambda root: (root / "runs" / "dam").is_dir(),
    "a run is done": lambda root: State(root / "runs" / "state.json").done("run dam") is not None,
    "statements are done": lambda root: (
        State(root / "runs" / "state.json").done("statements E1") is not None
    ),
    "a package is begun": _bag_begun,
    "a package is there": lambda root: (root / "dossier" / "bag").is_dir(),
    "a page is there": lambda root: (root / "dossier" / "dossier.html").is_file(),
}


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_killed_at_any_moment_and_resumed(tmp_path: Path) -> None:
    whole = make_case(tmp_path / "whole")
    subprocess.run([sys.executable, "-c", SCRIPT, str(whole)], check=True)
    root = make_case(tmp_path / "killed")
    killed = []
    for moment, holds in MOMENTS.items():
        with subprocess.Popen([sys.executable, "-c", SCRIPT, str(root)]) as process:
            while process.poll() is None and not holds(root):
                time.sleep(0.001)
            process.send_signal(signal.SIGKILL)
        if process.returncode == -signal.SIGKILL:
            killed.append(moment)
        assert verify_case(root).problems == [] or _healing(root)
    assert len(killed) >= 6, killed
    run(root)
    assert _tables(root) == _tables(whole)
    assert _candidates(root) == _candidates(whole)
    assert verify_case(root).problems == []
    assert verify_bag(root / "dossier" / "bag").problems == []
    left = [p.name for p in [*(root / "runs").iterdir(), *(root / "dossier").iterdir()]]
    assert sorted(left) == [".lock", "bag", "dam", "dossier.html", "dossier.json", "state.json"]
    assert run(root).done == ()


def _healing(root: Path) -> bool:
    """What the next command heals: a file that was copied and not yet recorded, a database behind."""
    return all(
        "not in the log" in line or line.startswith("case.sqlite: it is missing")
        for line in verify_case(root).problems
    )


@pytest.mark.parametrize("where", ["publish", "gather"])
def test_interrupted_between_steps_gives_the_same_bytes(
    root: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(root)
    accept(root)
    whole = run(root)
    want = snapshot(root / "dossier")["dossier.html"][0]
    assert names(whole.done) == ["dossier"]
    (root / "dossier" / "dossier.html").unlink()

    def stop(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(running, where, stop)
        with pytest.raises(KeyboardInterrupt):
            run(root)
    assert names(run(root).done) == ["dossier"]
    assert snapshot(root / "dossier")["dossier.html"][0] == want


def test_settings_of_the_toml_are_read(tmp_path: Path) -> None:
    root = make_case(tmp_path, TOML.replace("[dossier]", '[dossier]\nlanguages = ["ar"]'))
    run(root)
    assert dossier(root)["languages"] == ["ar"]
