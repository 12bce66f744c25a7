"""CooRTweet: CSV or Parquet that already holds actions; Unix seconds, or times in UTC."""

from kashf.posts.format import Sample, TableFormat
from kashf.posts.mapping import ColumnMapping


def _sniff(sample: Sample) -> float:
    return float(
        sample.tabular and sample.has("object_id", "account_id", "content_id", "timestamp_share")
    )


FORMAT = TableFormat(
    name="coortweet",
    title="CooRTweet (CSV, Parquet)",
    sniff=_sniff,
    mapping=ColumnMapping(
        table="actions",
        kind="object",
        zone="UTC",
        time_unit="s",
        columns={
            "object_id": "object_id",
            "account_id": "account_id",
            "post_id": "content_id",
            "time": "timestamp_share",
        },
    ),
)
