"""Print a plan: the ways compared, what is charged and by which source, what is required, which papers, what is not known.

The plan comes in the JSON form of the command line (CONTRACTS, Plan), possibly from another hand: every field is read as if it
could be missing or of another kind; what cannot be shown is left out, never guessed. Nothing here computes a figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from chorsu.documents.plan_json import amount, day, mapping, moment, rows, text, texts, way
from chorsu.documents.plan_page import ESTIMATED, Cell, Part, PlanPage, fields, listing, subheading
from chorsu.documents.typeset import typeset
from chorsu.documents.words import Places, check_language
from chorsu.documents.words import rate as rate_words

_NO_PLACES: Places = {}
# Each item takes about half a page of notes.
MOST_ITEMS_WITH_NOTES = 5
_NO_DAY = date(1970, 1, 1)
_BEARERS = {"seller": "seller", "buyer": "buyer", "none": "nobody_must"}
_TONES = {"refusal": "error", "error": "error", "warning": "warning"}


def render_plan_pdf(
    plan: Mapping[str, Any],
    language: str = "en",
    *,
    places: Places = _NO_PLACES,
    on: date | None = None,
    way: int | None = None,
) -> bytes:
    """Print a plan on A4 (PDF/A-2b) in ``en``, ``zh`` or ``ru``.

    ``places`` gives names of places by their code, where the plan does not. ``on`` is the day printed on the report; without it
    the day of the plan's exchange rates stands there. ``way`` (the index of a journey) tells that way in full and the others in
    the comparison only; without it each is told in full. Raises ValueError for another language.
    """
    check_language(language)
    page = PlanPage(language, {**_named_places(plan, language), **places}, way)
    reference = text(mapping(plan.get("consignment")).get("reference"))
    title = f"{page.word('title')} {reference}".strip()
    printed_on = on or day(mapping(plan.get("facts")).get("rates_on"))
    data = {
        "title": title,
        "keywords": [reference] if reference else [],
        "lang": language,
        "head": title,
        "foot": printed_on.isoformat() if printed_on else None,
        "page": page.word("page", "paper"),
        "gap": [page.word("unknown")],
        "draft": None,
        "heading": [title],
        "parts": list(_parts(page, plan)),
    }
    return typeset("plan.typ", data, on=printed_on or _NO_DAY)


def _named_places(plan: Mapping[str, Any], language: str) -> Places:
    """The names of places that the plan itself gives, in the language it was written in."""
    named = {str(code): text(mapping(row).get("name")) for code, row in mapping(plan.get("places")).items()}
    return {code: {language: name} for code, name in named.items() if name}


def _parts(page: PlanPage, plan: Mapping[str, Any]) -> Iterator[Part]:
    yield from _consignment(page, mapping(plan.get("consignment")))
    yield from _findings(page, plan)
    yield from _ways(page, plan)
    yield from _landed(page, plan)
    yield from _assessments(page, plan)
    yield from _requirements(page, plan)
    yield from _papers(page, plan)
    yield from _notes(page, plan)
    yield from _facts(page, mapping(plan.get("facts")))
    if page.sources:
        yield page.heading("sources")
        yield listing([{"text": f"[{number}] {told}"} for told, number in page.sources.items()])


def _consignment(page: PlanPage, consignment: Mapping[str, Any]) -> Iterator[Part]:
    if not consignment:
        return
    terms = f"{text(consignment.get('incoterm'))} {page.place(consignment.get('incoterm_place'))}".strip()
    yield fields(
        [
            (page.word("seller", "paper"), _party(consignment.get("consignor"))),
            (page.word("buyer", "paper"), _party(consignment.get("consignee"))),
            (page.word("delivery_terms", "paper"), terms),
            (page.word("from", "paper"), page.place(consignment.get("from"))),
            (page.word("to", "paper"), page.place(consignment.get("to"))),
            (page.word("ready"), text(consignment.get("ready"))),
            (ESTIMATED, page.word("estimated")),
        ]
    )
    goods = [_item(page, item) for item in rows(consignment.get("items"))]
    columns = [("description", 50), ("hs", 20), ("origin", 14), ("quantity", 24), ("amount", 26)]
    yield from page.table(columns, goods, "paper")


def _item(page: PlanPage, item: Mapping[str, Any]) -> list[Cell]:
    quantity = f"{amount(item.get('quantity'))} {page.word(text(item.get('unit')), 'unit')}".strip()
    value = f"{amount(item.get('value'))} {text(item.get('currency'))}".strip()
    codes = [f"{name} {text(code)}" for name, code in mapping(item.get("codes")).items()]
    goods: Cell = {"text": text(item.get("hs")), "notes": codes}
    return [text(item.get("description")), goods, text(item.get("origin")), quantity, value]


def _party(party: Any) -> str:
    row = mapping(party)
    return ", ".join(part for part in (text(row.get("name")), text(row.get("country"))) if part)


def _findings(page: PlanPage, plan: Mapping[str, Any]) -> Iterator[Part]:
    entries: list[Cell] = []
    for finding in filter(page.concerns, rows(plan.get("findings"))):
        severity = text(finding.get("severity"))
        words = f"{page.word(severity, 'severity')}: {page.words(finding.get('text'))}"
        entries.append({"text": words, "tone": _TONES.get(severity, "")})
    if entries:
        yield page.heading("findings")
        yield listing(entries)


def _ways(page: PlanPage, plan: Mapping[str, Any]) -> Iterator[Part]:
    journeys = rows(plan.get("journeys"))
    if journeys:
        yield page.heading("ways")
        columns = [
            ("way", 24),
            ("departs", 24),
            ("arrives", 24),
            ("arrives_late", 24),
            ("cost", 30),
            ("co2e", 24),
            ("handlings", 18),
        ]
        yield from page.table(columns, [_way(page, number, row, plan) for number, row in enumerate(journeys)])
    for number, journey in enumerate(journeys):
        legs = [_leg(page, leg) for leg in rows(journey.get("legs"))]
        if legs and page.tells(number):
            yield subheading(f"{page.word('way')} {number + 1}: {page.word('legs')}")
            columns = [
                ("mode", 12),
                ("way", 42),
                ("service", 34),
                ("departs", 22),
                ("arrival", 22),
                ("distance", 16),
                ("cost", 28),
            ]
            yield from page.table(columns, legs)
    passages = [row for row in rows(plan.get("transits")) if page.tells(row.get("journey"))]
    yield from _passages(page, passages)
    for name, field in (("transit", "text"), ("refused", "why")):
        # What the passages say of transit is said once: with them, not again for all ways.
        told = [] if passages and name == "transit" else filter(page.concerns, rows(plan.get(name)))
        entries = [page.cited(page.words(row.get(field)), row) for row in told]
        if entries:
            yield subheading(page.word(name))
            yield listing(entries)


def _way(page: PlanPage, number: int, journey: Mapping[str, Any], plan: Mapping[str, Any]) -> list[Cell]:
    legs, arrives = rows(journey.get("legs")), mapping(journey.get("arrives"))
    modes = dict.fromkeys(page.word(text(leg.get("mode")), "mode") for leg in legs if text(leg.get("mode")))
    chosen = plan.get("chosen") == number and not isinstance(plan.get("chosen"), bool)
    estimated = any(row.get("estimated") is True for row in (journey, *legs))
    notes = [", ".join(modes), page.word("chosen") if chosen else ""]
    return [
        {"text": str(number + 1), "strong": chosen, "notes": [note for note in notes if note]},
        moment(journey.get("departs")),
        moment(arrives.get("p50")),
        moment(arrives.get("p90")),
        page.money(journey.get("cost"), estimated=estimated),
        page.known(journey.get("co2e_kg"), estimated=estimated),
        page.known(journey.get("handlings")),
    ]


def _leg(page: PlanPage, leg: Mapping[str, Any]) -> list[Cell]:
    ends = [page.place(leg.get(end), leg.get(f"{end}_name")) for end in ("from", "to")]
    return [
        page.word(text(leg.get("mode")), "mode"),
        " → ".join(ends),
        page.cited(page.words(leg.get("name")) or page.words(leg.get("service")) or "–", leg),
        moment(leg.get("departs")),
        moment(leg.get("arrives")),
        page.known(leg.get("distance_km")),
        page.money(leg.get("cost"), estimated=leg.get("estimated")),
    ]


def _passages(page: PlanPage, passages: list[Mapping[str, Any]]) -> Iterator[Part]:
    """Customs transit: from where to where, the security that may be asked, the rules behind it."""
    if not passages:
        return
    yield subheading(page.word("customs_transit"))
    columns = [("territory", 34), ("way", 78), ("security", 24), ("amount", 32)]
    yield from page.table(columns, [_passage(page, row) for row in passages])
    entries = [_transit_rule(page, rule) for row in passages for rule in rows(row.get("rules"))]
    if entries:
        yield listing(entries)


def _transit_rule(page: PlanPage, rule: Mapping[str, Any]) -> Cell:
    words = (page.words(rule.get("text")), page.words(mapping(rule.get("security")).get("text")))
    return page.cited(" ".join(filter(None, words)), rule)


def _passage(page: PlanPage, row: Mapping[str, Any]) -> list[Cell]:
    security = mapping(row.get("security"))
    ends = [mapping(row.get(end)) for end in ("enters", "leaves")]
    places = [f"{page.words(end.get('name'))} {text(end.get('at'))[:10]}".strip() for end in ends]
    needed = {"yes": "needed", "no": "not_needed"}.get(text(security.get("needed")), "unknown")
    sum_asked: Cell = "–" if needed == "not_needed" else page.money(security.get("amount"), estimated=security.get("estimated"))
    return [
        page.words(row.get("territory_name")) or text(row.get("territory")),
        {"text": f"{places[0]} → {places[1] or page.word('release')}", "notes": [page.words(security.get("why"))]},
        {"text": page.word(needed), "tone": "warning" if needed == "unknown" else ""},
        sum_asked,
    ]


def _landed(page: PlanPage, plan: Mapping[str, Any]) -> Iterator[Part]:
    landed = rows(plan.get("landed"))
    if not landed:
        return
    yield page.heading("landed")
    columns = [("way", 16), ("landed", 30), ("per_unit", 20), ("recoverable", 28), ("seller_pays", 30), ("buyer_pays", 30)]
    yield from page.table(columns, [_cost(page, row) for row in landed])
    for row in landed:
        parts = [_cost_part(page, part) for part in rows(row.get("costs"))]
        if parts and page.tells(row.get("journey")):
            yield subheading(f"{page.word('way')} {way(row.get('journey'))}: {page.word('parts')}")
            yield from page.table([("parts", 80), ("paid_by", 30), ("amount", 34)], parts)
    duties: list[Cell] = []
    for duty in rows(mapping(plan.get("incoterm")).get("rows")):
        duties.append(
            page.cited(f"{page.words(duty.get('what'))}: {page.word(_BEARERS.get(text(duty.get('paid_by')), 'none'))}", duty)
        )
    if duties:
        yield subheading(page.word("incoterm"))
        yield listing(duties)


def _cost(page: PlanPage, row: Mapping[str, Any]) -> list[Cell]:
    currency, paid = text(row.get("currency")), mapping(row.get("paid_by"))
    figures = (row.get("total"), row.get("per_unit"), row.get("recoverable"), paid.get("seller"), paid.get("buyer"))
    return [way(row.get("journey")), *(page.known(figure, currency, estimated=row.get("estimated")) for figure in figures)]


def _cost_part(page: PlanPage, part: Mapping[str, Any]) -> list[Cell]:
    name = page.words(part.get("words")) or text(part.get("what"))
    return [
        page.cited(name, part),
        page.word(text(part.get("paid_by"))),
        page.known(part.get("amount"), text(part.get("currency")), estimated=part.get("estimated")),
    ]


def _assessments(page: PlanPage, plan: Mapping[str, Any]) -> Iterator[Part]:
    entries = [row for row in rows(plan.get("assessments")) if page.tells(row.get("journey"))]
    if entries:
        yield page.heading("charges")
    for entry in entries:
        assessment = mapping(entry.get("assessment"))
        yield subheading(_occasion(page, entry, assessment))
        yield from _charges(page, assessment)
        yield from _remarks(page, assessment)


def _notes(page: PlanPage, plan: Mapping[str, Any]) -> Iterator[Part]:
    """The officer's notes on the charges of one way, that of the report or the chosen one, as an annex for few items."""
    way_told = page.way if page.way is not None else plan.get("chosen")
    told = [row for row in rows(plan.get("assessments")) if row.get("journey") == way_told]
    sides = [(row, entries) for row in told if (entries := _side_notes(page, mapping(row.get("assessment"))))]
    if sides:
        yield page.heading("notes")
    for row, entries in sides:
        yield subheading(_occasion(page, row, mapping(row.get("assessment"))))
        yield listing(entries)


