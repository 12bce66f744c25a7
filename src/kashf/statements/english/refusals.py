"""What looks like an English saying and is none: formulas of anonymity, thoughts, habits, offers of a shop."""

from __future__ import annotations

from kashf.statements.draft import Range
from kashf.statements.english.endings import Complement
from kashf.statements.english.nominals import Nominals
from kashf.statements.english.sets import listed
from kashf.statements.nouns import kind_of
from kashf.statements.verbs import VerbForm

__all__ = ["Refusals"]

_FINDERS = frozenset({"he", "she", "i", "they", "we", "you"})
_COUNTED = listed("plural dets") | {"half", "double", "money"}
_NAMED = frozenset({"named", "identified", "quoted", "photographed", "filmed"})
_NAMES = frozenset({"name", "names", "named", "identity", "identified"})
_LEFT_OUT = frozenset({"left", "withheld", "changed", "anonymous", "omitted"})
_NOT_USED = frozenset({"use", "used", "be", "publish", "published", "give", "mention"})
_NAMED_OBJECTS = {
    lemma: listed("denied")
    for lemma in ("reject", "dismiss", "contest", "rebuff", "disown", "brush", "wave")
} | {"seek": listed("sought"), "order": listed("ordered")}
_SERVED = listed("served")
_FORMULA = 14
_SPEECHLESS = listed("speechless")
_DEFINITE = frozenset({"the", "this", "these", "his", "her", "their", "our", "my", "your", "its"})


class Refusals(Nominals):
    """Tells them apart."""

    def _no_saying(
        self,
        i: int,
        verb: VerbForm,
        speaker: Range | None,
        said: Complement,
        content: Range,
        facts: set[str],
    ) -> bool:
        """Whether the verb ``i`` with what was read behind it makes no statement."""
        words = self.words
        first = words[content[0]]
        who = words[speaker[0]] if speaker is not None else None
        if speaker is not None:
            if self._nobody(speaker) or self._supposed(speaker):
                return True
            if verb.has("n") and verb.kind == "present" and any(
                words[q].fold in {"to", "not"} for q in range(*speaker)
            ):  # fmt: skip
                return True  # "moderators not to remove posts that"
            if verb.has("x") and speaker[0] > self.lo and words[speaker[0] - 1].fold == "what":
                return True  # what he called a "final offer"
        if (said.force or verb.force) == "demands" and self._anonymity(content):
            return True
        if (
            verb.lemma == "promise"
            and said.addressee is None
            and said.noun
            and self._people(content)
        ):
            return True  # "I've promised my daughters"
        if verb.lemma == "quote" and who is not None and who.fold in {"i", "we"}:
            return True  # "and I quote"
        if verb.lemma == "read" and not said.direct and who is not None and "pron" in who.tags:
            return True  # "I read with dismay that"
        if said.noun and verb.lemma in _NAMED_OBJECTS and not said.direct:
            comma = next((k for k in range(*content) if words[k].raw == ","), content[1])
            folds = {w.fold for w in words[content[0] : comma]}
            if folds.isdisjoint(_NAMED_OBJECTS[verb.lemma]):
                return True  # "rejected a bid of 3 million", "sought advice"
        if (
            content[1] - content[0] == 1
            and first.fold in {"nothing", "everything"}
            and not said.direct
        ):
            return True
        if verb.lemma == "hold" and words[content[0] - 1].fold == "that" and not (
            self.complements.evidence(*content)
        ):  # fmt: skip
            return True  # "held that position"
        if verb.lemma == "ask" and words[content[0] - 1].fold == "for" and (
            content[1] - content[0] <= 4 and words[content[1] - 1].fold in _SERVED
        ):  # fmt: skip
            return True  # "asked for a glass of water"
        if verb.lemma == "offer" and not said.direct and words[content[0] - 1].fold != "to":
            traded = said.addressee is not None and any(
                w.fold in {"exchange", "return"} for w in words[slice(*content)]
            )
            if not traded and not any(
                w.kind == "n" or w.fold in _COUNTED for w in words[slice(*content)]
            ):
                return True  # "the shop offers repairs"
        if (
            verb.lemma == "find"
            and verb.kind == "past"
            and who is not None
            and who.fold in _FINDERS
        ):
            return True
        if content[1] - content[0] <= 2 and words[content[1] - 1].fold == "comment":
            return True  # "asked the bank for comment"
        if "would" in facts:
            only = "only" in {words[i - 1].fold, words[min(i + 1, self.hi - 1)].fold}
            if not only and not (said.direct and words[content[0] - 2].raw in {",", ":"}):
                return True  # only of habit: `he would say, "…"`
        if said.addressee is not None and words[said.addressee[0]].fold.endswith("self"):
            return True  # thinking
        if first.fold == "not" and [w.fold for w in words[content[0] + 1 : content[0] + 3]] == [
            "to",
            "be",
        ]:
            if words[min(content[0] + 3, self.hi - 1)].fold in _NAMED:
                return True  # a formula of anonymity
        if (
            not said.direct
            and words[content[0] - 1].fold != "that"
            and (said.force or verb.force) != "says"
        ):
            if speaker is not None and self._speechless(speaker):
                return True  # "the storm threatens the harvest"
            if said.noun and self._let_in(verb, content):
                return True
        return (
            verb.lemma in {"show", "indicate", "expose"}
            and (said.noun or said.direct)
            and not self._tells(speaker, verb.lemma)
        )

    def _speechless(self, speaker: Range) -> bool:
        """Whether a subject is a force of nature or a state of things, which says nothing."""
        head = speaker[1] - 1
        for k in range(speaker[0] + 1, speaker[1]):
            if self.words[k].tags & {"prep", "rel"}:
                head = k - 1
                break
        word = self.words[head]
        if word.capital and head > self.lo:
            return False  # the party Clean Water
        return word.fold in _SPEECHLESS and "role" not in word.tags

    def _let_in(self, verb: VerbForm, content: Range) -> bool:
        """``admitted 40 patients``, ``threatened the judge``: somebody to whom it is done."""
        words = self.words
        if verb.lemma not in {"admit", "threaten"} or words[content[0] - 1].fold in {"to", "with"}:
            return False
        if words[content[0]].fold.endswith("ing") or self.complements._subject_and_verb(content[0]):
            return False  # "admitted meeting the broker", "admitted two guards slept"
        if verb.lemma == "threaten" and words[content[0]].fold in _DEFINITE:
            return True
        if verb.lemma == "threaten" and "pron" in words[content[0]].tags - {"det"}:
            return True
        person = next(
            (kind_of(w) for w in words[slice(*content)] if kind_of(w) or w.tags & {"prep"}), None
        )
        return person is not None and person[0] != "t"

    def _anonymity(self, content: Range) -> bool:
        """``asked that her name be left out``, ``asked me not to use his name``."""
        if content[1] - content[0] > _FORMULA:
            return False
        folds = {w.fold for w in self.words[slice(*content)]}
        if folds.isdisjoint(_NAMES):
            return False
        return not folds.isdisjoint(_LEFT_OUT) or (
            "not" in folds and not folds.isdisjoint(_NOT_USED)
        )
