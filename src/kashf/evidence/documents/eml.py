"""A message (RFC 5322): its headers as the first paragraph, then its body."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage, MIMEPart

from kashf.evidence.decoding import decode, one_line_end
from kashf.evidence.documents._paragraphs import of_text
from kashf.evidence.documents.html import paragraphs_of_html
from kashf.evidence.formats import Builder, Draft, Format, Head, MiB, Source

__all__ = ["FORMAT"]

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_LINE = re.compile(r"^([A-Za-z][A-Za-z0-9-]{1,60}):", re.MULTILINE)
_KNOWN = frozenset(
    ["from", "to", "date", "subject", "received", "message-id", "mime-version", "return-path",
     "delivered-to", "content-type", "reply-to", "x-mailer", "dkim-signature", "cc"]
)  # fmt: skip
_MOST_PARTS = 1000


def _sniff(head: Head) -> float:
    top = re.split(r"\r?\n\r?\n", head.text, maxsplit=1)[0]
    if not _LINE.match(top) and not top.startswith("From "):
        return 0.0
    names = {name.lower() for name in _LINE.findall(top)} & _KNOWN
    return 0.9 if len(names) >= 3 and "from" in names else 0.0


def _read(source: Source) -> Draft:
    draft = Draft()
    data = source.data(64 * MiB)
    if data.count(b"\nContent-Type:") > _MOST_PARTS:
        raise source.error(f"The message has more than {_MOST_PARTS:,} parts.")
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        return _of_message(source, message, draft)
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError,
            AssertionError) as error:  # fmt: skip
        # the parser of the standard library raises these for some malformed headers
        raise source.error(
            f"The message is malformed ({type(error).__name__}).",
            hint="Save it again, or convert it to plain text.",
        ) from error


def _header(message: EmailMessage, name: str) -> str:
    values = message.get_all(name, [])
    return ", ".join(" ".join(str(value).split()) for value in values)


def _of_message(source: Source, message: EmailMessage, draft: Draft) -> Draft:
    builder = Builder("\n\n")
    lines = [f"{name}: {value}" for name in _HEADERS if (value := _header(message, name))]
    for name in ("From", "Date", "Subject"):
        if len(message.get_all(name, [])) > 1:
            draft.notes.append(f"The message has more than one header {name}; all are shown.")
    builder.add("\n".join(lines))
    body = message.get_body(("plain", "html"))
    if body is None:
        draft.notes.append("The message has no body of text.")
    else:
        _add_body(source, body, draft, builder)
        if body.get_content_subtype() == "plain" and message.get_body(("html",)) is not None:
            draft.notes.append(
                "The message also has its body as HTML, which is not read here; it may differ."
            )
    for attached in message.iter_attachments():
        draft.notes.append(_attachment(attached))
    defects = sorted({type(defect).__name__ for part in message.walk() for defect in part.defects})
    if defects:
        draft.notes.append(f"The message is not well formed: {', '.join(defects)}.")
    return builder.into(draft)


def _add_body(source: Source, body: MIMEPart, draft: Draft, builder: Builder) -> None:
    payload = body.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = body.get_content_charset()
    text, draft.encoding, notes = decode(
        data, source.path, encoding=source.encoding, declared=charset
    )
    draft.notes += [note.replace("The file", "The body") for note in notes]
    if body.get_content_subtype() == "html":
        paragraphs, more = paragraphs_of_html(text, source)
        draft.notes += more
        for paragraph in paragraphs:
            builder.add(paragraph)
        return
    text, _ = one_line_end(text)  # the line end of messages is \r\n
    for part in of_text(text):
        builder.add(text[part.start : part.end])


def _attachment(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    size = f", {len(payload):,} bytes" if isinstance(payload, bytes) else ""
    name = " ".join((part.get_filename() or "without a name").split())[:200]
    return f"Attachment, not opened: {name} ({part.get_content_type()}{size})."


FORMAT = Format("eml", "e-mail (EML)", ("message/rfc822",), _sniff, _read)
