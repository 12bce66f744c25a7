"""Making a case, taking files in, finding them again."""

from __future__ import annotations

import hashlib
import os
import socket
import stat
import threading
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from kashf.errors import InputError, IntegrityError, UsageError
from kashf.evidence import database, store
from kashf.evidence.case import Case, find_case, whoami
from kashf.evidence.verify import verify_case

ODD = [
    "تقرير.txt",
    "a\u202egpj.exe",
    "line\nbreak",
    "tab\t",
    " ",
    "-rf",
    "'\"$(x)`",
    "é",
    "e\u0301",
]


def test_a_new_case(tmp_path: Path) -> None:
    with Case.create(tmp_path / "case") as case:
        assert case.settings.title == "case"
        assert case.items() == []
    names = {path.name for path in (tmp_path / "case").iterdir()}
    assert {"case.toml", "custody.jsonl", "case.sqlite", "evidence", "runs", "dossier"} <= names
    assert stat.S_IMODE((tmp_path / "case" / "case.key").stat().st_mode) == 0o600
    with pytest.raises(InputError, match="not an empty folder"):
        Case.create(tmp_path / "case")


def test_a_key_elsewhere(tmp_path: Path) -> None:
    key = tmp_path / "keys.d"
    key.mkdir()
    with Case.create(tmp_path / "case", key_file=key / "k") as case:
        assert not (case.root / "case.key").exists()
        (tmp_path / "x").write_text("x")
        assert case.add(tmp_path / "x").number == 1
    with pytest.raises(InputError, match="never written over"):
        Case.create(tmp_path / "two", key_file=key / "k")
    assert not (tmp_path / "two").exists()
    with pytest.raises(InputError, match="can't be written"):
        Case.create(tmp_path / "two", key_file=tmp_path / "nowhere" / "k")


def test_an_item(case: Case, files: Path) -> None:
    item = case.item("report.txt")
    data = (files / "report.txt").read_bytes()
    assert item.sha256 == hashlib.sha256(data).hexdigest()
    assert (item.label, item.size, item.media_type) == ("E2", len(data), "text/plain")
    assert (item.source, item.collected_by, item.method) == ("a person", "Tester", "by hand")
    assert case.path(item).read_bytes() == data
    assert stat.S_IMODE(case.path(item).stat().st_mode) == 0o444
    for reference in ("E2", "e2", item.sha256, item.sha256[:8], "report.txt"):
        assert case.item(reference) == item
    for reference in ("E9", "ffffffff", "nothing"):
        with pytest.raises(UsageError, match="no item"):
            case.item(reference)


def test_the_same_bytes_twice_are_one_item_with_two_events(case: Case) -> None:
    assert len(case.items()) == 3
    first, second = case.events(case.item("report.txt"))
    assert (first.event, second.event) == ("collected", "collected")
    assert second.details is not None and second.details["note"] == "again"
    assert case.item("report.txt").note is None


def test_a_name_of_several_items(case: Case, tmp_path: Path) -> None:
    other = tmp_path / "report.txt"
    other.write_text("another")
    case.add(other)
    with pytest.raises(UsageError, match="several items: E2, E4"):
        case.item("report.txt")


@pytest.mark.skipif(os.name == "nt", reason="such names can't exist there")
def test_odd_names_are_kept_exactly(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    raw = b"not \xff\xfe utf-8"
    for number, name in enumerate([*map(os.fsencode, ODD), raw]):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(str(number))
    with Case.create(tmp_path / "case") as case:
        added = case.add_all([folder])
        assert added.refused == []
        assert {os.fsencode(item.name) for item in case.items()} == {*map(os.fsencode, ODD), raw}
        assert case.log.path.read_bytes().isascii()
        assert case.item(os.fsdecode(raw)).size == 1
    assert verify_case(tmp_path / "case").problems == []


@pytest.mark.skipif(os.name == "nt", reason="needs links, pipes and sockets")
def test_what_is_no_file_is_refused_and_the_rest_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "good.txt").write_text("good")
    (folder / "link").symlink_to(folder / "deep" / "good.txt")
    (folder / "folderlink").symlink_to(folder / "deep")
    os.mkfifo(folder / "pipe")
    place = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(folder)
    try:
        place.bind("socket")
    finally:
        os.chdir(here)
        place.close()
    with Case.create(tmp_path / "case") as case:
        added = case.add_all([folder, tmp_path / "nowhere", Path("/dev/null"), Path("a\0b")])
        assert [item.name for item in added.items] == ["good.txt"]
        reasons = {one.path.name: one.reason for one in added.refused}
    assert "symbolic link" in reasons["link"] and "symbolic link" in reasons["folderlink"]
    assert "pipe" in reasons["pipe"] and "socket" in reasons["socket"]
    assert "no such file" in reasons["nowhere"] and "device" in reasons["null"]
    assert "no file can have this name" in reasons["a\0b"]
    assert len(reasons) == 7


