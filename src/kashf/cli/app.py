"""The commands."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from kashf._version import __version__
from kashf.cli import cases as case_commands
from kashf.cli import evidence as evidence_commands
from kashf.cli.demonstrating import demo
from kashf.cli.powering import power
from kashf.cli.running import fail, plain, run, stderr
from kashf.cli.simulating import simulate
from kashf.cli.statements import app as statements
from kashf.cli.texts import text, transcribe
from kashf.errors import KashfError, UsageError
from kashf.settings import ActionSettings, DetectSettings, ImportSettings, Settings, make

__all__ = ["app", "main"]

app = typer.Typer(
    name="kashf",
    help="Uncover coordinated accounts in exports of social networks, with the evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _option(model: type[Settings], name: str, *flags: str, **more: Any) -> Any:
    field = model.model_fields[name]
    return typer.Option(*flags, help=field.description, **more)


def _import_option(name: str, *flags: str, **more: Any) -> Any:
    return _option(ImportSettings, name, *flags, **more)


def _detect_option(name: str, *flags: str, **more: Any) -> Any:
    return _option(DetectSettings, name, *flags, **more)


Exports = Annotated[
    list[Path], typer.Argument(help="Export files, or folders of them.", show_default=False)
]
Out = Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.")]
Format = Annotated[str | None, _import_option("format", "--format")]
Mapping = Annotated[Path | None, _import_option("mapping", "--mapping")]
MaxRejected = Annotated[str, _import_option("max_rejected", "--max-rejected")]
Zone = Annotated[str | None, _import_option("assume_zone", "--assume-zone")]
By = Annotated[str, _option(ActionSettings, "by", "--by")]
MinWords = Annotated[int, _option(ActionSettings, "min_words", "--min-words")]
Window = Annotated[str, _detect_option("time_window", "--window", "--time-window", "-w")]
Weight = Annotated[str, _detect_option("weight", "--weight")]
MinWeight = Annotated[str, _detect_option("min_edge_weight", "--min-edge-weight")]
MinParticipation = Annotated[int, _detect_option("min_participation", "--min-participation")]
Participation = Annotated[str, _detect_option("participation", "--participation")]
FastWindow = Annotated[str | None, _detect_option("fast_window", "--fast-window")]
MaxObject = Annotated[int | None, _detect_option("max_object_actions", "--max-object-actions")]
Null = Annotated[str, _detect_option("null", "--null")]
Q = Annotated[float, _detect_option("q", "--q")]
NullColumns = Annotated[bool, _detect_option("null_columns", "--null-columns")]
BaselineFile = Annotated[Path | None, _detect_option("baseline", "--baseline")]
Resolution = Annotated[float, _detect_option("resolution", "--resolution")]
Seed = Annotated[int, _detect_option("seed", "--seed")]
Threads = Annotated[int | None, typer.Option(min=1, help="Threads; all processors by default.")]
Memory = Annotated[
    str | None, typer.Option("--memory-limit", help="Memory for tables before they spill: 4GB.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print the result alone.")]


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(f"kashf {__version__}")
        raise typer.Exit


def _share(text: str) -> float:
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError as error:
        raise UsageError(
            f"--max-rejected: {text!r} is neither a share such as 0.05 nor a percentage such as 5%."
        ) from error


@app.command()
def detect(
    sources: Exports,
    out: Out,
    by: By = "url",
    window: Window = "60s",
    min_edge_weight: MinWeight = "2",
    weight: Weight = "objects",
    min_participation: MinParticipation = 1,
    participation: Participation = "either",
    fast_window: FastWindow = None,
    max_object_actions: MaxObject = None,
    min_words: MinWords = 5,
    null: Null = "timing,popularity",
    q: Q = 0.05,
    null_columns: NullColumns = False,
    baseline: BaselineFile = None,
    resolution: Resolution = 1.0,
    seed: Seed = 0,
    format: Format = None,  # noqa: A002
    mapping: Mapping = None,
    max_rejected: MaxRejected = "0.05",
    assume_zone: Zone = None,
    export: Annotated[
        str | None, typer.Option(help="Further files, e.g. gexf,graphml (see 'kashf formats').")
    ] = None,
    gexf: Annotated[bool, typer.Option("--gexf", help="Also write network.gexf.")] = False,
    graphml: Annotated[bool, typer.Option("--graphml", help="Also write network.graphml.")] = False,
    evidence: Annotated[
        bool,
        typer.Option("--evidence", help="Also write co_actions.parquet, strongest edges first."),
    ] = False,
    evidence_limit: Annotated[
        int, typer.Option(min=1, help="Most rows of co_actions.parquet.")
    ] = 1_000_000,
    pseudonymise: Annotated[
        bool, typer.Option("--pseudonymise", help="Replace account names by keyed hashes.")
    ] = False,
    key_file: Annotated[
        Path | None, typer.Option(help="Key of the hashes; made if it is not there.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title of the report.")] = None,
    threads: Threads = None,
    memory_limit: Memory = None,
    quiet: Quiet = False,
) -> None:
    """Find accounts that act in step: exports in, tables and a report out."""
    from kashf import pipeline

    imports = make(
        ImportSettings,
        format=format,
        mapping=None if mapping is None else str(mapping),
        max_rejected=_share(max_rejected),
        assume_zone=assume_zone,
    )
    options = pipeline.Options(
        imports=imports,
        actions=make(ActionSettings, by=_names(by), min_words=min_words),
        detect=make(
            DetectSettings,
            time_window=window,
            weight=weight,
            min_edge_weight=min_edge_weight,
            min_participation=min_participation,
            participation=participation,
            fast_window=fast_window,
            max_object_actions=max_object_actions,
            null=null,
            q=q,
            null_columns=null_columns,
            baseline=None if baseline is None else str(baseline),
            resolution=resolution,
            seed=seed,
        ),
        exports=_exports(export, gexf=gexf, graphml=graphml),
        evidence=evidence,
        evidence_limit=evidence_limit,
        pseudonym_key=_key(pseudonymise, key_file),
        title=title,
        command=shlex.join(["kashf", *sys.argv[1:]]),
        threads=threads,
        memory_limit=memory_limit,
    )
    _check_kinds(options.actions.by)
    result = run(lambda show: pipeline.detect(sources, out, options, show), quiet=quiet)
    if not quiet:
        _summary(result.info)
    typer.echo(out / "report.html")


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _exports(text: str | None, *, gexf: bool, graphml: bool) -> tuple[str, ...]:
    from kashf import registry

    wanted = [*_names(text or ""), *(["gexf"] if gexf else []), *(["graphml"] if graphml else [])]
    for name in wanted:
        registry.load("kashf.exports.formats", name)
    return tuple(name for name in dict.fromkeys(wanted) if name != "report")


def _check_kinds(kinds: tuple[str, ...]) -> None:
    from kashf import registry

    for kind in kinds:
        registry.load("kashf.actions.kinds", kind)


def _key(wanted: bool, path: Path | None) -> bytes | None:
    if not wanted:
        if path is not None:
            raise UsageError("--key-file goes with --pseudonymise.")
        return None
    from kashf.posts.pseudonyms import read_key

    return read_key(path)


def _summary(info: Any) -> None:
    counts = info["counts"]
    console = stderr()
    kinds = ", ".join(f"{plain(kind)} {n:,}" for kind, n in counts["actions_by_kind"].items())
    if counts["posts"] is not None:
        console.print(f"{counts['posts']:,} posts ({counts['duplicates']:,} duplicates merged)")
    if counts["rejected"]:
        console.print(f"{counts['rejected']:,} rows could not be read: see rejected.ndjson")
        for reason, n in sorted(info["reasons"].items(), key=lambda item: (-item[1], item[0])):
            console.print(f"  {n:>8,}  {plain(reason)}")
    console.print(f"{counts['actions']:,} actions ({kinds})")
    judged = info["significance"]
    if judged and judged["candidates"] > counts["edges"]:
        console.print(f"{judged['candidates']:,} pairs of accounts passed the thresholds. Where no "
                      "edge is left, chance explains them, or it is too little to tell: "
                      "--null none shows all.")  # fmt: skip
    console.print(f"{counts['edges']:,} edges, {counts['clusters']:,} clusters of "
                  f"{counts['clustered_accounts']:,} accounts")  # fmt: skip
    for note in info["notes"]:
        console.print(f"Note: {plain(note)}")
    console.print(f"{sum(info['timings'].values()):.1f} s. Coordination is not guilt: the report "
                  "says what else could explain it.")  # fmt: skip


@app.command()
def explain(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.")],
    account: Annotated[str, typer.Argument(help="Id of an account.")],
    other: Annotated[str, typer.Argument(help="Id of another account.")],
    limit: Annotated[int, typer.Option(min=1, help="Most co-actions to print.")] = 100,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List the posts, objects, times and delays behind the edge of two accounts."""
    from kashf import runs
    from kashf.cli.explaining import print_co_actions

    co_actions, posts = runs.explain(folder, account, other)
    print_co_actions(co_actions, posts, limit=limit, as_json=json)


