"""``chorsu assess LINES -o OUT``: the charges of a table of lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from chorsu.cli.output import console, existing, failing, print_json, read_day, read_state
from chorsu.facts import Fault, Faulty
from chorsu.measures.words import charge_name
from chorsu.text import say


def assess_table(
    lines: str, out: str, jurisdiction: str, day: str, regime: str, measures: str | None, rates: str | None,
    opening: str | None, closing: str | None, engine: str, master: str, as_json: bool, language: str,
) -> int:  # fmt: skip
    """Assess a table of lines; the exit status: 1 where a line was rejected, or a total of one is unknown."""
    from chorsu.assessment import load_rates, read_rates
    from chorsu.assessment.bulk.run import Job, assess_lines
    from chorsu.cli.assess import check_regime
    from chorsu.installation import data_folder, imported_rates, measure_layers, published_facts
    from chorsu.measures import load_book, read_book

    with failing(as_json, language):
        defaults = {name: value for name, value in (("jurisdiction", jurisdiction), ("regime", regime), ("on", day)) if value}
        if day:
            read_day(day)
        if jurisdiction:
            read_state(jurisdiction, "--jurisdiction")
        book = read_book(Path(measures)) if measures else load_book(*measure_layers(data_folder()))
        if regime:
            check_regime(book, regime)
        table = (
            read_rates(existing(rates)) if rates else load_rates(imported_rates(data_folder()), published_facts(data_folder()))
        )
        balances = existing(opening) if opening else None
        job = Job(existing(lines), Path(out), defaults, balances, Path(closing) if closing else None, language)
        if engine == "spark":
            summary = _cluster()(job, book, table, master=master)
        else:
            with _progress(language) as progress:
                summary = assess_lines(job, book, table, progress=progress)
    if as_json:
        print_json(summary)
    else:
        show(summary, language)
    whole = not summary["rejected"] and all(row["known"] == row["lines"] for row in summary["by_state"])
    return 0 if whole else 1


def _cluster() -> Callable[..., dict[str, Any]]:
    """The run on Spark. Raises Faulty where the extra is not installed."""
    try:
        from chorsu.assessment.bulk.cluster import assess_on_cluster
    except ImportError:
        wanted = say("pip install 'chorsu[spark]', and Java 17")
        raise Faulty((Fault("--engine", say("Spark is not installed."), wanted),)) from None
    return assess_on_cluster


class _progress:
    """A bar on a terminal, nothing elsewhere: called with the lines done, and of how many."""

    def __init__(self, language: str) -> None:
        bar = TextColumn(say("Lines").in_(language)), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        screen = Console(stderr=True)
        self.bar = Progress(*bar, console=screen, transient=True, disable=not screen.is_terminal)

    def __enter__(self) -> _progress:
        self.bar.start()
        self.task = self.bar.add_task("", total=None)
        return self

    def __call__(self, done: int, of: int) -> None:
        self.bar.update(self.task, completed=done, total=of)

    def __exit__(self, *_: object) -> None:
        self.bar.stop()


def show(summary: dict[str, Any], language: str) -> None:
    """Print a summary as a person reads it."""
    out = console()
    out.print(
        say("{assessed} lines assessed, {rejected} rejected.", assessed=summary["assessed"], rejected=summary["rejected"]).in_(
            language
        )
    )
    table = Table(title=None, show_edge=False, pad_edge=False)
    for head, justify in (
        (say("State"), "left"), (say("Regime"), "left"), (say("Charge"), "left"), (say("Lines"), "right"),
        (say("Amount"), "right"), (say("Currency"), "left"), (say("Unknown"), "right"),
    ):  # fmt: skip
        table.add_column(head.in_(language), justify=justify)  # type: ignore[arg-type]
    for row in summary["by_state"]:
        place = row["jurisdiction"], row["regime"]
        for kind in dict.fromkeys((*row["charges"], *row["unknown"])):
            charge = row["charges"].get(kind, {"lines": 0, "amount": ""})
            table.add_row(*place, charge_name(kind).in_(language), str(charge["lines"]), charge["amount"], row["currency"],
                          str(row["unknown"].get(kind, "")))  # fmt: skip
        table.add_row(*place, say("Total").in_(language), str(row["known"]), row["total"], row["currency"],
                      str(row["lines"] - row["known"] or ""), style="bold")  # fmt: skip
    out.print(table)
    for name, what in (("why_unknown", say("unknown")), ("why_rejected", say("rejected"))):
        for reason, lines in summary[name].items():
            out.print(f"{what.in_(language)} · {lines} · {reason}", markup=False)
