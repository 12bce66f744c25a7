"""Subjects that don't follow their verb: before it, or of a verb that reports nothing."""

from __future__ import annotations

from kashf.statements.arabic.phrases import Phrases
from kashf.statements.draft import Range, Scene
from kashf.statements.given import is_given

__all__ = ["Subjects"]

_COMMAS = frozenset("،,؛;")
_BACK = 14


class Subjects:
    """Looks for subjects in one sentence."""

    def __init__(self, scene: Scene, span: Range) -> None:
        self.scene = scene
        self.words = scene.words
        self.lo, self.hi = span
        self.phrases = Phrases(scene)
        self.addressee: Range | None = None
        self.speaking: Range | None = None  # the subject of a verb of addressing

    def _addressing(self, i: int) -> None:
        """``خاطب المدير فريقه قائلا``: who speaks and to whom, for the participle to come."""
        before = self._subject_before(i)
        phrase = self.phrases.noun(i + 1, self.hi, ("خلال", "في"))
        if phrase is None:
            return
        if before is None:
            cut = self.phrases.second(i + 1, phrase[0])
            if cut is None:
                self.speaking = (i + 1, phrase[0])
                return
            self.speaking, self.addressee = (i + 1, cut), (cut, phrase[0])
        else:
            self.speaking, self.addressee = before, (i + 1, phrase[0])

    def _subject_before(self, i: int) -> Range | None:
        """The noun phrase that stands between the start of the clause and the verb ``i``."""
        words = self.words
        k = i
        while k > self.lo and words[k - 1].tags & {"modal", "neg", "was", "adverb", "hedge"}:
            k -= 1
        if k == self.lo or ("and" in words[i].tags and k == i):
            return None
        if "relative" in words[k - 1].tags:
            k -= 1
            if k > self.lo and words[k - 1].raw in _COMMAS:
                k -= 1
        start = k
        while start > self.lo and k - start < _BACK and not self._clause_edge(start - 1):
            start -= 1
        if start < self.lo or start == k:
            return self._before_insertion(k) if start == k else None
        if "prep" in words[start].tags and "given" not in words[start].tags:
            return None
        first = words[start]
        if (
            k - start >= 2
            and first.base[0] == "ي"
            and not first.tags
            and len(first.base) > 3
            and not is_given(first)
        ):
            start += 1  # a verb: "a voice is heard saying"
        for begin in range(start, k):
            word = words[begin]
            if word.kind != "w" or word.tags & {
                "prep",
                "conj",
                "adverb",
                "comp",
                "neg",
                "was",
                "modal",
            }:
                continue
            found = self.phrases.noun(begin, k)
            if found is not None and found[1] == k:
                return (begin, found[0])
            if found is None or begin == start:
                return None
            return None
        return None

    def _before_insertion(self, k: int) -> Range | None:
        """``رئيس النقابة، وقد قارب السبعين، يقول``."""
        words = self.words
        if k <= self.lo + 2 or words[k - 1].raw not in _COMMAS:
            return None
        for q in range(k - 2, max(self.lo, k - 16), -1):
            if words[q].raw in _COMMAS:
                after = words[q + 1]
                if after.tags & {"comp", "prep"}:
                    return None
                start = q
                while start > self.lo and not self._clause_edge(start - 1):
                    start -= 1
                found = self.phrases.noun(start, q) if start < q else None
                return (start, found[0]) if found is not None and found[1] == q else None
        return None

    def _clause_edge(self, k: int) -> bool:
        word = self.words[k]
        if word.kind in "s\n":
            return word.raw not in "-–—()"
        return bool(word.tags & {"comp", "bcomp", "conj", "whether"}) or (
            word.verb is not None and not word.tags & {"role", "body"} and "def" not in word.tags
        )

    def _spoken_to(self, i: int) -> Range | None:
        """The addressee that a participle "addressing" named before."""
        return self.addressee if self.addressee is not None and self.addressee[0] < i else None

    def _after_clause(self, i: int) -> bool:
        if i == self.lo:
            return True
        before = self.words[i - 1]
        return before.raw in _COMMAS or before.raw in ")»”\"-–—" or not before.tags & {
            "prep", "role", "body", "recording", "document"
        }  # fmt: skip

    def _narrated(self, i: int) -> Range | None:
        """The subject of a verb that is no reporting verb, at the start of the sentence."""
        words = self.words
        for start in range(self.lo, min(i, self.lo + 6)):
            word = words[start]
            if word.kind != "w" or word.verb is not None:
                continue
            if word.tags & {"prep", "comp", "conj", "neg", "modal", "adverb", "was"}:
                continue
            nouns = {"role", "def", "given", "body", "recording", "document"}
            if word.tags & nouns or (
                start > self.lo and start + 1 < i and "def" in words[start + 1].tags
            ):
                found = self.phrases.noun(start, i, ("ب", "من", "عن", "الي", "علي", "في"))
                if found is None:
                    return None
                cut = self.phrases.second(start, found[0])
                return (start, cut or found[0])
        return None
