"""Arabic source phrases: according to the recording, quoting X, as he put it."""

from __future__ import annotations

from kashf.statements.arabic.complements import Complements
from kashf.statements.arabic.nouns import COMMAS, is_act
from kashf.statements.arabic.phrases import Phrases
from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.given import is_given

__all__ = ["SourcePhrases"]


_PAIRS = frozenset({("نقلا", "عن"), ("استنادا", "الي"), ("نسبه", "الي")})


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
        at = i + 1
        verb_end = i + 1
        spoken = False
        if at < hi and words[at].base in {"حد", "لسان"}:
            at += 1
        if at < hi and (words[i].base, words[at].base) in _PAIRS:
            at += 1
        verb_end = at
        if at < hi and words[at].tags & {"saying"}:
            spoken = True
            own = words[at].base not in {"قول", "وصف", "زعم", "تعبير", "روايه"}
            at += 1
            verb_end = at
            if own:
                return self._give(i, lo, hi, at, verb_end, None, found, spoken=True)
        if at < hi and (
            words[i].base in {"حسبما", "وفقما", "كما"} or words[at].base in {"ما", "لما"}
        ):
            told = self.phrases.told(at, hi)
            if told is None:
                return at
            verb, who, after = told
            after = self.phrases.past_clause(after, hi)
            while after < hi and words[after].tags & {"prep", "timely"}:
                more = self.phrases.noun(after + 1, hi)
                after = more[1] if more is not None else after + 1
            return self._give(i, lo, hi, after, verb + 1, who, found, spoken=False, verb=verb)
        phrase = self.phrases.noun(at, hi)
        if phrase is None:
            return i + 1
        end = phrase[0]
        if (
            words[i].raw == "حسب"
            and self.complements.kind(at, end) is None
            and not is_given(words[at])
            and "def" not in words[at].tags
        ):
            return i + 1  # "according to the kind of …"
        after = self.phrases.past_clause(phrase[1], hi)
        return self._give(i, lo, hi, after, verb_end, (at, end), found, spoken=spoken)

    def _give(
        self, i: int, lo: int, hi: int, after: int, verb_end: int, who: Range | None,
        found: list[Draft], *, spoken: bool, verb: int | None = None,
    ) -> int:  # fmt: skip
        words = self.words
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
                first = verb if verb is not None else i - (words[i].base == "حد")
                draft = Draft((first, verb_end), "says", content, speaker=who, phrase=True,
                              silent=who is None)  # fmt: skip
                found.append(draft)
        return after

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

    @staticmethod
    def _add(draft: Draft, kind: str, who: Range) -> None:
        if all(span != who for _, span in draft.sources):
            draft.sources.append((kind, who))

    def _clause(self, i: int, lo: int, hi: int, after: int) -> Range | None:
        """The clause that the phrase is about: after it when it opens the sentence, else before."""
        words = self.words
        opens = i == lo or (i == lo + 1 and words[lo].kind != "w") or (
            words[i - 1].raw in COMMAS and i - lo < 3
        )  # fmt: skip
        if self._topic(lo, i) and after < hi and words[after].raw in COMMAS:
            rest = self.complements.end(after + 1, hi)
            return (lo, rest[1]) if rest is not None else None
        if opens:
            start = after
            comma = next(
                (k for k in range(after, min(hi, after + 9)) if words[k].raw in COMMAS), None
            )
            if comma is not None:
                start = comma
            while start < hi and (
                words[start].raw in COMMAS or words[start].raw == ":"
                or words[start].base in {"فان", "ان", "فانه", "انه", "فانها"}
                or words[start].tags & {"adverb"}
            ):  # fmt: skip
                start += 1
            return self.complements.end(start, hi) if start < hi else None
        start = lo
        while start < i and words[start].tags & {"conj"} and start > lo:
            start += 1
        first = words[start]
        if first.base in {"لان", "لانه", "لانها"}:
            start += 1
        end = i - 1 if words[i].base == "حد" else i
        return (start, end) if start < end else None
