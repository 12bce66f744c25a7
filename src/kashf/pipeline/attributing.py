"""The texts of a case → candidates for its review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kashf.errors import InputError, KashfError, UsageError
from kashf.evidence.case import Case, Item
from kashf.evidence.texts import Text, read_text, read_transcript
from kashf.files import sha256
from kashf.pipeline.options import Progress
from kashf.pipeline.state import State, key_of

if TYPE_CHECKING:
    from kashf.statements.review import Reviews, Taken
    from kashf.statements.settings import StatementSettings

__all__ = ["Texts", "attribute", "statement_settings", "statements_key"]

_PLAIN = "text/plain"
# Only the content tells whether one of these is a transcript.
_GENERAL = frozenset({"application/json", "text/xml", "application/xml"})


@dataclass
class Texts:
    """The texts of a case's items, each read once; ``posts`` are items that hold none."""

    case: Case
    posts: frozenset[int]
    _read: dict[str, Text | None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @cached_property
    def items(self) -> list[Item]:
        """All items of the case."""
        return self.case.items()

    @cached_property
    def _by_hash(self) -> dict[str, Item]:
        return {item.sha256: item for item in self.items}

    def parent(self, item: Item) -> Item | None:
        """What an item was derived from."""
        return self._by_hash.get(item.derived_from or "")

    def of(self, item: Item) -> Text | None:
        """The text of an item; None where there is none to read.

        A file that looks like text and can't be read counts as none, with a note.
        Raises :class:`~kashf.errors.IntegrityError` where its bytes are not those that were added.
        """
        if item.sha256 not in self._read:
            self._read[item.sha256] = self._of(item)
        return self._read[item.sha256]

    def _of(self, item: Item) -> Text | None:
        if item.number in self.posts or not _readable(item, self.case.path(item)):
            return None
        path = self.case.checked_path(item)
        try:
            text = self._transcript(item, path) or read_text(path, media_type=item.media_type)
        except InputError as error:
            self.notes.append(f"{item.label} {item.name} was not read: {error.what}")
            return None
        self.notes += [f"{item.label}: {note}" for note in text.notes]
        return text if text.text.strip() else None

    def _transcript(self, item: Item, path: Path) -> Text | None:
        """A transcript whose recording is in the case: its times are checked against the sound."""
        parent = self.parent(item)
        if parent is None or not parent.media_type.startswith(("audio/", "video/")):
            return None
        try:
            return read_transcript(
                path, recording=self.case.path(parent), media_type=item.media_type
            )
        except KashfError:
            return None  # no transcript, or no sound that can be read: what follows says so

    def wanted(self) -> list[Item]:
        """The items that statements are taken from.

        Raises :class:`~kashf.errors.UsageError` where ``case.toml`` names one without a text.
        """
        names = self.case.settings.statements.items
        if names is None:
            return [item for item in self.items if self.of(item) is not None]
        found = {item.number: item for item in map(self.case.item, names)}
        for item in found.values():
            if self.of(item) is None:
                raise UsageError(
                    f"case.toml wants statements from {item.label} {item.name}, which has no text "
                    "that can be read.",
                    file=self.case.root / "case.toml",
                    hint="'kashf text' says why; the transcript of a recording is an item of its own.",
                )
        return [found[number] for number in sorted(found)]


def _readable(item: Item, path: Path) -> bool:
    """Whether an item may hold a text: what it is decides, and for some what is in it."""
    from kashf.evidence import reading

    if item.media_type == _PLAIN:
        return True
    if item.media_type in _GENERAL:
        return path.is_file() and reading.detect(path, ("transcript",)) is not None
    return any(item.media_type in format_.media_types for _, format_ in reading.formats())


def statement_settings(case: Case) -> StatementSettings:
    """Settings of the extractor: those of ``case.toml``; its files are relative to the case.

    Raises :class:`~kashf.errors.UsageError` for what the extractor does not know.
    """
    from kashf.statements.taking import settings_of

    files = case.settings.statements.extract.get("gazetteers", ())
    files = [files] if isinstance(files, str) else files
    return settings_of(case, gazetteers=tuple(str(case.root / str(name)) for name in files))


def statements_key(case: Case, item: Item, settings: StatementSettings) -> str:
    """The hash of all that the statements of an item depend on."""
    from kashf.statements.review import RULES

    gazetteers = []
    for name in settings.gazetteers:
        if not Path(name).is_file():
            raise UsageError(f"There is no gazetteer {name!r}.", file=case.root / "case.toml")
        gazetteers.append(sha256(Path(name)))
    about = settings.model_dump(mode="json", exclude={"gazetteers"})
    return key_of(
        item=item.sha256, media_type=item.media_type, rules=RULES, settings=about, files=gazetteers
    )


def attribute(
    case: Case,
    reviews: Reviews,
    state: State,
    items: Sequence[Item],
    notes: list[str],
    progress: Progress | None = None,
) -> tuple[list[tuple[Item, Taken]], list[Item]]:
    """Extract the statements of ``items`` where that is not up to date, and hand them to the review.

    Returns each item with what the review says it took, and the items that were up to date. An
    item of which a language model gave a part that was refused is asked about again the next time.
    """
    from kashf.statements.taking import extract_item

    settings = statement_settings(case)
    done: list[tuple[Item, Taken]] = []
    skipped: list[Item] = []
    known: dict[str, int] = {}
    for candidate in reviews.all():
        known[candidate.item] = known.get(candidate.item, 0) + 1
    for number, item in enumerate(items):
        if progress is not None:
            progress("statements", number, len(items))
        step = f"statements {item.label}"
        key = statements_key(case, item, settings)
        before = state.done(step, key)
        if before is not None and known.get(item.sha256, 0) >= int(before.get("statements", 0)):
            skipped.append(item)
            continue
        taken, refused = extract_item(reviews, item, settings)
        for reason, count in sorted(refused.items()):
            notes.append(f"{item.label}: {count:,} not taken: {reason}.")
        if settings.extractor == "rules" or not refused:
            state.keep(step, key, statements=len(reviews.all(item=item.sha256)))
        done.append((item, taken))
    if progress is not None:
        progress("statements", len(items), len(items))
    return done, skipped
