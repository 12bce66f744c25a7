"""Family names that a text gives in full somewhere: behind a given name."""

from __future__ import annotations

from kashf.statements.draft import Scene
from kashf.statements.given import is_given
from kashf.statements.tokens import Word

__all__ = ["is_surname"]

_PARTS = frozenset({"maybe-and", "def", "clitic:ب", "clitic:ل", "clitic:ك"})


def is_surname(scene: Scene, i: int) -> bool:
    """Whether the word ``i`` is a family name alone, and elsewhere stands behind a given name."""
    if not _may_be(scene.words[i]) or (i and is_given(scene.words[i - 1])):
        return False
    if scene.surnames is None:
        scene.surnames = _surnames(scene)
    return scene.words[i].base in scene.surnames


def _surnames(scene: Scene) -> frozenset[str]:
    words, found = scene.words, set()
    for k in scene.tokens.where(lambda word: word.arabic and is_given(word)):
        if k + 1 < len(words) and _may_be(words[k + 1]) and "def" not in words[k].tags:
            then = words[min(k + 2, len(words) - 1)]
            if "def" not in then.tags or "def" in words[k + 1].tags:
                found.add(words[k + 1].base)
    return frozenset(found)


def _may_be(word: Word) -> bool:
    """Whether a word that nothing else is known of can be a family name."""
    return word.kind == "w" and word.arabic and word.verb is None and not is_given(word) and (
        len(word.base) > 2 and not word.tags - _PARTS and word.raw[-1] not in "ةً"
    )  # fmt: skip
