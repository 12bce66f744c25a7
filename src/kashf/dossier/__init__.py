"""Findings and citations → HTML, PDF, JSON and a bag that can be checked offline.

:func:`build` checks everything; :func:`write` writes what was checked, the same bytes every time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kashf.dossier.built import Built
    from kashf.dossier.model import Dossier

__all__ = ["build", "write"]


def build(dossier: Dossier) -> Built:
    """Check a dossier; see :func:`kashf.dossier.building.build`."""
    from kashf.dossier import building

    return building.build(dossier)


def write(
    built: Built,
    folder: Path,
    *,
    pdf: bool = True,
    bag: bool = True,
    sign: Callable[[Path], None] | None = None,
) -> list[Path]:
    """Write ``dossier.html`` and ``dossier.json`` to ``folder``, with ``pdf`` ``dossier.pdf``,
    with ``bag`` the folder ``bag``. Returns what was written.

    Nothing is written before everything was made. ``sign`` is called with the
    finished bag before it takes its place.
    Raises :class:`~kashf.errors.UsageError` where the PDF is wanted and can't be made.
    """
    from kashf.dossier.page import page
    from kashf.dossier.pdf import pdf as on_paper
    from kashf.dossier.record import record
    from kashf.files import replacing

    html, json = page(built), record(built)
    paper = on_paper(html) if pdf else None
    folder.mkdir(parents=True, exist_ok=True)
    if bag:
        from kashf.dossier.bag import write_bag

        write_bag(built, folder / "bag", html=html, json=json, pdf=paper, sign=sign)
    made = {"dossier.html": html.encode("utf-8"), "dossier.json": json}
    if paper is not None:
        made["dossier.pdf"] = paper
    else:
        (folder / "dossier.pdf").unlink(missing_ok=True)
    for name, content in made.items():
        with replacing(folder / name) as part:
            part.write_bytes(content)
    return [*(folder / name for name in made), *([folder / "bag"] if bag else [])]
