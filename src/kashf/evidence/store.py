"""The store: each file once, read-only, under the SHA-256 of its bytes.

``evidence/3f/3fa9…`` holds the bytes with that SHA-256 and nothing else.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from kashf.errors import InputError
from kashf.evidence.media_types import media_type_of
from kashf.files import sha256, sync_folder

__all__ = ["INCOMING", "Received", "Refused", "Store"]

INCOMING = ".incoming"
_BLOCK = 1 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")
# A file written to this shortly ago may be written to again without its times changing: the
# clock of file systems ticks every few milliseconds.
_TICK = 0.02
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
_KINDS = (
    (stat.S_ISDIR, "it is a folder"),
    (stat.S_ISLNK, "it is a symbolic link; add the file that it leads to"),
    (stat.S_ISFIFO, "it is a pipe, not a file"),
    (stat.S_ISSOCK, "it is a socket, not a file"),
    (stat.S_ISCHR, "it is a device, not a file"),
    (stat.S_ISBLK, "it is a device, not a file"),
)


class Refused(Exception):  # noqa: N818 - not an error of the program
    """A file that can't be taken in; the text is the reason."""


@dataclass(frozen=True)
class Received:
    """A file in the store. ``modified`` is the original's time of change, UTC."""

    sha256: str
    size: int
    media_type: str
    modified: datetime


class Store:
    """The folder ``evidence`` of the case in ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "evidence"
        self._incoming = root / INCOMING
        self._unsettled: set[Path] = set()

    def path(self, digest: str) -> Path:
        """Where the bytes with this SHA-256 are or would be."""
        return self.folder / digest[:2] / digest

    def receive(self, source: Path, progress: Callable[[int], None] | None = None) -> Received:
        """Copy ``source`` into the store while hashing it; ``progress`` is told of each block.
        Call :meth:`settle` before it counts.

        Nothing but regular files is read, links are not followed, and memory stays at a block.
        Raises :class:`Refused` with the reason, and :class:`~kashf.errors.InputError` when the
        case can't be written to.
        """
        with _opened(source) as file, self._part() as (part, out):
            before = _settled(file)
            digest, size = hashlib.sha256(), 0
            buffer = memoryview(bytearray(_BLOCK))
            while count := _read(file, buffer):
                block = buffer[:count]
                digest.update(block)
                _write(out, block, self.root)
                size += count
                if progress is not None:
                    progress(count)
            after = os.fstat(file.fileno())
            if _state(before) != _state(after) or size != before.st_size:
                raise Refused("it changed while it was read; add it again when it is finished")
            name = digest.hexdigest()
            self._keep(part, out, name)
        return Received(
            sha256=name,
            size=size,
            media_type=media_type_of(self.path(name), name=source.name),
            modified=datetime.fromtimestamp(before.st_mtime, UTC),
        )

    def _keep(self, part: Path, out: IO[bytes], digest: str) -> None:
        target = self.path(digest)
        if target.is_symlink() or target.exists():
            if target.is_symlink() or not target.is_file() or sha256(target) != digest:
                raise Refused(
                    f"the case holds these bytes already, and its copy {target.relative_to(self.root)} "
                    "was changed; run 'kashf verify', then move that copy away and add again"
                )
            return
        try:
            out.flush()
            os.fchmod(out.fileno(), 0o444) if hasattr(os, "fchmod") else None
            os.fsync(out.fileno())
            if not target.parent.is_dir():
                target.parent.mkdir(exist_ok=True)
                self._unsettled.add(self.folder)
            if os.name == "nt":
                out.close()
            part.replace(target)
            if os.name == "nt":
                target.chmod(0o444)
            self._unsettled.add(target.parent)
        except OSError as error:
            raise _no_room(self.root, error) from error

    def settle(self) -> None:
        """Wait until the names of what was received are on the disk: before the log tells of it."""
        for folder in sorted(self._unsettled):
            sync_folder(folder)
        self._unsettled.clear()

    @contextmanager
    def _part(self) -> Iterator[tuple[Path, IO[bytes]]]:
        """A file to write to, locked as long as this process lives."""
        try:
            self._incoming.mkdir(exist_ok=True)
            while True:
                part = self._incoming / f"{secrets.token_hex(8)}.part"
                out = part.open("xb")
                if _claimed(out) and part.exists():
                    break
                out.close()  # swept away between its making and its locking
        except OSError as error:
            raise _no_room(self.root, error) from error
        try:
            yield part, out
        finally:
            out.close()
            part.unlink(missing_ok=True)

    def sweep(self) -> int:
        """Remove what killed processes left half-written; returns how many files."""
        removed = 0
        for part in sorted(self._incoming.glob("*.part")):
            with suppress(OSError), part.open("rb") as file:
                if _claimed(file):
                    part.unlink()
                    removed += 1
        return removed

    def stray(self) -> list[Path]:
        """What lies half-written in the case at the moment."""
        return sorted(self._incoming.glob("*.part"))

    def walk(self) -> Iterator[tuple[Path, str | None]]:
        """All that lies in the store, sorted: each path, and why it doesn't belong there or None."""
        for folder in sorted(self.folder.iterdir()):
            if folder.is_symlink() or not folder.is_dir() or not re.fullmatch("[0-9a-f]{2}", folder.name):  # fmt: skip
                yield folder, "it is no part of the store"
                continue
            for path in sorted(folder.iterdir()):
                if path.is_symlink() or not path.is_file():
                    yield path, "it is no regular file"
                elif not _SHA256.fullmatch(path.name) or not path.name.startswith(folder.name):
                    yield path, "its name is not that of an item"
                else:
                    yield path, None


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """``path`` for reading, if it is a regular file and no link."""
    try:
        mode = path.lstat().st_mode
        _only_regular(mode)
        handle = os.open(path, _FLAGS)
    except FileNotFoundError as error:
        raise Refused("there is no such file") from error
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise Refused("it is a symbolic link; add the file that it leads to") from error
        raise Refused(f"it can't be read ({error.strerror})") from error
    except ValueError as error:
        raise Refused("no file can have this name") from error
    with os.fdopen(handle, "rb", buffering=0) as file:
        _only_regular(os.fstat(handle).st_mode)
        yield file


