"""Whatever is added, the case verifies; whatever is changed, verify finds it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kashf.evidence.case import Case
from kashf.evidence.custody import lines_of
from kashf.evidence.verify import verify_case

ADDS = st.lists(
    st.tuples(st.binary(max_size=40), st.text(max_size=30), st.one_of(st.none(), st.text())),
    max_size=6,
)


@given(ADDS)
@settings(max_examples=25)
def test_any_sequence_of_additions_verifies(adds: list[tuple[bytes, str, str | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "case"
        with Case.create(root) as case:
            for content, source, note in adds:
                path = Path(folder) / "file"
                path.write_bytes(content)
                item = case.add(path, source=source, note=note)
                assert case.path(item).read_bytes() == content
                last = list(case.log.entries())[-1].details or {}
                assert last.get("source", "") == source and last.get("note", "") == (note or "")
            assert len(case.items()) == len({content for content, _, _ in adds})
            head = case.log.head()
        report = verify_case(root, heads=[head])
        assert (report.problems, report.notes, report.entries) == ([], [], len(adds) + 1)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    with Case.create(folder / "case") as case:
        for number in range(4):
            (folder / "f").write_text(f"invented {number}")
            case.add(folder / "f", source="s", note=str(number))
    return folder / "case"


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_change_of_one_byte_is_found(whole: Path, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "case"
        shutil.copytree(whole, root)
        files = [root / "custody.jsonl", root / "case.pub", *sorted(root.glob("evidence/*/*"))]
        path = data.draw(st.sampled_from(files))
        content = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(content) - 1))
        how = data.draw(st.sampled_from(["flip", "remove", "insert"]))
        if how == "flip":
            content[at] ^= data.draw(st.integers(1, 255))
        elif how == "remove":
            del content[at]
        else:
            content.insert(at, data.draw(st.integers(0, 255)))
        same = bytes(content).rstrip(b"\r\n") == path.read_bytes().rstrip(b"\r\n")
        if path.name == "case.pub" and same:
            return  # a line end after the key changes nothing
        path.chmod(0o644)
        path.write_bytes(content)
        problems = verify_case(root).problems
        assert any(line.startswith(path.relative_to(root).as_posix()) for line in problems), (
            problems
        )


@given(st.lists(st.binary(max_size=50).map(lambda b: b.replace(b"\n", b"")), max_size=8))
@settings(max_examples=50)
def test_lines_are_those_of_the_file(lines: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log"
        path.write_bytes(b"".join(line + b"\n" for line in lines) + b"torn")
        found = list(lines_of(path))
        assert [line.content for line in found] == [*lines, b"torn"]
        assert [line.whole for line in found] == [True] * len(lines) + [False]
        assert [line.end for line in found][-1] == path.stat().st_size
