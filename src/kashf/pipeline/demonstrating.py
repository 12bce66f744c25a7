"""The demonstration: an invented case, made and run from end to end."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kashf.errors import InputError, KashfError
from kashf.evidence.case import Case, Item
from kashf.evidence.case_settings import read_case_settings
from kashf.files import replacing
from kashf.pipeline.case import CaseRun, run_case
from kashf.pipeline.options import Progress
from kashf.simulate.story import REVIEWER, Choice, Story, write_story

if TYPE_CHECKING:
    from kashf.statements.decisions import Candidate
    from kashf.statements.review import Reviews

__all__ = ["Demonstration", "demonstrate"]

_RUN = "posts"
_NOTE = "demo: decided by the program in the name of an invented reviewer"


@dataclass(frozen=True)
class Demonstration:
    """The files of the story, the case that was made from them, and what was decided."""

    story: Story
    case: Path
    run: Path
    dossier: Path
    report: Path
    accepted: int
    rejected: int
    made: CaseRun


def demonstrate(
    out: Path,
    *,
    seed: int = 7,
    progress: Progress | None = None,
    threads: int | None = None,
    pdf: bool | None = None,
) -> Demonstration:
    """Make ``out/story``, the files as a journalist would receive them, and ``out/case`` of them.

    An earlier demonstration in ``out`` gives way; other files in it stay.
    Raises :class:`~kashf.errors.InputError` where ``out`` holds something else, or a case that is not invented.
    """
    story_folder, root = out / "story", out / "case"
    _make_room(out, story_folder, root)
    if progress is not None:
        progress("invent a case", 0, None)
    story = write_story(story_folder, seed)
    Case.create(root, title="Kashf demo (invented)", by=REVIEWER).close()
    with replacing(root / "case.toml") as part:
        shutil.copyfile(story.settings, part)
    with Case(root, by=REVIEWER) as case:
        _take_in(case, story, progress)
    run_case(root, progress=progress, threads=threads, pdf=False, by=REVIEWER)
    with Case(root, by=REVIEWER) as case:
        accepted, rejected = _review(case, story)
    made = run_case(root, progress=progress, threads=threads, pdf=pdf, by=REVIEWER)
    run = root / "runs" / _RUN
    return Demonstration(
        story, root, run, made.dossier, run / "report.html", accepted, rejected, made
    )


def _make_room(out: Path, story: Path, root: Path) -> None:
    if out.is_dir() and not any(out.iterdir()):
        return
    ours = (story / "README.txt").is_file()
    if out.exists() and not (ours and (not root.exists() or _is_invented(root))):
        raise InputError(
            "This folder holds something else than a demonstration.",
            file=out,
            hint="Name a folder that is not there, or remove it.",
        )
    if root.exists():
        shutil.rmtree(root)


def _is_invented(root: Path) -> bool:
    try:
        return read_case_settings(root / "case.toml").invented
    except KashfError:
        return False


def _take_in(case: Case, story: Story, progress: Progress | None) -> None:
    items: dict[Path, Item] = {}
    for number, piece in enumerate(story.pieces):
        if progress is not None:
            progress("take in evidence", number, len(story.pieces))
        if piece.derived_from is None:
            items[piece.path] = case.add(
                piece.path,
                source=piece.source,
                collected_by=piece.collected_by,
                method=piece.method,
                note=piece.note,
            )
        else:
            items[piece.path] = case.derive(
                items[piece.derived_from],
                piece.path,
                made_by={"person": piece.collected_by, "method": piece.method},
                note=piece.note,
            )


def _review(case: Case, story: Story) -> tuple[int, int]:
    """Decide what the story's reviewer decides; a statement that was not found is left out."""
    from kashf.statements.review import Reviews

    reviews = Reviews(case)
    counts = {"accept": 0, "reject": 0}
    for choice in story.choices:
        candidate = _chosen(reviews.all(item=case.item(choice.file).sha256), choice)
        if candidate is None:
            continue
        note = f"{_NOTE}. {choice.note}" if choice.note else _NOTE
        if choice.action == "reject":
            reviews.reject(candidate.label, by=REVIEWER, note=note)
        else:
            changes = _changes(reviews, candidate, choice.parts)
            if changes:
                reviews.edit(candidate.label, changes, by=REVIEWER, note=note)
            reviews.accept(candidate.label, by=REVIEWER, note=note, grade=choice.grade)
        counts[choice.action] += 1
    return counts["accept"], counts["reject"]


def _chosen(candidates: list[Candidate], choice: Choice) -> Candidate | None:
    wanted = " ".join(choice.words.split())
    found = [
        one
        for one in candidates
        if one.state == "candidate" and wanted in " ".join(one.statement.content.text.split())
    ]
    return min(found, key=lambda one: (len(one.statement.content.text), one.number), default=None)


def _changes(reviews: Reviews, candidate: Candidate, parts: Mapping[str, Any]) -> dict[str, Any]:
    """The corrections that the statement needs; spans are found in its own paragraph."""
    from kashf.statements.edits import corrections, find_span

    text, statement = reviews.text(candidate), candidate.statement

    def filled(name: str, value: Any) -> Any:
        if isinstance(value, list):
            return [{key: filled(key, one) for key, one in each.items()} for each in value]
        if name in {"speaker", "addressee", "verb", "span"} and isinstance(value, str):
            return find_span(text, value, statement, name).model_dump(mode="json")
        return value

    wanted = {name: filled(name, value) for name, value in parts.items()}
    return corrections(statement, wanted, text)
