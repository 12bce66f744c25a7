"""Bluesky: JSON lines of ``postView``, or of feeds with ``post`` and ``reason``."""

from collections.abc import Iterator, Mapping
from typing import Any

from kashf.posts.format import JsonFormat, Sample
from kashf.posts.values import at, each, ident, texts, when, words


def _view(record: Mapping[str, Any]) -> Mapping[str, Any]:
    post = at(record, "post")
    return post if isinstance(post, Mapping) else record


def _sniff(sample: Sample) -> float:
    records = [row for row in sample.rows if isinstance(row, dict)] if not sample.tabular else []
    known = sum(
        1
        for row in records
        if str(at(_view(row), "uri")).startswith("at://") and at(_view(row), "author", "did")
    )
    return known / len(records) if known * 2 >= len(records) and records else 0.0


def _features(post: Mapping[str, Any], kind: str) -> Iterator[Mapping[str, Any]]:
    for facet in each(post, "facets"):
        for feature in each(facet, "features"):
            if str(at(feature, "$type")).endswith(f"#{kind}"):
                yield feature


def _row(record: Mapping[str, Any]) -> dict[str, Any]:
    view = _view(record)
    post = at(view, "record") or {}
    embed = at(post, "embed") or {}
    media = at(embed, "media") or embed  # recordWithMedia has both
    uri = ident(at(view, "uri"), "post_id")
    account = ident(at(view, "author", "did"), "account_id")
    key = uri.rsplit("/", 1)[-1] if uri else ""
    links = [*(at(f, "uri") for f in _features(post, "link")), at(media, "external", "uri")]
    files = [at(image, "image", "ref", "$link") for image in each(media, "images")]
    row = {
        "platform": "bluesky",
        "post_id": uri,
        "account_id": account,
        "account_name": words(at(view, "author", "handle")),
        "time": when(at(post, "createdAt")),
        "text": words(at(post, "text")),
        "language": words(at(post, "langs", 0)),
        "post_url": f"https://bsky.app/profile/{account}/post/{key}" if account and key else None,
        "urls": texts(links),
        "hashtags": texts(
            [*(at(f, "tag") for f in _features(post, "tag")), *each(post, "tags")], strip="#"
        ),
        "mentions": texts(at(f, "did") for f in _features(post, "mention")),
        "media": texts([*files, at(media, "video", "ref", "$link")]),
        "reply_to": ident(at(post, "reply", "parent", "uri"), "reply_to"),
        "quote_of": ident(
            at(embed, "record", "record", "uri") or at(embed, "record", "uri"), "quote_of"
        ),
    }
    by = at(record, "reason", "by")
    if isinstance(by, Mapping):
        account = ident(at(by, "did"), "account_id")
        row |= {
            # A feed gives the repost's own address only lately.
            "post_id": ident(at(record, "reason", "uri"), "post_id") or f"{account}/repost/{uri}",
            "account_id": account,
            "account_name": words(at(by, "handle")),
            "time": when(at(record, "reason", "indexedAt")),
            "repost_of": uri,
            "reply_to": None,
        }
    return row


FORMAT = JsonFormat(
    name="bluesky",
    title="Bluesky posts and feeds (JSON lines)",
    sniff=_sniff,
    row=_row,
    items=("item", "feed.item", "posts.item"),
)
