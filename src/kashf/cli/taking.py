"""``kashf statements extract`` for items of a case."""

from __future__ import annotations

import json as jsonlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from kashf.cli.evidence import open_case
from kashf.cli.review_lines import line, row
from kashf.cli.running import plain, run, stderr
from kashf.errors import UsageError

if TYPE_CHECKING:
    from kashf.statements.review import Taken

__all__ = ["extract_items"]


def extract_items(
    references: Sequence[str],
    changes: Mapping[str, Any],
    *,
    case: Path | None,
    by: str | None,
    json: bool,
    quiet: bool,
) -> None:
    """Take the statements of items in as candidates and print the new ones."""
    from kashf.statements.review import Reviews
    from kashf.statements.taking import extract_item, settings_of

    with open_case(case, by) as opened:
        settings = settings_of(opened, **changes)
        server = settings.endpoint if settings.extractor == "endpoint" else None
        if server is not None and changes.get("endpoint") is None:  # else it was said before
            stderr().print(f"The texts are sent to {plain(server.address)}.")
        wanted = [opened.item(one) for one in references or opened.settings.statements.items or ()]
        if not wanted:
            raise UsageError(
                "Name items, e.g. E1.", hint="Or list them in case.toml: [statements] items."
            )
        reviews = Reviews(opened)
        reasons: Counter[str] = Counter()

        def work(show: Callable[[str, int, int | None], None]) -> list[Taken]:
            found = []
            for number, item in enumerate(wanted):
                show("statements", number, len(wanted))
                taken, refused = extract_item(reviews, item, settings)
                reasons.update(refused)
                found.append(taken)
            return found

        found = run(work, quiet=quiet, stopped="Stopped. What was found in earlier items is kept.")
        groups = {
            name: [one for taken in found for one in getattr(taken, name)]
            for name in ("new", "known", "gone")
        }
        if json:
            rows: dict[str, Any] = {
                name: [row(reviews, one) for one in group] for name, group in groups.items()
            }
            typer.echo(jsonlib.dumps(rows | {"refused": dict(reasons)}, indent=1))
        else:
            for one in groups["new"]:
                typer.echo(line(reviews, one))
    console = stderr()
    for reason, count in sorted(reasons.items()):
        console.print(f"{count:>8,}  refused: {plain(reason)}")
    if not quiet:
        decided = sum(bool(one.decisions) for one in groups["gone"])
        stays = f" ({decided:,} decided ones stay)" if decided else ""
        console.print(
            f"{len(groups['new']):,} new, {len(groups['known']):,} known, "
            f"{len(groups['gone']):,} not found any more{stays}. "
            "Read each candidate beside its source: 'kashf statements show'."
        )
