"""ELAN (.eaf): tiers as speakers, annotations as segments, in order of time.

Tiers that hang on another one are its words where they are aligned and their texts stand in it;
other dependent tiers (translations, glosses) are left out, and named.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any

from kashf.evidence.formats import Builder, Draft, Format, Head, MiB, Source
from kashf.evidence.times import milliseconds
from kashf.evidence.transcripts._cues import find_words, one_line
from kashf.evidence.xml import parse_xml

__all__ = ["FORMAT"]

_Words = list[tuple[str, int, int]]


@dataclass(frozen=True)
class _Annotation:
    order: int
    text: str
    start: int | None
    end: int | None


@dataclass
class _Tier:
    name: str
    speaker: str
    parent: str | None
    annotations: list[_Annotation] = field(default_factory=list)
    references: int = 0


def _sniff(head: Head) -> float:
    return 0.95 if "<ANNOTATION_DOCUMENT" in head.text[:8192] else 0.0


def _read(source: Source) -> Draft:
    draft = Draft(encoding=None)
    root = parse_xml(source.data(64 * MiB), source)
    if root.tag != "ANNOTATION_DOCUMENT":
        raise source.error("This is XML, but not of ELAN.", line=root.sourceline)
    tiers = _tiers(root, _slots(root, source), source)
    children: dict[str, list[_Tier]] = {}
    for tier in tiers:
        if tier.parent is not None:
            children.setdefault(tier.parent, []).append(tier)
    found = []
    left_out = {tier.name for tier in tiers if tier.parent is not None}
    for rank, tier in enumerate(tier for tier in tiers if tier.parent is None):
        words, used = _words(tier, children.get(tier.name, []))
        left_out -= {used}
        for note, said in zip(tier.annotations, words, strict=True):
            start = (note.start is None, note.start or 0)
            found.append((start, rank, note.order, tier.speaker, note, said))
    builder = Builder("\n")
    for _, _, _, speaker, note, said in sorted(found, key=lambda item: item[:3]):
        places, _ = find_words(note.text, said)
        builder.add(note.text, speaker=speaker, start_ms=note.start, end_ms=note.end, words=places)
    if left_out:
        draft.notes.append(f"Dependent tiers are left out: {', '.join(sorted(left_out)[:20])}.")
    if builder.empty:
        draft.notes.append(f"{builder.empty:,} annotations have no text and are left out.")
    return builder.into(draft)


def _slots(root: Any, source: Source) -> dict[str, int | None]:
    slots: dict[str, int | None] = {}
    for slot in root.iterfind("TIME_ORDER/TIME_SLOT"):
        name, value = slot.get("TIME_SLOT_ID"), slot.get("TIME_VALUE")
        if name is None:
            raise source.error("A time slot has no name.", line=slot.sourceline)
        try:
            slots[name] = None if value is None else milliseconds(int(value) / 1000)
        except (ValueError, OverflowError) as error:
            raise source.error(
                f"{value[:40]!r} is not a number of milliseconds.", line=slot.sourceline
            ) from error
    return slots


def _tiers(root: Any, slots: dict[str, int | None], source: Source) -> list[_Tier]:
    tiers = []
    order = 0
    for element in root.iterfind("TIER"):
        name = element.get("TIER_ID")
        if name is None:
            raise source.error("A tier has no name.", line=element.sourceline)
        tier = _Tier(name, element.get("PARTICIPANT") or name, element.get("PARENT_REF"))
        tier.references = sum(1 for _ in element.iterfind("ANNOTATION/REF_ANNOTATION"))
        for note in element.iterfind("ANNOTATION/ALIGNABLE_ANNOTATION"):
            order += 1
            ends = [note.get("TIME_SLOT_REF1"), note.get("TIME_SLOT_REF2")]
            for slot in ends:
                if slot not in slots:
                    raise source.error(
                        f"An annotation names the time slot {slot!r}, which is not there.",
                        line=note.sourceline,
                    )
            text = one_line(note.findtext("ANNOTATION_VALUE") or "")
            tier.annotations.append(_Annotation(order, text, slots[ends[0]], slots[ends[1]]))
        tiers.append(tier)
    return tiers


def _words(tier: _Tier, children: list[_Tier]) -> tuple[list[_Words], str | None]:
    """Words of each annotation, from the first child whose texts all stand in those of ``tier``."""
    for child in children:
        timed = sorted(
            (note.start, note.end, note.text)
            for note in child.annotations
            if note.start is not None and note.end is not None and note.text
        )
        if not timed or child.references:
            continue
        starts = [start for start, _, _ in timed]
        words: list[_Words] = []
        for note in tier.annotations:
            inside = (
                []
                if note.start is None or note.end is None
                else timed[bisect_left(starts, note.start) : bisect_right(starts, note.end - 1)]
            )
            words.append([(text, start, end) for start, end, text in inside])
        missing = sum(
            find_words(note.text, said)[1]
            for note, said in zip(tier.annotations, words, strict=True)
        )
        if not missing and sum(map(len, words)) == len(timed):
            return words, child.name
    return [[] for _ in tier.annotations], None


FORMAT = Format("elan", "ELAN", ("text/x-eaf+xml", "application/x-eaf+xml"), _sniff, _read)
