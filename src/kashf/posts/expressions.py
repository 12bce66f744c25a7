"""Single columns as SQL: ids, lists and times of whatever type and spelling."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from kashf.files import sql_text
from kashf.posts.mapping import ColumnMapping
from kashf.posts.values import MANGLED, MISSING

__all__ = [
    "MISSING_SQL",
    "STRIPPED",
    "Id",
    "id_of",
    "is_list",
    "is_text",
    "list_of",
    "time_of",
    "word_of",
]

MISSING_SQL = "(" + ", ".join(sql_text(word) for word in MISSING) + ")"
STRIPPED = {"hashtags": "#", "mentions": "@"}
_EXACT = 2**53
_HAS_ZONE = r"\d:\d\d.*?(?:[zZ]|[+-]\d\d(?::?\d\d)?| ?[A-Z]{3,5}| [A-Z][a-z]+/[A-Za-z_]+)$"
# Hours; only abbreviations that mean one offset wherever they are used in exports.
_ABBREVIATIONS = {
    "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7,
}  # fmt: skip


def is_text(type_: pa.DataType) -> bool:
    """Whether a column is text, dictionary-encoded or not."""
    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    return bool(
        pa.types.is_string(type_)
        or pa.types.is_large_string(type_)
        or pa.types.is_string_view(type_)
    )


def is_list(type_: pa.DataType) -> bool:
    """Whether a column holds lists, of whatever kind."""
    return bool(
        pa.types.is_list(type_)
        or pa.types.is_large_list(type_)
        or pa.types.is_fixed_size_list(type_)
        or pa.types.is_list_view(type_)
        or pa.types.is_large_list_view(type_)
    )


def word_of(c: str, type_: pa.DataType) -> str:
    """A short text; null where missing."""
    if not is_text(type_):
        c = f"CAST({c} AS VARCHAR)"
    return f"CASE WHEN {c} IN {MISSING_SQL} THEN NULL ELSE {c} END"


@dataclass(frozen=True)
class Id:
    """One id in two steps, since the second uses the results of the first."""

    first: str
    suspect: str
    value: str
    lost: str
    mended: str


def id_of(c: str, type_: pa.DataType, name: str) -> Id:
    """The id in column ``c``; its first step is to be called ``name``, the suspect ``name_``."""
    if pa.types.is_floating(type_):
        whole = f"({c} = floor({c}) AND abs({c}) <= {_EXACT})"
        suspect = f"{c} IS NOT NULL AND NOT isnan({c})"
        return Id(
            first=f"CASE WHEN {suspect} AND {whole} THEN CAST(CAST({c} AS BIGINT) AS VARCHAR) END",
            suspect=suspect,
            value=name,
            lost=f"{name} IS NULL",
            mended=f"{name} IS NOT NULL",
        )
    if not is_text(type_):
        c = f"CAST({c} AS VARCHAR)"
    whole = (
        f"(regexp_full_match({name}, '\\d+\\.0+') AND "
        f"coalesce(try_cast(split_part({name}, '.', 1) AS BIGINT) <= {_EXACT}, false))"
    )
    mangled = f"regexp_full_match(trim({c}), {sql_text(MANGLED)})"
    return Id(
        first=f"CASE WHEN starts_with({c}, ' ') OR ends_with({c}, ' ') THEN trim({c}) ELSE {c} END",
        suspect=f"CASE WHEN contains({c}, '.') OR contains({c}, '+') THEN {mangled} ELSE false END",
        value=f"CASE WHEN {name} IN {MISSING_SQL} THEN NULL WHEN {name}_ THEN "
        f"split_part({name}, '.', 1) ELSE {name} END",
        lost=f"NOT {whole}",
        mended=whole,
    )


def list_of(c: str, type_: pa.DataType, target: str, separator: str | None) -> str:
    """A list of texts from a list, JSON, ``[a, b]`` or separated text; never null."""
    strip = STRIPPED.get(target)
    clean = f"ltrim(trim(e), {sql_text(strip)})" if strip else "trim(e)"

    def cleaned(items: str) -> str:
        kept = f"e IS NOT NULL AND e NOT IN {MISSING_SQL}"
        return f"list_filter(list_transform({items}, lambda e: {clean}), lambda e: {kept})"

    if is_list(type_):
        return f"CASE WHEN {c} IS NULL THEN []::VARCHAR[] ELSE {cleaned(f'CAST({c} AS VARCHAR[])')} END"
    if not is_text(type_):
        c = f"CAST({c} AS VARCHAR)"
    inner = f"{c}[2:-2]"
    if target == "urls":
        # Addresses may hold commas: a comma divides them only before a space or another one.
        brackets = f"string_split(replace({inner}, ',http', ', http'), ', ')"
        plain = f"string_split_regex(replace({c}, ',http', ' http'), '[\\s|]+|[,;]\\s+')"
    else:
        brackets = f"string_split({inner}, ',')"
        plain = f"string_split_regex({c}, '[\\s,;|]+')"
    if separator is not None:
        plain = f"string_split({c}, {sql_text(separator)})"
    as_json = f"CASE WHEN json_valid({c}) THEN from_json({c}, '[\"VARCHAR\"]') END"
    as_list = f"try_cast({c} AS VARCHAR[])"
    return (
        f"CASE WHEN {c} IS NULL OR {c} IN {MISSING_SQL} THEN []::VARCHAR[] "
        f"WHEN starts_with({c}, '[\"') THEN {cleaned(f'coalesce({as_json}, {as_list}, [])')} "
        f"WHEN starts_with({c}, '[''') THEN {cleaned(f'coalesce({as_list}, [])')} "
        f"WHEN starts_with({c}, '[') AND ends_with({c}, ']') THEN {cleaned(brackets)} "
        f"ELSE {cleaned(plain)} END"
    )


def _number(n: str, mapping: ColumnMapping) -> str:
    if mapping.time_unit is not None:
        micros = f"{n} * {({'s': 1e6, 'ms': 1e3, 'us': 1.0})[mapping.time_unit]}"
    elif mapping.table == "actions":
        micros = f"{n} * 1e6"
    else:
        micros = (
            f"{n} * CASE WHEN abs({n}) < 1e11 THEN 1e6 WHEN abs({n}) < 1e14 THEN 1e3 "
            f"WHEN abs({n}) < 1e17 THEN 1.0 ELSE 1e-3 END"
        )
    return (
        f"CASE WHEN abs({micros}) < 9e18 THEN make_timestamp(CAST(round({micros}) AS BIGINT)) END"
    )


def time_of(
    c: str, type_: pa.DataType, mapping: ColumnMapping, zone: str | None
) -> tuple[str, str | None]:
    """The time as UTC timestamp (null where it can't be read), and when its zone is missing."""
    if pa.types.is_integer(type_) or pa.types.is_floating(type_) or pa.types.is_decimal(type_):
        return _number(f"CAST({c} AS DOUBLE)", mapping), None
    if pa.types.is_timestamp(type_) and type_.tz is not None:
        # A cast gives the same, by way of the calendar of the session's zone.
        return f"make_timestamp(epoch_us({c}))", None
    if pa.types.is_timestamp(type_) or pa.types.is_date(type_):
        return _naive(f"CAST({c} AS TIMESTAMP)", zone)
    if not is_text(type_):
        c = f"CAST({c} AS VARCHAR)"
    if mapping.time_format is None:
        return _text_time(c, mapping, zone)
    parsed = f"try_strptime({c}, {sql_text(mapping.time_format)})"
    if "%z" in mapping.time_format or "%Z" in mapping.time_format:
        return f"CAST(CAST({parsed} AS TIMESTAMPTZ) AS TIMESTAMP)", None
    return _naive(parsed, zone)


def _naive(parsed: str, zone: str | None) -> tuple[str, str | None]:
    if zone is None:
        return "NULL::TIMESTAMP", f"{parsed} IS NOT NULL"
    return _zoned(parsed, zone), None


def _text_time(c: str, mapping: ColumnMapping, zone: str | None) -> tuple[str, str | None]:
    def with_zone(text: str) -> str:
        # A cast of text to TIMESTAMP silently ignores an offset, one to TIMESTAMPTZ does not.
        return f"CAST(try_cast({text} AS TIMESTAMPTZ) AS TIMESTAMP)"

    number = _number(f"try_cast({c} AS DOUBLE)", mapping)
    offsets = " ".join(
        f"WHEN '{name}' THEN '{hours:+03d}:00'" for name, hours in _ABBREVIATIONS.items()
    )
    offset = f"CASE regexp_extract({c}, '([A-Z]+)$', 1) {offsets} END"
    named = with_zone(f"(regexp_replace({c}, ' ?[A-Z]+$', '') || {offset})")
    spaced = with_zone(f"regexp_replace({c}, ' ([+-]\\d\\d(?::?\\d\\d)?)$', '\\1')")
    is_x = f"{c} LIKE '% +____ ____'"
    as_x = f"CAST(try_strptime({c}, '%a %b %d %H:%M:%S %z %Y') AS TIMESTAMP)"
    # Up to 19 bytes there is no room for a zone behind date and time.
    generic = (
        f"CASE WHEN strlen({c}) <= 19 THEN coalesce({with_zone(c)}, {number}) "
        f"WHEN {c}[-1:] BETWEEN 'A' AND 'Y' THEN {named} WHEN {is_x} THEN {as_x} "
        f"ELSE coalesce({with_zone(c)}, {spaced}, {number}) END"
    )
    if zone == "UTC":
        return generic, None
    has_zone = f"regexp_matches({c}, {sql_text(_HAS_ZONE)})"
    own = f"CASE WHEN {has_zone} OR {is_x} OR try_cast({c} AS DOUBLE) IS NOT NULL THEN {generic}"
    if zone is None:
        return f"{own} END", f"NOT {has_zone} AND {with_zone(c)} IS NOT NULL"
    return f"{own} ELSE {_zoned(with_zone(c), zone)} END", None


def _zoned(naive: str, zone: str) -> str:
    if zone == "UTC":
        return naive
    return f"CAST(timezone({sql_text(zone)}, {naive}) AS TIMESTAMP)"
