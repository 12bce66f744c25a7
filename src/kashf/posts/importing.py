"""Export files → ``posts.parquet`` or ``actions.parquet``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyarrow as pa

from kashf import schema as schemas
from kashf.errors import InputError, TooManyRejectedError, UnknownFormatError, UsageError
from kashf.files import replacing, temporary_folder
from kashf.posts import readers
from kashf.posts.format import Format, JsonFormat, Sample, TableFormat
from kashf.posts.mapping import ColumnMapping, check_zone, load_mapping
from kashf.posts.merge import combine
from kashf.posts.sampling import bound, choose, get_format, take_sample
from kashf.posts.sink import Rejected, Sink
from kashf.posts.tables import connect, lean_allocator
from kashf.settings import ImportSettings

__all__ = ["FileReport", "ImportReport", "import_files", "import_frame"]

Table = Literal["posts", "actions"]
Progress = Callable[[str, int, "int | None"], None]
_EDGES = "edges.parquet"
_OWN = {"rejected.ndjson", "run.json"}


@dataclass(frozen=True)
class FileReport:
    """One input file: where, what it is (SHA-256 of the bytes on disk), and its rows."""

    path: str
    sha256: str
    size: int
    format: str
    rows: int
    rejected: int


@dataclass(frozen=True)
class ImportReport:
    """What an import made.

    ``rows`` are in the table at ``path``; ``read`` = rows + rejected + duplicates.
    """

    table: Table
    path: Path
    rows: int
    read: int
    rejected: int
    duplicates: int
    reasons: Mapping[str, int]
    platforms: tuple[str, ...]
    files: tuple[FileReport, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Input:
    path: Path
    sample: Sample
    format: Format

    @property
    def table(self) -> Table:
        return self.format.mapping.table if isinstance(self.format, TableFormat) else "posts"


def import_files(
    paths: Sequence[Path],
    settings: ImportSettings,
    out: Path,
    *,
    threads: int | None = None,
    memory_limit: str | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Read ``paths`` (files or folders) into ``out/posts.parquet`` or ``out/actions.parquet``.

    Rows that can't be used go to ``out/rejected.ndjson``. ``progress`` gets a step, and how
    much of it is done out of how much. Nothing is written when an error is raised:
    :class:`InputError`, :class:`UnknownFormatError`, :class:`TooManyRejectedError` or
    :class:`UsageError`.
    """
    _check_settings(settings)
    mapping = load_mapping(Path(settings.mapping)) if settings.mapping else None
    notes: list[str] = []
    inputs = _identify([Path(path) for path in paths], settings, mapping, notes)

    def read(part: readers.Part) -> Iterator[tuple[_Input, Sink, readers.Done]]:
        for number, item in enumerate(inputs):
            sink = part.sink(number, item.path.name)
            yield item, sink, readers.read_file(item.path, item.sample, item.format, sink, part)

    return _import(inputs[0].table, read, settings, out, threads, memory_limit, progress, notes)


