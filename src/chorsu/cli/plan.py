"""``chorsu plan``: the main job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chorsu.cli.output import failing, for_people, print_json, read_document
from chorsu.facts import Fault, Faulty
from chorsu.text import say

if TYPE_CHECKING:
    from chorsu.planning import Finding


@click.command("plan")
@click.argument("file")
@click.option("--way", type=click.IntRange(1), help="Show the charges of this way; else of the one that costs least.")
@click.option("--pdf", type=click.Path(dir_okay=False), help="Write the plan as PDF, too.")
@for_people
def command(file: str, way: int | None, pdf: str | None, as_json: bool, language: str) -> int:
    """Plan the consignment in FILE (JSON; - for standard input).

    Exit status 1 where a charge or the cost of the way shown is unknown, a prohibition stops the goods, or there is no way.
    """
    from dataclasses import replace

    from chorsu.planning import load_references, make_plan, read_for_plan
    from chorsu.planning.changes import changes_found
    from chorsu.planning.unread import unread_fields

    with failing(as_json, language):
        document, references = read_document(file), load_references()
        plan = make_plan(read_for_plan(document, references), references)
        plan = replace(plan, findings=(*plan.findings, *_unread(unread_fields(document)), *changes_found(plan, references)))
        if way is not None:
            if way > len(plan.journeys):
                expected = say("a number from 1 to {most}", most=len(plan.journeys))
                raise Faulty((Fault("--way", say("There is no way {number}.", number=way), expected),))
            plan = replace(plan, chosen=way - 1)
    answer = plan.to_json(language)
    if pdf:
        from chorsu.documents import render_plan_pdf

        Path(pdf).write_bytes(render_plan_pdf(answer, language, on=datetime.now(UTC).date()))
    if as_json:
        print_json(answer)
    else:
        from chorsu.cli.show import show_plan

        show_plan(answer, language)
    incomplete = any(row.assessment.unknown for row in plan.assessments if row.journey == plan.chosen)
    incomplete |= any(row.total is None for row in plan.landed if row.journey == plan.chosen)
    refused = any(row.severity == "refusal" and (not row.journeys or plan.chosen in row.journeys) for row in plan.findings)
    return 1 if incomplete or refused or not plan.journeys else 0


def _unread(faults: Iterable[Fault]) -> Iterator[Finding]:
    """Fields of the document that nobody reads, as findings."""
    from chorsu.planning import Finding

    for fault in faults:
        text = say("{path}: {message} Expected: {expected}.", path=fault.path, message=fault.message, expected=fault.expected)
        yield Finding("warning", "field-not-read", text)
