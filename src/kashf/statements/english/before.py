"""English sentences in which what is said stands first, or the verb before its subject."""

from __future__ import annotations

from kashf.statements.draft import Draft, Range
from kashf.statements.english.according import Sayings
from kashf.statements.english.contents import WHETHER
from kashf.statements.english.endings import Complement
from kashf.statements.english.sets import listed
from kashf.statements.given import is_given
from kashf.statements.verbs import VerbForm

__all__ = ["SaidBefore"]

_DASHES = frozenset("—–-")
_REACH = 8
_FIRST = frozenset({"i", "we", "my", "our"})
_LINKS = frozenset({"and", "but", "that", "or", "who", "which"})
_NOT_BEHIND = frozenset(
    {"read", "record", "document", "show", "put", "post", "cut", "go", "press", "order"}
)
_ENDS = frozenset(".!?…;")
_TOLD_WHOM = listed("told whom")


class SaidBefore(Sayings):
    """Reads them in one sentence."""

    def _inverted(self, i: int, k: int, before: object) -> Draft | None:
        """``"…," said the mayor``."""
        words = self.words
        if k == i == self.lo and words[i].capital and words[i].verb.kind == "past":
            return self._opening(i)
        if k != i or i == self.lo or i + 1 >= self.hi or words[i].verb.lemma in _TOLD_WHOM:
            return None  # "told" needs whom, so that what follows is not who speaks
        if words[i].verb.has("p"):
            return self._clause_then(i, i) if i + 2 < self.hi else None
        prior = i - 1
        if not (self._quote_ends(prior) or words[prior].raw in {",", "?", "!"}):
            return None
        if words[i].verb.kind not in {"past", "present", "base"} or words[i + 1].kind != "w":
            return None
        after = words[i + 1]
        if not (after.tags & {"det", "role", "pron"} or after.capital):
            head = words[self.phrases.right(i + 1) - 1]
            if not (head.tags & {"role", "report"} or (head.fold.endswith("s") and not head.tags)):
                return None
        if after.fold in {"that", "it", "nothing", "something"}:
            return None
        if not self._quote_ends(prior):
            return self._clause_then(i, i) or self._set_between(i)
        end = self.phrases.right(i + 1, frozenset({"in", "on", "at", "with"}))
        if end < self.hi and words[end].raw == "," and self._apposed(end):
            end = self._apposed(end)
        end = self._before_topic(i + 1, end)
        speaker = self.phrases.without_participle((i + 1, end))
        if end == i + 1 or speaker is None:
            return None
        contact = self.phrases.contact(i + 1, end)
        if contact is not None and end < self.hi and self._predicates(end):
            speaker = (i + 1, contact)  # "said the man Ada Brindle had hired"
            while end < self.hi and words[end].kind == "w":
                end += 1
        said = Complement(at=end)
        return self._content_before(i, i, speaker, said)

    def _before_topic(self, first: int, end: int) -> int:
        """Where a speaker ends before "of Ada Brindle" or "of her": whom the words are about."""
        words = self.words
        for k in range(first + 1, end - 1):
            about = words[k].fold == "of" and words[k - 1].capital
            if about and (is_given(words[k + 1]) or "objpron" in words[k + 1].tags):
                return k
        return end

    def _predicates(self, k: int) -> bool:
        return self._predicate(k) or bool(self.words[k].tags & {"ed", "vboth", "vpres"})

    def _clause_then(self, i: int, k: int) -> Draft | None:
        """``The mayor lied, say two aides.``"""
        words, verb = self.words, self.words[i].verb
        first = i + 1
        if verb.has("p"):
            if words[first].fold not in verb.after:
                return None
            first += 1
        end = self.phrases.right(first, frozenset({"in", "on", "at", "with"}))
        if k != i or words[i - 1].raw != "," or not first < end <= first + 9 or not (
            self._tells_plainly(verb) or verb.has("p")
        ):  # fmt: skip
            return None
        if self.phrases._verbal(first + 1, end) or words[first].kind != "w":
            return None
        if end < self.hi and words[end].fold == "with":
            end = self._with_phrase(end)
        if end < self.hi and words[end].raw == "," and self._apposed(end):
            end = self._apposed(end)
        sign = self._closes(end)
        if sign is None:
            return None
        content = self._clause_before(i - 1)
        if content is None or content[1] - content[0] < 3 or not self._clausal(content):
            return None
        several = any(words[q].raw == "," for q in range(*content))
        if any("rel" in words[q].tags for q in range(*content)) or not self._speaks(
            first, end, several
        ):
            return None
        if self.found and self.found[-1].content[1] >= i - 1:
            return None  # "said X, denied Y"
        if sign + 2 < self.hi and words[sign].raw == "," and (
            words[sign + 1].tags & {"aux", "modal", "do"} or self._own_words_go_on(content, sign + 1)
        ):  # fmt: skip
            rest = self.complements.end(sign + 1)
            content = (content[0], rest[1]) if rest is not None else content
        return Draft((i, first), verb.force, content, speaker=(first, end), lemma=verb.lemma)

    def _own_words_go_on(self, content: Range, k: int) -> bool:
        """``We had no idea, said the club, and we are looking into it``."""
        words = self.words
        return words[k].fold in {"and", "but"} and words[k + 1].fold in _FIRST and any(
            w.fold in _FIRST for w in words[slice(*content)]
        )  # fmt: skip

    def _tells_plainly(self, verb: VerbForm) -> bool:
        """Whether "A is so, said B" may stand with it: not "told", which needs somebody to tell."""
        if verb.has("o"):
            return verb.force != "says" and verb.has("b")
        return verb.has("b") or (verb.has("s") and not verb.has("q"))

    def _closes(self, end: int) -> int | None:
        """The sign behind a speaker, or behind the place or time of the saying; None where none stands."""
        words = self.words
        if (
            end < self.hi
            and words[end].tags & {"prep", "time", "bound"}
            and words[end].fold not in _LINKS
        ):
            while end < self.hi and words[end].kind != "s" and not self.phrases.finite(end):
                end += 1
        return end if end >= self.hi or words[end].raw in {".", ",", ";", "!"} else None

    def _with_phrase(self, end: int) -> int:
        """Past "with knowledge of the deal" behind a speaker, to a sign; else ``end``."""
        more = self.phrases.right(end + 1)
        closes = more >= self.hi or self.words[more].raw in {".", ","}
        return more if more > end + 1 and closes else end

    def _speaks(self, first: int, end: int, several: bool) -> bool:
        """Whether a noun phrase is somebody, and after a sentence with commas somebody with a role or name."""
        words = self.words[first:end]
        return not several or any(w.capital or "role" in w.tags for w in words)

    def _set_between(self, i: int) -> Draft | None:
        """``That, said the judge, was no excuse`` and ``Not so, says the bank: it …``."""
        words, verb = self.words, self.words[i].verb
        end = self.phrases.right(i + 1, frozenset({"in", "on", "at", "with"}))
        if (
            words[i - 1].raw != ","
            or not self._tells_plainly(verb)
            or not i + 1 < end < self.hi - 2
        ):
            return None
        start = i - 1
        while start > self.lo and words[start - 1].kind == "w":
            start -= 1
        if words[end].raw == ":":
            said = self.complements.quoted_or_clause(end + 1)
            content, direct = said.content, True
        elif words[end].raw == "," and (start == self.lo or words[start - 1].raw in ";:") and not any(
            self.phrases.finite(q) for q in range(start, i - 1)
        ):  # fmt: skip
            tail = self.complements.end(end + 1)
            content, direct = (start, tail[1]) if tail is not None else None, False
        else:
            return None
        if content is None or content[1] - content[0] < 3:
            return None
        return Draft(
            (i, i + 1), verb.force, content, speaker=(i + 1, end), direct=direct, lemma=verb.lemma
        )

    def _opening(self, i: int) -> Draft | None:
        """``Said the mayor: "…"``."""
        end = self.phrases.right(i + 1) if i + 1 < self.hi else i + 1
        if end == i + 1 or self.words[i + 1].tags & {"bound", "prep"} or end >= self.hi:
            return None
        if self.words[end].raw not in {":", ","}:
            return None
        said = self.complements.read(end, self.words[i].verb)
        if said is None or said.content is None or not said.direct:
            return None
        return Draft((i, i + 1), self.words[i].verb.force, said.content, speaker=(i + 1, end),
                     direct=True, lemma=self.words[i].verb.lemma)  # fmt: skip

    def _asked_by(self, i: int) -> Draft | None:
        """``Asked by her counsel, Mr Ede, whether she knew, the witness said …``."""
        words = self.words
        if i + 3 >= self.hi or words[i + 1].fold != "by":
            return None
        end = self.phrases.right(i + 2, WHETHER)
        if i + 2 < end < self.hi and words[end].raw == "," and self._apposed(end):
            end = self._apposed(end)
        j = end + (end < self.hi and words[end].raw == ",")
        if end == i + 2 or j + 2 >= self.hi or words[j].fold not in WHETHER:
            return None
        first = j + (words[j].fold in {"whether", "if"})
        comma = next((q for q in range(first + 1, self.hi) if words[q].raw == ","), None)
        content = self.scene.trim(first, comma) if comma is not None else None
        if comma is None or content is None or comma + 2 >= self.hi:
            return None
        asked = comma + 1
        while asked < self.hi and not (
            self.phrases.finite(asked) or (words[asked].tags & {"ed", "vboth"} and not words[asked].capital)
        ):  # fmt: skip
            asked += 1
        addressee = self.scene.trim(*(self.phrases.subject(asked) or (0, 0)))
        if addressee is None or addressee[0] != comma + 1:
            return None
        return Draft(
            (i, i + 1), "says", content, speaker=(i + 2, end), addressee=addressee, lemma="ask"
        )

    def _content_before(
        self, i: int, k: int, speaker: Range | None, said: Complement
    ) -> Draft | None:
        """The content of a verb that nothing follows: the quotation or clause before its subject."""
        words = self.words
        verb = words[i].verb
        if said.addressee is not None and words[said.addressee[0]].fold.endswith("self"):
            return None  # thinking
        if speaker is None or verb.kind == "participle":
            return None
        at = min(speaker[0], k)
        q = at - 1
        if q >= self.lo and words[q].fold == "as":
            return self._as(q, i, speaker, said)
        comma = q >= self.lo and words[q].raw in {",", "?", "!"} | _DASHES
        if comma and words[q].raw == "," and q - 1 in self.phrases.opened:
            q -= 1
        quote = q >= self.lo and q in self.phrases.opened
        if quote and comma and self.phrases.opened[q] > self.lo:
            ahead = words[self.phrases.opened[q] - 1]
            if (
                ahead.kind == "w"
                and (ahead.verb is None or q - self.phrases.opened[q] <= 4)
                and "conj" not in ahead.tags
                and verb.has("b")
            ):
                quote = False  # `mentions "weekend content", two sources said`
                q += 1
        if not quote and not comma:
            return None
        after = said.at
        if verb.lemma == "answer" and i + 1 < self.hi and words[i + 1].fold == "back":
            return None
        if (
            after < self.hi
            and words[after].kind == "w"
            and not (words[after].tags & {"prep", "adverb", "time", "conj", "bound", "rel"})
        ):
            return None
        if verb.has("o") and words[min(i + 1, self.hi - 1)].tags & {"prep"} and any(
            self.phrases.finite(p) for p in range(i + 1, min(self.hi, i + _REACH))
        ):  # fmt: skip
            return None  # "people briefed on the plan said"
        if quote:
            content, direct = self.scene.trim(self.phrases.opened[q] + 1, q), True
            if q - self.phrases.opened[q] <= 2 and self.phrases.opened[q] - 1 > self.lo:
                return None
        else:
            plain = (
                (verb.kind == "past" and not verb.has("d") and verb.lemma not in _NOT_BEHIND)
                or verb.has("b")
                or not verb.has("n")
                or verb.lemma in {"find", "note", "answer", "hold"}
            )
            if verb.has("x") or verb.has("q") or verb.lemma == "go" or not plain:
                return None
            if words[speaker[0]].fold in {"something", "which", "what"} or any(
                "det" in words[p].tags and words[p - 1].kind == "w" and not words[p - 1].tags
                for p in range(speaker[0] + 1, speaker[1])
            ):
                return None  # "…, a claim the trustees dispute"
            content, direct = self._clause_before(q), False
        content = self._broken(after, content, direct)
        if content is None:
            return None
        least = 1 if quote else 3 - bool("pron" in words[content[0]].tags)
        if content[1] - content[0] < least or not (quote or self._clausal(content)):
            return None
        draft = Draft((i, i + 1), said.force or verb.force, content, speaker=speaker,
                      addressee=said.addressee, direct=direct, sources=said.sources, lemma=verb.lemma)  # fmt: skip
        overlapping = [d for d in self.found if d.content[0] == content[0] and d.direct]
        for old in overlapping:
            self.found.remove(old)
        return draft

    def _as(self, q: int, i: int, speaker: Range, said: Complement) -> Draft | None:
        """``As the clerk put it, …`` and ``…, as the clerk put it``."""
        words, verb, after = self.words, self.words[i].verb, i + 1
        if verb.lemma == "put":
            if after >= self.hi or words[after].fold != "it":
                return None
            after += 1
        elif not verb.has("b"):
            return None
        while (
            after < self.hi and words[after].kind == "w" and words[after].tags & {"adverb", "time"}
        ):
            after += 1
        if verb.lemma != "put" and said.content is None:
            after = max(after, said.at)
        closes = after >= self.hi or words[after].raw in _ENDS
        if q <= self.lo + 1 and not closes and words[after].raw in {",", ":"}:
            said = self.complements.quoted_or_clause(after + 1)
            content, direct = said.content, said.direct
        elif closes and q > self.lo and words[q - 1].raw == ",":
            content, direct = self._clause_before(q - 1), False
        else:
            return None
        if content is None or content[1] - content[0] < 3:
            return None
        return Draft((i, i + 1), verb.force, content, speaker=speaker, addressee=said.addressee,
                     direct=direct, lemma=verb.lemma)  # fmt: skip

    def _clausal(self, content: Range) -> bool:
        return any(
            w.tags & {"aux", "modal", "do", "ed", "vpast", "vboth", "vpres"} or "'" in w.fold
            or (w.fold.endswith("s") and not w.tags)
            for w in self.words[content[0] : content[1]]
        )  # fmt: skip

    def _clause_before(self, comma: int) -> Range | None:
        start = comma
        while start > self.lo and self.words[start - 1].raw not in {";", ":"}:
            start -= 1
        if "conj" in self.words[comma - 1].tags:
            return None  # "took the complaint and, she says, smiled"
        if "conj" in self.words[start].tags:
            start += 1
        for draft in self.found:
            if draft.verb and start <= draft.verb[0] < comma and draft.content[1] > comma:
                return None
        return self.scene.trim(start, comma)

    def _cleft(self, content: Range, fold: str) -> bool:
        """``It was the uncle, she said, who had asked``."""
        return fold in {"who", "that"} and self.words[content[0]].fold == "it"

    def _broken(self, after: int, content: Range | None, direct: bool) -> Range | None:
        """``"A," she said, "and B"`` is one content from A to B."""
        if content is None:
            return None
        words = self.words
        k = after
        while k < self.hi and k - after < 14 and words[k].raw not in _ENDS:
            if k in self.scene.closing:
                if any(
                    words[q].verb is not None and words[q].verb.kind == "participle"
                    for q in range(after, k)
                ):
                    return content
                if direct and words[k - 1].raw in {",", "—", "–", "-", ":"}:
                    inner = self.scene.trim(k + 1, min(self.scene.closing[k], self.hi))
                    return (content[0], inner[1]) if inner else content
                return content
            if not direct and words[k].raw == "," and k == after:
                following = words[k + 1] if k + 1 < self.hi else None
                if (
                    following is not None
                    and following.verb is None
                    and (
                        following.fold == "because"
                        or self._cleft(content, following.fold)
                        or not following.tags & {"conj", "bound"}
                    )
                ):
                    if following.fold == "without" and words[min(k + 2, self.hi - 1)].fold.endswith(
                        "ing"
                    ):
                        return content  # "…, she said, without elaborating"
                    self.complements.joined = True
                    end = self.complements.end(k + 1)
                    self.complements.joined = False
                    return (content[0], end[1]) if end else content
            k += 1
        return content
