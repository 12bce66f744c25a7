"""The commands that do a whole case: run, dossier."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kashf.cli.evidence import By, CaseArgument, Quiet, folder_of
from kashf.cli.running import plain, run, stderr

if TYPE_CHECKING:
    from kashf.pipeline.case import CaseRun, Step

__all__ = ["register"]

_STOPPED = "Stopped. What is done stays; 'kashf run' goes on from there. Nothing is half-written."
_OF_ITEM = "statements of E"
_MOST_ITEMS = 5
Pdf = Annotated[
    bool | None,
    typer.Option("--pdf/--no-pdf", help="Whether to make dossier.pdf; else case.toml says so."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(name="run")(run_)
    app.command()(dossier)


def run_(
    case: CaseArgument = None,
    pdf: Pdf = None,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Threads; all processors by default.")
    ] = None,
    memory_limit: Annotated[
        str | None, typer.Option(help="Memory for tables before they spill: 4GB.")
    ] = None,
    by: By = None,
    quiet: Quiet = False,
) -> None:
    """Do all that case.toml lists, as far as it is not up to date, and write the dossier."""
    from kashf.pipeline.case import run_case

    root = folder_of(case)
    _say_where_texts_go(root)
    made = run(
        lambda show: run_case(
            root, progress=show, threads=threads, memory_limit=memory_limit, pdf=pdf, by=by
        ),
        quiet=quiet,
        stopped=_STOPPED,
    )
    if not quiet:
        _tell(made)
    typer.echo(made.dossier)


def _say_where_texts_go(root: Path) -> None:
    """With a language model, texts of the case leave this machine, or this program."""
    from kashf.evidence.case_settings import read_case_settings

    extract = read_case_settings(root / "case.toml").statements.extract
    endpoint = extract.get("endpoint")
    if extract.get("extractor") == "endpoint" and isinstance(endpoint, dict):
        stderr().print(f"Texts of the case are sent to {plain(endpoint.get('address', '?'))}")


def _tell(made: CaseRun) -> None:
    console = stderr()
    for step in _few(made.done):
        console.print(f"Done: {plain(step.name)}" + (f": {plain(step.what)}" if step.what else ""))
    if made.skipped:
        names = ", ".join(step.name for step in _few(made.skipped))
        console.print(f"Up to date: {plain(names)}")
    for note in made.notes:
        console.print(f"Note: {plain(note)}")
    if made.waiting:
        what = "1 statement waits" if made.waiting == 1 else f"{made.waiting:,} statements wait"
        console.print(f"{what} for review: kashf statements list")


def _few(steps: Sequence[Step]) -> list[Step]:
    """The steps; those of many items as one."""
    from kashf.pipeline.case import Step

    items = [step for step in steps if step.name.startswith(_OF_ITEM)]
    if len(items) <= _MOST_ITEMS:
        return list(steps)
    first = steps.index(items[0])
    rest = [step for step in steps if step not in items]
    return [*rest[:first], Step(f"statements of {len(items):,} items"), *rest[first:]]


def dossier(
    case: CaseArgument = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for it; else dossier in the case.")
    ] = None,
    pdf: Pdf = None,
    by: By = None,
    quiet: Quiet = False,
) -> None:
    """Write the dossier from what was measured and accepted so far: page, PDF, JSON, package."""
    from kashf.pipeline.case import write_dossier

    root = folder_of(case)
    made = run(
        lambda show: write_dossier(root, pdf=pdf, out=out, progress=show, by=by),
        quiet=quiet,
        stopped="Stopped. The dossier is as it was, or 'kashf dossier' makes it again.",
    )
    if not quiet:
        for note in made.notes:
            stderr().print(f"Note: {plain(note)}")
    for path in made.paths:
        typer.echo(path)