@app.command()
def columns(
    file: Annotated[Path, typer.Argument(help="A table: CSV, TSV, NDJSON or Parquet.")],
) -> None:
    """Draft a mapping for a table that no importer knows; edit it, then use it with --mapping."""
    from kashf.posts import draft_mapping

    typer.echo(draft_mapping(file), nl=False)


@app.command()
def formats() -> None:
    """List the formats that are read, the kinds of action, and the formats that are written."""
    from kashf import registry
    from kashf.evidence.formats import GROUPS
    from kashf.posts.sampling import get_format

    typer.echo("Posts (--format):")
    for name in registry.names("kashf.posts.formats"):
        typer.echo(f"  {name:<16}{get_format(name).title}")
    for kind, group in GROUPS.items():
        typer.echo(f"{kind.capitalize()}s (told by their content):")
        for name in registry.names(group):
            typer.echo(f"  {name:<16}{registry.load(group, name).FORMAT.title}")
    typer.echo("Kinds of action (--by):")
    for name in registry.names("kashf.actions.kinds"):
        text = (registry.load("kashf.actions.kinds", name).__doc__ or "").partition("\n")[0]
        typer.echo(f"  {name:<16}{re.sub(' [(]:.*?`[)]', '', text)}")  # references of the docs
    typer.echo("Null models (--null):")
    for name in registry.names("kashf.coordination.nulls"):
        typer.echo(f"  {name:<16}{registry.load('kashf.coordination.nulls', name).TITLE}")
    typer.echo("Written (--export):")
    for name in registry.names("kashf.exports.formats"):
        typer.echo(f"  {name:<16}{registry.load('kashf.exports.formats', name).TITLE}")


app.command()(demo)
app.command()(simulate)
evidence_commands.register(app)
case_commands.register(app)
app.command()(text)
app.add_typer(statements, name="statements")
app.command()(transcribe)
app.command()(power)


def main() -> None:
    """Run the command line; every error that a user can meet is one line and an exit code."""
    try:
        app()
    except KashfError as error:
        fail(error)