def test_the_case_does_not_swallow_itself(case: Case) -> None:
    (case.root / "exports").mkdir()
    (case.root / "exports" / "posts.csv").write_text("a,b\n1,2\n")
    added = case.add_all([case.root])
    assert [item.name for item in added.items] == ["posts.csv"]
    assert {one.reason for one in added.refused} == {"it is part of the case itself"}
    assert {"case.key", "custody.jsonl", "evidence"} <= {one.path.name for one in added.refused}


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    for name in ("b/2", "a/9", "a/10", "c"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    with Case.create(tmp_path / "case") as case:
        assert [item.name for item in case.add_all([folder]).items] == ["10", "9", "2", "c"]
        paths = [(entry.details or {})["path"] for entry in case.log.entries(event="collected")]
        assert paths == ["f/a/10", "f/a/9", "f/b/2", "f/c"]


def test_a_file_that_changes_while_it_is_read_is_refused(case: Case, tmp_path: Path) -> None:
    growing = tmp_path / "growing"
    growing.write_bytes(b"x" * 3_000_000)
    steps = []

    def change(step: str, done: int, total: int | None) -> None:
        if not steps:
            growing.write_bytes(b"y" * 3_000_000)
        steps.append(done)

    added = case.add_all([growing], progress=change)
    assert added.items == [] and "changed while it was read" in added.refused[0].reason
    assert len(steps) > 1
    assert case.add(growing).size == 3_000_000
    assert case.store.stray() == []


def test_memory_stays_bounded(case: Case, tmp_path: Path) -> None:
    import tracemalloc

    big = tmp_path / "big"
    with big.open("wb") as file:
        file.truncate(200_000_000)
    case.items()
    tracemalloc.start()
    case.add(big)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_changed_copy_is_not_taken_for_the_item(case: Case, files: Path) -> None:
    stored = case.path(case.item("call.vtt"))
    stored.chmod(0o644)
    stored.write_text("forged")
    added = case.add_all([files])
    assert len(added.items) == 2 and "was changed" in added.refused[0].reason
    stored.unlink()
    assert case.add(files / "call.vtt").label == "E1"
    assert verify_case(case.root).problems == []


def test_a_file_without_an_entry_is_reported_and_heals(case: Case, tmp_path: Path) -> None:
    new = tmp_path / "new.txt"
    new.write_text("new")
    received = case.store.receive(new)  # and then the power fails
    (problem,) = verify_case(case.root).problems
    assert received.sha256 in problem and "not in the log" in problem
    case.add(new)
    assert verify_case(case.root).problems == []


def test_half_written_files_are_swept(case: Case, files: Path) -> None:
    (case.root / store.INCOMING / "left.part").write_bytes(b"half")
    assert "half-written" in verify_case(case.root).notes[0]
    case.add(files / "call.vtt")
    assert case.store.stray() == []


def test_what_is_being_written_is_not_swept(case: Case, tmp_path: Path) -> None:
    file = tmp_path / "slow"
    file.write_bytes(b"x" * 5_000_000)
    swept = []

    def meanwhile(_count: int) -> None:
        worker = threading.Thread(target=lambda: swept.append(store.Store(case.root).sweep()))
        worker.start()
        worker.join()

    assert case.store.receive(file, meanwhile).size == 5_000_000
    assert set(swept) == {0}


def test_derived(case: Case, tmp_path: Path) -> None:
    made = tmp_path / "out.json"
    made.write_text('{"text": "hello"}')
    parent = case.item("call.vtt")
    item = case.derive(
        parent, made, made_by={"tool": "recogniser", "temperature": 0.2}, name="call.json"
    )
    assert (item.derived_from, item.name, item.media_type) == (
        parent.sha256, "call.json", "application/json",
    )  # fmt: skip
    entry = case.events(item)[0]
    assert entry.event == "derived" and entry.details is not None
    assert entry.details["made_by"] == {"tool": "recogniser", "temperature": "0.2"}
    assert verify_case(case.root).problems == []


def test_nothing_is_copied_without_the_key(case: Case, tmp_path: Path) -> None:
    case.key_file.rename(tmp_path / "away")
    (tmp_path / "new").write_text("new")
    with pytest.raises(InputError, match="key can't be read"):
        case.add(tmp_path / "new")
    report = verify_case(case.root)
    assert report.problems == [] and "key of the case is not here" in report.notes[0]
    assert len(case.items()) == 3


def test_a_checked_path_is_whole(case: Case) -> None:
    item = case.item("E1")
    assert case.checked_path(item) == case.path(item)
    case.path(item).chmod(0o644)
    case.path(item).write_text("forged")
    with pytest.raises(IntegrityError, match="E1 is missing or was changed"):
        case.checked_path(item)


def test_a_case_that_can_only_be_read(case: Case) -> None:
    before = case.items()
    case.close()
    with Case(case.root) as reader:
        reader.read_only = True
        assert reader.items() == before
        assert not (case.root / "case.sqlite-wal").exists()


def test_the_database_is_made_again_from_the_log(case: Case) -> None:
    before = case.items()
    case.close()
    (case.root / "case.sqlite").unlink()
    with Case(case.root) as again:
        assert again.items() == before
    assert verify_case(case.root).problems == []


def test_readers_read_while_one_writes(case: Case) -> None:
    with Case(case.root) as reader, case.log.locked(), case.database.writing() as connection:
        connection.execute(sa.delete(database.ITEMS))
        assert len(reader.database.items()) == 3


def test_a_database_that_knows_more_than_the_log_is_refused(case: Case) -> None:
    case.close()
    lines = case.log.path.read_bytes().splitlines(keepends=True)
    case.log.path.write_bytes(b"".join(lines[:-1]))
    with pytest.raises(IntegrityError, match="not in the custody log"):
        Case(case.root).items()


def test_a_database_of_a_newer_kashf_is_refused(case: Case) -> None:
    with case.database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    case.close()
    with pytest.raises(UsageError, match="newer Kashf"):
        Case(case.root).items()


def test_migrations_make_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    made = database.Database(tmp_path / "x.sqlite")
    made.migrate()
    assert made.version() == database.versions()[-1]
    with made.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), database.METADATA) == []
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    made.close()


