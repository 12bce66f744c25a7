"""A verb with a noun of saying: ``قطع وعدا بأن``, ``جدد دعوته إلى``, ``سارع إلى نفي``."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple, cast

from kashf.statements.arabic.complements import NOT_TO
from kashf.statements.arabic.conjugation import acts
from kashf.statements.arabic.endings import Complement
from kashf.statements.arabic.forms import Forms
from kashf.statements.arabic.lexicon import masdar_like, verb_forms
from kashf.statements.arabic.nouns import COMMAS, complement_b, is_act
from kashf.statements.draft import Draft, Range
from kashf.statements.lists import rows
from kashf.statements.model import Force
from kashf.statements.tokens import fold

__all__ = ["SayingNouns"]

_FAR = 14


class _Row(NamedTuple):
    verbs: frozenset[str]
    force: Force
    after: tuple[str, ...]
    flags: str


@cache
def _rows() -> dict[str, list[_Row]]:
    forms: dict[str, frozenset[str]] = {}
    found: dict[str, list[_Row]] = {}
    for kind, first, *rest in rows("arabic", "saying_nouns.tsv"):
        if kind == "verb":
            for past in rest[0].split():
                made = acts(past, first + "!").all
                forms[past] = frozenset(fold(" ".join(made)).split()) | {fold(past)}
            continue
        force, after, flags, nouns = rest
        verbs = frozenset().union(*(forms[past] for past in first.split()))
        row = _Row(verbs, cast("Force", force), tuple(fold(after).split(",")), flags)
        for noun in fold(nouns).split():
            found.setdefault(noun, []).append(row)
    return found


class SayingNouns(Forms):
    """Reads them."""

    def _by_noun(self, i: int) -> Draft | None:
        """The statement whose noun of saying stands at ``i``, if the verb that goes with it stands before."""
        for row in _rows().get(self.words[i].fold, ()):
            verb = self._light(i, row)
            if verb is not None:
                return self._of_noun(i, verb, row)
        return None

    def _light(self, i: int, row: _Row) -> int | None:
        words, inserted = self.words, 0
        for k in range(i - 1, max(self.lo, i - _FAR) - 1, -1):
            word = words[k]
            if word.base in row.verbs or (word.base[1:] in row.verbs and word.base[0] in "سلف"):
                return k if inserted != 1 else None
            if word.raw in COMMAS and (k == i - 1 or inserted == 1) and inserted < 2:
                inserted += 1
                continue
            if word.raw in COMMAS or word.raw in ".:؟!" or k in self.scene.opening:
                return None
            if word.tags & {"comp", "bcomp", "relative", "conj"} or is_act(word):
                return None
        return None

    def _of_noun(self, i: int, verb: int, row: _Row) -> Draft | None:
        words, said = self.words, Complement()
        speaker = self._between(verb, i, said)
        if "w" in row.flags and said.addressee is not None:
            accused, said.addressee = said.addressee, None
            ready = self.complements._clause(accused[0], self.hi, said, nominal=True)
        elif "n" in row.flags:
            follows = i + 1 < self.hi and words[i + 1].kind == "w"
            ready = self.complements._clause(i, self.hi, said, nominal=True) if follows else None
        else:
            ready = self._after_noun(i + 1, row, said)
        if ready is None or ready.content is None:
            return None
        silent = False
        if speaker is None:
            speaker = self._doer(verb)
            silent = speaker is None
        if "w" in row.flags and ready.addressee is not None:
            ready.content, ready.addressee = (ready.addressee[0], ready.content[1]), None
        at = verb if "v" in row.flags else i
        self.found[:] = [d for d in self.found if d.verb is None or not verb <= d.verb[0] <= i]
        draft = Draft(
            (at, at + 1), row.force, ready.content, speaker=speaker, addressee=ready.addressee,
            direct=ready.direct, silent=silent,
        )  # fmt: skip
        before = words[verb - 1] if verb > self.lo else None
        draft.negated = before is not None and "neg" in before.tags and "y" not in row.flags
        return draft

    def _doer(self, verb: int) -> Range | None:
        """The subject, if it stands before the verb, or of the clause before."""
        if self.words[verb].verb is not None:
            before = self._subject_before(verb)
            parent = self._same_subject(verb) if before is None else None
            return parent.speaker if parent is not None else before
        feminine = self.words[verb].base.endswith("ت")
        return self._carrier_before(verb + 1, self.lo, feminine=feminine)

    def _between(self, verb: int, i: int, said: Complement) -> Range | None:
        """The subject between verb and noun; whom it is said to goes into ``said``."""
        words, j = self.words, verb + 1
        subject = None
        while j < i:
            word = words[j]
            if word.base == "الي" and j + 1 < i:
                phrase = self.phrases.noun(j + 1, i)
                if phrase is None:
                    break
                if words[j + 1].base != "حد":
                    said.addressee = (j + 1, phrase[0])
                j = phrase[1]
            elif "clitic:ل" in word.tags and not word.tags & {"tome", "adverb"}:
                phrase = self.phrases.noun(j, i)
                if phrase is None:
                    break
                said.addressee, j = (j, phrase[0]), phrase[1]
            elif "prep" in word.tags and "given" not in word.tags:
                phrase = self.phrases.noun(j + 1, i)
                j = phrase[1] if phrase is not None else j + 1
            elif (
                word.tags & {"tome", "adverb", "inside"} or word.kind != "w" or subject is not None
            ):
                j += 1
            else:
                phrase = self.phrases.noun(j, i, ("الي", "علي"), to=True)
                if phrase is None or "event" in word.tags:
                    j += 1
                    continue
                to = next((k for k in range(j + 1, phrase[0]) if self._toward(k)), None)
                subject, j = (j, to or phrase[0]), to or phrase[1]
        return subject

    def _after_noun(self, j: int, row: _Row, said: Complement) -> Complement | None:
        words, hi, read = self.words, self.hi, self.complements
        for _ in range(6):
            if j >= hi:
                return None
            word = words[j]
            then = words[j + 1] if j + 1 < hi else word
            if word.raw == ":" and j + 1 in self.scene.closing:
                return read._colon(j, hi, said)
            if word.kind != "w" or "relative" in word.tags:
                return None
            if word.tags & {"comp", "bcomp"} and "and" not in word.tags:
                return read._clause(j + 1, hi, said)
            if word.raw in {"بألا", "ألا", "بألّا", "ألّا"}:
                return read._clause(j, hi, said)
            if "prep" in word.tags and word.base in row.after and "comp" in then.tags:
                return read._clause(j + 2, hi, said)
            if word.base == "الي" and (said.addressee is None and self._called_on(j + 1, row)):
                phrase = self.phrases.noun(j + 1, hi, ("ب", "ل"), to=True)
                if phrase is None:
                    return None
                to = next((k for k in range(j + 2, phrase[0]) if self._purpose(k, row)), None)
                said.addressee, j = (j + 1, to or phrase[0]), to or phrase[1]
                continue
            if "s" in row.flags and "prep" in word.tags:
                return None
            if "prep" in word.tags and word.base in row.after:
                return read._clause(j + 1, hi, said, nominal=True)
            if (
                "clitic:ب" in word.tags
                and "ب" in row.after
                and (complement_b(word) or not word.tags & {"def", "adverb"})
            ):
                return read._clause(j, hi, said, nominal=True)
            if "clitic:ل" in word.tags:
                if self._purpose(j, row) or {"ل", "-"} <= set(row.after):
                    return read._clause(j, hi, said, nominal=True)
                phrase = self.phrases.noun(j, hi, ("ب",))
                if phrase is None or said.addressee is not None:
                    return None
                said.addressee, j = (j, phrase[0]), phrase[1]
                continue
            if "prep" in word.tags and "given" not in word.tags:
                return None
            if "-" in row.after and word.fold not in _rows():
                return read._clause(j, hi, said, nominal=True)
            if "def" in word.tags and said.addressee is None:
                phrase = self.phrases.noun(j, hi, row.after)  # "his call on the people to"
                if phrase is None:
                    return None
                said.addressee, j = (j, phrase[0]), phrase[1]
                continue
            j += 1
        return None

    def _toward(self, k: int) -> bool:
        """``النيابة للمدير``: a person or body with li- that is no part of the subject."""
        tags = self.words[k].tags
        return (
            {"clitic:ل", "def"} <= tags and "role" in tags and "role" not in self.words[k - 1].tags
        )

    def _purpose(self, k: int, row: _Row) -> bool:
        """``لتوفير الأدوية``: what is called for."""
        word = self.words[k]
        stem = word.base[1:].removeprefix("ل")
        return "ل" in row.after and "clitic:ل" in word.tags and masdar_like(stem)

    def _called_on(self, j: int, row: _Row) -> bool:
        """Whether at ``j`` stands who is called on, and not what for."""
        if j >= self.hi or self.words[j].kind != "w":
            return False
        word = self.words[j]
        if "الي" not in row.after:
            return True
        return bool(word.tags & {"role", "body", "given"}) or (
            self.phrases.owned(word) and not masdar_like(word.base)
        )

    def _cleft(self, i: int) -> Draft | None:
        """``كل ما تطلبه المديرة من الأهالي (هو) ألا يغيبوا``: what is said stands behind all else."""
        words, form = self.words, verb_forms().get(self.words[i].base[:-1])
        if form is None or form.kind not in {"past", "present"} or form.short:
            return None
        that = i + 1
        while that < self.hi and "comp" not in words[that].tags and words[that].raw not in NOT_TO:
            if words[that].kind != "w" or words[that].verb is not None or is_act(words[that]):
                return None
            that += 1
        if that >= self.hi or "and" in words[that].tags:
            return None
        said, speaker, at = Complement(), None, i + 1
        if form.person == 3 and at < that and not words[at].tags & {"prep", "tome", "adverb"}:
            subject = self.phrases.noun(at, that, self.complements.leads(form), to=True)
            if subject is not None and words[at].base not in {"هو", "هي"}:
                speaker, at = (at, subject[0]), subject[1]
        if at < that:
            self.complements.addressee(at, that, form, said)
        ready = self.complements.read(that, self.hi, form, said)
        if ready is None or ready.content is None:
            return None
        return Draft((i, i + 1), form.force, ready.content, speaker=speaker, addressee=said.addressee,
                     silent=speaker is None, first=form.person == 1, lemma=form.lemma)  # fmt: skip
