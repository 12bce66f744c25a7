"""Whom an English verb is said to, where the noun phrase stands right behind it."""

from __future__ import annotations

from kashf.statements.english.contents import Contents
from kashf.statements.english.endings import Complement
from kashf.statements.english.sets import listed
from kashf.statements.verbs import VerbForm

__all__ = ["AFTER_NOUN", "Addressees"]

AFTER_NOUN = listed("after noun")
_GROUPS = listed("groups")
_CLAUSE = 16


class Addressees(Contents):
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
        end = self.phrases.right(j, AFTER_NOUN)
        if end == j:
            return None
        if (
            end + 1 < self.hi
            and self.words[end].fold == "of"
            and self.words[end - 1].fold in _GROUPS
        ):
            end = self.phrases.right(j, AFTER_NOUN - {"of"})
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
        if verb.has("d") or (verb.has("n") and not verb.has("s")):
            after = self.words[end] if end < self.hi else None
            links = {"that", "to"} | set(verb.after)
            somebody = self.words[j].capital or any(
                w.tags & {"role", "objpron", "pron"} for w in self.words[j:end]
            )
            follows = after is not None and (
                after.fold in links or (somebody and "pron" in after.tags and "det" not in after.tags and verb.has("b")) or (somebody and end in self.scene.closing)
                or (after.fold == "not" and end + 1 < self.hi and self.words[end + 1].fold == "to")
            )  # fmt: skip
            if after is not None and after.raw == "," and somebody and not follows:
                over = self._over(end, Complement())
                if over is not None and over < self.hi and self.words[over].fold == "that":
                    return end  # "threatened her brother, Hamdan, that"
            if not follows and "objpron" in self.words[j].tags and not self.phrases._goes_on(j):
                return j + 1
            return end if follows else None
        if (
            verb.has("r")
            and end < self.hi
            and self.words[end].fold in {"with", "on", "at", "inside"}
        ):
            more = self.phrases.right(end + 1)
            if end + 1 < more < self.hi and self.words[more].fold == "to":
                return more  # "urged anyone with information to"
        for k in range(j + 1, end):  # "told her the money was there"
            if "det" in self.words[k].tags and "objpron" in self.words[j].tags:
                return k
        return end

    def _over(self, j: int, said: Complement) -> int | None:
        """See :class:`Complements`."""
        raise NotImplementedError

    def _over_relative(self, end: int) -> int:
        """Past a clause about who is spoken to: "invites people who hold papers to", "told a man who … that"."""
        words = self.words
        if end + 1 >= self.hi or words[end].fold not in {"who", "whose"}:
            return end
        more = end
        for q in range(end + 1, min(self.hi, end + _CLAUSE)):
            if words[q].kind == "s" and words[q].raw not in "-'’":
                break
            if words[q].fold == "that":
                return q
            if words[q].fold == "to" and more == end:
                more = q
        return more
