"""The page of a power analysis: charts, the same as tables, and what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import Any

from kashf.exports.plots import CSS, Axis, Panel, Point, Series, chart
from kashf.html import Child, Markup, document, head, strict, tag

__all__ = ["page"]

_SHARES = ((0.0, "0 %"), (0.25, "25 %"), (0.5, "50 %"), (0.75, "75 %"), (1.0, "100 %"))
_STAGGER = 6.0  # pixels, so that bars of two series don't hide each other


def page(info: Mapping[str, Any]) -> str:
    """``info`` (the content of ``power.json``) as one HTML page that fetches and runs nothing."""
    css = resources.files("kashf.exports").joinpath("report.css").read_text(encoding="utf-8") + CSS
    made = head("Which groups could have been seen?", css)
    return document(made, _body(info), css)


def _body(info: Mapping[str, Any]) -> Child:
    settings = info["settings"]
    repeats = settings["repeats"]
    kinds = len({(row["members"], row["objects"], row["taking_part"]) for row in info["rows"]})
    who = "accounts of the data" if settings["accounts"] == "existing" else "new accounts"
    things = "things that nobody else shares"
    if settings["push"] == "popular":
        things = "things that the data have already"
    return [
        tag("header", tag("p", tag("span", "Kashf", class_="brand"), "power analysis", class_="kicker"),
            tag("h1", "Which groups could have been seen?")),
        tag(
            "main",
            tag(
                "p",
                f"Among {info['actions']:,} actions of {info['accounts']:,} accounts, invented groups "
                f"were planted: {who} that share {things}. Each of {kinds:,} kinds was planted "
                f"{repeats:,} times, one group at a time, and sought as in a run "
                f"(null models {', '.join(settings['null'])}; q = {settings['q']:g}).",
                class_="lead",
            ),
            tag(
                "aside",
                tag("h2", "What this says"),
                tag(
                    "p",
                    "How much of such a group is found if it is there. Not whether there is one, and "
                    "nothing about groups that behave otherwise: that pause, use other accounts for "
                    "each thing, or lie further apart. Bars are 95 % confidence intervals "
                    "(Wilson 1927), each repeat counted as one trial.",
                ),
                class_="caution",
            ),
            _notes(info["notes"]),
            [_window(info, own) for own in info["own"]],
        ),
        tag("footer", tag("p", f"Kashf {info['kashf']}, seed {settings['seed']}. "
                               "This page loads nothing from the network.")),
    ]  # fmt: skip


def _notes(notes: Sequence[str]) -> Child:
    if not notes:
        return None
    return tag("aside", tag("ul", [tag("li", note) for note in notes]), class_="notes")


def _window(info: Mapping[str, Any], own: Mapping[str, Any]) -> Markup:
    rows = [row for row in info["rows"] if row["time_window"] == own["time_window"]]
    window = f"{own['time_window']:g} s"
    found = ", ".join(
        f"{count:,} by {rule}" for rule, count in own["pairs"].items() if rule != "clusters"
    )
    return tag(
        "section",
        tag("h2", f"Window {window}"),
        tag(
            "p",
            f"The data themselves, with nothing planted: {own['clusters']:,} confirmed clusters of "
            f"{own['clustered_accounts']:,} accounts, which may be real; pairs of accounts: {found}. "
            "A rule that keeps many ordinary pairs besides the planted ones shows nobody.",
        ),
        tag("figure", _chart(rows, window), class_="drawing"),
        tag("div", _table(rows), class_="scroll"),
    )


def _chart(rows: Sequence[Mapping[str, Any]], window: str) -> Markup:
    objects = sorted({row["objects"] for row in rows})
    x = Axis("things that the group shares", tuple((n, str(n)) for n in objects), margin=0.08)
    y = Axis("share of the group's pairs found", _SHARES)
    panels = []
    for share in sorted({row["taking_part"] for row in rows}):
        chosen = [row for row in rows if row["taking_part"] == share]
        for rule, title in (("clusters", "in confirmed clusters"), ("edges", "as single edges")):
            series = tuple(_series(chosen, rule))
            panels.append(Panel(f"{share:.0%} taking part: {title}", x, y, series))
    return chart(
        f"Planted pairs found, window {window}",
        panels,
        about="The table below has the same figures.",
    )


def _series(rows: Sequence[Mapping[str, Any]], rule: str) -> Iterator[Series]:
    sizes = sorted({row["members"] for row in rows})
    for place, size in enumerate(sizes):
        points = tuple(
            Point(row["objects"], *(row["pairs"][rule][key] for key in ("mean", "low", "high")))
            for row in sorted(rows, key=lambda row: row["objects"])
            if row["members"] == size
        )  # fmt: skip
        aside = _STAGGER * (place - (len(sizes) - 1) / 2)
        yield Series(f"{size} accounts", points, joined=True, aside=(aside, 0.0))


def _table(rows: Sequence[Mapping[str, Any]]) -> Markup:
    rules = list(rows[0]["pairs"])
    head = ["accounts", "things", "taking part", "found in", "95 %", *rules]
    body = [
        tag(
            "tr",
            tag("td", row["members"], class_="num"),
            tag("td", row["objects"], class_="num"),
            tag("td", f"{row['taking_part']:.0%}", class_="num"),
            tag("td", f"{row['found']} of {row['repeats']}", class_="num"),
            tag("td", _interval(row["group"]), class_="num"),
            [
                tag("td", f"{rate['mean']:.0%} ({_interval(rate)})", class_="num")
                for rate in (row["pairs"][rule] for rule in rules)
            ],
        )
        for row in rows
    ]
    return tag(
        "table",
        tag(
            "caption",
            "Found: a confirmed cluster holds at least half of the group, and they are most of it. Then "
            "the mean share of the group's pairs that each rule keeps, with its 95 % confidence "
            "interval. Members lie at most ",
            strict(f"{rows[0]['jitter']:g} s"),
            " apart.",
        ),
        tag("thead", tag("tr", [tag("th", name, class_="num", scope="col") for name in head])),
        tag("tbody", body),
    )


def _interval(rate: Mapping[str, float]) -> str:
    return f"{rate['low']:.0%}–{rate['high']:.0%}"
