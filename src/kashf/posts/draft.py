"""A first mapping for a table that no importer knows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from kashf.posts.format import Sample
from kashf.posts.mapping import POST_TARGETS
from kashf.posts.sampling import take_sample
from kashf.posts.values import MISSING
from kashf.text import display_safe

__all__ = ["draft_mapping"]

# Names as tools write them, best first; a column fits when its name, in lower case and with
# "_" for anything that is not a letter, is one of them or ends with one.
_NAMES: dict[str, tuple[str, ...]] = {
    "platform": ("platform", "source_platform", "network", "المنصة"),
    "post_id": ("post_id", "tweet_id", "tweetid", "status_id", "message_id", "id_str", "id"),
    "account_id": (
        "account_id", "user_id", "userid", "author_id", "from_id", "page_id", "channel_id",
        "account", "username", "screen_name", "author", "user", "from", "المستخدم", "الحساب",
    ),
    "account_name": (
        "account_name", "screen_name", "username", "user_name", "author_name", "display_name",
        "handle", "page_name", "name",
    ),
    "time": (
        "time", "timestamp", "created_at", "datetime", "date_time", "published_at", "date",
        "created", "published", "post_created", "created_utc", "timestamp_ms", "التاريخ",
    ),
    "text": ("text", "full_text", "message", "content", "body", "tweet", "caption", "النص"),
    "language": ("language", "lang", "اللغة"),
    "post_url": ("post_url", "permalink", "tweet_url", "status_url", "link_to_post"),
    "urls": ("urls", "links", "expanded_urls", "url", "link", "الروابط"),
    "hashtags": ("hashtags", "hashtag", "tags"),
    "mentions": ("mentions", "user_mentions", "mentioned"),
    "media": ("media", "media_ids", "photos", "images"),
    "repost_of": ("repost_of", "retweet_of", "retweeted_id", "repost_id", "retweet_id"),
    "reply_to": ("reply_to", "in_reply_to_status_id", "in_reply_to", "reply_id", "parent_id"),
    "quote_of": ("quote_of", "quoted_status_id", "quoted_id", "quote_id"),
}  # fmt: skip
_TIME = re.compile(r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T,]|$)|\w{3} \w{3} \d\d ")
_ZONE = re.compile(r"\d:\d\d.*?([zZ]|[+-]\d\d:?\d\d| ?[A-Z]{3,5})\s*$|[+-]\d{4} \d{4}$")
_ID = re.compile(r"[\w:/.\-]{1,200}")


def draft_mapping(path: Path) -> str:
    """TOML for :func:`kashf.posts.mapping.load_mapping`, guessed from names and values.

    Raises :class:`~kashf.errors.InputError` when ``path`` is not a table.
    """
    path = Path(path)
    sample = take_sample(path)
    columns = _columns(sample)
    chosen: dict[str, str] = {}
    for target in POST_TARGETS:
        for name in _candidates(target, columns):
            if name not in chosen.values() and _fits(target, columns[name]):
                chosen[target] = name
                break
    _by_value(chosen, columns)
    return _toml(path, sample, columns, chosen)


def _columns(sample: Sample) -> dict[str, list[Any]]:
    if sample.tabular:
        return {
            name: [row[i] for row in sample.rows if i < len(row) and row[i] is not None]
            for i, name in enumerate(sample.columns)
        }
    found: dict[str, list[Any]] = {}
    for record in sample.rows:
        for key, value in record.items():
            if isinstance(value, dict) and key != "__parent__":
                for inner, cell in value.items():
                    if not isinstance(cell, dict) and cell is not None:
                        found.setdefault(f"{key}.{inner}", []).append(cell)
            elif value is not None and key != "__parent__":
                found.setdefault(key, []).append(value)
    return found


def _candidates(target: str, columns: dict[str, list[Any]]) -> list[str]:
    plain = {
        name: re.sub(r"[^\w]+|(?<=[a-z])(?=[A-Z])", "_", name).strip("_").lower()
        for name in columns
    }
    exact = [name for word in _NAMES[target] for name in columns if plain[name] == word]
    longer = [
        name
        for word in _NAMES[target]
        if "_" in word or target in ("time", "text", "language")
        for name in columns
        if plain[name].endswith(f"_{word}") and name not in exact
    ]
    return exact + longer


def _texts(values: Sequence[Any]) -> list[str]:
    return [str(value).strip() for value in values if str(value).strip() not in MISSING]


def _is_time(values: Sequence[Any]) -> bool:
    cells = _texts(values)
    good = sum(1 for cell in cells if _TIME.match(cell) or _unit(cell))
    return bool(cells) and good * 10 >= len(cells) * 8


def _unit(cell: str) -> str | None:
    """Unit of a number that may be a time since 1990."""
    if not re.fullmatch(r"\d{9,17}(\.\d+)?", cell, re.ASCII):
        return None
    whole = len(cell.partition(".")[0])
    return {9: "s", 10: "s", 12: "ms", 13: "ms", 15: "us", 16: "us"}.get(whole)


def _is_id(values: Sequence[Any]) -> bool:
    cells = _texts(values)
    return bool(cells) and all(_ID.fullmatch(cell) and not _TIME.match(cell) for cell in cells)


def _fits(target: str, values: Sequence[Any]) -> bool:
    cells = _texts(values)
    if not cells:
        return target not in ("account_id", "time")
    checks: dict[str, Callable[[], bool]] = {
        "time": lambda: _is_time(values),
        "post_id": lambda: _is_id(values) and len(set(cells)) == len(cells),
        "account_id": lambda: (
            all(len(cell) < 200 and not _unit(cell) for cell in cells) or _is_id(values)
        ),
        "repost_of": lambda: _is_id(values),
        "reply_to": lambda: _is_id(values),
        "quote_of": lambda: _is_id(values),
        "post_url": lambda: all("://" in cell for cell in cells),
        "urls": lambda: any("://" in cell or "." in cell for cell in cells),
        "language": lambda: all(len(cell) <= 20 for cell in cells),
        "platform": lambda: all(len(cell) <= 40 for cell in cells),
    }
    return checks.get(target, lambda: True)()


def _by_value(chosen: dict[str, str], columns: dict[str, list[Any]]) -> None:
    """Find by their values what the names did not tell."""
    free = [name for name in columns if name not in chosen.values()]
    if "time" not in chosen:
        for name in free:
            if _is_time(columns[name]):
                chosen["time"] = name
                free.remove(name)
                break
    if "text" not in chosen:
        lengths = {n: sum(map(len, c)) / len(c) for n in free if (c := _texts(columns[n]))}
        longest = max(lengths, key=lambda n: lengths[n], default=None)
        if longest is not None and lengths[longest] > 30 and not _is_id(columns[longest]):
            chosen["text"] = longest


def _quote(text: str) -> str:
    """A TOML string in which nothing hides: what can't be seen is written as an escape."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else _escape(c) for c in quoted)


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _example(values: Sequence[Any]) -> str:
    cells = _texts(values)
    if not cells:
        return "empty in the first rows"
    return "e.g. " + display_safe(cells[0][:60])


