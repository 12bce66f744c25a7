"""Words that pass in an Arabic noun phrase without a look at what stands beside them: most of them."""

from __future__ import annotations

from functools import lru_cache

from kashf.statements.arabic.borders import may_open_clause
from kashf.statements.arabic.nouns import EVERY, PATRONYMS
from kashf.statements.tokens import REMEMBERED, Word

__all__ = ["BY_SAYING", "HIS", "OF_IT", "THAT", "passes"]

HIS = frozenset({"له", "لها", "لهم", "لي", "لنا"})
BY_SAYING = ("بالقول", "بقوله", "بقولها")
OF_IT = frozenset(
    {"عمره", "عمرها", "مدته", "مدتها", "تاريخه", "تاريخها", "صوته", "صوتها", "عدده", "عددها"}
)  # open a clause about a noun
THAT = frozenset({"ذلك", "بما", "مما", "عما", "فيما"})
_ASKED = (
    HIS | EVERY | PATRONYMS | THAT | OF_IT | {"ام", "حد", "ل"}
)  # forms that the rules for phrases ask for
_PASSING = frozenset(
    {"def", "role", "body", "body:organisation", "body:outlet", "body:armed_group", "given", "adjective",
     "quality", "recording", "document", "event", "known", "masdar", "claim", "quantity", "participle",
     "time", "matter", "lie", "law", "mute"}
)  # fmt: skip


@lru_cache(maxsize=REMEMBERED)
def passes(word: Word) -> bool:
    """Whether a word, of itself, neither ends a noun phrase nor asks for what stands beside it."""
    base = word.base
    return not (
        word.verb is not None
        or word.look
        or word.tags - _PASSING
        or base in _ASKED
        or base.startswith(BY_SAYING)
        or base.endswith("ا")
        or (word.raw.endswith("ة") and base[1:2] == "ا")
        or may_open_clause(word)
    )
