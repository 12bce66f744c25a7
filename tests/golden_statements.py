"""The golden collection of statements, and the scorer of an extractor against it.

``score(load("dev"), extract)`` takes any ``extract(text)`` that gives the objects of
``kashf statements extract --json``. On the command line, with figures and what went wrong::

    python tests/golden_statements.py dev --errors
    python tests/golden_statements.py test --command "kashf statements extract {file} --json"

A predicted statement matches a gold one if their verbs overlap (or both have none), their speakers
are the same (``same_speaker``) and their contents overlap by 0.8 of the longer one; one to one, as
many as possible. How the collection was annotated: ``tests/golden/statements/README.md``.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from kashf.text import normalise

ROOT = Path(__file__).parent / "golden" / "statements"
OVERLAP = 0.8
FIELDS = ("force", "direct", "negated", "said_false", "addressee", "speaker_name", "sources")

_ARTICLE = re.compile(r"^(?:the|a|an) ")

Statement = Mapping[str, Any]
Span = Mapping[str, Any] | None


@dataclass(frozen=True)
class Example:
    """One text with its gold statements."""

    name: str
    part: str
    language: str
    path: Path
    text: str
    statements: tuple[Statement, ...]


def load(part: str, language: str | None = None) -> list[Example]:
    """The texts of a part ("dev" or "test") in order of their names, of one language or of all."""
    examples = []
    for path in sorted((ROOT / part).glob(f"{language or ''}*.txt")):
        annotation = json.loads(path.with_suffix(".json").read_text("utf-8"))
        examples.append(
            Example(
                name=path.stem,
                part=part,
                language=path.stem[:2],
                path=path,
                text=path.read_bytes().decode("utf-8"),
                statements=tuple(annotation["statements"]),
            )
        )
    return examples


def _common(one: Span, other: Span) -> int:
    if one is None or other is None:
        return 0
    return max(0, min(one["end"], other["end"]) - max(one["start"], other["start"]))


def _length(span: Span) -> int:
    return 0 if span is None else span["end"] - span["start"]


def content_overlap(one: Span, other: Span) -> float:
    """Characters in common over those of the longer span."""
    longer = max(_length(one), _length(other))
    return _common(one, other) / longer if longer else 0.0


def same_span(one: Span, other: Span) -> bool:
    """Both null, or twice the characters in common over the sum of lengths is at least 0.8."""
    if one is None or other is None:
        return one is other
    total = _length(one) + _length(other)
    return total > 0 and 2 * _common(one, other) / total >= OVERLAP


def _name(statement: Statement) -> str:
    return normalise(statement.get("speaker_name") or "")


def same_speaker(one: Statement, other: Statement) -> bool:
    """The same span (null is the same as null), or the same name after levelling its letters."""
    return same_span(one.get("speaker"), other.get("speaker")) or (
        _name(one) != "" and _name(one) == _name(other)
    )


def _same_verb(one: Span, other: Span) -> bool:
    return one is other if one is None or other is None else _common(one, other) > 0


def matches(gold: Statement, predicted: Statement) -> bool:
    """Whether a predicted statement is this gold one."""
    return (
        _same_verb(gold.get("verb"), predicted.get("verb"))
        and same_speaker(gold, predicted)
        and content_overlap(gold["content"], predicted.get("content")) >= OVERLAP
    )


def pairs(
    left: Sequence[Any], right: Sequence[Any], fits: Callable[[Any, Any], bool]
) -> list[tuple[int, int]]:
    """As many one-to-one pairs of positions as fit (augmenting paths), ordered by the left."""
    edges = [[j for j, other in enumerate(right) if fits(one, other)] for one in left]
    taken: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in edges[i]:
            if j not in seen:
                seen.add(j)
                if j not in taken or place(taken[j], seen):
                    taken[j] = i
                    return True
        return False

    for i in range(len(left)):
        place(i, set())
    return sorted((i, j) for j, i in taken.items())


@dataclass
class Tally:
    """How many were found, of how many predicted and how many in the gold."""

    matched: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share of the predicted that are right; 1 if nothing was predicted."""
        return self.matched / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 1 if there is none."""
        return self.matched / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.predicted + self.gold
        return 2 * self.matched / both if both else 1.0


@dataclass
class Score:
    """Figures over some texts. ``right`` counts, by field, the matched statements that have it
    right; ``misnamed`` counts matched statements whose speaker is named as somebody else
    (:func:`names_another`); ``addressees`` counts those who are named on either side, in matched statements or not.
    """

    statements: Tally = field(default_factory=Tally)
    sums: Tally = field(default_factory=Tally)
    addressees: Tally = field(default_factory=Tally)
    right: Counter[str] = field(default_factory=Counter)
    misnamed: int = 0
    missed: list[tuple[str, Statement]] = field(default_factory=list)
    spurious: list[tuple[str, Statement]] = field(default_factory=list)
    wrong: list[tuple[str, str, Statement, Statement]] = field(default_factory=list)

    def accuracy(self, name: str) -> float:
        """Share of the matched statements whose field is right; 1 if none matched."""
        return self.right[name] / self.statements.matched if self.statements.matched else 1.0

    def lines(self) -> list[str]:
        """The figures as lines of text."""
        tallies = {
            "statements": self.statements,
            "sums": self.sums,
            "addressees": self.addressees,
        }
        return (
            [
                f"{name:<12} precision {tally.precision:.3f}  recall {tally.recall:.3f}  "
                f"F1 {tally.f1:.3f}  ({tally.matched} of {tally.gold}, {tally.predicted} predicted)"
                for name, tally in tallies.items()
            ]
            + [f"{name:<12} accuracy  {self.accuracy(name):.3f}" for name in FIELDS]
            + [
                f"{'misnamed':<12} {self.misnamed} of {self.statements.matched} statements name another"
            ]
        )


def _inside(one: str, other: str) -> bool:
    return bool(one) and f" {one} " in f" {other} "


def names_another(gold: Statement, predicted: Statement, everybody: Iterable[str]) -> bool:
    """Whether a predicted ``speaker_name`` is wrong and names somebody or something else.

    So it is when it is another name of ``everybody`` (the speakers' names of the text), or neither
    a shorter or longer form of the right one nor words of the speaker's own span. No name, and the
    speaker's own words instead of a name, are wrong but name nobody else.
    """
    wanted, got = (_ARTICLE.sub("", _name(one)) for one in (gold, predicted))
    if not got or got == wanted:
        return False
    if any(got == _ARTICLE.sub("", normalise(name)) for name in everybody):
        return True
    own = normalise((gold.get("speaker") or {}).get("text", ""))
    return not (_inside(got, wanted) or _inside(wanted, got) or _inside(got, own))


def _kinds(statement: Statement) -> list[str]:
    return [source["kind"] for source in statement.get("sources") or ()]


def _field_right(name: str, gold: Statement, predicted: Statement) -> bool:
    if name == "addressee":
        return same_span(gold.get(name), predicted.get(name))
    if name == "speaker_name":
        return _name(gold) == _name(predicted)
    if name == "sources":
        return _kinds(gold) == _kinds(predicted)
    return bool(gold.get(name) == predicted.get(name))


def _sums(statements: Iterable[Statement]) -> list[Mapping[str, Any]]:
    """Every sum once, though several statements may hold it."""
    found = {
        (one["span"]["start"], one["span"]["end"]): one
        for statement in statements
        for one in statement.get("sums") or ()
    }
    return [found[key] for key in sorted(found)]


def _amount(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _same_sum(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return (
        _common(one["span"], other["span"]) > 0
        and _amount(one["amount"]) == _amount(other["amount"])
        and one.get("currency") == other.get("currency")
    )


def score(examples: Iterable[Example], extract: Callable[[str], Sequence[Statement]]) -> Score:
    """Runs an extractor over texts and compares.

    Args:
        examples: Texts with gold statements.
        extract: Gives the statements of a text as ``kashf statements extract --json`` does.
    """
    return score_predictions((example, extract(example.text)) for example in examples)


def score_predictions(results: Iterable[tuple[Example, Sequence[Statement]]]) -> Score:
    """Compares statements that were extracted already, text by text."""
    total = Score()
    for example, predicted in results:
        gold = example.statements
        found = pairs(gold, predicted, matches)
        total.statements.matched += len(found)
        total.statements.predicted += len(predicted)
        total.statements.gold += len(gold)
        everybody = {one["speaker_name"] for one in gold if one.get("speaker_name")}
        for i, j in found:
            total.misnamed += names_another(gold[i], predicted[j], everybody)
            for name in FIELDS:
                if _field_right(name, gold[i], predicted[j]):
                    total.right[name] += 1
                else:
                    total.wrong.append((example.name, name, gold[i], predicted[j]))
            both = gold[i].get("addressee"), predicted[j].get("addressee")
            total.addressees.matched += both[0] is not None and same_span(*both)
        total.addressees.gold += sum(one.get("addressee") is not None for one in gold)
        total.addressees.predicted += sum(one.get("addressee") is not None for one in predicted)
        left, right = {i for i, _ in found}, {j for _, j in found}
        total.missed += [(example.name, one) for i, one in enumerate(gold) if i not in left]
        total.spurious += [(example.name, one) for j, one in enumerate(predicted) if j not in right]
        gold_sums, predicted_sums = _sums(gold), _sums(predicted)
        total.sums.matched += len(pairs(gold_sums, predicted_sums, _same_sum))
        total.sums.predicted += len(predicted_sums)
        total.sums.gold += len(gold_sums)
    return total


def _short(statement: Statement) -> str:
    def text(name: str) -> str:
        return (statement.get(name) or {}).get("text", "–").replace("\n", " ")

    return f"{text('speaker')} | {text('verb')} | {text('content')}"


def _run(command: str, path: Path) -> list[Statement]:
    words = [word.replace("{file}", str(path)) for word in shlex.split(command)]
    done = subprocess.run(words, capture_output=True, check=True)
    return list(json.loads(done.stdout))


def main(arguments: Sequence[str] | None = None) -> int:
    """Scores a command on one part of the collection and prints figures by language."""
    parser = argparse.ArgumentParser(description="Score an extractor on the golden statements.")
    parser.add_argument("part", choices=["dev", "test"])
    parser.add_argument(
        "--command",
        default=f"{shlex.quote(sys.executable)} -m kashf statements extract {{file}} --json",
        help="what prints the statements of {file} as JSON",
    )
    parser.add_argument("--errors", action="store_true", help="list what went wrong")
    options = parser.parse_args(arguments)
    for language in ("ar", "en"):
        examples = load(options.part, language)
        total = score_predictions((one, _run(options.command, one.path)) for one in examples)
        print(f"{options.part} {language}, {len(examples)} texts")
        print("\n".join(f"  {line}" for line in total.lines()))
        if options.errors:
            for name, one in total.missed:
                print(f"  missed    {name}: {_short(one)}")
            for name, one in total.spurious:
                print(f"  spurious  {name}: {_short(one)}")
            for name, what, one, other in total.wrong:
                wanted, got = one.get(what), other.get(what)
                print(f"  {what}  {name}: {_short(one)}\n    wanted {wanted}\n    got {got}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
