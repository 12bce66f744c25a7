"""Who is meant by a noun phrase or a label, within one document: full names, roles, bodies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kashf.statements.draft import Range, Scene
from kashf.statements.full_names import FullNames
from kashf.statements.given import given_gender, given_names, is_given
from kashf.statements.introductions import Introductions
from kashf.statements.mentions import Look, Reader, is_title
from kashf.statements.name_words import BUSINESS
from kashf.statements.tokens import Tokens, Word, fold, tokenise

__all__ = ["People", "Person"]

_BELONGS = frozenset({"بتاع", "بتاعه", "بتاعت", "متاع"})  # "of the buses", behind a name
_FIRM = frozenset({"company", "firm"})
_OFFICES = frozenset(
    fold("ال" + w)
    for w in ("قاضي", "محامي", "نائب", "شيخ", "أمير", "وزير", "ملك", "سلطان", "مفتي", "إمام", "حاكم", "قائد",
              "رئيس", "مختار", "عمدة", "مدير", "شاهد", "حارس", "كاتب", "طبيب", "مهندس", "معلم", "ضابط", "مستشار")
)  # fmt: skip
_LONGEST = 8  # words of a name that are compared


@dataclass(eq=False)
class Person:
    """Somebody or something that speaks or is spoken to.

    ``gender`` is m, f or None where nothing tells it; ``thing`` is True for bodies, documents and
    the like, False for people, None where nothing tells.
    """

    name: str
    words: tuple[str, ...] = ()  # folded words of the name; none for a nameless one
    roles: set[tuple[str, ...]] = field(default_factory=set)
    gender: str | None = None
    thing: bool | None = None
    plural: bool = False
    at: int = -1
    mixed: bool = False  # the text treats it as m and as f

    def learn(self, gender: str | None) -> None:
        """Take the gender in; two that differ are none."""
        if gender is None or self.mixed:
            return
        if self.gender not in {None, gender}:
            self.gender, self.mixed = None, True
        else:
            self.gender = gender


class People:
    """The people of one document."""

    def __init__(
        self, tokens: Tokens, aliases: dict[str, tuple[str, ...]], scene: Scene | None = None
    ) -> None:
        self.tokens = tokens
        self.words = tokens.words
        self.reader = Reader(tokens)
        self.by_word: dict[str, list[Person]] = {}
        self.by_role: dict[str, list[Person]] = {}
        self.aliases = {fold(other): name for name, others in aliases.items() for other in others}
        self.aliases |= {fold(name): name for name in aliases}
        self.introductions = Introductions(scene or Scene(tokens, {}, set()), self.reader)
        self.full = FullNames(self.introductions)
        self._labels: dict[str, Person] = {}
        self._nameless: dict[str, Person] = {}
        self._met: set[tuple[object, ...]] = set()
        self._found: dict[Range, Person] = {}

    def _text(self, span: Range) -> str:
        return " ".join(self.tokens.at(*span).split())

    # the first pass

    def introduce(self, span: Range, *, gender: str | None = None, speaks: bool = False) -> None:
        """Learn a name that stands in the text; ``gender`` is what its verb tells.

        Only of one who speaks or is spoken to is a name believed by its place alone: elsewhere
        ``الحارس سرق المفاتيح`` is no name.
        """
        start, end = span
        key = (gender, *self.words[max(0, start - 2) : end])
        if key in self._met:
            return
        self._met.add(key)
        while (
            end + 1 < len(self.words) and self.words[end].raw == "&" and self.words[end + 1].capital
        ):
            end += 2
        seen = self.reader.look((start, end))
        if seen.name is None or (seen.guessed and not (speaks and seen.name[1] - seen.name[0] > 1)):
            return
        person = self._known(seen, gender)
        if person is None:
            return
        if seen.role:
            self._role(person, seen.role)
        person.learn(gender)

    def _role(self, person: Person, role: tuple[str, ...]) -> None:
        if role not in person.roles:
            person.roles.add(role)
            self.by_role.setdefault(role[0], []).append(person)

    def _known(self, seen: Look, gender: str | None) -> Person | None:
        """The person of a name, made or grown if need be."""
        assert seen.name is not None
        start, end = seen.name
        end = next((k for k in range(start + 1, end) if self.words[k].base in _BELONGS), end)
        forms = self._forms((start, end))
        if not forms:
            return None
        gender = seen.gender or gender
        person = self._named(forms, gender, seen.thing)
        article = seen.article or (
            seen.thing
            and start > 0
            and self.words[start - 1].fold == "the"
            and not self.words[start].arabic
        )
        text = self._text((start - 1 if article else start, end))
        first = self.words[start]
        if first.arabic and is_given(first) and first.fold not in given_names():
            text = text[1:]  # a conjunction or preposition
        if person is None:
            if gender is not None and self._named(forms, None) is not None and len(forms) == 1:
                return Person(text, (), gender=gender, thing=False, at=start)
            person = Person(text, forms, gender=seen.gender, thing=seen.thing, at=start)
            self._index(person, forms)
            last = self.words[end - 1]
            if seen.thing and not last.arabic:
                first = self.words[start]
                self._role(person, (first.base,) if " of " in text else (last.base,))
                for head in _FIRM if last.base in BUSINESS else ():
                    self._role(person, (head,))
        elif len(forms) > len(person.words):
            self._index(person, forms)
            person.name = text
        person.at = min(person.at, start) if person.at >= 0 else start
        person.learn(seen.gender)
        if person.thing is None:
            person.thing = seen.thing
        person.plural = person.plural or seen.plural
        return person

    def _index(self, person: Person, forms: tuple[str, ...]) -> None:
        for form in dict.fromkeys(forms):
            there = self.by_word.setdefault(form, [])
            if person not in there:
                there.append(person)
        person.words = forms

    def _forms(self, name: Range) -> tuple[str, ...]:
        return tuple(
            w.base.removesuffix("'s")
            for k, w in enumerate(self.words[name[0] : name[1]])
            if w.kind in "wnh" and not (k == 0 and w.fold in {"the", "mr", "mrs", "ms", "dr"})
        )[:_LONGEST]

    def _named(
        self, forms: tuple[str, ...], gender: str | None, thing: bool | None = None
    ) -> Person | None:
        """The one person whose name these words are part of, or whose name is part of them."""
        found: dict[int, Person] = {}
        for form in dict.fromkeys(forms):
            for person in self.by_word.get(form, ()):
                if id(person) in found or not _same(person.words, forms):
                    continue
                if gender is not None and person.gender not in {None, gender}:
                    continue
                if thing is not None and person.thing not in {None, thing}:
                    continue
                if person.words == forms:
                    return person
                if len(forms) == 1 and _is_of(forms[0], person):
                    continue
                found[id(person)] = person
                if len(found) > 1:
                    return None
        return next(iter(found.values()), None)

    # the second pass

    def meant(self, span: Range) -> str:
        """The fullest name of who ``span`` is."""
        return self.named(self.find(span))

    def alias(self, text: str) -> str | None:
        """The name of which ``text`` is an alias."""
        return self.aliases.get(fold(text)) if self.aliases else None

    def named(self, person: Person) -> str:
        """The name of a person, as the aliases have it."""
        return self.alias(person.name) or person.name

    def labelled(self, label: str) -> Person:
        """The person of a transcript's label, by the fullest name that the text has for it."""
        made = self._labels.get(label)
        if made is None:
            made = self._labels[label] = self._of_label(label)
        return made

    def _of_label(self, label: str) -> Person:
        words = [w for w in tokenise(label).words if w.kind == "w"]
        gender = None
        while len(words) > 1 and not words[0].arabic and is_title(words[0]):
            gender = {"mr": "m", "mrs": "f", "ms": "f", "miss": "f"}.get(words[0].fold, gender)
            words = words[1:]
        forms = tuple(w.fold for w in words)
        found = self._named(forms, gender) if forms else None
        if len(words) == 1 and len(forms[0]) > 1 and (found is None or found.words == forms):
            found = self._fuller(words[0], gender) or found
        return found if found is not None else Person(label, gender=gender)

    def find(self, span: Range, *, gender: str | None = None) -> Person:
        """Who a noun phrase means; a nameless one is its own words."""
        made = self._found.get(span)
        if made is None:
            made = self._found[span] = self._find(span, gender)
        return made

    def _find(self, span: Range, gender: str | None) -> Person:
        alias = self.alias(self._text(span))
        if alias is not None:
            return self._nameless.setdefault(alias, Person(alias, at=span[0]))
        seen = self.reader.look(span)
        wanted = seen.gender or gender
        if seen.name is not None:
            single = seen.name[1] - seen.name[0] == 1
            forms = self._forms(seen.name)
            person = self._named(forms, wanted, seen.thing) if forms else None
            word = self.words[seen.name[0]]
            if (person is None or person.words == forms) and single:
                introduced = (
                    self._introduced(word, span) if seen.guessed and person is None else None
                )
                body = self._of(word) if seen.article else None
                person = introduced or body or self._fuller(word, wanted) or person
            if person is None and not (seen.guessed and single):
                person = self._known(seen, gender)
            if person is not None:
                if len(forms) > len(person.words) > 0 and not seen.guessed:
                    person = self._known(seen, gender) or person
                if seen.role and not seen.guessed and person.words:
                    self._role(person, seen.role)
                return person
            return self._own(span, seen, wanted)
        return self._by_role(seen, span, wanted) or self._own(seen.whole, seen, wanted)

    def _own(self, span: Range, seen: Look, gender: str | None) -> Person:
        text = self._text(span)
        made = self._nameless.get(text) if seen.definite else None
        if made is None:
            made = Person(text, gender=gender, thing=seen.thing, plural=seen.plural, at=span[0])
            if seen.definite:
                self._nameless[text] = made
        return made

    def _introduced(self, word: Word, span: Range) -> Person | None:
        """ "التحقيق" after the one "تحقيق استقصائي"."""
        if not word.arabic or "def" not in word.tags or not word.base.startswith("ال"):
            return None
        return self._one_phrase(word.base[2:], span)

    def _one_phrase(self, head: str, span: Range) -> Person | None:
        found = self.introductions.before(head, span, 2)
        if len(found) != 1:
            return None
        return self.find(found[0])

    def _by_role(self, seen: Look, span: Range, gender: str | None) -> Person | None:
        """Who a role means. Two people of one role are told apart by no guess."""
        words = self.words
        if not seen.role or not seen.definite:
            return None
        first = words[span[0]]
        if not first.arabic and first.fold not in {"the", "this", "that"}:
            return None
        head, rest = seen.role[0], set(seen.role[1:]) - {"نفس", "same", "مذكور", "نفسه", "ذات"}
        people: list[Person] = []
        for person in self._with_role(head, rest):
            if gender is not None and person.gender not in {None, gender}:
                continue
            if person.at < span[0] or rest:
                people.append(person)
                if len(people) > 1:
                    return None
        if rest:
            return people[0] if people else None
        if not people and first.arabic and self._family(first, gender) is not None:
            return self._family(first, gender)
        for phrase in self.introductions.before(head, span, 3):
            short = not first.arabic and phrase[1] - phrase[0] < 3  # "a voice" tells no more
            person = self._own(span, seen, gender) if short else self.find(phrase)
            if person not in people:
                people.append(person)
            if len(people) > 1:
                return None
        return people[0] if people else None

    def _family(self, word: Word, gender: str | None) -> Person | None:
        """``الجزّار`` is a butcher and a family; an office, such as ``القاضي``, is no family here."""
        if word.base in _OFFICES or self.introductions.places(word.base.removeprefix("ال")):
            return None
        found = self._named((word.base,), gender)
        return found if found is not None and found.words[-1] == word.base else None

    def _with_role(self, head: str, rest: set[str]) -> Iterator[Person]:
        seen = set()
        for person in self.by_role.get(head, ()):
            if id(person) not in seen and any(
                r[0] == head and rest <= set(r[1:]) for r in person.roles
            ):
                seen.add(id(person))
                yield person

    def _fuller(self, word: Word, gender: str | None) -> Person | None:
        """The person whose full name the text gives elsewhere."""
        at = self.full.given(word, gender)
        if at is None:
            return None
        base = word.base.removesuffix("'s")
        forms = (self.words[at].base, base)
        person = self._named(forms, gender)
        if person is not None and _is_of(base, person):
            return None  # "Vale's brother, Orrin Vale" is not who "Vale" is
        if person is None or len(person.words) < 2:
            told = given_gender(self.words[at])
            start = at - 1 if at and self.words[at - 1].fold == "the" and told is None else at
            person = person or Person("", gender=told or gender, at=at)
            person.name = self._text((start, at + 2)).removesuffix("'s").removesuffix("’s")
            self._index(person, forms)
        return person

    def _of(self, word: Word) -> Person | None:
        span = self.full.body(word)
        if span is None:
            return None
        person = self.find(span)
        person.thing = True
        return person


def _is_of(form: str, person: Person) -> bool:
    """Whether the person is said to be somebody's of this name: "Vale's brother, Orrin Vale"."""
    bare = form.removeprefix("ال")
    return any(bare in role[1:] or form in role[1:] for role in person.roles)


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one name is part of the other, or both begin and end with the same words."""
    short, long = sorted((one, other), key=len)
    if not short:
        return False
    inside = any(long[k : k + len(short)] == short for k in range(len(long) - len(short) + 1))
    return inside or (len(short) > 1 and short[0] == long[0] and short[-1] == long[-1])
