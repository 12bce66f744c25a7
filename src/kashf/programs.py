"""Other programs: run with a limit of time, and ended with what they started when Kashf ends."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

__all__ = ["run_program", "stop_programs"]

_running: set[subprocess.Popen[bytes]] = set()


def run_program(command: list[str], *, stdout: Path | None, stderr: Path, timeout: float) -> int:
    """Run a program without a shell and without input, and return its exit code.

    ``stdout`` and ``stderr`` are files for what it prints (``None``: thrown away), ``timeout`` is in
    seconds. However this ends, the program and what it started in its process group have ended.

    Raises:
        OSError: it can't be started.
        subprocess.TimeoutExpired: it took longer, and was killed.
    """
    with open(stdout or os.devnull, "wb") as said, stderr.open("wb") as complaints:  # noqa: PTH123
        process = subprocess.Popen(  # noqa: S603 - the user's own command, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=complaints,
            start_new_session=True,
        )
        _running.add(process)
        try:
            return process.wait(timeout)
        finally:
            _kill(process)
            process.wait()
            _running.discard(process)


def stop_programs() -> None:
    """Kill what runs: for a process that is about to end at once."""
    for process in list(_running):
        _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if os.name == "nt":
        process.kill()
        return
    with suppress(ProcessLookupError, PermissionError):  # all of the group have ended
        os.killpg(process.pid, signal.SIGKILL)
