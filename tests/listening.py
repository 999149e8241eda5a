"""A server of this machine that listens beside a test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer


class Server(ThreadingHTTPServer):
    """Room for all who call at the same moment: with the usual five, some systems refuse the sixth."""

    request_queue_size = 128
    daemon_threads = True


@contextmanager
def listening(server: ThreadingHTTPServer) -> Iterator[None]:
    """The server answers until the block ends."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
