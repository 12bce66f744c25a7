"""The page on paper, by WeasyPrint (extra ``pdf``). Nothing is fetched."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kashf.dossier._terms import is_arabic
from kashf.errors import UsageError

__all__ = ["pdf"]

_NO_PANGO = (
    "Install Pango: 'apt install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-core' on Debian and "
    "Ubuntu, 'dnf install pango google-noto-sans-arabic-fonts' on Fedora, 'brew install pango' on "
    "macOS. Everything but the PDF works without."
)
_NO_FONTS = (
    "Install fonts with Arabic and Latin letters: 'apt install fonts-noto-core' or "
    "'dnf install google-noto-sans-arabic-fonts google-noto-sans-fonts'."
)
_LATIN = re.compile("[A-Za-z]")
_PAPER = """
body { font-family: "Noto Sans", "Noto Sans Arabic", "Noto Naskh Arabic", "DejaVu Sans", sans-serif }
nav { display: none }
.cite::after { content: " p. " target-counter(attr(href), page); font-size: .85em }
"""


def pdf(html: str) -> bytes:
    """``html``, which :func:`kashf.dossier.page.page` made, as PDF; the same bytes every time.

    Raises :class:`~kashf.errors.UsageError` where WeasyPrint, Pango or fonts are missing.
    """
    weasyprint = _weasyprint()
    # No protocol at all: not even a file beside the page.
    fetcher = weasyprint.URLFetcher(allowed_protocols=(), allow_redirects=False)
    with _watched() as missing, _undated():
        document = weasyprint.HTML(string=html, url_fetcher=fetcher)
        written = document.write_pdf(
            stylesheets=[weasyprint.CSS(string=_PAPER, url_fetcher=fetcher)],
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        )
    if any(is_arabic(text) or _LATIN.search(text) for text in missing):
        raise UsageError(
            f"No font of this machine has the letters for the PDF (of {missing[0][:40]!r}).",
            hint=_NO_FONTS,
        )
    assert isinstance(written, bytes)
    return written


def _weasyprint() -> Any:
    try:
        with (
            warnings.catch_warnings()
        ):  # HarfBuzz-Subset is a library of the system; it does without
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint
    except ImportError as error:
        raise UsageError(
            "A PDF needs WeasyPrint.",
            hint="Install it with 'pip install kashf[pdf]', or go without the PDF.",
        ) from error
    except OSError as error:  # what cffi raises for a library that is not there
        raise UsageError(f"A PDF needs Pango ({error}).", hint=_NO_PANGO) from error
    return weasyprint


@contextmanager
def _undated() -> Iterator[None]:
    """Without HarfBuzz-Subset, fontTools cuts the fonts, and writes the time into each unless told one."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = before or "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]


@contextmanager
def _watched() -> Iterator[list[str]]:
    """What WeasyPrint had no glyphs for. It also tells about style rules for screens: not shown."""
    found: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if ".notdef" in str(record.msg):
                found.append(" ".join(str(value) for value in record.args or ()))

    logger, handler = logging.getLogger("weasyprint"), Handler()
    kept = logger.level, logger.propagate, logger.handlers
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(logging.WARNING)
    try:
        yield found
    finally:
        level, logger.propagate, logger.handlers = kept
        logger.setLevel(level)
