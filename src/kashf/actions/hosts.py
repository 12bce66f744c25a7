"""Hosts of links: one spelling, and the registered domain by the Public Suffix List."""

from __future__ import annotations

import ipaddress
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

import idna

if TYPE_CHECKING:
    from tldextract import TLDExtract

__all__ = ["canonical_host", "public_suffix", "registered_domain"]

_LABELS = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_SPARE = re.compile(r"(?:www\d{0,2}|m|mobile|amp|touch|wap)\.")
_PORT = re.compile(r"[0-9]{0,5}")
_STANDARD_PORTS = {"", "80", "443"}


@cache
def _list() -> TLDExtract:
    from tldextract import TLDExtract

    # The list that comes with the package: no network, nothing written to disk.
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@lru_cache(1 << 16)
def canonical_host(authority: str) -> str | None:
    """Host of ``user@host:port``: lower case, ASCII (IDNA), no ``www.`` or ``m.``, no usual port.

    None where no such host can exist on the public internet.
    """
    host = authority.rpartition("@")[2]
    port = ""
    if host.startswith("["):
        host, bracket, port = host.partition("]")
        host += bracket
        port = port.removeprefix(":")
    elif ":" in host:
        host, _, port = host.partition(":")
    if not _PORT.fullmatch(port) or (port and not 0 < int(port) < 65536):
        return None
    port = "" if port in _STANDARD_PORTS else f":{int(port)}"
    name = _address(host)
    return None if name is None else name + port


def _address(host: str) -> str | None:
    if host.startswith("["):
        return _ipv6(host)
    name = _ascii(host)
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return _ipv4(name)
    if len(name) > 253 or not _LABELS.fullmatch(name):
        return None
    return _plain(name)


def _ascii(host: str) -> str:
    """In ASCII and lower case; ``''`` where that can't be."""
    if "%" in host:
        host = unquote(host, errors="replace")
    if not host.isascii():
        if len(host) > 253:
            return ""
        try:
            host = idna.encode(host, uts46=True, transitional=False).decode()
        except idna.IDNAError:
            if not host.isprintable() or "\ufffd" in host:
                return ""
            # Registries of some countries sell names that IDNA 2008 forbids, e.g. emoji.
            host = _punycode(host)
    return host.lower().removesuffix(".")


def _punycode(host: str) -> str:
    labels = []
    for label in re.split(r"[.。．｡]", host.lower()):
        coded = label if label.isascii() else f"xn--{label.encode('punycode').decode()}"
        labels.append(coded)
    return ".".join(labels)


def _ipv6(text: str) -> str | None:
    if not text.endswith("]"):
        return None
    try:
        return f"[{ipaddress.IPv6Address(text[1:-1]).compressed}]"
    except ValueError:
        return None


def _ipv4(text: str) -> str | None:
    """Dotted decimals of an address in any spelling that browsers take (WHATWG URL)."""
    numbers = []
    for part in text.split("."):
        if not _NUMBER.fullmatch(part) or len(part) > 16:
            return None
        try:
            if part.startswith("0x"):
                numbers.append(int(part[2:] or "0", 16))
            else:
                numbers.append(int(part, 8 if part.startswith("0") else 10))
        except ValueError:
            return None
    *first, last = numbers
    if len(numbers) > 4 or any(n > 255 for n in first) or last >= 256 ** (5 - len(numbers)):
        return None
    value = last + sum(n << (24 - 8 * i) for i, n in enumerate(first))
    return str(ipaddress.IPv4Address(value))


def _plain(name: str) -> str:
    """Without the labels that only choose a layout, as long as a registered domain is left."""
    while spare := _SPARE.match(name):
        rest = name[spare.end() :]
        if "." not in rest or public_suffix(rest) == rest:
            break
        name = rest
    return name


@lru_cache(1 << 16)
def public_suffix(host: str) -> str:
    """Public suffix of a host, ``''`` where the list knows none."""
    return _list().extract_str(host.partition(":")[0]).suffix


@lru_cache(1 << 16)
def registered_domain(host: str) -> str | None:
    """What someone registered, e.g. ``example.co.uk`` or ``name.blogspot.com``; an IP as it is.

    None for a public suffix itself.
    """
    if host.startswith("[") or _NUMBER.fullmatch(host.rpartition(".")[2]):
        return host
    found = _list().extract_str(host)
    if not found.suffix:
        return ".".join(host.split(".")[-2:])
    return f"{found.domain}.{found.suffix}" if found.domain else None