def _side_notes(page: PlanPage, assessment: Mapping[str, Any]) -> list[Cell]:
    """Each value and charge with its note in one paragraph: an annex is looked up, not read through."""
    values = assessment.get("customs_value_notes")
    values = values if isinstance(values, list) else []
    if len(values) > MOST_ITEMS_WITH_NOTES:
        return []
    gap = "" if page.language == "zh" else " "
    entries = [(str(number), page.word("customs_value"), texts(lines)) for number, lines in enumerate(values, 1)]
    entries += [(text(row.get("item")), page.kind(row), texts(row.get("note"))) for row in rows(assessment.get("charges"))]
    several = len(values) > 1
    return [
        {"text": f"{page.word('item')} {item}: {name}" if several else name, "notes": [gap.join(lines)]}
        for item, name, lines in entries
        if lines
    ]


def _occasion(page: PlanPage, entry: Mapping[str, Any], assessment: Mapping[str, Any]) -> str:
    side = text(entry.get("side"))
    parts = [
        f"{page.word('way')} {way(entry.get('journey'))}".strip(),
        page.state(assessment.get("jurisdiction")),
        page.word(f"side_{side}") if side in ("import", "export", "transit") else side,
        page.place(entry.get("crossing"), entry.get("crossing_name")),
        text(entry.get("on")),
    ]
    return " · ".join(part for part in parts if part)


