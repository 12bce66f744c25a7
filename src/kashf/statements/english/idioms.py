"""English sayings whose verb is no reporting verb: was like, was adamant, is said to have, heard."""

from __future__ import annotations

from kashf.statements.draft import Draft, Range
from kashf.statements.english.lexicon import IDIOMS
from kashf.statements.english.sets import listed
from kashf.statements.english.speakers import Speakers

__all__ = ["Idioms"]

_BE = frozenset({"is", "was", "were", "are", "am", "be", "'s", "'m", "'re", "i'm", "he's", "she's",
                 "they're", "we're", "im", "hes", "shes", "theyre", "remained", "remains", "sounded"})  # fmt: skip
_HEARD = frozenset({"heard", "hears"})
_MOODS = IDIOMS - _HEARD - {"like"}
_MAKE = frozenset({"make", "makes", "made", "making"})
_SURE = frozenset({"adamant", "clear", "categorical", "emphatic", "unequivocal", "insistent"})
_HEARINGS = listed("hearings")
_SAID_TO = frozenset({"say", "report", "allege", "claim", "rumour"})
_RAISED = listed("raised")
_ON = listed("on")
_CALLED = frozenset(
    {
        "telephoned",
        "phoned",
        "rang",
        "wrote",
        "writing",
        "emailed",
        "texted",
        "messaged",
        "faxed",
        "cabled",
        "intervened",
    }
)
_TOOK = listed("took")
_LIKE = listed("like")
_PRESSED = listed("urged on")


