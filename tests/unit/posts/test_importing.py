"""Tables through mappings, duplicates, frames, and bytes that do not depend on threads."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kashf import schema
from kashf.errors import InputError, UsageError
from kashf.files import sha256
from kashf.posts import draft_mapping, import_files, import_frame
from kashf.posts.mapping import load_mapping
from kashf.settings import ImportSettings

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data"
NOW = datetime(2021, 5, 6, 7, 8, 9, tzinfo=UTC)
UNIX = int(NOW.timestamp())


def mapped(tmp_path: Path, content: str, mapping: str, **settings: object) -> pa.Table:
    path = tmp_path / "data.txt"
    path.write_text(content)
    toml = tmp_path / "m.toml"
    toml.write_text(mapping)
    made = ImportSettings(mapping=str(toml), **settings)  # type: ignore[arg-type]
    return pq.read_table(import_files([path], made, tmp_path / "out").path)


MAPPING = """platform = "site"
zone = "UTC"
[columns]
post_id = "id"
account_id = "who"
time = "when"
urls = "links"
hashtags = "tags"
"""


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("[]", []),
        ("nan", []),
        ("None", []),
        ("", []),
        (
            '["https://a.org/?x=1,2", "nan", "https://b.org"]',
            ["https://a.org/?x=1,2", "https://b.org"],
        ),
        ("['https://a.org', 'https://b.org']", ["https://a.org", "https://b.org"]),
        ("[https://a.org/1,2, https://b.org]", ["https://a.org/1,2", "https://b.org"]),
        ("[https://a.org,https://b.org]", ["https://a.org", "https://b.org"]),
        ("https://a.org,https://b.org", ["https://a.org", "https://b.org"]),
        (
            "https://a.org https://b.org|https://c.org",
            ["https://a.org", "https://b.org", "https://c.org"],
        ),
        ('["\\u0633"]', ["س"]),
        ('["cut', []),
    ],
)
def test_lists_of_links(tmp_path: Path, cell: str, wanted: list[str]) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    table = mapped(tmp_path, f"id,who,when,links,tags\n1,a,2021-05-06,{quoted},\n", MAPPING)
    assert table.column("urls").to_pylist() == [wanted]


def test_hashtags_and_separator(tmp_path: Path) -> None:
    rows = 'id,who,when,links,tags\n1,a,2021-05-06,x y,"#ماء, #b"\n2,a,2021-05-06,,a;null\n'
    table = mapped(tmp_path, rows, MAPPING)
    assert table.column("hashtags").to_pylist() == [["ماء", "b"], ["a"]]
    rows = "id,who,when,links,tags\n1,a,2021-05-06,,a b/c\n"
    table = mapped(tmp_path, rows, 'separator = "/"\n' + MAPPING)
    assert table.column("hashtags").to_pylist() == [["a b", "c"]]


@pytest.mark.parametrize(
    ("cell", "top"),
    [
        ("2021-05-06 07:08:09", 'zone = "UTC"'),
        ("2021-05-06T10:08:09", 'zone = "Asia/Baghdad"'),
        ("2021-05-06T10:08:09+03:00", 'zone = "America/New_York"'),
        ("2021-05-06T10:08:09+03:00", ""),
        ("2021-05-06T10:08:09+0300", ""),
        ("2021-05-06 10:08:09 +03", ""),
        ("2021-05-06T07:08:09.000Z", ""),
        ("2021-05-06 03:08:09 EDT", ""),
        ("2021-05-06 02:08:09 EST", 'zone = "UTC"'),
        ("2021-05-06 09:08:09 CEST", ""),
        ("2021-05-06 07:08:09 UTC", ""),
        ("Thu May 06 07:08:09 +0000 2021", ""),
        (str(UNIX), ""),
        (str(UNIX * 1000), ""),
        (str(UNIX * 1_000_000), ""),
        (f"{UNIX}.0", 'time_unit = "s"'),
        (str(UNIX * 1000), 'time_unit = "ms"'),
        ("06/05/2021 07.08.09", 'zone = "UTC"\ntime_format = "%d/%m/%Y %H.%M.%S"'),
        ("06/05/2021 10:08:09 +0300", 'time_format = "%d/%m/%Y %H:%M:%S %z"'),
    ],
)
def test_spellings_of_time(tmp_path: Path, cell: str, top: str) -> None:
    mapping = MAPPING.replace('zone = "UTC"', top)
    table = mapped(tmp_path, f"id,who,when,links,tags\n1,a,{cell},,\n", mapping)
    assert table.column("time").to_pylist() == [NOW]


@pytest.mark.parametrize("cell", ["2021-05-06 10:08:09 PM", "2021-05-06 10:08 XYZ", "5", "1e40"])
def test_doubtful_times_are_rejected(tmp_path: Path, cell: str) -> None:
    rows = f"id,who,when,links,tags\n1,a,{cell},,\n2,a,2021-05-06 07:08:09,,\n"
    table = mapped(tmp_path, rows, MAPPING, max_rejected=1.0)
    assert table.column("post_id").to_pylist() == ["2"]


def test_time_without_zone_is_an_error_unless_assumed(tmp_path: Path) -> None:
    rows = "id,who,when,links,tags\n1,a,2021-05-06 10:08:09,,\n"
    mapping = MAPPING.replace('zone = "UTC"', "")
    with pytest.raises(InputError, match="carry no time zone"):
        mapped(tmp_path, rows, mapping, max_rejected=1.0)
    table = mapped(tmp_path, rows, mapping, assume_zone="Asia/Baghdad")
    assert table.column("time").to_pylist() == [NOW]
    with pytest.raises(UsageError, match="not a time zone"):
        mapped(tmp_path, rows, mapping, assume_zone="Baghdad")


def test_json_lines_through_a_mapping(tmp_path: Path) -> None:
    rows = (
        '{"id": 12345678901234567, "who": {"id": 5}, "when": 1620284889, "links": ["http://a.org"], "tags": [{"t": "x"}]}\n'
        '{"id": 1.5e18, "who": {"id": 5}, "when": 1620284889, "links": [], "tags": null}\n'
    )
    mapping = MAPPING.replace('"who"', '"who.id"').replace('"tags"', '"tags.t"')
    table = mapped(tmp_path, rows, mapping, max_rejected=1.0)
    (row,) = table.to_pylist()
    assert (row["post_id"], row["account_id"], row["time"]) == ("12345678901234567", "5", NOW)
    assert (row["urls"], row["hashtags"], row["source_row"]) == (["http://a.org"], ["x"], 1)


def test_mapping_to_actions_and_any_seconds(tmp_path: Path) -> None:
    mapping = 'table = "actions"\nkind = "url"\n[columns]\nobject_id = "o"\naccount_id = "a"\npost_id = "p"\ntime = "t"\n'
    table = mapped(tmp_path, "o,a,p,t\nx,1,2,-5\nx,1,3,0.5\nx,1,4,4000000000000\n", mapping)
    assert table.schema.equals(schema.ACTIONS)
    assert table.column("time").cast(pa.int64()).to_pylist() == [-5_000_000, 500_000, 4 * 10**18]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("platform = ", "not valid TOML"),
        ('platform = "x"\n[columns]\ntime = "t"', "lacks account_id"),
        ('[columns]\ntime = "t"\naccount_id = "a"', "platform is missing"),
        ('platform = "x"\n[columns]\ntime = "t"\naccount_id = "a"\nwho = "b"', "'who'"),
        ('platfrom = "x"\n[columns]\ntime = "t"\naccount_id = "a"', "platfrom: unknown"),
        ('platform = "x"\nzone = "Nowhere"\n[columns]\ntime = "t"\naccount_id = "a"', "Nowhere"),
        ('platform = "x"\nencoding = "zip"\n[columns]\ntime = "t"\naccount_id = "a"', "encoding"),
        ('platform = "x"\n[columns]\ntime = "t"\naccount_id = []', "names no column"),
    ],
)
def test_mistakes_in_a_mapping(tmp_path: Path, toml: str, message: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(toml)
    with pytest.raises(UsageError, match=message):
        load_mapping(path)


def test_mapped_column_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'when', which the table lacks.*'time'"):
        mapped(tmp_path, "id,who,time,links,tags\n1,a,2021-05-06,,\n", MAPPING)


def test_generated_ids_name_file_and_row(tmp_path: Path) -> None:
    mapping = MAPPING.replace('post_id = "id"\n', "")
    table = mapped(
        tmp_path, "id,who,when,links,tags\n1,a,2021-05-06,,\n1,a,2021-05-06,,\n", mapping
    )
    prefix = sha256(tmp_path / "data.txt")[:12]
    assert table.column("post_id").to_pylist() == [f"{prefix}:1", f"{prefix}:2"]


def twitter(*rows: str) -> str:
    return "\n".join(["tweetid,userid,tweet_text,tweet_time,urls,retweet_tweetid", *rows, ""])


def test_duplicates_become_one(tmp_path: Path) -> None:
    a, b = tmp_path / "a.csv", tmp_path / "b.csv"
    a.write_text(twitter("1,9,,2021-05-06 07:08,[],", "2,9,two,2021-05-06 07:08,[],"))
    b.write_text(
        twitter(
            "3,9,c,2021-05-06 07:08,[],",
            "1,9,one,2021-05-06 07:09,[x],7",
            "1,8,late,2021-05-06 07:09,[],",
        )
    )
    report = import_files([a, b], ImportSettings(), tmp_path / "out")
    assert (report.read, report.rows, report.duplicates) == (5, 3, 2)
    rows = pq.read_table(report.path).to_pylist()
    assert [row["post_id"] for row in rows] == ["1", "2", "3"]
    first = rows[0]
    assert (first["text"], first["urls"], first["repost_of"]) == ("one", ["x"], "7")
    assert (first["account_id"], first["source_file"], first["time"].minute) == ("9", "a.csv", 8)
    assert pq.read_table(report.path).schema.equals(schema.POSTS)


def test_many_duplicates_match_a_plain_loop(tmp_path: Path) -> None:
    rng = random.Random(3)
    rows = [(str(rng.randrange(9_000)), rng.choice(["", "a", "b"])) for _ in range(30_000)]
    path = tmp_path / "a.csv"
    path.write_text(twitter(*(f"{i},9,{t},2021-05-06 07:08,[]," for i, t in rows)))
    report = import_files([path], ImportSettings(), tmp_path / "out")
    wanted: dict[str, str | None] = {}
    for number, text in rows:
        wanted[number] = wanted.get(number) or text or None
    table = pq.read_table(report.path)
    assert dict(zip(table["post_id"].to_pylist(), table["text"].to_pylist(), strict=True)) == wanted
    assert table["post_id"].to_pylist() == list(wanted)
    assert report.duplicates == len(rows) - len(wanted)


def test_actions_are_taken_as_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("object_id,account_id,content_id,timestamp_share\no,a,p,1\no,a,p,1\nq,a,p,1\n")
    report = import_files([path], ImportSettings(), tmp_path / "out")
    assert (report.table, report.rows, report.duplicates) == ("actions", 3, 0)
    assert pq.read_table(report.path).schema.equals(schema.ACTIONS)


def test_rows_without_an_object_are_no_actions(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"{o},u{i},p{i},{i}\n" for i, o in enumerate(["a", "", "nan", "NULL", "b"]))
    path.write_text("object_id,account_id,content_id,timestamp_share\n" + rows)
    report = import_files([path], ImportSettings(), tmp_path / "out")
    assert (report.rows, report.rejected) == (2, 0)
    assert report.notes == ("a.csv: 3 rows have no object.",)


def test_same_bytes_whatever_the_number_of_threads(tmp_path: Path) -> None:
    rng = random.Random(1)
    rows = [
        f'{10**18 + rng.randrange(60_000)},9{i % 7},"{"نص " * rng.randrange(40)}\n",2021-05-06 07:08,[],'
        for i in range(70_000)
    ]
    for place in range(0, len(rows), 1_000):
        rows[place] = rows[place].replace("2021-05-06 07:08", "soon")
    rows[500] = '1,"open'
    path = tmp_path / "a.csv"
    path.write_text(twitter(*rows))
    made = {
        import_files(
            [path], ImportSettings(), tmp_path / f"{threads}", threads=threads
        ).path.read_bytes()
        for threads in (1, 2, 4)
    }
    assert len(made) == 1
    aside = {(tmp_path / f"{n}/rejected.ndjson").read_bytes() for n in (1, 2, 4)}
    assert len(aside) == 1
    lines = [json.loads(line)["row"] for line in aside.pop().splitlines()]
    assert lines == sorted(lines)
    assert len(lines) == 71
    table = pq.read_table(tmp_path / "1/posts.parquet")
    assert table["source_row"].to_pylist() == sorted(table["source_row"].to_pylist())


POSTS = {
    "platform": ["x", "x"],
    "post_id": ["1", "2"],
    "account_id": ["9", "9"],
    "time": [NOW, NOW],
    "urls": [["https://a.org"], []],
}


def test_frames_of_any_library(tmp_path: Path) -> None:
    for frame in (pd.DataFrame(POSTS), pl.DataFrame(POSTS), pa.table(POSTS)):
        report = import_frame(frame, ImportSettings(), tmp_path / "out")
        table = pq.read_table(report.path)
        assert table.schema.equals(schema.POSTS)
        assert table["urls"].to_pylist() == POSTS["urls"]
        assert table["time"].to_pylist() == POSTS["time"]


def test_frame_of_actions_and_mistakes(tmp_path: Path) -> None:
    frame = {"object_id": ["o"], "account_id": [5], "content_id": [7], "timestamp_share": [-3]}
    report = import_frame(pa.table(frame), ImportSettings(), tmp_path / "out")
    (row,) = pq.read_table(report.path).to_pylist()
    assert (row["kind"], row["account_id"], row["post_id"]) == ("object", "5", "7")
    with pytest.raises(UsageError, match="not a table"):
        import_frame([1], ImportSettings(), tmp_path / "out")
    with pytest.raises(InputError, match="no importer knows"):
        import_frame(pa.table({"a": [1]}), ImportSettings(), tmp_path / "out")
    with pytest.raises(InputError, match="lost digits"):
        import_frame(
            pa.table(POSTS | {"post_id": [1e18, 2e18]}),
            ImportSettings(max_rejected=1),
            tmp_path / "out",
        )


def test_own_table_survives_another_round(tmp_path: Path) -> None:
    first = import_frame(pa.table(POSTS), ImportSettings(), tmp_path / "1")
    again = import_files([first.path], ImportSettings(), tmp_path / "2")
    drop = ["source_file", "source_row"]
    one, two = pq.read_table(first.path), pq.read_table(again.path)
    assert one.drop_columns(drop).equals(two.drop_columns(drop))


def test_draft_is_a_valid_mapping_that_works(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        "Status ID;المستخدم;Posted;Body text;Shared links;lang\n"
        "11;a;2021-05-06T07:08:09Z;كلام طويل عن الماء في المدينة اليوم;https://a.org;ar\n"
        "12;b;2021-05-06T07:08:09Z;كلام آخر عن الماء في المدينة;;ar\n"
    )
    text = draft_mapping(path)
    toml = tmp_path / "m.toml"
    toml.write_text(text)
    mapping = load_mapping(toml)
    assert mapping.columns["post_id"] == "Status ID"
    assert mapping.columns["account_id"] == "المستخدم"
    assert mapping.columns["time"] == "Posted"
    assert mapping.delimiter == ";"
    report = import_files([path], ImportSettings(mapping=str(toml)), tmp_path / "out")
    assert report.rows == 2


def test_draft_hides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    name = "text\u202e"
    path.write_text(f"id,user,date,{name}\n1,a,2024-01-01 10:00:00Z,\u202eabc\x9b31m\u2028x\n")
    draft = draft_mapping(path)
    assert not set(draft) & set("\u202e\x9b\u2028")
    assert tomllib.loads(draft)["columns"]["text"] == name


def test_draft_notices_units_and_missing_zones(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"id,user,created\n5,a,{UNIX * 1000}\n6,b,{UNIX * 1000}\n")
    assert 'time_unit = "ms"' in draft_mapping(path)
    path.write_text("id,user,created\n5,a,06/05/2021 07:08\n6,b,07/05/2021 07:08\n")
    draft = draft_mapping(path)
    assert "# zone =" in draft
    assert "# time_format =" in draft
    path.write_text('id,"a\x07""b",x\n5,a,b\n')
    assert 'account_id = "?"' in draft_mapping(path)


_MEMORY = """
import resource, sys
from pathlib import Path
from kashf.posts import import_files
from kashf.settings import ImportSettings
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
report = import_files([Path(sys.argv[1])], ImportSettings(), Path(sys.argv[2]), memory_limit="150MB")
print(report.rows, report.duplicates, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_file_larger_than_the_memory_limit(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    filler = "word " * 100
    with path.open("w") as file:
        file.write("tweetid,userid,tweet_text,tweet_time,urls\n")
        for block in range(60):
            rows = (
                f"{10**18 + (block * 10_000 + i) % 590_000},9,{i} {filler},2021-05-06 07:08,[]\n"
                for i in range(10_000)
            )
            file.write("".join(rows))
    assert path.stat().st_size > 300_000_000
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY, str(path), str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=True,
    )
    rows, duplicates, grown = map(int, done.stdout.split())
    assert (rows, duplicates) == (590_000, 10_000)
    assert grown < 600


@pytest.mark.skipif(not DATA.exists(), reason="needs the real data in ../shared/data")
def test_real_tables(tmp_path: Path) -> None:
    mapping = ImportSettings(mapping=str(ROOT / "examples/ira_clemson.toml"))
    path = DATA / "ira_posts_2012_2015.parquet"
    report = import_files([path], mapping, tmp_path / "ira")
    assert (report.rows, report.rejected, report.platforms) == (286_900, 0, ("x",))
    assert any("made from the file and the row" in note for note in report.notes)
    source = pq.read_table(path)
    table = pq.read_table(report.path)
    assert table["text"].to_pylist()[:1000] == [
        t or None for t in source["text"].to_pylist()[:1000]
    ]
    assert table["time"][0].as_py() == source["timestamp"][0].as_py().replace(tzinfo=UTC)
    retweets = import_files([DATA / "coortweet_russian.parquet"], ImportSettings(), tmp_path / "c")
    assert (retweets.table, retweets.rows + retweets.duplicates) == ("actions", 35_125)
