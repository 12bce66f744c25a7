"""Reads a noun phrase that stands for somebody or something: its name, its role, its gender."""

from __future__ import annotations

from typing import NamedTuple

from kashf.statements.draft import Range
from kashf.statements.english.sets import in_ing
from kashf.statements.given import given_gender, is_given
from kashf.statements.mentions_arabic import ArabicPhrase
from kashf.statements.name_words import ARMED_END, BUSINESS, NO_NAME, ORG_END, OUTLET_END, TITLES
from kashf.statements.nouns import kind_of
from kashf.statements.tokens import Tokens, Word

__all__ = ["Look", "Reader", "is_title"]

_TITLES = frozenset(TITLES) | frozenset(
    ["miss", "madam", "messrs", "dame", "rev", "reverend", "father", "sister", "brother", "imam"]
)
_MALE_TITLES = frozenset(["mr", "sir", "lord", "prince", "king", "father", "brother"])
_FEMALE_TITLES = frozenset(
    ["mrs", "ms", "miss", "madam", "lady", "dame", "princess", "queen", "sister"]
)
_INNER = frozenset({"of", "al", "bin", "ibn", "de", "van", "von", "for", "the", "&", "and"})
_SMALL = frozenset({"al", "bin", "ibn", "de", "van", "von", "el", "bint"})
_INSIDE = _SMALL | {"of", "and"}
_STOPS = frozenset({"prep", "rel", "bound"})
_FEIGNED = frozenset(
    {
        "parody",
        "spoof",
        "deepfake",
        "deepfaked",
        "cloned",
        "purported",
        "supposed",
        "pretend",
        "alleged",
        "aspiring",
        "another",
    }
)
_COMPOUND = frozenset({"called", "be", "styled", "proclaimed", "like", "alike"})  # "would-be"
_MAY_FEIGN = _FEIGNED | _COMPOUND
_PAGES = frozenset(
    {"account", "accounts", "page", "pages", "profile", "profiles", "handle", "channel", "bot"}
)
_BODY = frozenset(ORG_END) | OUTLET_END | ARMED_END | BUSINESS


class Look(NamedTuple):
    """What a phrase tells. ``whole`` is the phrase without what was read on by mistake.

    ``role`` is the head noun and what belongs to it, folded, without articles. ``article`` tells
    that "the" belongs to the name (of a body). ``thing`` is None where both may be.
    """

    name: Range | None
    role: tuple[str, ...]
    definite: bool
    whole: Range
    gender: str | None = None
    thing: bool | None = None
    plural: bool = False
    article: bool = False
    guessed: bool = False  # a name by its place alone


def is_title(word: Word) -> bool:
    """Whether an English word is a title before a name."""
    return word.capital and (word.fold in _TITLES or "role" in word.tags)


