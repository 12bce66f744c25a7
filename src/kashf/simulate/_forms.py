"""Invented posts in the forms in which platforms export them.

Nothing here can be mistaken for something real: ids lie beyond those that the platforms have
given out, and names and addresses end in ``.example``.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kashf.simulate import _words as words
from kashf.simulate._people import Account, Dice, Post

__all__ = ["CHANNELS", "Export", "account_id", "bluesky", "telegram", "x_archive"]

_X_POSTS = 9_000_000_000_000_000_000
_X_ACCOUNTS = 9_100_000_000_000_000_000
_TELEGRAM = 99_000_000_000
_INVENTED = "Invented account in an invented country / حساب مخترع في بلد مخترع"
_X_COLUMNS = (
    "tweetid",
    "userid",
    "user_display_name",
    "user_screen_name",
    "user_reported_location",
    "user_profile_description",
    "user_profile_url",
    "follower_count",
    "following_count",
    "account_creation_date",
    "account_language",
    "tweet_language",
    "tweet_text",
    "tweet_time",
    "tweet_client_name",
    "in_reply_to_userid",
    "in_reply_to_tweetid",
    "quoted_tweet_tweetid",
    "is_retweet",
    "retweet_userid",
    "retweet_tweetid",
    "latitude",
    "longitude",
    "quote_count",
    "reply_count",
    "like_count",
    "retweet_count",
    "hashtags",
    "urls",
    "user_mentions",
    "poll_choices",
)
_PIECES = re.compile(r"(https?://\S+|#\w+|@[\w.]+)")
_PIECE_TYPES = {"#": "hashtag", "@": "mention", "h": "link"}
_CHATS = 6
CHANNELS = 1000  # keys of accounts that are channels start here


@dataclass(frozen=True)
class Export:
    """Bytes of a file, and what an importer should find in it."""

    content: bytes
    posts: int
    rejected: int
    duplicates: int


def account_id(platform: str, account: Account) -> str:
    """The id that the account has in the export of ``platform``."""
    if platform == "x":
        return str(_X_ACCOUNTS + account.key)
    if platform == "telegram":
        kind = "channel" if account.key >= CHANNELS else "user"
        return f"{kind}{_TELEGRAM + account.key}"
    return f"did:web:{account.name}"


def _clock(seconds: int, form: str) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime(form)


def _mentions(post: Post) -> list[Account]:
    return [post.reply_to.account] if post.reply_to else []


def x_archive(posts: Sequence[Post], dice: Dice, *, bad: int, doubles: int) -> Export:
    """CSV, gzipped: times in minutes, lists such as ``[a, b]``."""
    numbers = {post.key: _X_POSTS + 7 * place for place, post in enumerate(posts)}
    rows = [_x_row(post, numbers) for post in posts]
    for source in dice.some(len(rows), doubles):
        rows.append(dict(rows[source]))
    for place, source in enumerate(dice.some(len(posts), bad)):
        row = rows[source] | {"tweetid": str(_X_POSTS - 1 - place)}
        if place % 2:
            row["tweetid"] = "9.00E+18"  # what a spreadsheet makes of an id
        else:
            row["tweet_time"] = "yesterday"
        rows.append(row)
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, _X_COLUMNS, restval="", quoting=csv.QUOTE_ALL, lineterminator="\n")
    table.writeheader()
    table.writerows(rows[place] for place in dice.some(len(rows), len(rows)))
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as file:
        file.write(text.getvalue().encode())
    return Export(packed.getvalue(), len(posts), bad, doubles)


def _x_row(post: Post, numbers: dict[int, int]) -> dict[str, str]:
    account, original = post.account, post.repost_of
    row = {
        "tweetid": str(numbers[post.key]),
        "userid": account_id("x", account),
        "user_display_name": f"{account.name} (invented)",
        "user_screen_name": account.name,
        "user_reported_location": words.COUNTRY[account.language],
        "user_profile_description": _INVENTED,
        "follower_count": str(30 + account.key * 37 % 900),
        "following_count": str(50 + account.key * 53 % 700),
        "account_creation_date": f"{2015 + account.key % 9}-0{1 + account.key % 9}-11",
        "account_language": account.language,
        "tweet_language": account.language,
        "tweet_text": post.text,
        "tweet_time": _clock(post.time, "%Y-%m-%d %H:%M"),
        "tweet_client_name": "Web App",
        "is_retweet": str(original is not None),
        "hashtags": f"[{', '.join(post.hashtags)}]",
        "urls": f"[{', '.join(post.urls)}]",
        "user_mentions": f"[{', '.join(account_id('x', a) for a in _mentions(post))}]",
    }
    if original is not None:
        row["tweet_text"] = f"RT @{original.account.name}: {post.text}"
        row["retweet_userid"] = account_id("x", original.account)
        row["retweet_tweetid"] = str(numbers[original.key])
    if post.reply_to is not None:
        row["in_reply_to_userid"] = account_id("x", post.reply_to.account)
        row["in_reply_to_tweetid"] = str(numbers[post.reply_to.key])
    return row


def telegram(posts: Sequence[Post], *, bad: int) -> Export:
    """JSON of an account: groups in which people talk, and channels of a newspaper."""
    chats: dict[int, dict[str, Any]] = {}
    numbers: dict[int, tuple[int, int]] = {}
    for place, post in enumerate(posts):
        channel = post.account.key >= CHANNELS
        key = post.account.key if channel else CHANNELS * 2 + post.account.key % _CHATS
        if key not in chats:
            name = post.account.name if channel else f"Tirzelan talk {key % CHANNELS} (invented)"
            kind = "public_channel" if channel else "public_supergroup"
            chats[key] = {"name": name, "type": kind, "id": _TELEGRAM + key, "messages": []}
            chats[key]["messages"].append(_joined(post))
        messages = chats[key]["messages"]
        numbers[post.key] = (key, len(messages) + 1)
        message = _message(post, len(messages) + 1)
        if post.reply_to is not None and numbers[post.reply_to.key][0] == key:
            message["reply_to_message_id"] = numbers[post.reply_to.key][1]
        messages.append(message)
        if place % (len(posts) // bad) == 0 and place // (len(posts) // bad) < bad:
            # Versions before 2022 wrote local times without a zone, and nothing else.
            stale = _message(post, len(messages) + 1)
            del stale["date_unixtime"]
            messages.append(stale)
    document = {
        "about": f"INVENTED DATA. {_INVENTED}",
        "chats": {"about": "", "list": [chats[key] for key in sorted(chats)]},
    }
    content = json.dumps(document, ensure_ascii=False, indent=1).encode()
    return Export(content, len(posts), bad, 0)


def _joined(post: Post) -> dict[str, Any]:
    return {
        "id": 1,
        "type": "service",
        "date": _clock(post.time, "%Y-%m-%dT%H:%M:%S"),
        "date_unixtime": str(post.time),
        "actor": post.account.name,
        "actor_id": account_id("telegram", post.account),
        "action": "join_group_by_link",
        "text": "",
        "text_entities": [],
    }


def _message(post: Post, number: int) -> dict[str, Any]:
    pieces = [piece for piece in _PIECES.split(post.text) if piece]
    entities = [
        {"type": _PIECE_TYPES[piece[0]] if _PIECES.fullmatch(piece) else "plain", "text": piece}
        for piece in pieces
    ]
    message: dict[str, Any] = {
        "id": number,
        "type": "message",
        "date": _clock(post.time + 3 * 3600, "%Y-%m-%dT%H:%M:%S"),
        "date_unixtime": str(post.time),
        "from": post.account.name,
        "from_id": account_id("telegram", post.account),
        "text": [e["text"] if e["type"] == "plain" else e for e in entities],
        "text_entities": entities,
    }
    if len(entities) == 1:
        message["text"] = post.text
    if post.repost_of is not None:
        message["forwarded_from"] = post.repost_of.account.name
    return message


def bluesky(posts: Sequence[Post], dice: Dice, *, bad: int, doubles: int) -> Export:
    """JSON lines of a feed: posts, and reposts with a reason."""
    lines = [json.dumps(_feed_item(post), ensure_ascii=False) for post in posts]
    for source in dice.some(len(posts), doubles):
        lines.append(lines[source])
    for source in dice.some(len(posts), bad):
        line = lines[source]
        lines.append(line[: len(line) // 2])
    order = dice.some(len(lines), len(lines))
    content = "".join(f"{lines[place]}\n" for place in order).encode()
    return Export(content, len(posts), bad, doubles)


def _uri(post: Post) -> str:
    return f"at://{account_id('bluesky', post.account)}/app.bsky.feed.post/invented{post.key:05}"


def _author(account: Account) -> dict[str, str]:
    name = f"{account.name.split('.')[0]} (invented)"
    return {"did": account_id("bluesky", account), "handle": account.name, "displayName": name}


def _feed_item(post: Post) -> dict[str, Any]:
    shown = post.repost_of or post
    item: dict[str, Any] = {"post": _view(shown)}
    if post.repost_of is not None:
        item["reason"] = {
            "$type": "app.bsky.feed.defs#reasonRepost",
            "by": _author(post.account),
            "indexedAt": _clock(post.time, "%Y-%m-%dT%H:%M:%S.000Z"),
        }
    return item


def _view(post: Post) -> dict[str, Any]:
    found = [("link", {"uri": url}, url) for url in post.urls]
    found += [("tag", {"tag": tag}, f"#{tag}") for tag in post.hashtags]
    found += [("mention", {"did": account_id("bluesky", a)}, f"@{a.name}") for a in _mentions(post)]
    raw = post.text.encode()
    record: dict[str, Any] = {
        "$type": "app.bsky.feed.post",
        "text": post.text,
        "createdAt": _clock(post.time, "%Y-%m-%dT%H:%M:%S.000Z"),
        "langs": [post.account.language],
        "facets": [
            {
                "index": {
                    "byteStart": raw.find(shown.encode()),
                    "byteEnd": raw.find(shown.encode()) + len(shown.encode()),
                },
                "features": [{"$type": f"app.bsky.richtext.facet#{kind}", **value}],
            }
            for kind, value, shown in found
        ],
    }
    if post.reply_to is not None:
        above = {"uri": _uri(post.reply_to), "cid": "invented"}
        record["reply"] = {"root": above, "parent": above}
    return {
        "uri": _uri(post),
        "cid": "invented",
        "author": _author(post.account),
        "record": record,
        "replyCount": 0,
        "repostCount": 0,
        "likeCount": post.key % 40,
        "quoteCount": 0,
        "indexedAt": _clock(post.time + 1, "%Y-%m-%dT%H:%M:%S.000Z"),
        "labels": [],
    }
