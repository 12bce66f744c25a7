"""A run of a case as a dossier shows it: settings, figures, groups, and what may be published."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kashf.dossier.model import (
    Figure,
    Finding,
    Language,
    Measure,
    Moment,
    RunResult,
    Sentence,
)
from kashf.evidence.case_settings import RunSettings
from kashf.pipeline.detecting import TOO_COMMON
from kashf.runs import open_run
from kashf.sureness import CHANGES, HOLDS, SURENESS

__all__ = ["findings", "moments", "result"]

_CLUSTER = ("cluster_id", "size", "edges", "strength", "density", "objects", "actions",
            "actions_in_step", "share_in_step", "first_time", "last_time", "p_value", "q_value",
            *(name for name, _ in CHANGES))  # fmt: skip
_TABLES = ("accounts", "clusters", "edges", "timeline")
_HASHED = 16  # hex digits
_NOT_PUBLISHED = frozenset({"command", "dropped_objects", "files", "peak_memory", "threads"})


def result(
    folder: Path, run: RunSettings, items: tuple[int, ...], scratch: Path, *,
    accounts: bool, key: bytes,
) -> RunResult:  # fmt: skip
    """The run of ``folder``. Tables that name nobody are written to ``scratch`` with ``key``.

    ``accounts`` lets the tables name accounts and what they shared.
    """
    info = dict(open_run(folder).info)
    given = {name: value for name, value in info.items() if name not in _NOT_PUBLISHED}
    given["settings"] = _settings(info, run)
    if not accounts:
        notes = [note for note in info.get("notes", ()) if not str(note).startswith(TOO_COMMON)]
        given["notes"] = notes
    clusters = tuple(_clusters(folder, info))
    bare = accounts or bool(info.get("pseudonymised"))
    tables = dict(_published(folder, clusters, scratch, None if bare else key)) if clusters else {}
    return RunResult(name=run.name, info=given, inputs=items, tables=tables, clusters=clusters)


def _settings(info: Mapping[str, Any], run: RunSettings) -> dict[str, Any]:
    """As recorded; files are called what ``case.toml`` calls them."""
    settings = {name: dict(part) for name, part in info["settings"].items()}
    settings["import"]["mapping"] = run.imports.mapping
    settings["detect"]["baseline"] = run.detect.baseline
    return settings


def _clusters(folder: Path, info: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The confirmed groups; without null models nothing was confirmed."""
    if not info["settings"]["detect"]["null"]:
        return
    table = pq.read_table(folder / "clusters.parquet").sort_by("cluster_id")
    if "confirmed" in table.column_names:
        table = table.filter(table["confirmed"])
    for row in table.select([n for n in _CLUSTER if n in table.column_names]).to_pylist():
        yield {
            name: value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            if isinstance(value, datetime)
            else value
            for name, value in row.items()
        }


def _published(
    folder: Path, clusters: Sequence[Mapping[str, Any]], scratch: Path, key: bytes | None
) -> Iterator[tuple[str, Path]]:
    """The confirmed groups, their accounts, the edges among these, and when they acted.

    Whoever is in no confirmed group is in no table. With ``key`` accounts are keyed hashes
    without names, and what they shared, which may name them, stays out.
    """
    numbers = pa.array([row["cluster_id"] for row in clusters], pa.int32())
    accounts = pq.read_table(folder / "accounts.parquet", columns=["account_id", "cluster_id"])
    members = accounts.filter(pc.is_in(accounts["cluster_id"], numbers))["account_id"]
    members = members.combine_chunks()
    scratch.mkdir(parents=True, exist_ok=True)
    for name in _TABLES if key is not None else (*_TABLES, "objects"):
        if not (folder / f"{name}.parquet").is_file():
            continue
        target = scratch / f"{name}.parquet"
        with pq.ParquetFile(folder / f"{name}.parquet") as file:
            kept = [
                field
                for field in file.schema_arrow
                if key is None or not _holds_text(field.type) or field.name in _SAFE
            ]
            schema = pa.schema([pa.field(f.name, f.type, f.nullable) for f in kept])
            with pq.ParquetWriter(target, schema, store_schema=False) as writer:
                for batch in file.iter_batches():
                    if name == "edges":
                        wanted = pc.and_(
                            pc.is_in(batch["account_a"], members),
                            pc.is_in(batch["account_b"], members),
                        )
                    else:
                        wanted = pc.is_in(batch["cluster_id"], numbers)
                    rows = batch.filter(wanted)
                    columns = [
                        _hashed(rows[f.name], key) if key and f.name in _ACCOUNTS else rows[f.name]
                        for f in kept
                    ]
                    writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
        yield name, target


_ACCOUNTS = frozenset({"account_id", "account_a", "account_b"})
_SAFE = _ACCOUNTS | {"platform", "kind"}


