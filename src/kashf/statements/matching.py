"""Finds a quoted piece in a source though letters, marks, spaces and signs were levelled."""

from __future__ import annotations

from kashf.text import Normalised, normalise, normalise_with_map

__all__ = ["Matcher"]

_CLITICS = frozenset("وفبلك")


class Matcher:
    """Finds pieces in ``source``; offsets are code points of it.

    A piece is found when it stands there as it is, or when both are equal after
    :func:`kashf.text.normalise`: hamza, alef, tatweel, vowel marks, digits, punctuation and spaces
    may differ, words may not. Only whole words count, save that an Arabic conjunction or
    preposition may be written together with the first.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._normalised: Normalised | None = None

    def find(self, piece: str, *, near: int | None = None) -> tuple[int, int] | None:
        """Start and end of ``piece``; of several places the one closest to ``near``, or the first."""
        piece = piece.strip()
        if not piece:
            return None
        exact = self._places(self.source, piece, lambda a, b: (a, b))
        found = exact or self._levelled(piece)
        if not found:
            return None
        if near is None:
            return found[0]
        return min(found, key=lambda span: (abs(span[0] - near), span[0]))

    def _levelled(self, piece: str) -> list[tuple[int, int]]:
        wanted = normalise(piece)
        if not wanted:
            return []
        if self._normalised is None:
            self._normalised = normalise_with_map(self.source)
        text = self._normalised
        return self._places(text.text, wanted, text.original_span)

    @staticmethod
    def _places(text: str, piece: str, back: object) -> list[tuple[int, int]]:
        found, at = [], text.find(piece)
        while at >= 0:
            end = at + len(piece)
            before = text[at - 1] if at else " "
            starts = not before.isalnum() or (
                before in _CLITICS and (at < 2 or not text[at - 2].isalnum())
            )
            if starts and (end == len(text) or not text[end].isalnum() or not piece[-1].isalnum()):
                found.append(back(at, end))  # type: ignore[operator]
            at = text.find(piece, at + 1)
        return found
