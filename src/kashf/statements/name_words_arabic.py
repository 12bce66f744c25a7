"""Arabic words by which names are told apart."""

from __future__ import annotations

from kashf.statements.tokens import fold

__all__ = ["AFTER", "CALLED", "IN_THE_NAME", "LINK", "NO_NAME", "OWNED", "SECOND", "TITLES"]

CALLED = frozenset(
    fold(w)
    for w in ("يدعى", "تدعى", "المدعو", "المدعوة", "اسمه", "اسمها", "يسمى", "تسمى", "الملقب")
)
NO_NAME = frozenset(
    {"prep", "role", "body", "adjective", "clitic:ب", "relative", "act", "was", "adverb", "comp", "bcomp",
     "conj", "neg", "and", "masdar", "spread", "participle", "document", "recording", "this", "quantity",
     "event", "timely", "modal", "tome", "saying", "clitic:ل", "pronoun", "time", "claim"}
)  # fmt: skip
LINK = frozenset(
    fold(w)
    for w in ("بن", "بنت", "أبو", "ابو", "أم", "آل", "ابن", "عبد", "أبي", "ولد", "بو", "أبا")
)
SECOND = frozenset(fold(w) for w in ("الدين", "الله", "الرحمن", "الحق", "الزهراء"))
TITLES = frozenset(
    fold(w)
    for w in (
        "السيد", "السيدة", "الآنسة", "الأستاذ", "الأستاذة", "الدكتور", "الدكتورة", "المهندس", "المهندسة",
        "الشيخ", "الشيخة", "أستاذ", "دكتور", "دكتورة", "شيخ", "مهندس", "معالي", "سعادة",
        "فخامة", "سيادة", "العم", "عم", "الست", "ست",
    )
)  # fmt: skip
_OF = ("بتاع", "بتاعة", "بتاعت", "تبع")  # as spoken
AFTER = frozenset(
    fold(w) for w in ("بيه", "بك", "باشا", "أفندي", "هانم", "نفسه", "نفسها", "ذاته", "ذاتها", *_OF)
)
IN_THE_NAME = frozenset(fold(w) for w in ("باسم", "بإسم", "باسمي"))
OWNED = ("ها", "هم", "هما", "هن", "كم", "نا", "ه")
