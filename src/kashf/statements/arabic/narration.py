"""Where the text goes on in its own voice, behind what somebody says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kashf.statements.arabic.lexicon import masdar_like
from kashf.statements.arabic.nouns import COMMAS, is_act
from kashf.statements.given import is_given
from kashf.statements.lists import rows
from kashf.statements.numbers import is_number_word
from kashf.statements.tokens import Word
from kashf.statements.verbs import VerbForm

__all__ = ["Narration"]

_TOLD = frozenset({"الصحيح", "الحقيقه", "الواقع", "العهده", "الفرق"})
_WHEN = frozenset({"عندما", "حين", "حينما", "لما", "بعدما", "كلما", "بينما", "وقتما", "حالما"})
_FAR = 16  # words
_AT = frozenset({"في", "بعد", "قبل", "خلال", "منذ"})
_SPANS = frozenset({"يوم", "يومين", "ايام", "اسبوع", "اسبوعين", "اسابيع", "شهر", "شهرين", "عام", "سنه", "ساعه", "ساعات",
                    "مساء", "صباح", "ليله", "ليل", "غد"})  # fmt: skip
_ACTIVE = re.compile(r"[مرآن]\w{2,6}ا")


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
    outer: VerbForm | None

    def _told_on(self, k: int, j: int) -> bool:
        """Whether the text goes on after a clause: ``لا تعرف الأرض، وأبرزت كتابا``, ``، وهو ما``.

        A past verb goes on after the outer verb, unless the clause itself is in the past.
        """
        words = self.words
        word = words[k]
        if word.base in {"فيما", "بينما"} or (
            word.base == "في" and words[min(k + 1, len(words) - 1)].base == "حين"
        ):
            return True
        if any(w.raw == ":" for w in words[max(0, j - 4) : j]):
            return False  # speech without quotation marks
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
        if "and" in word.tags and word.base.endswith("نا") and is_act(word) and (
            self.outer is not None and self.outer.object
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
        if word.raw[0] == "ف" and self._then(word):
            return True  # "so he shrugged"
        if self._later(k):
            return True
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
            if word.base == "قد" or (
                word.verb is None and self._is_past(word, feminine=self.outer.feminine)
            ):
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
        return k - j < 9

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

    @staticmethod
    def _then(word: Word) -> bool:
        """``، فهز كتفيه``: whether it is "and then" with a verb, as far as its form tells."""
        if word.verb is not None or is_act(word) or "neg" in word.tags:
            return "and" in word.tags
        return not word.tags - {"maybe-and"} and not is_given(word) and len(word.fold) > 3

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
        clause = is_act(word) or word.tags & {"neg", "was"} or (
            word.verb is not None and word.verb.kind != "participle" and not word.verb.has("n")
        )  # fmt: skip
        joined = bool(word.tags & {"and", "maybe-and"})
        if words[k - 1].raw not in COMMAS:
            return joined and bool(clause)
        if word.base == "اما":
            return True  # "as for the parents"
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
