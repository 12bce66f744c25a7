"""Who says what in an Arabic sentence: verb, subject, what stands between, and the content.

A sentence is read from left to right. At each reporting verb, participle or source phrase the
parts are looked for in the order in which Arabic puts them: verb, subject, addressee, place of the
saying, then a conjunction, a preposition of the verb, a colon or a quotation.
"""

from __future__ import annotations

from dataclasses import replace

from kashf.statements.arabic.attributions import OPENERS, opens
from kashf.statements.arabic.borders import DASHES
from kashf.statements.arabic.endings import Complement
from kashf.statements.arabic.insertions import SPEAKING
from kashf.statements.arabic.lexicon import (
    NOUNS_OF_SAYING,
    gender,
    masdar_like,
    saying_nouns,
    verb_forms,
)
from kashf.statements.arabic.nouns import COMMAS, NAME, STUDENT, is_act
from kashf.statements.arabic.reported import ANY
from kashf.statements.arabic.saying_nouns import SayingNouns
from kashf.statements.arabic.sources import SourcePhrases
from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.given import is_given

__all__ = ["drafts"]

_NO_VERB_AFTER = frozenset(
    {"ماذا", "لماذا", "متي", "اين", "كيف", "اذا", "لو", "هل", "ان", "لان", "كي", "لكي", "بان",
     "الا"}
)  # fmt: skip
_NOT = frozenset({"لم", "ولم", "لا", "لما"})
_OWN = frozenset({"انني", "اني", "باني", "بانني", "اننا", "باننا"})
_BODY = frozenset({"بيده", "بيدها", "براسه", "براسها", "باصبعه", "باصبعها", "بعينيه", "بكفه"})
_NAMING = frozenset({"وصف", "سمى", "أسمى", "اعتبر", "عد"})
_NOBODY = frozenset({"احد", "اي"})


def drafts(scene: Scene, span: Range) -> list[Draft]:
    """The statements of one sentence, in the order of their verbs."""
    return _Sentence(scene, span).read()


