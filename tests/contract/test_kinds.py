"""One body over every kind of action."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from kashf import registry
from kashf.actions import extract
from kashf.errors import InputError, UsageError
from kashf.schema import ACTIONS, POSTS
from kashf.settings import ActionSettings

GROUP = "kashf.actions.kinds"
every = pytest.mark.parametrize("kind", registry.names(GROUP))
START = datetime(2024, 5, 1, tzinfo=UTC)
HOSTILE = [
    "", " ", "nan", "None", "[]", "null", "#", "@", "\x00", "\x1b[2J", "\u202e", "\ud7ff",
    "javascript:alert(1)", "http://", "https://[", "https://a b", "https://%zz.example/%",
    "https://" + "a." * 3000, "https://example.org:99999/", "//", "\\\\", "http://\u202eexample.org",
    "https://xn--.example/", "https://١٢٣.example/", "ﷺ" * 500, "e" + "\u0301\u0316" * 2000,
    "#" * 5000, "https://l.facebook.com/l.php?u=" * 60, "RT @", "'; DROP TABLE posts; --",
    "<script>alert(1)</script>", "https://example.org/" + "../" * 500, "0x", "1e400", "🇱🇾",
    "https://google.com/url?q=https://google.com/url?q=https://example.org", "\U000e0001",
]  # fmt: skip


def post(**values: Any) -> dict[str, Any]:
    number = values.pop("number", 0)
    empty = {field.name: [] if pa.types.is_list(field.type) else None for field in POSTS}
    known = {
        "platform": "x", "post_id": f"p{number}", "account_id": f"a{number % 7}",
        "time": START + timedelta(seconds=number), "source_file": "posts.csv",
    }  # fmt: skip
    return empty | known | values


def table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=POSTS)


def ordinary() -> pa.Table:
    """Every kind has objects here, repeated within and between posts."""
    rows = [
        post(
            number=n,
            platform="telegram" if n % 5 == 0 else "x",
            text=f"the quick brown fox jumps over {n % 3} lazy dogs #Sunny_Day @user{n % 4}",
            urls=["https://example.org/a?utm_source=x", "http://www.example.org/a", "[]"][: n % 4],
            hashtags=["Rain", "rain", "مَطَر", ""] if n % 2 else [],
            mentions=["Alpha", "@alpha", "beta", " "][: n % 5],
            media=["m1", "m1", "https://media.example.org/x.jpg", "nan"][: n % 5],
            repost_of=f"q{n % 3}" if n % 6 == 5 else None,
            reply_to=f"q{n % 3}" if n % 6 == 1 else "",
            quote_of=f"q{n % 3}" if n % 6 == 2 else "nan",
        )
        for n in range(60)
    ]
    return table(rows)


def hostile() -> pa.Table:
    several = dict.fromkeys(("urls", "hashtags", "mentions", "media"), HOSTILE * 2)
    one = ("text", "post_url", "repost_of", "reply_to", "quote_of", "account_name")
    rows = [
        post(number=n, **dict.fromkeys(one, bad), **(several if n % 2 else {}))
        for n, bad in enumerate(HOSTILE)
    ]
    rows += [row | {"repost_of": None} for row in rows]
    return table([*rows, post(number=99, urls=[None], hashtags=[None], media=[None, "m"])])


def run(posts: Any, *by: str, qualify: bool = False, min_words: int = 5) -> pa.Table:
    settings = ActionSettings(by=by, min_words=min_words)
    return pa.Table.from_batches(list(extract(posts, settings, qualify=qualify)), schema=ACTIONS)


def test_the_kinds_that_the_documentation_names() -> None:
    wanted = {"url", "domain", "hashtag", "repost", "reply", "mention", "quote", "text", "media"}
    assert wanted <= set(registry.names(GROUP))


@every
def test_has_what_a_kind_has(kind: str) -> None:
    module = registry.load(GROUP, kind)
    assert isinstance(module.LOCAL, bool)
    assert set(module.NEEDS) <= set(POSTS.names)
    assert module.__doc__
    docs = Path(__file__).parents[2] / "docs" / "reference" / "actions.md"
    assert f"| `{kind}` |" in docs.read_text(encoding="utf-8")


@every
@pytest.mark.parametrize("posts", [ordinary, hostile])
def test_objects_are_whole(kind: str, posts: Any) -> None:
    posts = posts()
    lists = registry.load(GROUP, kind).objects(posts, ActionSettings(by=(kind,), min_words=1))
    assert lists.type == pa.list_(pa.string())
    assert lists.null_count == 0
    found = lists.to_pylist()
    assert len(found) == len(posts)
    assert any(found)
    for objects in found:
        assert all(objects)
        assert len(set(objects)) == len(objects)
        assert not [o for o in objects if o.strip() != o or o.lower() in {"nan", "none", "[]"}]


@every
def test_actions_have_the_schema_and_the_facts_of_their_post(kind: str) -> None:
    posts = ordinary()
    batches = list(extract(posts, ActionSettings(by=(kind,))))
    assert batches
    assert all(batch.schema == ACTIONS for batch in batches)
    lists = registry.load(GROUP, kind).objects(posts, ActionSettings(by=(kind,))).to_pylist()
    expected = [
        {"kind": kind, "object_id": o, **{n: row[n] for n in ("account_id", "post_id", "time")}}
        for row, objects in zip(posts.to_pylist(), lists, strict=True)
        for o in objects
    ]
    assert pa.Table.from_batches(batches).to_pylist() == expected


@every
@pytest.mark.parametrize("posts", [ordinary, hostile])
def test_the_cut_into_batches_does_not_matter(kind: str, posts: Any) -> None:
    posts = posts()
    whole = run(posts, kind)
    for size in (1, 7):
        parts = pa.concat_tables(posts.slice(i, size) for i in range(0, len(posts), size))
        assert run(parts, kind).equals(whole)
        assert run(iter(posts.to_batches(size)), kind).equals(whole)
    assert run(posts.to_reader(max_chunksize=11), kind).equals(whole)
    assert run(posts.slice(13), kind).equals(
        run(pa.table(posts.slice(13).to_pydict(), POSTS), kind)
    )


@every
def test_only_the_columns_it_names_are_used(kind: str) -> None:
    posts = ordinary()
    needed = {*registry.load(GROUP, kind).NEEDS, "account_id", "post_id", "time"}
    assert run(posts.select(sorted(needed)), kind).equals(run(posts, kind))
    for name in registry.load(GROUP, kind).NEEDS:
        with pytest.raises(InputError, match=name):
            run(posts.drop_columns([name]), kind)


@every
def test_platforms_are_kept_apart(kind: str) -> None:
    posts = ordinary()
    plain, qualified = run(posts, kind).to_pylist(), run(posts, kind, qualify=True).to_pylist()
    platform = dict(
        zip(*(posts.column(n).to_pylist() for n in ("post_id", "platform")), strict=True)
    )
    local = registry.load(GROUP, kind).LOCAL
    for row in plain:
        prefix = f"{platform[row['post_id']]}:"
        row["account_id"], row["post_id"] = prefix + row["account_id"], prefix + row["post_id"]
        row["object_id"] = prefix + row["object_id"] if local else row["object_id"]
    assert qualified == plain


@every
def test_posts_without_objects_link_nobody(kind: str) -> None:
    nothing = table(
        [post(number=n, text=text) for n, text in enumerate(["", " ", None, "!!", "#"])]
    )
    assert len(run(nothing, kind, min_words=1)) == 0
    assert len(run(nothing.slice(0, 0), kind)) == 0


def test_kinds_come_in_the_order_asked_for() -> None:
    posts = ordinary()
    both = run(posts, "hashtag", "url")
    assert both.equals(pa.concat_tables([run(posts, "hashtag"), run(posts, "url")]))


def test_an_unknown_kind_is_refused_before_any_post_is_read() -> None:
    with pytest.raises(UsageError, match="colour"):
        extract(ordinary(), ActionSettings(by=("colour",)))
