"""What the test of a cluster says, in words: the same in the report of a run and in a dossier."""

from __future__ import annotations

import math
from typing import Literal

__all__ = ["CHANGES", "HOLDS", "SURENESS", "one_in"]

# Before the chance of the group, before the share of such groups that are false, and after it.
# The Arabic needs no form of a noun that depends on the number.
SURENESS: dict[Literal["ar", "en"], tuple[str, str, str]] = {
    "en": (
        "The chance that accounts like these would be in step this often on the objects held back "
        "is at most ",
        ", if the timing model holds. Of clusters as sure as this one, at most ",
        " is expected to be there by chance. The test does not rule out a shared feed, a "
        "scheduling tool, an open agreement, or one person with several accounts.",
    ),
    "ar": (
        "احتمال أن تتزامن حسابات كهذه بهذا القدر في العناصر التي لم تُستعمل في البحث لا يزيد على ",
        "، إن صح نموذج التوقيت. ومن بين المجموعات التي بهذه الدرجة من الثقة يُتوقع أن يكون بالمصادفة ما لا "
        "يزيد على ",
        ". ولا يستبعد الاختبار مصدرا مشتركا، ولا أداة جدولة، ولا اتفاقا معلنا، ولا شخصا واحدا له عدة "
        "حسابات.",
    ),
}

# Columns of clusters.parquet with the same test in other conditions; above HOLDS it fails there.
CHANGES: tuple[tuple[str, dict[Literal["ar", "en"], str]], ...] = (
    ("p_half_window", {"en": "in half the window", "ar": "في نصف النافذة الزمنية"}),
    ("p_double_window", {"en": "in double the window", "ar": "في ضعف النافذة الزمنية"}),
    (
        "p_without_top_object",
        {
            "en": "without the object that most of them share",
            "ar": "من دون العنصر الذي يشترك فيه أكثرها",
        },
    ),
)
HOLDS = 0.05


def one_in(chance: float) -> int:
    """A chance as one in so many, rounded up to a power of ten and never below one in a billion."""
    return int(10 ** min(9, math.floor(-math.log10(max(chance, 1e-9)))))
