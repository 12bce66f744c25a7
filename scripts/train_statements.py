"""Trains what is learned of statements (``kashf/statements/learned.py``) on the dev part of the golden collection.

    .venv/bin/python scripts/train_statements.py             writes the models of both languages
    .venv/bin/python scripts/train_statements.py --check     leaves texts out, and prints how often a model is right
    .venv/bin/python scripts/train_statements.py --record ar-207 ar-208
                                                             keeps what the rules give for new texts

The rules were tuned on the texts, so what they find there says too much of them. What they gave before a text was
tuned on is in ``tests/golden/statements/untuned.json``; only that is learned from. So record a new text first.
"""  # fmt: skip

from __future__ import annotations

import argparse
import json
import sys
import zlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import golden_statements as golden  # noqa: E402
from kashf.statements import ends, speakers  # noqa: E402
from kashf.statements.draft import Range, Scene  # noqa: E402
from kashf.statements.layout import sentences  # noqa: E402
from kashf.statements.learned import SCALE, Case, Model, Said, said  # noqa: E402
from kashf.statements.rules import Reading, read  # noqa: E402
from kashf.statements.settling import MODELS  # noqa: E402

UNTUNED = golden.ROOT / "untuned.json"
PARTS = 8  # of the texts, each left out once
RARE = 2  # a feature seen less often is left out
SMALL = SCALE // 50  # a weight that is smaller is left out
FADE = {"content_ends": 4.0, "speaker_starts": 2.0, "speaker_ends": 2.0}  # L2

Weights = dict[str, int]
Row = list[str]


@dataclass(frozen=True)
class Example:
    """A gold statement: what is seen of it, its true speaker and content, and its text (none for the tests' sentences)."""

    text: str
    case: Case
    speaker: Range | None
    content: Range
    # with the true first word of the content; None where its end can't be learned
    content_case: Case | None


def spans(statement: Mapping[str, Any]) -> list[Any]:
    """A statement as ``untuned.json`` has it: force, direct, then verb, speaker, content as [start, end]."""
    parts = (statement[name] for name in ("verb", "speaker", "content"))
    return [statement["force"], statement["direct"], *(p and [p["start"], p["end"]] for p in parts)]


def _said(scene: Scene, row: Sequence[Any]) -> Said:
    starts, ends_ = scene.tokens.starts, scene.tokens.ends

    def tokens(span: Sequence[int] | None) -> Range | None:
        if span is None:
            return None
        first = bisect_left(ends_, span[0] + 1)
        return first, max(first + 1, bisect_left(starts, span[1]))

    content = tokens(row[4])
    assert content is not None
    return Said(row[0], row[1], tokens(row[2]), tokens(row[3]), content)


def _sentences(reading: Reading) -> list[Range]:
    return sorted({s for p in reading.paragraphs for s in sentences(reading.scene, p)})


def examples(text: golden.Example, untuned: Sequence[Sequence[Any]] | None) -> Iterator[Example]:
    """The statements of a text; ``untuned`` is what the rules gave."""
    reading = read(text.text, learned=False)
    scene, borders = reading.scene, _sentences(reading)
    gold = [_said(scene, spans(one)) for one in text.statements]
    found = gold if untuned is None else [_said(scene, row) for row in untuned]
    for true in gold:
        k = bisect_right(borders, (true.at, len(scene.words))) - 1
        if k < 0 or not borders[k][0] <= true.at < borders[k][1]:
            continue
        lo, hi = borders[k]
        others = {one.at: one for one in found if lo <= one.at < hi}
        ruled = None
        if untuned is not None:
            ruled = next((one for one in found if _same(one.verb, true.verb)), None)
        case = Case(scene, (lo, hi), ruled or true, others, ruled=ruled is not None)
        known = ruled is not None and not ruled.direct and ruled.content[0] == true.content[0]
        own = ruled if known and ruled is not None else true
        content = replace(case, own=own, ruled=known)
        fits = ends.may_move(replace(case, own=true))
        yield Example(text.name, case, true.speaker, true.content, content if fits else None)


def _same(one: Range | None, other: Range | None) -> bool:
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def prose(language: str) -> Iterator[Example]:
    """The statements of the tests' sentences, which the rules read right."""
    path = ROOT / "tests/unit/statements" / f"{language}_prose.txt"
    read_from: list[tuple[str, set[tuple[str, str]]]] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("    "):
            speaker, *_, content = line.strip().split(" | ")[:5]
            read_from[-1][1].add((speaker, content))
        elif line and not line.startswith("#"):
            read_from.append((line.replace("\\n", "\n"), set()))
    for text, wanted in read_from:
        reading = read(text, learned=False)
        scene, at = reading.scene, reading.tokens.at
        found = [said(draft) for draft, _ in reading.drafts]
        for sentence in _sentences(reading):
            others = {one.at: one for one in found if sentence[0] <= one.at < sentence[1]}
            for own in others.values():
                words = (
                    at(*own.speaker) if own.speaker else "–",
                    at(*own.content).replace("\n", "\\n"),
                )
                case = Case(scene, sentence, own, others)
                if words in wanted:
                    fits = ends.may_move(case)
                    yield Example("", case, own.speaker, own.content, case if fits else None)


