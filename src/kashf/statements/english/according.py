"""English source phrases: according to, in a sentence whose other sayings are known."""

from __future__ import annotations

from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.english.complements import Complements
from kashf.statements.english.subjects import Subjects

__all__ = ["Sayings"]

_BULLETS = frozenset(":•*·▪–—-")
_CLAUSE = 18
_DASHES = frozenset("—–-")
_NOBODY = frozenset({"nobody", "no", "noone", "none", "neither", "whoever", "anyone", "anybody"})


class Sayings:
    """The sayings of one sentence as far as they are found."""

    def __init__(self, scene: Scene, span: Range) -> None:
        self.scene = scene
        self.words = scene.words
        self.lo, self.hi = span
        while self.lo + 1 < self.hi and self.lo not in scene.closing and (
            scene.words[self.lo].raw in _BULLETS
            or (self.lo > span[0] and scene.words[self.lo].raw in ")/.")
            or (scene.words[self.lo].kind == "n" and scene.words[self.lo + 1].raw in ":)/.")
            or (scene.words[self.lo].kind == "n" and self.lo > 1 and scene.words[self.lo - 1].raw == ":")
        ):  # fmt: skip
            self.lo += 1  # the time of an entry
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
        free = start == self.lo or words[start - 1].raw in {",", "(", ")"}
        after = words[i + 1] if i + 1 < self.hi else words[i]
        named = after.tags & {"det", "role", "document", "recording", "report"} or after.capital
        return (start, i + 1) if free and named else None

    def _according(self, i: int) -> None:
        words = self.words
        phrase = self._phrase(i)
        if phrase is None:
            return
        i, first = phrase
        end = self._named_source(first)
        if end == first:
            return
        if end < self.hi and words[end].raw == "," and self._apposition(end):
            close = next(
                (k for k in range(end + 1, min(self.hi, end + _CLAUSE)) if words[k].raw == ","), 0
            )
            content_at = close + 1 if close and i <= self.lo + 1 else 0
        else:
            content_at = 0
        who = (first, end)
        opens = i <= self.lo + 1
        end = self._behind_tail(end) if opens or words[i - 1].raw == "," else end
        inserted = None
        if not opens and words[i - 1].raw == "," and end < self.hi and words[end].raw == "," and not any(
            self.phrases.finite(k) or words[k].tags & {"aux", "modal"} for k in range(self.lo, i)
        ):  # fmt: skip
            opens = True  # "Within three hours, according to …, it had"
            subject = self.phrases.left(i - 1)
            after = words[end + 1] if end + 1 < self.hi else words[end]
            if subject is not None and (subject[0] == self.lo or words[subject[0] - 1].kind == "s") and (
                after.tags & {"aux", "modal", "do", "ed", "vpast", "vboth", "vpres"} or after.verb is not None
            ):  # fmt: skip
                inserted = subject[0]  # "The firm, according to …, hired"
        if opens and not content_at and end < self.hi and "pron" in words[end].tags:
            close = next((k for k in range(end, min(self.hi, end + 6)) if words[k].raw == ","), end)
            content_at = close  # "a clerk we trust,"
        if opens:
            start = content_at or end
            if content_at:
                apart = words[end].raw == "," and "rel" not in words[end + 1].tags
                who = (first, max(end, content_at - 1) if apart else end)
            while start < self.hi and words[start].raw == ",":
                start += 1
            clause = self.complements.end(start)
            if clause is not None and inserted is not None:
                clause = (inserted, clause[1])
        else:
            clause = self._clause_around(i)
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

    def _behind_tail(self, end: int) -> int:
        """Past a clause that belongs to the source, to its comma: "court papers seen by the Post, …"."""
        words = self.words
        if end >= self.hi or words[end].raw == "," or not (
            words[end].tags & {"rel", "prep"} or words[end - 1].tags & {"ed", "vpp", "vboth"}
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
            if self.words[end].fold == "by" or more == end + 1 or not (
                after is None or (after.kind == "s" and after.raw in ",.;")
            ):  # fmt: skip
                break
            end = more
        who = self.phrases.without_participle((first, end))
        if (
            end - 1 > first
            and self.words[end - 1].tags & {"ed", "vpp", "vboth"}
            and self.phrases._noun(end - 2)
        ):
            return end - 1  # "papers reviewed by the Post"
        return who[1] if who is not None else end

    def _apposition(self, comma: int) -> bool:
        after = self.words[comma + 1] if comma + 1 < self.hi else None
        second = any(
            self.words[k].raw == "," for k in range(comma + 1, min(self.hi, comma + _CLAUSE))
        )
        if after is not None and second and (after.fold in {"a", "an"} or "rel" in after.tags):
            return True
        return (
            after is not None
            and after.fold in {"a", "an", "the", "who"}
            and any("role" in self.words[k].tags for k in range(comma + 1, min(self.hi, comma + 6)))
        )

    def _main(self, draft: Draft, clause: Range) -> bool:
        """Whether the verb of ``draft`` is the verb of the clause, not one deep inside of it."""
        return (
            draft.verb is not None
            and draft.verb[0] - clause[0] < 10
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
