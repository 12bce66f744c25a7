"""Where a second noun phrase begins behind the first: who is told, what is denied."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kashf.statements.arabic.lexicon import gender, masdar_like
from kashf.statements.arabic.nouns import PATRONYMS, TITLES
from kashf.statements.draft import Scene
from kashf.statements.given import is_given
from kashf.statements.tokens import Word

__all__ = ["Seconds"]

_SELF = frozenset(
    f"{noun}{end}" for noun in ("نفس", "ذات", "كل", "وحد", "جميع", "عين", "بنفس", "بذات")
    for end in ("ه", "ها", "هم", "هما")
)  # fmt: skip
_IYA = frozenset(
    {
        "القضيه",
        "العمليه",
        "المسووليه",
        "الشخصيه",
        "الجمعيه",
        "البلديه",
        "الهويه",
        "الحريه",
        "الاهميه",
    }
)
_SHORT_OWNED = frozenset({"منهم", "منها", "امها", "امهم"})
_ALL = frozenset({"كل", "جميع", "كافه", "بعض", "معظم", "اغلب", "ساير", "مجمل", "عموم"})
_THIS = frozenset({"هذا", "هذه", "ذلك", "تلك", "هولاء"})


class Seconds:
    """Looks into a noun phrase; :class:`~kashf.statements.arabic.phrases.Phrases` finds it."""

    scene: Scene
    words: Sequence[Word]

    def second(self, i: int, end: int, *, bare: bool = False) -> int | None:
        """Where a second noun phrase begins inside of ``i`` to ``end``; None when there is one only.

        With ``bare`` a second phrase is what is denied, announced …: an indefinite verbal noun.
        """
        words = self.words
        quoted = -1
        named = 0  # words of a personal name so far
        for k in range(i + 1, end):
            word, before = words[k], words[k - 1]
            if k in self.scene.closing:
                quoted = self.scene.closing[k]
            if k <= quoted or "prep" in before.tags or word.kind != "w" or "and" in word.tags:
                continue
            if before.base == "باسم":
                continue
            if {"def", "claim"} <= word.tags and "def" in before.tags and word.base.endswith("ات"):
                return k
            if word.base in PATRONYMS or before.base in PATRONYMS:
                named = 1
                continue
            if word.base in _THIS and (not bare or "def" in before.tags):
                return k
            if word.base in _ALL and k + 1 < end and "def" in words[k + 1].tags and (
                "def" in before.tags or named or self._owns(before)
            ):  # fmt: skip
                return k
            if bare:
                if ("def" in word.tags and "claim" in word.tags) or word.base in {"اي", "ايا"}:
                    return k
                if word.base == "المنسوب" and "role" in before.tags:
                    return k  # what he is charged with
                if "def" not in word.tags and not word.tags & {"role", "given"}:
                    if before.tags & {"role", "body", "event"} and "def" not in before.tags:
                        continue
                    if ("masdar" in word.tags and "clitic:ل" not in word.tags) or self._owned(word) or (
                        masdar_like(word.base) and not self._names(i, k)
                    ) or (self.owned(word) and word.base not in _SELF and k > i + 1):  # fmt: skip
                        return k
                    if "event" in word.tags and "def" in before.tags:
                        return k
                    if word.raw.endswith("ة") and not is_given(word) and "def" in before.tags and (
                        before.tags & {"role", "body"} and "participle" not in word.tags
                        and not (k + 1 < end and "def" in words[k + 1].tags)
                    ):  # fmt: skip
                        return k  # "asked for a delay"
                continue
            after_name = k - 1 == quoted and k > i + 1
            closed = (
                "def" in before.tags
                or is_given(before)
                or self._owns(before)
                or named
                or after_name
            )
            if "def" in word.tags and before.raw.endswith("ي") and (
                "role" in before.tags and not before.raw.startswith("ال")
            ):  # fmt: skip
                closed = False  # ``سائقي الشاحنات``
            if not closed:
                if k > i + 1 and "role" in word.tags and not word.tags & {"adjective", "def"} and (
                    before.base.endswith(("ي", "يه")) and not before.tags & {"role", "body"}
                    and k + 1 < end and "def" in words[k + 1].tags
                ):  # fmt: skip
                    return k  # a security source told the residents of
                continue
            if after_name:
                if "def" in word.tags and not word.tags & {"adjective", "clitic:ب", "clitic:ل"} and not (
                    word.base.endswith(("ي", "يه")) or word.base in TITLES
                ):  # fmt: skip
                    return k
                continue
            if "def" in before.tags and self._owns(word) and word.base not in _SELF:
                return k
            if self._title(k, end):
                named = 0
                continue
            if "def" not in word.tags and is_given(word):
                named = 1
            elif "quality" in word.tags and not named and not is_given(before) and not (
                "body" in word.tags and self._unlike(before, word)
            ):  # fmt: skip
                continue
            elif "def" in word.tags and (
                self._many(words[i], word, k - i)
                or self._unlike(before, word)
                or self._paper(before, word)
            ):
                return k
            elif word.base.endswith("يه") and "body" in word.tags and before.raw.endswith("ة") and (
                {"role", "def"} <= before.tags and "def" in word.tags
            ):  # fmt: skip
                continue  # the municipal councillor
            elif word.tags & {"role", "body"} and "adjective" not in word.tags:
                if not word.tags & {"clitic:ل", "clitic:ب"} and (
                    named
                    or before.tags & {"def", "given"}
                    or is_given(before)
                    or self._owns(before)
                ):
                    return k
            elif "def" not in word.tags:
                several = word.base.endswith("ات") and len(word.base) > 4 and not is_given(word)
                known = "clitic:ل" not in word.tags and word.tags & {
                    "event",
                    "document",
                    "recording",
                    "masdar",
                    "claim",
                }
                if (several or known) and "def" in before.tags and not word.tags & {"role", "body"}:
                    return k
                if (
                    word.raw.endswith("ة")
                    and k + 1 < end
                    and "def" in words[k + 1].tags
                    and not is_given(word)
                ):
                    return k
                named += 1
            elif word.tags & {"adjective", "clitic:ب", "clitic:ل"}:
                continue
            elif named == 1 or (is_given(before) and named == 0):
                named = 2  # the family name
            elif named or self._owns(before) or (
                (word.base in _IYA or not word.base.endswith(("ي", "يه")))
                and (k - i >= 2 or "role" in before.tags)
            ):  # fmt: skip
                return k
        return None

    @staticmethod
    def _paper(before: Word, word: Word) -> bool:
        """``الحساب التدوينة``: a document is no adjective."""
        return (
            "def" in before.tags and "adjective" not in word.tags
            and bool(word.tags & {"document", "recording", "event"})
        )  # fmt: skip

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

    def _names(self, i: int, k: int) -> bool:
        """Whether a personal name is likely at ``k``: right after a definite role."""
        base = self.words[k].base
        if base.endswith("اء") or base.startswith("است") or re.fullmatch(r"ت\w\w?ي\w", base):
            return False
        return "def" in self.words[k - 1].tags and any(
            "role" in w.tags for w in self.words[i:k]
        ) and k - i <= 3  # fmt: skip

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
