"""Words to find again wherever they stand, however they are spelt.

A term is a row of normalised words (:func:`kashf.text.normalise`). It is found in a text

- with other vowel signs, letter forms, digits, capitals, and with anything between its words that
  normalising takes for a gap;
- with the Arabic letters that are written onto a word: و ف before, ب ل ك س before, the article;
- run together (``samirhaddad``) inside a longer word, from six letters on;
- digits: in other groups (``0770 123`` for ``0770123``);
- inside links, decoded: then the whole link counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from kashf.text import normalise, normalise_with_map

__all__ = ["Hit", "Terms", "is_arabic", "is_function_word", "split"]

_LINK = re.compile(r"\S*(?:://|[wW]{3}\.|\.[A-Za-z]{2,24}/)\S*")
_ARABIC = re.compile("[\u0620-\u06ff]")
# Prepositions that become names by normalising (على and علي), and the like.
_FUNCTION = frozenset({"على", "إلى", "الى", "حتى", "متى", "لدى"})
_MARKS = re.compile("[\u0640\u064b-\u065f\u0670\u200b-\u200f\u061c]")
_LEAST_JOINED = 6
_LEAST_DIGITS = 5


def split(text: str) -> tuple[str, ...]:
    """The normalised words of ``text``."""
    return tuple(normalise(text).split())


def is_arabic(text: str) -> bool:
    """Whether there are Arabic letters in ``text``."""
    return _ARABIC.search(text) is not None


def is_function_word(raw: str) -> bool:
    """Whether ``raw`` is على and its like as it is spelt, with what is written onto it."""
    word = _MARKS.sub("", raw)
    return word in _FUNCTION or (word[:1] in "وف" and word[1:] in _FUNCTION)


@dataclass(frozen=True, slots=True)
class Hit:
    """A term at ``text[start:end]``; ``key`` is what the term was added with.

    ``prefix`` is what is written onto the first word, apart from the article: و, ب, ول …
    """

    start: int
    end: int
    key: int
    prefix: str = ""
    arabic: bool = False


def _bare(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 3 else word


def _variants(word: str) -> Iterator[tuple[str, str]]:
    """(what is written onto it, the word without article) for each way to read ``word``."""
    yield "", _bare(word)
    if not _ARABIC.match(word):
        return
    for conjunction in ("", "و", "ف"):
        if not word.startswith(conjunction):
            continue
        rest = word[len(conjunction) :]
        if conjunction and len(rest) > 1:
            yield conjunction, _bare(rest)
        for preposition in ("ب", "ل", "ك", "س"):
            if rest.startswith(preposition) and len(rest) > 2:
                yield conjunction + preposition, _bare(rest[1:])
        if rest.startswith("لل") and len(rest) > 3:
            yield f"{conjunction}ل", rest[2:]


def _same(word: str, wanted: str) -> bool:
    return any(bare in (wanted, f"{wanted}ا") for _, bare in _variants(word))


@dataclass(slots=True)
class Terms:
    """A set of terms. Where several begin at a word, the longest counts, then the first added."""

    _first: dict[str, list[tuple[tuple[str, ...], int]]] = field(default_factory=dict)
    _joined: dict[str, int] = field(default_factory=dict)
    _digits: dict[str, int] = field(default_factory=dict)

    def add(self, words: Sequence[str], key: int, *, joined: bool = False) -> None:
        """Add a row of normalised words; ``joined`` finds them run together as well."""
        if not words:
            return
        bare = tuple(_bare(word) for word in words)
        known = self._first.setdefault(bare[0], [])
        if all(term != bare for term, _ in known):
            known.append((bare, key))
            known.sort(key=lambda entry: -len(entry[0]))
        run = "".join(words)
        if run.isdigit() and len(run) >= _LEAST_DIGITS:
            self._digits.setdefault(run, key)
        elif joined and len(words) > 1 and len(run) >= _LEAST_JOINED:
            self._joined.setdefault(run, key)

    def __bool__(self) -> bool:
        return bool(self._first)

    def find(self, text: str) -> list[Hit]:
        """Where terms stand in ``text``, in order, not overlapping."""
        if not self._first or not text:
            return []
        hits = [*self._links(text)]
        normalised = normalise_with_map(text)
        words: list[tuple[str, int, int]] = []
        for match in re.finditer(r"\S+", normalised.text):
            start, end = normalised.original_span(*match.span())
            words.append((match[0], start, end))
        hits += self._numbers(words)
        at = 0
        while at < len(words):
            hit, used = self._at(text, words, at)
            if hit is not None:
                hits.append(hit)
            at += used
        return _apart(hits)

    def _at(self, text: str, words: list[tuple[str, int, int]], at: int) -> tuple[Hit | None, int]:
        word, start, end = words[at]
        best: tuple[tuple[str, ...], int, str] | None = None
        for prefix, bare in _variants(word):
            stems = (bare, bare[:-1]) if len(bare) > 4 and bare.endswith("ا") else (bare,)
            for term, key in (entry for stem in stems for entry in self._first.get(stem, ())):
                if best is not None and len(best[0]) >= len(term):
                    continue
                rest = words[at + 1 : at + len(term)]
                if len(rest) == len(term) - 1 and all(
                    _same(other[0], wanted) for other, wanted in zip(rest, term[1:], strict=True)
                ):
                    best = term, key, prefix
        if best is not None:
            term, key, prefix = best
            last = words[at + len(term) - 1][2]
            if len(term) > 1 or not is_function_word(text[start:last]):
                arabic = _ARABIC.search(word) is not None
                return Hit(start, last, key, prefix, arabic), len(term)
        for run, key in self._joined.items():
            if run in word:
                return Hit(start, end, key, "", _ARABIC.search(word) is not None), 1
        return None, 1

    def _numbers(self, words: list[tuple[str, int, int]]) -> Iterator[Hit]:
        if not self._digits:
            return
        at = 0
        while at < len(words):
            last = at
            while last < len(words) and words[last][0].isdigit():
                last += 1
            run = "".join(word for word, _, _ in words[at:last])
            for digits, key in self._digits.items():
                if digits in run:
                    yield Hit(words[at][1], words[last - 1][2], key)
                    break
            at = max(last, at + 1)

    def _links(self, text: str) -> Iterator[Hit]:
        for match in _LINK.finditer(text):
            plain = re.sub(r"[\W_]+", " ", unquote(unquote(match[0])))
            words = [(word, 0, 0) for word in split(plain)]
            whole = "".join(word for word, _, _ in words)
            key: int | None = None
            for at in range(len(words)):
                hit, _ = self._at("", words, at)
                if hit is not None:
                    key = hit.key
                    break
            else:
                for run, found in {**self._joined, **self._digits}.items():
                    if run in whole:
                        key = found
                        break
            if key is not None:
                arabic = _ARABIC.search(plain) is not None
                yield Hit(match.start(), match.end(), key, "", arabic)


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """The hits in order; of those that overlap, the one that begins first, then the longest."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept
