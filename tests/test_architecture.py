"""Rules that hold for the project as a whole."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import kashf
from kashf import registry

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
HEAVY = {
    "alembic",
    "av",
    "bagit",
    "charset_normalizer",
    "ctranslate2",
    "duckdb",
    "faster_whisper",
    "filelock",
    "graspologic_native",
    "lxml",
    "nacl",
    "networkx",
    "numba",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "pypdfium2",
    "selectolax",
    "sqlalchemy",
    "tldextract",
    "weasyprint",
}
PLUG_INS = [(group, name) for group in registry.GROUPS for name in registry.names(group)]
LOADED = "print('loaded:', *sorted({name.partition('.')[0] for name in sys.modules}))"
HELP = (
    "import runpy, sys\n"
    "sys.argv = ['kashf', '--help']\n"
    "try:\n    runpy.run_module('kashf', run_name='__main__', alter_sys=True)\n"
    f"except SystemExit as end:\n    assert not end.code, end.code\n{LOADED}"
)


def project_files() -> list[Path]:
    """What is in the repository or would be with the next commit."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a clone, so git can't tell which files belong to the project")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    files = [ROOT / name for name in listed.decode().split("\0") if name]
    return [path for path in files if path.is_file()]


@pytest.mark.parametrize(("group", "name"), PLUG_INS)
def test_every_plug_in_is_documented(group: str, name: str) -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in sorted(REFERENCE.glob("*.md")))
    assert f"`{name}`" in pages, f"docs/reference says nothing about {group}.{name}"


def test_public_names_are_those_of_the_reference() -> None:
    page = (REFERENCE / "python.md").read_text(encoding="utf-8")
    table = page.partition("\n## ")[0]
    listed = re.findall(r"^\|\s*`(?:kashf\.)?(\w+)`", table, re.MULTILINE)
    assert sorted(listed) == sorted(kashf.__all__)
    assert all(hasattr(kashf, name) for name in kashf.__all__)


@pytest.mark.parametrize(
    "code",
    [f"import kashf, sys\n{LOADED}", f"import kashf.cli, sys\n{LOADED}", HELP],
    ids=["import kashf", "import kashf.cli", "python -m kashf --help"],
)
def test_start_loads_nothing_heavy(code: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    loaded = set(ran.stdout.rpartition("loaded:")[2].split())
    assert "kashf" in loaded
    assert not loaded & HEAVY


def test_no_source_file_is_too_long_to_read_in_one_sitting() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in sorted((ROOT / "src").rglob("*.py"))
    }
    assert lengths
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_no_file_names_a_path_of_one_machine() -> None:
    machine = re.compile(rb"(?<![\w.-])/(?:work|farm|tmp|home|root|Users)/")
    found = []
    for path in project_files():
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):
            if machine.search(line) and b"\0" not in line:
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert found == []
