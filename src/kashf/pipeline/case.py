"""The main job: all that ``case.toml`` lists, as far as it is not up to date."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from kashf.errors import UsageError
from kashf.evidence.case import Case
from kashf.files import temporary_folder
from kashf.pipeline import measuring
from kashf.pipeline.attributing import Texts, attribute, statement_settings
from kashf.pipeline.gathering import Material, gather
from kashf.pipeline.measuring import Planned
from kashf.pipeline.options import Progress
from kashf.pipeline.publishing import publish
from kashf.pipeline.results import result
from kashf.pipeline.state import FILE, State, alone, hashes, key_of
from kashf.runs import open_run

__all__ = ["CaseRun", "Step", "Written", "run_case", "write_dossier"]

_DOSSIER = "dossier"


@dataclass(frozen=True)
class Step:
    """A step of a case, and what it did, in a few words (nothing where it was up to date)."""

    name: str
    what: str = ""


@dataclass(frozen=True)
class Written:
    """A dossier on the disk: its files, and what is worth knowing about it."""

    paths: tuple[Path, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseRun:
    """What was done, what was up to date, and how many statements wait for a person."""

    done: tuple[Step, ...]
    skipped: tuple[Step, ...]
    waiting: int
    notes: tuple[str, ...]
    dossier: Path


@dataclass
class _Work:
    case: Case
    state: State
    progress: Progress | None
    done: list[Step] = field(default_factory=list)
    skipped: list[Step] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def show(self, step: str) -> None:
        if self.progress is not None:
            self.progress(step, 0, None)


def run_case(
    root: Path,
    *,
    progress: Progress | None = None,
    threads: int | None = None,
    memory_limit: str | None = None,
    pdf: bool | None = None,
    by: str | None = None,
) -> CaseRun:
    """Import posts, detect and judge, extract statements, write the dossier.

    What is up to date is skipped: each step is known by a hash of its inputs, its settings and the
    version of Kashf (``runs/state.json``). It may be ended at any moment and called again.
    ``pdf`` as in :func:`write_dossier`.
    """
    with Case(root, by=by) as case, alone(root / "runs"):
        work = _begin(case, progress)
        if not case.items() and not case.settings.runs:
            raise UsageError(
                "There is nothing to run: the case has no evidence yet.",
                file=root,
                hint="Take some in with 'kashf add'.",
            )
        case.log.signing_key()
        planned = _measure(work, threads, memory_limit)
        texts = Texts(case, measuring.used_by_runs(planned))
        reviews = _statements(work, texts)
        candidates = reviews.all()
        out = root / _DOSSIER
        pdf = case.settings.dossier.pdf if pdf is None else pdf
        key = _dossier_key(case, work.state, planned, candidates, pdf)
        if work.state.whole(_DOSSIER, out, key):
            work.skipped.append(Step(_DOSSIER))
        else:
            work.show(_DOSSIER)
            notes = _dossier(work, texts, planned, candidates, out, pdf, key)[1]
            work.notes += [*texts.notes, *notes]
            work.done.append(Step(_DOSSIER, "dossier.html"))
        return CaseRun(
            tuple(work.done),
            tuple(work.skipped),
            sum(candidate.state == "candidate" for candidate in candidates),
            tuple(dict.fromkeys(work.notes)),
            out / "dossier.html",
        )


def write_dossier(
    root: Path,
    *,
    pdf: bool | None = None,
    out: Path | None = None,
    progress: Progress | None = None,
    by: str | None = None,
) -> Written:
    """Write the dossier from what is there; nothing is measured or extracted.

    ``pdf`` None leaves it to ``case.toml``, and that to whether it can be made. ``out`` is another
    folder than ``dossier`` of the case.
    """
    with Case(root, by=by) as case, alone(root / "runs"):
        work = _begin(case, progress)
        if not case.items():
            raise UsageError(
                "There is nothing to write: the case has no evidence yet.",
                file=root,
                hint="Take some in with 'kashf add'.",
            )
        planned = []
        for settings in case.settings.runs:
            run = measuring.plan(case, settings, add=False)
            name = run.settings.name
            if not work.state.whole(run.step, root / "runs" / name):
                work.notes.append(f"The run {name} was not made, or was changed by hand: kashf run")
                continue
            if work.state.done(run.step, run.key) is None:
                work.notes.append(f"The run {name} is of other files or settings: kashf run")
            planned.append(run)
        texts = Texts(case, _posts_of(work.state, planned))
        candidates = _reviews(case).all()
        pdf = case.settings.dossier.pdf if pdf is None else pdf
        key = None
        if out is None:
            key = _dossier_key(case, work.state, planned, candidates, pdf)
        target = out or root / _DOSSIER
        paths, notes = _dossier(work, texts, planned, candidates, target, pdf, key)
        return Written(tuple(paths), tuple(dict.fromkeys([*work.notes, *texts.notes, *notes])))


def _begin(case: Case, progress: Progress | None) -> _Work:
    """Clear away what an interrupted run left."""
    for folder, ends in (
        (case.root / "runs", (".new", ".old", ".in", ".part")),
        (case.root / _DOSSIER, (".part", ".old")),
    ):
        for path in folder.glob(".*") if folder.is_dir() else ():
            if path.name.endswith(ends):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)
    return _Work(case, State(case.root / "runs" / FILE), progress)


def _measure(work: _Work, threads: int | None, memory_limit: str | None) -> list[Planned]:
    case, planned = work.case, []
    for settings in case.settings.runs:
        work.show(f"{settings.name}: files")
        run = measuring.plan(case, settings, work.progress)
        planned.append(run)
        for item in run.added:
            work.done.append(Step(f"add {item.name}", f"is now {item.label}"))
        if work.state.whole(run.step, case.root / "runs" / settings.name, run.key):
            work.skipped.append(Step(run.step))
            continue
        counts = measuring.measure(
            case, run, work.state, work.progress, threads=threads, memory_limit=memory_limit
        )
        posts = "" if counts["posts"] is None else f"{counts['posts']:,} posts, "
        what = f"{posts}{counts['edges']:,} edges, {counts['clusters']:,} clusters"
        work.done.append(Step(run.step, what))
    return planned


def _reviews(case: Case) -> Any:
    from kashf.statements.review import Reviews

    return Reviews(case, two_person=case.settings.statements.two_person)


def _statements(work: _Work, texts: Texts) -> Any:
    work.show("texts")
    items = texts.wanted()
    reviews = _reviews(work.case)
    done, skipped = attribute(work.case, reviews, work.state, items, work.notes, work.progress)
    for item, taken in done:
        words = [f"{len(taken.new):,} new", f"{len(taken.known):,} known"]
        if taken.gone:
            words.append(f"{len(taken.gone):,} gone")
        work.done.append(Step(f"statements of {item.label}", ", ".join(words)))
    work.skipped.extend(Step(f"statements of {item.label}") for item in skipped)
    if done:
        work.notes += texts.notes
    return reviews


def _posts_of(state: State, planned: Sequence[Planned]) -> frozenset[int]:
    made = (state.done(run.step) or {} for run in planned)
    return measuring.used_by_runs(planned) | {
        int(number) for about in made for number in about.get("items", ())
    }


def _dossier_key(
    case: Case,
    state: State,
    planned: Sequence[Planned],
    candidates: Sequence[Any],
    pdf: bool | None,
) -> str:
    """The hash of all that a dossier shows: exports and checks in the log are not part of it."""
    return key_of(
        settings=case.settings.model_dump(mode="json", exclude={"key_file"}),
        items=[orjson.loads(orjson.dumps(item)) for item in case.items()],
        runs=[dict(state.done(run.step) or {}) for run in planned],
        statements=[
            [
                one.number, one.item, one.state, one.grade, one.accepted_by,
                one.statement.model_dump(mode="json"), [str(made.at) for made in one.decisions],
            ]
            for one in candidates
        ],
        pdf=pdf,
    )  # fmt: skip


def _dossier(
    work: _Work,
    texts: Texts,
    planned: Sequence[Planned],
    candidates: Sequence[Any],
    out: Path,
    pdf: bool | None,
    key: str | None,
) -> tuple[list[Path], list[str]]:
    """Gather, build and write; ``key`` is kept with the hashes of what was written."""
    case, settings = work.case, work.case.settings
    secret = measuring.pseudonym_key(case)
    times = [item.added for item in case.items()]
    times += [made.at for one in candidates for made in one.decisions]
    extraction = statement_settings(case).model_dump(mode="json", exclude={"aliases", "gazetteers"})
    with temporary_folder() as scratch:
        runs = []
        for run in planned:
            folder = case.root / "runs" / run.settings.name
            info = open_run(folder).info
            times.append(datetime.fromisoformat(str(info["created"])))
            about = work.state.done(run.step) or {}
            numbers = about.get("items") or [item.number for item in run.items]
            runs.append(
                result(
                    folder, run.settings, tuple(map(int, numbers)), scratch / run.settings.name,
                    accounts=settings.dossier.accounts, key=secret,
                )
            )  # fmt: skip
        gathered = gather(
            case,
            Material(texts, candidates, runs, max(times).astimezone(UTC), secret, extraction),
        )
        if key is not None:
            work.state.drop(_DOSSIER)
        paths, notes = publish(case, gathered, out, pdf=pdf)
    for person in gathered.people:
        if not person.listed:
            notes.append(f"{person.name} of case.toml is named in no text, and is not listed.")
    if key is not None:
        files = [path.name for path in paths if path.is_file()]
        files.append("bag/tagmanifest-sha256.txt")
        work.state.keep(_DOSSIER, key, files=hashes(out, files))
    return paths, notes
