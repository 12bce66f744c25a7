"""Single Arabic nouns and verbs: what one is, and how it may begin a clause."""

from __future__ import annotations

from functools import lru_cache

from kashf.statements.arabic.lexicon import masdar_like
from kashf.statements.draft import Scene
from kashf.statements.given import is_given
from kashf.statements.tokens import REMEMBERED, Word

__all__ = [
    "CALLED",
    "COMMAS",
    "DIRECTED",
    "EVERY",
    "NAME",
    "NOUNS",
    "PATRONYMS",
    "SOMEBODY",
    "STUDENT",
    "TIMES",
    "TITLES",
    "complement_b",
    "is_act",
    "is_emoji",
    "starts_clause",
]

STUDENT = frozenset({"طالبا", "طالبه"})  # "asking" behind a comma only
COMMAS = frozenset("،,؛;")
NOUNS = frozenset({"role", "body", "recording", "document"})  # tags of those that may speak
EVERY = frozenset({"كل", "اخر", "ذات", "اول", "هذه", "تلك", "وكل", "اكثر"})
TIMES = frozenset({"مره", "يوم", "ليله", "سنه", "شهر", "اسبوع", "المره", "صباح", "مساء", "المرات"})
NAME = frozenset(
    {
        "اسمه",
        "اسمها",
        "اسماءهم",
        "اسمايهم",
        "اسماوهم",
        "اسمايهن",
        "اسمو",
        "اسمهن",
        "اسمهم",
        "هويته",
        "هويتها",
        "هويتهم",
    }
)
_HUNDREDS = frozenset({"عشره", "خمسه", "مييه", "ميه", "مايه", "مايتي", "ميتي", "ميتين", "الف", "الفي", "الفين", "مليون", "مليوني", "ملايين",
                       "نصف", "مبلغ", "ثلاثه", "اربعه", "سته", "سبعه", "ثمانيه", "تسعه", "عشرين", "ثلاثين", "خمسين"})  # fmt: skip
PATRONYMS = frozenset({"ولد", "بنت", "بن", "ايت", "ود", "بو"})
SOMEBODY = frozenset({"رجل", "امراه", "سيده", "شخص", "شاب", "شابه", "مجهول"})
CALLED = frozenset(
    {
        "الملقب",
        "الملقبه",
        "المعروف",
        "المعروفه",
        "المكني",
        "المكناه",
        "الشهير",
        "الشهيره",
        "المشهور",
    }
)  # by a nickname
TITLES = frozenset({"الدكتور", "الدكتوره", "السيد", "السيده", "الشيخ", "المهندس", "المهندسه",
                     "الاستاذ", "الاستاذه", "د", "م", "الحاج", "العميد", "العقيد", "اللواء", "الرئيس"})  # fmt: skip
DIRECTED = frozenset({"موجها", "متوجها", "موجهه", "متوجهه", "موجهين"})


def is_act(word: Word) -> bool:
    """Whether it is a finite verb, of those that report nothing."""
    if "act" not in word.tags or "def" in word.tags or (is_given(word) and "ّ" not in word.raw):
        return False
    return len(word.tags - {"act", "and", "maybe-and", "clitic:ب", "clitic:ل"}) == 0


def is_emoji(word: Word) -> bool:
    """Whether a sign is a picture: it ends what is said, and belongs to no phrase."""
    return word.kind == "s" and word.raw[0] >= "\u2600"


@lru_cache(maxsize=REMEMBERED)
def complement_b(word: Word) -> bool:
    """Whether the word is bi- with what looks like a verbal noun."""
    if "bcomp" in word.tags:
        return True
    if "clitic:ب" not in word.tags:
        return False
    rest = word.base[1:]
    rest = rest.removeprefix("ال") if len(rest) > 4 else rest
    return (
        rest in _HUNDREDS
        or masdar_like(rest)
        or any(
            masdar_like(rest[: -len(end)] + add)
            for end in ("ه", "ها", "هم", "ي", "نا", "ك")
            if rest.endswith(end) and len(rest) > len(end) + 2
            for add in ("", "ه")
        )
    )


def starts_clause(scene: Scene, i: int, lo: int) -> bool:
    """Whether token ``i`` may begin a clause: nothing before it that would govern a noun."""
    if i <= lo or "and" in scene.words[i].tags:
        return True
    before = scene.words[i - 1]
    if before.kind != "w":
        return before.raw not in "(["
    if (
        not before.tags
        and before.verb is None
        and before.base.endswith("يا")
        and len(before.base) > 5
    ):
        return True  # ``تمهيديا صرح``: how or when
    if "was" in before.tags and i - 1 > lo and "prep" in scene.words[i - 2].tags:
        return False  # ``في ظل تعهد``
    return bool(
        before.tags & {"conj", "modal", "neg", "comp", "relative", "adverb", "was", "bcomp"}
    )
