"""The commands for statements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kashf.cli import reviewing
from kashf.cli.evidence import By, InCase, Quiet
from kashf.cli.running import plain, run, stderr
from kashf.cli.taking import extract_items
from kashf.errors import UsageError

if TYPE_CHECKING:
    from kashf.statements.settings import EndpointSettings

__all__ = ["app"]

app = typer.Typer(
    help="Who says what to whom: candidates from a text, for review.", no_args_is_help=True
)


@app.callback()
def _root() -> None:
    """Who says what to whom: candidates from a text, for review."""


def _aliases(pairs: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        name, sign, others = pair.partition("=")
        if not sign or not name.strip() or not others.strip():
            raise UsageError(f"--alias: {pair!r} is not of the form 'full name=other name, other'.")
        more = tuple(part.strip() for part in others.split(",") if part.strip())
        found[name.strip()] = found.get(name.strip(), ()) + more
    return found


def _server(address: str, model: str, key_variable: str | None, timeout: float) -> EndpointSettings:
    from kashf.statements.settings import EndpointSettings

    values: dict[str, Any] = {"address": address, "key_variable": key_variable, "timeout": timeout}
    try:
        return EndpointSettings(model=model, **values)
    except ValueError as error:
        raise UsageError(
            f"{address!r} is no address that can be asked.",
            hint="Give an http or https address without a password, e.g. http://localhost:11434/v1.",
        ) from error


def _is_file(texts: list[str]) -> bool:
    """Whether a file is meant, and not items of the case around this folder."""
    from kashf.evidence.case import find_case

    if len(texts) == 1 and Path(texts[0]).exists():
        return True
    try:
        find_case(Path.cwd())
    except UsageError:
        if len(texts) == 1:
            return True  # reading it says that it is missing
        raise
    return False


@app.command()
def extract(
    texts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE|ITEM...",
            help="A document or transcript; or items of a case, else those that case.toml names.",
            show_default=False,
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with offsets.")] = False,
    date: Annotated[
        str | None, typer.Option(help="Day of the document (2024-03-31), for 'yesterday'.")
    ] = None,
    alias: Annotated[
        list[str] | None, typer.Option(help="A person's names: 'full name=other name, other'.")
    ] = None,
    gazetteer: Annotated[
        list[Path] | None, typer.Option(help="File with further names: type, tab, name.")
    ] = None,
    endpoint: Annotated[
        str | None,
        typer.Option(help="Ask a language model at this address instead; the text is sent there."),
    ] = None,
    model: Annotated[str | None, typer.Option(help="Model to ask the endpoint for.")] = None,
    key_variable: Annotated[
        str | None, typer.Option(help="Environment variable with the key of the endpoint.")
    ] = None,
    timeout: Annotated[float, typer.Option(help="Seconds an answer of it may take.")] = 120.0,
    case: InCase = None,
    by: By = None,
    quiet: Quiet = False,
) -> None:
    """List the attributed statements of a file, or keep those of items of a case for review.

    Each is a candidate: read it before you use it.
    """
    from kashf.evidence.texts import read_text
    from kashf.settings import make
    from kashf.statements.settings import StatementSettings

    server: EndpointSettings | None = None
    if endpoint is not None:
        if model is None:
            raise UsageError("--endpoint needs --model.")
        server = _server(endpoint, model, key_variable, timeout)
        stderr().print(f"The text is sent to {plain(server.address)}.")
    elif model is not None or key_variable is not None:
        raise UsageError("--model and --key-variable go with --endpoint.")
    aliases = _aliases(alias or [])
    gazetteers = tuple(map(str, gazetteer or []))
    if case is not None or not _is_file(texts or []):
        changes = {"date": date, "aliases": aliases or None, "gazetteers": gazetteers or None,
                   "endpoint": server, "extractor": None if server is None else "endpoint"}  # fmt: skip
        extract_items(texts or [], changes, case=case, by=by, json=json, quiet=quiet)
        return
    file = Path((texts or [""])[0])
    settings = make(
        StatementSettings,
        extractor="rules" if server is None else "endpoint",
        endpoint=server,
        date=date,
        aliases=aliases,
        gazetteers=gazetteers,
    )

    def work(_show: Any) -> Any:
        from kashf.statements import extract as by_rules
        from kashf.statements.endpoint import Answer, ask

        text = read_text(file)
        if server is None:
            return text, Answer(statements=by_rules(text, settings))
        return text, ask(text, settings)

    text, answer = run(work, quiet=quiet)
    if json:
        import orjson

        rows = [statement.model_dump(mode="json") for statement in answer.statements]
        typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
    else:
        for line in _lines(text, answer.statements):
            typer.echo(line)
    for reasons, what in ((answer.refused, "refused"), (answer.failed, "pieces without answer")):
        for reason, count in sorted(reasons.items()):
            stderr().print(f"{count:>8,}  {what}: {plain(reason)}")


def _lines(text: Any, statements: Any) -> Any:
    from kashf.text import display_safe

    for one in statements:
        who = one.speaker.text if one.speaker else "?"
        if one.speaker_name and one.speaker_name != who:
            who += f" ({one.speaker_name})"
        to = one.addressee.text if one.addressee else one.addressee_name
        marks = [
            mark for mark in ("direct", "negated", "hedged", "said_false") if getattr(one, mark)
        ]
        head = f"{who} → {to}: {one.force}" if to else f"{who}: {one.force}"
        head += f" ({', '.join(marks)})" if marks else ""
        yield display_safe(f"[{text.address(one.content.start, one.content.end)}] {head}")
        yield display_safe(f"    {one.content.text}")


reviewing.register(app)
