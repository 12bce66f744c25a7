"""CrowdTangle, Facebook: CSV; a post is known by its address, times carry a zone such as EST."""

from kashf.posts.format import Sample, TableFormat
from kashf.posts.mapping import ColumnMapping


def _sniff(sample: Sample) -> float:
    known = sample.tabular and sample.has("Facebook Id", "Post Created", "URL", "Message")
    return float(known and (sample.has("Page Name") or sample.has("Group Name")))


FORMAT = TableFormat(
    name="crowdtangle",
    title="CrowdTangle, Facebook pages and groups (CSV)",
    sniff=_sniff,
    mapping=ColumnMapping(
        platform="facebook",
        columns={
            "post_id": "URL",
            "account_id": "Facebook Id",
            "account_name": ("Page Name", "Group Name"),
            "time": "Post Created",
            "text": "Message",
            "post_url": "URL",
            "urls": ("Final Link", "Link"),
        },
    ),
)
