"""``chorsu route``: the ways between two places."""

from __future__ import annotations

import re
from dataclasses import replace

import click

from chorsu.cli.output import failing, for_people, print_json, read_time
from chorsu.facts import Fault, Faulty, exact
from chorsu.text import in_language, say


@click.command("route")
@click.option("--from", "origin", required=True, help="A UN/LOCODE or the name of a place.")
@click.option("--to", "destination", required=True, help="A UN/LOCODE or the name of a place.")
@click.option("--depart", required=True, help="When the goods are ready, for example 2026-11-24 or 2026-11-24T09:00+08:00.")
@click.option("--tonnes", default="20", show_default=True, help="The gross mass.")
@click.option("--containers", default="", help="For example 1x45R1.")
@for_people
def command(origin: str, destination: str, depart: str, tonnes: str, containers: str, as_json: bool, language: str) -> int:
    """Find every way between two places that no other beats in arrival, cost and CO2e. Exit status 1 if there is none."""
    from zoneinfo import ZoneInfo

    from chorsu.cli.show import refused_lines, ways_table
    from chorsu.geography import load_atlas
    from chorsu.installation import data_folder, published_facts
    from chorsu.planning.plan import check_day, resolve_ends
    from chorsu.planning.words import guessed_place
    from chorsu.routing import find_journeys, load_network

    with failing(as_json, language):
        published = published_facts(data_folder())
        atlas = load_atlas(published)
        start, end = resolve_ends(atlas, origin, destination, ("--from", "--to"))
        ready = read_time(depart)
        check_day(ready.date(), "--depart")
        mass = exact(tonnes)
        if mass is None:
            raise Faulty(
                (Fault("--tonnes", say("{value} is not a decimal figure.", value=tonnes), say("tonnes, for example 21.5")),)
            )
        boxes = _containers(containers)
        try:
            found = find_journeys(
                load_network(published),
                atlas,
                origin=start,
                destination=end,
                ready=ready if ready.tzinfo else ready.replace(tzinfo=ZoneInfo(start.time_zone)),
                tonnes=mass,
                containers=boxes,
            )
        except Faulty as faulty:
            faults = (replace(fault, path=f"--{fault.path.partition('.')[0]}") for fault in faulty.faults)
            raise Faulty(tuple(faults)) from None
    for words in (guessed_place(atlas, text) for text in (origin, destination)):
        if words is not None:
            click.echo(words.in_(language), err=True)
    document = found.to_json(language)
    if as_json:
        print_json(document)
    else:
        for leg in (leg for journey in document["journeys"] for leg in journey["legs"]):
            leg["to_name"] = in_language(atlas.place(leg["to"]).names, language)
        if found.journeys:
            ways_table(document["journeys"], language)
        refused_lines(document["refused"])
    return 0 if found.journeys else 1


def _containers(text: str) -> dict[str, int] | None:
    """``1x45R1,2x22G1`` to counts by type."""
    found: dict[str, int] = {}
    for part in filter(None, text.split(",")):
        count, sign, kind = part.strip().partition("x")
        if not sign or not re.fullmatch(r"\d{1,5}", count, re.ASCII) or not re.fullmatch("[A-Z0-9]{4}", kind):
            message = say("{value} does not fit.", value=part)
            raise Faulty((Fault("--containers", message, say("for example 1x45R1")),))
        found[kind] = found.get(kind, 0) + int(count)
    return found or None
