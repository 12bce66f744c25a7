"""Worlds as posts: what an export of them would hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from kashf.errors import UsageError
from kashf.schema import POSTS

__all__ = ["PLATFORM", "posts_of"]

PLATFORM = "invented"


def _around(before: str, after: str = "") -> Callable[[pa.Array], pa.Array]:
    return lambda ids: pc.binary_join_element_wise(before, ids, after, "")


# kind of action: column of the post, and what stands there
_COLUMNS: Mapping[str, tuple[str, Callable[[pa.Array], pa.Array]]] = {
    "url": ("urls", _around("https://objects.example/")),
    "domain": (
        "urls",
        lambda ids: _around("https://", ".example/")(pc.replace_substring(ids, "_", "-")),
    ),
    "hashtag": ("hashtags", _around("")),
    "mention": ("mentions", _around("")),
    "media": ("media", _around("")),
    "text": ("text", _around("This text is invented and has the number ")),
    "repost": ("repost_of", _around("")),
    "reply": ("reply_to", _around("")),
    "quote": ("quote_of", _around("")),
}


def posts_of(actions: pa.Table) -> pa.Table:
    """A post for each of ``actions`` (:data:`~kashf.schema.ACTIONS`), as :data:`~kashf.schema.POSTS`.

    Actions of one post must be of one kind. Raises :class:`~kashf.errors.UsageError` for a kind
    that no column of a post shows.
    """
    parts = []
    for kind in pc.unique(actions["kind"]).to_pylist():
        if kind not in _COLUMNS:
            raise UsageError(
                f"Actions of kind {kind!r} can't be shown as posts.",
                hint=f"Kinds that can: {', '.join(_COLUMNS)}.",
            )
        name, form = _COLUMNS[kind]
        own = actions.filter(pc.equal(actions["kind"], kind))
        rows = len(own)
        shown = form(own["object_id"].combine_chunks())
        columns: dict[str, pa.Array] = {}
        for field in POSTS:
            if pa.types.is_list(field.type):
                lengths = pa.array(
                    range(rows + 1) if field.name == name else [0] * (rows + 1), pa.int32()
                )
                values = shown if field.name == name else pa.array([], pa.string())
                columns[field.name] = pa.ListArray.from_arrays(lengths, values)
            elif field.name == name:
                columns[field.name] = shown
            elif field.name in ("post_id", "account_id", "time"):
                columns[field.name] = own[field.name].combine_chunks()
            elif field.name in ("platform", "source_file"):
                columns[field.name] = pa.array([PLATFORM] * rows)
            else:
                columns[field.name] = pa.nulls(rows, field.type)
        parts.append(pa.table(columns, schema=POSTS))
    return pa.concat_tables([POSTS.empty_table(), *parts]).sort_by(
        [("time", "ascending"), ("post_id", "ascending")]
    )