def _toml(path: Path, sample: Sample, columns: dict[str, list[Any]], chosen: dict[str, str]) -> str:
    out = [
        f"# Which column is what, guessed from {_quote(path.name)}. Check every line before use.",
        'table = "posts"',
    ]
    if "platform" not in chosen:
        out.append('platform = "unknown"  # write its name, e.g. "facebook"')
    times = columns.get(chosen.get("time", ""), [])
    out += _time_lines(_texts(times), sample, chosen)
    if sample.container == "csv" and sample.delimiter != ",":
        out.append(f"delimiter = {_quote(sample.delimiter)}")
    out += ["", "[columns]"]
    for target in POST_TARGETS:
        if target in chosen:
            name = chosen[target]
            out.append(f"{target} = {_quote(name)}  # {_example(columns[name])}")
        elif target in ("account_id", "time"):
            out.append(f'{target} = "?"  # nothing fits; every post needs it')
        elif target == "post_id":
            out.append("# post_id: no column fits; ids are made from the file and the row")
    left = [name for name in columns if name not in chosen.values()]
    if left:
        out += ["", "# Columns not used:"]
        out += [f"#   {_quote(name)}  {_example(columns[name])}" for name in left]
    return "\n".join(out) + "\n"


def _time_lines(cells: list[str], sample: Sample, chosen: dict[str, str]) -> list[str]:
    units = {_unit(cell) for cell in cells}
    if len(units) == 1 and (unit := units.pop()):
        return [f'time_unit = "{unit}"  # since 1970, UTC']
    if sample.types and "time" in chosen:
        type_ = sample.types[sample.columns.index(chosen["time"])]
        if pa.types.is_timestamp(type_) and type_.tz is not None:
            return []
    if cells and not all(_ZONE.search(cell) for cell in cells):
        lines = ['# zone = "UTC"  # the times carry none: say which, e.g. "Asia/Baghdad"']
        if not all(re.match(r"\s*\d{4}[-/]", cell) for cell in cells):
            lines.append('# time_format = "%d/%m/%Y %H:%M"  # how they are written')
        return lines
    return []