class _Sentence(SayingNouns):
    def __init__(self, scene: Scene, span: Range) -> None:
        super().__init__(scene, span)
        self.sources = SourcePhrases(scene, self.phrases)

    def read(self) -> list[Draft]:
        words, last = self.words, self.lo
        if self.lo + 2 < self.hi and words[self.lo].base == "عن":
            self.sources.of(self.lo, self.hi, self.found)
        for i in self.scene.outside(self.lo, self.hi, arabic=True):
            word = words[i]
            if i < last:
                continue
            draft = None
            if word.fold in saying_nouns() and (draft := self._by_noun(i)) is not None:
                pass
            elif word.base in OPENERS and opens(words, i, self.lo, self.hi):
                last = self.sources.read(i, self.lo, self.hi, self.found)
            elif word.verb is not None and (at := self._as_said(i)) is not None:
                last = self.sources.read(at, self.lo, self.hi, self.found)
            elif word.verb is not None:
                draft = self._participle(i) if word.verb.kind == "participle" else self._verb(i)
            elif "participle" in word.tags:
                if words[i - 1].raw in COMMAS and self.complements.plain_participle(i, self.hi):
                    draft = self._participle(i)
            elif word.base[-1] == "ه" and i > self.lo and words[i - 1].base == "ما":
                draft = self._cleft(i)
            elif word.base in NOUNS_OF_SAYING:
                draft = self._by_saying(i)
            elif "inside" in word.tags and (i == self.lo or words[i - 1].verb is None):
                draft = self._inside(i)
            elif "source" in word.tags and word.base != "حد":
                last = self.sources.read(i, self.lo, self.hi, self.found)
            if draft is not None and not (
                self._belongs_outside(draft) or self._of_manner(i, draft)
            ):
                self.found.append(draft)
        return self.sources.settle(self.found)

    def _belongs_outside(self, draft: Draft) -> bool:
        """``وقال رجل اتهم فلانة إن``: a clause about the speaker takes no content from the verb before it."""
        verb = draft.verb
        if verb is None or draft.phrase or draft.dependent or "and" in self.words[verb[0]].tags:
            return False
        return any(
            one.content[0] == draft.content[0]
            and one.verb is not None
            and one.speaker is not None
            and one.verb[0] < one.speaker[0] < verb[0]
            for one in self.found
        )

    def _of_manner(self, i: int, draft: Draft) -> bool:
        """``قال لي همسا: …``, ``وهو يشير إلى خريطة``: how another verb says what it says."""
        words = self.words
        bare = not words[draft.content[0] - 1].tags & {"comp", "bcomp"} and not draft.direct
        if bare and i > self.lo and words[i - 1].base in {"هو", "هي", "هم"} and (
            "and" in words[i - 1].tags and draft.force == "says"
        ):  # fmt: skip
            return True
        last = self.found[-1] if self.found else None
        if last is None or last.verb is None or last.content != draft.content:
            return False
        finite = words[i].verb is not None and words[i].verb.kind == "past"
        if not finite or draft.verb != (i, i + 1) or not last.verb[0] < i < last.content[0]:
            return False
        named = last.speaker is not None and last.speaker[0] < i < last.speaker[1]
        if draft.speaker is not None and draft.speaker[0] > i and not named:
            self.found.pop()  # the second verb has a subject of its own
            return False
        return True

    def _as_said(self, i: int) -> int | None:
        """``كما قال الوزير، …``, ``على ما قال الوزير``: where the phrase begins."""
        words = self.words
        if i > self.lo + 1 and words[i - 1].base == "ما" and words[i - 2].base == "علي":
            return i - 2
        return self.sources.as_said(i, self.lo, self.hi) if i > self.lo else None

    # a finite verb

    def _verb(self, i: int) -> Draft | None:
        word = self.words[i]
        verb = word.verb
        if verb.lemma == "خاطب":
            self._addressing(i)
            return None
        if self.phrases.nameless(i, self.hi) is not None:
            return None  # "who asked not to be named"
        if self._another_word(i, word):
            return None
        word = self._settled(i)
        verb = word.verb
        if verb.lemma in {"اكتفى", "علل", "برر", "فسر", "ذهب", "ختم"} and any(
            w.base in NOUNS_OF_SAYING for w in self.words[i + 1 : min(self.hi, i + 10)]
        ):  # fmt: skip
            return None  # the noun of saying is the verb
        if verb.lemma in {"قال", "سأل"} and i + 1 < self.hi and self.words[i + 1].base == "عن":
            return None  # "no fewer than", "asked about"
        if verb.lemma in _NAMING and i > self.lo and (
            self.words[i - 1].base in {"ما", "بما", "مما", "لما"}
            or (self.words[i - 1].base == "فيما" and not self.complements.later(i, self.hi))
        ):  # fmt: skip
            return None  # "what it called …" names a thing
        if verb.lemma in {"ذكر", "كشف", "نشر"} and any(
            w.base in NAME for w in self.words[i + 1 : min(i + 3, self.hi)]
        ):
            return None
        if any(w.base in _BODY for w in self.words[i + 1 : min(i + 4, self.hi)]):
            return None
        if verb.kind == "passive" and i > self.lo and self.words[i - 1].base == "ما":
            return None
        if (verb.has("n") or word.tags) and not self._is_verb(i, word):
            return None
        before = self.words[i - 1] if i > self.lo else None
        if before is not None and before.base in {"هو", "هي", "هم"} and "and" in before.tags and any(
            d.direct and d.verb is not None and d.verb[0] < i < d.content[0] for d in self.found
        ):  # fmt: skip
            return None  # how another one says it
        if verb.person == 1 and before is not None and before.tags & {"comp", "bcomp"} and (
            before.base.endswith(("ه", "ها", "هم"))
        ):  # fmt: skip
            return None  # "that he …"
        if (
            self.words[self.lo].base == "هل"
            and i - self.lo < 4
            and self.words[self.hi - 1].raw in "؟?"
        ):
            return None  # a question
        if word.base == "تبين" and "ّ" not in word.raw and i + 1 < self.hi and (
            self.words[i + 1].tags & {"prep", "timely", "comp", "adverb"}
            and self.words[i + 1].base not in {"من", "في"}
        ):  # fmt: skip
            return None  # "it turned out"
        if verb.short and (before is None or before.base not in _NOT):
            return None
        later = before is not None and before.base == "ان" and i - 2 > self.lo and (
            self.words[i - 2].base in {"قبل", "بعد"}
        )  # fmt: skip
        if (
            before is not None
            and before.base in _NO_VERB_AFTER
            and not (before.base == "ان" and self._once(i) is not None)
            and verb.kind != "passive"
            and not later
        ):
            return None
        if before is not None and "prep" in before.tags and not (
            "given" in before.tags
            or (before.base == "بعد" and verb.kind == "present" and not masdar_like(word.base))
        ):  # fmt: skip
            return None
        if verb.lemma == "ذكر" and verb.person == 1 and verb.kind == "present":
            return None  # "I remember"
        if verb.person == 1 and verb.kind == "present" and word.raw.lstrip("وف")[:1] == "ا":
            return None  # "write that …!"
        if verb.kind == "present" and before is not None and "and" not in word.tags and (
            self._any_noun(before) and not self._comp_ahead(i)
        ):  # fmt: skip
            return None  # "a law that tightens"
        if verb.lemma == "نسب":
            return self._ascribed(i) if verb.kind == "passive" else None
        if verb.lemma in {"جاء", "ورد", "تبين", "اتضح"}:
            return self._stands_in(i) or self._and_answered(i)
        if verb.kind == "passive" and (verb.has("o") or verb.has("m")):
            return self._told(i)
        if verb.lemma == "نقل":
            return self._carried(i)
        draft = self._closing_tag(i) or self._verb_first(i)
        if draft is None or self._ordered(i) or self._mute(draft):
            return None
        if verb.kind == "past" and verb.feminine and self.words[draft.content[0] - 1].base in _OWN:
            said = Complement()  # "I told": spelled like "she told"
            at = self.complements.aside(i + 1, self.hi, verb, said)
            ready = self.complements.read(at, self.hi, replace(verb, person=1), said)
            first = self.words[draft.speaker[0]] if draft.speaker and draft.speaker[0] > i else None
            named = first is not None and gender(first) is not False and not (
                first.tags & {"given", "def"}
            )  # fmt: skip
            if (
                not named
                and not verb.object
                and self._subject_before(i) is None
                and ready is not None
            ):
                draft = self._made(i, None, ready) or draft
                draft.first = True
        self._polarity(i, draft)
        if draft.negated and draft.speaker and self.words[draft.speaker[0]].base in _NOBODY:
            second = self.words[
                draft.speaker[0] + 1 if draft.speaker[1] - draft.speaker[0] > 1 else i
            ]
            if "prep" not in second.tags or draft.speaker[1] - draft.speaker[0] < 3:
                return None
        return draft

    def _and_answered(self, i: int) -> Draft | None:
        """``وردت الشركة بأن``: spelled like "came", and is "and answered"."""
        word = self.words[i]
        verb = verb_forms().get(word.fold[1:]) if word.fold in {"وردت", "ورد", "وردوا"} else None
        if verb is None or "and" in word.tags:
            return None
        self._reread(i, verb, base=word.fold[1:], tags=frozenset({"and"}))
        return self._verb(i)

    def _closing_tag(self, i: int) -> Draft | None:
        """``«…» قال الوزير``: a quotation opens the sentence and the verb follows it at once."""
        opened = self.scene.opening.get(i - 1)
        if opened is None and self.words[i - 1].raw in COMMAS and "and" not in self.words[i].tags:
            opened = self.scene.opening.get(i - 2)
        if opened is None and self._line_of_speech(i):
            found = self.phrases.noun(i + 1, self.hi)
            return self._as_told(i, (i + 1, found[0])) if found is not None else None
        if opened is None or opened > self.lo + 1 or self.words[i].verb.person != 3:
            return None
        at = i + 1
        told = at < self.hi and "tome" in self.words[at].tags and self.words[at].base[0] == "ل"
        at += told
        found = self.phrases.noun(at, self.hi, to=True) if at < self.hi else None
        if found is not None and self.words[at].tags & {"clitic:ب"} and not (
            self.words[at].tags & {"given", "known"} or is_given(self.words[at])
        ):  # fmt: skip
            found = None  # how it was said
        if found is not None and found[1] < self.hi and self.complements.begins(
            found[1], self.hi, self.words[i].verb
        ):  # fmt: skip
            return None
        draft = self._quote_before(i, (at, found[0]) if found else None, found)
        if draft is not None and told:
            draft.addressee = (at - 1, at)
        return draft

    def _mute(self, draft: Draft) -> bool:
        """``هدد الفيضان بغمر المزارع``: what cannot speak only shows that something is so."""
        if draft.speaker is None or "mute" not in self.words[draft.speaker[0]].tags:
            return False
        return not self.words[draft.content[0] - 1].tags & {"comp", "bcomp"}

    def _line_of_speech(self, i: int) -> bool:
        """``- لم يدخل أحد، قال الحارس.``: a dash, a clause, a comma, the verb and nothing but its subject."""
        words = self.words
        if words[max(self.lo - 1, 0)].raw not in DASHES or words[i - 1].raw not in COMMAS:
            return False
        found = self.phrases.noun(i + 1, self.hi) if i + 1 < self.hi else None
        return found is not None and (found[1] == self.hi or words[found[1]].raw in ".!؟")

    def _ordered(self, i: int) -> bool:
        """``طلبوا مني أكتب إن``: an order to say something is no saying."""
        return any(d.force == "demands" and d.content[0] == i and not d.direct for d in self.found)

    def _phrase_before(self, i: int) -> Draft | None:
        """``، على حد تعبيره، مستدركا``: the source phrase that made the last statement."""
        last = max(self.found, key=lambda d: (d.verb or d.content)[0], default=None)
        if last is None or not last.phrase or last.verb is None:
            return None
        return last if last.content[1] <= last.verb[0] < i else None

    def _predicate(self, i: int) -> bool:
        """``أن شرفة الصالة مهددة بالانهيار``: whether the participle says what its noun is."""
        words = self.words
        if self.phrases.that_at(i + 1, self.hi, words[i].verb.after if words[i].verb else ()):
            return False
        for k in range(i - 1, self.lo - 1, -1):
            word = words[k]
            if "comp" in word.tags:
                return True
            if word.kind != "w" or is_act(word) or word.verb is not None or "prep" in word.tags:
                return False
        return True

    def _participle(self, i: int) -> Draft | None:
        words, verb = self.words, self.words[i].verb or ANY
        if (
            i == self.lo
            and words[i].raw.endswith("ة")
            and words[min(i + 1, self.hi - 1)].raw == ":"
        ):
            return None  # "note:"
        if (
            words[i].base in STUDENT
            and "and" not in words[i].tags
            and words[i - 1].raw not in COMMAS
        ):
            return None
        if verb.lemma == "خاطب":
            phrase = self.phrases.noun(i + 1, self.hi, ("من", "ب", "عن"))
            if phrase is not None:
                self.addressee = (i + 1, phrase[0])
            return None
        if verb.feminine and "and" not in words[i].tags and (
            not self._after_clause(i) or self._predicate(i)
        ):  # fmt: skip
            return None
        if verb.number == "p" and not self._after_clause(i) and "and" not in words[i].tags:
            return None
        if verb.number == "p" and verb.lemma == "اتهم" and words[i - 1].raw not in COMMAS:
            return None  # the accused
        if (
            verb.kind == "participle"
            and verb.has("n")
            and words[i].base.endswith("ين")
            and i > self.lo
        ):
            if "prep" in words[i - 1].tags:
                return None
        if verb.lemma in SPEAKING and any(
            d.verb is not None and d.verb[0] < i < d.content[0] for d in self.found
        ):
            return None
        ready = self.complements.read(i + 1, self.hi, verb, Complement())
        if ready is None or ready.content is None:
            return None
        draft = self._made(i, None, ready)
        if draft is None:
            return None
        draft.silent, draft.dependent = False, True
        drafts = [d for d in self._outer_first(i) if not d.phrase]
        parent = None
        if i > self.lo:
            same = (d for d in drafts if self._may_be(d, verb) and self._numbered(d, verb))
            parent = next(same, None) or next((d for d in drafts if self._may_be(d, verb)), None)
        if parent is None and drafts:
            draft.speaker = self._carrier_before(i, self.lo, feminine=verb.feminine)
            return draft
        source = self._phrase_before(i)
        parent = parent if source is None else source
        if self.speaking is not None and (
            parent is None or parent.verb is None or parent.verb[0] < self.speaking[0]
        ):
            draft.speaker, draft.silent = self.speaking, False
            draft.addressee = draft.addressee or self.addressee
        elif parent is not None:
            draft.speaker = parent.speaker
            draft.silent = parent.speaker is None
            if draft.addressee is None and verb.lemma == "قال":
                draft.addressee = self._spoken_to(i) or parent.addressee
        else:
            draft.speaker = self._narrated(i)
            draft.silent = draft.speaker is None
            draft.addressee = draft.addressee or self._spoken_to(i)
        return draft
