from __future__ import annotations

import datetime as dt
import re
from importlib import resources

import pytest

from exports_tables import START
from kashf.exports._charts import bars, delay_bars, length, moment, share_bar
from kashf.exports._network_svg import color

HOUR = dt.timedelta(hours=1)


def heights(svg: str) -> list[float]:
    return [float(h) for h in re.findall(r'<rect [^>]*height="([\d.]+)"', svg)]


def test_bars_are_as_high_as_their_counts() -> None:
    chart = bars([(START, 4), (START + 2 * HOUR, 1), (START + 15 * HOUR, 2)], HOUR, "#000").html
    assert heights(chart) == [40, 10, 20]
    assert 'viewBox="0 0 16 40"' in chart
    assert "per 1 hour" in chart
    assert "at most 4 in 1 hour" in chart


def test_many_bins_are_put_together_and_none_is_lost() -> None:
    points = [(START + i * HOUR, 1) for i in range(1000)]
    chart = bars(points, HOUR, "#000").html
    drawn = heights(chart)
    assert 48 < len(drawn) <= 96
    assert "per 11 hours" in chart
    assert sum(drawn) / 40 * 11 == pytest.approx(1000)


def test_a_single_bin_is_one_slim_bar() -> None:
    chart = bars([(START, 4)], HOUR, "#000").html
    assert len(heights(chart)) == 1
    assert 'viewBox="0 0 12 40"' in chart


def test_times_are_utc() -> None:
    zone = dt.timezone(dt.timedelta(hours=3))
    assert moment(START.astimezone(zone)) == "2024-03-01 09:00:00"
    assert moment(START, seconds=False) == "2024-03-01 09:00"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (60, "1 minute"),
        (90, "1.5 minutes"),
        (7200, "2 hours"),
        (86400, "1 day"),
        (0.5, "0.5 seconds"),
    ],
)
def test_lengths_in_words(seconds: float, words: str) -> None:
    assert length(dt.timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0 %"), (0.123, "12 %"), (1, "100 %"), (7, "100 %")]
)
def test_shares(share: float, text: str) -> None:
    assert f" {text}</span>" in share_bar(share).html


def luminance(code: str) -> float:
    parts = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palettes() -> list[dict[str, str]]:
    css = resources.files("kashf.exports").joinpath("report.css").read_text(encoding="utf-8")
    roots = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", root)) for root in roots]


def test_texts_and_marks_have_the_contrast_of_wcag_aa() -> None:
    schemes = palettes()
    assert len(schemes) == 2
    for scheme in schemes:
        for text in ("ink", "soft", "accent"):
            for ground in ("ground", "card"):
                assert contrast(scheme[text], scheme[ground]) >= 4.5
        for ground in ("warn", "note"):
            assert contrast(scheme["ink"], scheme[ground]) >= 4.5
        for cluster in range(10):
            assert contrast(color(cluster), scheme["card"]) >= 3
    for cluster in range(10):  # the number in its badge
        assert contrast("#ffffff", color(cluster)) >= 4.5
    assert len({color(cluster) for cluster in range(10)}) == 10


def test_delays_are_shares_of_their_own_sums() -> None:
    classes = [
        {"cluster_id": 0, "above": 0.0, "until": 15.0, "observed": 30, "expected": 1.0},
        {"cluster_id": 0, "above": 15.0, "until": None, "observed": 10, "expected": 3.0},
    ]
    chart = delay_bars(classes, "#000")
    assert chart is not None
    assert "≤ 15 seconds: 75% observed, 25% expected" in chart.html
    assert "&gt; 15 seconds: 25% observed, 75% expected" in chart.html
    assert heights(chart.html) == [40, 1, 13.33, 1]
    assert delay_bars([{**classes[0], "observed": 0}], "#000") is None
