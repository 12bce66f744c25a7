"""The commands of review: kashf statements list, show, accept, reject, edit, grade, reopen, …"""

from __future__ import annotations

import json as jsonlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from kashf.cli.evidence import By, InCase, Quiet, open_case
from kashf.cli.review_lines import line, row, sheet
from kashf.cli.running import plain, run, stderr
from kashf.errors import InputError, UsageError

if TYPE_CHECKING:
    from typer._click.core import Context
    from typer._click.formatting import HelpFormatter

    from kashf.statements.review import Candidate, Reviews
    from kashf.statements.review_table import Imported

__all__ = ["register"]

References = Annotated[list[str], typer.Argument(help="Statements, e.g. S3.", show_default=False)]
Reference = Annotated[str, typer.Argument(help="A statement, e.g. S3.", show_default=False)]
Note = Annotated[str | None, typer.Option(help="Why; it goes into the custody log.")]
TwoPerson = Annotated[
    bool, typer.Option("--two-person", help="Two different reviewers must accept.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print a JSON list.")]
State = Annotated[str | None, typer.Option(help="Only these: candidate, accepted or rejected.")]
OfItem = Annotated[
    str | None, typer.Option("--item", help="Only of this item: E3, a hash, a name.")
]
IsFalse = Annotated[
    bool, typer.Option("--false", help="Only those about something invented that is spread.")
]
Speaker = Annotated[str | None, typer.Option(help="Only of speakers with this in their name.")]


class _Explained(TyperCommand):
    """A command whose help ends with what each grade means."""

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        from kashf.statements.grading import CREDIBILITY, RELIABILITY

        for title, scale in (("Source", RELIABILITY), ("Information", CREDIBILITY)):
            with formatter.section(title):
                formatter.write_dl(
                    [(sign, f"{name}: {when}.") for sign, (name, when) in scale.items()]
                )


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (show, accept, reject, edit, reopen):
        app.command()(command)
    app.command("list")(list_)
    app.command("grade", cls=_Explained)(grade)
    app.command("export")(export)
    app.command("import")(import_)


def _filtered(
    reviews: Reviews, state: str | None, item: str | None, false: bool, speaker: str | None
) -> list[Candidate]:
    from kashf.statements.decisions import STATES
    from kashf.text import normalise

    if state not in {None, *STATES}:
        raise UsageError(f"There is no state {state!r}.", hint=f"States: {', '.join(STATES)}.")
    wanted = None if item is None else reviews.case.item(item).sha256
    found = reviews.all(state=state, item=wanted)
    if false:
        found = [one for one in found if one.statement.said_false]
    if speaker is not None:
        name = normalise(speaker)
        found = [
            one
            for one in found
            if name
            in normalise(
                f"{one.statement.speaker_name or ''} "
                f"{one.statement.speaker.text if one.statement.speaker else ''}"
            )
        ]
    return found


