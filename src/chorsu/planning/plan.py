"""The main job: a consignment to its plan. Composes the engines in one direction: places, ways, borders, charges, papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from chorsu.assessment.explain import book_state
from chorsu.consignment import Consignment, read_consignment, total
from chorsu.documents import papers_needed
from chorsu.facts import Fault, Faulty, Source
from chorsu.geography import Ambiguous, Atlas, Place, Unfound, resolve_place
from chorsu.measures import Book
from chorsu.nomenclature import check_hs
from chorsu.planning.borders import assess_crossings, crossings
from chorsu.planning.findings import find_all
from chorsu.planning.landed import landed_cost
from chorsu.planning.load import References
from chorsu.planning.model import BorderAssessment, JourneyPaper, Landed, Plan, SidedRequirement, Transit, TransitRule
from chorsu.planning.transit import Passage, passages, transit_of, transit_requirements
from chorsu.planning.union import leaves_customs
from chorsu.routing import Journey, Journeys, find_journeys
from chorsu.routing.choose import CENTS_A_HANDLING
from chorsu.routing.price import CURRENCY, load_of
from chorsu.text import in_language, say

# Goods that are ready on a day are handed over at the beginning of its working hours.
_READY_AT = time(9)

# A shorter leg that crosses no border is the fetching or bringing of goods, for which no international note is made out.
_LONG_KM = 200


# What money tied up in goods costs a year, and the moving of a load in cents: assumptions, that only choose between ways and
# stand in no sum.
_A_YEAR = Decimal("0.10")
_DEAR = Decimal("Infinity")


def make_plan(consignment: Consignment, references: References) -> Plan:
    """Plan a consignment: every sensible way with its charges, requirements, papers and findings.

    The consignment must name ``from``, ``to`` and ``ready`` (read it with ``for_plan=True``). Raises Faulty with every fault:
    a place that is not on file or is ambiguous, goods without a mass, a day that cannot be.
    """
    origin, destination = _given(consignment, references.atlas)
    ready = datetime.combine(consignment.ready or date.min, _READY_AT, ZoneInfo(origin.time_zone))
    found = _ways(consignment, references, origin, destination, ready)
    journeys = found.journeys
    passed = crossings(references.book, references.atlas, journeys, origin, destination)
    on_way = [row for each in enumerate(journeys) for row in passages(references.book, references.atlas, *each)]
    assessed = assess_crossings(consignment, [*passed, *(row.crossing() for row in on_way)], journeys, references)
    sides, released = assessed[: len(passed)], assessed[len(passed) :]
    transits = tuple(
        transit_of(passage, release.assessment, references) for passage, release in zip(on_way, released, strict=True)
    )
    requirements = _requirements(consignment, sides, on_way, destination.state, references.book)
    landed = tuple(
        landed_cost(consignment, number, journey, [side for side in sides if side.journey == number], references)
        for number, journey in enumerate(journeys)
    )
    plan = Plan(
        consignment=consignment,
        journeys=journeys,
        beaten=found.beaten,
        refused=found.refused,
        chosen=_chosen(consignment, landed, journeys, references),
        assessments=sides,
        landed=landed,
        requirements=requirements,
        papers=_papers(consignment, journeys, requirements, origin, destination, references),
        findings=(),
        duties=references.duties(consignment.incoterm),
        transit=_rules_of_transit(sides, transits, references),
        transits=transits,
        places=_places(references.atlas, (*journeys, *found.beaten), [origin, destination]),
        book=book_state(references.book),
        oldest_source=_oldest(_sources(journeys, sides)),
        rates_on=min((quote.on for side in sides for quote in side.assessment.exchange_rates), default=None),
    )
    return find_all(plan, references)


def _ways(consignment: Consignment, references: References, origin: Place, destination: Place, ready: datetime) -> Journeys:
    """The journeys of the consignment. Raises Faulty, at the consignment's own fields, for a load that nothing can carry."""
    try:
        return find_journeys(
            references.network,
            references.atlas,
            origin=origin,
            destination=destination,
            ready=ready,
            tonnes=_tonnes(consignment),
            containers=_boxes(consignment),
            worth=_worth(consignment, references),
        )
    except Faulty as faulty:
        fields = {"tonnes": "items", "containers": "containers"}
        faults = (replace(fault, path=fields.get(fault.path.partition(".")[0], fault.path)) for fault in faulty.faults)
        raise Faulty(tuple(faults)) from None


def _boxes(consignment: Consignment) -> dict[str, int] | None:
    """The containers by type; None where none are named."""
    counts: dict[str, int] = {}
    for box in consignment.containers:
        counts[box.type] = counts.get(box.type, 0) + box.count
    return counts or None


