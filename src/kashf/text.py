"""Arabic-safe normalising of text, with a map back to the original offsets.

Two posts say the same when their normalised texts are equal. Normalising keeps letters, digits
and the marks that spell words; everything that a copyist or an evader changes is levelled:

- NFKC (Unicode Standard Annex 15) and full case folding; digits of every script to 0-9;
- Arabic letters: ``أإآٱ`` to ``ا``, ``ىئی`` to ``ي``, ``ؤ`` to ``و``, ``ة`` and the Persian, Urdu
  and Kurdish heh to ``ه``, ``ک`` to ``ك`` (after Larkey et al. 2002); a lone ``ء`` stays;
- marks: harakat, Quranic and Hebrew points and what Latin stacks on letters go, unless NFKC
  makes one letter of them (``é`` stays); vowel signs of Devanagari, Thai and others stay;
- tatweel, control, zero-width, bidi and variation characters go without leaving a gap;
- links, punctuation, symbols and emoji become one space, and so do ``#``, ``@`` and ``_``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

__all__ = [
    "Normalised",
    "display_safe",
    "fold_handle",
    "fold_hashtag",
    "normalise",
    "normalise_with_map",
    "words",
]

_LETTERS = {
    **dict.fromkeys("أإآٱٲٳ", "ا"),
    **dict.fromkeys("ىئیےۍێ", "ي"),
    **dict.fromkeys("ةہھەۀۂۃ", "ه"),
    **dict.fromkeys("کڪ", "ك"),
    "ؤ": "و",
    "ё": "е",
}
_DROPPED = {
    *"\u0640\u0674\u06e5\u06e6",  # tatweel, high hamza, small waw and yeh
    *"\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0",  # letters and marks that show nothing
}
_DROPPED_MARKS = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05C7), (0x0610, 0x06ED), (0x0711, 0x074A),
    (0x0897, 0x08FF), (0x180B, 0x180F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
    (0xFE00, 0xFE2F), (0x10EAB, 0x10EFF), (0xE0100, 0xE01EF),
)  # fmt: skip
_BREAKS = "\t\n\v\f\r\x85"
# What NFKC would turn into a space and a mark, in the middle of a word.
_LOOSE_MARKS = "\ufc5e-\ufc63\ufe70\ufe72\ufe74\ufe76\ufe78\ufe7a\ufe7c\ufe7e"
_MAX_MARKS = 30  # in a row, as in the Stream-Safe Text Format; sorting them takes quadratic time
_LONG = 300
_REMEMBERED = 50_000

_LINK = re.compile(r"[hH][tTxX]{2}[pP][sS]?://(?:[tT]\.co/[A-Za-z0-9]*|[^\s<>\"«»“”]*)")
_WWW_LINK = re.compile(r"(?<![A-Za-z0-9.-])[wW]{3}\.[^\s<>\"«»“”]+")
_BARE_SIGN = re.compile(r"\.[A-Za-z]{2,24}/")
_BARE_LINK = re.compile(
    r"(?<![A-Za-z0-9.@-])(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}/[!#-;=?-~]*"
)
_MENTION = re.compile(r"(?<![A-Za-z0-9_.@])@[A-Za-z0-9_]+(?:[.@-][A-Za-z0-9_]+)*")
# Most posts need one of these or none, and looking for a sign is far cheaper.
_CUTS: tuple[tuple[re.Pattern[str], Callable[[str, bool], bool]], ...] = (
    (_LINK, lambda text, _: "://" in text),
    (_WWW_LINK, lambda text, _: "w." in text or "W." in text),
    (_BARE_LINK, lambda text, _: "/" in text and _BARE_SIGN.search(text) is not None),
    (_MENTION, lambda text, mentions: not mentions and "@" in text),
)
_ASCII = bytes(
    ord(chr(code).lower()) if chr(code).isalnum() else 0x20 for code in range(128)
) + bytes(128)
_ASCII_DROPPED = bytes(c for c in [*range(32), 127] if chr(c) not in _BREAKS)
_HAN_OR_KANA = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_WORD = re.compile(rf"[{_HAN_OR_KANA}]|[^\s{_HAN_OR_KANA}]+")


def _fold(char: str) -> str:
    category = unicodedata.category(char)
    if char in _LETTERS:
        return _LETTERS[char]
    if char in _DROPPED or category == "Cf" or (category == "Cc" and char not in _BREAKS):
        return ""
    if category[0] == "M":
        code = ord(char)
        dropped = category == "Me" or any(a <= code <= b for a, b in _DROPPED_MARKS)
        return "" if dropped else char
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category[0] in "LN" and not "\u02b9" <= char <= "\u02ff":
        return char
    return " "


class _Table(dict[int, str]):
    """Code point to what it becomes, filled as characters turn up.

    ``kept`` are categories that stay though no word is spelled with them, ``signs`` characters.
    """

    def __init__(self, kept: frozenset[str] = frozenset(), signs: str = "") -> None:
        super().__init__()
        self._kept = kept
        self._signs = signs

    def __missing__(self, code: int) -> str:
        text, before = chr(code), ""
        while text != before:
            before = text
            text = unicodedata.normalize("NFKC", text).casefold()
            text = "".join(self._one(c) for c in unicodedata.normalize("NFKC", text))
        if len(self) < _REMEMBERED:
            self[code] = text
        return text

    def _one(self, char: str) -> str:
        if char in self._signs or unicodedata.category(char) in self._kept:
            return char
        return _fold(char)


_TABLE = _Table()
_TAG_TABLE = _Table(frozenset({"So", "Sk"}), "_")


def _code_points(pattern: str, wanted: frozenset[str] | None) -> str:
    """Body of a character class: characters of these categories, or all that combine."""
    ranges: list[list[int]] = []
    for code in range(0x110000):
        char = chr(code)
        if unicodedata.combining(char) if wanted is None else unicodedata.category(char) in wanted:
            if char in _BREAKS:
                continue
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"\\U{a:08x}-\\U{b:08x}" for a, b in ranges) + pattern


@cache
def _hidden() -> re.Pattern[str]:
    return re.compile(f"[{_code_points(_LOOSE_MARKS, frozenset({'Cc', 'Cf'}))}]+")


@cache
def _mark_runs() -> re.Pattern[str]:
    body = _code_points("", None)
    return re.compile(f"(?<=[{body}]{{{_MAX_MARKS}}})[{body}]+")


def _too_many_marks(text: str) -> bool:
    return len(text) > _LONG and _mark_runs().search(text) is not None


def _nfkc(text: str) -> bool:
    return unicodedata.is_normalized("NFKC", text)


def normalise(text: str, *, mentions: bool = True) -> str:
    """Normalised ``text``; ``mentions=False`` leaves ``@handles`` out. Idempotent."""
    if text.isascii():
        plain = text.encode().translate(None, _ASCII_DROPPED).decode()
        plain = _cut(plain, mentions)
        return " ".join(plain.encode().translate(_ASCII).decode().split())
    while True:
        if _too_many_marks(text):
            text = _mark_runs().sub("", text)
        if not (_nfkc(text) and _printable(text)):
            text = unicodedata.normalize("NFKC", _hidden().sub("", text))
        text = " ".join(_cut(text, mentions).translate(_TABLE).split())
        if _nfkc(text) and not _too_many_marks(text):
            return text


def _printable(text: str) -> bool:
    return text.replace("\n", " ").isprintable()


def _cut(text: str, mentions: bool) -> str:
    """``text`` with a space for every link and, unless they stay, every mention."""
    for pattern, needed in _CUTS:
        if needed(text, mentions):
            text = pattern.sub(" ", text)
    return text


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text; ``text[i]`` comes from ``original[starts[i]:ends[i]]`` (code points)."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """``(start, end)`` in the original of ``text[start:end]``, which must not be empty.

        Raises :class:`IndexError` where the span is empty or outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise IndexError(f"no characters {start} to {end} in a text of {len(self.text)}")
        return self.starts[start], self.ends[end - 1]


