from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kashf.errors import InputError
from kashf.evidence.case import Case
from kashf.statements.cells import decode, free, guard
from kashf.statements.model import Span, Statement
from kashf.statements.review import Reviews
from kashf.statements.review_table import COLUMNS, export_csv, import_csv
from kashf.statements.taking import extract_item
from review_case import REPORT

HOSTILE = (
    '=HYPERLINK("http://invented.invalid";"x")', "@SUM(A1)", "'=1+1", "''x", "-2+3", "007", "5 March",
    "TRUE", "a\r\nb", "a,b;c\td", 'say "so"', "x\u202ey\x1b[2J", "1E5", "قال،؛", "\t=1", "\uff1d1",
)  # fmt: skip


@pytest.fixture
def table(reviews: Reviews, tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    assert export_csv(reviews, path) == 4
    return path


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def write(path: Path, rows: list[dict[str, str]], *, delimiter: str = ",", encoding: str = "utf-8-sig",
          names: tuple[str, ...] = COLUMNS) -> None:  # fmt: skip
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, names, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


def change(path: Path, row: int, **cells: str) -> None:
    rows = read(path)
    rows[row] |= cells
    write(path, rows)


def test_untouched_it_decides_nothing(reviews: Reviews, table: Path) -> None:
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    head = reviews.case.log.head()
    done = import_csv(reviews, table, by="Mara")
    assert (dict(done.decisions), done.unchanged, done.conflicts, done.errors) == ({}, 4, (), ())
    assert reviews.case.log.head() == head


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(",", "utf-8-sig"), (";", "utf-8"), ("\t", "utf-16"), (",", "utf-8")],
)
def test_as_spreadsheets_save_it(
    reviews: Reviews, table: Path, delimiter: str, encoding: str
) -> None:
    rows = read(table)
    rows[0] |= {"state": "accepted", "grade": "b2", "note": "heard"}
    rows[1] |= {"state": "rejected"}
    write(table, rows[::-1], delimiter=delimiter, encoding=encoding)
    done = import_csv(reviews, table, by="Mara")
    assert [d.action for d in done.decisions[1]] == ["grade", "accept"]
    assert (reviews.get("S1").state, reviews.get("S1").grade) == ("accepted", "B2")
    assert reviews.get("S1").decisions[-1].note == "heard"
    assert reviews.get("S2").state == "rejected" and done.unchanged == 2


def test_each_way_from_state_to_state(reviews: Reviews, table: Path) -> None:
    for start, end in (
        ("accepted", "rejected"), ("rejected", "accepted"), ("accepted", "candidate"),
        ("candidate", "rejected"), ("rejected", "candidate"),
    ):  # fmt: skip
        if reviews.get("S1").state != start:
            reviews.accept("S1", by="Mara")
        export_csv(reviews, table)
        change(table, 0, state=end)
        assert import_csv(reviews, table, by="Mara").errors == ()
        assert reviews.get("S1").state == end
    export_csv(reviews, table)
    change(table, 0, state="accepted", speaker_name="H. Z.")
    import_csv(reviews, table, by="Mara")
    export_csv(reviews, table)
    change(
        table, 0, speaker_name="Hind"
    )  # still "accepted" in the file: what is corrected is accepted
    import_csv(reviews, table, by="Nour")
    one = reviews.get("S1")
    assert (one.state, one.accepted_by, one.statement.speaker_name) == (
        "accepted",
        ("Nour",),
        "Hind",
    )