def _chosen(consignment: Consignment, landed: Sequence[Landed], journeys: Sequence[Journey], references: References) -> int:
    """The way whose costs to both parties are least, none of them unknown, with its handlings and the time of the goods.

    Ways on which goods may perish come last. Where the carriage is stated, and so the same for all, the ways' own costs count
    too; where every way has an unknown, they alone do.
    """
    spent = {row.journey: whole for row in landed if (whole := total(cost.amount for cost in row.costs)) is not None}
    currency, ready = landed[0].currency if spent else CURRENCY, consignment.ready or date.min
    rate = _rate(CURRENCY, currency, ready, references) or Decimal(1)
    own = {number: journey.cost.amount * rate for number, journey in enumerate(journeys) if journey.cost is not None}
    a_day = (_worth(consignment, references, currency) or Decimal(0)) * _A_YEAR / 365
    a_move = load_of(_tonnes(consignment), _boxes(consignment)).loads * Decimal(CENTS_A_HANDLING) / 100 * rate
    beside = [a_day * (each.arrives_p50.date() - ready).days + a_move * each.handlings for each in journeys]
    perish = [not references.keeps(consignment.items, journey.most_days) for journey in journeys]
    if spent:
        same = consignment.freight is not None
        cost = {number: spent[number] + beside[number] + (own.get(number, _DEAR) if same else 0) for number in spent}
        return min(spent, key=lambda number: (perish[number], cost[number], own.get(number, _DEAR)))
    return min(own, key=lambda number: (perish[number], own[number] + beside[number]), default=0)


def _worth(consignment: Consignment, references: References, currency: str = CURRENCY) -> Decimal | None:
    """What the goods are worth in a currency, by the price of each item; None where a rate is not on file."""
    ready = consignment.ready or date.min
    rates = {item.currency: _rate(item.currency, currency, ready, references) for item in consignment.items}
    return total(item.value * rate if (rate := rates[item.currency]) else None for item in consignment.items)


def _rate(base: str, quote: str, day: date, references: References) -> Decimal | None:
    """What one unit of a currency is in another on a day, as far as it is on file."""
    found = references.rates.find_for_plan(base, quote, day)
    return found.rate if found else None


def _given(consignment: Consignment, atlas: Atlas) -> tuple[Place, Place]:
    """The two ends of what is to be planned. Raises Faulty with all that the consignment says or lacks so that it cannot be."""
    faults: list[Fault] = []
    for check in (lambda: check_day(consignment.ready or date.min, "ready"), lambda: _tonnes(consignment)):
        try:
            check()
        except Faulty as faulty:
            faults += faulty.faults
    try:
        ends = resolve_ends(atlas, consignment.origin, consignment.destination)
    except Faulty as faulty:
        raise Faulty((*faulty.faults, *faults)) from None
    if faults:
        raise Faulty(tuple(faults))
    return ends


def read_for_plan(document: Any, references: References) -> Consignment:
    """Read a consignment that is to be planned from its JSON form. Raises Faulty with every fault, those of its places too."""
    try:
        return read_consignment(document, check_hs=check_hs, for_plan=True)
    except Faulty as faulty:
        faults, paths = list(faulty.faults), {fault.path for fault in faulty.faults}
    for name in ("from", "to"):
        if name not in paths and isinstance(document, Mapping):
            _place(references.atlas, name, document[name], faults)
    raise Faulty(tuple(faults))


def check_day(day: date, path: str) -> None:
    """Raises Faulty, at the path, for a day so far off that calendars and time zones have nothing to say of it."""
    if not 1990 <= day.year <= 2100:
        message = say("{value} is not a day that can be planned for.", value=day.isoformat())
        raise Faulty((Fault(path, message, say("a day of the years 1990 to 2100")),))


def resolve_ends(atlas: Atlas, start: str, end: str, paths: tuple[str, str] = ("from", "to")) -> tuple[Place, Place]:
    """The two places that texts mean. Raises Faulty, at the paths, where one is not on file or may be several."""
    faults: list[Fault] = []
    origin, destination = (_place(atlas, path, text, faults) for path, text in zip(paths, (start, end), strict=True))
    if origin is not None and destination is not None and origin.code == destination.code:
        faults.append(Fault(paths[1], say("The goods are there already: from and to are the same place.")))
    if origin is None or destination is None or faults:
        raise Faulty(tuple(faults))
    return origin, destination


def _place(atlas: Atlas, path: str, text: str, faults: list[Fault]) -> Place | None:
    answer = resolve_place(atlas, text)
    if isinstance(answer, Place):
        return answer
    if isinstance(answer, Ambiguous):
        message = say("“{text}” may be more than one place.", text=text)
        faults.append(Fault(path, message, say("one of {choices}", choices=_named(found.place for found in answer.candidates))))
    elif isinstance(answer, Unfound):
        expected = say("a UN/LOCODE or the name of a place, for example CNTAO or Qingdao")
        if answer.nearest:
            expected = say("perhaps {choices}", choices=_named(found.place for found in answer.nearest))
        faults.append(Fault(path, say("“{text}” is not a place on file.", text=text), expected))
    return None


