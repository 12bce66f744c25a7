"""Charts of figures with their uncertainty: panels of series, one SVG, right in light and in dark.

Series differ by colour and by the shape of their marks, so that no one depends on colours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kashf.html import Child, Markup, tag

__all__ = ["CSS", "Axis", "Panel", "Point", "Series", "chart", "standalone"]

# Each colour at least 4.5:1 on its ground.
CSS = """\
.plot-svg { max-width: 100%; height: auto; --g: #ffffff; --i: #1c2127; --s: #4d5661; --l: #d9d6ce; --c0: #0b5c66; --c1: #b34a00; --c2: #5b45b0; --c3: #a02066; --c4: #6b5d00; --c5: #1d5fa8; --c6: #2f6b2f; --c7: #7a4a3a; font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
@media (prefers-color-scheme: dark) { .plot-svg { max-width: 100%; height: auto; --g: #1b2027; --i: #e8e6e1; --s: #a9b3be; --l: #3a424d; --c0: #6cc5cf; --c1: #f0a35e; --c2: #b3a4f5; --c3: #f08cc0; --c4: #d6c95a; --c5: #8ab8f0; --c6: #8fce8f; --c7: #d3a897; } }
.plot-svg .ground { fill: var(--g); }
.plot-svg text { fill: var(--i); }
.plot-svg .soft { fill: var(--s); font-size: 12px; }
.plot-svg .head { font-weight: 650; font-size: 15px; }
.plot-svg .panel { font-weight: 600; }
.plot-svg .grid { stroke: var(--l); fill: none; }
.plot-svg .reference { stroke: var(--s); stroke-dasharray: 2 4; fill: none; }
.plot-svg .line { stroke-width: 1.8; }
.plot-svg .dashed { stroke-dasharray: 6 4; }
.plot-svg .mark { stroke-width: 1.8; fill-opacity: .3; }
.plot-svg .bar { stroke-width: 1.2; stroke-opacity: .65; }
.plot-svg .c0 { stroke: var(--c0); fill: var(--c0); }
.plot-svg .c1 { stroke: var(--c1); fill: var(--c1); }
.plot-svg .c2 { stroke: var(--c2); fill: var(--c2); }
.plot-svg .c3 { stroke: var(--c3); fill: var(--c3); }
.plot-svg .c4 { stroke: var(--c4); fill: var(--c4); }
.plot-svg .c5 { stroke: var(--c5); fill: var(--c5); }
.plot-svg .c6 { stroke: var(--c6); fill: var(--c6); }
.plot-svg .c7 { stroke: var(--c7); fill: var(--c7); }
.plot-svg path.line { fill: none; }
"""
_COLOURS = 8
_LEFT, _RIGHT, _TOP, _BOTTOM = 96, 22, 30, 52
_MARKS = (
    "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0Z",
    "M-3.6 -3.6H3.6V3.6H-3.6Z",
    "M0 -4.6L4.4 3.4H-4.4Z",
    "M0 -5L5 0L0 5L-5 0Z",
    "M-4 -4L4 4M-4 4L4 -4",
    "M0 -5V5M-5 0H5",
    "M0 4.6L4.4 -3.4H-4.4Z",
    "M-5 0H5M-2.5 -4.4L2.5 4.4M-2.5 4.4L2.5 -4.4",
)
_LETTER = 7.2  # width of a letter of the legend, about


@dataclass(frozen=True)
class Point:
    """A mark, and how far it is uncertain to both sides along y, if that is known."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Series:
    """Marks of one kind. Those of one ``name`` look alike in all panels; eight kinds can be told apart.

    ``aside`` moves them by so many pixels, (right, down), so that they don't hide others.
    """

    name: str
    points: tuple[Point, ...]
    joined: bool = False
    dashed: bool = False
    aside: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Axis:
    """What is measured, in which unit, and where the marks of the scale stand.

    The scale goes from the first of ``ticks`` (value, text) to the last, and ``margin`` of its
    length beyond. What lies outside is drawn at its end. ``log``: logarithmic.
    """

    label: str
    ticks: tuple[tuple[float, str], ...]
    log: bool = False
    margin: float = 0.04

    def place(self, value: float) -> float:
        """Where ``value`` stands between the ends of the axis, 0 to 1."""
        low, high = (self._scale(tick) for tick in (self.ticks[0][0], self.ticks[-1][0]))
        low, high = min(low, high), max(low, high)
        part = (min(max(self._scale(value), low), high) - low) / ((high - low) or 1)
        return (part + self.margin) / (1 + 2 * self.margin)

    def _scale(self, value: float) -> float:
        return math.log10(max(value, 1e-12)) if self.log else value


@dataclass(frozen=True)
class Panel:
    """One field of a chart. ``diagonal`` draws where y is x."""

    title: str
    x: Axis
    y: Axis
    series: tuple[Series, ...]
    diagonal: bool = False


def chart(
    title: str,
    panels: Sequence[Panel],
    *,
    columns: int = 2,
    width: int = 920,
    height: int = 300,
    about: str = "",
) -> Markup:
    """``panels`` side by side in ``columns``, each ``height`` pixels high, under one legend.

    ``about`` says in words what is to be seen, for those who can't see it.
    """
    names = list(dict.fromkeys(one.name for panel in panels for one in panel.series))
    legend, top = _legend(names, panels, width)
    each = width / columns
    lines = -(-len(panels) // columns)
    drawn = [
        tag(
            "g",
            _panel(panel, names, each, height),
            transform=f"translate({place % columns * each:g} {top + place // columns * height:g})",
        )
        for place, panel in enumerate(panels)
    ]
    whole = top + lines * height
    return tag(
        "svg",
        tag("title", title),
        tag("desc", about) if about else None,
        tag("rect", width=width, height=whole, class_="ground"),
        tag("text", title, x=16, y=26, class_="head"),
        legend,
        drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {whole:g}",
        width=width,
        height=f"{whole:g}",
        class_="plot-svg",
        role="img",
        aria_label=title,
    )


def standalone(drawing: Markup) -> str:
    """``drawing`` as a file of its own, with its style sheet in it."""
    css = CSS.replace('"Segoe UI", ', "")
    start, end = drawing.html.split(">", 1)
    return f"{start}>\n<style>{css}</style>{end}\n"


def _legend(names: list[str], panels: Sequence[Panel], width: int) -> tuple[Markup, float]:
    dashed = {one.name: one.dashed for panel in panels for one in panel.series}
    x, y = 24.0, 48.0
    parts: list[Child] = []
    for place, name in enumerate(names):
        length = 34 + _LETTER * len(name)
        if x + length > width - 8 and x > 24:
            x, y = 24.0, y + 20
        if dashed[name]:
            parts.append(
                tag("path", d=f"M{x - 9:g} {y - 4:g}h18", class_=f"line dashed c{place % _COLOURS}")
            )
        parts.append(_mark(place, x, y - 4))
        parts.append(tag("text", name, x=x + 13, y=y))
        x += length
    return tag("g", parts), y + 16


def _mark(place: int, x: float, y: float) -> Markup:
    return tag(
        "path",
        d=_MARKS[place % len(_MARKS)],
        transform=f"translate({x:.1f} {y:.1f})",
        class_=f"mark c{place % _COLOURS}",
    )


def _panel(panel: Panel, names: list[str], width: float, height: float) -> Child:
    left, right, top, bottom = _LEFT, width - _RIGHT, _TOP, height - _BOTTOM

    def x(value: float) -> float:
        return left + (right - left) * panel.x.place(value)

    def y(value: float) -> float:
        return bottom - (bottom - top) * panel.y.place(value)

    parts: list[Child] = [tag("text", panel.title, x=left, y=16, class_="panel")]
    for value, text in panel.y.ticks:
        parts.append(tag("path", d=f"M{left} {y(value):.1f}H{right:.1f}", class_="grid"))
        parts.append(
            tag("text", text, x=left - 8, y=f"{y(value) + 4:.1f}", text_anchor="end", class_="soft")
        )
    for value, text in panel.x.ticks:
        parts.append(tag("path", d=f"M{x(value):.1f} {top}V{bottom:.1f}", class_="grid"))
        parts.append(
            tag("text", text, x=f"{x(value):.1f}", y=bottom + 18, text_anchor="middle",
                class_="soft")
        )  # fmt: skip
    middle = (left + right) / 2
    parts.append(
        tag("text", panel.x.label, x=f"{middle:.1f}", y=bottom + 38, text_anchor="middle",
            class_="soft")
    )  # fmt: skip
    parts.append(
        tag("text", panel.y.label, transform=f"translate(16 {(top + bottom) / 2:.1f}) rotate(-90)",
            text_anchor="middle", class_="soft")
    )  # fmt: skip
    if panel.diagonal:
        low, high = panel.x.ticks[0][0], panel.x.ticks[-1][0]
        high = min(high, panel.y.ticks[-1][0])
        parts.append(
            tag("path", d=f"M{x(low):.1f} {y(low):.1f}L{x(high):.1f} {y(high):.1f}",
                class_="reference")
        )  # fmt: skip
    for one in panel.series:
        place = names.index(one.name)
        colour = f"c{place % _COLOURS}"
        right_by, down_by = one.aside
        spots = [(x(point.x) + right_by, y(point.y) + down_by, point) for point in one.points]
        if one.joined and len(spots) > 1:
            way = "L".join(f"{across:.1f} {down:.1f}" for across, down, _ in spots)
            kind = "line dashed" if one.dashed else "line"
            parts.append(tag("path", d=f"M{way}", class_=f"{kind} {colour}"))
        for across, down, point in spots:
            if point.low is not None and point.high is not None:
                ends = f"M{across:.1f} {y(point.low):.1f}V{y(point.high):.1f}"
                parts.append(tag("path", d=ends, class_=f"bar {colour}"))
            parts.append(_mark(place, across, down))
    return parts
