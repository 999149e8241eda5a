"""A portal whose processes are killed while programs write to it, and a receiver of its webhooks."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import os
import random
import signal
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import psutil

from tests.proofs.born import ROOT
from tests.running.served import CHORSU, environ, free_port


class Receiver:
    """Takes what webhooks send, and proves each by its signature. Of twenty it refuses one, so that it must come again."""

    def __init__(self) -> None:
        self.secret, self.proved, self.forged = "", set(), []
        chance, outer = random.Random(1), self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                refuses = chance.random() < 0.05
                self.send_response(503 if refuses else 204)
                self.end_headers()
                if not outer.is_signed(self.headers, body):
                    outer.forged.append(body)
                elif not refuses:
                    outer.proved.add(json.loads(body)["data"]["entry"])

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.address = f"http://127.0.0.1:{self._server.server_port}/hook"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def is_signed(self, head, body: bytes) -> bool:
        """As the page for receivers says."""
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        signed = f"{head['webhook-id']}.{head['webhook-timestamp']}.".encode() + body
        wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return wanted in head["webhook-signature"].split() and abs(time.time() - int(head["webhook-timestamp"])) < 300

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Portal:
    """``chorsu serve`` with a worker beside, killed and started again."""

    def __init__(self, data: Path, **more: str) -> None:
        self._port = free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        self._environ = environ(data, PYTHONPATH=f"{ROOT / 'src'}:{ROOT}", CHORSU_API_RATE="1000000", **more)
        self._log = (data.parent / "portal.log").open("a")
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        """As a service manager does it: again, where it ends at once."""
        self._process = subprocess.Popen(
            [*CHORSU, "serve", "--port", str(self._port), "--workers", "2"],
            env=self._environ,
            stdout=subprocess.DEVNULL,
            stderr=self._log,
            start_new_session=True,
        )

    def wait(self, seconds: float = 90) -> None:
        """Until it answers."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.look_after()
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/health/live", timeout=5).status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the portal does not answer")

    def look_after(self) -> None:
        """Start it again where it has ended."""
        if self._process.poll() is not None:
            self.start()

    def kill(self, what: str, chance: random.Random) -> bool:
        """Kill -9: ``web`` or ``worker`` one of its processes, ``first`` the one that looks after them, ``all``."""
        try:
            first = psutil.Process(self._process.pid)
            born = [each for each in first.children() if each.status() != psutil.STATUS_ZOMBIE]
            kinds = {"worker": [], "web": []}
            for each in born:
                kinds["worker" if "chorsu.portal.work" in each.cmdline() else "web"].append(each)
        except psutil.NoSuchProcess:
            return False
        if what in kinds:
            victims = [chance.choice(kinds[what])] if kinds[what] else []
        else:
            victims = [first, *(born if what == "all" else [])]
        for each in victims:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()
        if first in victims:
            self._process.wait()
            # Nobody looks after them now, and they hold the port.
            assert not psutil.wait_procs(kinds["web"], timeout=40)[1], "web processes outlive the one that looks after them"
        self.look_after()
        return bool(victims)

    def end(self) -> None:
        """As a service manager does it."""
        self._process.send_signal(signal.SIGTERM)
        try:
            assert self._process.wait(timeout=60) == 0
        finally:
            self.give_up()

    def give_up(self) -> None:
        """Leave nothing of it."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
        self._log.close()
