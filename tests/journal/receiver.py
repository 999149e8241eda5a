"""A receiver of webhooks for tests: a real server on this machine that keeps what it is sent and answers as it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.listening import Server, listening


@dataclass
class Received:
    """One message: its head (names in small letters) and its body."""

    head: dict[str, str]
    body: bytes
    path: str


@dataclass
class Receiver:
    """The server: where it is, what it was sent, and how it answers (a status, or a function that writes the answer itself)."""

    address: str
    messages: list[Received] = field(default_factory=list)
    answer: int | Callable[[BaseHTTPRequestHandler], None] = 204


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that listens until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.messages.append(Received({name.lower(): value for name, value in self.headers.items()}, body, self.path))
            if callable(receiver.answer):
                receiver.answer(self)
                return
            self.send_response(receiver.answer)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = Server(("127.0.0.1", 0), Handler)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hook?a=1")
    with listening(server):
        yield receiver
