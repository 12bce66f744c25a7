"""Links of the big platforms: every spelling of one video, post or page is one object.

A rule gets host, path and parameters, already cleaned, and returns the canonical link, or None
to leave it to the general rules. It must never map two different things to one link: what a
rule doesn't recognise, it leaves alone. Ids keep their case where the platform tells case apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import unquote

__all__ = ["platform_host", "rule_for"]

Parameters = Mapping[str, str]
Rule = Callable[[str, str, Parameters, str], str | None]

# Other hosts of the same platform. www., m., mobile., amp. and touch. are gone already.
_ALIASES = {
    other: host
    for host, others in {
        "youtube.com": "youtube-nocookie.com music.youtube.com gaming.youtube.com",
        "x.com": "twitter.com fxtwitter.com vxtwitter.com fixupx.com fixvx.com twittpr.com",
        "facebook.com": "fb.com web.facebook.com mbasic.facebook.com business.facebook.com"
        " free.facebook.com 0.facebook.com d.facebook.com x.facebook.com p.facebook.com",
        "instagram.com": "instagr.am ddinstagram.com",
        "t.me": "telegram.me telegram.dog",
        "vk.com": "vk.ru vkontakte.ru vkvideo.ru m.vkvideo.ru",
        "reddit.com": "old.reddit.com np.reddit.com new.reddit.com sh.reddit.com i.reddit.com"
        " pay.reddit.com ssl.reddit.com rxddit.com",
        "dailymotion.com": "geo.dailymotion.com games.dailymotion.com",
        "bsky.app": "main.bsky.dev staging.bsky.app fxbsky.app bskyx.app",
        "threads.net": "threads.com",
        "tiktok.com": "vxtiktok.com tiktxk.com",
    }.items()
    for other in others.split()
}
_FACEBOOK_LOCALE = re.compile(r"[a-z]{2,3}-[a-z]{2,4}\.facebook\.com")
_VIDEO_ID = re.compile(r"([A-Za-z0-9_-]{11})(?![A-Za-z0-9_-])")
_STATUS_ID = re.compile(r"\d+(?!\w)", re.ASCII)
_NUMBER = re.compile(r"[0-9]+")
_FACEBOOK_ID = re.compile(r"\d+|pfbid[A-Za-z0-9]+")
_CODE = re.compile(r"[A-Za-z0-9_-]+")


@lru_cache(1 << 16)
def platform_host(host: str) -> str:
    """The host that stands for all hosts of a platform; any other host as it is."""
    if host in _ALIASES:
        return _ALIASES[host]
    if host.endswith(".m.wikipedia.org"):
        return host.removesuffix(".m.wikipedia.org") + ".wikipedia.org"
    if _FACEBOOK_LOCALE.fullmatch(host):
        return "facebook.com"
    return host


def rule_for(host: str) -> Rule | None:
    """The rule of the platform of ``host``, if it has one."""
    rule = _RULES.get(host)
    if rule is not None:
        return rule
    if host.endswith(".wikipedia.org"):
        return _wikipedia
    return _telegram_name if host.endswith(".t.me") else None


def _parts(path: str) -> list[str]:
    return path.split("/")[1:]


def _page(host: str, parts: list[str]) -> str:
    """Link to an account's page; its name is the same in either case."""
    return f"{host}/{parts[0].lower()}"


def _youtube(host: str, path: str, query: Parameters, _: str) -> str | None:
    parts = _parts(path)
    found = None
    if host == "youtu.be":
        found = _VIDEO_ID.match(parts[0]) if parts else None
    elif parts and parts[0] in {"watch", "watch_popup"} and "v" in query:
        found = _VIDEO_ID.match(query["v"])
    elif len(parts) > 1 and parts[0] in {"watch", "embed", "shorts", "live", "v", "e", "vi"}:
        if parts[1] == "videoseries" and "list" in query:
            return f"youtube.com/playlist?list={query['list']}"
        found = _VIDEO_ID.match(parts[1])
    if found:
        return f"youtube.com/watch?v={found[1]}"
    if parts and parts[0] == "playlist" and "list" in query:
        return f"youtube.com/playlist?list={query['list']}"
    if parts and parts[0].startswith("@"):
        tab = [] if parts[1:] == ["featured"] else parts[1:]
        return "/".join([_page(host, parts), *tab])
    return None


