"""The confirmed groups of a run as a table of the page."""

from __future__ import annotations

from collections.abc import Sequence

from kashf.dossier._inline import Inline, chrome
from kashf.dossier.built import ClusterView
from kashf.dossier.model import Language
from kashf.html import Child, tag

__all__ = ["group_table"]

# heading of a column: what stands in it, on lines of their own
_COLUMNS = {
    "accounts": ("size",),
    "edges": ("edges",),
    "objects": ("objects",),
    "actions": ("actions_in_step", "actions", "share_in_step"),
    "first_and_last": ("first_time", "last_time"),
    "p_and_q": ("p_value", "q_value"),
}


def group_table(
    clusters: Sequence[ClusterView], inline: Inline, languages: tuple[Language, ...]
) -> Child:
    """A row a group, or nothing where there is none."""
    if not clusters:
        return None
    shown = [{cell.key.text: cell.value for cell in view.cells} for view in clusters]
    columns = {
        head: names
        for head, names in _COLUMNS.items()
        if any(name in cells for name in names for cells in shown)
    }
    heads = [tag("th", chrome(head, languages), scope="col") for head in ("cluster", *columns)]
    rows = [
        tag(
            "tr",
            tag("th", str(view.number), scope="row"),
            [
                tag("td", [tag("div", inline.bdi(cells[n])) for n in names if n in cells] or "–")
                for names in columns.values()
            ],
            id=view.anchor,
        )
        for view, cells in zip(clusters, shown, strict=True)
    ]
    return [
        tag("h4", chrome("clusters", languages)),
        tag("p", chrome("clusters_note", languages), class_="small"),
        tag(
            "div",
            tag("table", tag("thead", tag("tr", heads)), tag("tbody", rows)),
            class_="scroll groups",
        ),
    ]
