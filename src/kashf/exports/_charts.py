"""Small charts: bars over time, shares."""

from __future__ import annotations

import datetime as dt

from kashf.html import Markup, tag

__all__ = ["bars", "moment", "share_bar"]

_MOST_BARS = 96
_FEWEST_BARS = 12  # a single bar as wide as the page would look like a lasting level
_DAY = dt.timedelta(days=1)


def moment(time: dt.datetime, *, seconds: bool = True) -> str:
    """A UTC time for people, e.g. ``2024-03-01 10:00:05``."""
    return time.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")


def length(span: dt.timedelta) -> str:
    """A time span in the largest unit that fits, e.g. ``10 minutes``."""
    seconds = span.total_seconds()
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        if seconds >= size:
            count = round(seconds / size, 1)
            return f"{count:g} {unit}{'' if count == 1 else 's'}"
    return f"{seconds:g} seconds"


def bars(points: list[tuple[dt.datetime, int]], width: dt.timedelta, color: str) -> Markup:
    """Bars of counts over time with the axes written out.

    ``points`` are bin starts and counts; ``width`` is the length of a bin. Neighbouring bins are
    put together until at most 96 bars are left.
    """
    start = min(time for time, _ in points)
    bins = int((max(time for time, _ in points) - start) / width) + 1
    together = -(-bins // _MOST_BARS)
    counts = [0] * max(_FEWEST_BARS, -(-bins // together))
    for time, count in points:
        counts[int((time - start) / width) // together] += count
    top = max(1, *counts)
    step = width * together
    drawn = [
        tag(
            "rect",
            x=i + 0.08,
            y=round(40 - 40 * n / top, 2),
            width=0.84,
            height=round(40 * n / top, 2),
        )
        for i, n in enumerate(counts)
        if n
    ]
    picture = tag(
        "svg",
        drawn,
        viewBox=f"0 0 {len(counts)} 40",
        preserveAspectRatio="none",
        class_="bars",
        fill=color,
        role="img",
        aria_label=f"Actions in step over time, from {moment(start, seconds=False)} to "
        f"{moment(start + step * len(counts), seconds=False)} UTC; at most {top:,} in {length(step)}.",
    )
    return tag(
        "figure",
        tag("figcaption", f"Actions in step, per {length(step)}"),
        tag(
            "div",
            tag("div", tag("span", f"{top:,}"), tag("span", "0"), class_="y", aria_hidden="true"),
            picture,
            class_="plot",
        ),
        tag("div", [tag("span", text) for text in _axis(start, step * len(counts))], class_="x"),
        class_="timeline",
    )


def _axis(start: dt.datetime, span: dt.timedelta) -> list[str]:
    form = (
        "%Y-%m-%d"
        if span > 4 * _DAY
        else "%m-%d %H:%M"
        if span > dt.timedelta(hours=1)
        else "%H:%M:%S"
    )
    texts = [(start + span * part).astimezone(dt.UTC).strftime(form) for part in (0, 0.5, 1)]
    return [*texts[:-1], f"{texts[-1]} UTC"]


def share_bar(share: float, color: str | None = None) -> Markup:
    """A share, 0 to 1, as a short bar and a percentage."""
    part = min(1.0, max(0.0, share))
    return tag(
        "span",
        tag(
            "svg",
            tag("rect", width=40, height=8, rx=2, class_="rest"),
            tag("rect", width=round(40 * part, 1), height=8, rx=2, fill=color or "currentColor"),
            viewBox="0 0 40 8",
            aria_hidden="true",
            class_="share",
        ),
        f" {100 * part:.0f} %",
        class_="nowrap",
    )
