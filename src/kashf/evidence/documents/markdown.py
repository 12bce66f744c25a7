"""Markdown: kept as it was typed, marks and all; told from plain text by its name alone."""

from __future__ import annotations

from kashf.evidence.documents._paragraphs import of_text, plain_sniff
from kashf.evidence.formats import Draft, Format, Head, MiB, Source

__all__ = ["FORMAT"]


def _sniff(head: Head) -> float:
    named = head.suffix in (".md", ".markdown", ".mdown")
    return 0.2 if named and plain_sniff(head.data, head.text) else 0.0


def _read(source: Source) -> Draft:
    draft = Draft()
    draft.text = source.text(64 * MiB, draft)
    draft.parts = of_text(draft.text)
    return draft


FORMAT = Format("markdown", "Markdown", ("text/markdown", "text/x-markdown"), _sniff, _read)
