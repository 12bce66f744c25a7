"""One entry of the custody log: its fields, its bytes, its hash and its signature.

An entry is one line of JSON. What is signed is its *body*: ``at``, ``event``, ``item``,
``previous``, ``sealed``, ``sequence`` and ``tool``. ``by``, ``details`` and ``salt`` are bound to
the body through their hash ``sealed``. So a published copy of the log can leave these three out
(they may name a source), and its chain and signatures still hold; the salt keeps anybody from
finding short details by trying.

Canonical bytes of a value: JSON with sorted keys, no spaces, ASCII alone (everything else as
``\\uXXXX``). Names of files that are no text are kept exactly, as lone surrogates.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from kashf._version import __version__
from kashf.errors import UsageError
from kashf.evidence.keys import signature_holds

if TYPE_CHECKING:
    from nacl.signing import SigningKey

__all__ = [
    "EVENTS",
    "LONGEST_LINE",
    "NO_ENTRY",
    "Entry",
    "Event",
    "Head",
    "canonical",
    "compose",
    "parse",
]

# After the Berkeley Protocol on Digital Open Source Investigations (2020), chapter VI: what
# happens to an item from its collection on. "created" begins a log, "recovered" mends its end.
Event = Literal[
    "created",
    "collected",
    "derived",
    "accessed_for_export",
    "exported",
    "reviewed",
    "verified",
    "recovered",
]
EVENTS: tuple[str, ...] = get_args(Event)
NO_ENTRY = "0" * 64  # what the first entry names as the hash of the entry before it
LONGEST_LINE = 1 << 18  # bytes
_LONGEST_DETAILS = 1 << 17

_BODY = ("at", "event", "item", "previous", "sealed", "sequence", "tool")
_PRIVATE = ("by", "details", "salt")
_OPEN = frozenset({*_BODY, *_PRIVATE, "hash", "signature"})
_SEALED = frozenset({*_BODY, "hash", "signature"})
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_AT = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass(frozen=True)
class Head:
    """The last entry at some moment: enough to tell later whether the log was cut or rewritten."""

    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """Read what :meth:`__str__` wrote; :class:`~kashf.errors.UsageError` for anything else."""
        match = re.fullmatch(r"([1-9][0-9]{0,17}):([0-9a-f]{64})", text.strip())
        if match is None:
            raise UsageError(
                f"{text!r} is no head.", hint="A head is what 'kashf head' prints: 12:3fa9…"
            )
        return cls(int(match[1]), match[2])


@dataclass(frozen=True)
class Entry:
    """One entry. ``by`` and ``details`` are None where a published copy leaves them out."""

    sequence: int
    event: str
    at: datetime  # UTC
    item: str | None  # SHA-256
    by: str | None
    details: Mapping[str, Any] | None
    tool: str
    previous: str
    hash: str
    signature: str
    sealed: str
    salt: str | None

    @property
    def head(self) -> Head:
        """Sequence number and hash."""
        return Head(self.sequence, self.hash)

    def body(self) -> bytes:
        """The bytes that are hashed and signed."""
        return canonical(_body(self.at, self.event, self.item, self.previous, self.sealed,
                               self.sequence, self.tool))  # fmt: skip

    def line(self, *, sealed: bool = False) -> bytes:
        """The line of the log, with its line end; ``sealed`` leaves out who, details and salt."""
        row = json.loads(self.body())
        row |= {"hash": self.hash, "signature": self.signature}
        if not sealed and self.salt is not None:
            row |= {"by": self.by, "details": self.details, "salt": self.salt}
        return canonical(row) + b"\n"

    def signed_by(self, public_key: bytes) -> bool:
        """Whether the owner of the key signed this entry."""
        return signature_holds(public_key, self.body(), bytes.fromhex(self.signature))


def canonical(value: object) -> bytes:
    """The one way to write ``value`` as JSON: see the module."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def _body(
    at: datetime,
    event: str,
    item: str | None,
    previous: str,
    sealed: str,
    sequence: int,
    tool: str,
) -> dict[str, Any]:
    return {
        "at": at.astimezone(UTC).strftime(_AT),
        "event": event,
        "item": item,
        "previous": previous,
        "sealed": sealed,
        "sequence": sequence,
        "tool": tool,
    }


def _sealed(by: str, details: Mapping[str, Any], salt: str) -> str:
    return hashlib.sha256(canonical({"by": by, "details": details, "salt": salt})).hexdigest()


