"""Who is meant: full names, family names alone, roles, pronouns, within one document."""

from __future__ import annotations

from dataclasses import dataclass, field

from kashf.statements.draft import Range
from kashf.statements.given import is_given
from kashf.statements.tokens import Tokens, Word, fold, tokenise

__all__ = ["People", "Person"]

_CALLED = {
    fold(w) for w in ("يدعى", "تدعى", "المدعو", "المدعوة", "اسمه", "اسمها", "يسمى", "الملقب")
}
_CALLED_EN = frozenset({"called", "named", "nicknamed", "as"})
_TITLES_EN = frozenset(["mr", "mrs", "ms", "dr", "sir", "lady", "lord", "miss", "madam", "messrs"])
_NO_NAME = frozenset(
    {"prep", "role", "body", "adjective", "clitic:ب", "relative", "act", "was", "adverb", "comp", "bcomp",
     "conj", "neg", "and", "maybe-and", "masdar", "spread", "participle", "document", "recording",
     "event", "timely", "modal", "tome", "saying"}
)  # fmt: skip
_HEADS = frozenset({"role", "body", "recording", "document"})
_HE, _SHE, _IT, _THEY = (
    frozenset({"he"}),
    frozenset({"she"}),
    frozenset({"it"}),
    frozenset({"they", "we"}),
)
_FIRST = frozenset({"i", "me", "my", "we", "us"})
_LINK = frozenset(
    {fold(w) for w in ("بن", "بنت", "أبو", "ابو", "أم", "آل", "ابن", "عبد", "أبي", "ولد")}
)
_MALE = frozenset(
    ["man", "boy", "brother", "husband", "son", "father", "uncle", "king",
     "prince", "spokesman", "chairman", "mr", "sir", "he", "lord"]
)  # fmt: skip
_FEMALE = frozenset(
    [
        "woman",
        "girl",
        "sister",
        "wife",
        "daughter",
        "mother",
        "aunt",
        "queen",
        "princess",
        "spokeswoman",
        "chairwoman",
        "mrs",
        "ms",
        "lady",
        "she",
    ]
)


@dataclass(eq=False)
class Person:
    """Somebody or something that speaks or is spoken to."""

    name: str
    words: tuple[str, ...] = ()  # folded words of the name; none for a nameless one
    roles: set[str] = field(default_factory=set)
    gender: str | None = None
    last: int = -1
    at: int = -1


@dataclass(frozen=True)
class _Phrase:
    name: tuple[int, int] | None
    heads: tuple[str, ...]
    definite: bool


