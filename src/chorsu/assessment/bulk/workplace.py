"""The folder beside a result in which a run keeps what is done, until the whole is put in place."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from chorsu.facts import Fault, Faulty
from chorsu.text import say


def beside(out: Path, what: str, suffix: str = "") -> Path:
    """The path of a file beside a result: ``duties.parquet`` has ``duties.rejects.parquet`` and ``duties.summary.json``."""
    return out.with_name(f"{out.stem}.{what}{suffix or out.suffix}")


@dataclass(frozen=True)
class Kept:
    """The files of one stretch; it counts as done when ``result`` has its name, which it gets last."""

    result: Path
    rejects: Path
    summary: Path
    balances: Path


class Workplace:
    """Open while a run works; only one run at a time may work on a result. Removed when the result is in place."""

    def __init__(self, out: Path, fingerprint: Mapping[str, object]) -> None:
        self.out = out
        self.folder = out.with_name(f".{out.name}.work")
        self.fingerprint = json.dumps(fingerprint, sort_keys=True)

    def __enter__(self) -> Workplace:
        try:
            self.folder.mkdir(exist_ok=True)
            self._lock = (self.folder / "lock").open("w")
        except OSError as mistake:
            raise Faulty(
                (Fault(str(self.out), say("Nothing can be written there: {mistake}", mistake=mistake.strerror)),)
            ) from None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Faulty((Fault(str(self.out), say("Another run is writing this result.")),)) from None
        note = self.folder / "job.json"
        if not note.exists() or note.read_text(encoding="utf-8") != self.fingerprint:
            for old in self.folder.iterdir():  # of another input, law or options
                if old.name != "lock":
                    shutil.rmtree(old) if old.is_dir() else old.unlink()
            _write(note, self.fingerprint)
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: TracebackType | BaseException | None) -> None:
        self._lock.close()
        if kind is None:
            shutil.rmtree(self.folder)

    @property
    def scratch(self) -> Path:
        """Where the engine may spill."""
        return self.folder / "scratch"

    def staged(self, name: str) -> Path:
        """A file that is made once for all stretches."""
        return self.folder / name

    def stage(self, path: Path, make: Callable[[Path], object]) -> None:
        """Make such a file: it has its name when it is whole."""
        half = path.with_name(path.name + ".half")
        make(half)
        _settle(half, path)

    def has(self, number: int) -> bool:
        """Whether a stretch is done."""
        return self._kept(number).result.exists()

    @contextmanager
    def keeping(self, number: int) -> Iterator[Kept]:
        """The files of a stretch to write; they get their names when all are whole, the result last."""
        kept = self._kept(number)
        names = (kept.rejects, kept.summary, kept.balances, kept.result)
        half = Kept(*(path.with_name(path.name + ".half") for path in (kept.result, kept.rejects, kept.summary, kept.balances)))
        yield half
        for path in names:
            written = path.with_name(path.name + ".half")
            if written.exists():
                _settle(written, path)

    def parts(self, what: str) -> list[Path]:
        """The files of all stretches, in order."""
        return sorted(self.folder.glob(f"{what}-*[0-9].parquet"))

    def summaries(self) -> Iterator[dict[str, Any]]:
        """What is written of each stretch."""
        return (json.loads(path.read_text(encoding="utf-8")) for path in sorted(self.folder.glob("summary-*[0-9].json")))

    def publish(self, made: Mapping[Path, Path], summary: Mapping[str, object], path: Path) -> None:
        """Put files in place by their paths, the result last: until then nothing stands there."""
        half = self.staged("summary.half")
        half.write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        _settle(half, path)
        for final, written in sorted(made.items(), key=lambda pair: pair[0] == self.out):
            _settle(written, final)

    def _kept(self, number: int) -> Kept:
        name = f"{number:06}"
        paths = (f"result-{name}.parquet", f"rejects-{name}.parquet", f"summary-{name}.json", f"balances-{name}.parquet")
        return Kept(*(self.folder / path for path in paths))


def _write(path: Path, text: str) -> None:
    half = path.with_name(path.name + ".half")
    half.write_text(text, encoding="utf-8")
    _settle(half, path)


def _settle(half: Path, path: Path) -> None:
    """Give a whole file its name, once it is on the disk."""
    with half.open("rb") as file:
        os.fsync(file.fileno())
    half.replace(path)