def _only_regular(mode: int) -> None:
    for is_kind, reason in _KINDS:
        if is_kind(mode):
            raise Refused(reason)
    if not stat.S_ISREG(mode):
        raise Refused("it is not a regular file")


def _settled(file: IO[bytes]) -> os.stat_result:
    found = os.fstat(file.fileno())
    if abs(time.time() - found.st_mtime) < _TICK:
        time.sleep(_TICK)
        found = os.fstat(file.fileno())
    return found


def _state(found: os.stat_result) -> tuple[int, ...]:
    # On Windows st_ctime is the time of creation, which tells nothing.
    changed = 0 if os.name == "nt" else found.st_ctime_ns
    return found.st_size, found.st_mtime_ns, changed, found.st_ino


def _read(file: IO[bytes], buffer: memoryview) -> int:
    try:
        return file.readinto(buffer)  # type: ignore[attr-defined,no-any-return]
    except OSError as error:
        raise Refused(f"it can't be read to its end ({error.strerror})") from error


def _write(out: IO[bytes], block: memoryview, root: Path) -> None:
    try:
        out.write(block)
    except OSError as error:
        raise _no_room(root, error) from error


def _no_room(root: Path, error: OSError) -> InputError:
    return InputError(
        f"The case can't be written to ({error.strerror}).",
        file=root,
        hint="What was added before this is safe. Make room or ask for the right to write.",
    )


if sys.platform == "win32":

    def _claimed(file: IO[bytes]) -> bool:
        return True  # a file that is open elsewhere can't be removed there

else:

    def _claimed(file: IO[bytes]) -> bool:
        """Whether this process holds the file now, and no other that is alive."""
        import fcntl

        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return os.fstat(file.fileno()).st_nlink > 0
