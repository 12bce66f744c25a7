"""What the models ask of each word of a text: the answers of a word are one byte, so that a text is looked at once."""

from __future__ import annotations

from collections.abc import Iterable

from kashf.statements.draft import Scene, between
from kashf.statements.tokens import REMEMBERED, Word

__all__ = ["COLON", "COMMA", "ENDS", "LEADS", "MAY", "STOP", "STOPS", "VERB", "among", "flags"]

ENDS, LEADS, MAY, COMMA, COLON, STOP, VERB = (1 << n for n in range(7))

STOPS = frozenset(",،;؛—–-:()")
_ARABIC = frozenset({"and", "maybe-and", "adverb", "pronoun", "neg", "source", "comp"})
_ENGLISH = frozenset({"bound", "conj", "adverb", "rel"})
_LEADS = frozenset(
    {"comp", "bcomp", "topic", "act", "conj", "inside", "tome", "adverb", "attach", "was", "bound", "rel", "time",
     "timely", "aux", "be", "source", "saying", "neg", "objpron", "maybe-and"}
)  # fmt: skip
_NEVER = frozenset(
    {"comp", "bcomp", "neg", "was", "conj", "topic", "inside", "tome", "attach", "bound", "relative", "modal", "act",
     "adverb"}
)  # fmt: skip
_NOUNS = frozenset({"role", "given", "det", "pron", "body"})
_NAMED = frozenset({"role", "given", "def", "det"})


def _ends(word: Word) -> bool:
    """Whether a content may end before a word, or behind it if it is a sign."""
    if word.kind in "s\n":
        return True
    if word.arabic:
        return word.fold[:1] in "وف" or word.verb is not None or bool(word.tags & _ARABIC)
    return bool(word.tags & _ENGLISH)


def _leads(word: Word) -> bool:
    """Whether the phrase for a speaker may begin behind a word."""
    return word.kind in "s\n" or word.verb is not None or bool(word.tags & _LEADS)


def _may(word: Word) -> bool:
    """Whether such a phrase may begin with a word."""
    if word.kind in "s\n" or (word.arabic and word.verb is not None and not word.tags & _NAMED):
        return False
    return not word.tags & _NEVER or bool(word.tags & _NOUNS)


class _Looks(dict[Word, int]):
    """Words that were met, and the answers."""

    def __missing__(self, word: Word) -> int:
        answers: Iterable[tuple[int, bool]] = (
            (ENDS, _ends(word)), (LEADS, _leads(word)), (MAY, _may(word)), (COMMA, word.raw in ",،"),
            (COLON, word.raw in ":;؛"), (STOP, word.raw in STOPS), (VERB, word.verb is not None or "act" in word.tags),
        )  # fmt: skip
        found = sum(bit for bit, answer in answers if answer)
        if len(self) < REMEMBERED:
            self[word] = found
        return found


_LOOKS = _Looks()
_TABLES = {1 << n: bytes(one >> n & 1 for one in range(256)) for n in range(7)}


def flags(scene: Scene, look: int) -> bytes:
    """For each token of a text 1 or 0."""
    found = scene.looks.get(look)
    if found is None:
        if not scene.looks:
            scene.looks[0] = bytes(map(_LOOKS.__getitem__, scene.words))
        found = scene.looks[look] = scene.looks[0].translate(_TABLES[look])
    return found


def among(scene: Scene, look: int, start: int, end: int) -> list[int]:
    """The tokens between two for which it is so."""
    return between(flags(scene, look), start, end)
