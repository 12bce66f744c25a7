"""Names of accounts out of imported tables: keyed hashes in their place."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from kashf import schema as schemas
from kashf.errors import InputError
from kashf.files import replacing
from kashf.posts.known_names import Names
from kashf.posts.name_links import LINK, replace_in_link
from kashf.posts.sink import RowGroups
from kashf.text import fold_handle

__all__ = ["pseudonymise", "read_key"]

Progress = Callable[[str, int, "int | None"], None]
Canonical = Callable[[str], "str | None"]

_BATCH = 16_384
_KEY = re.compile(rb"([0-9a-fA-F]{64})\r?\n?")
# What exports write into a cell that holds nothing, as in kashf.actions: it must not become an id.
_NOTHING = frozenset({"", "nan", "none", "null", "[]", "n/a", "<na>", "undefined"})
_POSTS_OF = re.compile(r"posts of .* can't be read yet", re.DOTALL)
_POST_KINDS = frozenset({"repost", "reply", "quote"})


def read_key(path: Path | None) -> bytes:
    """A key of 32 bytes: fresh for ``None``, else that of the file, which is made if it is absent.

    The file holds 64 hex digits and can be read by its owner alone.
    Raises :class:`~kashf.errors.InputError` for a file that can't be used.
    """
    if path is None:
        return secrets.token_bytes(32)
    try:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return _stored(path)
        key = secrets.token_bytes(32)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(key.hex().encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(
            f"The key file can't be used ({error.strerror}).",
            file=path,
            hint="Name a file in a folder that exists and that you may write to.",
        ) from error
    return key


def _stored(path: Path) -> bytes:
    with path.open("rb") as file:
        match = _KEY.fullmatch(file.read(100))
    if match is None:
        raise InputError(
            "This is no key file: it must hold 64 hex digits and nothing else.",
            file=path,
            hint="Restore it, or name a file that does not exist yet to get a new key.",
        )
    return bytes.fromhex(match[1].decode())


def pseudonymise(
    folder: Path,
    key: bytes,
    *,
    canonical: Canonical | None = None,
    progress: Progress | None = None,
) -> Callable[[str], str]:
    """Put pseudonyms for accounts and posts into the tables of ``folder``, in place.

    The tables are ``posts.parquet``, ``actions.parquet`` and ``rejected.ndjson``, as far as they
    are there. ``canonical`` gives links one spelling, or ``None`` for what is no link; what is
    one link by it stays one. Accounts are known by their ids and names in the tables; memory
    grows with their number, not with that of the rows. Returns what does the same to any other
    text, such as the name of a file.
    Raises :class:`~kashf.errors.InputError` when a table can't be read.
    """
    paths = {name: folder / f"{name}.parquet" for name in ("posts", "actions")}
    paths = {name: path for name, path in paths.items() if path.exists()}
    names = Names(key, _accounts(paths))
    rows = _Rows(names, canonical)
    if (rejected := folder / "rejected.ndjson").exists():
        _rejected(rejected, rows)
    for name, path in paths.items():
        schema, change = (
            (schemas.POSTS, rows.posts) if name == "posts" else (schemas.ACTIONS, rows.actions)
        )
        total = pq.read_metadata(path).num_rows
        with replacing(path) as target:
            groups = RowGroups(target, schema)
            try:
                for table in _tables(path, schema):
                    groups.write(change(table))
                    if progress is not None:
                        progress("pseudonymising", groups.rows, total)
            finally:
                groups.close()
    return lambda text: rows.text(text, "")


def _tables(path: Path, schema: pa.Schema, columns: list[str] | None = None) -> Iterator[pa.Table]:
    schema = pa.schema([schema.field(name) for name in columns or schema.names])
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_BATCH, columns=schema.names):
                table = pa.Table.from_batches([batch])
                yield schemas.check(table, schema, f"The table {path.name}")
    except (OSError, pa.ArrowException) as error:
        raise InputError("The table can't be read.", file=path, hint="Import again.") from error


def _accounts(paths: dict[str, Path]) -> set[tuple[str, str, str | None]]:
    known: set[tuple[str, str, str | None]] = set()
    for name, path in paths.items():
        if name == "posts":
            columns, schema = ["platform", "account_id", "account_name"], schemas.POSTS
        else:
            columns, schema = ["account_id"], schemas.ACTIONS
        for table in _tables(path, schema, columns):
            distinct = table.group_by(columns).aggregate([])
            values = [distinct.column(column).to_pylist() for column in columns]
            if name == "actions":
                values = [[""] * len(distinct), *values, [None] * len(distinct)]
            known.update(zip(*values, strict=True))
    return known


class _Rows:
    """Rows of tables, changed."""

    def __init__(self, names: Names, canonical: Canonical | None) -> None:
        self._names = names
        self._canonical = canonical

    def posts(self, table: pa.Table) -> pa.Table:
        """Rows of posts."""
        columns = {name: table.column(name).to_pylist() for name in table.column_names}
        platforms = columns["platform"]
        pairs = list(zip(platforms, columns["account_id"], strict=True))
        accounts = [self._names.account(*pair) for pair in pairs]
        urls = zip(columns["urls"], columns["post_url"], platforms, strict=True)
        columns["urls"] = [self._links(*row) for row in urls]
        mentions = zip(columns["mentions"], pairs, columns["account_name"], strict=True)
        columns["mentions"] = [self._mentions(*row) for row in mentions]
        for name in ("hashtags", "media"):
            change = self.text if name == "hashtags" else self._medium
            columns[name] = [
                [change(value, platform) for value in values if value]
                for platform, values in zip(platforms, columns[name], strict=True)
            ]
        for name in ("post_id", "repost_of", "reply_to", "quote_of"):
            needed = name == "post_id"
            columns[name] = [
                self._post(platform, value, needed)
                for platform, value in zip(platforms, columns[name], strict=True)
            ]
        for name in ("text", "source_file"):
            texts = zip(columns[name], platforms, strict=True)
            columns[name] = [value and self.text(value, platform) for value, platform in texts]
        columns["account_id"] = columns["account_name"] = accounts
        columns["post_url"] = [None] * len(table)
        return _table(columns, schemas.POSTS)

    def actions(self, table: pa.Table) -> pa.Table:
        """Rows of actions, whose platform is not known."""
        columns = {name: table.column(name).to_pylist() for name in table.column_names}
        objects = zip(columns["kind"], columns["object_id"], strict=True)
        columns["object_id"] = [self._object(kind, value) for kind, value in objects]
        columns["account_id"] = [self._names.account("", value) for value in columns["account_id"]]
        columns["post_id"] = [self._names.post("", value) for value in columns["post_id"]]
        return _table(columns, schemas.ACTIONS)

    def text(self, text: str, platform: str) -> str:
        """A text, with the links in it."""
        if "/" not in text and "w." not in text.lower():
            return self._names.replaced(text, platform)
        parts, at = [], 0
        for match in LINK.finditer(text):
            parts.append(self._names.replaced(text[at : match.start()], platform))
            parts.append(replace_in_link(match[0], self._names, platform))
            at = match.end()
        parts.append(self._names.replaced(text[at:], platform))
        return "".join(parts)

    def _post(self, platform: str, ident: str | None, needed: bool) -> str | None:
        if ident is None or (not needed and ident.strip().lower() in _NOTHING):
            return None
        return self._names.post(platform, ident)

    def _spelled(self, link: str) -> str:
        found = self._canonical(link) if self._canonical is not None else None
        return link if found is None else f"https://{found}"

    def _link(self, link: str, platform: str) -> str:
        return replace_in_link(self._spelled(link), self._names, platform)

    def _links(self, links: list[str], own: str | None, platform: str) -> list[str]:
        """Without those to the post itself, which can't be told once its address is gone."""
        own = None if own is None else self._spelled(own)
        spelled = [self._spelled(link) for link in links if link]
        return [replace_in_link(link, self._names, platform) for link in spelled if link != own]

    def _mentions(
        self, mentions: list[str], account: tuple[str, str], name: str | None
    ) -> list[str]:
        platform, ident = account
        found = []
        own = {fold_handle(ident), fold_handle(name or ident)}
        for mention in mentions:
            if not mention or mention.strip().lower() in _NOTHING or not fold_handle(mention):
                continue
            # Display names are not unique: the author's own goes first.
            if fold_handle(mention) in own:
                found.append(self._names.account(platform, ident))
            else:
                found.append(self._names.handle(platform, mention))
        return found

    def _medium(self, medium: str, platform: str) -> str:
        if medium.lower().startswith(("http:", "https:", "//")):
            return self._link(medium, platform)
        return self._names.known(medium) or medium

    def _object(self, kind: str, value: str) -> str:
        if kind in _POST_KINDS:
            return self._names.post("", value)
        if kind == "mention":
            return self._names.handle("", value)
        if kind == "url" or LINK.fullmatch(value):
            return replace_in_link(value, self._names, "")
        return self.text(value, "")


def _table(columns: dict[str, Any], schema: pa.Schema) -> pa.Table:
    arrays = [pa.array(columns[field.name], field.type) for field in schema]
    return pa.table(arrays, schema=schema)


def _rejected(path: Path, rows: _Rows) -> None:
    """Rejected rows without their content: they may name anybody."""
    with path.open("rb") as source, replacing(path) as target, target.open("wb") as out:
        for line in source:
            try:
                record = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                raise InputError("It is damaged.", file=path, hint="Import again.") from error
            reason = _POSTS_OF.sub("posts of this platform can't be read yet", record["reason"])
            kept = {
                "file": rows.text(record["file"], ""),
                "row": record["row"],
                "reason": rows.text(reason, ""),
                "line": None,
            }
            out.write(orjson.dumps(kept, option=orjson.OPT_APPEND_NEWLINE))
