"""Who says what in an English sentence: subject, verb, addressee, content, or content first."""

from __future__ import annotations

from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.english.endings import Complement
from kashf.statements.english.idioms import Idioms
from kashf.statements.english.lexicon import PHRASES
from kashf.statements.verbs import VerbForm

__all__ = ["drafts"]

_STAND_ALONE = frozenset(
    {"some", "many", "most", "both", "few", "several", "all", "these", "those"}
)
_AWAY = {"rule": "out", "laugh": "off", "shrug": "off"}
_FRONT = frozenset({"when", "after", "as", "because", "once", "although", "though", "while"})
_FACTS = frozenset({"modal", "not", "hedge", "be", "do", "aux"})
_HELPERS = frozenset({"aux", "do", "modal", "not", "adverb", "hedge"})
_NAMED = frozenset({"named", "identified", "quoted", "photographed", "filmed"})


def drafts(scene: Scene, span: Range) -> list[Draft]:
    """The statements of one sentence, in the order of their verbs."""
    return _Sentence(scene, span).read()


class _Sentence(Idioms):
    def read(self) -> list[Draft]:
        phrases = []
        for i in self.scene.outside(self.lo, self.hi):
            word = self.words[i]
            if word.arabic:
                continue
            if word.fold in PHRASES:
                phrases.append(i)
                continue
            if word.verb is None:
                draft = self._idiom(i)
            else:
                draft = self._participle(i) if word.verb.kind == "participle" else self._verb(i)
            if draft is not None:
                self.found.append(draft)
        for at in phrases:
            self._according(at)
        return self.found

    # a finite verb

    def _verb(self, i: int) -> Draft | None:
        words, verb = self.words, self.words[i].verb
        if words[i].capital and i > self.lo and not self._quote_ends(i - 1):
            return None
        k, facts = self._helpers(i)
        before = words[k - 1] if k > self.lo else None
        if facts & {"on"}:
            facts.discard("to")
        if verb.kind == "base" and before is not None and before.raw == "," and i + 1 < self.hi:
            then = self._clause_then(i, k)
            if then is not None:
                return then
        if "modal" in facts and words[i - 1].fold == "would" and verb.kind == "base":
            facts.discard("modal")
            facts |= {"would", "do"}
        if facts & {"modal", "to"} or not self._agrees(i, k, facts, before):
            return None
        passive = bool(facts & {"be"}) and verb.kind in {"past", "perfect"}
        if passive:
            supposed = self._said_to(i)
            if supposed is not None:
                return supposed
        if i + 1 < self.hi and words[i + 1].fold == "by" and not passive:
            return None
        inverted = self._inverted(i, k, before)
        if inverted is not None:
            return inverted
        speaker, dependent = self._speaker(k, before)
        if speaker is None and not dependent:
            return None
        end = i + 1
        if end < self.hi and words[end].fold == _AWAY.get(verb.lemma):
            verb = VerbForm(verb.lemma, verb.kind, "denies", (), frozenset("dg"))
            end += 1
        if verb.has("p"):
            if end >= self.hi or words[end].fold not in verb.after:
                return None
            end += 1
        at = speaker[0] - 1 if speaker is not None else k - 1
        self.complements.fronted = at >= self.lo and words[at].fold in _FRONT
        self.complements.inserted = before is not None and bool(
            before.tags & {"rel"} and k - 2 > self.lo and words[k - 2].raw in {",", "—", "–"}
        )
        said = self.complements.read(end, verb, passive=passive)
        self.complements.fronted = self.complements.inserted = False
        if said is None:
            return None
        if said.direct and said.content is not None and speaker is not None and not passive:
            two = self._two_halves(i, k, speaker, said)
            if two is not None:
                return two
        if said.content is None:
            before_it = self._content_before(i, k, speaker, said)
            if passive and before_it is not None:  # "the mayor had lied, the inquiry was told"
                if not verb.has("o") or before_it.direct:
                    return None
                before_it.addressee, before_it.speaker = before_it.speaker, None
                before_it.unnamed = True
            return before_it
        if speaker is not None and (self._nobody(speaker) or self._supposed(speaker)):
            return None
        if "would" in facts and not said.direct:
            return None  # only of habit: `he would say, "…"`
        if said.addressee is not None and words[said.addressee[0]].fold.endswith("self"):
            return None  # thinking
        if [w.fold for w in words[said.content[0] : said.content[0] + 3]] == ["not", "to", "be"]:
            if words[min(said.content[0] + 3, self.hi - 1)].fold in _NAMED:
                return None  # a formula of anonymity
        if (
            verb.lemma in {"show", "indicate", "expose"}
            and said.noun
            and not self._tells(speaker, verb.lemma)
        ):
            return None
        draft = Draft(
            (i, end), said.force or verb.force, said.content, speaker=speaker,
            addressee=said.addressee, direct=said.direct, sources=self._fronted(k, speaker) + said.sources + self._cited(i, said.content),
            dependent=dependent, lemma=verb.lemma, negated="not" in facts or self._never(), hedged="hedge" in facts,
        )  # fmt: skip
        if verb.lemma == "swear" and "would" not in {w.fold for w in words[slice(*draft.content)]} and (
            {"past", "shifted"} & self.complements.evidence(*draft.content)
        ):  # fmt: skip
            draft.force = "says"
        if passive:
            return self._passive(i, draft, said)
        if verb.lemma == "call" and draft.force == "demands":
            draft.verb = (i, i + 2)
        if dependent:
            self._inherit(draft)
        return draft

    def _two_halves(self, i: int, k: int, speaker: Range, said: Complement) -> Draft | None:
        """``"A," he told me as we walked, "and B"``."""
        q, first = speaker[0] - 1, said.content[0] if said.content else 0
        if q not in self.phrases.opened or self.words[q - 1].raw != "," or first - 2 <= i:
            return None
        if self.words[first - 2].raw not in {",", "—", "–"}:
            return None
        return self._content_before(
            i, k, speaker, Complement(addressee=said.addressee, at=first - 2)
        )

    def _helpers(self, i: int) -> tuple[int, set[str]]:
        """Where the verb group begins, and what is in it."""
        words, k, facts = self.words, i, set()
        while k > self.lo and words[k - 1].kind == "w":
            word = words[k - 1]
            if word.fold == "to":
                if k - 1 > self.lo and words[k - 2].fold in {"went", "goes", "going"}:
                    facts.add("on")
                if (
                    k - 2 > self.lo
                    and words[k - 2].fold == "on"
                    and words[k - 3].fold in {"went", "goes"}
                ):
                    return k - 3, facts | {"on"}
                group = self._before_to(k - 1)
                if group is not None:
                    return group[0], group[1] | (facts & {"not"})
                facts.add("to")
                return k - 1, facts
            if word.tags.isdisjoint(_HELPERS):
                break
            if "time" in word.tags and "adverb" not in word.tags:
                break
            facts |= word.tags & _FACTS
            k -= 1
        return k, facts

    def _agrees(self, i: int, k: int, facts: set[str], before: object) -> bool:
        """Whether the form can be a finite verb here."""
        words, verb = self.words, self.words[i].verb
        prior = words[k - 1] if k > self.lo else None
        if verb.kind == "perfect":
            return bool(facts & {"aux", "be", "on"})
        if verb.kind == "base":
            if prior is not None and prior.fold.endswith("'d") and "short" in prior.tags:
                facts.add("would")
                return True
            if facts & {"do"}:
                question = k == self.lo and prior is None
                return not question
            if facts & {"on"}:
                return True
            if prior is None:
                return False
            if prior.raw == "," and self._listed(k - 1):
                own = self.found[-1].verb
                one = words[own[0]].verb if own is not None else None
                return one is not None and one.kind == "base"
            if prior.kind != "w":
                return prior.kind == "h" or (
                    prior.raw in {",", "—", "–", ")"} and self._several(k, prior)
                )
            if prior.fold in {"and", "but"} and self.found and self.found[-1].speaker is not None:
                one = words[self.found[-1].speaker[0]]
                own = self.found[-1].verb
                return one.fold in {"i", "we", "they", "you"} or (
                    own is not None
                    and words[own[0]].verb is not None
                    and words[own[0]].verb.kind == "base"
                )
            if prior.kind == "w" and prior.tags & {"det", "possessive", "poss"} and (
                prior.fold not in _STAND_ALONE
            ):  # fmt: skip
                return False
            if not (prior.tags & {"prep", "adverb"}) and self._several(k, prior):
                return not (
                    k - 2 >= self.lo and words[k - 2].tags & {"do", "modal"}
                ) and not facts & {"be"}
            plural = prior.fold in {"i", "we", "they", "you", "who"} or (
                prior.fold.endswith("s") and not prior.fold.endswith("'s") and not prior.fold.endswith("ss")
                and prior.verb is None and not prior.tags & {"adverb", "prep"}
            )  # fmt: skip
            asked = k - 2 >= self.lo and words[k - 2].tags & {"do", "modal"}
            told = prior.fold == "you" and (k - 2 < self.lo or words[k - 2].kind != "w")
            return bool(plural and not asked and not facts & {"be"} and not told)
        if verb.kind == "present" and verb.has("n"):
            if prior is None or prior.tags & {"det", "prep", "possessive", "poss"}:
                return bool(prior is not None and prior.fold in {"one", "another", "this"})
            follows = words[i + 1] if i + 1 < self.hi else words[i]
            if prior.kind == "w" and follows is not words[i] and follows.verb is not None and (
                follows.verb.kind in {"past", "base", "present"}
            ):  # fmt: skip
                return False  # "text messages show"
            if i + 1 < self.hi and words[i + 1].tags & {"prep", "aux"} and verb.lemma != "call" and not (
                words[i + 1].fold == "to" and verb.has("i")
            ):  # fmt: skip
                return False
        if verb.kind == "past" and prior is not None and k == i:
            if (
                prior.tags & {"det"}
                and not prior.tags & {"pron"}
                and prior.fold not in {"this", "that", "two", "three", "several", "many", "some"}
            ):
                return False
            if prior.tags & {"prep"}:
                return False
        return True

    def _passive(self, i: int, draft: Draft, said: Complement) -> Draft | None:
        """``editors were told that``: the subject is spoken to."""
        verb = self.words[i].verb
        if verb.has("o") or verb.has("x"):
            if verb.has("x"):
                return None
            draft.addressee, draft.speaker, draft.unnamed = draft.speaker, None, True
            self._agent(i, draft)
            return draft
        subject = draft.speaker
        if subject is not None and self.words[subject[0]].fold == "it":
            draft.speaker, draft.unnamed, draft.hedged = None, True, True
            self._agent(i, draft)
            return draft
        return None

    def _caught(self, i: int) -> Draft | None:
        """``the mayor can be heard telling an aide …``."""
        words, k = self.words, i - 1
        if words[k].fold not in {"heard", "seen", "caught", "recorded", "filmed", "overheard"}:
            return None
        while k > self.lo and words[k - 1].tags & {"aux", "modal", "adverb"}:
            k -= 1
        speaker, _ = self._speaker(k, None)
        said = self.complements.read(i + 1, words[i].verb)
        if k == i - 1 or speaker is None or said is None or said.content is None:
            return None
        return Draft((i, i + 1), said.force or words[i].verb.force, said.content, speaker=speaker,
                     addressee=said.addressee, direct=said.direct, sources=said.sources,
                     lemma=words[i].verb.lemma)  # fmt: skip

    def _participle(self, i: int) -> Draft | None:
        words, verb = self.words, self.words[i].verb
        if i == self.lo:
            return None
        before = words[i - 1]
        if before.tags & {"det", "prep", "possessive"} and before.fold != "by":
            return None
        k, facts = self._helpers(i)
        if k > self.lo and "keeps" in words[k - 1].tags and not facts & {"be"}:
            k -= 1
            facts = facts | {"be"}
        if facts & {"be"}:
            speaker, _ = self._speaker(k, None)
            said = self.complements.read(i + 1, verb)
            if speaker is None or said is None or said.content is None:
                return None
            return Draft((i, i + 1), said.force or verb.force, said.content, speaker=speaker,
                         addressee=said.addressee, direct=said.direct, sources=said.sources,
                         negated="not" in facts, lemma=verb.lemma)  # fmt: skip
        caught = self._caught(i)
        if caught is not None:
            return caught
        free = (
            before.raw in {",", "—", "–"}
            or before.fold in {"and", "before", "by"}
            or words[k - 1].raw == ","
        )
        end = i + 1
        if verb.has("p"):
            if end >= self.hi or words[end].fold not in verb.after:
                return None
            end += 1
        self.complements.inserted = words[k - 1].raw in {",", "—", "–"}
        paper = bool(before.tags & {"document", "recording", "report"})
        said = self.complements.read(end, verb, strict=not (free or paper))
        self.complements.inserted = False
        if said is None or said.content is None:
            return None
        draft = Draft((i, end), said.force or verb.force, said.content, addressee=said.addressee,
                      direct=said.direct, sources=said.sources, dependent=True, lemma=verb.lemma)  # fmt: skip
        if free:
            self._inherit(draft)
        else:
            draft.speaker, draft.dependent = self._shown(self.phrases.left(i)), False
            if paper or (
                draft.speaker is not None and self.phrases._verbal(draft.speaker[0], draft.speaker[1])
            ):  # fmt: skip
                draft.speaker = self._paper(i, draft.speaker)
            at = draft.speaker[0] if draft.speaker else i
            if draft.speaker is None or (
                at > self.lo and "prep" in words[at - 1].tags and words[at - 1].fold != "with"
            ):  # fmt: skip
                draft.speaker = self._first_subject(i)
            if draft.speaker is None:
                return None
        return draft