# from examples to rows of features


def stop_rows(places: Iterable[tuple[int, Row]], end: int) -> Iterator[tuple[Row, bool]]:
    """The places up to the end, and whether it is there."""
    for k, names in places:
        if k > end:
            return
        yield names, k == end


def content_rows(one: Example) -> Iterator[tuple[Row, bool]]:
    """Those of the end of a content."""
    if one.content_case is not None:
        end = ends.word_at(one.case.scene, one.content[1], one.case.sentence[1])
        yield from stop_rows(ends.features(one.content_case), end)


def speaker_rows(one: Example) -> Iterator[tuple[Row, bool]]:
    """Those of the end of a speaker's phrase, in the sentence."""
    if one.case.own.verb is not None and _inside(one):
        assert one.speaker is not None
        yield from stop_rows(speakers.end_features(one.case, one.speaker[0]), one.speaker[1])


def _inside(one: Example) -> bool:
    lo, hi = one.case.sentence
    return one.speaker is not None and lo <= one.speaker[0] < hi


def start_rows(one: Example) -> list[tuple[Row, bool]]:
    """Those of where a speaker's phrase may begin, of which one is right; none where that one is not among them."""
    if one.case.own.verb is None or (one.speaker is not None and not _inside(one)):
        return []
    start = one.speaker[0] if one.speaker is not None else None
    rows = [(names, k == start) for k, names in speakers.start_features(one.case)]
    return rows if any(right for _, right in rows) else []


# learning


def _matrix(rows: Sequence[Row]) -> tuple[list[str], csr_matrix]:
    seen = Counter(name for row in rows for name in row)
    names = sorted(name for name, n in seen.items() if n >= RARE)
    number = {name: n for n, name in enumerate(names)}
    columns = [[number[name] for name in row if name in number] for row in rows]
    pointers = np.cumsum([0, *map(len, columns)])
    flat = np.array([one for row in columns for one in row])
    shape = (len(rows), len(names))
    return names, csr_matrix((np.ones(len(flat)), flat, pointers), shape=shape)


Loss = Callable[[np.ndarray], tuple[float, np.ndarray]]


def _fit(names: Sequence[str], loss: Loss, always: bool) -> Weights:
    best = minimize(
        loss, np.zeros(len(names) + always), jac=True, method="L-BFGS-B", options={"maxiter": 200}
    ).x
    rounded = [round(float(w) * SCALE) for w in best]
    weights = {name: w for name, w in zip(names, rounded, strict=False) if abs(w) >= SMALL}
    return {"always": rounded[-1], **weights} if always else weights


def learn_stops(rows: Sequence[tuple[Row, bool]], fade: float) -> Weights:
    """Logistic regression with an L2 penalty, by L-BFGS."""
    names, x = _matrix([row for row, _ in rows])
    y = np.array([right for _, right in rows], dtype=float)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w[:-1] + w[-1]
        wrong = 1 / (1 + np.exp(-z)) - y
        penalty = fade * w
        penalty[-1] = 0
        value = np.sum(np.logaddexp(0, z) - y * z) + penalty @ w / 2
        return float(value), np.append(x.T @ wrong, wrong.sum()) + penalty

    return _fit(names, loss, always=True)


def learn_choices(choices: Sequence[Sequence[tuple[Row, bool]]], fade: float) -> Weights:
    """A conditional logit with an L2 penalty, by L-BFGS."""
    names, x = _matrix([row for rows in choices for row, _ in rows])
    y = np.array([right for rows in choices for _, right in rows], dtype=float)
    sizes = [len(rows) for rows in choices]
    first = np.cumsum([0, *sizes[:-1]])
    which = np.repeat(np.arange(len(sizes)), sizes)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        z -= np.maximum.reduceat(z, first)[which]
        shares = np.exp(z)
        whole = np.add.reduceat(shares, first)
        value = np.log(whole).sum() - y @ z + fade * (w @ w) / 2
        return float(value), x.T @ (shares / whole[which] - y) + fade * w

    return _fit(names, loss, always=False)


def learn(found: Sequence[Example]) -> dict[str, Weights]:
    """All models of a language."""
    contents = [row for one in found for row in content_rows(one)]
    phrases = [row for one in found for row in speaker_rows(one)]
    choices = [rows for one in found if (rows := start_rows(one))]
    return {
        "content_ends": learn_stops(contents, FADE["content_ends"]),
        "speaker_starts": learn_choices(choices, FADE["speaker_starts"]),
        "speaker_ends": learn_stops(phrases, FADE["speaker_ends"]),
    }


