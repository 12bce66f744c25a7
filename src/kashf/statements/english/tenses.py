"""Whose clause an English clause is, told by its tense: the narrator's, or the one reported."""

from __future__ import annotations

from functools import cached_property

from kashf.statements.draft import Scene
from kashf.statements.english.sets import listed
from kashf.statements.english.subjects import Subjects
from kashf.statements.english.tails import Tails

__all__ = ["Tenses"]

_PRESENT = listed("present")
_SHIFTED = frozenset(
    ["had", "would", "could", "might", "hadn't", "wouldn't", "couldn't", "'d"]
)  # what a narrator's own clause seldom has
_PAST = frozenset(["was", "were", "did", "wasn't", "weren't", "didn't"])
_LINKS = frozenset({"and", "but", "so", "yet", "though", "although"})
_RELATIVE = frozenset({"which", "whose", "who"})
_AFTER = frozenset({"after", "hours", "days", "following", "as", "while", "when", "before"})
_BARE_SHORT = listed("bare short")
_SPLICED = frozenset({"thats", "theres", "hes", "shes", "theyre", "youre", "im", "ive"})
_HOURS = listed("hours")
_OUTER_ING = listed("narrator ing")
_TO_THE_ROOM = frozenset({"laughter", "applause", "cheers", "jeers", "boos", "murmurs", "gasps"})
_REACH = 9
_DURING = frozenset({"after", "before", "while", "when"})
_PRESSED = listed("pressed")
_JUDGED = listed("judged")
_ACTS = (listed("acts past"), listed("acts present"))
_ACTS_OF_TWO = (listed("acts of two past"), listed("acts of two present"))


