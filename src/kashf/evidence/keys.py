"""The key of a case: Ed25519 (RFC 8032) by PyNaCl, as 64 hex digits in a file."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from kashf.errors import InputError

if TYPE_CHECKING:
    from nacl.signing import SigningKey

__all__ = ["create_key", "public_key_of", "read_hex", "read_signing_key", "signature_holds"]

_HEX = re.compile(rb"([0-9a-f]{64})\r?\n?")


def create_key(path: Path) -> SigningKey:
    """A fresh key, written to ``path``, which only its owner may read (mode 0600).

    Raises :class:`~kashf.errors.InputError` where the file exists or can't be written.
    """
    from nacl.signing import SigningKey

    seed = secrets.token_bytes(32)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(seed.hex().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise InputError(
            "The key file exists already, and a key is never written over.",
            file=path,
            hint="Name another file with --key-file.",
        ) from error
    except OSError as error:
        raise InputError(
            f"The key file can't be written ({error.strerror}).",
            file=path,
            hint="Name a file in a folder that exists and that you may write to.",
        ) from error
    return SigningKey(seed)


def read_hex(path: Path) -> bytes:
    """The 32 bytes that a key file holds as 64 hex digits.

    Raises :class:`~kashf.errors.InputError` for a file that is not there or holds something else.
    """
    try:
        with path.open("rb") as file:
            match = _HEX.fullmatch(file.read(100))
    except OSError as error:
        raise InputError(
            f"The key can't be read ({error.strerror}).",
            file=path,
            hint="Put the file back, or name it as key_file in case.toml.",
        ) from error
    if match is None:
        raise InputError(
            "This is no key: it must hold 64 hex digits and nothing else.",
            file=path,
            hint="Put the right file back from a copy.",
        )
    return bytes.fromhex(match[1].decode())


def read_signing_key(path: Path) -> SigningKey:
    """The key in ``path``; errors as in :func:`read_hex`."""
    from nacl.signing import SigningKey

    return SigningKey(read_hex(path))


def public_key_of(key: SigningKey) -> bytes:
    """The public half, 32 bytes."""
    return bytes(key.verify_key)


def signature_holds(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` (64 bytes) is that of the key's owner under ``message``."""
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(public_key).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True
