from __future__ import annotations

import pytest

from kashf.actions.hosts import registered_domain
from kashf.actions.links import canonical, host_of

V = "AbC-_123456"
SAME = {
    f"youtube.com/watch?v={V}": [
        f"https://www.youtube.com/watch?v={V}",
        f"http://youtube.com/watch?feature=share&v={V}&t=42s#x",
        f"https://m.youtube.com/watch?v={V}&list=PLxyz&index=2",
        f"https://youtu.be/{V}?si=abcdef",
        f"youtu.be/{V}",
        f"https://www.youtube.com/shorts/{V}?feature=share",
        f"https://www.youtube.com/embed/{V}?start=3",
        f"https://www.youtube-nocookie.com/embed/{V}",
        f"https://www.youtube.com/live/{V}",
        f"https://www.youtube.com/v/{V}",
        f"https://music.youtube.com/watch?v={V}",
        f"https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3D{V}%26feature%3Dshare",
        f"https://l.facebook.com/l.php?u=https%3A%2F%2Fyoutu.be%2F{V}%3Ffbclid%3D1&h=AT0",
        f"https://www.google.co.uk/url?sa=t&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3D{V}",
        f"https://consent@youtube.com:443/watch?v={V}",
        f"https://www.youtube.com/watch?v={V}&amp;feature=youtu.be",
        f"HTTPS://WWW.YOUTUBE.COM/watch?v={V}",
        f"https:\\\\www.youtube.com\\watch?v={V}",
    ],
    "x.com/i/status/1234": [
        "https://twitter.com/Some_One/status/1234?s=20&t=abc",
        "https://x.com/other/status/1234/photo/1",
        "http://mobile.twitter.com/someone/statuses/1234",
        "https://twitter.com/i/web/status/1234",
        "https://twitter.com/#!/someone/status/1234",
        "https://vxtwitter.com/someone/status/1234",
    ],
    "x.com/someone": ["https://twitter.com/SomeOne", "https://x.com/someone?lang=ar"],
    "facebook.com/watch?v=55": [
        "https://www.facebook.com/watch/?v=55&ref=sharing",
        "https://m.facebook.com/video.php?v=55",
        "https://web.facebook.com/some.page/videos/55/?extid=x",
        "https://ar-ar.facebook.com/some.page/videos/a-title/55/",
        "https://fb.com/reel/55?mibextid=x",
    ],
    "facebook.com/22/posts/11": [
        "https://m.facebook.com/story.php?story_fbid=11&id=22&refid=17&__tn__=-R",
        "https://www.facebook.com/permalink.php?id=22&story_fbid=11",
        "https://www.facebook.com/22/posts/11?__cft__[0]=AZ",
        "https://www.facebook.com/22/posts/a-slug/11/",
    ],
    "facebook.com/groups/g/posts/11": [
        "https://www.facebook.com/groups/G/permalink/11/",
        "https://www.facebook.com/groups/g/posts/11",
        "https://m.facebook.com/groups/g?multi_permalinks=11",
    ],
    "facebook.com/photo?fbid=7": [
        "https://www.facebook.com/photo.php?fbid=7&set=a.1&type=3",
        "https://www.facebook.com/page/photos/a.1.2/7/",
    ],
    "instagram.com/p/AbC": [
        "https://www.instagram.com/p/AbC/?igshid=x",
        "https://instagram.com/reel/AbC",
        "https://www.instagram.com/someone/reel/AbC/",
        "https://instagr.am/tv/AbC",
    ],
    "t.me/channel/12": [
        "https://t.me/s/Channel/12",
        "https://telegram.me/channel/12?single",
        "https://t.me/channel/3/12",
        "https://channel.t.me/12",
    ],
    "t.me/+AbC": ["https://t.me/joinchat/AbC", "https://t.me/+AbC"],
    "tiktok.com/video/99": [
        "https://www.tiktok.com/@someone/video/99?is_copy_url=1&lang=ar",
        "https://m.tiktok.com/v/99.html",
        "https://www.tiktok.com/embed/v2/99",
    ],
    "vk.com/wall-1_2": ["https://m.vk.com/wall-1_2", "https://vk.ru/feed?w=wall-1_2"],
    "reddit.com/comments/abc": [
        "https://old.reddit.com/r/Sub/comments/abc/a_title/",
        "https://www.reddit.com/r/sub/comments/abc/?utm_source=share",
        "https://redd.it/abc",
    ],
    "ar.wikipedia.org/wiki/مثال_ب": [
        "https://ar.m.wikipedia.org/wiki/%D9%85%D8%AB%D8%A7%D9%84_%D8%A8",
        "https://ar.wikipedia.org/w/index.php?title=%d9%85%d8%ab%d8%a7%d9%84_ب",
        "https://ar.wikipedia.org/wiki/مثال ب?wprov=sfla1",
    ],
    "dailymotion.com/video/x1": [
        "https://dai.ly/x1",
        "https://www.dailymotion.com/video/x1_a-title",
        "https://www.dailymotion.com/embed/video/x1",
        "https://geo.dailymotion.com/player.html?video=x1",
    ],
    "bsky.app/profile/a.example/post/3k": ["https://bsky.app/profile/A.example/post/3k?ref_src=e"],
    "vimeo.com/12": ["https://player.vimeo.com/video/12?h=ab", "https://vimeo.com/channels/c/12"],
    "threads.net/t/C1": ["https://www.threads.com/@a/post/C1?xmt=x", "https://threads.net/t/C1"],
    "rumble.com/v1abcd": ["https://rumble.com/v1abcd-a-title.html?mref=x"],
    "open.spotify.com/track/" + "a" * 22: [
        f"https://open.spotify.com/intl-ar/track/{'a' * 22}?si=1",
        f"https://open.spotify.com/embed/track/{'a' * 22}",
    ],
    "drive.google.com/d/" + "a" * 20: [
        f"https://drive.google.com/file/d/{'a' * 20}/view?usp=sharing",
        f"https://drive.google.com/open?id={'a' * 20}",
    ],
    "example.org/a?b=1&c=x%20y": [
        "https://www.example.org/a/?c=x+y&b=1&utm_source=z&fbclid=9",
        "http://user:secret@EXAMPLE.org:80//a?b=1&c=x%20y#part",
        "//amp.example.org/./z/../a/amp?b=1&c=x y&amp;gclid=1",
        " <https://example.org/a;jsessionid=9?&&b=1&c=x+y> ",
        "https://www.google.com/amp/s/www.example.org/a/%61%6d%70?c=x+y&b=1",
        "https://example-org.cdn.ampproject.org/c/s/example.org/a?b=1&c=x+y",
        "https://lm.facebook.com/l.php?u=https%3A%2F%2Fl.instagram.com%2F%3Fu%3Dhttps%253A%252F%252F"
        "example.org%252Fa%253Fb%253D1%2526c%253Dx%252By",
        "example.org./a?b=1&c=x+y",
        "https://ｅｘａｍｐｌｅ。org/a?b=1&c=x+y",
        "https://exa\u00admple.org/a?b=1&c=x+y",
        "https://%65xample.org/a?b=1&c=x+y",
    ],
    "xn--mgbh0fb.example": ["https://مثال.example/", "https://XN--MGBH0FB.example"],
    "127.0.0.1/x": ["http://127.0.0.1/x", "http://2130706433/x", "http://0x7f.1/x"],
    "[2001:db8::1]:8080/x": ["http://[2001:0DB8:0:0::1]:8080/x"],
    "bit.ly/AbC": ["http://bit.ly/AbC", "https://bit.ly/AbC?fbclid=1"],
    "example.org/#!/news/1": ["https://example.org/#!/news/1"],
    "example.org/#/news/1": ["https://example.org/#/news/1"],
}  # fmt: skip
SAME["example.org#!/news/1"] = SAME.pop("example.org/#!/news/1")
SAME["example.org#/news/1"] = SAME.pop("example.org/#/news/1")

