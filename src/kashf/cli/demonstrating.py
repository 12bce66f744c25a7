"""The command that shows all of it on an invented case."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from kashf.cli.cases import Pdf
from kashf.cli.evidence import Quiet
from kashf.cli.running import plain, run, stderr

__all__ = ["demo"]


def demo(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the case.")] = Path(
        "demo-run"
    ),
    seed: Annotated[int, typer.Option(help="Seed of the invented case.")] = 7,
    pdf: Pdf = None,
    quiet: Quiet = False,
) -> None:
    """Make an invented case, run it from the call to the dossier, and review it."""
    from kashf.pipeline.demonstrating import demonstrate

    made = run(
        lambda show: demonstrate(out, seed=seed, progress=show, pdf=pdf),
        quiet=quiet,
        stopped="Stopped. 'kashf demo' begins anew.",
    )
    if not quiet:
        console, case = stderr(), plain(shlex.quote(str(made.case)))
        for note in made.made.notes:
            console.print(f"Note: {plain(note)}")
        console.print(
            "Everything here is invented: country, people, call, reports and posts.\n"
            f"In the name of an invented reviewer {made.accepted} statements were accepted and "
            f"{made.rejected} rejected; {made.made.waiting} wait.\n"
            f"1. Open the dossier: {plain(made.dossier)} "
            f"(the report of the run: {plain(made.report)})\n"
            "2. Click a citation, e.g. \\[E2 …]: you stand at the words that it rests on.\n"
            f"3. Change one byte in {plain(made.case / 'evidence')}, then: kashf verify {case}"
        )
    typer.echo(made.dossier)
