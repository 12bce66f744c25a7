"""Noun phrases of Arabic: where one ends, and where a second one begins without a sign."""

from __future__ import annotations

import re

from kashf.statements.arabic.lexicon import is_told, masdar_like, noun_stems
from kashf.statements.draft import Range, Scene
from kashf.statements.given import is_given
from kashf.statements.numbers import is_number_word
from kashf.statements.places import is_place
from kashf.statements.tokens import Word

__all__ = ["EVERY", "TIMES", "TITLES", "Phrases", "complement_b", "is_act", "starts_clause"]

_STOPS = frozenset(
    {
        "comp",
        "bcomp",
        "relative",
        "conj",
        "neg",
        "modal",
        "adverb",
        "source",
        "whether",
        "tome",
        "inside",
        "saying",
        "pronoun",
    }
)
_DASHES = frozenset("-–—ـ")
_MOST = 14
_PLAIN_NOUNS = frozenset({"role", "body", "recording", "document"})
_COMMAS = frozenset("،,؛;")
_SELF = frozenset(
    f"{noun}{end}" for noun in ("نفس", "ذات", "كل", "وحد", "جميع", "عين", "بنفس", "بذات")
    for end in ("ه", "ها", "هم", "هما")
)  # fmt: skip
_ACCUSED = frozenset({"المدعي", "المجني", "المحكوم", "المقبوض", "المغدور", "المعتدي"})
_OFFICE = frozenset(
    {
        "العام",
        "العامه",
        "التنفيذي",
        "التنفيذيه",
        "الاعلي",
        "الاقليمي",
        "الرسمي",
        "الرسميه",
        "المالي",
        "السابق",
        "السابقه",
    }
)
_OF_THEM = frozenset({"منهم", "منها", "منا", "منكم", "منهن"})
EVERY = frozenset({"كل", "اخر", "ذات", "اول", "هذه", "تلك", "وكل", "اكثر"})
TIMES = frozenset({"مره", "يوم", "ليله", "سنه", "شهر", "اسبوع", "المره", "صباح", "مساء", "المرات"})
_THIS = frozenset({"هذا", "هذه", "ذلك", "تلك", "هولاء"})
TITLES = frozenset({"الدكتور", "الدكتوره", "السيد", "السيده", "الشيخ", "المهندس", "المهندسه",
                     "الاستاذ", "الاستاذه", "الحاج", "العميد", "العقيد", "اللواء", "الرئيس"})  # fmt: skip


def stem(word: Word) -> str:
    """The noun without article and preposition."""
    return noun_stems(word.base)[-1][1]


def is_act(word: Word) -> bool:
    """Whether it is a finite verb, of those that report nothing."""
    if "act" not in word.tags or "def" in word.tags or is_given(word):
        return False
    return len(word.tags - {"act", "and", "maybe-and", "clitic:ب", "clitic:ل"}) == 0


def complement_b(word: Word) -> bool:
    """Whether the word is bi- with what looks like a verbal noun."""
    if "bcomp" in word.tags:
        return True
    if "clitic:ب" not in word.tags:
        return False
    rest = word.base[1:]
    rest = rest.removeprefix("ال") if len(rest) > 4 else rest
    return masdar_like(rest) or any(
        masdar_like(rest[: -len(end)] + add)
        for end in ("ه", "ها", "هم", "ي", "نا", "ك")
        if rest.endswith(end) and len(rest) > len(end) + 2
        for add in ("", "ه")
    )


def starts_clause(scene: Scene, i: int, lo: int) -> bool:
    """Whether token ``i`` may begin a clause: nothing before it that would govern a noun."""
    if i <= lo or "and" in scene.words[i].tags:
        return True
    before = scene.words[i - 1]
    if before.kind != "w":
        return before.raw not in "(["
    return bool(
        before.tags & {"conj", "modal", "neg", "comp", "relative", "adverb", "was", "bcomp"}
    )