def _charges(page: PlanPage, assessment: Mapping[str, Any]) -> Iterator[Part]:
    currency = text(assessment.get("currency"))
    lines: list[list[Cell]] = []
    for charge in rows(assessment.get("charges")):
        kind = page.cited(page.kind(charge), charge)
        rate, estimated = rate_words(text(charge.get("expression")), page.language), charge.get("estimated")
        figures = [page.known(charge.get(name), estimated=estimated) for name in ("base", "amount")]
        lines.append([text(charge.get("item")), kind, rate, *figures])
    total = page.known(assessment.get("total"), currency, estimated=assessment.get("estimated"))
    figure = total if isinstance(total, dict) else {"text": total}
    lines.append(["", {"text": page.word("total", "paper"), "strong": True}, "", "", {**figure, "strong": True}])
    value = page.known(assessment.get("customs_value"), currency, estimated=assessment.get("customs_value_estimated"))
    yield fields([(page.word("customs_value"), value)])
    yield from page.table([("item", 12), ("charge", 44), ("rate", 34), ("base", 28), ("amount", 32)], lines)


def _remarks(page: PlanPage, assessment: Mapping[str, Any]) -> Iterator[Part]:
    """What stands beside the charges: unknown, assumed, savings, exchange rates."""
    currency = text(assessment.get("currency"))
    groups = {
        "unknown_list": [_remark(page, row, "warning") for row in rows(assessment.get("unknown"))],
        "assumed_list": [_remark(page, row, "") for row in rows(assessment.get("assumed"))],
        "exchange_rates": [_rate(row) for row in rows(assessment.get("exchange_rates"))],
    }
    for name, entries in groups.items():
        if entries:
            yield subheading(page.word(name))
            yield listing(entries)
    savings = [[text(row.get("proof")), page.known(row.get("amount"), currency)] for row in rows(assessment.get("savings"))]
    if savings:
        yield subheading(page.word("savings"))
        yield from page.table([("proof", 40), ("amount", 40)], savings)


