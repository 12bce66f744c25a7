"""The documentation is true: it is complete, its links lead somewhere, its commands run."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import kashf
from kashf import errors, registry, settings
from kashf.posts.mapping import POST_TARGETS, ColumnMapping

ROOT = Path(__file__).resolve().parents[1]


def _load_docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs", ROOT / "scripts" / "docs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


docs = _load_docs()
PAGES = {str(page.relative_to(ROOT)): page for page in docs.pages()}
MARK = re.compile(r"^<!-- (?:run|file: .*) -->$", re.MULTILINE)
MARKED = re.compile(
    r"^<!-- (?:(run)|file: ([\w.-]+)) -->\n```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE
)


def text(name: str) -> str:
    return PAGES[name].read_text(encoding="utf-8")


def first_column(page: str, heading: str = "") -> list[str]:
    """Names in backticks in the first column of the first table after ``heading``."""
    after = text(page)[text(page).index(heading) :]
    table = re.search(r"(?:^\|.*\n)+", after, re.MULTILINE)
    assert table is not None
    return re.findall(r"^\| `([^`]+)`", table[0], re.MULTILINE)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The demonstration, made once."""
    folder = tmp_path_factory.mktemp("docs") / "demo"
    command = [sys.executable, "-m", "kashf", "demo", "--quiet", "--out", str(folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    yield folder
    shutil.rmtree(folder)


def parts(page: str) -> dict[str, str]:
    return {match[2]: match[3] for match in docs.PART.finditer(text(page))}


@pytest.mark.parametrize(
    ("page", "part"),
    [(page, part) for page in PAGES for part in parts(page) if part in docs.BLOCKS],
)
def test_generated_parts_are_up_to_date(page: str, part: str) -> None:
    assert parts(page)[part] == docs.BLOCKS[part](), "run scripts/docs.py"


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
def test_figures_of_the_demo_are_those_of_a_run(page: str, demo: Path) -> None:
    quoted = {name: part for name, part in parts(page).items() if name in docs.DEMO_BLOCKS}
    assert quoted
    made = {name: docs.DEMO_BLOCKS[name](demo / "case" / "runs" / "posts") for name in quoted}
    assert quoted == made, "run scripts/docs.py"


def test_every_part_that_can_be_generated_is_used() -> None:
    used = {part for page in PAGES for part in parts(page)}
    assert used == {*docs.BLOCKS, *docs.DEMO_BLOCKS}


@pytest.mark.parametrize("page", [page for page in PAGES if MARK.search(text(page))])
def test_documented_commands_run(page: str, demo: Path, tmp_path: Path) -> None:
    shutil.copytree(demo / "story" / "exports", tmp_path / "export")
    search = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    # bagit's own code, on Python 3.13
    warnings = "error,ignore:'count' is passed as positional argument:DeprecationWarning"
    env = {**os.environ, "PATH": search, "HOME": str(tmp_path), "PYTHONWARNINGS": warnings}
    blocks = list(MARKED.finditer(text(page)))
    assert len(blocks) == len(MARK.findall(text(page)))
    for run, file, language, block in (match.groups() for match in blocks):
        if not run:
            (tmp_path / file).write_text(block, encoding="utf-8")
            continue
        command = {"sh": ["sh", "-e", "-c", block], "python": [sys.executable, "-c", block]}
        done = subprocess.run(
            command[language],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"


def test_every_command_for_newcomers_is_run_or_is_make() -> None:
    for page in ("README.md", "docs/tutorial.md"):
        for before, block in re.findall(r"([^\n]*)\n```sh\n(.*?)^```$", text(page), re.M | re.S):
            if before != "<!-- run -->":
                assert all(line.startswith("make ") for line in block.splitlines()), block


def _slugs(page: Path) -> set[str]:
    plain = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    headings = re.findall(r"^#+ (.*)$", plain, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", h.lower()).strip().replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", PAGES)
def test_internal_links_lead_somewhere(page: str) -> None:
    plain = re.sub(r"^```.*?^```$", "", text(page), flags=re.M | re.S)
    for link in re.findall(r"\]\(([^)\s]+)\)", plain):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = (PAGES[page].parent / path).resolve() if path else PAGES[page]
        assert target.exists(), f"{page}: {link}"
        assert target.is_relative_to(ROOT), f"{page}: {link}"
        if anchor:
            assert anchor in _slugs(target), f"{page}: {link}"


def test_every_page_is_reached_from_the_readme() -> None:
    seen, waiting = set(), ["README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        for link in re.findall(r"\]\(([^)#\s]+)", text(page)):
            target = (PAGES[page].parent / link).resolve()
            found = sorted(target.glob("*.md")) if target.is_dir() else [target]
            waiting += [name for name, path in PAGES.items() if path in found]
    assert seen == set(PAGES)


def test_public_names_are_documented_and_no_others() -> None:
    assert sorted(first_column("docs/reference/python.md")) == sorted(kashf.__all__)
    for name in kashf.__all__:
        assert getattr(kashf, name)


def test_members_of_network_are_documented() -> None:
    page = text("docs/reference/python.md")
    for name in (name for name in vars(kashf.Network) if not name.startswith("_")):
        assert re.search(rf"`(Network)?\.{name}[`(]", page), name


@pytest.mark.parametrize(
    ("group", "page"),
    [
        ("kashf.posts.formats", "docs/reference/formats.md"),
        ("kashf.actions.kinds", "docs/reference/actions.md"),
    ],
)
def test_plugins_are_documented_and_no_others(group: str, page: str) -> None:
    assert sorted(first_column(page)) == list(registry.names(group))


def test_exports_are_documented_and_no_others() -> None:
    found = first_column("docs/reference/files.md", "## Formats to write")
    assert found == list(registry.names("kashf.exports.formats"))


def test_every_option_and_setting_is_documented() -> None:
    import typer

    from kashf.cli.app import app

    group = typer.main.get_command(app)
    page = text("docs/reference/cli.md")
    commands = [*group.commands.values()]
    for command in commands:
        commands += getattr(command, "commands", {}).values()
    options = [o for c in commands for p in c.params for o in p.opts if "--" in o]
    assert options
    for option in options:
        assert re.search(rf"(^|[\s,]){option}\b", page, re.MULTILINE), option
    page = text("docs/reference/settings.md")
    for model in (settings.ImportSettings, settings.ActionSettings, settings.DetectSettings):
        for name in model.model_fields:
            assert f"| `{name}` |" in page


def test_every_error_is_documented_with_its_exit_code() -> None:
    page = text("docs/reference/errors.md")
    for name in errors.__all__:
        assert f"| {getattr(errors, name).exit_code} | `{name}` |" in page


def test_every_key_of_a_mapping_is_documented() -> None:
    page = text("docs/how-to/own-table.md")
    for name in (*POST_TARGETS, *(set(ColumnMapping.model_fields) - {"columns"})):
        assert re.search(rf"`{name}( = [^`]*)?`", page), name


def test_files_of_a_run_are_documented_and_no_others(demo: Path, tmp_path: Path) -> None:
    from kashf import pipeline

    run = demo / "case" / "runs" / "posts"
    bluesky = demo / "story" / "exports" / "invented-bluesky-posts.jsonl"
    with_evidence = pipeline.detect([bluesky], tmp_path / "run", pipeline.Options(evidence=True))
    network = kashf.detect(
        run / "posts.parquet",
        exports=[name for name in registry.names("kashf.exports.formats") if name != "report"],
        min_edge_weight=3,
    )
    found = {*network.info["files"], *with_evidence.info["files"]}
    found.update(path.name for path in run.iterdir())
    kinds = {f"edges_{kind}.parquet" for kind in registry.names("kashf.actions.kinds")}
    assert {"edges_KIND.parquet" if name in kinds else name for name in found} == set(docs.FILES)
    assert set(network.info) == set(docs.RUN_JSON)
