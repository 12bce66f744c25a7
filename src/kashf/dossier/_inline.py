"""Veiled texts, lines and citations → HTML."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from kashf.dossier._veiled import Veiled
from kashf.dossier.built import Cited, Line, Ref
from kashf.dossier.model import Language
from kashf.dossier.words import DIRECTION, word
from kashf.html import Child, Markup, shown, tag
from kashf.safe import clip

__all__ = ["Inline", "chrome", "direction"]

_QUOTES: dict[Language, tuple[str, str]] = {"en": ("“", "”"), "ar": ("«", "»")}
_LONGEST = 20_000  # characters of one quotation or name in a sentence


def direction(text: str) -> str | None:
    """``rtl`` or ``ltr`` by the first letter that has a direction."""
    for char in text[:_LONGEST]:
        bidi = unicodedata.bidirectional(char)
        if bidi in {"R", "AL"}:
            return "rtl"
        if bidi == "L":
            return "ltr"
    return None


def chrome(key: str, languages: tuple[Language, ...]) -> list[Child]:
    """A word of Kashf in each language: the first one leads."""
    out: list[Child] = []
    for number, language in enumerate(languages):
        text = word(key, language)
        if number and text == word(key, languages[0]):
            continue
        out += [
            " " if number else None,
            tag(
                "span",
                text,
                lang=language,
                dir=DIRECTION[language],
                class_="also" if number else "lead-word",
            ),
        ]
    return out


class Inline:
    """Renders with the reasons of redactions at hand (by number, from 1)."""

    def __init__(self, reasons: Mapping[int, Veiled]) -> None:
        self.reasons = reasons

    def text(self, veiled: Veiled, *, length: int = _LONGEST) -> list[Child]:
        """A text with its bars and pseudonyms, hidden characters made visible."""
        short, cut = clip(veiled.text, length)
        out: list[Child] = []
        at = 0
        for mark in veiled.marks:
            if mark.end > len(short):
                break
            out += [*shown(short[at : mark.start]), self._mark(short[mark.start : mark.end], mark)]
            at = mark.end
        else:
            out += shown(short[at:])
            return [*out, "…" if cut else None]
        return [*out, "…"]

    def _mark(self, text: str, mark: object) -> Markup:
        number = getattr(mark, "redaction", None)
        if number is None:
            return tag("span", text, class_="alias")
        # A reason may be hidden in part as well; a bar inside of it has no reason of its own.
        reason = self.reasons.get(number)
        return tag(
            "span",
            tag("span", text, class_="ink"),
            tag("bdi", "[", shown(clip(reason.text, 80)[0]), "]", dir=direction(reason.text))
            if reason is not None
            else None,
            class_="bar",
        )

    def bdi(self, veiled: Veiled, *, length: int = 300, class_: str | None = None) -> Markup:
        """A name or a note of one line, with its own direction."""
        return tag(
            "bdi",
            self.text(veiled, length=length),
            dir=direction(veiled.text) or "auto",
            class_=class_,
        )

    def cite(self, ref: Ref) -> Markup:
        """A citation in brackets that jumps to its place."""
        return tag(
            "a", tag("bdi", "[", self.text(ref.label, length=120), "]", dir="ltr"),
            href=f"#{ref.anchor}", class_="cite",
        )  # fmt: skip

    def quoted(self, cited: Cited, *, cite: bool = True) -> list[Child]:
        """Words of a source, linked to where they stand."""
        return [
            tag("a", self._q(cited.text, ("“", "”")), href=f"#{cited.ref.anchor}", class_="from"),
            [" ", self.cite(cited.ref)] if cite else None,
        ]

    def _q(self, text: Veiled, marks: tuple[str, str]) -> Markup:
        way = direction(text.text)
        if way == "rtl":
            marks = _QUOTES["ar"]
        return tag("q", marks[0], self.text(text), marks[1], dir=way or "auto")

    def line(self, line: Line, *, element: str = "p", id_: str | None = None) -> Markup:
        """A sentence."""
        out: list[Child] = []
        for piece in line.pieces:
            ref = line.refs[piece.ref] if piece.ref is not None else None
            target = f"#{ref.anchor}" if ref is not None else None
            if piece.role in {"chrome", "words"}:
                out.append(self.text(piece.text) if piece.text.text else None)
            elif piece.role == "person":
                out.append(tag("a", self.bdi(piece.text), href=f"#P{piece.person}", class_="name"))
            elif piece.role == "quote":
                out.append(
                    tag(
                        "a", self._q(piece.text, _QUOTES[line.language]), href=target, class_="from"
                    )
                )
            else:
                kind = "figure" if piece.role == "figure" else "name"
                out.append(tag("a", self.bdi(piece.text), href=target, class_=kind))
            if piece.cite and ref is not None:
                out += [" " if out else None, self.cite(ref)]
        return tag(
            element, out, lang=line.language, dir=DIRECTION[line.language], class_="said", id=id_
        )
