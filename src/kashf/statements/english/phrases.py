"""Noun phrases of English, to the left and to the right of a verb."""

from __future__ import annotations

from kashf.statements.draft import Range, Scene
from kashf.statements.tokens import Word

__all__ = ["PRONOUNS", "Phrases"]

_MOST = 16
_LEFT_ROLE = 9
PRONOUNS = frozenset({"i", "you", "he", "she", "we", "they", "it"})
_SIGNS_INSIDE = frozenset("-'’&/#")
_OBJECTS = frozenset({"objpron"})
_LY = frozenset(
    [
        "family",
        "assembly",
        "supply",
        "anomaly",
        "monopoly",
        "butterfly",
        "weekly",
        "monthly",
        "daily",
    ]
)
_NUMBERLIKE = frozenset(["w", "n", "h"])
_AUXILIARY = frozenset({"aux", "do", "modal"})
_BREAKING = frozenset({"aux", "modal", "do", "short"})
_OWNING = frozenset({"possessive", "det"})


class Phrases:
    """Finds noun phrases in a scene."""

    def __init__(self, scene: Scene, lo: int, hi: int) -> None:
        self.scene = scene
        self.words = scene.words
        self.lo, self.hi = lo, hi
        self.opened = scene.opening
        self.seen: dict[int, Range | None] = {}

    def finite(self, k: int) -> bool:
        """Whether the word is surely a verb in a finite clause."""
        word = self.words[k]
        if not word.tags.isdisjoint(_AUXILIARY) and "time" not in word.tags:
            return not (word.raw == "May" and k > self.lo)
        if "vpast" in word.tags and not word.capital and "det" not in self.words[k - 1].tags:
            return True
        verb = word.verb
        if verb is None or (word.capital and k > self.lo):
            return False
        if k + 1 < self.hi and self.words[k + 1].fold == "by":
            return False
        return verb.kind == "past" and not (k > self.lo and self.words[k - 1].tags & {"det"})

    def bounds(self, k: int) -> bool:
        """Whether a subject can't reach over token ``k``."""
        word = self.words[k]
        if word.kind in "nh" or (word.kind == "w" and not word.tags and word.verb is None):
            return False
        if word.kind != "w":
            if word.raw == ".":
                return self.words[k - 1].fold not in {
                    "mr",
                    "mrs",
                    "ms",
                    "dr",
                    "gen",
                    "col",
                    "prof",
                    "st",
                    "co",
                    "ltd",
                    "inc",
                }
            return not (word.raw in _SIGNS_INSIDE and word.kind == "s")
        if word.fold == "then" and k > self.lo and self.words[k - 1].tags & _OWNING:
            return False
        return ("bound" in word.tags and "inner" not in word.tags) or self.finite(k)

    def left(self, k: int) -> Range | None:
        """The subject that ends before token ``k``."""
        lo, words = self.lo, self.words
        if k <= lo:
            return None
        start = k
        while start > lo and k - start < 2 * _MOST:
            if start - 1 in self.opened:
                inner = self.opened[start - 1]
                if start - 1 - inner > (10 if words[inner + 1].tags & {"det"} else 6) or words[
                    start - 2
                ].raw in {",", "?", "!", "."}:
                    break
                if inner == lo or (words[inner - 1].kind == "s" and start == k):
                    break
                start = inner
                continue
            if self.bounds(start - 1):
                if words[start - 1].fold == "and" and self._joins(start - 1, k):
                    start -= 1
                    continue
                break
            start -= 1
        start = self._subject_start(start, k)
        k = self._without_time(start, k)
        if k - 1 > start and words[k - 1].fold in PRONOUNS and words[k - 2].kind == "w" and not (
            words[k - 2].tags & {"prep", "conj", "det", "aux"}
        ):  # fmt: skip
            start = k - 1  # "last time you"
        if start >= k:
            return None
        if start == k - 1 and words[start].tags & {"det"} and not words[start].tags & {"pron"}:
            if words[start].fold not in {
                "this",
                "that",
                "these",
                "those",
                "several",
                "many",
                "some",
                "two",
                "three",
            }:
                return None
        start = self._role_before(start, k)
        if any(words[p].fold == "and" for p in range(start + 1, k - 1)):
            start = self._list_before(start)
        return (start, k)

    def _list_before(self, start: int) -> int:
        """``the minister, the mayor and the bishop``: where such a list begins."""
        words, first = self.words, start
        while first - 2 > self.lo and words[first - 1].raw == ",":
            q = first - 1
            while q > self.lo and first - q <= 6 and not self.bounds(q - 1):
                q -= 1
            head = words[q]
            if first - q > 6 or not (head.capital or head.tags & {"det", "role", "possessive"}) or any(
                words[p].tags & {"prep", "adverb", "time"} and words[p].fold != "of" for p in range(q, first - 1)
            ):  # fmt: skip
                break
            first = q
        before = words[first - 1] if first > self.lo else None
        clean = before is None or before.tags & {"bound", "conj"} or before.raw in {";", ":"}
        return first if clean else start

    def _without_time(self, start: int, k: int) -> int:
        """Before an adverb or a time that stands between the subject and the verb."""
        words = self.words
        while k - 1 > start:
            last = words[k - 1]
            if (last.kind == "w" and last.fold.endswith("ly") and len(last.fold) > 5 and not (
                last.capital or last.tags
            ) and last.fold not in _LY) or (last.fold in {"both", "each"} and k - 2 > start):  # fmt: skip
                k -= 1
            elif "time" in last.tags and words[k - 2].fold in {
                "on",
                "in",
                "last",
                "this",
                "early",
                "late",
            }:
                k -= 2
                if k - 1 > start and words[k - 1].fold in {"on", "in"}:
                    k -= 1
            else:
                break
        return k

    def _joins(self, p: int, k: int) -> bool:
        """Whether "and" at ``p`` joins two halves of one subject."""
        words = self.words
        count = 0
        for q in range(p - 1, self.lo - 1, -1):
            if self.bounds(q):
                break
            count += 1
            if words[q].tags & {"pron"} and not words[q].tags & {"det"}:
                return False
        if not 0 < count <= 5:
            return False
        left = words[p - count]
        q = p - count - 1
        if q >= self.lo and words[q].kind == "w" and (self.finite(q) or words[q].verb is not None):
            return False
        right = words[p + 1]
        named = words[p - 1].capital and right.capital
        return (
            named
            or ((bool(left.tags & {"det"}) or left.capital) and bool(right.tags & {"det", "role"}))
            or ("role" in words[p - 1].tags and "role" in words[k - 1].tags)
        )

    def _subject_start(self, start: int, k: int) -> int:
        words = self.words
        while start < k and (
            words[start].kind == "s"
            or words[start].tags & {"adverb", "conj"}
            or (
                "time" in words[start].tags
                and start + 1 < k
                and start == self.lo
                and not words[start].tags & {"role"}
            )
        ):
            start += 1
        for p in range(k - 1, start, -1):
            before = words[p - 1]
            if before.tags & {"adverb", "time"} and not before.capital and (
                (words[p].tags & {"det"} and words[p].fold not in {"one", "two", "three"})
                or (words[p].capital and p > start + 1)
            ):  # fmt: skip
                return p  # "three weeks later the mayor"
        if start >= k or not words[start].tags & {"prep"}:
            return start
        for p in range(k - 1, start, -1):
            word, before = words[p], words[p - 1]
            if "prep" in before.tags or (before.kind == "s" and before.raw in _SIGNS_INSIDE):
                continue
            opens = (
                word.tags & {"det", "pron"}
                or (word.capital and not before.capital)
                or ("possessive" in before.tags and False)
            )
            if opens and not before.tags & {"det", "possessive"} and "time" not in word.tags:
                if (
                    word.capital
                    and before.tags & {"role"}
                    and p - 2 >= start
                    and words[p - 2].tags & {"det"}
                ):
                    continue
                if (
                    word.capital
                    and before.kind == "w"
                    and p - 1 > start
                    and "prep" not in words[p - 2].tags
                    and before.tags & {"role"}
                ):
                    continue
                return p
        return k

    def _role_before(self, start: int, k: int) -> int:
        """``the harbour master, Ilsa Morn``: role, comma, name are one phrase."""
        words = self.words
        if start - 1 <= self.lo or words[start - 1].raw != "," or k - start > 4:
            return start
        if not all(words[p].capital or words[p].kind == "s" for p in range(start, k)):
            return start
        q = start - 1
        while q > self.lo and start - 1 - q < _LEFT_ROLE and not self.bounds(q - 1):
            q -= 1
        q = self._subject_start(q, start - 1)
        if words[q].fold.endswith("ing") or words[q].tags & {"ed", "vpp"}:
            return start  # "Speaking outside the court, Ada Brindle"
        if q < start - 1 and (
            words[q].tags & {"det"} or "possessive" in words[q].tags or words[q].capital
        ):
            if any(words[p].tags & {"role"} for p in range(q, start - 1)):
                return q
        return start

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
        if not word.tags:
            return False
        if k > j and "pron" in word.tags and "det" not in word.tags:
            return True
        if k > j and not word.tags.isdisjoint(_BREAKING):
            return True
        if k > j and "det" in word.tags and not self.words[k - 1].tags & {"prep", "conj", "det"}:
            return word.fold not in {"one", "two", "three", "four", "five", "six"}
        if "adverb" in word.tags and k > j:
            return True
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
            return (
                bool((after.tags | far.tags) & {"time", "document", "recording"})
                or after.kind == "n"
            )
        return True
