"""Names and ids out of imported tables."""

from __future__ import annotations

import json
import stat
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kashf.actions.extract import extract
from kashf.actions.links import canonical
from kashf.errors import InputError
from kashf.posts.known_names import Names
from kashf.posts.name_links import replace_in_link
from kashf.posts.pseudonyms import pseudonymise, read_key
from kashf.schema import ACTIONS, POSTS
from kashf.settings import ActionSettings

KEY, OTHER = bytes(range(32)), bytes(32)
START = datetime(2024, 1, 1, tzinfo=UTC)
SETTINGS = ActionSettings(by=("url", "text", "repost", "reply", "quote", "mention"))


def post(number: int, account: str = "900001", **values: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(POSTS.names)
    row |= {"urls": [], "hashtags": [], "mentions": [], "media": []}
    row |= {"platform": "x", "post_id": str(10**18 + number), "account_id": account}
    row |= {"time": START + timedelta(seconds=number), "source_file": "export.csv"}
    return row | {"source_row": number} | values


def store(folder: Path, rows: list[dict[str, Any]]) -> None:
    pq.write_table(pa.Table.from_pylist(rows, schema=POSTS), folder / "posts.parquet")


def run(folder: Path, rows: list[dict[str, Any]], key: bytes = KEY) -> list[dict[str, Any]]:
    store(folder, rows)
    pseudonymise(folder, key, canonical=canonical)
    return pq.read_table(folder / "posts.parquet").to_pylist()


def everything(folder: Path) -> str:
    """All values of all files, and what the files hold as bytes."""
    found = []
    for path in folder.iterdir():
        found.append(path.read_bytes().decode("utf-8", "replace"))
        if path.suffix == ".parquet":
            table = pq.read_table(path)
            found += [json.dumps(row, default=str, ensure_ascii=False) for row in table.to_pylist()]
            found.append(str(table.schema.metadata))
    return "\n".join(found).casefold()


def world() -> list[dict[str, Any]]:
    """Accounts that share links, texts, reposts and mentions, in many spellings."""
    people = [
        ("900001", "DalilNews"),
        ("900002", "سلمى_المراسلة"),
        ("900003", "Nadir Quzah"),
        ("900004", "a.*(b"),
        ("900005", None),
        ("900006", "z" * 3000),
    ]
    texts = [
        "@DalilNews the bridge on the river opens for all on Sunday morning",
        "RT @DalilNews: the bridge on the river opens for all on Sunday morning",
        "قال نادر إن سلمى_المراسلة زارت الجسر الجديد صباح اليوم مع الفريق",
        "قال نادر إن سَلمى المراسلة زارت الجسر الجديد صباح اليوم مع الفريق",
        "Meet Nadir Quzah, he walks https://x.com/DalilNews/status/77 over the new bridge #DalilNews",
        ".@stranger_one and mail someone@example.org and ＠DALILNEWS see 900003 at the new bridge",
        "@غريب انظر إلى الجسر الجديد فوق النهر الكبير في المدينة t.me/DalilNews/4",
    ]
    links = [
        "https://x.com/DalilNews/status/5000?s=20",
        "https://twitter.com/dalilnews/status/5000",
        "https://x.com/dalilnews",
        "https://news.example.org/a/1?by=DalilNews",
        "https://news.example.org/a/2",
        "https://t.me/s/Hidden_Channel/12",
        "https://t.me/hidden_channel/12",
        "https://www.tiktok.com/@hiddenone/video/7300000000000000001",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fnews.example.org%2Fa%2F2",
    ]
    rows = []
    for number in range(60):
        account, name = people[number % 6]
        rows.append(
            post(
                number,
                account,
                account_name=name,
                text=texts[number % 7],
                urls=[links[number % 9], links[(number * 5 + 1) % 9]],
                mentions=[["900003", "@DalilNews", "unknown_one", "-", "900001"][number % 5]],
                hashtags=["DalilNews", "bridge"],
                post_url=f"https://x.com/{name}/status/{10**18 + number}",
                repost_of=str(10**18 + number % 4) if number % 11 == 0 else None,
                reply_to=str(10**18 + number % 3) if number % 7 == 0 else None,
                quote_of="nan" if number % 2 else str(10**18 + number % 5),
            )
        )
        rows[-1]["urls"] += [rows[-1]["post_url"], f"https://x.com/i/status/{10**18 + number}"]
    return rows


def shape(rows: list[dict[str, Any]]) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    """Objects without their names: who acted on each, by places in the table."""
    accounts: dict[str, int] = {}
    for row in rows:
        accounts.setdefault(row["account_id"], len(accounts))
    posts = {row["post_id"]: place for place, row in enumerate(rows)}
    objects = defaultdict(list)
    for batch in extract(pa.Table.from_pylist(rows, schema=POSTS), SETTINGS):
        for action in batch.to_pylist():
            pair = accounts[action["account_id"]], posts[action["post_id"]]
            objects[action["kind"], action["object_id"]].append(pair)
    return sorted((kind, tuple(sorted(pairs))) for (kind, _), pairs in objects.items())


def test_the_network_stays_the_same(tmp_path: Path) -> None:
    rows = world()
    before = shape(rows)
    assert {kind for kind, _ in before} == set(SETTINGS.by)
    # An account mentioned by its id and by its name becomes one, so here it has one spelling.
    for row in rows:
        row["mentions"] = ["900001" if m == "@DalilNews" else m for m in row["mentions"]]
    assert shape(run(tmp_path, rows)) == shape(rows)


@pytest.mark.parametrize(
    "word", ["", "nan", "None", "NULL", " ", "[]", "n/a", "<NA>", "undefined", "-", "na", "0", "@"]
)
def test_words_for_nothing_stay_nothing(tmp_path: Path, word: str) -> None:
    empty = {"mentions": [word], "repost_of": word, "reply_to": word, "quote_of": word}
    rows = [post(1, **empty), post(2, "900002", **empty)]
    rows += [row | {"repost_of": None, "post_id": row["post_id"] + "0"} for row in rows]
    assert shape(run(tmp_path, rows)) == shape(rows)


def test_nothing_names_anybody(tmp_path: Path) -> None:
    rejected = {"file": "DalilNews.json", "row": 3, "line": '{"user": "900009"}'}
    reasons = ["time is missing", "posts of dalilnews_x can't be read yet"]
    lines = [json.dumps(rejected | {"reason": reason}) for reason in reasons]
    (tmp_path / "rejected.ndjson").write_text("\n".join(lines) + "\n")
    run(tmp_path, [*world(), post(99, source_file="DalilNews 2024.csv")])
    found = everything(tmp_path)
    ids = [f"90000{n}" for n in range(1, 10)]
    names = ["dalilnews", "سلمى", "المراسلة", "nadir quzah", "a.*(b", "zzzz", "hidden_channel"]
    handles = ["stranger_one", "someone@", "unknown_one", "غريب", "hiddenone"]
    posts = [str(10**18), "5000", "7300000000000000001"]
    assert [word for word in ids + names + handles + posts if word in found] == []
    assert "bridge" in found and "news.example.org/a/2" in found
    first = json.loads((tmp_path / "rejected.ndjson").read_text().splitlines()[0])
    assert first["line"] is None and first["row"] == 3 and first["reason"] == reasons[0]


def test_the_key_decides(tmp_path: Path) -> None:
    first = run(tmp_path, world())
    content = (tmp_path / "posts.parquet").read_bytes()
    assert run(tmp_path, world()) == first
    assert (tmp_path / "posts.parquet").read_bytes() == content
    backwards = run(tmp_path, world()[::-1])[::-1]
    assert backwards == first
    other = run(tmp_path, world(), OTHER)
    assert not {row["account_id"] for row in first} & {row["account_id"] for row in other}
    assert not {row["post_id"] for row in first} & {row["post_id"] for row in other}


def test_columns_of_a_post(tmp_path: Path) -> None:
    one = post(1, account_name="DalilNews", mentions=["@dalilnews", "b"], media=["m1"])
    one |= {"language": "ar", "post_url": "https://x.com/DalilNews/status/1", "text": None}
    two = post(2, "900002", reply_to=one["post_id"], mentions=["900001", "B", "@b"])
    first, second = run(tmp_path, [one, two])
    assert first["account_id"] == first["account_name"] == Names(KEY, ()).account("x", "900001")
    assert len(first["account_id"]) == len("u_") + 16
    assert second["reply_to"] == first["post_id"] != second["post_id"]
    assert first["mentions"][0] == second["mentions"][0] == first["account_id"]
    assert second["mentions"][1:] == [first["mentions"][1]] * 2
    assert (first["language"], first["media"], first["post_url"]) == ("ar", ["m1"], None)
    assert (first["text"], first["time"]) == (None, one["time"])


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Dalil", "by DALIL, Dalila and (dalil).", "by U, Dalila and (U)."),
        ("باسم كريم", "قال باسِم كريم، أمس", "قال U، أمس"),
        ("سلمى", "سلمى🔥و سلـمى", "U🔥و U"),
        ("Nadir", "Nadir Quzah met Nadir", "U Quzah met U"),
        ("Nadir Quzah", "Nadir Nadir Quzah", "Nadir U"),
        ("a.*b", "a.*b axxb a b", "U axxb U"),
        ("((((", "(((( what", "(((( what"),
        ("it", "it is @it", "it is @U"),
        ("", "nobody", "nobody"),
        ("w " * 5000, "w " * 300 + "end", None),
    ],
)
def test_names_in_texts(name: str, text: str, expected: str | None) -> None:
    names = Names(KEY, [("x", "77777", name)])
    found = names.replaced(text, "x").replace(names.account("x", "77777"), "U")
    if expected is None:
        assert found.startswith("U ") and found.endswith("end")
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://x.com/Dalil", "https://x.com/U"),
        ("https://mobile.twitter.com/other", "https://mobile.twitter.com/?"),
        ("https://x.com/i/flow/login", "https://x.com/i/flow/login"),
        ("https://t.me/other/5", "https://t.me/?/5"),
        ("https://bsky.app/profile/other.example/post/3k", "https://bsky.app/profile/?/post/3k"),
        ("https://ar-ar.facebook.com/other/posts/5", "https://ar-ar.facebook.com/?/posts/5"),
        (
            "https://www.facebook.com/profile.php?id=123",
            "https://www.facebook.com/profile.php?id=?",
        ),
        ("https://www.facebook.com/watch?v=5", "https://www.facebook.com/watch?v=5"),
        ("https://instagram.com/other/", "https://instagram.com/?/"),
        ("https://instagram.com/p/Abc/", "https://instagram.com/p/Abc/"),
        ("https://youtube.com/@other/videos", "https://youtube.com/@?/videos"),
        ("https://social.example/@other@b.example/9", "https://social.example/@?/9"),
        ("https://social.example/%40other", "https://social.example/@?"),
        ("https://other.bsky.social/", "https://?.bsky.social/"),
        ("https://me:secret@a.example/", "https://a.example/"),
        ("https://a.example/dalil/b?q=DALIL&r=1#dalil", "https://a.example/U/b?q=U&r=1#U"),
        ("https://a.example/%64alil/", "https://a.example/U/"),
        ("https://a.example/dalila?q=a%20b", "https://a.example/dalila?q=a%20b"),
        (
            "https://b.example/?u=https%3A%2F%2Fx.com%2Fdalil",
            "https://b.example/?u=https%3A%2F%2Fx.com%2FU",
        ),
        ("mailto:other@a.example", "mailto:?"),
        ("https://[::1]/x", "https://[::1]/x"),
    ],
)
def test_names_in_links(link: str, expected: str) -> None:
    names = Names(KEY, [("x", "77777", "Dalil")])
    found = replace_in_link(link, names, "x").replace(names.account("x", "77777"), "U")
    for word in found.replace("/", " ").split("u_")[1:]:
        found = found.replace("u_" + word[:16], "?")
    assert found == expected