# how good it is


def _characters(scene: Scene, span: Range | None) -> dict[str, int] | None:
    if span is None:
        return None
    return {"start": scene.tokens.starts[span[0]], "end": scene.tokens.ends[span[1] - 1]}


def right_content(one: Example, end: int) -> bool:
    """Whether a content with this end is the gold one, or nearly."""
    scene = one.case.scene
    span = scene.trim(one.content[0], end)
    parts = _characters(scene, span), _characters(scene, one.content)
    return golden.content_overlap(*parts) >= ends.OVERLAP


def right_speaker(one: Example, speaker: Range | None) -> bool:
    """Whether the speaker's phrase is the gold one, or nearly."""
    scene = one.case.scene
    return golden.same_span(_characters(scene, one.speaker), _characters(scene, speaker))


def check(found: Sequence[Example]) -> Iterator[str]:
    """How often the rules are right, and the models that have not seen the text."""
    tally: Counter[tuple[str, bool, bool]] = Counter()
    for part in range(PARTS):
        held = [bool(one.text) and zlib.crc32(one.text.encode()) % PARTS == part for one in found]
        learned = learn([one for one, out in zip(found, held, strict=True) if not out])
        models = {name: Model(weights) for name, weights in learned.items()}
        for one, out in zip(found, held, strict=True):
            if not out or not one.case.ruled:
                continue
            case = one.content_case
            if case is not None and case.ruled:
                ruled = right_content(one, case.own.content[1])
                end = ends.chosen(case, models["content_ends"])
                tally["contents", ruled, right_content(one, end)] += 1
            ruled = right_speaker(one, one.case.own.speaker)
            who = speakers.chosen(one.case, models["speaker_starts"], models["speaker_ends"])
            tally["speakers", ruled, right_speaker(one, who)] += 1
            for name, by in (("others by rule", one.case.own.speaker), ("others by model", who)):
                apart = by is not None and not _same(by, one.speaker)
                tally[name, apart, apart] += 1
    for name in ("contents", "speakers"):
        won, lost = tally[name, False, True], tally[name, True, False]
        before = tally[name, True, True] + lost
        whole = sum(n for key, n in tally.items() if key[0] == name)
        yield f"{name}: of {whole} {before} right by the rules, {before + won - lost} learned ({won} won, {lost} lost)"
    wrong = (tally[f"others by {by}", True, True] for by in ("rule", "model"))
    yield "somebody else named: {} times by the rules, {} learned".format(*wrong)


def record(names: Sequence[str]) -> None:
    """Keep what the rules give now for texts whose names begin so, and that nobody has tuned on."""
    kept = json.loads(UNTUNED.read_bytes())
    for text in golden.load("dev"):
        if not text.name.startswith(tuple(names)) or text.name in kept:
            continue
        reading = read(text.text, learned=False)
        kept[text.name] = [
            spans(
                {
                    "force": draft.force,
                    "direct": draft.direct,
                    "verb": _characters(reading.scene, draft.verb),
                    "speaker": _characters(reading.scene, draft.speaker),
                    "content": _characters(reading.scene, draft.content),
                }
            )
            for draft, _ in reading.drafts
        ]
    lines = (f' "{name}": {json.dumps(kept[name], separators=(",", ":"))}' for name in sorted(kept))
    write_aside(UNTUNED, "{\n" + ",\n".join(lines) + "\n}\n")


def write_aside(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    aside = path.with_suffix(".part")
    aside.write_text(text, "utf-8")
    aside.replace(path)


def write(path: Path, weights: Weights) -> None:
    """The model as a list."""
    lines = [f"{name}\t{weight}\n" for name, weight in sorted(weights.items())]
    write_aside(path, "# See learned.py; made by scripts/train_statements.py.\n" + "".join(lines))
    sys.stdout.write(f"{path.relative_to(ROOT)}: {len(lines):,} weights\n")


def main() -> None:
    """Trains, or checks by leaving texts out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="leave texts out, and write nothing")
    parser.add_argument(
        "--record", nargs="+", metavar="TEXT", help="keep what the rules give for them"
    )
    options = parser.parse_args()
    if options.record:
        record(options.record)
        return
    untuned = json.loads(UNTUNED.read_bytes())
    for language, folder in (("ar", "arabic"), ("en", "english")):
        texts = golden.load("dev", language)
        found = [one for text in texts for one in examples(text, untuned.get(text.name))]
        found += prose(folder)
        if options.check:
            sys.stdout.writelines(f"{language} {line}\n" for line in check(found))
            continue
        for name, weights in learn(found).items():
            assert name in MODELS
            write(ROOT / "src/kashf/statements" / folder / f"{name}.tsv", weights)


if __name__ == "__main__":
    main()
