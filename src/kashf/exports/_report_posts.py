"""Posts in step: what was shared, in whose words, and who followed how soon."""

from __future__ import annotations

from typing import Any, TypeAlias

from kashf.exports._charts import moment
from kashf.exports._report_words import count, kind_name
from kashf.html import Child, Markup, lines, strict, tag, words
from kashf.safe import readable_url

__all__ = ["Row", "posts", "shared_object"]

_MOST_OBJECTS = 8
_MOST_FOLLOWERS = 6
_LENGTH = 600

Row: TypeAlias = dict[str, Any]


def shared_object(kind: str, object_id: str, texts: dict[tuple[str, str], str]) -> Child:
    """An object for people to read; never a link. ``texts`` has the words behind hashes."""
    if kind == "url":
        return strict(readable_url(object_id[:2000]), 300)
    if kind == "hashtag":
        return words(f"#{object_id}", 100)
    if kind == "text":
        text = texts.get((kind, object_id))
        return words(f"“{text[:400]}”", 180) if text else strict(f"text {object_id}", 40)
    return strict(object_id, 120)


def posts(samples: list[Row]) -> list[Child]:
    """For each of some objects the first sample post, and those that came after it."""
    if not samples:
        return []
    ordered = sorted(samples, key=lambda row: (row["time"], row["account_id"], row["post_id"]))
    by_object: dict[tuple[str, str], list[Row]] = {}
    for row in ordered:
        by_object.setdefault((row["kind"], row["object_id"]), []).append(row)
    figures = [_figure(rows) for rows in list(by_object.values())[:_MOST_OBJECTS]]
    left = len(by_object) - len(figures)
    return [
        tag("h4", "Posts in step"),
        tag("div", figures, class_="posts"),
        tag(
            "p",
            f"Samples on {count(left, 'further object')} in the tables of the run.",
            class_="small",
        )
        if left
        else None,
    ]


def _figure(rows: list[Row]) -> Markup:
    first = rows[0]
    whole = first["text"] or ""
    text, cut = lines(whole, _LENGTH)
    return tag(
        "figure",
        tag(
            "p",
            f"{kind_name(first['kind'])}: ",
            shared_object(first["kind"], first["object_id"], {}),
            class_="small",
        )
        if first["kind"] != "text"
        else None,
        tag("blockquote", text if whole else tag("p", "(no text)", class_="small")),
        tag("p", f"Shortened; the post has {len(whole):,} characters.", class_="small")
        if cut
        else None,
        tag(
            "figcaption",
            tag("b", words(first["account_name"] or first["account_id"], 80)),
            " · ",
            tag(
                "time",
                f"{moment(first['time'])} UTC",
                datetime=first["time"].isoformat(),
                class_="nowrap",
            ),
            [" · ", words(first["platform"], 40)] if first["platform"] else None,
            " · post ",
            strict(first["post_id"], 60),
        ),
        _followers(first, rows[1:]),
        class_="post",
    )


def _followers(first: Row, rows: list[Row]) -> Child:
    if not rows:
        return None
    words_of_first = (first["text"] or "").split()
    items = [
        tag(
            "li",
            tag("span", _later((row["time"] - first["time"]).total_seconds()), class_="delay"),
            " ",
            words(row["account_name"] or row["account_id"], 80),
            ", in the same words"
            if words_of_first and (row["text"] or "").split() == words_of_first
            else None,
        )
        for row in rows[:_MOST_FOLLOWERS]
    ]
    more = len(rows) - len(items)
    if more:
        items.append(tag("li", f"and {count(more, 'more post')}"))
    return tag("ul", items, class_="followers", aria_label="Posts that followed")


def _later(seconds: float) -> str:
    if seconds < 120:
        return f"+{seconds:.3g} s" if seconds % 1 else f"+{seconds:.0f} s"
    if seconds < 7200:
        return f"+{seconds / 60:.0f} min"
    return f"+{seconds / 3600:.0f} h" if seconds < 172_800 else f"+{seconds / 86_400:.0f} days"