def _x(host: str, path: str, query: Parameters, fragment: str) -> str | None:
    if fragment.startswith("!/") and not path:
        path = fragment[1:].partition("?")[0].rstrip("/")
    parts = _parts(path)
    for at, part in enumerate(parts[:3]):
        if part in {"status", "statuses"} and at + 1 < len(parts):
            found = _STATUS_ID.match(parts[at + 1])
            return f"x.com/i/status/{found[0]}" if found else None
    if len(parts) == 1 and parts[0] and not query:
        return _page(host, parts)
    return None


def _facebook(host: str, path: str, query: Parameters, _: str) -> str | None:  # noqa: PLR0911
    parts = _parts(path)
    head = parts[0].lower() if parts else ""
    last = parts[-1] if parts else ""
    if head in {"watch", "video.php", "video"} and _NUMBER.fullmatch(query.get("v", "")):
        return f"{host}/watch?v={query['v']}"
    if head == "reel" and len(parts) > 1 and _NUMBER.fullmatch(parts[1]):
        return f"{host}/watch?v={parts[1]}"
    if len(parts) > 2 and parts[1] == "videos" and _NUMBER.fullmatch(last):
        return f"{host}/watch?v={last}"
    if head in {"photo.php", "photo"} and _NUMBER.fullmatch(query.get("fbid", "")):
        return f"{host}/photo?fbid={query['fbid']}"
    if len(parts) > 2 and parts[1] == "photos" and _NUMBER.fullmatch(last):
        return f"{host}/photo?fbid={last}"
    if head in {"permalink.php", "story.php"}:
        owner, post = query.get("id", ""), query.get("story_fbid", "")
        if _NUMBER.fullmatch(owner) and _FACEBOOK_ID.fullmatch(post):
            return f"{host}/{owner}/posts/{post}"
    if head == "groups" and len(parts) > 1:
        group = parts[1].lower()
        if len(parts) > 3 and parts[2] in {"posts", "permalink"} and _NUMBER.fullmatch(parts[3]):
            return f"{host}/groups/{group}/posts/{parts[3]}"
        if _NUMBER.fullmatch(query.get("multi_permalinks", "")):
            return f"{host}/groups/{group}/posts/{query['multi_permalinks']}"
        return None
    if len(parts) > 2 and parts[1] == "posts":
        found = _FACEBOOK_ID.fullmatch(last)
        return f"{host}/{head}/posts/{last}" if found else None
    if len(parts) == 1 and head and not head.endswith(".php") and not query:
        return _page(host, parts)
    return None


def _instagram(host: str, path: str, query: Parameters, _: str) -> str | None:
    parts = _parts(path)
    for at in (0, 1):
        if len(parts) > at + 1 and parts[at] in {"p", "reel", "reels", "tv"}:
            found = _CODE.fullmatch(parts[at + 1])
            return f"{host}/p/{parts[at + 1]}" if found and parts[at + 1] != "audio" else None
    return _page(host, parts) if len(parts) == 1 and parts[0] and not query else None


def _telegram(host: str, path: str, query: Parameters, _: str) -> str | None:
    parts = _parts(path)
    if len(parts) > 1 and parts[0] == "s":
        parts = parts[1:]
    if not parts or not parts[0]:
        return None
    if parts[0] == "joinchat" and len(parts) == 2:
        return f"{host}/+{parts[1]}"
    if parts[0] == "c" and len(parts) > 2 and _NUMBER.fullmatch(parts[-1]):
        return f"{host}/c/{parts[1]}/{parts[-1]}"
    if re.fullmatch(r"[A-Za-z]\w{3,31}", parts[0], re.ASCII):
        if len(parts) in {2, 3} and all(_NUMBER.fullmatch(part) for part in parts[1:]):
            return f"{_page(host, parts)}/{parts[-1]}"
        if len(parts) == 1 and (not query or set(query) == {"before"}):
            return _page(host, parts)
    return None


def _telegram_name(host: str, path: str, query: Parameters, fragment: str) -> str | None:
    return _telegram("t.me", f"/{host.removesuffix('.t.me')}{path}", query, fragment)


def _tiktok(host: str, path: str, query: Parameters, _: str) -> str | None:
    found = re.match(
        r"/(?:@[^/]*/(?:video|photo)|v|embed(?:/v\d)?|player/v1|share/video)/(\d+)(?:\.html)?$",
        path,
    )
    if found:
        return f"{host}/video/{found[1]}"
    parts = _parts(path)
    plain = len(parts) == 1 and parts[0].startswith("@") and not query
    return _page(host, parts) if plain else None


