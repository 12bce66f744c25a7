"""Twitter/X information-operations archive: CSV, times in UTC with minutes only."""

from kashf.posts.format import Sample, TableFormat
from kashf.posts.mapping import ColumnMapping


def _sniff(sample: Sample) -> float:
    return float(sample.tabular and sample.has("tweetid", "userid", "tweet_text", "tweet_time"))


FORMAT = TableFormat(
    name="twitter_io",
    title="Twitter/X information-operations archive (CSV)",
    sniff=_sniff,
    mapping=ColumnMapping(
        platform="x",
        zone="UTC",
        columns={
            "post_id": "tweetid",
            "account_id": "userid",
            "account_name": ("user_screen_name", "user_display_name"),
            "time": "tweet_time",
            "text": "tweet_text",
            "language": "tweet_language",
            "urls": "urls",
            "hashtags": "hashtags",
            "mentions": "user_mentions",
            "repost_of": "retweet_tweetid",
            "reply_to": "in_reply_to_tweetid",
            "quote_of": "quoted_tweet_tweetid",
        },
    ),
)
