"""XML of strangers: no entities, no network, bounded depth and size."""

from __future__ import annotations

from typing import Any

from kashf.evidence.formats import Source

__all__ = ["parse_xml"]


def parse_xml(data: bytes, source: Source, what: str = "The file") -> Any:
    """Root element of ``data`` (lxml); raises one :class:`InputError` with the line.

    A document type is refused: it could define entities that grow without end or name files.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = (error.msg or "it is cut off").partition(", line")[0]
        raise source.error(
            f"{what} is not well-formed XML: {reason}.", line=error.lineno or None
        ) from error
    except ValueError as error:
        raise source.error(f"{what} is not XML ({error}).") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise source.error(f"{what} has a document type, which is not read.", line=1)
    return root
