"""Who a pronoun, or an Arabic verb without a subject, means. Where it may be two, it is nobody."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass

from kashf.statements.draft import Range
from kashf.statements.english.phrases import Phrases as EnglishPhrases
from kashf.statements.english.sets import in_ing
from kashf.statements.layout import sentences
from kashf.statements.nouns import kind_of
from kashf.statements.people import People, Person
from kashf.statements.rules import Reading

__all__ = ["Antecedents", "Wanted"]

_BACK = 400  # words that are looked back at most
_CHAIN = 5  # sentences that only a pronoun carries on
_FIRST_AND_LAST = 2
_KUNYA = frozenset({"ابو", "بو", "ام"})
_SUBJECTS = {"m": frozenset({"he"}), "f": frozenset({"she"})}
_SELF = frozenset({"according", "as", "for", "born", "named", "called", "name", "alias", "known"})
_FRONTED = frozenset({"like", "contrary", "thanks", "because", "together", "along", "once", "when"})
_ROLELESS = frozenset(
    {"town", "village", "school", "party", "day", "time", "year", "street", "club"}
)
_Candidate = tuple[int, int, "Person | None"]
_LINKED = {"m": frozenset({"he", "his", "him"}), "f": frozenset({"she", "her"})}


@dataclass(frozen=True)
class Wanted:
    """What the pronoun or verb tells. ``goes_on`` is a verb like "added", or a second verb."""

    gender: str | None = None
    thing: bool | None = None
    plural: bool = False
    arabic: bool = False
    goes_on: bool = False


class Antecedents:
    """Looks for who was named in this sentence and the one before."""

    def __init__(
        self, reading: Reading, people: People, named: list[Range], roles: list[Range]
    ) -> None:
        self.reading, self.people = reading, people
        self.words = reading.tokens.words
        self.scene = reading.scene
        self._spans = sorted(set(named) | set(roles))
        self._opens = sorted(reading.scene.closing)
        self._starts = [a for a, _ in self._spans]
        self._paragraphs = sorted(reading.paragraphs)
        self._firsts = [a for a, _ in self._paragraphs]
        self._cut: dict[Range, list[Range]] = {}
        self._spoke: list[tuple[int, int, int, Person | None]] = []  # at, end, gender, who

    def spoke(self, span: Range, person: Person | None) -> None:
        """Remember who speaks at ``span``; None for one who is not known."""
        insort(self._spoke, (span[0], span[1], len(self._spoke), person), key=lambda s: s[:3])

    # the window

    def _sentences(self, n: int) -> list[Range]:
        paragraph = self._paragraphs[n]
        if paragraph not in self._cut:
            self._cut[paragraph] = sentences(self.scene, paragraph)
        return self._cut[paragraph]

    def _sentence(self, at: int) -> tuple[Range, tuple[int, int]] | None:
        n = bisect_right(self._firsts, at) - 1
        if n < 0 or at >= self._paragraphs[n][1]:
            return None
        cut = self._sentences(n)
        k = max(0, bisect_right([a for a, _ in cut], at) - 1)
        return cut[k], (n, k)

    def _before(self, place: tuple[int, int]) -> tuple[Range, tuple[int, int]] | None:
        n, k = place
        if k:
            return self._sentences(n)[k - 1], (n, k - 1)
        if n:
            cut = self._sentences(n - 1)
            return cut[-1], (n - 1, len(cut) - 1)
        return None

    def _in_turn(self, at: int) -> bool:
        turns = self.reading.turns
        k = bisect_right(turns, at, key=lambda turn: turn.tokens[0]) - 1
        return k >= 0 and at < turns[k].tokens[1]

    def quote(self, at: int, lo: int) -> int | None:
        """The mark of the innermost quotation that holds ``at``."""
        a, b = bisect_left(self._opens, max(lo, at - _BACK)), bisect_left(self._opens, at)
        return next((k for k in reversed(self._opens[a:b]) if self.scene.closing[k] > at), None)

    def _quoted(self, lo: int, hi: int) -> list[Range]:
        found, k = [], lo
        while k < hi:
            close = self.scene.closing.get(k)
            if close is not None and close > k:
                found.append((k, close))
                k = close
            k += 1
        return found

    # the choice

    def start(self, at: int) -> int:
        """Where the sentence of ``at`` begins."""
        here = self._sentence(at)
        return at if here is None else here[0][0]

    def find(
        self, at: int, wanted: Wanted, *, but: Person | None = None, within: bool = False
    ) -> Person | None:
        """The one who is meant at ``at``, who is not ``but``; None where it is open.

        ``within`` keeps to the sentence.
        """
        here = self._sentence(at)
        if here is None or wanted.plural:
            return None
        (start, _), place = here
        quote = self.quote(at, start)
        if quote is not None:
            inside = self._candidates(quote + 1, at, wanted, [])
            if not wanted.arabic:
                inside = self._without_fronted(inside, quote + 1, at, wanted)
            return self._choose(inside, wanted, but)
        before = self._before(place) if place[1] or not self._in_turn(at) else None
        if within:
            before = None
        lo = before[0][0] if before is not None else start
        depth = 0
        while True:
            lo = max(lo, at - _BACK)
            skipped = self._quoted(lo, at)
            candidates = self._candidates(lo, at, wanted, skipped)
            if not wanted.arabic:
                candidates = self._without_fronted(candidates, lo, at, wanted)
            linked = _LINKED.get(wanted.gender or "", frozenset())
            if candidates or wanted.arabic or before is None or depth >= _CHAIN:
                break
            (a, b), place = before
            if not any(w.fold in linked for w in self.words[a:b]):
                break
            before = self._before(place) if place[1] or not self._in_turn(at) else None
            if before is None:
                break
            lo, depth = before[0][0], depth + 1
        return self._choose(candidates, wanted, but)

    @staticmethod
    def _choose(found: list[_Candidate], wanted: Wanted, but: Person | None) -> Person | None:
        if but is not None:
            found = [m for m in found if m[2] is not but]
        subject = next((m for m in reversed(found) if m[1] == 0), None)
        if subject is not None:
            who = subject[2]
            others = {id(p) for k, _, p in found if k > subject[0] and p is not who}
            if who is not None and (not others or wanted.goes_on):
                return who
            return None
        people = {id(p): p for _, _, p in found}
        return next(iter(people.values())) if len(people) == 1 else None

    def _candidates(
        self, lo: int, at: int, wanted: Wanted, skipped: list[Range]
    ) -> list[_Candidate]:
        """Place, 0 for a speaker, and who it is; a speaker who is not known is None."""
        found: list[tuple[int, int, int, Person | None]] = []
        a = bisect_left(self._spoke, lo, key=lambda s: s[0])
        for start, end, _, person in self._spoke[a:]:
            if start >= at:
                break
            found.append((start, max(end, start + 1), 0, person))
        speakers = [(start, end) for start, end, _, _ in found]
        found.extend(
            (span[0], span[1], 1, self.people.find(span))
            for span in self._mentions(lo, at)
            if not any(span[0] < end and start < span[1] for start, end in speakers)
        )
        found.sort(key=lambda m: (m[0], m[2], -m[1]))
        kept: list[_Candidate] = []
        reached = -1
        for start, end, rank, who in found:
            if start < reached or end > at or any(q < start < c for q, c in skipped):
                continue
            reached = end
            several = who is not None and who.plural and rank == 0 and wanted.gender == "f"
            person = None if several else who  # ``مصادر`` takes a feminine verb: it may be they
            if person is None or self._fits(person, wanted, start, rank):
                kept.append((start, rank, person))
        return kept

    def _without_fronted(
        self, found: list[_Candidate], lo: int, at: int, wanted: Wanted
    ) -> list[_Candidate]:
        """Without those named in a phrase set before the pronoun: "Asked about Ada Brindle, she said"."""
        words, barred = self.words, set()
        pronouns = _SUBJECTS.get(wanted.gender or "", frozenset())
        for p in range(max(lo, 1), at + 1):
            if words[p].fold not in pronouns or words[p - 1].raw != ",":
                continue
            start = max(lo, self.start(p))
            while start < p and words[start].kind != "w":
                start += 1
            if self._fronts(start, p - 1):
                barred |= {id(who) for k, _, who in found if start < k < p and self._apart(k, p)}
        return [one for one in found if one[2] is None or id(one[2]) not in barred]

    def _fronts(self, start: int, end: int) -> bool:
        """Whether a phrase that begins with a preposition or participle, and without a finite verb, stands there."""
        first = self.words[start]
        asked = bool(first.tags & {"ed", "vpp", "vboth"}) or in_ing(first.fold)
        if first.fold in _SELF or not (asked or first.tags & {"prep"} or first.fold in _FRONTED):
            return False
        if asked or (first.fold == "when" and self.words[start + 1].tags & {"ed", "vpp", "vboth"}):
            return True
        phrases = EnglishPhrases(self.scene, start, end)
        return not any(phrases.finite(k) for k in range(start + 1, end))

    def _apart(self, k: int, end: int) -> bool:
        """Whether the name at ``k`` is not that of whom the pronoun means: "Ada Brindle's", "writing as Ada Brindle"."""
        while k < end and not self.words[k].capital:
            k += 1
        before, last = self.words[k - 1], k
        while last + 1 < end and self.words[last + 1].capital:
            last += 1
        own = before.fold in _SELF and not (
            before.fold == "as" and self.words[k - 2].fold in _ROLELESS
        )  # fmt: skip
        return "possessive" not in self.words[last].tags and not own

    def _fits(self, person: Person, wanted: Wanted, at: int, rank: int) -> bool:
        if person.plural:
            return False
        if wanted.gender is not None and person.gender not in {None, wanted.gender}:
            return False
        if wanted.thing is True:
            known = person.thing is True
            return known or (
                person.thing is None
                and person.gender is None
                and not _like_a_person(person, wanted)
            )
        if wanted.thing is False:
            return person.thing is not True
        return rank == 0 or person.thing is not True or not self._oblique(at)

    def _oblique(self, at: int) -> bool:
        """Whether an Arabic noun stands after a preposition or in the possession of another."""
        word = self.words[at]
        before = self.words[at - 1] if at else None
        if word.tags & {"clitic:ل", "clitic:ب"}:
            return True
        if before is None or before.kind != "w":
            return False
        noun = before.tags & {"role", "body", "document", "recording", "event"}
        return "prep" in before.tags or bool(noun and "def" not in before.tags)

    def _mentions(self, lo: int, hi: int) -> list[Range]:
        a, b = bisect_left(self._starts, lo), bisect_left(self._starts, hi)
        found = [self._trimmed(span) for span in self._spans[a:b] if span[1] <= hi]
        words = self.words
        taken = lo
        for k in range(lo, hi):
            word = words[k]
            if word.kind != "w" or k < taken:
                continue
            if word.arabic:
                if word.base in _KUNYA and k + 1 < hi and words[k + 1].kind == "w":
                    found.append((k, k + 2))
                elif any(p.words for p in self.people.by_word.get(word.base, ())):
                    found.append((k, k + 1))
                continue
            if word.capital and self.people.by_word.get(word.base.removesuffix("'s")):
                found.append((k, k + 1))
            elif kind_of(word) is not None:
                span = self._phrase(k, lo, hi)
                if span is not None:
                    found.append(span)
                    taken = span[1]
        return found

    def _end(self, start: int, k: int, hi: int) -> int:
        """Where a phrase with the head ``k`` ends: with "of …", a name, or a name after a comma."""
        words = self.words
        end = k + 1
        if end < hi and words[end].fold == "of":
            end = min(hi, max(end, EnglishPhrases(self.scene, start, hi).right(start)))
        comma = end < hi and words[end].raw == ","
        stop = end + comma
        while stop < hi and words[stop].kind == "w" and words[stop].capital:
            stop += 1
        return stop if stop > end + comma + (1 if comma else 0) else end

    def _trimmed(self, span: Range) -> Range:
        """An Arabic noun phrase without what may be the verb after it, or the place."""
        first, end = span
        if not self.words[first].arabic:
            return span
        seen = self.people.reader.look(span)
        if seen.guessed and seen.name is not None and seen.name[0] > first:
            end = seen.name[0]
        elif seen.name is None and "def" in self.words[first].tags:
            end = next((k for k in range(first + 1, end) if "prep" in self.words[k].tags), end)
        return first, end

    def _phrase(self, k: int, lo: int, hi: int) -> Range | None:
        words = self.words
        for start in range(k - 1, max(lo - 1, k - 5), -1):
            word = words[start]
            if word.kind != "w" or word.tags & {"prep", "bound", "pron"}:
                return None
            if "det" in word.tags or "possessive" in word.tags:
                return start, self._end(start, k, hi)
        return None


def _like_a_person(person: Person, wanted: Wanted) -> bool:
    """Whether a name that no list tells to be a body's looks like first name and surname: no "it" is that."""
    parts = person.name.split()
    plain = len(parts) == _FIRST_AND_LAST and all(
        part.isalpha() and part.istitle() for part in parts
    )
    return not wanted.arabic and plain and not parts[-1].endswith("s")
