"""A content that nothing introduces: a noun phrase, a bare clause, what something is held to be."""

from __future__ import annotations

from kashf.statements.arabic.addressing import Addressing
from kashf.statements.arabic.endings import Complement
from kashf.statements.arabic.lexicon import masdar_like
from kashf.statements.arabic.nouns import COMMAS, is_act
from kashf.statements.given import is_given
from kashf.statements.numbers import is_number_word
from kashf.statements.verbs import VerbForm

__all__ = ["FIRMLY", "Bare"]

FIRMLY = frozenset(
    {
        "قاطعا",
        "باتا",
        "شديدا",
        "تاما",
        "كاملا",
        "مطلقا",
        "جازما",
        "صريحا",
        "واضحا",
        "مباشرا",
        "علنيا",
    }
)
_ASKING = frozenset({"سأل", "تساءل", "قال", "رد"})


class Bare(Addressing):
    """Reads it."""

    def _of_it(self, j: int, hi: int, verb: VerbForm) -> bool:
        """Whether what one at ``j`` is accused of, or what something is put down to, follows."""
        near = self.words[j : min(hi, j + 12)]
        if verb.lemma == "حمل":
            return any("مسوولي" in w.base for w in near)
        if verb.after:
            noun = self.words[j].base.removeprefix("ال")
            at = next(
                (k for k in range(j + 1, min(hi - 1, j + 12)) if self.words[k].base in verb.after),
                None,
            )
            if at is None or "prep" not in self.words[at].tags:
                return False
            then = self.words[at + 1].base.removeprefix("ال")
            known = masdar_like(noun) or masdar_like(then) or noun in {"ذلك", "سبب", "اسباب"}
            return known or not verb.has("v")
        return any(w.tags & {"clitic:ب", "bcomp"} or w.fold == "ب" for w in near)

    def _who(self, j: int, hi: int, verb: VerbForm) -> bool:
        """``سألته من كان الرجل``: "who", and no "from"."""
        if self.words[j].raw != "من" or verb.lemma not in _ASKING or j + 1 >= hi:
            return False
        then = self.words[j + 1]
        return then.verb is not None or is_act(then) or "was" in then.tags

    def _does(self, j: int, hi: int) -> bool:
        """Whether a present verb stands at ``j``, also a negated one, that is no clause about a noun."""
        before = self.words[j - 1]
        if before.verb is None and not before.tags & {"def", "given", "tome", "adverb"} and (
            not is_given(before)
        ):  # fmt: skip
            return False
        at = j + 1 if "neg" in self.words[j].tags and j + 1 < hi else j
        word = self.words[at]
        finite = is_act(word) or (word.verb is not None and word.verb.kind == "present")
        past = word.base[0] == "ت" and word.base.endswith(("وا", "ت"))
        return finite and not past and "and" not in word.tags and word.base[0] in "يتن"

    def judged(self, j: int, hi: int) -> bool:
        """``اعتبر القرار «مهزلة»``, ``اعتبر الملف فارغا``: whether what one at ``j`` is held to be follows."""
        for k in range(j + 1, min(hi, j + 9)):
            word = self.words[k]
            if k in self.scene.closing:
                return True
            if word.kind != "w" or word.tags & {"comp", "bcomp", "conj"}:
                return False
            if word.base.endswith("ا") and not word.tags and len(word.base) > 3:
                return True
        return False

    def _as_spoken(self, j: int, hi: int, verb: VerbForm, said: Complement) -> bool:
        """``طلبوا من الأهالي يسكتوا``, ``هدد ما يدفع``: a present without "that", as dialects have it."""
        words, before = self.words, self.words[j - 1]
        at = j + 1 if words[j].base in {"ما", "لا"} and j + 1 < hi else j
        word = words[at]
        present = is_act(word) or (word.verb is not None and word.verb.kind == "present")
        anymore = at > j and word.base == "عاد"
        me = said.loose and said.hung and word.raw[0] == "أ" and not word.tags
        if verb.force not in {"demands", "promises", "warns"} or verb.kind == "participle" or (
            "and" in words[j].tags or not (anymore or me or (present and word.base[0] in "يتنام"))
        ):  # fmt: skip
            return False
        if verb.kind == "present" and verb.lemma in {"وعد", "ألزم"} and not said.hung:
            return False  # "no longer", "must"
        led = (
            before.tags & {"def", "given", "tome"} or is_given(before) or self.phrases.owned(before)
        )
        if before.verb is verb:
            led = said.loose or said.hung
        elif said.addressee is None and not said.loose and not said.hung:
            return False
        return bool(led) and not any(w.tags & {"comp", "bcomp"} for w in words[j : min(hi, j + 10)])

    def _bare(self, j: int, hi: int, verb: VerbForm, said: Complement) -> Complement | None:
        """A content that nothing introduces."""
        word = self.words[j]
        if "and" in word.tags and (
            word.tags & {"neg", "modal", "comp", "bcomp"} or is_act(word)
            or (word.verb is not None and word.verb.kind in {"past", "present"})
        ):  # fmt: skip
            return None
        if self._as_spoken(j, hi, verb, said):
            return self._clause(j, hi, said)
        number = word.kind == "n" or (word.look and is_number_word(word))
        if number and verb.has("u"):
            return self._clause(j, hi, said, nominal=True)
        if word.kind == "n" and said.loose and verb.lemma in {"قال", "رد"}:
            return self._clause(j, hi, said)
        if verb.force in {"promises", "warns", "demands"} and self._does(j, hi) and (
            said.hung
            or (said.addressee is not None and verb.lemma not in {"وعد", "ألزم"})
            or (verb.kind == "past" and (said.loose or not verb.has("n")))
        ):  # fmt: skip
            return self._clause(j, hi, said)  # as spoken: "he threatens he'll expose us"
        if said.hung and verb.force in {"promises", "warns"} and not word.tags & {"prep", "adverb"}:
            return self._clause(j, hi, said)  # as spoken: "he promised me he'd pay"
        if word.kind != "w" or word.tags & {"conj"}:
            return None
        if verb.has("w"):
            return self._clause(j, hi, said, nominal=True) if self._of_it(j, hi, verb) else None
        if verb.has("u") and said.addressee is None and (
            not masdar_like(word.base) or word.tags & {"document", "recording", "event"}
        ):  # fmt: skip
            return None
        if verb.has("d") and verb.force == "promises" and not said.addressee and (
            not masdar_like(word.base)
        ):  # fmt: skip
            return None
        if verb.has("r"):
            claims = "claim" in word.tags or word.base == "ما" or (
                word.base in {"هذه", "هذا", "تلك", "كل", "جميع", "اي"} and j + 1 < hi and "claim" in self.words[j + 1].tags
            )  # fmt: skip
            return self._clause(j, hi, said, nominal=True) if claims else None
        if verb.has("d") and verb.kind != "participle" and not masdar_like(word.base):
            if not self.phrases._owned(word) and "def" not in word.tags:
                ready = self._ahead(j, hi, verb, said)
                if ready is not None:
                    return ready
        manner = (
            word.kind == "w" and word.base.endswith("ا") and not word.tags and len(word.base) > 4
        )
        if manner and j + 1 < hi and self.words[j + 1].raw == ":":
            return self.read(j + 1, hi, verb, said)
        if manner and j + 1 < hi and self.words[j + 1].raw in COMMAS:
            jump = self._over(j + 1, hi, verb)
            return self.read(jump, hi, verb, said) if jump is not None else None
        if verb.has("d"):
            finite = is_act(word) and word.base not in FIRMLY
            finite = finite or bool(word.tags & {"neg", "was", "modal"})
            if finite and word.base != "ما" and verb.force in {"reveals", "denies"} and not (
                said.addressee or said.hung
            ):  # fmt: skip
                return None
            noun = masdar_like(word.base.removeprefix("ال")) or "def" in word.tags
            if (
                noun
                or self.phrases._owned(word)
                or word.base in {"ما", "اي"}
                or verb.lemma in {"نفى"}
            ):
                return self._clause(j, hi, said, nominal=True)
            if verb.kind in {"participle", "past", "present"} and not word.tags & {"role"}:
                return self._clause(j, hi, said, nominal=True)
        if verb.lemma == "اعتبر" and (word.base.startswith("ايا") or self.judged(j, hi)):
            return self._clause(j, hi, said)
        spoken = verb.lemma in {"قال", "حكى", "رد"}
        if spoken and word.tags & {"conj"} == frozenset():
            later = self._ahead(j, hi, verb, said.copy()) if not said.loose else None
            if (
                later is not None
                and later.content is not None
                and any(
                    w.raw.startswith("إن")
                    for w in self.words[later.content[0] - 2 : later.content[0]]
                )
            ):
                return later
            loose = said.loose or said.addressee is not None or said.hung
            if (
                loose
                or word.tags & {"neg", "modal"}
                or (word.base[0] in "يتن" and len(word.base) > 3)
            ):
                return self._clause(j, hi, said)
        return self._ahead(j, hi, verb, said)
