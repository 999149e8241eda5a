"""The plan of a consignment: ways, charges, requirements and papers, each with why; and how it is written as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from chorsu.assessment import Assessment
from chorsu.assessment.model import requirement_json
from chorsu.consignment import Consignment, write_consignment
from chorsu.documents import Paper
from chorsu.facts import Money, Source, plain
from chorsu.geography import Place
from chorsu.measures import Requirement
from chorsu.measures.words import charge_name, requirement_name
from chorsu.nomenclature import describe, load_edition
from chorsu.planning.words import mode_name
from chorsu.routing import Entry, Journey, Refused
from chorsu.text import Text, in_language


@dataclass(frozen=True)
class BorderAssessment:
    """The assessment of one side (import or export) of one journey, at the place and on the day the goods pass.

    ``carried`` is the consignment as it was assessed: with the freight of the journey where it states none itself.
    """

    journey: int
    side: str
    crossing: str
    mode: str
    at: datetime
    carried: Consignment
    assessment: Assessment


@dataclass(frozen=True)
class Cost:
    """One part of what a consignment costs; ``amount`` None where it is unknown. ``paid_by`` is seller or buyer."""

    what: str
    words: Text
    amount: Decimal | None
    currency: str
    paid_by: str
    estimated: bool


@dataclass(frozen=True)
class Landed:
    """What the goods cost at their destination by one journey, in the currency of the goods.

    ``total`` is the price and all that is spent beside what the price contains; None while a part is unknown. ``per_unit`` is
    per kilogram net. ``recoverable`` is the tax that the buyer may credit.
    """

    journey: int
    currency: str
    total: Decimal | None
    per_unit: Decimal | None
    recoverable: Decimal | None
    costs: tuple[Cost, ...]
    estimated: bool
    recoverable_why: Mapping[str, str] | None = None
    recoverable_source: Source | None = None

    def paid_by(self, party: str) -> Decimal | None:
        """What a party pays beside the price; None where a part of it is unknown."""
        parts = [cost.amount for cost in self.costs if cost.paid_by == party and cost.what != "price"]
        return None if None in parts else sum((part for part in parts if part is not None), Decimal(0))


@dataclass(frozen=True)
class Finding:
    """Something to know or to do: ``refusal`` stops the goods, ``warning`` may cost time or money, ``info`` is good to know."""

    severity: str
    rule: str
    text: Text
    journeys: tuple[int, ...] = ()
    source: Source | None = None


@dataclass(frozen=True)
class Duty:
    """Who does and pays something under the Incoterm: seller, buyer, or none where it obliges nobody."""

    what: Text
    by: str
    source: Source | None


@dataclass(frozen=True)
class TransitRule:
    """How goods move under customs control from the place of entry to the place of clearance.

    ``security`` is yes, no or unknown; ``fee`` what a transit declaration costs, which no landed cost contains.
    """

    mode: str
    text: Mapping[str, str]
    security: str
    security_text: Mapping[str, str]
    source: Source | None
    fee: str = ""
    fee_source: Source | None = None


@dataclass(frozen=True)
class Security:
    """What customs may ask to be secured while goods are under transit: ``needed`` is yes, no or unknown.

    ``amount`` is an estimate, as ``why`` says, or None where it is unknown or none is needed.
    """

    needed: str
    amount: Money | None
    why: Text | None


@dataclass(frozen=True)
class Transit:
    """One run of a journey under customs control: through a territory, or (``leaves`` None) to the customs at its end."""

    journey: int
    territory: str
    names: Mapping[str, str]
    enters: Entry
    leaves: Entry | None
    rules: tuple[TransitRule, ...]
    security: Security


@dataclass(frozen=True)
class SidedRequirement:
    """A requirement, the side of the border that makes it, and the journeys that it is for."""

    requirement: Requirement
    side: str
    journeys: tuple[int, ...]


@dataclass(frozen=True)
class JourneyPaper:
    """A paper, and the journeys that need it."""

    paper: Paper
    journeys: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """The result of the main job. ``beaten`` are ways shown for comparison: one of the journeys is better in everything."""

    consignment: Consignment
    journeys: tuple[Journey, ...]
    beaten: tuple[Journey, ...]
    refused: tuple[Refused, ...]
    chosen: int
    assessments: tuple[BorderAssessment, ...]
    landed: tuple[Landed, ...]
    requirements: tuple[SidedRequirement, ...]
    papers: tuple[JourneyPaper, ...]
    findings: tuple[Finding, ...]
    duties: tuple[Duty, ...]
    transit: tuple[TransitRule, ...]
    transits: tuple[Transit, ...]
    places: Mapping[str, Place]
    book: Mapping[str, str]
    oldest_source: date | None
    rates_on: date | None

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """As CONTRACTS (Plan) has it, with sentences and names in ``en``, ``zh`` or ``ru``."""
        return {
            "consignment": write_consignment(self.consignment),
            "goods": [_goods(item.hs, language) for item in self.consignment.items],
            "journeys": [self._journey(journey, language) for journey in self.journeys],
            "beaten": [self._journey(journey, language) for journey in self.beaten],
            "refused": [refused.to_json(language) for refused in self.refused],
            "chosen": self.chosen if self.journeys else None,
            "assessments": [self._border(row, language) for row in self.assessments],
            "landed": [_landed(row, language) for row in self.landed],
            "requirements": [_requirement(row, language) for row in self.requirements],
            "papers": [{**row.paper.to_json(language), "journeys": list(row.journeys)} for row in self.papers],
            "findings": [_finding(row, language) for row in self.findings],
            "incoterm": {
                "code": self.consignment.incoterm,
                "place": self.consignment.incoterm_place,
                "rows": [_duty(row, language) for row in self.duties],
            },
            "transit": [_transit(row, language) for row in self.transit],
            "transits": [self._passage(row, language) for row in self.transits],
            "places": {code: _place(place, language) for code, place in self.places.items()},
            "facts": {
                "book": dict(self.book),
                "oldest_source": self.oldest_source.isoformat() if self.oldest_source else None,
                "rates_on": self.rates_on.isoformat() if self.rates_on else None,
            },
            "language": language,
        }

    def _journey(self, journey: Journey, language: str) -> dict[str, Any]:
        row = journey.to_json(language)
        for leg in row["legs"]:
            leg["from_name"] = self._name(leg["from"], language)
            leg["to_name"] = self._name(leg["to"], language)
            leg["mode_name"] = mode_name(leg["mode"]).in_(language)
        return row

    def _border(self, row: BorderAssessment, language: str) -> dict[str, Any]:
        return {
            "journey": row.journey,
            "side": row.side,
            "crossing": row.crossing,
            "crossing_name": self._name(row.crossing, language),
            "mode": row.mode,
            "mode_name": mode_name(row.mode).in_(language),
            "on": row.assessment.on.isoformat(),
            "assessment": _with_names(row.assessment.to_json(language), language),
        }

    def _passage(self, row: Transit, language: str) -> dict[str, Any]:
        security = row.security
        return {
            "journey": row.journey,
            "territory": row.territory,
            "territory_name": in_language(row.names, language) or row.territory,
            "through": row.leaves is not None,
            "enters": self._passing(row.enters, language),
            "leaves": None if row.leaves is None else self._passing(row.leaves, language),
            "security": {
                "needed": security.needed,
                "amount": security.amount.to_json() if security.amount else None,
                "estimated": security.amount is not None,
                "why": security.why.in_(language) if security.why else None,
            },
            "rules": [_transit(rule, language) for rule in row.rules],
        }

    def _passing(self, row: Entry, language: str) -> dict[str, Any]:
        return {"place": row.place, "name": self._name(row.place, language), "at": row.at.isoformat(), "mode": row.mode}

    def _name(self, code: str, language: str) -> str:
        place = self.places.get(code)
        return in_language(place.names, language) if place else code


def _goods(hs: str, language: str) -> dict[str, str]:
    """The name of the goods in the Harmonized System, in the reader's language where it is on file."""
    described = describe(load_edition(), hs, language)
    return {"hs": hs, "name": described.text, "language": described.language}


