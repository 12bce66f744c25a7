"""Names for speakers and for those spoken to: who each statement is by, as far as the text tells."""

from __future__ import annotations

from collections.abc import Sequence

from kashf.statements.antecedents import Antecedents, Wanted
from kashf.statements.authors import author, interviewee
from kashf.statements.draft import Draft, Range
from kashf.statements.mentions_arabic import may_name
from kashf.statements.people import People, Person
from kashf.statements.rules import Reading
from kashf.statements.tokens import Word, fold
from kashf.statements.verbs import VerbForm

__all__ = ["Naming", "says_i"]

_FIRST = frozenset({"i", "me", "my", "we", "us", "myself"})
_YOU = frozenset({"you", "yourself"})
_WANTED = {
    "he": Wanted("m", False), "she": Wanted("f", False), "it": Wanted(None, True),
    "they": Wanted(plural=True), "him": Wanted("m", False), "them": Wanted(plural=True),
}  # fmt: skip
_NOBODY = frozenset(
    {"someone", "somebody", "everyone", "everybody", "nobody", "anyone", "anybody", "one", "who", "her",
     "himself", "herself", "themselves", "these", "those", "this", "that", "itself"}
)  # fmt: skip
_GOES_ON = {"add", "continue"} | {
    "أضاف",
    "تابع",
    "أردف",
    "زاد",
    "واصل",
    "استطرد",
    "استدرك",
    "استأنف",
}
_ASKS, _ANSWERS = {"سأل", "استفسر", "تساءل", "استجوب"}, {"أجاب", "رد", "جاوب"}
_TO_ME = {fold(w) for w in ("لي", "لنا", "ليا", "لينا", "إلي", "إليّ", "إلينا")}
_QUESTION, _ANSWER = {"q", fold("س")}, {"a", fold("ج")}


def says_i(draft: Draft, word: Word) -> bool:
    """Whether an Arabic verb says "I": ``أعترف``, which ``اعترف`` ("he admitted") never is."""
    verb = word.verb
    if draft.first or not word.arabic or not isinstance(verb, VerbForm):
        return draft.first
    if verb.kind == "past" and verb.person == 3 and verb.lemma.startswith("ا"):
        return word.raw.lstrip("وف").startswith("أ")
    return verb.person == 1 and verb.number == "s"


def _may_be_i(verb: VerbForm) -> bool:
    """Whether "she said" is spelled like "I said": ``سألت``, but not ``قالت``, nor ``نفت``."""
    return verb.kind == "past" and not (verb.lemma[-2:-1] == "ا" or verb.lemma.endswith(("ى", "ا")))


