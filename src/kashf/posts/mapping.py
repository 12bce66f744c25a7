"""Which column of a table is what: the file that ``kashf columns FILE`` drafts."""

from __future__ import annotations

import codecs
import re
import tomllib
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from kashf.errors import InputError, UsageError

__all__ = [
    "ACTION_TARGETS",
    "IDS",
    "LISTS",
    "POST_TARGETS",
    "ColumnMapping",
    "check_zone",
    "load_mapping",
]

IDS = ("post_id", "account_id", "object_id", "repost_of", "reply_to", "quote_of")
LISTS = ("urls", "hashtags", "mentions", "media")
POST_TARGETS = (
    "platform",
    "post_id",
    "account_id",
    "account_name",
    "time",
    "text",
    "language",
    "post_url",
    *LISTS,
    "repost_of",
    "reply_to",
    "quote_of",
)
ACTION_TARGETS = ("kind", "object_id", "account_id", "post_id", "time")


def check_zone(name: str) -> str:
    """``name`` if it is a time zone; raises :class:`ValueError` otherwise."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(
            f"{name!r} is not a time zone; write e.g. UTC, Asia/Baghdad, Europe/Berlin"
        ) from error
    return name


class ColumnMapping(BaseModel):
    """Columns of a table and what they mean.

    ``columns`` maps each field of a post (or of an action) to the column that holds it, or to
    several, of which the first that the table has is taken.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: Literal["posts", "actions"] = "posts"
    platform: str | None = Field(default=None, min_length=1, description="for all rows")
    kind: str | None = Field(default=None, min_length=1, description="kind of all actions")
    zone: str | None = Field(default=None, description="zone of times that carry none")
    time_unit: Literal["s", "ms", "us"] | None = Field(
        default=None, description="unit of times that are numbers since 1970"
    )
    time_format: str | None = Field(
        default=None, description="how times are written, e.g. %d/%m/%Y %H:%M"
    )
    separator: str | None = Field(
        default=None, min_length=1, description="what stands between the entries of a list"
    )
    encoding: str | None = Field(default=None, description="encoding of the text, e.g. cp1256")
    delimiter: str | None = Field(
        default=None, min_length=1, max_length=1, description="what stands between two cells"
    )
    columns: dict[str, str | tuple[str, ...]]

    def sources(self, target: str) -> tuple[str, ...]:
        """Columns that may hold ``target``, best first."""
        names = self.columns.get(target, ())
        return (names,) if isinstance(names, str) else names

    @field_validator("zone")
    @classmethod
    def _zone(cls, value: str | None) -> str | None:
        return value if value is None else check_zone(value)

    @field_validator("encoding")
    @classmethod
    def _encoding(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                codecs.getincrementaldecoder(value)
                "".encode(value)
            except LookupError as error:
                raise ValueError(f"{value!r} is not an encoding; write e.g. cp1256") from error
        return value

    @field_validator("time_format")
    @classmethod
    def _format(cls, value: str | None) -> str | None:
        if value is not None and not re.search(r"%[a-zA-Z]", value):
            raise ValueError(f"{value!r} has no parts such as %Y, %m, %d")
        return value

    @model_validator(mode="after")
    def _complete(self) -> ColumnMapping:
        known = POST_TARGETS if self.table == "posts" else ACTION_TARGETS
        for name in self.columns:
            if not self.sources(name):
                raise ValueError(f"columns.{name} names no column")
            if name not in known:
                raise ValueError(f"columns has {name!r}, but {self.table} have {', '.join(known)}")
        needed = ["account_id", "time"]
        if self.table == "actions":
            needed += ["object_id", "post_id"]
        missing = [name for name in needed if name not in self.columns]
        if missing:
            raise ValueError(f"columns lacks {', '.join(missing)}")
        if self.table == "posts" and not self.platform and "platform" not in self.columns:
            raise ValueError('the platform is missing; write e.g. platform = "facebook" at the top')
        if self.table == "actions" and not self.kind and "kind" not in self.columns:
            raise ValueError('the kind of action is missing; write e.g. kind = "url" at the top')
        return self


def load_mapping(path: Path) -> ColumnMapping:
    """Read a mapping; raises :class:`UsageError` that says which line or key is wrong."""
    hint = "`kashf columns FILE` drafts one."
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise UsageError("There is no such mapping file.", file=path, hint=hint) from error
    except OSError as error:
        raise InputError(f"The mapping can't be read ({error.strerror}).", file=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The mapping is not valid TOML: {error}.", file=path, hint=hint
        ) from error
    try:
        return ColumnMapping.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            message = f"unknown; known are {', '.join(ColumnMapping.model_fields)}"
        raise UsageError(
            f"{where + ': ' if where else ''}{message}.", file=path, hint=hint
        ) from error
