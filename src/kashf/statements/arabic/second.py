"""Where a second noun phrase begins behind the first: who is told, what is denied."""

from __future__ import annotations

import re

from kashf.statements.arabic.agreement import GENERAL, Agreement
from kashf.statements.arabic.lexicon import is_adjective, masdar_like
from kashf.statements.arabic.nouns import SOMEBODY, TITLES
from kashf.statements.arabic.surnames import is_surname
from kashf.statements.given import is_given

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
_ALL = frozenset({"كل", "جميع", "كافه", "بعض", "معظم", "اغلب", "ساير", "مجمل", "عموم"})
_JOINED = frozenset({"clitic:ب", "clitic:ل"})
_NO_OBJECT = frozenset(
    {"prep", "adverb", "timely", "conj", "clitic:ل", "clitic:ب", "participle", "act", "neg"}
)
_SPEAKING = frozenset({"body", "document", "recording", "event"})
_PARTIES = frozenset({"المتهم", "المتهمه", "المتهمين", "المتهمتين", "المدعي", "المدعيه"})
_KUNYA = frozenset({"ابو", "ابي", "ابا", "ام", "ابن", "ال"})
_THIS = frozenset({"هذا", "هذه", "ذلك", "تلك", "هولاء"})


class Seconds(Agreement):
    """Looks into a noun phrase; :class:`~kashf.statements.arabic.phrases.Phrases` finds it."""

    def second(self, i: int, end: int, *, bare: bool = False) -> int | None:
        """Where a second noun phrase begins inside of ``i`` to ``end``; None when there is one only.

        With ``bare`` a second phrase is what is denied, announced …: an indefinite verbal noun.
        """
        words = self.words
        if i + 1 < end and is_surname(self.scene, i) and self._begins(i + 1):
            return i + 1
        quoted = -1
        named = 0  # words of a personal name so far
        for k in range(i + 1, end):
            word, before = words[k], words[k - 1]
            if k in self.scene.closing:
                quoted = self.scene.closing[k]
            if k <= quoted or "prep" in before.tags or word.kind != "w" or self._coordinated(word):
                continue
            if before.base == "باسم":
                continue
            if {"def", "claim"} <= word.tags and "def" in before.tags and word.base.endswith("ات"):
                return k
            if self._in_name(k):
                named = 1
                continue
            if word.base in _THIS and (not bare or named or self.closed(i, k - 1)):
                return k
            if word.base in _ALL and k + 1 < end and "def" in words[k + 1].tags and (
                "def" in before.tags or named or self._owns(before)
            ):  # fmt: skip
                return k
            if bare:
                if self._said_at(i, k, end):
                    return k
                continue
            after_name = (k - 1 == quoted and k > i + 1) or self._initialled(k - 1)
            if self._construct(k) or word.base in GENERAL:
                continue
            if before.base in SOMEBODY and self._owns(word):
                return k
            if {"def", "role"} <= word.tags and word.base.endswith("ين") and (
                before.base.endswith("ون") and "def" in before.tags
            ):  # fmt: skip
                return k  # another case
            if (
                self._nunated(before)
                and not word.tags & _NO_OBJECT
                and (
                    "def" in word.tags
                    or not (is_adjective(word.base) or word.base.endswith(("ون", "ين")))
                )
            ):
                return k
            closed = (
                "def" in before.tags
                or is_given(before)
                or self._owns(before)
                or named
                or after_name
            )
            if not closed:
                begins = word.tags & {"def", "role", "body"} and not word.tags & _JOINED
                if begins and k > i + 1 and self._attributed(k - 1):
                    return k
                if k > i + 1 and "role" in word.tags and not word.tags & {"adjective", "def"} and (
                    before.base.endswith(("ي", "يه")) and not before.tags & {"role", "body"}
                    and k + 1 < end and "def" in words[k + 1].tags
                ):  # fmt: skip
                    return k  # a security source told the residents of
                continue
            if after_name:
                if word.tags & {"def", "role", "body", "matter", "masdar"} and not (
                    word.tags & {"adjective", *_JOINED}
                    or word.base.endswith(("ي", "يه"))
                    or word.base in TITLES
                ):
                    return k
                continue
            if "def" in before.tags and self._owns(word) and word.base not in _SELF:
                return k
            if self._title(k, end):
                named = 0
                continue
            if "def" not in word.tags and is_given(word):
                if not named and word.base != "كامل" and "def" in before.tags and words[i].tags & _SPEAKING and (
                    "role" not in words[i].tags
                ):  # fmt: skip
                    return k  # a body has no given name
                named = 1
            elif "quality" in word.tags and not named and not is_given(before) and (
                word.base not in _PARTIES
            ):  # fmt: skip
                if self._disagreeing(before, word) or (
                    "body" in word.tags and self._unlike(before, word)
                ):
                    return k
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
                    "matter",
                }
                if (several or known) and "def" in before.tags and not word.tags & {"role", "body"}:
                    return k
                if (
                    word.raw.endswith("ة")
                    and k + 1 < end
                    and "def" in words[k + 1].tags
                    and not (is_given(word) or "role" in before.tags)
                ):
                    return k
                named += 1
            elif word.tags & {"adjective", "clitic:ب", "clitic:ل"}:
                continue
            elif (named == 1 or (is_given(before) and named == 0)) and not (
                word.tags & {"document", "recording", "event"}
            ):  # fmt: skip
                named = 2  # the family name
            elif named or self._owns(before) or (
                (word.base in _IYA or not word.base.endswith(("ي", "يه")))
                and (k - i >= 2 or "role" in before.tags)
            ):  # fmt: skip
                return k
        return None if bare else self._behind_stranger(i, end)

    def _begins(self, k: int) -> bool:
        """Whether a noun phrase begins at ``k`` that can't belong to a family name before it."""
        tags = self.words[k].tags
        if tags & {"and", "adjective", *_JOINED}:
            return False
        return bool(tags & {"role", "body"} or ("def" in tags and "quality" not in tags))

    def _said_at(self, i: int, k: int, end: int) -> bool:
        """Whether at ``k`` begins what is denied, announced …: a verbal noun, a claim, an object."""
        words = self.words
        word, before = words[k], words[k - 1]
        if ("def" in word.tags and "claim" in word.tags) or word.base in {"اي", "ايا"}:
            return True
        if word.base == "المنسوب" and "role" in before.tags:
            return True  # what he is charged with
        verbal = self._acting(k, end)
        if verbal and ("def" in before.tags or is_given(before) or k > i + 1):
            return True
        if "def" not in word.tags and not word.tags & {"role", "given"}:
            if before.tags & {"role", "body", "event"} and "def" not in before.tags and (
                not self._owns(before) and not (k > i + 1 and self._attributed(k - 1))
            ):  # fmt: skip
                return False
            if ("masdar" in word.tags and "clitic:ل" not in word.tags) or self._owned(word) or (
                masdar_like(word.base) and not self._names(i, k)
            ) or (self.owned(word) and word.base not in _SELF and (k > i + 1 or "def" in before.tags)):  # fmt: skip
                return True
            if self._object(i, k) or self._accusative(k):
                return True
            if "event" in word.tags and "def" in before.tags:
                return True
            if word.raw.endswith("ة") and not is_given(word) and "def" in before.tags and (
                before.tags & {"role", "body"} and "participle" not in word.tags
                and not (k + 1 < end and "def" in words[k + 1].tags)
            ):  # fmt: skip
                return True  # "asked for a delay"
        return False

    def _behind_stranger(self, i: int, end: int) -> int | None:
        """``زيفان دروك الحكومة``: behind two words that nothing is known of, a name of elsewhere."""
        k = i + 2
        if k >= end or masdar_like(self.words[i].base) or any(
            w.kind != "w" or w.tags - {"maybe-and", "clitic:ك"} or w.verb is not None or w.raw[-1] in "ةاً"
            for w in self.words[i:k]
        ):  # fmt: skip
            return None
        if self.words[k - 1].base in _KUNYA or self.words[i].base in _KUNYA:
            return None
        word, then = self.words[k], self.words[min(k + 1, len(self.words) - 1)]
        begins = word.tags & {"role", "body"} or {"def"} <= word.tags & then.tags
        return k if begins and not word.tags & {"and", *_JOINED} else None

    def _object(self, i: int, k: int) -> bool:
        """``التقرير هوية الفاعل``: an indefinite noun behind a definite one, which is no name of a person."""
        word, before = self.words[k], self.words[k - 1]
        if word.verb is not None or word.tags & _NO_OBJECT or word.base in _SELF:
            return False
        if "matter" in word.tags:
            return k > i + 1 or "def" in before.tags or is_given(before) or self._attributed(k - 1)
        if "def" not in before.tags or is_given(word):
            return False
        head = self.words[i:k]
        return any(w.tags & _SPEAKING for w in head) and not any(
            "role" in w.tags or is_given(w) for w in head
        )

    def _accusative(self, k: int) -> bool:
        """``فسادا ممنهجا``: an indefinite object behind a noun with its article or adjective."""
        word, then = self.words[k], self.words[min(k + 1, len(self.words) - 1)]
        if (
            word.base[-1] != "ا"
            or len(word.base) < 5
            or word.tags - {"maybe-and"}
            or is_given(word)
        ):
            return False
        if "def" not in self.words[k - 1].tags and not self._attributed(k - 1):
            return False
        described = then.base.endswith("ا") and not then.tags - {"maybe-and", "participle"}
        return masdar_like(word.base[:-1]) or (described and not word.base.endswith("يا"))

    def _names(self, i: int, k: int) -> bool:
        """Whether a personal name is likely at ``k``: right after a definite role."""
        base = self.words[k].base
        if base.endswith("اء") or base.startswith("است") or re.fullmatch(r"ت\w\w?ي\w", base):
            return False
        return "def" in self.words[k - 1].tags and any(
            "role" in w.tags for w in self.words[i:k]
        ) and k - i <= 3  # fmt: skip
