"""Noun phrases of English behind a verb."""

from __future__ import annotations

from kashf.statements.draft import Range, Scene
from kashf.statements.english.sets import listed
from kashf.statements.tokens import Word

__all__ = ["Rightward"]

_MOST = 16
_SIGNS_INSIDE = frozenset("-'’&/#")
_OBJECTS = frozenset({"objpron"})
_BREAKING = frozenset({"pron", "aux", "modal", "do", "short", "det", "adverb", "prep"})
_MANNERS = frozenset(
    {
        "so",
        "no",
        "plain",
        "strong",
        "writing",
        "private",
        "public",
        "confidence",
        "passing",
        "advance",
        "person",
    }
)
_IN_ING = listed("nouns in ing")
_MEANS = listed("means")
_OCCASIONS = listed("occasions")
_COUNTS = frozenset({"one", "two", "three", "four", "five", "six"})
_NUMBERLIKE = frozenset(["w", "n", "h"])


class Rightward:
    """Finds where a noun phrase ends."""

    def __init__(self, scene: Scene, lo: int, hi: int) -> None:
        self.scene = scene
        self.words = scene.words
        self.lo, self.hi = lo, hi
        self.opened = scene.opening
        self.seen: dict[int, Range | None] = {}

    def right(self, j: int, stops: frozenset[str] = frozenset()) -> int:
        """The end of the noun phrase that begins at ``j``; ``j`` where none does."""
        words, k = self.words, j
        if j < self.hi and words[j].tags & _OBJECTS and not self._goes_on(j):
            return j + 1
        while k < self.hi and k - j < _MOST:
            word = words[k]
            if word.kind == "s":
                if word.raw == "." and k > j and words[k - 1].fold in {"mr", "mrs", "ms", "dr"}:
                    k += 1
                    continue
                if word.raw not in _SIGNS_INSIDE or not self.scene.touching(k - 1):
                    break
            elif word.kind not in _NUMBERLIKE or self._breaks(word, k, j, stops):
                break
            k += 1
        while k > j and "prep" in words[k - 1].tags:
            k -= 1
        return k

    def by_means(self, k: int) -> bool:
        """Whether "by" at ``k`` leads to how something is said: "by video link"."""
        return self.words[k].fold == "by" and any(
            w.fold in _MEANS for w in self.words[k + 1 : min(self.hi, k + 4)]
        )

    def _goes_on(self, j: int) -> bool:
        """Whether "her" is a possessive: something that it owns follows."""
        if self.words[j].fold != "her" or j + 1 >= self.hi:
            return False
        after = self.words[j + 1]
        return after.kind == "w" and not after.tags & {
            "bound",
            "prep",
            "det",
            "pron",
            "adverb",
            "time",
        }

    def _breaks(self, word: Word, k: int, j: int, stops: frozenset[str]) -> bool:
        if word.fold in stops or word.fold in {
            "that",
            "to",
            "whether",
            "if",
            "who",
            "whom",
            "whose",
            "which",
            "when",
            "as",
            "because",
            "while",
            "but",
            "after",
            "before",
            "during",
            "since",
            "not",
        }:
            return not (k == j and word.fold == "that")
        if word.fold in {"last", "next", "this", "earlier"} and k > j and k + 1 < self.hi and (
            "time" in self.words[k + 1].tags and not self.words[k + 1].capital
        ):  # fmt: skip
            return True  # "warned investors last month"
        if (
            k > j
            and word.verb is not None
            and word.verb.kind == "participle"
            and word.fold not in _IN_ING
        ):
            return self.words[k - 1].tags.isdisjoint({"det", "prep", "possessive"})
        if word.tags.isdisjoint(_BREAKING) and word.fold != "and":
            return False
        if k > j and "pron" in word.tags and "det" not in word.tags:
            return True
        if word.tags & {"aux", "modal", "do", "short"} and k > j:
            return word.raw != "May"
        if k > j and "det" in word.tags and not self.words[k - 1].tags & {"prep", "conj", "det"}:
            return word.fold not in _COUNTS and not (word.capital and self.words[k - 1].capital)
        if "adverb" in word.tags and k > j:
            return not (self.words[k - 1].fold in {"a", "an", "the"} and word.fold.endswith("ly"))
        if word.fold == "and":
            after = self.words[k + 1] if k + 1 < self.hi else word
            return k == j or not (after.capital or after.tags & {"det", "role"})
        if "prep" in word.tags and k > j:
            return self._leaves(word, k)
        return False

    def _leaves(self, word: Word, k: int) -> bool:
        """Whether a preposition begins the place or time of the saying."""
        after = self.words[k + 1] if k + 1 < self.hi else word
        if word.fold in {"of", "for", "from"}:
            return False
        if word.fold in {"at", "in"}:
            far = self.words[k + 2] if k + 2 < self.hi else word
            spots = self.words[k + 1 : min(self.hi, k + 4)]
            return (
                after.fold in _MANNERS
                or after.fold == "court"
                or (bool(after.tags & {"det"}) and any(w.fold in _OCCASIONS for w in spots))
                or (
                    bool((after.tags | far.tags) & {"time", "document", "recording"})
                    or after.kind == "n"
                )
            )
        return True
