"""Runs tasks.py in processes of its own and keeps what they measured."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from agreement import DisagreementError

__all__ = ["FailedError", "Results", "measure", "memory"]

_HERE = Path(__file__).resolve().parent
_DISAGREES = 3
_TOLD = 300  # characters of an error


class FailedError(Exception):
    """A measurement did not finish; the message says why."""


def memory() -> int:
    """Bytes of memory of this machine."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def measure(task: str, *, minutes: float | None = None, **arguments: Any) -> dict[str, Any]:
    """What ``task`` of tasks.py gave, in a process of its own, with all that it started.

    Raises :class:`FailedError` after ``minutes``, or when the process ends with an error, and
    :class:`~agreement.DisagreementError` when a check found a difference.
    """
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        command = [sys.executable, str(_HERE / "tasks.py"), task, json.dumps(arguments)]
        child = subprocess.Popen(
            [*command, str(result)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            _, told = child.communicate(timeout=None if minutes is None else minutes * 60)
        except subprocess.TimeoutExpired as error:
            raise FailedError(f"not finished after {minutes:g} minutes") from error
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.communicate()
        if child.returncode == -signal.SIGKILL:
            raise FailedError("killed, most likely for want of memory")
        if child.returncode == _DISAGREES:
            raise DisagreementError(told.strip())
        if child.returncode:
            raise FailedError((told.strip().splitlines() or ["?"])[-1][:_TOLD])
        found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return found


class Results:
    """Rounds of each (program, size), and the reasons of those that were left out."""

    def __init__(self) -> None:
        self._rounds: dict[tuple[str, int], list[dict[str, Any]]] = {}
        self.left_out: dict[tuple[str, int], str] = {}

    def add(self, name: str, size: int, result: dict[str, Any]) -> None:
        self._rounds.setdefault((name, size), []).append(result)

    def has(self, name: str, size: int) -> bool:
        return (name, size) in self._rounds

    def median(self, name: str, size: int, key: str = "seconds") -> float:
        return statistics.median(r[key] for r in self._rounds[name, size])

    def peak(self, name: str, size: int) -> int:
        return max(int(r["peak"]) for r in self._rounds[name, size])

    def rounds(self, name: str, size: int) -> int:
        return len(self._rounds[name, size])

    def last(self, name: str, size: int) -> dict[str, Any]:
        return self._rounds[name, size][-1]
