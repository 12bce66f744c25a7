"""The subject of a verb that reports nothing, which a participle goes on with: ``غادر القاعة نافيا …``."""

from __future__ import annotations

from kashf.statements.arabic.nouns import COMMAS, is_act
from kashf.statements.arabic.preceding import Preceding
from kashf.statements.draft import Range
from kashf.statements.given import is_given

__all__ = ["Doers"]


class Doers(Preceding):
    """Looks for it at the start of one sentence."""

    def _narrated(self, i: int) -> Range | None:
        """The subject of a verb that is no reporting verb, at the start of the sentence."""
        words = self.words
        low = self.lo
        if words[low].tags & {"prep"} and "given" not in words[low].tags:
            comma = next((k for k in range(low, min(i, low + 8)) if words[k].raw in COMMAS), None)
            low = low if comma is None else comma + 1
        for start in range(low, min(i, low + 4)):
            word = words[start]
            if start > low and words[start - 1].fold.endswith("ا") and not words[start - 1].tags:
                return None
            if word.kind != "w" or word.verb is not None or is_act(word):
                continue
            if word.tags & {"prep", "comp", "conj", "neg", "modal", "adverb", "was"}:
                continue
            nouns = {"role", "def", "given", "body", "recording", "document"}
            behind = start > low and is_act(words[start - 1])
            if behind and not self._does(start):
                return None
            if behind or is_given(word) or word.tags & nouns:
                found = self.phrases.noun(start, i, ("ب", "من", "عن", "الي", "علي"))
                if found is None:
                    return None
                cut = self.phrases.second(start, found[0])
                cut = cut or self.phrases.second(start, found[0], bare=True)
                cut = cut or self._place_behind(start, found[0])
                return (start, cut or self._apposed(start, found[0]))
        return None

    def _does(self, k: int) -> bool:
        """Whether the noun behind a verb that reports nothing is its subject and no object, by its gender."""
        word, verb = self.words[k], self.words[k - 1].base
        if is_given(word) or word.tags & {"role", "body"}:
            return True
        if word.base.endswith(("ا", "ه")) and word.raw[-1] in "اًه":
            return False  # an accusative, or one with a pronoun
        feminine = verb.endswith("ت") or verb[0] == "ت"
        own = word.raw.endswith(("ة", "ات"))
        return own == feminine or (feminine and "def" not in word.tags)

    def _place_behind(self, start: int, end: int) -> int | None:
        """``غادر طاهر بن عيشة القاعة``: what a man left or reached, behind his name."""
        if self.words[start].tags & {"def", "role", "body"}:
            return None
        ends = (k for k in range(start + 1, end) if self.words[k].raw.endswith("ة"))
        return next((k for k in ends if "def" in self.words[k].tags), None)