class Naming:
    """Names of one document; ``outer`` is the statement that holds each one in its content."""

    def __init__(
        self, reading: Reading, people: People, named: Sequence[Range], roles: Sequence[Range],
        outer: Sequence[int | None],
    ) -> None:  # fmt: skip
        self.reading, self.people, self.outer = reading, people, outer
        self.words = reading.tokens.words
        for draft, _ in reading.drafts:
            for part in (draft.speaker, draft.addressee):
                if part is not None and part[0] < part[1] and self._pronoun(part) is None:
                    gender = self._gender(draft) if part == draft.speaker else None
                    people.introduce(part, gender=gender, speaks=True)
        for span in named:
            people.introduce(span)
        roles = [part for span in roles for part in people.reader.split(span)]
        naming = {w for w in reading.tokens.places if w.capital or may_name(w)}
        for start, end in roles:
            if not naming.isdisjoint(self.words[start + 1 : end]):
                people.introduce((start, end))
        self.antecedents = Antecedents(
            reading, people, list(named), [span for span in roles if self.words[span[0]].arabic]
        )
        self.labels = list(dict.fromkeys(turn.speaker for turn in reading.turns))
        found = author(reading, people.reader)
        self.author = people.find(found) if found is not None else None
        self.answering = self._answering()
        self._who: dict[int, Person | None] = {}

    def _answering(self) -> Person | None:
        """Who answers in an interview with no more than "Q" and "A" before its turns."""
        found = interviewee(self.reading, self.people.reader)
        return self.people.find(found) if found is not None else None

    def turn(self, label: str) -> Person:
        """Who speaks in the turns of a label."""
        folded = fold(label)
        if (
            folded in _ANSWER
            and len(self.labels) == 2
            and {fold(x) for x in self.labels} & _QUESTION
        ):
            if self.answering is not None:
                return self.answering
        return self.people.labelled(label)

    def turn_name(self, label: str) -> str:
        """The name of :meth:`turn`, as the aliases have it."""
        return self.people.alias(label) or self.people.named(self.turn(label))

    def name(self, n: int) -> str | None:
        """Who makes the statement of draft ``n``; None where the text leaves it open."""
        person = self._speaker(n)
        return None if person is None else self.people.named(person)

    def addressee(self, n: int) -> str | None:
        """Who is spoken to in draft ``n``."""
        draft, turn = self.reading.drafts[n]
        part = draft.addressee
        if part is None:
            return None
        word = self.words[part[0]]
        if part[1] - part[0] == 1 and word.arabic and word.tags & {"tome", "pronoun"}:
            return None
        pronoun = self._pronoun(part)
        if pronoun:
            person = self._by_pronoun(n, pronoun, part[0], turn, but=self._speaker(n))
        else:
            person = self.people.find(part)
        return None if person is None else self.people.named(person)

    # speakers

    def _speaker(self, n: int) -> Person | None:
        if n not in self._who:
            self._who[n] = None  # whoever leads back here is not known
            self._who[n] = self._find(n)
        return self._who[n]

    def _find(self, n: int) -> Person | None:
        draft, turn = self.reading.drafts[n]
        part = draft.speaker
        at = (draft.verb or draft.content)[0]
        if part is None:
            if draft.unnamed or not draft.silent:
                return None
            person = self._silent(n, draft, turn, at)
            place = (at, at + 1)
        else:
            pronoun = self._pronoun(part)
            place = part
            if pronoun is not None:
                if pronoun in _NOBODY:
                    return None
                person = self._by_pronoun(n, pronoun, part[0], turn)
            else:
                person = self.people.find(part, gender=self._gender(draft))
        if part is None or self._pronoun(part) not in _FIRST | _YOU:
            self.antecedents.spoke(place, person)
        return person

    def _pronoun(self, part: Range) -> str | None:
        word = self.words[part[0]]
        if part[1] - part[0] != 1 or word.arabic:
            return None
        form = word.fold.partition("'")[0]
        return form if form in _FIRST | _YOU | _NOBODY or form in _WANTED else None

    def _gender(self, draft: Draft) -> str | None:
        """What an Arabic verb tells of its subject."""
        verb = self._verb(draft)
        if (
            verb is None
            or verb.kind not in {"past", "present"}
            or verb.number != "s"
            or verb.person != 3
        ):
            return None
        return "f" if verb.feminine else "m"

    def _verb(self, draft: Draft) -> VerbForm | None:
        if draft.verb is None or not self.words[draft.verb[0]].arabic:
            return None
        found = self.words[draft.verb[0]].verb
        return found if isinstance(found, VerbForm) else None

    def _by_pronoun(
        self, n: int, form: str, at: int, turn: int | None, *, but: Person | None = None
    ) -> Person | None:
        if form in _FIRST:
            return self._first(n, turn, plural=form in {"we", "us"})
        if form in _YOU:
            return self._other(turn)
        wanted = _WANTED.get(form)
        if wanted is None:
            return None
        draft = self.reading.drafts[n][0]
        if draft.lemma in _GOES_ON:
            wanted = Wanted(wanted.gender, wanted.thing, wanted.plural, goes_on=True)
        person = self.antecedents.find(at, wanted, but=but)
        if person is not None and wanted.gender is not None:
            person.learn(wanted.gender)
        return person

    def _other(self, turn: int | None) -> Person | None:
        """Who is "you" in a talk of two."""
        if turn is None or len(self.labels) != 2:
            return None
        mine = self.labels.index(self.reading.turns[turn].speaker)
        return self.turn(self.labels[1 - mine])

    def _first(self, n: int, turn: int | None, *, plural: bool) -> Person | None:
        """Who says "I": the one whose words are quoted, the turn's speaker, or the author."""
        draft = self.reading.drafts[n][0]
        at = self.outer[n]
        quoted = self.antecedents.quote((draft.verb or draft.content)[0], 0) is not None
        while at is not None and not self.reading.drafts[at][0].direct:
            at = self.outer[at]
        if at is not None and quoted:
            return None if plural else self._speaker(at)
        if quoted and turn is None:
            return None
        if turn is not None:
            return self.turn(self.reading.turns[turn].speaker)
        return None if plural else self.author

    def _silent(self, n: int, draft: Draft, turn: int | None, at: int) -> Person | None:
        """Who speaks where no word says so."""
        word = self.words[at]
        verb = self._verb(draft)
        if says_i(draft, word) or (verb is not None and verb.person == 1):
            heard = draft.addressee
            if heard is not None and self.words[heard[0]].fold in _TO_ME:
                return self._other(turn)  # ``قلت لي``: you told me
            return self._first(n, turn, plural=not says_i(draft, word))
        if verb is not None and verb.person != 3:
            return None
        wanted = Wanted(arabic=word.arabic, goes_on=draft.dependent or draft.verb is None)
        if verb is not None:
            participle = verb.kind == "participle"
            gender = "f" if verb.feminine else "m"
            if gender == "f" and _may_be_i(verb) and (turn is not None or self.author is not None):
                return None
            wanted = Wanted(
                gender if not participle or verb.feminine else None, plural=verb.number == "p", arabic=True,
                goes_on=wanted.goes_on or verb.lemma in _GOES_ON,
            )  # fmt: skip
            if verb.kind == "present" and not draft.dependent and not self._links(at):
                return None  # ``ورقة تقول``: the clause describes a noun
        elif not word.arabic and draft.verb is not None:
            return self._carried(n, draft, turn, at)
        if draft.verb is None and at > 0 and at - 1 in self.reading.scene.closing:
            at -= 1  # a quotation that goes on with the speaker before it
        asker = self._asker(n, at) if draft.lemma in _ANSWERS else None
        person = self.antecedents.find(at, wanted, but=asker)
        if person is not None and verb is not None and verb.kind in {"past", "present"}:
            person.learn(wanted.gender)
        return person

    def _asker(self, n: int, at: int) -> Person | None:
        """Who has asked what is answered at ``at``."""
        for k in range(n - 1, max(-1, n - 3), -1):
            draft, _ = self.reading.drafts[k]
            if draft.lemma in _ASKS and draft.verb is not None and draft.verb[0] < at:
                return self._speaker(k)
        return None

    def _carried(self, n: int, draft: Draft, turn: int | None, at: int) -> Person | None:
        """The subject of an English second verb: "She stood by it and said that …"."""
        start = self.antecedents.start(at)
        form = self._pronoun((start, start + 1))
        if form is not None:
            return self._by_pronoun(n, form, start, turn)
        return (
            self.antecedents.find(at, Wanted(goes_on=True), within=True)
            if draft.dependent
            else None
        )

    def _links(self, at: int) -> bool:
        """Whether an Arabic verb begins a sentence or follows a conjunction."""
        word = self.words[at]
        if word.base != word.fold or at == 0:
            return True
        before = self.words[at - 1]
        while before.tags & {"modal", "neg", "adverb"} and at > 1:
            at -= 1
            if self.words[at].base != self.words[at].fold:
                return True
            before = self.words[at - 1]
        return (
            before.kind == "\n"
            or before.raw in ".!?؟:…"
            or bool(before.tags & {"conj", "bcomp", "comp"})
        )
