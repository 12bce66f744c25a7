"""Who says what in an English sentence: subject, verb, addressee, content, or content first."""

from __future__ import annotations

from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.english.endings import Complement
from kashf.statements.english.lexicon import NOMINALS, PHRASES
from kashf.statements.english.lists_below import list_below
from kashf.statements.english.refusals import Refusals
from kashf.statements.english.sets import listed
from kashf.statements.verbs import VerbForm

__all__ = ["drafts"]

_AWAY = {"rule": "out", "laugh": "off", "shrug": "off"}
_FRONT = frozenset({"when", "after", "as", "because", "once", "although", "though", "while"})
_AHEAD = frozenset({"while", "after", "before", "by", "when", "in", "on", "despite", "besides"})
_DOING = frozenset(
    {
        "threatening",
        "insisting",
        "demanding",
        "asking",
        "telling",
        "promising",
        "denying",
        "urging",
        "offering",
        "saying",
        "claiming",
        "swearing",
    }
)
_MANNERS = frozenset({"aloud", "openly", "publicly"})
_BEFORE_ING = frozenset({"by", "another", "one"})
_NOUNS_IN_ING = listed("nouns in ing")
_SENT = listed("sent")


def drafts(scene: Scene, span: Range) -> list[Draft]:
    """The statements of one sentence, in the order of their verbs."""
    lo, hi = span
    end = list_below(scene, lo, hi) if hi > lo and scene.words[hi - 1].raw == ":" else hi
    if end == hi:
        return _Sentence(scene, span).read()
    sentence = _Sentence(scene, (lo, end))
    sentence.stop = hi
    found = [draft for draft in sentence.read() if draft.content[1] >= hi - 1]
    for draft in found:
        first = draft.content[0]
        if [w.fold for w in scene.words[first : first + 2]] == ["the", "following"]:
            first += 2
        while (
            first < end
            and scene.words[first].kind in "s\n"
            and scene.words[first].raw not in "($€£"
        ):
            first += 1
        draft.content = scene.trim(first, end) or draft.content
    return found


