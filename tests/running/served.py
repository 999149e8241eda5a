"""A portal that is really served: `chorsu serve` in a process of its own, its log beside."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import httpx

CHORSU = [sys.executable, "-c", "from chorsu.cli import main; main()"]


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def environ(data: Path, **more: str) -> dict[str, str]:
    """The environment of an installation: nothing of ours but its data folder and what is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CHORSU_", "DATABASE_URL", "PROMETHEUS_"))}
    return kept | {"CHORSU_DATA": str(data), "PYTHONUNBUFFERED": "1"} | more


def chorsu(*words: str, data: Path, **more: str) -> subprocess.CompletedProcess:
    """A verb of the command line, run to its end."""
    return subprocess.run([*CHORSU, *words], env=environ(data, **more), capture_output=True, text=True, check=False, timeout=300)


class Served:
    """A running portal."""

    def __init__(self, process: subprocess.Popen, port: int, log: Path) -> None:
        self.process, self.address, self._log = process, f"http://127.0.0.1:{port}", log
        self.client = httpx.Client(base_url=self.address, timeout=60)

    def send(self, address: str, *, page: str, **fields: str) -> httpx.Response:
        """Fill in a form that stands on a page, and send it."""
        return self.filled(address, page=page, **fields)()

    def filled(self, address: str, *, page: str, **fields: str) -> Callable[[], httpx.Response]:
        """Fill in a form that stands on a page; what is given back sends it."""
        form = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.client.get(page).text)
        assert form
        given = {"csrfmiddlewaretoken": form[1]} | fields
        return lambda: self.client.post(address, data=given, headers={"Referer": self.address + page})

    def lines(self) -> list[dict]:
        """What it has logged until now. Raises ValueError for a line that is no JSON."""
        return [json.loads(line) for line in self._log.read_text().splitlines()]

    def wait_for(self, found, seconds: float = 60):
        """What ``found`` gives once it is true."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            value = found()
            if value:
                return value
            time.sleep(0.1)
        raise AssertionError(f"not within {seconds} s; the log ends: {self._log.read_text()[-3000:]}")

    def children(self) -> dict[int, str]:
        """The processes that it has started, by their number: ``web`` or ``worker``."""
        listed = subprocess.run(
            ["ps", "--ppid", str(self.process.pid), "-o", "pid=,args="], capture_output=True, text=True, check=False
        )
        rows = [line.strip().split(None, 1) for line in listed.stdout.splitlines()]
        return {
            int(number): "worker" if "chorsu.portal.work" in args else "web" for number, args in rows if "ps --ppid" not in args
        }

    def of(self, kind: str) -> set[int]:
        return {number for number, each in self.children().items() if each == kind}


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/health/live").status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def serving(data: Path, *words: str, **more: str):
    """A portal that answers; ended by SIGTERM, or killed where it does not end."""
    port = free_port()
    log = data.parent / f"log-{port}.jsonl"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*CHORSU, "serve", "--port", str(port), *words],
            env=environ(data, **more),
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
    served = Served(process, port, log)
    try:
        served.wait_for(lambda: _answers(served.client), 120)
        yield served
    finally:
        served.client.close()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
