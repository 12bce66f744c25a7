"""The content itself, once it is known where it begins: a clause, a quotation, what follows a colon."""

from __future__ import annotations

from kashf.statements.arabic.endings import Complement, Endings
from kashf.statements.arabic.nouns import NAME, is_act
from kashf.statements.verbs import VerbForm

__all__ = ["Contents"]

_HIDE = frozenset(
    [
        "ذكر",
        "نشر",
        "كشف",
        "يذكر",
        "ينشر",
        "يكشف",
        "تكشف",
        "تذكر",
        "افصاح",
        "الكشف",
        "الافصاح",
        "اخفاء",
        "حجب",
        "عدم",
    ]
)


class Contents(Endings):
    """Reads it into a :class:`Complement`."""

    def _carrier(self, j: int, hi: int, verb: VerbForm, said: Complement) -> int | None:
        phrase = self.phrases.noun(j + 1, hi, verb.after)
        if phrase is None:
            return None
        said.addressee = (j + 1, phrase[0])
        return phrase[1]

    def _directed(self, j: int, hi: int, said: Complement) -> int:
        """``موجها كلامه إلى فلان``."""
        for k in range(j + 1, min(hi, j + 4)):
            word = self.words[k]
            if word.base == "الي" or "clitic:ل" in word.tags:
                start = k + 1 if word.base == "الي" else k
                phrase = self.phrases.noun(start, hi)
                if phrase is not None:
                    said.addressee = (start, phrase[0])
                    return phrase[1]
        return j + 1

    def _colon(self, j: int, hi: int, said: Complement) -> Complement | None:
        j += 1
        while j < hi and (
            self.words[j].kind == "\n" or (self.words[j].kind == "s" and self.words[j].raw in "-–—ـ•*:.")
        ):  # fmt: skip
            j += 1
        if j >= hi:
            return None
        if j in self.scene.closing:
            return self._quoted(j, hi, said)
        said.content = self.end(j, hi)
        said.direct = True
        return said if said.content else None

    def _quoted(self, j: int, hi: int, said: Complement) -> Complement | None:
        close = min(self.scene.closing[j], hi)
        said.content = self.scene.trim(j + 1, close)
        said.direct = True
        if said.content is None:
            return None
        if any(is_act(w) or (w.verb and w.verb.kind != "participle") for w in self.words[j:close]):
            return said  # a sentence: it is all that is said
        end = self.end(close, hi)
        if end is not None and end[1] - close > 4 and close < hi:
            follows = self.words[close + 1] if close + 1 < hi else None
            if (
                follows is not None
                and follows.kind == "w"
                and not follows.tags & {"and", "conj"}
                and follows.verb is None
                and "source" not in follows.tags
            ):
                said.content = self.scene.trim(j + 1, end[1])
                said.direct = close - j > (end[1] - close) * 3
        return said

    def _anonymous(self, start: int, end: int) -> bool:
        """``عدم ذكر اسمه``: a formula, and nothing that is said."""
        near = self.words[start : min(end, start + 4)]
        return any(w.base in NAME for w in near) and any(
            w.base in _HIDE or w.base[1:] in _HIDE for w in near
        )

    def content(self, j: int, hi: int, said: Complement) -> Complement | None:
        """What is said, if it begins at ``j``."""
        return self._clause(j, hi, said)

    def _clause(
        self, j: int, hi: int, said: Complement, *, nominal: bool = False
    ) -> Complement | None:
        said.content = self.end(j, hi, nominal=nominal)
        if said.content is None or self._anonymous(*said.content):
            return None
        start, end = said.content
        close = self.scene.closing.get(j)
        if close is not None and close + 2 < end and self.words[close + 1].raw in "،," and (
            self.words[close + 2].tags & {"timely", "participle"}
            or self.words[close + 2].base == "ثم"
            or ("and" in self.words[close + 2].tags and is_act(self.words[close + 2]))
        ):  # fmt: skip
            inner = self.scene.trim(j + 1, close)  # what follows the quotation is told
            if inner is not None:
                said.content, said.direct = inner, True
                return said
        quoted = sum(
            max(0, min(close, end) - k)
            for k in range(j, min(start + 1, end))
            if (close := self.scene.closing.get(k)) is not None
        )
        said.direct = quoted >= 0.8 * (end - start) and quoted > 3
        first = next((k for k in range(max(j - 1, 0), start) if k in self.scene.closing), None)
        if first is not None and said.direct is False and self.scene.closing[first] >= end:
            said.direct = True
        return said
