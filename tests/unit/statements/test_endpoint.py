"""The optional extractor against a real server that answers in every way a server can."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from kashf.errors import KashfError, UsageError
from kashf.statements import EndpointSettings, StatementSettings, extract
from kashf.statements.endpoint import Answer, ask

TEXT = "قال الوزيرُ سرحان المغيلي إنّ الجسـر سيُفتح غدا.\nThe mayor, Ada Brindle, denied that the bridge was closed."
GOOD = {
    "speaker": "الوزير سرحان المغيلي", "speaker_name": "سرحان المغيلي", "addressee": None,
    "verb": "قال", "force": "says", "content": "الجسر سيفتح غدا", "direct": False, "negated": False,
    "hedged": False, "said_false": False, "sources": [],
}  # fmt: skip
SECOND = {
    **GOOD, "speaker": "The mayor, Ada Brindle", "speaker_name": "Ada Brindle", "verb": "denied",
    "force": "denies", "content": "the bridge was closed",
}  # fmt: skip

Reply = Callable[[BaseHTTPRequestHandler, int], None]


@contextmanager
def server(reply: Reply) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server on this machine; what it was asked is kept."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append({"path": self.path, "headers": dict(self.headers), **json.loads(body)})
            reply(self, len(asked))

        def log_message(self, *_: object) -> None:
            pass

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_address[1]}/v1", asked
    finally:
        made.shutdown()
        made.server_close()
        thread.join()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def says(content: str) -> Reply:
    body = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
    return lambda handler, _: send(handler, body)


def settings(address: str, **more: Any) -> StatementSettings:
    server_ = EndpointSettings(address=address, model="m", **{"timeout": 5.0, "retries": 1, **more})
    return StatementSettings(extractor="endpoint", endpoint=server_)


def get(reply: Reply, **more: Any) -> tuple[Answer, list[dict[str, Any]]]:
    with server(reply) as (address, asked):
        return ask(TEXT, settings(address, **more)), asked


def test_a_good_answer() -> None:
    answer, asked = get(says(json.dumps({"statements": [SECOND, GOOD]})))
    assert [one.force for one in answer.statements] == ["says", "denies"]
    for one in answer.statements:
        for span in (one.content, one.speaker, one.verb):
            assert span is not None
            assert TEXT[span.start : span.end] == span.text
    assert answer.statements[0].content.text == "الجسـر سيُفتح غدا"  # the source, not the answer
    assert not answer.refused and not answer.failed
    assert asked[0]["path"] == "/v1/chat/completions"
    assert asked[0]["response_format"]["type"] == "json_schema"
    assert TEXT in asked[0]["messages"][1]["content"]


@pytest.mark.parametrize(
    "around",
    ["```json\n{}\n```", "Here it is: {} I hope {{this}} helps.", "<think>{{maybe}}</think>\n{}"],
)
def test_a_sloppy_answer(around: str) -> None:
    body = json.dumps({"statements": [GOOD]}, ensure_ascii=False)
    answer, _ = get(says(around.replace("{}", body, 1).replace("{{", "{").replace("}}", "}")))
    assert [one.speaker_name for one in answer.statements] == ["سرحان المغيلي"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"content": "الجسر لن يفتح أبدا"}, "content is not in the text"),
        ({"content": "لجسر سيفتح غدا"}, "content is not in the text"),
        ({"speaker": "الوزير نعمان"}, "speaker is not in the text"),
        ({"speaker_name": "نعمان"}, "speaker_name is not in the text"),
        ({"verb": "أنكر"}, "verb is not in the text"),
        ({"addressee": "the press"}, "addressee is not in the text"),
        ({"sources": [{"kind": "report", "text": "the Gazette"}]}, "source is not in the text"),
        ({"force": "lies"}, "not of the schema"),
        ({"content": 7}, "not of the schema"),
        ({"sources": ["x"]}, "not of the schema"),
    ],
)
def test_what_is_not_in_the_text_is_refused_and_counted(
    change: dict[str, Any], reason: str
) -> None:
    answer, _ = get(says(json.dumps({"statements": [{**GOOD, **change}, SECOND]})))
    assert dict(answer.refused) == {reason: 1}
    assert [one.force for one in answer.statements] == ["denies"]


def test_the_same_statement_twice_is_one() -> None:
    answer, _ = get(says(json.dumps({"statements": [GOOD, GOOD]})))
    assert len(answer.statements) == 1
    assert dict(answer.refused) == {"given twice": 1}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{", "the answer is not that of a chat"),
        (b'{"choices": []}', "the answer is not that of a chat"),
        (b'{"choices": [{"message": {"content": null}}]}', "the answer is empty"),
        (b'{"choices": [{"message": {"content": "[1, 2"}}]}', "no JSON of the schema"),
        (
            b'{"choices": [{"message": {"content": "{\\"statements\\": 3}"}}]}',
            "no JSON of the schema",
        ),
        (b"[" * 100_000, "the answer is not that of a chat"),
    ],
)
def test_broken_json_is_tried_again_and_then_an_error(body: bytes, reason: str) -> None:
    tries = []

    def reply(handler: BaseHTTPRequestHandler, n: int) -> None:
        tries.append(n)
        send(handler, body)

    with pytest.raises(KashfError, match=reason):
        get(reply)
    assert tries == [1, 2]


def test_a_second_try_may_help() -> None:
    good = json.dumps({"choices": [{"message": {"content": json.dumps({"statements": [GOOD]})}}]})

    def reply(handler: BaseHTTPRequestHandler, n: int) -> None:
        send(handler, b"busy", 503) if n == 1 else send(handler, good.encode())

    answer, asked = get(reply)
    assert len(answer.statements) == 1
    assert len(asked) == 2


def test_a_refusal_is_not_tried_again() -> None:
    with server(lambda handler, _: send(handler, b"no", 401)) as (address, asked):
        with pytest.raises(KashfError, match="HTTP status 401"):
            ask(TEXT, settings(address))
        assert len(asked) == 1


def test_the_text_goes_to_no_other_address() -> None:
    with server(says("{}")) as (other, elsewhere):
        with pytest.raises(KashfError, match="HTTP status 307"):
            get(lambda handler, _: send(handler, b"", 307, Location=f"{other}/chat/completions"))
        assert elsewhere == []


def test_a_silent_server_ends_with_the_time_out() -> None:
    with pytest.raises(KashfError, match="too long"):
        get(lambda handler, _: time.sleep(1.5), timeout=0.2, retries=0)


def test_a_dripping_server_ends_with_the_time_out() -> None:
    def reply(handler: BaseHTTPRequestHandler, _: int) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(20):
            try:
                handler.wfile.write(b" ")
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    with pytest.raises(KashfError, match="too long"):
        get(reply, timeout=0.4, retries=0)


def test_an_endless_answer_is_cut() -> None:
    with pytest.raises(KashfError, match="answer is too long"):
        get(says("x" * 5000), max_answer=1000)


def test_no_server_at_all() -> None:
    with server(says("{}")) as (address, _):
        pass
    with pytest.raises(KashfError, match="no connection"):
        ask(TEXT, settings(address, retries=0))


def test_a_long_text_goes_in_pieces_and_offsets_are_of_the_whole() -> None:
    long = "Filler without any saying in it. " * 20 + "\n" + TEXT

    def reply(handler: BaseHTTPRequestHandler, _: int) -> None:
        says(json.dumps({"statements": [SECOND]}))(handler, 0)

    with server(reply) as (address, asked):
        answer = ask(long, settings(address, max_characters=300))
    assert len(asked) == answer.asked > 1
    assert [one.content.start for one in answer.statements] == [long.index("the bridge was closed")]
    assert answer.refused["content is not in the text"] == answer.asked - 1


def test_the_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KASHF_TEST_KEY", raising=False)
    with pytest.raises(UsageError, match="KASHF_TEST_KEY is not set"):
        get(says("{}"), key_variable="KASHF_TEST_KEY")
    monkeypatch.setenv("KASHF_TEST_KEY", "k")
    _, asked = get(says('{"statements": []}'), key_variable="KASHF_TEST_KEY")
    assert asked[0]["headers"]["Authorization"] == "Bearer k"


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://x/v1", "http://u:p@x/v1", "x", ""]
)
def test_only_http_addresses_without_a_password(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        EndpointSettings(address=address, model="m")


def test_without_an_address_nothing_is_asked() -> None:
    with pytest.raises(UsageError, match="needs an address"):
        extract(TEXT, StatementSettings(extractor="endpoint"))
