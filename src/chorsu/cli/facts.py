"""``chorsu facts``: what is on file, for whom, how old, and how much of it official."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table

from chorsu.cli.output import console, failing, for_people, print_json, read_day, read_state
from chorsu.text import Text, say

if TYPE_CHECKING:
    from chorsu.planning.coverage import Coverage


@click.command("facts")
@click.option("--on", "day", default="", help="The day on which measures are in force; today if not given.")
@click.option("--state", default="", help="Only this state, for example KZ.")
@for_people
def command(day: str, state: str, as_json: bool, language: str) -> int:
    """Count the facts on file: measures by state, regime and kind, rates of exchange by currency, the network by state.

    A union’s measures count for each of its members. Goods are the subheadings of the Harmonized System that a row reaches, in
    whole or in part. Official are the rows read at the source of a state, a union or an international body.
    """
    from chorsu.planning import load_references
    from chorsu.planning.coverage import STATES, coverage

    with failing(as_json, language):
        on = read_day(day) if day else date.today()  # noqa: DTZ011 - the reader's own day
        chosen = (read_state(state, "--state"),) if state else STATES
    found = coverage(load_references(), on)
    if as_json:
        print_json(facts_json(found, chosen))
    else:
        _show(found, chosen, language)
    return 0


def facts_json(found: Coverage, states: tuple[str, ...]) -> dict[str, Any]:
    """The counts as one document."""
    return {
        "on": found.on.isoformat(),
        "subheadings": found.subheadings,
        "measures": [
            {
                "state": row.state,
                "regime": row.regime,
                "kind": row.kind,
                "rows": row.rows,
                "goods": row.goods,
                "official": row.official,
                "checked": {"oldest": _iso(row.checked[0]), "newest": _iso(row.checked[1])},
            }
            for row in found.holdings
            if row.state in states
        ],
        "rates": [
            {"currency": row.currency, "rows": row.rows, "official": row.official, "last_official": _iso(row.last_official)}
            for row in found.currencies
        ],
        "network": {state: counts for state, counts in found.network.items() if state in states},
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _show(found: Coverage, states: tuple[str, ...], language: str) -> None:
    from chorsu.measures.words import kind_name

    heads = [
        say("State"),
        say("Regime"),
        say("Kind"),
        say("Rows"),
        say("Goods"),
        say("Read at an official source"),
        say("Looked up"),
    ]
    table = Table(*(head.in_(language) for head in heads), box=None, pad_edge=False)
    for column in (3, 4, 5):
        table.columns[column].justify = "right"
    for row in found.holdings:
        if row.state in states:
            goods = f"{row.goods / found.subheadings:.0%}"
            days = " … ".join(dict.fromkeys(_iso(each) or "–" for each in row.checked))
            official = f"{row.official / row.rows:.0%}"
            name = kind_name(row.kind).in_(language)
            table.add_row(row.state, row.regime, name, f"{row.rows}", goods, official, days)
    out = console()
    out.print(say("Measures in force on {day}", day=found.on.isoformat()).in_(language), style="bold")
    out.print(table)
    out.print("\n" + say("Rates of exchange").in_(language), style="bold")
    rates = _table((say("Currency"), say("Rows"), say("Official"), say("Last official")), language)
    for each in found.currencies:
        rates.add_row(each.currency, f"{each.rows}", f"{each.official}", _iso(each.last_official) or say("unknown").in_(language))
    out.print(rates)
    out.print("\n" + say("The network").in_(language), style="bold")
    network = _table((say("State"), say("Places"), say("Crossings"), say("Services")), language)
    for state, counts in found.network.items():
        if state in states:
            network.add_row(state, *(f"{counts[name]}" for name in ("places", "crossings", "services")))
    out.print(network)


def _table(heads: Iterable[Text], language: str) -> Table:
    return Table(*(head.in_(language) for head in heads), box=None, pad_edge=False)
