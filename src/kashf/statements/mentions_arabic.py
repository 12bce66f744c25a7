"""Reads an Arabic noun phrase: whose name stands in it, and what it says of him."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from kashf.statements.draft import Range
from kashf.statements.given import given_gender, given_names, is_given
from kashf.statements.name_words_arabic import (
    AFTER,
    CALLED,
    IN_THE_NAME,
    LINK,
    NO_NAME,
    OWNED,
    SECOND,
    TITLES,
)
from kashf.statements.nouns import arabic_gender, is_plural
from kashf.statements.tokens import Tokens, Word, tokenise

__all__ = ["ArabicLook", "ArabicPhrase", "may_name", "stem"]

_THINGS = frozenset({"body", "document", "recording", "event"})
_OTHERWISE = _THINGS | {"prep", "role", "adjective", "quality", "given", "number", "time"}


def may_name(word: Word) -> bool:
    """Whether the word may be, or lead to, a name that is more than a guess."""
    return word.arabic and (is_given(word) or word.base in LINK or word.fold in CALLED)


def stem(word: Word) -> str:
    """A folded noun without conjunction and article."""
    base = word.base
    for prefix in ("بال", "لل", "ال"):
        if base.startswith(prefix) and len(base) > len(prefix) + 1:
            return base[len(prefix) :]
    return base


class ArabicLook(NamedTuple):
    """See :class:`kashf.statements.mentions.Look`."""

    name: Range | None
    role: tuple[str, ...]
    definite: bool
    whole: Range
    gender: str | None
    thing: bool | None
    plural: bool
    guessed: bool = False


class ArabicPhrase:
    """Reads phrases of a text."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.words = tokens.words
        self._counts: Counter[str] | None = None

    def _whole(self, word: Word) -> bool:
        """Whether a word that begins with waw is no "and": the text has it again, never without waw."""
        if self._counts is None:
            self._counts = Counter()
            for form, places in self.tokens.places.items():
                if form.arabic:
                    self._counts[form.fold] += len(places)
        rest = word.fold[1:]
        known = tokenise(rest).words[0] if rest else word
        return (
            self._counts[word.fold] > 1 and not self._counts[rest] and not self._owned(word)
            and not (is_given(known) or known.tags & NO_NAME)
        )  # fmt: skip

    def read(self, start: int, end: int) -> ArabicLook:
        """What the phrase says."""
        words = self.words
        called = next((k for k in range(start, end) if words[k].fold in CALLED), None)
        if called is not None and called + 1 < end:
            name = (called + 1, self._name_stop(called + 1, end))
            return self._made(name, start, called, (start, end))
        commas = [k for k in range(start, end) if words[k].raw in "،,"]
        if commas:
            parts = [(a, b) for a, b in zip([start, *(k + 1 for k in commas)], [*commas, end], strict=True) if a < b]  # fmt: skip
            for n, part in enumerate(parts[:3]):
                name_or_none = self._pure(*part)
                if name_or_none is not None:
                    rest = parts[0] if n else (part[0], part[0])
                    return self._made(name_or_none, *rest, (start, end))
            if parts and parts[0] != (start, end):
                end = parts[0][1]
        while start < end - 1 and self._title(start) and (
            "role" in words[start + 1].tags and not is_given(words[start + 1])
        ):  # fmt: skip
            start += 1
        found = self._named(start, end)
        if found is not None:
            name, guessed = found
            return self._made(name, start, name[0], (start, end), guessed=guessed)
        stop = self._cut(start, end)
        return self._made(None, start, stop, (start, stop))

    def split(self, start: int, end: int) -> list[Range]:
        """``الوزير فلان المدير فلان`` is two: cut before a definite role that belongs to no noun before it."""
        words, found = self.words, []
        for k in range(start + 1, end):
            word, before = words[k], words[k - 1]
            if "role" not in word.tags or before.kind != "w" or is_given(word):
                continue
            if "and" not in word.tags and (
                "def" not in word.tags or self._title(k) or word.tags & {"adjective"}
            ):
                continue
            joined = before.tags & {"prep", "attach"} or (
                "and" not in word.tags
                and before.tags & ({"role"} | _THINGS)
                and "def" not in before.tags
            )
            if joined or ("and" not in word.tags and "def" not in before.tags):
                continue  # also a family name that is a craft
            found.append((start, k))
            start = k
        return [*found, (start, end)]

    def _title(self, k: int) -> bool:
        word = self.words[k]
        return word.fold in TITLES or word.base in TITLES

    def _definite(self, word: Word) -> bool:
        return "def" in word.tags or self._owned(word)

    @staticmethod
    def _owned(word: Word) -> bool:
        """Whether a pronoun may hang on the noun: ``محاميه``, ``ولايته``."""
        return (
            word.base.endswith(OWNED)
            and not is_given(word)
            and not word.raw.endswith("ة")
            and any(word.base.endswith(e) and len(word.base) > len(e) + 2 for e in OWNED)
        )

    def _plain(self, k: int) -> bool:
        """A word without article that could be a given name in no list."""
        word = self.words[k]
        if word.kind != "w" or not word.arabic or "def" in word.tags or len(word.fold) < 3:
            return False
        if word.tags & NO_NAME or word.verb is not None:
            return False
        return not (self._owned(word) or word.raw.endswith(("اً", "ا", "ً")))

    def _pure(self, start: int, end: int) -> Range | None:
        words = self.words
        while start < end - 1 and self._title(start):
            start += 1
        if not 1 <= end - start <= 5:
            return None
        first = words[start]
        if not (is_given(first) or first.base in LINK or (self._plain(start) and end - start > 1)):
            return None
        return (start, end) if self._name_stop(start, end) == end else None

    def _named(self, start: int, end: int) -> tuple[Range, bool] | None:
        """The name in the phrase that is the phrase's own, and whether its place alone tells it."""
        words = self.words
        for k in range(start, end):
            word = words[k]
            if word.base in LINK and word.fold not in {"ام", "ولد", "ابن", "بنت"} and k + 1 < end and (
                is_given(words[k + 1]) or self._plain(k + 1)
            ):  # fmt: skip
                return ((k, self._name_stop(k, end)), False) if self._own(start, k) else None
            if not self._begins(k, start, end):
                continue
            if not self._own(start, k):
                return None
            first = k - 1 if k > start and words[k - 1].base in LINK else k
            return (first, self._name_stop(first, end)), False
        return self._last(start, end)

    def _begins(self, k: int, start: int, end: int) -> bool:
        """Whether a given name begins here."""
        word = self.words[k]
        if not is_given(word):
            return False
        if word.fold not in given_names() and word.tags & {"clitic:ب", "clitic:ل"} and k > start:
            return False
        before = self.words[k - 1] if k > start else None
        after = self.words[k + 1] if k + 1 < end else None
        if word.tags & {"attach", "known"} and before is not None:
            return False  # ``المتحدث باسم``
        if before is not None and "prep" in before.tags and "given" not in before.tags:
            return False
        if word.tags & {"masdar", "spread"} or word.verb is not None or "act" in word.tags:
            named = after is not None and (
                "def" in after.tags or is_given(after) or self._plain(k + 1)
            )
            return named and (before is None or before.base not in AFTER)
        if word.raw.endswith("ه") and "role" in word.tags:
            return False  # ``أمينه العام``
        if "role" in word.tags and after is not None and "def" in after.tags:
            return before is not None and "adjective" not in after.tags  # ``أمين المخازن``
        return True

    def _own(self, start: int, k: int) -> bool:
        """Whether the name at ``k`` is of the one the phrase means, not of whom he belongs to.

        ``محامي أحمد`` and ``موكلة المحامي أحمد`` are somebody else than Ahmad.
        """
        words = self.words
        if k == start:
            return True
        before = next((w for w in reversed(words[start:k]) if w.kind == "w"), words[k - 1])
        if before.fold in IN_THE_NAME and before is not words[start]:
            return False  # ``حساب باسم فلان``
        first, before = words[start], words[k - 1]
        if words[start].tags & _THINGS and "role" not in first.tags:
            return False
        if self._possessed(start, k):
            return False
        noun = bool(before.tags & ({"role"} | _THINGS)) and "adjective" not in before.tags
        if noun and not self._definite(before):
            return self._title(k - 1) and (k - 1 == start or self._own(start, k - 1))
        if k - 1 > start and noun and "role" in before.tags and "body" not in before.tags and not self._title(k - 1):  # fmt: skip
            if "role" in first.tags and not self._definite(first) and not is_plural(before):
                return False
        gender = arabic_gender(first) if "role" in first.tags else None
        given = given_gender(words[k])
        if gender is None or given is None or self._title(start) or self._title(k - 1):
            return True
        return gender == given

    def _possessed(self, start: int, k: int) -> bool:
        """``حملة فلان``: an indefinite noun right before a name is his, or a name in no list."""
        words = self.words
        before = words[k - 1]
        if before.kind != "w" or before.tags & _OTHERWISE or self._definite(before):
            return False
        if is_given(before) or before.base in LINK or self._title(k - 1):
            return False
        first = words[start]
        return k - 1 == start or not (
            first.tags & {"role"} or is_given(first) or self._title(start)
        )

    def _name_stop(self, first: int, end: int) -> int:
        """Where a name that begins at ``first`` ends: at the latest where no name goes on."""
        words, stop = self.words, first + 1
        if words[first].base in LINK and stop < end:
            stop += 1
        while stop < end and stop - first < 6:
            word = words[stop]
            if word.kind != "w" or word.fold in AFTER or "this" in word.tags:
                break
            if word.fold in SECOND or (
                is_given(word)
                and (word.fold in given_names() or not word.tags & {"clitic:ل", "clitic:ب"})
            ):
                if is_given(word) and word.base != word.fold and "def" not in word.tags:
                    break
                stop += 1
                continue
            if word.base in LINK and word.base == word.fold and stop + 1 < end:
                stop += 2
                continue
            if "def" in word.tags:
                after = words[stop + 1] if stop + 1 < end else None
                adjective = after is not None and "adjective" in after.tags
                known = word.tags & (NO_NAME - {"role", "adjective"})
                if known or ("role" in word.tags and adjective) or word.verb is not None:
                    break
                return stop + 1
            if word.verb is not None or word.tags & NO_NAME:
                break
            if "maybe-and" in word.tags and not self._whole(word):
                break
            if stop - first >= 2 and not (
                is_given(words[stop - 1]) or words[stop - 1].fold in SECOND
            ):
                break
            stop += 1
        return stop

    def _last(self, start: int, end: int) -> tuple[Range, bool] | None:
        """A name in no list: after a definite noun a word without article begins another noun."""
        words = self.words
        while end > start + 1 and (words[end - 1].fold in AFTER or "this" in words[end - 1].tags):
            end -= 1
        first = words[start]
        if first.tags & _THINGS and "role" not in first.tags:
            return None
        human = "role" in first.tags or self._title(start)
        for k in range(start + 1, end):
            word, before = words[k], words[k - 1]
            if not self._definite(before) or before.tags & {"prep", "relative"}:
                continue
            rest = [words[q] for q in range(k + 1, end)]
            family = bool(rest) and len(rest) < 3 and all(
                w.kind == "w" and not w.tags & (NO_NAME - {"role", "adjective"}) and w.verb is None for w in rest
            )  # fmt: skip
            if self._plain(k) and (family or (not rest and human)) and (human or len(rest) == 1):
                if self._own(start, k):
                    return (k, end), True
                return None
            verb = word.verb is not None and "def" not in word.tags and not word.tags & NO_NAME
            if verb and human and family and "def" in words[end - 1].tags and self._own(start, k):
                return (k, end), True
        if (
            end - start == 1
            and "def" in first.tags
            and not first.tags & NO_NAME
            and first.verb is None
        ):
            return (start, end), True
        if self._plain(start) and end - start == 1:
            return (start, end), True
        if self._plain(start) and end - start == 2 and (
            self._plain(start + 1) or ("def" in words[start + 1].tags and not words[start + 1].tags & (NO_NAME - {"role"}))
        ):  # fmt: skip
            return (start, end), True
        return None

    def _cut(self, start: int, end: int) -> int:
        """Where a nameless phrase ends: before a verb that was read on by mistake."""
        words, linked = self.words, False
        for k in range(start + 1, end):
            word = words[k]
            if word.raw in '«“"(':
                return end
            linked = linked or "prep" in word.tags
            if (
                not linked
                and "def" in words[start].tags
                and words[start].tags & ({"role"} | _THINGS)
                and not self._belongs(k)
            ):
                return k
            verb = word.verb is not None and word.verb.kind in {"past", "present"}
            if (verb or word.tags & {"was", "act"}) and not word.tags & {"role", "def", "masdar"}:
                return k
        return end

    def _belongs(self, k: int) -> bool:
        """Whether a word after a definite noun still speaks of it: an adjective, what a preposition adds."""
        word = self.words[k]
        if (
            word.kind != "w"
            or word.tags & {"prep", "attach", "clitic:ل", "clitic:ب"}
            or word.fold in AFTER
        ):
            return True
        before = self.words[k - 1]
        if before.tags & {"prep", "attach", "clitic:ل", "clitic:ب"}:
            return True
        return "def" in word.tags and not (word.tags & {"role", "body", "document"} and "adjective" not in word.tags)  # fmt: skip

    def _made(
        self, name: Range | None, start: int, stop: int, whole: Range, *, guessed: bool = False
    ) -> ArabicLook:
        words = self.words
        head = words[start] if start < stop else None
        role: tuple[str, ...] = ()
        gender, thing, plural = None, None, False
        if head is not None and head.kind == "w":
            inside = [w for w in words[start:stop] if w.kind in "wn" and w.fold not in AFTER]
            kept = [w for w in inside if not (w.fold in TITLES and len(inside) > 1)]
            if kept and not (name is not None and self._title(start) and len(kept) < 1):
                role = (stem(kept[0]), *(stem(w) for w in kept[1:] if "prep" not in w.tags))
            gender = arabic_gender(head)
            if head.tags & _THINGS and "role" not in head.tags:
                thing = True
            elif "role" in head.tags or self._title(start):
                thing = False
            plural = is_plural(head)
        if name is not None:
            given = given_gender(words[name[0]])
            if given is not None or is_given(words[name[0]]):
                thing, gender = False, given or gender
            plural = any(w.base != w.fold and is_given(w) for w in words[name[0] + 1 : whole[1]])
        first = words[whole[0]]
        definite = "def" in first.tags or (
            "role" in first.tags
            and len(role) > 1
            and any("def" in w.tags for w in words[start:stop])
        )
        return ArabicLook(name, role, definite, whole, gender, thing, plural, guessed)
