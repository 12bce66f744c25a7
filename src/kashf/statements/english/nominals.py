"""English sayings whose weight is a noun or an idiom: issued a warning that, heard from X that, went further."""

from __future__ import annotations

from kashf.statements.draft import Draft, Range
from kashf.statements.english.groups import Groups
from kashf.statements.english.lexicon import NOMINALS
from kashf.statements.english.sets import listed

__all__ = ["Nominals"]

_REACH = 9
_GIVES = listed("gives")
_TAKES = listed("takes")
_GIVEN = frozenset({"given", "offered", "sent", "served"})
_OWN = frozenset({"my", "his", "her", "our", "their", "your"})
_LASTING = listed("lasting")
_LEADS = frozenset({"that", "to", "for"})
_AFTER_NOUN = frozenset({"that", "to", "for", "from", ":", "up", "out"})


class Nominals(Groups):
    """Reads them in one sentence."""

    def _idiom(self, i: int) -> Draft | None:
        fold = self.words[i].fold
        if fold == "further":
            return self._further(i)
        if fold == "clean":
            return self._clean(i)
        if fold == "known":
            return self._known(i)
        if fold in {"heard", "hears"} and i + 1 < self.hi and self.words[i + 1].fold == "from":
            return self._heard_from(i)
        return super()._idiom(i)

    def _nominal(self, i: int) -> Draft | None:
        """``issued a warning that …``, ``gave an assurance to parents that …``, ``renewed its call for …``."""
        words, force = self.words, NOMINALS[self.words[i].fold]
        if i + 2 >= self.hi or words[i + 1].fold not in _AFTER_NOUN:
            return None
        light = self._light(i)
        if light is None:
            return None
        j, addressee = i + 1, None
        if j < self.hi and words[j].fold in {"up", "out"}:
            j += 1
        if j + 1 < self.hi and words[j].fold in {"to", "from"} and self._somebody(j + 1):
            end = self.phrases.right(j + 1, _LEADS)
            if end < self.hi and words[end].fold == "that":
                addressee, j = (j + 1, end), end
        if j + 1 >= self.hi or not self._leads(words[i].fold, j, force):
            return None
        said = self.complements.quoted_or_clause(j + 1)
        k, facts = self._helpers(light)
        participle = words[light].fold.endswith("ing")
        if said.content is None or facts & {"modal"} or ("to" in facts and "on" not in facts):
            return None
        first = self._before_noun(i)
        if first > light + 1:
            between = (light + 1, first)
            if not self._somebody(light + 1):
                return None
            addressee = addressee or between
        speaker, dependent = (None, True) if participle and not facts & {"be"} else (
            self._speaker(k, words[k - 1] if k > self.lo else None)
        )  # fmt: skip
        if speaker is None and not dependent:
            return None
        if speaker is not None and (self._nobody(speaker) or self._supposed(speaker)):
            return None
        if words[light].fold in _TAKES and words[i].fold in {"call", "word", "order"}:
            return None  # "got word that"
        taken = words[light].fold in _TAKES or ("be" in facts and words[light].fold in _GIVEN)
        draft = Draft((light, i + 1), force, said.content, speaker=speaker, addressee=addressee,
                      direct=said.direct, negated="not" in facts, dependent=dependent,
                      hedged="hedge" in facts, lemma=words[light].fold)  # fmt: skip
        if taken:
            if addressee is None and speaker is None:
                return None
            draft.speaker, draft.addressee = addressee, speaker
            draft.unnamed = addressee is None
        elif dependent:
            self._inherit(draft)
        self.found[:] = [d for d in self.found if d.verb is None or d.verb[0] != light]
        return draft

    def _leads(self, noun: str, j: int, force: str) -> bool:
        """Whether what follows the noun is what is said: "that", an infinitive, or "for" of a demand."""
        words = self.words
        if words[j].fold == "that":
            return not self.complements._demonstrative(j)
        if words[j].fold == "to":
            after = words[j + 1]
            return force in {"promises", "warns", "demands"} and noun not in {"warning", "word"} and not (
                after.tags & {"det", "objpron", "possessive", "role"} or after.capital
            )  # fmt: skip
        if words[j].fold == "for":
            return force == "demands" and words[j + 1].fold not in _LASTING
        return words[j].raw == ":" and j + 1 in self.scene.closing

    def _before_noun(self, i: int) -> int:
        """Where the noun phrase with the noun ``i`` begins."""
        words, k = self.words, i
        while k - 1 > self.lo and i - k < 4 and words[k - 1].kind == "w":
            before = words[k - 1]
            if (
                "det" in before.tags
                or "possessive" in before.tags
                or before.fold in {"fresh", "due"}
            ):
                return k - 1
            if before.fold in _GIVES or before.tags & {"prep", "pron", "objpron", "aux"}:
                return k
            k -= 1
        return i

    def _light(self, i: int) -> int | None:
        """The verb that gives the noun: not over a sign, preposition or another verb."""
        words = self.words
        for k in range(i - 1, max(self.lo - 1, i - _REACH), -1):
            word = words[k]
            at_start = k == self.lo and self.owner is None and not word.fold.endswith("ing")
            if word.fold in _GIVES and not at_start:
                return k
            if (word.kind == "s" and word.raw not in "-'’") or word.tags & {
                "bound",
                "rel",
                "aux",
                "modal",
            }:
                return None
            if "prep" in word.tags and word.fold != "of":
                return None
        return None

    def _people(self, span: Range) -> bool:
        """Whether a short noun phrase is somebody: "my daughters"."""
        words = self.words[slice(*span)]
        return len(words) <= 3 and "role" in words[-1].tags and words[0].fold in _OWN

    def _somebody(self, k: int) -> bool:
        word = self.words[k]
        return bool(word.tags & {"det", "objpron", "role", "possessive"}) or word.capital or (
            word.fold.endswith("s") and not word.tags
        )  # fmt: skip

    def _put_to(self, i: int) -> Draft | None:
        """``It was put to Mr Orr that …``: nobody says by whom."""
        words = self.words
        if i + 3 >= self.hi or words[i + 1].fold != "to":
            return None
        end = self.phrases.right(i + 2, frozenset({"that"}))
        if not i + 2 < end < self.hi or words[end].fold != "that":
            return None
        said = self.complements.quoted_or_clause(end + 1)
        if said.content is None:
            return None
        return Draft((i, i + 1), "says", said.content, addressee=(i + 2, end), unnamed=True,
                     direct=said.direct, lemma="put")  # fmt: skip

    def _heard_from(self, i: int) -> Draft | None:
        """``The committee heard from Ms Orr that …``."""
        words = self.words
        end = self.phrases.right(i + 2) if i + 2 < self.hi else i
        if end <= i + 2 or end + 1 >= self.hi or words[end].fold != "that":
            return None
        k, facts = self._helpers(i)
        room, dependent = self._speaker(k, words[k - 1] if k > self.lo else None)
        said = self.complements.quoted_or_clause(end + 1)
        if said.content is None or facts & {"modal"} or (room is None and not dependent):
            return None
        return Draft((i, i + 2), "says", said.content, speaker=(i + 2, end), addressee=room,
                     direct=said.direct, negated="not" in facts, lemma="hear")  # fmt: skip

    def _further(self, i: int) -> Draft | None:
        """``Harrow went further: "…"``."""
        words = self.words
        if i - 1 <= self.lo or words[i - 1].fold not in {"went", "goes", "go"} or i + 2 >= self.hi:
            return None
        if words[i + 1].raw not in {":", "."} or i + 2 not in self.scene.closing:
            return None
        return self._told_after(i - 1, i, i + 2, "says")

    def _clean(self, i: int) -> Draft | None:
        """``The firm came clean: the pictures were staged``."""
        words = self.words
        if i - 1 <= self.lo or words[i - 1].fold not in {"came", "comes"} or i + 2 >= self.hi:
            return None
        if words[i + 1].raw != ":" and words[i + 1].fold != "that":
            return None
        return self._told_after(i - 1, i, i + 2, "admits")

    def _known(self, i: int) -> Draft | None:
        """``let it be known that …`` and ``made known that …``."""
        words = self.words
        if i + 2 >= self.hi or words[i + 1].fold != "that":
            return None
        if i - 3 > self.lo and [w.fold for w in words[i - 2 : i]] == ["it", "be"]:
            return (
                self._told_after(i - 3, i, i + 2, "says")
                if words[i - 3].fold in {"let", "lets"}
                else None
            )
        k = i - 2 if words[i - 1].fold == "it" else i - 1
        return self._told_after(k, i, i + 2, "says") if words[k].fold in {"made", "makes"} else None

    def _told_after(self, verb: int, i: int, j: int, force: str) -> Draft | None:
        """The statement of the verb group ``verb`` to ``i`` whose content begins at ``j``."""
        k, facts = self._helpers(verb)
        if facts & {"modal"} or ("to" in facts and "on" not in facts):
            return None
        before = self.words[k - 1] if k > self.lo else None
        speaker, dependent = self._speaker(k, before)
        said = self.complements.quoted_or_clause(j)
        if said.content is None or (speaker is None and not dependent):
            return None
        direct = said.direct or self.words[j - 1].raw == ":"
        draft = Draft((verb, i + 1), force, said.content, speaker=speaker, direct=direct,  # type: ignore[arg-type]
                      negated="not" in facts, dependent=dependent, lemma=self.words[verb].fold)  # fmt: skip
        if dependent:
            self._inherit(draft)
        return draft

    def _quoted_as(self, i: int) -> Range | None:
        """``quoted the general as saying``: the general."""
        words = self.words
        if words[i - 1].fold != "as":
            return None
        for k in range(i - 2, max(self.lo, i - 14), -1):
            word = words[k]
            if word.fold in {"quoted", "quotes", "quoting", "cited", "cites", "citing", "recorded"}:
                return (k + 1, i - 1) if k + 1 < i - 1 else None
            if word.kind == "s" and word.raw not in "-'’,":
                return None
        return None
