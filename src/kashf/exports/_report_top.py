"""Top of the report: headline, caution, notes, figures, help with an empty result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow.compute as pc

from kashf.exports._charts import moment
from kashf.exports._report_words import count, headline, listed, section, things, threshold, window
from kashf.html import Child, Markup, lines, tag, words
from kashf.schema import RunTables

__all__ = ["caution", "empty", "figures", "header", "notes"]

_MAX_NOTES = 40


def header(tables: RunTables) -> Markup:
    """Title, headline, and the size of the result in a sentence."""
    info = tables.info
    clustered = tables.accounts.num_rows
    posts = section(info, "counts").get("posts")
    size: list[Child] = []
    if clustered:
        size.append(f"{count(clustered, 'account')} and {count(tables.edges.num_rows, 'edge')}")
        size.append(" between them")
    if isinstance(posts, int):
        size.append(f"{', found ' if size else 'Looked '}in {count(posts, 'post')}")
    if tables.clusters.num_rows and tables.clusters["first_time"].null_count < len(tables.clusters):
        first = pc.min(tables.clusters["first_time"]).as_py()
        last = pc.max(tables.clusters["last_time"]).as_py()
        size.append(", active in step from ")
        size.append(tag("span", moment(first, seconds=False), class_="nowrap"))
        size.append(" to ")
        size.append(tag("span", f"{moment(last, seconds=False)} UTC", class_="nowrap"))
    return tag(
        "header",
        tag(
            "p",
            tag("span", "Kashf", class_="brand"),
            " ",
            words(str(info["title"]), 160) if info.get("title") else "report of coordination",
            class_="kicker",
        ),
        tag("h1", headline(info, tables.clusters.num_rows)),
        tag("p", size, ".", class_="lead") if size else None,
    )


def caution(info: Mapping[str, Any]) -> Markup:
    """What such a result can't say, and how sure it is."""
    return tag(
        "aside",
        tag("h2", "Coordination is not guilt", id="caution-title"),
        tag(
            "p",
            "This report shows that accounts did the same things at nearly the same time, and how "
            "often. It does not show who runs them, whether they agreed to it, why, whether what "
            "they posted is true, or whether it did harm.",
        ),
        tag("p", "Check the innocent explanations before you publish anything:"),
        tag(
            "ul",
            tag("li", "fans, activists or colleagues who openly act together"),
            tag("li", "news outlets and their branches that share one feed"),
            tag("li", "breaking news, which everyone posts in the same minutes"),
            tag("li", "bots that say that they are bots, scheduling tools, “share” buttons"),
            tag("li", "exports whose clock shows only minutes: posts look closer than they were"),
        ),
        tag("p", _sureness(info)),
        class_="caution",
        aria_labelledby="caution-title",
    )


def _sureness(info: Mapping[str, Any]) -> str:
    found = section(info, "significance")
    if not found:
        return (
            "The thresholds were picked by a person. This run has no significance test: some of "
            "the edges are expected by chance alone, and more of them the more active the accounts."
        )
    q = section(info, "settings", "detect").get("q")
    share = f"{q:.0%}" if isinstance(q, float) else "a small part"
    return (
        f"{count(found.get('candidates'), 'pair')} of accounts passed the thresholds; "
        f"{count(found.get('edges'), 'edge')} are left, which the null models "
        f"{', '.join(map(str, listed(section(info, 'settings', 'detect'), 'null')))} don't explain. "
        f"If the models hold, at most {share} of these edges are expected to be there by chance. "
        "That says nothing of why two accounts act in step. Clusters were found on one half of the "
        f"objects and confirmed on the other: {count(found.get('groups'), 'group')} tested, "
        f"{count(found.get('clusters'), 'cluster')} confirmed."
    )


def notes(info: Mapping[str, Any]) -> Markup | None:
    """What the run has to say about itself; None when that is nothing."""
    texts = [str(text) for text in listed(info, "notes")]
    dropped = listed(info, "dropped_objects")
    items: list[Child] = [tag("li", lines(text, 800)[0]) for text in texts[:_MAX_NOTES]]
    if len(texts) > _MAX_NOTES:
        items.append(tag("li", f"… and {count(len(texts) - _MAX_NOTES, 'more note')} in run.json"))
    if dropped:
        items.append(
            tag(
                "li",
                f"{count(len(dropped), 'object')} with very many actions left out, as the "
                "settings ask for; see “The run” below.",
            )
        )
    if not items:
        return None
    return tag(
        "aside",
        tag("h2", "Notes on this run", id="notes-title"),
        tag("ul", items),
        class_="notes",
        aria_labelledby="notes-title",
    )


def figures(tables: RunTables) -> Markup:
    """The steps from posts to clusters, in numbers."""
    counts = section(tables.info, "counts")
    steps: list[tuple[str, object, str]] = [
        ("Posts", counts.get("posts"), "read and used"),
        ("Actions", counts.get("actions"), "an account used an object"),
        ("Co-actions", counts.get("co_actions"), "two accounts, one object, within the window"),
        ("Edges", counts.get("edges", tables.edges.num_rows), "pairs that did it often enough"),
        ("Accounts", tables.accounts.num_rows, "that have an edge"),
        ("Clusters", tables.clusters.num_rows, "groups of accounts held together by edges"),
    ]
    return tag(
        "section",
        tag("h2", "From posts to clusters", id="figures"),
        tag(
            "dl",
            [
                tag(
                    "div",
                    tag("dt", name),
                    tag("dd", f"{number:,}", class_="num"),
                    tag("dd", meaning),
                )
                for name, number, meaning in steps
                if isinstance(number, int)
            ],
            class_="tiles",
        ),
        aria_labelledby="figures",
    )


def _option(text: str) -> Markup:
    return tag("code", text, class_="nowrap")


def empty(tables: RunTables) -> Markup:
    """Why there may be nothing, and what to try."""
    info, counts = tables.info, section(tables.info, "counts")
    weight = threshold(info)
    tries: list[Child] = []
    if counts.get("posts") == 0:
        tries.append("No post was read. Check that the files are the ones you meant.")
    elif counts.get("actions") == 0:
        tries.append(
            [
                f"None of the posts holds {things(info, 'or')}: compare another kind, ",
                _option("--by"),
                ".",
            ]
        )
    elif counts.get("co_actions") == 0:
        tries.append(
            [
                f"No two accounts shared the same {things(info, 'or')} within ",
                f"{window(info) or 'the window'}: try a longer ",
                _option("--time-window"),
                ".",
            ]
        )
    else:
        tries.append(
            [
                "Accounts did meet, but no pair often enough: try a lower ",
                _option("--min-edge-weight"),
                f" (now {weight})" if weight else None,
                ", or a longer ",
                _option("--time-window"),
                ".",
            ]
        )
    tries += [
        ["Compare more kinds of action, e.g. ", _option("--by url,hashtag,text,repost"), "."],
        "Look at more posts: a longer period, more accounts, all posts on a subject rather than "
        "a sample. Coordination shows in the posts of several accounts, never in one.",
        "Look at the rejected rows below: a wrong column or time zone can hide everything.",
    ]
    return tag(
        "section",
        tag("h2", "Nothing found, and what that means", id="empty"),
        tag(
            "p",
            "With these settings no pair of accounts was in step often enough to make an edge. "
            "That is a result, not a failure. It is no proof either: accounts that post the same "
            "story in other words, or hours apart, do not show here.",
        ),
        tag("h3", "What to try"),
        tag("ul", [tag("li", text) for text in tries]),
        aria_labelledby="empty",
    )
