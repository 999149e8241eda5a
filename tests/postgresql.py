"""A real PostgreSQL for tests: a private cluster of the packaged server, taken away afterwards."""

import contextlib
import logging
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pgserver
import psutil
from pgserver._commands import POSTGRES_BIN_PATH


class Cluster:
    """A running server, which can be killed and started again."""

    def __init__(self) -> None:
        # Not in the folder of the tests: another run that begins meanwhile shuts that to the server's own user.
        self._folder = Path(tempfile.mkdtemp(prefix="chorsu-cluster-"))
        self._folder.chmod(0o755)
        self._data = self._folder / "data"
        self._lock = self._data / "postmaster.pid"
        self._server = _begun(self._data)
        self.address: str = self._server.get_uri()

    def processes(self) -> list[psutil.Process]:
        """The server, and what it has started."""
        first = psutil.Process(int(self._lock.read_text().splitlines()[0]))
        return [first, *first.children(recursive=True)]

    def kill(self) -> None:
        """Kill -9 of the server with all its processes."""
        first, *born = self.processes()
        for process in (first, *born):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        while any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in born):
            time.sleep(0.01)
        # Where nobody buries the dead, their number would be taken for a server that lives.
        self._lock.unlink(missing_ok=True)
        for lock in self._data.glob(".s.PGSQL.*.lock"):
            lock.unlink()

    def start(self) -> None:
        """Start it where it does not run; it recovers what it had acknowledged."""
        if not self._lock.exists():
            log = self._data / "log"
            begun = self._control("-w", "-o", '-h ""', "-o", f"-k {self._data}", "-l", str(log), "start")
            assert begun, log.read_text()[-2000:]

    def end(self) -> None:
        """Stop it, and take away what it had."""
        self._control("-w", "-m", "immediate", "stop")
        logging.disable()  # the package warns of a server that has stopped already
        self._server.cleanup()
        logging.disable(logging.NOTSET)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _control(self, *words: str) -> bool:
        program = [POSTGRES_BIN_PATH / "pg_ctl", "-D", self._data, *words]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.run(program, user=self._server.system_user, check=False, **quiet).returncode == 0


def _begun(data: Path) -> pgserver.PostgresServer:
    """The server of a folder. The package waits ten seconds for it; on a busy machine it goes on starting longer."""
    for _ in range(6):
        with contextlib.suppress(subprocess.TimeoutExpired):
            return pgserver.get_server(data)
    raise TimeoutError(f"PostgreSQL did not start: {(data / 'log').read_text()[-2000:]}")


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a new cluster."""
    made = Cluster()
    try:
        yield made.address
    finally:
        made.end()
