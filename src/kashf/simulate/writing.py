"""Worlds as files, and their settings as TOML that makes the same world again."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kashf.errors import UsageError
from kashf.files import replacing_folder
from kashf.settings import Settings
from kashf.simulate.posts import posts_of
from kashf.simulate.settings import WorldSettings
from kashf.simulate.worlds import World

__all__ = ["FILES", "read_settings", "write_world"]

FILES = {
    "actions.parquet": "who acted on which object, when: what `kashf detect` reads",
    "truth.parquet": "every account, whether it is planted, and what else it is",
    "pushed.parquet": "what each planted group pushed",
    "settings.toml": "all settings: `kashf simulate --settings settings.toml` makes the same world",
}
POSTS_FILE = "posts.parquet"
_INVENTED = "INVENTED DATA: these accounts, objects and posts don't exist."


def write_world(made: World, folder: Path, *, posts: bool = False) -> tuple[Path, ...]:
    """Write :data:`FILES` to ``folder`` and return their paths; all of them or none.

    With ``posts`` there is also ``posts.parquet``, the same actions as an export of posts.

    Files of these names that are there already are replaced; the same world gives the same bytes.
    Raises :class:`~kashf.errors.UsageError` when ``folder`` is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file.", hint="Name a folder for the world.")
    with replacing_folder(folder) as part:
        tables: dict[str, pa.Table] = {
            name: getattr(made, name) for name in ("actions", "truth", "pushed")
        }
        if posts:
            tables["posts"] = posts_of(made.actions)
        for name, table in tables.items():
            path = part / f"{name}.parquet"
            with pq.ParquetWriter(path, table.schema, store_schema=False) as file:
                file.write_table(table)
                file.add_key_value_metadata({"about": _INVENTED})
        text = f"# {_INVENTED}\n" + "".join(_toml(made.settings))
        (part / "settings.toml").write_text(text, encoding="utf-8", newline="\n")
    return tuple(folder / name for name in (*FILES, *([POSTS_FILE] if posts else [])))


def read_settings(path: Path) -> dict[str, Any]:
    """The fields of :class:`WorldSettings` that a TOML file sets, not checked yet.

    Raises :class:`~kashf.errors.UsageError` for a file that can't be read or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(f"The settings can't be read: {reason}.", file=path) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            f"This is not TOML: {error}.",
            file=path,
            hint='Write e.g. homophily = 0.7 or about = "…".',
        ) from error


def _toml(settings: WorldSettings) -> Iterator[str]:
    yield from _lines(settings)
    for plan in settings.campaigns:
        yield "\n[[campaigns]]\n"
        yield from _lines(plan)


def _lines(settings: Settings) -> Iterator[str]:
    for name, value in settings.model_dump(mode="json", exclude={"campaigns"}).items():
        if value is not None:
            # TOML writes texts, numbers and lists of them as JSON does, and escapes DEL besides.
            text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
            yield f"{name} = {text}\n"
