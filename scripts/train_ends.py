"""Trains the model of where contents end (``kashf/statements/ends.py``) on the dev part of the golden collection.

    .venv/bin/python scripts/train_ends.py             writes ends.tsv of both languages
    .venv/bin/python scripts/train_ends.py --check     leaves texts out, and prints how often an end is right

The rules were tuned on the texts, so where they end a content there says too much of them. What they gave before a text was
tuned on is in ``tests/golden/statements/untuned.json``; only that is learned from.
"""  # fmt: skip

from __future__ import annotations

import argparse
import json
import sys
import zlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import golden_statements as golden  # noqa: E402
from kashf.statements import ends  # noqa: E402
from kashf.statements.layout import sentences  # noqa: E402
from kashf.statements.rules import read  # noqa: E402

UNTUNED = golden.ROOT / "untuned.json"
PARTS = 8  # of the texts, each left out once
RARE = 2  # a feature seen less often is left out
FADE = 4.0  # L2
SCALE = 1000


@dataclass(frozen=True)
class Case:
    """A gold content, what is seen of it, and the end that is right."""

    text: str
    clause: ends.Clause
    end: int
    gold: tuple[int, int]  # characters


def spans(statement: Mapping[str, Any]) -> list[Any]:
    """A statement as ``untuned.json`` has it: force, direct, then verb, speaker, content as [start, end]."""
    parts = (statement[name] for name in ("verb", "speaker", "content"))
    return [statement["force"], statement["direct"], *(p and [p["start"], p["end"]] for p in parts)]


def cases(example: golden.Example, ruled: Sequence[Sequence[Any]] | None) -> Iterable[Case]:
    """The indirect contents behind their verb; ``ruled`` is what the rules gave, untuned."""
    reading = read(example.text, learned=False)
    scene, tokens = reading.scene, reading.tokens
    borders = sorted({s for p in reading.paragraphs for s in sentences(scene, p)})

    def at(character: int) -> int:
        return bisect_left(tokens.ends, character + 1)

    gold = [spans(one) for one in example.statements]
    others: dict[int, ends.Saying] = {}
    for force, _, verb, speaker, content in gold if ruled is None else ruled:
        others[at((verb or content)[0])] = (force, speaker and at(speaker[0]), at(content[0]))
    for force, direct, verb, _, content in gold:
        start = at(content[0])
        k = bisect_right(borders, (start, len(tokens))) - 1
        if direct or k < 0 or (verb is not None and at(verb[0]) >= start):
            continue
        lo, hi = borders[k]
        if not lo < start < hi or content[1] > tokens.ends[hi - 1]:
            continue
        at_verb = at(verb[0]) if verb is not None else None
        clause = ends.Clause(scene, start, hi, at_verb, force, others)
        for said, plain, where, _, span in ruled or ():
            same = (
                where is None
                if verb is None
                else where and where[0] < verb[1] and verb[0] < where[1]
            )
            if same and not plain and at(span[0]) == start:
                stop = ends.word_at(scene, bisect_left(tokens.starts, span[1]), hi)
                clause = replace(clause, force=said, ruled=stop)
                break
        end = ends.word_at(scene, bisect_left(tokens.starts, content[1]), hi)
        yield Case(example.name, clause, end, (content[0], content[1]))


