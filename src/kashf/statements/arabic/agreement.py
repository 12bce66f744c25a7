"""Which words of an Arabic noun phrase belong together: adjectives, constructs, names, owned nouns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kashf.statements.arabic.lexicon import gender, is_adjective, masdar_like
from kashf.statements.arabic.nouns import CALLED, PATRONYMS, TITLES
from kashf.statements.draft import Scene
from kashf.statements.given import is_given
from kashf.statements.tokens import Word

__all__ = ["GENERAL", "Agreement"]

GENERAL = frozenset({"عام", "عامه", "حي"})  # ``مدير عام الشركة``, ``سكان حي الزيتون``
_SHORT_OWNED = frozenset({"منهم", "منها", "امها", "امهم"})
_SOURCES = frozenset({"مصادر", "اوساط", "جهات"})
_OF_GOD = frozenset({"الدين", "الله", "الاسلام", "الرحمن", "الحق", "الرحيم", "الكريم", "العزيز"})


class Agreement:
    """Tells it of words in a scene."""

    scene: Scene
    words: Sequence[Word]

    def closed(self, start: int, k: int) -> bool:
        """Whether a noun phrase from ``start`` may end with the word ``k``: it governs no other."""
        word = self.words[k]
        return (
            "def" in word.tags
            or is_given(word)
            or self._owns(word)
            or (k > start and self._attributed(k))
            or self._initialled(k)
        )

    def _initialled(self, k: int) -> bool:
        """``م. ك.``, ``(س. ع)``: whether initials of a name end at ``k``."""
        at = k - 1 if self.words[k].raw in ').»"' else k
        word = self.words[at]
        return (
            word.kind == "w" and len(word.fold) == 1 and (at < k or self.words[at - 1].raw == ".")
        )

    def _attributed(self, k: int) -> bool:
        """``ناشط محلي``, ``شهود عيان``: an indefinite noun with its adjective, which ends at ``k``."""
        word, noun = self.words[k], self.words[k - 1]
        if {"def", "prep"} & (word.tags | noun.tags) or noun.kind != "w" or word.base in GENERAL:
            return False
        if noun.base == "شهود" and word.base == "عيان":
            return True
        if word.base.endswith(("ون", "ين")):
            return "role" in noun.tags
        if noun.base in _SOURCES:
            return word.raw.endswith("ة")
        feminine = word.raw.endswith("ة")
        return feminine == noun.raw.endswith(("ة", "ات")) and is_adjective(word.base)

    @staticmethod
    def _nunated(word: Word) -> bool:
        """``محللون``: a plural that would lose its last letter if it governed the next noun."""
        return word.base.endswith(("ون", "ين")) and (
            "role" in word.tags and "def" not in word.tags and len(word.base) > 5
        )

    def _construct(self, k: int) -> bool:
        """``معلمي الشمال``: a plural that a definite noun follows, and no "my teacher"."""
        word, before = self.words[k], self.words[k - 1]
        return "def" in word.tags and before.base.endswith("ي") and (
            {"role", "def"} <= before.tags and not before.raw.startswith("ال")
        )  # fmt: skip

    @staticmethod
    def _disagreeing(before: Word, word: Word) -> bool:
        """``الشاهدة الصحافيين``: a plural of men is no adjective of one, of a woman, of a thing."""
        ends = ("ين", "ون", "ات")
        if not word.base.endswith(ends[:2]) or len(word.base) < 7 or "def" not in before.tags:
            return False
        return not before.base.endswith(ends) and (
            "role" not in before.tags
            or bool(before.tags & {"quality", "adjective"})
            or gender(before) is not None
        )

    @staticmethod
    def _paper(before: Word, word: Word) -> bool:
        """``الحساب التدوينة``, ``الوزارة التأخير``: a document or a verbal noun is no adjective."""
        if "def" not in before.tags or word.tags & {"adjective", "quality", "clitic:ب", "clitic:ل"}:
            return False
        if word.tags & {"document", "recording", "event"}:
            return True
        verbal = word.base[-1] not in "هي" and masdar_like(word.base.removeprefix("ال"))
        return verbal and bool(before.tags & {"body", "document", "recording"})

    @staticmethod
    def _unlike(before: Word, word: Word) -> bool:
        """``النقاد البلدية``, ``المكتب المسؤولية``: a feminine is no adjective of men or of a masculine."""
        if (
            not word.raw.endswith("ة")
            or "def" not in before.tags
            or word.tags & {"adjective", "clitic:ب", "clitic:ل"}
        ):
            return False
        men = "role" in before.tags and "body" in word.tags
        return gender(before) is False or (men and not before.raw.endswith(("ة", "ات")))

    @staticmethod
    def _many(first: Word, word: Word, far: int) -> bool:
        """``المصرف البنوك``: a plural right after a definite singular is no adjective of it."""
        if far > 1 or "def" not in first.tags or first.base.endswith(("ون", "ين", "ات")):
            return False
        plural = word.base.endswith(("ين", "ون")) and len(word.base) > 6
        broken = "body" in word.tags or ("role" in word.tags and "adjective" not in word.tags)
        broken = broken or re.fullmatch(r"ال\w\w?و\w", word.base) is not None
        return (plural or broken) and not first.raw.endswith("ة")

    def _acting(self, k: int, end: int) -> bool:
        """``محاسبة المقصرين``: a verbal noun that is spelled like a woman's role."""
        word = self.words[k]
        return "role" in word.tags and k + 1 < end and "def" in self.words[k + 1].tags and (
            re.fullmatch(r"م\wا\w\wه", word.base) is not None
        )  # fmt: skip

    def _coordinated(self, word: Word) -> bool:
        """``ومحاسبها``: a second one behind "and"."""
        return "and" in word.tags or ("maybe-and" in word.tags and self._owns(word))

    def _in_name(self, k: int) -> bool:
        """``بن عيشة``, ``بدر الدين``, ``الملقب بالزعيم``: a word that goes on with a name."""
        word, before = self.words[k], self.words[k - 1]
        if word.base in PATRONYMS or before.base in PATRONYMS or word.base in CALLED:
            return True
        if before.base in CALLED:
            return "clitic:ب" in word.tags or word.base == "ب"
        return word.base in _OF_GOD and "def" not in before.tags

    def _title(self, k: int, end: int) -> bool:
        """``الدكتور قيس``: a title before a name."""
        word = self.words[k]
        if word.base in TITLES:
            return True
        return (
            "role" in word.tags
            and "def" in word.tags
            and k + 1 < end
            and is_given(self.words[k + 1])
        )

    @staticmethod
    def _owns(word: Word) -> bool:
        """``معاليه``: a noun with a pronoun."""
        end = next((end for end in ("ها", "هم", "ه") if word.raw.endswith(end)), "")
        if word.base in _SHORT_OWNED:
            return True
        return bool(end) and len(word.raw) > len(end) + 2 and "def" not in word.tags

    @staticmethod
    def owned(word: Word) -> bool:
        """``علمها``: a noun with a pronoun that is no role, body or document."""
        if is_given(word):
            return False  # ``عبدالله``
        return word.raw.endswith(("ه", "ها", "هم")) and len(word.base) > 3 and not word.tags & {
            "role", "body", "document", "recording", "def", "pronoun", "tome"
        }  # fmt: skip

    @staticmethod
    def _owned(word: Word) -> bool:
        for end in ("ه", "ها", "هم"):
            if word.base.endswith(end) and len(word.base) > len(end) + 2:
                bare = word.base[: -len(end)]
                if masdar_like(bare) or (bare.endswith("ت") and masdar_like(bare[:-1] + "ه")):
                    return True
        return False
