"""What every verb shares: reading input, printing JSON, and saying what is wrong with the input."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from chorsu.facts import Fault, Faulty
from chorsu.reading import MOST_BYTES, Reader, parse_json
from chorsu.text import LANGUAGES, say

MODES = click.Choice(["", "rail", "road", "sea", "air"])

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


class Failed(Exception):
    """The input is wrong. Shown as text on standard error, or with ``--json`` as one document on standard output."""

    def __init__(self, faults: tuple[Fault, ...], *, as_json: bool, language: str) -> None:
        self.faults, self.as_json, self.language = faults, as_json, language

    def show(self) -> None:
        """Print every fault."""
        if self.as_json:
            print_json({"faults": [fault.to_json(self.language) for fault in self.faults]})
            return
        for fault in self.faults:
            row = fault.to_json(self.language)
            line = f"{row['path']}: {row['message']}" if row["path"] else row["message"]
            expected = say("Expected: {what}.", what=row["expected"]).in_(self.language) if "expected" in row else ""
            click.echo(f"{line} {expected}".rstrip(), err=True)


def for_people(command: F) -> F:
    """Give a verb ``--json`` and ``--language``."""
    command = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")(command)
    choice = click.Choice(LANGUAGES)
    return click.option("--language", type=choice, default="en", show_default=True, help="The reader's language.")(command)


@contextmanager
def failing(as_json: bool, language: str) -> Iterator[None]:
    """Turn faults of the input into exit status 2."""
    try:
        yield
    except Faulty as faulty:
        raise Failed(faulty.faults, as_json=as_json, language=language) from None


def read_document(path: str) -> Any:
    """Read JSON from a file, or from standard input for ``-``. Raises Faulty."""
    if path == "-":
        return parse_json(sys.stdin.buffer.read(MOST_BYTES + 1))
    with existing(path, pipes=True).open("rb") as file:
        return parse_json(file.read(MOST_BYTES + 1))


def existing(name: str, *, pipes: bool = False) -> Path:
    """The path of a file that is there, or with ``pipes`` of a pipe. Raises Faulty."""
    path = Path(name)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        raise Faulty((Fault(name, say("There is no such file.")),)) from None
    if stat.S_ISREG(mode) or (pipes and not stat.S_ISDIR(mode)):
        return path
    raise Faulty((Fault(name, say("This is not a file.")),))


def read_day(text: str, name: str = "--on") -> date:
    """Read a day given as an option. Raises Faulty."""
    return _option(Reader.day, text, name)


def read_state(text: str, name: str) -> str:
    """Read a state given as an option. Raises Faulty."""
    return _option(Reader.country, text, name)


def read_currency(text: str, name: str) -> str:
    """Read a currency given as an option. Raises Faulty."""
    return _option(Reader.currency, text, name)


def _option(read: Callable[[Reader, str], T | None], text: str, name: str) -> T:
    """Read an option as the field of a document of the same kind is read."""
    reader = Reader({name: text})
    value = read(reader, name)
    if value is None or reader.faults:
        raise Faulty(tuple(reader.faults))
    return value


def read_time(text: str, name: str = "--depart") -> datetime:
    """Read a time with its zone given as an option; a day alone is nine in the morning, zone still to be set. Raises Faulty."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        expected = say("a time as ISO 8601, for example 2026-11-24T09:00+08:00")
        raise Faulty((Fault(name, say("{value} is not a time.", value=text), expected),)) from None
    return moment if "T" in text.upper() or " " in text else moment.replace(hour=9)


def print_json(document: Any) -> None:
    """Print one JSON document to standard output, in UTF-8 whatever the terminal's encoding."""
    try:
        raw = json.dumps(document, ensure_ascii=False, indent=2).encode()
    except UnicodeEncodeError:  # half a surrogate pair, as a file's name or a document's field may hold
        raw = json.dumps(document, indent=2).encode()
    sys.stdout.flush()
    sys.stdout.buffer.write(raw + b"\n")
    sys.stdout.buffer.flush()


def console() -> Console:
    """Where people read: the terminal's width, 120 columns where it is not a terminal. Words on file are never markup."""
    plain = Console(highlight=False, markup=False, emoji=False)
    return plain if plain.is_terminal else Console(highlight=False, markup=False, emoji=False, width=120)
