"""Only an address that is public, by HTTPS, is called, and the very one that was looked at."""

from __future__ import annotations

import socket
import ssl
import threading
import time

import pytest

from chorsu.desks.journal import addresses
from chorsu.desks.journal.addresses import NotCalled, Target, post, resolve
from tests.journal.receiver import receiving


def leading_to(monkeypatch, *ips: str) -> None:
    """Every name has these addresses."""
    rows = [(socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ips]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *words, **more: rows)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fc00::1", "fd00:ec2::254", "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:db8::1",
        "::7f00:1",
    ],
)  # fmt: skip
def test_an_address_within_is_never_called(monkeypatch, ip):
    leading_to(monkeypatch, ip)
    with pytest.raises(NotCalled, match="address"):
        resolve("https://hooks.example.org/")
    leading_to(monkeypatch, "93.184.215.14", ip)  # one of several is enough
    with pytest.raises(NotCalled, match="address"):
        resolve("https://hooks.example.org/")


@pytest.mark.parametrize("ip", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_a_public_address_is_called_as_it_was_found(monkeypatch, ip):
    leading_to(monkeypatch, ip)
    assert resolve("https://hooks.example.org:8443/a?b=1") == Target(True, "hooks.example.org", ip, 8443, "/a?b=1")


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/", "https://2130706433/", "https://0x7f.1/", "https://017700000001/", "https://[::1]/", "https://localhost/",
        "https://[::ffff:127.0.0.1]/", "https://127.0.0.1./",
    ],
)  # fmt: skip
def test_no_writing_of_this_machine_gets_through(address):
    with pytest.raises(NotCalled):
        resolve(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/", "http://localhost/", "ftp://example.org/", "//example.org/", "file:///etc/passwd", "https://",
        "https:///x",
        "https://a@example.org/", "https://a:b@example.org/", "https://example.org/#x", "https://example.org:99999/",
        "https://exa mple.org/",
        "https://example.org/\r\nHost: x", "https://example.org/\x00", "gopher://example.org", "", "https://[::1", "https://\u2028/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_https_is_refused_unread(address):
    with pytest.raises(NotCalled, match="address"):
        addresses.read(address)


def test_plain_http_to_this_machine_is_for_developers_only(settings):
    settings.WEBHOOKS_LOOPBACK = True
    assert resolve("http://127.0.0.1:8001/x").port == 8001
    for address in ("http://example.org/", "http://10.0.0.1/"):
        with pytest.raises(NotCalled, match="address"):
            resolve(address)


def test_the_address_that_was_looked_at_is_called_whatever_the_name_leads_to_then(monkeypatch):
    with receiving() as receiver:
        port = int(receiver.address.split(":")[2].partition("/")[0])
        called = []
        real = socket.create_connection
        monkeypatch.setattr(
            addresses.socket, "create_connection", lambda where, **more: called.append(where) or real(where, **more)
        )
        assert post(Target(False, "rebound.example.org", "127.0.0.1", port, "/p"), b"{}", {"x": "1"}) == 204
        assert called == [("127.0.0.1", port)]
        assert receiver.messages[0].head["host"] == f"rebound.example.org:{port}"


def test_redirects_are_not_followed():
    def redirect(handler):
        handler.send_response(307)
        handler.send_header("Location", "/elsewhere")
        handler.end_headers()

    with receiving() as receiver:
        receiver.answer = redirect
        port = int(receiver.address.split(":")[2].partition("/")[0])
        assert post(Target(False, "localhost", "127.0.0.1", port, "/p"), b"{}", {}) == 307
        assert [message.path for message in receiver.messages] == ["/p"]


def at_port(receiver) -> Target:
    return Target(False, "localhost", "127.0.0.1", int(receiver.address.split(":")[2].partition("/")[0]), "/")


def test_an_endless_answer_is_read_no_further_than_its_beginning():
    sent = []

    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(10_000):
                handler.wfile.write(b"x" * 65536)
                sent.append(1)
        except OSError:
            pass

    with receiving() as receiver:
        receiver.answer = endless
        assert post(at_port(receiver), b"{}", {}) == 200
    assert len(sent) < 1000


@pytest.mark.parametrize("drip", [True, False], ids=["letter by letter", "silent"])
def test_whoever_does_not_answer_in_time_is_cut_off(monkeypatch, drip):
    monkeypatch.setattr(addresses, "CONNECT_SECONDS", 0.5)
    monkeypatch.setattr(addresses, "ANSWER_SECONDS", 0.5)
    stop = threading.Event()

    def slow(handler):
        while not stop.wait(0.1):
            if drip:
                try:
                    handler.wfile.write(b"H")
                    handler.wfile.flush()
                except OSError:
                    return

    with receiving() as receiver:
        receiver.answer = slow
        with pytest.raises(NotCalled, match="time"):
            post(at_port(receiver), b"{}", {})
        stop.set()
        time.sleep(0)


def test_a_certificate_for_another_name_or_of_nobody_is_refused(monkeypatch, tmp_path):
    from tests.journal.certificate import self_signed

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                connection, _ = listening.accept()
                context.wrap_socket(connection, server_side=True)
            except (OSError, ssl.SSLError):
                if listening.fileno() < 0:
                    return

    threading.Thread(target=serve, daemon=True).start()
    with pytest.raises(NotCalled, match="certificate"):
        post(Target(True, "localhost", "127.0.0.1", listening.getsockname()[1], "/"), b"{}", {})
    listening.close()


def test_a_name_that_leads_nowhere_is_told_so(monkeypatch):
    def unknown(*words, **more):
        raise socket.gaierror

    monkeypatch.setattr(addresses.socket, "getaddrinfo", unknown)
    with pytest.raises(NotCalled, match="name"):
        resolve("https://nowhere.example.org/")
