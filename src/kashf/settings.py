"""One frozen settings model a stage; TOML in, TOML out.

The descriptions of the fields are the help texts of the command line.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from kashf.errors import UsageError

__all__ = [
    "ActionSettings",
    "DetectSettings",
    "ImportSettings",
    "PowerSettings",
    "Settings",
    "make",
    "parse_duration",
]

_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86400.0}


def parse_duration(value: object) -> float:
    """Seconds from a number of seconds or a text such as ``60s``, ``1.5m``, ``2h``, ``1d``.

    Raises :class:`ValueError` for anything else, for negative and for non-finite durations.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"{value!r} is not a duration; write e.g. 60s, 5m, 2h")
    if isinstance(value, str):
        match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*", value, re.ASCII)
        unit = (match[2] or "s") if match else ""
        if match is None or unit not in _UNITS:
            raise ValueError(f"{value!r} is not a duration; write e.g. 60s, 5m, 2h")
        value = float(match[1]) * _UNITS[unit]
    if not 0 <= value <= 10 * 366 * 86400:
        raise ValueError(f"a duration of {value:g} s is not between 0 and ten years")
    return float(value)


def _parse_min_weight(value: object) -> int | str:
    if isinstance(value, str):
        text = value.strip()
        if re.fullmatch(r"q(0(\.\d+)?|1(\.0+)?)", text):
            return text
        if not re.fullmatch(r"\d+", text):
            raise ValueError(f"{value!r} is neither a whole number nor a quantile such as q0.9")
        value = int(text)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{value!r} is neither a whole number from 1 nor a quantile such as q0.9")
    return value


Seconds = Annotated[float, BeforeValidator(parse_duration)]
MinWeight = Annotated[int | str, BeforeValidator(_parse_min_weight)]


