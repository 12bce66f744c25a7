"""Whether an Arabic form that may be something else is a verb here, and whose."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kashf.statements.arabic.arguments import Arguments
from kashf.statements.arabic.endings import Complement
from kashf.statements.arabic.lexicon import is_adjective, is_told, masdar_like, verb_forms
from kashf.statements.arabic.nouns import COMMAS, starts_clause
from kashf.statements.draft import Draft
from kashf.statements.given import is_given
from kashf.statements.numbers import is_number_word
from kashf.statements.tokens import Word
from kashf.statements.verbs import VerbForm

__all__ = ["Forms"]


_PAPERS = frozenset({"document", "recording", "event"})
_WAS = frozenset({"اكن", "كنت", "اكون", "نكن"})
_TO_US = frozenset({"وعد", "أخبر", "حدث", "هدد", "أعلم", "طمأن"})


class Forms(Arguments):
    """Tells it in one sentence."""

    def _reread(self, i: int, verb: VerbForm, **more: Any) -> Word:
        """Take the word ``i`` for another form than it looks like by itself."""
        word = replace(self.words[i], verb=verb, **more)
        self.scene.tokens.words[i] = word
        return word

    def _settled(self, i: int) -> Word:
        """The word, with the person that a form of two readings has here."""
        word = self.words[i]
        verb = word.verb
        if word.fold == "نقل" and i > self.lo and self.words[i - 1].base in {"لم", "لن"}:
            verb = replace(verb_forms()["نقول"], short=False)  # "we did not say"
            word = self._reread(i, verb, tags=frozenset())
        if verb.lemma in _TO_US and verb.person == 1 and verb.kind == "past" and self._us(i):
            verb = replace(verb, person=3, number="s", object=True)
            word = self._reread(i, verb)
        if verb.object and verb.kind == "past" and word.base.endswith("نا") and (
            self._we(i) and self._subject_before(i) is None
        ):  # fmt: skip
            word = self._reread(i, replace(verb, person=1, object=False))  # "we asked"
        return word

    def _another_word(self, i: int, word: Word) -> bool:
        """Whether the form is here a noun, a preposition or a verb that reports nothing."""
        verb, lemma, doubled = word.verb, word.verb.lemma, "ّ" in word.raw
        present = verb.kind == "present"
        if verb.has("n") and verb.kind == "past" and word.base.endswith("ا"):
            if word.base[:-1] in verb_forms() and not verb.object and verb.person == 3:
                return word.base != "دعا"  # ``أمرا``
        if lemma == "عزا" and is_given(word):  # a name
            then = self.words[min(i + 1, self.hi - 1)]
            known = then.tags & {"role", "body", "document"} or masdar_like(then.base)
            return not known and self._subject_before(i) is None
        if is_given(word) and verb.kind == "past" and verb.has("n") and self._names(i):
            return True
        if lemma == "أقر" and self._passes(i):
            return True
        if lemma == "نص" and verb.kind == "past" and not doubled:
            return not self.complements.led(i + 1, self.hi, verb) and all(
                w.base != "علي" for w in self.words[i + 1 : min(self.hi, i + 8)]
            )  # a text
        if lemma == "خبر":
            return not (verb.object or verb.feminine or doubled)  # "news"
        if lemma == "عرض" and doubled and verb.kind != "participle":
            return True  # "was exposed to"
        if lemma == "أظهر" and present:
            return not (self._comp_ahead(i) or self._shows(i))  # "appears"
        if "prep" in word.tags and not (doubled or verb.feminine or lemma == "بين"):
            return lemma != "عبر" or not self._expresses(i)
        if lemma == "علق" and present and not doubled and self.words[i - 1].raw not in COMMAS:
            return not any(  # "hangs"
                self.words[k].raw == ":" or k in self.scene.closing
                for k in range(i + 1, min(self.hi, i + 14))
            )
        if lemma == "عبر" and present and not doubled:
            return all(w.base != "عن" for w in self.words[i + 1 : min(self.hi, i + 8)])  # "crosses"
        if lemma == "تمسك" and verb.kind != "participle":
            return not self.complements.led(i + 1, self.hi, verb)  # "holds"
        if lemma == "أعلم" and not doubled and self.words[i - 1].base in _WAS:
            return True  # "I didn't know"
        if lemma == "بلغ" and verb.object and not doubled and i > self.lo:
            near = self.words[max(self.lo, i - 2) : i]  # "a message that reached us"
            return any(w.tags & _PAPERS for w in near)
        if lemma in {"أعلم", "علم", "علّم"} and present and not verb.object:
            return not {"ّ", "ُ"} & set(word.raw)  # "knows"
        return False

    def _expresses(self, i: int) -> bool:
        """``عبر الوزير عن``, which without a doubled letter is spelled like "across"."""
        if i + 1 >= self.hi:
            return False
        following = self.words[i + 1]
        if not (following.tags & {"role", "body", "given"} or is_given(following)):
            return False
        found = self.phrases.noun(i + 1, self.hi, ("عن",))
        return found is not None and found[1] < self.hi and self.words[found[1]].base == "عن"

    def _passes(self, i: int) -> bool:
        """``أقر البرلمان قانون الموازنة``."""
        for k in range(i + 1, min(self.hi, i + 6)):
            word = self.words[k]
            if word.kind != "w" or word.tags & {"clitic:ب", "comp", "bcomp"}:
                return False
            if "law" in word.tags:
                return True
        return False

    def _names(self, i: int) -> bool:
        """``وقال وزير الطاقة بشر النعساني``: whether a given name stands in the subject of another verb."""
        for k in range(i - 1, max(self.lo - 1, i - 7), -1):
            word = self.words[k]
            if (
                word.verb is not None
                and word.verb.kind in {"past", "present"}
                and not word.tags - {"and"}
            ):
                return i - k > 1
            if word.kind != "w" or word.tags & {"comp", "bcomp", "and", "maybe-and"}:
                return False
        return False

    def _shows(self, i: int) -> bool:
        """``التقرير يظهر تورط الشركة``: a document or recording, and a verbal noun behind the verb or it."""
        before = self._subject_before(i)
        at = self.complements.aside(i + 1, self.hi, self.words[i].verb, Complement())
        if at >= self.hi:
            return False
        if before is not None:
            noun = self.words[at]
            papers = any(w.tags & _PAPERS for w in self.words[slice(*before)])
            return papers and "def" not in noun.tags and masdar_like(noun.base)
        found = self.phrases.noun(at, self.hi) if self.words[at].tags & _PAPERS else None
        return found is not None and self.phrases.second(at, found[0], bare=True) is not None

    def _us(self, i: int) -> bool:
        """``وعدنا الوزير بحل``: "promised us", where a subject and the content follow."""
        found = self.phrases.noun(i + 1, self.hi, ("ب",)) if i + 1 < self.hi else None
        return found is not None and found[1] < self.hi and (
            self.complements.begins(found[1], self.hi, self.words[i].verb)
        )  # fmt: skip

    def _we(self, i: int) -> bool:
        """``سألنا الوزير``, ``نبّهنا الوزارة``: "we", for "us" would be asked by nobody, or by a woman."""
        if self.words[i].verb.lemma == "سأل":
            return True
        return i + 1 < self.hi and "def" in self.words[min(i + 2, self.hi - 1)].tags and (
            self._disagrees(i, i + 1)
        )  # fmt: skip

    def _is_verb(self, i: int, word: Word) -> bool:
        """Of a form that may be a noun or a preposition."""
        if word.verb.kind != "past" or word.verb.object or not word.verb.has("n"):
            return True
        if (
            i + 1 < self.hi
            and self.words[i + 1].tags & {"comp", "bcomp"}
            and "def" not in word.tags
        ):
            return True
        if i + 2 < self.hi and self.words[i + 1].base in {"فيه", "فيها"}:
            return True
        if i + 2 < self.hi and self.words[i + 1].base in word.verb.after and (
            "comp" in self.words[i + 2].tags
        ):  # fmt: skip
            return True
        if (
            i == self.lo
            and i > 1
            and self.scene.closing.get(i - 1)
            and "prep" in self.words[i - 2].tags
        ):
            return False  # ``دعا إلى «كشف …»``
        if word.verb.feminine or word.verb.number == "p" or word.verb.person == 1:
            return True
        subject = (
            self._subject_before(i) if "masdar" in word.tags and "and" not in word.tags else None
        )
        if subject is not None and subject[0] > self.lo and is_told(self.words[subject[0] - 1]):
            return False  # "refused the request"
        then = self.words[i + 1] if i + 1 < self.hi else word
        if i + 2 < self.hi and "def" in then.tags and "and" not in self.words[i + 2].tags:
            after = self.words[i + 2].verb
            if after is not None and after.kind == "present" and after.person == 3:
                return False  # ``كشف الحساب يبين``
        if then.kind == "w" and not then.tags & {"role", "body", "def", "document"} and (
            is_adjective(then.base) and not is_given(then) and not self._comp_ahead(i)
        ):  # fmt: skip
            return False  # ``تعهد خطي``
        governing = self.words[i - 1].verb if i > self.lo and "and" not in word.tags else None
        if governing is not None and governing.kind in {"past", "present"} and (
            governing.has("d") or governing.has("m")
        ):  # fmt: skip
            return False  # "asked for the disclosure"
        if i > self.lo and "and" not in word.tags:
            construct = self.words[i - 1]
            if (
                not construct.tags & {"def", "adverb", "time"}
                and construct.verb is None
                and masdar_like(construct.base)
                and not construct.base.endswith("يا")
                and not is_adjective(construct.base)
                and not self.phrases.owned(construct)
            ):
                return False
        if not starts_clause(self.scene, i, self.lo) and not self._subject_before(i):
            found = self.phrases.noun(i + 1, self.hi) if i + 1 < self.hi else None
            after = found[1] if found is not None else i + 1
            at = self.complements.aside(after, self.hi, word.verb, Complement())
            if at < self.hi and found is None:
                return self.words[at].raw == ":" and at > i + 1
            if self._behind_place(i) and found is not None and at < self.hi:
                bare = any(map(word.verb.has, "dr")) and self.phrases.second(
                    i + 1, after, bare=True
                )
                inserted = self.words[at].raw in COMMAS and (
                    self.complements.read(at, self.hi, word.verb, Complement()) is not None
                )
                begins = self.complements.begins(at, self.hi, word.verb)
                return bare is not None or inserted or begins
            return at < self.hi and bool(self.words[at].tags & {"comp", "bcomp"})
        if word.verb.lemma == "بين":
            paired = any(w.base == "بين" for w in self.words[self.lo : i])
            return "ّ" in word.raw or (not paired and self._comp_ahead(i))
        if i + 1 < self.hi and "prep" in self.words[i + 1].tags:
            if "tome" in self.words[i + 1].tags or (
                word.verb.has("m") and self.words[i + 1].base == "من" and i == self.lo
            ):  # fmt: skip
                return True
            if word.verb.has("u") and self.words[i + 1].base == "علي" and any(
                w.look and is_number_word(w) for w in self.words[i + 2 : min(self.hi, i + 8)]
            ):  # fmt: skip
                return True  # "and offered the father ten …"
            if i == self.lo and (
                self.complements.led(i + 1, self.hi, word.verb) or self._announces(i)
            ):
                return True
            return self._subject_before(i) is not None or "and" not in word.tags
        return True

    def _announces(self, i: int) -> bool:
        """``وطلب في كلمة قصيرة الوزير إعادة …``: a place, the subject and a bare content follow."""
        if not self.words[i].verb.has("d"):
            return False
        at = self.complements.aside(i + 1, self.hi, self.words[i].verb, Complement())
        found = self.phrases.noun(at, self.hi) if at < self.hi else None
        return found is not None and self.phrases.second(at, found[0], bare=True) is not None

    def _behind_place(self, i: int) -> bool:
        """``خلال جلسة مغلقة تعهد``: whether a place or time that opens the sentence ends before ``i``."""
        first, before = self.words[self.lo], self.words[i - 1]
        if (
            not first.tags & {"prep", "timely", "adverb"}
            or "given" in first.tags
            or before.kind != "w"
        ):
            return False
        return bool(before.tags & {"adverb", "time"}) or self.phrases.closed(self.lo, i - 1)

    @staticmethod
    def _any_noun(word: Word) -> bool:
        """``قانونا``: an indefinite noun that nothing is known of."""
        owned = word.base.endswith(("هما", "ها"))
        return not owned and word.base.endswith("ا") and word.raw[-1] == "ا" and len(word.base) > 4 and not (
            word.tags - {"maybe-and"} or word.verb is not None or is_given(word)
        )  # fmt: skip

    def _comp_ahead(self, i: int) -> bool:
        for k in range(i + 1, min(self.hi, i + 40)):
            word = self.words[k]
            if "comp" in word.tags:
                return True
            if "maybe-and" in word.tags or word.base == "وبين":
                return False
        return False

    def _polarity(self, i: int, draft: Draft) -> None:
        k = i - 1
        while k >= self.lo and self.words[k].tags & {"modal", "hedge", "adverb"}:
            draft.hedged = (
                draft.hedged
                or "hedge" in self.words[k].tags
                or (self.words[k].base == "قد" and self.words[i].verb.kind == "present")
            )
            k -= 1
        if k >= self.lo and "neg" in self.words[k].tags:
            draft.negated = self.words[k].base != "لما"
