"""The content of an English saying: a clause, a quotation, or a noun phrase."""

from __future__ import annotations

import re

from kashf.statements.draft import Range
from kashf.statements.english.endings import Complement, Endings
from kashf.statements.english.phrases import ROUGHLY
from kashf.statements.english.sets import listed
from kashf.statements.verbs import VerbForm

__all__ = ["WHETHER", "Contents"]

_STEPS = 16
WHETHER = frozenset(
    {"whether", "if", "how", "what", "why", "where", "when", "who", "which", "whose", "whom"}
)
_OPENING = frozenset(
    {"there", "even", "never", "just", "only", "always", "often", "once", "nothing"}
)
_PRESSED = listed("pressed")
_ADJECTIVE = re.compile(
    r"(?:ish|ous|ful|less|able|ible|ary|urd|ese|alse|ane|ngerous|tic|ivial|icial|lly)$"
)
_LASTING = listed("lasting")
_EMPTY = frozenset({"it", "this", "that", "them", "him", "her", "so", "one", "me", "us", "another"})
_ENDS = frozenset(".!?…")
_FAR = 10
_ROUGHLY = listed("roughly")
_LARGE = listed("large numbers")


class Contents(Endings):
    """Reads a content from where it begins."""

    def _object_content(self, j: int, verb: VerbForm, said: Complement) -> Complement:
        """``accused X of``, ``described X as``, ``called X a liar``."""
        if verb.lemma == "call":
            if self.words[j].fold in {"on", "upon"}:
                end = self.phrases.right(j + 1, frozenset({"to"}))
                if (
                    end + 1 < self.hi
                    and self.words[end].raw == ","
                    and "rel" in self.words[end + 1].tags
                ):
                    shut = next(
                        (
                            q
                            for q in range(end + 2, min(self.hi, end + 14))
                            if self.words[q].raw == ","
                        ),
                        end,
                    )
                    if shut + 1 < self.hi and self.words[shut + 1].fold == "to":
                        said.addressee, said.force = (j + 1, end), "demands"
                        return self._clause(shut + 2, said)
                if end < self.hi and self.words[end].fold == "to":
                    said.addressee, said.force = (j + 1, end), "demands"
                    return self._clause(end + 1, said)
                return said
            if self.words[j].fold == "for":
                said.force = "demands"
                return self._clause(j + 1, said)
            if self.words[j].fold.endswith("self"):
                return said
            end = self.phrases.right(j)
            after = self.words[end] if end < self.hi else None
            ok = (
                end > j and after is not None and (end in self.scene.closing or "det" in after.tags)
            )
            return self._clause(j, said) if ok or self._calls(j, end) else said
        if verb.lemma == "put" and j + 2 < self.hi and (
            [self.words[j].fold, self.words[j + 1].fold] == ["it", "to"]
        ):  # fmt: skip
            end = self.phrases.right(j + 2, frozenset({"that"}))
            if j + 2 < end < self.hi and self.words[end].fold == "that":
                said.addressee = (j + 2, end)
                return self._clause(end + 1, said)
            return said
        if verb.lemma == "put" and not self._estimates(j):
            return said
        if verb.lemma == "describe" and self.words[j].fold in WHETHER:
            return self._clause(j, said)
        link = {"put": "at", "accuse": "of", "blame": "for"}.get(verb.lemma, "as")
        if verb.lemma == "blame" and not any(w.fold == "for" for w in self.words[j : j + 12]):
            link = "on"
        if verb.lemma in {"label", "brand", "dub"} and self._names(j):
            return self._clause(j, said)
        said.noun = True
        for k in range(j + 1, min(self.hi, j + 20)):
            if self.words[k].fold == link:
                return self._clause(j, said)
        return said

    def _estimates(self, j: int) -> bool:
        """``put its losses at 4 million``: a noun phrase, "at" and an amount; "at 3 doors" is a place."""
        for k in range(j + 1, min(self.hi - 1, j + _FAR)):
            word = self.words[k]
            if word.fold == "at":
                q = k + 1
                while q + 1 < self.hi and self.words[q].fold in _ROUGHLY:
                    q += 1
                amount = self.words[q].kind == "n" or self.words[q].raw in "$€£"
                return amount or bool({w.fold for w in self.words[q : q + 4]} & _LARGE)
            if (word.kind == "s" and word.raw not in "-'’") or word.tags & {"rel", "conj"}:
                break
        return False

    def _opens_clause(self, j: int) -> bool:
        """``said at least 14 people died``, ``said there was``: no word of the saying, but of what is said."""
        after = self.words[j + 1].fold if j + 1 < self.hi else ""
        return (f"{self.words[j].fold} {after}" in ROUGHLY and self._subject_and_verb(j)) or (
            self.words[j].fold in _OPENING and self._begins(j)
        )

    def _begins(self, j: int) -> bool:
        """Whether an adverb opens what is said ("said there was") and does not belong to the saying."""
        for k in range(j + 1, min(self.hi, j + 4)):
            word = self.words[k]
            if (
                word.fold == "that"
                or k in self.scene.closing
                or (word.kind == "s" and word.raw not in "-'’")
            ):
                return False
            if word.tags & {"prep", "rel", "bound"} or word.fold in {"to", "if", "whether"}:
                return False
            if word.tags & {"aux", "do", "modal", "ed", "vpast", "vboth", "vpres"}:
                return True
        return j + 4 < self.hi

    def _judged_as(self, j: int) -> int | None:
        """``dismissed as "idle talk" any suggestion that …``: where the object begins."""
        words, k = self.words, j + 1
        if k < self.hi and k in self.scene.closing:
            k = self.scene.closing[k] + 1
        else:
            while k < min(self.hi, j + 6) and words[k].kind == "w" and (
                k == j + 1 or not words[k].tags & {"det", "possessive", "prep", "bound"}
            ):  # fmt: skip
                k += 1
        return k if k < self.hi and words[k].tags & {"det", "possessive"} else None

    def _goes(self, j: int) -> bool:
        """``he goes no way``, ``he goes the printer did it``: words that are said, and no way that one goes."""
        words = self.words
        if words[j].fold in {"but", "no", "yes"}:
            return True
        if "pron" in words[j].tags and "det" not in words[j].tags:
            return self._has_verb(j)
        return "det" in words[j].tags and any(
            words[k].tags & {"aux", "modal", "do", "vpast", "vboth", "ed"} and words[k - 1].tags.isdisjoint({"det", "conj"})
            for k in range(j + 2, min(self.hi, j + 5))
        )  # fmt: skip

    def _asked(self, j: int) -> bool:
        """``she said when asked whether …``: an aside."""
        return (
            self.words[j].fold in {"when", "as"}
            and j + 1 < self.hi
            and self.words[j + 1].fold in _PRESSED
        )

    def _aside(self, j: int) -> int | None:
        """Past "as we walked", to a sign or "that"."""
        for k in range(j + 1, min(self.hi, j + _STEPS)):
            word = self.words[k]
            if k in self.scene.closing or (word.kind == "s" and word.raw not in "-'’") or (
                word.fold == "that"
            ):  # fmt: skip
                told = next((w for w in self.words[j + 2 : k] if w.verb is not None), None)
                own = told is not None and told.verb.kind in {"past", "present"} and word.raw != ","
                return k if self.evidence(j + 1, k) and not own else None
        return None

    def _to_the_end(self, j: int) -> bool:
        """``urged patience``: one or two plain nouns and no more."""
        end = self.phrases.right(j)
        closes = end >= self.hi or (self.words[end].kind == "s" and self.words[end].raw in ",.;")
        return j < end <= j + 3 and closes and "det" not in self.words[j].tags and not any(
            w.tags & {"role", "objpron", "pron"} or w.capital for w in self.words[j:end]
        )  # fmt: skip

    def _pays(self, j: int, verb: VerbForm) -> bool:
        """``was promised double pay``, ``were offered 2,000 dollars``; a job that one is offered is no saying."""
        return verb.lemma == "promise" or (
            verb.lemma == "offer"
            and any(w.kind == "n" or w.raw in "$€£" for w in self.words[j : j + 2])
        )

    def _calls(self, j: int, end: int) -> bool:
        """``called the tweet childish``, ``called it absurd``: an object and an adjective."""
        words = self.words
        at = end if "objpron" in words[j].tags else end - 1
        if at >= self.hi or at <= j or words[at].capital or words[at].tags or words[at].kind != "w":
            return False
        if (
            at + 1 < self.hi
            and words[at + 1].kind != "s"
            and words[at + 1].fold not in {"and", "but", "to", "for", "in"}
        ):
            return False
        if at == end:
            return words[at].verb is None and not words[at].fold.endswith("s")
        return bool(_ADJECTIVE.search(words[at].fold)) and at - j >= 2

    def _names(self, j: int) -> bool:
        """``branded him a liar``: two noun phrases."""
        end = self.phrases.right(j)
        after = self.words[end] if j < end < self.hi else None
        return after is not None and (end in self.scene.closing or ("det" in after.tags))

    def _has_aux(self, j: int) -> bool:
        for k in range(j, min(self.hi, j + 12)):
            word = self.words[k]
            if (word.kind == "s" and word.raw not in "-'’") or word.tags & {"conj", "rel"}:
                return False
            if word.tags & {"aux", "modal", "do"} and not (word.raw == "May" and k > j):
                return True
        return False

    def _subject_and_verb(self, j: int) -> bool:
        """Whether a clause, and no thing, begins at ``j``: "reported the talks collapsed"."""
        words, hi = self.words, self.hi
        for q in range(j + 1, min(hi, j + 12)):
            word, before = words[q], words[q - 1]
            if (word.kind == "s" and word.raw not in "-'’") or word.tags & {"conj", "rel"}:
                return False
            if word.tags & {"aux", "modal", "do", "vpast", "vpres"} and not word.capital:
                return not ("pron" in before.tags and q - 1 > j)  # "the house she had bought"
            if word.tags & {"ed", "vboth"} and not before.tags & {
                "det",
                "prep",
                "possessive",
                "adverb",
            }:
                after = words[q + 1] if q + 1 < hi else None
                return after is None or after.kind == "s" or bool(
                    after.tags & {"det", "objpron", "possessive"}
                )  # fmt: skip
        return False

    def _has_verb(self, j: int) -> bool:
        """Whether a clause seems to begin at ``j``: more than a bare noun follows."""
        count, k = 0, j
        while k < self.hi:
            if k in self.scene.closing and count:
                return True
            if self.words[k].raw in {",", ".", ";", "?", "!", ":"} or k in self.scene.closing:
                break
            count += 1
            if self.words[k].tags & {"aux", "modal", "do", "short"}:
                return True
            k += 1
        first = self.words[j]
        if first.fold in WHETHER and count == 1:
            return False
        if count and k < self.hi and self.words[k].raw == "," and self._goes_on_after(k):
            return True
        if not first.tags & {"pron", "adverb", "modal"} and count < 9 and not any(
            w.tags & {"ed", "vpast", "vboth", "vpres", "adverb"} or w.verb is not None or "'" in w.fold
            or (w.fold.endswith("s") and not w.tags and w is not self.words[j + 1] and w.fold not in _LASTING)
            for w in self.words[j + 1 : k]
        ):  # fmt: skip
            return False
        if (
            count == 2
            and "pron" in first.tags
            and self.words[j + 1].tags & {"ed", "vpast", "vboth"}
        ):
            return True
        return count >= 3 and (
            first.tags & {"pron", "det"} != frozenset() or first.capital or count >= 4
        )

    def _goes_on_after(self, comma: int) -> bool:
        """Whether an insertion follows, and after it the verb: "the file, a list of names, was"."""
        for k in range(comma + 1, min(self.hi - 1, comma + _STEPS)):
            if self.words[k].raw == ",":
                return bool(self.words[k + 1].tags & {"aux", "modal", "do", "vpast"})
            if self.words[k].kind == "s" and self.words[k].raw not in "-'’":
                return False
        return False

    def _colon(self, j: int, said: Complement) -> Complement:
        j += 1
        while j < self.hi and self.words[j].kind == "\n":
            j += 1
        if j in self.scene.closing:
            return self._quoted(j, said)
        said.content = self.end(j)
        said.direct = said.content is not None
        return said

    def _quoted(self, j: int, said: Complement) -> Complement:
        close = min(self.scene.closing[j], self.hi)
        said.content = self._inner(j, close)
        said.direct = said.content is not None
        following = self.words[close + 1] if close + 1 < self.hi else None
        if self.words[close - 1].raw in _ENDS or self.words[j - 1].raw in ":\n" or (
            close < self.hi and self.words[close].raw == ","
        ):  # fmt: skip
            return said
        short = (
            close - j <= 8
            and following is not None
            and following.fold in {"about", "for", "against", "of"}
        )
        if (
            following is not None
            and following.kind == "w"
            and (short or not following.tags & {"conj", "bound", "prep", "adverb"})
        ):
            title = self.outer == "participle" and following.tags & {"aux", "modal", "do"}
            if (
                following.verb is None
                and following.fold != "according"
                and close - j < 12
                and not title
            ):
                end = self.end(close, reported=True)
                if end is not None:
                    said.content = self.scene.trim(j + 1, end[1])
                    said.direct = close - j > 3 * (end[1] - close)
        return said

    def quoted_or_clause(self, j: int) -> Complement:
        """The quotation or clause that begins at ``j``."""
        said = Complement()
        return self._quoted(j, said) if j in self.scene.closing else self._clause(j, said)

    def _inner(self, j: int, close: int) -> Range | None:
        return self.scene.trim(j + 1, close)

    def _clause(self, j: int, said: Complement) -> Complement:
        link = self.words[j - 1].fold
        phrase = said.noun or link in {"for", "of", "against", "about", "on", "upon"}
        said.content = self.end(j, noun=phrase or link == "to", reported=True)
        if (
            said.content is not None
            and self.words[said.content[1] - 2].raw + self.words[said.content[1] - 3].raw == "mind,"
        ):
            said.content = self.scene.trim(said.content[0], said.content[1] - 2)
        if said.content is not None and phrase:
            said.content = self.without_tail(said.content)
        if said.content is not None and said.content[1] - said.content[0] == 1 and (
            self.words[said.content[0]].fold in _EMPTY
        ):  # fmt: skip
            said.content = None
        if said.content is not None:
            start, end = said.content
            first = start if start in self.scene.closing else start - 1
            close = self.scene.closing.get(first, 0)
            said.direct = close >= end - 1 and close > 0
        return said
