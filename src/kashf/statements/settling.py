"""Looks at the statements of a sentence again, with what was learned: who speaks, and where contents end."""

from __future__ import annotations

from kashf.statements import ends, speakers
from kashf.statements.draft import Draft, Range, Scene
from kashf.statements.learned import Case, model, said

__all__ = ["MODELS", "settle"]

MODELS = ("content_ends", "speaker_starts", "speaker_ends")


def settle(scene: Scene, sentence: Range, drafts: list[Draft]) -> None:
    """Move speakers and the ends of contents to where the models put them; each sees what the rules found."""
    found = [said(draft) for draft in drafts]
    others = {one.at: one for one in found}
    for draft, own in zip(drafts, found, strict=True):
        case = Case(scene, sentence, own, others)
        folder = "arabic" if scene.words[own.at].arabic else "english"
        if ends.may_move(case):
            _end(draft, case, ends.chosen(case, model(folder, "content_ends")))
        if own.verb is not None and sentence[0] <= own.verb[0] < own.verb[1] <= sentence[1]:
            first, last = model(folder, "speaker_starts"), model(folder, "speaker_ends")
            _speaker(draft, speakers.chosen(case, first, last))


def _end(draft: Draft, case: Case, end: int) -> None:
    span = case.scene.trim_quoting(draft.content[0], end)
    if span is not None and end != ends.ruled_end(case):
        draft.content = span


def _speaker(draft: Draft, speaker: Range | None) -> None:
    told = draft.addressee
    if speaker == draft.speaker or (
        speaker is not None and told is not None and speaker[0] < told[1] and told[0] < speaker[1]
    ):
        return
    draft.speaker = speaker
    if speaker is None:
        draft.silent = not draft.unnamed
    else:
        draft.silent = draft.dependent = draft.unnamed = False
