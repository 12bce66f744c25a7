"""Tables of a dossier: statements, evidence and sums as CSV and Parquet, and those of its runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kashf.dossier._veiled import Veiled
from kashf.dossier.built import Built, Cited
from kashf.dossier.redaction import Veil
from kashf.errors import InputError
from kashf.schema import TIME

__all__ = ["TABLES", "copy_table", "veiled_info", "write_tables"]

_T = pa.string()
_I = pa.int64()
_B = pa.bool_()

EVIDENCE = pa.schema(
    [
        ("number", _T), ("name", _T), ("media_type", _T), ("size", _I), ("sha256", _T),
        ("added", TIME), ("source", _T), ("collected_by", _T), ("method", _T), ("note", _T),
        ("derived_from", _T), ("redacted", _B),
    ]
)  # fmt: skip
STATEMENTS = pa.schema(
    [
        ("number", _T), ("evidence", _T), ("address", _T), ("start", _I), ("end", _I),
        ("speaker", _T), ("addressee", _T), ("verb", _T), ("force", _T), ("content", _T),
        ("direct", _B), ("negated", _B), ("hedged", _B), ("said_false", _B), ("sources", _T),
        ("accepted_by", _T), ("accepted", TIME), ("reliability", _T), ("credibility", _I),
    ]
)  # fmt: skip
SUMS = pa.schema(
    [
        ("statement", _T), ("amount", _T), ("currency", _T), ("words", _T), ("payer", _T),
        ("payee", _T), ("purpose", _T), ("evidence", _T), ("address", _T),
    ]
)  # fmt: skip
TABLES = ("evidence", "statements", "sums")


def _text(value: Veiled | Cited | None) -> str | None:
    if isinstance(value, Cited):
        value = value.text
    return None if value is None else value.text.encode("utf-8", "replace").decode()


def _evidence(built: Built) -> list[dict[str, Any]]:
    return [
        {
            "number": f"E{view.number}",
            "name": _text(view.name),
            "media_type": _text(view.media_type),
            "size": view.size,
            "sha256": view.sha256,
            "added": view.added,
            "source": _text(view.source),
            "collected_by": _text(view.collected_by),
            "method": _text(view.method),
            "note": _text(view.note),
            "derived_from": f"E{view.derived_from}" if view.derived_from is not None else None,
            "redacted": view.redacted,
        }
        for view in built.items
    ]


def _statements(built: Built) -> list[dict[str, Any]]:
    return [
        {
            "number": f"S{view.number}",
            "evidence": f"E{view.item}",
            "address": view.content.ref.address,
            "start": view.content.ref.start,
            "end": view.content.ref.end,
            "speaker": _text(view.speaker),
            "addressee": _text(view.addressee),
            "verb": _text(view.verb),
            "force": view.force,
            "content": _text(view.content),
            "direct": view.direct,
            "negated": view.negated,
            "hedged": view.hedged,
            "said_false": view.said_false,
            "sources": " > ".join(
                f"{source.kind}: {_text(source.name)}" if source.name else source.kind
                for source in view.sources
            )
            or None,
            "accepted_by": ", ".join(_text(name) or "" for name in view.review.by),
            "accepted": view.review.when,
            "reliability": view.review.reliability,
            "credibility": view.review.credibility,
        }
        for view in built.statements
    ]


def _sums(built: Built) -> list[dict[str, Any]]:
    return [
        {
            "statement": f"S{view.statement}",
            "amount": _text(view.amount),
            "currency": _text(view.currency),
            "words": _text(view.words),
            "payer": _text(view.payer),
            "payee": _text(view.payee),
            "purpose": _text(view.purpose),
            "evidence": f"E{view.words.ref.item}",
            "address": view.words.ref.address,
        }
        for view in built.sums
    ]


def write_tables(built: Built, folder: Path) -> None:
    """Write each of :data:`TABLES` to ``folder`` as CSV and as Parquet."""
    from kashf.spreadsheet import write_csv

    folder.mkdir(parents=True, exist_ok=True)
    for name, rows, schema in (
        ("evidence", _evidence(built), EVIDENCE),
        ("statements", _statements(built), STATEMENTS),
        ("sums", _sums(built), SUMS),
    ):
        table = pa.Table.from_pylist(rows, schema=schema)
        write_csv(table, folder / f"{name}.csv")
        pq.write_table(table, folder / f"{name}.parquet")


def copy_table(source: Path, target: Path, veil: Veil) -> None:
    """Copy a Parquet table, batch by batch; texts in it as ``veil`` lets them be shown.

    Raises :class:`~kashf.errors.InputError` when it can't be read.
    """
    known: dict[str, str] = {}

    def shown(value: Any) -> Any:
        if isinstance(value, str):
            if value not in known:
                if len(known) > 200_000:
                    known.clear()
                known[value] = veil.text(value).text
            return known[value]
        if isinstance(value, list | tuple):
            return [shown(item) for item in value]
        if isinstance(value, dict):
            return {key: shown(item) for key, item in value.items()}
        if isinstance(value, bytes):
            raise InputError("A table with bytes can't be redacted.", file=source)
        return value

    try:
        with pq.ParquetFile(source) as file:
            schema = pa.schema(
                [pa.field(field.name, field.type, field.nullable) for field in file.schema_arrow]
            )
            if veil and any(veil.text(name).marks for name in schema.names):
                raise InputError("The name of a column is redacted.", file=source)
            with pq.ParquetWriter(target, schema) as writer:
                for batch in file.iter_batches():
                    columns = [
                        pa.array([shown(value) for value in column.to_pylist()], column.type)
                        if veil and _holds_text(column.type)
                        else column
                        for column in batch.columns
                    ]
                    writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"The table can't be read ({error}).", file=source) from error


def _holds_text(type_: pa.DataType) -> bool:
    if type_.num_fields:
        return any(_holds_text(type_.field(i).type) for i in range(type_.num_fields))
    if pa.types.is_dictionary(type_):
        return _holds_text(type_.value_type)
    return not (
        pa.types.is_primitive(type_) or pa.types.is_null(type_) or pa.types.is_decimal(type_)
    )


def veiled_info(value: Any, veil: Veil) -> Any:
    """``run.json`` as it may be shown: keys and texts."""
    if isinstance(value, str):
        return veil.text(value).text.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {
            str(veiled_info(str(key), veil)): veiled_info(item, veil) for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [veiled_info(item, veil) for item in value]
    return value
