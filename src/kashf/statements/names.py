"""Names of people, bodies, armed groups, outlets, places, platforms, pages, handles and links.

Lists of names and rules over the words beside them; no list can hold every name, and the figures in
``docs/methods/statements.md`` say how many are found.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import cast, get_args

from kashf.errors import InputError
from kashf.statements.draft import Range
from kashf.statements.given import is_given
from kashf.statements.lists import rows
from kashf.statements.model import Name, NameType, Span
from kashf.statements.name_rules import arabic_at, arabic_may, english_at, english_may
from kashf.statements.tokens import Tokens, Word, fold, tokenise

__all__ = ["Tagger", "find_names"]

_Listed = dict[str, list[tuple[tuple[str, ...], NameType]]]


def _add(listed: _Listed, kind: NameType, name: str) -> None:
    forms = tuple(word.fold for word in tokenise(name).words if word.kind != "\n")
    if forms:
        listed.setdefault(forms[0], []).append((forms, kind))


def _sorted(listed: _Listed) -> _Listed:
    for entries in listed.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return listed


@cache
def _listed() -> _Listed:
    found: _Listed = {}
    for kind, names in rows("data", "names.tsv"):
        for name in names.split("|"):
            _add(found, cast("NameType", kind), name)
    for _, name in rows("data", "places.tsv"):
        _add(found, "place", name)
    return _sorted(found)


def _read(path: str) -> Iterable[tuple[NameType, str]]:
    kinds = get_args(NameType)
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("This list of names can't be read as UTF-8 text.", file=path) from error
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        kind, tab, name = line.partition("\t")
        if not tab or kind.strip() not in kinds or not name.strip():
            raise InputError(
                "A line must be a type, a tab and a name.", file=path, row=number,
                hint=f"Types: {', '.join(kinds)}.",
            )  # fmt: skip
        yield cast("NameType", kind.strip()), name.strip()


def _bases(word: Word) -> list[tuple[str, int]]:
    """Readings of a word as the first of a name, with the letters cut off."""
    folded = word.fold
    found = [(folded, 0)]
    if word.arabic and len(folded) > 3:
        rest, cut = folded, 0
        if rest[0] in "وف":
            rest, cut = rest[1:], 1
            found.append((rest, cut))
        if rest.startswith("لل") and len(rest) > 4:
            found.append(("ا" + rest[1:], 0))
        elif rest[0] in "بلك" and len(rest) > 3:
            found.append((rest[1:], cut + 1))
    elif folded.endswith("'s"):
        found.append((folded[:-2], 0))
    return found


class Tagger:
    """Finds names; further lists of names are read from ``gazetteers``."""

    def __init__(self, gazetteers: tuple[str, ...] = ()) -> None:
        self.own: _Listed = {}
        for path in gazetteers:
            for kind, name in _read(path):
                _add(self.own, kind, name)
        _sorted(self.own)
        self._of: Tokens | None = None
        self._found: list[tuple[NameType, Range]] = []
        self._starts: list[int] = []

    def find(self, tokens: Tokens, start: int, end: int) -> list[tuple[NameType, Range]]:
        """Names between two tokens, in order, not overlapping."""
        if self._of is not tokens:
            self._of, self._found = tokens, self._all(tokens)
            self._starts = [span[0] for _, span in self._found]
        lo = bisect_left(self._starts, start)
        hi = bisect_left(self._starts, end)
        return [(kind, (a, b)) for kind, (a, b) in self._found[lo:hi] if b <= end]

    def persons(self, tokens: Tokens, spans: Iterable[Range]) -> list[Range]:
        """Names of people in the whole text."""
        self.find(tokens, 0, 0)
        return [span for kind, span in self._found if kind == "person"]

    def _all(self, tokens: Tokens) -> list[tuple[NameType, Range]]:
        words, n = tokens.words, len(tokens)
        found: list[tuple[NameType, Range]] = []
        done = 0
        for k in tokens.where(self._may_begin):
            if k < done:
                continue
            made = self._at(words, k, n)
            if made is not None:
                found.append(made)
                done = made[1][1]
        return found

    def _may_begin(self, word: Word) -> bool:
        """Whether a name may begin with the word, whatever stands beside it."""
        if word.kind != "w":
            return word.kind == "l" or (word.kind == "h" and word.raw[0] == "@")
        if not (word.arabic or word.capital):
            return False
        if not word.names:
            may = arabic_may if word.arabic else english_may
            word.names = (_first_known(word, _listed()), may(word))
        return any(word.names) or bool(self.own)

    def _at(self, words: list[Word], k: int, n: int) -> tuple[NameType, Range] | None:
        word = words[k]
        if word.kind != "w":
            return ("link" if word.kind == "l" else "handle"), (k, k + 1)
        if self.own:
            made = _match(words, k, n, self.own)
            if made is not None:
                return made
        listed, ruled = word.names
        rule = arabic_at if word.arabic else english_at
        person = rule(words, k, n) if ruled else None
        if listed:
            made = _match(words, k, n, _listed())
            if made is not None and (person is None or made[1][1] >= person[1][1]):
                return made
        return person


def _first_known(word: Word, listed: _Listed) -> bool:
    return any(base in listed for base, _ in _bases(word))


def _match(words: list[Word], k: int, n: int, listed: _Listed) -> tuple[NameType, Range] | None:
    for base, _ in _bases(words[k]):
        for forms, kind in listed.get(base, ()):
            length = len(forms)
            if length == 1 or (
                k + length <= n
                and words[k + 1].fold == forms[1]
                and all(words[k + q].fold == forms[q] for q in range(2, length))
            ):
                if len(base) < 4 and not words[k].arabic and words[k].raw.lower() == words[k].raw:
                    continue
                return kind, (k, k + length)
    return None


def find_names(text: str, gazetteers: tuple[str, ...] = ()) -> list[Name]:
    """The names of a text, in order, not overlapping.

    ``gazetteers`` are files with further names: type, tab, name, one a line. Arabic conjunctions and
    prepositions that are written together with a name are not part of its span.
    """
    from kashf.statements.layout import unwrapped
    from kashf.statements.people import People

    tokens = unwrapped(tokenise(text))
    tagger = Tagger(gazetteers)
    people = People(tokens, {})
    found = tagger.find(tokens, 0, len(tokens))
    for kind, span in found:
        if kind == "person":
            people.introduce(span)
    made = []
    for kind, (a, b) in found:
        start, end = tokens.starts[a] + _clitic(tokens.words[a], kind), tokens.ends[b - 1]
        full = people.meant((a, b)) if kind == "person" else None
        piece = text[start:end]
        made.append(
            Name(type=kind, span=Span(text=piece, start=start, end=end), full=full or piece)
        )
    return made


def _clitic(word: Word, kind: NameType) -> int:
    """Letters of conjunctions and prepositions before a name."""
    if not word.arabic:
        return 0
    known = _listed()
    for base, cut in _bases(word):
        if base in known or (kind == "person" and fold(base) == base and is_given(word) and cut):
            return cut if base in known or is_given(tokenise(base).words[0]) else 0
    return 0
