"""The report: one HTML page that opens offline, fetches nothing and runs nothing."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from pathlib import Path

import pyarrow.compute as pc

from kashf.exports._network_svg import Drawing, draw
from kashf.exports._report_clusters import clusters, overview, unconfirmed
from kashf.exports._report_run import run, thresholds
from kashf.exports._report_top import caution, empty, figures, header, notes
from kashf.html import Child, Markup, document, head, label, tag
from kashf.schema import RunTables

SUFFIX = "html"
TITLE = "Report to read (HTML)"


def write(tables: RunTables, path: Path) -> None:
    """Write the report to ``path``. Its size is bounded, whatever the size of the run."""
    path.write_text(_page(tables), encoding="utf-8", newline="\n")


def _page(tables: RunTables) -> str:
    css = resources.files("kashf.exports").joinpath("report.css").read_text(encoding="utf-8")
    title = label(str(tables.info["title"])) if tables.info.get("title") else "Report"
    made = head(title, css)
    return document(made, _body(tables), css)


def _body(tables: RunTables) -> Child:
    apart = tables.clusters.slice(0, 0)
    if "confirmed" in tables.clusters.column_names:
        sure = tables.clusters["confirmed"]
        apart = tables.clusters.filter(pc.invert(sure))
        tables = replace(tables, clusters=tables.clusters.filter(sure))
    found = tables.clusters.num_rows > 0
    middle: list[Child] = [empty(tables)]
    sections = [("empty", "What to try")]
    if found:
        middle = [_network(tables), overview(tables), clusters(tables)]
        sections = [
            ("network", "Network"),
            ("all-clusters", "All clusters"),
            ("clusters", "Largest"),
        ]
    links = [("figures", "Figures"), *sections, ("thresholds", "Thresholds"), ("run", "The run")]
    return [
        tag("a", "Skip to the result", href="#result", class_="skip"),
        header(tables),
        tag(
            "nav",
            tag("ul", [tag("li", tag("a", text, href=f"#{to}")) for to, text in links]),
            aria_label="Contents",
        ),
        tag(
            "main",
            caution(tables.info),
            notes(tables.info),
            [figures(tables), middle] if found else [middle, figures(tables)],
            unconfirmed(apart),
            thresholds(tables.info),
            run(tables.info),
            id="result",
        ),
        tag(
            "footer",
            tag(
                "p",
                "Names, posts and addresses are shown as published, as text. Addresses are not "
                "links on purpose. Hidden characters are shown as ",
                tag("span", "U+202E", class_="ctl"),
                ". This page loads nothing from the network.",
            ),
        ),
    ]


def _network(tables: RunTables) -> Markup:
    drawing = draw(tables, width=960, height=640, links=True)
    return tag(
        "section",
        tag("h2", "The network", id="network"),
        tag("figure", drawing.svg, tag("figcaption", _extent(tables, drawing)), class_="drawing"),
        aria_labelledby="network",
    )


def _extent(tables: RunTables, drawing: Drawing) -> str:
    def part(shown: int, total: int, what: str) -> str:
        return f"all {total:,} {what}" if shown == total else f"{shown:,} of {total:,} {what}"

    text = (
        "Each dot is an account, larger the more it is in step; each line is an edge, thicker the "
        "heavier; each circle is a cluster with its number. Shown: "
        f"{part(drawing.nodes, tables.accounts.num_rows, 'accounts')}, "
        f"{part(drawing.edges, tables.edges.num_rows, 'edges')} and "
        f"{part(drawing.clusters, tables.clusters.num_rows, 'clusters')}"
    )
    if drawing.nodes < tables.accounts.num_rows or drawing.edges < tables.edges.num_rows:
        text += "; the strongest were taken. The whole network is in the other exports"
    return f"{text}. Where a dot stands has no meaning beyond its cluster."
