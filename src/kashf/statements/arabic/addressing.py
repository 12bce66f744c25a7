"""Who is spoken to, and how it is said, between an Arabic verb and what is said."""

from __future__ import annotations

from kashf.statements.arabic.endings import Complement
from kashf.statements.arabic.insertions import Insertions
from kashf.statements.arabic.lexicon import is_adjective, masdar_like
from kashf.statements.arabic.nouns import COMMAS, DIRECTED, is_act
from kashf.statements.draft import Range
from kashf.statements.given import is_given
from kashf.statements.verbs import VerbForm

__all__ = ["Addressing"]


_ISSUED = frozenset({"صدر", "صدرت"})


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
                 and not self.words[k].base.endswith(("ي", "يه"))
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
        if word.base.startswith("ايا") or word.base.endswith(("ها", "هما")):
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

    def _place(self, start: int, hi: int, verb: VerbForm) -> Range | None:
        """The noun phrase of a place or time of the saying, up to the subject or what is said.

        ``في بيان مقتضب | علمها``, ``خلال جلسة مغلقة | الوزيرة``, ``في تصريح لإذاعة الساحل``.
        """
        words = self.words
        phrase = self.phrases.noun(start, hi, self.leads(verb), to=True)
        if phrase is None:
            return None
        cut = self._border(start, phrase[0], verb)
        if cut is not None:
            return (cut, cut)
        at = phrase[1] - (phrase[0] > start + 1 and words[phrase[0] - 1].base in _ISSUED)
        if at + 2 < hi and self._told_of(at) and (
            words[at + 1].tags & {"prep", "timely", "adverb", "tome"}
        ):  # fmt: skip
            at = self._past_clause_of(at + 1, hi, verb)
            return (at, at)
        if at >= hi or phrase[0] != at:
            return phrase
        word = words[at]
        if "tome" in word.tags and word.base[0] == "ل" and "def" not in words[at - 1].tags:
            return (phrase[0], at + 1)  # "in a statement of hers"
        if at + 1 >= hi:
            return phrase
        if not any(w.tags & {"event", "document", "recording"} for w in words[start : start + 2]):
            return phrase
        toward = word.base in {"الي", "مع"}
        if not toward and not ("clitic:ل" in word.tags and not word.tags & {"masdar", "adverb"}):
            return phrase
        if word.base in verb.after and not self._again(at + 1, hi, word.base):
            return phrase
        to = self.phrases.noun(at + toward, hi, self.leads(verb), to=True)
        if to is None:
            return phrase
        cut = self._border(at + toward, to[0], verb)
        return to if cut is None else (cut, cut)

    def _told_of(self, at: int) -> bool:
        """``في بيان صدر مساء الأحد``: whether a clause about an indefinite document or event begins."""
        word, before = self.words[at], self.words[at - 1]
        finite = (
            is_act(word)
            or word.base in _ISSUED
            or (word.verb is not None and word.verb.kind == "passive")
        )
        return (
            finite and "and" not in word.tags and "def" not in before.tags and not is_given(before)
        )

    def _past_clause_of(self, at: int, hi: int, verb: VerbForm) -> int:
        """Past the adverbs, times and places of such a clause."""
        while at + 1 < hi:
            word = self.words[at]
            if word.tags & {"tome", "adverb", "inside"}:
                at += 1
            elif word.tags & {"prep", "timely"} and word.base not in self.leads(verb):
                phrase = self._place(at + 1, hi, verb)
                if phrase is None:
                    break
                at = phrase[1]
            else:
                break
        return at

    def _again(self, j: int, hi: int, base: str) -> bool:
        """Whether the preposition comes again before a comma."""
        for k in range(j, min(hi, j + 10)):
            if self.words[k].raw in COMMAS:
                return False
            if self.words[k].base == base and "prep" in self.words[k].tags:
                return True
        return False

    def _stranger(self, start: int, end: int) -> int:
        """``أمام المحكمة طاهر``: an indefinite noun that the place cannot govern; ``end`` without one."""
        words = self.words
        for k in range(start + 1, end):
            word, before = words[k], words[k - 1]
            if (
                {"role", "def"} <= word.tags
                and "role" not in before.tags
                and (self.phrases.closed(start, k - 1) and "prep" not in before.tags)
            ):
                return k  # "in the prison the activist …"
            if word.kind != "w" or before.kind != "w" or word.tags & {
                "def", "and", "maybe-and", "prep", "adverb", "conj", "was", "neg", "timely", "time", "clitic:ب", "clitic:ل"
            }:  # fmt: skip
                continue
            if "prep" in before.tags or ("role" in before.tags and "def" in before.tags) or is_given(before) or (
                is_adjective(word.base) or word.raw.endswith(("ه", "ها", "هم"))
            ):  # fmt: skip
                continue
            if self.phrases.closed(start, k - 1):
                return k
        return end

    def _border(self, start: int, end: int, verb: VerbForm) -> int | None:
        """Where another phrase begins in one of a place: the subject, or what is announced or denied."""
        stop = self._stranger(start, end)
        first = self.phrases.second(start, stop) or (stop if stop < end else None)
        bare = None
        if verb.has("d") or verb.has("r"):
            bare = self.phrases.second(start, end, bare=True)
        if bare is not None and (
            self.phrases.owned(self.words[bare]) or self.phrases.closed(start, bare - 1)
        ):
            return bare if first is None else min(first, bare)
        return first