class Settings(BaseModel):
    """Base of all settings: frozen, nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


_T = TypeVar("_T", bound=Settings)


class ImportSettings(Settings):
    """How files become posts."""

    format: str | None = Field(
        default=None, description="Importer to use; without it the content of each file decides."
    )
    mapping: str | None = Field(
        default=None, description="TOML file that maps the columns of any other table."
    )
    max_rejected: float = Field(
        default=0.05,
        ge=0,
        le=1,
        description="Largest share of unreadable rows before the run stops (exit 3).",
    )
    assume_zone: str | None = Field(
        default=None,
        description="Time zone of times that carry none, e.g. UTC or Asia/Baghdad.",
    )


class ActionSettings(Settings):
    """How posts become actions."""

    by: tuple[str, ...] = Field(
        default=("url",), min_length=1, description="Kinds of action, separated by commas."
    )
    min_words: int = Field(
        default=5, ge=1, description="Words that a text needs to count as an object."
    )


class DetectSettings(Settings):
    """How actions become edges and clusters."""

    time_window: Seconds = Field(
        default=60.0, description="Longest delay of a co-action, both ends included, e.g. 60s."
    )
    weight: Literal["objects", "co_actions", "own_posts"] = Field(
        default="objects",
        description="What an edge weighs: different objects; pairs of actions (as CooRTweet); "
        "or each account's own matched posts (as coordination-network-toolkit).",
    )
    min_edge_weight: MinWeight = Field(
        default=2, description="Smallest weight of an edge: a number, or a quantile such as q0.9."
    )
    min_participation: int = Field(
        default=1,
        ge=1,
        description="Actions that the posts of an account that are in step must hold before it counts.",
    )
    participation: Literal["either", "both"] = Field(
        default="either",
        description="Whether one side of an edge, or both, must reach min_participation.",
    )
    fast_window: Seconds | None = Field(
        default=None,
        description="Narrower window; edges get fast_weight, the weight within it.",
    )
    max_object_actions: int | None = Field(
        default=None,
        ge=2,
        description="Drop objects with more actions than this, and say which. Off by default.",
    )
    null: tuple[str, ...] = Field(
        default=("timing", "popularity"),
        description="Null models that an edge must hold against; with none, edges are all pairs "
        "above the thresholds.",
    )
    q: float = Field(
        default=0.05,
        gt=0,
        lt=1,
        description="Share of false edges to expect at most among those kept (with null models).",
    )
    null_columns: bool = Field(
        default=False, description="Write what each null model says of an edge beside the whole."
    )
    baseline: str | None = Field(
        default=None,
        description="Table of actions of ordinary accounts that says what is usual; without it "
        "the data do.",
    )
    resolution: float = Field(
        default=1.0, gt=0, description="Resolution of Leiden; higher gives smaller clusters."
    )
    seed: int = Field(default=0, ge=0, lt=2**63, description="Seed of all that is random.")

    @field_validator("null", mode="before")
    @classmethod
    def _null_models(cls, value: object) -> object:
        """Names separated by commas; "none" is none."""
        if isinstance(value, str):
            value = tuple(part.strip() for part in value.split(",") if part.strip())
        return () if value in (None, ("none",), ["none"]) else value

    @model_validator(mode="after")
    def _null_models_count_objects(self) -> DetectSettings:
        if self.null and self.weight != "objects":
            raise ValueError(
                f"null models judge the weight 'objects' alone; with {self.weight!r}, say null none"
            )
        return self


def _several(value: object) -> object:
    return value if isinstance(value, list | tuple) else (value,)


def _ascending(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted(set(values)))


_Several = (BeforeValidator(_several), AfterValidator(_ascending), Field(min_length=1))
_Windows = Annotated[tuple[Annotated[Seconds, Field(gt=0)], ...], *_Several]
_Sizes = Annotated[tuple[Annotated[int, Field(ge=2, le=1_000)], ...], *_Several]
_Numbers = Annotated[tuple[Annotated[int, Field(ge=2, le=10_000)], ...], *_Several]
_Shares = Annotated[tuple[Annotated[float, Field(gt=0, le=1)], ...], *_Several]


class PowerSettings(Settings):
    """Which groups are planted among the actions of the data, and how they are sought."""

    time_window: _Windows = Field(
        default=(10.0, 60.0),
        description="Longest delays of a co-action, separated by commas, e.g. 10s,60s.",
    )
    members: _Sizes = Field(default=(4, 8, 15), description="Accounts of a group.")
    objects: _Numbers = Field(default=(6, 12, 30), description="Things that a group shares.")
    taking_part: _Shares = Field(
        default=(0.6, 0.8),
        description="Chance that a member takes part when the group shares one; two always do.",
    )
    jitter: Seconds | None = Field(
        default=None,
        description="How far those who take part lie apart at most, e.g. 30s; one time window, if "
        "not set.",
    )
    push: Literal["own", "popular"] = Field(
        default="own",
        description="Things that nobody else shares, or ones of the data, drawn by popularity.",
    )
    accounts: Literal["existing", "new"] = Field(
        default="existing",
        description="Members: accounts of the data, which keep all that they did, each as likely; or "
        "new ones, each as active as one of them.",
    )
    repeats: int = Field(
        default=5, ge=1, le=1_000, description="How often each kind of group is planted and sought."
    )
    null: tuple[str, ...] = Field(
        default=("timing", "popularity"),
        min_length=1,
        description="Null models that an edge must hold against.",
    )
    q: float = Field(
        default=0.05, gt=0, lt=1, description="False-discovery rate of edges and of clusters."
    )
    max_actions: int | None = Field(
        default=400_000,
        ge=100,
        description="Of more actions than this only that many are taken, without a gap in time.",
    )
    seed: int = Field(default=0, ge=0, lt=2**63, description="Seed of all that is random.")


def make(model: type[_T], **values: Any) -> _T:
    """Build ``model``, turning what pydantic reports into one :class:`UsageError`."""
    try:
        return model(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or model.__name__
        message = first["msg"].removeprefix("Value error, ")
        raise UsageError(f"{name}: {message}.") from error
