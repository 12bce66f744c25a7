"""From ranges of words to statements: chains of sources, names, sums, dates."""

from __future__ import annotations

from kashf.statements.dates import dates_in
from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.english.phrases import PRONOUNS
from kashf.statements.falsehood import said_false
from kashf.statements.given import given_names, is_given
from kashf.statements.model import Source, Span, Statement, Sum
from kashf.statements.names import Tagger
from kashf.statements.naming import Naming, says_i
from kashf.statements.parties import paying
from kashf.statements.people import People
from kashf.statements.roles import role_phrases
from kashf.statements.rules import Reading
from kashf.statements.settings import StatementSettings
from kashf.statements.sums import money_in
from kashf.statements.tokens import tokenise

__all__ = ["build"]

_DEEPEST = 12
_FIRST = frozenset({"i", "we", "i'm", "i've", "i'd", "i'll", "we're", "we've"})


def _named(folded: str) -> bool:
    """Whether a form is a given name, or a noun for a role or body."""
    word = tokenise(folded).words[0]
    return (is_given(word) and word.fold in given_names()) or bool(
        word.tags & {"role", "body"} and not word.tags & {"clitic:ل", "clitic:ب", "and"}
    )


class _Builder:
    def __init__(self, reading: Reading, settings: StatementSettings) -> None:
        self.reading = reading
        self.scene: Scene = reading.scene
        self.tokens = reading.tokens
        self.text = reading.tokens.text
        self.settings = settings
        self.people = People(reading.tokens, settings.aliases, reading.scene)
        self.tagger = Tagger(settings.gazetteers)
        self._spans: dict[Range, Span] = {}
        self._links: dict[tuple[str, Range | None, str | None], Source] = {}

    def span(self, part: Range | None) -> Span | None:
        return None if part is None else self.sure(part)

    def _speaker(self, part: Range | None) -> Span | None:
        """The span of a speaker; of "I'm" the pronoun alone."""
        made = self.span(part)
        if made is None or part is None or part[1] - part[0] > 1:
            return made
        short = self.tokens.words[part[0]].fold.partition("'")[0]
        if len(short) == len(made.text) or short not in PRONOUNS:
            return made
        end = made.start + len(short)
        return self._piece(made.start, end)

    def party(self, part: Range | None) -> Span | None:
        """The span of somebody spoken to or paid, without the preposition before a name.

        ``لسعاد`` is سعاد, and ``إلى الوزير`` is الوزير; ``لنا`` and ``للوزير`` stay whole.
        """
        if part is None or part[1] <= part[0]:
            return None
        start, end = part
        words = self.tokens.words
        if words[start].fold in {"الي", "ل"} and end - start > 1:
            start += 1
        while start < end - 1 and words[start].kind == "s" and start not in self.scene.closing:
            start += 1
        made = self.sure((start, end))
        word = words[start]
        bare = word.fold[1:]
        if word.arabic and word.raw[0] in "لب" and len(bare) > 2 and bare[0] != "ل" and (
            _named(bare) and not _named(word.fold)
        ):  # fmt: skip
            cut = made.start + (2 if self.text[made.start + 1] == "\u0640" else 1)
            return self._piece(cut, made.end)
        return made

    def sure(self, part: Range) -> Span:
        return self._piece(self.tokens.starts[part[0]], self.tokens.ends[part[1] - 1])

    def _piece(self, start: int, end: int) -> Span:
        """A piece of the text; many stand in several statements, and each is made once."""
        made = self._spans.get((start, end))
        if made is None:
            made = Span(text=self.text[start:end], start=start, end=end)
            self._spans[start, end] = made
        return made

    # who stands inside of whose content

    def enclosing(self) -> list[int | None]:
        """For each draft the innermost one whose content holds it."""
        drafts = [d for d, _ in self.reading.drafts]
        order = sorted(
            range(len(drafts)), key=lambda n: (drafts[n].content[0], -drafts[n].content[1])
        )
        outer: list[int | None] = [None] * len(drafts)
        places = sorted(range(len(drafts)), key=lambda n: self._place(drafts[n]))
        open_: list[int] = []
        k = 0
        for n in places:
            at = self._place(drafts[n])
            while k < len(order) and drafts[order[k]].content[0] <= at:
                open_.append(order[k])
                k += 1
            open_ = [m for m in open_ if drafts[m].content[1] > at][-_DEEPEST:]
            for m in reversed(open_):
                if (
                    m != n
                    and drafts[m].verb != drafts[n].verb
                    and self._holds(drafts[m], drafts[n])
                ):
                    outer[n] = m
                    break
        return outer

    @staticmethod
    def _place(draft: Draft) -> int:
        return (draft.verb or draft.content)[0]

    def _holds(self, big: Draft, small: Draft) -> bool:
        a, b = big.content
        if not a <= self._place(small) < b or (
            (a, b) == small.content and big.verb is None is small.verb
        ):
            return False
        return b - a > small.content[1] - small.content[0]

    def kind(self, part: Range | None) -> str:
        if part is None:
            return "unknown"
        for word in self.tokens.words[part[0] : min(part[1], part[0] + 6)]:
            if word.tags & {"prep"} and part[0] + 1 < part[1]:
                break
            for kind in ("recording", "document", "report"):
                if kind in word.tags:
                    return (
                        "report" if word.fold in {"report", "reports", "تقرير", "التقرير"} else kind
                    )
            if "body:outlet" in word.tags:
                return "report"
        return "person"

    def _roles(self) -> list[Range]:
        """Phrases with a role; not "the man Ada Brindle" where "the man" that she accused speaks."""
        ends = {d.speaker[0]: d.speaker[1] for d, _ in self.reading.drafts if d.speaker is not None}
        return [
            (start, end) for start, end in role_phrases(self.scene)
            if not (start < ends.get(start, end) < end and self.scene.words[ends[start]].capital)
        ]  # fmt: skip

    def build(self) -> list[Statement]:
        reading = self.reading
        outer = self.enclosing()
        spans = [turn.tokens for turn in reading.turns] + [d.content for d, _ in reading.drafts]
        self.naming = Naming(
            reading, self.people, self.tagger.persons(self.tokens, spans),
            self._roles(), outer,
        )  # fmt: skip
        made: list[tuple[int, Statement]] = []
        turned = self._turns()
        for n, (draft, turn) in enumerate(reading.drafts):
            name = self.naming.name(n)
            sources = self._sources(n, outer, turn)
            made.append(
                (
                    self.tokens.starts[self._place(draft)],
                    self._statement(draft, name, sources, self.naming.addressee(n)),
                )
            )
        made += turned
        made.sort(key=lambda pair: (pair[0], -pair[1].content.end))
        return [statement for _, statement in made]

    def _sources(self, n: int, outer: list[int | None], turn: int | None) -> tuple[Source, ...]:
        drafts = self.reading.drafts
        chain: list[Source] = []
        own = [self._source(kind, part) for kind, part in drafts[n][0].sources]
        at, depth = outer[n], 0
        first_person = self._first_person(drafts[n][0])
        while at is not None and depth < _DEEPEST:
            draft = drafts[at][0]
            link = [self._source(kind, part) for kind, part in draft.sources]
            if draft.speaker is not None or draft.verb is not None:
                link.append(self._source(self.kind(draft.speaker), draft.speaker))
            chain = link + chain
            first_person = first_person or False
            at, depth = outer[at], depth + 1
        if turn is not None and not (first_person and outer[n] is None):
            label = self.reading.turns[turn]
            chain.insert(0, self._link("person", self._label(turn), label.speaker))
        seen, kept = set(), []
        for source in chain + own:
            key = (source.kind, source.span.start if source.span else None, source.name)
            if key not in seen:
                seen.add(key)
                kept.append(source)
        return tuple(kept)

    def _own(self, draft: Draft) -> bool:
        """Whether the verb itself says "I" (Arabic)."""
        return says_i(draft, self.tokens.words[(draft.verb or draft.content)[0]])

    def _first_person(self, draft: Draft) -> bool:
        part = draft.speaker
        return self._own(draft) or (
            part is not None
            and part[1] - part[0] == 1
            and self.tokens.words[part[0]].fold in _FIRST
        )

    def _source(self, kind: str, part: Range | None) -> Source:
        return self._link(kind, self.span(part), None)

    def _link(self, kind: str, span: Span | None, name: str | None) -> Source:
        """A link of a chain; each is made once, as its spans are."""
        key = (kind, None if span is None else (span.start, span.end), name)
        made = self._links.get(key)
        if made is None:
            made = Source.model_validate({"kind": kind, "span": span, "name": name})
            self._links[key] = made
        return made

    def _label(self, turn: int) -> Span | None:
        label = self.reading.turns[turn].label
        return None if label is None else self._piece(*label)

    def _turns(self) -> list[tuple[int, Statement]]:
        turns = self.reading.turns
        speakers = list(dict.fromkeys(turn.speaker for turn in turns))
        made = []
        for n, turn in enumerate(turns):
            other = None
            if len(speakers) == 2:
                other = speakers[1 - speakers.index(turn.speaker)]
            start, end = turn.said
            content = self._trimmed(start, end, turn.tokens)
            statement = Statement(
                speaker=self._label(n), speaker_name=self.naming.turn_name(turn.speaker), addressee=None,
                addressee_name=self.naming.turn_name(other) if other is not None else None, verb=None, force="says", content=content, direct=True,
                said_false=said_false(self.scene, turn.tokens), sums=self._sums(turn.tokens),
                about=self._about(turn.tokens), dates=dates_in(self.scene, turn.tokens, self.settings.date),
            )  # fmt: skip
            made.append((start, statement))
        return made

    def _trimmed(self, start: int, end: int, tokens: Range) -> Span:
        close = self.scene.closing.get(tokens[0])
        if close is not None and close >= tokens[1] - 2:
            inner = self.scene.trim(tokens[0] + 1, min(close, tokens[1]))
            if inner is not None:
                start, end = self.tokens.starts[inner[0]], self.tokens.ends[inner[1] - 1]
        return self._piece(start, end)

    def _statement(
        self,
        draft: Draft,
        name: str | None,
        sources: tuple[Source, ...],
        addressee_name: str | None,
    ) -> Statement:
        addressee = draft.addressee
        return Statement(
            speaker=self._speaker(draft.speaker), speaker_name=name, addressee=self.party(addressee),
            addressee_name=addressee_name, verb=self.span(draft.verb), force=draft.force,
            content=self.sure(draft.content), direct=draft.direct, negated=draft.negated,
            hedged=draft.hedged, said_false=said_false(self.scene, draft.content), sources=sources,
            about=self._about(draft.content), sums=self._sums(draft.content),
            dates=dates_in(self.scene, draft.content, self.settings.date),
        )  # fmt: skip

    def _about(self, part: Range) -> tuple[Span, ...]:
        return tuple(self.sure(span) for kind, span in self.tagger.find(self.tokens, *part)
                     if kind not in {"place", "link"})  # fmt: skip

    def _sums(self, part: Range) -> tuple[Sum, ...]:
        made = []
        for amount, currency, where in money_in(self.scene, *part):
            payer, payee, purpose = paying(self.scene, where, part)
            made.append(
                Sum(amount=amount, currency=currency, span=self.sure(where), payer=self.party(payer),
                    payee=self.party(payee), purpose=self.span(purpose))
            )  # fmt: skip
        return tuple(made)


def build(reading: Reading, settings: StatementSettings) -> list[Statement]:
    """The statements of what was read, in the order of their verbs or labels."""
    return _Builder(reading, settings).build()
