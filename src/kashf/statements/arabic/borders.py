"""Clauses, brackets and formulas at the border of an Arabic noun phrase."""

from __future__ import annotations

import re

from kashf.statements.arabic.lexicon import is_adjective, is_masdar
from kashf.statements.arabic.nouns import COMMAS, NAME, TITLES, complement_b, is_act
from kashf.statements.arabic.second import Seconds
from kashf.statements.draft import Range
from kashf.statements.given import is_given
from kashf.statements.numbers import is_number_word
from kashf.statements.tokens import Word

__all__ = ["DASHES", "Borders", "may_open_clause"]

_LONGEST_NAME = 9  # words, with a role before it
_DEFINITE = frozenset({"def", "given"})
DASHES = frozenset("-–—ـ")
_PARTICIPLES = re.compile(r"ال(?:م\w{2,3}و\w|م\w{3,5}|\wا\w\w)(?:ه|ين|ون|ات)?")
_MADE = re.compile(r"م\w{3}|صادر|صادره|م\w{2}و\w|م\w{3}ه|م\w{2}و\wه")
_BY_ORDER = frozenset(
    {"بامر", "بطلب", "بتكليف", "بتاريخ", "بمقتضي", "بموجب", "بواسطه", "باشراف", "بتمويل"}
)
_OPENS = frozenset({"عن", "علي", "في", "من", "الي", "بين", "قبل", "خلال", "منذ", "لدي"})
_NO_CLAUSE = frozenset({"role", "body", "given", "adjective", "quality"})
_NAMELESS = frozenset({"رفض", "رفضت", "رفضوا", "طلب", "طلبت", "طلبوا", "فضل", "فضلت", "فضلوا", "اشترط", "اشترطت",
                       "يرفض", "ترفض", "يفضل", "تفضل", "لم", "اثر", "اثرت", "رافضا", "مفضلا", "طالبا"})  # fmt: skip
_NAMED = frozenset(
    {
        "صفحه",
        "الصفحه",
        "قناه",
        "القناه",
        "حساب",
        "الحساب",
        "مجموعه",
        "المجموعه",
        "المدعو",
        "المدعوه",
        "المسمي",
    }
)
_RELATED = frozenset(
    {"قريب", "صديق", "جار", "زميل", "مقرب", "شقيق", "مساعد", "محام", "رفيق", "شريك", "طالب", "موكل"}
)


_OWNED = ("ته", "تها", "ناه", "وه", "وها")
_PAST = ("ت", "نا", "وا")
_ENCLOSED = frozenset({"مرفق", "مرفقه", "ملحق", "ملحقه"})


def may_open_clause(word: Word) -> bool:
    """Whether a clause about the noun before may begin with the word, or a formula about its name."""
    base = word.base
    return (
        ("def" not in word.tags and base.endswith((*_OWNED, *_PAST)))
        or base in _NAMELESS
        or base.removeprefix("ال") in _ENCLOSED
        or _PARTICIPLES.fullmatch(base) is not None
    )


