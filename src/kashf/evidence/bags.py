"""Checks a published package (BagIt, RFC 8493) without its case: all that is needed is inside.

A package of a case holds ``data/custody.jsonl`` and ``data/case.pub``, and beside its tag manifest
the signature of the case under it (``tagmanifest-sha256.txt.sig``). The first entry of the log
names the key, the key signs the tag manifest, the tag manifest names the manifest, the manifest
names every file: so whoever kept a head of the log can check each byte of the package.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kashf.errors import InputError
from kashf.evidence.case import LOG, PUBLIC_KEY
from kashf.evidence.chain import Chain
from kashf.evidence.entries import Head
from kashf.evidence.keys import read_hex, read_signing_key, signature_holds
from kashf.evidence.verify import Report
from kashf.files import replacing

__all__ = ["SIGNATURE", "sign_bag", "verify_bag"]

SIGNATURE = "tagmanifest-sha256.txt.sig"
_TAG_MANIFEST = "tagmanifest-sha256.txt"
_SIGNED = b"kashf package v1\n"
_STRONG = {"sha256", "sha384", "sha512"}


def sign_bag(folder: Path, key_file: Path) -> None:
    """Sign a finished bag with the key of its case: the last thing to do to a bag.

    Raises :class:`~kashf.errors.InputError` for a bag without a SHA-256 tag manifest, or a key
    that can't be read.
    """
    try:
        content = (folder / _TAG_MANIFEST).read_bytes()
    except OSError as error:
        raise InputError(
            f"There is no tag manifest to sign ({error.strerror}).", file=folder
        ) from error
    signature = read_signing_key(key_file).sign(_SIGNED + content).signature
    with replacing(folder / SIGNATURE) as part:
        part.write_text(signature.hex() + "\n", encoding="ascii", newline="\n")


def verify_bag(
    folder: Path,
    *,
    heads: Sequence[Head] = (),
    progress: Callable[[str, int, int | None], None] | None = None,
) -> Report:
    """Check a package: every file, the custody log in it, and the signature of the case."""
    started = time.monotonic()
    report = Report()
    links = [path for path in _below(folder) if path.is_symlink()]
    for path in links:
        report.problem(f"{path.relative_to(folder).as_posix()}: it is a symbolic link")
    if not links:  # nothing outside of the package is read
        if progress is not None:
            progress("hash", 0, None)
        inside = _check_manifests(folder, report)
        key = _check_log(folder, heads, report, inside)
        _check_signature(folder, key, report)
    report.seconds = time.monotonic() - started
    return report


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)


def _check_manifests(folder: Path, report: Report) -> set[str]:
    """Check all files; returns the SHA-256 that the manifest has."""
    import bagit

    logging.getLogger("bagit").disabled = True  # what it finds is said below
    if (folder / "fetch.txt").exists():
        report.problem("fetch.txt: the package names files elsewhere; nothing is fetched")
        return set()
    try:
        bag = bagit.Bag(str(folder))
        if not _STRONG & set(bag.algorithms):
            report.problem(
                f"bagit.txt: no manifest by SHA-256 or better ({', '.join(bag.algorithms)})"
            )
        # Where the sum of sizes differs, the check would end there and name no file.
        bag.info.pop("Payload-Oxum", None)
        try:
            bag.validate()
        except bagit.BagValidationError as error:
            for detail in error.details or [error]:
                report.problem(_explained(detail))
        listed = set(bag.tagfile_entries())
        report.files = len(list(bag.payload_entries()))
        report.bytes = sum(path.stat().st_size for path in _below(folder) if path.is_file())
    except (bagit.BagError, OSError, ValueError) as error:
        report.problem(f"bagit.txt: this is no sound bag: {error}")
        return set()
    own = {*(path.name for path in folder.glob("tagmanifest-*.txt")), SIGNATURE}
    if not own & {_TAG_MANIFEST, "tagmanifest-sha512.txt", "tagmanifest-sha384.txt"}:
        report.problem(f"{_TAG_MANIFEST}: it is missing")
    for path in _below(folder):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith("data/") and name not in own | listed:
            report.problem(f"{name}: it is in no manifest of the package (added)")
    return {str(sums.get("sha256")) for sums in bag.payload_entries().values()}


def _explained(detail: object) -> str:
    import bagit

    path = getattr(detail, "path", "")
    if isinstance(detail, bagit.ChecksumMismatch):
        return (
            f"{path}: it was changed: its {detail.algorithm} is {detail.found} and not the one "
            f"of the manifest, {detail.expected}"
        )
    if isinstance(detail, bagit.FileMissing):
        return f"{path}: it is missing"
    if isinstance(detail, bagit.UnexpectedFile):
        return f"{path}: it is in no manifest of the package (added)"
    return f"bagit.txt: {detail}"


def _find(folder: Path, name: str) -> Path | None:
    found = [path for path in _below(folder / "data") if path.name == name and path.is_file()]
    return found[0] if len(found) == 1 else None


def _check_log(
    folder: Path, heads: Sequence[Head], report: Report, inside: set[str]
) -> bytes | None:
    if not (folder / "data").is_dir():
        return None
    log, public = _find(folder, LOG), _find(folder, PUBLIC_KEY)
    key = None
    if public is None:
        report.problem(f"data/{PUBLIC_KEY}: it is missing; signatures can't be checked without it")
    else:
        try:
            key = read_hex(public)
        except InputError as error:
            report.problem(f"{public.relative_to(folder).as_posix()}: {error.what}")
    if log is None:
        report.problem(f"data/{LOG}: it is missing")
        return key
    chain = Chain(log, key, report.problem, name=log.relative_to(folder).as_posix())
    items = {entry.item for entry, _ in chain.walk() if entry.event in {"collected", "derived"}}
    if public is not None:
        chain.check_key(public.relative_to(folder).as_posix())
    chain.check_heads(heads)
    report.entries, report.head = chain.entries, chain.last
    report.notes.append(
        f"{len(inside & items):,} of the {len(items):,} items of the custody log are in the package, "
        "byte for byte."
    )
    return key


def _check_signature(folder: Path, key: bytes | None, report: Report) -> None:
    path = folder / SIGNATURE
    if not path.exists():
        report.notes.append(
            "The package is not signed as a whole: its custody log is, its other files are not."
        )
        return
    if key is None:
        return
    try:
        with path.open("rb") as file:
            match = re.fullmatch(rb"([0-9a-f]{128})\r?\n?", file.read(200))
        content = (folder / _TAG_MANIFEST).read_bytes()
    except OSError as error:
        report.problem(f"{SIGNATURE}: it can't be checked ({error.strerror})")
        return
    if match is None or not signature_holds(
        key, _SIGNED + content, bytes.fromhex(match[1].decode())
    ):
        report.problem(f"{SIGNATURE}: the case did not sign this package as it is now")
