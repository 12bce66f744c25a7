"""Ways to report that are no verb with its subject: passives, documents, nouns of saying."""

from __future__ import annotations

from kashf.statements.arabic.borders import DASHES
from kashf.statements.arabic.complements import Complements
from kashf.statements.arabic.endings import Complement
from kashf.statements.arabic.lexicon import masdar_like
from kashf.statements.arabic.nouns import COMMAS, complement_b, is_act
from kashf.statements.arabic.subjects import Subjects
from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.given import is_given
from kashf.statements.verbs import VerbForm

__all__ = ["ANSWERS", "ANY", "Reported"]

_PLAIN = VerbForm(lemma="في", kind="past", force="says")
ANY = VerbForm(
    lemma="", kind="participle", force="says", after=("علي", "الي", "ب", "من", "عن"),
    flags=frozenset("s"),
)  # fmt: skip
_EVERYTHING = (["كل", "شيء"], ["كل", "شي"])
_WHEN = frozenset({"عندما", "حين", "حينما", "لما", "كلما", "بعدما", "اذا", "لو"})
_ASKED = frozenset({"سأل", "استفسر", "تساءل"})
ANSWERS = frozenset({"أجاب", "رد", "قال"})


class Reported(Subjects):
    """Reads them in one sentence; ``found`` are its statements so far."""

    def __init__(self, scene: Scene, span: Range) -> None:
        super().__init__(scene, span)
        self.complements = Complements(scene, self.phrases)
        self.found: list[Draft] = []

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
            subject = subject or self._from(i)
            if subject is not None:
                return Draft(None, "says", (subject[0], i), speaker=subject)
        if words[i].raw[0] == "ف" and verb.lemma in ANSWERS and any(
            w.base.startswith(("واجه", "تواجه", "يواجه"))
            or (w.verb is not None and w.verb.lemma in _ASKED and w.verb.kind != "passive")
            for w in words[self.lo : i]
        ):  # fmt: skip
            return None  # the other one answers
        joined = (
            "and" in words[i].tags
            or "and" in words[first].tags
            or (
                before is not None
                and (
                    before.base in {"لكنه", "لكنها", "لكنهم", "انه", "انها", "كما", "ثم"}
                    or (before.base == "ان" and words[first - 2].base in {"قبل", "بعد"})
                    or before.raw in {*COMMAS, "و"}
                )
            )
        )
        if i == self.lo or not joined:
            return None
        if "and" not in words[i].tags and words[self.lo].base in _WHEN:
            return None  # "when somebody answers, he says": another one
        holder: Draft | None = None
        several: Draft | None = None
        for draft in self._outer_first(i):
            if draft.phrase or self._with_it(draft):
                continue
            if draft.content[1] <= i:
                told = self.words[draft.verb[0]].verb if draft.verb else None
                if told is not None and told.kind != "passive" and told.lemma == "سأل" and (
                    self.words[i].raw[0] == "ف" and verb.lemma in ANSWERS
                ):  # fmt: skip
                    return None  # the other one answers
                if (
                    told is not None
                    and told.kind == "passive"
                    and draft.addressee
                    and verb.lemma in ANSWERS
                ):
                    return Draft(None, "says", draft.addressee, speaker=draft.addressee)
                if holder is None and self._may_be(draft, verb):
                    if self._numbered(draft, verb):
                        return draft
                    several = several or draft
            elif holder is None and draft.content[0] <= i:
                holder = draft
        if several is not None:
            return several
        low = self.lo
        if holder is not None:
            low = holder.content[0]
            found = self.phrases.noun(low, i)
            if found is not None and self._gender(low) in {None, verb.feminine}:
                return Draft(None, "says", (low, i), speaker=(low, found[0]))
        subject = self._carrier_before(i, low, feminine=verb.feminine)
        if (
            subject is None
            and not self.found
            and words[self.lo].tags & {"role", "given", "def"}
            and "clitic:ب" not in words[self.lo].tags
        ):
            found = self.phrases.noun(self.lo, i)
            if (
                found is not None
                and found[0] < i
                and self._gender(self.lo) in {None, verb.feminine}
            ):
                subject = (self.lo, found[0])
        return Draft(None, "says", (subject[0], i), speaker=subject) if subject else None

    def _outer_first(self, i: int) -> list[Draft]:
        """The statements before ``i``, the nearest first; behind them what others said in their contents."""
        ended = [d.content for d in self.found if d.content[1] <= i]
        near: list[Draft] = []
        inside: list[Draft] = []
        for d in reversed(self.found):
            held = d.verb is not None and any(a <= d.verb[0] < b for a, b in ended)
            (inside if held else near).append(d)
        return near + inside

    def _with_it(self, draft: Draft) -> bool:
        """``واجهه بوثيقة تثبت أن …، فأقر``: a thing with bi- is no subject of what follows."""
        first = self.words[draft.speaker[0]] if draft.speaker else None
        return first is not None and "clitic:ب" in first.tags and not (
            first.tags & {"role", "body"} or is_given(first)
        )  # fmt: skip

    def _may_be(self, draft: Draft, verb: VerbForm) -> bool:
        own = self.words[draft.verb[0]].verb if draft.verb is not None else None
        if own is None or own.person != 3 or own.kind == "passive":
            return own is None
        return own.feminine == verb.feminine or "p" in {own.number, verb.number}

    def _numbered(self, draft: Draft, verb: VerbForm) -> bool:
        """Whether both are of one or both of many."""
        own = self.words[draft.verb[0]].verb if draft.verb is not None else None
        return own is None or own.number == verb.number

    def _made(self, i: int, speaker: Range | None, said: Complement) -> Draft | None:
        if said.content is None or self._everything(said):
            return None
        verb = self.words[i].verb or ANY
        return Draft(
            (i, i + 1), verb.force, said.content, speaker=speaker, addressee=said.addressee,
            direct=said.direct, sources=said.sources, lemma=verb.lemma,
            silent=speaker is None and verb.kind != "passive", unnamed=verb.kind == "passive",
            hedged=verb.kind == "passive",
        )  # fmt: skip

    def _everything(self, said: Complement) -> bool:
        """``سنكشف كل شيء أمام القضاء``: what is said is left open."""
        start, end = said.content or (0, 0)
        bases = [self.words[k].base for k in range(start, min(end, start + 2))]
        return not said.direct and bases in _EVERYTHING

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
        where = "من" if self.words[i].verb.lemma in {"تبين", "اتضح"} else "في"
        if j + 2 < self.hi and self.words[j].base == "علي" and self.words[j + 1].base == "لسان":
            where, j = "لسان", j + 1
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
            if (
                word.verb is not None
                or is_act(word)
                or word.kind not in "wn"
                or "relative" in word.tags
            ):
                break
        dated = next((k for k in range(j + 2, phrase[0]) if self.phrases.made(k, self.hi)), None)
        if dated is not None:
            phrase = (dated, phrase[1])
        who, at = (j + 1, phrase[0]), phrase[1]
        said = Complement()
        if at + 2 < self.hi and self.words[at].base == "علي" and self.words[at + 1].base == "لسان":
            mouth = self.phrases.noun(at + 2, self.hi)  # "in the words of"
            if mouth is not None:
                said.sources.append((self.complements.kind(*who) or "document", who))
                who, at = (at + 2, mouth[0]), mouth[1]
        ready = self.complements.read(at, self.hi, self.words[i].verb, said)
        return self._made(i, who, ready) if ready is not None else None

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
        comp = next(
            (k for k in range(phrase[1], min(self.hi, i + 14)) if "comp" in self.words[k].tags),
            None,
        )
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
        if (
            i == self.lo
            or i + 1 >= self.hi
            or any(d.verb is not None and d.verb[0] <= i < d.content[0] for d in self.found)
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
        parent = self._same_subject(i - 1) if self.words[i - 1].verb is not None else None
        if parent is not None:
            who, low = parent.speaker, self.lo  # "and was content to say"
        if who is not None and (who[0] < low or self.words[i - 1].base in {"عنه", "عنها", "عنهم"}):
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

    def _carried(self, i: int) -> Draft | None:
        words, hi = self.words, self.hi
        subject = self.phrases.noun(i + 1, hi, ("عن",)) if i + 1 < hi else None
        j = subject[1] if subject else i + 1
        if j >= hi or words[j].base != "عن":
            return None
        person = self.phrases.noun(j + 1, hi)
        if person is None:
            return None
        k = self._past_insertion(person[1])
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

    def _past_insertion(self, k: int) -> int:
        """``، لم يسمه، قوله``: past what stands between commas before a noun of saying."""
        if k >= self.hi or self.words[k].raw not in COMMAS:
            return k
        close = next(
            (q for q in range(k + 1, min(self.hi - 1, k + 12)) if self.words[q].raw in COMMAS), k
        )
        return close + 1 if close > k and "saying" in self.words[close + 1].tags else k

    def _again(self, rest: int) -> int:
        """``«…»، تقول سعاد وهي تمسح الطاولة، «…»``: where the quotation goes on."""
        for k in range(rest, min(self.hi - 1, rest + 14)):
            word = self.words[k]
            if word.verb is not None or word.raw in {".", ":"} or "comp" in word.tags:
                return rest
            if word.raw in COMMAS and k + 1 in self.scene.closing:
                return k + 1
        return rest

    def _agree(self, k: int, i: int) -> bool:
        one, other = self.words[k].verb, self.words[i].verb
        if one is None or other is None or one.kind == "participle":
            return False
        return (one.feminine, one.number) == (other.feminine, other.number)

    def _as_told(self, i: int, subject: Range | None) -> Draft | None:
        """``…، كما يروي ابنها``: the clause before is what is said."""
        k = i - 1
        if subject is None or k - 2 <= self.lo or self.words[i].verb.force != "says":
            return None
        line = self.words[max(self.lo - 1, 0)].raw in DASHES
        if self.words[k].raw in COMMAS and (line or self.words[i].verb.kind == "present"):
            k += 1  # "nobody believes us, says Karin"
        elif self.words[k].base != "كما" or self.words[k - 1].raw not in COMMAS:
            return None
        if subject[1] < self.hi and self.words[subject[1]].raw not in {*COMMAS, "."}:
            return None
        content = self.scene.trim(self.lo, k - 1)
        if content is None or any(d.content[0] < k for d in self.found):
            return None
        return Draft((i, i + 1), "says", content, speaker=subject, lemma=self.words[i].verb.lemma)

    def _quote_before(self, i: int, subject: Range | None, phrase: Range | None) -> Draft | None:
        """``«…»، قال فلان``: what is said stands before the verb."""
        k = i - 1
        if k > self.lo + 1 and self.words[k].base == "هكذا":
            k -= 1
        if k > self.lo and (self.words[k].raw in COMMAS or self.words[k].raw == ":"):
            k -= 1
        opened = self.scene.opening.get(k)
        if opened is None or opened < self.lo or k - opened < 3:
            return None
        if opened > self.lo + 1 and self.words[opened - 1].kind == "w":
            return None  # a name in quotation marks
        content = self.scene.trim(opened + 1, k)
        if content is None:
            return None
        rest = phrase[1] if phrase is not None else i + 1
        if phrase is None:
            rest = self.complements.aside(rest, self.hi, self.words[i].verb, Complement())
        if rest < self.hi and self.words[rest].raw in COMMAS:
            rest += 1
        if rest not in self.scene.closing and rest < self.hi and (
            phrase is not None or self.words[rest].base in {"هو", "هي"}
        ):  # fmt: skip
            rest = self._again(rest)
        close = self.scene.closing.get(rest)
        if close is not None and close <= self.hi:
            content = self.scene.trim(opened + 1, close) or content
        draft = Draft((i, i + 1), self.words[i].verb.force, content, speaker=subject, direct=True)
        draft.silent = subject is None
        return draft
