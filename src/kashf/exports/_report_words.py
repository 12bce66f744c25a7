"""Words of the report: what a kind of action, a setting or a run is called in plain English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kashf.sureness import CHANGES, HOLDS, SURENESS, one_in

__all__ = [
    "count",
    "headline",
    "kind_name",
    "listed",
    "robustness",
    "section",
    "sureness",
    "things",
    "threshold",
    "window",
]

# kind: (one object, several objects as in "shared the same …")
_KINDS = {
    "url": ("link", "links"),
    "domain": ("website", "websites"),
    "hashtag": ("hashtag", "hashtags"),
    "text": ("text", "texts"),
    "media": ("picture or video", "pictures or videos"),
    "repost": ("reposted post", "reposts"),
    "reply": ("replied-to post", "replied-to posts"),
    "quote": ("quoted post", "quoted posts"),
    "mention": ("mentioned account", "mentioned accounts"),
}


def section(info: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    """The mapping at ``keys`` of ``info``; empty when there is none."""
    found: Any = info
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def listed(info: Mapping[str, Any], key: str) -> list[Any]:
    """The list at ``key`` of ``info``; a single text is a list of one, all else is empty."""
    found = info.get(key)
    if isinstance(found, str):
        return [found]
    return list(found) if isinstance(found, list | tuple) else []


def count(number: object, one: str, several: str | None = None) -> str:
    """``1 account``, ``1,204 accounts``."""
    value = number if isinstance(number, int) else 0
    return f"{value:,} {one if value == 1 else several or one + 's'}"


def kind_name(kind: str) -> str:
    """What an object of ``kind`` is called."""
    return _KINDS[kind][0] if kind in _KINDS else _plain(kind)


def _plain(kind: str) -> str:
    """The name of a kind from another package, if it is one that can stand in a sentence."""
    return kind if re.fullmatch(r"[A-Za-z0-9_-]{1,30}", kind) else "other"


def things(info: Mapping[str, Any], word: str = "and") -> str:
    """What the run compared: ``links``, ``links and hashtags``, ``things`` when not recorded."""
    by = [str(kind) for kind in listed(section(info, "settings", "actions"), "by")]
    several = [
        _KINDS[kind][1] if kind in _KINDS else f"objects of kind “{_plain(kind)}”" for kind in by
    ]
    several = list(dict.fromkeys(several))[:12]
    if not several:
        return "things"
    return f" {word} ".join([", ".join(several[:-1]), several[-1]] if several[1:] else several)


def window(info: Mapping[str, Any]) -> str:
    """The time window in words, e.g. ``60 seconds``; empty when not recorded."""
    seconds = section(info, "settings", "detect").get("time_window")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return ""
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= 2 * size and seconds % size == 0:
            return f"{seconds / size:g} {unit}s"
    return "1 second" if seconds == 1 else f"{seconds:g} seconds"


def threshold(info: Mapping[str, Any]) -> str:
    """``min_edge_weight`` as a number or a quantile; empty when not recorded."""
    weight = str(section(info, "settings", "detect").get("min_edge_weight", ""))
    return weight if re.fullmatch(r"q?[0-9.]{1,20}", weight) else ""


def headline(info: Mapping[str, Any], clusters: int) -> str:
    """The result in one plain sentence."""
    within = f" within {window(info)} of each other" if window(info) else " at the same time"
    what = f"the same {things(info)}{within}"
    if clusters == 0:
        return f"No group of accounts repeatedly shared {what}"
    return f"{count(clusters, 'group')} of accounts shared {what}"


def sureness(p_value: float, q_value: float) -> str:
    """What the test of a cluster says, in words."""
    before, between, after = SURENESS["en"]
    return f"{before}1 in {one_in(p_value):,}{between}1 in {one_in(q_value):,}{after}"


def robustness(row: Mapping[str, Any]) -> str:
    """Whether a cluster holds when the window or the objects change, in words."""
    holds = [words["en"] for key, words in CHANGES if row[key] <= HOLDS]
    fails = [f"{words['en']} (p = {row[key]:.2g})" for key, words in CHANGES if row[key] > HOLDS]
    parts = []
    if holds:
        parts.append(f"It also holds {_series(holds)}.")
    if fails:
        parts.append(f"It does not hold {_series(fails)}: write about it with care.")
    return " ".join(parts)


def _series(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
