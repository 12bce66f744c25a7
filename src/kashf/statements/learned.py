"""What was learned from the golden collection, on top of what the rules say: where it is kept, how it is weighed.

A model is a list of names of features with weights in whole thousandths (``….tsv`` in the folder of a language), made
by ``scripts/train_statements.py``. What is seen at a place comes in groups: a function that names the features, and
its arguments, which are few enough that the weight of a group is kept once it is known.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeAlias

from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.lists import rows
from kashf.statements.model import Force
from kashf.statements.tokens import REMEMBERED, Word
from kashf.statements.verbs import VerbForm

__all__ = [
    "SCALE",
    "TINY",
    "Case",
    "Group",
    "Model",
    "Said",
    "Shape",
    "bucket",
    "classes",
    "form",
    "model",
    "named",
    "said",
    "shape",
]

SCALE = 1000
TINY = 1e-3  # a chance too small to look at
_BUCKETS = [min(20, 4 + int(math.log2(max(n, 4) / 4) * 2)) for n in range(1000)]

Group: TypeAlias = "tuple[Callable[..., Iterator[str]], tuple[object, ...]]"
Shape: TypeAlias = "tuple[str, bool, int]"  # of a reporting verb: lemma, whether feminine, person


@dataclass(slots=True, eq=False)
class Said:
    """A statement as the rules found it, in ranges of tokens."""

    force: Force
    direct: bool
    verb: Range | None
    speaker: Range | None
    content: Range

    @property
    def at(self) -> int:
        """The token at which it stands."""
        return (self.verb or self.content)[0]


@dataclass(slots=True, eq=False)
class Case:
    """A statement that is looked at again: its sentence, and all statements of it by their places.

    Where it is not ``ruled``, its speaker and the end of its content are not the rules', and say nothing.
    """

    scene: Scene
    sentence: Range
    own: Said
    others: Mapping[int, Said]
    ruled: bool = True


class Model:
    """Weights by the names of features, and the sums of groups that were met."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self.weights = weights
        self.always = weights.get("always", 0)
        self.sums: dict[Group, int] = {}

    def score(self, groups: Iterable[Group]) -> int:
        """The sum of the weights, without what is always added."""
        total, sums = 0, self.sums
        for group in groups:
            weight = sums.get(group)
            total += weight if weight is not None else self._sum(group)
        return total

    def _sum(self, group: Group) -> int:
        if len(self.sums) > 4 * REMEMBERED:
            self.sums.clear()
        get, (function, given) = self.weights.get, group
        found = self.sums[group] = sum(get(name, 0) for name in function(*given))
        return found

    def stops(
        self, places: Iterable[tuple[int, list[Group]]], last: int
    ) -> list[tuple[int, float]]:
        """Where something ends: the places with their chances, each of those before it having been passed.

        A discrete-time hazard model (Allison 1982): the groups at a place give the odds that it ends there.
        """
        found, left = [], 1.0
        for k, groups in places:
            here = 1 / (1 + math.exp(-(self.always + self.score(groups)) / SCALE))
            if left * here > TINY:
                found.append((k, left * here))
            left *= 1 - here
            if left < TINY:
                return found
        found.append((last, left))
        return found


@cache
def model(folder: str, name: str) -> Model:
    """A model of a language by its name."""
    return Model({feature: int(weight) for feature, weight in rows(folder, f"{name}.tsv")})


def named(groups: Iterable[Group]) -> list[str]:
    """The names of the features of groups; to learn from."""
    return [name for function, given in groups for name in function(*given)]


def shape(verb: VerbForm | None) -> Shape | None:
    """What the models see of a reporting verb."""
    return (verb.lemma, verb.feminine, verb.person) if verb is not None else None


def said(draft: Draft) -> Said:
    """A draft as it is now."""
    return Said(draft.force, draft.direct, draft.verb, draft.speaker, draft.content)


@lru_cache(REMEMBERED)
def classes(word: Word) -> tuple[str, ...]:
    """The names of what is known of a word."""
    found = [f"t:{tag}" for tag in sorted(word.tags)]
    verb = word.verb
    if verb is not None:
        found += [f"v:{verb.kind}", f"vf:{verb.kind}{verb.feminine}", f"vF:{verb.force}"]
    if word.kind != "w":
        found.append("k:" + ("⏎" if word.kind == "\n" else word.kind))
    return tuple(found) or ("none",)


def form(word: Word) -> str:
    """A word as names of features have it."""
    return "⏎" if word.kind == "\n" else word.fold


def bucket(n: int) -> int:
    """A number of words as one of few: 0 to 3 as they are, then two for each doubling."""
    return n if n < 4 else _BUCKETS[min(n, 999)]
