"""Who says what in an Arabic sentence: verb, subject, what stands between, and the content.

A sentence is read from left to right. At each reporting verb, participle or source phrase the
parts are looked for in the order in which Arabic puts them: verb, subject, addressee, place of the
saying, then a conjunction, a preposition of the verb, a colon or a quotation.
"""

from __future__ import annotations

from dataclasses import replace

from kashf.statements.arabic.complements import Complements
from kashf.statements.arabic.endings import Complement
from kashf.statements.arabic.lexicon import masdar_like
from kashf.statements.arabic.phrases import TITLES, complement_b, is_act, starts_clause
from kashf.statements.arabic.sources import SourcePhrases
from kashf.statements.arabic.subjects import Subjects
from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.given import is_given
from kashf.statements.tokens import Word
from kashf.statements.verbs import VerbForm

__all__ = ["drafts"]

_COMMAS = frozenset("،,؛;")
_NO_VERB_AFTER = frozenset({"ماذا", "لماذا", "متي", "اين", "كيف", "اذا", "لو", "هل", "ان", "لان", "كي", "لكي", "بان", "الا"})
_NOT = frozenset({"لم", "ولم", "لا", "لما"})
_SAYINGS = frozenset({"القول", "بالقول", "بقوله", "بقولها", "بقولهم", "قوله", "قولها", "قولهم"})
_ANSWERS = frozenset({"أجاب", "رد", "قال"})
_OWN = frozenset({"انني", "اني", "باني", "بانني", "اننا", "باننا"})
_BODY = frozenset({"بيده", "بيدها", "براسه", "براسها", "باصبعه", "باصبعها", "بعينيه", "بكفه"})
_ANY = VerbForm(lemma="", kind="participle", force="says", after=("علي", "الي", "ب", "من", "عن"), flags=frozenset("s"))  # fmt: skip
_NOBODY = frozenset({"احد", "اي"})
_PLAIN = VerbForm(lemma="في", kind="past", force="says")


def drafts(scene: Scene, span: Range) -> list[Draft]:
    """The statements of one sentence, in the order of their verbs."""
    return _Sentence(scene, span).read()


