"""Names of accounts in links."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, unquote, unquote_plus

from kashf.posts.known_names import Names

__all__ = ["LINK", "replace_in_link"]

# The spellings that kashf.text takes for a link.
LINK = re.compile(
    r"[hH][tTxX]{2}[pP][sS]?://(?:[tT]\.co/[A-Za-z0-9]*|[^\s<>\"«»“”]*)"
    r"|(?<![A-Za-z0-9.-])[wW]{3}\.[^\s<>\"«»“”]+"
    r"|(?<![A-Za-z0-9.@-])(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}/[!#-;=?-~]*"
)
_PARTS = re.compile(r"((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)?([^/?#\\]*)([^?#]*)([^#]*)(.*)", re.DOTALL)
_SPARE = re.compile(r"\A(?:(?:www\d{0,2}|m|mobile|amp|touch|wap)\.)+")
_INNER = re.compile(r"(?:https?:|//|www\.)", re.IGNORECASE)
_PIECES = re.compile(r"([/&=?;,]+)")
_DEPTH = 3
_LONGEST = 4096


class _Site(NamedTuple):
    """Where the handle stands: after one of ``before``, or first unless it is a ``page``."""

    platform: str
    before: frozenset[str]
    pages: frozenset[str] | None = None
    parameters: frozenset[str] = frozenset()


def _site(platform: str, before: str = "", pages: str | None = None, parameters: str = "") -> _Site:
    known = None if pages is None else frozenset(pages.split())
    return _Site(platform, frozenset(before.split()), known, frozenset(parameters.split()))


_X = _site(
    "x",
    "",
    "i home search hashtag intent share explore settings messages notifications login signup tos"
    " privacy jobs compose",
    "screen_name user user_id via related",
)
_TELEGRAM = _site(
    "telegram",
    "s c boost",
    "joinchat share addstickers addemoji proxy socks iv addlist login setlanguage bg invoice",
    "domain",
)
_FACEBOOK = _site(
    "facebook",
    "groups people pages pg stories",
    "watch reel photo video videos events event share sharer login dialog plugins help marketplace"
    " gaming hashtag search media notes messages policies business ads flx",
    "id",
)
_INSTAGRAM = _site("instagram", "stories", "p reel reels tv explore accounts direct about s web")
_SITES = {
    "x.com": _X,
    "twitter.com": _X,
    "fxtwitter.com": _X,
    "vxtwitter.com": _X,
    "fixupx.com": _X,
    "fixvx.com": _X,
    "nitter.net": _X,
    "t.me": _TELEGRAM,
    "telegram.me": _TELEGRAM,
    "telegram.dog": _TELEGRAM,
    "facebook.com": _FACEBOOK,
    "fb.com": _FACEBOOK,
    "instagram.com": _INSTAGRAM,
    "instagr.am": _INSTAGRAM,
    "youtube.com": _site("youtube", "c user channel"),
    "bsky.app": _site("bluesky", "profile"),
    "tiktok.com": _site("tiktok"),
    "reddit.com": _site("reddit", "user u"),
    "linkedin.com": _site("linkedin", "in company"),
    "snapchat.com": _site("snapchat", "add"),
    "vk.com": _site("vk"),
    "threads.net": _site("threads"),
    "threads.com": _site("threads"),
}
_ANYWHERE = _site("", "users")
# Hosts that people get a name on: the first label is the account.
_NAMED_HOSTS = {
    "bsky.social": "bluesky",
    "t.me": "telegram",
    "tumblr.com": "tumblr",
    "substack.com": "substack",
    "wordpress.com": "wordpress",
    "blogspot.com": "blogspot",
    "medium.com": "medium",
    "livejournal.com": "livejournal",
}


def replace_in_link(link: str, names: Names, platform: str, depth: int = 0) -> str:
    """``link`` with pseudonyms for names of accounts; the rest of it stays.

    Names are the handle in links of well-known platforms, ``/@handle`` on any host, and parts of
    the path, values and fragments that are a known id or name. A link to a post on X or a video
    on TikTok, whose id alone leads to the account, gets a pseudonym for the id as well.
    """
    match = _PARTS.match(link)
    if match is None or depth > _DEPTH or len(link) > _LONGEST:
        return names.replaced(link, platform)
    scheme, authority, path, query, fragment = (part or "" for part in match.groups())
    if not scheme and ("@" in authority or "." not in authority):
        return names.replaced(link, platform)
    if scheme.lower() == "at://":
        host, site, authority = "", _ANYWHERE, names.handle("bluesky", authority)
    else:
        authority = authority.rpartition("@")[2]
        host = _SPARE.sub("", authority.casefold().partition(":")[0], count=1)
        site = _site_of(host)
        authority = _host(authority, host, names)
    path = path.replace("\\", "/")
    if found := _post(site, path, fragment):
        return f"{scheme}{found[0]}{names.post(site.platform, found[1])}"
    path = _path(path, site, names)
    query = _query(query, site, names, platform, depth)
    if fragment:
        fragment = "".join(_known(piece, names) for piece in _PIECES.split(fragment[1:]))
        fragment = f"#{fragment}"
    return f"{scheme}{authority}{path}{query}{fragment}"


def _site_of(host: str) -> _Site:
    if host.endswith(".facebook.com"):
        return _FACEBOOK
    return _SITES.get(host, _ANYWHERE)


def _host(authority: str, host: str, names: Names) -> str:
    if host in _SITES:
        return authority
    label, _, parent = host.partition(".")
    if parent in _NAMED_HOSTS and label:
        whole = names.known(host) or names.handle(_NAMED_HOSTS[parent], label)
        return f"{whole}.{parent}"
    # A site may be an account's handle, as on Bluesky; "Example" alone is no reason to hide it.
    known = names.known(host)
    return authority if known is None else f"{known}.invalid"


def _post(site: _Site, path: str, fragment: str) -> tuple[str, str] | None:
    """Start of the link that stands for a post, and the post's id."""
    if site.platform == "x":
        found = re.search(r"/status(?:es)?/(\d+)(?!\w)", path or fragment, re.ASCII)
        return ("x.com/i/status/", found[1]) if found else None
    if site.platform == "tiktok":
        found = re.match(
            r"/(?:@[^/]*/(?:video|photo)|video|v|embed(?:/v\d)?|player/v1|share/video)/(\d+)",
            path.replace("%40", "@"),
            re.ASCII,
        )
        return ("tiktok.com/video/", found[1]) if found else None
    return None


