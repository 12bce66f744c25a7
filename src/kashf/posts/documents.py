"""JSON records: one a line, or the elements of a list in one big document.

Documents are parsed as events, so that memory holds one record at a time; nesting is bounded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import orjson

from kashf.posts.delimited import lines
from kashf.posts.format import RowError
from kashf.posts.streams import ByteStream

__all__ = ["MAX_DEPTH", "broken_off", "document", "flat", "parse", "records", "unwrap"]

MAX_DEPTH = 100
_SCALARS = ("string", "number", "boolean", "null")
_END_OF_DOCUMENT = "broken JSON: the rest of the document can't be read"

Reject = Callable[[int, str, str], None]


def _clean(text: str) -> str:
    """``text`` with lone surrogates replaced, which no UTF-8 file can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {_clean(key): _cleaned(item) for key, item in value.items()}
    return value


def parse(line: bytes) -> Any:
    """One JSON value; raises :class:`RowError` with the reason when it is broken."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        message = str(error)
    if "UTF-8" in message or "surrogate" in message:
        try:
            return _cleaned(json.loads(line.decode()))
        except UnicodeDecodeError as error:
            raise RowError("it is not UTF-8") from error
        except (ValueError, RecursionError):
            pass
    if "depth" in message:
        raise RowError("it is nested too deep")
    raise RowError("broken JSON")


def unwrap(record: Any, items: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The records inside a line that is itself a page of several."""
    if not isinstance(record, dict):
        raise RowError("it is not a JSON object")
    for path in items:
        keys = path.split(".")[:-1]
        inner: Any = record
        for key in keys:
            inner = inner.get(key) if isinstance(inner, dict) else None
        if keys and isinstance(inner, list):
            yield from (item for item in inner if isinstance(item, dict))
            return
    yield record


def records(
    stream: ByteStream, items: Sequence[str], reject: Reject
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number and record, for all records of all lines; broken lines go to ``reject``."""
    number = 0
    for raw, cut in lines(stream):
        line = raw.strip()
        if not line:
            continue
        try:
            if cut:
                raise RowError("the line is longer than 64 MiB")
            for record in unwrap(parse(line), items):
                number += 1
                yield number, record
        except RowError as error:
            number += 1
            reject(number, str(error), line[:8_000].decode("utf-8", "replace"))
    if stream.cut:
        reject(number + 1, "the compressed file is cut short or damaged", stream.cut)


class _TooDeepError(Exception):
    pass


def document(
    stream: Any, items: Sequence[str], reject: Reject
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number and record, for each element of the lists at ``items`` in one document.

    A record gets ``__parent__``: the simple values that stood before its list, beside it.
    What comes after a break in the document is lost and rejected as one.
    """
    import ijson

    number = 0
    try:
        for record in _elements(ijson.basic_parse(stream, buf_size=1 << 16), frozenset(items)):
            number += 1
            if isinstance(record, dict):
                yield number, record
            else:
                reject(number, "it is not a JSON object", str(record)[:8_000])
    except (ijson.JSONError, UnicodeDecodeError) as error:
        reject(number + 1, _END_OF_DOCUMENT, str(error).split("\n", 1)[0])
    except _TooDeepError:
        reject(number + 1, _END_OF_DOCUMENT, f"nested deeper than {MAX_DEPTH} levels")


def broken_off(reasons: Iterable[str]) -> bool:
    """Whether a document ended before its end."""
    return _END_OF_DOCUMENT in reasons


def _elements(events: Iterable[tuple[str, Any]], wanted: frozenset[str]) -> Iterator[Any]:
    """Walk parse events; yield each element of a list whose path is in ``wanted``."""
    path: list[str] = []  # of the open containers below the root
    maps: list[dict[str, Any]] = []  # simple values of each open map outside of records
    kinds: list[str] = []
    key = ""
    for event, value in events:
        if event == "map_key":
            key = value
            continue
        inside = kinds[-1] if kinds else ""
        if event in ("end_map", "end_array"):
            if kinds.pop() == "map":
                maps.pop()
            if path:
                path.pop()
            continue
        step = "item" if inside == "array" else key
        is_record = inside == "array" and ".".join([*path[1:], "item"]) in wanted
        if is_record:
            record = _value(event, value, events, len(kinds))
            if isinstance(record, dict) and maps:
                record["__parent__"] = dict(maps[-1])
            yield record
        elif event in ("start_map", "start_array"):
            if len(kinds) >= MAX_DEPTH:
                raise _TooDeepError
            path.append(step if kinds else "")
            kinds.append("map" if event == "start_map" else "array")
            if event == "start_map":
                maps.append({})
        elif inside == "map" and event in _SCALARS and len(maps[-1]) < MAX_DEPTH:
            maps[-1][key] = _plain(value)


def _value(event: str, value: Any, events: Iterable[tuple[str, Any]], depth: int) -> Any:
    """Build the value that begins with ``event``."""
    if event not in ("start_map", "start_array"):
        return _plain(value)
    root: Any = {} if event == "start_map" else []
    stack: list[tuple[Any, str]] = [(root, "")]
    for kind, item in events:
        holder, key = stack[-1]
        if kind == "map_key":
            stack[-1] = (holder, item)
            continue
        if kind in ("end_map", "end_array"):
            stack.pop()
            if not stack:
                break
            continue
        new: Any = {} if kind == "start_map" else [] if kind == "start_array" else _plain(item)
        if isinstance(holder, list):
            holder.append(new)
        else:
            holder[key] = new
        if kind in ("start_map", "start_array"):
            if len(stack) + depth >= MAX_DEPTH:
                raise _TooDeepError
            stack.append((new, ""))
    return root


def _plain(value: Any) -> Any:
    """Whole numbers as int; others as float, except those whose digits a float can't hold."""
    if isinstance(value, Decimal):
        return float(value) if abs(value) < Decimal(2**53) else value
    return value


def flat(record: Mapping[str, Any], path: str) -> str | None:
    """The value at a dotted path as text; lists are mapped over and come as JSON."""
    value: Any = record.get(path)
    if value is None and "." in path:
        value = record
        for key in path.split("."):
            if isinstance(value, list):
                value = [item.get(key) for item in value if isinstance(item, dict)]
            else:
                value = value.get(key) if isinstance(value, dict) else None
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list):
        value = [item for item in value if isinstance(item, str | int | float)]
        return orjson.dumps([str(item) for item in value]).decode()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal):
        return repr(value) if isinstance(value, float) else str(value)
    return orjson.dumps(value, default=str).decode()
