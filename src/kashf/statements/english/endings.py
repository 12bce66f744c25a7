"""Where what is said ends: at the next saying of the sentence, a source phrase, or the full stop."""

from __future__ import annotations

from dataclasses import dataclass, field

from kashf.statements.draft import Range, Scene, SourceDraft
from kashf.statements.english.sets import listed
from kashf.statements.english.subjects import Subjects
from kashf.statements.english.tenses import Tenses
from kashf.statements.model import Force
from kashf.statements.verbs import VerbForm

__all__ = ["Complement", "Endings"]

_ENDS = frozenset(".!?…")
_COLLECTIVES = listed("collectives")
_DEEPEST = 1
_LINKS_ING = frozenset({"and", "while", "whilst", "before"})
_SET_BEFORE = frozenset(
    {"when", "if", "after", "because", "once", "although", "whenever", "unless"}
)


@dataclass(slots=True)
class Complement:
    """What was read: addressee, content, sources on the way, and where reading stopped."""

    addressee: Range | None = None
    content: Range | None = None
    direct: bool = False
    force: Force | None = None
    sources: list[SourceDraft] = field(default_factory=list)
    at: int = 0
    noun: bool = False  # the content is a noun phrase, and no clause


class Endings(Tenses):
    """Finds where a content ends; :class:`Complements` reads what may come next."""

    def __init__(self, scene: Scene, phrases: Subjects, lo: int, hi: int) -> None:
        super().__init__(scene, phrases, lo, hi)
        self.depth = 0
        self.joined = False  # what follows "…, she said," goes on to the end

    def read(
        self, j: int, verb: VerbForm, *, passive: bool = False, strict: bool = False
    ) -> Complement | None:
        """See :class:`Complements`."""
        raise NotImplementedError

    def kind(self, span: Range) -> str | None:
        """Kind of source that a noun phrase names, by its head."""
        start, end = span
        head = end
        for k in range(start + 1, end):
            if self.words[k].tags & {"prep", "rel", "bound"} or self.words[k].kind == "s":
                head = k
                break
        for k in range(head - 1, start - 1, -1):
            tags = self.words[k].tags
            for kind in ("recording", "document", "report"):
                if kind in tags:
                    if kind == "document" and self.words[k].fold in {
                        "report",
                        "reports",
                        "article",
                    }:
                        return "report"
                    return kind
            if self.words[k].capital or tags & {"role", "pron"}:
                return "person"
        return None

    def end(self, j: int, *, noun: bool = False, reported: bool = False) -> Range | None:
        """The content from ``j``: up to the next saying of the sentence, or to its end."""
        words, closing, hi = self.words, self.scene.closing, self.hi
        k = j
        while k < hi:
            if k in closing and closing[k] < hi:
                k = closing[k] + (words[closing[k]].raw != ",")  # a mark that was never closed
                continue
            if k in self.scene.strays and k > j:
                break
            if words[k].trigger and k > j and not words[k].arabic:
                cut = self._next_saying(k, j)
                if cut is not None:
                    k = cut
                    break
            elif (
                (
                    noun
                    and k > j
                    and words[k].fold in {"and", "but"}
                    and k + 1 < hi
                    and (self._verb_follows(k + 1) or words[k + 1].fold in {"that", "what"})
                )
                or (reported and k > j + (not self.inserted) and self.leaves(k, j, noun=noun))
                or (k > j and words[k].raw == "(" and k + 1 < hi and words[k + 1].trigger)
            ):
                break
            k += 1
        return self.scene.trim_quoting(j, k)

    def _verb_follows(self, k: int) -> bool:
        """After "and": a finite verb of the subject, so that a noun phrase or infinitive has ended."""
        word = self.words[k]
        if word.tags & {"aux", "modal", "do"}:
            return True
        after = self.words[k + 1] if k + 1 < self.hi else word
        third = word.fold.endswith("s") and not word.fold.endswith("ss") and not word.tags
        return third and bool(after.tags & {"det", "adverb"})

    def _next_saying(self, k: int, j: int) -> int | None:
        if self.depth >= _DEEPEST:
            return None
        self.depth += 1
        outer, demanded = self.outer, self.demanded
        try:
            return self._saying(k, j)
        finally:
            self.depth -= 1
            self.outer, self.demanded = outer, demanded

    def _saying(self, k: int, j: int) -> int | None:
        """Where the content stops when ``k`` begins another saying at its level."""
        words = self.words
        word, before = words[k], words[k - 1]
        if word.fold == "according":
            end = self.phrases.right(k + 2)
            closes = end >= self.hi or words[end].raw in _ENDS or words[end].raw == ";"
            if closes or (words[end].raw == "," and not self._clause_after(end)):
                return k
            return None
        if word.fold == "per":
            return k - 1 if before.fold == "as" else k if before.raw == "," else None
        verb = word.verb
        if verb is None:
            return None
        if verb.kind == "participle":
            linked = before.fold in _LINKS_ING and k - 2 > j and words[k - 2].raw == ","
            if before.raw != "," and not linked:
                return None
            ready = self.read(k + 1, verb)
            if ready is None or ready.content is None:
                return None
            return k - 1 if linked and before.fold != "and" else k
        joined = verb.kind == "base" and (
            before.fold in {"and", "but"} or (before.raw == "," and self.outer == "base")
        )
        if verb.kind not in {"past", "present"} and not joined:
            several = before.fold in _COLLECTIVES and not verb.has("n")
            if verb.kind != "base" or not (several or self.phrases.plural(self.phrases.subject(k))):
                return None
        q = k - 1
        while q > j and words[q].tags & {"adverb", "aux", "do", "not"} and words[q].fold != "then":
            q -= 1
        if (
            before.raw == ","
            and verb.kind == self.outer
            and not verb.has("x")
            and not verb.has("q")
        ):
            inner = self.phrases.before_insertion(k - 1)
            ready = self.read(k + 1, verb) if inner is None or inner[0] < j else None
            if (
                ready is not None
                and ready.content is not None
                and words[ready.content[0] - 1].fold != "by"
            ):
                return k - 1  # "urged calm, promised an inquiry"
        with_ = k + 1 < self.hi and words[k + 1].fold in {"with", "by"}
        if verb.lemma == "threaten" and words[q].fold == "and" and with_ and self._bound(q):
            return None
        if words[q].fold == "and" and words[q - 1].raw != "," and self._row_of_verbs(j, q):
            return None
        if words[q].fold in {"and", "but", "then"}:
            if self.joined and "pron" not in words[q + 1].tags:
                return None  # the verb of the one who is spoken of
            if verb.kind == "present" and verb.has("n") and words[q].fold != "but":
                return None
            if q + 1 < k and verb.kind != "base" and self.outer in {"past", "present"} and (
                "aux" in words[q + 1].tags
            ):  # fmt: skip
                return None  # "testified that he had asked … and had offered …"
            if words[q].fold == "and" and words[q - 1].raw != "," and {verb.kind, self.outer} == {
                "past", "present"
            }:  # fmt: skip
                return None
            ready = self.read(k + 1, verb)
            if ready is None or ready.content is None:
                return None
            return q - 1 if words[q - 1].fold in {"and", "but"} else q
        return self._new_clause(k, j, verb)

    def _row_of_verbs(self, j: int, q: int) -> bool:
        """Whether "and" at ``q`` ends a row under "had": "he had called her in, closed the door and asked"."""
        words = self.words
        comma = next((p for p in range(q - 1, j, -1) if words[p].raw == ","), None)
        if comma is None or not {w.fold for w in words[j:comma]} & {"had", "have", "has"}:
            return False
        first = words[comma + 1]
        return bool(first.tags & {"ed", "vboth", "vpp"}) and not first.capital

    def _bound(self, q: int) -> bool:
        """``had been kept standing and threatened``: a passive that goes on."""
        return any("be" in w.tags for w in self.words[max(self.lo, q - 12) : q])

    def _clause_after(self, comma: int) -> bool:
        return (
            comma + 1 < self.hi
            and self.words[comma + 1].kind == "w"
            and not (
                self.words[comma + 1].tags & {"conj", "bound"}
                or self.words[comma + 1].verb is not None
            )
        )

    def _new_clause(self, k: int, j: int, verb: VerbForm) -> int | None:
        """``…, while the mayor denied …`` or ``…, she said``."""
        words = self.words
        start = self._verb_start(k)
        subject = self.phrases.subject(start)
        if subject is None and words[start - 1].raw == ",":
            subject = self.phrases.before_insertion(start - 1)
        if subject is None or subject[0] <= j + 1 or words[subject[0]].fold.endswith("ever"):
            return None
        q = subject[0] - 1
        linked = words[q].fold in {"while", "but", "whereas", "though", "although", "and", "then"}
        comma = q - 1 if linked else q
        if (
            words[q].fold in {"and", "but"} and verb.kind == "present" == self.outer
            and words[comma].kind == "w" and bool(words[q + 1].tags & {"pron", "role"} or words[q + 1].capital)
        ):  # fmt: skip
            ready = self.read(k + 1, verb)
            return q if ready is not None and ready.content is not None else None
        opens = self.phrases._segment(q)
        if words[opens - 1].raw == ";" and opens - 1 > j and "prep" in words[opens].tags:
            comma = opens - 1  # "; in a message he described"
        if words[comma].raw in {";", "—", "–"} or (words[comma].raw == "," and comma > j):
            ready = self.read(k + 1, verb)
            if ready is not None and (
                (
                    linked
                    and (ready.content is not None or words[q].fold in {"while", "but", "whereas"})
                )
                or (
                    ready.content is not None
                    and comma > j + 1
                    and words[comma].raw == ","
                    and subject[1] - subject[0] == 1
                    and "pron" in words[subject[0]].tags
                    and not self.evidence(j, comma)
                )
                or (words[comma].raw == ";" and (ready.content is not None or verb.lemma == "say"))
            ):
                return comma
            if words[j + (words[j].raw == ",")].fold in _SET_BEFORE:
                return None  # "when he asked for the keys, the guard laughed"
            if not linked and (ready is None or ready.content is None):
                at = ready.at if ready is not None else k + 1
                return comma if at >= self.hi or words[at].kind == "s" else None
        return None

    def _verb_start(self, k: int) -> int:
        while k > self.lo and self.words[k - 1].tags & {"adverb", "aux", "do", "not"}:
            k -= 1
        return k
