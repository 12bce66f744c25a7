"""What follows an English reporting verb, up to and with the content."""

from __future__ import annotations

from kashf.statements.english.addressees import AFTER_NOUN, Addressees
from kashf.statements.english.contents import WHETHER
from kashf.statements.english.endings import Complement
from kashf.statements.english.sets import listed
from kashf.statements.verbs import VerbForm

__all__ = ["Complement", "Complements"]

_STEPS = 16
_ASKING = listed("asking")
_PLACES = listed("places")
_SAYS = listed("plain sayings")
_LASTING = listed("lasting")
_CLAUSES = frozenset({"as", "while", "when", "after", "before", "because", "once"})
_INQUIRING = frozenset(
    {"ask", "inquire", "enquire", "query", "say", "explain", "clarify", "confirm"}
)
_CLAIMED = frozenset({"responsibility", "credit", "victory"})
_TAKES_THINGS = frozenset(
    {"write", "note", "state", "report", "maintain", "declare", "announce", "show"}
)


class Complements(Addressees):
    """Reads what follows a verb."""

    def read(
        self, j: int, verb: VerbForm, *, passive: bool = False, strict: bool = False
    ) -> Complement | None:
        """The rest of a reporting clause from ``j``; its content may be missing.

        ``strict`` allows only what surely introduces a content. None where the words can't be such
        a clause.
        """
        words, hi, said = self.words, self.hi, Complement()
        self.outer = verb.kind
        self.demanded = verb.force == "demands"
        start = j
        for _ in range(_STEPS):
            said.at = j
            if j >= hi:
                return said
            word = words[j]
            aside = self._formula(j)
            if aside is not None:
                j = aside
                continue
            if verb.lemma == "swear" and word.fold in {"blind", "up"}:
                j += 1 if word.fold == "blind" else 3
                continue
            if verb.lemma == "go" and j == start and word.kind == "w":
                return self._clause(j, said) if self._goes(j) and not self.fronted else said
            if verb.lemma == "go" and j == start and word.raw == "," and verb.kind == "present":
                if j + 1 < hi and j + 1 not in self.scene.closing and "pron" in words[j - 2].tags:
                    read = self._clause(j + 1, said)
                    read.direct = True
                    return read
            if j in self.scene.closing:
                shut = self.scene.closing[j]
                if verb.lemma in {"call", "name"} and shut + 1 < hi and (
                    words[shut + 1].tags & {"aux", "modal", "do", "vpres", "vpast"}
                ):  # fmt: skip
                    return said  # `someone called "Comms" is telling`
                if j > start and verb.has("x"):
                    return self._clause(start, said)
                return self._quoted(j, said)
            if word.raw == ":" and verb.has("q") and j + 1 < hi and j + 1 not in self.scene.closing:
                return said
            if word.raw == ":":
                return self._colon(j, said)
            if word.raw == "," and said.addressee is not None and self._to_your_face(j, verb):
                named = words[j + 1 : j + 3]  # "I'm warning you, Ada, they know"
                called = j + 3 < hi and named[0].capital and named[1].raw == ","
                return self._clause(j + (3 if called else 1), said)
            if word.raw in {",", "—", "–", "-"}:
                jump = self._over(j, said)
                if jump is None:
                    alone = (
                        verb.lemma == "say"
                        and (j == start or said.addressee is not None)
                        and start - self.phrases.lo <= 5
                        and all(w.raw != "," for w in words[self.phrases.lo : start])
                    )
                    if alone and word.raw == "," and self._told_plainly(j + 1):
                        return self._clause(j + 1, said)  # "she says, nobody came"
                    return said
                j = jump
                continue
            if word.raw == "(":
                close = next(
                    (q for q in range(j, min(hi, j + _STEPS)) if words[q].raw == ")"), None
                )
                if close is None:
                    return said
                j = close + 1
                continue
            if word.fold in {"not", "never"} and j + 2 < hi and words[j + 1].fold == "to" and (
                verb.has("i") or verb.has("r")
            ):  # fmt: skip
                said.force = "demands" if verb.has("r") and verb.force == "says" else None
                return self._clause(j, said)
            if word.kind != "w" and word.raw not in {"$", "€", "£"} and word.kind != "n":
                return said
            if word.fold == "that" and self._later(j) == j and not self._demonstrative(j):
                subject = (
                    verb.has("b")
                    and j + 1 < hi
                    and words[j + 1].fold
                    in {
                        "was",
                        "is",
                        "would",
                        "wasn't",
                        "isn't",
                        "could",
                        "might",
                        "will",
                        "should",
                        "can",
                    }
                )
                read = self._clause(j if subject else j + 1, said)
                if verb.lemma in {"ask", "plead"}:
                    read.force = "demands" if verb.lemma == "ask" else "says"
                if verb.has("d") and read.content is not None and read.content[1] - j <= 3 and (
                    not self.evidence(j, read.content[1])
                ):  # fmt: skip
                    read.content = (j, read.content[1])  # "denied that account"
                return read
            if verb.has("x") and not strict:
                return self._object_content(j, verb, said)
            if j == start and "be" in word.tags and j + 1 < hi and words[j + 1].fold == "that":
                return self._clause(j + 2, said)  # "what he said was that"
            if (
                word.fold == "for"
                and j + 1 < hi
                and words[j + 1].fold in _LASTING
                and "for" not in verb.after
            ):
                j += 2
                continue
            if word.fold == "as" and j == start and verb.force == "denies":
                object_ = self._judged_as(j)
                if object_ is not None:
                    said.noun = True
                    return self._clause(object_, said)
            if (
                word.fold in {"throughout", "all"}
                and j + 2 < hi
                and "that" in {words[j + 1].fold, words[j + 2].fold}
            ):
                j += 1 if words[j + 1].fold == "that" else 2
                continue  # "insisted all along that"
            if word.fold in {"when", "as"} and verb.lemma in _SAYS and not said.addressee:
                over = self._aside(j)
                if (
                    over is not None
                    and over + 1 < hi
                    and words[over].raw == ","
                    and over + 1 in self.scene.closing
                ):
                    j = over  # `said when I read him this, "…"`
                    continue
            if word.fold in {"when", "as"} and self._asked(j):
                over = self._aside(j)
                if over is None:
                    return said
                j = over
                continue
            if word.fold.partition("'")[0] in WHETHER and (verb.lemma in _ASKING or said.addressee):
                sign = j + 1 >= hi or (words[j + 1].kind == "s" and j + 1 not in self.scene.closing)
                if sign or words[j + 1].fold == "to":
                    return said
                leads = word.fold == "whether" or (word.fold == "if" and verb.lemma in _INQUIRING)
                return self._clause(j + leads, said)
            if word.fold == "to" and j + 1 < hi:
                step = self._to(j, verb, said, passive)
                if isinstance(step, Complement):
                    return step
                if step is None:
                    return said
                j = step
                continue
            dated = word.fold == "on" and j + 1 < hi and "time" in words[j + 1].tags
            if word.fold in verb.after and j + 1 < hi and words[j + 1].raw == ",":
                return said  # "never asked for, or received, an apology"
            if word.fold in verb.after and not dated:
                own = j + 1 < hi and words[j + 1].fold in {
                    "his",
                    "her",
                    "their",
                    "its",
                    "my",
                    "our",
                }
                if word.fold == "for" or (word.fold == "on" and not own):
                    said.force = "demands"
                return self._clause(j + 1, said)
            if word.fold in _CLAUSES:
                aside = self._aside(j)
                if aside is not None:
                    j = aside
                    continue
            if verb.has("b") and not strict and self._opens_clause(j):
                return self._clause(j, said)
            if (word.fold in _PLACES and "prep" in word.tags) or word.fold == "as":
                step = self._place(j, said)
                if step is None:
                    return said
                j = step
                continue
            later = self._later(j)
            if later > j:
                j = later
                continue
            if j + 1 < hi and "time" in words[j + 1].tags and not words[j + 1].capital and (
                word.fold in {"this", "last", "next", "early", "late", "earlier"}
            ):  # fmt: skip
                j += 2
                continue
            if verb.lemma == "say" and (word.kind == "n" or word.raw in "$€£"):
                return self._clause(j, said)
            if word.fold in {"late", "early"} and j + 1 < hi and words[j + 1].fold in {"on", "in"}:
                j += 1
                continue  # "said late on Thursday that"
            if (
                "adverb" in word.tags
                or word.fold.endswith("selves")
                or (
                    word.fold.endswith("self")
                    and (
                        said.addressee
                        or word.fold not in {"himself", "herself", "itself", "myself"}
                    )
                )
                or ("time" in word.tags and not strict and word.fold != "may")
            ):
                j += 1
                continue
            if verb.lemma in {"urge", "counsel", "advise"} and not strict and self._to_the_end(j):
                return self._clause(j, said)
            if verb.has("o") and said.addressee is None and not passive:
                end = self._addressee(j, verb)
                if end is not None:
                    said.addressee = (j, end)
                    j = self._past_modifiers(end)
                    continue
            return self._bare(j, verb, said, passive, strict)
        return said

    def _to(
        self, j: int, verb: VerbForm, said: Complement, passive: bool
    ) -> Complement | int | None:
        after = self.words[j + 1]
        nounlike = (
            after.tags & {"det", "objpron", "possessive"} or after.capital or "role" in after.tags
        )
        if verb.has("i") and not nounlike:
            return self._clause(j + 1, said)
        if verb.lemma == "say" and not nounlike and not after.tags and not after.fold.endswith("s") and (
            j + 2 < self.hi and self.words[j + 2].tags & {"det", "objpron", "adverb", "possessive"}
        ):  # fmt: skip
            said.force = "demands"
            return self._clause(j + 1, said)
        if (
            verb.has("r")
            and not nounlike
            and (said.addressee or passive or verb.lemma in {"ask", "press"})
        ):
            said.force = "demands" if verb.force == "says" else None
            self.demanded = True
            return self._clause(j + 1, said)
        if "to" in verb.after and nounlike and said.addressee is None:
            end = self.phrases.right(j + 1, AFTER_NOUN)
            step = self._over(end, said) if end < self.hi and self.words[end].raw == "," else end
            if step is not None and step < self.hi and self.words[step].fold == "that":
                said.addressee = (j + 1, end)
                return step
        if "to" in verb.after:
            end = self.phrases.right(j + 1, AFTER_NOUN)
            if nounlike and any("role" in w.tags for w in self.words[j + 1 : end]):
                return None if end >= self.hi else end  # "confessed to the police"
            return self._clause(j + 1, said)
        if (
            after.verb is not None
            and after.verb.kind == "base"
            and after.fold in _SAYS
            and not verb.has("i")
        ):
            return None  # "rang to say"
        if verb.lemma == "agree" and not nounlike:
            return None  # "agreed to talk on condition that"
        if said.addressee is None:
            end = self.phrases.right(j + 1, AFTER_NOUN)
            if end > j + 1:
                if verb.has("t"):
                    said.addressee = (j + 1, end)
                return end
        return None

    def _bare(
        self, j: int, verb: VerbForm, said: Complement, passive: bool, strict: bool
    ) -> Complement:
        if strict or (verb.has("s") and not verb.has("d") and verb.lemma != "ask"):
            return said
        word = self.words[j]
        if word.verb is not None and word.verb.kind == "participle" and not verb.has("g"):
            return said  # "wrote to the editor demanding"
        if verb.lemma == "claim" and word.fold in _CLAIMED:
            said.noun = True
            return self._clause(j, said)
        if "bound" in word.tags and word.fold not in {"there", "what", "how", "if", "when", "no"}:
            return said
        if verb.lemma == "ask":
            return self._clause(j, said) if word.fold in WHETHER else said
        if "objpron" in word.tags and not word.tags & {"pron", "det"}:
            return said
        if (verb.has("g") and word.fold.endswith("ing")) or (
            verb.has("d") and (not passive or self._pays(j, verb))
        ):
            said.noun = not (verb.has("b") and self._has_aux(j))
            quotes = verb.has("b") and j + 1 in self.scene.closing  # `admitted it "resembled one"`
            if (
                word.fold in {"it", "that", "this", "them"}
                and not quotes
                and (
                    j + 1 >= self.hi
                    or self.words[j + 1].kind == "s"
                    or (
                        self.words[j + 1].tags & {"bound", "prep", "adverb", "time"}
                        and self.words[j + 1].fold != "as"
                    )
                )
            ):
                return said
            return self._clause(j, said)
        if verb.has("b"):
            short = word.fold in {"yes", "no", "nothing", "so"}
            if (
                short
                and word.fold in {"yes", "no"}
                and self.words[min(j + 1, self.hi - 1)].tags & {"bound", "prep"}
            ):
                said.content = (j, j + 1)
                return said
            if (short and word.fold in {"yes", "no"}) or (
                self._subject_and_verb(j) if verb.lemma in _TAKES_THINGS else self._has_verb(j)
            ):
                return self._clause(j, said)
        return said
