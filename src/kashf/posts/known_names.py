"""Accounts of a data set, their pseudonyms, and where their names stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b

from kashf.text import fold_handle, normalise, normalise_with_map

__all__ = ["Names"]

_SHORTEST = 3
_MOST_WORDS = 64
_AT = "@＠﹫"
_HIDDEN = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u061c"
_CHUNK = re.compile(r"[^ \t\n\v\f\r!-/:-@\[-`{-~]+")
# kashf.text leaves these out of the texts that it compares; what replaces them must go as well.
_LEFT_OUT = (
    rf"(?<![A-Za-z0-9_.{_AT}])[{_AT}][{_HIDDEN}]*(?P<handle>[A-Za-z0-9_]+(?:[.@-][A-Za-z0-9_]+)*)"
)
_HANDLE = re.compile(
    rf"{_LEFT_OUT}"
    rf"|(?P<mail>[\w.+-]{{1,64}}[{_AT}][\w-]+(?:\.[\w-]+)+)"
    rf"|[{_AT}][{_HIDDEN}]*(?P<other>\w[\w\u064b-\u0652]*(?:[.@-]\w+)*)"
)
_RETWEET = re.compile(r"[\s\"'“«]*RT\s*[:：]?\s*")


@lru_cache(1 << 16)
def _words_of(chunk: str) -> tuple[tuple[str, int, int], ...]:
    """Normalised words of a chunk without ASCII punctuation, each with its span."""
    plain = normalise(chunk)
    if not plain:
        return ()
    if " " not in plain and (chunk.isalnum() or chunk.casefold() == plain):
        return ((plain, 0, len(chunk)),)
    found = normalise_with_map(chunk)
    return tuple(
        (match[0], *found.original_span(*match.span())) for match in re.finditer(r"\S+", found.text)
    )


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _CHUNK.finditer(text):
        at = match.start()
        for word, start, end in _words_of(match[0]):
            yield word, at + start, at + end


def _platform(name: str) -> str:
    name = name.casefold()
    return "x" if name == "twitter" else name


class Names:
    """Pseudonyms under ``key``, and the accounts (platform, id, name) that are known."""

    def __init__(self, key: bytes, accounts: Iterable[tuple[str, str, str | None]]) -> None:
        self._key = key
        self._ids: set[tuple[str, str]] = set()
        self._handles: dict[tuple[str, str], str] = {}
        self._phrases: dict[str, str] = {}
        self._lengths: dict[str, set[int]] = {}
        # In one order, whatever the order of the rows; an id goes before another's name.
        ordered = sorted((_platform(p), i, n or "") for p, i, n in set(accounts))
        for platform, ident, _ in ordered:
            self._ids.add((platform, ident.strip()))
            self._learn(platform, ident, self.account(platform, ident))
        for platform, ident, name in ordered:
            if name:
                self._learn(platform, name, self.account(platform, ident))

    def _learn(self, platform: str, name: str, pseudonym: str) -> None:
        folded = fold_handle(name)
        if folded:
            self._handles.setdefault((platform, folded), pseudonym)
        words = [word for word, _, _ in _words(name)][:_MOST_WORDS]
        phrase = " ".join(words)
        if len(phrase) >= _SHORTEST:
            self._phrases.setdefault(phrase, pseudonym)
            if len(words) > 1:
                self._lengths.setdefault(words[0], set()).add(len(words))

    def _hash(self, kind: bytes, platform: str, value: str) -> str:
        data = f"{_platform(platform)}\0{value}".encode("utf-8", "surrogatepass")
        return blake2b(data, digest_size=8, key=self._key, person=kind).hexdigest()

    def account(self, platform: str, ident: str) -> str:
        """Pseudonym of an account by its id."""
        return "u_" + self._hash(b"account", platform, ident)

    def post(self, platform: str, ident: str) -> str:
        """Pseudonym of a post by its id."""
        return "p_" + self._hash(b"post", platform, ident.strip())

    def handle(self, platform: str, handle: str) -> str:
        """Pseudonym of the account of ``platform`` with this id or name, known or not."""
        platform, ident = _platform(platform), handle.strip()
        if (platform, ident) in self._ids:
            return self.account(platform, ident)
        folded = fold_handle(handle)
        return self._handles.get((platform, folded)) or self.account("", folded)

    def known(self, text: str) -> str | None:
        """Pseudonym of the account, on any platform, whose id or name ``text`` as a whole is."""
        return self._phrases.get(" ".join(word for word, _, _ in _words(text)))

    def replaced(self, text: str, platform: str) -> str:
        """``text`` with pseudonyms for every ``@handle``, address of mail, known id and name.

        Texts that are equal once normalised (:mod:`kashf.text`) stay so. Links are not text:
        they are left to :mod:`kashf.posts.name_links`.
        """
        parts, at = [], 0
        if any(sign in text for sign in _AT):
            for match in _HANDLE.finditer(text):
                parts += [self._named(text[at : match.start()]), self._handle(match, platform)]
                at = match.end()
        parts.append(self._named(text[at:] if at else text))
        return "".join(parts)

    def _handle(self, match: re.Match[str], platform: str) -> str:
        if match["handle"]:
            return "@" + self.handle(platform, match["handle"])
        found = match["mail"] or match["other"]
        pseudonym = self.known(found) or self.account("", " ".join(w for w, _, _ in _words(found)))
        if match["mail"]:
            return pseudonym
        # A handle that kashf.text counts as words must not become one that it leaves out.
        before = match.string[: match.start()]
        keep = before[-1:] in {".", *_AT} or (len(before) < 40 and _RETWEET.fullmatch(before))
        return f"@{pseudonym}" if keep else pseudonym

    def _named(self, text: str) -> str:
        words = list(_words(text))
        parts, at, index = [], 0, 0
        while index < len(words):
            first = words[index][0]
            count, pseudonym = 1, self._phrases.get(first)
            for length in sorted(self._lengths.get(first, ()), reverse=True):
                if index + length <= len(words):
                    phrase = " ".join(word for word, _, _ in words[index : index + length])
                    if phrase in self._phrases:
                        count, pseudonym = length, self._phrases[phrase]
                        break
            if pseudonym is not None:
                parts += [text[at : words[index][1]], pseudonym]
                at = words[index + count - 1][2]
            index += count
        return "".join(parts) + text[at:] if at else text
