"""A case: a folder with its settings, its evidence, its custody log and its database."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from kashf.errors import InputError, IntegrityError, UsageError
from kashf.evidence.adding import Added, Adding, Refusal, described
from kashf.evidence.case_settings import CaseSettings, read_case_settings, template
from kashf.evidence.custody import SET_ASIDE, CustodyLog, write_first
from kashf.evidence.database import ITEMS, Database, Item
from kashf.evidence.entries import Entry
from kashf.evidence.keys import create_key, public_key_of, read_hex
from kashf.evidence.store import INCOMING, Refused, Store
from kashf.evidence.walking import walk
from kashf.files import replacing_folder, sha256, sync_folder

__all__ = ["Added", "Case", "Item", "Refusal", "find_case", "whoami"]

Progress = Callable[[str, int, "int | None"], None]
_NEVER_PUBLISHED = frozenset({"extracted", "reviewed"})

SETTINGS = "case.toml"
LOG = "custody.jsonl"
DATABASE = "case.sqlite"
PUBLIC_KEY = "case.pub"
_OWN = frozenset(
    {"evidence", "case.key", LOG, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", PUBLIC_KEY, SETTINGS,
     ".lock", INCOMING, SET_ASIDE}
)  # fmt: skip


def whoami() -> str:
    """Who acts: the environment variable ``KASHF_BY``, else the user of the system."""
    import getpass

    named = os.environ.get("KASHF_BY", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def find_case(start: Path) -> Path:
    """The case that ``start`` is in: that folder or the closest above it with a custody log.

    Raises :class:`~kashf.errors.UsageError` when there is none.
    """
    for folder in (start.absolute(), *start.absolute().parents):
        if (folder / LOG).exists() or (folder / SETTINGS).exists():
            return folder
    raise UsageError(
        "There is no case here.", file=start, hint="Name it with --case, or 'kashf init' one."
    )


class Case:
    """An opened case; close it, or use it as a context manager.

    Opening brings the database up to what the log says. ``by`` is who acts, by default
    :func:`whoami`. Raises :class:`~kashf.errors.UsageError` for settings that are wrong and
    :class:`~kashf.errors.IntegrityError` where log and database can't be those of one case.
    """

    def __init__(self, root: Path, *, by: str | None = None) -> None:
        self.root = root
        self.by = by or whoami()
        self.settings: CaseSettings = read_case_settings(root / SETTINGS)
        self.public_key: bytes = read_hex(root / PUBLIC_KEY)
        self.store = Store(root)
        self.log = CustodyLog(
            root / LOG, public_key=self.public_key, key_file=self.key_file, by=self.by
        )
        self.log.listener = self._index
        self.read_only = not os.access(root, os.W_OK)
        self._database: Database | None = None

    @classmethod
    def create(
        cls,
        root: Path,
        *,
        title: str | None = None,
        key_file: Path | None = None,
        by: str | None = None,
    ) -> Self:
        """Make a case in ``root``, which must not exist or be empty; all of it or nothing.

        ``key_file`` is where the key goes, ``case.key`` in the case by default.
        """
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise InputError(
                "This is not an empty folder.", file=root, hint="Name a folder that is not there."
            )
        by = by or whoami()
        title = root.absolute().name if title is None else title
        outside = None if key_file is None else key_file.absolute()
        made_key: Path | None = None
        try:
            with replacing_folder(root) as part:
                key = create_key(outside or part / "case.key")
                made_key = outside
                public = public_key_of(key).hex()
                (part / PUBLIC_KEY).write_text(public + "\n", encoding="ascii", newline="\n")
                (part / SETTINGS).write_text(
                    template(_valid(title), key_file=_valid(str(outside or "case.key"))),
                    encoding="utf-8",
                    newline="\n",
                )
                for name in ("evidence", "runs", "dossier"):
                    (part / name).mkdir()
                details = {"format": 1, "case": secrets.token_hex(16), "title": title,
                           "public_key": public}  # fmt: skip
                write_first(part / LOG, key, by, details)
                with cls(part, by=by) as made:
                    made.database.close()
            sync_folder(root)
            made_key = None
        except OSError as error:
            raise InputError(f"The case can't be made ({error.strerror}).", file=root) from error
        finally:
            if made_key is not None:
                made_key.unlink(missing_ok=True)
        return cls(root, by=by)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        if self._database is not None:
            self._database.close()
            self._database = None

    @property
    def key_file(self) -> Path:
        """Where the key of the case is, or should be."""
        return self.root / self.settings.key_file

    @property
    def database(self) -> Database:
        """The database, up to date with the log."""
        if self._database is None:
            if self.read_only:
                self._database = Database(None)
                self._database.migrate()
                self._database.apply(self.log.read())
            else:
                database = Database(self.root / DATABASE)
                try:
                    self._catch_up(database)
                except BaseException:
                    database.close()
                    raise
                self._database = database
        return self._database

    def refresh(self) -> None:
        """Bring the database up to what other processes wrote into the log meanwhile."""
        if not self.read_only:
            self._catch_up(self.database)

    def _catch_up(self, database: Database) -> None:
        if (self.root / DATABASE).exists() and database.is_current():
            last, end = self.log.tail()
            if database.applied() == (last.head, end):
                return  # as nearly always: reading waits for nobody
        with self.log.locked():
            database.migrate()
            applied = database.applied()
            last, end = self.log.tail()
            if applied == (last.head, end):
                return
            if applied is not None and not self._follows(applied[0].hash, applied[1], end):
                raise IntegrityError(
                    "The database knows entries that are not in the custody log.",
                    file=database.path,
                    hint="Run 'kashf verify': either the log was changed or the database is not "
                    "that of this case.",
                )
            database.apply(self.log.read(0 if applied is None else applied[1]))

    def _follows(self, digest: str, offset: int, end: int) -> bool:
        """Whether the entry that ends at the byte ``offset`` of the log has this hash."""
        if offset > end:
            return False
        ends = (found for found in self.log.read() if found[1] >= offset)
        entry, found = next(ends)
        return found == offset and entry.hash == digest

    def _index(self, entries: Sequence[Entry], end: int) -> None:
        if self._database is None:
            self.database.applied()  # opening it reads these too
            return
        applied = self._database.applied()
        if applied is not None and applied[0].hash == entries[0].previous:
            offset = end - sum(len(entry.line()) for entry in entries)
            ends = []
            for entry in entries:
                offset += len(entry.line())
                ends.append(offset)
            self._database.apply(zip(entries, ends, strict=True))
        else:  # another process was faster
            self._catch_up(self._database)

    def items(self) -> list[Item]:
        """All items, in the order of their numbers."""
        return self.database.items()

    def item(self, reference: str) -> Item:
        """The item that ``E3``, the beginning of a SHA-256 (6 digits or more) or a name means.

        Raises :class:`~kashf.errors.UsageError` for none, and for several.
        """
        found: list[Item] = []
        if match := re.fullmatch(r"[Ee]([1-9][0-9]{0,9})", reference):
            found = self.database.items(ITEMS.c.number == int(match[1]))
        if not found and re.fullmatch(r"[0-9a-f]{6,64}", reference.lower()):
            found = self.database.items(ITEMS.c.sha256.startswith(reference.lower()))
        found = found or self.database.items(ITEMS.c.name == reference)
        if len(found) == 1:
            return found[0]
        if not found:
            raise UsageError(
                f"The case has no item {reference!r}.", hint="'kashf items' lists what it has."
            )
        raise UsageError(
            f"{reference!r} means several items: {', '.join(item.label for item in found[:5])}.",
            hint="Name one of them.",
        )

    def path(self, item: Item) -> Path:
        """Where the bytes of an item are. They are not checked here: that is what verify is for."""
        return self.store.path(item.sha256)

    def checked_path(self, item: Item) -> Path:
        """As :meth:`path`, after reading all bytes: they are those that were added.

        Raises :class:`~kashf.errors.IntegrityError` otherwise.
        """
        path = self.path(item)
        try:
            whole = not path.is_symlink() and sha256(path) == item.sha256
        except OSError:
            whole = False
        if not whole:
            raise IntegrityError(
                f"{item.label} is missing or was changed.",
                file=path,
                hint="Run 'kashf verify'; a copy of the same bytes can be added again.",
            )
        return path

    def events(self, item: Item) -> list[Entry]:
        """The entries of the log about an item."""
        return list(self.log.entries(item=item.sha256))

    def add(
        self,
        path: Path,
        *,
        source: str | None = None,
        collected_by: str | None = None,
        method: str | None = None,
        note: str | None = None,
        by: str | None = None,
    ) -> Item:
        """Take one file into the case. Raises :class:`~kashf.errors.InputError` if it is refused."""
        if path.is_dir() and not path.is_symlink():
            raise InputError("This is a folder.", file=path, hint="Add its files with add_all.")
        added = self.add_all(
            [path], source=source, collected_by=collected_by, method=method, note=note, by=by
        )
        if added.refused:
            raise InputError(f"Refused: {added.refused[0].reason}.", file=path)
        return added.items[0]

    def add_all(
        self,
        paths: Iterable[Path],
        *,
        source: str | None = None,
        collected_by: str | None = None,
        method: str | None = None,
        note: str | None = None,
        by: str | None = None,
        progress: Progress | None = None,
    ) -> Added:
        """Take files into the case, and all files of folders; a bad one doesn't stop the others.

        Each file is copied while it is hashed, and recorded as collected.
        """
        about = {"source": source, "collected_by": collected_by, "method": method, "note": note}
        about = {name: text for name, text in about.items() if text}
        found = list(walk(paths, self._is_own))
        return Adding(self, by or self.by, about, progress, sum(f.size for f in found)).run(found)

    @cached_property
    def _own_paths(self) -> frozenset[Path]:
        root = self.root.resolve()
        return frozenset({*(root / name for name in _OWN), self.key_file.resolve()})

    def _is_own(self, path: Path) -> bool:
        # A link itself is not what it leads to: the store refuses it for what it is.
        here = path.resolve() if path.name in {"", ".."} else path.parent.resolve() / path.name
        return here in self._own_paths

    def derive(
        self,
        parent: Item,
        path: Path,
        *,
        made_by: Mapping[str, Any],
        name: str | None = None,
        note: str | None = None,
        by: str | None = None,
    ) -> Item:
        """Take in a file that was made from an item, e.g. the transcript of a recording.

        ``made_by`` says how: tool, model, its settings and hashes. ``name`` is the item's name
        where it is not that of ``path``. Raises as :meth:`add`.
        """
        self.log.signing_key()
        try:
            received = self.store.receive(path)
        except Refused as refusal:
            raise InputError(f"Refused: {refusal}.", file=path) from refusal
        self.store.settle()
        details = described(received, name or path.name) | {
            "parent": parent.sha256,
            "made_by": dict(made_by),
            **({"note": note} if note else {}),
        }
        self.log.append("derived", item=received.sha256, details=details, by=by)
        return self.item(received.sha256)

    def published_log(self, *, sealed: bool) -> bytes:
        """The log for a package, one entry a line.

        ``sealed`` leaves out who did it and all details, which may name sources; chain and
        signatures hold all the same. What machines found and people decided about it is always
        left out: it holds accusations that nobody accepted.
        """
        return b"".join(
            entry.line(sealed=sealed or entry.event in _NEVER_PUBLISHED)
            for entry in self.log.entries()
        )


def _valid(text: str) -> str:
    """``text`` as TOML can hold it."""
    return text.encode("utf-8", "replace").decode()