def test_actions(tmp_path: Path) -> None:
    rows = [
        ("mention", "900002", "900001", "1"),
        ("repost", "1", "900002", "2"),
        ("url", "x.com/dalil", "900002", "3"),
        ("object", "https://a.example/900001", "900002", "4"),
        ("text", "0123456789abcdef", "900001", "5"),
    ]
    records = [
        dict(zip(ACTIONS.names, [*row, START], strict=True)) | {"time": START} for row in rows
    ]
    path = tmp_path / "actions.parquet"
    pq.write_table(pa.Table.from_pylist(records, schema=ACTIONS), path)
    pseudonymise(tmp_path, KEY)
    found = pq.read_table(path)
    assert found.schema.equals(ACTIONS)
    objects, accounts, posts = (
        found[name].to_pylist() for name in ("object_id", "account_id", "post_id")
    )
    assert objects[0] == accounts[1] and objects[1] == posts[0] and objects[4] == rows[4][1]
    assert objects[3] == f"https://a.example/{accounts[0]}"
    assert "dalil" not in everything(tmp_path) and "90000" not in everything(tmp_path)


def test_many_posts_in_batches(tmp_path: Path) -> None:
    text = "Dalil 500 said to @someone else that the bridge opens on Sunday at noon"
    rows = [
        post(n, str(5_000_000 + n % 5_000), account_name=f"Dalil {n % 5_000}", text=text)
        for n in range(20_000)
    ]
    done: list[tuple[int, int | None]] = []
    store(tmp_path, rows)
    pseudonymise(tmp_path, KEY, progress=lambda _, at, total: done.append((at, total)))
    found = pq.read_table(tmp_path / "posts.parquet")
    assert len(found) == 20_000 and done[-1] == (20_000, 20_000) and len(done) > 1
    assert len(set(found["account_id"].to_pylist())) == 5_000
    assert len(set(found["text"].to_pylist())) == 1
    assert found["text"][0].as_py().startswith(found["account_id"][500].as_py())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["posts.parquet"]


def test_key_files(tmp_path: Path) -> None:
    path = tmp_path / "key"
    key = read_key(path)
    assert len(key) == 32 and path.read_text() == key.hex() + "\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_key(path) == key
    assert read_key(None) != read_key(None)


@pytest.mark.parametrize("content", [b"", b"ab" * 31, b"zz" * 32, b"ab" * 33, b"\xff" * 64])
def test_other_files_are_no_keys(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(InputError, match="no key file"):
        read_key(path)
    assert path.read_bytes() == content


def test_places_without_a_key(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none" / "key"):
        with pytest.raises(InputError, match="can't be used"):
            read_key(path)


def test_damaged_tables_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "posts.parquet"
    path.write_bytes(b"PAR1 no table PAR1")
    with pytest.raises(InputError, match="can't be read"):
        pseudonymise(tmp_path, KEY)
    assert path.read_bytes() == b"PAR1 no table PAR1"
