"""Measures what evidence costs: one large file is added to a case and verified.

    .venv/bin/python benchmarks/evidence.py                 10 GB, in the folder for what is temporary
    .venv/bin/python benchmarks/evidence.py --gb 2 --in .   2 GB, here

It needs twice the size on the disk. Beside Kashf's own figures stand two that bound them: reading the
file from the disk and hashing it, nothing else. Peak memory is that of the command.
"""  # fmt: skip

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

_BLOCK = 1 << 24


def command(*arguments: object) -> tuple[float, float]:
    """Seconds and peak memory in MB of a command of Kashf."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "kashf", *map(str, arguments)], stdout=said, stderr=said
        )
        _, code, used = os.wait4(process.pid, 0)
        said.seek(0)
        if code:
            raise SystemExit(said.read().decode())
    per_unit = 1 if sys.platform == "darwin" else 1024
    return time.perf_counter() - started, used.ru_maxrss * per_unit / 1e6


def write(path: Path, size: int) -> None:
    """Blocks that differ from each other and that no disk can pack."""
    seed = os.urandom(_BLOCK)
    with path.open("wb") as file:
        for n in range(-(-size // _BLOCK)):
            block = n.to_bytes(8, "little") + seed[8:]
            file.write(block[: size - n * _BLOCK])
        os.fsync(file.fileno())


def through(path: Path, use: Callable[[bytes], object]) -> float:
    """Seconds to read a file and ``use`` its blocks."""
    started = time.perf_counter()
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            use(block)
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gb", type=float, default=10.0, help="size of the file in GB (10⁹ bytes)")
    parser.add_argument("--in", dest="folder", help="folder to work in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder, prefix="kashf-benchmark-") as name:
        file, case = Path(name) / "large.bin", Path(name) / "case"
        write(file, round(options.gb * 1e9))
        command("init", case, "--title", "A large file")
        print(f"{'':<14}{'s':>8}{'GB/s':>8}{'MB of memory':>14}")
        for title, arguments in (
            ("kashf add", ["add", file, "--case", case, "--source", "benchmark"]),
            ("kashf verify", ["verify", case]),
        ):
            seconds, memory = command(*arguments)
            print(f"{title:<14}{seconds:>8.1f}{options.gb / seconds:>8.2f}{memory:>14.0f}")
        for title, use in (("read", len), ("read and hash", hashlib.sha256().update)):
            seconds = through(file, use)
            print(f"{title:<14}{seconds:>8.1f}{options.gb / seconds:>8.2f}")


if __name__ == "__main__":
    main()