class People:
    """The people of one document, in the order in which they turn up."""

    def __init__(self, tokens: Tokens, aliases: dict[str, tuple[str, ...]]) -> None:
        self.tokens = tokens
        self.words = tokens.words
        self.known: list[Person] = []
        self.by_word: dict[str, list[Person]] = {}
        self.aliases = {fold(other): name for name, others in aliases.items() for other in others}
        self.aliases |= {fold(name): name for name in aliases}
        self.last: Person | None = None
        self._labels: dict[str, tuple[str, ...]] = {}
        self.unnamed: dict[str, list[Person]] = {}

    # phrases

    def _look(self, span: Range) -> _Phrase:
        words = self.words
        start, end = span
        first = words[start]
        if any(w.arabic for w in words[start:end]):
            return self._look_arabic(start, end)
        heads, name = [], None
        k = start
        cut = end
        for k in range(start + 1, end):
            if words[k].tags & {"prep", "rel", "bound"} and words[k].fold != "of":
                cut = k
                break
        k = cut
        while k > start:
            word = words[k - 1]
            is_name = word.kind == "w" and word.capital and not word.tags & {"det", "pron", "prep"}
            if not is_name and not (word.kind == "s" and word.raw in "-’'." and name):
                break
            if word.fold in _TITLES_EN or ("role" in word.tags and k - 1 == start):
                break
            name = (k - 1, name[1] if name else cut)
            k -= 1
        if name is not None and any(w.tags & {"prep"} for w in words[start : name[0]]):
            name = None  # "the president of Ruritania"
        stop = name[0] if name else cut
        limit = next(
            (q for q in range(start, stop) if words[q].fold == "of" or words[q].raw == ","), stop
        )
        if name is not None and words[start].capital and name[0] > start:
            limit = name[0]
        heads = [w.base for w in words[start:limit]
                 if w.kind == "w" and w.tags & {"role", "document", "recording", "report"}]  # fmt: skip
        definite = (
            first.fold in {"the", "this", "that", "his", "her", "its"} or "possessive" in first.tags
        )
        if name is not None and name[0] == start and first.raw in {"The"}:
            name = (start + 1, name[1])
        return _Phrase(name, tuple(heads[-1:]), definite)

    def _look_arabic(self, start: int, end: int) -> _Phrase:
        words = self.words
        called = next((k for k in range(start, end) if words[k].fold in _CALLED), None)
        if called is not None and called + 1 < end:
            stop = self._name_stop(called + 1, end)
            return _Phrase(
                (called + 1, stop), (self._stem(words[start]),), "def" in words[start].tags
            )
        heads: list[str] = []
        name_at = None
        for k in range(start, end):
            word = words[k]
            if is_given(word) and not (k > start and "prep" in words[k - 1].tags):
                name_at = k
                break
            if word.tags & _HEADS and (
                k == start or ("role" in word.tags and k + 1 < end and is_given(words[k + 1]))
            ):
                heads.append(self._stem(word))
        if name_at is None and not heads and end - start <= 2 and "prep" not in words[start].tags:
            return _Phrase((start, end), (), True)
        if name_at is None and heads:
            name_at = self._after_role(start, end)
        if name_at is not None:
            if name_at > start and words[name_at - 1].base in _LINK:
                name_at -= 1
            stop = self._name_stop(name_at, end)
            return _Phrase((name_at, stop), tuple(heads[:2]), True)
        return _Phrase(None, tuple(heads[:2]), "def" in words[start].tags)

    def _name_stop(self, first: int, end: int) -> int:
        """Where a name that begins at ``first`` ends: at the latest where no name goes on."""
        words, stop = self.words, first + 1
        if words[first].base in _LINK and stop < end:
            stop += 1
        while stop < end:
            word = words[stop]
            known = is_given(word) or word.base in _LINK
            if word.kind != "w" or (not known and (word.verb is not None or word.tags & _NO_NAME)):
                break
            stop += 1
        return stop

    def _after_role(self, start: int, end: int) -> int | None:
        """``الوزير سرحان البدوي``: a definite role and words without article."""
        words = self.words
        for k in range(start + 1, end):
            word, before = words[k], words[k - 1]
            if (
                "def" in word.tags
                or word.kind != "w"
                or word.verb is not None
                or word.tags & _NO_NAME
            ):
                continue
            if "def" in before.tags and "role" in words[start].tags:
                return k
        return None

    @staticmethod
    def _stem(word: Word) -> str:
        base = word.base
        for prefix in ("ال", "بال", "لل"):
            if base.startswith(prefix) and len(base) > len(prefix) + 2:
                return base[len(prefix) :]
        return base

    def _text(self, span: Range) -> str:
        return " ".join(self.tokens.at(*span).split())

    # the first pass

    def introduce(self, span: Range, *, role: bool = False) -> None:
        """Learn a name that stands in the text; with ``role`` also a noun phrase without a name."""
        seen = self._look(span)
        if seen.name is None:
            if role and seen.heads and span[1] - span[0] > 1:
                self._nameless(span, seen)
            return
        forms = self._forms(seen.name)
        if not forms:
            return
        person = self._named(forms)
        text = self._text(seen.name)
        if person is None:
            person = Person(text, forms)
            self.known.append(person)
            for form in forms:
                self.by_word.setdefault(form, []).append(person)
        elif len(forms) > len(person.words):
            for form in forms:
                if form not in person.words:
                    self.by_word.setdefault(form, []).append(person)
            person.name, person.words = text, forms
        person.roles |= {head for head in seen.heads if head}
        self._gender(person, span)

    def _nameless(self, span: Range, seen: _Phrase) -> None:
        text = self._text(span)
        if all(p.name != text for p in self.unnamed.get(seen.heads[0], [])):
            made = Person(text, (), {seen.heads[0]}, at=span[0])
            self.unnamed.setdefault(seen.heads[0], []).append(made)
            self._gender(made, span)

    def _gender(self, person: Person, span: Range) -> None:
        for word in self.words[span[0] : span[1]]:
            if word.fold in _MALE or word.fold in _FEMALE:
                person.gender = "m" if word.fold in _MALE else "f"

    def _forms(self, name: Range) -> tuple[str, ...]:
        return tuple(
            self._bare(w)
            for w in self.words[name[0] : name[1]]
            if w.kind in "wh" and w.fold not in _TITLES_EN
        )

    @staticmethod
    def _bare(word: Word) -> str:
        return word.base.removesuffix("'s")

    def _named(self, forms: tuple[str, ...]) -> Person | None:
        """The one person whose name these words are part of, or whose name is part of them."""
        found: list[Person] = []
        for person in {id(p): p for form in forms for p in self.by_word.get(form, [])}.values():
            mine = person.words
            if mine == forms:
                return person
            short, long = sorted((mine, forms), key=len)
            inside = any(
                long[k : k + len(short)] == short for k in range(len(long) - len(short) + 1)
            )
            if inside or (len(short) > 1 and short[0] == long[0] and short[-1] == long[-1]):
                found.append(person)
        return found[0] if len(found) == 1 else None

    # the second pass

    def meant(
        self, span: Range | None, *, silent: bool = False, turn: str | None = None
    ) -> str | None:
        """The fullest name of who ``span`` is; without one, of who spoke last if ``silent``."""
        named = self.aliases.get(fold(self._text(span))) if span is not None else None
        if named is not None:
            return named
        person = self._who(span, silent, turn)
        if person is None:
            return None
        self.last = person
        return self.aliases.get(fold(person.name), person.name)

    def labelled(self, label: str) -> Person:
        """The person of a transcript's label, by the fullest name that the text has for it."""
        forms = self._labels.get(label)
        if forms is None:
            forms = tuple(w.fold for w in tokenise(label).words if w.kind == "w")
            self._labels[label] = forms
        found = self._named(forms) if forms else None
        return found if found is not None else Person(label)

    def _who(self, span: Range | None, silent: bool, turn: str | None) -> Person | None:
        if span is None:
            return self.last if silent else None
        start, end = span
        word = self.words[start]
        if end - start == 1 and not word.arabic:
            form = word.fold.partition("'")[0]
            if form in _FIRST and turn is not None:
                return self.labelled(turn)
            if form in _HE | _SHE | _IT | _THEY:
                return self._pronoun(form, start)
        person = self._find(span)
        person.last = start
        return person

    def _pronoun(self, form: str, at: int) -> Person | None:
        wanted = "m" if form in _HE else "f" if form in _SHE else None
        if wanted is not None:
            if (
                self.last is not None
                and self.last.gender in {None, wanted}
                and not self._thing(self.last)
            ):
                self.last.gender = self.last.gender or wanted
                return self.last
            for person in sorted(self.known, key=lambda p: -p.last):
                if person.last >= 0 and person.gender in {None, wanted} and not self._thing(person):
                    person.gender = wanted
                    return person
        return self.last

    @staticmethod
    def _thing(person: Person) -> bool:
        return bool(
            person.roles
            & {
                "report",
                "recording",
                "statement",
                "ministry",
                "company",
                "commission",
                "court",
                "office",
                "letter",
                "union",
                "treasury",
                "bank",
                "committee",
            }
        )

    def _find(self, span: Range) -> Person:
        seen = self._look(span)
        text = self._text(span)
        if seen.name is not None:
            person = self._named(self._forms(seen.name))
            if person is not None:
                person.roles |= set(seen.heads)
                return person
            made = Person(self._text(seen.name), self._forms(seen.name), set(seen.heads))
            self.known.append(made)
            for form in made.words:
                self.by_word.setdefault(form, []).append(made)
            self._gender(made, span)
            return made
        again = self._role(seen, span) if seen.heads else None
        if again is not None:
            return again
        made = Person(text, (), set(seen.heads))
        self._gender(made, span)
        self.known.append(made)
        return made

    def _role(self, seen: _Phrase, span: Range) -> Person | None:
        """Who a role means. Two people of one role are told apart by no guess."""
        head = seen.heads[0] if self.words[span[0]].arabic else seen.heads[-1]
        text = self._text(span)
        same = [p for p in self.known if p.name == text]
        if same:
            return same[-1]
        if not seen.definite:
            return None
        named = [p for p in self.known if p.words and head in p.roles]
        before = [p for p in self.unnamed.get(head, []) if p.at < span[0]]
        if span[1] - span[0] > 2 and not named:
            return None
        if len(named) == 1 and not before:
            return named[0]
        if not named and len(before) == 1:
            return before[0]
        if len(named) == 1 and len(before) == 1 and span[1] - span[0] <= 2:
            return named[0]
        return None