def _vk(host: str, path: str, query: Parameters, _: str) -> str | None:
    place = unquote(query.get("w") or query.get("z") or path[1:])
    found = re.match(r"(wall|video|photo|clip|story)(-?\d+_\d+)(?![\w-])", place)
    return f"{host}/{found[1]}{found[2]}" if found else None


def _reddit(host: str, path: str, _: Parameters, __: str) -> str | None:
    if host == "redd.it":
        found = re.fullmatch(r"/([a-z0-9]+)", path, re.IGNORECASE)
        return f"reddit.com/comments/{found[1].lower()}" if found else None
    found = re.match(
        r"/(?:(?:r|u|user)/[^/]+/)?(?:comments|gallery|tb)/([a-z0-9]+)"
        r"(?:/[^/]*(?:/([a-z0-9]+))?)?$",
        path,
        re.IGNORECASE,
    )
    if found:
        return "/".join([f"{host}/comments", *(part.lower() for part in found.groups() if part)])
    found = re.fullmatch(r"/(r|u|user)/([^/]+)", path)
    if found:
        return f"{host}/{'r' if found[1] == 'r' else 'user'}/{found[2].lower()}"
    return None


def _wikipedia(host: str, path: str, query: Parameters, _: str) -> str | None:
    title = None
    if path == "/w/index.php" and set(query) == {"title"}:
        title = query["title"]
    elif path.startswith("/wiki/") and not query:
        title = path[6:]
    return f"{host}/wiki/{title.replace('%20', '_')}" if title else None


def _dailymotion(host: str, path: str, query: Parameters, _: str) -> str | None:
    if path.startswith("/player") and "video" in query:
        path = f"/video/{query['video']}"
    elif host == "dai.ly":
        path = f"/video{path}"
    found = re.fullmatch(r"/(?:embed/|swf/)?video/([a-z0-9]+)(?:_[^/]*)?", path, re.IGNORECASE)
    return f"dailymotion.com/video/{found[1]}" if found else None


def _bluesky(host: str, path: str, query: Parameters, _: str) -> str | None:
    parts = _parts(path)
    if len(parts) < 2 or parts[0] != "profile" or query:
        return None
    return "/".join([f"{host}/profile", parts[1].lower(), *parts[2:]])


def _vimeo(_: str, path: str, query: Parameters, __: str) -> str | None:
    found = re.match(
        r"/(?:video/|channels/[^/]+/|groups/[^/]+/videos/)?(\d+)(?:/[0-9a-f]+)?$", path
    )
    return f"vimeo.com/{found[1]}" if found else None


def _threads(host: str, path: str, query: Parameters, _: str) -> str | None:
    found = re.match(r"/(?:@[^/]+/post|t)/([A-Za-z0-9_-]+)$", path)
    if found:
        return f"{host}/t/{found[1]}"
    parts = _parts(path)
    plain = len(parts) == 1 and parts[0].startswith("@") and not query
    return _page(host, parts) if plain else None


def _rumble(host: str, path: str, _: Parameters, __: str) -> str | None:
    found = re.match(r"/(v[a-z0-9]{4,})-[^/]*\.html$", path)
    return f"{host}/{found[1]}" if found else None


def _spotify(host: str, path: str, _: Parameters, __: str) -> str | None:
    found = re.match(r"/(?:intl-[a-z-]+/)?(?:embed/)?([a-z]+/[A-Za-z0-9]{22})$", path)
    return f"{host}/{found[1]}" if found else None


def _google_drive(_: str, path: str, query: Parameters, __: str) -> str | None:
    found = re.match(r"/(?:[a-z/]*/)?(?:d|folders)/((?:e/)?[A-Za-z0-9_-]{15,})", path)
    code = found[1] if found else None
    if path in {"/open", "/uc"}:
        found = _CODE.fullmatch(query.get("id", ""))
        code = found[0] if found else None
    return f"drive.google.com/d/{code}" if code else None


_RULES: dict[str, Rule] = {
    "youtube.com": _youtube,
    "youtu.be": _youtube,
    "x.com": _x,
    "facebook.com": _facebook,
    "instagram.com": _instagram,
    "t.me": _telegram,
    "tiktok.com": _tiktok,
    "vk.com": _vk,
    "reddit.com": _reddit,
    "redd.it": _reddit,
    "dailymotion.com": _dailymotion,
    "dai.ly": _dailymotion,
    "bsky.app": _bluesky,
    "vimeo.com": _vimeo,
    "player.vimeo.com": _vimeo,
    "threads.net": _threads,
    "rumble.com": _rumble,
    "open.spotify.com": _spotify,
    "drive.google.com": _google_drive,
    "docs.google.com": _google_drive,
}
