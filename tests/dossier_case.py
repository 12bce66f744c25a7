"""An invented case for the tests of the dossier: Varnia, its people and its papers do not exist."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from kashf.dossier.model import (
    Accepted,
    Dossier,
    Event,
    Exhibit,
    Figure,
    Finding,
    Measure,
    Moment,
    Name,
    Passage,
    Person,
    Quote,
    Record,
    Redaction,
    Remark,
    Review,
    RunResult,
    Sentence,
)

T0 = datetime(2031, 3, 1, 9, 30, tzinfo=UTC)

REPORT = (
    "تسريب صوتي في فارنيا\n"
    "وفق التسجيل، قال القائد بيلور قندات لمساعده نديم لورش إن عليهم نشر أخبار كاذبة عن جمعية المرفأ.\n"
    "وأضاف قندات: «سندفع لهم خمسة آلاف دولار»، ولم يقل من أين يأتي المال.\n"
    "ونفى المساعد لورش ذلك في 12 آذار 2031، ورقمه 0770 123 456."
)
CALL = (
    "Belor Kandat here, is the line safe?",
    "It is safe. We pay 5,000 dollars to Harbour Voice for the story.",
    "They will publish false reports about the harbour union tomorrow.",
)


@dataclass(frozen=True)
class Word:
    start: int
    end: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Part:
    start: int
    end: int
    number: int
    page: int | None = None
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    words: tuple[Word, ...] = ()


def clock(ms: int) -> str:
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02}"


@dataclass(frozen=True)
class Text:
    text: str
    parts: tuple[Part, ...]
    kind: str

    def address(self, start: int, end: int) -> str:
        parts = [p for p in self.parts if p.start < end and p.end > start] or [self.parts[0]]
        first, last = parts[0], parts[-1]
        if first.start_ms is not None and last.end_ms is not None:
            return f"{clock(first.start_ms)}–{clock(last.end_ms)}"
        return f"¶{first.number}" if first == last else f"¶{first.number}–{last.number}"


@dataclass(frozen=True)
class Item:
    number: int
    sha256: str
    name: str
    media_type: str
    size: int
    added: datetime
    source: str | None = None
    collected_by: str | None = None
    method: str | None = None
    note: str | None = None
    derived_from: str | None = None


@dataclass(frozen=True)
class Span:
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Source:
    kind: str
    span: Span | None = None
    name: str | None = None


@dataclass(frozen=True)
class Sum:
    amount: str
    currency: str | None
    span: Span
    payer: Span | None = None
    payee: Span | None = None
    purpose: Span | None = None


@dataclass(frozen=True)
class Statement:
    speaker: Span | None
    verb: Span | None
    force: str
    content: Span
    speaker_name: str | None = None
    addressee: Span | None = None
    addressee_name: str | None = None
    direct: bool = False
    negated: bool = False
    hedged: bool = False
    said_false: bool = False
    sources: tuple[Source, ...] = ()
    about: tuple[Span, ...] = ()
    sums: tuple[Sum, ...] = ()


def document(text: str) -> Text:
    parts, at = [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        parts.append(Part(at, at + len(line), number))
        at += len(line) + 1
    return Text(text, tuple(parts), "document")


def transcript(*lines: str) -> Text:
    """Segments of ten seconds, a word a second."""
    parts, at = [], 0
    for number, line in enumerate(lines):
        words, place = [], at
        for index, word in enumerate(line.split(" ")):
            ms = number * 10_000 + index * 1000
            words.append(Word(place, place + len(word), ms, ms + 900))
            place += len(word) + 1
        begin = number * 10_000
        speaker = "Kandat" if number != 1 else "B"
        parts.append(
            Part(at, at + len(line), number + 1, None, speaker, begin, begin + 9900, tuple(words))
        )
        at += len(line) + 1
    return Text("\n".join(lines), tuple(parts), "transcript")


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


TEXTS = {1: document(REPORT), 3: transcript(*CALL)}


def span(item: int, words: str, nth: int = 0) -> Span:
    text = TEXTS[item].text
    at = text.index(words)
    for _ in range(nth):
        at = text.index(words, at + 1)
    return Span(words, at, at + len(words))


def passage(item: int, words: str, nth: int = 0) -> Passage:
    found = span(item, words, nth)
    return Passage(item, found.start, found.end, words)


ITEMS = (
    Item(1, digest("report"), "تقرير فارنيا اليوم.txt", "text/plain", 612, T0,
         source="Varnia Today (invented)", collected_by="R. Osk", method="saved page", note="note 7"),
    Item(2, digest("sound"), "call.wav", "audio/wav", 48_044, T0),
    Item(3, digest("transcript"), "call.vtt", "text/vtt", 480, T0, derived_from=digest("sound")),
    Item(4, digest("posts"), "posts.csv", "text/csv", 20_480, T0, note="=1+1"),
)  # fmt: skip

REVIEW = Review("accepted", ("Mira T.",), T0 + timedelta(days=1), "B", 2)

STATEMENTS = (
    Accepted(1, 1, Statement(
        speaker=span(1, "القائد بيلور قندات"), speaker_name="بيلور قندات",
        addressee=span(1, "مساعده نديم لورش"), addressee_name="نديم لورش",
        verb=span(1, "قال"), force="says",
        content=span(1, "إن عليهم نشر أخبار كاذبة عن جمعية المرفأ"),
        said_false=True, sources=(Source("recording", span(1, "التسجيل")),),
        about=(span(1, "جمعية المرفأ"),),
    ), REVIEW, speaker="kandat", addressee="lorsh"),
    Accepted(2, 1, Statement(
        speaker=span(1, "قندات", 1), verb=span(1, "وأضاف"), force="says",
        content=span(1, "سندفع لهم خمسة آلاف دولار"), direct=True,
        sources=(Source("recording", span(1, "التسجيل")),),
        sums=(Sum("5000", "USD", span(1, "خمسة آلاف دولار")),),
    ), REVIEW, speaker="kandat"),
    Accepted(3, 1, Statement(
        speaker=span(1, "قندات", 1), verb=span(1, "ولم يقل"), force="says", negated=True,
        content=span(1, "من أين يأتي المال"),
    ), replace(REVIEW, reliability=None, credibility=None), speaker="kandat"),
    Accepted(4, 3, Statement(
        speaker=span(3, "Belor Kandat"), speaker_name="Belor Kandat", verb=None, force="promises",
        content=span(3, "We pay 5,000 dollars to Harbour Voice for the story"), direct=True,
        hedged=True,
        sums=(Sum("5000", "USD", span(3, "5,000 dollars"), payee=span(3, "Harbour Voice"),
                  purpose=span(3, "the story")),),
    ), REVIEW, speaker="kandat"),
)  # fmt: skip

PEOPLE = (
    Person("kandat", "Belor Kandat", (passage(3, "Belor Kandat"), passage(1, "بيلور قندات")),
           aliases=("بيلور قندات",), roles=(passage(1, "القائد"),)),
    Person("lorsh", "Nadim Lorsh", (passage(1, "نديم لورش"),), aliases=("نديم لورش",),
           roles=(passage(1, "المساعد"),)),
    Person("voice", "Harbour Voice", (passage(3, "Harbour Voice"),), kind="media"),
)  # fmt: skip

INFO: dict[str, Any] = {
    "kashf": "0.1.0",
    "created": "2031-03-20T10:00:00Z",
    "settings": {"detect": {"time_window": 60.0, "min_edge_weight": 3, "null": ["timing"]}},
    "counts": {"posts": 12_345, "edges": 678, "clusters": 3, "actions_by_kind": {"url": 99}},
    "largest": {"share_in_step": 0.8123},
}


def sentence(language: str, *parts: Any, cite: tuple[Any, ...] = ()) -> Sentence:
    return Sentence(language, tuple(parts), cite)  # type: ignore[arg-type]


EDGES = Measure("harbour story", "counts.edges")
SHARE = Measure("harbour story", "largest.share_in_step")


def case(**changes: Any) -> Dossier:
    dossier = Dossier(
        title="The harbour story",
        languages=("en", "ar"),
        created=datetime(2031, 4, 1, 12, tzinfo=UTC),
        version="0.1.0",
        exhibits=tuple(
            Exhibit(item, TEXTS.get(item.number),
                    (Event(T0, "collected", item.collected_by or "R. Osk", "kashf 0.1.0"),))
            for item in ITEMS
        ),
        people=PEOPLE,
        statements=STATEMENTS,
        timeline=(
            Moment("2031-03-12", passage(1, "12 آذار 2031"), (
                sentence("en", "The assistant, ", Name("lorsh"), ", denies it, by the report.",
                         cite=(passage(1, "ونفى المساعد لورش ذلك"),)),
                sentence("ar", "بحسب التقرير ينفي ", Name("lorsh"), " ذلك.",
                         cite=(passage(1, "ونفى المساعد لورش ذلك"),)),
            )),
            Moment("2031-03-01", Record(1, "added"), (
                sentence("en", "The report enters the case.", cite=(Record(1),)),
            )),
        ),
        runs=(RunResult("harbour story", INFO, (4,)),),
        findings=(
            Finding((
                sentence("en", "Of ", Figure(Measure("harbour story", "counts.posts")),
                         " posts, pairs in step were ", Figure(EDGES), "; the largest group was in step in ",
                         Figure(SHARE, percent=True, decimals=1), " of what it shared."),
                sentence("ar", "بلغ عدد الأزواج المتزامنة ", Figure(EDGES, 678), " زوجا."),
            )),
            Finding((
                sentence("en", "The call speaks of ", Figure(passage(3, "5,000 dollars"), 5000),
                         " dollars: ", Quote(passage(3, "We pay 5,000 dollars")), "."),
            )),
        ),
        methods=(
            Remark("en", "Accounts were compared by the links that they shared."),
            Remark("ar", "قورنت الحسابات بالروابط التي نشرتها."),
            sentence("en", "The time window was ",
                     Figure(Measure("harbour story", "settings.detect.time_window")), " seconds."),
        ),
        questions=(Remark("en", "Who wrote the first post?"), Remark("ar", "من كتب المنشور الأول؟")),
        invented=True,
    )  # fmt: skip
    return replace(dossier, **changes)


def redaction(item: int, words: str | None = None, **values: Any) -> Redaction:
    if words is not None:
        found = span(item, words)
        values |= {"start": found.start, "end": found.end}
    return Redaction(item, "private", "Mira T.", T0, **values)