DIFFERENT = [
    (f"https://youtu.be/{V}", f"https://youtu.be/{V.lower()}"),
    (f"https://youtu.be/{V}", f"https://youtu.be/{V[:-1]}7"),
    (f"https://youtu.be/{V}", f"https://youtu.be/{V}7"),
    (f"https://youtu.be/{V}", f"https://youtube.com@evil.example/watch?v={V}"),
    (f"https://youtu.be/{V}", f"https://youtube.com.evil.example/watch?v={V}"),
    (f"https://youtu.be/{V}", f"https://evil.example/https://youtu.be/{V}"),
    (f"https://youtu.be/{V}", f"https://evil.example\\@youtu.be/{V}"),
    (f"https://youtu.be/{V}", f"https://xn--youtbe-6ya.com/watch?v={V}"),
    (f"https://youtu.be/{V}", f"https://yоutube.com/watch?v={V}"),  # Cyrillic о
    (f"https://youtu.be/{V}", f"https://notyoutube.com/watch?v={V}"),
    ("https://youtube.com/playlist?list=A", "https://youtube.com/playlist?list=B"),
    ("https://x.com/a/status/1", "https://x.com/a/status/2"),
    ("https://x.com/a/status/12", "https://x.com/a/status/12a"),
    ("https://x.com/a/status/1", "https://x.com/a"),
    ("https://fb.com/1/posts/2", "https://fb.com/3/posts/2"),
    ("https://fb.com/22/posts/11", "https://fb.com/permalink.php?id=22/posts/11&story_fbid=5"),
    ("https://fb.com/watch?v=1", "https://fb.com/photo?fbid=1"),
    ("https://instagram.com/p/AbC", "https://instagram.com/p/abc"),
    ("https://t.me/channel/1", "https://t.me/channel/2"),
    ("https://t.me/+AbC", "https://t.me/+abc"),
    ("https://t.me/c/12/3", "https://t.me/c/13/3"),
    ("https://tiktok.com/@a/video/1", "https://tiktok.com/@a/video/12"),
    ("https://reddit.com/r/a/comments/x", "https://reddit.com/r/a/comments/x/s/comm1"),
    ("https://ar.wikipedia.org/wiki/A", "https://en.wikipedia.org/wiki/A"),
    ("https://ar.wikipedia.org/wiki/A", "https://ar.wikipedia.org/w/index.php?title=A&oldid=3"),
    ("https://vk.com/wall-1_2", "https://vk.com/wall-1_23"),
    ("https://example.org/a", "https://example.org/A"),
    ("https://example.org/a", "https://example.org:8080/a"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/?id=1", "https://example.org/?id=2"),
    ("https://example.org/?q=a%26b=c", "https://example.org/?q=a&b=c"),
    ("https://example.org/#/a", "https://example.org/#/b"),
    ("https://example.org/", "https://news.example.org/"),
    ("https://m.co.uk/", "https://co.uk/"),
    ("https://bit.ly/abc", "https://bit.ly/abC"),
]

NO_LINKS = [
    "", " ", "[]", "['']", "nan", "None", "null", "-", "https://", "https:///", "http://?x",
    "javascript:alert(1)", "data:text/html,x", "mailto:someone@example.org", "tel:123",
    "ftp://example.org/x", "file:///etc/hosts", "someone@example.org", "foo.txt", "hello",
    "3.14", "http://localhost/x", "http://intranet/x", "http://example..org", "http://-a.example",
    "http://999.1.1.1/", "http://1.2.3.4.5/", "http://[::g]/", "http://[::1/", "http://[::1]x/",
    "http://example.org:x/", "http://example.org:99999/", "http://example.org:0/",
    "https://exa\u202emple.org/", "https://exa\x00mple.org/", "https://exa mple.org/",
    "https://t.co/abc…", "https://t.co/abc...", "https://example.org/" + "a" * 4096,
    "http://" + "a" * 64 + ".example", "http://" + "a." * 130 + "example", "https://\ud800.example/",
    "http://%ff.example/",
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "link"), [(w, u) for w, us in SAME.items() for u in us])
def test_spellings_of_one_page_are_one_object(wanted: str, link: str) -> None:
    assert canonical(link) == wanted


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_pages_stay_different(one: str, other: str) -> None:
    assert canonical(one)
    assert canonical(other)
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize("text", NO_LINKS)
def test_what_is_no_link_is_no_object(text: str) -> None:
    assert canonical(text) is None