@dataclass(slots=True)
class _Traced:
    """Pieces of a text, each with its span in the original."""

    parts: list[str]
    spans: list[tuple[int, int]]

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @classmethod
    def spread(cls, pieces: list[tuple[str, tuple[int, int]]]) -> _Traced:
        return cls(
            [char for part, _ in pieces for char in part],
            [span for part, span in pieces for _ in part],
        )

    def replaced(self, pattern: re.Pattern[str], by: str) -> _Traced:
        pieces: list[tuple[str, tuple[int, int]]] = []
        at = 0
        for match in pattern.finditer(self.text):
            start, end = match.span()
            pieces += zip(self.parts[at:start], self.spans[at:start], strict=True)
            if start < end:
                pieces.append((by, (self.spans[start][0], self.spans[end - 1][1])))
            at = end
        pieces += zip(self.parts[at:], self.spans[at:], strict=True)
        return _Traced.spread(pieces)

    def composed(self) -> _Traced:
        """NFKC; what one normalised character was made of shares one span."""
        pieces: list[tuple[str, tuple[int, int]]] = []
        start = 0
        for at in range(1, len(self.parts) + 1):
            if at == len(self.parts) or not _joins(self.parts[at]):
                before = "".join(self.parts[start:at])
                part = unicodedata.normalize("NFKC", before)
                if part == before:
                    pieces += zip(self.parts[start:at], self.spans[start:at], strict=True)
                else:
                    pieces.append((part, (self.spans[start][0], self.spans[at - 1][1])))
                start = at
        return _Traced.spread(pieces)

    def folded(self) -> _Traced:
        """Through the table; a mark that goes still belongs to the letter before it."""
        pieces: list[tuple[str, tuple[int, int]]] = []
        for char, span in zip(self.parts, self.spans, strict=True):
            part = _TABLE[ord(char)]
            if part:
                pieces.append((part, span))
            elif pieces and pieces[-1][0] != " " and unicodedata.category(char)[0] == "M":
                pieces[-1] = (pieces[-1][0], (pieces[-1][1][0], max(span[1], pieces[-1][1][1])))
        return _Traced.spread(pieces)

    def collapsed(self) -> _Traced:
        pieces: list[tuple[str, tuple[int, int]]] = []
        for char, span in zip(self.parts, self.spans, strict=True):
            if not char.isspace():
                pieces.append((char, span))
            elif pieces and pieces[-1][0] == " ":
                pieces[-1] = (" ", (pieces[-1][1][0], span[1]))
            elif pieces:
                pieces.append((" ", span))
        if pieces and pieces[-1][0] == " ":
            pieces.pop()
        return _Traced.spread(pieces)


