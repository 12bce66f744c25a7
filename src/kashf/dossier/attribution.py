"""An accepted statement → a sentence that says who says it, to whom, and where it comes from.

"A said X" never becomes "X": the content stands in quotation marks, as it stands in the source,
behind the chain of sources, the speaker and the force, in Arabic and in English. The Arabic
sentences use nouns (قول منسوب إلى …), so that they don't guess whether somebody is a man or a
woman.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kashf.dossier._veiled import Veiled, plain
from kashf.dossier.built import Cited, Line, Piece, Ref, SourceView
from kashf.dossier.model import Language

__all__ = ["FORCES", "SOURCES", "Said", "say"]

SOURCES = frozenset({"report", "recording", "document", "person", "unknown"})
FORCES = ("says", "reveals", "demands", "warns", "promises", "denies", "admits")

# force: (plain, with an addressee), each after the name; and the infinitive after "not to"
_ENGLISH = {
    "says": ("says", "says to", "say", "say to"),
    "reveals": ("reveals", "reveals to", "reveal", "reveal to"),
    "demands": ("demands", "demands of", "demand", "demand of"),
    "warns": ("warns", "warns", "warn", "warn"),
    "promises": ("promises", "promises", "promise", "promise"),
    "denies": ("denies", "denies to", "deny", "deny to"),
    "admits": ("admits", "admits to", "admit", "admit to"),
}
# force: (noun, whether it is feminine)
_ARABIC = {
    "says": ("قول", False),
    "reveals": ("كشف", False),
    "demands": ("مطالبة", True),
    "warns": ("تحذير", False),
    "promises": ("وعد", False),
    "denies": ("نفي", False),
    "admits": ("إقرار", False),
}
# kind of source: (before its name, without one)
_SOURCES: dict[Language, dict[str, tuple[str, str]]] = {
    "en": {
        "report": ("according to", "according to a report"),
        "recording": ("in the recording", "in a recording"),
        "document": ("in the document", "in a document"),
        "person": ("according to", "according to somebody"),
        "unknown": ("according to", "according to an unnamed source"),
    },
    "ar": {
        "report": ("بحسب", "بحسب تقرير"),
        "recording": ("في التسجيل", "في تسجيل"),
        "document": ("في المستند", "في مستند"),
        "person": ("نقلا عن", "نقلا عن شخص"),
        "unknown": ("بحسب", "بحسب مصدر لم يسمَّ"),
    },
}


@dataclass(frozen=True, slots=True)
class Said:
    """A statement whose parts are resolved: what the sentence is made from."""

    item: Ref
    item_name: Veiled
    transcript: bool
    force: str
    direct: bool
    negated: bool
    hedged: bool
    said_false: bool
    content: Cited
    speaker: Veiled | None
    speaker_span: Cited | None
    speaker_person: int | None
    addressee: Veiled | None
    addressee_span: Cited | None
    addressee_person: int | None
    verb: Cited | None
    sources: tuple[SourceView, ...]


@dataclass(slots=True)
class _Line:
    language: Language
    pieces: list[Piece] = field(default_factory=list)
    refs: list[Ref] = field(default_factory=list)

    def words(self, text: str) -> None:
        self.pieces.append(Piece("chrome", plain(text)))

    def add(self, ref: Ref) -> int:
        if ref not in self.refs:
            self.refs.append(ref)
        return self.refs.index(ref)

    def quote(self, cited: Cited, *, cite: bool = False) -> None:
        self.pieces.append(Piece("quote", cited.text, self.add(cited.ref), cite=cite))

    def somebody(
        self, name: Veiled | None, span: Cited | None, person: int | None, fallback: Ref
    ) -> None:
        ref = self.add(span.ref if span is not None else fallback)
        assert name is not None
        self.pieces.append(Piece("name", name, ref, person))

    def done(self) -> Line:
        return Line(self.language, tuple(self.pieces), tuple(self.refs))


def say(said: Said, language: Language) -> Line:
    """The sentence in ``language``."""
    line = _Line(language)
    _TEMPLATES[language](line, said)
    return line.done()


def _sources(line: _Line, said: Said, comma: str) -> None:
    for source in said.sources:
        before, alone = _SOURCES[line.language].get(source.kind, _SOURCES[line.language]["unknown"])
        if source.cited is not None:
            line.words(f"{comma} {before} ")
            line.quote(source.cited)
        elif source.name is not None:
            line.words(f"{comma} {before} ")
            line.somebody(source.name, None, None, said.content.ref)
        else:
            line.words(f"{comma} {alone}")


def _english(line: _Line, said: Said) -> None:
    plain_verb, to_verb, base, to_base = _ENGLISH.get(said.force, _ENGLISH["says"])
    line.words("In the transcript " if said.transcript else "According to the document ")
    line.pieces.append(Piece("name", said.item_name, line.add(said.item)))
    line.pieces.append(Piece("chrome", plain(""), line.add(said.content.ref), cite=True))
    _sources(line, said, ",")
    line.words(", ")
    if said.speaker is None:
        line.words("somebody who is not named")
    else:
        line.somebody(said.speaker, said.speaker_span, said.speaker_person, said.content.ref)
    to = said.addressee is not None
    if said.negated:
        line.words(f" is reported not to {to_base if to else base}")
    elif said.hedged:
        line.words(f" is said to {to_base if to else base}")
    else:
        line.words(f" {to_verb if to else plain_verb}")
    if to:
        line.words(" ")
        line.somebody(said.addressee, said.addressee_span, said.addressee_person, said.content.ref)
    if said.negated and said.hedged:
        line.words(", with reservation")
    if said.verb is not None:
        line.words(" (")
        line.quote(said.verb)
        line.words(")")
    line.words(", word for word: " if said.direct else ", in reported speech: ")
    line.quote(said.content)
    line.words(".")
    if said.said_false:
        line.words(" The content is about something that the source calls invented.")


def _arabic(line: _Line, said: Said) -> None:
    noun, feminine = _ARABIC.get(said.force, _ARABIC["says"])
    line.words("في النص المفرَّغ " if said.transcript else "وفق المستند ")
    line.pieces.append(Piece("name", said.item_name, line.add(said.item)))
    line.pieces.append(Piece("chrome", plain(""), line.add(said.content.ref), cite=True))
    _sources(line, said, "،")
    ending = "ة" if feminine else ""
    if said.negated:
        line.words(f"، لم يرد {noun} عن " if not feminine else f"، لم ترد {noun} عن ")
    else:
        line.words(f"، {noun} منسوب{ending} إلى ")
    if said.speaker is None:
        line.words("متحدث لم يسمَّ")
    else:
        line.somebody(said.speaker, said.speaker_span, said.speaker_person, said.content.ref)
    if said.addressee is not None:
        line.words(f" وموجَّه{ending} إلى " if not said.negated else " إلى ")
        line.somebody(said.addressee, said.addressee_span, said.addressee_person, said.content.ref)
    if said.hedged:
        line.words("، بصيغة غير جازمة")
    if said.verb is not None:
        line.words(" (")
        line.quote(said.verb)
        line.words(")")
    line.words("، بالنص: " if said.direct else "، بكلام منقول: ")
    line.quote(said.content)
    line.words(".")
    if said.said_false:
        line.words(" ويدور الكلام على ما يصفه المصدر بأنه مختلق.")


_TEMPLATES: dict[Language, Callable[[_Line, Said], None]] = {"en": _english, "ar": _arabic}
