"""Requests that leave a doubt where they end: each is refused with 4xx, and the server goes on answering others."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.channels.slack import kit
from tests.channels.teams.server import served
from tests.channels.test_rest import NAME, QUESTION, TOKEN, RestInput, echo, post

PATH = "/webhooks/rest/webhook"
BODY = b'{"sender": "x", "message": "hello"}'
GOOD = (b"Host: localhost", b"Authorization: Bearer " + TOKEN.encode())
LENGTH = b"Content-Length: %d" % len(BODY)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(NAME, TOKEN)
        with served(RestInput(), echo) as number:
            yield number


def statuses(port: int, sent: bytes) -> list[bytes]:
    """The statuses of all replies to these bytes; none where the server only hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as calling:
        calling.sendall(sent)
        read = b""
        while got := calling.recv(65536):
            read += got
    return [line.split()[1] for line in read.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]


def request(*headers: bytes, body: bytes = BODY, path: bytes = PATH.encode(), method: bytes = b"POST") -> bytes:
    return b"\r\n".join((method + b" " + path + b" HTTP/1.1", *GOOD, *headers, b"Connection: close", b"", b"")) + body


def answers(port: int) -> bool:
    return post(port, QUESTION, Authorization=f"Bearer {TOKEN}")[0] == 200


def test_a_request_as_it_should_be_is_answered_with_a_length_and_in_pieces(port):
    assert statuses(port, request(LENGTH)) == [b"200"]
    pieces = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
    assert statuses(port, request(b"Transfer-Encoding: chunked", body=pieces)) == [b"200"]


@pytest.mark.parametrize(
    "length", [b"-1", b"-0", b"+5", b"abc", b"", b" ", b"1e3", b"0x10", b"1_0", b"5, 5", b"9" * 20, "٣".encode(), b"5.0"]
)  # fmt: skip
def test_a_length_that_is_no_number_is_refused_and_keeps_nobody_waiting(port, length):
    assert statuses(port, request(b"Content-Length: " + length)) == [b"400"]
    assert answers(port), "one request with -1 once stopped the whole server"


@pytest.mark.parametrize(
    "headers",
    [(LENGTH, b"Content-Length: 3"), (LENGTH, LENGTH), (LENGTH, b"Transfer-Encoding: chunked"), (b"Transfer-Encoding: xchunked",),
     (b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity"), (b"Transfer-Encoding: gzip, chunked",),
     (LENGTH, b"Authorization: Bearer x"), (LENGTH, b"Host: evil.example"), (LENGTH, b"Content-Type: a/b", b"Content-Type: c/d"),
     (LENGTH, b"X-Slack-Signature: a", b"X-Slack-Signature: b"), (LENGTH, b"X-Slack-Request-Timestamp: 1", b"x-slack-request-timestamp: 2"),
     (b"Content-Length : 5",), (LENGTH, b"X A: b"), (LENGTH, b": b"), (LENGTH, b"X-A: b", b" folded"), (LENGTH, b"no colon")],
    ids=lambda headers: " + ".join(h.decode() for h in headers),
)  # fmt: skip
def test_headers_that_two_servers_may_read_in_two_ways_are_refused(port, headers):
    assert statuses(port, request(*headers)) == [b"400"]


def test_a_second_request_hidden_in_the_body_of_the_first_is_not_answered(port):
    hidden = b"0\r\n\r\nGET /webhooks/rest/ HTTP/1.1\r\nHost: x\r\n\r\n"
    assert statuses(port, request(b"Content-Length: 5", b"Transfer-Encoding: chunked", body=hidden)) == [b"400"]


@pytest.mark.parametrize("size", [b"-5", b"zz", b"1" * 70], ids=["negative", "letters", "endless"])
def test_a_piece_of_no_size_is_refused(port, size):
    assert statuses(port, request(b"Transfer-Encoding: chunked", body=size + b"\r\nx\r\n0\r\n\r\n")) in (
        [b"400"],
        [b"413"],
    )


def test_a_piece_too_large_is_refused_before_it_came(port):
    assert statuses(port, request(b"Transfer-Encoding: chunked", body=b"fffffffff\r\nx")) == [b"413"]


@pytest.mark.parametrize("path", ["/webhooks/rest/webhookÿ", "/é", "/\x7f"])
def test_an_address_that_is_none_is_refused_and_leaves_no_trace_of_our_code(port, path, capfd):
    assert statuses(port, request(LENGTH, path=path.encode())) in ([b"400"], [b"404"])
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("sent", [b"GET /\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\r\n\r\n"])  # fmt: skip
def test_what_is_no_http_is_refused(port, sent):
    assert statuses(port, sent) == [b"400"]


@pytest.mark.parametrize(
    "path", [b"/webhooks/Rest/webhook", b"//webhooks/rest/webhook", b"/webhooks/rest/webhook;x", b"/webhooks/rest/webhook%00",
             b"/webhooks/rest/%77ebhook", b"/webhooks/x/../rest/webhook"],
)  # fmt: skip
def test_an_address_that_only_looks_like_one_of_ours_is_unknown(port, path):
    assert statuses(port, request(LENGTH, path=path)) == [b"404"]


def test_those_who_never_finish_their_request_keep_nobody_waiting(port):
    with ExitStack() as stack:
        for _ in range(200):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            slow.sendall(b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n")
        assert answers(port)


# --- times that Slack never writes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "odd",
    [pytest.param(f"{int(time.time())}.0", id="today.0"), "１７００", "+17", " 17", "0x5", "nan", "1_7", "٣" * 10],
    ids=ascii,
)
def test_a_signed_time_in_other_figures_is_no_time(odd: Any, monkeypatch):
    """Signed with the real secret: what is refused is the way it is written."""
    slack = kit.Slack()
    for name, value in slack.environment().items():
        monkeypatch.setenv(name, value)
    from bot.channels.slack.requests import SlackInput

    body = b'{"type": "url_verification", "challenge": "x"}'
    try:
        with served(SlackInput(), echo) as number:
            caller = kit.Caller(number)
            heads = kit.headers(body)
            assert caller.raw(body, heads)[0] == 200
            heads |= {
                "X-Slack-Request-Timestamp": odd.encode().decode("latin-1"),
                "X-Slack-Signature": kit.signature(body, odd),
            }
            assert caller.raw(body, heads)[0] == 401
    finally:
        slack.close()
