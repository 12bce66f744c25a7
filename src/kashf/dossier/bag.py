"""The package: a BagIt bag (RFC 8493) that can be checked with nothing but ``sha256sum``."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson

from kashf.dossier.built import Built
from kashf.dossier.tables import copy_table, veiled_info, write_tables
from kashf.errors import IntegrityError, UsageError
from kashf.files import sha256, temporary_folder

__all__ = ["CHECK", "write_bag"]

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_TABLE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,60}")

CHECK = """\
How to check this package
كيف تتحقق من هذه الحزمة

1. With nothing but sha256sum (GNU coreutils; 'shasum -a 256' on macOS), in this folder:

       sha256sum --check --quiet tagmanifest-sha256.txt
       sha256sum --check --quiet manifest-sha256.txt

   Neither prints anything when every byte is as it was. Then compare the hash of
   tagmanifest-sha256.txt itself with the one that the publisher gives elsewhere:

       sha256sum tagmanifest-sha256.txt

   بلا أي أداة سوى sha256sum: نفّذ الأمرين الأولين في هذا المجلد؛ لا يطبعان شيئا إن لم يتغير أي بايت.
   ثم قارن بصمة الملف tagmanifest-sha256.txt بالبصمة التي نشرها صاحب الملف في مكان آخر.

2. With Kashf, which also follows the custody log and its signatures:

       kashf verify .

   وبأداة كشف، التي تتتبع كذلك سجل الحيازة وتوقيعاته: kashf verify .

What is in it: data/dossier.html, .json and .pdf hold the same content. data/tables holds the
evidence register, the statements and the sums. data/texts holds the text of each item as it may
be shown. data/runs holds what was measured. data/custody.jsonl is the custody log, and
data/case.pub the public key that its signatures are checked with. data/evidence holds originals,
as far as they are published; the hash of every original is in data/tables/evidence.csv.
"""


def write_bag(
    built: Built,
    folder: Path,
    *,
    html: str,
    json: bytes,
    pdf: bytes | None = None,
    sign: Callable[[Path], None] | None = None,
) -> None:
    """Write the bag to ``folder``; an older bag there is replaced, whole or not at all.

    ``sign`` is called with the finished bag before it takes its place, to sign its tag manifest.
    Raises :class:`~kashf.errors.UsageError` where ``folder`` holds something that is no bag, and
    :class:`~kashf.errors.IntegrityError` where an original is not what was recorded.
    """
    if folder.exists() and not (folder / "bagit.txt").is_file() and _filled(folder):
        raise UsageError("This folder is not empty and holds no bag.", file=folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with temporary_folder(f".{folder.name}.", inside=folder.parent) as part:
        _payload(built, part / "data", html, json, pdf)
        _tags(built, part)
        if sign is not None:
            sign(part)
        part.chmod(0o755)
        old = part.with_name(part.name + ".old")
        if folder.exists():
            folder.replace(old)
        part.replace(folder)
        shutil.rmtree(old, ignore_errors=True)


def _filled(folder: Path) -> bool:
    return not folder.is_dir() or any(folder.iterdir())


def _payload(built: Built, data: Path, html: str, json: bytes, pdf: bytes | None) -> None:
    data.mkdir()
    (data / "dossier.html").write_text(html, encoding="utf-8", newline="\n")
    (data / "dossier.json").write_bytes(json)
    if pdf is not None:
        (data / "dossier.pdf").write_bytes(pdf)
    if built.custody is not None:
        (data / "custody.jsonl").write_bytes(built.custody)
    if built.public_key is not None:
        (data / "case.pub").write_bytes(built.public_key)
    write_tables(built, data / "tables")
    if built.texts:
        (data / "texts").mkdir()
    for text in built.texts:
        written = text.text.text.encode("utf-8", "replace")
        (data / "texts" / f"E{text.item}.txt").write_bytes(written)
    for number, (info, tables) in enumerate(
        zip(built.run_infos, built.run_tables, strict=True), start=1
    ):
        run = data / "runs" / f"R{number}"
        run.mkdir(parents=True)
        options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
        (run / "run.json").write_bytes(
            orjson.dumps(veiled_info(info, built.veil), option=options, default=str)
        )
        for name, path in sorted(tables.items()):
            if not _TABLE.fullmatch(name):
                raise UsageError(f"{name!r} is no name for a table.")
            copy_table(path, run / f"{name}.parquet", built.veil)
    for original in built.originals:
        target = data / "evidence" / f"E{original.number}"
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(original.file, target)
        if sha256(target) != original.sha256:
            raise IntegrityError(
                f"E{original.number} is not what was recorded: its SHA-256 differs.",
                file=original.file,
            )


def _tags(built: Built, bag: Path) -> None:
    payload = list(_files(bag / "data"))
    size = sum(path.stat().st_size for path in payload)
    tags = {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": (
            f"Bag-Software-Agent: Kashf {built.version}\n"
            f"Bagging-Date: {built.created:%Y-%m-%d}\n"
            f"Payload-Oxum: {size}.{len(payload)}\n"
        ),
        "CHECK.txt": CHECK,
        "manifest-sha256.txt": _manifest(bag, payload),
    }
    for name, text in tags.items():
        (bag / name).write_text(text, encoding="utf-8", newline="\n")
    manifest = _manifest(bag, [bag / name for name in sorted(tags)])
    (bag / "tagmanifest-sha256.txt").write_text(manifest, encoding="utf-8", newline="\n")


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())


def _manifest(bag: Path, paths: list[Path]) -> str:
    return "".join(f"{sha256(path)}  {path.relative_to(bag).as_posix()}\n" for path in paths)
