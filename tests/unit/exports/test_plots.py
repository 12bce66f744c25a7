"""Charts put marks where the figures are, and stay whole files of their own."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from kashf.exports.plots import Axis, Panel, Point, Series, chart, standalone

SVG = "{http://www.w3.org/2000/svg}"
X = Axis("things <&>", ((0.0, "0"), (10.0, "10")), margin=0.0)
Y = Axis("share", ((0.0, "0 %"), (1.0, "100 %")), margin=0.0)


def marks(svg: str, kind: str) -> list[tuple[float, float]]:
    root = ET.fromstring(svg)
    found = [one for one in root.iter(f"{SVG}path") if one.get("class") == f"mark {kind}"]
    return [tuple(map(float, re.findall(r"-?[\d.]+", str(one.get("transform"))))) for one in found]  # type: ignore[misc]


def drawn(*series: Series, x: Axis = X) -> str:
    return standalone(chart("A <title>", [Panel("one & two", x, Y, series)], columns=1, about="w"))


def test_marks_stand_where_the_figures_are() -> None:
    series = Series("a", (Point(0, 0), Point(5, 0.5), Point(10, 1)), joined=True)
    svg = drawn(series)
    _, first, middle, last = marks(svg, "c0")
    assert first[0] < last[0] and first[1] > last[1]
    assert abs((first[0] + last[0]) / 2 - middle[0]) < 0.11
    assert abs((first[1] + last[1]) / 2 - middle[1]) < 0.11


def test_what_lies_outside_is_drawn_at_the_end() -> None:
    log = Axis("pairs", ((0.01, "0"), (1.0, "1"), (100.0, "100")), log=True, margin=0.0)
    _, zero, one, most, beyond = marks(
        drawn(Series("a", tuple(Point(n, 0) for n in (0, 1, 100, 10_000))), x=log), "c0"
    )
    assert zero[0] < one[0] < most[0] == beyond[0]
    assert abs((zero[0] + most[0]) / 2 - one[0]) < 0.11


def test_series_differ_by_shape_and_colour_and_text_is_escaped() -> None:
    svg = drawn(Series("a<b>", (Point(1, 1, 0.5, 1),)), Series("c", (Point(1, 1),), dashed=True))
    root = ET.fromstring(svg)
    shapes = {
        one.get("class"): one.get("d")
        for one in root.iter(f"{SVG}path")
        if str(one.get("class")).startswith("mark")
    }
    assert len(set(shapes.values())) == len(shapes) == 2
    texts = [one.text for one in root.iter(f"{SVG}text")]
    assert {"A <title>", "a<b>", "c", "things <&>", "share", "one & two"} <= set(texts)
    assert "prefers-color-scheme: dark" in svg
    assert "href" not in svg
