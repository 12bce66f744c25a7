"""Zeeschuimer: NDJSON of what a browser was shown; posts of X and TikTok."""

from collections.abc import Mapping
from typing import Any

from kashf.posts.format import JsonFormat, RowError, Sample
from kashf.posts.values import at, each, ident, texts, when, words


def _sniff(sample: Sample) -> float:
    records = [row for row in sample.rows if isinstance(row, dict)] if not sample.tabular else []
    known = sum(1 for row in records if _platform(row) is not None)
    return known / len(records) if known * 2 >= len(records) and records else 0.0


def _platform(record: Mapping[str, Any]) -> str | None:
    source = at(record, "source_platform") or at(record, "__import_meta", "source_platform")
    return source if isinstance(source, str) else None


def _row(record: Mapping[str, Any]) -> dict[str, Any]:
    source = (_platform(record) or "").removesuffix(".com")
    # 4CAT puts the content beside __import_meta, Zeeschuimer itself below data.
    data = record if "__import_meta" in record else at(record, "data")
    if not isinstance(data, Mapping):
        raise RowError("data is missing")
    if source in ("x", "twitter"):
        return _x(data)
    if source == "tiktok":
        return _tiktok(data)
    raise RowError(f"posts of {source[:40] or 'an unnamed platform'} can't be read yet")


def _x(data: Mapping[str, Any]) -> dict[str, Any]:
    data = at(data, "tweet") or data
    legacy = at(data, "legacy") or {}
    user = at(data, "core", "user_results", "result") or {}
    name = at(user, "legacy", "screen_name") or at(user, "core", "screen_name")
    original = at(legacy, "retweeted_status_result", "result") or {}
    original = at(original, "tweet") or original
    # The text of a repost is cut at 140 characters; the reposted post has all of it.
    shown = original or data
    note = at(shown, "note_tweet", "note_tweet_results", "result", "text")
    entities = at(shown, "legacy", "entities") or {}
    media = each(shown, "legacy", "extended_entities", "media") or each(entities, "media")
    post_id = ident(at(data, "rest_id") or at(legacy, "id_str"), "post_id")
    return {
        "platform": "x",
        "post_id": post_id,
        "account_id": ident(at(legacy, "user_id_str") or at(user, "rest_id"), "account_id"),
        "account_name": words(name),
        "time": when(at(legacy, "created_at")),
        "text": words(note) or words(at(shown, "legacy", "full_text")),
        "language": words(at(legacy, "lang")),
        "post_url": f"https://x.com/{name}/status/{post_id}" if name and post_id else None,
        "urls": texts(at(url, "expanded_url") or at(url, "url") for url in each(entities, "urls")),
        "hashtags": texts((at(tag, "text") for tag in each(entities, "hashtags")), strip="#"),
        "mentions": texts(at(user, "id_str") for user in each(entities, "user_mentions")),
        "media": texts(at(item, "id_str") or at(item, "media_key") for item in media),
        "repost_of": ident(at(original, "rest_id"), "repost_of"),
        "reply_to": ident(at(legacy, "in_reply_to_status_id_str"), "reply_to"),
        "quote_of": ident(at(legacy, "quoted_status_id_str"), "quote_of"),
    }


def _tiktok(data: Mapping[str, Any]) -> dict[str, Any]:
    author = at(data, "author")
    if not isinstance(author, Mapping):
        author = {"uniqueId": author, "id": at(data, "authorId")}
    name = words(at(author, "uniqueId"))
    post_id = ident(at(data, "id"), "post_id")
    extra = each(data, "textExtra")
    tags = [at(item, "hashtagName") for item in extra]
    tags += [at(item, "title") for item in each(data, "challenges")]
    return {
        "platform": "tiktok",
        "post_id": post_id,
        "account_id": ident(at(author, "id"), "account_id") or name,
        "account_name": name,
        "time": when(at(data, "createTime")),
        "text": words(at(data, "desc")),
        "language": words(at(data, "textLanguage")),
        "post_url": f"https://www.tiktok.com/@{name}/video/{post_id}" if name else None,
        "hashtags": texts(tags, strip="#"),
        "mentions": texts(at(item, "userId") or at(item, "userUniqueId") for item in extra),
        "media": texts([at(data, "video", "id")]),
    }


FORMAT = JsonFormat(
    name="zeeschuimer",
    title="Zeeschuimer, X and TikTok (NDJSON)",
    sniff=_sniff,
    row=_row,
)
