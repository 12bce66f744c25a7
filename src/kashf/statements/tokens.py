"""Words and signs of a text with their places, each different form looked at once.

Nothing here backtracks: one pattern, one pass, linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain
from typing import Any, TypeVar

__all__ = ["REMEMBERED", "Tokens", "Word", "fold", "tokenise"]

_MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff\u0300-\u036f"
_UNSEEN = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u061c"
_IN_WORD = rf"[^\W_{_MARKS}][^\W_]*+(?:[{_MARKS}{_UNSEEN}]++[^\W_]*+)*+"
_TOKEN = re.compile(
    rf"""((?![ ])(?:[A-Za-zء-غف-ي]++(?=[ \n,،])  # most words, told by their letters at once
    |https?://[^\s<>"«»“”،؛]+|www\.[^\s<>"«»“”،؛]+
    |[@#]\w+(?:[.@]\w+)*
    |\d+(?:[.,٫٬٬]\d+)*
    |{_IN_WORD}(?:['’ʼ]{_IN_WORD})*+
    |\n
    |[^\w\s{_UNSEEN}{_MARKS}]|_))""",
    re.VERBOSE,
)
_FOLD = {
    **dict.fromkeys(map(ord, "أإآٱٲٳ"), "ا"),
    **dict.fromkeys(map(ord, "ىئیېۍێے"), "ي"),
    **dict.fromkeys(map(ord, "ةہھەۀۂۃ"), "ه"),
    **dict.fromkeys(map(ord, "کڪ"), "ك"),
    ord("ؤ"): "و",
    ord("گ"): "ق",  # as written in Iraq
    ord("چ"): "ج",
    ord("پ"): "ب",
    ord("ڤ"): "ف",
    ord("’"): "'",
    ord("ʼ"): "'",
}
_SHORTENED = re.compile("in['’]")
_APOSTROPHE = re.compile("['’]")
_DROPPED = re.compile(f"[{_MARKS}{_UNSEEN}]+")
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_FORMS = re.compile("[\ufb50-\U0010ffff]")
REMEMBERED = 100_000  # forms of which it is kept what they are
_T = TypeVar("_T")
_LONGEST = 60  # letters of a word; no longer one is looked up


def fold(text: str) -> str:
    """A word as the lists spell it: lower case, no marks, one alef, yeh, heh and kaf.

    A Latin letter loses its accent; an Arabic one is never taken apart.
    """
    if text.isascii():
        return text.lower()
    text = _DROPPED.sub("", text).translate(_FOLD)
    if _ACCENTED.search(text):
        text = _DROPPED.sub("", unicodedata.normalize("NFD", text))
    elif _FORMS.search(text):
        text = _DROPPED.sub("", unicodedata.normalize("NFKC", text)).translate(_FOLD)
    return text.lower()


@dataclass(slots=True, eq=False)
class Word:
    """What is known of a form, whatever stands beside it.

    ``kind``: w(ord), n(umber), s(ign), l(ink), h(andle) or a line break. ``base`` is ``fold``
    without the Arabic conjunctions. ``tags`` are set by the language.
    """

    raw: str
    fold: str
    kind: str
    arabic: bool = False
    capital: bool = False
    base: str = ""
    tags: frozenset[str] = frozenset()
    verb: Any = None
    trigger: bool = False
    look: bool = False  # may begin a name, a sum or a date
    given: bool = False  # a given name
    names: tuple[Any, ...] = field(default=())
    opens: Any = None  # adverbs of several words that may begin here


@dataclass
class Tokens:
    """The words of ``text``; ``starts[i]`` and ``ends[i]`` are the place of ``words[i]``."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[Word]

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def places(self) -> dict[Word, list[int]]:
        """The different words, and where each stands."""
        found: defaultdict[Word, list[int]] = defaultdict(list)
        for k, word in enumerate(self.words):
            found[word].append(k)
        return found

    def where(self, test: Callable[[Word], bool]) -> list[int]:
        """The places of the words that pass a test, which looks at each form once."""
        return sorted(chain.from_iterable(k for word, k in self.places.items() if test(word)))

    def at(self, start: int, end: int) -> str:
        """The original text of the tokens ``start`` to ``end`` (not included)."""
        return self.text[self.starts[start] : self.ends[end - 1]]


def _kind(raw: str) -> str:
    first = raw[0]
    if first in "@#" and len(raw) > 1:
        return "h"
    if "://" in raw or raw.startswith("www."):
        return "l"
    if first.isdecimal():
        return "n"
    if first.isalnum():
        return "w"
    return "\n" if raw == "\n" else "s"


class _Memo(dict[str, Word]):
    """Words that were met, by their form; what is not yet known is looked up."""

    def __missing__(self, raw: str) -> Word:
        kind, short = _kind(raw), raw[:_LONGEST]
        folded = fold(short)
        word = Word(short, folded, kind, base=folded)
        if kind == "w" and len(raw) <= _LONGEST:
            word.arabic = any("\u0600" <= c <= "\u06ff" or c >= "\ufb50" for c in raw)
            word.capital = not word.arabic and raw[0].isupper()
            if word.arabic:
                from kashf.statements.arabic.lexicon import describe
            else:
                from kashf.statements.english.lexicon import describe
            describe(word)
            from kashf.statements.given import looks_given

            word.given = looks_given(word)
        if kind in "wn":
            from kashf.statements.dates import starts
            from kashf.statements.numbers import is_number_word

            word.look = is_number_word(word) or folded in starts()
        if len(self) < REMEMBERED:
            self[raw] = word
        return word


_MEMO = _Memo()


def _join_shortened(tokens: Tokens) -> None:
    """Make one word of "askin'"; another word before such a sign keeps apart."""
    starts, ends, words = tokens.starts, tokens.ends, tokens.words
    joined = []
    for sign in _APOSTROPHE.finditer(tokens.text):
        k = bisect_left(starts, sign.start())
        if not 0 < k < len(words) or not ends[k - 1] == starts[k] == sign.start():
            continue
        verb = words[k - 1].verb
        if verb is not None and verb.kind == "participle" and words[k - 1].fold.endswith("in"):
            ends[k - 1] = ends[k]
            words[k - 1] = _MEMO[tokens.at(k - 1, k)]
            joined.append(k)
    tokens.starts, tokens.ends = _without(starts, joined), _without(ends, joined)
    tokens.words = _without(words, joined)


def _without(row: list[_T], dropped: list[int]) -> list[_T]:
    kept, at = [], 0
    for k in dropped:
        kept += row[at:k]
        at = k + 1
    return kept + row[at:]


def tokenise(text: str) -> Tokens:
    """Cut ``text`` into words, numbers, signs, links, handles and line breaks."""
    pieces = _TOKEN.split(text)  # what stands between tokens, and tokens, by turns
    borders = list(accumulate(map(len, pieces)))
    words = list(map(_MEMO.__getitem__, pieces[1::2]))
    tokens = Tokens(text, borders[:-1:2], borders[1::2], words)
    if _SHORTENED.search(text):
        _join_shortened(tokens)
    if any(word.opens for word in set(tokens.words)):
        from kashf.statements.arabic.adverbials import mark

        words = tokens.words
        for i in [i for i, word in enumerate(words) if word.opens]:
            mark(words, i)
    return tokens
