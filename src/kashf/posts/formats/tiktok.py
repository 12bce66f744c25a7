"""TikTok Research API: videos as a list, below ``data.videos``, or one a line."""

from collections.abc import Mapping
from typing import Any

from kashf.posts.format import JsonFormat, Sample
from kashf.posts.values import at, ident, texts, when, words


def _sniff(sample: Sample) -> float:
    records = [row for row in sample.rows if isinstance(row, dict)] if not sample.tabular else []
    known = sum(
        1 for row in records if {"id", "create_time", "username", "video_description"} <= row.keys()
    )
    return known / len(records) if known * 2 >= len(records) and records else 0.0


def _row(record: Mapping[str, Any]) -> dict[str, Any]:
    name = ident(at(record, "username"), "account_id")
    post_id = ident(at(record, "id"), "post_id")
    return {
        "platform": "tiktok",
        "post_id": post_id,
        "account_id": name,
        "account_name": name,
        "time": when(at(record, "create_time")),
        "text": words(at(record, "video_description")),
        "post_url": f"https://www.tiktok.com/@{name}/video/{post_id}" if name and post_id else None,
        "hashtags": texts(at(record, "hashtag_names"), strip="#"),
        "mentions": texts(at(record, "video_mention_list"), strip="@"),
    }


FORMAT = JsonFormat(
    name="tiktok",
    title="TikTok Research API (JSON)",
    sniff=_sniff,
    row=_row,
    items=("item", "data.videos.item", "videos.item"),
)
