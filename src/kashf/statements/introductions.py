"""Where a text introduces somebody nameless: "a voice", "the director of the fund", ``تحقيق مشترك``."""

from __future__ import annotations

from dataclasses import dataclass, field

from kashf.statements.arabic.phrases import Phrases as ArabicPhrases
from kashf.statements.draft import Range, Scene
from kashf.statements.english.phrases import Phrases as EnglishPhrases
from kashf.statements.mentions import Reader

__all__ = ["Introductions"]

_NEAR = 4
_LONGEST = 16
_MOST = 64  # places of a noun that are looked at
_ONE = frozenset({"a", "an", "another"})
_OPENERS = _ONE | {"the", "its", "this"}


@dataclass(slots=True)
class _Head:
    """A noun: its places that are still to be looked at, and the phrases that were found."""

    arabic: bool
    ahead: list[int]
    found: dict[object, Range] = field(default_factory=dict)


class Introductions:
    """Finds noun phrases by their head; each place is looked at once, and only if need be."""

    def __init__(self, scene: Scene, reader: Reader) -> None:
        self.scene, self.reader = scene, reader
        self.words = scene.words
        self.arabic = ArabicPhrases(scene)
        self._places: dict[str, list[int]] | None = None
        self._heads: dict[str, _Head] = {}

    def places(self, base: str) -> list[int]:
        """Where a folded word stands, whatever conjunction is written together with it."""
        if self._places is None:
            self._places = {}
            for word, there in self.scene.tokens.places.items():
                if word.kind == "w":
                    known = self._places.get(word.base)
                    self._places[word.base] = there if known is None else sorted(known + there)
        return self._places.get(base, [])

    def before(self, head: str, span: Range, most: int) -> list[Range]:
        """The first phrases, different in words, that introduce a ``head`` before ``span``."""
        known = self._heads.get(head)
        if known is None:
            known = self._heads[head] = _Head(head[:1] >= "\u0600", self._ahead(head))
        found = [phrase for phrase in known.found.values() if phrase[1] <= span[0]][:most]
        while len(found) < most and known.ahead and known.ahead[-1] < span[0]:
            phrase = self._next(known)
            if phrase is not None and phrase[1] <= span[0]:
                found.append(phrase)
        return found

    def _ahead(self, head: str) -> list[int]:
        """The places of a noun that are looked at, the first one last."""
        found = self.places(head)
        if head[:1] >= "\u0600":
            found = sorted(found + self.places("ال" + head))
        return found[:_MOST][::-1]

    def _next(self, head: _Head) -> Range | None:
        """The phrase at the next place of a noun; None where there is none, or none that is new."""
        k = head.ahead.pop()
        phrase = self._arabic(k) if head.arabic else self._english(k)
        if phrase is None:
            return None
        words = self.words[phrase[0] : phrase[1]]
        known = any(
            "def" in w.tags or w.kind == "s" or w.fold == "the" or (w.capital and n)
            for n, w in enumerate(words)
        )  # "a man" twice is two
        key = tuple(w.base for w in words) if known else phrase
        if key in head.found:
            return None
        head.found[key] = phrase
        return phrase

    def _arabic(self, k: int) -> Range | None:
        words = self.words
        before = words[k - 1] if k else None
        if before is not None and before.tags & {"quantity", "neg"}:
            return None
        if before is not None and before.tags & {"role", "body", "document"} and before.kind == "w" and "def" not in before.tags:  # fmt: skip
            return None  # the second part of another phrase
        end = self._name_in_quotes(k, self.arabic.noun(k, min(len(words), k + _LONGEST)))
        if end is None:
            return None
        for q in range(k + 1, end):
            if (
                words[q].tags & {"prep", "relative", "this", "was", "timely"}
                and q not in self.scene.closing
            ):
                if not any(
                    o < q < self.scene.closing[o] for o in range(k, q) if o in self.scene.closing
                ):
                    end = q
                    break
        seen = self.reader.look((k, end))
        if seen.name is not None and not seen.guessed:
            return None
        end = (
            seen.whole[1]
            if seen.name is None
            else max(k + 1, seen.name[0])
            if seen.name[0] > k
            else end
        )
        if "def" in words[k].tags and end - k == 1:
            return None
        return (k, end)

    def _name_in_quotes(self, k: int, found: Range | None) -> int | None:
        """``شركة «ميزان الرأي» للدراسات``: the quoted name and what li- adds."""
        words, closing = self.words, self.scene.closing
        end = found[0] if found is not None else k + 1
        for q in (k + 1, end):
            close = closing.get(q)
            if close is not None and close - q < 8 and q <= end:
                end = min(close + 1, len(words))
                if end < len(words) and "def" in words[end].tags and words[end].verb is None and (
                    "clitic:ل" in words[end].tags or not words[end].tags & {"role", "clitic:ب", "and"}
                ):  # fmt: skip
                    end += 1
                break
        return end

    def _english(self, k: int) -> Range | None:
        words = self.words
        for start in range(k - 1, max(-1, k - _NEAR), -1):
            word = words[start]
            if word.kind != "w" or word.tags & {"prep", "bound"}:
                return None
            if word.fold in _OPENERS:
                phrases = EnglishPhrases(self.scene, start, min(len(words), start + _LONGEST))
                end = max(phrases.right(start), k + 1)
                seen = self.reader.look((start, end))
                if seen.name is not None or not seen.role or seen.role[0] != words[k].base:
                    return None
                first, end = seen.whole
                stop = next((q for q in range(k + 1, end) if words[q].tags & {"prep"} and words[q].fold not in {"of", "for"}), end)  # fmt: skip
                if k + 1 >= len(words) or words[k + 1].fold not in {"of", "for"}:
                    stop = min(stop, k + 1)
                if word.fold in _ONE:
                    return (first, stop)
                return (first, stop) if word.fold == "the" and stop > k + 2 else None
            if word.tags & {"det", "pron"}:
                return None
        return None
