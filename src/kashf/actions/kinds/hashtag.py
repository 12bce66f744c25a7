"""Hashtags, from the column of the source or, where that is empty, from the text."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from kashf.actions.columns import authored, from_lists, native_id, only
from kashf.settings import ActionSettings
from kashf.text import fold_hashtag

__all__ = ["LOCAL", "NEEDS", "objects"]

NEEDS = ("hashtags", "text", "repost_of")
LOCAL = False

# After '#' comes all that is neither blank nor punctuation; an anchor in a link is no hashtag.
_HASHTAG = re.compile(
    r"(?<![\w/&?=.#＃-])[#＃][^\s#＃!-/:-@\[-^`{-~،؛؟۔«»“”‘’…、。，！？：；（）「」『』【】]++"
    # At the end of a text that was cut, a hashtag may be cut as well.
    r"(?!…\s{0,20}+(?:https?://\S{0,200}+\s{0,20}+)?\Z)"
)
_MAX_LENGTH = 500


def objects(posts: pa.Table, settings: ActionSettings) -> pa.ListArray:
    """Folded hashtags of each post; none for reposts."""
    own = authored(posts)
    given = posts.column("hashtags").combine_chunks()
    empty = pc.equal(pc.list_value_length(given), 0)
    text = posts.column("text").combine_chunks()
    wanted = pc.and_(
        pc.and_(empty, own), pc.fill_null(pc.match_substring_regex(text, "[#＃]"), False)
    )
    read = pa.array(
        [None if t is None else _hashtags(t) for t in only(wanted, text).to_pylist()],
        pa.list_(pa.string()),
    )
    merged = pc.if_else(empty, pc.fill_null(read, pa.scalar([], read.type)), given)
    return from_lists(merged, _folded, where=own)


def _hashtags(text: str) -> list[str]:
    return [tag for tag in _HASHTAG.findall(text) if not tag[1:].isdecimal()]


def _folded(tag: str) -> str | None:
    if native_id(tag) is None:
        return None
    tag = fold_hashtag(tag) if len(tag) <= _MAX_LENGTH else ""
    return tag if any(char != "_" for char in tag) else None
