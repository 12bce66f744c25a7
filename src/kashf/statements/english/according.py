"""English source phrases: according to, in a sentence whose other sayings are known."""

from __future__ import annotations

from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.english.complements import Complements
from kashf.statements.english.lists_below import owner_above
from kashf.statements.english.phrases import PARTICLES
from kashf.statements.english.sets import listed
from kashf.statements.english.subjects import Subjects
from kashf.statements.nouns import kind_of

__all__ = ["Sayings"]

_BULLETS = frozenset(":•*·▪–—-")
_CLAUSE = 18
_DASHES = frozenset("—–-")
_IN_NAMES = listed("in names")
_OWNERS = frozenset({"his", "her", "its", "their", "my", "our"})
_NAME = 5
_NEAR = 10
_NOBODY = frozenset({"nobody", "no", "noone", "none", "neither", "whoever", "anyone", "anybody"})


class Sayings:
    """The sayings of one sentence as far as they are found."""

    def __init__(self, scene: Scene, span: Range) -> None:
        self.scene = scene
        self.words = scene.words
        self.lo, self.hi = span
        while self.lo + 1 < self.hi and scene.words[self.lo].kind != "w" and self.lo not in scene.closing and (
            scene.words[self.lo].raw in _BULLETS
            or (self.lo > span[0] and scene.words[self.lo].raw in ")/.")
            or (scene.words[self.lo].kind == "n" and scene.words[self.lo + 1].raw in ":)/.")
            or (scene.words[self.lo].kind == "n" and self.lo > 1 and scene.words[self.lo - 1].raw == ":")
        ):  # fmt: skip
            self.lo += 1  # the time of an entry
        self.owner = owner_above(scene, span[0]) if self.lo > span[0] else None  # of an item
        self.lo = self._behind_dateline()
        self.phrases = Subjects(scene, self.lo, self.hi)
        self.complements = Complements(scene, self.phrases, self.lo, self.hi)
        self.found: list[Draft] = []

    def _behind_dateline(self) -> int:
        """Past ``DARROW, June 9 (Northwire) —``."""
        words, lo = self.words, self.lo
        if lo + 3 >= self.hi or not (words[lo].raw.isupper() and len(words[lo].raw) > 2):
            return lo
        for k in range(lo + 1, min(self.hi - 2, lo + 14)):
            if words[k].raw in _DASHES and not self.scene.touching(k):
                return k + 1
            if words[k].raw not in {",", "(", ")", ".", "/"} and not (
                words[k].capital or words[k].kind == "n"
            ):
                break
        return lo

    def _quote_ends(self, k: int) -> bool:
        return k in self.phrases.opened or (
            self.words[k].raw == "," and k - 1 in self.phrases.opened
        )

    def _tells(self, speaker: Range | None, lemma: str) -> bool:
        """Whether what shows something is a document, recording or person; a picture of it is not."""
        if speaker is None:
            return True
        words = self.words[speaker[0] : speaker[1]]
        if lemma == "indicate" and "pron" in words[0].tags:
            return True
        return any(w.tags & {"document", "recording", "report"} for w in words) or (
            lemma != "show" and any("role" in w.tags or w.capital for w in words)
        )

    def _can_speak(self, span: Range) -> bool:
        """Whether a noun phrase may be somebody or a document: not "the streets"."""
        words = self.words[slice(*span)]
        return any(
            w.capital or w.tags & {"role", "document", "recording", "report", "pron", "objpron"}
            or (kind_of(w) or "t")[0] != "t" for w in words
        )  # fmt: skip

    def _nobody(self, speaker: Range) -> bool:
        return self.words[speaker[0]].fold in _NOBODY

    def _phrase(self, i: int) -> tuple[int, int] | None:
        """Where the source phrase with the word ``i`` begins, and where who it names."""
        words = self.words
        if words[i].fold == "according":
            return (i, i + 2) if i + 2 < self.hi and words[i + 1].fold == "to" else None
        if words[i].fold == "words":
            return (i - 2, i + 2) if (
                i - 2 >= self.lo and i + 2 < self.hi
                and [words[k].fold for k in (i - 2, i - 1, i + 1)] == ["in", "the", "of"]
            ) else None  # fmt: skip
        start = i - 1 if i > self.lo and words[i - 1].fold == "as" else i
        free = start == self.lo or words[start - 1].raw in {",", "(", ")", ":", ";"}
        after = words[i + 1] if i + 1 < self.hi else words[i]
        named = after.tags & {"det", "role", "document", "recording", "report"} or after.capital
        return (start, i + 1) if free and named else None

    def _according(self, i: int) -> None:
        phrase = self._phrase(i)
        if phrase is None:
            return
        i, first = phrase
        end = self._named_source(first)
        if end == first:
            return
        opens = i <= self.lo + 1 or self.words[i - 1].raw in {":", ";"}
        end = self._with_name(first, end)
        behind = self._behind_tail(end) if opens or self.words[i - 1].raw == "," else end
        behind = self._behind_apposition(end, behind)
        told = (
            behind > end + 2
            and self.words[end].raw == ","
            and self.words[end + 1].fold in {"a", "an"}
        )
        who = (first, behind if told and not self.words[end - 1].capital else end)
        clause = self._clause_of(i, behind, opens=opens)
        if clause is None:
            return
        lo, hi = clause
        owners = [d for d in self.found if d.verb and lo - 1 <= d.verb[0] < hi + 1
                  and not d.phrase and self._main(d, clause)]  # fmt: skip
        if owners:
            kind = self.complements.kind(who) or "unknown"
            for draft in owners:
                draft.sources.append((kind, who))
            return
        self.found.append(Draft((i, first), "says", clause, speaker=who, phrase=True))

    def _clause_of(self, i: int, end: int, *, opens: bool) -> Range | None:
        """The clause that a source phrase from ``i`` to ``end`` belongs to: behind, around or before it."""
        words, between = self.words, False
        if not opens and words[i - 1].raw == "," and end < self.hi and words[end].raw == ",":
            between = self._helper(i - 2) or not any(self._predicate(k) for k in range(self.lo, i))
            between = between and bool(self.complements.evidence(end, min(self.hi, end + _CLAUSE)))
        if not opens and not between:
            return self._clause_around(i)
        start = end
        while start < self.hi and words[start].raw == ",":
            start += 1
        clause = self.complements.end(start)
        if clause is None or not between:
            return clause
        subject = self.phrases.left(i - 1)
        while start + 1 < self.hi and "adverb" in words[start].tags:
            start += 1
        after = words[start] if start < self.hi else words[end]
        if self._helper(i - 2):  # "was, according to …, forged"
            before = self._clause_around(i)
            return (before[0], clause[1]) if before is not None else clause
        if subject is not None and (subject[0] == self.lo or words[subject[0] - 1].kind == "s") and (
            after.tags & {"aux", "modal", "do", "ed", "vpast", "vboth", "vpres"} or after.verb is not None
            or (after.fold.endswith("s") and not after.tags)
        ):  # fmt: skip
            return (subject[0], clause[1])  # "The firm, according to …, hired"
        return clause  # "Within three hours, according to …, it had"

    def _helper(self, k: int) -> bool:
        return bool(self.words[k].tags & {"aux", "modal", "do"}) and self.words[k].raw != "May"

    def _predicate(self, k: int) -> bool:
        return self.phrases.finite(k) or self._helper(k)

    def _with_name(self, first: int, end: int) -> int:
        """The end of a source with the name behind its role and a comma: "her lawyer, Jonas Weil"."""
        words, k = self.words, end + 1
        person = any((kind_of(w) or "t")[0] != "t" for w in words[first:end] if "role" in w.tags)
        if end >= self.hi or words[end].raw != "," or words[end - 1].capital or not person:  # fmt: skip
            return end
        while k < self.hi and (words[k].capital or words[k].fold in _IN_NAMES):
            k += 1
        closed = k >= self.hi or words[k].raw in {",", ".", ";", ")"}
        return k if end + 1 < k <= end + _NAME and closed else end

    def _behind_apposition(self, end: int, behind: int) -> int:
        """Past ", who chairs the board" or ", a clerk we trust" to the comma that closes it."""
        words = self.words
        if behind >= self.hi:
            return behind
        if "pron" in words[behind].tags and words[behind].raw != ",":
            return next(
                (k for k in range(behind, min(self.hi, behind + 6)) if words[k].raw == ","), behind
            )  # "a clerk we trust,"
        if words[behind].raw != "," or behind != end or not self._apposition(end):
            return behind
        close = (k for k in range(end + 1, min(self.hi, end + _CLAUSE)) if words[k].raw == ",")
        return next(close, behind)

    def _behind_tail(self, end: int) -> int:
        """Past a clause that belongs to the source, to its comma: "court papers seen by the Post, …"."""
        words = self.words
        if end >= self.hi or words[end].raw == "," or not (
            words[end].tags & {"rel", "prep"} or words[end].capital or words[end].fold.endswith("ing") or words[end - 1].tags & {"ed", "vpp", "vboth"}
            or words[end].tags & {"ed", "vpp"} or words[end].fold == "that"
        ):  # fmt: skip
            return end
        for k in range(end, min(self.hi, end + 12)):
            if words[k].raw == ",":
                return k
            if words[k].kind == "s" and words[k].raw not in "-'’&":
                break
        return end

    def _named_source(self, first: int) -> int:
        """The end of the noun phrase of a source, also "a notice to the exchange"."""
        end = self.phrases.right(first)
        while first < end < self.hi and self.words[end].fold in {"to", "with", "on", "by"}:
            more = self.phrases.right(end + 1)
            after = self.words[more] if more < self.hi else None
            written = self.words[end - 1].tags & {"document", "report", "recording"}
            if (self.words[end].fold == "by" and not written) or more == end + 1 or not (
                after is None or (after.kind == "s" and after.raw in ",.;") or written
            ):  # fmt: skip
                break
            end = more
        who = self.phrases.without_participle((first, end))
        last = end - 1 if self.words[end - 1].tags & {"ed", "vboth"} else end
        contact = self.phrases.contact(first, last)
        if contact is not None and last < self.hi and (
            self._predicate(last) or self.words[last].tags & {"ed", "vboth", "vpres"}
        ):  # fmt: skip
            return contact  # "the lawyer Ada Brindle hired"
        if (
            end - 1 > first
            and self.words[end - 1].tags & {"ed", "vpp", "vboth"}
            and self.phrases._noun(end - 2)
        ):
            return end - 1  # "papers reviewed by the Post"
        return who[1] if who is not None else end

    def _apposition(self, comma: int) -> bool:
        """Whether what stands behind the comma, and before a second one, tells who the source is."""
        words = self.words
        after = words[comma + 1] if comma + 1 < self.hi else None
        second = any(words[k].raw == "," for k in range(comma + 2, min(self.hi, comma + _CLAUSE)))
        if after is None or not second:
            return False
        person = words[comma - 1].capital
        if after.fold in {"a", "an"} or "rel" in after.tags:
            return True
        if person and (words[comma + 2].raw == "," and after.kind == "n"):
            return True  # "Brindle, 44,"
        if after.tags & {"role", "ed", "vpp"} and not after.capital and comma + 2 < self.hi:
            return "prep" in words[comma + 2].tags or bool(person and "role" in after.tags)
        return after.fold in {"the", *_OWNERS} and any(
            "role" in words[k].tags for k in range(comma + 1, min(self.hi, comma + 6))
        )

    def _main(self, draft: Draft, clause: Range) -> bool:
        """Whether the verb of ``draft`` is the verb of the clause, not one deep inside of it."""
        return (
            draft.verb is not None
            and (draft.verb[0] - clause[0] < _NEAR or draft.content[1] >= clause[1] - 1)
            and not any(
                o is not draft and o.content[0] <= draft.verb[0] < o.content[1] for o in self.found
            )
        )

    def _clause_around(self, i: int) -> Range | None:
        start = i
        while (
            start > self.lo
            and self.words[start - 1].raw not in {";", ":"}
            and self.words[start - 1].fold not in {"although", "though", "because"}
        ):
            start -= 1
        return self.scene.trim(start, i)

    def _apposed(self, comma: int) -> int:
        """The end of a name after a role and a comma; 0 where there is none."""
        words, k = self.words, comma + 1
        role = "role" in words[comma - 1].tags
        if k < self.hi and words[k].fold in {"the", "a"}:
            while k < min(self.hi, comma + 6) and words[k].kind == "w" and not words[k].capital:
                role = role or "role" in words[k].tags
                k += 1
            role = role or (k < self.hi and words[k].capital)
        first = k
        while k < self.hi and (
            words[k].capital or words[k].fold in PARTICLES or (words[k].raw in "-'’" and self.scene.touching(k))
        ):  # fmt: skip
            k += 1
        return k if role and first < k <= first + 6 and words[first].kind == "w" else 0
