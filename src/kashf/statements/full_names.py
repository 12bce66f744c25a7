"""The full name that a text has for a family name alone, or for the first word of a body's name."""

from __future__ import annotations

from kashf.statements.draft import Range
from kashf.statements.given import given_gender, is_given
from kashf.statements.introductions import Introductions
from kashf.statements.mentions import is_title
from kashf.statements.name_words import NO_NAME
from kashf.statements.name_words_arabic import CALLED
from kashf.statements.tokens import Word

__all__ = ["FullNames"]

_TITLES = {"mr": "m", "sir": "m", "mrs": "f", "ms": "f", "miss": "f"}
_MOST = 8  # places of the name of a body that are looked at


class FullNames:
    """Looks at the words around a name in the whole text; each name is looked for once."""

    def __init__(self, introductions: Introductions) -> None:
        self.introductions = introductions
        self.words = introductions.words
        self._given: dict[tuple[str, str | None], int | None] = {}

    def given(self, word: Word, gender: str | None) -> int | None:
        """Where the given name stands that the text puts before a family name, if it is only one.

        None where two people could be meant, or where a title or verb tells another gender.
        """
        key = (word.base.removesuffix("'s"), gender)
        if key not in self._given:
            self._given[key] = self._look(*key)
        return self._given[key]

    def _look(self, base: str, gender: str | None) -> int | None:
        firsts: dict[str, int] = {}
        titles = set()
        looked: set[Word] = set()  # an English word tells the same wherever it stands
        for k in self.introductions.places(base):
            before = self.words[k - 1]
            if k == 0 or before in looked:
                continue
            if not before.arabic and before.raw != ".":
                looked.add(before)
            title = self.words[k - 2] if before.raw == "." and k > 1 else before
            if title.fold in _TITLES:
                titles.add(_TITLES[title.fold])
            if self._precedes(k - 1):
                firsts.setdefault(before.base, k - 1)
                if len(firsts) > 1:
                    return None
        if len(firsts) != 1 or (gender is None and len(titles) > 1):
            return None
        at = next(iter(firsts.values()))
        told = given_gender(self.words[at])
        if told is not None and (gender or next(iter(titles), told)) != told:
            return None
        return at

    def _precedes(self, k: int) -> bool:
        """Whether the word could be the given name before a family name."""
        word = self.words[k]
        if word.kind != "w":
            return False
        if not word.arabic:
            return (
                word.capital
                and word.fold not in NO_NAME
                and not is_title(word)
                and "possessive" not in word.tags
                and (is_given(word) or (not word.tags and word.verb is None))
            )
        if word.tags & {"clitic:ل", "clitic:ب", "prep", "def"} or len(word.fold) < 3:
            return False
        if is_given(word):
            return True
        if word.tags - {"maybe-and"} or word.verb is not None or word.fold in CALLED:
            return False
        if word.raw.endswith(("ا", "ً", "ه")) or self.introductions.places("ال" + word.base):
            return False  # no given name has an article elsewhere
        before = self.words[k - 1] if k else None
        if before is None or before.kind == "\n" or before.raw == ".":
            return True
        if "role" in before.tags or before.verb is not None or "act" in before.tags:
            return True
        return "def" in before.tags and k > 1 and "role" in self.words[k - 2].tags

    def body(self, word: Word) -> Range | None:
        """ "The Commission" for the one "Commission of Inquiry", with its article."""
        words = self.words
        found: dict[tuple[str, ...], Range] = {}
        for k in self.introductions.places(word.base)[:_MOST]:
            if k == 0 or k + 2 >= len(words) or not (words[k].capital and words[k + 2].capital):
                continue
            if words[k - 1].fold != "the" or words[k + 1].fold != "of":
                continue
            stop = k + 3
            while stop < len(words) and words[stop].kind == "w" and words[stop].capital:
                stop += 1
            found.setdefault(tuple(w.base for w in words[k:stop]), (k - 1, stop))
        return next(iter(found.values())) if len(found) == 1 else None
