"""A published package is checked without its case."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest

from kashf.errors import InputError
from kashf.evidence.bags import sign_bag, verify_bag
from kashf.evidence.case import Case


@pytest.fixture(params=[False, True], ids=["open", "sealed"])
def bag(case: Case, request: pytest.FixtureRequest) -> Path:
    folder = case.root.parent / "package"
    folder.mkdir()
    (folder / "dossier.json").write_text("{}")
    (folder / "evidence").mkdir()
    shutil.copy(case.path(case.item("E1")), folder / "evidence" / "E1.vtt")
    (folder / "custody.jsonl").write_bytes(case.published_log(sealed=request.param))
    shutil.copy(case.root / "case.pub", folder / "case.pub")
    bagit.make_bag(str(folder), checksums=["sha256"])
    sign_bag(folder, case.key_file)
    return folder


def test_a_package_holds(case: Case, bag: Path) -> None:
    report = verify_bag(bag, heads=[case.log.head()])
    assert report.problems == []
    assert (report.files, report.entries, report.head) == (4, 5, case.log.head())
    assert "1 of the 3 items" in report.notes[0]


def add_byte(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).chmod(0o644)
        with (folder / name).open("ab") as file:
            file.write(b"x")

    return change


def rebag(folder: Path) -> None:
    """Change a file and make the manifests right again, as a forger would."""
    (folder / "data" / "dossier.json").write_text('{"forged": true}')
    bagit.Bag(str(folder)).save(manifests=True)


def drop_first_entries(folder: Path) -> None:
    log = folder / "data" / "custody.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:2]))
    bagit.Bag(str(folder)).save(manifests=True)


CORRUPTIONS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a file changed": (add_byte("data/dossier.json"), "data/dossier.json", "changed"),
    "evidence changed": (add_byte("data/evidence/E1.vtt"), "data/evidence/E1.vtt", "changed"),
    "a file missing": (lambda f: (f / "data/dossier.json").unlink(), "data/dossier.json", "missing"),
    "a file added": (lambda f: (f / "data/new").write_text("x"), "data/new", "added"),
    "a file added beside": (lambda f: (f / "new.html").write_text("x"), "new.html", "added"),
    "a tag file changed": (add_byte("bag-info.txt"), "", "bag-info.txt"),
    "the manifest changed": (add_byte("manifest-sha256.txt"), "", "manifest-sha256.txt"),
    "the tag manifest changed": (add_byte("tagmanifest-sha256.txt"), "", "tagmanifest"),
    "the tag manifest missing": (
        lambda f: (f / "tagmanifest-sha256.txt").unlink(), "tagmanifest-sha256.txt", "missing",
    ),
    "the log changed": (add_byte("data/custody.jsonl"), "data/custody.jsonl", ""),
    "all made right again but the signature": (rebag, "tagmanifest-sha256.txt.sig", "did not sign"),
    "the log cut and all made right again": (drop_first_entries, "data/custody.jsonl", "cut off"),
    "the key missing": (lambda f: (f / "data/case.pub").unlink(), "data/case.pub", "missing"),
    "a link": (lambda f: (f / "data/l").symlink_to("/etc/passwd"), "data/l", "symbolic link"),
    "files elsewhere": (
        lambda f: (f / "fetch.txt").write_text("http://x.example/ 1 data/x\n"), "fetch.txt", "fetched",
    ),
    "no bag": (lambda f: (f / "bagit.txt").write_text("x"), "bagit.txt", ""),
    "the signature garbled": (
        lambda f: (f / "tagmanifest-sha256.txt.sig").write_text("x"), "tagmanifest", "did not sign",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_each_corruption_of_a_package_is_found(case: Case, bag: Path, name: str) -> None:
    corrupt, where, what = CORRUPTIONS[name]
    corrupt(bag)
    problems = verify_bag(bag, heads=[case.log.head()]).problems
    assert any(line.startswith(where) and what in line for line in problems), problems


def test_an_unsigned_package_says_so(bag: Path) -> None:
    (bag / "tagmanifest-sha256.txt.sig").unlink()
    report = verify_bag(bag)
    assert report.problems == []
    assert "not signed as a whole" in " ".join(report.notes)


def test_what_is_no_bag_is_not_signed(case: Case) -> None:
    with pytest.raises(InputError, match="no tag manifest"):
        sign_bag(case.root, case.key_file)
