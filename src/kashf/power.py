"""Power: which groups could have been seen in data like these?

Invented groups are planted among the actions of the data, one at a time, and sought as
``kashf detect`` seeks them. What is found of them says what the method can see there, and what it
would miss.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import product
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from kashf import actions as acting
from kashf import exports, posts, registry, schema
from kashf._version import __version__
from kashf.coordination.judging import confirmed_clusters, judge_edges
from kashf.coordination.load import Actions, connect, load
from kashf.coordination.sink import stream_edges
from kashf.errors import InputError, UsageError
from kashf.files import replacing_folder
from kashf.runs import rows
from kashf.settings import ActionSettings, DetectSettings, ImportSettings, PowerSettings, make
from kashf.simulate import CampaignSettings, Ground

__all__ = ["FILES", "RULES", "Own", "Power", "Rate", "Row", "power", "sentence", "wilson", "write"]

Progress = Callable[[str, int, "int | None"], None]

FILES = {
    "power.html": "the figures as charts and as tables: one page that opens offline",
    "power.csv": "a line for each kind of group and each rule, for a spreadsheet",
    "power.json": "all figures and settings, for programs",
}
RULES = ("clusters", "edges", "weight ≥ 2", "weight ≥ 5")
_WEIGHTS = {"weight ≥ 2": 2, "weight ≥ 5": 5}
_LEAST = 2  # weight of a candidate, as in kashf detect
_Z = 1.959963984540054  # 95 % of a normal variable lie within this


@dataclass(frozen=True)
class Rate:
    """A mean over repeats, 0 to 1, with its 95 % confidence interval (:func:`wilson`)."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """One kind of group, and what was found of it."""

    time_window: float  #: seconds
    members: int
    objects: int
    taking_part: float
    jitter: float  #: seconds
    repeats: int
    found: int  #: repeats in which a confirmed cluster was the group, see :func:`power`
    group: Rate  #: the same as a rate
    pairs: dict[str, Rate]  #: by rule (:data:`RULES`): share of the pairs of members that it keeps


@dataclass(frozen=True)
class Own:
    """What is found in the data themselves, with nothing planted. It may be real."""

    time_window: float  #: seconds
    clusters: int
    clustered_accounts: int
    pairs: dict[str, int]  #: by rule: pairs that it keeps


@dataclass(frozen=True)
class Power:
    """The result: a row for each window and kind of group, in the order of the settings."""

    settings: PowerSettings
    actions: int
    accounts: int
    own: tuple[Own, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
