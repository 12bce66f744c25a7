"""The subject of an English verb, over relative clauses, participles and insertions."""

from __future__ import annotations

from kashf.statements.draft import Range
from kashf.statements.english.phrases import Phrases
from kashf.statements.english.sets import in_ing, listed
from kashf.statements.name_words import ORG_END
from kashf.statements.tokens import Word

__all__ = ["Subjects"]

_FAR = 40
_INSERTIONS = 4
_VERBISH = frozenset({"ed", "vpast", "vboth", "vpp"})
_PARTICIPLES = _VERBISH | {"vpres"}
_REL = frozenset({"who", "which", "whose", "whom", "that", "where"})
_TIMELY = frozenset({"since", "after", "before", "until", "than"})
_ALL = ("all", "anybody", "anyone", "everybody", "everyone", "nobody", "none")
_BUT_NOT = {("rather", "than"), ("other", "than")} | {(one, "but") for one in _ALL}
_NAMING = frozenset({"named", "called", "titled", "entitled", "dubbed", "nicknamed"})
_PLURALS = listed("plurals")
_PLURAL_DETS = listed("plural dets")
_ADJECTIVES = listed("adjectives")
_DONE_TO = listed("done to")
_IN_NAMES = listed("in names")
_BODIES = listed("bodies")
_LONG_NAME = 12
_SHORTEST_CONTACT = 3
_WORDS_IN_NAME = 6


