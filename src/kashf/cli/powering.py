"""The command that asks which groups could have been seen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kashf.cli.running import plain, run, stderr
from kashf.errors import UsageError
from kashf.settings import ActionSettings, ImportSettings, PowerSettings, make

if TYPE_CHECKING:
    from kashf.power import Own, Power, Rate, Row

__all__ = ["power"]


def _option(name: str, *flags: str, **more: Any) -> Any:
    return typer.Option(*flags, help=PowerSettings.model_fields[name].description, **more)


def power(
    sources: Annotated[
        list[Path],
        typer.Argument(help="Export files, folders of them, or a run.", show_default=False),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder for power.html, power.csv and power.json."),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(help="Kinds of action; url, or those of the run, if not set."),
    ] = None,
    window: Annotated[str, _option("time_window", "--window", "--time-window", "-w")] = "10s,60s",
    members: Annotated[str, _option("members")] = "4,8,15",
    objects: Annotated[str, _option("objects")] = "6,12,30",
    taking_part: Annotated[str, _option("taking_part", "--taking-part")] = "0.6,0.8",
    jitter: Annotated[str | None, _option("jitter")] = None,
    push: Annotated[str, _option("push")] = "own",
    accounts: Annotated[str, _option("accounts")] = "existing",
    repeats: Annotated[int, _option("repeats")] = 5,
    null: Annotated[str, _option("null")] = "timing,popularity",
    q: Annotated[float, _option("q")] = 0.05,
    max_actions: Annotated[str, _option("max_actions", "--max-actions")] = "400000",
    seed: Annotated[int, _option("seed")] = 0,
    format: Annotated[  # noqa: A002
        str | None, typer.Option(help=ImportSettings.model_fields["format"].description)
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help=ImportSettings.model_fields["mapping"].description)
    ] = None,
    assume_zone: Annotated[
        str | None, typer.Option(help=ImportSettings.model_fields["assume_zone"].description)
    ] = None,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Threads; all processors by default.")
    ] = None,
    memory_limit: Annotated[
        str | None, typer.Option(help="Memory for tables before they spill: 4GB.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the result alone.")] = False,
) -> None:
    """Plant invented groups in your data and see which of them are found."""
    from kashf import power as analysis

    settings = make(
        PowerSettings,
        time_window=_list(window),
        members=_list(members),
        objects=_list(objects),
        taking_part=_list(taking_part),
        jitter=jitter,
        push=push,
        accounts=accounts,
        repeats=repeats,
        null=_list(null),
        q=q,
        max_actions=_most(max_actions),
        seed=seed,
    )
    imports = make(
        ImportSettings,
        format=format,
        mapping=None if mapping is None else str(mapping),
        assume_zone=assume_zone,
    )
    actions = None if by is None else make(ActionSettings, by=_list(by))

    def work(show: Any) -> Power:
        found = analysis.power(
            sources, settings, imports=imports, actions=actions, threads=threads,
            memory_limit=memory_limit, progress=show,
        )  # fmt: skip
        if out is not None:
            show("write", 0, None)
            analysis.write(found, out)
        return found

    found = run(work, quiet=quiet)
    if not quiet:
        _notes(found)
    for line in _lines(found):
        typer.echo(line)
    if out is not None:
        typer.echo(out / "power.html")


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _most(text: str) -> int | None:
    if text.strip() == "all":
        return None
    try:
        return int(text.replace(",", "").replace("_", ""))
    except ValueError as error:
        raise UsageError(f"--max-actions: {text!r} is neither a number nor 'all'.") from error


def _notes(found: Power) -> None:
    console = stderr()
    console.print(f"{found.actions:,} actions of {found.accounts:,} accounts, in which groups were "
                  "planted one at a time. In brackets: 95 % confidence intervals.")  # fmt: skip
    for note in found.notes:
        console.print(f"Note: {plain(note)}")


def _lines(found: Power) -> list[str]:
    lines: list[str] = []
    for own in found.own:
        rows = [row for row in found.rows if row.time_window == own.time_window]
        lines += [*([""] if lines else []), *_heading(own, rows), *_table(rows), ""]
        lines += _in_words(rows)
    return lines


def _heading(own: Own, rows: Sequence[Row]) -> list[str]:
    pairs = ", ".join(
        f"{count:,} by {rule}" for rule, count in own.pairs.items() if rule != "clusters"
    )
    return [
        f"Window {own.time_window:g} s; members lie at most {rows[0].jitter:g} s apart",
        f"In the data themselves, and perhaps real: {own.clusters:,} clusters of "
        f"{own.clustered_accounts:,} accounts; pairs: {pairs}",
        "",
    ]


def _table(rows: Sequence[Row]) -> list[str]:
    rules = list(rows[0].pairs)
    table = [["accounts", "things", "taking part", "found", *(f"pairs: {rule}" for rule in rules)]]
    table += [
        [
            str(row.members),
            str(row.objects),
            f"{row.taking_part:.0%}",
            f"{row.found} of {row.repeats}",
            *(_rate(row.pairs[rule]) for rule in rules),
        ]
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]


def _rate(rate: Rate) -> str:
    return f"{rate.mean:.0%} ({rate.low:.0%}–{rate.high:.0%})"


def _in_words(rows: Sequence[Row]) -> list[str]:
    def strength(row: Row) -> float:
        return row.members * row.objects * row.taking_part

    always = [row for row in rows if row.found == row.repeats]
    missed = [row for row in rows if row.found < row.repeats]
    lines = []
    if always:
        lines.append(f"The weakest that was always found: {min(always, key=strength).in_words()}")
    if missed:
        lines.append(f"The strongest that was missed: {max(missed, key=strength).in_words()}")
    return lines
