"""``case.toml``: what a case is about and what to do with it."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, Field, ValidationError, model_validator

from kashf.errors import UsageError
from kashf.settings import ActionSettings, DetectSettings, ImportSettings, Settings

__all__ = [
    "CaseSettings",
    "DossierSettings",
    "Language",
    "Person",
    "Redaction",
    "RunSettings",
    "StatementsSettings",
    "read_case_settings",
    "template",
]

_MOST_BYTES = 1 << 20
Language = Literal["ar", "en"]
Name = Annotated[str, Field(min_length=1, max_length=200)]
_TIME = r"^(\d{1,3}:)?\d{1,2}:\d{2}(\.\d{1,3})?$"


class Person(Settings):
    """Somebody or something that the evidence names."""

    name: Name = Field(description="Full name, as the dossier gives it.")
    aliases: tuple[Name, ...] = Field(default=(), description="Other spellings and names.")
    role: str | None = Field(default=None, description="Who this is, e.g. commander.")
    kind: Literal["person", "organisation", "group", "media"] = Field(
        default="person", description="What it is."
    )
    pseudonymise: bool = Field(
        default=False, description="Whether the dossier hides the name behind a pseudonym."
    )


class RunSettings(Settings):
    """Posts to import and to search for coordination."""

    name: str = Field(
        pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$",
        description="Name of the run and of its folder in runs/: small letters, digits, - and _.",
    )
    files: tuple[Name, ...] = Field(
        min_length=1,
        description="Items (E3), or files and patterns relative to the case (exports/*.csv).",
    )
    title: str | None = Field(default=None, description="Title of the run's report.")
    imports: ImportSettings = Field(
        default=ImportSettings(), alias="import", description="How files become posts."
    )
    actions: ActionSettings = Field(
        default=ActionSettings(), description="How posts become actions."
    )
    detect: DetectSettings = Field(
        default=DetectSettings(), description="How actions become edges and clusters."
    )
    pseudonymise: bool = Field(
        default=False, description="Whether names of accounts become keyed hashes."
    )


class StatementsSettings(Settings):
    """Documents and transcripts to take statements from."""

    items: tuple[Name, ...] | None = Field(
        default=None, description="Items, e.g. E1; without it all documents and transcripts."
    )
    two_person: bool = Field(
        default=False, description="Whether a statement needs two different reviewers."
    )
    extract: dict[str, Any] = Field(
        default_factory=dict, description="Settings of the extractor, checked when it runs."
    )


class Redaction(Settings):
    """What the dossier must not show: characters, or a stretch of time, of one item."""

    item: Name = Field(description="The item, e.g. E1.")
    reason: Name = Field(description="Why it is hidden; the dossier says so.")
    approver: Name = Field(description="Who decided it.")
    start: int | None = Field(default=None, ge=0, description="First character, from 0.")
    end: int | None = Field(default=None, ge=1, description="Character after the last.")
    start_time: str | None = Field(
        default=None, pattern=_TIME, description="Beginning, e.g. 00:12:05.5."
    )
    end_time: str | None = Field(default=None, pattern=_TIME, description="End, e.g. 00:12:31.")
    everywhere: bool = Field(
        default=True, description="Whether the same words are hidden wherever they stand."
    )

    @model_validator(mode="after")
    def _one_stretch(self) -> Redaction:
        characters = (self.start is None, self.end is None)
        times = (self.start_time is None, self.end_time is None)
        if {characters, times} != {(False, False), (True, True)}:
            raise ValueError("give start and end (characters), or start_time and end_time")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError("start must come before end")
        times_given = [milliseconds(t) for t in (self.start_time, self.end_time) if t]
        if times_given and times_given[0] >= times_given[1]:
            raise ValueError("start_time must come before end_time")
        return self


class DossierSettings(Settings):
    """What the dossier shows."""

    languages: tuple[Language, ...] | None = Field(
        default=None, description="Languages of its headings, the first leads; else the case's."
    )
    pseudonymise: bool = Field(
        default=False, description="Whether all people of case.toml get pseudonyms."
    )
    questions: tuple[str, ...] = Field(default=(), description="Open questions, as they are.")
    redactions: tuple[Redaction, ...] = Field(default=(), description="What must not be seen.")


class CaseSettings(Settings):
    """All of ``case.toml``."""

    title: str = Field(default="", max_length=500, description="What the case is called.")
    languages: tuple[Language, ...] = Field(
        default=("ar", "en"), min_length=1, description="Languages of the case: ar, en."
    )
    invented: bool = Field(
        default=False, description="Whether the case is made up; the dossier then says so."
    )
    key_file: str = Field(
        default="case.key", min_length=1, description="Key of the case; relative to its folder."
    )
    people: tuple[Person, ...] = Field(default=(), description="People and their other names.")
    runs: tuple[RunSettings, ...] = Field(default=(), description="Runs to make.")
    statements: StatementsSettings = Field(
        default=StatementsSettings(), description="Where statements come from."
    )
    dossier: DossierSettings = Field(
        default=DossierSettings(), description="What the dossier shows."
    )

    @model_validator(mode="after")
    def _names_once(self) -> CaseSettings:
        for what, names in (
            ("people", [person.name for person in self.people]),
            ("runs", [run.name for run in self.runs]),
        ):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"{what} has the name {twice[0]!r} twice")
        return self


def milliseconds(time: str) -> int:
    """``1:02:03.5`` or ``02:03.5`` as milliseconds."""
    *clock, seconds = time.split(":")
    minutes = 0
    for part in clock:
        minutes = minutes * 60 + int(part)
    whole, _, rest = seconds.partition(".")
    return (minutes * 60 + int(whole)) * 1000 + int(rest.ljust(3, "0") or 0)


def read_case_settings(path: Path) -> CaseSettings:
    """Read and check ``case.toml``.

    Raises :class:`~kashf.errors.UsageError`, with the line where it is known.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise UsageError("The settings have more than 1 MiB.", file=path)
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        return CaseSettings(**tomllib.loads(text))
    except OSError as error:
        raise UsageError(
            f"The settings of the case can't be read ({error.strerror}).",
            file=path,
            hint="'kashf init' makes a case; name its folder.",
        ) from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UsageError(
            "This is not UTF-8.", file=f"{path}, line {line}", hint="Save the file as UTF-8."
        ) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(
            f"This is not TOML: {error}.",
            file=path,
            hint="Text stands in quotes, lists in square brackets.",
        ) from error
    except ValidationError as error:
        raise _explained(error, path, text) from error


