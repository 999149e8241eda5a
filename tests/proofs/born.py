"""A process beside the test that answers line by line: it is set up once, and forks for each question."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.running.served import environ

ROOT = Path(__file__).parents[2]


class Beside:
    """The process of a module, for an installation in the folder ``data``."""

    def __init__(self, module: str, data: Path, **more: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            env=environ(data, DJANGO_SETTINGS_MODULE="chorsu.portal.settings", **more),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout.readline() == "ready\n"

    def ask(self, words: str) -> str:
        """Its answer."""
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def end(self) -> None:
        """Kill it."""
        self._process.kill()
        self._process.wait()
