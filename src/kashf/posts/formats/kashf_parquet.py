"""Kashf's own tables of posts or actions, read again."""

from kashf.posts.format import Sample, TableFormat
from kashf.posts.mapping import ACTION_TARGETS, POST_TARGETS, ColumnMapping

_POSTS = ColumnMapping(columns={name: (name,) for name in POST_TARGETS})
_ACTIONS = ColumnMapping(table="actions", columns={name: (name,) for name in ACTION_TARGETS})


def _is_posts(sample: Sample) -> bool:
    return sample.has("platform", "post_id", "account_id", "time")


def _sniff(sample: Sample) -> float:
    return float(sample.tabular and (_is_posts(sample) or sample.has(*ACTION_TARGETS)))


def _variant(sample: Sample) -> ColumnMapping:
    return _POSTS if _is_posts(sample) else _ACTIONS


FORMAT = TableFormat(
    name="kashf_parquet",
    title="Kashf's own posts.parquet or actions.parquet",
    sniff=_sniff,
    mapping=_POSTS,
    variant=_variant,
)