class Idioms(Speakers):
    """Reads them in one sentence."""

    def _idiom(self, i: int) -> Draft | None:
        fold = self.words[i].fold
        if fold == "like":
            return self._like(i)
        if fold in _HEARD:
            return self._heard(i)
        clear = self._makes_clear(i) if fold in {"clear", "plain", "slip"} else None
        return clear or (self._mood(i) if fold in _MOODS else None)

    def _be_before(self, i: int) -> int | None:
        k = i - 1
        while k > self.lo and self.words[k].fold in {
            "all",
            "just",
            "also",
            "quite",
            "very",
            "more",
        }:
            k -= 1
        return k if k > self.lo - 1 and self.words[k].fold in _BE else None

    def _subject_at(self, be: int) -> Range | None:
        if "'" in self.words[be].fold and "pron" in self.words[be].tags:
            return (be, be + 1)
        if self.words[be].fold in {
            "i'm",
            "he's",
            "she's",
            "they're",
            "we're",
            "im",
            "hes",
            "shes",
            "theyre",
        }:
            return (be, be + 1)
        k = be
        while k > self.lo and self.words[k - 1].tags & {"adverb", "aux"}:
            k -= 1
        found, _ = self._speaker(k, self.words[k - 1] if k > self.lo else None)
        return found

    def _like(self, i: int) -> Draft | None:
        """``she was like, "No way"``."""
        be, words = self._be_before(i), self.words
        if be is None or i + 1 >= self.hi:
            return None
        j = i + 1
        quoted = j in self.scene.closing
        if words[j].raw in {",", ":"}:
            j += 1
            quoted = True
        speaker = self._subject_at(be)
        bare = (
            j + 1 < self.hi and not quoted and words[j].fold in _LIKE and words[j + 1].kind == "w"
        )
        if bare and "pron" in words[j].tags:
            bare = bool(words[j + 1].tags & {"aux", "modal", "do", "vpast", "vboth", "not"})
        if not (quoted or bare) or speaker is None or j >= self.hi:
            return None
        if (
            words[i + 1].raw != ","
            and not words[speaker[0]].tags & {"pron", "short"}
            and not (bare and "role" in words[speaker[1] - 1].tags)
            and words[i + 1].raw != ":"
        ):
            return None  # `it is like "the old days"`
        if words[speaker[0]].fold in {"it", "this", "that", "there"}:
            return None
        said = self.complements.quoted_or_clause(j)
        if said.content is None:
            return None
        return Draft((be, i + 1), "says", said.content, speaker=speaker, direct=True, lemma="be")

    def _makes_clear(self, i: int) -> Draft | None:
        """``made it clear that …`` and ``let slip that …``."""
        words, k = self.words, i - 1
        if k > self.lo and words[k].fold == "it":
            k -= 1
        that = i + 1
        while that < self.hi and (
            words[that].tags & {"time", "adverb"}
            or words[that].fold in {"last", "this", "on", "to"}
        ):
            that += 1
        if k <= self.lo - 1 or that + 1 >= self.hi or words[that].fold != "that":
            return None
        if words[k].fold not in ({"let", "lets"} if words[i].fold == "slip" else _MAKE):
            return None
        speaker = self._subject_at(k)
        said = self.complements.quoted_or_clause(that + 1)
        if speaker is None or said.content is None:
            return None
        return Draft((k, i + 1), "reveals" if words[i].fold == "slip" else "says", said.content,
                     speaker=speaker, direct=said.direct, lemma="make")  # fmt: skip

    def _mood(self, i: int) -> Draft | None:
        """``Lamb was blunt: "…"`` and ``she was adamant that …``."""
        be, words = self._be_before(i), self.words
        if be is None or i + 2 >= self.hi:
            return None
        if (
            words[i + 1].raw == ":" and (i + 2 in self.scene.closing or words[i].fold in _SURE)
        ) or (words[i + 1].fold == "that" and words[i].fold in _SURE):
            said = self.complements.quoted_or_clause(i + 2)
        else:
            return None
        speaker = self._subject_at(be)
        joined = words[be - 1].fold in {"and", "but"} and bool(self.found)
        if (speaker is None and not joined) or said.content is None or (
            speaker is not None and words[speaker[0]].fold in {"it", "this", "that"}
        ):  # fmt: skip
            return None
        draft = Draft((be, i + 1), "says", said.content, speaker=speaker, direct=said.direct,
                      dependent=speaker is None, lemma="be")  # fmt: skip
        if speaker is None:
            self._inherit(draft)
        return draft

    def _heard(self, i: int) -> Draft | None:
        """``The inquiry heard that …``: nobody says who spoke."""
        words = self.words
        if i + 1 >= self.hi or words[i + 1].fold != "that":
            return None
        k = i
        while k > self.lo and words[k - 1].tags & {"aux", "adverb"}:
            k -= 1
        room, _ = self._speaker(k, None)
        if room is None or not any(w.fold in _HEARINGS for w in words[room[0] : room[1]]):
            return None
        said = self.complements.quoted_or_clause(i + 2)
        if said.content is None:
            return None
        return Draft((i, i + 1), "says", said.content, addressee=room, unnamed=True,
                     direct=said.direct, lemma="hear")  # fmt: skip

    def _said_to(self, i: int) -> Draft | None:
        """``the ministry is said to have paid``."""
        words = self.words
        if i + 2 >= self.hi or words[i + 1].fold != "to" or words[i + 2].fold not in {"have", "be"}:
            return None
        if words[i].verb.lemma not in _SAID_TO:
            return None
        content = self.complements.end(i + 2)
        if content is None:
            return None
        return Draft(
            (i, i + 1), "says", content, unnamed=True, hedged=True, lemma=words[i].verb.lemma
        )

    def _before_to(self, to: int) -> tuple[int, set[str]] | None:
        """What stands before "to" in "was forced to admit" and "is reported to have told"."""
        words, k = self.words, to - 1
        if k <= self.lo:
            return None
        fold = words[k].fold
        if fold == "pains" and words[k - 1].fold == "at":
            k, facts = k - 1, {"on"}
        elif fold == "have" and words[k - 1].fold not in {"i", "we"}:
            return None
        elif fold in _ON and (fold not in _PRESSED or words[k - 1].tags & {"be", "aux"}):
            facts = {"on"}
        elif fold in _RAISED and words[k - 1].tags & {"be", "adverb"}:
            facts = {"on", "aux", "hedge"}
        else:
            at = next(
                (q for q in range(k, max(self.lo, to - 7), -1) if words[q].fold in _TOOK), None
            )
            if (
                at is None
                or (at == k and fold not in _CALLED)
                or any(words[q].kind == "s" for q in range(at, to))
            ):
                return None
            k, facts = at, {"on"}  # "took to Facebook to deny"
        heard = fold in {"heard", "seen"}
        while k > self.lo and words[k - 1].tags & (
            {"aux", "be", "adverb", "modal"} if heard else {"aux", "be", "adverb"}
        ):
            k -= 1
        return k, facts
