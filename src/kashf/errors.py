"""Every error that a user can meet.

```
KashfError                    exit 1
├── UsageError                exit 2   an option, a setting or a name is wrong
├── InputError                exit 3   a file or a table can't be used as it is
│   ├── UnknownFormatError             no importer recognises the file
│   └── TooManyRejectedError           more rows were unreadable than allowed
└── IntegrityError            exit 4   something is not what it was recorded to be
```

A message says what is wrong, where (file, row, column) and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

__all__ = [
    "InputError",
    "IntegrityError",
    "KashfError",
    "TooManyRejectedError",
    "UnknownFormatError",
    "UsageError",
]


class KashfError(Exception):
    """Root of the tree.

    ``what`` is wrong, in one sentence; ``where`` it is; ``hint`` is what to do about it.
    """

    exit_code = 1

    def __init__(
        self,
        what: str,
        *,
        file: Path | str | None = None,
        row: int | None = None,
        column: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.file = file
        self.row = row
        self.column = column
        self.hint = hint

    @property
    def where(self) -> str:
        """File, row and column as far as they are known, e.g. ``posts.csv, row 3``."""
        parts = []
        if self.file is not None:
            parts.append(str(self.file))
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column!r}")
        return ", ".join(parts)

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} {self.hint}" if self.hint else text


class UsageError(KashfError):
    """An option, a setting or a name is wrong."""

    exit_code = 2


class InputError(KashfError):
    """A file or a table can't be used as it is."""

    exit_code = 3


class UnknownFormatError(InputError):
    """No importer recognises the file."""


class TooManyRejectedError(InputError):
    """More rows were unreadable than the user allows.

    ``reasons`` maps each reason to its count of rows.
    """

    def __init__(
        self,
        what: str,
        *,
        reasons: Mapping[str, int],
        file: Path | str | None = None,
        row: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(what, file=file, row=row, hint=hint)
        self.reasons = dict(reasons)


class IntegrityError(KashfError):
    """Something is not what it was recorded to be."""

    exit_code = 4
