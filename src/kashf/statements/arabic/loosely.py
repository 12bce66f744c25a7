"""What is said without "that" in spoken Arabic: ``قلي المدير المصنع رح يسكر``."""

from __future__ import annotations

from kashf.statements.arabic.endings import Complement
from kashf.statements.arabic.nouns import NOUNS
from kashf.statements.arabic.reported import Reported
from kashf.statements.draft import Range
from kashf.statements.given import is_given
from kashf.statements.verbs import VerbForm

__all__ = ["SPEECH", "TELLING", "Loosely"]

TELLING = frozenset({"قال", "حكى", "رد", "كتب", "خبر", "أخبر", "أجاب", "حلف", "همس", "صرخ"})
_EMPTY = frozenset(
    {"الكلام", "الحقيقه", "الحق", "الصدق", "الصراحه", "الكلمه", "الشي", "الشيء", "الجمله"}
)
_KIN = frozenset({"ابو", "ام", "واحد", "وحده", "حدا", "الجماعه", "الشباب", "جماعه", "الناس", "ناس"})
SPEECH = VerbForm(lemma="قال", kind="past", force="says", flags=frozenset("ls"))


class Loosely(Reported):
    """Reads it."""

    def _goes_on_loosely(self, i: int, j: int) -> bool:
        """``طلع المحافظ وقال الكهربا راجعة``: a thing begins what the one before says without "that"."""
        first = self.words[j]
        if self.words[i].verb.lemma not in {"قال", "حكى"} or "and" not in self.words[i].tags:
            return False
        if first.tags & {"role", "body", "given", "document", "recording"} or is_given(first):
            return False
        if first.base in _EMPTY:
            return False
        return "def" in first.tags and self._same_subject(i) is not None

    def _as_spoken(self, i: int, j: int, said: Complement) -> bool:
        """``قلي``, ``قال لي``, ``بيقول أبو سمير``: what is said may follow without "that"."""
        spoken = self.words[i].base[:2] in {"بي", "بت"} and self.words[i].verb.kind == "present"
        named = "role" in self.words[j].tags or self.words[j].base in {"ابو", "ام"}
        return said.hung or said.addressee is not None or (spoken and named)

    def _said_loosely(
        self, j: int, end: int, following: int, said: Complement
    ) -> tuple[Complement | None, Range | None]:
        """``قلي المدير المصنع رح يسكر``: the first noun phrase speaks, if it may; else it begins what is said."""
        said = said.copy()
        said.loose = True
        first = self.words[j]
        if not (first.tags & NOUNS or is_given(first) or first.base in _KIN):
            return self.complements.read(j, self.hi, SPEECH, said), None
        cut = self.phrases.second(j, end) or self._clause_after(j, end)
        ready = self.complements.read(cut or following, self.hi, SPEECH, said)
        return ready, (j, cut or end)

    def _clause_after(self, j: int, end: int) -> int | None:
        """``صاحب الدكان اسمك``: a noun with the pronoun of the one who is told."""
        return next((k for k in range(j + 1, end) if self.words[k].raw.endswith("ك") and (
            "def" in self.words[k - 1].tags or is_given(self.words[k - 1])
        )), None)  # fmt: skip

    def _manner_at(self, j: int) -> bool:
        """``وأضافت ضاحكة: «…»``: a participle right before the colon or the quotation."""
        if j + 1 >= self.hi or not (self.words[j + 1].raw == ":" or j + 1 in self.scene.closing):
            return False
        word = self.words[j]
        return word.raw.endswith("ة") and not word.tags - {"participle"} and word.base[1:2] == "ا" and (
            not is_given(word)
        )  # fmt: skip
