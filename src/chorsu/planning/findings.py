"""What to know before the goods go: prohibitions, seasons, digits that decide, shelf life, old rates, figures that clash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from chorsu.assessment import Case, measures_counting
from chorsu.facts import plain
from chorsu.geography import Place, resolve_place
from chorsu.measures import Book
from chorsu.measures.condition import Named
from chorsu.measures.find import origin_rank
from chorsu.measures.words import charge_name
from chorsu.nomenclature import check_national, national_lines, question
from chorsu.planning.load import References
from chorsu.planning.model import BorderAssessment, Finding, Plan
from chorsu.planning.union import find_inside_union
from chorsu.planning.words import guessed_place
from chorsu.text import Text, say

# Kilograms: what a container weighs at most, and below what goods travel together with others (our assumption).
_MOST_LADEN, _FILLS_NOTHING = 30_480, 5_000

_ORDER = {"refusal": 0, "warning": 1, "info": 2}


def find_all(plan: Plan, references: References) -> Plan:
    """The plan with its findings, the gravest first, each once with the journeys that it is for."""
    found: dict[tuple[str, str], Finding] = {}
    for rule in (
        _prohibitions,
        _codes,
        _late_entry,
        _shelf_life,
        _masses,
        _loads,
        _rates,
        _proofs,
        _stated_freight,
        _named_place,
        _places_read,
        _no_way,
        _cautions,
        find_inside_union,
        _insurance,
    ):
        for finding in rule(plan, references):
            key = (finding.rule, str(finding.text))
            kept = found.get(key, finding)
            journeys = tuple(sorted({*kept.journeys, *finding.journeys}))
            found[key] = replace(kept, journeys=journeys)
    ordered = sorted(found.values(), key=lambda finding: _ORDER[finding.severity])
    return replace(plan, findings=tuple(ordered))


def _imports(plan: Plan) -> list[BorderAssessment]:
    return [side for side in plan.assessments if side.side == "import"]


def _no_way(plan: Plan, references: References) -> Iterator[Finding]:
    if not plan.journeys:
        yield Finding("refusal", "no-way", say("No way from {origin} to {destination} is on file.",
                      origin=plan.consignment.origin, destination=plan.consignment.destination))  # fmt: skip


def _prohibitions(plan: Plan, references: References) -> Iterator[Finding]:
    """A prohibition in force stops the goods; one that lately was is a reason to ask again."""
    for side in plan.assessments:
        for row in side.assessment.requirements:
            if row.measure.kind == "prohibition":
                severity = "refusal" if row.certain else "warning"
                text = say("Prohibited: {text}", text=row.measure.text)
                yield Finding(severity, "prohibition", text, (side.journey,), row.measure.source)
        yield from _lapsed(plan, references, side)


def _lapsed(plan: Plan, references: References, side: BorderAssessment) -> Iterator[Finding]:
    """Prohibitions that ended within three years before the goods pass: each season may bring the like again."""
    assessment = side.assessment
    since = assessment.on - timedelta(days=3 * 365)
    for item in plan.consignment.kinds:
        inquiry = references.inquiry(assessment, item)
        rows = (row for place in inquiry.jurisdictions for row in references.book.over(place, inquiry.code))
        for row in rows:
            ended = row.valid_to is not None and since <= row.valid_to < assessment.on
            by_this_mode = all(Named("mode", side.mode) == part for part in row.conditions if str(part).startswith("mode:"))
            touches = ended and by_this_mode and row.regime == assessment.regime and origin_rank(inquiry, row.origin)
            if row.kind == "prohibition" and touches:
                text = say("A prohibition ended on {day}: {text} Ask whether there is a new one.",
                           day=row.valid_to.isoformat() if row.valid_to else "", text=row.text)  # fmt: skip
                yield Finding("warning", "prohibition-lapsed", text, (side.journey,), row.source)


def _codes(plan: Plan, references: References) -> Iterator[Finding]:
    """National digits that are missing, not on file, or of another season; the same question once for all days."""
    asked: dict[tuple[object, ...], Text] = {}
    for side in _imports(plan):
        on = side.assessment.on
        names = references.book.jurisdictions(side.assessment.jurisdiction, on)
        for number, item in enumerate(plan.consignment.items, 1):
            coded = any(name in item.codes for name in names)
            for name in names:
                code = item.codes.get(name)
                wrong = check_national(name, code, on) if code else None
                if wrong is not None and not _in_the_book(references.book, name, code or ""):
                    text = say("Item {item}: {wrong}", item=number, wrong=wrong)
                    yield Finding("warning", "national-code", text, (side.journey,))
                lines = () if coded else national_lines(name, item.hs)
                missing = question(lines, on) if lines else None
                if missing is not None:
                    text = say("Item {item}: the code {hs} needs more digits of the nomenclature {name}. {question}",
                               item=number, hs=item.hs, name=name, question=missing.text)  # fmt: skip
                    possible = (number, name, *(line.code for line in missing.lines))
                    yield Finding("warning", "code-digits", asked.setdefault(possible, text), (side.journey,))


def _in_the_book(book: Book, name: str, code: str) -> bool:
    """Whether measures name the code where its nomenclature as a whole is not on file."""
    return not national_lines(name, code[:6]) and any(len(row.prefix) > 6 for row in book.over(name, code))


def _late_entry(plan: Plan, references: References) -> Iterator[Finding]:
    """What changes if the goods enter as late as the slow tenth of journeys does (p90)."""
    for side in _imports(plan):
        day = _late_day(plan, side)
        if day == side.assessment.on:
            continue
        names = references.book.nomenclatures(side.assessment.jurisdiction, day)
        for number, item in enumerate(plan.consignment.items, 1):
            for name, code in item.codes.items():
                if name in names and check_national(name, code, side.assessment.on) is None:
                    wrong = check_national(name, code, day)
                    if wrong is not None:
                        text = say(
                            "Item {item}, if the goods enter on {day}: {wrong}", item=number, day=day.isoformat(), wrong=wrong
                        )
                        yield Finding("warning", "season-ends", text, (side.journey,))
        yield from _law_changes(side, day, references)


def _law_changes(side: BorderAssessment, day: date, references: References) -> Iterator[Finding]:
    """Charges for which other measures count on a later day."""
    state, mode = side.assessment.jurisdiction, side.mode
    cases = [Case(side.carried, state, "import", on, mode, for_plan=True, destination=state) for on in (side.assessment.on, day)]
    now, then = (measures_counting(case, side.assessment, references.book, references.rates) for case in cases)
    for item, kind in sorted(key for key in now if now[key] != then.get(key)):
        measures = ", ".join(then.get((item, kind), ())) or say("none that is known")
        text = say(
            "Item {item}: if the goods enter on {day}, another measure counts for {kind}: {measure}.",
            item=item,
            day=day.isoformat(),
            kind=charge_name(kind),
            measure=measures,
        )
        yield Finding("warning", "law-changes", text, (side.journey,))


def _late_day(plan: Plan, side: BorderAssessment) -> date:
    """The day of entry if the journey takes as long as its p90."""
    journey = plan.journeys[side.journey]
    return (side.at + (journey.arrives_p90 - journey.arrives_p50)).date()


def _shelf_life(plan: Plan, references: References) -> Iterator[Finding]:
    """Perishable goods against the slow tenth of journeys, and how they must be carried."""
    for number, item in enumerate(plan.consignment.items, 1):
        for row in references.handling(item.hs):
            yield Finding("info", "handling", say("Item {item}: {text}", item=number, text=row.text), (), row.source)
        life = references.shelf_life(item.hs)
        if life is None:
            continue
        days = dict(enumerate(journey.most_days for journey in plan.journeys))
        kept = {place: most for place, most in days.items() if references.keeps([item], most)}
        said = {"item": number, "least": life.days_min, "coldest": life.coldest, "warmest": life.warmest}
        for place, journey in enumerate(plan.journeys):
            if place not in kept:
                text = say("Item {item} may be {days} days on the way (p90), but its life at {coldest} to {warmest} °C is "
                           "{least} days at the least.", days=journey.most_days, **said)  # fmt: skip
                yield Finding("warning", "shelf-life", text, (place,), life.source)
        if kept:
            text = say("Item {item} may be {days} days on the way (p90); its life at {coldest} to {warmest} °C is at least "
                       "{least} days, counted from harvest.", days=max(kept.values()), **said)  # fmt: skip
            yield Finding("info", "shelf-life", text, tuple(kept), life.source)


def _masses(plan: Plan, references: References) -> Iterator[Finding]:
    for number, item in enumerate(plan.consignment.items, 1):
        if item.gross_mass is not None and item.net_mass is not None and item.gross_mass < item.net_mass:
            text = say("Item {item} weighs less gross than net.", item=number)
            yield Finding("warning", "gross-below-net", text)
        if item.gross_mass is None:
            text = say("Item {item} has no gross mass; the carriage is planned on the net mass.", item=number)
            yield Finding("warning", "no-gross-mass", text)


def _loads(plan: Plan, references: References) -> Iterator[Finding]:
    """Containers that would be too heavy, and goods that fill none."""
    goods = plan.consignment
    mass = goods.gross_mass if goods.gross_mass is not None else goods.net_mass
    boxes = sum(box.count for box in goods.containers)
    if mass and boxes and mass > boxes * _MOST_LADEN:
        text = say("{mass} kg in {count} containers is more than the {most} kg that one weighs at most, laden (ISO 668).",
                   mass=plain(mass), count=boxes, most=_MOST_LADEN)  # fmt: skip
        yield Finding("warning", "overloaded", text)
    if mass and not boxes and mass < _FILLS_NOTHING:
        text = say("{mass} kg fill no truck or container, but the carriage by land and sea is that of a whole one. As groupage, "
                   "by post or by express they cost less: no price of these is on file.", mass=plain(mass))  # fmt: skip
        yield Finding("warning", "part-load", text)


def _rates(plan: Plan, references: References) -> Iterator[Finding]:
    """Rates of exchange that stand in for those of the day."""
    for side in plan.assessments:
        for quote in side.assessment.exchange_rates:
            if quote.estimated:
                text = say("The rate {base} to {quote} is of {on}; none nearer to the day at the border is on file, so "
                           "amounts by it are estimates. Import fresh rates with “chorsu rates import”.",
                           base=quote.base, quote=quote.quote, on=quote.on.isoformat())  # fmt: skip
                yield Finding("warning", "old-rate", text, (side.journey,))


def _proofs(plan: Plan, references: References) -> Iterator[Finding]:
    """What a missing proof would save; or that none on file saves anything."""
    for side in plan.assessments:
        assessment = side.assessment
        for saving in assessment.savings:
            if saving.amount is not None:
                text = say(
                    "The proof {proof} would save {amount} {currency}.",
                    proof=saving.proof,
                    amount=saving.amount,
                    currency=assessment.currency,
                )
                yield Finding("info", "proof", text, (side.journey,))
        if side.side == "import" and not assessment.savings:
            names = references.atlas.state(assessment.jurisdiction).names
            yield Finding("info", "proof", say("No proof of origin on file would lower a charge in {state}.", state=names))


def _stated_freight(plan: Plan, references: References) -> Iterator[Finding]:
    """A stated carriage that the way would exceed by a quarter or more."""
    freight = plan.consignment.freight
    for number, journey in enumerate(plan.journeys):
        if freight is None or journey.cost is None or journey.cost.currency != freight.currency:
            continue
        if journey.cost.amount >= freight.amount * Decimal("1.25"):
            text = say(
                "The carriage stated is {stated} {currency}; this way is estimated at {own} {currency}.",
                stated=plain(freight.amount),
                own=plain(journey.cost.amount),
                currency=freight.currency,
            )
            yield Finding("warning", "freight-too-low", text, (number,))


def _named_place(plan: Plan, references: References) -> Iterator[Finding]:
    """A term that names a place on the way, where the cost of the whole way stands in for the carriage."""
    goods = plan.consignment
    texts = (goods.incoterm_place, goods.origin, goods.destination)
    named, start, end = (resolve_place(references.atlas, text) for text in texts)
    if goods.freight is not None or not (isinstance(named, Place) and isinstance(start, Place) and isinstance(end, Place)):
        return
    if named.code != (start if goods.incoterm in ("EXW", "FCA", "FAS", "FOB") else end).code:
        text = say(
            "{term} names {place}, but the carriage is reckoned from {start} to {end}. State the freight between {place} and "
            "{end}, so that the customs value and who pays what are right.",
            term=goods.incoterm,
            place=named.names,
            start=start.names,
            end=end.names,
        )
        yield Finding("warning", "named-place", text)


def _places_read(plan: Plan, references: References) -> Iterator[Finding]:
    """A name with a slip or cut short, and the place for which it was taken."""
    for text in (plan.consignment.origin, plan.consignment.destination):
        words = guessed_place(references.atlas, text)
        if words is not None:
            yield Finding("warning", "place-read", words)


def _cautions(plan: Plan, references: References) -> Iterator[Finding]:
    """What the network knows to ask before relying on a way."""
    for number, journey in enumerate(plan.journeys):
        for caution in journey.cautions:
            yield Finding("warning", "caution", say("{words}", words=caution.text), (number,), caution.source)


def _insurance(plan: Plan, references: References) -> Iterator[Finding]:
    if plan.consignment.insurance is None:
        yield Finding("info", "not-insured", say("The consignment states no insurance: the goods travel uninsured."))
