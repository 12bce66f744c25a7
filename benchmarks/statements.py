"""Measures the extraction of statements: the golden collection, a real report, names, speed.

    .venv/bin/python benchmarks/statements.py            dev part, names, speed
    .venv/bin/python benchmarks/statements.py --test     with the test part: never tune on it

What needs data beside the clone is left out, with a line that says so, where it is missing.
"""  # fmt: skip

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
sys.path.insert(0, str(ROOT / "tests"))

import golden_statements as golden  # noqa: E402
from kashf.statements import extract, find_names  # noqa: E402
from kashf.statements.rules import read  # noqa: E402

_TYPES = {
    "person": "PER", "place": "LOC", "organisation": "ORG", "armed_group": "ORG", "outlet": "ORG",
    "platform": "ORG",
}  # fmt: skip
_TAGS = {"PER": "PER", "PERS": "PER", "LOC": "LOC", "GPE": "LOC", "ORG": "ORG"}
_MEGABYTE = 1_000_000


def rows(text: str) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json") for one in extract(text)]


def collection(part: str) -> None:
    for language in ("ar", "en"):
        score = golden.score(golden.load(part, language), rows)
        print(f"{part} {language}, {len(golden.load(part, language))} texts")
        print("\n".join(f"  {line}" for line in score.lines()))
    score = golden.score(golden.load(part), rows)
    print(f"{part}, both\n  {score.lines()[0]}")


def report() -> None:
    path = SHARED / "leak_report_ar.txt"
    if not path.is_file():
        print("The annotated report is not beside this clone.")
        return
    gold = json.loads((ROOT / "tests/golden/leak_report_ar.json").read_bytes())["statements"]
    found = rows(path.read_text(encoding="utf-8"))

    def fits(one: Any, other: Any) -> bool:
        speaker = golden.same_span(one["speaker"], other["speaker"])
        verb = golden.same_span(one["verb"], other["verb"])
        return speaker and verb and golden.content_overlap(one["content"], other["content"]) >= 0.8

    matched = len(golden.pairs(gold, found, fits))
    print(f"The annotated report: {matched} of {len(gold)} statements, {len(found)} predicted")


def _entities(tagged: Iterable[tuple[str, str]]) -> tuple[str, set[tuple[str, int, int]]]:
    """Text of a sentence, and its names as (type, start, end)."""
    text, found, open_ = "", set(), None
    for token, tag in tagged:
        start = len(text) + (1 if text else 0)
        text = f"{text} {token}" if text else token
        mark, _, kind = tag.partition("-")
        kind = _TAGS.get(kind, "")
        if mark != "I" or open_ is None or open_[0] != kind:
            if open_ is not None:
                found.add(open_)
            open_ = (kind, start, len(text)) if kind and mark in "BI" else None
        else:
            open_ = (kind, open_[1], len(text))
    if open_ is not None:
        found.add(open_)
    return text, found


def names() -> None:
    path = SHARED / "arabic_ner.parquet"
    if not path.is_file():
        print("The corpora of Arabic names are not beside this clone.")
        return
    import pyarrow.parquet as pq

    sentences: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in pq.read_table(path).to_pylist():
        sentences[row["corpus"], row["sent"]].append((row["token"], row["tag"]))
    counts: dict[str, list[int]] = {kind: [0, 0, 0, 0] for kind in ("PER", "LOC", "ORG")}
    for tagged in sentences.values():
        text, gold = _entities(tagged)
        found = {
            (_TYPES[name.type], text.rfind(" ", 0, name.span.start + 1) + 1, name.span.end)
            for name in find_names(text)
            if name.type in _TYPES
        }
        for kind, row in counts.items():
            one = {x for x in gold if x[0] == kind}
            other = {x for x in found if x[0] == kind}
            row[0] += len(one & other)
            row[1] += len(other)
            row[2] += len(one)
            row[3] += sum(any(a < d and c < b for _, c, d in other) for _, a, b in one)
    print(
        f"Names in {len(sentences):,} sentences (exact borders; a word with its clitic is one token)"
    )
    for kind, (matched, predicted, wanted, touched) in counts.items():
        precision, recall = matched / max(predicted, 1), matched / max(wanted, 1)
        f1 = 2 * matched / max(predicted + wanted, 1)
        print(
            f"  {kind}  precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  "
            f"({matched:,} of {wanted:,}, {predicted:,} predicted; {touched / max(wanted, 1):.3f} "
            "of the names touched)"
        )


def speed() -> None:
    for language in ("ar", "en"):
        once = "\n\n".join(one.text for one in golden.load("dev", language))
        text = once
        while len(text.encode()) < _MEGABYTE:
            text += "\n\n" + once
        size = len(text.encode()) / _MEGABYTE
        extract(once)
        best = min(_seconds(text) for _ in range(3))
        print(
            f"Speed {language}: {size / best[0]:.2f} MB/s of the clock, {size / best[1]:.2f} of the processor"
        )


def cost() -> None:
    """What the learned part adds to reading, by turns; text by text, so without repeats."""
    for language in ("ar", "en"):
        texts = [one.text for one in golden.load("dev", language)]
        size = sum(len(text.encode()) for text in texts) / _MEGABYTE
        best = {True: float("inf"), False: float("inf")}
        whole = float("inf")
        for _ in range(5):
            for learned in (True, False):
                start = time.process_time()
                for text in texts:
                    read(text, learned=learned)
                best[learned] = min(best[learned], time.process_time() - start)
            start = time.process_time()
            for text in texts:
                extract(text)
            whole = min(whole, time.process_time() - start)
        share = (best[True] - best[False]) / whole
        print(
            f"Text by text {language}: {size / whole:.2f} MB/s, {share:.0%} of it what is learned"
        )


def _seconds(text: str) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    extract(text)
    return time.perf_counter() - clock, time.process_time() - processor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--test", action="store_true", help="score the test part as well")
    options = parser.parse_args()
    collection("dev")
    if options.test:
        collection("test")
    report()
    names()
    speed()
    cost()


if __name__ == "__main__":
    main()
