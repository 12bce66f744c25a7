"""Canonical links of posts, without those that lead to the post itself or the post it quotes.

Where the source lists none they are read from the text, as many exports have no column of links.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from kashf.actions.columns import authored, from_lists, ids, map_distinct, only
from kashf.actions.links import canonical

__all__ = ["NEEDS", "links"]

NEEDS = ("urls", "text", "post_url", "platform", "post_id", "repost_of", "quote_of")
_X = ("x", "twitter")
_LINK = re.compile(r"https?://[^\s<>\"«»“”،؛؟]+", re.IGNORECASE)
_AFTER = ".,;:!?'’”»"
_CUT = ("…", "...")


def links(posts: pa.Table, change: Callable[[str], str | None] | None = None) -> pa.ListArray:
    """Links of every post that is no repost, each changed by ``change`` at the end."""
    own = authored(posts)
    found = from_lists(
        _listed_or_written(posts, own),
        canonical,
        where=own,
        unless=lambda values, rows: _leads_back(posts, values, rows),
    )
    return found if change is None else from_lists(found, change)


def _listed_or_written(posts: pa.Table, own: pa.Array) -> pa.Array:
    listed = posts.column("urls").combine_chunks()
    text = posts.column("text").combine_chunks()
    empty = pc.equal(pc.list_value_length(listed), 0)
    wanted = pc.and_(pc.and_(empty, own), pc.fill_null(pc.match_substring(text, "://"), False))
    if not pc.any(wanted).as_py():
        return listed
    written = [[] if t is None else _written(t) for t in only(wanted, text).to_pylist()]
    return pc.if_else(empty, pa.array(written, listed.type), listed)


def _written(text: str) -> list[str]:
    return [_trimmed(link) for link in _LINK.findall(text) if not link.endswith(_CUT)]


def _trimmed(link: str) -> str:
    """Without the punctuation of the sentence around it."""
    for _ in range(20):
        shorter = link.rstrip(_AFTER)
        for opening, closing in ("()", "[]", "{}"):
            if shorter.endswith(closing) and shorter.count(closing) > shorter.count(opening):
                shorter = shorter[:-1]
        if shorter == link:
            break
        link = shorter
    return link


def _leads_back(posts: pa.Table, values: pa.Array, rows: pa.Array) -> pa.Array:
    of_rows = posts.select(["post_url", "platform", "post_id", "quote_of"]).take(rows)
    own = map_distinct(of_rows.column("post_url"), canonical)
    back = pc.fill_null(pc.equal(values, own), False)
    on_x = pc.is_in(pc.utf8_lower(of_rows.column("platform")), pa.array(_X)).combine_chunks()
    for name in ("post_id", "quote_of"):
        target = pc.binary_join_element_wise("x.com/i/status/", ids(of_rows.column(name)), "")
        same = pc.fill_null(pc.equal(values, target), False)
        back = pc.or_(back, pc.and_(on_x, same))
    return back
