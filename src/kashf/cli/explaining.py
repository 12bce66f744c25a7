"""Prints the co-actions of two accounts."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import typer

__all__ = ["print_co_actions"]

_TEXT = 200


def print_co_actions(co_actions: pa.Table, posts: pa.Table, *, limit: int, as_json: bool) -> None:
    """Print at most ``limit`` co-actions, for people or one JSON object a line."""
    texts = {
        (row["account_id"], row["post_id"]): row for row in posts.to_pylist()
    }  # fmt: skip
    shown = co_actions.slice(0, limit).to_pylist()
    if as_json:
        import orjson

        for row in shown:
            for side in ("a", "b"):
                post = texts.get((row[f"account_{side}"], row[f"post_{side}"]), {})
                row[f"text_{side}"] = post.get("text")
                row[f"url_{side}"] = post.get("post_url")
            # What can't be seen goes out as an escape: the same JSON, harmless on a terminal.
            text = orjson.dumps(row).decode()
            typer.echo("".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text))
        return
    from rich.console import Console

    from kashf.cli.running import plain

    console = Console(highlight=False, soft_wrap=True)
    if not shown:
        console.print("These two accounts were never in step within the window of the run.")
        return
    objects = co_actions.group_by(["kind", "object_id"]).aggregate([]).num_rows
    one = co_actions["account_a"][0].as_py()
    other = co_actions["account_b"][0].as_py()
    console.print(
        f"{plain(one)} and {plain(other)}: {len(co_actions):,} co-actions on {objects:,} objects"
    )
    for row in shown:
        console.print()
        console.print(f"{row['kind']}  {plain(row['object_id'])}")
        sides = sorted("ab", key=lambda side: row[f"time_{side}"])
        for side in sides:
            when = row[f"time_{side}"].isoformat(sep=" ").replace("+00:00", " UTC")
            console.print(
                f"  {when}  {plain(row[f'account_{side}'])}  {plain(row[f'post_{side}'])}"
            )
            text = _line(texts.get((row[f"account_{side}"], row[f"post_{side}"])))
            if text:
                console.print(f"      {plain(text)}")
        console.print(f"  delay {abs(row['delay']):g} s")
    if len(co_actions) > limit:
        console.print(f"\n{len(co_actions) - limit:,} more: raise --limit.")


def _line(post: dict[str, Any] | None) -> str:
    text = " ".join(((post or {}).get("text") or "").split())
    return text if len(text) <= _TEXT else text[: _TEXT - 1] + "…"