class Phrases:
    """Finds noun phrases in a scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.words = scene.words

    def dashed(self, i: int, hi: int) -> int | None:
        """Where an insertion that opens with a dash at ``i`` ends (after its second dash)."""
        for k in range(i + 1, min(hi, i + 14)):
            if self.words[k].raw in _DASHES:
                return k + 1
            if self.words[k].raw in _COMMAS or self.words[k].raw in ".:":
                return None
        return None

    def bracketed(self, i: int, hi: int) -> int | None:
        """Where the bracket that opens at ``i`` has closed."""
        for k in range(i + 1, min(hi, i + 20)):
            if self.words[k].raw == ")":
                return k + 1
        return None

    def noun(
        self, i: int, hi: int, after: tuple[str, ...] = (), *, to: bool = False
    ) -> Range | None:
        """The noun phrase that begins at ``i``: its end, and where to read on.

        ``after`` are prepositions that lead elsewhere; ``to`` tells that li- marks an addressee.
        None where no noun phrase begins.
        """
        words, j = self.words, i
        head = False
        while j < hi and j - i < _MOST:
            word = words[j]
            if word.kind != "w":
                step = self._sign(i, j, hi)
                if step is None:
                    break
                if step < 0:
                    return (j, -step) if j > i else None
                j = step
                continue
            if self._stops(word, j, i) or not self._goes_on(
                word, i, j, hi, after, to=to, head=head
            ):
                break
            if j > i and self._describes(i, j, hi):
                break
            head = head or bool(word.tags & {"role", "body"})
            j += 1
            if "prep" in word.tags and j < hi:
                j = min(self.scene.closing.get(j, j) + 1, hi)
        while j > i + 1 and "prep" in words[j - 1].tags and "given" not in words[j - 1].tags:
            j -= 1
        return (j, j) if j > i else None

    def _describes(self, i: int, j: int, hi: int) -> bool:
        """``تحقيق أنجزته مجلة``: a clause about an indefinite noun, without relative pronoun."""
        word = self.words[j]
        if "def" in word.tags or any(w.tags & {"def", "given"} for w in self.words[i:j]):
            return False
        if word.base.endswith(("ته", "تها", "ناه", "وه", "وها")) and len(word.base) > 4:
            return True
        after = self.words[j + 1] if j + 1 < hi else word
        return "tome" in after.tags and word.base.endswith(("ت", "نا", "وا"))

    def _sign(self, i: int, j: int, hi: int) -> int | None:
        """The next token when a sign belongs to the phrase; negative: read on there; None: stop."""
        words = self.words
        word = words[j]
        if word.kind == "h":
            return j + 1
        if word.raw in _DASHES and j > i:
            if self.scene.touching(j - 1) and self.scene.touching(j) and words[j - 1].kind == "w":
                close = self.dashed(j, hi)
                return j + 1 if close is None else -close
            close = self.dashed(j, hi)
            return None if close is None else -close
        if word.raw == "(" and j > i:
            close = self.bracketed(j, hi)
            return None if close is None else -close
        close = self.scene.closing.get(j)
        if close is not None and close - j <= 6 and j > i and (
            words[j - 1].tags & {"body", "role"} or words[j - 1].base in {"في", "من", "لدي", "باسم", "بعنوان", "بلقب", "اسمه", "اسمها", "تدعي", "يدعي", "المسماه", "المسمي"}
            or self._title_of(j, close)
        ):  # fmt: skip
            return min(close + 1, hi)
        return None

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

    def _stops(self, word: Word, j: int, i: int) -> bool:
        tags = word.tags
        if word.base == "ام" and j + 1 < len(self.words) and is_given(self.words[j + 1]):
            return False  # a mother's name
        if "tome" in tags and j > i and (
            self.words[j - 1].base in _ACCUSED
            or ("quantity" in self.words[j - 1].tags and word.base in _OF_THEM)
        ):  # fmt: skip
            return False
        if word.base == "ام" and j + 1 < len(self.words) and self.words[j + 1].kind == "w" and (
            j == i or self.words[j - 1].tags & {"role"} or self.words[j - 1].raw.endswith("تي")
        ):  # fmt: skip
            return False
        if word.base == "حد" and j == i and not (j and self.words[j - 1].base == "علي"):
            return False  # "somebody", as spoken
        if tags & _STOPS and not tags & {"role", "given"}:
            return True
        if j > i and word.base.startswith(("بالقول", "بقوله", "بقولها")):
            return True
        if word.verb is not None and j > i and (
            is_given(word) or (word.verb.person == 1 and word.verb.kind == "present")
        ) and "def" in self.words[j - 1].tags:  # fmt: skip
            return False
        if word.fold == "ل" or is_act(word):
            return True
        if word.verb is None or j == i:
            noun = tags & _PLAIN_NOUNS or (word.verb is not None and word.verb.has("n"))
            return j == i and word.verb is not None and not noun
        if tags & _PLAIN_NOUNS and word.verb.kind != "participle":
            return False
        if word.verb.kind == "participle" and word.verb.feminine and j == i + 1:
            return "def" in self.words[i].tags or "and" in tags
        return not (word.verb.has("n") and word.verb.kind == "past" and "and" not in tags)

    def _goes_on(
        self, word: Word, i: int, j: int, hi: int, after: tuple[str, ...], *, to: bool, head: bool
    ) -> bool:
        tags = word.tags
        if "tome" in tags and j > i:
            return True  # what _stops let pass
        if j > i and word.base in EVERY and j + 1 < hi and self.words[j + 1].base in TIMES:
            return False
        if j > i and word.look and "def" not in tags and self._counted(i, j):
            return False
        if "prep" in tags and "given" not in tags:
            return self._preposition(word, i, j, hi, after, head=head)
        if "clitic:ب" in tags and j > i:
            if word.base.startswith("باسم"):
                return True
            family = word.base.startswith(("بن", "بل", "بو")) and len(word.base) > 4
            if family and not complement_b(word) and "def" not in tags and (
                is_given(self.words[j - 1]) or self.words[j - 2 if j - 2 >= i else j - 1].base == "عبد"
            ):  # fmt: skip
                return True
            if "ب" in after and complement_b(word):
                return False
            if "ب" in after and not self._later_b(j + 1, hi):
                return False
            return head
        if "clitic:ل" in tags and j > i and "given" not in tags:
            following = self.words[j + 1] if j + 1 < hi else word
            before = self.words[j - 1]
            if to and (j == i + 1 and is_given(word)):
                return False
            closed = {"role", "def"} <= before.tags and "adjective" not in before.tags
            closed = closed or any(is_given(w) for w in self.words[i + 1 : j])
            if to and closed and "adjective" not in before.tags:
                return False
            if before.base in _OFFICE:
                return True  # the secretary-general of the party
            if to and tags & {"role", "body", "outlet"} and not following.tags & {"role", "given"}:
                return False
            paper = j == i + 1 and self.words[i].tags & {"document", "recording"}
            of = paper and "def" not in self.words[i].tags  # a report of the ministry
            return bool(head or of) and not tags & {"comp"}
        if (
            j > i
            and "def" in self.words[j - 1].tags
            and not tags & {"def", "role", "given", "and", "maybe-and"}
        ):
            then = self.words[j + 1] if j + 1 < hi else None
            name = "role" in self.words[i].tags and then is not None and then.kind == "w" and not (
                then.verb is not None or then.tags & {"comp", "bcomp", "prep", "adverb", "conj", "neg"}
            )  # fmt: skip
            loose = word.base.endswith("ا") and not word.base.endswith(("ها", "هما", "نا"))
            if loose and len(word.base) > 3 and not is_place(word) and not name:
                return False
            if word.raw.endswith("ة") and len(word.base) == 5 and word.base[1] == "ا":
                return False  # "laughing"
        if "and" in tags or "maybe-and" in tags:
            if j == i:
                return True
            return "timely" not in tags and (
                "maybe-and" in tags or bool(tags & {"role", "body", "def"})
            )
        return True

    def _counted(self, i: int, j: int) -> bool:
        """``صاحب الموقع خمسة آلاف``: a number begins another phrase."""
        before = self.words[j - 1]
        return is_number_word(self.words[j]) and not is_number_word(before) and (
            "def" in before.tags or is_given(before) or self._owns(before)
        )  # fmt: skip

    def _preposition(
        self, word: Word, i: int, j: int, hi: int, after: tuple[str, ...], *, head: bool
    ) -> bool:
        if j == i or word.base in after or j + 1 >= hi:
            return False
        if word.base == "من" and "quantity" in self.words[i].tags and self.words[j + 1].kind == "w":
            return True
        if not head and not (
            word.base in {"من", "بين"}
            and self.words[i].tags & {"document", "recording"}
            and self.words[j + 1].tags & {"def", "role", "body"}
        ):
            return False
        following = self.words[j + 1]
        close = self.scene.closing.get(j + 1)
        if close is not None and close - j <= 5 and "attach" in word.tags:
            return True
        if following.kind != "w" or following.verb is not None or "and" in word.tags:
            return False
        if following.tags & {
            "recording",
            "document",
            "event",
            "timely",
            "comp",
            "adverb",
            "relative",
        }:
            return False
        if word.base == "لدي":
            return bool(following.tags & {"body", "role", "def"})
        return "attach" in word.tags

    def _later_b(self, j: int, hi: int) -> bool:
        for k in range(j, min(hi, j + 9)):
            if self.words[k].raw in _COMMAS:
                return False
            if complement_b(self.words[k]):
                return True
        return False

    def told(self, at: int, hi: int) -> tuple[int, Range | None, int] | None:
        """``ما أعلنته الوزارة`` behind "according to": the verb, who says it, and where to read on."""
        words = self.words
        if at < hi and words[at].base in {"ما", "لما", "كما"}:
            at += 1
        while at < hi and words[at].tags & {"modal", "was"}:
            at += 1
        if at >= hi or not is_told(words[at]):
            return None
        verb, at = at, at + 1
        while at < hi and words[at].kind == "w" and (
            words[at].tags & {"tome", "adverb", "inside"} or words[at].base in {"به", "بها", "عنه", "عنها", "فيه"}
        ):  # fmt: skip
            at += 1
        found = self.noun(at, hi) if at < hi else None
        if found is None:
            return verb, None, at
        cut = self.second(at, found[0])
        return verb, (at, cut or found[0]), found[1]

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
            if word.base in _THIS and (not bare or "def" in before.tags):
                return k
            if bare:
                if ("def" in word.tags and "claim" in word.tags) or word.base in {"اي", "ايا"}:
                    return k
                if "def" not in word.tags and not word.tags & {"role", "given"}:
                    if before.tags & {"role", "body", "event"} and "def" not in before.tags:
                        continue
                    if "masdar" in word.tags or self._owned(word) or (
                        masdar_like(word.base) and not self._names(i, k)
                    ) or (self.owned(word) and word.base not in _SELF and k > i + 1):  # fmt: skip
                        return k
                continue
            after_name = k - 1 == quoted and k > i + 1
            closed = (
                "def" in before.tags
                or is_given(before)
                or self._owns(before)
                or named
                or after_name
            )
            if not closed:
                continue
            if after_name:
                if "def" in word.tags and not word.tags & {"adjective", "clitic:ب", "clitic:ل"}:
                    return k
                continue
            if "def" in before.tags and self._owns(word) and word.base not in _SELF:
                return k
            if self._title(k, end):
                named = 0
                continue
            if "def" not in word.tags and is_given(word):
                named = 1
            elif "quality" in word.tags and not named and not is_given(before):
                continue
            elif word.tags & {"role", "body"} and "adjective" not in word.tags:
                if not word.tags & {"clitic:ل", "clitic:ب"} and (
                    named or before.tags & {"def", "given"} or self._owns(before)
                ):
                    return k
            elif "def" not in word.tags:
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
            elif named or self._owns(before) or self._many(words[i], word, k - i) or (
                not word.base.endswith(("ي", "يه"))
                and (k - i >= 2 or "role" in before.tags)
            ):  # fmt: skip
                return k
        return None

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
        return word.raw.endswith(("ه", "ها", "هم")) and len(word.raw) > 3 and "def" not in word.tags

    @staticmethod
    def owned(word: Word) -> bool:
        """``علمها``: a noun with a pronoun that is no role, body or document."""
        return word.raw.endswith(("ه", "ها", "هم")) and len(word.base) > 3 and not word.tags & {
            "role", "body", "document", "recording", "given", "def", "pronoun", "tome"
        }  # fmt: skip

    @staticmethod
    def _owned(word: Word) -> bool:
        for end in ("ه", "ها", "هم"):
            if word.base.endswith(end) and len(word.base) > len(end) + 2:
                bare = word.base[: -len(end)]
                if masdar_like(bare) or (bare.endswith("ت") and masdar_like(bare[:-1] + "ه")):
                    return True
        return False
