"""End of the report: what the thresholds mean, and all that is needed to repeat the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kashf.exports._report_clusters import table
from kashf.exports._report_words import count, kind_name, listed, section, things, threshold, window
from kashf.html import Child, Markup, strict, tag, words
from kashf.settings import ActionSettings, DetectSettings, ImportSettings

__all__ = ["run", "thresholds"]

_MAX_ROWS = 200
_STAGES = (("import", ImportSettings), ("actions", ActionSettings), ("detect", DetectSettings))


def thresholds(info: Mapping[str, Any]) -> Markup:
    """The settings of the run, in plain words first."""
    detect = section(info, "settings", "detect")
    weight = threshold(info)
    least = f"at least {weight}" if weight.isdigit() else "enough"
    unit = {
        "co_actions": "pairs of actions",
        "own_posts": "matched posts of their own",
    }.get(
        str(detect.get("weight")),
        f"different {things(info, 'or')}"
        if things(info, "or") != "things"
        else "different objects",
    )
    rows: list[list[Child]] = []
    for stage, model in _STAGES:
        used = section(info, "settings", stage)
        for name, value in used.items():
            field = model.model_fields.get(str(name))
            meaning = field.description if field is not None else None
            rows.append([strict(str(name), 60), _value(value), words(meaning or "–", 300)])
    return tag(
        "section",
        tag("h2", "What the thresholds mean", id="thresholds"),
        tag(
            "p",
            "Two accounts have an edge when they shared ",
            tag("b", f"{least} {unit}"),
            f" (the weight at quantile {weight[1:]} of all weights)"
            if weight.startswith("q")
            else None,
            ", each time within ",
            tag("b", window(info) or "the time window"),
            " of each other. A longer window and a lower threshold find more and are wrong more "
            "often; a shorter window and a higher threshold miss more. Try several before you "
            "rely on one: what stays is what to look at first.",
        ),
        table(["Setting", "Value", "Meaning"], rows[:_MAX_ROWS], "Settings of this run", set())
        if rows
        else None,
        aria_labelledby="thresholds",
    )


def _value(value: object) -> Child:
    if value is None:
        return "–"
    if isinstance(value, str | int | float):
        return words(str(value), 120)
    if isinstance(value, Sequence):
        return words(", ".join(map(str, value[:20])), 200)
    return words(str(value)[:1000], 200)


def run(info: Mapping[str, Any]) -> Markup:
    """Files, counts, rejected rows, timings, versions."""
    return tag(
        "section",
        tag("h2", "The run", id="run"),
        _about(info),
        _files(info),
        _counts(info),
        _pairs("Rejected rows by reason", section(info, "reasons"), "Reason", "Rows"),
        _dropped(info),
        _timings(info),
        aria_labelledby="run",
    )


def _about(info: Mapping[str, Any]) -> Markup | None:
    facts = [
        (name, str(info[key]))
        for name, key in (
            ("Kashf version", "kashf"),
            ("Made", "created"),
            ("Command", "command"),
            ("Threads", "threads"),
        )
        if info.get(key) not in (None, "")
    ]
    if not facts:
        return None
    return tag(
        "dl",
        [tag("div", tag("dt", name), tag("dd", words(value, 600))) for name, value in facts],
        class_="facts",
    )


def _number(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else "–"


def _files(info: Mapping[str, Any]) -> Child:
    inputs = [item for item in listed(info, "inputs") if isinstance(item, Mapping)]
    if not inputs:
        return None
    rows: list[list[Child]] = [
        [
            strict(str(item.get("path", "–")), 200),
            words(str(item.get("format") or "–"), 40),
            _number(item.get("rows")),
            _number(item.get("rejected")),
            _number(item.get("size")),
            tag("span", strict(str(item.get("sha256") or "–"), 64), class_="hash"),
        ]
        for item in inputs[:_MAX_ROWS]
    ]
    head = ["File", "Format", "Rows", "Rejected", "Bytes", "SHA-256"]
    more = len(inputs) - len(rows)
    return [
        tag("h3", "Files"),
        table(head, rows, f"{count(len(inputs), 'file')} read", {2, 3, 4}),
        tag("p", f"{count(more, 'more file')} in run.json.", class_="small") if more else None,
    ]


def _counts(info: Mapping[str, Any]) -> Child:
    counts = section(info, "counts")
    rows: list[list[Child]] = [
        [words(str(name).replace("co_", "co-").replace("_", " "), 60), _number(value)]
        for name, value in counts.items()
        if isinstance(value, int)
    ]
    rows += [
        [words(f"actions: {kind_name(str(kind))}", 60), _number(value)]
        for kind, value in section(counts, "actions_by_kind").items()
    ]
    if not rows:
        return None
    return [tag("h3", "Counts"), table(["What", "Number"], rows[:_MAX_ROWS], "Counts", {1})]


def _pairs(title: str, values: Mapping[str, Any], left: str, right: str) -> Child:
    if not values:
        return None
    rows: list[list[Child]] = [
        [words(str(name), 200), _number(value)] for name, value in list(values.items())[:_MAX_ROWS]
    ]
    return [tag("h3", title), table([left, right], rows, title, {1})]


def _dropped(info: Mapping[str, Any]) -> Child:
    dropped = listed(info, "dropped_objects")
    if not dropped:
        return None
    shown = [
        ", ".join(f"{key}: {value}" for key, value in item.items())
        if isinstance(item, Mapping)
        else str(item)
        for item in dropped[:50]
    ]
    return tag(
        "details",
        tag("summary", f"{count(len(dropped), 'object')} left out for having very many actions"),
        tag("ul", [tag("li", strict(text, 300)) for text in shown]),
        tag("p", "The others are in run.json.", class_="small") if len(dropped) > 50 else None,
    )


def _timings(info: Mapping[str, Any]) -> Child:
    timings = section(info, "timings")
    if not timings:
        return None
    rows: list[list[Child]] = [
        [words(str(stage), 60), f"{value:.2f}" if isinstance(value, int | float) else "–"]
        for stage, value in list(timings.items())[:_MAX_ROWS]
    ]
    return tag(
        "details",
        tag("summary", "Timings"),
        table(["Stage", "Seconds"], rows, "Seconds for each stage", {1}),
    )
