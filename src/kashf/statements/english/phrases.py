"""Noun phrases of English before a verb."""

from __future__ import annotations

from kashf.statements.draft import Range
from kashf.statements.english.rightward import Rightward
from kashf.statements.english.sets import in_ing, listed

__all__ = ["PARTICLES", "PRONOUNS", "ROUGHLY", "Phrases"]

_MOST = 16
_FEIGNING = 6
_LEFT_ROLE = 9
_OPENS = frozenset({"the", "my", "your", "our", "his", "her", "their", "a", "an"})
_INSIDE = frozenset(
    {"prep", "det", "possessive", "conj", "role", "time", "adverb", "ed", "aux", "bound"}
)
PRONOUNS = frozenset({"i", "you", "he", "she", "we", "they", "it"})
_SIGNS_INSIDE = frozenset("-'’&/#")
_NAMING = frozenset({"named", "called", "dubbed", "nicknamed"})
_LY = listed("ly")
PARTICLES = listed("in names") - {"the", "at", "and", "for", "of"}
_ASIDE = frozenset({"up", "out", "down", "away", "back"})
_HELPERS = frozenset({"aux", "do", "modal"})
_BOUNDING = _HELPERS | {"bound", "vpast"}
ROUGHLY = frozenset({"at least", "at most", "more than", "fewer than", "less than", "up to"})


