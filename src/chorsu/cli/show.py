"""Print a plan as a person reads it: what to know, the ways, the costs of the chosen one, what must be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text as Line

from chorsu.cli.output import console
from chorsu.planning.words import mode_name
from chorsu.text import Text, say

Json = Mapping[str, Any]
_MARKS = {"refusal": ("✕", "bold red"), "warning": ("!", "yellow"), "info": ("·", "")}


def show_plan(plan: Json, language: str) -> None:
    """Print a plan in its JSON form."""
    page = _Page(language)
    page.head(plan)
    page.findings(plan["findings"])
    if not plan["journeys"]:
        refused_lines(plan["refused"])
        return
    page.title(say("Ways"))
    ways_table(plan["journeys"], language, plan["beaten"])
    refused_lines(plan["refused"])
    page.way(plan)
    for row in plan["assessments"]:
        if row["journey"] == plan["chosen"]:
            page.border(row)
    page.landed(plan)
    page.duties(plan["incoterm"])
    page.requirements(plan)
    page.papers([row for row in plan["papers"] if plan["chosen"] in row["journeys"]])
    page.transit([row for row in plan["transits"] if row["journey"] == plan["chosen"]])
    page.facts(plan)


def ways_table(journeys: Sequence[Json], language: str, beaten: Sequence[Json] = ()) -> None:
    """Print the ways side by side, then those that one of them beats in everything."""
    table = _table(
        language,
        (say("No."), "right"), (say("By"), "left"), (say("Over"), "left"), (say("Departs"), "left"),
        (say("Arrives (p50)"), "left"), (say("Arrives (p90)"), "left"), (say("Cost"), "right"), (say("CO2e, kg"), "right"),
        (say("Handlings"), "right"),
    )  # fmt: skip
    for number, journey in enumerate(journeys, 1):
        table.add_row(str(number), *_way_cells(journey, language))
    for journey in beaten:
        table.add_row("–", *_way_cells(journey, language), style="dim")
    console().print(table)
    if beaten:
        console().print(Line(say("– another way is better in arrival, cost and CO2e").in_(language), style="dim"))


def refused_lines(refused: Sequence[Json]) -> None:
    """Print what cannot be used on the way, and why."""
    for why in dict.fromkeys(row["why"] for row in refused):
        console().print(Line(f"✕ {why}", style="dim"))


def _way_cells(journey: Json, language: str) -> list[str]:
    unknown = say("unknown").in_(language)
    modes = " + ".join(dict.fromkeys(mode_name(leg["mode"]).in_(language) for leg in journey["legs"]))
    over = ", ".join(leg.get("to_name", leg["to"]) for leg in journey["legs"] if leg.get("crossing")) or "–"
    cost, arrives = journey["cost"], journey["arrives"]
    about = "≈ " if any(leg["estimated"] for leg in journey["legs"]) else ""
    return [
        modes, over, _minute(journey["departs"]), _minute(arrives["p50"]), _minute(arrives["p90"]),
        f"{about}{cost['amount']} {cost['currency']}" if cost else unknown,
        unknown if journey["co2e_kg"] is None else about + journey["co2e_kg"].partition(".")[0],
        str(journey["handlings"]),
    ]  # fmt: skip


class _Page:
    """The printed page in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.out = console()

    def words(self, text: Text) -> str:
        return text.in_(self.language)

    def title(self, text: Text) -> None:
        self.out.print()
        self.out.print(Line(self.words(text), style="bold underline"))

    def line(self, text: str, style: str = "") -> None:
        # Chinese has no spaces to break a line at: the terminal breaks it where it is full.
        self.out.print(Line(text, style=style), soft_wrap=self.language == "zh")

    def named(self, name: str, words: str) -> str:
        """What is said of something, behind its name."""
        return self.words(say("{name}: {words}", name=name, words=words))

    def head(self, plan: Json) -> None:
        goods = plan["consignment"]
        first, more = goods["items"][0], len(goods["items"]) - 1
        described = f"{first.get('description') or first['hs']}" + (f" (+{more})" if more else "")
        place = goods.get("incoterm_place", "")
        self.line(f"{described} · {goods['from']} → {goods['to']} · {goods['incoterm']} {place} · {goods['ready']}", "bold")

    def findings(self, findings: Sequence[Json]) -> None:
        if findings:
            self.title(say("To know"))
        for finding in findings:
            mark, style = _MARKS[finding["severity"]]
            ways = ", ".join(str(number + 1) for number in finding["journeys"])
            suffix = self.words(say(" (ways {ways})", ways=ways)) if ways else ""
            self.line(f"{mark} {finding['text']}{suffix}", style)

    def way(self, plan: Json) -> None:
        number = plan["chosen"]
        self.title(say("Way {number}", number=number + 1))
        heads = (say("Leg"), "right"), (say("By"), "left"), (say("From"), "left"), (say("To"), "left"), (say("Arrives"), "left")
        table = _table(self.language, *heads, (say("km"), "right"), (say("Cost"), "right"))
        legs = plan["journeys"][number]["legs"]
        for place, leg in enumerate(legs, 1):
            cost = f"{leg['cost']['amount']} {leg['cost']['currency']}" if leg.get("cost") else self.words(say("unknown"))
            about = "≈ " if leg["estimated"] else ""
            cells = (
                leg["mode_name"],
                leg["from_name"],
                leg["to_name"],
                _minute(leg["arrives"]),
                leg["distance_km"],
                about + cost,
            )
            table.add_row(str(place), *cells)
        self.out.print(table)
        for place, leg in enumerate(legs, 1):
            self.line(f"{place}. {_cited(leg.get('source'))}", "dim")
            if leg["estimated"]:
                self.line(self.words(say("   Estimated. {method}", method=leg.get("method") or "–")), "dim")

    def border(self, row: Json) -> None:
        assessment = row["assessment"]
        side = self.words(say("Import") if row["side"] == "import" else say("Export"))
        self.title(say("{side}: {state}, {place}, {day}", side=side, state=assessment["jurisdiction"],
                       place=row["crossing_name"], day=row["on"]))  # fmt: skip
        unknown = self.words(say("unknown"))
        value = assessment["customs_value"] or unknown
        self.line(self.words(say("Customs value: {value} {currency}", value=value, currency=assessment["currency"])))
        heads = (say("Item"), "right"), (say("Charge"), "left"), (say("Rate"), "left"), (say("Base"), "right")
        amount = say("Amount, {currency}", currency=assessment["currency"])
        table = _table(self.language, *heads, (amount, "right"), (say("Source"), "left"))
        for charge in assessment["charges"]:
            cells = (charge["kind_name"], charge["expression"], charge["base"], charge["amount"], _cited(charge["source"]))
            table.add_row(str(charge["item"]), *cells)
        mark = self.words(say("(estimated)")) if assessment["estimated"] else ""
        table.add_row("", self.words(say("Total")), mark, "", assessment["total"] or unknown, "", style="bold")
        self.out.print(table)
        for gap in assessment["unknown"]:
            remedy = f" → {gap['import']}" if gap["import"] else ""
            self.line(self.words(say("? unknown: {kind}. {why}", kind=gap["kind_name"], why=gap["why"])) + remedy, "yellow")
        for taken in assessment["assumed"]:
            self.line(self.words(say("≈ assumed: {kind}. {why}", kind=taken["kind_name"], why=taken["why"])), "dim")

    def landed(self, plan: Json) -> None:
        rows = [row for row in plan["landed"] if row["journey"] == plan["chosen"]]
        for row in rows:
            self.title(say("Landed cost"))
            table = _table(self.language, (say("Part"), "left"), (say("Paid by"), "left"), (row["currency"], "right"))
            unknown = self.words(say("unknown"))
            for cost in row["costs"]:
                amount = cost["amount"] or unknown
                table.add_row(
                    cost["words"], self.words(_PARTIES[cost["paid_by"]]), f"{'≈ ' if cost['estimated'] else ''}{amount}"
                )
            table.add_row(self.words(say("For the buyer in all")), "", row["total"] or unknown, style="bold")
            table.add_row(self.words(say("Per kilogram net")), "", row["per_unit"] or unknown)
            table.add_row(self.words(say("Of it tax that a registered buyer may recover")), "", row["recoverable"] or unknown)
            self.out.print(table)

    def duties(self, incoterm: Json) -> None:
        self.title(say("Who pays what under {term}", term=incoterm["code"]))
        for row in incoterm["rows"]:
            self.line("  " + self.named(row["what"], self.words(_PARTIES[row["paid_by"]])))

    def requirements(self, plan: Json) -> None:
        rows = [row for row in plan["requirements"] if plan["chosen"] in row["journeys"]]
        if rows:
            self.title(say("Requirements"))
        for row in rows:
            mark = "" if row["certain"] else self.words(say("(may apply)")) + " "
            name = self.words(say("{state}, {kind}", state=row["jurisdiction"], kind=row["kind_name"]))
            self.line("• " + self.named(name, f"{mark}{row['text']}"))
            self.line(f"  {_cited(row['source'])}", "dim")

    def papers(self, papers: Sequence[Json]) -> None:
        self.title(say("Papers"))
        for paper in papers:
            draft = self.words(say(" — drafted here")) if paper.get("draft") else ""
            self.line("• " + self.named(paper.get("name") or paper["kind"], f"{paper.get('issued_by') or '–'}{draft}"))
            self.line(f"  {paper['why']}", "dim")

    def transit(self, rows: Sequence[Json]) -> None:
        if rows:
            self.title(say("Transit"))
        for row in rows:
            names = {"territory": row["territory_name"], "enters": row["enters"]["name"], "day": row["enters"]["at"][:10]}
            if row["leaves"]:
                end = {"leaves": row["leaves"]["name"], "end": row["leaves"]["at"][:10]}
                words = say("• {territory}: from {enters} on {day} to {leaves} on {end}.", **names, **end)
            else:
                words = say("• {territory}: from {enters} on {day} to the customs at the destination.", **names)
            self.line(self.words(words))
            for rule in row["rules"]:
                self.line(f"  {rule['text']} {rule['security']['text']}".rstrip())
                if rule["fee"]:
                    fee = say("  Fee of a transit declaration: {fee}, not in the landed cost.", fee=rule["fee"]["expression"])
                    self.line(self.words(fee))
                self.line(f"  {_cited(rule['source'])}", "dim")
            if not row["rules"]:
                self.line(self.words(say("  No rule of transit is on file for it: ask the customs where the goods enter.")))
            self.security(row["security"])

    def security(self, row: Json) -> None:
        if row["amount"]:
            amount = f"{row['amount']['amount']} {row['amount']['currency']}"
            self.line(self.words(say("  Security: {amount}. {why}", amount=amount, why=row["why"])))
        elif row["why"]:
            self.line(self.words(say("  Security: unknown. {why}", why=row["why"])))

    def facts(self, plan: Json) -> None:
        self.title(say("Facts"))
        quotes: dict[tuple[str, str], Json] = {}
        for row in plan["assessments"]:
            if row["journey"] == plan["chosen"]:
                quotes |= {(quote["from"], quote["to"]): quote for quote in row["assessment"]["exchange_rates"]}
        for (base, quote), row in quotes.items():
            mark = self.words(say("(estimated)")) if row["estimated"] else ""
            self.line(f"  1 {base} = {row['rate']} {quote}, {row['on']} {mark} {row['source']}")
        facts = plan["facts"]
        known, book = facts["book"]["known_on"], facts["book"]["hash"][:12]
        self.line(
            self.words(
                say(
                    "  Measures as known on {day}, book {hash}; oldest fact looked at on {oldest}.",
                    day=known,
                    hash=book,
                    oldest=facts["oldest_source"],
                )
            )
        )


_PARTIES = {"seller": say("seller"), "buyer": say("buyer"), "none": say("nobody is obliged")}


def _table(language: str, *columns: tuple[Any, str]) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    for head, justify in columns:
        table.add_column(head.in_(language) if isinstance(head, Text) else head, justify=justify, overflow="fold")  # type: ignore[arg-type]
    return table


def _cited(source: Json | None) -> str:
    if not source:
        return ""
    return f"{source['title']} ({source['checked_on']})" if source.get("checked_on") else str(source["title"])


def _minute(moment: str) -> str:
    """``2026-12-07T10:30:00+05:00`` to ``2026-12-07 10:30 +05``."""
    return f"{moment[:10]} {moment[11:16]} {moment[19:22]}"
