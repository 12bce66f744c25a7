"""The group of an English verb: its helpers, and whether its form can be finite where it stands."""

from __future__ import annotations

from kashf.statements.english.idioms import Idioms
from kashf.statements.english.sets import listed

__all__ = ["Groups"]

_STAND_ALONE = frozenset(
    {
        "some",
        "many",
        "most",
        "both",
        "few",
        "several",
        "all",
        "these",
        "those",
        "two",
        "three",
        "four",
        "five",
    }
)
_COLLECTIVES = listed("collectives")
_GET = frozenset({"get", "gets", "got", "getting"})
_MUST = listed("must")
_CAN = listed("can")


class Groups(Idioms):
    """Reads them in one sentence."""

    def _helpers(self, i: int) -> tuple[int, set[str]]:
        """Where the verb group begins, and what is in it."""
        words, k, facts = self.words, i, set()
        while k > self.lo and (words[k - 1].kind == "w" or words[k - 1].raw == ","):
            word = words[k - 1]
            if word.raw == ",":
                opened = self.phrases._opening_comma(k - 1)
                if k != i or opened is None or opened <= self.lo or k - opened > 10 or not (
                    words[opened - 1].tags & {"aux", "do", "modal"}
                ):  # fmt: skip
                    break
                k = opened  # "has, in writing, asked"
                continue
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
            if word.fold == "first" and k - 2 > self.lo and not (
                words[k - 2].tags & {"det", "possessive", "conj"}
            ):  # fmt: skip
                k -= 2 if words[k - 2].fold == "at" else 1
                continue
            if (
                word.fold in _GET
                and k == i
                and words[i].verb.has("o")
                and words[i].verb.kind == "past"
            ):
                facts |= {"be"}  # "got told"
                k -= 1
                continue
            if word.fold == "long" and k - 1 > self.lo and "aux" in words[k - 2].tags:
                k -= 1  # "have long complained"
                continue
            if not word.tags & {"aux", "do", "modal", "not", "adverb", "hedge"}:
                break
            if "time" in word.tags and "adverb" not in word.tags and word.raw != "may":
                break
            facts |= word.tags & {"modal", "not", "hedge", "be", "do", "aux"}
            k -= 1
        return k, facts

    def _performs(self, i: int, k: int) -> bool:
        """``I must insist that …``, ``we can confirm that …``: it is said by saying that one must or can."""
        words, lemma = self.words, self.words[i].verb.lemma
        if k <= self.lo or words[k - 1].fold not in {"i", "we"}:
            return False
        folds = {w.fold for w in words[k:i]}
        return (
            bool(folds & {"must", "should"}) and lemma in _MUST
        ) or ("can" in folds and lemma in _CAN)  # fmt: skip

    def _agrees(self, i: int, k: int, facts: set[str], before: object) -> bool:
        """Whether the form can be a finite verb here."""
        words, verb = self.words, self.words[i].verb
        prior = words[k - 1] if k > self.lo else None
        if prior is None and self.owner is not None:
            return bool(verb.kind == ("base" if self.phrases.plural(self.owner) else "present"))
        if verb.kind == "perfect":
            had = (
                prior is not None
                and "short" in prior.tags
                and prior.fold[-2:] in {"'d", "ve", "'s"}
            )
            return bool(facts & {"aux", "be", "on"}) or had
        if verb.kind == "base":
            if prior is not None and prior.fold.endswith("'d") and "short" in prior.tags:
                facts.add("would")
                return True
            if facts & {"do"}:
                question = k == self.lo and prior is None
                return not question
            turned = self._turned(k)
            if turned:
                facts |= turned
                return True
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
            if (
                prior.fold == "and"
                and not self.found
                and words[self.lo].fold in {"i", "we", "they"}
            ):
                return not any(
                    words[q].fold == "to" or "modal" in words[q].tags for q in range(self.lo, k)
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
            if prior.fold in _COLLECTIVES and not verb.has("n"):
                return not facts & {"be"}
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
            if "vpres" in prior.tags or (prior.verb is not None and prior.verb.kind == "present"):
                return False  # "wants answers"
            follows = words[i + 1] if i + 1 < self.hi else words[i]
            if prior.kind == "w" and follows is not words[i] and follows.verb is not None and (
                follows.verb.kind in {"past", "base", "present"}
            ):  # fmt: skip
                return False  # "text messages show"
            if i + 1 < self.hi and words[i + 1].tags & {"prep", "aux"} and verb.lemma != "call" and not (
                (words[i + 1].fold == "to" and verb.has("i")) or words[i + 1].fold in verb.after
            ):  # fmt: skip
                return words[i + 1].fold in {"with", "in", "without"} and "that" in {
                    w.fold for w in words[i + 2 : min(self.hi, i + 6)]
                }  # "notes with relief that"
        if prior is not None and k < i and prior.fold in {"a", "an", "the"}:
            return False  # "a hastily called meeting"
        if verb.kind == "past" and prior is not None and k == i:
            if (
                "det" in prior.tags
                and "pron" not in prior.tags
                and prior.fold not in {"this", "that", "two", "three", "several", "many", "some"}
            ):
                return False
            if "prep" in prior.tags:
                return False
            after = words[i + 1] if i + 1 < self.hi else words[i]
            if "possessive" in prior.tags and not (
                after.tags & {"det", "pron", "objpron", "bound", "adverb"} or after.capital
                or after.fold == "to" or after.fold in verb.after or i + 1 in self.scene.closing
            ):  # fmt: skip
                return False  # "the ministry's promised response"
        return True
