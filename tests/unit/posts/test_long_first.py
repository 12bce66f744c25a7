"""Files whose first line or record is longer than what is looked at first."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from kashf.errors import InputError, UnknownFormatError
from kashf.posts import import_files, sniff
from kashf.posts.sampling import take_sample
from kashf.settings import ImportSettings

LONG = 3 << 20


def status(number: int, text: str) -> dict[str, object]:
    return {
        "id": str(number),
        "created_at": "2024-01-01T10:00:00.000Z",
        "content": text,
        "visibility": "public",
        "account": {"id": "7", "acct": "name@example.org"},
    }


@pytest.mark.parametrize("content", ["lines", "one line", "array"])
def test_long_first_record(tmp_path: Path, content: str) -> None:
    records = [status(0, "x" * LONG), status(1, "short")][: 1 if content == "one line" else 2]
    text = "\n".join(map(json.dumps, records)) if content != "array" else json.dumps(records)
    path = tmp_path / "a.json"
    path.write_text(text)
    report = import_files([path], ImportSettings(), tmp_path / "out")
    assert (report.rows, report.rejected) == (len(records), 0)


@pytest.mark.parametrize("unit", ["x", "a,b,", "tweetid,userid,tweet_text,tweet_time,"])
def test_long_first_line_of_a_table(tmp_path: Path, unit: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(unit * (LONG // len(unit)) + "\n1,2,3,4\n")
    with pytest.raises(InputError, match=r"plain text|no importer knows|Several columns"):
        sniff(path)


def test_endless_first_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kashf.posts.sampling.MAX_LINE", LONG)
    path = tmp_path / "a.csv"
    path.write_text("tweetid," * (LONG // 2))
    with pytest.raises(UnknownFormatError, match="first line is longer"):
        take_sample(path)


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_packed_parquet(tmp_path: Path, pack) -> None:
    rows = {"object_id": ["a"], "account_id": ["1"], "content_id": ["x"], "timestamp_share": [1]}
    pq.write_table(pa.table(rows), tmp_path / "a.parquet")
    path = tmp_path / "packed"
    path.write_bytes(pack((tmp_path / "a.parquet").read_bytes()))
    report = import_files([path], ImportSettings(), tmp_path / "out")
    assert (report.table, report.rows, report.files[0].size) == ("actions", 1, path.stat().st_size)


def test_packed_parquet_cut_short(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": range(9999)}), tmp_path / "a.parquet")
    path = tmp_path / "a.parquet.gz"
    path.write_bytes(gzip.compress((tmp_path / "a.parquet").read_bytes())[:-500])
    with pytest.raises(InputError, match="damaged or cut short"):
        take_sample(path)


def chat(number: int) -> dict[str, object]:
    text = {"type": "message", "date_unixtime": "1704103200", "date": "2024-01-01T10:00:00",
            "from": "A", "from_id": "user1", "text": "a"}  # fmt: skip
    return {"name": "chat", "type": "group", "id": number, "messages": [{"id": 5, **text}]}


@pytest.mark.parametrize("indent", [None, 1])
def test_documents_on_one_line_or_many(tmp_path: Path, indent: int | None) -> None:
    whole = {"about": "", "chats": {"about": "", "list": [chat(1), chat(2)]}}
    for name, content in (("one", chat(3)), ("whole", whole)):
        (tmp_path / name).write_text(json.dumps(content, indent=indent))
    paths = [tmp_path / "one", tmp_path / "whole"]
    report = import_files(paths, ImportSettings(), tmp_path / "out")
    ids = pq.read_table(report.path).column("post_id").to_pylist()
    assert ids == ["3/5", "1/5", "2/5"]


@pytest.mark.parametrize("indent", [None, 1])
def test_documents_through_a_mapping(tmp_path: Path, indent: int | None) -> None:
    messages = [{"sender_name": "a", "timestamp_ms": 1_700_000_000_000 + i} for i in range(3)]
    content = {"participants": [{"name": "a"}], "messages": messages}
    (tmp_path / "a.json").write_text(json.dumps(content, indent=indent))
    toml = tmp_path / "m.toml"
    toml.write_text(
        'platform = "messenger"\n[columns]\naccount_id = "sender_name"\ntime = "timestamp_ms"\n'
    )
    report = import_files(
        [tmp_path / "a.json"], ImportSettings(mapping=str(toml)), tmp_path / "out"
    )
    assert (report.rows, report.rejected) == (3, 0)
