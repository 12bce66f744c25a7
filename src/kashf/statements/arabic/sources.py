"""Arabic source phrases: according to the recording, quoting X, as he put it."""

from __future__ import annotations

from kashf.statements.arabic.attributions import head, is_measure
from kashf.statements.arabic.complements import Complements
from kashf.statements.arabic.nouns import COMMAS, is_act
from kashf.statements.arabic.phrases import Phrases
from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.given import is_given
from kashf.statements.model import Force

__all__ = ["SourcePhrases"]


_LIKE = frozenset({"مثلما", "كيما", "متلما", "زيما", "كيفما"})
_LIKE_TWO = frozenset({"مثل", "متل", "زي", "كيف", "كي"})  # before "what"
_TOLD = frozenset({"حسبما", "وفقما", "كما"}) | _LIKE
_THAT = frozenset({"فان", "ان", "فانه", "انه", "فانها", "انها", "فانهم", "انهم"})
_MEANWHILE = frozenset({"حين", "الوقت", "المقابل", "وقت"})


class SourcePhrases:
    """Reads a source phrase, and gives it to the statement it belongs to, or makes one."""

    def __init__(self, scene: Scene, phrases: Phrases) -> None:
        self.scene = scene
        self.words = scene.words
        self.phrases = phrases
        self.complements = Complements(scene, phrases)

    def read(self, i: int, lo: int, hi: int, found: list[Draft]) -> int:
        """Read the phrase at ``i``; returns the token to go on from."""
        words = self.words
        if i > lo and words[i - 1].base in {"كل", "كلا"}:
            return i + 1  # "each according to"
        what = {"ما", "لما"}
        if words[i].base in _TOLD or (i + 1 < hi and words[i + 1].base in what):
            return self._told(i, lo, hi, found)
        first, at, spoken, owned = head(words, i, lo, hi)
        if owned:
            return self._give(first, lo, hi, at, at, None, found)
        phrase = self.phrases.noun(at, hi) if at < hi else None
        if phrase is None or is_measure(words[at]):
            return i + 1
        end, after = self._cut(first, lo, at, phrase, hi)
        if (
            words[i].raw == "حسب"
            and not spoken
            and self.complements.kind(at, end) is None
            and not is_given(words[at])
            and "def" not in words[at].tags
        ):
            return i + 1  # "according to the kind of …"
        named = self.phrases.apposed(at, end, hi, last=True) if after == end else end
        if named > end:
            end = after = named
        after = self.phrases.past_clause(after, hi)
        return self._give(first, lo, hi, after, at, (at, end), found)

    def _told(self, i: int, lo: int, hi: int, found: list[Draft]) -> int:
        """``حسبما أعلن الوزير``, ``وفق ما جاء في التقرير``."""
        at = i + 1
        if self.words[i].base in {"علي", *_LIKE_TWO}:
            at += 1
        told = self.told(at, hi)
        if told is None:
            return at
        verb, who, after = told
        heard = None
        if who is not None:
            who = (who[0], self._cut(i, lo, who[0], (who[1], after), hi)[0])
            to = next((k for k in range(who[0] + 2, who[1]) if self._toward(k)), None)
            if to is not None:
                who, after = (who[0], to), to
        if after < hi and "clitic:ل" in self.words[after].tags:
            phrase = self.phrases.noun(after, hi)
            if phrase is not None:
                heard, after = (after, phrase[0]), phrase[1]
        after = self.phrases.past_clause(after, hi)
        while after < hi and self.words[after].tags & {"prep", "timely"}:
            more = self.phrases.noun(after + 1, hi)
            after = more[1] if more is not None else after + 1
        return self._give(i, lo, hi, after, verb + 1, who, found, verb=verb, heard=heard)

    def _toward(self, k: int) -> bool:
        """``المحامية رنا الديب لإذاعة المرفأ``: the one who is told begins."""
        word, before = self.words[k], self.words[k - 1]
        return "clitic:ل" in word.tags and not before.tags - {"given", "maybe-and", "def"}

    def told(self, at: int, hi: int) -> tuple[int, Range | None, int] | None:
        """``ما جاء في التقرير``, ``ما نقلت الوكالة عن مصدر`` and what :meth:`Phrases.told` reads."""
        words = self.words
        verb = at + (at < hi and words[at].base in {"ما", "لما", "كما"})
        own = words[verb].verb if verb < hi else None
        if own is not None and own.lemma in {"جاء", "ورد"}:
            j = verb + 1
            while j < hi and words[j].base in {"ايضا", "حرفيا"}:
                j += 1
            if j + 2 < hi and words[j].base == "علي" and words[j + 1].base == "لسان":
                j += 1
            elif j + 1 >= hi or words[j].base not in {"في", "ضمن", "من"}:
                return None
            phrase = self.phrases.noun(j + 1, hi)
            return (verb, (j + 1, phrase[0]), phrase[1]) if phrase is not None else None
        told = self.phrases.told(at, hi)
        if told is not None and words[verb].base.startswith(("نقل", "تنقل", "ينقل")) and told[2] + 1 < hi and (
            words[told[2]].base == "عن"
        ):  # fmt: skip
            phrase = self.phrases.noun(told[2] + 1, hi)
            if phrase is not None:
                return told[0], (told[2] + 1, phrase[0]), phrase[1]
        return told

    def as_said(self, i: int, lo: int, hi: int) -> int | None:
        """Where ``كما`` or ``مثلما`` before the verb ``i`` opens a phrase, and is no "also"."""
        words = self.words
        like = words[i - 1].base in _LIKE or (
            i - 2 >= lo and words[i - 1].base == "ما" and words[i - 2].base in _LIKE_TWO
        )
        at = i - 2 if words[i - 1].base == "ما" else i - 1
        if not like and words[i - 1].base != "كما":
            return None
        return at if self._as_said(i, at, lo, hi, like=like) else None

    def _as_said(self, i: int, at: int, lo: int, hi: int, *, like: bool) -> bool:
        words = self.words
        told = self.told(i, hi)
        if told is None or words[i].verb is None:
            return False
        if like and (told[1] is None or words[i].verb.force != "says"):
            return False
        if like and at == lo:
            return True
        after = self.phrases.past_clause(told[2], hi)
        source = words[i].verb.lemma in {"جاء", "ورد"}
        if at == lo or words[at - 1].raw in COMMAS:
            if after < hi and words[after].raw in COMMAS:
                return True
            if source and after < hi and words[after].raw[0] == "ف":
                return True
        if told[1] is None or at <= lo + 1 or words[i].verb.force not in {"says", "reveals"} or (
            words[i].verb.has("d") and self.phrases.second(*told[1], bare=True) is not None
        ):  # fmt: skip
            return False
        while after < hi and words[after].kind == "w" and words[after].tags & {"prep", "timely"}:
            more = self.phrases.noun(after + 1, hi)
            after = more[1] if more is not None else hi + 1
        return after == hi or (after < hi and words[after].raw in ".!؟…")

    def of(self, i: int, hi: int, found: list[Draft]) -> None:
        """``عن مدير المرفأ أن السفينة وصلت``, at the head of a sentence."""
        phrase = self.phrases.noun(i + 1, hi)
        if phrase is None or phrase[1] + 2 >= hi or "comp" not in self.words[phrase[1]].tags:
            return
        if self.words[phrase[1]].tags & {"and"} or self.complements.kind(i + 1, phrase[0]) is None:
            return
        content = self.complements.end(phrase[1] + 1, hi)
        if content is not None:
            found.append(
                Draft((i, i + 1), "says", content, speaker=(i + 1, phrase[0]), phrase=True)
            )

    def _cut(self, first: int, lo: int, at: int, phrase: Range, hi: int) -> Range:
        """Where the noun phrase ends, and where to read on, if the clause follows without a sign."""
        words, (end, after) = self.words, phrase
        opening = self._opening(first, lo)
        joined = None
        for k in range(at + 1, end):
            if words[k].raw.startswith("فال") and "def" in words[k].tags and not is_given(words[k]):
                return k, k
            if words[k].raw[0] == "و" and words[k].tags & {"and", "maybe-and"}:
                joined = k
            if end > k and (self.phrases.made(k, hi) or self._clause_of(k, hi)):
                end = k  # "a statement issued by"
        if after >= hi or words[after].kind != "w" or words[after].base in _THAT:
            return end, after
        if opening:
            cut = self.phrases.second(at, end)
            return (cut, cut) if cut is not None else (end, after)
        if joined is not None and self._finite(after):
            return joined, joined  # another clause
        return end, after

    def _clause_of(self, k: int, hi: int) -> bool:
        """``معلومات وردت``, ``الصحيفة في عددها``: what only describes the noun begins."""
        word = self.words[k]
        if word.verb is not None and word.verb.kind == "past" and word.verb.feminine:
            return not word.tags
        then = self.words[k + 1] if k + 1 < hi else word
        return word.base == "في" and then.raw.endswith(("ها", "ه")) and len(then.raw) > 3

    def _finite(self, k: int) -> bool:
        word = self.words[k]
        verb = word.verb
        return is_act(word) or (verb is not None and verb.kind != "participle" and not word.tags)

    def _opening(self, i: int, lo: int) -> bool:
        """Whether the phrase at ``i`` opens its sentence."""
        words = self.words
        return i == lo or (i == lo + 1 and words[lo].kind != "w") or (
            words[i - 1].raw in COMMAS and i - lo < 3
        )  # fmt: skip

    def _goes_on(self, lo: int, i: int, after: int, hi: int) -> bool:
        """``وصلت السفينة، حسب المدير، فارغة``: whether the clause goes on behind the phrase."""
        words = self.words
        at = after + 1 if words[after].raw in COMMAS else after
        if at >= hi or words[at].kind not in "wn":
            return False
        word, begun = words[at], any(self._finite(k) for k in range(lo, i))
        if word.kind == "n":
            return at > after
        if self._finite(at) or word.tags & {"neg", "modal", "was"}:
            waits = begun and "was" not in words[lo].tags
            described = at == after and not any(
                w.tags & {"def", "given"} or is_given(w) for w in words[i + 1 : after]
            )  # "accounts that the paper saw"
            return not waits and not described and self._may_wait(lo, i) and "and" not in word.tags
        if (
            at == after
            or word.raw[0] == "و"
            or word.tags & {"and", "conj", "source", "adverb", "relative"}
        ):
            return False
        if word.verb is not None or word.base in {"نقلا", "علما"}:
            return False
        if word.base == "في" and at + 1 < hi and words[at + 1].base in _MEANWHILE:
            return False
        if "prep" in word.tags or "def" not in word.tags:
            return True
        rest = next((k for k in range(at, hi) if words[k].kind == "s"), hi)
        return begun and not any(self._finite(k) for k in range(at, rest))

    def _may_wait(self, lo: int, i: int) -> bool:
        """Whether what stands before the phrase is no clause yet: a noun phrase, or "but the …"."""
        words = self.words
        start = lo
        while start < i and words[start].tags & {"conj", "was", "comp"}:
            start += 1
        if start >= i or words[start].kind != "w" or words[start].tags & {
            "prep", "adverb", "timely", "neg", "modal"
        }:  # fmt: skip
            return False
        phrase = self.phrases.noun(start, i)
        return phrase is not None and phrase[0] >= (i - 1 if words[i - 1].raw in COMMAS else i)

    def _give(
        self, i: int, lo: int, hi: int, after: int, verb_end: int, who: Range | None,
        found: list[Draft], *, verb: int | None = None,
        heard: Range | None = None,
    ) -> int:  # fmt: skip
        words = self.words
        while after < hi and who is not None and "tome" in words[after].tags:
            after += 1  # "a statement of hers"
        clause = self._clause(i, lo, hi, after)
        kind = self.complements.kind(*who) if who is not None else None
        if clause is not None:
            start, end = clause
            owners = [
                d for d in found if d.verb and d.verb[0] < i and not d.phrase and start < after
            ]
            if owners:
                for draft in owners if who is not None else ():
                    inner = any(
                        o.content[0] <= draft.content[0] and draft.content[1] < o.content[1]
                        for o in owners if o is not draft
                    )  # fmt: skip
                    if not inner:
                        self._add(draft, kind or "unknown", who or (i, i))
                return after
            ahead = start >= after and any(
                w.verb is not None and w.verb.kind != "participle" and w.arabic
                and not (w.verb.has("n") and w.tags) for w in words[start : min(end, start + 4)]
            )  # fmt: skip
            if ahead:
                own = next(
                    k for k in range(start, min(end, start + 4)) if words[k].verb is not None
                )
                from kashf.statements.arabic.grammar import drafts

                nested = drafts(self.scene, (start, hi))
                if nested and nested[0].verb == (own, own + 1):
                    if who is not None:
                        self._add(nested[0], kind or "unknown", who)
                    found += nested
                    return hi
            content = self.scene.trim(start, end)
            if content is not None and content[1] - content[0] >= 2:
                first = verb if verb is not None else i
                told = words[first].verb if words[i].base == "كما" else None
                shown = told is not None and told.force == "reveals"
                force: Force = "reveals" if shown else "says"
                draft = Draft((first, verb_end), force, content, speaker=who, phrase=True,
                              silent=who is None, direct=self._quoted(content), addressee=heard)  # fmt: skip
                found.append(draft)
        return after

    def settle(self, found: list[Draft]) -> list[Draft]:
        """Without ``النقابة، بحسب الوثيقة، طالبت …``: there the phrase is a source of what she said."""
        kept = []
        for draft in found:
            owner = (
                next((o for o in found if self._between(draft, o)), None) if draft.phrase else None
            )
            if owner is None:
                kept.append(draft)
            elif draft.speaker is not None:
                self._add(owner, self.complements.kind(*draft.speaker) or "unknown", draft.speaker)
        return kept

    @staticmethod
    def _between(phrase: Draft, other: Draft) -> bool:
        """Whether the phrase stands between another statement's speaker and verb."""
        if phrase.verb is None or other.verb is None or other.speaker is None or other.phrase:
            return False
        return (
            phrase.content[0] <= other.speaker[0] < other.speaker[1] <= phrase.verb[0]
            and phrase.verb[1] <= other.verb[0] < phrase.content[1]
        )

    def _topic(self, lo: int, i: int) -> bool:
        """``الصورة، بحسب الخبير، …``: what the sentence is about stands before the phrase."""
        words = self.words
        if i - lo < 2 or words[i - 1].raw not in COMMAS or words[lo].kind != "w":
            return False
        if words[lo].tags & {"prep", "conj", "adverb", "timely", "comp", "neg", "was", "modal"}:
            return False
        return not any(
            is_act(w) or (w.verb is not None and w.verb.kind != "participle") or w.raw in COMMAS
            for w in words[lo : i - 1]
        )

    def _quoted(self, content: Range) -> bool:
        """Whether the whole content is in quotation marks or after a colon."""
        start, end = content
        return self.scene.closing.get(start - 1) == end or self.words[start - 1].raw == ":"

    @staticmethod
    def _add(draft: Draft, kind: str, who: Range) -> None:
        if all(span != who for _, span in draft.sources):
            draft.sources.append((kind, who))

    def _clause(self, i: int, lo: int, hi: int, after: int) -> Range | None:
        """The clause that the phrase is about: after it when it opens the sentence, else before."""
        words = self.words
        if self._topic(lo, i) and after + 1 < hi and words[after].raw in COMMAS and (
            words[after + 1].raw[0] != "و"
        ):  # fmt: skip
            rest = self.complements.end(after + 1, hi)
            return (lo, rest[1]) if rest is not None else None
        if self._opening(i, lo):
            start = after
            that = next(
                (
                    k
                    for k in range(after, min(hi, after + 30))
                    if words[k].raw.startswith("فإن") or words[k].raw in ".؛"
                ),
                None,
            )
            if that is not None and words[that].kind == "w":
                return self.complements.end(that + 1, hi) if that + 1 < hi else None
            comma = next(
                (k for k in range(after, min(hi, after + 9)) if words[k].raw in COMMAS), None
            )
            if comma is not None:
                start = comma
                if comma + 1 < hi and "relative" in words[comma + 1].tags:
                    start = next(
                        (
                            k
                            for k in range(comma + 1, min(hi, comma + 16))
                            if words[k].raw in COMMAS
                        ),
                        comma,
                    )
            while start < hi and (
                words[start].raw in COMMAS or words[start].raw == ":"
                or words[start].base in _THAT
                or words[start].tags & {"adverb"}
            ):  # fmt: skip
                start += 1
            return self.complements.end(start, hi) if start < hi else None
        start = lo
        while start < i and words[start].tags & {"conj"} and start > lo:
            start += 1
        if after < hi and (words[after].raw in COMMAS) == (words[i - 1].raw in COMMAS) and (
            self._goes_on(lo, i, after, hi)
        ):  # fmt: skip
            rest = self.complements.end(after + (words[after].raw in COMMAS), hi)
            if rest is not None:
                return start, rest[1]
        first = words[start]
        if first.base in {"لان", "لانه", "لانها"}:
            start += 1
        return (start, i) if start < i else None