def test_finding_the_case_and_who(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_case(case.root / "runs") == case.root
    with pytest.raises(UsageError, match="no case here"):
        find_case(tmp_path)
    monkeypatch.setenv("KASHF_BY", " An Editor ")
    assert whoami() == "An Editor"


OFFICE = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("x.txt", b"%PDF-1.7\n", "application/pdf"),
        ("x.pdf", b"plain words", "text/plain"),
        ("x", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
        ("x", b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        ("x", b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav"),
        ("x", b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
        ("x", b"ID3\x04\0\0\0\0\0\0", "audio/mpeg"),
        ("x", b"\xff\xfb\x90\x64" + bytes(60), "audio/mpeg"),
        ("x", b"OggS\0\2" + bytes(22) + b"OpusHead", "audio/ogg"),
        ("x", b"\0\0\0\x20ftypisom\0\0\2\0isomiso2mp41", "video/mp4"),
        ("x", b"\0\0\0\x20ftypM4A \0\0\2\0", "audio/mp4"),
        ("x", b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "video/webm"),
        ("x", b"SQLite format 3\0", "application/vnd.sqlite3"),
        ("x.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n", "text/vtt"),
        ("x.txt", b"\xef\xbb\xbfWEBVTT - title\n", "text/vtt"),
        ("x", b"1\r\n00:00:01,000 --> 00:00:02,000\r\nhi\r\n", "application/x-subrip"),
        ("x", b"<!DOCTYPE html><p>hi", "text/html"),
        ("x", b"<?xml version='1.0'?><svg xmlns='x'/>", "image/svg+xml"),
        ("x", b"<?xml version='1.0'?><ANNOTATION_DOCUMENT/>", "application/xml"),
        ("x", b'{"a": [1, 2]}', "application/json"),
        ("x", b'{"a": 1}\n{"a": 2}\n', "application/x-ndjson"),
        ("x.json", b"{not json}", "text/plain"),
        ("x", b'[{"a": "' + b"x" * 100_000 + b'"}]', "application/json"),
        ("x", b"a,b,c\n1,2,3\n4,5,6\n", "text/csv"),
        ("x", "الاسم;العدد\nأ;1\n".encode(), "text/csv"),
        ("x", b"a\tb\n1\t2\n", "text/tab-separated-values"),
        ("x.csv", b"Just prose, with commas, yes.\nAnd no more of it.\n", "text/plain"),
        ("x", b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\r\nhi", "message/rfc822"),
        ("x", b"# Title\n\nSome [link](http://x.example)\n", "text/markdown"),
        ("x.md", b"words", "text/markdown"),
        ("x.txt", "#وسم كلام عادي".encode(), "text/plain"),
        ("x.txt", "كلام عادي".encode("cp1256"), "text/plain"),
        ("x.txt", "كلام عادي".encode("utf-16"), "text/plain"),
        ("x", b"SPEAKER call 1 0.5 1.2 <NA> <NA> spk1 <NA> <NA>\n", "text/x-rttm"),
        ("x", b"", "text/plain"),
        ("x.png", bytes(range(7, 250)), "application/octet-stream"),
        ("x", b"MZ\x90\0\3\0", "application/vnd.microsoft.portable-executable"),
    ],
)
def test_media_type_by_content(
    case: Case, tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert case.add(tmp_path / name).media_type == expected


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("word/document.xml", f"{OFFICE}wordprocessingml.document"),
        ("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet"),
        ("other.txt", "application/zip"),
    ],
)
def test_media_type_of_zip_files(case: Case, tmp_path: Path, inside: str, expected: str) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        made.writestr("[Content_Types].xml", os.urandom(100_000))
        made.writestr(inside, "x")
    assert case.add(tmp_path / "x.zip").media_type == expected


def test_media_type_of_an_open_document(case: Case, tmp_path: Path) -> None:
    odt = "application/vnd.oasis.opendocument.text"
    with zipfile.ZipFile(tmp_path / "x", "w") as made:
        made.writestr("mimetype", odt)
        made.writestr("content.xml", "<x/>")
    assert case.add(tmp_path / "x").media_type == odt
