"""PDF: page by page, paragraphs by the gaps between lines; read by PDFium.

A page without text (a scan) is said to have none: nothing is recognised in pictures.
"""

from __future__ import annotations

import itertools
import statistics
from typing import Any

from kashf.evidence.documents._pdf_lines import Line, lines
from kashf.evidence.formats import Builder, Draft, Format, Head, MiB, Source

__all__ = ["FORMAT"]

_MOST_PAGES = 5_000
_MOST_CHARACTERS = 20_000_000
_INVISIBLE = 3  # text rendering mode (ISO 32000-2, 9.3.6)
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_LINE_GAP = 1.45  # of the usual distance of lines


def _sniff(head: Head) -> float:
    return 0.95 if b"%PDF-" in head.data[:1024] else 0.0


def _read(source: Source) -> Draft:
    import pypdfium2 as pdfium

    data = source.data(512 * MiB)
    draft, builder = Draft(), Builder("\n\n")
    try:
        with pdfium.PdfDocument(data) as document:
            _pages(document, source, draft, builder)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error):
            raise source.error(
                "The PDF is locked with a password.", hint="Save a copy without one."
            ) from error
        raise source.error(
            "The PDF is damaged.", hint="It may be cut off; get it again."
        ) from error
    return builder.into(draft)


def _pages(document: Any, source: Source, draft: Draft, builder: Builder) -> None:
    if len(document) > _MOST_PAGES:
        raise source.error(
            f"The PDF has {len(document):,} pages; {_MOST_PAGES:,} are read at most."
        )
    empty, unseen, characters = [], [], 0
    for index in range(len(document)):
        page = document[index]
        text_page = page.get_textpage()
        characters += text_page.count_chars()
        if characters > _MOST_CHARACTERS:
            raise source.error(f"The PDF has more than {_MOST_CHARACTERS:,} characters.")
        number = 0
        for paragraph in _paragraphs(text_page):
            number += builder.add(paragraph, number=number + 1, page=index + 1)
        if not number:
            empty.append(index + 1)
        elif _has_unseen(page):
            unseen.append(index + 1)
        text_page.close()
        page.close()
    if empty:
        draft.notes.append(
            f"{_listed(empty)} of {len(document):,} without text: a picture or empty. "
            "Nothing is recognised in pictures."
        )
    if any("\u0590" <= char <= "\u08ff" for part in builder.pieces for char in part):
        draft.notes.append(
            "A PDF holds Arabic and Hebrew as they are drawn; their order is put back by rule, and "
            "quotation marks and brackets may point the wrong way. Compare quotes with the page."
        )
    if unseen:
        draft.notes.append(
            f"{_listed(unseen)} with text that is not drawn: the text layer of a scan, or hidden."
        )


def _listed(pages: list[int]) -> str:
    """``Page 3 is``, ``Pages 3–5 and 9 are``."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][1] == page - 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    names = [str(a) if a == b else f"{a}–{b}" for a, b in runs]
    more = f" and {len(names) - 20:,} more ranges" if len(names) > 20 else ""
    return f"{'Page' if len(pages) == 1 else 'Pages'} {', '.join(names[:20])}{more}"


def _has_unseen(page: Any) -> bool:
    from pypdfium2 import raw

    return any(
        raw.FPDFTextObj_GetTextRenderMode(item.raw) == _INVISIBLE
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=4)
    )


def _paragraphs(text_page: Any) -> list[str]:
    """Lines of the page, joined where the distance to the next is the usual one."""
    found = lines(text_page)
    gaps = [
        above - below for (_, above, _), (_, below, _) in itertools.pairwise(found) if above > below
    ]
    usual = statistics.median_low(gaps) if gaps else 0.0
    paragraphs: list[list[str]] = []
    previous: Line | None = None
    for line in found:
        gap = 0.0 if previous is None else previous[1] - line[1]
        new = (
            previous is None
            or gap < -line[2]
            or gap > usual * _LINE_GAP
            or not 0.75 < (line[2] or 1) / (previous[2] or 1) < 1.34
        )
        if new:
            paragraphs.append([])
        paragraphs[-1].append(line[0])
        previous = line
    return ["\n".join(paragraph) for paragraph in paragraphs]


FORMAT = Format("pdf", "PDF", ("application/pdf",), _sniff, _read)
