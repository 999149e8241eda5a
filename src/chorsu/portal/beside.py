"""The worker beside the web server: a process of its own that is started again when it dies."""

import logging
import subprocess
import sys
import threading

from chorsu.portal.work import new_worker_key

LONGEST = 30.0
"""Seconds between two starts of a worker that dies again and again."""
_log = logging.getLogger("chorsu.serve")


class Beside:
    """Looks after one worker process. All its starts have one key: the next takes over at once what the last held."""

    def __init__(self) -> None:
        self._key = new_worker_key()
        self._stopping = threading.Event()
        self._process: subprocess.Popen | None = None
        self._keeper = threading.Thread(target=self._keep, name="beside", daemon=True)

    def start(self) -> None:
        """Start the worker, and keep it running."""
        self._begin()
        self._keeper.start()

    def stop(self, *, within: float) -> None:
        """Tell the worker to finish its job and end; kill it where it does not in time."""
        self._stopping.set()
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._keeper.join(timeout=5)

    def _begin(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-m", "chorsu.portal.work", self._key])  # noqa: S603

    def _keep(self) -> None:
        wait = 0.5
        while not self._stopping.is_set():
            try:
                status = self._process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                wait = 0.5  # it has lived a while
                continue
            if self._stopping.wait(wait):
                return
            _log.error("the worker died and is started again", extra={"facts": {"status": status}})
            wait = min(wait * 2, LONGEST)
            self._begin()