class Borders(Seconds):
    """Looks for them; :class:`~kashf.statements.arabic.phrases.Phrases` finds the phrase."""

    def noun(
        self, i: int, hi: int, after: tuple[str, ...] = (), *, to: bool = False
    ) -> Range | None:
        """See :class:`~kashf.statements.arabic.phrases.Phrases`."""
        raise NotImplementedError

    def person(self, start: int, end: int) -> int | None:
        """``للمنظمة المعلمة``, ``لإذاعة السد الوزير``: where a person begins behind who is told."""
        told = self.words[start].tags
        begins = range(start + 1, end) if "body" in told else [self.second(start, end)]
        for k in begins:
            if k is not None and self.closed(start, k - 1):
                tags = self.words[k].tags
                if "role" in tags and not tags & {"adjective", "quality", "and", "clitic:ل"}:
                    return k
        return None

    def dashed(self, i: int, hi: int) -> int | None:
        """Where an insertion that opens with a dash at ``i`` ends (after its second dash)."""
        for k in range(i + 1, min(hi, i + 14)):
            if self.words[k].raw in DASHES:
                return k + 1
            if self.words[k].raw in COMMAS or self.words[k].raw in ".:":
                return None
        return None

    def bracketed(self, i: int, hi: int) -> int | None:
        """Where the bracket that opens at ``i`` has closed."""
        for k in range(i + 1, min(hi, i + 20)):
            if self.words[k].raw == ")":
                return k + 1
        return None

    def _clause(self, i: int, j: int, hi: int, after: tuple[str, ...]) -> bool:
        """Whether a clause about the noun at ``i`` begins at ``j``: see :func:`may_open_clause`."""
        return (
            self.nameless(j, hi) is not None
            or self._describes(i, j, hi)
            or (self._participial(j, hi) and not self.that_at(j + 1, hi, after))
        )

    def _describes(self, i: int, j: int, hi: int) -> bool:
        """``تحقيق أنجزته مجلة``: a clause about an indefinite noun, without relative pronoun."""
        word = self.words[j]
        after = self.words[j + 1] if j + 1 < hi else word
        owned = word.base.endswith(_OWNED) and len(word.base) > 4
        if word.base.endswith("ته") and is_masdar(word.base[:-2] + "ه"):
            return False  # ``مقر إقامته``
        if not owned and not ("tome" in after.tags and word.base.endswith(_PAST)):
            return False
        return "def" not in word.tags and all(w.tags.isdisjoint(_DEFINITE) for w in self.words[i:j])

    def _participial(self, j: int, hi: int) -> bool:
        """``قرار الإحالة الصادر عن``: a clause about the noun that a participle opens."""
        word = self.words[j]
        if word.base.removeprefix("ال") in _ENCLOSED:
            return True
        if j + 1 < hi and self.words[j + 1].base in _BY_ORDER and _PARTICIPLES.fullmatch(word.base):
            return True
        dated = word.base in {"المورخ", "المورخه"} and j + 1 < hi and self.words[j + 1].base == "في"
        if dated and "def" in self.words[j - 1].tags:
            return True
        if j + 1 >= hi or "prep" not in self.words[j + 1].tags or word.tags & _NO_CLAUSE:
            return False
        if not self.words[j - 1].tags & {"def", "given"}:
            return False
        return self.words[j + 1].base in _OPENS and _PARTICIPLES.fullmatch(word.base) is not None

    def made(self, j: int, hi: int) -> bool:
        """``محضر مؤرخ في``, ``التقرير المحرر من``: how or when a document was made."""
        word = self.words[j]
        if j + 1 >= hi or self.words[j + 1].base not in _OPENS or "adjective" in word.tags:
            return False
        return (
            _PARTICIPLES.fullmatch(word.base) is not None or _MADE.fullmatch(word.base) is not None
        )

    def nameless(self, j: int, hi: int) -> int | None:
        """Where ``رفض الكشف عن هويته``, a formula about somebody who stays nameless, has ended."""
        if self.words[j].base not in _NAMELESS:
            return None
        for k in range(j + 1, min(hi, j + 6)):
            if self.words[k].kind != "w":
                return None
            if self.words[k].base in NAME:
                return k + 1
        return None

    def past_clause(self, j: int, hi: int) -> int:
        """Past ``المحفوظ في دار البلدية``, up to a comma; ``j`` where no such clause begins."""
        if j >= hi or not self._participial(j, hi):
            return j
        for k in range(j + 2, min(hi, j + 10)):
            if self.words[k].raw in COMMAS:
                return k
            if self.words[k].kind != "w" or self.words[k].verb is not None or is_act(self.words[k]):
                break
        phrase = self.noun(j + 2, hi)
        return phrase[1] if phrase is not None else j

    def _initials(self, j: int, close: int) -> bool:
        """``المتهم (ع. ب)``, ``صفحة (وادينا)``: a bracket that is the name."""
        inside = self.words[j + 1 : close - 1]
        if all(len(w.fold) <= (2 if w.kind == "w" else 6) for w in inside):
            return len(inside) <= 6
        return len(inside) <= 2 and self.words[j - 1].base in _NAMED

    def _title_of(self, j: int, close: int) -> bool:
        """``نشرة "الطاحونة"``: a short name without verb after an indefinite noun."""
        before = self.words[j - 1]
        if (
            close - j > 4
            or before.kind != "w"
            or before.verb is not None
            or before.tags - {"document", "event", "recording"}
        ):
            return False
        return not any(
            w.verb is not None or w.tags & {"act", "neg", "comp"} for w in self.words[j + 1 : close]
        )

    def _abbreviated(self, j: int, close: int) -> bool:
        """``"ل. بوقرنيطة"``: a name with an initial."""
        return any(
            self.words[k].kind == "w" and len(self.words[k].fold) == 1 and self.words[k + 1].raw == "."
            for k in range(j + 1, close - 1)
        )  # fmt: skip

    def _utters(self, j: int, close: int) -> bool:
        """``المفتش "لن تبيع"``: words of the one before, and no name of his."""
        before, inside = self.words[j - 1].tags, self.words[j + 1 : close]
        acts = any(is_act(w) or (w.verb and w.verb.kind == "present") for w in inside)
        if before & {"body", "document"}:
            return close - j > 4 and acts and "def" in before
        return close - j > 2 and (acts or any(w.tags & {"neg", "comp"} for w in inside))

    def _of_it(self, word: Word, i: int, j: int) -> bool:
        """``مدير التسويق فيها،``: a pronoun with "in" closes a role before a comma."""
        then = self.words[j + 1] if j + 1 < len(self.words) else word
        return "inside" in word.tags and "role" in self.words[i].tags and then.raw in COMMAS

    def _another_to(self, j: int, hi: int) -> bool:
        """``المكتب الوطني للنقابة للرأي العام``: the second phrase with li- is who is spoken to."""
        for k in range(j + 1, min(hi, j + 4)):
            word = self.words[k]
            if word.kind != "w" or word.verb is not None or word.tags & {"comp", "prep"}:
                return False
            if "clitic:ل" in word.tags and "def" in word.tags:
                return True
        return False

    def _later_b(self, j: int, hi: int) -> bool:
        for k in range(j, min(hi, j + 9)):
            if self.words[k].raw in COMMAS:
                return False
            if complement_b(self.words[k]):
                return True
        return False

    def unlike(self, k: int) -> bool:
        """``المنظمة غير الحكومية``: "non-" before an adjective, and no "but"."""
        if self.words[k].fold != "غير" or k + 1 >= len(self.words):
            return False
        then = self.words[k + 1]
        return "def" in then.tags or is_adjective(then.base)

    def _related(self, i: int) -> bool:
        """``قريب له``: one of somebody's relatives, friends, colleagues."""
        word = self.words[i]
        return "def" not in word.tags and word.base.removesuffix("ه").removesuffix("ا") in _RELATED

    def that_at(self, j: int, hi: int, after: tuple[str, ...]) -> bool:
        """Whether "that" stands at ``j``, also behind a preposition of ``after``."""
        if j < hi and self.words[j].base in after and "prep" in self.words[j].tags:
            j += 1
        return (
            j < hi
            and bool(self.words[j].tags & {"comp", "bcomp"})
            and "and" not in self.words[j].tags
        )

    def speaks_at(self, k: int) -> bool:
        """Whether a colon or a quotation that is no name stands at ``k``."""
        return self.words[k].raw == ":" or (
            k in self.scene.closing and self.scene.closing[k] - k > 3
        )

    def before_quote(self, j: int, hi: int) -> bool:
        """``بابتسامة «…»``: whether a few words lead from ``j`` to a colon or quotation."""
        for k in range(j + 1, min(hi, j + 4)):
            if self.speaks_at(k):
                return True
            if self.words[k].kind != "w":
                return False
        return False

    @staticmethod
    def _bare(word: Word) -> bool:
        """``في مشروع "أبراج الكرم"``: an indefinite noun, whose name follows."""
        return word.verb is None and not word.tags & {
            "def", "document", "recording", "event", "adverb", "timely", "claim", "prep", "pronoun", "masdar"
        } and not word.raw.endswith(("ه", "ها", "هم"))  # fmt: skip

    def _counted(self, i: int, j: int) -> bool:
        """``صاحب الموقع خمسة آلاف``: a number begins another phrase."""
        before = self.words[j - 1]
        return is_number_word(self.words[j]) and not is_number_word(before) and (
            "def" in before.tags or is_given(before) or self._owns(before)
        )  # fmt: skip

    def apposed(self, j: int, end: int, hi: int, *, last: bool = False) -> int:
        """The end of a name that follows the role at ``j`` and a comma, or ``end``.

        A sign must follow the name, if it is not the ``last`` thing.
        """
        words = self.words
        if end + 2 >= hi or words[end].raw not in COMMAS:
            return end
        if "role" not in words[j].tags and words[j].base != "دفاع" and (
            words[end + 1].base not in TITLES
        ):  # fmt: skip
            return end
        if any(is_given(w) for w in words[j:end]):
            return end
        name = self.noun(end + 1, hi)
        if name is None or not self._closes(name[1], hi, last=last):
            return end
        first = end + 1
        while first < name[0] and words[first].base in TITLES:
            first += 1
        inside = words[end + 1 : name[0]]
        if first == end + 1 and any(
            not is_given(w) and (w.tags & {"masdar", "neg", "act"} or w.verb is not None or self._mine(w, then))
            for w, then in zip(inside, [*inside[1:], None], strict=True)
            if then is None or then.base != "الله"
        ):  # fmt: skip
            return end
        if any(is_given(w) for w in words[first : name[0]]) and len(inside) <= _LONGEST_NAME:
            known = "given" in words[end + 1].tags or is_given(words[end + 1])
            if known or not words[end + 1].tags & {"and", "prep", "adverb", "timely"}:
                return name[0]
        if first >= name[0] or words[first].tags - {
            "given", "clitic:ب", "clitic:ل", "maybe-and", "adjective", "quality", "def"
        }:  # fmt: skip
            return end
        if "def" in words[first].tags and (first + 1 >= hi or "def" not in words[first + 1].tags):
            return end
        return name[0] if first > end + 1 or 2 <= len(inside) <= 5 else end

    def _mine(self, word: Word, then: Word | None) -> bool:
        """Whether it is a noun with a pronoun: behind one stands no other bare noun."""
        bare = then is not None and not (then.tags or then.verb or is_given(then))
        return self.owned(word) and not bare

    def _closes(self, k: int, hi: int, *, last: bool) -> bool:
        """Whether a sign that ends a name in apposition stands at ``k``."""
        if k >= hi:
            return last
        return self.words[k].raw in {*COMMAS, ":"} or (
            last and self.words[k].raw in {".", "؟", "!"}
        )
