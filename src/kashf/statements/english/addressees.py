"""Whom an English verb is said to, where the noun phrase stands right behind it."""

from __future__ import annotations

from kashf.statements.english.endings import Complement
from kashf.statements.english.insertions import Insertions
from kashf.statements.english.sets import listed
from kashf.statements.verbs import VerbForm

__all__ = ["AFTER_NOUN", "Addressees"]

AFTER_NOUN = listed("after noun")
_GROUPS = listed("groups")
_WITH = frozenset({"with", "on", "at", "inside", "near", "across", "outside"})
_INCLINED = listed("inclined to")
_MEANS = listed("places") - {"to"}
_CLAUSE = 16
_LATER = frozenset({"later", "earlier", "ago", "before", "afterwards"})
_NEXT = frozenset({"next", "following", "same", "previous"})
_WHEN = _NEXT | listed("in times")
_TIMES = listed("hours") | {
    "night",
    "morning",
    "evening",
    "afternoon",
    "weekend",
    "autumn",
    "summer",
    "winter",
    "spring",
}


class Addressees(Insertions):
    """Reads them."""

    def _demonstrative(self, j: int) -> bool:
        """Whether "that" is an object and no conjunction ("said that.")."""
        if j + 1 < self.hi and self.words[j + 1].raw == "," and any(
            self.words[q].raw == "," for q in range(j + 3, min(self.hi, j + 14))
        ):  # fmt: skip
            return False  # "that, in June, it"
        if j + 2 < self.hi and self.words[j + 2].raw in {",", ";", "."} and not self.words[j + 1].tags - {"document", "recording", "report"} and (
            self.words[j + 1].kind == "w" and not self.words[j + 1].capital and self.words[j - 1].verb is not None
            and self.words[j - 1].verb.lemma in {"write", "say", "post", "read", "deny", "repeat", "record"}
        ):  # fmt: skip
            return True  # "never written that message,"
        return j + 1 >= self.hi or self.words[j + 1].raw in {".", ",", "?", "!", ";"} or (
            self.words[j + 1].fold in {"down", "out", "up", "off", "away", "twice", "again", "once", "much"}
        )  # fmt: skip

    def _addressee(self, j: int, verb: VerbForm) -> int | None:
        end = self._without_participle(j, self.phrases.right(j, AFTER_NOUN))
        if end == j or self.words[j].kind == "n" or self.words[j].raw in {"$", "€", "£"}:
            return None
        if (
            end + 1 < self.hi
            and self.words[end].fold == "of"
            and self.words[end - 1].fold in _GROUPS
        ):
            end = self.phrases.right(j, AFTER_NOUN - {"of"})
        if end < self.hi and self.words[end].fold == "as" and self.words[end - 1].fold == "known":
            named = end + 1  # "a blogger known as Tern"
            while named < self.hi and self.words[named].capital:
                named += 1
            end = named if named > end + 1 else end
        if "pron" in self.words[j].tags and not self.words[j].tags & {"objpron", "det"}:
            if self.words[j].fold not in {
                "you",
                "someone",
                "everyone",
                "everybody",
                "anyone",
                "anybody",
                "others",
            }:
                return None
        if verb.lemma in {"offer", "promise"} and not self.words[j].tags & {"det"}:
            for k in range(j + 1, end):  # "offered Mr Orr 30,000 marks to"
                if self.words[k].kind == "n" or self.words[k].raw in {"$", "€", "£"}:
                    return k
        if verb.has("b") and verb.force != "says" and self._finite_at(end):
            return None  # "warned the tapes were destroyed"
        if end < self.hi and self.words[end].fold in _WITH and verb.has("r"):
            more = self._without_participle(end + 1, self.phrases.right(end + 1))
            over = self._past_modifiers(more)
            if end + 1 < more and over < self.hi and self.words[over].fold in {"to", "not"}:
                end = more  # "urged anyone with information to"
        if verb.lemma in {"offer", "promise"} and self._second_object(end):
            return end
        if verb.has("d") or (verb.has("n") and not verb.has("s")):
            return self._led(j, end, verb)
        if verb.has("b") and self._finite_at(end):
            end = self._split(j, end)
        for k in range(j + 1, end):  # "told her the money was there"
            if "det" in self.words[k].tags and "objpron" in self.words[j].tags:
                return k
        return end

    def _told_plainly(self, j: int) -> bool:
        """Whether a clause of its own follows the comma, and no second comma soon."""
        words = self.words
        if (
            j >= self.hi
            or words[j].kind != "w"
            or words[j].tags & {"conj", "rel", "prep", "adverb"}
        ):
            return False
        if words[j].fold in {
            "and",
            "but",
            "or",
            "which",
            "who",
            "as",
            "though",
            "while",
            "when",
            "after",
            "before",
        }:
            return False
        for k in range(j, min(self.hi, j + 9)):
            if words[k].kind != "w":
                return False
            if k > j and self.phrases.finite(k):
                return True
        return False

    def _later(self, j: int) -> int:
        """Past "eleven minutes later", "that night" or "the next morning"; ``j`` where none stands."""
        words, q, last = self.words, j, self.hi - 1
        while (
            q < last and (words[q].look or words[q].fold in _WHEN) and words[q].fold not in _TIMES
        ):
            q += 1
        if not j < q < last or words[q].fold not in _TIMES:
            return j
        after = words[q + 1]
        if after.fold in _LATER:
            return q + 2
        leads = after.raw == ":" or after.fold == "that" or q + 1 in self.scene.closing or (
            after.verb is not None and after.verb.kind == "participle"
        )  # fmt: skip
        dated = words[j].fold in {"that", "this"} or words[q - 1].fold in _NEXT
        return q + 1 if leads and dated else j

    def _to_your_face(self, comma: int, verb: VerbForm) -> bool:
        """``I'm telling you, they know``: whether what is said follows the comma without "that"."""
        words, q = self.words, comma - 1
        while "adverb" in words[q].tags:
            q -= 1
        mine = words[q - 2].fold.partition("'")[0] in {"i", "we"}
        told = verb.has("o") and verb.has("b") and verb.kind in {"participle", "base"}
        return told and words[q].fold == "you" and (mine or verb.kind == "participle")

    def _without_participle(self, j: int, end: int) -> int:
        """Where a noun phrase ends before a participle: "farmers living near the dam"."""
        found = self.phrases.without_participle((j, end)) if j < end else None
        return found[1] if found is not None else end

    def _finite_at(self, k: int) -> bool:
        """Whether the verb of a clause stands at ``k``."""
        while k < self.hi and "adverb" in self.words[k].tags:
            k += 1
        return k < self.hi and bool(self.words[k].tags & {"aux", "modal", "do", "vpast", "vpres"})

    def _led(self, j: int, end: int, verb: VerbForm) -> int | None:
        """The end of who is spoken to, where the object of the verb may also be what is said."""
        words = self.words
        over = self._past_adverbials(self._past_modifiers(end))
        after = words[over] if over < self.hi else None
        somebody = words[j].capital or any(
            w.tags & {"role", "objpron", "pron"} for w in words[j:end]
        )
        if after is not None and (
            after.fold in {"that", "to", *verb.after}
            or (after.fold == "not" and over + 1 < self.hi and words[over + 1].fold == "to")
            or (somebody and over in self.scene.closing)
            or (verb.has("b") and self._clause_opens(over))
        ):  # fmt: skip
            return end
        if after is not None and verb.force == "promises" and (
            after.tags & {"det", "possessive"} and "prep" not in words[end - 1].tags
        ):  # fmt: skip
            return end  # "promised the league the playoffs"
        if after is not None and after.raw == ",":
            over_comma = self._over(end, Complement())
            if over_comma is not None and words[min(over_comma, self.hi - 1)].fold == "that":
                return end  # "threatened her brother, Hamdan, that"
        return j + 1 if "objpron" in words[j].tags and not self.phrases._goes_on(j) else None

    def _second_object(self, k: int) -> bool:
        """Whether what is promised begins at ``k``: "promised shareholders a full account"."""
        if k + 1 >= self.hi or self.words[k].fold not in {
            "a",
            "an",
            "no",
            "the",
            "his",
            "her",
            "their",
            "its",
        }:
            return False
        end = self.phrases.right(k)
        return "time" not in self.words[end - 1].tags and not self._finite_at(end)

    def _clause_opens(self, k: int) -> bool:
        """Whether a subject and its verb follow: "promised residents his son had paid"."""
        if "pron" in self.words[k].tags and "det" not in self.words[k].tags:
            return True
        end = self.phrases.right(k) if "det" in self.words[k].tags else k
        return end > k and self._finite_at(end)

    def _past_adverbials(self, k: int) -> int:
        """Past the place, time or means of a saying: "in a letter", "on Tuesday", "by phone"."""
        while k + 1 < self.hi and self.words[k].fold in _MEANS and "prep" in self.words[k].tags:
            end = self.phrases.right(k + 1, frozenset({"that"}))
            if end == k + 1:
                break
            k = end
        return k

    def _split(self, j: int, end: int) -> int:
        """``told the court prisoners were beaten``: where who is spoken to gives way to a subject."""
        words = self.words
        for p in range(end - 1, j, -1):
            before, word = words[p - 1], words[p]
            whole = before.fold in _GROUPS or before.tags & {"role", "objpron"} or (
                before.capital and not word.capital
            )  # fmt: skip
            if (
                whole
                and word.kind in "wn"
                and word.fold not in {"of", "for", "from", "and", "at", "in"}
            ):
                return p
        return end

    def _asked_to(self, q: int) -> bool:
        """Whether "to" at ``q`` leads to what one is asked to do."""
        words = self.words
        if q + 1 >= self.hi or words[q].fold != "to":
            return False
        before, after = words[q - 1], words[q + 1]
        return after.kind == "w" and not (
            after.tags & {"det", "objpron", "possessive", "role", "prep"} or after.capital
            or before.fold in _INCLINED or ("objpron" in before.tags and "det" not in before.tags)
        )  # fmt: skip

    def _leads_on(self, q: int) -> bool:
        """Whether "that", "to" or "not to" stands at ``q``."""
        return q < self.hi and (self.words[q].fold in {"that", "not"} or self._asked_to(q))

    def _past_modifiers(self, end: int) -> int:
        """Past a clause or participle about who is spoken to, up to "that" or "to".

        "people who hold papers to", "Ms Orr, who chairs the board, that", "men hired for the raid to".
        """
        words, hi = self.words, self.hi
        first = end + (end < hi and words[end].raw == ",")
        if first + 1 >= hi or not self._modifies(first):
            return end
        for q in range(first + 1, min(hi, end + _CLAUSE)):
            word = words[q]
            if word.raw == "," and first > end:
                return q + 1 if self._leads_on(q + 1) else end
            if word.kind == "s" and word.raw not in "-'’":
                return end
            if word.fold == "that" and first == end:
                return q
            if self._asked_to(q):
                return q - (words[q - 1].fold == "not")
        return end

    def _modifies(self, k: int) -> bool:
        """Whether a relative clause or a participle begins at ``k``."""
        word, after = self.words[k], self.words[k + 1]
        if word.fold in {"who", "whose"}:
            return True
        return bool(word.tags & {"ed", "vpp"} or word.fold.endswith("ing")) and bool(
            after.tags & {"prep", "time", "adverb", "det"}
        )
