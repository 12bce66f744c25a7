"""Noun phrases that introduce somebody by a role, wherever they stand in the text."""

from __future__ import annotations

from collections.abc import Iterator

from kashf.statements.arabic.nouns import NOUNS
from kashf.statements.arabic.phrases import Phrases as ArabicPhrases
from kashf.statements.draft import Range, Scene
from kashf.statements.english.phrases import Phrases as EnglishPhrases
from kashf.statements.tokens import Word

__all__ = ["role_phrases"]

_NEAR = 4
_ARTICLES = frozenset({"a", "an", "the", "its", "his", "her"})


def role_phrases(scene: Scene) -> Iterator[Range]:
    """Phrases such as "a commander called X" and "the director of Y", in order."""
    words, total = scene.words, len(scene.tokens)
    arabic = ArabicPhrases(scene)
    english = EnglishPhrases(scene, 0, total)
    done = 0
    for k in scene.tokens.where(_may_open):
        if k < done:
            continue
        if words[k].arabic:
            found = arabic.noun(k, min(total, k + 16))
            if found is not None:
                yield (k, found[0])
                done = found[0]
        elif scene.among(_is_role, k + 1, k + 1 + _NEAR):
            end = english.right(k)
            end = next((q for q in range(k + 1, end) if english.finite(q)), end)
            if end + 1 < total and words[end].raw == "," and words[end + 1].capital:
                done = end  # the name follows, and the phrase with it is a speaker's
            elif end > k + 1:
                yield (k, end)
                done = end


def _is_role(word: Word) -> bool:
    return "role" in word.tags and not word.arabic


def _may_open(word: Word) -> bool:
    if word.kind != "w":
        return False
    if word.arabic:
        return word.verb is None and bool(
            word.tags & NOUNS and not word.tags & {"clitic:ب", "clitic:ل"}
        )
    return word.fold in _ARTICLES
