"""The commands of a case and its evidence: init, add, items, log, head, verify."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kashf.cli.running import plain, run, stderr
from kashf.errors import InputError, IntegrityError, UsageError

if TYPE_CHECKING:
    from kashf.evidence.case import Added, Case
    from kashf.evidence.verify import Report

__all__ = ["register"]

By = Annotated[
    str | None,
    typer.Option("--by", help="Who does this; else KASHF_BY, else the user of the system."),
]
InCase = Annotated[
    Path | None,
    typer.Option("--case", help="Folder of the case; else the current one or one above it."),
]
CaseArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="CASE", help="Folder of the case; else the current one.", show_default=False
    ),
]
_STOPPED = "Stopped. What was recorded before is safe; add the same files again for the rest."
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print the result alone.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (init, add, items, log, head, verify):
        app.command()(command)


def _open(folder: Path | None, by: str | None = None) -> Case:
    from kashf.evidence.case import Case, find_case

    if folder is not None and not folder.is_dir():
        raise UsageError("There is no such folder.", file=folder, hint="'kashf init' makes a case.")
    return Case(folder if folder is not None else find_case(Path.cwd()), by=by)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the new case.")],
    title: Annotated[str | None, typer.Option(help="Title; else the folder's name.")] = None,
    key_file: Annotated[
        Path | None, typer.Option(help="Where the key goes; else case.key in the case.")
    ] = None,
    by: By = None,
    quiet: Quiet = False,
) -> None:
    """Make a case: settings, a key, and a custody log that begins now."""
    from kashf.evidence.case import Case

    with Case.create(folder, title=title, key_file=key_file, by=by) as case:
        if not quiet:
            console = stderr()
            console.print(
                f"Made a case in {plain(folder)}. Its settings: {plain(folder)}/case.toml"
            )
            console.print(
                f"Its key is {plain(case.key_file)}. Keep a copy apart: without it nothing can be "
                "added any more. Whoever has it can write entries in your name."
            )
    typer.echo(folder)


def add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Files, or folders of them.")
    ],
    source: Annotated[
        str | None, typer.Option(help="Where it comes from: a person, a page, a device.")
    ] = None,
    collected_by: Annotated[
        str | None, typer.Option(help="Who collected it, if it was not you.")
    ] = None,
    method: Annotated[
        str | None, typer.Option(help="How it was collected, e.g. 'download with browser'.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="Anything else worth knowing.")] = None,
    case: InCase = None,
    by: By = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    quiet: Quiet = False,
) -> None:
    """Take files into the case: copied, hashed, recorded, never changed again."""
    with _open(case, by) as opened:

        def work(show: Callable[[str, int, int | None], None]) -> Added:
            return opened.add_all(
                files, source=source, collected_by=collected_by, method=method, note=note,
                progress=show,
            )  # fmt: skip

        added = run(work, quiet=quiet, stopped=_STOPPED)
    if json:
        rows = [_row(item) | {"again": item.number in added.again} for item in added.items]
        refused = [{"path": str(one.path), "reason": one.reason} for one in added.refused]
        typer.echo(jsonlib.dumps({"items": rows, "refused": refused}, indent=1))
    else:
        for item in added.items:
            again = "  (there before)" if item.number in added.again else ""
            typer.echo(_line(item) + again)
    console = stderr()
    for one in added.refused:
        console.print(f"[bold red]Refused:[/] {plain(one.path)}: {plain(one.reason)}")
    if added.refused:
        raise typer.Exit(InputError.exit_code)


def _line(item: Any) -> str:
    from kashf.text import display_safe

    return f"{item.label:<5} {item.sha256[:16]}  {item.size:>14,}  {item.media_type:<28} " + (
        display_safe(item.name)
    )


def _row(item: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return {"label": item.label, **asdict(item), "added": item.added.isoformat()}


def items(
    case: CaseArgument = None,
    json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """List the items of evidence: number, SHA-256, bytes, type, name."""
    with _open(case) as opened:
        found = opened.items()
    if json:
        typer.echo(jsonlib.dumps([_row(item) for item in found], indent=1))
        return
    for item in found:
        typer.echo(_line(item))


def log(
    case: CaseArgument = None,
    item: Annotated[
        str | None, typer.Option(help="Only what happened to this item: E3, a hash, a name.")
    ] = None,
) -> None:
    """Show the custody log: who did what to which item, when."""
    from kashf.text import display_safe

    with _open(case) as opened:
        labels = {found.sha256: found.label for found in opened.items()}
        wanted = None if item is None else opened.item(item).sha256
        for entry in opened.log.entries(item=wanted):
            about = ", ".join(
                f"{key}: {value}" for key, value in (entry.details or {}).items() if value
            )
            label = labels.get(entry.item or "", "")
            typer.echo(
                f"{entry.sequence:>5}  {entry.at:%Y-%m-%d %H:%M:%S} UTC  {entry.event:<10} "
                f"{label:<5} {display_safe(entry.by or '')}  {display_safe(about)}".rstrip()
            )


def head(case: CaseArgument = None) -> None:
    """Print the head of the custody log, to be kept elsewhere and given to verify later."""
    with _open(case) as opened:
        typer.echo(opened.log.head())


def verify(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="CASE", help="A case, or a published package (a bag).", show_default=False
        ),
    ] = None,
    head: Annotated[
        list[str] | None,
        typer.Option(help="A head that 'kashf head' printed earlier; may be given again."),
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Write the outcome into the custody log.")
    ] = False,
    by: By = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    quiet: Quiet = False,
) -> None:
    """Check every byte, entry and signature of a case or a package; changes nothing."""
    from kashf.evidence.bags import verify_bag
    from kashf.evidence.case import find_case
    from kashf.evidence.entries import Head
    from kashf.evidence.verify import verify_case

    heads = [Head.parse(text) for text in head or []]
    folder = find_case(Path.cwd()) if path is None else path
    if not folder.is_dir():
        raise UsageError(
            "There is no such folder.", file=folder, hint="Name a case, or an unpacked package."
        )
    is_bag = (folder / "bagit.txt").exists()
    own = ("custody.jsonl", "case.toml", "case.sqlite", "evidence")
    if not is_bag and not any((folder / name).exists() for name in own):
        raise InputError(
            "This is neither a case nor a package.",
            file=folder,
            hint="A case holds custody.jsonl, a package bagit.txt.",
        )
    if record and is_bag:
        raise UsageError("--record is for cases: a package has no log to write to.")
    check = verify_bag if is_bag else verify_case
    report: Report = run(lambda show: check(folder, heads=heads, progress=show), quiet=quiet)
    if record and not _damaged_log(report):
        with _open(folder, by) as opened:
            opened.log.append("verified", details=_outcome(report))
    if json:
        typer.echo(jsonlib.dumps(_outcome(report) | {"problem_lines": report.problems,
                                                     "notes": report.notes}, indent=1))  # fmt: skip
    else:
        _tell(report, is_bag, quiet=quiet)
    if report.problems:
        raise typer.Exit(IntegrityError.exit_code)


def _damaged_log(report: Report) -> bool:
    """Whether nothing can be appended: the outcome of such a check stays on the screen."""
    return any(line.startswith("custody.jsonl") for line in report.problems)


def _outcome(report: Report) -> dict[str, Any]:
    return {
        "problems": len(report.problems),
        "files": report.files,
        "bytes": report.bytes,
        "entries": report.entries,
        "head": None if report.head is None else str(report.head),
    }


def _tell(report: Report, is_bag: bool, *, quiet: bool) -> None:
    for line in report.problems:
        typer.echo(line)
    console = stderr()
    if not quiet:
        for note in report.notes:
            console.print(f"Note: {plain(note)}")
        rate = report.bytes / report.seconds / 1e9 if report.seconds else 0.0
        console.print(
            f"{report.files:,} files, {report.bytes:,} bytes, {report.entries:,} entries checked "
            f"in {report.seconds:.1f} s ({rate:.2f} GB/s)"
        )
    if report.problems:
        count = len(report.problems)
        console.print(f"[bold red]{count:,} problem{'s' if count > 1 else ''}.[/]")
    elif not quiet:
        what = "The package" if is_bag else "The case"
        typer.echo(f"{what} holds. Head: {report.head}")
