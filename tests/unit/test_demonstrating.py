"""The demonstration from end to end, by its command."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from kashf.cli.app import app
from kashf.errors import InputError
from kashf.evidence.case import Case
from kashf.pipeline.case import run_case
from kashf.pipeline.demonstrating import demonstrate
from kashf.simulate.story import CHOICES, REVIEWER
from kashf.statements.review import Reviews


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "demo-run"
    done = CliRunner().invoke(app, ["demo", "--no-pdf", "--out", str(folder)])
    assert done.exit_code == 0, done.output
    page = folder / "case" / "dossier" / "dossier.html"
    assert done.stdout == f"{page}\n"
    said = re.sub(r"\s+", " ", done.stderr)
    for words in (f"Open the dossier: {page}", "Click a citation", "kashf verify", "invented"):
        assert words in said
    return folder


@pytest.fixture
def page(demo: Path) -> str:
    return (demo / "case" / "dossier" / "dossier.html").read_text(encoding="utf-8")


def test_the_dossier_says_that_it_is_invented(page: str) -> None:
    assert "This case is invented" in page
    assert "هذه القضية متخيَّلة" in page


def test_citations_lead_to_the_second_and_the_character(page: str) -> None:
    links = dict(re.findall(r'<a href="#([^"]+)" class="cite"><bdi dir="ltr">\[([^\]]+)\]', page))
    assert all(f'id="{anchor}"' in page for anchor in links)
    assert "E2 00:00:47–00:00:52" in links.values()
    assert "E3 ¶5" in links.values()
    assert "E4 ¶7" in links.values()


def test_the_reviewer_decided_what_the_story_says(demo: Path) -> None:
    with Case(demo / "case") as case:
        found = Reviews(case).all()
        decided = [made for one in found for made in one.decisions]
        logged = [entry for entry in case.log.entries() if entry.event == "reviewed"]
    wanted = [choice.action for choice in CHOICES]
    accepted = [one for one in found if one.state == "accepted"]
    assert len(accepted) == wanted.count("accept")
    assert all(one.grade for one in accepted)
    assert {made.by for made in decided} == {REVIEWER}
    assert all("demo" in (made.note or "") for made in decided)
    assert len(logged) >= len(decided)
    # The sum that was promised is the one that stands in the dossier, not a misreading of it.
    amounts = [one.amount for candidate in accepted for one in candidate.statement.sums]
    assert sorted(amounts) == ["12000", "12000", "6000"]


def test_what_was_redacted_is_nowhere_in_what_is_given_away(demo: Path) -> None:
    assert "سلوان" in (demo / "story" / "evidence" / "invented-call.vtt").read_text("utf-8")
    shown = [path for path in (demo / "case" / "dossier").rglob("*") if path.is_file()]
    assert shown
    for path in shown:
        assert "سلوان".encode() not in path.read_bytes(), path


def test_planted_groups_are_found_and_nobody_else(demo: Path) -> None:
    with (demo / "story" / "truth" / "truth.csv").open(encoding="utf-8", newline="") as file:
        planted = {f"{row['platform']}:{row['account']}" for row in csv.DictReader(file)}
    run = demo / "case" / "runs" / "posts"
    assert (run / "report.html").is_file()
    found = pq.read_table(run / "accounts.parquet")["account_id"].to_pylist()
    assert set(found) == planted


def test_a_changed_byte_is_named(demo: Path) -> None:
    runner, case = CliRunner(), demo / "case"
    assert runner.invoke(app, ["verify", str(case)]).exit_code == 0
    assert runner.invoke(app, ["verify", str(case / "dossier" / "bag")]).exit_code == 0
    with Case(case) as opened:
        path = opened.path(opened.item("invented-report-en.md"))
    content = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(content.replace(b"12,000", b"13,000"))
    try:
        found = runner.invoke(app, ["verify", str(case)])
        assert found.exit_code == 4
        assert path.name in found.output or "invented-report-en.md" in found.output
    finally:
        path.write_bytes(content)
        path.chmod(0o400)


def test_a_second_run_has_nothing_to_do(demo: Path) -> None:
    again = run_case(demo / "case", pdf=False)
    assert again.done == ()
    assert again.waiting > 0


def test_dossier_json_names_the_items_in_their_order(demo: Path) -> None:
    data = json.loads((demo / "case" / "dossier" / "dossier.json").read_bytes())
    text = json.dumps(data, ensure_ascii=False)
    order = [text.index(f'"invented-{name}') for name in ("call.wav", "call.vtt", "report-ar.html")]
    assert order == sorted(order)


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="something else"):
        demonstrate(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_case_that_is_not_invented_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "story").mkdir()
    (tmp_path / "story" / "README.txt").write_text("", encoding="utf-8")
    Case.create(tmp_path / "case", title="Real").close()
    before = sorted(path.name for path in (tmp_path / "case").iterdir())
    result = CliRunner().invoke(app, ["demo", "--quiet", "--out", str(tmp_path)])
    assert result.exit_code == 3
    assert sorted(path.name for path in (tmp_path / "case").iterdir()) == before


def test_an_earlier_demonstration_gives_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(Exception):
        pass

    def stop(*_: object, **__: object) -> None:
        raise Stopped

    # Stopped half-way, then begun anew: what was left does not stand in the way.
    monkeypatch.setattr("kashf.pipeline.demonstrating.run_case", stop)
    heads = []
    for _ in range(2):
        with pytest.raises(Stopped):
            demonstrate(tmp_path / "demo")
        with Case(tmp_path / "demo" / "case") as case:
            heads.append(case.log.tail()[0].head)
            assert len(case.items()) == 8
    assert heads[0] != heads[1]
