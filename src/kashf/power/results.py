"""What a power analysis found, as figures, in words, and as files."""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass
from math import sqrt
from pathlib import Path
from typing import Any

import orjson

from kashf import exports
from kashf._version import __version__
from kashf.errors import UsageError
from kashf.files import replacing_folder
from kashf.settings import PowerSettings

__all__ = ["FILES", "RULES", "Own", "Power", "Rate", "Row", "wilson", "write"]

FILES = {
    "power.html": "the figures as charts and as tables: one page that opens offline",
    "power.csv": "a line for each kind of group and each rule, for a spreadsheet",
    "power.json": "all figures and settings, for programs",
}
RULES = ("clusters", "edges", "weight ≥ 2", "weight ≥ 5")
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

    def in_words(self) -> str:
        """The row as a sentence."""
        return (
            f"Groups of {self.members} accounts that share {self.objects} things within "
            f"{self.jitter:g} s of each other, {self.taking_part:.0%} taking part, window "
            f"{self.time_window:g} s: found in {self.found} of {self.repeats} repeats."
        )


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

    def as_dict(self) -> dict[str, Any]:
        """All of it, as ``power.json`` holds it."""
        return {
            "kashf": __version__,
            "settings": self.settings.model_dump(mode="json"),
            "actions": self.actions,
            "accounts": self.accounts,
            "notes": list(self.notes),
            "own": [asdict(one) for one in self.own],
            "rows": [{**asdict(row), "in_words": row.in_words()} for row in self.rows],
        }


def wilson(mean: float, repeats: int) -> Rate:
    """The 95 % score interval of Wilson (1927), each of ``repeats`` counted as one trial.

    Pairs of one group stand and fall together, so a group is one trial however many pairs it has.
    No figure between 0 and 1 varies more than a yes or no of the same mean: for shares the interval
    is too wide, if anything.
    """
    z = _Z * _Z / repeats
    middle = (mean + z / 2) / (1 + z)
    half = _Z / (1 + z) * sqrt(mean * (1 - mean) / repeats + z / (4 * repeats))
    return Rate(mean, max(0.0, min(mean, middle - half)), min(1.0, max(mean, middle + half)))


def write(result: Power, folder: Path) -> tuple[Path, ...]:
    """Write :data:`FILES` to ``folder`` and return their paths; all of them or none.

    Files of these names that are there already are replaced. Raises
    :class:`~kashf.errors.UsageError` when ``folder`` is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file.", hint="Name a folder for the results.")
    info = result.as_dict()
    with replacing_folder(folder) as part:
        (part / "power.html").write_text(exports.power_page(info), encoding="utf-8", newline="\n")
        (part / "power.json").write_bytes(orjson.dumps(info, option=orjson.OPT_INDENT_2))
        with (part / "power.csv").open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(
                ["time_window", "jitter", "members", "objects", "taking_part", "repeats", "rule",
                 "share", "low", "high"]
            )  # fmt: skip
            for row in result.rows:
                kind = (row.time_window, row.jitter, row.members, row.objects, row.taking_part)
                for rule, rate in {"group found": row.group, **row.pairs}.items():
                    figures = (f"{x:.6g}" for x in (rate.mean, rate.low, rate.high))
                    lines.writerow([*kind, row.repeats, rule, *figures])
    return tuple(folder / name for name in FILES)
