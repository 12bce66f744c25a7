"""Work in the background, progress and Ctrl-C in the foreground, errors as one clear line."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from kashf.errors import KashfError, TooManyRejectedError

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["fail", "plain", "run", "stderr"]

_T = TypeVar("_T")


def stderr() -> Console:
    """Where everything goes that is not the result."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def plain(text: object) -> str:
    """``text`` safe for a terminal: no control characters, no reordering, no markup."""
    from rich.markup import escape

    from kashf.text import display_safe

    return escape(display_safe(str(text)))


def fail(error: KashfError) -> NoReturn:
    """Print one clear error and leave with its exit code."""
    console = stderr()
    console.print(f"[bold red]Error:[/] {plain(error)}")
    if isinstance(error, TooManyRejectedError):
        for reason, count in sorted(error.reasons.items(), key=lambda item: (-item[1], item[0])):
            console.print(f"  {count:>10,}  {plain(reason)}")
    raise SystemExit(error.exit_code)


def run(
    work: Callable[[Callable[[str, int, int | None], None]], _T],
    *,
    quiet: bool,
    stopped: str = "Stopped. Nothing was written.",
) -> _T:
    """Do ``work(progress)`` in a thread, so that Ctrl-C ends even what can't be interrupted.

    Then nothing half-written and no program that was started stays behind, ``stopped`` is said, and
    the exit code is 130. So it is with SIGTERM (143) and, where a terminal is closed, SIGHUP (129).
    """
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from kashf.files import discard_unfinished
    from kashf.programs import stop_programs

    outcome: dict[str, Any] = {}

    def body() -> None:
        try:
            outcome["value"] = work(show)
        except BaseException as error:
            outcome["error"] = error

    bar = Progress(
        TextColumn("{task.description:<20}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
        console=stderr(),
        disable=quiet or not sys.stderr.isatty(),
        transient=True,
    )
    tasks: dict[str, Any] = {}

    def show(step: str, done: int, total: int | None) -> None:
        if step not in tasks:
            for task in tasks.values():
                bar.stop_task(task)
            tasks[step] = bar.add_task(step, total=total)
        bar.update(tasks[step], completed=done, total=total)

    thread = threading.Thread(target=body, name="kashf-work", daemon=True)
    try:
        with _ended_by_signals(), bar:
            thread.start()
            while thread.is_alive():
                thread.join(0.1)
    except KeyboardInterrupt as interrupt:
        number = interrupt.args[0] if interrupt.args else signal.SIGINT
        stop_programs()
        discard_unfinished()
        with suppress(OSError):  # the terminal may be gone
            stderr().print(stopped)
            sys.stderr.flush()
        os._exit(128 + number)  # threads in native code can't be asked to stop
    error = outcome.get("error")
    if isinstance(error, KashfError):
        fail(error)
    if isinstance(error, MemoryError):
        fail(KashfError("Memory ran out.", hint="Raise --min-edge-weight or narrow --window."))
    if error is not None:
        raise error
    value: _T = outcome["value"]
    return value


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM and SIGHUP end the work as Ctrl-C does."""

    def interrupt(number: int, _: object) -> None:
        raise KeyboardInterrupt(number)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        names = []  # only the main thread may say what a signal does
    numbers = [getattr(signal, name) for name in names]
    before = {number: signal.getsignal(number) for number in numbers}
    for number in numbers:
        if before[number] is not signal.SIG_IGN:  # nohup
            signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
