"""The command that invents worlds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kashf.cli.running import run, stderr
from kashf.errors import UsageError

__all__ = ["simulate"]


def simulate(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the world.")],
    scenario: Annotated[
        str, typer.Option(help="Named world to begin with, e.g. plain, breaking, mixture.")
    ] = "plain",
    campaign: Annotated[
        str | None, typer.Option(help="Named groups to plant: none, weak or strong.")
    ] = None,
    groups: Annotated[
        int | None, typer.Option(help="Groups to plant; 1 by default. Goes with --campaign.")
    ] = None,
    settings: Annotated[
        Path | None,
        typer.Option(help="TOML file with settings, which count more than those of the scenario."),
    ] = None,
    accounts: Annotated[
        int | None, typer.Option(help="Accounts; 20,000 by default.", show_default=False)
    ] = None,
    actions: Annotated[
        int | None, typer.Option(help="Ordinary actions; 400,000 by default.", show_default=False)
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of all that is random.")] = None,
    posts: Annotated[
        bool,
        typer.Option("--posts", help="Also write posts.parquet, as an export would hold them."),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the result alone.")] = False,
) -> None:
    """Invent a world of accounts that share objects, plant campaigns in it, and keep the truth."""
    from kashf import simulate as worlds

    changes: dict[str, Any] = {} if settings is None else worlds.read_settings(settings)
    numbers = {"accounts": accounts, "actions": actions, "seed": seed}
    changes |= {name: number for name, number in numbers.items() if number is not None}
    if campaign is not None:
        more = {} if groups is None else {"groups": groups}
        changes["campaigns"] = worlds.campaigns(campaign, **more)
    elif groups is not None:
        raise UsageError("--groups goes with --campaign.", hint="Add e.g. --campaign strong.")
    wanted = worlds.scenario(scenario, **changes)

    def work(show: Any) -> Any:
        show("invent the world", 0, None)
        made = worlds.world(wanted)
        show("write", 0, None)
        worlds.write_world(made, out, posts=posts)
        return made

    made = run(work, quiet=quiet)
    if not quiet:
        _summary(made)
    typer.echo(out / "actions.parquet")


def _summary(made: Any) -> None:
    truth, pushed = made.truth, made.pushed
    groups = truth["campaign_id"].drop_null().unique()
    members = len(truth) - truth["campaign_id"].null_count
    console = stderr()
    console.print(f"{made.settings.about}. All of it is invented.")
    console.print(f"{len(made.actions):,} actions of {len(truth):,} accounts")
    console.print(f"{len(groups):,} planted groups of {members:,} accounts push "
                  f"{len(pushed):,} objects")  # fmt: skip
