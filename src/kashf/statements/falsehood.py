"""Whether a content says that something invented is spread: what a leak says of posts to come."""

from __future__ import annotations

from kashf.statements.draft import Range, Scene
from kashf.statements.tokens import Word

__all__ = ["said_false"]

_NEAR = 12


def said_false(scene: Scene, span: Range) -> bool:
    """A word for what is invented near one for spreading or making it, or one that is both."""
    lies = scene.among(_is_lie, *span)
    if not lies:
        return False
    spreads = scene.among(_is_spread, *span)
    for k in lies:
        near = [s for s in spreads if abs(s - k) <= _NEAR]
        if (
            near
            and not _refused(scene, k, span)
            and not all(_refused(scene, s, span) for s in near)
        ):
            return True
    return False


def _is_lie(word: Word) -> bool:
    return "lie" in word.tags


def _is_spread(word: Word) -> bool:
    return "spread" in word.tags


def _refused(scene: Scene, k: int, span: Range) -> bool:
    """``not false``, ``did not invent``: a negation right before."""
    return any("not" in scene.words[q].tags or "neg" in scene.words[q].tags or scene.words[q].fold in {"no", "never", "عدم"}
               for q in range(max(span[0], k - 3), k))  # fmt: skip