def list_(
    state: State = None,
    item: OfItem = None,
    false: IsFalse = False,
    speaker: Speaker = None,
    limit: Annotated[int, typer.Option(min=0, help="At most so many; 0 for all.")] = 50,
    after: Annotated[str | None, typer.Option(help="Only those after this one: S50.")] = None,
    two_person: TwoPerson = False,
    case: InCase = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """List candidates with their place, state and grade."""
    from kashf.statements.review import Reviews

    with open_case(case) as opened:
        reviews = Reviews(opened, two_person=two_person)
        found = _filtered(reviews, state, item, false, speaker)
        if after is not None:
            last = reviews.get(after).number
            found = [one for one in found if one.number > last]
        page = found[:limit] if limit else found
        if json:
            typer.echo(jsonlib.dumps([row(reviews, one) for one in page], indent=1))
            return
        for one in page:
            typer.echo(line(reviews, one))
        if len(found) > len(page) and not quiet:
            stderr().print(f"{len(page):,} of {len(found):,}; go on with --after {page[-1].label}.")


def show(
    statements: References,
    two_person: TwoPerson = False,
    case: InCase = None,
    json: AsJson = False,
) -> None:
    """Show all parts of statements, the words around them, and each decision."""
    from kashf.statements.review import Reviews

    with open_case(case) as opened:
        reviews = Reviews(opened, two_person=two_person)
        found = [reviews.get(reference) for reference in statements]
        if json:
            typer.echo(jsonlib.dumps([row(reviews, one) for one in found], indent=1))
            return
        for number, one in enumerate(found):
            if number:
                typer.echo()
            for text in sheet(reviews, one):
                typer.echo(text)


def _decide(
    case: Path | None,
    by: str | None,
    references: list[str],
    work: Callable[[Reviews, str, str], Candidate],
    *,
    two_person: bool = False,
) -> None:
    from kashf.statements.review import Reviews

    with open_case(case, by) as opened:
        reviews = Reviews(opened, two_person=two_person)
        for reference in references:
            reviews.get(reference)  # all of them are there before the first is decided
        for reference in dict.fromkeys(references):
            typer.echo(line(reviews, work(reviews, reference, opened.by)))


def accept(
    statements: References,
    note: Note = None,
    grade: Annotated[str | None, typer.Option(help="Grade as well, e.g. B2.")] = None,
    two_person: TwoPerson = False,
    case: InCase = None,
    by: By = None,
) -> None:
    """Accept statements that you compared with their source."""
    _decide(
        case, by, statements,
        lambda reviews, one, who: reviews.accept(one, by=who, note=note, grade=grade),
        two_person=two_person,
    )  # fmt: skip


def reject(statements: References, note: Note = None, case: InCase = None, by: By = None) -> None:
    """Reject statements: not said so, not by that person, or of no use."""
    _decide(case, by, statements, lambda reviews, one, who: reviews.reject(one, by=who, note=note))


def reopen(statements: References, note: Note = None, case: InCase = None, by: By = None) -> None:
    """Take an acceptance or a rejection back; all decisions stay in the log."""
    _decide(case, by, statements, lambda reviews, one, who: reviews.reopen(one, by=who, note=note))


def grade(
    statement: Reference,
    grade: Annotated[str, typer.Argument(help="E.g. B2; none takes it away.")],
    note: Note = None,
    case: InCase = None,
    by: By = None,
) -> None:
    """Grade a statement: how reliable its source is (A–F), how credible what it says is (1–6)."""
    wanted = None if grade.strip().lower() == "none" else grade
    _decide(case, by, [statement],
            lambda reviews, one, who: reviews.grade(one, wanted, by=who, note=note))  # fmt: skip


_WHERE = "START:END in characters of the text, words that it holds once, or none."


def edit(
    statement: Reference,
    speaker_name: Annotated[str | None, typer.Option(help="Who says it, in full; or none.")] = None,
    addressee_name: Annotated[str | None, typer.Option(help="To whom; or none.")] = None,
    force: Annotated[
        str | None,
        typer.Option(help="says, reveals, demands, warns, promises, denies or admits."),
    ] = None,
    speaker: Annotated[str | None, typer.Option(help=f"Words for the speaker: {_WHERE}")] = None,
    addressee: Annotated[str | None, typer.Option(help="Words for the addressee.")] = None,
    verb: Annotated[str | None, typer.Option(help="The reporting verb.")] = None,
    content: Annotated[str | None, typer.Option(help="What is said.")] = None,
    direct: Annotated[
        bool | None, typer.Option("--direct/--reported", help="Whether it is quoted.")
    ] = None,
    negated: Annotated[
        bool | None, typer.Option("--negated/--not-negated", help="'did not say'")
    ] = None,
    hedged: Annotated[
        bool | None, typer.Option("--hedged/--not-hedged", help="'is said to have said'")
    ] = None,
    said_false: Annotated[
        bool | None,
        typer.Option("--said-false/--not-said-false", help="About something invented."),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="Any part as JSON: 'about=[[10, 25]]', 'sums=[]'."),
    ] = None,
    original: Annotated[
        bool, typer.Option("--original", help="Back to what the machine found.")
    ] = False,
    note: Note = None,
    case: InCase = None,
    by: By = None,
) -> None:
    """Correct parts of a statement; it is a candidate again afterwards."""
    names = {"speaker_name": speaker_name, "addressee_name": addressee_name}
    values: dict[str, Any] = {
        name: None if value.strip().lower() == "none" else value
        for name, value in names.items()
        if value is not None
    }
    flags = {"force": force, "direct": direct, "negated": negated, "hedged": hedged,
             "said_false": said_false}  # fmt: skip
    values |= {name: value for name, value in flags.items() if value is not None}
    values |= dict(map(_json_part, set_ or []))
    places = {"speaker": speaker, "addressee": addressee, "verb": verb, "content": content}
    spans = {name: value for name, value in places.items() if value is not None}
    if original and (values or spans):
        raise UsageError("--original goes without other changes.")
    if not (original or values or spans):
        raise UsageError("Name what to change.", hint="'kashf statements edit --help' lists it.")

    def work(reviews: Reviews, reference: str, who: str) -> Candidate:
        from kashf.statements.edits import differences

        one = reviews.get(reference)
        changes = values | {name: _span(reviews, one, name, text) for name, text in spans.items()}
        if original:
            changes = differences(one.statement, one.original)
        return reviews.edit(reference, changes, by=who, note=note)

    _decide(case, by, [statement], work)


