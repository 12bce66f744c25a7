"""Files: written aside and then renamed, hashed, quoted for SQL."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = [
    "discard_unfinished",
    "replacing",
    "replacing_folder",
    "sha256",
    "sql_name",
    "sql_text",
    "sync_folder",
    "temporary_folder",
]


_unfinished: set[Path] = set()


def discard_unfinished() -> None:
    """Remove what is being written aside: for a process that is about to end at once."""
    for part in list(_unfinished):
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; it takes ``path``'s place when the block succeeds.

    When the block raises, nothing is left behind and ``path`` is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    os.close(handle)
    part = Path(name)
    _unfinished.add(part)
    try:
        yield part
        umask = os.umask(0)
        os.umask(umask)
        part.chmod(0o666 & ~umask)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
        _unfinished.discard(part)


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """A folder beside ``path`` to fill; its files move into ``path`` when the block succeeds.

    Files of ``path`` that the block did not write stay. When the block raises, nothing changes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent))
    _unfinished.add(part)
    try:
        yield part
        path.mkdir(exist_ok=True)
        for item in sorted(part.iterdir()):
            item.replace(path / item.name)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        _unfinished.discard(part)


@contextmanager
def temporary_folder(prefix: str = "kashf-", *, inside: Path | None = None) -> Iterator[Path]:
    """A folder to work in, which is gone afterwards, also where :func:`discard_unfinished` ends it.

    It is ``inside`` a folder, or where the system keeps what is temporary.
    """
    folder = Path(tempfile.mkdtemp(prefix=prefix, suffix=".part", dir=inside))
    _unfinished.add(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _unfinished.discard(folder)


def sha256(path: Path, progress: Callable[[int], None] | None = None) -> str:
    """SHA-256 of a file as 64 hex digits, read in blocks of 1 MiB."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
            if progress is not None:
                progress(len(block))
    return digest.hexdigest()


def sync_folder(path: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can tell."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sql_text(value: object) -> str:
    """``value`` as an SQL text literal."""
    return "'" + str(value).replace("'", "''") + "'"


def sql_name(value: str) -> str:
    """``value`` as an SQL identifier."""
    return '"' + value.replace('"', '""') + '"'
