"""Call ``main`` as the shell does: arguments, standard input, both outputs and the exit status."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chorsu.cli import main

ROOT = Path(__file__).parents[2]
APPLES = ROOT / "examples" / "apples-jiaozhou-almaty.json"
FCA = ROOT / "examples" / "apples-jiaozhou-almaty-fca.json"


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    status: int
    raw: bytes
    errors: str

    @property
    def text(self) -> str:
        return self.raw.decode()

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.raw)

    @property
    def paths(self) -> list[str]:
        """The paths of the faults that the answer names."""
        return [fault["path"] for fault in self.document["faults"]]


@dataclass(frozen=True)
class Shell:
    """The command line in this process."""

    monkeypatch: Any

    def call(self, *words: object, given: bytes = b"") -> Answer:
        """Run one command."""
        out, errors = io.BytesIO(), io.BytesIO()
        with self.monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["chorsu", *map(str, words)])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
            patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="utf-8", write_through=True))
            patch.setattr(sys, "stderr", io.TextIOWrapper(errors, "utf-8", "backslashreplace", write_through=True))
            try:
                main()
                status = 0
            except SystemExit as end:
                status = end.code if isinstance(end.code, int) else 1
            sys.stdout.flush()
            sys.stderr.flush()
            raw, said = out.getvalue(), errors.getvalue().decode()
        return Answer(status, raw, said)


def refused(answer: Answer, *paths: str) -> None:
    """Assert that the input was refused as JSON with faults at these paths, and with nothing else."""
    assert answer.status == 2, (answer.status, answer.text)
    assert list(answer.document) == ["faults"]
    assert all(fault["message"] for fault in answer.document["faults"])
    assert answer.paths == list(paths)