def _explained(error: ValidationError, path: Path, text: str) -> UsageError:
    first = min(error.errors(), key=lambda one: _line_of(text, one["loc"]) or 0)
    loc = first["loc"]
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in loc)
    line = _line_of(text, loc)
    where = f"{path}, line {line}" if line else str(path)
    if first["type"] == "extra_forbidden":
        known = _known(loc[:-1])
        close = difflib.get_close_matches(str(loc[-1]), known, n=1)
        hint = f"Did you mean {close[0]}?" if close else f"Known here: {', '.join(known)}."
        return UsageError(f"There is no setting {key!r}.", file=where, hint=hint)
    if first["type"] == "missing":
        return UsageError(f"{key!r} is missing.", file=where, hint=_meaning(loc))
    message = first["msg"].removeprefix("Value error, ")
    what = f"{key!r}: {message}." if key else f"{message[0].upper()}{message[1:]}."
    return UsageError(what, file=where, hint=_meaning(loc))


def _fields(loc: tuple[int | str, ...]) -> dict[str, Any]:
    """Key to field of the table at ``loc``."""
    model: type[BaseModel] = CaseSettings
    for part in loc:
        if isinstance(part, int):
            continue
        field = {f.alias or n: f for n, f in model.model_fields.items()}.get(part)
        inner = [] if field is None else _models(field.annotation)
        if not inner:
            return {}
        model = inner[0]
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models(inner)]


def _known(loc: tuple[int | str, ...]) -> list[str]:
    return sorted(_fields(loc))


def _meaning(loc: tuple[int | str, ...]) -> str | None:
    while loc and isinstance(loc[-1], int):
        loc = loc[:-1]
    field = _fields(loc[:-1]).get(str(loc[-1])) if loc else None
    return None if field is None else field.description


_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.\"' -]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*[\"']?([\w-]+(?:\.[\w-]+)*)[\"']?\s*=")


def _line_of(text: str, loc: tuple[int | str, ...]) -> int | None:
    """Line, from 1, where the key or table ``loc`` stands; the closest that is found above it."""
    wanted = [str(part) for part in loc]
    table: list[str] = []
    arrays: dict[str, int] = {}
    best, depth, inside = None, 0, False
    for number, line in enumerate(text.split("\n"), start=1):
        if inside or line.count('"""') % 2 or line.count("'''") % 2:
            inside ^= bool(line.count('"""') % 2 or line.count("'''") % 2)
            if inside is False:
                continue
        here: list[str] | None = None
        if header := _HEADER.match(line):
            table = []
            for part in header[2].replace('"', "").replace("'", "").split("."):
                table.append(part.strip())
                name = ".".join(table)
                if header[1] == "[[" and name == header[2]:
                    arrays[name] = arrays.get(name, -1) + 1
                if name in arrays:
                    table.append(str(arrays[name]))
            here = table
        elif key := _KEY.match(line):
            here = [*table, *key[1].split(".")]
        if here is not None and len(here) > depth and wanted[: len(here)] == here:
            best, depth = number, len(here)
    return best


def template(title: str, *, key_file: str = "case.key") -> str:
    """A commented ``case.toml`` to begin with; it can be read as it is."""
    quoted = [_quoted(text) for text in (title, key_file)]
    return _TEMPLATE.replace("%TITLE%", quoted[0]).replace("%KEY%", quoted[1])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'


_TEMPLATE = """\
# The settings of this case. Lines that begin with # are examples: take the # away to use them.
# All settings: docs/reference/case.md

title = %TITLE%
languages = ["ar", "en"]      # of the case; the first one leads in the dossier
key_file = %KEY%        # signs the custody log; keep a copy in a safe place

# People and organisations that the evidence names, so that each is one person under all names.
# [[people]]
# name = "Full Name"
# aliases = ["The Commander", "another spelling"]
# role = "commander of an invented unit"

# Posts to import and to search for accounts that act in step.
# [[runs]]
# name = "first"
# files = ["exports/*.csv", "E3"]    # files relative to this folder, or items of evidence
# [runs.actions]
# by = ["url", "text"]
# [runs.detect]
# time_window = "60s"
# min_edge_weight = 3
# null = ["timing", "popularity"]

# Documents and transcripts to take statements from; all of them unless items says otherwise.
# [statements]
# items = ["E1", "E2"]
# two_person = true

# [dossier]
# questions = ["Who paid for the pages?"]
# [[dossier.redactions]]
# item = "E1"
# start = 120                  # characters of the item's text, from 0; end is not part of it
# end = 134
# reason = "a source that must not be named"
# approver = "the editor"
"""
