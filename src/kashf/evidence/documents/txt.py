"""Plain text: the characters of the file as they stand."""

from __future__ import annotations

from kashf.evidence.documents._paragraphs import of_text, plain_sniff
from kashf.evidence.formats import Draft, Format, Head, MiB, Source

__all__ = ["FORMAT"]


def _sniff(head: Head) -> float:
    return 0.1 if plain_sniff(head.data, head.text) else 0.0


def _read(source: Source) -> Draft:
    draft = Draft()
    draft.text = source.text(64 * MiB, draft)
    draft.parts = of_text(draft.text)
    return draft


FORMAT = Format("txt", "plain text", ("text/plain",), _sniff, _read)
