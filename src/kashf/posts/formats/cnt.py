"""coordination-network-toolkit: CSV by position, with or without a header; Unix seconds."""

import re
from collections.abc import Sequence

from kashf.posts.format import Sample, TableFormat
from kashf.posts.mapping import ColumnMapping

_NAMES = (
    "message_id",
    "user_id",
    "username",
    "repost_id",
    "reply_id",
    "message",
    "timestamp",
    "urls",
)
_TIME = _NAMES.index("timestamp")


def _is_time(cell: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", cell.strip(), re.ASCII) is not None


def _headless(first: Sequence[str]) -> bool:
    return len(first) > _TIME and _is_time(first[_TIME])


def _sniff(sample: Sample) -> float:
    if sample.container != "csv" or len(sample.columns) != len(_NAMES):
        return 0.0
    if tuple(name.lower() for name in sample.columns) == _NAMES:
        return 1.0
    first = [sample.columns] if _headless(sample.columns) else []
    rows = [row for row in [*first, *sample.rows] if len(row) == len(_NAMES)]
    return 0.5 if sum(1 for row in rows if _is_time(row[_TIME])) * 2 > len(rows) else 0.0


FORMAT = TableFormat(
    name="cnt",
    title="coordination-network-toolkit (CSV)",
    sniff=_sniff,
    names=_NAMES,
    headless=_headless,
    mapping=ColumnMapping(
        platform="unknown",
        zone="UTC",
        time_unit="s",
        separator=" ",
        columns={
            "post_id": "message_id",
            "account_id": "user_id",
            "account_name": "username",
            "time": "timestamp",
            "text": "message",
            "urls": "urls",
            "repost_of": "repost_id",
            "reply_to": "reply_id",
        },
    ),
)
