from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from kashf import registry
from kashf.schema import POSTS
from kashf.settings import ActionSettings
from kashf.text import normalise

_EMPTY = {field.name: [] if pa.types.is_list(field.type) else None for field in POSTS}
_KNOWN = {
    "platform": "x",
    "post_id": "100",
    "account_id": "7",
    "time": datetime(2024, 5, 1, tzinfo=UTC),
    "source_file": "posts.csv",
}
LONG = "five plain words are enough"


def objects(kind: str, *posts: dict[str, Any], min_words: int = 5) -> list[list[str]]:
    table = pa.Table.from_pylist([_EMPTY | _KNOWN | post for post in posts], schema=POSTS)
    settings = ActionSettings(by=(kind,), min_words=min_words)
    return registry.load("kashf.actions.kinds", kind).objects(table, settings).to_pylist()


def test_the_links_of_a_post_once_each_in_their_order() -> None:
    urls = [
        "https://b.example/x",
        "[]",
        "https://a.example",
        "http://www.b.example/x/",
        None,
        "nan",
    ]
    assert objects("url", {"urls": urls}, {}) == [["b.example/x", "a.example"], []]


@pytest.mark.parametrize(
    "post",
    [
        {"urls": ["https://twitter.com/someone/status/100/photo/1"]},
        {"urls": ["https://x.com/i/web/status/100"], "platform": "twitter"},
        {"urls": ["https://t.me/s/chan/5"], "post_url": "https://t.me/chan/5", "platform": "telegram"},
        {"urls": ["https://social.example/@a/5"], "post_url": "https://social.example/@a/5"},
        {"urls": ["https://x.com/someone/status/55"], "quote_of": "55"},
    ],
)  # fmt: skip
def test_a_link_to_the_post_itself_or_the_post_it_quotes_is_no_link(post: dict[str, Any]) -> None:
    assert objects("url", post) == [[]]
    assert objects("domain", post) == [[]]
    other = post | {"urls": [*post["urls"], "https://x.com/other/status/999"]}
    assert objects("url", other) == [["x.com/i/status/999"]]


def test_the_id_of_a_post_elsewhere_is_no_link_to_this_post() -> None:
    post = {"urls": ["https://x.com/a/status/100"], "platform": "telegram"}
    assert objects("url", post) == [["x.com/i/status/100"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://www.a.example/x?utm_source=y and http://b.example.", ["a.example/x", "b.example"]),
        ("اقرأ https://a.example/خبر، والبقية", ["a.example/خبر"]),
        ("(https://a.example/x), \"https://b.example/y\"!", ["a.example/x", "b.example/y"]),
        ("https://en.wikipedia.org/wiki/A_(b) (https://a.example/c)",
         ["en.wikipedia.org/wiki/A_(b)", "a.example/c"]),
        ("cut: https://a.example/lo…", []),
        ("cut: https://a.example/lo...", []),
        ("RT @someone: https://a.example/x https://b.exam…", ["a.example/x"]),
        ("no link: a.example/x", []),
        ("https:// http://[", []),
    ],
)  # fmt: skip
def test_links_of_the_text_where_the_source_lists_none(text: str, expected: list[str]) -> None:
    assert objects("url", {"text": text}) == [expected]
    assert objects("url", {"text": text, "urls": ["https://c.example"]}) == [["c.example"]]
    assert objects("url", {"text": text, "repost_of": "5"}) == [[]]


def test_domains_once_each_and_no_shorteners() -> None:
    urls = [
        "https://news.example.co.uk/a",
        "https://example.co.uk/b",
        "https://t.co/a",
        "https://www.bit.ly/a",
        "https://one.blogspot.com/",
        "https://two.blogspot.com/",
    ]
    wanted = ["example.co.uk", "one.blogspot.com", "two.blogspot.com"]
    assert objects("domain", {"urls": urls}) == [wanted]


def test_hashtags_of_the_source_come_first() -> None:
    text = (
        "#one #two #نَعَم، #three-four (#five) a#b &#39; https://example.org/#six #1 #7up ##x ＃wide"
    )
    read = ["one", "two", "نعم", "three", "five", "7up", "wide"]
    assert objects(
        "hashtag",
        {"hashtags": ["#Rain", "RAIN", "كوفيد١٩", "", "nan", "#"], "text": text},
        {"text": text},
        {"text": "no hashtag"},
        {"hashtags": ["x" * 501]},
    ) == [["rain", "كوفيد19"], read, [], []]