def prose(language: str) -> Iterable[Case]:
    """The contents of the tests' sentences, which the rules read right."""
    path = ROOT / "tests/unit/statements" / f"{language}_prose.txt"
    for block in path.read_text("utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        if len(lines) < 2:
            continue
        text, wanted = lines[0].replace("\\n", "\n"), [line.split(" | ")[4:5] for line in lines[1:]]
        reading = read(text, learned=False)
        scene, tokens = reading.scene, reading.tokens
        drafts = [draft for draft, _ in reading.drafts]
        for sentence in sorted({s for p in reading.paragraphs for s in sentences(scene, p)}):
            inside = [one for one in drafts if sentence[0] <= one.content[0] < sentence[1]]
            for draft, clause in ends.clauses(scene, sentence, inside):
                content = tokens.at(*draft.content)
                if [content.replace("\n", "\\n")] in wanted and clause.ruled is not None:
                    a, b = draft.content
                    yield Case("", clause, clause.ruled, (tokens.starts[a], tokens.ends[b - 1]))


def learn(found: Sequence[Case]) -> dict[str, int]:
    """The weights in thousandths: logistic regression with an L2 penalty, by L-BFGS."""
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    rows, right, seen = [], [], Counter[str]()
    for case in found:
        for k, names in ends.features(case.clause):
            if k > case.end:
                break
            rows.append(names)
            right.append(k == case.end)
            seen.update(names)
    names = sorted(name for name, n in seen.items() if n >= RARE)
    number = {name: n for n, name in enumerate(names)}
    columns = [[number[name] for name in row if name in number] for row in rows]
    pointers = np.cumsum([0, *map(len, columns)])
    flat = np.array([one for row in columns for one in row])
    x = csr_matrix((np.ones(len(flat)), flat, pointers), shape=(len(rows), len(names)))
    y = np.array(right, dtype=float)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w[:-1] + w[-1]
        wrong = 1 / (1 + np.exp(-z)) - y
        penalty = FADE * w
        penalty[-1] = 0
        return float(np.sum(np.logaddexp(0, z) - y * z) + penalty @ w / 2), np.append(
            x.T @ wrong, wrong.sum()
        ) + penalty

    begin = np.zeros(len(names) + 1)
    begin[-1] = -3
    best = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    weights = {name: round(float(w) * SCALE) for name, w in zip(names, best, strict=False)}
    kept = {name: weight for name, weight in weights.items() if abs(weight) >= SCALE // 50}
    return {"always": round(float(best[-1]) * SCALE), **kept}


def right(case: Case, end: int) -> bool:
    """Whether a content with this end is the gold one."""
    tokens = case.clause.scene.tokens
    span = case.clause.scene.trim(case.clause.start, end)
    a, b = (tokens.starts[span[0]], tokens.ends[span[1] - 1]) if span else (0, 0)
    common = min(b, case.gold[1]) - max(a, case.gold[0])
    return common >= ends.OVERLAP * max(b - a, case.gold[1] - case.gold[0])


def check(found: Sequence[Case]) -> str:
    """How many ends are right by the rules and by a model that has not seen the text."""
    scored = [case for case in found if case.text and case.clause.ruled is not None]
    rules = model = won = 0
    for part in range(PARTS):
        held = [
            case.text != "" and zlib.crc32(case.text.encode()) % PARTS == part for case in found
        ]
        weights = ends.Model(
            learn([case for case, out in zip(found, held, strict=True) if not out])
        )
        for case, out in zip(found, held, strict=True):
            if out and case.clause.ruled is not None:
                before = right(case, case.clause.ruled)
                after = right(case, ends.best(case.clause, weights.chances(case.clause)))
                rules, model, won = rules + before, model + after, won + (after and not before)
    return f"{len(scored)} contents: {rules} right by the rules, {model} by the model ({won} won, {rules + won - model} lost)"


def main() -> None:
    """Trains, or checks by leaving texts out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="leave texts out, and write nothing")
    options = parser.parse_args()
    untuned = json.loads(UNTUNED.read_bytes())
    for language, folder in (("ar", "arabic"), ("en", "english")):
        texts = golden.load("dev", language)
        found = [case for one in texts for case in cases(one, untuned.get(one.name))]
        found += prose(folder)
        if options.check:
            sys.stdout.write(f"{language}: {check(found)}\n")
            continue
        path = ROOT / "src/kashf/statements" / folder / "ends.tsv"
        lines = [f"{name}\t{weight}\n" for name, weight in sorted(learn(found).items())]
        aside = path.with_suffix(".part")
        aside.write_text(
            "# See ends.py; made by scripts/train_ends.py.\n" + "".join(lines), "utf-8"
        )
        aside.replace(path)
        sys.stdout.write(f"{path}: {len(lines):,} weights from {len(found):,} contents\n")


if __name__ == "__main__":
    main()