def _with_names(assessment: dict[str, Any], language: str) -> dict[str, Any]:
    """Give every charge, gap, assumption and requirement the name of its kind."""
    for list_name in ("charges", "unknown", "assumed"):
        for row in assessment[list_name]:
            row["kind_name"] = charge_name(row["kind"]).in_(language)
    for row in assessment["requirements"]:
        row["kind_name"] = requirement_name(row["kind"]).in_(language)
    return assessment


def _source(source: Source | None) -> dict[str, str] | None:
    return None if source is None else source.to_json()


def _landed(row: Landed, language: str) -> dict[str, Any]:
    return {
        "journey": row.journey,
        "total": plain(row.total),
        "currency": row.currency,
        "per_unit": plain(row.per_unit),
        "unit": "KGM",
        "recoverable": plain(row.recoverable),
        "recoverable_why": in_language(row.recoverable_why, language) or None,
        "recoverable_source": _source(row.recoverable_source),
        "paid_by": {party: plain(row.paid_by(party)) for party in ("seller", "buyer")},
        "costs": [
            {
                "what": cost.what,
                "words": cost.words.in_(language),
                "amount": plain(cost.amount),
                "currency": cost.currency,
                "paid_by": cost.paid_by,
                "estimated": cost.estimated,
            }
            for cost in row.costs
        ],
        "estimated": row.estimated,
    }


def _requirement(row: SidedRequirement, language: str) -> dict[str, Any]:
    kind_name = requirement_name(row.requirement.measure.kind).in_(language)
    fields = {"kind_name": kind_name, "side": row.side, "journeys": list(row.journeys)}
    return {**requirement_json(row.requirement, language), **fields}


def _finding(row: Finding, language: str) -> dict[str, Any]:
    return {
        "severity": row.severity,
        "rule": row.rule,
        "text": row.text.in_(language),
        "journeys": list(row.journeys),
        "source": _source(row.source),
    }


def _duty(row: Duty, language: str) -> dict[str, Any]:
    return {"what": row.what.in_(language), "paid_by": row.by, "source": _source(row.source)}


def _transit(row: TransitRule, language: str) -> dict[str, Any]:
    return {
        "mode": row.mode,
        "text": in_language(row.text, language),
        "security": {"needed": row.security, "text": in_language(row.security_text, language)},
        "fee": {"expression": row.fee, "source": _source(row.fee_source)} if row.fee else None,
        "source": _source(row.source),
    }


def _place(place: Place, language: str) -> dict[str, Any]:
    return {
        "name": in_language(place.names, language),
        "kind": place.kind,
        "state": place.state,
        "lat": place.latitude,
        "lon": place.longitude,
    }
