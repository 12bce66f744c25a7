"""What null models and confirmed clusters cost, beside a run without them; a table in the docs.

    .venv/bin/python benchmarks/judging.py --help
"""  # fmt: skip

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from loads import actions
from table import write

_ROOT = Path(__file__).resolve().parents[1]
_WORK = _ROOT / "benchmarks" / "work"
_STEPS = ("edges", "significance", "groups", "clusters")
_RUN = """
import json, sys, time
import kashf
source, warm, null, least = sys.argv[1:]
kashf.detect(warm, null=null, min_edge_weight=int(least), threads=2)
begin = time.perf_counter()
found = kashf.detect(source, null=null, min_edge_weight=int(least), threads=2)
info = found.info
print(json.dumps({"seconds": time.perf_counter() - begin, "timings": info["timings"],
    "memory": info["peak_memory"], "counts": info["counts"], "judged": info["significance"]}))
"""


def once(source: Path, warm: Path, null: str, least: int) -> dict[str, object]:
    """One run in a process of its own."""
    command = [sys.executable, "-c", _RUN, str(source), str(warm), null, str(least)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def load(size: int) -> Path:
    """The load of ``size`` actions, made if it is not there."""
    path = _WORK / f"actions-{size}.parquet"
    if not path.exists():
        actions(size, path)
    return path


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, write, tell."""
    parser = argparse.ArgumentParser(description="What judging costs.")
    parser.add_argument("--sizes", default="100000,1000000", help="actions of the loads")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--out", type=Path, default=_ROOT / "docs" / "reference" / "speed.md")
    options = parser.parse_args(argv)
    _WORK.mkdir(exist_ok=True)
    warm = load(2_000)
    rows = []
    for size in map(int, options.sizes.split(",")):
        source = load(size)
        for least in (2, 3):
            runs = {
                null: [once(source, warm, null, least) for _ in range(options.repeat)]
                for null in ("none", "timing,popularity")
            }
            plain, judged = (
                statistics.median(float(str(run["seconds"])) for run in runs[null])
                for null in ("none", "timing,popularity")
            )
            last = runs["timing,popularity"][-1]
            candidates = last["judged"]["candidates"]  # type: ignore[index]
            timings = last["timings"]
            steps = ", ".join(f"{name} {timings[name]:.1f}" for name in _STEPS)  # type: ignore[index]
            rows.append(
                f"| {size:,} | {least} | {candidates:,} | {plain:.1f} | {judged:.1f} "
                f"| {judged / plain:.1f} × | {steps} |"
            )
            print(rows[-1], flush=True)
    text = "\n".join(
        [
            "The same loads, from a Parquet file of actions to a run's folder with its report, with null "
            f"models and confirmed clusters and without. Medians of {options.repeat} runs, two threads, "
            "libraries loaded. Repeat with",
            "",
            "```",
            f".venv/bin/python benchmarks/judging.py --sizes {options.sizes} --repeat {options.repeat}",
            "```",
            "",
            "| actions | least weight | candidates | without, s | with, s | ratio | steps with, s |",
            "| ---: | ---: | ---: | ---: | ---: | ---: | --- |",
            *rows,
        ]
    )
    write(options.out, text, part="judging", title="Speed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
