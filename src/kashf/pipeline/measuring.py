"""The runs that ``case.toml`` lists: posts → edges and clusters, in ``runs/NAME``."""

from __future__ import annotations

import glob
import hmac
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kashf.errors import InputError, UsageError
from kashf.evidence.case import Case, Item
from kashf.evidence.case_settings import RunSettings
from kashf.files import sha256
from kashf.pipeline.detecting import detect
from kashf.pipeline.options import Options, Progress
from kashf.pipeline.state import State, hashes, key_of
from kashf.settings import ActionSettings, DetectSettings, ImportSettings

__all__ = ["TABLES", "Planned", "measure", "plan", "pseudonym_key", "used_by_runs"]

# Read again for the dossier, and so checked before they are called up to date.
TABLES = ("clusters.parquet", "accounts.parquet", "edges.parquet", "timeline.parquet",
          "objects.parquet", "run.json")  # fmt: skip
_ITEM = "E"
_OWN = frozenset({"evidence", "runs", "dossier", "set-aside", "case.toml", "case.key", "case.pub",
                  "case.sqlite", "case.sqlite-wal", "case.sqlite-shm", "custody.jsonl"})  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """A run with the items that it reads, and the hash of all that it depends on."""

    settings: RunSettings
    items: tuple[Item, ...]
    key: str
    added: tuple[Item, ...] = ()

    @property
    def step(self) -> str:
        """Name of the step."""
        return f"run {self.settings.name}"


def pseudonym_key(case: Case) -> bytes:
    """The key of all pseudonyms of a case: they stay the same as long as its key does."""
    key = case.log.signing_key()
    return hmac.digest(bytes(key), b"kashf pseudonyms v1", "sha256")


def plan(
    case: Case, run: RunSettings, progress: Progress | None = None, *, add: bool = True
) -> Planned:
    """Find the items of a run. A file that is none yet becomes one with ``add``: what is measured
    is kept.

    Raises :class:`~kashf.errors.UsageError` for a name that means nothing.
    """
    items: dict[int, Item] = {}
    added: list[Item] = []
    known = {item.sha256: item for item in case.items()}
    for name in run.files:
        if name[:1].upper() == _ITEM and name[1:].isdigit():
            item = case.item(name)
            items[item.number] = item
            continue
        for path in _paths(case, run, name):
            digest = sha256(path)
            if digest not in known and add:
                if progress is not None:
                    progress(f"add {path.name}", 0, None)
                known[digest] = case.add(path, method=f"named by the run {run.name} in case.toml")
                added.append(known[digest])
            if digest in known:
                items[known[digest].number] = known[digest]
    found = tuple(items[number] for number in sorted(items))
    return Planned(run, found, _key(case, run, found), tuple(added))


def _paths(case: Case, run: RunSettings, name: str) -> list[Path]:
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise UsageError(
            f"The run {run.name} names {name!r}, which is outside of the case.",
            file=case.root / "case.toml",
            hint="Add it with 'kashf add', and name the item, e.g. E3.",
        )
    pattern = name if glob.has_magic(name) else glob.escape(name)
    paths = []
    for found in sorted(case.root.glob(pattern)):
        inside = sorted(found.rglob("*")) if found.is_dir() else [found]
        paths += [path for path in inside if path.is_file() and not _own(case, path)]
    if not paths:
        try:
            items = [case.path(case.item(name))]
        except UsageError as error:
            raise UsageError(
                f"The run {run.name} names {name!r}, and there is no such file or item.",
                file=case.root / "case.toml",
                hint="Names are relative to the case; 'kashf items' lists what it has.",
            ) from error
        return items
    return paths


def _own(case: Case, path: Path) -> bool:
    """Whether a file is part of the case itself, or hidden."""
    parts = path.relative_to(case.root).parts
    return (
        any(part.startswith(".") for part in parts)
        or parts[0] in _OWN
        or path.resolve() == case.key_file.resolve()
    )


def _beside(case: Case, name: str | None) -> Path | None:
    """A file that settings name, relative to the case."""
    return None if name is None else case.root / name


def _key(case: Case, run: RunSettings, items: Sequence[Item]) -> str:
    others = {}
    for name in (run.imports.mapping, run.detect.baseline):
        if (path := _beside(case, name)) is not None:
            if not path.is_file():
                raise UsageError(
                    f"The run {run.name} names {name!r}, and there is no such file.",
                    file=case.root / "case.toml",
                )
            others[str(name)] = sha256(path)
    return key_of(
        run=run.model_dump(mode="json", exclude={"files"}),
        items=[(item.number, item.sha256, item.name) for item in items],
        others=others,
    )


def used_by_runs(planned: Sequence[Planned]) -> frozenset[int]:
    """Numbers of the items that hold posts."""
    return frozenset(item.number for run in planned for item in run.items)


def measure(
    case: Case,
    planned: Planned,
    state: State,
    progress: Progress | None = None,
    *,
    threads: int | None = None,
    memory_limit: str | None = None,
) -> dict[str, Any]:
    """Make a run in ``runs/NAME``; what was there gives way at once, when all is done.

    Returns the counts of the run.
    """
    run = planned.settings
    if not planned.items:
        raise InputError(f"The run {run.name} has no files.", file=case.root / "case.toml")
    out = case.root / "runs" / run.name
    made, old, inputs = (out.with_name(f".{run.name}.{part}") for part in ("new", "old", "in"))
    for folder in (made, old, inputs):
        shutil.rmtree(folder, ignore_errors=True)
    state.drop(planned.step)
    try:
        names = _link(case, planned.items, inputs)
        options = Options(
            imports=_with(ImportSettings, run.imports, mapping=_beside(case, run.imports.mapping)),
            actions=ActionSettings(**run.actions.model_dump()),
            detect=_with(DetectSettings, run.detect, baseline=_beside(case, run.detect.baseline)),
            pseudonym_key=pseudonym_key(case) if run.pseudonymise else None,
            title=run.title or run.name,
            names=names,
            threads=threads,
            memory_limit=memory_limit,
        )
        detected = detect([Path(name) for name in names], made, options, _named(run.name, progress))
        if out.exists():
            out.replace(old)
        made.replace(out)
        state.keep(
            planned.step,
            planned.key,
            files=hashes(out, [name for name in TABLES if (out / name).is_file()]),
            items=[item.number for item in planned.items],
        )
    finally:
        for folder in (made, old, inputs):
            shutil.rmtree(folder, ignore_errors=True)
    counts: dict[str, Any] = dict(detected.info["counts"])
    return counts


def _with(model: Any, settings: Any, **paths: Path | None) -> Any:
    changed = {name: str(path) for name, path in paths.items() if path is not None}
    return model(**{**settings.model_dump(), **changed})


def _link(case: Case, items: Sequence[Item], folder: Path) -> dict[str, str]:
    """The items under names that say what they are: path to how it is called."""
    folder.mkdir()
    names = {}
    for item in items:
        source = case.checked_path(item)
        ending = Path(item.name).suffix
        ending = ending if ending.isascii() and ending[1:].isalnum() else ""
        path = folder / f"E{item.number}{ending}"
        try:
            os.link(source, path)
        except OSError:
            shutil.copyfile(source, path)
        names[str(path)] = f"E{item.number} {item.name}"
    return names


def _named(name: str, progress: Progress | None) -> Progress | None:
    if progress is None:
        return None
    return lambda step, done, total: progress(f"{name}: {step}", done, total)
