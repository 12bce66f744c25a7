"""Mastodon: JSON lines of statuses; the content is HTML."""

from collections.abc import Mapping
from typing import Any

from kashf.posts.format import JsonFormat, Sample
from kashf.posts.values import at, each, html_text, ident, texts, when, words


def _sniff(sample: Sample) -> float:
    records = [row for row in sample.rows if isinstance(row, dict)] if not sample.tabular else []
    known = sum(
        1
        for row in records
        if {"id", "created_at", "content", "visibility"} <= row.keys()
        and at(row, "account", "id") is not None
    )
    return known / len(records) if known * 2 >= len(records) and records else 0.0


def _row(record: Mapping[str, Any]) -> dict[str, Any]:
    original = at(record, "reblog")
    shown = original if isinstance(original, Mapping) else record
    text, links = html_text(at(shown, "content"))
    return {
        "platform": "mastodon",
        "post_id": ident(at(record, "id"), "post_id"),
        "account_id": ident(at(record, "account", "id"), "account_id"),
        "account_name": words(at(record, "account", "acct")),
        "time": when(at(record, "created_at")),
        "text": text,
        "language": words(at(shown, "language")),
        "post_url": words(at(record, "url")) or words(at(record, "uri")),
        "urls": texts([*links, at(shown, "card", "url")]),
        "hashtags": texts((at(tag, "name") for tag in each(shown, "tags")), strip="#"),
        "mentions": texts(at(account, "id") for account in each(shown, "mentions")),
        "media": texts(at(item, "id") for item in each(shown, "media_attachments")),
        "repost_of": ident(at(original, "id"), "repost_of"),
        "reply_to": ident(at(record, "in_reply_to_id"), "reply_to"),
        "quote_of": ident(
            at(record, "quote", "quoted_status", "id") or at(record, "quote", "id"), "quote_of"
        ),
    }


FORMAT = JsonFormat(
    name="mastodon",
    title="Mastodon statuses (JSON lines)",
    sniff=_sniff,
    row=_row,
)
