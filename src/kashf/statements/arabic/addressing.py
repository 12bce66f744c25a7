"""Who is spoken to, and how it is said, between an Arabic verb and what is said."""

from __future__ import annotations

from kashf.statements.arabic.endings import Complement
from kashf.statements.arabic.insertions import Insertions
from kashf.statements.arabic.lexicon import masdar_like
from kashf.statements.arabic.nouns import DIRECTED
from kashf.statements.draft import Range
from kashf.statements.verbs import VerbForm

__all__ = ["Addressing"]


class Addressing(Insertions):
    """Reads them."""

    def _addressee(self, j: int, hi: int, verb: VerbForm, said: Complement) -> int | None:
        """Step over the one who is spoken to, if the verb takes one here."""
        word = self.words[j]
        if said.addressee is not None or said.hung or word.kind != "w":
            return None
        start = j
        if word.verb is not None and not word.tags & {"role"}:
            return None
        if word.fold == "ل" and j + 1 < hi and self.words[j + 1].raw == "(":
            close = self.phrases.bracketed(j + 1, hi)
            if close is not None:
                said.addressee = (j, close)
                return close
        if word.fold == "ل" and j + 1 in self.scene.closing:
            said.addressee = (j, min(self.scene.closing[j + 1] + 1, hi))
            return said.addressee[1]
        if (verb.has("i") and "clitic:ب" in word.tags) or (
            "clitic:ل" in word.tags and not word.tags & {"timely", "adverb", "masdar"}
        ):
            pass
        elif (verb.has("m") and word.base == "من") or (
            (verb.has("t") or verb.has("m")) and word.base == "الي"
        ) or (verb.has("u") and word.base == "علي" and "prep" in word.tags):  # fmt: skip
            start = j + 1
        elif verb.has("o") and not word.tags & {
            "prep", "adverb", "source", "tome", "conj", "neg", "modal", "comp", "timely"
        } and word.base not in DIRECTED:  # fmt: skip
            pass
        else:
            return None
        phrase = self.phrases.noun(start, hi, verb.after)
        if phrase is None:
            return None
        if verb.has("d") or verb.has("i") or not verb.after:
            cut = self.phrases.second(start, phrase[0], bare=True) or next(
                (k for k in range(start + 1, phrase[0]) if masdar_like(self.words[k].base.removeprefix("ال"))
                 and "def" in self.words[k].tags and "def" in self.words[k - 1].tags), None
            )  # fmt: skip
            if cut is None and verb.has("m"):
                cut = self._another(start, phrase[0])
            if cut is not None:
                phrase = (cut, cut)
        said.addressee = (start, phrase[0])
        return phrase[1]

    def _another(self, start: int, end: int) -> int | None:
        """``من المحكمة الرأفة``: a definite noun that is no adjective of the one before."""
        for k in range(start + 1, end):
            word = self.words[k]
            if "def" in self.words[k - 1].tags and "def" in word.tags and not (
                word.tags & {"adjective", "quality", "given", "role", "and", "clitic:ل"}
                or word.base.endswith(("ي", "يه", "يين", "يات"))
            ):  # fmt: skip
                return k
        return None

    def _accusative(self, j: int, hi: int, verb: VerbForm) -> bool:
        """``نفيا قاطعا``: how it was said."""
        word = self.words[j]
        if word.base.startswith("ايا"):
            return False
        if word.tags or word.verb is not None or not word.base.endswith("ا") or len(word.base) < 4:
            return False
        after = self.words[j + 1] if j + 1 < hi else word
        again = not after.tags and after.base.endswith("ا") and j + 2 < hi
        led = after.base in verb.after or ("ب" in verb.after and "clitic:ب" in after.tags)
        return (
            bool(after.tags & {"comp", "bcomp"})
            or after.raw == ":"
            or led
            or (again and bool(self.words[j + 2].tags & {"comp", "bcomp"}))
        )

    def _shorter(self, phrase: Range | None, start: int, verb: VerbForm) -> Range | None:
        """Without the verbal noun that is announced or denied: ``في بيان مقتضب علمها بالمكالمة``."""
        if phrase is None or not (verb.has("d") or verb.has("r")):
            return phrase
        cut = self.phrases.second(start, phrase[0], bare=True)
        return phrase if cut is None else (cut, cut)
