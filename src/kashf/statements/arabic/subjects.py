"""Subjects that don't follow their verb: before it, or of a verb that reports nothing."""

from __future__ import annotations

from kashf.statements.arabic.doers import Doers
from kashf.statements.arabic.nouns import COMMAS, EVERY, NOUNS, TIMES, TITLES, complement_b, is_act
from kashf.statements.arabic.phrases import Phrases
from kashf.statements.draft import Range, Scene
from kashf.statements.entries import FLASHES
from kashf.statements.given import is_given

__all__ = ["Subjects"]

_BACK = 40
_LEADING = frozenset({"conj", "adverb", "comp", "neg", "was", "modal", "hedge"})
_NO_NAME = frozenset({"prep", "relative", "act", "and", "maybe-and", "adverb", "conj", "neg", "was", "role"})  # fmt: skip
_OF_IT = frozenset(
    {"عمره", "عمرها", "صوته", "صوتها", "اسمه", "اسمها", "مدته", "مدتها", "تاريخه", "تاريخها"}
)
_ACTORS = frozenset({"role", "body", "given"})
_LEADING_WORDS = frozenset({"اما", "ذاك", "الواقع", "والله", "بس", "طيب", "طبعا", "فعلا"})
_ONCE = frozenset({"وقتها", "وقته", "يومها", "ساعتها", "حينها", "ليلتها", "بعدها", "قبلها", "مره"})
_LINKS = frozenset({"و", "كما", "ثم", "بينما", "فيما", "حين"})
_STRONG = frozenset(":؛.!؟?")


