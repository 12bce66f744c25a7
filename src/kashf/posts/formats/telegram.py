"""Telegram Desktop: JSON of one chat or of an account; ``date_unixtime`` is the time."""

from collections.abc import Mapping
from typing import Any

from kashf.posts.format import JsonFormat, Sample
from kashf.posts.values import at, each, ident, texts, when, words


def _sniff(sample: Sample) -> float:
    records = [row for row in sample.rows if isinstance(row, dict)] if not sample.tabular else []
    known = sum(1 for row in records if {"id", "type", "date"} <= row.keys() and "text" in row)
    return known / len(records) if known * 2 >= len(records) and records else 0.0


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        parts = (part if isinstance(part, str) else at(part, "text") for part in value)
        value = "".join(part for part in parts if isinstance(part, str))
    return words(value)


def _row(record: Mapping[str, Any]) -> dict[str, Any] | None:
    if at(record, "type") != "message":
        return None
    chat = ident(at(record, "__parent__", "id"), "chat id")
    entities = each(record, "text_entities") or each(record, "text")
    found = [item for item in entities if isinstance(item, Mapping)]

    def of(*kinds: str, key: str = "text") -> list[Any]:
        return [at(item, key) for item in found if at(item, "type") in kinds]

    def in_chat(value: Any, name: str) -> str | None:
        """Messages are numbered chat by chat."""
        number = ident(value, name)
        return f"{chat}/{number}" if chat and number else number

    reply_chat = ident(at(record, "reply_to_peer_id"), "reply_to")
    reply = ident(at(record, "reply_to_message_id"), "reply_to")
    account = ident(at(record, "from_id"), "account_id")
    if account is None and chat and "channel" in str(at(record, "__parent__", "type")):
        account = f"channel{chat}"
    return {
        "platform": "telegram",
        "post_id": in_chat(at(record, "id"), "post_id"),
        "account_id": account,
        "account_name": words(at(record, "from")) or words(at(record, "author")),
        "time": when(at(record, "date_unixtime") or at(record, "date")),
        "text": _text(at(record, "text")),
        "urls": texts([*of("link"), *of("text_link", key="href")]),
        "hashtags": texts(of("hashtag"), strip="#"),
        "mentions": texts([*of("mention"), *of("mention_name", key="user_id")], strip="@"),
        "reply_to": f"{reply_chat}/{reply}"
        if reply_chat and reply
        else in_chat(at(record, "reply_to_message_id"), "reply_to"),
    }


FORMAT = JsonFormat(
    name="telegram",
    title="Telegram Desktop (JSON)",
    sniff=_sniff,
    row=_row,
    items=("messages.item", "chats.list.item.messages.item"),
    notes={"not_posts": "messages are not posts (joins, calls, changes of the title)"},
)