class _Sentence(Subjects):
    def __init__(self, scene: Scene, span: Range) -> None:
        super().__init__(scene, span)
        self.complements = Complements(scene, self.phrases)
        self.sources = SourcePhrases(scene, self.phrases)
        self.found: list[Draft] = []

    def read(self) -> list[Draft]:
        i, words, closing = self.lo, self.words, self.scene.closing
        last = self.lo
        while i < self.hi:
            word = words[i]
            if i in closing:
                i = max(closing[i], i + 1)
                continue
            if word.trigger and word.arabic and i >= last:
                if word.verb is not None:
                    draft = self._participle(i) if word.verb.kind == "participle" else self._verb(i)
                    if draft is not None:
                        self.found.append(draft)
                elif "participle" in word.tags:
                    if self.words[i - 1].raw in _COMMAS and self.complements.plain_participle(i, self.hi):
                        draft = self._participle(i)
                        if draft is not None:
                            self.found.append(draft)
                elif word.base in _SAYINGS:
                    draft = self._by_saying(i)
                    if draft is not None:
                        self.found.append(draft)
                elif "inside" in word.tags:
                    draft = self._inside(i)
                    if draft is not None:
                        self.found.append(draft)
                elif "source" in word.tags and self._source_phrase(i):
                    last = self.sources.read(i, self.lo, self.hi, self.found)
            i += 1
        return self.found

    def _source_phrase(self, i: int) -> bool:
        """Of ``حد`` only ``على حد قوله`` is one."""
        if self.words[i].base != "حد":
            return True
        return (
            i > self.lo
            and self.words[i - 1].base == "علي"
            and i + 1 < self.hi
            and ("saying" in self.words[i + 1].tags)
        )

    # a finite verb

    def _verb(self, i: int) -> Draft | None:
        word = self.words[i]
        verb = word.verb
        if verb.lemma == "خاطب":
            self._addressing(i)
            return None
        if verb.lemma == "قال" and i + 1 < self.hi and self.words[i + 1].base == "عن":
            return None  # "no fewer than"
        if verb.lemma == "أظهر" and verb.kind == "present" and not self._comp_ahead(i):
            return None  # "appears"
        if "prep" in word.tags and "ّ" not in word.raw and not verb.feminine:
            return None
        if i + 1 < self.hi and self.words[i + 1].base in _BODY:
            return None
        if verb.kind == "passive" and i > self.lo and self.words[i - 1].base == "ما":
            return None
        if (verb.has("n") or word.tags) and not self._is_verb(i, word):
            return None
        before = self.words[i - 1] if i > self.lo else None
        if verb.short and (before is None or before.base not in _NOT):
            return None
        if before is not None and before.base in _NO_VERB_AFTER and verb.kind != "passive":
            return None
        if before is not None and "prep" in before.tags and "given" not in before.tags:
            return None
        if verb.lemma == "ذكر" and verb.person == 1 and verb.kind == "present":
            return None  # "I remember"
        if verb.person == 1 and verb.kind == "present" and word.raw.lstrip("وف")[:1] == "ا":
            return None  # "write that …!"
        if verb.lemma == "نسب":
            return self._ascribed(i) if verb.kind == "passive" else None
        if verb.lemma in {"جاء", "ورد", "تبين"}:
            return self._stands_in(i)
        if verb.kind == "passive" and (verb.has("o") or verb.has("m")):
            return self._told(i)
        if verb.lemma == "نقل":
            return self._carried(i)
        draft = self._verb_first(i)
        if draft is None:
            return None
        if verb.kind == "past" and verb.feminine and self.words[draft.content[0] - 1].base in _OWN:
            said = Complement()  # "I told": spelled like "she told"
            at = self.complements.aside(i + 1, self.hi, verb, said)
            ready = self.complements.read(at, self.hi, replace(verb, person=1), said)
            if not verb.object and self._subject_before(i) is None and ready is not None:
                draft = self._made(i, None, ready) or draft
                draft.first = True
        self._polarity(i, draft)
        if draft.negated and draft.speaker and self.words[draft.speaker[0]].base in _NOBODY:
            if draft.speaker[1] - draft.speaker[0] < 3:
                return None
        return draft

    def _is_verb(self, i: int, word: Word) -> bool:
        """Of a form that may be a noun or a preposition."""
        if word.verb.kind != "past" or word.verb.object or not word.verb.has("n"):
            return True
        if word.verb.feminine or word.verb.number == "p" or word.verb.person == 1:
            return True
        if not starts_clause(self.scene, i, self.lo) and not self._subject_before(i):
            found = self.phrases.noun(i + 1, self.hi) if i + 1 < self.hi else None
            return found is not None and found[1] < self.hi and bool(
                self.words[found[1]].tags & {"comp", "bcomp"}
            )  # fmt: skip
        if word.verb.lemma == "بين":
            paired = any(w.base == "بين" for w in self.words[self.lo : i])
            return "ّ" in word.raw or (not paired and self._comp_ahead(i))
        if i + 1 < self.hi and self.words[i + 1].tags & {"prep", "comp"}:
            return self._subject_before(i) is not None or "and" not in word.tags
        return True

    def _comp_ahead(self, i: int) -> bool:
        for k in range(i + 1, min(self.hi, i + 40)):
            word = self.words[k]
            if "comp" in word.tags:
                return True
            if "maybe-and" in word.tags or word.base == "وبين":
                return False
        return False

    def _verb_first(self, i: int) -> Draft | None:
        words, verb, hi = self.words, self.words[i].verb, self.hi
        j = i + 1
        said = Complement()
        if verb.object:
            said.hung = True
        if j < hi and words[j].base in {"بالقول", "بقوله", "بقولها"}:
            j += 1
        while j < hi and "tome" in words[j].tags and words[j].kind == "w":
            if words[j].base[0] == "ل":
                said.addressee = (j, j + 1)
            j += 1
        j = self.complements.aside(j, hi, verb, said)
        if (j < hi and "clitic:ل" in words[j].tags and verb.has("l")) or (
            j < hi and words[j].fold == "ل"
        ):
            j = self.complements._addressee(j, hi, verb, said) or j
            j = self.complements.aside(j, hi, verb, said)
        subject = None
        if verb.person == 3 and j < hi and not self.complements.begins(j, hi, verb) and not (
            self.words[j].base in {"ذلك", "هذا", "هكذا"}
            and not (j + 1 < hi and "def" in self.words[j + 1].tags)
        ) and not (
            self.words[j].tags & {"clitic:ب", "clitic:ل"} and not self.words[j].tags & {"known", "given", "def"}
            and not is_given(self.words[j])
            and not (j + 1 < hi and "comp" in self.words[j + 1].tags)
        ):
            subject = self.phrases.noun(j, hi, self.complements.leads(verb), to=True)
        speaker: Range | None = None
        ready: Complement | None = None
        if subject is not None:
            end, following = subject
            ready, speaker = self._with_subject(i, j, end, following, said)
        if ready is None:
            speaker = self._subject_before(i) if verb.person == 3 else None
            said.loose = speaker is not None
            if subject is None or not verb.has("d") or speaker is not None:
                ready = self.complements.read(j, hi, verb, said.copy())
        if verb.kind == "passive" and (ready is None or not self._that(ready)):
            return None
        if ready is None:
            after = (j, subject[0]) if subject else None
            return self._as_told(i, after) or self._quote_before(i, after, subject)
        made = self._made(i, speaker, ready)
        if made is not None and speaker is None and verb.person == 3 and verb.kind != "passive":
            parent = self._same_subject(i)
            if parent is not None:
                made.speaker, made.silent = parent.speaker, parent.speaker is None
                made.dependent = True
        return made

    def _same_subject(self, i: int) -> Draft | None:
        """A statement or clause before in the same sentence whose subject goes on, by its gender."""
        words, verb = self.words, self.words[i].verb
        first = self._before_particles(i)
        before = words[first - 1] if first > self.lo else None
        if i > self.lo and words[i - 1].base in {"هو", "هي", "هم"} and "and" in words[i - 1].tags:
            subject = self._carrier_before(i, self.lo, feminine=verb.feminine)
            return Draft(None, "says", (subject[0], i), speaker=subject) if subject else None
        if i + 1 < self.hi and "inside" in words[i + 1].tags:
            subject = self._carrier_before(i, self.lo, feminine=verb.feminine)
            if subject is not None:
                return Draft(None, "says", (subject[0], i), speaker=subject)
        joined = "and" in words[i].tags or "and" in words[first].tags or (
            before is not None
            and (
                before.base in {"لكنه", "لكنها", "لكنهم", "انه", "انها", "كما", "ثم"}
                or before.raw in {*_COMMAS, "و"}
            )
        )
        if i == self.lo or not joined:
            return None
        holder: Draft | None = None
        for draft in reversed(self.found):
            if draft.phrase:
                continue
            if draft.content[1] <= i:
                told = self.words[draft.verb[0]].verb if draft.verb else None
                if told is not None and told.kind == "passive" and draft.addressee and verb.lemma in _ANSWERS:
                    return Draft(None, "says", draft.addressee, speaker=draft.addressee)
                if holder is None and self._may_be(draft, verb):
                    return draft
            elif holder is None and draft.content[0] <= i:
                holder = draft
        low = self.lo
        if holder is not None:
            low = holder.content[0]
            found = self.phrases.noun(low, i)
            if found is not None and self._gender(low) in {None, verb.feminine}:
                return Draft(None, "says", (low, i), speaker=(low, found[0]))
        subject = self._carrier_before(i, low, feminine=verb.feminine)
        if subject is None and not self.found and words[self.lo].tags & {"role", "given", "def"}:
            found = self.phrases.noun(self.lo, i)
            if found is not None and found[0] < i and self._gender(self.lo) in {None, verb.feminine}:
                subject = (self.lo, found[0])
        return Draft(None, "says", (subject[0], i), speaker=subject) if subject else None

    def _may_be(self, draft: Draft, verb: VerbForm) -> bool:
        own = self.words[draft.verb[0]].verb if draft.verb is not None else None
        if own is None or own.person != 3 or own.kind == "passive":
            return own is None
        return own.feminine == verb.feminine or "p" in {own.number, verb.number}

    def _with_subject(
        self, i: int, j: int, end: int, following: int, said: Complement
    ) -> tuple[Complement | None, Range | None]:
        verb, hi = self.words[i].verb, self.hi
        if following == end:
            end = following = self._apposed(j, end)
        before = self._subject_before(i)
        if (
            following < hi and following > end and self.words[following].tags & {"given", "def"}
        ) or (following < hi and following > end and is_given(self.words[following])):
            more = self.phrases.noun(following, hi, verb.after, to=True)
            if (
                more is not None
                and self.words[following - 1].raw in "-–—"
                and more[1] < hi
                and (
                    self.words[more[1]].raw in {*_COMMAS, ":"}
                    or self.complements.begins(more[1], hi, verb)
                )
            ):
                end, following = more
        if verb.has("o") and before is None and "and" in self.words[i].tags and i > self.lo:
            parent = self._same_subject(i)
            named = any(is_given(w) for w in self.words[j:end]) or end - j > 3
            carried = parent is not None and parent.verb is None and not named
            if carried or (
                parent is not None and parent.verb is not None and self._agree(parent.verb[0], i)
            ):
                if self.phrases.second(j, end) is None:
                    ready = self.complements.read(j, hi, verb, said.copy())
                    if ready is not None and ready.addressee is not None:
                        return ready, None
        if verb.has("d") and before is None and "and" in self.words[i].tags and not (
            self.words[j].tags & {"def", "role", "body", "given", "document", "recording"}
        ):  # fmt: skip
            parent = self._same_subject(i)
            if parent is not None:
                ready = self.complements.read(j, hi, verb, said.copy())
                if ready is not None and ready.content is not None and ready.content[0] == j:
                    return ready, None
        if verb.has("w") and before is None:
            cut = self.phrases.second(j, end)
            if cut is not None:
                return self.complements.read(cut, hi, verb, said.copy()), (j, cut)
        if verb.has("o") and not verb.object and before is None:
            cut = self.phrases.second(j, end)
            if cut is not None:
                ready = self.complements.read(cut, hi, verb, said.copy())
                if ready is not None:
                    return ready, (j, cut)
        if before is not None and (verb.has("o") or verb.has("d") or verb.has("w")):
            ready = self.complements.read(j, hi, verb, said.copy())
            return ready, before
        if before is not None and verb.lemma in {"قال", "حكى", "رد"} and not (
            following < hi and self.complements.begins(following, hi, verb)
        ):  # fmt: skip
            said.loose = True
            ready = self.complements.read(j, hi, verb, said.copy())
            if ready is not None:
                return ready, before
        if verb.has("d") or verb.has("r"):
            clause = self.complements.read(following, hi, verb, said.copy())
            if (
                clause is not None
                and clause.content is not None
                and (self.words[clause.content[0] - 1].tags & {"comp"} or clause.direct)
            ):
                return clause, (j, end)
            cut = self.phrases.second(j, end, bare=True)
            if cut is not None:
                ready = self.complements.read(cut, hi, verb, said.copy())
                if ready is not None:
                    return ready, (j, cut)
        ready = self.complements.read(following, hi, verb, said.copy())
        return ready, (j, end)

    def _apposed(self, j: int, end: int) -> int:
        """The end of a name that follows the role at ``j`` and a comma, or ``end``."""
        words, hi = self.words, self.hi
        if end + 2 >= hi or words[end].raw not in _COMMAS or "role" not in words[j].tags:
            return end
        first = words[end + 1]
        if first.base in TITLES and end + 3 < hi:
            first = words[end + 2]
        if first.kind != "w" or first.tags - {"given", "clitic:ب", "clitic:ل", "maybe-and"} or first.verb is not None:
            return end
        if any(is_given(w) for w in words[j:end]):
            return end
        name = self.phrases.noun(end + 1, hi)
        if name is None or name[1] >= hi or not 2 <= name[0] - end - 1 <= 5:
            return end
        return name[0] if words[name[1]].raw in _COMMAS else end

    def _agree(self, k: int, i: int) -> bool:
        one, other = self.words[k].verb, self.words[i].verb
        if one is None or other is None or one.kind == "participle":
            return False
        return (one.feminine, one.number) == (other.feminine, other.number)

    def _as_told(self, i: int, subject: Range | None) -> Draft | None:
        """``…، كما يروي ابنها``: the clause before is what is said."""
        k = i - 1
        if subject is None or k - 2 <= self.lo or self.words[k].base != "كما":
            return None
        if self.words[k - 1].raw not in _COMMAS or self.words[i].verb.force != "says":
            return None
        if subject[1] < self.hi and self.words[subject[1]].raw not in {*_COMMAS, "."}:
            return None
        content = self.scene.trim(self.lo, k - 1)
        if content is None or any(d.content[0] < k for d in self.found):
            return None
        return Draft((i, i + 1), "says", content, speaker=subject, lemma=self.words[i].verb.lemma)

    def _quote_before(self, i: int, subject: Range | None, phrase: Range | None) -> Draft | None:
        """``«…»، قال فلان``: what is said stands before the verb."""
        k = i - 1
        if k > self.lo and self.words[k].raw in _COMMAS:
            k -= 1
        opened = self.scene.opening.get(k)
        if opened is None or opened < self.lo or k - opened < 3:
            return None
        content = self.scene.trim(opened + 1, k)
        if content is None:
            return None
        rest = phrase[1] if phrase is not None else i + 1
        if rest < self.hi and self.words[rest].raw in _COMMAS:
            rest += 1
        close = self.scene.closing.get(rest)
        if close is not None and close <= self.hi:
            content = self.scene.trim(opened + 1, close) or content
        draft = Draft((i, i + 1), self.words[i].verb.force, content, speaker=subject, direct=True)
        draft.silent = subject is None
        return draft

    def _made(self, i: int, speaker: Range | None, said: Complement) -> Draft | None:
        if said.content is None:
            return None
        verb = self.words[i].verb or _ANY
        return Draft(
            (i, i + 1), verb.force, said.content, speaker=speaker, addressee=said.addressee,
            direct=said.direct, sources=said.sources, lemma=verb.lemma,
            silent=speaker is None and verb.kind != "passive", unnamed=verb.kind == "passive",
            hedged=verb.kind == "passive",
        )  # fmt: skip

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

    def _stands_in(self, i: int) -> Draft | None:
        """``جاء في التقرير أن``: the document speaks."""
        j = i + 1
        if j + 1 < self.hi and "inside" in self.words[j].tags:
            who = self._papers_before(i)
            ready = self.complements.read(j + 1, self.hi, self.words[i].verb, Complement())
            made = self._made(i, who, ready) if ready is not None else None
            if made is not None:
                made.silent = False
            return made
        where = "من" if self.words[i].verb.lemma == "تبين" else "في"
        if j + 1 >= self.hi or self.words[j].base != where:
            return None
        phrase = self.phrases.noun(j + 1, self.hi)
        if phrase is None:
            return None
        for k in range(phrase[0], min(self.hi, j + 16)):  # a longer phrase, up to "that"
            word = self.words[k]
            if "comp" in word.tags:
                phrase = (k, k)
                break
            if word.verb is not None or is_act(word) or word.kind != "w" or "relative" in word.tags:
                break
        ready = self.complements.read(phrase[1], self.hi, self.words[i].verb, Complement())
        return self._made(i, (j + 1, phrase[0]), ready) if ready is not None else None

    def _told(self, i: int) -> Draft | None:
        """``أُبلغت اللجنة بأن``: nobody says by whom."""
        verb, hi = self.words[i].verb, self.hi
        said = Complement()
        j = self.complements.aside(i + 1, hi, verb, said)
        if j + 1 < hi and self.words[j].base in {"الي", "من"}:
            j += 1
        phrase = self.phrases.noun(j, hi, verb.after) if j < hi else None
        if phrase is not None and verb.has("m"):
            cut = self.phrases.second(j, phrase[0], bare=True)
            phrase = (cut, cut) if cut else phrase
        if phrase is not None and not self.complements.begins(j, hi, verb):
            said.addressee, j = (j, phrase[0]), phrase[1]
        ready = self.complements.read(j, hi, verb, said)
        return self._made(i, None, ready) if ready is not None and self._that(ready) else None

    def _ascribed(self, i: int) -> Draft | None:
        """``نُسب إلى ضابط أن``."""
        if i + 2 >= self.hi or self.words[i + 1].base != "الي":
            return None
        phrase = self.phrases.noun(i + 2, self.hi)
        if phrase is None:
            return None
        comp = next((k for k in range(phrase[1], min(self.hi, i + 14)) if "comp" in self.words[k].tags), None)
        if comp is None:
            return None
        ready = self.complements.read(comp, self.hi, _PLAIN, Complement())
        draft = self._made(i, (i + 2, phrase[0]), ready) if ready is not None else None
        if draft is not None:
            draft.hedged = True
        return draft

    def _that(self, ready: Complement) -> bool:
        """Whether a conjunction, a verbal noun or quotation marks show that something is said."""
        if ready.content is None:
            return False
        start = ready.content[0]
        before = self.words[start - 1]
        if "prep" in before.tags or (ready.addressee and masdar_like(self.words[start].base)):
            return True
        return ready.direct or bool(self.words[start - 1].tags & {"comp", "bcomp", "whether"}) or complement_b(
            self.words[start]
        )  # fmt: skip

    def _by_saying(self, i: int) -> Draft | None:
        """``سارع الحزب إلى القول إن``, ``علل ذلك بقوله إن``: the noun of saying is the verb."""
        if i == self.lo or i + 1 >= self.hi or any(
            d.verb is not None and d.verb[0] <= i < d.content[0] for d in self.found
        ):
            return None
        follows = self.words[i + 1]
        if "comp" not in follows.tags and follows.raw != ":" and i + 1 not in self.scene.closing:
            return None
        base = self.words[i].base
        low = max((d.content[1] for d in self.found), default=self.lo)
        who = None
        for feminine in (False, True):
            if base.endswith("ها") == feminine or base in {"القول", "بالقول"}:
                who = who or self._carrier_before(i, self.lo, feminine=feminine)
        if who is not None and who[0] < low:
            who = None
        ready = self.complements.read(i + 1, self.hi, _PLAIN, Complement())
        made = self._made(i, who, ready) if ready is not None else None
        if made is not None:
            made.dependent = True
        return made

    def _inside(self, i: int) -> Draft | None:
        """``وصلنا بيان، وفيه أن``: the document says."""
        if i + 1 >= self.hi or i == self.lo:
            return None
        follows = self.words[i + 1]
        if "comp" not in follows.tags and follows.raw != ":" and i + 1 not in self.scene.closing:
            return None
        who = self._papers_before(i)
        if who is None:
            return None
        ready = self.complements.read(i + 1, self.hi, _PLAIN, Complement())
        return self._made(i, who, ready) if ready is not None else None

    # "the agency quoted X as saying"

    def _carried(self, i: int) -> Draft | None:
        words, hi = self.words, self.hi
        subject = self.phrases.noun(i + 1, hi, ("عن",)) if i + 1 < hi else None
        j = subject[1] if subject else i + 1
        if j >= hi or words[j].base != "عن":
            return None
        person = self.phrases.noun(j + 1, hi)
        if person is None:
            return None
        k = person[1]
        verb = (i, i + 1)
        said = Complement()
        k = self.complements.aside(k, hi, words[i].verb, said)
        if k < hi and "saying" in words[k].tags:
            verb = (k, k + 1)
            k += 1
        ready = self.complements.read(k, hi, words[i].verb, said)
        if ready is None or ready.content is None:
            return None
        before = self._subject_before(i)
        carrier = (i + 1, subject[0]) if subject else before
        draft = Draft(verb, "says", ready.content, speaker=(j + 1, person[0]),
                      addressee=ready.addressee, direct=ready.direct, lemma="نقل")  # fmt: skip
        if carrier is not None:
            kind = self.complements.kind(carrier[0], carrier[1]) or "report"
            draft.sources.append((kind, carrier))
        draft.sources += ready.sources
        return draft

    # a participle

    def _participle(self, i: int) -> Draft | None:
        words, verb = self.words, self.words[i].verb or _ANY
        if verb.lemma == "خاطب":
            phrase = self.phrases.noun(i + 1, self.hi, ("من", "ب", "عن"))
            if phrase is not None:
                self.addressee = (i + 1, phrase[0])
            return None
        if verb.feminine and "and" not in words[i].tags and not self._after_clause(i):
            return None
        if verb.number == "p" and not self._after_clause(i) and "and" not in words[i].tags:
            return None
        if (
            verb.kind == "participle"
            and verb.has("n")
            and words[i].base.endswith("ين")
            and i > self.lo
        ):
            if "prep" in words[i - 1].tags:
                return None
        ready = self.complements.read(i + 1, self.hi, verb, Complement())
        if ready is None or ready.content is None:
            return None
        draft = self._made(i, None, ready)
        if draft is None:
            return None
        draft.silent, draft.dependent = False, True
        drafts = [d for d in reversed(self.found) if not d.phrase]
        parent = next((d for d in drafts if self._may_be(d, verb)), None) if i - self.lo else None
        if parent is None and drafts:
            draft.speaker = self._carrier_before(i, self.lo, feminine=verb.feminine)
            return draft
        if self.speaking is not None and (
            parent is None or parent.verb is None or parent.verb[0] < self.speaking[0]
        ):
            draft.speaker, draft.silent = self.speaking, False
            draft.addressee = draft.addressee or self.addressee
        elif parent is not None:
            draft.speaker = parent.speaker
            draft.silent = parent.speaker is None
            if draft.addressee is None and verb.lemma == "قال":
                draft.addressee = self._spoken_to(i) or parent.addressee
        else:
            draft.speaker = self._narrated(i)
            draft.silent = draft.speaker is None
            draft.addressee = draft.addressee or self._spoken_to(i)
        return draft