@pytest.mark.parametrize("end", ["…", "… ", "… https://t.co/abc"])
def test_a_hashtag_cut_short_is_none(end: str) -> None:
    assert objects("hashtag", {"text": f"RT @a: #whole and #elec{end}"}) == [["whole"]]
    assert objects("hashtag", {"text": f"#whole… and #elec{end}"}) == [["whole"]]


def test_ids_of_posts() -> None:
    for kind, column in (("repost", "repost_of"), ("reply", "reply_to"), ("quote", "quote_of")):
        values = ["5", " 5 ", "", "nan", None, "100", "0"]
        found = objects(kind, *({column: value} for value in values))
        assert found == [["5"], ["5"], [], [], [], [], ["0"]]


def test_mentions_without_the_author() -> None:
    channel = "UC" + "aB" * 11
    post = {
        "account_name": "@Me",
        "mentions": [
            "@Alpha",
            "alpha",
            "ＢＥＴＡ",
            "7",
            "me",
            channel,
            "",
            "nan",
            None,
            "\u200f@gamma",
        ],
    }
    assert objects("mention", post) == [["alpha", "beta", channel, "gamma"]]


def test_media_by_id_or_address() -> None:
    media = [
        "AbC",
        "abc",
        " AbC",
        "https://www.media.example/a.jpg?utm_source=x",
        "http://",
        "none",
    ]
    assert objects("media", {"media": media}) == [["AbC", "abc", "media.example/a.jpg"]]


def test_the_object_of_a_text_is_a_hash_of_the_normalised_text() -> None:
    wanted = hashlib.blake2b(LONG.encode(), digest_size=16).hexdigest()
    assert objects("text", {"text": f"@x {LONG.upper()}!!! https://t.co/x"}) == [[wanted]]
    assert normalise(LONG) == LONG


def same(one: str, other: str, min_words: int = 1) -> bool:
    first, second = objects("text", {"text": one}, {"text": other}, min_words=min_words)
    return bool(first) and first == second


def test_texts_that_count_as_the_same() -> None:
    assert same("Hello @x World", "hello world")
    assert same("أَهلاً بالعالم 🔥", "اهلا بالعالم")
    assert same("one two https://t.co/a", "one, two https://t.co/b")
    assert not same("one two", "two one")
    assert not same("vote yes", "vote no")


def test_too_few_words_are_no_object() -> None:
    assert objects("text", {"text": "four words are few"}, {"text": LONG})[0] == []
    assert objects("text", {"text": "你好世界"}, {"text": "你好世界们"})[0] == []
    assert objects("text", {"text": "你好世界们"}) != [[]]
    mentions = "@a @b @c @d four words are few https://example.org/five"
    assert objects("text", {"text": mentions}) == [[]]


def test_empty_texts_link_nobody() -> None:
    texts = ["", " ", None, "!!!", "@x", "https://t.co/a", "\u200b", "🔥"]
    assert objects("text", *({"text": text} for text in texts), min_words=1) == [[]] * len(texts)


@pytest.mark.parametrize("start", ["RT @x: ", "RT @x ", ' "RT @x: ', "RT: @x ", "\u200fRT @x: "])
def test_old_style_reposts_are_no_texts(start: str) -> None:
    assert objects("text", {"text": start + LONG}) == [[]]
    assert objects("text", {"text": "ART @x " + LONG}) != [[]]


def test_many_blanks_after_rt_are_read_in_a_moment() -> None:
    assert objects("text", {"text": "RT" + " " * 200_000 + LONG}) != [[]]


@pytest.mark.parametrize("kind", ["url", "domain", "hashtag", "mention", "text", "media"])
def test_what_a_repost_carries_is_somebody_elses(kind: str) -> None:
    post = {
        "urls": ["https://example.org"],
        "hashtags": ["rain"],
        "mentions": ["alpha"],
        "media": ["m"],
        "text": LONG + " #rain",
    }
    assert objects(kind, post, post | {"hashtags": []}) != [[], []]
    assert objects(kind, post | {"repost_of": "5"}) == [[]]
    assert objects(kind, post | {"repost_of": "5", "hashtags": []}) == [[]]
    assert objects(kind, post | {"repost_of": "nan"}) != [[]]
