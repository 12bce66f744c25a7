"""Where the text goes on in its own voice, behind what somebody says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kashf.statements.arabic.acts import is_past
from kashf.statements.arabic.lexicon import masdar_like
from kashf.statements.arabic.nouns import COMMAS, is_act
from kashf.statements.draft import Scene
from kashf.statements.lists import rows
from kashf.statements.numbers import is_number_word
from kashf.statements.tokens import Word
from kashf.statements.verbs import VerbForm

__all__ = ["Narration"]

_TOLD = frozenset({"الصحيح", "الحقيقه", "الواقع", "العهده", "الفرق"})
_WHEN = frozenset({"عندما", "حين", "حينما", "لما", "بعدما", "كلما", "بينما", "وقتما", "حالما"})
_MEANWHILE = frozenset({"حين", "وقت", "الوقت"})
_FAR = 16  # words
_AT = frozenset({"في", "بعد", "قبل", "خلال", "منذ"})
_SPANS = frozenset({"يوم", "يومين", "ايام", "اسبوع", "اسبوعين", "اسابيع", "شهر", "شهرين", "عام", "سنه", "ساعه", "ساعات",
                    "مساء", "صباح", "ليله", "ليل", "غد"})  # fmt: skip
_ACTIVE = re.compile(r"[مرآن]\w{2,6}ا")
_SHORT = 9  # words of a clause whose verb is not found
_MATTERS = frozenset({"المهم", "الاهم", "الافضل", "الاحسن", "الاصل", "الشرط"})
_OURS = ("نا", "ناه", "ناها", "ناهم")
_BUT = frozenset({"بل", "لكن", "غير", "بيد", "الا", "بس"})
_OPEN = frozenset(
    {"def", "given", "role", "neg", "modal", "adverb", "prep", "conj", "was", "timely"}
)


@cache
def tails() -> dict[tuple[str, str], str]:
    """By the two first folded words of what closes a sentence: whether a comma must stand before it."""
    from kashf.statements.tokens import fold

    return {
        (fold(first), fold(second)): mark
        for mark, firsts, seconds in rows("arabic", "tails.tsv")
        for first in firsts.split("|")
        for second in seconds.replace("|", " ").split()
    }


class Narration:
    """Looks at single words of a content."""

    words: Sequence[Word]
    scene: Scene
    outer: VerbForm | None

    def _outer_at(self, j: int) -> int | None:
        """Where the verb stands whose content begins at ``j``."""
        found = (q for q in range(j - 1, max(-1, j - 24), -1) if self.words[q].verb is self.outer)
        return next(found, None) if self.outer is not None else None

    def _turns(self, k: int, j: int) -> bool:
        """Whether another clause, which no longer is said, begins behind a comma.

        So it does behind a quotation that closed the clause (``كان "خطأ"، غير أن``), with "but" against what is
        denied or not said (``لم تؤكد أن … ، لكن``), with the main verb of a sentence that begins with "when", and
        with a past verb after "so" where what is said is not past (``قلت إنه كاذب، فضحك``).
        """
        words, outer = self.words, self.outer
        word = words[k]
        finite = is_act(word) or (word.verb is not None and word.verb.kind != "participle")
        finite = finite or (word.raw[0] == "ف" and is_past(word.fold[1:]))
        but = word.base in _BUT or word.base.startswith("لكن")
        opened = self.scene.opening.get(k - 2)
        if opened is not None and opened > j and (
            but or ("and" in word.tags and (finite or "neg" in word.tags))
        ):  # fmt: skip
            return True
        at = self._outer_at(j)
        if outer is None or at is None:
            return False
        before = words[at - 1] if at else words[at]
        if but:
            return outer.force == "denies" or "neg" in before.tags
        if "and" in word.tags and self._of_the_text(k, j, outer):
            return True
        if not finite:
            return False
        if word.base.endswith(_OURS) and "and" in word.tags and outer.person == 3:
            return True
        if not word.tags & {"and", "maybe-and"}:
            return before.base in _WHEN
        described = outer.kind == "present" and before.kind == "w" and not before.tags & _OPEN
        return word.raw[0] == "ف" and (
            described or (outer.kind == "past" and self._timeless(j, k))
        ) and (word.verb is None or word.verb.kind == "past") and word.base[0] not in "يس"  # fmt: skip

    def _of_the_text(self, k: int, j: int, outer: VerbForm) -> bool:
        """``، والناس صدقوه``, ``، ولم يصلنا رد``, ``، وقد صححناه``: a sentence beside the one that is reported."""
        words, word = self.words, self.words[k]
        then = words[k + 1] if k + 1 < len(words) else word
        if word.raw[1:3] == "ال" and "def" in word.tags and word.base not in _MATTERS:
            near = words[k + 1 : k + 4]
            return any(
                "inside" in w.tags or is_act(w) or (w.verb is not None and w.verb.kind != "participle")
                for w in near
                if w.kind == "w"
            ) and not any(w.tags & {"comp", "relative"} for w in near)  # fmt: skip
        ours = then.base.endswith("نا") or (then.verb is not None and then.verb.person == 1)
        if word.base == "قد":
            return outer.person == 3 and ours
        if word.base != "لم":
            return False
        said = then.verb
        if said is not None and said.person == outer.person == 3 and (
            (said.feminine, said.number) == (outer.feminine, outer.number)
        ):  # fmt: skip
            return True  # "and did not deny that"
        subject = words[k + 2] if k + 2 < len(words) else then
        named = {"def", "role"} <= subject.tags
        past = outer.kind == "past" or outer.force in {"promises", "demands"}
        return named or (past and self._timeless(j, k))

    def _timeless(self, j: int, k: int) -> bool:
        """Whether the first finite verb between two tokens is in no past."""
        for word in self.words[j:k]:
            if word.base in {"لن", "لا", "ليس", "سوف"}:
                return True
            if word.verb is not None and word.verb.kind != "participle":
                return bool(word.verb.kind == "present")
            if "was" in word.tags or word.base == "لم":
                return False
            if is_act(word):
                return word.base[0] in "يتسن" and word.base[-1] not in "ت"
        return k - j < _SHORT

    def _told_on(self, k: int, j: int) -> bool:
        """Whether the text goes on after a clause: ``لا تعرف الأرض، وأبرزت كتابا``, ``، وهو ما``.

        A past verb goes on after the outer verb, unless the clause itself is in the past.
        """
        words = self.words
        word = words[k]
        if word.base in {"فيما", "بينما"} or (
            word.base == "في" and words[min(k + 1, len(words) - 1)].fold in _MEANWHILE
        ):
            return True
        if self._turns(k, j):
            return True
        if word.base in {"انا", "نحن"} and "and" in word.tags:
            return True
        if (
            "neg" in word.tags
            and "and" in word.tags
            and self.outer is not None
            and self.outer.person == 3
        ):
            then = words[k + 1] if k + 1 < len(words) else word
            if then.raw[:1] == "أ" or (then.base.endswith("ني") and then.base[0] in "يت"):
                return True  # "and I can't …"
        if word.fold[0] == "و" and word.base.endswith("نا") and (
            self.outer is not None and self.outer.object and (is_act(word) or word.fold.endswith("تنا"))
        ):  # fmt: skip
            return True  # "and a copy reached us"
        if word.raw[0] == "و" and word.base.removeprefix("و") in _TOLD:
            return True
        own = "ها" if self.outer is not None and self.outer.feminine else "ه"
        behind = words[k + 1].base if k + 1 < len(words) else ""
        if self.outer is not None and self.outer.person == 3 and (
            word.base == "لكن" + own or (word.base in {"غير", "الا", "بيد"} and behind == "ان" + own)
        ):  # fmt: skip
            return True
        if word.base == "اما" and "and" not in word.tags:
            return True  # "as for the parents"
        if self._later(k):
            return True
        if word.raw[0] == "ف" and self.outer is not None and self.outer.lemma in {"سأل", "تساءل"}:
            return bool(word.tags & {"and", "maybe-and"}) and not word.tags & {
                "def",
                "prep",
                "comp",
            }
        if word.base == "ثم" and self.outer is not None and self.outer.person == 3:
            then = words[k + 1] if k + 1 < len(words) else word
            if "was" in then.tags and self.outer.kind == "past":
                return True
            if self.outer.kind == "past" and self._is_past(then, feminine=self.outer.feminine):
                return True
        if not word.tags & {"and", "maybe-and"} and word.raw[:3] != "فإن":
            return word.base == "الامر" and k + 1 < len(words) and "relative" in words[k + 1].tags
        after = words[k + 1] if k + 1 < len(words) else word
        if word.base in {"هو", "هي", "هذا"} and after.base == "ما":
            return True
        if word.raw.startswith("فإن"):
            return True
        if word.base in {"هذا", "هذه"} and k + 2 < len(words) and words[k + 2].raw in ".!؟":
            return True
        if self.outer is not None and self.outer.force in {"demands", "promises"}:
            if word.base == "قد" or self._is_past(word, feminine=self.outer.feminine):
                return True
        outer = self.outer
        if outer is None or outer.person != 3 or not self._is_past(word, feminine=outer.feminine):
            return False
        for q in range(j, min(k, j + 9)):
            if words[q].base in {"لن", "لا", "ليس", "سوف"}:
                return True
            verb = words[q].verb
            if verb is not None:
                return bool(verb.kind == "present" or verb.feminine != outer.feminine)
            if is_act(words[q]):
                base = words[q].base
                if base[0] == "ت" and base.endswith("ت") and outer.feminine:
                    return False  # ``تلقت``
                return base[0] in "يتسن" or base.endswith("ت") != outer.feminine
        first = words[j]
        if "role" in first.tags and not first.raw.endswith("ة"):
            return outer.feminine and not first.base.endswith(("تنا", "ته", "تها", "تهم"))
        return k - j < _SHORT

    def _main_clause(self, k: int, j: int) -> bool:
        """``عندما يجيبه بأن السجل نظيف، يرد``: a verb right behind the comma, the saying is only when."""
        word, after = self.words[k], self.words[min(k + 1, len(self.words) - 1)]
        finite = is_act(word) or (word.verb is not None and word.verb.kind in {"past", "present"})
        unknown = word.kind == "w" and not word.tags - {"masdar", "maybe-and"} and word.verb is None
        near = after.tags | self.words[min(k + 2, len(self.words) - 1)].tags
        likely = unknown and word.raw[-1] not in "ةاء" and near & {"def", "role", "body", "given"}
        if "and" in word.tags or not (finite or likely):
            return False
        for q in range(j - 1, max(-1, j - _FAR), -1):
            now = self.words[q]
            if now.kind == "s" and now.raw not in '"«»“”':
                return False
            if now.base in _WHEN or (now.base == "الوقت" and "relative" in self.words[q + 1].tags):
                return True
        return False

    def _later(self, k: int) -> bool:
        """``، وفي اليوم التالي``: what happened at another time than the saying."""
        words = self.words
        past = self.outer is not None and self.outer.kind == "past"
        if not past or k + 1 >= len(words) or words[k].base not in _AT:
            return False
        return "and" in words[k].tags and words[k + 1].base.removeprefix("ال") in _SPANS

    def _of_saying(self, k: int, hi: int) -> bool:
        """``، ردا على سؤال``, ``في تصريح لإذاعة``: where or how it was said, up to the end."""
        words = self.words
        kinds = tails().get((words[k].fold, words[k + 1].fold), "") if k + 1 < hi else ""
        if not kinds or kinds == "!" or words[k - 1].raw in COMMAS:
            return bool(kinds)
        if kinds == "," or any(
            w.raw in COMMAS or w.verb is not None or is_act(w) for w in words[k + 2 : hi]
        ):  # fmt: skip
            return False
        then = words[k + 2] if k + 2 < hi else words[k]
        return kinds == "-" or "clitic:ل" in then.tags or ("-", then.fold) in tails()

    def _without(self, k: int) -> bool:
        """``، من دون أن يحدد موعدا``: how it was said."""
        words = self.words
        at = k + 1 if words[k].base == "من" else k
        if at + 2 >= len(words) or words[at + 1].base != "ان":
            return False
        past = self.outer is not None and self.outer.kind in {"past", "participle"}
        return words[at].base in {"دون", "بدون"} or (
            words[at].base == "قبل" and past and words[at + 2].base[0] in "يت"
        )

    @staticmethod
    def _is_past(word: Word, *, feminine: bool) -> bool:
        if word.verb is not None:
            return bool(word.verb.kind == "past" and word.verb.feminine == feminine)
        if feminine and "maybe-and" in word.tags and word.fold[-1] == "ت" and word.fold[-2] != "ا":
            return len(word.fold) > 4
        if not is_act(word) or word.base[0] in "يس":
            return False
        return word.base.endswith("ت") == feminine and word.base[-1] not in "وان"

    def _runs_on(self, k: int) -> bool:
        """``طيب``, ``وأنا``: where the next sentence begins in a text without punctuation."""
        word = self.words[k]
        if word.base in {"طيب", "طبعا"}:
            return True
        own = self.outer is not None and self.outer.person == 1
        if word.fold == "وهذا" and k + 1 < len(self.words) and "lie" in self.words[k + 1].tags:
            return True  # "and that is a lie"
        if word.raw == "نحن":
            return True  # a sentence of one's own, without a full stop between
        return word.base in {"انا", "احنا", "نحن", "نحنا"} and "and" in word.tags and not own

    def _leaves(self, k: int, j: int) -> bool:
        """Whether token ``k`` begins what is no longer the noun phrase that began at ``j``."""
        words = self.words
        word, first = words[k], words[j]
        if word.kind != "w":
            return False
        to = k + 1 < len(words) and "tome" in words[k + 1].tags
        clause = is_act(word) or word.tags & {"neg", "was"} or (
            word.verb is not None and word.verb.kind != "participle" and (to or not word.verb.has("n"))
        )  # fmt: skip
        joined = bool(word.tags & {"and", "maybe-and"})
        if words[k - 1].raw not in COMMAS:
            return joined and bool(clause)
        then = words[min(k + 1, len(words) - 1)]
        if word.base == "في" and then.fold in _MEANWHILE:
            return True
        if word.base == "اما" or word.raw.startswith("فإن") or (
            word.fold == "وان" and k + 1 < len(words) and "was" in words[k + 1].tags
        ):  # fmt: skip
            return True  # "as for the parents", "so it demands", "even if"
        if not joined:
            return bool(clause) or bool(word.tags & {"conj", "timely"})
        after = words[k + 1] if k + 1 < len(words) else word
        if word.verb is not None and "tome" in after.tags:
            return True  # "and paid him"
        if clause or (word.fold[1:2] == "ت" and after.tags & {"timely", "prep"}):
            return True
        if word.fold.startswith("وب") and word.fold.endswith(("ه", "ها", "هم")):
            return False  # "with contracts in their possession"
        if word.fold.endswith(("ه", "ها", "هم")) and (after.kind == "n" or is_number_word(after)):
            return False  # "whose amount is three thousand"
        if "clitic:ب" in first.tags or "bcomp" in first.tags:
            noun = word.base if "and" in word.tags else word.base.removeprefix("و")
            return not noun.startswith("ب") and not self.verbal(noun)
        if is_number_word(word):
            return False
        owned = (
            len(word.base) == 6 and word.base.endswith(("ها", "هم")) and "maybe-and" in word.tags
        )
        return not (owned or word.tags & {"def", "masdar", "prep", "comp", "bcomp"}
                    or masdar_like(word.base) or masdar_like(word.base[1:]))  # fmt: skip

    @staticmethod
    def verbal(noun: str) -> bool:
        """Whether it is a verbal noun, also one with a pronoun: ``إخطاره``."""
        return masdar_like(noun) or any(
            noun.endswith(end) and len(noun) > len(end) + 2 and masdar_like(noun[: -len(end)])
            for end in ("ه", "ها", "هم")
        )

    def _circumstance(self, k: int, hi: int) -> bool:
        """``، رافضا الخوض في التفاصيل``: a participle that no longer belongs to what is said."""
        word = self.words[k]
        if word.verb is not None and word.verb.kind == "participle" and word.base.endswith("ا"):
            return True
        if "participle" in word.tags and word.base[0] == "م" and len(word.base) > 4:
            return (
                word.base.endswith("ا") or "def" not in self.words[k + 1 if k + 1 < hi else k].tags
            )
        if word.kind != "w" or word.verb is not None or not word.base.endswith("ا") or k + 1 >= hi:
            return False
        after = self.words[k + 1]
        follows = "def" in after.tags or after.base.endswith(("ه", "ها", "هم"))
        return _ACTIVE.fullmatch(word.base) is not None and follows
