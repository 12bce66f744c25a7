"""The clusters of the report: an overview of all, a section for each of the largest."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pyarrow.compute as pc

from kashf.exports._charts import bars, moment, share_bar
from kashf.exports._network_svg import color
from kashf.exports._report_posts import Row, posts, shared_object
from kashf.exports._report_words import count, kind_name, sureness
from kashf.html import Child, Markup, strict, tag, words
from kashf.schema import RunTables

__all__ = ["MAX_SECTIONS", "clusters", "overview", "table"]

MAX_SECTIONS = 12
_MAX_ROWS = 100
_ACCOUNTS_SHOWN, _ACCOUNTS_MOST = 30, 200
_OBJECTS_SHOWN, _OBJECTS_MOST = 10, 50


def table(head: list[str], rows: list[list[Child]], caption: str, numbers: set[int]) -> Markup:
    """A table that scrolls sideways on its own; ``numbers`` are the columns of figures."""
    cells = [
        tag(
            "tr",
            [
                tag("th", cell, scope="row")
                if i == 0
                else tag("td", cell, class_="num" if i in numbers else None)
                for i, cell in enumerate(row)
            ],
        )
        for row in rows
    ]
    titles = [
        tag("th", title, scope="col", class_="num" if i in numbers else None)
        for i, title in enumerate(head)
    ]
    return tag(
        "div",
        tag("table", tag("caption", caption), tag("thead", tag("tr", titles)), tag("tbody", cells)),
        class_="scroll",
        role="group",
        aria_label=caption,
        tabindex="0",
    )


def _period(row: Row) -> str:
    if row["first_time"] is None or row["last_time"] is None:
        return "–"
    first, last = moment(row["first_time"]), moment(row["last_time"])
    return f"{first} – {last[11:] if first[:10] == last[:10] else last}"


def _name(cluster: int, detailed: bool) -> Markup:
    swatch = tag(
        "svg",
        tag("circle", cx=6, cy=6, r=6, fill=color(cluster)),
        viewBox="0 0 12 12",
        class_="swatch",
        aria_hidden="true",
    )
    text: Child = f"Cluster {cluster}"
    if detailed:
        text = tag("a", text, href=f"#cluster-{cluster}")
    return tag("span", swatch, " ", text, class_="nowrap")


def overview(tables: RunTables) -> Markup:
    """One row a cluster, largest first; also the legend of the drawing."""
    total = tables.clusters.num_rows
    ordered = tables.clusters.sort_by("cluster_id")
    rows: list[list[Child]] = [
        [
            _name(row["cluster_id"], i < MAX_SECTIONS),
            f"{row['size']:,}",
            f"{row['edges']:,}",
            f"{row['density']:.2f}",
            f"{row['objects']:,}",
            share_bar(row["share_in_step"]),
            tag("span", _period(row), class_="nowrap"),
        ]
        for i, row in enumerate(ordered.slice(0, _MAX_ROWS).to_pylist())
    ]
    return tag(
        "section",
        tag("h2", "All clusters", id="all-clusters"),
        table(
            ["Cluster", "Accounts", "Edges", "Density", "Objects", "In step", "First – last, UTC"],
            rows,
            f"Clusters by size, {min(total, _MAX_ROWS):,} of {total:,}",
            {1, 2, 3, 4},
        ),
        tag(
            "p",
            "A cluster is a group of accounts that was found on one half of the objects and confirmed "
            "on the other, which the search had not seen. It may be sure where few single edges are. "
            if "p_value" in tables.clusters.column_names
            else "A cluster is a Leiden community of the network: accounts that have more and "
            "stronger edges with one another than with the rest. ",
            "Density is the share of possible pairs "
            "that are edges. In step is the share of its members’ actions that fell within the "
            "window of another member’s action on the same object.",
            class_="small",
        ),
        aria_labelledby="all-clusters",
    )


def clusters(tables: RunTables) -> Markup:
    """A section for each of the largest clusters."""
    ordered = tables.clusters.sort_by("cluster_id").slice(0, MAX_SECTIONS)
    width = _bin_width(tables.timeline)
    left = tables.clusters.num_rows - ordered.num_rows
    return tag(
        "section",
        tag("h2", "The largest clusters" if left else "The clusters", id="clusters"),
        [_cluster(tables, row, width) for row in ordered.to_pylist()],
        tag("p", f"{count(left, 'further cluster')} in the tables of the run.", class_="small")
        if left
        else None,
        aria_labelledby="clusters",
    )


def _bin_width(timeline: pa.Table) -> dt.timedelta:
    """Length of a bin: the smallest step between bins of a run."""
    times = pc.unique(timeline["time"]).sort().cast(pa.int64())
    if len(times) < 2:
        return dt.timedelta(minutes=1)
    return dt.timedelta(microseconds=pc.min(pc.subtract(times[1:], times[:-1])).as_py())


def _of(table_: pa.Table, cluster: int) -> pa.Table:
    return table_.filter(pc.equal(table_["cluster_id"], cluster))


def _cluster(tables: RunTables, row: Row, width: dt.timedelta) -> Markup:
    cluster = row["cluster_id"]
    title = f"cluster-{cluster}-title"
    samples = _of(tables.samples, cluster).to_pylist()
    timeline = _of(tables.timeline, cluster).sort_by("time").to_pylist()
    points = [(point["time"], point["actions"]) for point in timeline]
    return tag(
        "article",
        tag("h3", _name(cluster, False), f": {count(row['size'], 'account')}", id=title),
        tag(
            "p",
            f"These {count(row['size'], 'account')} were in step on "
            f"{count(row['objects'], 'object')}, in {row['actions_in_step']:,} of their "
            f"{count(row['actions'], 'action')}.",
            tag("br"),
            tag("span", f"{_period(row)} UTC", class_="small"),
        ),
        tag("p", sureness(row["p_value"], row["q_value"])) if "p_value" in row else None,
        tag(
            "dl",
            [
                tag("div", tag("dt", name), tag("dd", value, class_="num"))
                for name, value in (
                    ("In step", share_bar(row["share_in_step"], color(cluster))),
                    ("Density", f"{row['density']:.2f}"),
                    ("Edges", f"{row['edges']:,}"),
                    ("Strength", f"{row['strength']:,}"),
                )
            ],
            class_="tiles compact",
        ),
        bars(points, width, color(cluster)) if points else None,
        _objects(cluster, _of(tables.objects, cluster), samples),
        posts(samples),
        _accounts(cluster, _of(tables.accounts, cluster)),
        id=f"cluster-{cluster}",
        class_="cluster",
        aria_labelledby=title,
    )


def _folded(
    head: list[str], rows: list[list[Child]], shown: int, total: int, what: str, numbers: set[int]
) -> list[Child]:
    """The first rows as a table, the others folded away."""
    parts: list[Child] = [table(head, rows[:shown], what, numbers)]
    if rows[shown:]:
        parts.append(
            tag(
                "details",
                tag("summary", f"{len(rows) - shown:,} more"),
                table(head, rows[shown:], f"{what}, continued", numbers),
            )
        )
    if total > len(rows):
        parts.append(
            tag("p", f"{total - len(rows):,} more in the tables of the run.", class_="small")
        )
    return parts


def _objects(cluster: int, objects: pa.Table, samples: list[Row]) -> list[Child]:
    if not objects.num_rows:
        return []
    ordered = objects.sort_by(
        [("accounts", "descending"), ("actions", "descending"), ("kind", "ascending"), ("object_id", "ascending")]
    )  # fmt: skip
    texts = {
        (sample["kind"], sample["object_id"]): sample["text"]
        for sample in reversed(samples)
        if sample["text"]
    }
    rows: list[list[Child]] = [
        [
            shared_object(row["kind"], row["object_id"], texts),
            tag("span", kind_name(row["kind"]), class_="nowrap"),
            f"{row['accounts']:,}",
            f"{row['actions']:,}",
            tag("span", _period(row), class_="nowrap"),
        ]
        for row in ordered.slice(0, _OBJECTS_MOST).to_pylist()
    ]
    head = ["Object", "Kind", "Accounts", "Actions", "First – last, UTC"]
    return [
        tag("h4", "What they shared"),
        _folded(
            head,
            rows,
            _OBJECTS_SHOWN,
            objects.num_rows,
            f"Objects of cluster {cluster}, by accounts",
            {2, 3},
        ),
    ]


def _accounts(cluster: int, accounts: pa.Table) -> list[Child]:
    if not accounts.num_rows:
        return []
    ordered = accounts.sort_by([("strength", "descending"), ("account_id", "ascending")])
    rows: list[list[Child]] = [
        [
            words(row["account_name"] or row["account_id"], 80),
            strict(row["account_id"], 80),
            words(row["platform"], 40) if row["platform"] else "–",
            f"{row['degree']:,}",
            f"{row['strength']:,}",
            f"{row['actions_in_step']:,} of {row['actions']:,}",
            share_bar(row["share_in_step"]),
        ]
        for row in ordered.slice(0, _ACCOUNTS_MOST).to_pylist()
    ]
    head = ["Account", "Id", "Platform", "Edges", "Strength", "Actions in step", "Share"]
    return [
        tag("h4", "Accounts"),
        _folded(
            head,
            rows,
            _ACCOUNTS_SHOWN,
            accounts.num_rows,
            f"Accounts of cluster {cluster}, by strength",
            {3, 4, 5},
        ),
    ]