def test_parts_are_corrected(reviews: Reviews, table: Path) -> None:
    rows = read(table)
    assert rows[1]["content"] == "the quay was safe"
    start = int(rows[1]["content_start"])
    rows[1] |= {"content": "", "content_end": str(start + 8), "hedged": "YES", "force": "denies"}
    rows[2] |= {"speaker": "Vane", "speaker_start": "", "speaker_end": ""}  # searched
    rows[3] |= {"verb": "", "verb_start": "", "verb_end": "", "said_false": "no"}
    write(table, rows)
    assert import_csv(reviews, table, by="Mara").errors == ()
    one = reviews.get("S2").statement
    assert (one.content.text, one.hedged, one.force) == ("the quay", True, "denies")
    found = reviews.get("S3").statement.speaker
    at = REPORT.index("Vane")
    assert found == Span(text="Vane", start=at, end=at + 4)
    assert reviews.get("S4").statement.verb is None and not reviews.get("S4").statement.said_false


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"state": "perhaps"}, "state", "none of candidate"),
        ({"grade": "Z9"}, "grade", "no grade"),
        ({"force": "shouts"}, "force", "none of says"),
        ({"direct": "maybe"}, "direct", "neither yes nor no"),
        ({"note": "hm"}, "note", "goes with a decision"),
        ({"content": "other words"}, "content", "the source has"),
        ({"content_start": "x"}, "content_start", "no whole number"),
        ({"content_end": "99999"}, "content_start", "no stretch"),
        ({"content_start": "", "content_end": "", "content": "a"}, "content", "several places"),
        ({"content_start": "", "content_end": "", "content": "zzz"}, "content", "does not have"),
        ({"content": "", "content_start": "", "content_end": ""}, "content", "reject it instead"),
        ({"place": "elsewhere", "state": "accepted"}, "place", "can't be edited here"),
        ({"sums": "1 USD"}, "sums", "can't be edited here"),
        ({"statement": "S77"}, "statement", "no such statement"),
        ({"statement": "=cmd"}, "statement", "no such statement"),
        ({"statement": "S1"}, "statement", "stands in row 2"),
        ({"revision": "1E+15", "state": "accepted"}, "revision", "not what was exported"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_stops_all(
    reviews: Reviews, table: Path, cells: dict[str, str], column: str | None, words: str
) -> None:
    change(table, 0, state="accepted")
    change(table, 1, **cells)
    head = reviews.case.log.head()
    done = import_csv(reviews, table, by="Mara")
    assert [(e.row, e.column) for e in done.errors] == [(3, column)] and words in done.errors[
        0
    ].reason
    assert done.decisions == {} and reviews.case.log.head() == head


def test_conflicts_are_refused_one_by_one(reviews: Reviews, table: Path) -> None:
    for row in range(3):
        change(table, row, state="accepted")
    reviews.reject("S1", by="Nour", note="no")  # decided meanwhile, and edited in the file
    reviews.reject("S4", by="Nour")  # decided meanwhile, not edited in the file
    done = import_csv(reviews, table, by="Mara")
    assert [(p.row, p.column, p.statement) for p in done.conflicts] == [(2, "state", "S1")]
    assert "reject by Nour" in done.conflicts[0].reason and "(no)" in done.conflicts[0].reason
    assert [c.state for c in reviews.all()] == ["rejected", "accepted", "accepted", "rejected"]
    again = import_csv(reviews, table, by="Mara")  # nothing is decided twice
    assert again.decisions == {} and again.unchanged == 3


def test_another_case_s_table_is_in_conflict(reviews: Reviews, table: Path, tmp_path: Path) -> None:
    change(table, 0, state="accepted")
    with Case.create(tmp_path / "other", by="Maker") as other:
        other.add(tmp_path / "report.txt")
        theirs = Reviews(other)
        extract_item(theirs, other.item("E1"))
        done = import_csv(theirs, table, by="Mara")
        assert [p.statement for p in done.conflicts] == ["S1"] and done.decisions == {}


def test_two_reviewers_through_the_table(case: Case, reviews: Reviews, table: Path) -> None:
    two = Reviews(case, two_person=True)
    export_csv(two, table)
    change(table, 0, state="accepted")
    import_csv(two, table, by="Mara")
    assert two.get("S1").state == "candidate"
    export_csv(two, table)
    change(table, 0, state="accepted")
    assert "another reviewer" in import_csv(two, table, by="Mara").errors[0].reason
    import_csv(two, table, by="Nour")
    assert two.get("S1").state == "accepted"


def test_a_dry_run_writes_nothing(reviews: Reviews, table: Path) -> None:
    change(table, 0, state="accepted")
    head = reviews.case.log.head()
    done = import_csv(reviews, table, by="Mara", dry_run=True)
    assert [d.action for d in done.decisions[1]] == ["accept"] and reviews.case.log.head() == head


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "column 'statement': The column is missing"),
        (b"statement,what\n", "row 1, column 'what': There is no such column"),
        (b"statement,statement\n", "twice"),
        ("حالة".encode("cp1256"), "not UTF-8"),
        (b"statement\0", "zero bytes"),
        (b'statement,"revision\n', "no CSV"),
        ((",".join(COLUMNS) + "\nS1,r\n").encode(), "row 2: The row has 2 cells"),
        ((",".join(COLUMNS) + "\n" + "x," * 60 + "\n").encode(), "row 2: The row has 61 cells"),
        ((",".join(COLUMNS) + '\n"' + "x" * 200_000 + '"\n').encode(), "row 2: This is no CSV"),
    ],
)
def test_no_table(reviews: Reviews, tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as raised:
        import_csv(reviews, path, by="Mara")
    assert words in str(raised.value)


def test_hostile_content_comes_back_as_it_was(tmp_path: Path) -> None:
    source = "\n\n".join(HOSTILE)
    path = tmp_path / "=cmd.txt"
    path.write_bytes(source.encode())
    with Case.create(tmp_path / "case", by="Maker") as case:
        item = case.add(path)
        reviews = Reviews(case)
        text = reviews.text(item.sha256).text
        found = []
        for words in HOSTILE:
            clean = words.replace("\r\n", "\n") if words not in text else words
            assert clean in text
            at = text.index(clean)
            span = Span(text=clean, start=at, end=at + len(clean))
            found.append(Statement(speaker=span, verb=None, force="says", content=span))
        reviews.take(item, found, "rules 1")
        for n in range(len(found)):
            reviews.grade(f"S{n + 1}", "F6", by="=evil()", note="+1")
        before = reviews.all()
        table = tmp_path / "t.csv"
        export_csv(reviews, table)
        raw = table.read_text(encoding="utf-8-sig")
        assert "\u202e" not in raw and "\x1b" not in raw
        for row in read(table):
            assert not any(cell[:1] in set("=+-@\t\r\n\uff1d") for cell in row.values())
        assert import_csv(reviews, table, by="Mara").unchanged == len(HOSTILE)
        rows = read(table)
        for row in rows:  # as spreadsheets do: line ends change
            row |= {name: cell.replace("\r\n", "\n") for name, cell in row.items()}
            row["state"] = "accepted"
        write(table, rows)
        done = import_csv(reviews, table, by="Mara")
        assert done.errors == () and len(done.decisions) == len(HOSTILE)
        for one, was in zip(reviews.all(), before, strict=True):
            assert one.state == "accepted" and one.statement == was.statement


@given(st.text())
def test_a_guarded_cell_comes_back(text: str) -> None:
    assert decode(guard(text)) == text
    assert decode(text) in {text, text[1:]}


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    cell = free(text)
    assert not cell.lstrip().startswith(
        ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
    )
    assert not any("\u202a" <= char <= "\u202e" or char == "\x1b" for char in cell)


def test_long_cells_stay_below_what_a_spreadsheet_cuts() -> None:
    assert len(free("x" * 100_000)) < 32_767
