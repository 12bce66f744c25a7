"""The package: a BagIt bag (RFC 8493) that can be checked with nothing but ``sha256sum``."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson

from kashf.dossier.built import Built
from kashf.dossier.tables import copy_table, veiled_info, write_tables
from kashf.errors import IntegrityError, UsageError
from kashf.files import sha256

__all__ = ["CHECK", "check_bag", "write_bag"]

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_SIGNATURE = "tagmanifest-sha256.txt.sig"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
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
    sign: Callable[[bytes], bytes] | None = None,
) -> None:
    """Write the bag to ``folder``; an older bag there is replaced, whole or not at all.

    ``sign`` signs ``tagmanifest-sha256.txt`` (Ed25519, with the key of the case).
    Raises :class:`~kashf.errors.UsageError` where ``folder`` holds something that is no bag, and
    :class:`~kashf.errors.IntegrityError` where an original is not what was recorded.
    """
    if folder.exists() and not (folder / "bagit.txt").is_file() and _filled(folder):
        raise UsageError("This folder is not empty and holds no bag.", file=folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
    try:
        _payload(built, part / "data", html, json, pdf)
        _tags(built, part, sign)
        part.chmod(0o755)
        old = part.with_name(part.name + ".old")
        if folder.exists():
            folder.replace(old)
        part.replace(folder)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(part, ignore_errors=True)


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


def _tags(built: Built, bag: Path, sign: Callable[[bytes], bytes] | None) -> None:
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
    if sign is not None:
        (bag / _SIGNATURE).write_text(f"{sign(manifest.encode()).hex()}\n", encoding="ascii")


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())


def _manifest(bag: Path, paths: list[Path]) -> str:
    return "".join(f"{sha256(path)}  {path.relative_to(bag).as_posix()}\n" for path in paths)


def check_bag(folder: Path) -> list[str]:
    """What is wrong with the bag in ``folder``: one line for each problem, none when it holds.

    Finds changed, missing and added files, of the payload and of the tags, and, where there is
    one, a signature that the key in ``data/case.pub`` did not make. The custody log is a matter
    of :mod:`kashf.evidence`. Raises :class:`~kashf.errors.UsageError` where there is no bag.
    """
    if not (folder / "bagit.txt").is_file():
        raise UsageError("There is no bag here: bagit.txt is missing.", file=folder)
    problems: list[str] = []
    listed: dict[str, str] = {}
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        listed |= _listed(folder / name, problems)
    for name, wanted in sorted(listed.items()):
        path = folder / name
        if path.is_symlink() or not path.is_file():
            problems.append(f"{name}: missing")
        elif sha256(path) != wanted:
            problems.append(f"{name}: changed, its SHA-256 differs from the manifest")
    known = {*listed, "tagmanifest-sha256.txt", _SIGNATURE}
    problems += [
        f"{name}: added, no manifest lists it"
        for name in (path.relative_to(folder).as_posix() for path in _files(folder))
        if name not in known
    ]
    if "bagit.txt" not in listed or "manifest-sha256.txt" not in listed:
        problems.append("tagmanifest-sha256.txt: does not cover the bag")
    return problems + _signature(folder)


def _listed(path: Path, problems: list[str]) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        problems.append(f"{path.name}: missing")
        return {}
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path.name}: can't be read ({error})")
        return {}
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        match = _LINE.fullmatch(line)
        if match is None or ".." in match[2].split("/") or match[2].startswith("/"):
            problems.append(f"{path.name}: line {number} is none of a manifest")
        elif match[2] in found:
            problems.append(f"{path.name}: line {number} names a file twice")
        else:
            found[match[2]] = match[1]
    return found


def _signature(folder: Path) -> list[str]:
    path, key = folder / _SIGNATURE, folder / "data" / "case.pub"
    if not path.is_file():
        return []
    try:
        from nacl.exceptions import CryptoError
        from nacl.signing import VerifyKey
    except ImportError:
        return [f"{_SIGNATURE}: not checked, PyNaCl is not installed"]
    try:
        raw = key.read_bytes()
        public = raw if len(raw) == 32 else bytes.fromhex(raw.decode("ascii").strip())
        signed = (folder / "tagmanifest-sha256.txt").read_bytes()
        VerifyKey(public).verify(signed, bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except (CryptoError, OSError, ValueError, TypeError) as error:
        return [f"{_SIGNATURE}: does not hold ({error})"]
    return []
