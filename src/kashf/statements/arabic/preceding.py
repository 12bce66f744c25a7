"""Noun phrases before a verb that may be its subject: antecedents, those heard, names behind a role."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kashf.statements.arabic.lexicon import gender
from kashf.statements.arabic.nouns import COMMAS, NOUNS, is_act, is_emoji
from kashf.statements.arabic.phrases import Phrases
from kashf.statements.draft import Range
from kashf.statements.given import is_given
from kashf.statements.tokens import Word

__all__ = ["Preceding"]

_HEARD = frozenset(
    {
        "يسمع",
        "تسمع",
        "نسمع",
        "سمع",
        "سمعت",
        "يظهر",
        "تظهر",
        "ظهر",
        "ظهرت",
        "يبدو",
        "تبدو",
        "شوهد",
        "يري",
    }
)
_COMES = re.compile(  # into view, into hands
    "(?:ظهر|انتشر|وصل|ورد|علق|وجد|صدر|شاع|راج|سر|برز|نشر|بث|وزع|الصق|سرب|جاء)ت?(?:نا|ني|ه|ها|هم)?"
)
_BEFORE = frozenset({"سبق", "وسبق"})
_SEEN = 14  # words before a verb in which that is told
_SHOW = frozenset({"بين", "أثبت", "كشف", "أظهر", "أفاد", "دل"})


class Preceding:
    """Looks for them in one sentence."""

    words: Sequence[Word]
    lo: int
    hi: int
    phrases: Phrases

    def _reaches(self, at: int, k: int) -> Range | None:
        """See :class:`~kashf.statements.arabic.subjects.Subjects`."""
        raise NotImplementedError

    def _antecedent(self, k: int, relative: str) -> Range | None:
        """``تواصلنا مع البلدية التي أكدت``: the noun that a relative pronoun at ``k`` goes back to."""
        words = self.words
        if k > self.lo and "pronoun" in words[k - 1].tags:
            k -= 1
        feminine = {"التي": True, "الذي": False}.get(relative)
        low = k
        while low > self.lo and k - low < 12 and not self._outside(low - 1):
            low -= 1
            word = words[low]
            edge = low == self.lo or "clitic:ب" in word.tags or self._outside(low - 1)
            edge = edge or ("prep" in words[low - 1].tags and "given" not in words[low - 1].tags)
            if not edge or "prep" in word.tags or word.base == "اما":
                continue
            for at in range(low + (words[low].base == "اما"), k):
                if at > low and "def" not in words[at].tags and words[at - 1].base != "اما":
                    continue
                own = gender(words[at])
                if None not in (own, feminine) and own != feminine:
                    continue
                found = self.phrases.noun(at, k)
                if found is not None and found[0] == k:
                    return (at, k)
        return None

    def _from(self, i: int) -> Range | None:
        """``بيان من عائلة المغدور تطالب فيه``: whose document it is."""
        words, verb, end = self.words, self.words[i].verb, i
        while end > self.lo and is_emoji(words[end - 1]):
            end -= 1
        for k in range(end - 2, max(self.lo, i - 8), -1):
            if words[k].base == "من" and any(
                w.tags & {"document", "recording"} or w.base in {"رد", "تعليق"} for w in words[max(self.lo, k - 3) : k]
            ):  # fmt: skip
                found = self.phrases.noun(k + 1, end)
                own = gender(words[k + 1])
                if found is not None and found[0] == end and own in {None, verb.feminine}:
                    return (k + 1, end)
        return None

    def _outside(self, at: int) -> bool:
        """Whether no noun phrase can hold this token."""
        word = self.words[at]
        if word.tags & NOUNS or is_given(word) or word.raw in {"(", ")", "."}:
            return False
        return word.kind != "w" or word.verb is not None or is_act(word) or bool(
            word.tags & {"comp", "bcomp", "conj", "neg", "relative", "was"}
        )  # fmt: skip

    def _once(self, i: int) -> Range | None:
        """``سبق للوكيل أن اتهم``: who did it before."""
        words = self.words
        if i - 3 < self.lo or words[i - 1].base != "ان":
            return None
        for k in range(i - 3, max(self.lo - 1, i - 10), -1):
            if (
                words[k].base.removeprefix("و") in {"سبق", "يسبق"}
                and "clitic:ل" in words[k + 1].tags
            ):
                found = self.phrases.noun(k + 1, i - 1)
                return (k + 1, i - 1) if found is not None and found[0] == i - 1 else None
        return None

    def _behind_phrase(self, at: int, k: int) -> Range | None:
        """``بعد الضجة الكبيرة المحافظ يأمر``: a subject behind an opening phrase, without a comma."""
        words = self.words
        for q in range(k - 1, at + 1, -1):
            other = words[q].raw.endswith("ة") != words[q - 1].raw.endswith("ة")
            if other and words[q].tags & {"role", "body"} and "def" in words[q].tags and (
                "def" in words[q - 1].tags and not words[q].tags & {"adjective", "clitic:ل", "clitic:ب"}
            ):  # fmt: skip
                found = self.phrases.noun(q, k)
                return (q, k) if found is not None and found[0] == k else None
        return None

    def _heard(self, k: int) -> Range | None:
        """``يُسمع فيه صاحب الموقع يقول``, ``ظهر على الجدار ملصق يقول``: who comes to be heard or seen."""
        words = self.words
        for q in range(k - 2, max(self.lo, k - _SEEN) - 1, -1):
            heard = words[q].base in _HEARD and k - q < 10
            if not heard and _COMES.fullmatch(words[q].base) is None:
                continue
            at = q + 1
            while at < k and words[at].tags & {"inside", "adverb", "tome"}:
                at += 1
            found = self.phrases.noun(at, k) if heard and at < k else None
            if found is not None and found[1] == k:
                return (at, found[0])
            return next(((n, k) for n in range(k - 1, q, -1) if self._seen(n, k)), None)
        return None

    def _seen(self, at: int, k: int) -> bool:
        """Whether an indefinite noun at ``at`` and its adjectives fill the words up to the verb ``k``."""
        words, word = self.words, self.words[at]
        if not self._plainly(at) or word.raw.endswith(("ة", "ات")) != words[k].verb.feminine:
            return False
        before = words[at - 1]
        if before.tags & {"document", "recording"} and "def" not in before.tags:
            return False
        known = word.tags & {"document", "recording"}
        if not known and (
            words[at - 2].tags & {"document", "recording"}
            or not (before.tags & {"def", "tome", "adverb"} or self.phrases.owned(before))
        ):
            return False
        found = self.phrases.noun(at, k)
        return found is not None and found[0] == k and not any(
            "def" in w.tags for w in words[at:k]
        )  # fmt: skip

    def _plainly(self, at: int) -> bool:
        """Whether an indefinite noun stands at ``at``, and no name or adverb."""
        word = self.words[at]
        return word.kind == "w" and not is_act(word) and not (
            word.tags & {"def", "prep", "adverb", "timely", "given", "comp", "conj", "neg", "clitic:ل", "clitic:ب"}
            or is_given(word) or (word.verb is not None and "known" not in word.tags)
        )  # fmt: skip

    def _shown(self, k: int) -> Range | None:
        """``واجهه بوثيقة تثبت``: a paper with bi- and a clause about it, right before ``k``."""
        words, verb = self.words, self.words[k].verb
        shown = None
        for at in range(k - 1, max(self.lo, k - 6) - 1, -1):
            word = words[at]
            if word.kind != "w" or word.tags & {"def", "prep"} or is_act(word):
                break
            paper = word.tags & {"document", "recording", "event"} or verb.lemma in _SHOW
            if "clitic:ب" not in word.tags or not paper or is_given(word):
                continue
            found = self.phrases.noun(at, k)
            if word.raw.endswith(("ة", "ات")) == verb.feminine and found and found[0] == k:
                shown = (at, k)
        return shown

    def _about(self, i: int) -> Range | None:
        """``بعد حملة إلكترونية اتهمته``: an indefinite noun right before a clause about it."""
        words, start = self.words, i
        while start > self.lo and i - start < 3:
            word = words[start - 1]
            if word.kind != "w" or word.verb is not None or is_act(word) or word.tags & {
                "def", "prep", "comp", "bcomp", "conj", "neg", "relative", "adverb", "pronoun", "timely", "given"
            }:  # fmt: skip
                break
            start -= 1
        if start in {i, self.lo}:
            return None
        before = words[start - 1]
        if "prep" not in before.tags and not is_act(before) and "def" not in before.tags:
            return None
        if words[start].raw.endswith("ة") != words[i].verb.feminine:
            return None
        return (start, i)

    def _indefinite(self, k: int) -> Range | None:
        """``تلا وثيقة تفيد بأن``: an indefinite noun and a clause about it, right before ``k``."""
        words = self.words
        for start in range(k - 1, max(self.lo, k - 8) - 1, -1):
            word = words[start]
            if (
                word.kind != "w"
                or (word.verb is not None and "role" not in word.tags)
                or is_act(word)
            ):
                return None
            if start == self.lo or word.tags & {"comp", "conj", "and"}:
                return None
            matching = (
                word.raw.endswith("ة") and words[k].verb is not None and words[k].verb.feminine
            )
            if (word.tags & {"document", "recording", "role"} or (matching and not word.tags)) and (
                not word.tags & {"def", "clitic:ل", "clitic:ب"}
            ):  # fmt: skip
                before = words[start - 1]
                if "prep" in before.tags and start < k - 1:
                    continue
                papers = word.tags & {"document", "recording"} and start == k - 1
                if "prep" in before.tags and papers and (
                    word.raw.endswith(("ة", "ات")) == words[k].verb.feminine
                ):  # fmt: skip
                    return (start, k)  # "on a petition that asks for"
                if papers and before.tags & {"document", "recording"} and "def" not in before.tags:
                    continue  # ``رسالة صوتية``
                if before.kind != "w" or "prep" in before.tags or not (
                    before.tags & {"def"} or is_act(before) or re.search("[^ا]ت$", before.fold)
                ):  # fmt: skip
                    return None
                return (start, k) if self._reaches(start, k) is not None else None
        return None

    def _as_for(self, at: int, k: int) -> bool:
        """``أما المدير، فأكد``: whether the noun at ``at`` is the topic of the verb ``k``."""
        word = self.words[k]
        passive = "hedge" in word.tags or (word.verb is not None and word.verb.kind == "passive")
        return at > self.lo and self.words[at - 1].base == "اما" and not passive

    def _before_particles(self, i: int) -> int:
        """The first of the particles before a verb: ``قد``, ``لم``, ``كان``, ``سبق أن``."""
        words, k = self.words, i
        while k > self.lo:
            if (
                words[k - 1].tags & {"modal", "neg", "was", "adverb", "hedge"}
                or words[k - 1].base == "عاد"
                or words[k - 1].base == "عادت"
            ):
                k -= 1
            elif k > self.lo + 1 and words[k - 1].base == "ان" and words[k - 2].base in _BEFORE:
                k -= 2
            else:
                break
        return k

    def _to_comma(self, j: int, k: int) -> int | None:
        """``سجل الوارد في الوزارة، …، يثبت``: the end of a phrase with a preposition before an insertion."""
        phrase = self.phrases.noun(j + 1, k) if j + 1 < k else None
        if phrase is None or phrase[1] + 1 >= k or self.words[phrase[1]].raw not in COMMAS:
            return None
        return phrase[1]

    def _insertion(self, j: int, k: int) -> int | None:
        """Where the insertion that begins at ``j`` closes, at a comma before ``k`` or at ``k``."""
        for q in range(j + 1, k):
            if self.words[q].raw in COMMAS:
                return q
            dated = q == j + 2 and "timely" in self.words[j + 1].tags  # "after it had"
            if "comp" in self.words[q].tags and not dated and "relative" not in self.words[j].tags:
                return None
        return k if k - j > 1 and (
            "relative" in self.words[j].tags or self.words[k - 1].raw in COMMAS
        ) else None  # fmt: skip

    def _in_relative(self, k: int) -> bool:
        """``الموظف الذي سلم الملفات أكد``: whether ``k`` is the verb of a clause about a noun."""
        before = k - 1
        while before > self.lo and self.words[before].tags & {"modal", "neg", "was"}:
            before -= 1
        return (
            before > self.lo
            and "relative" in self.words[before].tags
            and "and" not in self.words[before].tags
            and self.words[k].kind == "w"
        )

    def _clause_edge(self, k: int) -> bool:
        word = self.words[k]
        if ("prep" in word.tags and word.base == "بين") or self.phrases.unlike(k):
            return False
        if word.raw == "." and k > 0 and len(self.words[k - 1].fold) == 1:
            return False
        if word.kind in "s\n":
            return word.raw not in '()"«»“”' if word.raw not in "-–—" else k <= self.lo + 4
        if word.verb is not None and word.verb.has("n") and k > self.lo and (
            "comp" in self.words[k - 1].tags
        ):  # fmt: skip
            return False  # a noun
        if word.base in {"بكون", "كون", "لكون"}:
            return True
        if word.base == "ام" and self._is_kunya(k, self.hi):
            return False
        return bool(word.tags & {"comp", "bcomp", "conj", "whether"}) or (
            word.verb is not None
            and word.verb.kind != "participle"
            and not word.tags & {"role", "body"}
            and "def" not in word.tags
        )

    def _is_kunya(self, at: int, k: int) -> bool:
        """``أم وليد``, and no "or": a name follows."""
        name = self.words[at + 1]
        return is_given(name) or (
            at + 1 < k and name.kind == "w" and name.verb is None
            and not name.tags & {"comp", "bcomp", "prep", "neg", "act", "conj", "pronoun", "clitic:ل"}
        )  # fmt: skip

    def _whole(self, at: int, k: int) -> bool:
        """Whether no comma stands between: the words belong together."""
        return not any(self.words[q].raw in COMMAS for q in range(at, k))

    def _apposed(self, j: int, end: int) -> int:
        return self.phrases.apposed(j, end, self.hi)