class Tenses(Tails):
    """Finds where a reported clause, phrase or infinitive gives way to the narrator's words."""

    def __init__(self, scene: Scene, phrases: Subjects, lo: int, hi: int) -> None:
        super().__init__(scene, phrases, lo, hi)
        self.outer = ""  # the form of the reporting verb
        self.fronted = False  # "when he asked why, she laughed"
        self.demanded = False  # "demanded that he go, hours after"
        self.inserted = False  # "the man, who denies it, told"

    @cached_property
    def careless(self) -> int:
        """1 for a sentence without a full stop, 2 if it also lacks apostrophes, capitals or spaces."""
        words = self.words
        stops = words[self.hi - 1].kind not in {"w", "n"}
        for q in range(self.lo, self.hi):
            word = words[q]
            if word.raw == "," and self.scene.touching(q) and words[q + 1].kind in {"w", "n"}:
                return 2
            if not stops and (word.fold in _BARE_SHORT or word.raw == "i"):
                return 2
        return 0 if stops else 1

    def _splices(self, q: int, j: int) -> bool:
        """Whether a comma of a careless sentence stands where a full stop should."""
        after, following = self.words[q], self.words[min(q + 1, self.hi - 1)]
        if after.fold in _SPLICED:
            return True
        if not self.careless or after.tags & {"conj", "prep"} or after.fold.endswith("ever") or (
            after.tags & {"bound"} and after.fold != "which"
        ):  # fmt: skip
            return False
        if self.careless > 1:
            far = self.words[min(q + 2, self.hi - 1)]
            return "of" not in {following.fold, far.fold} and following.fold not in {"one", "ones"}
        if after.fold == "which" or after.tags & {
            "aux",
            "modal",
            "do",
            "vpast",
            "vboth",
            "vpres",
            "ed",
        }:
            return False
        listed_on = any(
            self.words[k].raw == "," and self.words[k + 1].fold in {"and", "or"} for k in range(q, self.hi - 1)
        )  # fmt: skip
        return bool(self.tense(q)) and bool(self.evidence(j, q)) and not listed_on

    def tense(self, start: int) -> str:
        """Of the clause whose subject begins at ``start``: present, past, shifted or unknown."""
        for q in range(start, min(self.hi, start + _REACH)):
            word = self.words[q]
            if word.kind == "s" and word.raw not in "-'’":
                return ""
            found = self._of(q, first=q == start)
            if found:
                return found
        return ""

    def _over_insertion(self, start: int) -> str:
        """The tense of a clause whose subject has an insertion behind it: "Ada Brindle, 36, said"."""
        commas = [
            q for q in range(start + 1, min(self.hi - 1, start + 2 * _REACH)) if self.words[q].raw == ","
        ]  # fmt: skip
        return self._of(commas[1] + 1, first=False) if len(commas) > 1 else ""

    def _of(self, q: int, *, first: bool) -> str:
        word = self.words[q]
        _, sign, tail = word.fold.partition("'")
        if (sign and word.tags & {"pron", "short"}) or (sign and tail in {"ve", "re", "m", "ll"}):
            return "shifted" if tail == "d" else "present"
        if word.fold in _PRESENT:
            return "present"
        if word.fold in _SHIFTED:
            return "shifted"
        if word.fold in _PAST:
            return "past"
        if first or word.capital:
            return ""
        if word.fold == "been" and "pron" in self.words[q - 1].tags:
            return "present"  # "they been asking"
        if "vpres" in word.tags or (word.verb is not None and word.verb.kind == "present"):
            return "present" if not self.words[q - 1].tags & {"det", "prep"} else ""
        if "vpast" in word.tags:
            return "past"
        after = self.words[q + 1] if q + 1 < self.hi else word
        if (
            word.verb is not None
            and word.verb.kind == "base"
            and word.tags.isdisjoint({"ed", "vboth"})
        ):
            before = self.words[q - 1]
            plural = (
                before.fold.endswith("s") and before.kind == "w" and not before.fold.endswith("ss")
            )
            return "present" if plural or before.fold in {"people", "police", "they", "we"} else ""
        if word.tags & {"ed", "vboth"} and after.fold != "by":
            before = self.words[q - 1]
            noun = before.tags & {"det", "prep", "possessive"} and "pron" not in before.tags
            return "" if noun else "past"
        return ""

    def evidence(self, start: int, end: int) -> set[str]:
        """The tenses that surely stand in a stretch."""
        found = set()
        for q in range(start, end):
            fold, tags = self.words[q].fold, self.words[q].tags
            if fold in _PRESENT or "vpres" in tags or fold.endswith(("'re", "'ve", "'m")):
                found.add("present")
            elif fold in _SHIFTED or (fold.endswith("'d") and tags & {"pron", "short"}):
                found.add("shifted")
            elif fold in _PAST or tags & {"vpast", "ed", "vboth"}:
                found.add("past")
        return found

    def leaves(self, k: int, j: int, *, noun: bool) -> bool:
        """Whether the narrator goes on at ``k``, where what is reported began at ``j``."""
        words, hi = self.words, self.hi
        if k + 2 >= hi:
            return False
        word, after = words[k], words[k + 1]
        if word.raw == "," and self._splices(k + 1, j):
            return True
        if word.raw in {",", "—", "–"}:
            if self.fronted and not after.tags & {"conj", "bound"} and (
                self.tense(k + 1) or self._over_insertion(k + 1)
            ):  # fmt: skip
                return True
            if self.inserted and (
                after.tags & {"aux", "do", "modal", "vpast", "vboth", "ed", "vpres", "adverb"}
                or (after.verb is not None and after.verb.kind in {"past", "present", "base"})
            ):  # fmt: skip
                return True
            if after.fold in _OUTER_ING:
                return True
            if after.fold == "to" and words[k + 2].fold in _TO_THE_ROOM:
                return True
            if after.fold in {"a", "an"} and words[k + 2].fold in _JUDGED:
                return True
            if after.fold == "despite" or self._comments(k + 1, k + 2):
                return True
            if any("time" in w.tags and w.capital for w in words[max(self.lo, j - 3) : j]) and (
                self._hours_after(k + 1)
            ):  # fmt: skip
                return True  # "said on Monday it had dismissed him, two days after"
            if after.fold == "then" and self._went_on(k + 2, "but", j, k, noun=noun):
                return True
            if after.fold == "and" and words[k + 2].fold in {"had", "has"} and k + 3 < hi and (
                self.outer in {"past", "perfect"} and words[k + 3].tags & {"ed", "vpp", "vboth"}
                and not {words[q].fold for q in range(j, k)} & {"had", "has", "have"}
            ):  # fmt: skip
                return True  # "had told them the posts were a joke, and had refused to"
            if after.fold in _LINKS and (self._own_act(k + 2) or self._third_acts(k + 2)):
                return True
            if after.fold in _LINKS and self._went_on(k + 2, after.fold, j, k, noun=noun):
                return True
            if after.fold in {"though", "although"} and not noun and self.tense(k + 2):
                return True
            if after.fold == "but" and words[k + 2].fold in {"only", "not", "if", "when"}:
                return False
            if after.fold in _LINKS:
                return self._own_clause(k + 2, j, k, noun=noun)
            if after.fold == "which" and noun and "pron" in words[k + 2].tags:
                return True  # "rejects the findings, which it describes as"
            if after.fold in _RELATIVE:
                return (after.fold == "which" and (self._judges(k + 2) or self._moves(k + 2))) or (
                    self.outer == "past"
                    and self.tense(k + 2) == "present"
                    and "present" not in self.evidence(j, k)
                )
            ahead = noun or self.demanded or "shifted" in self.evidence(j, k)
            if ahead and self._hours_after(k + 1):
                return True
            if self.means(k + 1) and (noun or self.evidence(j, k)):
                return True
            if after.fold == "even" and words[k + 2].fold in {"though", "as"} and not noun:
                return bool(self.tense(min(k + 3, hi)))
            if after.fold == "as" and self._meanwhile(k + 2):
                return True
            return (
                noun
                and after.fold in _AFTER
                and word.raw == ","
                and (after.fold != "as" or bool(self.tense(k + 2)))
            )
        if self.demanded and k > j and self._hours_after(k):
            return True  # "to strike it off two days before the vote"
        if noun and words[j - 1].fold != "to" and word.fold in _DURING and k > j + 1:
            return self._while_saying(k, j)
        if word.raw == ";" and noun and after.fold == "that":
            return True
        if word.raw == ";" and after.fold in {"yet", "but", "however", "nevertheless", "still"}:
            return True
        if word.raw == ";":
            if k - 1 in self.scene.opening and self.scene.opening[k - 1] > j and self.tense(k + 1):
                return True
            return self.outer == "past" and self.tense(k + 1) == "present" and (
                "present" not in self.evidence(j, k)
            )  # fmt: skip
        if word.fold in {"and", "but", "then"} and self._own_act(k + 1):
            return True
        if word.fold in {"and", "but"} and words[k - 1].kind == "w":
            if noun and after.tags & {"pron", "short"} and "det" not in after.tags:
                return bool(self.tense(k + 1))
            return self._verb_after(k + 1 + (after.fold == "then" and k + 3 < hi), j, k, noun=noun)
        return False

    def _while_saying(self, k: int, j: int) -> bool:
        """``denied it when asked``, ``demanded 700 before she would look``: a clause about the saying."""
        after = self.words[k + 1]
        if after.fold in _PRESSED:
            return True
        if self.demanded and self.words[k].fold in {"after", "before"}:
            return bool(self.tense(k + 1))
        return (
            self.outer == "past"
            and self.tense(k + 1) == "past"
            and not self.words[j].fold.endswith("ing")
        )

    def _meanwhile(self, q: int) -> bool:
        """``, as crowds gathered outside``: what others did while it was said."""
        words = self.words
        if self.outer not in {"past", "perfect"} or (
            "pron" in words[q].tags and "det" not in words[q].tags
        ):
            return False
        return self.tense(q) == "past" and not any(
            w.fold in _PAST for w in words[q : min(self.hi, q + 6)]
        )  # fmt: skip

    def _own_act(self, q: int) -> bool:
        """What one does at the end of a talk: "and hung up", "but declined to …"."""
        if "adverb" in self.words[q].tags and q + 1 < self.hi:
            q += 1
        one = self.words[q].fold
        present = self.outer == "present"
        two = f"{one}_{self.words[q + 1].fold}" if q + 1 < self.hi else ""
        if one in _ACTS[present] or two in _ACTS_OF_TWO[present]:
            return True
        return present and (one in _ACTS[0] or two in _ACTS_OF_TWO[0])

    def _third_acts(self, q: int) -> bool:
        """``says the firm has moved, and shuts the door``: a verb in -s behind a comma, with its object."""
        if q + 1 >= self.hi:
            return False
        word, after = self.words[q], self.words[q + 1]
        return self.outer == "present" and bool(after.tags & {"det", "objpron", "possessive"}) and (
            "vpres" in word.tags or (word.fold.endswith("s") and not word.tags and word.verb is None)
        )  # fmt: skip

    def _went_on(self, q: int, link: str, j: int, k: int, *, noun: bool) -> bool:
        """``…, but gave no date``: a past tense of the one who speaks."""
        word = self.words[q]
        plain = word.fold == "did" or bool(word.tags & {"vpast", "vboth", "ed"})
        if (
            self.outer != "past"
            or not plain
            or word.capital
            or word.fold in _PAST | _SHIFTED - {"did"}
        ):
            return False
        return noun or link == "but" or (
            "vpast" in word.tags and "shifted" in self.evidence(j, k)
        )  # fmt: skip

    def _own_clause(self, start: int, j: int, k: int, *, noun: bool) -> bool:
        """A clause with its own subject after a comma and "and" or "but"."""
        tense = self.tense(start) if self.words[start].fold != "that" else ""
        if not tense:
            return False
        if noun:
            return True
        if self.outer not in {"past", "perfect"}:
            return False
        seen = self.evidence(j, k)
        if tense == "present":
            return "present" not in seen
        return tense == "past" and ("shifted" in seen or seen == {"present"})

    def _verb_after(self, q: int, j: int, k: int, *, noun: bool) -> bool:
        """A second verb of the one who speaks, without a subject of its own."""
        word, after = self.words[q], self.words[q + 1]
        object_ = (
            bool(after.tags & {"det", "pron", "objpron", "possessive", "prep", "adverb"})
            or after.capital
            or after.fold.endswith("ing")
        )
        if not object_:
            return noun and self.outer == "past" and after.raw in ".;" and self.words[j - 1].fold != "to" and (
                bool(word.tags & {"vpast", "ed"}) and word.fold not in _PAST
            )  # fmt: skip
        past = "vpast" in word.tags
        if self.outer == "past":
            if past and noun:
                return True
            if word.tags & {"ed", "vboth"} and noun and after.fold not in {"by", "of"}:
                return (
                    bool(after.tags & {"det", "objpron", "possessive"})
                    or after.capital
                    or after.fold.endswith("ing")
                )
            return past and word.fold not in _PAST and "shifted" in self.evidence(j, k)
        if self.outer == "present" and not word.capital:
            third = "vpres" in word.tags or (
                word.fold.endswith("s") and not word.fold.endswith("ss") and not word.tags
                and word.verb is None and bool(after.tags & {"det", "adverb", "objpron"})
            )  # fmt: skip
            return third and (noun or "present" not in self.evidence(j, k))
        return False
