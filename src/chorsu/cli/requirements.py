"""``chorsu requirements``: what must be done for goods on their way into a state."""

from __future__ import annotations

import re

import click

from chorsu.cli.output import MODES, console, failing, for_people, print_json, read_day, read_state
from chorsu.facts import Fault, Faulty
from chorsu.text import in_language, say


@click.command("requirements")
@click.option("--hs", required=True, help="Six digits of the Harmonized System, or more of the state's own nomenclature.")
@click.option("--from", "origin", required=True, help="The state of origin, for example CN.")
@click.option("--to", "destination", required=True, help="The state of import, for example KZ.")
@click.option("--on", "day", required=True, help="The day, for example 2026-12-07.")
@click.option("--mode", type=MODES, default="", help="The mode of the way over the border.")
@for_people
def command(hs: str, origin: str, destination: str, day: str, mode: str, as_json: bool, language: str) -> int:
    """List prohibitions, licences, certificates and marks, of export and of import.

    Exit status 1 if the goods are prohibited, or nothing at all is on file of what a state asks.
    """
    from chorsu.assessment.model import requirement_json
    from chorsu.installation import data_folder, measure_layers
    from chorsu.measures import load_book
    from chorsu.measures.words import requirement_name
    from chorsu.nomenclature import check_hs
    from chorsu.planning.borders import territory
    from chorsu.planning.requirements import requirements_of, sides_not_on_file
    from chorsu.planning.words import side_name

    with failing(as_json, language):
        on = read_day(day)
        wrong = check_hs(hs[:6])
        for state, option in ((origin, "--from"), (destination, "--to")):
            read_state(state, option)
        if wrong is not None or not re.fullmatch(r"\d{6,14}", hs, re.ASCII):
            message = wrong or say("{value} does not fit.", value=hs)
            raise Faulty((Fault("--hs", message, say("six digits of the Harmonized System 2022, for example 080810")),))
        if origin == destination:
            raise Faulty((Fault("--to", say("The goods are in that state already: no border is passed.")),))
        book = load_book(*measure_layers(data_folder()))
        found = requirements_of(book, hs, origin=origin, destination=destination, on=on, mode=mode)
        unknown = sides_not_on_file(book, origin=origin, destination=destination, on=on)
    remedy = "chorsu measures import FILE.toml"
    rows = [{**requirement_json(requirement, language), "side": side} for side, requirement in found]
    if as_json:
        gaps = [{"side": side, "jurisdiction": state, "import": remedy} for side, state in unknown]
        print_json({"requirements": rows, "unknown": gaps})
    else:
        for side, requirement in found:
            measure = requirement.measure
            mark = "" if requirement.certain else say("(may apply)").in_(language)
            out = console()
            names = (side_name(side).in_(language), requirement_name(measure.kind).in_(language))
            out.print(f"{names[0]} · {names[1]} · {measure.id} {mark}", style="bold", markup=False)
            out.print(f"  {in_language(measure.text, language)}", markup=False)
            if measure.source:
                out.print(f"  {measure.source.title} {measure.source.address}", style="dim", markup=False)
        if destination in territory(book, origin, on):
            words = say("No customs border lies between the two states: only what each asks by its own law is told.")
            console().print(words.in_(language))
        for side, state in unknown:
            gap = side_name(side).in_(language), state, say("unknown").in_(language)
            console().print(f"? {gap[0]} · {gap[1]} · {gap[2]}  → {remedy}")
    prohibited = any(requirement.certain and requirement.measure.kind == "prohibition" for _, requirement in found)
    return 1 if prohibited or unknown else 0
