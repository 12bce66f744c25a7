"""The loads: seeded, invented, the same on every machine."""

from __future__ import annotations

import csv
from pathlib import Path

WINDOW = 60  # seconds
_ROW_GROUP = 122_880  # what DuckDB writes; no more threads read a file than it has row groups

_ARCHIVE = [
    "tweetid", "userid", "user_display_name", "user_screen_name", "user_reported_location",
    "user_profile_description", "user_profile_url", "follower_count", "following_count",
    "account_creation_date", "account_language", "tweet_language", "tweet_text", "tweet_time",
    "tweet_client_name", "in_reply_to_userid", "in_reply_to_tweetid", "quoted_tweet_tweetid",
    "is_retweet", "retweet_userid", "retweet_tweetid", "latitude", "longitude", "quote_count",
    "reply_count", "like_count", "retweet_count", "hashtags", "urls", "user_mentions",
    "poll_choices",
]  # fmt: skip
_WORDS = [
    "market", "bread", "bridge", "river", "school", "garden", "library", "weather", "train,",
    "harbour", "museum", "tea", '"quoted"', "سوق", "خبز", "جسر", "نهر", "مدرسة", "حديقة", "مكتبة",
    "طقس", "قطار", "ميناء", "متحف", "شاي",
]  # fmt: skip

# columns of a table that is nobody's format: read through a mapping file
_MAPPING = """platform = "x"
zone = "UTC"

[columns]
post_id = "id"
account_id = "author"
account_name = "handle"
time = "published"
text = "body"
language = "lang"
urls = "links"
hashtags = "tags"
mentions = "mentioned"
"""


def actions(size: int, out: Path, *, copies: int = 1, seed: int = 1) -> None:
    """``copies`` of a bursty load of ``size`` actions, their ids renamed, as Parquet."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from kashf.simulate.bursty import bursty

    table, _ = bursty(size, seed=seed, groups=min(20, size // 1000))
    with pq.ParquetWriter(out, table.schema) as writer:
        for copy in range(copies):
            tile = table
            for name in ("object_id", "account_id", "post_id"):
                if copies > 1:
                    ids = pc.binary_join_element_wise(table[name], f"{copy}", "-")
                    tile = tile.set_column(tile.schema.get_field_index(name), name, ids)
            writer.write_table(tile.cast(pa.schema(table.schema)), row_group_size=_ROW_GROUP)


def archive(rows: int, out: Path, *, seed: int = 1) -> None:
    """A CSV with the columns of the Twitter/X information-operations archive."""
    import numpy as np

    random = np.random.default_rng(seed)
    accounts = random.integers(0, max(rows // 50, 1), rows).tolist()
    minutes = np.sort(random.integers(0, 30 * 1440, rows)).tolist()
    words = random.integers(0, len(_WORDS), (rows, 12)).tolist()
    links = random.integers(0, max(rows // 10, 1), rows).tolist()
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_ARCHIVE)
        for row in range(rows):
            account, minute, link = accounts[row], minutes[row], links[row]
            day, rest = divmod(minute, 1440)
            text = " ".join(_WORDS[word] for word in words[row])
            cells = dict.fromkeys(_ARCHIVE, "")
            cells |= {
                "tweetid": str(1_700_000_000_000_000_000 + row),
                "userid": str(900_000_000_000_000_000 + account),
                "user_display_name": f"Account {account}",
                "user_screen_name": f"account_{account}",
                "user_profile_description": _WORDS[account % len(_WORDS)],
                "follower_count": str(account % 977),
                "following_count": str(account % 499),
                "account_creation_date": "2020-01-01",
                "account_language": "en",
                "tweet_language": "en" if row % 2 else "ar",
                "tweet_text": text,
                "tweet_time": f"2024-01-{day + 1:02d} {rest // 60:02d}:{rest % 60:02d}",
                "tweet_client_name": "Web",
                "is_retweet": "false",
                "quote_count": "0",
                "reply_count": "0",
                "like_count": str(row % 17),
                "retweet_count": str(row % 5),
                "hashtags": f"[{_WORDS[words[row][0]]}]" if row % 3 == 0 else "[]",
                "urls": f"[https://example.org/{link}]" if row % 2 else "[]",
                "user_mentions": f"[{900_000_000_000_000_000 + link}]" if row % 4 == 0 else "[]",
            }
            writer.writerow(cells.values())


def own_names(posts: Path, out: Path, mapping: Path) -> None:
    """The same posts as a Parquet file with other column names, and the mapping that reads it."""
    import duckdb

    mapping.write_text(_MAPPING, encoding="utf-8")
    duckdb.execute(
        f"""COPY (SELECT post_id AS id, account_id AS author, account_name AS handle,
        time AS published, text AS body, language AS lang, urls AS links, hashtags AS tags,
        mentions AS mentioned FROM read_parquet('{posts}')) TO '{out}' (FORMAT parquet)"""
    )
