"""What a case has done so far: for each step, a hash of all that it was made from.

``runs/state.json`` is written aside and renamed, and says that a step is done only when its
results are in their place: whatever ends a run in between, the step is done again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from kashf._version import __version__
from kashf.errors import InputError
from kashf.files import replacing, sha256

__all__ = ["FILE", "State", "alone", "hashes", "key_of"]

FILE = "state.json"
_FORMAT = 1


def key_of(**parts: Any) -> str:
    """One hash of the version of Kashf and of all ``parts``: plain data."""
    content = orjson.dumps(
        {"kashf": __version__, **parts}, option=orjson.OPT_SORT_KEYS, default=str
    )
    return hashlib.sha256(content).hexdigest()


def hashes(folder: Path, names: Iterator[str] | list[str]) -> dict[str, str]:
    """SHA-256 of each file of ``folder``, by name."""
    return {name: sha256(folder / name) for name in sorted(names)}


class State:
    """The steps of a case that are done. A file that can't be read counts as none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.steps: dict[str, dict[str, Any]] = {}
        try:
            found = orjson.loads(path.read_bytes())
            if found["format"] == _FORMAT:
                self.steps = {str(name): dict(step) for name, step in found["steps"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass

    def done(self, step: str, key: str | None = None) -> Mapping[str, Any] | None:
        """What was kept about ``step``, if it is done (with this ``key``)."""
        found = self.steps.get(step)
        return found if found is not None and key in {None, found.get("key")} else None

    def whole(self, step: str, folder: Path, key: str | None = None) -> bool:
        """Whether ``step`` is done, and the files that it made in ``folder`` are as it made them."""
        found = self.done(step, key)
        if found is None:
            return False
        files = found.get("files")
        if not isinstance(files, Mapping):
            return False
        try:
            return all(sha256(folder / name) == digest for name, digest in files.items())
        except OSError:
            return False

    def keep(self, step: str, key: str, **about: Any) -> None:
        """Record that ``step`` is done."""
        self.steps[step] = {"key": key, **about}
        self._write()

    def drop(self, step: str) -> None:
        """Record that ``step`` is to be done again."""
        if self.steps.pop(step, None) is not None:
            self._write()

    def _write(self) -> None:
        content = orjson.dumps(
            {"format": _FORMAT, "steps": self.steps},
            option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE,
        )
        with replacing(self.path) as part:
            part.write_bytes(content)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else makes runs or the dossier of this case meanwhile.

    Raises :class:`~kashf.errors.InputError` where somebody does.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=0):
            yield
    except Timeout as error:
        raise InputError(
            "Another process is running this case.",
            file=folder.parent,
            hint="Wait until it is done.",
        ) from error
