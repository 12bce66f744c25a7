"""Texts that are the same once normalised (:mod:`kashf.text`)."""

from __future__ import annotations

import hashlib
import re

import pyarrow as pa

from kashf.actions.columns import authored, from_values, map_distinct, only
from kashf.settings import ActionSettings
from kashf.text import normalise, words

__all__ = ["LOCAL", "NEEDS", "objects"]

NEEDS = ("text", "repost_of")
LOCAL = False

# The older way to repost; the text behind it is cut at 140 characters.
_RETWEET = re.compile(
    r"[\s\"'“«\u200b-\u200f\u202a-\u202e\u2066-\u2069]*RT\s*(?:[:：]\s*)?[@＠]\w+"
)


def objects(posts: pa.Table, settings: ActionSettings) -> pa.ListArray:
    """BLAKE2b-128 of each post's normalised text, mentions left out, as 32 hex digits.

    None for reposts, for texts that begin with ``RT @name``, and for texts of fewer than
    ``settings.min_words`` words.
    """

    def digest(text: str) -> str | None:
        if _RETWEET.match(text):
            return None
        plain = normalise(text, mentions=False)
        # Spaces are quicker to count, and there are never fewer words than they part.
        enough = plain.count(" ") + 1 >= settings.min_words
        if not plain or not (enough or len(words(plain)) >= settings.min_words):
            return None
        return hashlib.blake2b(plain.encode(), digest_size=16).hexdigest()

    text = only(authored(posts), posts.column("text").combine_chunks())
    return from_values(map_distinct(text, digest))