def _remark(page: PlanPage, row: Mapping[str, Any], tone: str) -> Cell:
    kind = page.kind(row)
    notes = [note for note in (", ".join(texts(row.get("candidates"))), text(row.get("import"))) if note]
    return {"text": f"{kind}: {page.words(row.get('why'))}", "tone": tone, "notes": notes}


def _rate(row: Mapping[str, Any]) -> Cell:
    source = row.get("source")
    told = text(source) or text(mapping(source).get("title"))
    words = f"1 {text(row.get('from'))} = {amount(row.get('rate'))} {text(row.get('to'))} ({text(row.get('on'))})"
    return {"text": words, "notes": [told] if told else []}


def _requirements(page: PlanPage, plan: Mapping[str, Any]) -> Iterator[Part]:
    entries: list[Cell] = []
    for row in filter(page.concerns, rows(plan.get("requirements"))):
        lead = " · ".join(part for part in (page.state(row.get("jurisdiction")), page.kind(row)) if part)
        unsure = page.word("uncertain") if row.get("certain") is False else ""
        conditions = ", ".join(texts(row.get("conditions")))
        words = page.words(row.get("text")) or text(row.get("measure"))
        entries.append(page.cited(f"{lead}: {words}", row, ": ".join(part for part in (unsure, conditions) if part)))
    if entries:
        yield page.heading("requirements")
        yield listing(entries)