class Reader:
    """Reads the phrases of one text."""

    def __init__(self, tokens: Tokens) -> None:
        self.words = tokens.words
        self.arabic = ArabicPhrase(tokens)
        self._seen: dict[Range, Look] = {}

    def look(self, span: Range) -> Look:
        """What the phrase says."""
        made = self._seen.get(span)
        if made is None:
            made = self._seen[span] = self._look(*span)
        return made

    def _look(self, start: int, end: int) -> Look:
        if any(w.arabic for w in self.words[start:end]):
            seen = self.arabic.read(start, end)
            return Look(
                seen.name, seen.role, seen.definite, seen.whole, seen.gender, seen.thing, seen.plural,
                guessed=seen.guessed,
            )  # fmt: skip
        return self._english(start, end)

    def split(self, span: Range) -> list[Range]:
        """An Arabic phrase cut before each further person in it."""
        return self.arabic.split(*span) if self.words[span[0]].arabic else [span]

    # English

    def _english(self, start: int, end: int) -> Look:
        words = self.words
        start = self._without_time(start, end)
        if any(w.fold in _MAY_FEIGN or "lie" in w.tags for w in words[start:end]) and (
            any(self._feigned(k, end) for k in range(start, end))
        ):
            return self._made(None, (start, end), (start, end), (start, end))
        commas = [k for k in range(start, end) if words[k].raw == ","]
        parts = [(a, b) for a, b in zip([start, *(k + 1 for k in commas)], [*commas, end], strict=True) if a < b]  # fmt: skip
        if len(parts) > 1:
            for n, part in enumerate(parts):
                name = self._pure(*part)
                if name is not None:
                    rest = parts[0] if n else parts[1]
                    return self._made(name, rest, (start, end), part)
            for part in parts[1:]:
                name, _ = self._run(*part)
                if (
                    name is not None
                    and name[0] > part[0]
                    and words[part[0]].fold in {"the", "a", "an"}
                ):
                    made = self._made(name, (part[0], name[0]), (start, end), part)
                    if made.role and made.thing is False:
                        return made
            named = next(filter(None, (self._called(*part) for part in parts)), None)
            if named is not None:
                return self._made(named, parts[0], (start, end), parts[0])
        first = parts[0] if parts else (start, end)
        named = self._called(*first)
        if named is not None:
            return self._made(named, (first[0], named[0] - 1), (start, end), first)
        name, article = self._run(*first)
        rest = (first[0], name[0] if name else first[1])
        if name is None:
            rest = self._cut(*first)
        whole = (start, end) if len(parts) > 1 else (first if name else rest)
        return self._made(name, rest, whole, first, article=article)

    def _feigned(self, k: int, end: int) -> bool:
        """Whether the word tells that a name behind it is not the one who speaks: "a fake Ada Brindle"."""
        word, after = self.words[k], self.words[min(k + 1, end - 1)]
        if k and self.words[k - 1].raw == "-" and word.fold in _COMPOUND:
            return True
        return (word.fold in _FEIGNED or ("lie" in word.tags and not word.capital)) and (
            after.raw != "-" and after.fold not in {"news", "information"}
        )

    def _without_time(self, start: int, end: int) -> int:
        """ "Last winter a set of leaflets": an article inside begins another phrase."""
        words = self.words
        for k in range(start + 1, min(end, start + 5)):
            before = words[k - 1]
            if words[k].fold in {"a", "an", "the"}:
                joined = before.kind != "w" or before.tags & {"prep", "conj", "bound"}
                if not joined and before.fold not in {"all", "both", "half", "such", "as", "many"}:
                    return k if words[start].tags & {"time"} or words[start].fold in {"last", "next", "this", "one"} else start  # fmt: skip
                return start
        return start

    def _cut(self, start: int, end: int) -> Range:
        """A phrase without name ends before a verb."""
        words = self.words
        for k in range(start + 2, end):
            verb = words[k].verb
            if verb is not None and (verb.kind == "present" or words[k].fold in {"said", "told"}):
                if words[k].tags & {"document", "recording", "report", "role"} or "prep" in words[k - 1].tags:  # fmt: skip
                    continue
                return start, k
        return start, end

    def _capital(self, k: int) -> bool:
        word = self.words[k]
        return word.kind == "w" and word.capital and not word.tags & {"det", "pron", "prep"}

    def _pure(self, start: int, end: int) -> Range | None:
        """The name that a part is, after titles; None where it is more or less than one."""
        words = self.words
        while start < end and is_title(words[start]):
            start += 1
            if start < end and words[start].raw == ".":
                start += 1
        if start >= end or not self._capital(start) or words[start].fold in NO_NAME:
            return None
        inside = all(
            self._capital(k) or (words[k].raw in "-’'.&" and k > start) or (words[k].fold in _SMALL and k > start)
            for k in range(start, end)
        )  # fmt: skip
        return (start, end) if inside else None

    def _called(self, start: int, end: int) -> Range | None:
        """ "a printer named Silas Orme"."""
        words = self.words
        for k in range(start + 1, end - 1):
            if words[k].fold in {"called", "named", "nicknamed"} and self._capital(k + 1):
                if words[k - 1].fold in _PAGES and is_given(words[k + 1]):
                    return None  # a page that bears somebody's name is not that one
                stop = k + 2
                while stop < end and (self._capital(stop) or words[stop].raw in "-&"):
                    stop += 1
                return k + 1, stop
        return None

    def _run(self, start: int, end: int) -> tuple[Range | None, bool]:
        """The run of capital words that ends the phrase, without titles; whether "the" is part of it."""
        words = self.words
        body = self._body(start, end)
        if body is not None:
            return body, body[0] > start
        cut = next(
            (k for k in range(start + 1, end) if (words[k].tags & _STOPS and words[k].fold not in _INSIDE) or self._other(k, start)),
            end,
        )  # fmt: skip
        if words[cut - 1].capital and "possessive" in words[cut - 1].tags:
            return None, False  # what is somebody's
        k = cut
        while k > start:
            word = words[k - 1]
            joins = k < cut and (
                word.raw in {"-", "’", "'", ".", "&"} or (word.fold in _SMALL and k - 1 > start)
            )
            if not self._capital(k - 1) and not joins:
                break
            k -= 1
        while k < cut and (words[k].kind == "s" or words[k].fold in _SMALL):
            k += 1
        if cut - k == 1 and len(words[k].raw) == 1:
            return None, False
        last = cut - 1
        while k < last and is_title(words[k]) and words[last].base not in _BODY:
            k += 1
            if words[k].raw == "." and k < last:
                k += 1
        if k >= cut or words[k].tags & {"time"}:
            return None, False
        if k == start and cut - k == 1 and "role" in words[k].tags and not is_given(words[k]):
            return None, False
        if any(w.tags & {"prep"} for w in words[start:k]):
            return None, False
        return (k, cut), k == start + 1 and words[start].fold == "the"

    def _other(self, k: int, start: int) -> bool:
        """Whether a word leads to somebody else: "a woman suing Ada Brindle", "a voice like hers"."""
        word, before = self.words[k], self.words[k - 1]
        if word.fold in {"rather", "instead"}:
            return True
        if word.kind != "w" or word.capital or before.capital:
            return False
        if word.fold in {"like", "unlike"}:
            return True
        noun = before.kind == "w" and not before.tags & {
            "det",
            "possessive",
            "prep",
            "adverb",
            "conj",
        }
        return (
            (k - 1 > start or before.fold.endswith("s") or "role" in before.tags)
            and noun
            and in_ing(word.fold)
        )

    def _body(self, start: int, end: int) -> Range | None:
        """ "the Commission of Inquiry": capital words joined by "of", the first a word for a body."""
        words = self.words
        k = start + 1 if words[start].fold == "the" else start
        if k >= end or not self._capital(k) or words[k].base not in _BODY:
            return None
        stop = k + 1
        while stop < end:
            if self._capital(stop):
                stop += 1
            elif words[stop].fold in _INNER:
                on = stop + 1
                while on < end and words[on].fold in _INNER:
                    on += 1
                if on >= end or not self._capital(on):
                    break
                stop = on + 1
            else:
                break
        return (k, stop) if stop - k > 1 and stop == end else None

    def _made(
        self, name: Range | None, rest: Range, whole: Range, part: Range, *, article: bool = False
    ) -> Look:
        words = self.words
        stop = next((k for k in range(*rest) if words[k].tags & {"prep", "rel"} or words[k].raw == ","), rest[1])  # fmt: skip
        nouns = [k for k in range(rest[0], stop) if words[k].kind == "w" and not words[k].tags & {"det", "pron"}]  # fmt: skip
        head = next(
            (k for k in reversed(nouns) if kind_of(words[k]) or words[k].tags & {"role", "document", "recording", "report"}),
            nouns[-1] if nouns and (name is None or name[0] > nouns[-1]) and not words[nouns[-1]].capital else None,
        )  # fmt: skip
        if name is not None and head is not None and name[0] <= head < name[1]:
            head = None
        role: tuple[str, ...] = ()
        kind = None
        if head is not None:
            more = [w.base for k, w in enumerate(words[rest[0] : rest[1]], rest[0])
                    if k != head and w.kind in "wn" and not w.tags & {"det", "prep"}]  # fmt: skip
            role = (words[head].base, *more)
            kind = kind_of(words[head])
            if "possessive" in words[head].tags:
                role, kind = (), None
        gender = kind[0] if kind is not None and kind[0] in "mf" else None
        thing: bool | None = None if kind is None else kind[0] == "t"
        plural = kind is not None and kind[1]
        if name is not None:
            gender, thing = self._of_name(name, part, gender, thing)
            plural = any(words[k].fold == "and" for k in range(*whole))
        elif any(words[k].fold == "and" for k in range(*rest)) or words[rest[0]].kind == "n":
            plural = True
        if name is None and kind is None and head is not None and words[head].tags & {"document", "recording", "report"}:  # fmt: skip
            thing = True
        first = words[whole[0]]
        definite = (
            first.fold in {"the", "this", "that", "his", "her", "its"} or "possessive" in first.tags
        )
        return Look(name, role, definite, whole, gender, thing, plural, article)

    def _of_name(
        self, name: Range, part: Range, gender: str | None, thing: bool | None
    ) -> tuple[str | None, bool | None]:
        words = self.words
        if words[name[1] - 1].base in _BODY or (
            words[name[0]].base in _BODY and name[1] - name[0] > 1
        ):
            return None, True
        before = words[max(0, name[0] - 2) : name[0]]
        titles = [w.fold for w in words[part[0] : name[0]]] + [
            w.fold for w in before if w.capital or w.raw == "."
        ]
        if any(t in _MALE_TITLES for t in titles):
            return "m", False
        if any(t in _FEMALE_TITLES for t in titles):
            return "f", False
        given = given_gender(words[name[0]])
        if given is not None or is_given(words[name[0]]):
            return given or gender, False
        return gender, False if any(t in _TITLES for t in titles) else thing
