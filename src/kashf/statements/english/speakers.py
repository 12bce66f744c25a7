"""Who speaks in an English sentence, and from where the reader has it."""

from __future__ import annotations

from kashf.statements.draft import Draft, Range, SourceDraft
from kashf.statements.english.before import SaidBefore
from kashf.statements.tokens import Word

__all__ = ["Speakers"]

_NEGATIVE = frozenset({"nor", "never", "neither", "nowhere", "rarely", "seldom"})
_FRONTED = frozenset(
    {"when", "after", "as", "because", "once", "although", "though", "while", "if", "since"}
)
_ON_A_DAY = frozenset({"on", "in", "last", "this", "late", "early"})
_TURNING = frozenset({"only", "not", "so", "again", "at", "little", "then"})


def _cites(word: Word) -> bool:
    return word.fold in {"citing", "quoting"}


def _locates(word: Word) -> bool:
    return word.fold in {"in", "on"}


class Speakers(SaidBefore):
    """Finds the speaker of a verb or participle."""

    def _fronted(self, k: int, speaker: Range | None) -> list[SourceDraft]:
        """``In a letter, the firm …`` and ``the firm, in a letter, …``."""
        words = self.words
        for q in self.scene.among(_locates, self.lo, min(k, self.lo + 40)):
            if speaker and speaker[0] <= q < speaker[1]:
                continue
            if q > self.lo and words[q - 1].raw not in {",", "—", "–", ";", ":", "."} and "conj" not in words[q - 1].tags:  # fmt: skip
                continue
            end = self.phrases.right(q + 1)
            kind = self.complements.kind((q + 1, end)) if end > q + 1 else None
            if kind in {"recording", "document", "report"} and not any(
                d.verb is not None and q < d.verb[0] for d in self.found if not d.dependent
            ):  # fmt: skip
                cut = self.phrases.without_participle((q + 1, end))
                return [(kind, cut or (q + 1, end))]
        return []

    def _cited(self, i: int, content: Range) -> list[SourceDraft]:
        """``, citing two officials`` before the verb or behind the content."""
        words = self.words
        behind = min(content[1] + 1, self.hi - 1)
        for first, last in ((max(self.lo, i - 12), i), (behind, behind + 1)):
            for k in self.scene.among(_cites, first, last):
                if words[k - 1].raw != ",":
                    continue
                end = self.phrases.right(k + 1)
                if end > k + 1:
                    return [(self.complements.kind((k + 1, end)) or "person", (k + 1, end))]
        return []

    def _never(self) -> bool:
        """``Never has the firm admitted …``."""
        words = self.words
        return words[self.lo].fold in {"never", "nor"} and self.lo + 1 < self.hi and bool(
            words[self.lo + 1].tags & {"aux", "do"}
        )  # fmt: skip

    def _turned(self, k: int) -> set[str]:
        """``Only later did the firm admit`` and ``nor did she deny``: the facts of the verb before the subject."""
        words = self.words
        if words[self.lo].fold not in _NEGATIVE | _TURNING and not any(
            w.fold in _NEGATIVE for w in words[max(self.lo, k - 8) : k]
        ):
            return set()
        found = self.phrases.subject(k)
        at = found[0] - 1 if found is not None else self.lo
        if at <= self.lo or "do" not in words[at].tags:
            return set()
        if words[at - 1].fold in _NEGATIVE or words[self.lo].fold in _NEGATIVE:
            return {"do", "not"}
        return {"do"} if words[self.lo].fold in _TURNING else set()

    def _supposed(self, speaker: Range) -> bool:
        """``if he said …`` and ``neither he nor she said …``."""
        at = speaker[0] - 1
        return at >= self.lo and self.words[at].fold in {"if", "unless", "nor", "whether"}

    def _several(self, k: int, before: object) -> bool:
        """Whether the subject of the verb group at ``k`` is one of many."""
        return self.phrases.plural(self._speaker(k, before)[0])

    def _speaker(self, k: int, before: object) -> tuple[Range | None, bool]:
        """The subject of the verb group that begins at ``k``; or that it shares another's."""
        words = self.words
        if k <= self.lo:
            return self.owner, False
        dated = k - 3 > self.lo and "time" in words[k - 1].tags and words[k - 2].fold in _ON_A_DAY
        if dated and words[k - 3].raw == ",":
            k -= 2  # "The premier, Hale Orin, on Tuesday accused"
        prior = words[k - 1]
        if "rel" in prior.tags or (prior.fold == "that" and k - 2 >= self.lo):
            q = k - 1
            if words[q - 1].raw in {","} and q - 1 > self.lo:
                q -= 1
            found = self.phrases.nearest(q) if prior.fold != "what" else None
            if (
                found is not None
                and found[0] > self.lo
                and words[found[0] - 1].tags & {"modal", "do"}
            ):
                found = None  # "could say who had told them"
            if found is not None and words[found[0]].fold == "not":
                apart = words[found[0] - 1].raw == "," and found[0] - 1 > self.lo
                found = (
                    self.phrases.nearest(found[0] - 1) if apart else None
                )  # "it was not Orr who"
            return found, False
        if prior.fold in {"and", "but", "then", "or"} or (prior.raw == "," and self._listed(k - 1)):
            return None, True
        if prior.raw in {",", "—", "–"}:
            return self.phrases.before_insertion(k - 1), False
        if prior.raw == ")":
            for q in range(k - 2, max(self.lo, k - 20), -1):
                if words[q].raw == "(":
                    return self.phrases.subject(q), False
        return self.phrases.subject(k), False

    def _listed(self, comma: int) -> bool:
        """``said A, denied B and warned C``."""
        return (
            bool(self.found)
            and self.found[-1].verb is not None
            and not any(self.words[q].raw == "," for q in range(self.found[-1].verb[0], comma))
            and self.phrases.before_insertion(comma) is None
        )

    def _inherit(self, draft: Draft) -> None:
        at = draft.verb[0] if draft.verb else draft.content[0]
        parent = next(
            (
                d
                for d in reversed(self.found)
                if not d.phrase and not (d.content[0] <= at < d.content[1])
            ),
            None,
        )
        if parent is None:
            inner = [d for d in self.found if not d.phrase]
            parent = inner[-1] if inner and inner[-1].content[1] <= at else None
        if parent is not None:
            draft.speaker = parent.speaker
            draft.unnamed = parent.unnamed
            first = parent.verb[0] if parent.verb else 0
            draft.sources = [s for s in parent.sources if s[1] is not None and s[1][1] <= first] + [
                s for s in draft.sources if s not in parent.sources
            ]
        else:
            around = [d for d in self.found if d.content[0] <= at < d.content[1] and not d.phrase]
            draft.speaker = self._first_subject(at, around[-1].content[0]) if around else None
            draft.speaker = draft.speaker or self._first_subject(at)
            if draft.speaker is None and self.words[at - 1].raw == "," and at - 1 > self.lo:
                draft.speaker = self.phrases.subject(at - 1)
            if draft.speaker is None and self.words[self.lo].fold in {
                "i",
                "we",
                "they",
                "he",
                "she",
            }:
                draft.speaker = (self.lo, self.lo + 1)
        draft.silent = draft.speaker is None

    def _acts(self, k: int, at: int) -> bool:
        """Whether an unknown word in -s is a verb with its object: "the federation expresses its solidarity"."""
        if k + 1 >= at:
            return False
        word, before, after = self.words[k], self.words[k - 1], self.words[k + 1]
        return (
            word.kind == "w" and not (word.tags or word.capital) and word.verb is None
            and word.fold.endswith("s") and not word.fold.endswith("ss")
            and before.kind == "w" and not before.tags & {"det", "prep", "possessive", "conj"}
            and bool(after.tags & {"det", "objpron", "possessive"})
        )  # fmt: skip

    def _first_subject(self, at: int, first: int | None = None) -> Range | None:
        """The subject of the sentence, whatever its verb is."""
        words = self.words
        for k in range((self._main_clause(at) if first is None else first) + 1, at):
            word = words[k]
            likely = (
                self.phrases.finite(k)
                or (
                    word.kind == "w"
                    and not word.capital
                    and bool(word.tags & {"ed", "vboth", "vpres"})
                )
                or (
                    word.verb is not None
                    and word.verb.kind == "present"
                    and bool(words[k - 1].tags & {"pron", "adverb"})
                )
                or self._acts(k, at)
                or (
                    word.verb is not None
                    and word.verb.kind == "present"
                    and words[k - 1].raw == ","
                    and self.phrases.before_insertion(k - 1) is not None
                )
            )
            if likely and not self.phrases.naming(k):
                start = k
                while start > self.lo and words[start - 1].tags & {"adverb", "aux", "not", "do"}:
                    start -= 1
                found = self.phrases.subject(start)
                if found is None and start - 1 > self.lo and words[start - 1].raw == ",":
                    found = self.phrases.before_insertion(start - 1)
                if found is not None:
                    return found
        return None

    def _main_clause(self, at: int) -> int:
        """Where the sentence begins behind a clause set before it: "When I asked, he laughed and said"."""
        words = self.words
        if words[self.lo].fold not in _FRONTED:
            return self.lo
        for q in range(self.lo + 2, at - 2):
            if words[q].raw == "," and (
                words[q + 1].tags & {"det", "pron"} or words[q + 1].capital
            ):
                return q + 1
        return self.lo

    def _agent(self, i: int, draft: Draft) -> None:
        """``I was told by a friend that``."""
        if i + 2 < draft.content[0] and self.words[i + 1].fold == "by":
            end = self.phrases.right(i + 2)
            if end > i + 2:
                draft.speaker, draft.unnamed, draft.hedged = (i + 2, end), False, False

    def _paper(self, i: int, found: Range | None) -> Range | None:
        """``signed a statement saying``: a statement."""
        for q in range(i - 1, found[0] if found is not None else i, -1):
            if "prep" in self.words[q].tags:
                break
            if "det" in self.words[q].tags or "possessive" in self.words[q - 1].tags:
                return (q, i)
        return found

    def _shown(self, found: Range | None) -> Range | None:
        """``messages show Orr asking for money``: Orr."""
        if found is None:
            return None
        for q in range(found[0], found[1] - 1):
            verb = self.words[q].verb
            if (
                verb is not None
                and verb.lemma in {"show", "hear", "record", "reveal"}
                and q > found[0]
            ):
                return (q + 1, found[1])
        return found