def _papers(page: PlanPage, plan: Mapping[str, Any]) -> Iterator[Part]:
    papers = [_paper(page, paper) for paper in rows(plan.get("papers")) if page.concerns(paper)]
    if papers:
        yield page.heading("papers")
        yield from page.table([("papers", 40), ("why", 62), ("issued_by", 42), ("for", 24)], papers)


def _paper(page: PlanPage, paper: Mapping[str, Any]) -> list[Cell]:
    name = page.words(paper.get("name")) or page.words(paper.get("names")) or text(paper.get("kind"))
    issuer = paper.get("issued_by")
    issued_by = page.words(mapping(issuer).get("names")) or page.words(issuer)
    asked = page.word("if_asked") if paper.get("if_asked") is True else ""
    unknown: Cell = {"text": page.word("unknown"), "tone": "warning"}
    return [page.cited(name, paper, asked), page.words(paper.get("why")), issued_by or unknown, page.states(paper.get("for"))]


def _facts(page: PlanPage, facts: Mapping[str, Any]) -> Iterator[Part]:
    book, oldest = mapping(facts.get("book")), facts.get("oldest_source")
    state = " ".join(part for part in (text(book.get("hash"))[:16], text(book.get("known_on"))) if part)
    known = fields(
        [
            (page.word("book"), state),
            (page.word("oldest_source"), text(oldest) or text(mapping(oldest).get("title"))),
            (page.word("rates_on"), text(facts.get("rates_on"))),
        ]
    )
    if known["rows"]:
        yield page.heading("facts")
        yield known
