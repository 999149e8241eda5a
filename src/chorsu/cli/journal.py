"""``chorsu journal``: prove what happened, anchor it elsewhere, show it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chorsu.cli.output import console, existing, failing, for_people, print_json
from chorsu.facts import Fault, Faulty
from chorsu.journal import Break, Head, read_anchors
from chorsu.text import say


@click.group("journal")
def command() -> None:
    """Prove the portal's journal, anchor it elsewhere, show it."""


@command.command("verify")
@click.option("--anchors", default="", help="A file that `chorsu journal anchor` wrote: nothing of it may be gone since.")
@for_people
def verify(anchors: str, as_json: bool, language: str) -> int:
    """Prove that no entry was altered, removed or added; exit status 1 with every break named."""
    with failing(as_json, language):
        proving = _proving()
        path = existing(anchors) if anchors else None
        streams, entries = proving.counted()
        found = 0
        document: dict[str, Any] = {"streams": streams, "entries": entries, "breaks": []}
        for each in _breaks(proving, entries, path, language):
            found += 1
            if as_json:
                document["breaks"].append(
                    {"stream": each.stream, "number": each.number, "kind": each.kind, "message": each.said().in_(language)}
                )
            else:
                console().print(each.said().in_(language), markup=False, soft_wrap=True)
        document["whole"] = not found
    if as_json:
        print_json(document)
    elif found:
        console().print(say("{count} breaks in {entries} entries.", count=found, entries=entries).in_(language))
    else:
        told = say("The journal is whole: {entries} entries in {streams} streams.", entries=entries, streams=streams)
        console().print(told.in_(language))
        if path is None:
            console().print(say("That no tail was cut off is proved by an anchor: chorsu journal anchor.").in_(language))
    return 1 if found else 0


@command.command("anchor")
@click.option("--to", "into", default="", help="The file to append to, kept on another machine. Printed unless said.")
@for_people
def anchor(into: str, as_json: bool, language: str) -> int:
    """Write down where every stream ends, under one root, to be kept elsewhere."""
    with failing(as_json, language):
        proving = _proving()
        known: dict[str, Head] = {}
        path = Path(into)
        if into and path.exists():
            with existing(into).open(encoding="utf-8") as file:
                _read(lambda: list(read_anchors(file, known)), into)
        lines = list(proving.cast(at=datetime.now(UTC), known=known))
    if not into:
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        return 0
    with path.open("a", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    last = list(read_anchors(lines, dict(known)))[-1]
    if as_json:
        print_json({"anchor": last.root, "streams": last.streams, "changed": len(lines) - 1, "file": into})
    else:
        told = say("The root over {streams} streams is {root}.", streams=last.streams, root=last.root)
        console().print(told.in_(language), soft_wrap=True)
    return 0


@command.command("show")
@click.argument("stream")
@for_people
def show(stream: str, as_json: bool, language: str) -> int:
    """Show the entries of a stream, for example case:01940000-…; exit status 1 where there is none."""
    with failing(as_json, language):
        rows = list(_proving().entries_of(stream))
    if as_json:
        print_json({"stream": stream, "entries": rows})
    elif not rows:
        console().print(say("There is no entry of {stream}.", stream=stream).in_(language))
    for row in () if as_json else rows:
        facts = {name: value for name, value in row["facts"].items() if name not in ("verb", "of")}
        out = console()
        out.print(f"{row['number']:>4}  {row['at'][:19]}Z  {row['facts'].get('verb')}  {row['hash'][:16]}…", markup=False)
        out.print(
            "\n".join(f"        {name}: {value}" for name, value in facts.items() if value not in (None, [])), soft_wrap=True
        )
    return 0 if rows else 1


def _breaks(proving: Any, entries: int, anchors: Path | None, language: str) -> Iterator[Break]:
    with _progress(entries, language) as told:
        yield from proving.breaks(told=told)
    if anchors is not None:
        with anchors.open(encoding="utf-8") as file:
            try:
                yield from proving.anchored_breaks(file)
            except ValueError as wrong:
                raise _no_anchor(str(anchors), wrong) from None


def _read(read: Any, path: str) -> None:
    try:
        read()
    except ValueError as wrong:
        raise _no_anchor(path, wrong) from None


def _no_anchor(path: str, wrong: ValueError) -> Faulty:
    line = wrong.args[0] if wrong.args and isinstance(wrong.args[0], int) else 1
    told = say("This is no file of anchors, or its end was cut off.")
    return Faulty((Fault(f"{path}:{line}", told, say("what chorsu journal anchor --to wrote")),))


def _proving() -> Any:
    """The journal of the portal's database. Raises Faulty where there is none yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chorsu.portal.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    import chorsu.desks.journal.proving as proving

    if not proving.has_journal():
        raise Faulty((Fault("", say("There is no journal here yet; chorsu serve makes it.")),))
    return proving


@contextmanager
def _progress(entries: int, language: str) -> Iterator[Any]:
    """A bar on standard error, where people look; it takes no line of what is written on."""
    screen = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task(say("Proving").in_(language), total=entries)
        yield lambda done: bar.update(task, completed=done) if done % 500 == 0 or done == entries else None
