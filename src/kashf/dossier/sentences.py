"""Sentences and remarks → lines. No figure passes without its citation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from kashf.dossier._terms import Terms, split
from kashf.dossier._veiled import Veiled
from kashf.dossier.built import Line, Piece, Ref
from kashf.dossier.citations import Resolver
from kashf.dossier.model import Citation, Figure, Language, Name, Person, Quote, Remark, Sentence
from kashf.errors import InputError
from kashf.text import normalise

__all__ = ["Writer", "digit_in", "number_word_in"]

_NUMBER_WORDS = frozenset(
    normalise(
        """
        two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
        hundred hundreds thousand thousands million millions billion billions dozen dozens
        half third quarter twice double triple percent
        ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة عشر أحد اثنا اثني ثلاث أربع خمس ست سبع ثماني
        ثمان تسع اثنان اثنين اثنتان اثنتين عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين
        ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين مئة مائة مئتان مئتين مائتان مائتين مئات
        ألف ألفان ألفين آلاف مليون مليونان مليونين ملايين مليار مليارات نصف ربع ضعف بالمئة بالمائة
        """
    ).split()
)
_ONTO = re.compile("^[وف]?[بلك]?(?:ال)?")
_HINT = (
    "Give the number as a Figure with its citation, or quote the source. Words of one's own hold "
    "no figures."
)


def digit_in(text: str) -> str | None:
    """The first character of ``text`` that is a number by itself, in any script, if there is one."""
    return next((char for char in text if unicodedata.numeric(char, None) is not None), None)


def number_word_in(text: str) -> str | None:
    """The first word of ``text`` that is a number in English or Arabic, if there is one."""
    for word in split(text):
        if word in _NUMBER_WORDS or _ONTO.sub("", word) in _NUMBER_WORDS:
            return word
    return None


class Writer:
    """Writes lines. ``people`` are by id: their number in the dossier, and who they are."""

    def __init__(self, resolver: Resolver, people: Mapping[str, tuple[int, Person]]) -> None:
        self.resolver = resolver
        self.people = people
        self._names = Terms()
        for number, person in people.values():
            for name in (person.name, *person.aliases):
                self._names.add(split(name), number)

    def line(self, said: Sentence | Remark, place: str, *, by: str | None = None) -> Line:
        """A sentence or a remark as a line.

        Raises :class:`~kashf.errors.InputError` for a claim or a figure without a citation, and
        :class:`~kashf.errors.IntegrityError` for a citation that does not hold.
        """
        return (
            self._remark(said, place)
            if isinstance(said, Remark)
            else self._sentence(said, place, by)
        )

    def lines(
        self, said: Sequence[Sentence], place: str, *, by: str | None = None
    ) -> tuple[Line, ...]:
        """Versions of one sentence, at most one a language."""
        languages = [sentence.language for sentence in said]
        if not said or len(set(languages)) < len(languages):
            raise InputError("One sentence a language is needed.", file=place)
        return tuple(
            self.line(sentence, f"{place} ({sentence.language})", by=by) for sentence in said
        )

    def _remark(self, remark: Remark, place: str) -> Line:
        self.words(remark.text, place)
        word = number_word_in(remark.text)
        if word is not None:
            raise InputError(f"A figure without a citation: {word!r}.", file=place, hint=_HINT)
        if self._names.find(remark.text):
            raise InputError(
                "A remark names somebody.",
                file=place,
                hint="What is said about people is a Sentence with a citation.",
            )
        return Line(remark.language, (Piece("words", self.resolver.veil.text(remark.text)),))

    def words(self, text: str, place: str) -> Veiled:
        """Words of one's own, which hold no figure."""
        char = digit_in(text)
        if char is not None:
            raise InputError(f"A figure without a citation: {char!r}.", file=place, hint=_HINT)
        return self.resolver.veil.text(text)

    def _sentence(self, sentence: Sentence, place: str, by: str | None) -> Line:
        refs: list[Ref] = []

        def cited(citation: Citation) -> int:
            refs.append(self.resolver.resolve(citation, place, by=by))
            return len(refs) - 1

        pieces = [self._piece(part, place, sentence.language, cited) for part in sentence.parts]
        self._whole(sentence, place)
        pieces += [
            Piece("words", Veiled(""), cited(citation), cite=True)
            for citation in sentence.citations
        ]
        if not refs:
            raise InputError(
                "A sentence without a citation.",
                file=place,
                hint="Cite a passage, a record or a figure of a run, or make it a Remark.",
            )
        if not any(piece.text.text.strip() for piece in pieces):
            raise InputError("A sentence without words.", file=place)
        return Line(sentence.language, tuple(pieces), tuple(refs))

    def _piece(
        self, part: object, place: str, language: Language, cited: Callable[[Citation], int]
    ) -> Piece:
        if isinstance(part, str):
            return Piece("words", self.words(part, place))
        if isinstance(part, Quote):
            index = cited(part.passage)
            shown = self.resolver.veil.item(part.passage.item)
            span = shown.span(part.passage.start, part.passage.end)
            return Piece("quote", shown.shown.cut(*span), index, cite=True)
        if isinstance(part, Figure):
            index = cited(part.citation)
            return Piece("figure", self.resolver.figure(part, place), index, cite=True)
        if isinstance(part, Name):
            if part.person not in self.people:
                raise InputError(f"There is nobody with the id {part.person!r}.", file=place)
            number, person = self.people[part.person]
            name = self.resolver.veil.name(person, language)
            return Piece("person", name, person=number)
        raise InputError(f"{type(part).__name__} is no part of a sentence.", file=place)

    def _whole(self, sentence: Sentence, place: str) -> None:
        """Hidden words may not be spelt over several parts."""
        whole = "".join(part for part in sentence.parts if isinstance(part, str))
        if (
            whole
            and self.resolver.veil.text(whole).marks
            and not any(
                self.resolver.veil.text(part).marks
                for part in sentence.parts
                if isinstance(part, str)
            )
        ):
            raise InputError("Something hidden stands across parts of a sentence.", file=place)
