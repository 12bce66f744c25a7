"""Which files an addition is about: folders are walked in sorted order, links not followed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Found", "walk"]


@dataclass(frozen=True)
class Found:
    """A file to add. ``inside`` is its path from the folder that was named, with that folder's
    name; None for a file that was named itself. ``reason`` says why it can't be looked at."""

    path: Path
    inside: str | None = None
    size: int = 0
    reason: str | None = None


def walk(paths: Iterable[Path], own: Callable[[Path], bool]) -> Iterator[Found]:
    """All files under ``paths``; ``own`` tells what belongs to the case itself.

    What is no file or folder comes too, for the store to refuse it with a reason.
    """
    for path in paths:
        if path.is_symlink() or not path.is_dir():
            yield _file(path, None, own)
        else:
            # The name of the folder as it is, also where it was given as "." or "..".
            name = path.name if path.name not in {"", ".."} else path.resolve().name
            yield from _folder(path, name, own)


def _folder(path: Path, inside: str, own: Callable[[Path], bool]) -> Iterator[Found]:
    if own(path):
        yield Found(path, inside, reason="it is part of the case itself")
        return
    try:
        with os.scandir(path) as found:
            entries = sorted(found, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield Found(path, inside, reason=f"the folder can't be read ({error.strerror})")
        return
    for entry in entries:
        below = f"{inside}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _folder(path / entry.name, below, own)
        else:
            yield _file(path / entry.name, below, own)


def _file(path: Path, inside: str | None, own: Callable[[Path], bool]) -> Found:
    if own(path):
        return Found(path, inside, reason="it is part of the case itself")
    try:
        size = path.lstat().st_size
    except (OSError, ValueError):
        size = 0  # the store says what is wrong with it
    return Found(path, inside, size)
