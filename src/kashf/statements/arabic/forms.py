"""Whether an Arabic form that may be something else is a verb here, and whose."""

from __future__ import annotations

from kashf.statements.arabic.arguments import Arguments
from kashf.statements.arabic.endings import Complement
from kashf.statements.arabic.lexicon import masdar_like
from kashf.statements.arabic.nouns import starts_clause
from kashf.statements.draft import Draft
from kashf.statements.given import is_given
from kashf.statements.tokens import Word

__all__ = ["Forms"]


class Forms(Arguments):
    """Tells it in one sentence."""

    def _us(self, i: int) -> bool:
        """``وعدنا الوزير بحل``: "promised us", where a subject and the content follow."""
        found = self.phrases.noun(i + 1, self.hi, ("ب",)) if i + 1 < self.hi else None
        return found is not None and found[1] < self.hi and (
            self.complements.begins(found[1], self.hi, self.words[i].verb)
        )  # fmt: skip

    def _we(self, i: int) -> bool:
        """``سألنا الوزير``, ``نبّهنا الوزارة``: "we", for "us" would be asked by nobody, or by a woman."""
        if self.words[i].verb.lemma == "سأل":
            return True
        return i + 1 < self.hi and "def" in self.words[min(i + 2, self.hi - 1)].tags and (
            self._disagrees(i, i + 1)
        )  # fmt: skip

    def _is_verb(self, i: int, word: Word) -> bool:
        """Of a form that may be a noun or a preposition."""
        if word.verb.kind != "past" or word.verb.object or not word.verb.has("n"):
            return True
        if (
            i + 1 < self.hi
            and self.words[i + 1].tags & {"comp", "bcomp"}
            and "def" not in word.tags
        ):
            return True
        if i + 2 < self.hi and self.words[i + 1].base in {"فيه", "فيها"}:
            return True
        if i + 2 < self.hi and self.words[i + 1].base in word.verb.after and (
            "comp" in self.words[i + 2].tags
        ):  # fmt: skip
            return True
        if (
            i == self.lo
            and i > 1
            and self.scene.closing.get(i - 1)
            and "prep" in self.words[i - 2].tags
        ):
            return False  # ``دعا إلى «كشف …»``
        if word.verb.feminine or word.verb.number == "p" or word.verb.person == 1:
            return True
        governing = self.words[i - 1].verb if i > self.lo and "and" not in word.tags else None
        if governing is not None and governing.kind in {"past", "present"} and (
            governing.has("d") or governing.has("m")
        ):  # fmt: skip
            return False  # "asked for the disclosure"
        if i > self.lo and "and" not in word.tags:
            construct = self.words[i - 1]
            if (
                "def" not in construct.tags
                and construct.verb is None
                and masdar_like(construct.base)
            ):
                return False
        if not starts_clause(self.scene, i, self.lo) and not self._subject_before(i):
            found = self.phrases.noun(i + 1, self.hi) if i + 1 < self.hi else None
            after = found[1] if found is not None else i + 1
            at = self.complements.aside(after, self.hi, word.verb, Complement())
            if at < self.hi and found is None:
                return self.words[at].raw == ":" and at > i + 1
            return at < self.hi and bool(self.words[at].tags & {"comp", "bcomp"})
        if word.verb.lemma == "بين":
            paired = any(w.base == "بين" for w in self.words[self.lo : i])
            return "ّ" in word.raw or (not paired and self._comp_ahead(i))
        if i + 1 < self.hi and "prep" in self.words[i + 1].tags:
            if "tome" in self.words[i + 1].tags or (
                word.verb.has("m") and self.words[i + 1].base == "من" and i == self.lo
            ):  # fmt: skip
                return True
            if i == self.lo and self.complements.led(i + 1, self.hi, word.verb):
                return True
            return self._subject_before(i) is not None or "and" not in word.tags
        return True

    @staticmethod
    def _any_noun(word: Word) -> bool:
        """``قانونا``: an indefinite noun that nothing is known of."""
        return word.base.endswith("ا") and word.raw[-1] == "ا" and len(word.base) > 4 and not (
            word.tags - {"maybe-and"} or word.verb is not None or is_given(word)
        )  # fmt: skip

    def _comp_ahead(self, i: int) -> bool:
        for k in range(i + 1, min(self.hi, i + 40)):
            word = self.words[k]
            if "comp" in word.tags:
                return True
            if "maybe-and" in word.tags or word.base == "وبين":
                return False
        return False

    def _polarity(self, i: int, draft: Draft) -> None:
        k = i - 1
        while k >= self.lo and self.words[k].tags & {"modal", "hedge", "adverb"}:
            draft.hedged = (
                draft.hedged
                or "hedge" in self.words[k].tags
                or (self.words[k].base == "قد" and self.words[i].verb.kind == "present")
            )
            k -= 1
        if k >= self.lo and "neg" in self.words[k].tags:
            draft.negated = self.words[k].base != "لما"
