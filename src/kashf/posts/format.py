"""What an importer declares.

A module in ``kashf/posts/formats`` exposes one ``FORMAT``: a :class:`TableFormat` for tables
(its mapping says which column is what) or a :class:`JsonFormat` for records (a function turns
one record into one post).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from kashf.posts.mapping import ColumnMapping

__all__ = ["CONTAINER", "GROUP", "Format", "JsonFormat", "RowError", "Sample", "TableFormat"]

GROUP = "kashf.posts.formats"
CONTAINER = Literal["csv", "ndjson", "json", "parquet", "frame"]


class RowError(Exception):
    """A record that can't be used; its message is the reason that is counted."""


@dataclass(frozen=True)
class Sample:
    """The beginning of a file, parsed.

    ``columns`` are the header of a table, or the keys of the records. ``rows`` are the first
    records: of a table, the cells as text in the order of ``columns`` (without the header, if
    ``columns`` is one); of JSON, the records themselves; of Parquet, none while a format is chosen.
    ``types`` are Arrow types of Parquet.
    """

    container: CONTAINER
    columns: tuple[str, ...]
    rows: tuple[Any, ...]
    delimiter: str = ","
    types: tuple[Any, ...] = ()
    items: str | None = None
    encoding: str | None = None

    @property
    def tabular(self) -> bool:
        """Whether this is a table with columns, not JSON records."""
        return self.container in ("csv", "parquet", "frame")

    def has(self, *names: str) -> bool:
        """Whether all of these columns are there."""
        return set(names) <= set(self.columns)


@dataclass(frozen=True)
class TableFormat:
    """A table whose columns are mapped to posts or actions.

    ``names`` are given to the columns by position where a file has no header, which
    ``headless`` decides from the cells of the first record. ``variant`` picks the mapping
    where a format has several.
    """

    name: str
    title: str
    sniff: Callable[[Sample], float]
    mapping: ColumnMapping
    names: tuple[str, ...] = ()
    headless: Callable[[Sequence[str]], bool] | None = None
    variant: Callable[[Sample], ColumnMapping] | None = None

    def bound(self, sample: Sample) -> TableFormat:
        """The same with the mapping that fits ``sample``, where there are several."""
        return self if self.variant is None else replace(self, mapping=self.variant(sample))


@dataclass(frozen=True)
class JsonFormat:
    """JSON records, one a line or in one document.

    ``row`` gets a record and returns the columns of :data:`kashf.schema.POSTS` that it knows,
    ``None`` for a record that is not a post, or raises :class:`RowError`. ``items`` are the
    paths at which a document holds its records (``item`` stands for an element of a list, as
    in ijson). A record of a document gets the simple values beside its list under
    ``__parent__``.
    """

    name: str
    title: str
    sniff: Callable[[Sample], float]
    row: Callable[[Mapping[str, Any]], dict[str, Any] | None]
    items: tuple[str, ...] = ("item",)
    notes: Mapping[str, str] = field(default_factory=dict)


Format = TableFormat | JsonFormat
