"""The tables that stages hand on, as Arrow schemas: the contract between rooms.

Ids are text. Times are UTC microseconds. Lists are empty, never null. A text that is empty
or missing is null.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from kashf.errors import InputError

__all__ = [
    "ACCOUNTS",
    "ACTIONS",
    "CLUSTERS",
    "CO_ACTIONS",
    "EDGES",
    "OBJECTS",
    "POSTS",
    "SAMPLES",
    "TIME",
    "TIMELINE",
    "UNCONFIRMED",
    "RunTables",
    "check",
]

TIME = pa.timestamp("us", tz="UTC")


def _f(name: str, type_: pa.DataType, meaning: str, *, null: bool = False) -> pa.Field:
    return pa.field(name, type_, nullable=null, metadata={"meaning": meaning})


_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())

POSTS = pa.schema(
    [
        _f("platform", _TEXT, "platform that the post stands on, e.g. 'x', 'telegram'"),
        _f("post_id", _TEXT, "the platform's id of the post"),
        _f("account_id", _TEXT, "the platform's id of the account that posted"),
        _f("account_name", _TEXT, "handle or display name, for people to read", null=True),
        _f("time", TIME, "when the post was published, UTC"),
        _f("text", _TEXT, "text as published", null=True),
        _f("language", _TEXT, "language code as the source gives it", null=True),
        _f("post_url", _TEXT, "address of the post itself", null=True),
        _f("urls", _TEXTS, "links that the post carries, as long as the source has them"),
        _f("hashtags", _TEXTS, "hashtags without '#'"),
        _f("mentions", _TEXTS, "accounts mentioned: ids, or handles where there are no ids"),
        _f("media", _TEXTS, "hashes or ids of attached media"),
        _f("repost_of", _TEXT, "id of the post that this one reposts", null=True),
        _f("reply_to", _TEXT, "id of the post that this one replies to", null=True),
        _f("quote_of", _TEXT, "id of the post that this one quotes", null=True),
        _f("source_file", _TEXT, "name of the file that the post was read from"),
        _f("source_row", pa.int64(), "row or record of that file, from 1", null=True),
    ]
)

ACTIONS = pa.schema(
    [
        _f("kind", _TEXT, "kind of action, e.g. 'url', 'hashtag', 'text'"),
        _f("object_id", _TEXT, "what was acted on; never empty"),
        _f("account_id", _TEXT, "who acted"),
        _f("post_id", _TEXT, "the post in which it happened"),
        _f("time", TIME, "when, UTC"),
    ]
)

EDGES = pa.schema(
    [
        _f("account_a", _TEXT, "the account whose id comes first as text"),
        _f("account_b", _TEXT, "the other account"),
        _f("weight", pa.int64(), "what the run weighs: by default different objects in common"),
        _f("co_actions", pa.int64(), "pairs of actions on one object within the time window"),
        _f("first_time", TIME, "earliest of these actions"),
        _f("last_time", TIME, "latest of these actions"),
        _f("mean_delay", pa.float64(), "mean delay of the co-actions, seconds"),
        _f("min_delay", pa.float64(), "smallest delay, seconds"),
    ]
)

ACCOUNTS = pa.schema(
    [
        _f("account_id", _TEXT, "the account"),
        _f("account_name", _TEXT, "handle or display name", null=True),
        _f("platform", _TEXT, "platform, where it is known", null=True),
        _f("cluster_id", pa.int32(), "cluster of the account; 0 is the largest", null=True),
        _f("degree", pa.int64(), "accounts it has an edge with"),
        _f("strength", pa.int64(), "sum of the weights of its edges"),
        _f("actions", pa.int64(), "its actions in all"),
        _f(
            "actions_in_step",
            pa.int64(),
            "of these, in the window of another account of its cluster",
        ),
        _f("share_in_step", pa.float64(), "actions_in_step / actions, 0 to 1"),
        _f("first_time", TIME, "its first action in step", null=True),
        _f("last_time", TIME, "its last action in step", null=True),
    ]
)

UNCONFIRMED = pa.schema(
    [
        _f("cluster_id", pa.int32(), "row of clusters.parquet whose confirmed is false"),
        _f("account_id", _TEXT, "an account of that group"),
        _f("membership", pa.float64(), "as in accounts.parquet"),
        _f("member_p_value", pa.float64(), "as in accounts.parquet"),
    ]
)

CLUSTERS = pa.schema(
    [
        _f("cluster_id", pa.int32(), "0 is the largest"),
        _f("size", pa.int64(), "accounts in it"),
        _f("edges", pa.int64(), "edges inside it"),
        _f("strength", pa.int64(), "sum of the weights of these edges"),
        _f("density", pa.float64(), "edges as a share of the pairs that are possible, 0 to 1"),
        _f("objects", pa.int64(), "different objects that its members acted on in step"),
        _f("actions", pa.int64(), "actions of its members in all"),
        _f("actions_in_step", pa.int64(), "of these, in the window of another member"),
        _f("share_in_step", pa.float64(), "actions_in_step / actions, 0 to 1"),
        _f("first_time", TIME, "first action in step", null=True),
        _f("last_time", TIME, "last action in step", null=True),
        _f("top_objects", _TEXTS, "what most members acted on in step, as 'kind:object_id'"),
    ]
)

CO_ACTIONS = pa.schema(
    [
        _f("account_a", _TEXT, "first account of the edge"),
        _f("account_b", _TEXT, "second account of the edge"),
        _f("kind", _TEXT, "kind of action"),
        _f("object_id", _TEXT, "what both acted on"),
        _f("post_a", _TEXT, "post of account_a"),
        _f("post_b", _TEXT, "post of account_b"),
        _f("time_a", TIME, "time of post_a"),
        _f("time_b", TIME, "time of post_b"),
        _f("delay", pa.float64(), "time_b - time_a in seconds; below 0 where b came first"),
    ]
)

OBJECTS = pa.schema(
    [
        _f("cluster_id", pa.int32(), "the cluster"),
        _f("kind", _TEXT, "kind of action"),
        _f("object_id", _TEXT, "the object"),
        _f("accounts", pa.int64(), "members that acted on it in step"),
        _f("actions", pa.int64(), "their actions on it in step"),
        _f("first_time", TIME, "first of these"),
        _f("last_time", TIME, "last of these"),
    ]
)

SAMPLES = pa.schema(
    [
        _f("cluster_id", pa.int32(), "the cluster"),
        _f("kind", _TEXT, "kind of action"),
        _f("object_id", _TEXT, "the object that the post was in step on"),
        _f("platform", _TEXT, "platform", null=True),
        _f("account_id", _TEXT, "who posted"),
        _f("account_name", _TEXT, "handle or display name", null=True),
        _f("post_id", _TEXT, "the post"),
        _f("time", TIME, "when"),
        _f("text", _TEXT, "its text", null=True),
        _f("post_url", _TEXT, "its address", null=True),
    ]
)

TIMELINE = pa.schema(
    [
        _f("cluster_id", pa.int32(), "the cluster"),
        _f("time", TIME, "start of the bin; all bins of a run are equally long"),
        _f("actions", pa.int64(), "actions of members in step in the bin"),
    ]
)


@dataclass(frozen=True)
class RunTables:
    """What an export or a report is made from.

    ``edges``, ``accounts`` and ``clusters`` are the whole result; ``objects``, ``samples`` and
    ``timeline`` describe the largest clusters alone. ``info`` is the content of ``run.json``.
    """

    info: Mapping[str, Any]
    edges: pa.Table
    accounts: pa.Table
    clusters: pa.Table
    objects: pa.Table
    samples: pa.Table
    timeline: pa.Table


def check(table: pa.Table, schema: pa.Schema, what: str) -> pa.Table:
    """Return ``table`` with the columns and types of ``schema``, in its order.

    Raises :class:`~kashf.errors.InputError` for a missing column, a type that can't be cast
    without loss, or a null where none may be. Further columns are left out.
    """
    missing = [name for name in schema.names if name not in table.column_names]
    if missing:
        raise InputError(
            f"{what} lacks the columns {', '.join(missing)}.",
            column=missing[0],
            hint=f"It has: {', '.join(table.column_names)}.",
        )
    columns = []
    for field in schema:
        column = table.column(field.name)
        if column.type != field.type:
            try:
                column = column.cast(field.type)
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError) as error:
                raise InputError(
                    f"{what}: column {field.name} is {column.type}, not {field.type} ({error}).",
                    column=field.name,
                ) from error
        if not field.nullable and column.null_count:
            raise InputError(f"{what}: column {field.name} has empty cells.", column=field.name)
        columns.append(column)
    return pa.table(columns, schema=schema)
