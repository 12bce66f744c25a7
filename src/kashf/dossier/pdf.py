"""The page on paper, by WeasyPrint (extra ``pdf``). Nothing is fetched."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from kashf.errors import UsageError

__all__ = ["pdf"]

_NO_PANGO = (
    "Install Pango: 'apt install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-core' on Debian and "
    "Ubuntu, 'dnf install pango google-noto-sans-arabic-fonts' on Fedora, 'brew install pango' on "
    "macOS. Everything but the PDF works without."
)
_PAPER = """
body { font-family: "Noto Sans", "Noto Sans Arabic", "Noto Naskh Arabic", "DejaVu Sans", sans-serif }
nav { display: none }
.cite::after { content: " p. " target-counter(attr(href), page); font-size: .85em }
"""


def pdf(html: str) -> bytes:
    """``html``, which :func:`kashf.dossier.page.page` made, as PDF; the same bytes every time.

    Raises :class:`~kashf.errors.UsageError` where WeasyPrint or Pango is missing.
    """
    weasyprint = _weasyprint()
    with _quiet():
        document = weasyprint.HTML(string=html, url_fetcher=_refuse)
        written = document.write_pdf(
            stylesheets=[weasyprint.CSS(string=_PAPER, url_fetcher=_refuse)],
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        )
    assert isinstance(written, bytes)
    return written


def _weasyprint() -> Any:
    try:
        import weasyprint
    except ImportError as error:
        raise UsageError(
            "A PDF needs WeasyPrint.",
            hint="Install it with 'pip install kashf[pdf]', or go without the PDF.",
        ) from error
    except OSError as error:  # what cffi raises for a library that is not there
        raise UsageError(f"A PDF needs Pango ({error}).", hint=_NO_PANGO) from error
    return weasyprint


def _refuse(url: str, *args: object, **kwargs: object) -> NoReturn:
    raise ValueError(f"a dossier fetches nothing: {url[:80]}")


@contextmanager
def _quiet() -> Iterator[None]:
    """WeasyPrint tells about style rules for screens that it skips."""
    logger = logging.getLogger("weasyprint")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
