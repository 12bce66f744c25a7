"""A gathered case → the dossier on the disk, with its entries in the custody log."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kashf import dossier
from kashf.errors import UsageError
from kashf.evidence.bags import sign_bag
from kashf.evidence.case import PUBLIC_KEY, Case
from kashf.evidence.custody import Draft
from kashf.files import sha256

if TYPE_CHECKING:
    from kashf.dossier.model import Dossier

__all__ = ["publish"]

_TAG_MANIFEST = "tagmanifest-sha256.txt"


def publish(
    case: Case, gathered: Dossier, out: Path, *, pdf: bool | None
) -> tuple[list[Path], list[str]]:
    """Check and write a dossier to ``out``; returns what was written, and notes.

    The log of the package ends with the items being accessed for export, so that its chain and
    its signatures hold; that the package was exported, and its hash, follows in the case's log.
    ``pdf`` None makes one where that is possible.
    """
    case.log.signing_key()
    dossier.build(gathered)  # nothing is recorded of a dossier that can't be
    export = (
        str(out.absolute().relative_to(case.root.absolute())) if _inside(out, case) else "elsewhere"
    )
    items = [exhibit.item.sha256 for exhibit in gathered.exhibits]
    case.log.append_all([Draft("accessed_for_export", item, {"to": export}) for item in items])
    built = dossier.build(
        replace(
            gathered,
            custody=case.published_log(sealed=False),
            public_key=(case.root / PUBLIC_KEY).read_bytes(),
        )
    )
    notes: list[str] = []

    def write(with_pdf: bool) -> list[Path]:
        return dossier.write(
            built, out, pdf=with_pdf, sign=lambda bag: sign_bag(bag, case.key_file)
        )

    if pdf is None and importlib.util.find_spec("weasyprint") is not None:
        try:
            written = write(True)
        except UsageError as error:
            notes.append(f"There is no dossier.pdf: {error.what}")
            written = write(False)
    else:
        written = write(bool(pdf))
    package = {
        "to": export,
        "package": sha256(out / "bag" / _TAG_MANIFEST),
        "what": "SHA-256 of tagmanifest-sha256.txt of the package",
    }
    originals = [original.sha256 for original in built.originals]
    case.log.append_all([Draft("exported", item, package) for item in [None, *originals]])
    return written, notes


def _inside(out: Path, case: Case) -> bool:
    return out.absolute().is_relative_to(case.root.absolute())
