"""A canonical link is a fixed point, and no input, however hostile, breaks it."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from kashf.actions.hosts import registered_domain
from kashf.actions.links import canonical, host_of

_WORDS = (
    "https:// http: // / \\ ? # #!/ & &amp; = % %2 %2F %D9%85 %ff %00 %E2%80%AE + ; @ : :80 [ ] .."
    " /../ www. m. example.org مثال.example youtube.com youtu.be x.com t.me facebook.com vk.com"
    " reddit.com ar.m.wikipedia.org l.facebook.com/l.php?u= google.com/url?q= watch?v= AbC-_123456"
    " status/ 12 posts/ /amp utm_source=x w=wall-1_2 title= wiki/ comments/ story_fbid= id="
    " jsessionid=1 \u202e \ud800 \x00"
)
_PIECES = st.sampled_from(_WORDS.split(" "))
urls = st.lists(st.one_of(_PIECES, st.characters(codec=None)), max_size=14).map("".join)
links = st.one_of(
    urls, urls.map("https://example.org/".__add__), urls.map("https://vk.com/".__add__)
)


@given(links)
@settings(max_examples=800)
def test_the_canonical_form_is_its_own(url: str) -> None:
    link = canonical(url)
    if link is None:
        return
    assert canonical(f"https://{link}") == link
    assert canonical(f"http://www.{link}") in {link, None} or link[0] == "["


@given(links)
@settings(max_examples=800)
def test_the_canonical_form_hides_nothing(url: str) -> None:
    link = canonical(url)
    if link is None:
        return
    bad = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
    assert not [char for char in link if unicodedata.category(char) in bad]
    assert link.partition("/")[0].partition("?")[0].partition("#")[0].isascii()
    link.encode()
    domain = registered_domain(host_of(link))
    assert domain is None or host_of(link).endswith(domain)