def _holds_text(type_: pa.DataType) -> bool:
    return not (pa.types.is_primitive(type_) or pa.types.is_null(type_))


def _hashed(column: pa.Array, key: bytes) -> pa.Array:
    encoded = pc.dictionary_encode(column)
    names = [
        None
        if name is None
        else hmac.digest(key, str(name).encode("utf-8", "surrogatepass"), "sha256").hex()[:_HASHED]
        for name in encoded.dictionary.to_pylist()
    ]
    return pa.array(names, pa.string()).take(encoded.indices)


def findings(run: RunResult, languages: tuple[Language, ...]) -> Iterator[Finding]:
    """One sentence a group, with how sure it is; where there is none, that."""
    tested = bool(run.info["settings"]["detect"]["null"])
    for row in run.clusters:
        yield Finding(tuple(_group(run.name, row, language) for language in languages))
    if not run.clusters:
        yield Finding(tuple(_none(run, tested, language) for language in languages))


def _group(run: str, row: Mapping[str, Any], language: Language) -> Sentence:
    def figure(column: str, **how: Any) -> Figure:
        return Figure(Measure(run, f"clusters.{row['cluster_id']}.{column}"), **how)

    before, between, after = SURENESS[language]
    steps = figure("size"), figure("objects"), figure("actions_in_step"), figure("actions")
    window = Figure(Measure(run, "settings.detect.time_window"))
    sure: tuple[str | Figure, ...] = ("",)
    if row.get("p_value") is not None:
        sure = (before, figure("p_value", odds=True), between, figure("q_value", odds=True), after)
    sure = (*sure, *_robust(row, language, figure))
    if language == "ar":
        parts: tuple[str | Figure, ...] = (
            "تزامنت حسابات عددها ", steps[0], " في عناصر مشتركة عددها ", steps[1],
            "، وذلك في ", steps[2], " من أفعالها البالغة ", steps[3],
            "، بفارق لا يزيد على ", window, " ثانية، من ", figure("first_time"), " إلى ",
            figure("last_time"), ". ",
        )  # fmt: skip
    else:
        parts = (
            "A group of ", steps[0], " accounts was in step on ", steps[1], " shared objects, in ",
            steps[2], " of their ", steps[3], " actions, at most ", window,
            " seconds apart, from ", figure("first_time"), " to ", figure("last_time"), ". ",
        )  # fmt: skip
    return Sentence(language, (*parts, *sure))


def _robust(
    row: Mapping[str, Any], language: Language, figure: Callable[..., Figure]
) -> Iterator[str | Figure]:
    """Whether the group holds when the window or the objects change."""
    holds = {
        True: (" It also holds ", "."),
        False: (" It does not hold ", ": write about it with care."),
    }
    if language == "ar":
        holds = {True: (" وتثبت كذلك ", "."), False: (" ولا تثبت ", "، فاكتب عنها بحذر.")}
    for name, words in CHANGES:
        if row.get(name) is None:
            continue
        held = row[name] <= HOLDS
        before, after = holds[held]
        most = "لا يزيد على " if language == "ar" else "at most "
        shown = (most, figure(name, odds=True)) if held else ("p = ", figure(name, decimals=2))
        yield from (f"{before}{words[language]} (", *shown, f"){after}")


def _none(run: RunResult, tested: bool, language: Language) -> Sentence:
    count = Figure(Measure(run.name, "counts.clusters"))
    accounts = Figure(Measure(run.name, "counts.accounts"))
    if tested:
        words = {
            "en": ("Groups of accounts that the tests confirmed: ", ", of accounts read: "),
            "ar": ("مجموعات الحسابات التي أكدتها الاختبارات: ", "، من الحسابات المقروءة: "),
        }
    else:
        words = {
            "en": (
                "Groups above fixed thresholds, none of them tested against chance, so that none is "
                "shown as a result: ",
                ", of accounts read: ",
            ),
            "ar": (
                "مجموعات تجاوزت عتبات ثابتة ولم يُختبر أي منها ضد المصادفة، فلا تُعرض نتيجة: ",
                "، من الحسابات المقروءة: ",
            ),
        }
    first, then = words[language]
    return Sentence(language, (first, count, then, accounts, "."))


def moments(run: RunResult, languages: tuple[Language, ...]) -> Iterator[Moment]:
    """When each group was first in step."""
    for row in run.clusters:
        if row.get("first_time") is None:
            continue
        key = f"clusters.{row['cluster_id']}"
        size = Figure(Measure(run.name, f"{key}.size"))
        words: dict[Language, tuple[str, str]] = {
            "en": ("A group of ", " accounts is in step for the first time."),
            "ar": ("أول تزامن لمجموعة من الحسابات عددها ", "."),
        }
        yield Moment(
            row["first_time"],
            Measure(run.name, f"{key}.first_time"),
            tuple(
                Sentence(language, (words[language][0], size, words[language][1]))
                for language in languages
            ),
        )