class _Sentence(Refusals):
    stop: int | None = None  # where the words of the sentence end, if a list below belongs to it

    def read(self) -> list[Draft]:
        phrases = []
        end = self.hi if self.stop is None else self.stop
        for i in self.scene.outside(self.lo, end, arabic=False):
            word = self.words[i]
            noun = self._nominal(i) if word.fold in NOMINALS else None
            if noun is not None:
                self.found.append(noun)
            elif word.fold in PHRASES:
                phrases.append(i)
            elif word.verb is None:
                draft = self._idiom(i)
                if draft is not None:
                    self.found.append(draft)
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
        if (
            words[self.lo].fold == "having"
            and i - self.lo <= 3
            and verb.kind in {"past", "perfect"}
        ):
            return self._ahead(i)
        if verb.has("x") and self.phrases.naming(i) and verb.lemma in {"call", "name", "dub"}:
            return None
        k, facts = self._helpers(i)
        before = words[k - 1] if k > self.lo else None
        if "on" in facts:
            facts.discard("to")
        if verb.kind == "base" and before is not None and before.raw == "," and i + 1 < self.hi:
            then = self._clause_then(i, k)
            if then is not None:
                return then
        if "modal" in facts and words[i - 1].fold == "would" and verb.kind == "base":
            facts.discard("modal")
            facts |= {"would", "do"}
        if "modal" in facts and self._performs(i, k):
            facts = (facts - {"modal"}) | {"do"}
        if "modal" in facts or "to" in facts or not self._agrees(i, k, facts, before):
            return None
        passive = "be" in facts and verb.kind in {"past", "perfect"}
        if passive:
            if verb.lemma == "put":
                return self._put_to(i)
            supposed = self._said_to(i)
            if supposed is not None:
                return supposed
        if (
            i + 1 < self.hi
            and words[i + 1].fold == "by"
            and not passive
            and not self.phrases.by_means(i + 1)
        ):
            return self._asked_by(i) if i == self.lo and verb.lemma == "ask" else None
        inverted = self._inverted(i, k, before)
        if inverted is not None:
            return inverted
        if verb.lemma == "threaten" and before is not None and before.fold == "and" and (
            words[min(i + 1, self.hi - 1)].fold == "with" and self.complements._bound(i - 1)
        ):  # fmt: skip
            return None
        whom = self._being(k)
        if words[k].fold == "being" and before is not None and before.kind == "w":
            k -= 1  # "remembers being told"
        speaker, dependent = (whom, False) if whom is not None else self._speaker(k, before)
        if speaker is None and not dependent:
            return None
        if speaker is not None and words[self.lo].fold == "had" and speaker[0] == self.lo + 1:
            return None  # "had he said no, …"
        end = i + 1
        if speaker is not None and end < self.hi and words[end].raw == "," != words[k - 1].raw:
            inner = next((q for q in range(*speaker) if words[q].raw == ","), None)
            if inner is not None:
                speaker = (inner + 1, speaker[1])  # "The owner, Brule said, wanted"
        if end < self.hi and words[end].fold == _AWAY.get(verb.lemma):
            verb = VerbForm(verb.lemma, verb.kind, "denies", (), frozenset("dg"))
            end += 1
        if verb.has("p"):
            if end >= self.hi or words[end].fold not in verb.after:
                return None
            end += 1
        at = speaker[0] - 1 if speaker is not None else k - 1
        self.complements.fronted = at >= self.lo and words[at].fold in _FRONT
        self.complements.inserted = (
            before is not None
            and bool(
                "rel" in before.tags and k - 2 > self.lo and words[k - 2].raw in {",", "—", "–"}
            )
        ) or (at - 1 > self.lo and "rel" in words[at].tags and words[at - 1].raw in {",", "—", "–"})
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
                if not verb.has("o") or before_it.direct or verb.lemma == "answer":
                    return None
                before_it.addressee, before_it.speaker = before_it.speaker, None
                before_it.unnamed = True
            return before_it
        if self._no_saying(i, verb, speaker, said, said.content, facts):
            return None
        draft = Draft(
            (i, i + 1 if words[end - 1].fold in _MANNERS else end), said.force or verb.force, said.content, speaker=speaker,
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
            if verb.lemma == "show" and said.noun and not self._tells(draft.speaker, "show"):
                return None  # "refereed the match and showed four cards"
        return draft

    def _being(self, k: int) -> Range | None:
        """``remembers a colleague being told``: a colleague."""
        words = self.words
        if words[k].fold != "being" or k - 2 < self.lo or words[k - 1].kind != "w":
            return None
        for q in range(k - 2, max(self.lo, k - 6), -1):
            if "det" in words[q].tags or "possessive" in words[q].tags:
                return (q, k)
            if words[q].tags & {"prep", "aux", "bound"} or words[q].kind != "w":
                break
        return None

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
        if k == i - 1 or speaker is None:
            return None
        said = self.complements.read(i + 1, words[i].verb)
        if said is None or said.content is None or not said.direct or words[i + 1].raw == ",":
            quoted = self._quotation_before(speaker[0])
            if quoted is not None:
                return Draft((i, i + 1), words[i].verb.force, quoted, speaker=speaker, direct=True,
                             addressee=said.addressee if said else None, lemma=words[i].verb.lemma)  # fmt: skip
        if said is None or said.content is None:
            return None
        return Draft((i, i + 1), said.force or words[i].verb.force, said.content, speaker=speaker,
                     addressee=said.addressee, direct=said.direct, sources=said.sources,
                     lemma=words[i].verb.lemma)  # fmt: skip

    def _quotation_before(self, at: int) -> Range | None:
        """``"…," Tern is heard replying``: what stands in quotation marks before ``at``."""
        close = at - 1
        if close > self.lo and self.words[close].raw == ",":
            close -= 1
        opened = self.phrases.opened.get(close)
        return self.scene.trim(opened + 1, close) if opened is not None else None

    def _ahead(self, i: int) -> Draft | None:
        """``Denying the claims, the senator …``: the subject follows."""
        words, verb = self.words, self.words[i].verb
        if verb.has("q") or verb.has("p"):
            return None
        self.complements.fronted = True
        said = self.complements.read(i + 1, verb)
        self.complements.fronted = False
        if said is None or said.content is None:
            return None
        comma = said.content[1]
        while comma < self.hi and words[comma].raw != "," and words[comma].kind == "s":
            comma += 1
        if comma >= self.hi or words[comma].raw != ",":
            return None
        speaker = self._first_subject(self.hi, comma + 1)
        if speaker is None or speaker[0] <= comma:
            return None
        return Draft((i, i + 1), said.force or verb.force, said.content, speaker=speaker,
                     addressee=said.addressee, direct=said.direct, sources=said.sources,
                     lemma=verb.lemma)  # fmt: skip

    def _participle(self, i: int) -> Draft | None:
        words, verb = self.words, self.words[i].verb
        if i == self.lo or (i == self.lo + 1 and words[i - 1].fold in _AHEAD):
            return self._ahead(i)
        before = words[i - 1]
        doing = (
            "possessive" in before.tags and words[i].fold in _DOING and before.fold != "nobody's"
        )
        if (
            not doing
            and before.tags & {"det", "prep", "possessive"}
            and before.fold not in _BEFORE_ING
        ):
            return None
        if before.fold in {"anyone", "anybody", "nobody"} or (
            words[i].fold in _NOUNS_IN_ING and before.tags & {"ed", "vpp"} and "det" in (words[i - 2].tags | words[i - 3].tags)
        ):  # fmt: skip
            return None  # "at a hastily arranged briefing that"
        k, facts = self._helpers(i)
        if k > self.lo and "keeps" in words[k - 1].tags and not facts & {"be"}:
            k -= 1
            facts = facts | {"be"}
        am = (
            k > self.lo
            and "short" in words[k - 1].tags
            and words[k - 1].fold[-2:] in {"'m", "re", "'s"}
        )
        if facts & {"be"} or doing or (am and words[k - 1].tags):
            speaker, _ = self._speaker(k, None)
            said = self.complements.read(i + 1, verb) if verb.lemma != "read" else None
            if speaker is None or said is None or said.content is None:
                return None
            return Draft((i, i + 1), said.force or verb.force, said.content, speaker=speaker,
                         addressee=said.addressee, direct=said.direct, sources=said.sources,
                         negated="not" in facts, lemma=verb.lemma)  # fmt: skip
        caught = self._caught(i)
        if caught is not None:
            return caught
        quoted = self._quoted_as(i) if before.fold == "as" else None
        if quoted is not None:
            said = self.complements.read(i + 1, verb)
            if said is None or said.content is None:
                return None
            self.found[:] = [d for d in self.found if d.content[0] != quoted[0]]
            return Draft((i, i + 1), said.force or verb.force, said.content, speaker=quoted,
                         addressee=said.addressee, direct=said.direct, sources=said.sources,
                         lemma=verb.lemma)  # fmt: skip
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
        self.complements.inserted = words[k - 1].raw in {",", "—", "–"} and not any(
            self.phrases.finite(q) for q in range(self.lo, k - 1)
        )
        paper = bool(before.tags & {"document", "recording", "report"}) or any(
            words[q].fold in _SENT for q in range(max(self.lo, i - 9), i)
        )
        said = self.complements.read(end, verb, strict=not (free or paper))
        self.complements.inserted = False
        if said is None or said.content is None:
            return None
        if words[said.content[1] - 1].fold == "comment" and said.content[1] - said.content[0] <= 2:
            return None  # "calls seeking comment"
        if said.noun and not free:
            stop = self.phrases.right(said.content[0])
            if said.content[0] < stop < said.content[1] and self.phrases.finite(stop):
                said.content = (said.content[0], stop)  # "a petition demanding her arrest had"
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
            if draft.speaker is not None and "time" in words[draft.speaker[1] - 1].tags:
                draft.speaker = None  # "wrote back that night asking for"
            at = draft.speaker[0] if draft.speaker else i
            if (
                draft.speaker is not None
                and "objpron" in words[at].tags
                and "ed" in words[at - 1].tags
            ):
                draft.speaker = self.phrases.subject(at - 1)  # "messaged me claiming"
            if draft.speaker is None or not self._can_speak(draft.speaker) or (
                at > self.lo and "prep" in words[at - 1].tags and words[at - 1].fold != "with"
            ):  # fmt: skip
                draft.speaker = self._first_subject(i) or draft.speaker
            if draft.speaker is None:
                return None
        return draft