class Subjects(Doers):
    """Looks for subjects in one sentence."""

    def __init__(self, scene: Scene, span: Range) -> None:
        self.scene = scene
        self.words = scene.words
        self.lo, self.hi = span
        while (
            self.lo < self.hi and scene.words[self.lo].kind in "ns" and self.lo not in scene.closing
        ):
            self.lo += 1  # the time of an entry, a bullet
        while self.lo + 2 < self.hi and scene.words[self.lo].fold in FLASHES:
            self.lo += 1
        if self.lo + 2 < self.hi and scene.words[self.lo].fold == "يا":
            self.lo += 2
        self.phrases = Phrases(scene)
        self.addressee: Range | None = None
        self.speaking: Range | None = None  # the subject of a verb of addressing

    def _addressing(self, i: int) -> None:
        """``خاطب المدير فريقه قائلا``: who speaks and to whom, for the participle to come."""
        before = self._subject_before(i)
        phrase = self.phrases.noun(i + 1, self.hi, ("خلال", "في"))
        if phrase is None:
            return
        if before is None:
            cut = self.phrases.second(i + 1, phrase[0])
            if cut is None:
                self.speaking = (i + 1, phrase[0])
                return
            self.speaking, self.addressee = (i + 1, cut), (cut, phrase[0])
        else:
            self.speaking, self.addressee = before, (i + 1, phrase[0])

    def _subject_before(self, i: int) -> Range | None:
        """The noun phrase that stands first in the clause of the verb ``i``, insertions between."""
        words = self.words
        k = self._before_particles(i)
        once = self._once(i)
        if once is not None:
            return once
        topic = words[i].raw[:1] == "ف" and "and" in words[i].tags
        if k == self.lo or ("and" in words[i].tags and k == i and not topic):
            return None
        if words[k - 1].fold in _LINKS and k - 1 > self.lo:
            return None  # the subject goes on or follows
        if "relative" in words[k - 1].tags:
            k -= 1
            if k > self.lo and words[k - 1].raw in COMMAS:
                k -= 1
            found = self._antecedent(k, words[self._before_particles(i) - 1].base)
            if found is not None:
                return found
        if words[i].verb.kind == "present" and k == i:
            heard = self._heard(k)
            if heard is None and "inside" not in words[min(i + 1, self.hi - 1)].tags:
                heard = self._shown(k)
            if heard is not None:
                return heard
        inside = words[i + 1].base if i + 1 < self.hi else ""
        if inside in {"فيها", "فيه", "بها", "به"} and "and" not in words[i].tags:
            return None  # "a note in which he says"
        plain = self._indefinite(k) if words[i].verb.kind == "present" else None
        if words[i].verb.kind == "past" and words[i].verb.object and k == i:
            plain = self._about(i)
        if plain is not None:
            return plain
        for start in range(k - 1, max(self.lo, k - _BACK) - 1, -1):
            word = words[start]
            if start > self.lo and (
                not self._clause_edge(start - 1) or self._in_relative(start - 1)
            ):  # fmt: skip
                continue
            if start + 1 < k and (
                (words[start].raw in _STRONG and len(words[start - 1].fold) > 1)
                or words[start].tags & {"comp", "bcomp"}
            ):
                return None
            at = start
            while at < k and (
                words[at].kind != "w"
                or (
                    words[at].tags & _LEADING
                    and not words[at].tags & {"role", "body", "given"}
                    and not (words[at].base == "ام" and (at == self.lo or self._is_kunya(at, k)))
                )
                or words[at].base in _LEADING_WORDS
            ):
                if words[at].raw in COMMAS:
                    break
                at += 1
            if at + 2 < k and "prep" in words[at].tags and words[at + 1].base in {"ذلك", "هذا"} and (
                words[at + 2].kind == "w" and words[at + 2].tags & {"role", "body", "def", "given"}
            ):  # fmt: skip
                at += 2  # "in spite of this the minister"
            if at + 2 < k and words[at].base in EVERY and words[at + 1].base in TIMES:
                at += 2  # "each time the boss"
            if at >= k or words[at].kind != "w":
                continue
            word = words[at]
            if "prep" in word.tags and "given" not in word.tags:
                if self._whole(at, k) and not (
                    start > self.lo
                    and (is_act(words[start - 1]) or words[start - 1].verb is not None)
                ):
                    return self._behind_phrase(at, k) if words[i].verb.kind == "present" else None
                continue
            if word.tags & {"pronoun", "time"} or word.base in _ONCE:
                continue
            if "clitic:ب" in word.tags and not is_given(word) and (
                "def" in word.tags or complement_b(word) or word.raw.endswith(("ه", "ها", "هم"))
            ):  # fmt: skip
                continue  # "by contact with …", "when he was asked about"
            joined = bool(word.tags & {"and", "maybe-and"}) and len(word.fold) > 4
            if (
                is_act(word)
                or (
                    word.verb is not None
                    and not word.tags & NOUNS
                    and not (
                        word.verb.has("n") and start > self.lo and "comp" in words[start - 1].tags
                    )
                )
                or (joined and word.fold.endswith("ت") and not word.tags & NOUNS)
            ):
                after = at + 1
                if word.verb is None and after < k and self._reaches(after, k) is not None:
                    found = self.phrases.noun(after, k)
                    if found is not None and found[1] == k and words[i].verb.kind == "present":
                        return (after, found[0])  # "a voice is heard saying"
                continue
            found = self._reaches(at, k)
            if found is not None:
                about = any(w.base == "اما" for w in words[self.lo : at])
                return found if about or not (topic and k == i) else None
        return self._from(i) if k == i and words[i].verb.kind == "present" else None

    def _reaches(self, at: int, k: int) -> Range | None:
        """The noun phrase at ``at``, if it and insertions fill the words up to ``k``."""
        found = self.phrases.noun(at, k)
        if found is None:
            return None
        end, j = found
        words = self.words
        while j < k:
            word = words[j]
            if word.raw in COMMAS:
                if j + 1 == k and self._as_for(at, k):
                    return (at, end)
                close = self._insertion(j, k)
                if close is None:
                    return None
                name = self.phrases.noun(j + 1, close)
                apposed = self._apposed(at, j) if end == j and close < k else j
                if apposed > j:
                    end, j = apposed, close + 1
                    continue
                if (
                    name is not None
                    and name[1] == close
                    and end == j
                    and "def" not in words[j + 1].tags
                    and not words[j + 1].tags & _NO_NAME
                    and words[at].tags & {"role"}
                    and close - j <= 6
                ):
                    end = close
                j = close + 1 if close < k else close
            elif "relative" in word.tags:
                j = self._insertion(j, k) or k
            elif (
                word.tags & {"was", "neg"} or is_act(word) or word.base in _OF_IT
                or (word.verb is not None and (word.verb.object or word.verb.kind == "passive"))
            ) and "def" not in words[at].tags and self._whole(j, k):  # fmt: skip
                return (at, end)
            elif (
                word.tags & {"prep", "adverb", "timely"}
                and (after := self._to_comma(j, k)) is not None
            ):
                end, j = (
                    (after if "attach" in word.tags and "timely" not in word.tags else end),
                    after,
                )
            elif word.tags & {"prep", "adverb", "timely"} and self._whole(j, k) and not any(
                w.verb is not None or w.tags & {"comp", "bcomp", "conj"} for w in words[j:k]
            ):  # fmt: skip
                timely = any(
                    w.tags & {"timely", "adverb", "event", "document", "recording"}
                    for w in words[j:k]
                )
                led = at > self.lo and words[at - 1].verb is not None  # "when he was asked about"
                loose = timely or led or "attach" not in word.tags
                return (at, end if loose or words[k - 1].kind != "w" else k)
            else:
                return None
        return (at, end)

    def _gender(self, at: int) -> bool | None:
        """Whether the noun at ``at`` is feminine, as far as its end tells."""
        word = self.words[at]
        if word.raw.endswith("ة"):
            return True
        return False if word.tags & {"role"} else None

    def _carrier_before(self, i: int, low: int, *, feminine: bool) -> Range | None:
        """The subject of the nearest finite verb before ``i`` that has this gender."""
        words = self.words
        for k in range(i - 1, max(low, i - _BACK) - 1, -1):
            word = words[k]
            if word.verb is not None and word.verb.kind in {"past", "present"}:
                own = word.verb.feminine
            elif is_act(word) or word.base in {"كان", "كانت"}:
                own = word.base.endswith("ت") or word.base.startswith(("ت", "ست"))
            else:
                continue
            if own != feminine:
                continue
            at = k + 1
            while at < i and words[at].tags & {"adverb", "tome"}:
                at += 1
            at = self._past_place(at, i)
            found = None
            paper = feminine and at < i and words[at].tags & {"document", "recording"} and not (
                words[at].raw.endswith(("ة", "ات"))
            )  # fmt: skip
            if not paper and at < i and words[at].kind == "w" and not self.phrases.owned(words[at]) and not (
                words[at].raw.endswith(("ته", "تها")) and not words[at].tags & NOUNS
            ) and not words[at].tags & {"prep", "comp", "bcomp", "clitic:ب"}:  # fmt: skip
                found = self.phrases.noun(at, i, ("ب", "من", "عن", "الي", "علي"))
            front = self._fronted(k, low) if found is None or not words[at].tags & _ACTORS else None
            if front is not None:
                return front
            if found is not None and words[at].tags & (_ACTORS | {"def", "document", "recording"}):
                cut = self.phrases.second(at, found[0])
                cut = cut or self.phrases.second(at, found[0], bare=True)
                return (at, cut or found[0])
        return None

    def _past_place(self, at: int, i: int) -> int:
        """``دخل إلى القاعة الوزير وقال``: past a place or object to who did it; else ``at``."""
        words = self.words
        if at >= i or "prep" not in words[at].tags or "given" in words[at].tags:
            return at
        phrase = self.phrases.noun(at + 1, i)
        if phrase is None:
            return at
        first = next((q for q in range(at + 2, phrase[0]) if "def" in words[q].tags and (
            words[q].base in TITLES or ("role" in words[q].tags and "role" not in words[q - 1].tags)
        )), phrase[1])  # fmt: skip
        doer = first < i and (words[first].tags & _ACTORS or words[first].base in TITLES)
        return first if doer and "and" not in words[first].tags else at

    def _fronted(self, k: int, low: int) -> Range | None:
        """The subject that stands before the verb ``k``, not before ``low``."""
        words, start = self.words, self._before_particles(k)
        for q in range(start - 1, max(low, k - _BACK) - 1, -1):
            if q == low or self._clause_edge(q - 1):
                topic = words[q].base == "اما"
                reached = self._reaches(q + topic, start)
                if reached is not None and (topic or words[q].tags & (_ACTORS | {"def"})):
                    return reached
        return None

    def _papers_before(self, i: int) -> Range | None:
        """The nearest document or recording before ``i`` in the sentence."""
        for k in range(i - 1, max(self.lo, i - 16) - 1, -1):
            if self.words[k].tags & {"document", "recording"} and not self.words[k].verb:
                found = self.phrases.noun(k, i)
                return (k, found[0]) if found is not None else None
        return None

    def _spoken_to(self, i: int) -> Range | None:
        """The addressee that a participle "addressing" named before."""
        return self.addressee if self.addressee is not None and self.addressee[0] < i else None

    def _after_clause(self, i: int) -> bool:
        if i == self.lo:
            return True
        before, verb = self.words[i - 1], self.words[i].verb
        if verb is not None and self.phrases.that_at(i + 1, self.hi, verb.after):
            return True
        return before.raw in COMMAS or before.raw in ")»”\"-–—" or not before.tags & {
            "prep", "role", "body", "recording", "document"
        }  # fmt: skip