def _path(path: str, site: _Site, names: Names) -> str:
    parts = path.split("/")
    decoded = [unquote(part) for part in parts]
    first = next((at for at, part in enumerate(decoded) if part), None)
    handles: set[int] = set()
    if first is not None:
        start = decoded[first].casefold()
        if start in site.before | _ANYWHERE.before:
            handles = {first + 1, first + 2} if start in {"people", "pages"} else {first + 1}
        elif site.pages is not None and start not in site.pages and not start.endswith(".php"):
            handles = {first}
    for at, part in enumerate(decoded):
        name = part.lstrip("@＠")
        if name and (at in handles or name != part):
            sign = "@" if name != part else ""
            parts[at] = sign + names.handle(site.platform, name)
        elif part:
            parts[at] = names.known(part) or parts[at]
    return "/".join(parts)


def _known(piece: str, names: Names) -> str:
    return names.known(unquote_plus(piece)) or piece


def _query(query: str, site: _Site, names: Names, platform: str, depth: int) -> str:
    if not query:
        return ""
    pairs = []
    for pair in query[1:].split("&"):
        key, equals, value = pair.partition("=")
        decoded = unquote_plus(value)
        if _INNER.match(decoded):
            value = quote(
                replace_in_link(decoded, names, platform, depth + 1), safe="", errors="replace"
            )
        elif decoded and (key.casefold() in site.parameters or decoded[0] in "@＠"):
            value = names.handle(site.platform, decoded)
        elif "%40" in value or "@" in value or " " in decoded:
            new = names.replaced(decoded, platform)
            value = value if new == decoded else quote(new, safe="", errors="replace")
        else:
            value = _known(value, names)
        pairs.append(f"{_known(key, names)}{equals}{value}")
    return "?" + "&".join(pairs)
