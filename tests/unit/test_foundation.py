"""Errors, settings, registry, files and schemas."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow as pa
import pytest

from kashf import errors, registry, schema
from kashf.errors import InputError, KashfError, UsageError
from kashf.files import discard_unfinished, replacing, replacing_folder, sha256, sql_name, sql_text
from kashf.settings import ActionSettings, DetectSettings, make, parse_duration


def test_errors_say_what_where_and_what_to_do() -> None:
    error = InputError("The time is missing.", file="a.csv", row=3, column="time", hint="Add it.")
    assert str(error) == "a.csv, row 3, column 'time': The time is missing. Add it."
    assert str(KashfError("Plain.")) == "Plain."


def test_every_error_is_in_the_tree_and_has_its_exit_code() -> None:
    codes = {name: getattr(errors, name).exit_code for name in errors.__all__}
    assert codes == {
        "KashfError": 1, "UsageError": 2, "InputError": 3, "UnknownFormatError": 3,
        "TooManyRejectedError": 3, "IntegrityError": 4,
    }  # fmt: skip
    assert all(name in (errors.__doc__ or "") for name in errors.__all__)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("60s", 60), ("60", 60), (5, 5), (0.5, 0.5), ("1.5m", 90), ("2h", 7200), ("1d", 86400),
     ("250ms", 0.25), (" 10 s ", 10), ("0", 0), ("10min", 600)],
)  # fmt: skip
def test_durations(text: object, seconds: float) -> None:
    assert parse_duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "text", ["", "s", "-1s", "1w", "1e3", True, None, float("nan"), "9999999d", "٦٠s"]
)
def test_durations_that_are_none(text: object) -> None:
    with pytest.raises(ValueError, match="duration"):
        parse_duration(text)


@pytest.mark.parametrize("value", ["q0.9", "q0", "q1", "q1.0", "3", 3])
def test_min_edge_weight_is_a_number_or_a_quantile(value: object) -> None:
    assert make(DetectSettings, min_edge_weight=value).min_edge_weight in {
        "q0.9",
        "q0",
        "q1",
        "q1.0",
        3,
    }


@pytest.mark.parametrize("value", ["q1.1", "q", "0", 0, -1, "2.5", True, "q0.9x"])
def test_min_edge_weight_that_is_neither(value: object) -> None:
    with pytest.raises(UsageError, match="min_edge_weight"):
        make(DetectSettings, min_edge_weight=value)


def test_settings_refuse_what_they_don_t_know_and_don_t_change() -> None:
    with pytest.raises(UsageError, match="windw"):
        make(DetectSettings, windw=3)
    with pytest.raises(UsageError, match="by"):
        make(ActionSettings, by=())
    settings = make(DetectSettings)
    with pytest.raises(ValueError, match="frozen"):
        settings.seed = 4  # type: ignore[misc]


def test_registry_finds_by_file_name_and_names_what_it_knows() -> None:
    assert "url" in registry.names("kashf.actions.kinds")
    assert registry.load("kashf.actions.kinds", "url").__name__ == "kashf.actions.kinds.url"
    with pytest.raises(UsageError, match=r"no kind called 'likes'.*url"):
        registry.load("kashf.actions.kinds", "likes")
    assert all(registry.names(group) for group in registry.GROUPS)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with replacing(path) as part:
        part.write_text("one")
        assert not path.exists()
    assert path.read_text() == "one"
    with pytest.raises(RuntimeError), replacing(path) as part:
        part.write_text("two")
        raise RuntimeError
    assert path.read_text() == "one"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_is_filled_aside(tmp_path: Path) -> None:
    target = tmp_path / "run"
    with replacing_folder(target) as part:
        (part / "a").write_text("1")
        assert not target.exists()
    with pytest.raises(RuntimeError), replacing_folder(target) as part:
        (part / "a").write_text("2")
        raise RuntimeError
    assert (target / "a").read_text() == "1"
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_unfinished_files_are_discarded_at_an_interruption(tmp_path: Path) -> None:
    with replacing_folder(tmp_path / "run") as part, replacing(part / "x") as inner:
        inner.write_text("half")
        discard_unfinished()
        assert list(tmp_path.iterdir()) == []
        part.mkdir()
        inner.write_text("whole")


def test_sha256_and_sql_quotes(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"abc" * 500_000)
    seen: list[int] = []
    assert sha256(path, seen.append) == hashlib.sha256(path.read_bytes()).hexdigest()
    assert sum(seen) == path.stat().st_size
    assert sql_text("it's") == "'it''s'"
    assert sql_name('a"b') == '"a""b"'


def test_check_casts_orders_and_refuses() -> None:
    wanted = pa.schema([pa.field("a", pa.string(), nullable=False), pa.field("n", pa.int64())])
    table = pa.table(
        {"n": pa.array([1], pa.int32()), "x": [0], "a": pa.array(["i"], pa.large_string())}
    )
    assert schema.check(table, wanted, "t").schema == wanted
    with pytest.raises(InputError, match="lacks the columns n"):
        schema.check(table.drop_columns("n"), wanted, "t")
    with pytest.raises(InputError, match="empty cells"):
        schema.check(pa.table({"a": pa.array([None], pa.string()), "n": [1]}), wanted, "t")
    with pytest.raises(InputError, match="column n is string"):
        schema.check(pa.table({"a": ["x"], "n": ["many"]}), wanted, "t")