class Subjects(Phrases):
    """Finds the subject of a verb group that begins at a token."""

    def subject(self, k: int) -> Range | None:
        """The noun phrase that is the subject of the verb group at ``k``."""
        if k not in self.seen:
            self.seen[k] = self._subject(k)
        return self.seen[k]

    def _subject(self, k: int) -> Range | None:
        found = self.left(k)
        bound = k
        while bound > self.lo and k - bound < _FAR and not self.bounds(bound - 1):
            bound -= 1
        bound -= 1
        if bound > self.lo:
            outer = self._over(bound, k, found)
            if outer is not None:
                return outer
        if found is not None and self._third(k - 1, k - 4):
            p = self.contact(found[0], k - 1)
            if p is not None:
                return (found[0], p)  # "the party Ada Brindle leads"
        return self.without_participle(found)

    def nearest(self, k: int) -> Range | None:
        """The noun phrase that ends before a relative clause at ``k``."""
        found = self.without_participle(self.left(k))
        if found is None:
            return None
        found = self._object_of(found)
        for p in range(found[1] - 1, found[0], -1):
            before = self.words[p - 1]
            far = bool(self.words[found[0]].tags & {"ed", "vpp"}) or (
                "prep" in before.tags and before.fold not in {"of", "for", "from", "in", "at"}
            )
            if "det" in self.words[p].tags and (
                far
                or self._of_somebody(found, p, k)
                or not before.tags
                & {
                    "prep",
                    "conj",
                    "det",
                }
            ):
                return (p, found[1])
        return found

    def _object_of(self, found: Range) -> Range:
        """Without a subject and verb before it: "Ada Brindle hired Tobin Orr", who then speaks."""
        start, end = found
        for p in range(end - 1, start + 1, -1):
            verb, word = self.words[p - 1], self.words[p]
            opens = word.capital or word.tags & {"det", "possessive"}
            done = verb.tags & _VERBISH and not verb.capital and verb.fold not in _NAMING
            if opens and done and (self.words[p - 2].capital or "pron" in self.words[p - 2].tags):
                return (p, end)
        return found

    def _of_somebody(self, found: Range, p: int, k: int) -> bool:
        """``a call from a man who said``: a person in a phrase of a thing."""
        words = self.words
        return (
            k < self.hi
            and words[k].fold == "who"
            and any("role" in w.tags for w in words[p : found[1]])
            and not any(w.capital or "role" in w.tags for w in words[found[0] : p])
        )

    def _over(self, bound: int, k: int, found: Range | None) -> Range | None:
        """The subject before a clause or phrase that belongs to it, where one begins at ``bound``."""
        word, words = self.words[bound], self.words
        if word.kind != "w":
            return None
        thin = found is None or all(
            "time" in w.tags or w.kind == "n" or w.fold in {"times", "years", "days"}
            for w in words[found[0] : found[1]]
        )
        if word.fold in _TIMELY and words[bound - 1].fold in _DONE_TO and bound - 2 >= self.lo and (
            self._noun(bound - 2)
        ):  # fmt: skip
            return self.without_participle(self.left(bound - 1))  # "a man arrested after the march"
        if (words[bound - 1].fold, word.fold) in _BUT_NOT and found is not None:
            before = self.left(bound - (word.fold == "than"))
            return self.without_participle(before) or (bound - 1, bound)
        if word.fold in _TIMELY:
            if thin and not any(self.finite(q) for q in range(self._segment(bound), bound)):
                return self.subject(bound)
            return None
        opens = self._relative(bound, k)
        if opens is not None:
            return self.without_participle(self.left(opens))
        contact = self._before_contact(bound) if bound + 1 in {k, self._start_of(found)} else None
        if contact is not None:
            return contact
        if (
            word.tags & _VERBISH
            and bound - 1 > self.lo
            and self._noun(bound - 1)
            and bound + 1 < k
            and words[bound + 1].tags & {"prep", "time", "adverb"}
            and "vpast" not in words[bound].tags
            and (found is None or found[0] > bound + 1)
        ):
            return self.without_participle(self.left(bound))
        return None

    def _segment(self, k: int) -> int:
        """Where the words between two signs begin."""
        while k > self.lo and not (
            self.words[k - 1].kind == "s" and self.words[k - 1].raw not in "-'’&/#"
        ):
            k -= 1
        return k

    def _relative(self, bound: int, k: int) -> int | None:
        for p in range(bound, max(self._segment(bound), k - _FAR), -1):
            word = self.words[p]
            if word.fold in _REL and p - 1 >= self.lo:
                if word.fold in {"that", "where"} and not self._noun(p - 1):
                    continue
                after = self.words[p + 1]
                known = self._verbal(p + 1, k) or (word.fold == "that" and self._third(k - 1, p))
                if word.fold == "who" and after.kind == "w" and not (after.tags or after.capital):
                    known = True  # "those who know her"
                if self._noun(p - 1) and known:
                    return p
                if word.fold in {"which", "whom", "whose"} and "prep" in self.words[p - 1].tags and (
                    p - 2 >= self.lo and self._noun(p - 2) and (self._verbal(p + 1, k) or self._third(k - 1, p))
                ):  # fmt: skip
                    return p - 1  # "the page on which it appeared"
            elif "conj" in word.tags:
                return None
        return None

    def _third(self, q: int, rel: int) -> bool:
        """Whether the last word of a relative clause looks like a verb in -s: "on which the claim rests"."""
        word = self.words[q]
        return (
            q - rel > 2
            and not word.tags - {"role"}
            and not word.capital
            and word.fold.endswith("s")
            and not word.fold.endswith("ss")
            and (not word.tags or self.words[q - 1].capital)
        )

    def contact(self, first: int, verb: int) -> int | None:
        """Where a relative clause without a pronoun begins before its verb: "the man | Ada Brindle accused"."""
        words, p = self.words, verb
        if verb - first < _SHORTEST_CONTACT:
            return None
        while p > first and words[p - 1].capital:
            p -= 1
        opens = words[first].tags & {"det", "possessive"} and "pron" not in words[first].tags
        return p if opens and first + 1 < p < verb and self._noun(p - 1) else None

    def _start_of(self, found: Range | None) -> int:
        return found[0] - 1 if found is not None and "prep" in self.words[found[0] - 1].tags else -1

    def _before_contact(self, verb: int) -> Range | None:
        """The subject before "Ada Brindle had accused", if the last word of that stands at ``verb``."""
        word, v = self.words[verb], verb
        if not (word.tags & _PARTICIPLES or self.finite(verb)):
            return None
        while v > self.lo and self.words[v - 1].tags & {"aux", "modal", "adverb"}:
            v -= 1
        whole = self.left(v)
        p = self.contact(whole[0], v) if whole is not None else None
        return (whole[0], p) if whole is not None and p is not None else None

    def _verbal(self, start: int, end: int) -> bool:
        """Whether a verb stands between two places."""
        for q in range(start, end):
            word = self.words[q]
            if self.finite(q) or word.tags & (_VERBISH | {"vpres", "do", "modal"}):
                return True
            if q == start and word.verb is None and not word.tags and not word.capital and (
                word.fold.endswith("s")
            ):  # fmt: skip
                return True
        return False

    def _noun(self, p: int) -> bool:
        """Whether the word may end a noun phrase."""
        word = self.words[p]
        if word.kind == "n":
            return True
        return (
            word.kind == "w"
            and (word.verb is None or word.verb.has("n"))
            and not word.tags
            & {"det", "adverb", "prep", "possessive", "conj", "aux", "do", "modal", "rel", "bound", "vpast", "objpron"}
        ) or word.fold in {"those", "anyone", "someone", "everyone", "one"}  # fmt: skip

    def without_participle(self, found: Range | None) -> Range | None:
        """``two experts asked by us`` is two experts."""
        if found is None:
            return None
        start, end = found
        words = self.words
        for p in range(start + 1, min(end, self.hi - 1)):
            word = words[p]
            if word.kind != "w" or word.capital:
                continue
            ing = in_ing(word.fold)
            if word.tags.isdisjoint(_PARTICIPLES) and not (
                ing or (word.verb is not None and word.verb.kind in {"past", "perfect"})
            ):
                continue
            if word.fold in _NAMING or not self._noun(p - 1):
                continue
            if word.fold == "calling" and words[p + 1].fold.endswith(("self", "selves")):
                continue
            if words[p - 1].kind == "n" and p - 1 == start:
                continue
            if ing and "ed" in words[p - 1].tags:
                continue  # "a combined following of"
            after = words[p + 1]
            if after.tags & {"prep", "time", "adverb"} or after.kind == "n" or after.fold in {"up", "out", "over", "down"} or after.fold in {"to", "more", "less"} or (
                ing and (after.fold == "as" or after.tags & {"det", "pron", "possessive", "objpron"} or (after.capital and after.fold not in ORG_END))
            ):  # fmt: skip
                return (start, p)
        return found

    def plural(self, found: Range | None) -> bool:
        """Whether a subject takes a verb without "-s"."""
        if found is None:
            return False
        words = self.words[found[0] : found[1]]
        first = words[0]
        if first.fold in {"i", "we", "they", "you", "who"} | _PLURAL_DETS:
            return True
        if first.kind == "n" and first.raw != "1":
            return True
        if first.kind == "h":
            return True
        head: Word = first
        for word in words:
            if word.fold == "and":
                return True
            if "prep" in word.tags or word.raw == "," or word.fold in _ADJECTIVES:
                break
            head = word
        return (head.fold in _PLURALS and first.fold not in {"a", "an"}) or (
            head.fold.endswith("s")
            and not head.fold.endswith(("ss", "'s"))
            and not (
                head.capital
                and head is words[-1]
                and len(words) <= 3
                and found[0] > self.lo
                and not head.tags & {"role", "document", "recording", "report"}
            )
        )

    # insertions between commas

    def before_insertion(self, comma: int) -> Range | None:
        """The subject of a verb before which an insertion closes with the comma at ``comma``."""
        at = comma
        opened = self._opening_comma(comma)
        if opened is None or opened + 1 == comma:
            return None
        at = opened
        for _ in range(_INSERTIONS):
            found = self.subject(at)
            before_it = self._opening_comma(at)
            if found is None and before_it is not None and self.words[before_it + 1].fold == "of":
                at = opened = before_it  # "Brandt, of Mill Lane, Tarn,"
                continue
            if found is None:
                return None
            if found[0] - 2 > self.lo and self.words[found[0] - 1].fold == "of" and (
                self.words[found[0] - 2].raw == ","
            ):  # fmt: skip
                at = opened = found[0] - 2
                continue
            first = self.words[found[0]]
            if found[0] - 2 > self.lo and self.words[found[0] - 1].raw == "," and (
                first.tags & {"prep"} or first.fold == "like"
            ):  # fmt: skip
                at = found[0] - 1  # "Orr, who, like Ada Brindle, lives there,"
                if "rel" in self.words[at - 1].tags and at - 2 > self.lo:
                    at -= 1 + (self.words[at - 2].raw == ",")
                opened = at
                continue
            cut = next(
                (q for q in range(*found) if "rel" in self.words[q].tags and q > found[0]), None
            )
            if cut is not None and cut + 1 < found[1]:
                return (found[0], cut)
            if self.words[opened].raw == "," and at == opened:
                whole = self._named(found, opened, comma)
                if whole is not None:
                    return whole
            if found[0] - 1 <= self.lo or self.words[found[0] - 1].raw != ",":
                return found
            before = self._opening_comma(found[0] - 1)
            first = self.words[(before if before is not None else self.lo - 1) + 1]
            small = all(w.kind == "n" for w in self.words[found[0] : found[1]])
            if not small and (
                first.tags & {"prep", "adverb", "conj", "bound"}
                or any(
                    self.finite(q) or self.words[q].tags & {"vpast", "vboth"}
                    for q in range((before or self.lo - 1) + 1, found[0] - 1)
                )
            ):
                return found
            if not small and self.words[found[0]].fold not in {"a", "an"}:
                return found
            at = found[0] - 1
        return None

    def _opening_comma(self, close: int) -> int | None:
        first = self.opened.get(close - 1, close)
        if close - first <= _LONG_NAME and self.words[first - 1].raw == "," and (
            close - first > 2 and all(w.capital or w.fold in _IN_NAMES for w in self.words[first + 1 : close - 1])
        ):  # fmt: skip
            return first - 1
        for q in range(close - 1, max(self.lo, close - _FAR), -1):
            if q in self.opened:
                return None
            if self.words[q].raw in {",", "—", "–"}:
                return q
        return None

    def _named(self, found: Range, opened: int, close: int) -> Range | None:
        """``the harbour master, Ilsa Morn,`` is one phrase."""
        inner = self.words[opened + 1 : close]
        if not inner or len(inner) > _LONG_NAME:
            return None
        head = self.words[found[1] - 1]
        if found[1] != opened and not ("report" in head.tags or head.fold in _BODIES):
            return None  # "officials who know the mayor, Ada Brindle,"
        if inner[0].kind == "s" and self.scene.closing.get(opened + 1) == close - 1:
            return (found[0], close)  # "one customer, 'Pauline of Addle Cross',"
        short = sum(w.kind != "s" for w in inner) <= _WORDS_IN_NAME
        named = (short and inner[0].capital and all(w.capital or w.raw in "-.&'’" or w.fold in _IN_NAMES for w in inner)) or (
            inner[0].fold in {"a", "an", "the"} and inner[-1].capital
            and not any(w.tags & {"prep", "rel"} for w in inner)
        )  # fmt: skip
        role = [w.fold for w in self.words[found[0] : found[0] + 2]] == ["one", "of"] or any(
            w.tags & {"role", "report"} or w.fold in _BODIES for w in self.words[slice(*found)]
        )
        first, after = self.words[found[0] : found[0] + 2]
        role = role or (first.fold, after.fold) == ("one", "of")
        return (found[0], close) if named and role else None