class Phrases(Rightward):
    """Finds noun phrases in a scene."""

    def finite(self, k: int) -> bool:
        """Whether the word is surely a verb in a finite clause."""
        word = self.words[k]
        tags, verb = word.tags, word.verb
        if tags:
            if not tags.isdisjoint(_HELPERS) and "time" not in tags:
                return not (word.raw == "May" and k > self.lo)
            if "vpast" in tags and not word.capital and "det" not in self.words[k - 1].tags:
                return True
        if verb is None or (word.capital and k > self.lo):
            return False
        if word.fold in _NAMING and self.naming(k):
            return False
        if k + 1 < self.hi and self.words[k + 1].fold == "by" and not self.by_means(k + 1):
            return False
        if verb.kind == "present" and k > self.lo and not verb.has("n"):
            return True
        return verb.kind == "past" and not (k > self.lo and "det" in self.words[k - 1].tags)

    def naming(self, k: int) -> bool:
        """Whether ``k`` begins the name of a subject: "a user called Big Tam claims"."""
        words, q = self.words, k + 1
        if k == self.lo or q >= self.hi or words[k - 1].kind != "w" or (
            words[k - 1].tags & {"pron", "adverb", "aux", "modal", "conj", "rel", "bound"}
        ):  # fmt: skip
            return False
        if q in self.scene.closing:
            q = self.scene.closing[q] + 1
        else:
            while q < self.hi and (
                words[q].capital or words[q].kind == "h" or words[q].raw in _SIGNS_INSIDE
            ):
                q += 1
        return k + 1 < q < self.hi and words[q].kind == "w" and (
            words[q].verb is not None
            or bool(words[q].tags & {"aux", "modal", "do", "vpast", "vboth", "vpres", "ed"})
        )  # fmt: skip

    def bounds(self, k: int) -> bool:
        """Whether a subject can't reach over token ``k``."""
        word = self.words[k]
        if word.verb is None and word.kind in "wnh" and word.tags.isdisjoint(_BOUNDING):
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
        tags = word.tags
        if self.hyphened(k):
            return False
        if word.fold == "then" and k > self.lo and self.words[k - 1].tags & {"possessive", "det"}:
            return False
        return ("bound" in tags and "inner" not in tags) or self.finite(k)

    def hyphened(self, k: int) -> bool:
        """Whether the word is part of a compound: "so-called", "would-be"."""
        words, touching = self.words, self.scene.touching
        return (k + 1 < self.hi and words[k + 1].raw == "-" and touching(k) and touching(k + 1)) or (
            k - 2 >= self.lo and words[k - 1].raw == "-" and touching(k - 1) and touching(k - 2)
        )  # fmt: skip

    def left(self, k: int) -> Range | None:
        """The subject that ends before token ``k``."""
        lo, words = self.lo, self.words
        if k <= lo:
            return None
        start = k
        while start > lo and k - start < 2 * _MOST:
            if start - 1 in self.opened:
                inner = self.opened[start - 1]
                if words[start - 1].raw == ",":
                    break  # never closed
                if start - 1 - inner > (10 if "det" in words[inner + 1].tags else 6) or words[
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
                feigning = self._feigning(start)
                if feigning is None:
                    break
                start = feigning
                continue
            start -= 1
        start = self._unpunctuated(self._subject_start(start, k), k)
        if (
            start + 1 < k
            and "objpron" in words[start].tags
            and not words[start].tags & {"det", "pron"}
        ):
            start += 1  # "told me the foreman said"
        k = self._without_time(start, k)
        if k - 1 > start and words[k - 1].fold in PRONOUNS and words[k - 2].kind == "w" and not (
            words[k - 2].tags & {"prep", "conj", "det", "aux"}
        ):  # fmt: skip
            start = k - 1  # "last time you"
        if k - start > 1 and words[start].fold in PRONOUNS and words[start + 1].tags & {"prep", "adverb"} and (
            words[start + 1].fold != "of"
        ):  # fmt: skip
            k = start + 1  # "he at first"
        if start >= k:
            return None
        if start == k - 1 and "det" in words[start].tags and "pron" not in words[start].tags:
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
        if (
            start - 2 >= lo
            and f"{words[start - 2].fold} {words[start - 1].fold}" in ROUGHLY
            and (
                start - 3 < lo
                or words[start - 3].kind != "w"
                or words[start - 3].tags & {"bound", "conj"}
            )
        ):
            start -= 2
        if any(w.fold == "and" for w in words[start + 1 : k - 1]):
            start = self._list_before(start)
        return (start, k)

    def _feigning(self, start: int) -> int | None:
        """Where "posing as" and "claiming to be" begin that end before ``start``."""
        words = self.words
        if words[start - 1].fold == "as":
            k = start - 2
            while k > self.lo and start - k < _FEIGNING and not in_ing(words[k].fold):
                k -= 1  # "giving her name as"
        else:
            k = start - 3
            if (words[k + 1].fold, words[k + 2].fold) != ("to", "be"):
                return None
        if k <= self.lo or not in_ing(words[k].fold) or words[k - 1].kind != "w":
            return None
        return k

    def _unpunctuated(self, start: int, k: int) -> int:
        """Where the last noun phrase of several without a sign between them begins: "love my mother"."""
        words = self.words
        for p in range(k - 1, start + 1, -1):
            word, before = words[p], words[p - 1]
            opens = word.fold in _OPENS and p + 1 < k
            if opens and before.kind == "w" and not (
                before.capital or before.tags & _INSIDE or words[start].tags & {"det", "possessive", "prep"}
            ):  # fmt: skip
                return p
        return start

    def _list_before(self, start: int) -> int:
        """``the minister, the mayor and the bishop``: where such a list begins."""
        words, first = self.words, start
        while first - 2 > self.lo and words[first - 1].raw == ",":
            q = first - 1
            while q > self.lo and first - q <= 6 and not self.bounds(q - 1):
                q -= 1
            head = words[q]
            if any(words[p].tags & {"vpres", "vpast", "vboth", "aux"} for p in range(q, first - 1)):
                break  # "nothing was paid, the mayor and his deputy"
            if first - q > 6 or head.fold.endswith("ing") or not (head.capital or head.tags & {"det", "role", "possessive"}) or any(
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
            if "pron" in words[q].tags and "det" not in words[q].tags:
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
            or ((("det" in left.tags) or left.capital) and bool(right.tags & {"det", "role"}))
            or ("role" in words[p - 1].tags and "role" in words[k - 1].tags)
        )

    def _subject_start(self, start: int, k: int) -> int:
        words = self.words
        while start < k and (
            words[start].kind == "s"
            or words[start].tags & {"adverb", "conj"}
            or (words[start].fold in _ASIDE and start + 1 < k)
            or (
                "time" in words[start].tags
                and start + 1 < k
                and start == self.lo
                and "role" not in words[start].tags
            )
        ):
            start += 1
        start = self._behind_time(start, k)
        for p in range(k - 1, start, -1):
            before = words[p - 1]
            dated = (
                before.capital
                and "time" in before.tags
                and words[p - 2].fold in {"on", "in", "last"}
            )
            if before.tags & {"adverb", "time"} and (dated or not before.capital) and (
                ("det" in words[p].tags and words[p].fold not in {"one", "two", "three"})
                or (words[p].capital and p > start + 1)
            ):  # fmt: skip
                return p  # "three weeks later the mayor"
        if start >= k or "prep" not in words[start].tags:
            return start
        for p in range(k - 1, start, -1):
            word, before = words[p], words[p - 1]
            if "prep" in before.tags or (before.kind == "s" and before.raw in _SIGNS_INSIDE):
                continue
            if before.fold in PARTICLES and word.capital:
                continue
            opens = (
                word.tags & {"det", "pron"}
                or (word.capital and not before.capital)
                or ("possessive" in before.tags and False)
            )
            if opens and not before.tags & {"det", "possessive"} and "time" not in word.tags:
                if (
                    word.capital
                    and "role" in before.tags
                    and p - 2 >= start
                    and "det" in words[p - 2].tags
                ):
                    continue
                if (
                    word.capital
                    and before.kind == "w"
                    and p - 1 > start
                    and "prep" not in words[p - 2].tags
                    and "role" in before.tags
                ):
                    continue
                return p
        return k

    def _behind_time(self, start: int, k: int) -> int:
        """Past "In 2019", "On Monday night" or "Last week" before a subject."""
        words, q = self.words, start
        if words[q].fold in {"in", "on", "by", "since", "late", "early", "last", "this"}:
            q += 1
        dated = False
        while q < k and q > start:
            word = words[q]
            year = word.kind == "n" and len(word.raw) == 4 and not word.raw.startswith("0")
            if (
                not (year or "time" in word.tags)
                or "possessive" in word.tags
                or "role" in word.tags
            ):
                if word.fold not in {"last", "this", "early", "late"} and word.kind != "n":
                    break
            dated = dated or year or "time" in word.tags
            q += 1
        return q if dated and q < k and words[q].fold != "of" else start

    def _role_before(self, start: int, k: int) -> int:
        """``the harbour master, Ilsa Morn``: role, comma, name are one phrase."""
        words = self.words
        if start - 1 <= self.lo or words[start - 1].raw != "," or k - start > 4:
            return start
        if not all(
            words[p].capital or words[p].kind == "s" or words[p].fold in PARTICLES for p in range(start, k)
        ):  # fmt: skip
            return start
        q = start - 1
        while q > self.lo and start - 1 - q < _LEFT_ROLE and not self.bounds(q - 1):
            q -= 1
        q = self._subject_start(q, start - 1)
        if words[q].fold.endswith("ing") or words[q].tags & {"ed", "vpp"}:
            return start  # "Speaking outside the court, Ada Brindle"
        if any(words[p].tags & {"vpres", "vpast", "vboth"} for p in range(q, start - 1)):
            return start  # "insisting that her brother works there, Ada Brindle"
        if q < start - 1 and (
            "det" in words[q].tags or "possessive" in words[q].tags or words[q].capital
        ):
            if any("role" in words[p].tags for p in range(q, start - 1)):
                return q
        return start