def import_frame(
    frame: object,
    settings: ImportSettings,
    out: Path,
    *,
    threads: int | None = None,
    memory_limit: str | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """The same for a table in memory: anything with ``__arrow_c_stream__``.

    Its columns are those of posts or actions, those of CooRTweet, or any with a mapping.
    """
    _check_settings(settings)
    if not hasattr(frame, "__arrow_c_stream__"):
        raise UsageError(
            f"{type(frame).__name__} is not a table that speaks Arrow.",
            hint="Give a pandas or Polars data frame, a DuckDB relation or a pyarrow table.",
        )
    mapping = load_mapping(Path(settings.mapping)) if settings.mapping else None
    reader = pa.RecordBatchReader.from_stream(frame)
    names = tuple(reader.schema.names)
    if len(set(names)) < len(names):
        raise InputError("Several columns of the table have one name.")
    sample = Sample("frame", names, (), types=tuple(reader.schema.types))
    item = _Input(Path("frame"), sample, _format(sample, Path("frame"), settings, mapping))

    def read(part: readers.Part) -> Iterator[tuple[_Input, Sink, readers.Done]]:
        sink = part.sink(0, "frame")
        yield item, sink, readers.read_frame(reader, item.format, sink, part)

    return _import(item.table, read, settings, out, threads, memory_limit, progress, [])


def _check_settings(settings: ImportSettings) -> None:
    if settings.format is not None:
        if settings.mapping is not None:
            raise UsageError("Give either a format or a mapping, not both.")
        get_format(settings.format)
    if settings.assume_zone is not None:
        try:
            check_zone(settings.assume_zone)
        except ValueError as error:
            raise UsageError(f"assume_zone: {error}.") from error


def _expand(path: Path) -> list[Path]:
    """Files of a folder, but not the results of runs in it; of a run, the table it began with."""
    if not path.is_dir():
        return [path]
    own = {"posts.parquet", "actions.parquet"} if (path / "rejected.ndjson").exists() else set()
    runs = {item.parent for item in path.rglob("run.json") if (item.parent / _EDGES).exists()}
    if path in runs:
        posts = path / "posts.parquet"
        return [posts if posts.exists() else path / "actions.parquet"]
    found = []
    for item in sorted(path.rglob("*")):
        if not runs.isdisjoint(item.parents):
            continue
        hidden = any(part.startswith(".") for part in item.relative_to(path).parts)
        if not hidden and item.is_file() and item.name not in _OWN | own:
            found.append(item)
    if not found:
        raise InputError("The folder holds no files.", file=path, hint="Check the name.")
    return found


def _format(
    sample: Sample, path: Path, settings: ImportSettings, mapping: ColumnMapping | None
) -> Format:
    if mapping is not None:
        return bound(TableFormat("mapping", "any table", lambda _: 0.0, mapping), sample, path)
    if settings.format is None:
        return choose(sample, path)
    chosen = get_format(settings.format)
    if isinstance(chosen, TableFormat) != sample.tabular:
        kind = "a table" if isinstance(chosen, TableFormat) else "JSON"
        raise UnknownFormatError(f"{chosen.name} is {kind}, and this file is not.", file=path)
    return bound(chosen, sample, path)


def _identify(
    paths: Sequence[Path],
    settings: ImportSettings,
    mapping: ColumnMapping | None,
    notes: list[str],
) -> list[_Input]:
    if not paths:
        raise UsageError("No file is given.")
    found: list[_Input] = []
    problems: list[InputError] = []
    for path in paths:
        for file in _expand(path):
            try:
                sample = take_sample(
                    file,
                    encoding=mapping.encoding if mapping else None,
                    delimiter=mapping.delimiter if mapping else None,
                    parquet_rows=False,
                )
                found.append(_Input(file, sample, _format(sample, file, settings, mapping)))
            except InputError as error:
                if not path.is_dir():
                    raise
                problems.append(error)
                notes.append(f"Left out: {error}")
    if not found:
        raise UnknownFormatError(
            f"None of the {len(problems)} files can be read; the first: {problems[0]}",
            file=paths[0],
        )
    tables = {item.table: item for item in reversed(found)}
    if len(tables) > 1:
        raise InputError(
            f"{tables['posts'].path.name} holds posts ({tables['posts'].format.name}), "
            f"{tables['actions'].path.name} holds actions ({tables['actions'].format.name}).",
            hint="Import them one after the other, into two folders.",
        )
    return found


_Read = Callable[[readers.Part], "Iterator[tuple[_Input, Sink, readers.Done]]"]


def _import(
    table: Table,
    read: _Read,
    settings: ImportSettings,
    out: Path,
    threads: int | None,
    memory_limit: str | None,
    progress: Progress | None,
    notes: list[str],
) -> ImportReport:
    schema = schemas.POSTS if table == "posts" else schemas.ACTIONS
    created = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The folder can't be made ({error.strerror}).", file=out) from error
    try:
        with (
            lean_allocator(),
            temporary_folder(".import-", inside=out) as work,
            closing(connect(work, memory_limit)) as con,
            closing(Rejected(work / "rejected.ndjson")) as rejected,
        ):
            workers = max(1, threads if threads is not None else min(8, os.cpu_count() or 1))
            part = readers.Part(
                con, work, schema, rejected, settings.assume_zone, workers, progress
            )
            files: list[FileReport] = []
            parts: list[Path] = []
            platforms: set[str] = set()
            for item, sink, done in read(part):
                parts.append(sink.part)
                platforms |= sink.platforms
                _check_file(item, sink)
                notes += _notes(item, sink, done)
                files.append(
                    FileReport(
                        path=str(item.path),
                        sha256=done.sha256,
                        size=done.size,
                        format=item.format.name,
                        rows=sink.rows,
                        rejected=sink.rejected,
                    )
                )
            rejected.close()
            good = sum(file.rows for file in files)
            _check_share(rejected, good, settings.max_rejected)
            if progress is not None:
                progress("looking for duplicates", 0, None)
            con.execute(f"SET threads = {workers}")
            path = out / f"{table}.parquet"
            with replacing(path) as target:
                duplicates = combine(con, parts, target, schema, table, work)
            aside = out / "rejected.ndjson"
            if rejected.count:
                rejected.path.replace(aside)
            else:
                aside.unlink(missing_ok=True)
    except BaseException:
        if created and not any(out.iterdir()):
            out.rmdir()
        raise
    if duplicates:
        notes.append(f"{duplicates} posts that were there before were merged.")
    return ImportReport(
        table=table,
        path=path,
        rows=good - duplicates,
        read=good + rejected.count,
        rejected=rejected.count,
        duplicates=duplicates,
        reasons=dict(rejected.reasons.most_common()),
        platforms=tuple(sorted(platforms)),
        files=tuple(files),
        notes=tuple(notes),
    )


def _check_file(item: _Input, sink: Sink) -> None:
    """A file none of whose rows can be used has one cause, which deserves its own error."""
    if sink.rows or not sink.rejected:
        return
    reason, count = sink.reasons.most_common(1)[0]
    if count < sink.rejected:
        return
    if reason.endswith("floating-point number"):
        column = reason.split(" ", 1)[0]
        raise InputError(
            f"All values of {column} have lost digits: the program that saved this file "
            "(e.g. a spreadsheet, or pandas) turned them into floating-point numbers.",
            file=item.path,
            column=column,
            hint="The digits can't be restored; start again from the original export.",
        )
    if reason == "time carries no zone":
        raise InputError(
            "The times carry no time zone.",
            file=item.path,
            column="time",
            hint="Say which one they are in: assume_zone (--assume-zone), e.g. UTC or "
            "Asia/Baghdad, or zone in the mapping.",
        )


def _check_share(rejected: Rejected, good: int, limit: float) -> None:
    read = good + rejected.count
    if not read or rejected.count <= limit * read:
        return
    details = []
    for reason, count in rejected.reasons.most_common(5):
        file, row = rejected.first[reason]
        details.append(f"{count} × {reason} (first: {file}, row {row})")
    raise TooManyRejectedError(
        f"{rejected.count} of {read} rows can't be used, more than {limit:.0%}: "
        f"{'; '.join(details)}.",
        reasons=rejected.reasons,
        hint="Check the file, or allow more with max_rejected.",
    )


def _notes(item: _Input, sink: Sink, done: readers.Done) -> list[str]:
    name = item.path.name
    notes = [f"{name}: {note}" for note in done.notes]
    if not sink.rows and not sink.rejected:
        notes.append(f"{name}: no rows.")
    if sink.mended:
        notes.append(f"{name}: {sink.mended} rows had ids written like 12.0; now 12.")
    if sink.not_posts:
        what = "records are not posts" if item.table == "posts" else "rows have no object"
        if isinstance(item.format, JsonFormat) and "not_posts" in item.format.notes:
            what = item.format.notes["not_posts"]
        notes.append(f"{name}: {sink.not_posts} {what}.")
    return notes
