"""One body over every importer: what each must recognise, and what its table must look like."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from kashf import registry, schema
from kashf.errors import KashfError
from kashf.posts import import_files, sniff
from kashf.settings import ImportSettings

GROUP = "kashf.posts.formats"
TEXT = "خبر عن الماء في المدينة"
LENIENT = ImportSettings(max_rejected=1.0)
TIME = datetime(2021, 5, 6, 7, 8, tzinfo=UTC)
UNIX = int(TIME.timestamp())


def lines(*records: object) -> bytes:
    return b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)


def table(*rows: str) -> bytes:
    return "\n".join([*rows, ""]).encode()


def parquet(columns: dict[str, list[object]]) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink)
    return bytes(sink.getvalue())


def x_item(number: int, **legacy: object) -> dict[str, object]:
    return {
        "nav_index": "1",
        "item_id": str(number),
        "timestamp_collected": UNIX * 1000,
        "source_platform": "twitter.com",
        "data": {
            "rest_id": str(number),
            "core": {"user_results": {"result": {"legacy": {"screen_name": "nour"}}}},
            "legacy": {
                "full_text": TEXT,
                "created_at": "Thu May 06 07:08:00 +0000 2021",
                "user_id_str": "900",
                **legacy,
            },
        },
    }


def telegram(*messages: dict[str, object]) -> bytes:
    chat = {"name": "قناة", "type": "public_channel", "id": 55, "messages": list(messages)}
    return json.dumps(chat, ensure_ascii=False, indent=1).encode()


def message(number: object, **more: object) -> dict[str, object]:
    return {
        "id": number,
        "type": "message",
        "date": "2021-05-06T10:08:00",
        "date_unixtime": str(UNIX),
        "from": "قناة",
        "from_id": "channel55",
        "text": [TEXT, {"type": "link", "text": "https://example.org/a"}],
        "text_entities": [{"type": "link", "text": "https://example.org/a"}],
        **more,
    }


def bluesky(number: int, **record: object) -> dict[str, object]:
    return {
        "uri": f"at://did:plc:a/app.bsky.feed.post/{number}",
        "author": {"did": "did:plc:a", "handle": "a.example.org"},
        "record": {"text": TEXT, "createdAt": "2021-05-06T09:08:00+02:00", **record},
    }


def status(number: int, **more: object) -> dict[str, object]:
    return {
        "id": str(number),
        "created_at": "2021-05-06T07:08:00.000Z",
        "account": {"id": "9", "acct": "nour@example.org"},
        "content": f"<p>{TEXT}</p>",
        "visibility": "public",
        **more,
    }


def video(number: object, **more: object) -> dict[str, object]:
    return {
        "id": number,
        "create_time": UNIX,
        "username": "nour",
        "video_description": TEXT,
        "hashtag_names": ["ماء"],
        **more,
    }


CT = "Page Name,User Name,Facebook Id,Post Created,Type,URL,Message,Link,Final Link"

# Two good rows with the ids below, and one that can't be used.
FIXTURES: dict[str, Callable[[], bytes]] = {
    "twitter_io": lambda: table(
        "tweetid,userid,user_screen_name,tweet_language,tweet_text,tweet_time,hashtags,urls",
        f'1380000000000000001,900,nour,ar,{TEXT},2021-05-06 07:08,"[ماء, خبر]","[https://example.org/a,b]"',
        f"1380000000000000002,900,nour,ar,{TEXT},2021-05-06 07:08,[],[]",
        f"1.38E+18,900,nour,ar,{TEXT},2021-05-06 07:08,[],[]",
    ),
    "zeeschuimer": lambda: lines(
        x_item(1380000000000000001), x_item(1380000000000000002), x_item(3, created_at="soon")
    ),
    "fourcat": lambda: table(
        "id,thread_id,author,body,timestamp",
        f"1380000000000000001,1,nour,{TEXT},2021-05-06 07:08:00",
        f"1380000000000000002,1,nour,{TEXT},2021-05-06 07:08:00",
        f",1,nour,{TEXT},2021-05-06 07:08:00",
    ),
    "telegram": lambda: telegram(
        message(1),
        message(2, text=TEXT),
        message(None),
        {"id": 4, "type": "service", "date": "2021-05-06T10:08:00", "text": ""},
    ),
    "crowdtangle": lambda: table(
        CT,
        f"صفحة,p,77,2021-05-06 03:08:00 EDT,Link,https://facebook.com/77/posts/1,{TEXT},,https://example.org/a",
        f"صفحة,p,77,2021-05-06 02:08:00 EST,Link,https://facebook.com/77/posts/2,{TEXT},,",
        f"صفحة,p,77,2021-05-06 03:08:00,Link,https://facebook.com/77/posts/3,{TEXT},,",
    ),
    "coortweet": lambda: table(
        "object_id,account_id,content_id,timestamp_share",
        f"o1,a1,c1,{UNIX}",
        "o1,a2,c2,2021-05-06 07:08:00",
        "o1,,c3,5",
    ),
    "cnt": lambda: (
        b"\xef\xbb\xbf"
        + table(
            f"1,u1,nour,,,{TEXT},{UNIX},https://example.org/a https://example.org/b",
            f"2,u2,nour,1,,{TEXT},{UNIX}.0,",
            f"3,u3,nour,1,,{TEXT},never,",
        )
    ),
    "bluesky": lambda: lines(bluesky(1), bluesky(2), {"uri": "at://x"}),
    "mastodon": lambda: lines(status(1), status(2), status(3, created_at="1970-01-01T00:00:00Z")),
    "tiktok": lambda: json.dumps(
        {"data": {"videos": [video(7300000000000000001), video("2"), video(3.5)]}}
    ).encode(),
    "kashf_parquet": lambda: parquet(
        {
            "platform": ["x", "x", "x"],
            "post_id": ["1", "2", None],
            "account_id": ["900", "900", "900"],
            "time": [TIME, TIME, TIME],
            "text": [TEXT, TEXT, TEXT],
        }
    ),
}
FIRST_IDS = {
    "twitter_io": "1380000000000000001",
    "zeeschuimer": "1380000000000000001",
    "fourcat": "1380000000000000001",
    "telegram": "55/1",
    "crowdtangle": "https://facebook.com/77/posts/1",
    "coortweet": "c1",
    "cnt": "1",
    "bluesky": "at://did:plc:a/app.bsky.feed.post/1",
    "mastodon": "1",
    "tiktok": "7300000000000000001",
    "kashf_parquet": "1",
}
EVERY = pytest.mark.parametrize("name", registry.names(GROUP))


@pytest.fixture
def export(tmp_path: Path) -> Callable[[str], Path]:
    def write(name: str) -> Path:
        path = tmp_path / "export.bin"
        path.write_bytes(FIXTURES[name]())
        return path

    return write


@EVERY
def test_every_format_has_a_fixture_and_declares_itself(name: str) -> None:
    declared = registry.load(GROUP, name).FORMAT
    assert declared.name == name
    assert declared.title
    assert name in FIXTURES


@EVERY
def test_is_recognised_by_content_as_itself(name: str, export: Callable[[str], Path]) -> None:
    assert sniff(export(name)) == name


@EVERY
@pytest.mark.parametrize("other", sorted(FIXTURES))
def test_does_not_claim_other_formats(name: str, other: str, export: Callable[[str], Path]) -> None:
    from kashf.posts.sampling import take_sample

    score = registry.load(GROUP, name).FORMAT.sniff(take_sample(export(other)))
    assert (score > 0) == (name == other)


@EVERY
def test_table_has_the_schema_ids_as_text_and_utc_times(
    name: str, export: Callable[[str], Path], tmp_path: Path
) -> None:
    report = import_files([export(name)], LENIENT, tmp_path / "out")
    made = pq.read_table(report.path)
    wanted = schema.POSTS if report.table == "posts" else schema.ACTIONS
    assert made.schema.equals(wanted)
    schema.check(made, wanted, name)
    assert made.column("post_id")[0].as_py() == FIRST_IDS[name]
    assert set(made.column("time").to_pylist()) == {TIME}
    if report.table == "posts":
        assert [TEXT in text for text in made.column("text").to_pylist()] == [True, True]
        assert report.platforms == tuple(sorted(set(made.column("platform").to_pylist())))


@EVERY
def test_bad_rows_are_counted_and_kept_aside(
    name: str, export: Callable[[str], Path], tmp_path: Path
) -> None:
    path = export(name)
    report = import_files([path], LENIENT, tmp_path / "out")
    assert (report.read, report.rows, report.rejected) == (3, 2, 1)
    assert sum(report.reasons.values()) == 1
    (record,) = [
        json.loads(line) for line in (tmp_path / "out/rejected.ndjson").read_text().splitlines()
    ]
    assert record["file"] == path.name
    assert record["row"] == 3
    assert record["reason"] in report.reasons
    assert record["line"]
    assert [(file.format, file.rows, file.rejected) for file in report.files] == [(name, 2, 1)]


@EVERY
def test_packed_files_give_the_same_table(
    name: str, export: Callable[[str], Path], tmp_path: Path
) -> None:
    path = export(name)
    content = path.read_bytes()
    if name == "kashf_parquet":
        pytest.skip("Parquet is packed already")
    plain = import_files([path], LENIENT, tmp_path / "plain").path.read_bytes()
    for pack in (gzip.compress, zstandard.ZstdCompressor().compress):
        path.write_bytes(pack(content))
        assert sniff(path) == name
        packed = import_files([path], LENIENT, tmp_path / "packed")
        assert packed.path.read_bytes() == plain


@EVERY
def test_cut_anywhere_ends_in_one_clear_error_or_fewer_rows(
    name: str, export: Callable[[str], Path], tmp_path: Path
) -> None:
    path = export(name)
    content = path.read_bytes()
    for end in range(0, len(content), max(1, len(content) // 40)):
        path.write_bytes(content[:end])
        try:
            report = import_files([path], LENIENT, tmp_path / "out")
        except KashfError as error:
            assert str(path.name) in str(error)
        else:
            assert report.rows <= 2
            assert len(report.path.read_bytes()) > 0
