"""Where what is said ends: at the next saying of the sentence, a source phrase, or the full stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kashf.statements.arabic.lexicon import gender
from kashf.statements.arabic.narration import Narration
from kashf.statements.arabic.nouns import COMMAS, STUDENT, is_act, is_emoji
from kashf.statements.arabic.phrases import Phrases
from kashf.statements.draft import Range, Scene, SourceDraft
from kashf.statements.given import is_given
from kashf.statements.tokens import Word
from kashf.statements.verbs import VerbForm

__all__ = ["Complement", "Endings"]

_DEEPEST = 1
_LINKS = frozenset(
    {"انها", "انه", "غير", "بيد", "كما", "فيما", "بينما", "ثم", "قد", "لكن", "لكنه",
     "لكنها", "لكنهم", "حين", "في حين"}
)  # fmt: skip
_CONTRAST = frozenset({"بينما", "فيما", "لكن", "بس"})
_ALSO = frozenset({"كما", "ثم"})
_BEFORE = frozenset({"قبل", "بعد"})
_NO_SUBJECT = frozenset({"relative", "prep", "comp", "and", "conj", "neg"})
_SHORT_SUBJECT, _LONGEST_SUBJECT = 4, 9  # words; without and with a link before it


@dataclass(slots=True)
class Complement:
    """What was read: addressee, content, and sources on the way."""

    addressee: Range | None = None
    content: Range | None = None
    direct: bool = False
    sources: list[SourceDraft] = field(default_factory=list)
    hung: bool = False  # the addressee is a pronoun on the verb
    loose: bool = False  # the subject stands first, and no conjunction is needed

    def copy(self) -> Complement:
        """One that can be filled without changing this one."""
        return Complement(
            self.addressee, self.content, self.direct, list(self.sources), self.hung, self.loose
        )


def before_is(words: Sequence[Word], k: int, base: str) -> bool:
    """Whether the word before token ``k`` has this base."""
    return k > 0 and words[k - 1].base == base


class Endings(Narration):
    """Finds where a content ends; :class:`Complements` reads what may come next."""

    def __init__(self, scene: Scene, phrases: Phrases) -> None:
        self.scene = scene
        self.words = scene.words
        self.phrases = phrases
        self.depth = 0
        self.outer: VerbForm | None = None  # whose content is read

    def read(self, j: int, hi: int, verb: VerbForm, said: Complement) -> Complement | None:
        """See :class:`Complements`."""
        raise NotImplementedError

    def aside(self, j: int, hi: int, verb: VerbForm, said: Complement) -> int:
        """See :class:`Complements`."""
        raise NotImplementedError

    def begins(self, j: int, hi: int, verb: VerbForm) -> bool:
        """See :class:`Complements`."""
        raise NotImplementedError

    def kind(self, start: int, end: int) -> str | None:
        """Kind of source that a noun phrase names by its first noun."""
        for k in range(start, min(end, start + 2)):
            tags = self.words[k].tags
            for kind in ("recording", "document"):
                if kind in tags:
                    return kind
            if tags & {"body:outlet"}:
                return "report"
            if tags & {"role", "body", "given"}:
                return "person"
        return None

    @staticmethod
    def leads(verb: VerbForm) -> tuple[str, ...]:
        """Prepositions that end the subject: to the content or to the addressee."""
        if verb.has("i"):
            return (*verb.after, "ب")
        if verb.has("m"):
            return (*verb.after, "من", "الي")
        if verb.has("u"):
            return (*verb.after, "علي")
        return (*verb.after, "الي") if verb.has("t") else verb.after

    def end(self, j: int, hi: int, *, nominal: bool = False) -> Range | None:
        """The content from ``j``: up to the next saying of the same sentence, or to its end.

        A ``nominal`` one is a noun phrase, which a clause of its own after "and" no longer continues.
        """
        words, closing = self.words, self.scene.closing
        k = j
        while k < hi:
            if k in closing and closing[k] < hi:
                k = closing[k] + 1
                continue
            if k > j and self._ends_before(k, j, hi, nominal=nominal):
                break
            k += 1
        stop = k
        if stop < hi and words[stop].base == "حد" and words[stop - 1].base == "علي":
            stop -= 1
        stop = self._subject_start(stop, j, hi)
        if stop < hi:
            if stop - 3 > j and words[stop - 1].base == "ان" and words[stop - 2].base in _BEFORE:
                stop -= 2
            while stop > j and (words[stop - 1].base in _LINKS or words[stop - 1].raw in COMMAS):
                stop -= 1
        return self.scene.trim(j, stop)

    def _ends_before(self, k: int, j: int, hi: int, *, nominal: bool) -> bool:
        """Whether the content from ``j`` ends before token ``k``."""
        words, word = self.words, self.words[k]
        if word.kind != "w":
            return k in self.scene.strays or is_emoji(word)
        if word.trigger and word.arabic and self._next_saying(k, j, hi):
            return True
        if words[k - 1].raw in COMMAS:
            if self._circumstance(k, hi) or (k > j + 1 and self._main_clause(k, j)):
                return True
            if k > j + 2 and (self._without(k) or (not nominal and self._told_on(k, j))):
                return True
        if k > j + 1 and self._of_saying(k, hi):
            return True
        if k > j + 2 and words[j - 1].raw != ":" and self._runs_on(k):
            return True
        return nominal and self._leaves(k, j)

    def _subject_start(self, stop: int, j: int, hi: int) -> int:
        """Before the subject of the next saying, where it stands after a comma."""
        verb = self.words[stop].verb if stop < hi else None
        if verb is None or "and" in self.words[stop].tags:
            return stop
        found = self._named_first(stop, j) if verb.kind != "participle" else None
        if found is not None:
            return found
        while self._led_in(stop, j):
            stop -= 1
        return stop

    def _next_saying(self, k: int, j: int, hi: int) -> bool:
        if self.depth >= _DEEPEST:
            return False
        self.depth += 1
        try:
            return self._saying(k, j, hi)
        finally:
            self.depth -= 1

    def _saying(self, k: int, j: int, hi: int) -> bool:
        words = self.words
        word = words[k]
        if "source" in word.tags:
            if word.base == "حد" and before_is(words, k, "علي") is False:
                return False
            return self._trails(k, hi)
        verb = word.verb
        if verb is not None and verb.lemma == "نسب" and verb.kind != "passive":
            return False
        if verb is None:
            if "participle" not in word.tags or words[k - 1].raw not in COMMAS:
                return False
            return self.plain_participle(k, hi)
        if verb.kind == "participle":
            if word.base in STUDENT and words[k - 1].raw not in COMMAS:
                return False
            if verb.lemma == "خاطب":
                return True
            if (verb.feminine or verb.number == "p") and words[k - 1].raw not in COMMAS and not (
                self._says_on(k, hi)
            ):  # fmt: skip
                return False
            addressed = any(
                w.verb is not None and w.verb.lemma == "خاطب" and w.verb.kind != "participle"
                for w in words[max(j, k - 12) : k]
            )
            if addressed:
                return False
            return self.read(k + 1, hi, verb, Complement()) is not None if k + 1 < hi else False
        before = words[k - 1]
        if verb.lemma == "ورد" and "and" not in word.tags:
            return word.fold[0] == "و" and self._speaks_on(k + 1, hi)  # "and answered"
        if not self._joins(k, j):
            return False
        if "and" not in word.tags and verb.person == 3 and before.base not in _ALSO | _CONTRAST and words[j - 1].tags & {"comp", "bcomp"} and not any(
            w.verb is not None or is_act(w) or w.tags & {"was", "neg"} for w in words[j:k]
        ) and not self._led_in(k, j) and not self._contrasted(k, j):  # fmt: skip
            return False  # the verb of the clause itself
        if self._verbal_noun(k, hi) and self._named_first(k, j) is None:
            return False
        if verb.kind == "passive":
            at = self.aside(k + 1, hi, verb, Complement())
            return at < hi and (self.begins(at, hi, verb) or words[at].base == "الي")
        if (
            verb.kind == "present"
            and "and" in word.tags
            and words[j].verb is None
            and before.raw not in COMMAS
            and not (
                self.outer is not None
                and self.outer.kind == "present"
                and (
                    not any(w.verb is not None or is_act(w) for w in words[j:k])
                    or (verb.feminine and self.outer.feminine and gender(words[j]) is False)
                )
            )
        ):
            return False
        at = self.aside(k + 1, hi, verb, Complement())
        if "and" in word.tags and before.raw not in COMMAS and at < hi and (
            words[k + 1].base in {"منه", "له", "اليه", "عليه", "منها", "لها", "اليها", "عليها"}
            and any(is_act(w) or w.verb is not None for w in words[j:k])
        ):  # fmt: skip
            return False  # "that he called him in and asked him": the inner one goes on
        if "and" in word.tags and before.raw not in COMMAS and verb.object and any(
            is_act(w) and w.base.endswith(("ه", "ها", "هم")) for w in words[j:k]
        ):  # fmt: skip
            return False  # "that a man came to him and told him"
        replied = word.raw[0] == "ف" and verb.lemma in {"أجاب", "رد", "قال"}
        if not replied and self._named_first(k, j) is None and self._of_another(k, j, at, hi):
            return False
        ready = self.read(at, hi, verb, Complement(hung=verb.object))
        if ready is not None:
            if not verb.has("d") or self.begins(at, hi, verb) or ready.addressee is not None:
                return True
            if "and" in word.tags and verb.kind == "past" and not verb.has("n") and (
                "comp" in words[j - 1].tags and self._verbless(j, k)
            ):  # fmt: skip
                return True  # "that the file is empty, and asked for"
            if before.raw in COMMAS and "and" in word.tags and at < hi and self.verbal(
                words[at].base.removeprefix("ال")
            ):  # fmt: skip
                return True
        phrase = self.phrases.noun(at, hi, verb.after, to=True)
        return phrase is not None and self.read(phrase[1], hi, verb, Complement()) is not None

    def _verbless(self, j: int, k: int) -> bool:
        """``إن الملف فارغ``: whether nothing between two tokens may be a verb."""
        inside = self.words[j:k]
        return k - j > 1 and not any(
            w.verb is not None or is_act(w) or w.tags & {"was", "neg", "modal", "relative", "comp"}
            for w in inside
        )

    def _joins(self, k: int, j: int) -> bool:
        """Whether the verb ``k`` may go on after the clause that began at ``j``."""
        words = self.words
        before = words[k - 1]
        return (
            "and" in words[k].tags or (before.base in _LINKS and before.base not in {"قد", "انه", "انها"}) or before.raw in COMMAS
            or (before.base == "قد" and "and" in before.tags)
            or (before.base.startswith("ان") and k - 2 > j and words[k - 2].base in {"غير", "بيد", "الا"})
            or self._led_in(k, j)
            or self._named_first(k, j) is not None
            or (before.base == "ان" and k - 3 > j and words[k - 2].base in _BEFORE and words[k - 3].raw in COMMAS)
        )  # fmt: skip

    def _led_in(self, k: int, j: int) -> bool:
        """``، وفي المقابل نفى``: a comma or "and", an adverb, the verb."""
        words, q = self.words, k
        while q - 1 > j and "adverb" in words[q - 1].tags:
            q -= 1
        return q < k and ("and" in words[q].tags or words[q - 1].raw in COMMAS)

    def _says_on(self, k: int, hi: int) -> bool:
        """``مشيرة إلى أن``: whether "that" follows the participle ``k`` of the outer speaker."""
        verb, outer = self.words[k].verb, self.outer
        if outer is None or (outer.feminine, outer.number) != (verb.feminine, verb.number):
            return False
        return self.phrases.that_at(k + 1, hi, verb.after)

    def _speaks_on(self, k: int, hi: int) -> bool:
        """Whether a colon or a quotation stands at ``k``, also behind a comma."""
        at = k + 1 if k < hi and self.words[k].raw in COMMAS else k
        return at < hi and self.phrases.speaks_at(at)

    def _verbal_noun(self, k: int, hi: int) -> bool:
        """``ونشر معلومات``: what looks like a past verb is a noun."""
        verb, after = self.words[k].verb, self.words[min(k + 1, hi - 1)]
        if not verb.has("n") or verb.kind != "past" or verb.feminine or verb.object:
            return False
        return (
            self.words[k - 1].raw not in COMMAS
            and self.words[k - 1].base not in _ALSO
            and not self.phrases.that_at(k + 1, hi, verb.after)
            and not after.tags
            & {"def", "role", "given", "body", "tome", "comp", "bcomp", "document"}
            and after.kind != "s"
            and not is_given(after)
        )

    def plain_participle(self, k: int, hi: int) -> bool:
        """``مستدلا على ذلك بأن``: a participle that no list has, right before "that"."""
        for q in range(k + 1, min(hi, k + 4)):
            word = self.words[q]
            if word.tags & {"comp", "bcomp"}:
                return "and" not in word.tags
            if not word.tags & {"prep", "adverb"} and word.base != "ذلك":
                return False
        return False

    def _of_another(self, k: int, j: int, at: int, hi: int) -> bool:
        """``قالت إن رجلا دخل وطلب أن``: a verb of the other gender is of the subject inside."""
        verb, outer = self.words[k].verb, self.outer
        if outer is None or outer.kind not in {"past", "present"} or verb.person != 3:
            return False
        if (
            outer.person != 3
            or outer.feminine == verb.feminine
            or "p" in {outer.number, verb.number}
        ):
            return False
        return at < hi and self.begins(at, hi, verb) and self.phrases.noun(j, k) is not None

    def _named_first(self, k: int, j: int) -> int | None:
        """``، صاحب الصفحة رد``, ``بينما الوزير قال``: where the link before a verb and its subject stands."""
        words = self.words
        for q in range(k - 1, max(j, k - _LONGEST_SUBJECT), -1):
            word = words[q]
            if word.raw in COMMAS or word.base in _CONTRAST:
                first = q + 1
                while first < k and (words[first].base in _LINKS or "adverb" in words[first].tags):
                    first += 1
                led = first > q + 1 or word.base in _CONTRAST
                if (
                    first == k
                    or (k - first > _SHORT_SUBJECT and not led)
                    or words[first].tags & _NO_SUBJECT
                ):
                    return None
                return q
            if word.kind != "w" or word.verb is not None or (
                word.tags & {"comp", "relative", "neg", "conj"} and word.base not in _LINKS
            ):  # fmt: skip
                return None
        return None

    def _contrasted(self, k: int, j: int) -> bool:
        """``، لكنّ المدير قال``: whether "but" or "while" leads the verb and its subject."""
        found = self._named_first(k, j)
        return found is not None and self.words[found].base in _CONTRAST

    def _trails(self, k: int, hi: int) -> bool:
        """Whether a source phrase closes the clause, and is no insertion."""
        words = self.words
        at = k + 1
        if at < hi and words[at].kind == "w" and words[at].base in {"حد", "لسان", "الي", "عن"}:
            at += 1
        told = self.phrases.told(at, hi) if at < hi and (
            words[at].base in {"ما", "لما"} or words[k].base in {"حسبما", "وفقما"}
        ) else None  # fmt: skip
        if told is not None:
            at = told[2]
        elif at < hi and "saying" in words[at].tags:
            phrase = self.phrases.noun(at + 1, hi) if words[at].base == "قول" else None
            at = phrase[1] if phrase is not None else at + 1
        else:
            phrase = self.phrases.noun(at, hi)
            at = phrase[1] if phrase is not None else at
            while at < hi and words[at].kind == "w" and words[at].tags & {"prep", "relative"}:
                phrase = self.phrases.noun(at + 1, hi)
                at = phrase[1] if phrase is not None else at + 1
        while at < hi and (
            (words[at].kind == "s" and words[at].raw in ".!؟?…") or at in self.scene.strays
        ):
            at += 1
        if at >= hi:
            return True
        following = words[at + 1] if words[at].raw in COMMAS and at + 1 < hi else words[at]
        return following.verb is not None or (
            "and" in following.tags and "comp" not in following.tags
        )