def _named(places: Iterable[Place]) -> str:
    return ", ".join(f"{place.code} ({in_language(place.names, 'en')})" for place in places)


def _tonnes(consignment: Consignment) -> Decimal:
    """The mass to be carried: gross where every item says it, else net."""
    mass = consignment.gross_mass if consignment.gross_mass is not None else consignment.net_mass
    if mass is None or mass == 0:
        message = say("Neither the gross nor the net mass of every item is given, so that no carriage can be planned.")
        raise Faulty((Fault("items", message, say("gross_mass in kilograms for each item")),))
    return mass / 1000


def _requirements(
    consignment: Consignment, sides: Sequence[BorderAssessment], under_transit: Sequence[Passage], goal: str, book: Book
) -> tuple[SidedRequirement, ...]:
    """Each requirement once for its side of the border, with the journeys that it is for."""
    asked = [(side.side, row, side.journey) for side in sides for row in side.assessment.requirements]
    for passage in under_transit:
        asked += [("transit", row, passage.journey) for row in transit_requirements(passage, consignment, goal, book)]
    found: dict[tuple[str, str, bool], SidedRequirement] = {}
    for side, requirement, journey in asked:
        key = (side, requirement.measure.id, requirement.certain)
        kept = found.get(key) or SidedRequirement(requirement, side, ())
        found[key] = SidedRequirement(requirement, side, tuple(dict.fromkeys((*kept.journeys, journey))))
    order = ("export", "transit", "import")
    return tuple(found[key] for key in sorted(found, key=lambda key: (order.index(key[0]), not key[2], key[1])))


def _papers(
    consignment: Consignment,
    journeys: Sequence[Journey],
    requirements: Sequence[SidedRequirement],
    origin: Place,
    destination: Place,
    references: References,
) -> tuple[JourneyPaper, ...]:
    """The papers of all journeys, in the order in which people read them, each with the journeys that need it."""
    found: dict[str, JourneyPaper] = {}
    every = range(len(journeys))
    for numbers in ([*every], *([number] for number in every)):
        asked = [row.requirement.measure for row in requirements if row.requirement.certain and set(numbers) & set(row.journeys)]
        papers = papers_needed(
            asked,
            consignment,
            modes=_carriage_modes(journeys[number] for number in numbers),
            on=consignment.ready or date.min,
            export_state=origin.state,
            import_state=destination.state,
            customs=any(leaves_customs(references.book, references.atlas, journeys[number]) for number in numbers),
        )
        for paper in papers:
            kept = found.setdefault(paper.kind, JourneyPaper(paper, ()))
            if len(numbers) == 1:
                found[paper.kind] = JourneyPaper(kept.paper, (*kept.journeys, *numbers))
    # Of one journey alone the two rounds see the same, and each journey must be named once.
    return tuple(JourneyPaper(row.paper, tuple(dict.fromkeys(row.journeys))) for row in found.values())


def _carriage_modes(journeys: Iterable[Journey]) -> set[str]:
    """The modes for which a consignment note is made out."""
    return {leg.mode for journey in journeys for leg in journey.legs if leg.crossing or leg.distance_km >= _LONG_KM}


def _rules_of_transit(
    sides: Sequence[BorderAssessment], transits: Sequence[Transit], references: References
) -> tuple[TransitRule, ...]:
    """The rules of transit of all journeys, each once; where goods arrive at the customs itself, the rule that says so."""
    found = [rule for row in transits for rule in row.rules]
    for side in sides:
        if side.side == "import":
            found += references.transit_rules(side.assessment.jurisdiction, side.assessment.on, {side.mode})
    return tuple({id(rule): rule for rule in found}.values())


def _places(atlas: Atlas, journeys: Sequence[Journey], ends: Sequence[Place]) -> dict[str, Place]:
    codes = {code for journey in journeys for leg in journey.legs for code in (leg.from_place, leg.to_place)}
    found = {place.code: place for place in ends}
    return found | {code: atlas.place(code) for code in sorted(codes)}


def _sources(journeys: Sequence[Journey], sides: Sequence[BorderAssessment]) -> Iterable[Source | None]:
    yield from (leg.source for journey in journeys for leg in journey.legs)
    yield from (charge.source for side in sides for charge in side.assessment.charges)
    yield from (row.measure.source for side in sides for row in side.assessment.requirements)


def _oldest(sources: Iterable[Source | None]) -> date | None:
    """The day on which the fact that was looked at longest ago was looked at."""
    return min((source.checked_on for source in sources if source and source.checked_on), default=None)
