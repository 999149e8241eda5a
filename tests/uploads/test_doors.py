"""Every door by which a request comes in: how much, how many parts, under which name, and what is left when it is refused."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chorsu.portal import limits
from tests.people import actor, client_of

pytestmark = pytest.mark.django_db
FORM = "multipart/form-data; boundary=x"


class Unread(io.BytesIO):
    """A body that must not be read."""

    def read(self, *_sizes):
        raise AssertionError("the body was read")


@pytest.mark.parametrize("address", ["/en/upload/", "/zh-hans/plan/", "/ru/trade/uploads/"])
@pytest.mark.parametrize("said", [str(limits.MOST_BYTES + 1), "9" * 30, "-1", "1e9", "٣"])
def test_what_says_it_is_too_large_is_not_read(client, address, said):
    answer = client.generic("POST", address, b"", content_type=FORM, CONTENT_LENGTH=said, **{"wsgi.input": Unread()})
    assert answer.status_code == 413


def multipart(parts: int, *, of_files: bool = False) -> bytes:
    disposition = 'Content-Disposition: form-data; name="a{0}"' + ('; filename="f{0}"' if of_files else "")
    return b"".join(f"--x\r\n{disposition.format(n)}\r\n\r\n1\r\n".encode() for n in range(parts)) + b"--x--\r\n"


@pytest.mark.parametrize(
    "body",
    [
        multipart(5_000),
        multipart(2, of_files=True),
        b"--x\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\n1\r\n--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"1" * 400_000 + b"\r\n--x--\r\n",
    ],
    ids=["fields", "files", "headers", "a long field"],
)
def test_a_form_of_too_many_or_too_long_parts_is_refused(client, body):
    for address in ("/en/upload/", "/en/plan/"):
        assert client.generic("POST", address, body, content_type=FORM).status_code in (400, 413, 422)


@pytest.mark.parametrize("frame", ["", "; boundary=", f"; boundary={'x' * 9_000}"])
def test_a_form_without_a_frame_is_refused(client, frame):
    kind = f"multipart/form-data{frame}"
    assert client.generic("POST", "/en/upload/", multipart(1), content_type=kind).status_code in (400, 422)


def test_a_long_query_is_refused_or_read_and_never_breaks(client):
    assert client.get("/en/search/places/?" + "&".join(f"a{n}=1" for n in range(5_000))).status_code in (200, 400)
    assert client.get("/en/search/places/?q=" + "x" * 200_000).status_code == 200


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"\xff\xfe{\0}\0",
        b"[" * 100_000,
        b'{"items": ' + b"[" * 100_000,
        b'{"a": 1e999999}',
        b"[1" + b"0" * 5_000 + b"]",
        b'{"items": [{"value": "1"}]' + b" " * 199_000 + b"}",
        b"PK\x03\x04",
        b"<x/>",
        b'{"from": "\\u0000", "incoterm": "\\ud800"}',
    ],
)
def test_the_upload_of_a_plan_tells_what_is_wrong_with_any_bytes(client, content):
    sent = SimpleUploadedFile("../../plan.json", content)
    assert client.post("/en/upload/", {"file": sent}).status_code == 422


def test_a_plan_over_its_limit_is_refused_before_it_is_parsed(client):
    assert client.post("/en/upload/", {"file": SimpleUploadedFile("plan.json", b" " * 200_001)}).status_code == 422


def test_a_case_takes_no_file_that_it_does_not_know(folder):
    from chorsu.desks.trade import services
    from tests.people import AT

    trader = actor("trader")
    case = services.begin_case(None, by=trader, at=AT)
    client = client_of(trader)
    for content in (b"MZ" + b"\0" * 99, b"<svg/>", b""):
        answer = client.post(f"/en/trade/cases/{case.pk}/files/", {"file": SimpleUploadedFile("a.pdf", content)})
        assert answer.status_code in (302, 422)
    assert case.files.count() == 0


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory):
    """The portal as it is served, on a port of its own."""
    import os

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {**os.environ, "CHORSU_DATA": str(tmp_path_factory.mktemp("served"))}
    environ.pop("DATABASE_URL", None)
    log = Path(environ["CHORSU_DATA"]) / "log"
    program = f"from chorsu.portal.serve import serve; serve(port={port})"
    with log.open("w") as out:
        running = subprocess.Popen([sys.executable, "-c", program], env=environ, stdout=out, stderr=out)
    for _attempt in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            assert running.poll() is None, log.read_text()
            time.sleep(0.2)
    yield port
    running.terminate()
    running.wait(30)


def _said(port: int, raw: bytes, *, ends: bool = False) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(raw)
        if ends:
            line.shutdown(socket.SHUT_WR)
        told = b""
        while chunk := line.recv(65_536):
            told += chunk
    return told


POST = b"POST /en/upload/ HTTP/1.1\r\nHost: localhost\r\n"
GET = b"GET /en/ HTTP/1.1\r\nHost: localhost\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        POST + b"Content-Length: 1000\r\nContent-Type: " + FORM.encode() + b"\r\n\r\nshort",
        POST + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n123456789",
        POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        GET + b"X-Long: " + b"y" * 2_000_000 + b"\r\n\r\n",
        GET + b"X-A: 1\r\n" * 20_000 + b"\r\n",
        POST + b"Content-Length: 99999999999\r\n\r\n",
    ],
    ids=["says more than it sends", "two lengths", "chunks and a length", "a long header", "many headers", "says too much"],
)
def test_a_server_bears_requests_that_lie(served, raw):
    try:
        told = _said(served, raw, ends=True)
    except OSError:
        told = b""
    assert not told or told.startswith(b"HTTP/1.1 4"), told[:200]
    assert _said(served, b"GET /en/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_a_visitor_sends_no_invoice():
    assert Client().post("/en/trade/uploads/", {"file": SimpleUploadedFile("a.csv", b"a,b")}).status_code == 302
