"""Canonical form of links: one spelling for one page.

``host/path?query``: no scheme, no ``www.`` or ``m.``, no fragment, no tracking parameters,
wrappers of platforms taken off, parameters sorted. Nothing is fetched, so what a shortener
hides stays hidden. The rules of single platforms are in :mod:`kashf.actions.platforms`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from urllib.parse import quote, unquote, unquote_to_bytes

from kashf.actions.hosts import canonical_host, public_suffix
from kashf.actions.link_data import REDIRECTS, TRACKING, TRACKING_BY_HOST, TRACKING_PREFIXES
from kashf.actions.platforms import platform_host, rule_for

__all__ = ["canonical", "host_of"]

_MAX_LENGTH = 4096
_MAX_DEPTH = 5
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", re.DOTALL)
_PORT = re.compile(r"\d{1,5}(?:[/?#]|$)")
_BLANKS = " \t\r\n\f\v\u00a0\u200b\ufeff"
_OPENERS = "<\"'«“‘([{"
_AROUND = _BLANKS + _OPENERS + ">»”’)]}"
_CUT_SHORT = ("…", "...", "%E2%80%A6")
_PLAIN = re.compile(r"[A-Za-z0-9_.~/:@!$*,;=+&-]*")
_PLAIN_QUERY = re.compile(r"[A-Za-z0-9_.~/:@!$*,;=&-]*")
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_UNSAFE = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9_.~/:@!$&'()*+,;=%?-]")
_SLASHES = re.compile(r"/{2,}")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_IN_PATH = _UNRESERVED | frozenset("!$'()*,:@")
_IN_VALUE = _IN_PATH | frozenset("/?=")

Query = list[tuple[str, str]]


def canonical(url: str) -> str | None:
    """The canonical form of ``url``, or None where it is no link to a page.

    No links are: other schemes than http and https, hosts that can't exist, links cut short with
    an ellipsis, and more than 4096 characters. At most five wrappers are taken off.
    """
    for depth in range(_MAX_DEPTH + 1):
        parts = _split(url)
        if parts is None:
            return None
        host, path, query, fragment = parts
        inner = _wrapped(host, path, query) if depth < _MAX_DEPTH else None
        if inner is None:
            link = _assemble(host, path, query, fragment)
            return None if link.endswith(_CUT_SHORT) else link
        url = inner
    return None


def host_of(link: str) -> str:
    """Host of a canonical link, without its port."""
    host = link.partition("/")[0].partition("?")[0].partition("#")[0]
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


def _split(url: str) -> tuple[str, str, str, str] | None:
    """``(host, path, query, fragment)``, the way browsers read an address."""
    if len(url) > _MAX_LENGTH:
        return None
    url = url.strip(_BLANKS)
    if url.startswith(tuple(_OPENERS)):
        url = url.strip(_AROUND)
    if url.endswith(_CUT_SHORT):
        return None
    if not url.isprintable():
        url = url.translate({9: None, 10: None, 13: None})
    scheme = _SCHEME.match(url)
    bare = scheme is None
    rest = url
    if scheme is not None:
        if scheme[1].lower() in {"http", "https"}:
            rest = scheme[2]
        elif "." in scheme[1] and _PORT.match(scheme[2]):
            bare = True
        else:
            return None
    rest, _, fragment = rest.partition("#")
    rest, _, query = rest.partition("?")
    rest = rest.replace("\\", "/")
    if bare and not rest.startswith("//"):
        authority, slash, path = rest.partition("/")
    else:
        bare = False
        authority, slash, path = rest.lstrip("/").partition("/")
    host = canonical_host(authority)
    if host is None or (bare and ("@" in authority or not public_suffix(host))):
        return None
    return platform_host(host), slash + path, query.replace("&amp;", "&"), fragment


def _wrapped(host: str, path: str, query: str) -> str | None:
    """The link that this one wraps, if it wraps one."""
    key = _redirect_key(host)
    if key is not None:
        for start, names in REDIRECTS[key]:
            if path.startswith(start):
                values = dict(reversed(_pairs(query))) if names else {}
                for name in names:
                    inner = unquote(values.get(name, "").replace("+", " ")).strip()
                    if key == "disq.us":
                        inner = inner.rpartition(":")[0]
                    if inner.startswith("/") and not inner.startswith("//"):
                        inner = f"https://{host}{inner}"
                    if inner[:4].lower() in {"http", "www."} or inner.startswith("//"):
                        return inner
    return _amp(host, path, query)


@lru_cache(1 << 14)
def _redirect_key(host: str) -> str | None:
    if host in REDIRECTS:
        return host
    if host.startswith("google."):
        return "google" if public_suffix(host) == host[7:] else None
    parent = host.partition(".")[2]
    return parent if parent == "safelinks.protection.outlook.com" else None


def _amp(host: str, path: str, query: str) -> str | None:
    """The page behind Google's and Bing's AMP caches."""
    start = None
    if host.endswith(".cdn.ampproject.org") or host == "cdn.ampproject.org":
        start = re.match(r"/[a-z](?:/s)?/(?=[^/]+\.)", path)
    elif host.startswith("google.") or host == "bing.com":
        start = re.match(r"/amp/(?:s/)?(?=[^/]+\.)", path)
    if start is None:
        return None
    return f"https://{path[start.end() :]}" + (f"?{query}" if query else "")


def _assemble(host: str, path: str, query: str, fragment: str) -> str:
    path = _clean_path(path)
    pairs = _clean_query(host, query)
    rule = rule_for(host)
    if rule is None:
        while path.endswith("/amp") and path.count("/") > 1:
            path = path[:-4].rstrip("/")
    else:
        found = rule(host, path, dict(reversed(pairs)), fragment)
        if found is not None:
            return found
    pairs.sort()
    link = host + path
    if pairs:
        link += "?" + "&".join(f"{k}={v}" if v else k for k, v in pairs)
    # A route of an application tells pages apart, an anchor in a page does not.
    if fragment.startswith(("!", "/")) and len(fragment) > 1:
        link += "#" + _escape(fragment, _IN_PATH)
    return link


def _clean_path(path: str) -> str:
    if not _PLAIN.fullmatch(path):
        path = _escape(path, _IN_PATH)
    if ";" in path:
        path = _SESSION.sub("", path)
    if "/." in path:
        path = _without_dots(path)
    if "//" in path:
        path = _SLASHES.sub("/", path)
    return path.rstrip("/")


def _without_dots(path: str) -> str:
    kept: list[str] = []
    for part in path.split("/")[1:]:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    return "".join(f"/{part}" for part in kept)


def _pairs(query: str) -> Query:
    return [(key, value) for key, _, value in (p.partition("=") for p in query.split("&")) if key]


def _clean_query(host: str, query: str) -> Query:
    """Pairs that tell pages apart, escaped one way."""
    if not query:
        return []
    pairs = _pairs(query)
    if not _PLAIN_QUERY.fullmatch(query):
        pairs = [
            (
                _escape(key.replace("+", " "), _UNRESERVED),
                _escape(value.replace("+", " "), _IN_VALUE),
            )
            for key, value in pairs
        ]
    names = _tracking_of(host)
    return [pair for pair in pairs if not _tracks(pair[0].lower(), names)]


@lru_cache(1 << 14)
def _tracking_of(host: str) -> frozenset[str]:
    while host:
        if host in TRACKING_BY_HOST:
            return TRACKING_BY_HOST[host]
        host = host.partition(".")[2]
    return frozenset()


def _tracks(name: str, names: frozenset[str]) -> bool:
    return name in TRACKING or name in names or name.startswith(TRACKING_PREFIXES)


def _escape(text: str, plain: frozenset[str]) -> str:
    """``text`` with what may stand for itself unescaped, letters of any script included."""
    if "%" in text:
        text = _ESCAPED.sub(lambda match: _unescape(match[0], plain), text)
    return _UNSAFE.sub(lambda match: _kept(match[0], plain), text)


def _unescape(escapes: str, plain: frozenset[str]) -> str:
    decoded = unquote_to_bytes(escapes).decode("utf-8", "surrogateescape")
    return "".join(_kept(char, plain) for char in decoded)


@cache
def _category(char: str) -> str:
    return unicodedata.category(char)[0]


def _kept(char: str, plain: frozenset[str]) -> str:
    if char in plain or (char > "\x7f" and _category(char) in "LMN"):
        return char
    if "\ud800" <= char <= "\udfff":
        return f"%{ord(char) & 0xFF:02X}" if "\udc80" <= char <= "\udcff" else "%EF%BF%BD"
    return quote(char, safe="")
