"""Where, when and how an English saying was made, set behind what is said: "denied it in a statement on Monday"."""

from __future__ import annotations

from kashf.statements.draft import Range, Scene
from kashf.statements.english.sets import listed
from kashf.statements.english.subjects import Subjects

__all__ = ["Tails"]

_TAILS = (
    ("in", "its", "entirety"), ("in", "their", "entirety"), ("in", "full"), ("outright",),
    ("at", "the", "time"), ("on", "air"), ("at", "once"), ("instead",), ("as", "well"), ("in", "writing"),
    ("in", "return"), ("in", "exchange"), ("in", "public"), ("in", "private"), ("in", "court"), ("under", "oath"),
    ("in", "response"), ("again",), ("too",), ("repeatedly",), ("publicly",), ("flatly",),
)  # fmt: skip
_MEDIA = listed("media")
_PLATFORMS = listed("platforms")
_OCCASIONS = listed("occasions")
_AT = frozenset({"in", "on", "at", "by", "via", "during", "through", "over", "after", "before"})
_ONES_OWN = frozenset({"a", "an", "his", "her", "its", "their", "another"})
_BE_NOW = frozenset({"is", "isn't", "was", "wasn't"})
_DEGREES = frozenset(
    {
        "quite",
        "perhaps",
        "of",
        "course",
        "also",
        "rather",
        "very",
        "hardly",
        "not",
        "at",
        "best",
        "exactly",
    }
)
_VERDICTS = listed("verdicts")
_REACTIONS = listed("reactions")
_BRINGS = frozenset(
    {"brought", "caused", "drew", "earned", "got", "met", "prompted", "provoked", "raised", "won"}
)
_HOURS = listed("hours")

_MEANT = frozenset({"mean", "means", "meant", "may", "might", "is", "was"})
_FAR = 7
_MOST = 4


class Tails:
    """Takes them from a content."""

    outer = ""  # the form of the reporting verb

    def __init__(self, scene: Scene, phrases: Subjects, lo: int, hi: int) -> None:
        self.scene = scene
        self.words = scene.words
        self.phrases = phrases
        self.lo, self.hi = lo, hi

    def without_tail(self, content: Range) -> Range:
        """A noun phrase without the manner, means, place or time of the saying behind it."""
        start, end = content
        for _ in range(_MOST):
            shorter = self._shorter(start, end)
            if shorter == end:
                break
            end = shorter
        return (start, end)

    def _shorter(self, start: int, end: int) -> int:
        words = self.words
        folds = tuple(w.fold for w in words[max(start + 1, end - 3) : end])
        for tail in _TAILS:
            if folds[-len(tail) :] == tail:
                return end - len(tail)
        last = words[end - 1]
        if (
            end - start > 2
            and last.kind == "n"
            and len(last.raw) == 4
            and words[end - 2].fold in {"in", "since"}
        ):
            return end - 2
        if last.fold in {"yesterday", "today", "tonight"} and end - start > 2:
            return end - 1
        if end - start > 2 and "time" in last.tags and last.capital and words[end - 2].fold == "on":
            return end - 2
        for p in range(end - 2, max(start, end - _FAR), -1):
            if words[p].tags & {"conj", "rel", "bound"} - {"bound"} or words[p].kind == "s":
                break
            if words[p].fold in _AT and self.means(p) and self.phrases.right(p + 1) >= end:
                return p
        return end

    def means(self, p: int) -> bool:
        """Whether a preposition at ``p`` leads to the means or occasion of a saying: "in a letter", "at the hearing"."""
        words = self.words
        if p + 1 >= self.hi or words[p].fold not in _AT:
            return False
        own = words[p + 1].fold in _ONES_OWN
        for q in range(p + 1, min(self.hi, p + _FAR)):
            word = words[q]
            if word.kind != "w" or (q > p + 1 and word.tags & {"prep", "det", "bound", "aux"}):
                return False
            if word.fold in _PLATFORMS and q == p + 1:
                return True
            if word.fold in _MEDIA:
                return own or words[p].fold in {"by", "via"} or q == p + 1
            if word.fold in _OCCASIONS and not self._noun_follows(q):
                return own or words[p].fold in {"at", "during", "after"} or q == p + 1
        return False

    def _noun_follows(self, q: int) -> bool:
        """Whether the word is the first of two nouns: "a press conference"."""
        return q + 1 < self.hi and self.words[q + 1].fold in _OCCASIONS

    def _hours_after(self, q: int) -> bool:
        """``, hours after …`` and ``, a day before …``: when it was said."""
        words = self.words
        if "det" in words[q].tags or words[q].fold == "just" or words[q].kind == "n":
            q += 1
        return (
            q + 1 < self.hi and words[q].fold in _HOURS and words[q + 1].fold in {"after", "before"}
        )

    def _judges(self, q: int) -> bool:
        """The narrator's word on a saying: ", which isn't quite the same"."""
        if q + 1 >= self.hi or self.words[q].fold not in _BE_NOW:
            return False
        while (q + 1 < self.hi and self.words[q + 1].tags & {"adverb", "not", "det"}) or self.words[
            q + 1
        ].fold in _DEGREES:
            q += 1
            if q + 1 >= self.hi:
                return False
        return self.words[q + 1].fold in _VERDICTS

    def _moves(self, q: int) -> bool:
        """What a saying brings about: ", which got a laugh"."""
        fold = self.words[q].fold
        return fold in _BRINGS and any(
            w.fold in _REACTIONS for w in self.words[q + 1 : min(self.hi, q + 6)]
        )

    def _comments(self, q: int, far: int) -> bool:
        """``, that being a matter for others``, ``, whatever that means``, and "did not say …, nor did it"."""
        fold, after = self.words[q].fold, self.words[far]
        if fold == "nor":
            return self.outer == "base" and bool(after.tags & {"do", "aux", "modal"})
        if fold == "whatever":
            return (
                after.fold in {"that", "this", "it"}
                and self.words[min(far + 1, self.hi - 1)].fold in _MEANT
            )
        return fold in {"that", "this"} and after.fold == "being"
