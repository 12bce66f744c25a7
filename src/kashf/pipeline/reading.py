"""Exports → posts → actions, and what is usual among ordinary accounts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kashf import actions as acting
from kashf import posts, schema
from kashf.coordination.judging import baseline_of
from kashf.coordination.load import connect, load
from kashf.coordination.usual import Baseline
from kashf.errors import InputError
from kashf.pipeline.options import Options, Progress, Steps
from kashf.settings import ActionSettings, DetectSettings, ImportSettings

__all__ = ["actions_of", "clock_notes", "ordinary", "read"]

_ROW_GROUP = 1 << 17  # rows; no more threads read a file than it has row groups


def read(
    source: Sequence[Path] | object, folder: Path, options: Options, steps: Steps
) -> tuple[posts.ImportReport, Callable[[str], str]]:
    """The table of posts or actions, and what hides the names of accounts in any other text."""
    with steps("import") as show:
        limits = _limits(options, show)
        if isinstance(source, Sequence):
            paths = [Path(path) for path in source]
            imported = posts.import_files(paths, options.imports, folder, **limits)
        else:
            imported = posts.import_frame(source, options.imports, folder, **limits)
    if options.names:
        named = (replace(f, path=options.names.get(f.path, f.path)) for f in imported.files)
        imported = replace(imported, files=tuple(named))
    if options.pseudonym_key is not None:
        from kashf.actions.links import canonical
        from kashf.posts.pseudonyms import pseudonymise

        with steps("pseudonymise"):
            hide = pseudonymise(folder, options.pseudonym_key, canonical=canonical)
        files = tuple(replace(file, path=hide(file.path)) for file in imported.files)
        notes = tuple(map(hide, imported.notes))
        return replace(imported, files=files, notes=notes), hide
    return imported, lambda text: text


def _limits(options: Options, show: Progress) -> dict[str, Any]:
    return {
        "threads": options.threads,
        "memory_limit": options.memory_limit,
        "progress": show,
    }


def actions_of(
    imported: posts.ImportReport, folder: Path, settings: ActionSettings, show: Progress
) -> Path:
    """The file of actions in ``folder``: what was imported, or what its posts did."""
    if imported.table == "actions":
        return imported.path
    out = folder / "actions.parquet"
    qualify = len(imported.platforms) > 1
    done = 0
    with (
        pq.ParquetFile(imported.path) as file,
        pq.ParquetWriter(out, schema.ACTIONS, store_schema=False) as writer,
    ):

        def batches() -> Iterator[pa.RecordBatch]:
            nonlocal done
            for batch in file.iter_batches(batch_size=1 << 16):
                yield batch
                done += len(batch)
                show("", done, imported.rows)

        waiting: list[pa.RecordBatch] = []
        for batch in acting.extract(batches(), settings, qualify=qualify):
            waiting.append(batch)
            if sum(map(len, waiting)) >= _ROW_GROUP:
                writer.write_table(pa.Table.from_batches(waiting))
                waiting.clear()
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting))
    return out


def clock_notes(con: duckdb.DuckDBPyConnection, source: str, settings: DetectSettings) -> list[str]:
    """Say so where the clock of a platform's data is coarser than the window suggests."""
    found = con.execute(
        f"""SELECT platform FROM {source} GROUP BY 1
        HAVING count(*) > 1 AND bool_and(epoch_us(time) % 60000000 = 0) ORDER BY 1"""
    ).fetchall()
    return [
        f"All times{f' of {platform}' if platform else ''} are whole minutes, as if the source kept "
        "no seconds: two posts may lie up to 59 s further apart, or nearer, than their times say "
        f"(window: {settings.time_window:g} s)."
        for (platform,) in found
    ]


def ordinary(options: Options, folder: Path, steps: Steps) -> Baseline | None:
    """What is usual among the actions of the file that ``options`` names as a baseline."""
    if options.detect.baseline is None or not options.detect.null:
        return None
    path = Path(options.detect.baseline)
    part = folder / "baseline"
    part.mkdir()
    try:
        with steps("baseline") as show:
            limits = _limits(options, show)
            imported = posts.import_files([path], ImportSettings(), part, **limits)
            actions = actions_of(imported, part, options.actions, show)
            with connect(part, threads=options.threads, memory_limit=options.memory_limit) as con:
                found = baseline_of(load(con, actions, options.detect), options.detect)
    finally:
        shutil.rmtree(part)
    if not found.others.sum():
        raise InputError(
            "The baseline has no object that several accounts share.", file=str(path),
            hint="It takes actions of ordinary accounts on the same kinds of object.",
        )  # fmt: skip
    return found
