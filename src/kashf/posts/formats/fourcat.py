"""4CAT: CSV; times are UTC, further columns depend on the source."""

from kashf.posts.format import Sample, TableFormat
from kashf.posts.mapping import ColumnMapping


def _sniff(sample: Sample) -> float:
    return float(sample.tabular and sample.has("id", "thread_id", "author", "body", "timestamp"))


FORMAT = TableFormat(
    name="fourcat",
    title="4CAT (CSV)",
    sniff=_sniff,
    mapping=ColumnMapping(
        platform="unknown",
        zone="UTC",
        columns={
            "platform": "source_platform",
            "post_id": "id",
            "account_id": ("author_id", "author"),
            "account_name": ("author", "author_fullname"),
            "time": "timestamp",
            "text": "body",
            "language": ("language", "lang", "language_guess"),
            "post_url": ("post_url", "link", "url", "tiktok_url"),
            "urls": "urls",
            "hashtags": "hashtags",
            "mentions": "mentions",
            "reply_to": "reply_to",
        },
    ),
)