def test_wrappers_are_taken_off_five_deep() -> None:
    def wrap(url: str, times: int) -> str:
        for _ in range(times):
            url = "https://l.facebook.com/l.php?u=" + url.replace("%", "%25").replace("&", "%26")
        return url

    assert canonical(wrap("https://example.org/a", 5)) == "example.org/a"
    assert canonical(wrap("https://example.org/a", 6)).startswith("l.facebook.com/l.php?")


def test_a_parameter_counts_where_it_tells_pages_apart() -> None:
    assert canonical("https://example.org/?ref=1&s=2&t=3&id=4") == "example.org?id=4&ref=1&s=2&t=3"
    assert canonical("https://x.com/i/events/1?ref=1&s=2&t=3") == "x.com/i/events/1?ref=1"


@pytest.mark.parametrize(
    ("link", "domain"),
    [
        ("https://news.example.co.uk/a", "example.co.uk"),
        ("https://someone.blogspot.com/2020", "someone.blogspot.com"),
        ("https://blogspot.com/", None),
        ("https://someone.github.io/", "someone.github.io"),
        ("https://a.b.example.unknowntld/", "example.unknowntld"),
        ("http://192.0.2.1:8080/x", "192.0.2.1"),
        ("http://[2001:db8::1]:8080/x", "[2001:db8::1]"),
        ("https://example.org:8080?x=1", "example.org"),
        ("https://youtu.be/" + V, "youtube.com"),
    ],
)
def test_registered_domains(link: str, domain: str | None) -> None:
    assert registered_domain(host_of(canonical(link) or "")) == domain