@cache
def _starts_like_a_mark(char: str) -> bool:
    first = unicodedata.normalize("NFKD", char)[0]
    return unicodedata.combining(first) != 0 or "\u1161" <= first <= "\u11ff" or first in _seconds()


def _joins(char: str) -> bool:
    return char > "\u02ff" and _starts_like_a_mark(char)


@cache
def _seconds() -> frozenset[str]:
    """Second halves of canonical compositions."""
    pairs = (unicodedata.decomposition(chr(code)).split() for code in range(0x20000))
    return frozenset(
        chr(int(pair[1], 16)) for pair in pairs if len(pair) == 2 and not pair[0].startswith("<")
    )


def normalise_with_map(text: str, *, mentions: bool = True) -> Normalised:
    """As :func:`normalise`, with the place of every character in ``text``."""
    traced = _Traced(list(text), [(i, i + 1) for i in range(len(text))])
    while True:
        if _too_many_marks(traced.text):
            traced = traced.replaced(_mark_runs(), "")
        current = traced.text
        if not (_nfkc(current) and _printable(current)):
            traced = traced.replaced(_hidden(), "").composed()
        for pattern, needed in _CUTS:
            if needed(traced.text, mentions):
                traced = traced.replaced(pattern, " ")
        traced = traced.folded().collapsed()
        if _nfkc(traced.text) and not _too_many_marks(traced.text):
            break
    starts = tuple(start for start, _ in traced.spans)
    return Normalised(traced.text, starts, tuple(end for _, end in traced.spans))


def fold_hashtag(tag: str) -> str:
    """A hashtag as an object: no ``#``, letters as in :func:`normalise`, ``_`` and emoji kept.

    Empty when nothing is left.
    """
    while True:
        if _too_many_marks(tag):
            tag = _mark_runs().sub("", tag)
        tag = unicodedata.normalize("NFKC", _hidden().sub("", tag))
        tag = "".join(tag.translate(_TAG_TABLE).split())
        if _nfkc(tag) and not _too_many_marks(tag):
            return tag


def fold_handle(name: str) -> str:
    """A handle or name of an account: no ``@``, NFKC, folded case, nothing hidden, single spaces.

    Letters that only look alike stay apart. Empty when nothing is left.
    """
    while True:
        before = name
        if _too_many_marks(name):
            name = _mark_runs().sub("", name)
        name = unicodedata.normalize("NFKC", _hidden().sub("", name)).casefold()
        name = " ".join(_SURROGATES.sub("", name).split()).lstrip("@ ")
        if name == before:
            return name


def words(text: str) -> list[str]:
    """Words of a normalised text; each Han or kana character is one, as they stand unspaced."""
    return _WORD.findall(text)


_OVERRIDES = "\u202d\u202e"


def _shown(match: re.Match[str]) -> str:
    out = []
    for char in match[0]:
        if char in _BREAKS or char in "\u2028\u2029":
            out.append(" ")
        elif char in _OVERRIDES or unicodedata.category(char) != "Cf":
            out.append(f"[U+{ord(char):04X}]")
    return "".join(out)


@cache
def _unsafe() -> re.Pattern[str]:
    unsafe = _code_points(_BREAKS, frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"}))
    visible = rf"[^\x00-\x7f{unsafe}]"
    joiner = rf"(?<={visible})[\u200c\u200d](?={visible})"
    return re.compile(rf"(?:(?!{joiner})[{unsafe}])+")


def display_safe(text: str) -> str:
    """``text`` in one line that can be printed: it can't move a cursor, reorder or hide text.

    Line breaks and tabs become spaces; control characters, lone surrogates and bidi overrides
    become visible, e.g. ``[U+202E]``; other invisible characters go, save joiners inside words
    and emoji. Marks stacked beyond 30 go. HTML is not escaped here.
    """
    if text.isascii() and text.isprintable():
        return text
    return _unsafe().sub(_shown, _mark_runs().sub("", text))
