"""Files that are damaged, odd or made to do harm."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kashf.errors import InputError, KashfError, TooManyRejectedError, UnknownFormatError
from kashf.posts import ImportReport, import_files, sniff
from kashf.settings import ImportSettings

HEADER = "tweetid,userid,tweet_text,tweet_time,urls"
ANY = ImportSettings(max_rejected=1.0)
Import = Callable[..., ImportReport]


def row(number: int, text: str = "نص", time: str = "2021-05-06 07:08") -> str:
    return f"{10**18 + number},9{number},{text},{time},[]"


def csv(*rows: str, end: str = "\n", header: str = HEADER) -> bytes:
    return "".join(line + end for line in (header, *rows)).encode()


@pytest.fixture
def run(tmp_path: Path) -> Import:
    def call(content: bytes, settings: ImportSettings = ANY, name: str = "f.csv") -> ImportReport:
        path = tmp_path / name
        path.write_bytes(content)
        return import_files([path], settings, tmp_path / "out")

    return call


def texts(report: ImportReport) -> list[str]:
    return pq.read_table(report.path).column("text").to_pylist()


def aside(report: ImportReport) -> list[dict[str, object]]:
    path = report.path.parent / "rejected.ndjson"
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_empty_file(run: Import) -> None:
    with pytest.raises(InputError, match="is empty"):
        run(b" \n")


def test_header_only(run: Import) -> None:
    report = run(csv())
    assert (report.rows, report.read) == (0, 0)
    assert pq.read_table(report.path).num_rows == 0
    assert any("no rows" in note for note in report.notes)


def test_last_line_cut(run: Import) -> None:
    report = run(csv(row(1), row(2)) + b'1000000000000000003,93,"cut of')
    assert report.rows == 2
    assert [r["row"] for r in aside(report)] == [3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(run: Import, end: str) -> None:
    report = run(csv(row(1), row(2, '"a\nb"'), end=end))
    assert texts(report) == ["نص", "a\nb"]


def test_mixed_line_ends(run: Import) -> None:
    report = run(csv(row(1), end="\r\n") + csv(row(3), header=row(2)))
    assert report.rows == 3


def test_byte_order_mark_and_separators(run: Import) -> None:
    for mark in (";", "\t", "|"):
        content = csv(row(1), row(2)).replace(b",", mark.encode())
        assert run(b"\xef\xbb\xbf" + content).rows == 2


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_decoded(run: Import, encoding: str) -> None:
    text = csv(row(1), row(2)).decode()
    if encoding != "utf-16":
        text = "\ufeff" + text
    assert texts(run(text.encode(encoding))) == ["نص", "نص"]


@pytest.mark.parametrize("encoding", ["cp1256", "latin-1"])
def test_other_encodings_name_the_byte(run: Import, encoding: str) -> None:
    text = "نص" if encoding == "cp1256" else "été"
    content = csv(row(1, text)).decode().encode(encoding)
    place = len(HEADER) + 1 + len(f"{10**18 + 1},91,")
    with pytest.raises(InputError, match=rf"byte {place} is 0x"):
        run(content)


def test_other_encodings_are_read_when_named(run: Import, tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'platform = "x"\nzone = "UTC"\nencoding = "cp1256"\n[columns]\npost_id = "tweetid"\n'
        'account_id = "userid"\ntime = "tweet_time"\ntext = "tweet_text"\n'
    )
    content = csv(row(1)).decode().encode("cp1256")
    assert texts(run(content, ImportSettings(mapping=str(mapping)))) == ["نص"]


def test_one_line_in_another_encoding_costs_that_line(run: Import) -> None:
    rows = [row(i) for i in range(9)]
    report = run(csv(*rows) + row(10, "été").encode("latin-1") + b"\n" + csv(header=row(11)))
    assert report.rows == 10
    assert aside(report)[0]["row"] == 10
    assert "UTF-8" in str(aside(report)[0]["reason"])


def test_nul_character(run: Import) -> None:
    report = run(csv(row(1), row(2, "a\0b"), row(3)))
    assert report.rows == 2
    assert report.reasons == {"it holds a NUL character": 1}
    assert aside(report)[0]["row"] == 2


def test_stray_quote_costs_one_line_only(run: Import) -> None:
    rows = [row(i) for i in range(50)]
    rows[10] = row(10, '"never closed')
    rows[20] = row(20, '"closed" and on')
    rows[30] = row(30, '"good ""quoted"", text"')
    report = run(csv(*rows))
    assert report.rows == 48
    assert [r["row"] for r in aside(report)] == [11, 21]
    assert 'good "quoted", text' in texts(report)


def test_open_quote_followed_by_quoted_rows(run: Import) -> None:
    rows = [row(1), row(2, '"open'), row(3, '"b"'), row(4, '"c, d"')]
    report = run(csv(*rows))
    assert texts(report) == ["نص", "b", "c, d"]
    assert [r["row"] for r in aside(report)] == [2]


def test_wrong_number_of_columns(run: Import) -> None:
    report = run(csv(row(1), "1,2,3", row(2) + ",more", row(3) + ",", row(4)))
    assert report.rows == 3
    assert [r["row"] for r in aside(report)] == [2, 3]


def test_content_changes_midway(run: Import) -> None:
    good = [row(i) for i in range(40)]
    report = run(csv(*good, '{"rest_id": "1"}', "<html>", *[row(i) for i in range(40, 60)]))
    assert report.rows == 60
    assert report.rejected == 2


def test_line_of_ten_megabytes(run: Import) -> None:
    big = "x" * 10_000_000
    report = run(csv(row(1), row(2, big), row(3)))
    assert [len(text) for text in texts(report)] == [2, 10_000_000, 2]


def test_endless_line_is_bounded(run: Import) -> None:
    report = run(gzip.compress(csv(row(1)) + b"x" * (80 << 20) + b"\n" + csv(header=row(2))))
    assert report.rows == 2
    (record,) = aside(report)
    assert "64 MiB" in str(record["reason"])
    assert len(str(record["line"])) == 2000


def test_duplicate_column_names(run: Import) -> None:
    with pytest.raises(InputError, match="'userid'"):
        run(csv(row(1) + ",7", header=HEADER + ",userid"))


def test_duplicate_columns_are_refused_however_the_format_was_named(
    run: Import, tmp_path: Path
) -> None:
    twice = csv(row(1) + ",7", header=HEADER + ",tweetid")
    with pytest.raises(InputError, match="Several columns are called 'tweetid'"):
        run(twice, ImportSettings(format="twitter_io"))
    mapping = tmp_path / "m.toml"
    mapping.write_text('platform = "x"\nzone = "UTC"\n[columns]\npost_id = "tweetid"\n'
                       'account_id = "userid"\ntime = "tweet_time"\n')  # fmt: skip
    with pytest.raises(InputError, match="Several columns are called 'tweetid'"):
        run(twice, ImportSettings(mapping=str(mapping)))


def test_duplicate_columns_that_nothing_is_read_from(run: Import) -> None:
    assert run(csv(row(1) + ",7,8", header=HEADER + ",more,more")).rows == 1


def test_all_ids_mangled(run: Import) -> None:
    with pytest.raises(InputError, match="post_id") as error:
        run(csv(*[row(i).replace(str(10**18 + i), "1.23457E+18") for i in range(5)]))
    assert "floating-point" in str(error.value)


def test_ids_mended_and_lost(run: Import) -> None:
    rows = ["123.0,9,a,2021-05-06 07:08,[]", "1234567890123456789.0,9,b,2021-05-06 07:08,[]"]
    report = run(csv(*rows, row(3)))
    assert pq.read_table(report.path).column("post_id").to_pylist() == ["123", str(10**18 + 3)]
    assert any("1 rows had ids written like 12.0" in note for note in report.notes)
    (reason,) = report.reasons
    assert reason.startswith("post_id lost digits")


def test_float_ids_in_parquet(tmp_path: Path) -> None:
    path = tmp_path / "f"
    columns = {"tweetid": [1.2e18, 1.3e18], "userid": ["1", "2"], "tweet_text": ["a", "b"]}
    pq.write_table(pa.table(columns | {"tweet_time": ["2021-05-06 07:08"] * 2}), path)
    with pytest.raises(InputError, match="lost digits"):
        import_files([path], ANY, tmp_path / "out")
    pq.write_table(
        pa.table(columns | {"tweetid": [12.0, 2.0**60], "tweet_time": ["2021-05-06 07:08"] * 2}),
        path,
    )
    report = import_files([path], ANY, tmp_path / "out")
    assert pq.read_table(report.path).column("post_id").to_pylist() == ["12"]


def test_absurd_and_missing_times(run: Import) -> None:
    rows = [row(1, time="1969-01-01 00:00"), row(2, time="2101-01-01 00:00")]
    rows += [row(3, time=""), row(4, time="soon"), row(5, time="infinity"), row(6)]
    report = run(csv(*rows))
    assert report.rows == 1
    assert report.reasons == {
        "time is before 1990 or after 2100": 2,
        "time is missing": 1,
        "time can't be read": 2,
    }


def test_too_many_rejected_leaves_nothing_behind(run: Import, tmp_path: Path) -> None:
    with pytest.raises(TooManyRejectedError, match="time is missing") as error:
        run(csv(row(1), row(2, time="")), ImportSettings(max_rejected=0.4))
    assert error.value.exit_code == 3
    assert error.value.reasons == {"time is missing": 1}
    assert not (tmp_path / "out").exists()


def test_a_failed_import_leaves_the_former_result(run: Import, tmp_path: Path) -> None:
    report = run(csv(row(1)))
    before = report.path.read_bytes()
    with pytest.raises(TooManyRejectedError):
        run(csv(row(1), row(2, time="")), ImportSettings(max_rejected=0.4))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["posts.parquet"]
    assert report.path.read_bytes() == before


def test_stale_rejected_rows_go_away(run: Import, tmp_path: Path) -> None:
    run(csv(row(1), row(2, time="")))
    assert (tmp_path / "out/rejected.ndjson").exists()
    run(csv(row(1)))
    assert not (tmp_path / "out/rejected.ndjson").exists()


def test_truncated_gz(run: Import) -> None:
    packed = gzip.compress(csv(*[row(i, f"t{i * 7919 % 10007}") for i in range(20_000)]))
    report = run(packed[: len(packed) // 2])
    assert 0 < report.rows < 20_000
    assert "the compressed file is cut short or damaged" in report.reasons


def test_lone_surrogates(run: Import) -> None:
    content = json.dumps(status(1, "a \ud800 b")).encode() + b"\n"
    report = run(content)
    assert texts(report) == ["a \ufffd b"]


def status(number: int, text: str) -> dict[str, object]:
    return {
        "id": str(number),
        "created_at": "2021-05-06T07:08:00Z",
        "account": {"id": "9"},
        "content": text,
        "visibility": "public",
    }


def test_broken_and_deep_json_lines(run: Import) -> None:
    good = [json.dumps(status(i, "a")).encode() for i in range(4)]
    bomb = b'{"a":' + b"[" * 100_000
    nul = json.dumps(status(9, "a\0b")).encode()
    report = run(b"\n".join([good[0], bomb, good[1], b"{oops", b"7", nul, good[2], good[3][:30]]))
    assert report.rows == 3
    assert [r["row"] for r in aside(report)] == [2, 4, 5, 6, 8]
    assert len(report.reasons) == 4


def test_records_of_unexpected_shape(run: Import) -> None:
    odd = status(2, "b") | {"tags": 5, "mentions": {"a": 1}, "account": {"id": "8", "acct": []}}
    report = run(b"\n".join(json.dumps(x).encode() for x in (status(1, "a"), odd)))
    assert texts(report) == ["a", "b"]


def telegram(*messages: object) -> bytes:
    return json.dumps({"id": 5, "type": "channel", "messages": messages}, indent=1).encode()


def message(number: int) -> dict[str, object]:
    return {
        "id": number, "type": "message", "date": "2021-05-06T07:08:00",
        "date_unixtime": "1620284880", "from_id": "user1", "text": "a",
    }  # fmt: skip


def test_truncated_document(run: Import) -> None:
    content = telegram(*[message(i) for i in range(200)])
    report = run(content[: len(content) // 2])
    assert 90 < report.rows < 110
    assert report.rejected == 1
    assert any("what comes after the break is lost" in note for note in report.notes)


def test_deep_document(run: Import) -> None:
    content = telegram(message(1), message(2))[:-5] + b',{"id":3,"x":' + b"[" * 500_000
    report = run(content)
    assert report.rows == 2
    assert report.rejected == 1
    with pytest.raises(KashfError):
        run(b"[" * 500_000)


def test_telegram_without_unix_time(run: Import) -> None:
    old = [{k: v for k, v in message(i).items() if k != "date_unixtime"} for i in (1, 2)]
    with pytest.raises(InputError, match="carry no time zone"):
        run(telegram(*old))
    report = run(telegram(*old), ImportSettings(assume_zone="Asia/Baghdad"))
    times = pq.read_table(report.path).column("time").to_pylist()
    assert [time.hour for time in times] == [4, 4]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04aaaa", "ZIP"),
        (b"%PDF-1.7", "PDF"),
        (b"<html><body>", "web page"),
        (b"just some words\nand more\n", "plain text"),
        (b"a,b\n1,2\n", "'a', 'b'"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b'{"a": 1}\n{"a": 2}\n', "'a'"),
        (b'{"a": {"b": [1, 2]}}', "JSON"),
        (b"PAR1 but damaged", "damaged"),
    ],
)
def test_says_what_a_file_looks_like(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=what) as error:
        sniff(path)
    assert str(path) in str(error.value)


@pytest.mark.parametrize("name", ["it's.csv", 'a "b".csv', "ملف.csv", "a\nb.csv", "we[i]*?.csv"])
def test_odd_file_names(run: Import, tmp_path: Path, name: str) -> None:
    (tmp_path / "wei-x.csv").write_bytes(csv(row(5)))
    report = run(csv(row(1)), name=name)
    table = pq.read_table(report.path)
    assert table.column("source_file").to_pylist() == [name]
    assert report.rows == 1


def test_missing_and_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="no such file"):
        import_files([tmp_path / "none.csv"], ANY, tmp_path / "out")
    path = tmp_path / "f.csv"
    path.write_bytes(csv(row(1)))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="may not be read"):
        import_files([path], ANY, tmp_path / "out")


def test_folders(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    with pytest.raises(InputError, match="no files"):
        import_files([folder], ANY, tmp_path / "out")
    (folder / "notes.txt").write_text("just words")
    with pytest.raises(UnknownFormatError, match="None of the 1 files"):
        import_files([folder], ANY, tmp_path / "out")
    (folder / "sub/b.csv").write_bytes(csv(row(2, "b")))
    (folder / "a.csv").write_bytes(csv(row(1, "a")))
    (folder / ".hidden.csv").write_bytes(csv(row(3, "c")))
    (folder / "rejected.ndjson").write_text('{"file": "x"}')
    report = import_files([folder], ANY, tmp_path / "out")
    assert texts(report) == ["a", "b"]
    assert any("notes.txt" in note for note in report.notes)


def test_posts_and_actions_do_not_mix(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(csv(row(1)))
    (tmp_path / "b.csv").write_text("object_id,account_id,content_id,timestamp_share\no,a,c,1\n")
    with pytest.raises(InputError, match=r"a\.csv holds posts .* b\.csv holds actions"):
        import_files([tmp_path / "a.csv", tmp_path / "b.csv"], ANY, tmp_path / "out")


def test_parquet_text_that_is_not_utf_8(tmp_path: Path) -> None:
    raw = pa.array([b"a\xffb", b"c"], pa.binary()).cast(pa.large_binary())
    text = pa.Array.from_buffers(pa.large_string(), 2, raw.buffers())
    path = tmp_path / "f"
    names = ["tweetid", "userid", "tweet_time", "tweet_text"]
    pq.write_table(pa.table([["1", "2"], ["9", "9"], ["2021-05-06 07:08"] * 2, text], names), path)
    assert texts(import_files([path], ANY, tmp_path / "out")) == ["a\ufffdb", "c"]