def _json_part(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    try:
        if not sign:
            raise ValueError
        return name.strip(), jsonlib.loads(value)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"--set: {text!r} is not of the form part=JSON.") from error


def _span(reviews: Reviews, candidate: Candidate, part: str, text: str) -> Any:
    import re

    from kashf.statements.edits import find_span

    if text.strip().lower() == "none":
        return None
    if place := re.fullmatch(r"\s*(\d{1,10})\s*:\s*(\d{1,10})\s*", text):
        return (int(place[1]), int(place[2]))
    return find_span(reviews.text(candidate), text, candidate.statement, part)


def export(
    file: Annotated[Path, typer.Argument(help="CSV file to write.")],
    state: State = None,
    item: OfItem = None,
    false: IsFalse = False,
    speaker: Speaker = None,
    two_person: TwoPerson = False,
    case: InCase = None,
    quiet: Quiet = False,
) -> None:
    """Write candidates into a CSV file for a spreadsheet."""
    from kashf.statements.review import Reviews
    from kashf.statements.review_table import export_csv

    with open_case(case) as opened:
        reviews = Reviews(opened, two_person=two_person)
        found = _filtered(reviews, state, item, false, speaker)
        count = run(lambda _show: export_csv(reviews, file, found), quiet=quiet)
    if not quiet:
        stderr().print(f"{count:,} statements. Save it as CSV UTF-8, then import it.")
    typer.echo(file)


def import_(
    file: Annotated[Path, typer.Argument(help="CSV file that 'export' made and somebody edited.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be decided.")
    ] = False,
    two_person: TwoPerson = False,
    case: InCase = None,
    by: By = None,
    quiet: Quiet = False,
) -> None:
    """Take what was edited in a CSV file as decisions.

    A row whose statement changed since the export is refused; a mistake in any row stops all.
    """
    from kashf.statements.review import Reviews
    from kashf.statements.review_table import import_csv

    with open_case(case, by) as opened:
        reviews = Reviews(opened, two_person=two_person)
        done: Imported = run(
            lambda _show: import_csv(reviews, file, by=opened.by, dry_run=dry_run),
            quiet=quiet,
            stopped="Stopped. Either all decisions were recorded or none; list them to see.",
        )
        for number, decisions in done.decisions.items():
            what = ", ".join(one.action for one in decisions)
            typer.echo(
                f"S{number}: {what}" if dry_run else line(reviews, reviews.get(f"S{number}"))
            )
    console = stderr()
    for name, problems in (("Error", done.errors), ("Conflict", done.conflicts)):
        for problem in problems:
            console.print(f"[bold red]{name}:[/] {plain(file)}, {plain(problem)}")
    if not quiet:
        would = "would be decided" if dry_run else "decided"
        console.print(f"{len(done.decisions):,} {would}, {done.unchanged:,} left as they are, "
                      f"{len(done.conflicts):,} conflicts, {len(done.errors):,} errors")  # fmt: skip
        if done.errors:
            console.print("Nothing was recorded. Correct these rows and import again.")
        elif done.conflicts:
            console.print("Export again for the rows in conflict.")
    if done.errors or done.conflicts:
        raise typer.Exit(InputError.exit_code)
