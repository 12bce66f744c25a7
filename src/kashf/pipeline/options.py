"""What a run does besides its settings, and how it tells what it does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kashf.settings import ActionSettings, DetectSettings, ImportSettings

__all__ = ["Options", "Progress", "Steps"]

Progress = Callable[[str, int, "int | None"], None]


@dataclass(frozen=True)
class Options:
    """What a run does besides its settings."""

    imports: ImportSettings = field(default_factory=ImportSettings)
    actions: ActionSettings = field(default_factory=ActionSettings)
    detect: DetectSettings = field(default_factory=DetectSettings)
    exports: tuple[str, ...] = ()
    evidence: bool = False
    evidence_limit: int = 1_000_000
    pseudonym_key: bytes | None = None
    title: str | None = None
    notes: tuple[str, ...] = ()
    command: str | None = None
    threads: int | None = None
    memory_limit: str | None = None


@dataclass
class Steps:
    """Times each step and tells the user about it."""

    progress: Progress | None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, name: str) -> Iterator[Progress]:
        """Time what is done inside as the step ``name``."""
        begin = time.perf_counter()
        show: Progress = self.progress or (lambda step, done, total: None)
        show(name, 0, None)
        yield lambda step, done, total: show(name, done, total)
        self.seconds[name] = round(self.seconds.get(name, 0) + time.perf_counter() - begin, 3)