def _plain(value: object, depth: int = 0) -> Any:
    """``value`` as it can be signed: numbers that are not whole become text."""
    if depth > 20:
        raise UsageError("Details of a custody entry are nested too deeply.")
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, depth + 1) for item in value]
    raise UsageError(f"A custody entry can't hold {type(value).__name__}: {value!r}.")


def compose(
    key: SigningKey,
    previous: Head | None,
    event: str,
    *,
    item: str | None,
    by: str,
    details: Mapping[str, Any],
    at: datetime | None = None,
) -> Entry:
    """A signed entry that follows ``previous``; None begins a log.

    Raises :class:`~kashf.errors.UsageError` for details that can't be kept.
    """
    if event not in EVENTS:
        raise UsageError(f"There is no event {event!r}.", hint=f"Known: {', '.join(EVENTS)}.")
    plain = _plain(details)
    if len(canonical({"by": by, "details": plain})) > _LONGEST_DETAILS:
        raise UsageError(
            "The details of a custody entry are too long.", hint="Shorten the note, or add a file."
        )
    salt = secrets.token_hex(16)
    at = (at or datetime.now(UTC)).astimezone(UTC)
    before = previous or Head(0, NO_ENTRY)
    sealed = _sealed(by, plain, salt)
    tool = f"kashf {__version__}"
    body = canonical(_body(at, event, item, before.hash, sealed, before.sequence + 1, tool))
    return Entry(
        sequence=before.sequence + 1,
        event=event,
        at=at,
        item=item,
        by=by,
        details=plain,
        tool=tool,
        previous=before.hash,
        hash=hashlib.sha256(body).hexdigest(),
        signature=key.sign(body).signature.hex(),
        sealed=sealed,
        salt=salt,
    )


def parse(line: bytes, *, strict: bool = True) -> Entry:
    """The entry on a line without its line end.

    Raises :class:`ValueError` with a reason unless the line is exactly what :meth:`Entry.line`
    writes and its hashes are right. ``strict=False`` looks at the shape alone.
    """
    if len(line) > LONGEST_LINE:
        raise ValueError(f"it has more than {LONGEST_LINE:,} bytes")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not JSON") from error
    if not isinstance(row, dict) or frozenset(row) not in {_OPEN, _SEALED}:
        raise ValueError("its fields are not those of an entry")
    entry = _shaped(row)
    if strict:
        if entry.line() != line + b"\n":
            raise ValueError("it was written in another way than Kashf writes")
        if entry.salt is not None:
            assert entry.by is not None and entry.details is not None
            if _sealed(entry.by, entry.details, entry.salt) != entry.sealed:
                raise ValueError("who or what was recorded (by, details) was edited")
        if hashlib.sha256(entry.body()).hexdigest() != entry.hash:
            raise ValueError("its content does not match its hash")
    return entry


def _shaped(row: dict[str, Any]) -> Entry:
    sequence = row["sequence"]
    if isinstance(sequence, bool) or not isinstance(sequence, int) or not 0 < sequence < 10**18:
        raise ValueError("its sequence is no whole number from 1")
    for name in ("at", "event", "tool"):
        if not isinstance(row[name], str):
            raise ValueError(f"its {name} is no text")
    for name, pattern in (
        ("previous", _SHA256), ("hash", _SHA256), ("sealed", _SHA256), ("signature", _SIGNATURE),
    ):  # fmt: skip
        if not isinstance(row[name], str) or not pattern.fullmatch(row[name]):
            raise ValueError(f"its {name} is no hash or signature")
    if row["event"] not in EVENTS:
        raise ValueError("its event is unknown")
    item = row["item"]
    if item is not None and not (isinstance(item, str) and _SHA256.fullmatch(item)):
        raise ValueError("its item is no SHA-256")
    try:
        at = datetime.strptime(row["at"], _AT).replace(tzinfo=UTC)
    except ValueError as error:
        raise ValueError("its time is not of the form 2026-01-31T12:00:00.000000Z") from error
    if "salt" in row and not (
        isinstance(row["by"], str)
        and isinstance(row["details"], dict)
        and isinstance(row["salt"], str)
    ):
        raise ValueError("its by, details or salt are of another kind")
    return Entry(
        sequence=sequence,
        event=row["event"],
        at=at,
        item=item,
        by=row.get("by"),
        details=row.get("details"),
        tool=row["tool"],
        previous=row["previous"],
        hash=row["hash"],
        signature=row["signature"],
        sealed=row["sealed"],
        salt=row.get("salt"),
    )
