"""The custody log as it may be published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kashf.dossier._veiled import plain
from kashf.dossier.redaction import Veil
from kashf.errors import IntegrityError

__all__ = ["published"]

_SEALED = frozenset({"by", "details", "salt"})


def published(log: bytes | None, veil: Veil) -> bytes | None:
    """``log`` without who and details in entries that tell something hidden.

    Such an entry keeps its place, hash and signature, and the chain holds (see the format of the
    log in :mod:`kashf.evidence`). Raises :class:`~kashf.errors.IntegrityError` for what is no
    log, and where sealing an entry would not be enough.
    """
    if log is None or not veil:
        return log
    return b"".join(
        _line(line, number, veil) + b"\n" for number, line in enumerate(log.splitlines(), start=1)
    )


def _line(line: bytes, number: int, veil: Veil) -> bytes:
    try:
        row: Any = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, dict):
        raise IntegrityError("This is no custody log.", file="custody.jsonl", row=number)
    if not _tells(row, veil):
        return line
    sealed = {key: value for key, value in row.items() if key not in _SEALED}
    if _tells(sealed, veil):
        raise IntegrityError(
            "An entry of the custody log tells what is redacted.", file="custody.jsonl", row=number
        )
    return json.dumps(sealed, sort_keys=True, separators=(",", ":")).encode("ascii")


def _tells(value: object, veil: Veil) -> bool:
    if isinstance(value, str):
        return veil.leak(plain(value))
    if isinstance(value, Mapping):
        return any(_tells(key, veil) or _tells(item, veil) for key, item in value.items())
    if isinstance(value, list):
        return any(_tells(item, veil) for item in value)
    return False
