"""What the goods cost at their destination, part by part, and who pays each part under the Incoterm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from chorsu.assessment import Rates
from chorsu.consignment import Consignment, total
from chorsu.facts import Money
from chorsu.geography import Place, resolve_place
from chorsu.measures.words import charge_name
from chorsu.planning.load import Recovery, References
from chorsu.planning.model import BorderAssessment, Cost, Landed
from chorsu.planning.union import union_tax
from chorsu.planning.words import side_name
from chorsu.routing import Journey
from chorsu.text import Text, say

_CENT = Decimal("0.01")
_BUYER_PAYS_MAIN_CARRIAGE = ("EXW", "FCA", "FAS", "FOB")


def landed_cost(
    consignment: Consignment, number: int, journey: Journey, sides: Sequence[BorderAssessment], references: References
) -> Landed:
    """The landed cost of one journey, in the currency of the first item; see :class:`Landed`."""
    currency = consignment.items[0].currency
    day = max([side.assessment.on for side in sides], default=journey.departs.date())
    exchange = _Exchange(references.rates, currency, day)
    term = consignment.incoterm
    costs = [
        _price(consignment, exchange, references),
        _carriage(consignment, journey, exchange),
        *_insurance(consignment, exchange),
        *(cost for side in sides for cost in _border(side, term, exchange)),
        *_inside_union(consignment, journey, exchange, references),
    ]
    # The seller's costs are inside the price, so that the goods cost the buyer the price and the buyer's own part.
    spent = [cost.amount for cost in costs if cost.what == "price" or cost.paid_by == "buyer"]
    whole, mass = total(spent), consignment.net_mass
    per_unit = None if whole is None or not mass else (whole / mass).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    recovery, recoverable = _recoverable(consignment, sides, exchange, references)
    return Landed(
        journey=number,
        currency=currency,
        total=whole,
        per_unit=per_unit,
        recoverable=recoverable,
        costs=tuple(costs),
        estimated=any(cost.estimated for cost in costs),
        recoverable_why=recovery.text if recovery else None,
        recoverable_source=recovery.source if recovery else None,
    )


class _Exchange:
    """Turns amounts into one currency at the rate of one day; remembers whether a rate was estimated."""

    def __init__(self, rates: Rates, currency: str, day: date) -> None:
        self.rates, self.currency, self.day = rates, currency, day

    def of(self, money: Money) -> tuple[Decimal | None, bool]:
        """The amount in the currency, rounded to 0.01, and whether its rate is estimated; None where there is no rate."""
        if money.currency == self.currency:
            return money.amount.quantize(_CENT, ROUND_HALF_UP), False
        quote = self.rates.find_for_plan(money.currency, self.currency, self.day)
        if quote is None:
            return None, False
        return (money.amount * quote.rate).quantize(_CENT, ROUND_HALF_UP), quote.estimated


def _cost(what: str, words: Text, money: Money | None, exchange: _Exchange, paid_by: str, estimated: bool = False) -> Cost:
    amount, by_estimate = exchange.of(money) if money is not None else (None, False)
    return Cost(what, words, amount, exchange.currency, paid_by, estimated or by_estimate)


def _price(consignment: Consignment, exchange: _Exchange, references: References) -> Cost:
    prices = [exchange.of(Money(item.value, item.currency)) for item in consignment.items]
    amount = total(amount for amount, _ in prices)
    named = resolve_place(references.atlas, consignment.incoterm_place)
    place = named.names if isinstance(named, Place) else consignment.incoterm_place
    words = say("Price under {term} {place}", term=consignment.incoterm, place=place)
    return Cost("price", words, amount, exchange.currency, "buyer", any(estimated for _, estimated in prices))


def _carriage(consignment: Consignment, journey: Journey, exchange: _Exchange) -> Cost:
    paid_by = "buyer" if consignment.incoterm in _BUYER_PAYS_MAIN_CARRIAGE else "seller"
    if consignment.freight is not None:
        stated = Money(consignment.freight.amount, consignment.freight.currency)
        return _cost("carriage", say("Carriage, as stated"), stated, exchange, paid_by)
    estimated = any(leg.estimated for leg in journey.legs)
    return _cost("carriage", say("Carriage by this way"), journey.cost, exchange, paid_by, estimated)


def _insurance(consignment: Consignment, exchange: _Exchange) -> list[Cost]:
    if consignment.insurance is None:
        return []
    # Under CFR and CPT, as under the terms without carriage, the goods travel at the buyer's risk.
    paid_by = "buyer" if consignment.incoterm in (*_BUYER_PAYS_MAIN_CARRIAGE, "CFR", "CPT") else "seller"
    return [_cost("insurance", say("Insurance"), consignment.insurance, exchange, paid_by)]


def _border(side: BorderAssessment, term: str, exchange: _Exchange) -> list[Cost]:
    """Duties, taxes and fees of one side, by kind: the seller clears exports but under EXW, the buyer imports but under DDP."""
    assessment = side.assessment
    seller_pays = term != "EXW" if side.side == "export" else term == "DDP"
    paid_by = "seller" if seller_pays else "buyer"
    estimated = assessment.estimated
    kinds = list(dict.fromkeys([charge.kind for charge in assessment.charges] + [row.kind for row in assessment.unknown]))
    missing = {row.kind for row in assessment.unknown}
    costs = []
    for kind in kinds:
        if kind == "customs_value":
            continue
        due = sum((charge.amount for charge in assessment.charges if charge.kind == kind), Decimal(0))
        money = None if kind in missing else Money(due, assessment.currency)
        words = say("{kind}, {side}", kind=charge_name(kind), side=side_name(side.side))
        costs.append(_cost(f"{side.side}:{kind}", words, money, exchange, paid_by, estimated))
    return costs


def _inside_union(consignment: Consignment, journey: Journey, exchange: _Exchange, references: References) -> list[Cost]:
    """The tax that the buyer declares at home where no customs border is passed: under DDP, too, as nobody else can."""
    tax = union_tax(consignment, journey, references)
    if tax is None:
        return []
    state, due = tax
    words = say("{kind}, to the tax office in {state}", kind=charge_name("vat"), state=references.atlas.state(state).names)
    return [_cost("union:vat", words, due, exchange, "buyer", estimated=True)]


def _recoverable(
    consignment: Consignment, sides: Sequence[BorderAssessment], exchange: _Exchange, references: References
) -> tuple[Recovery | None, Decimal | None]:
    """The import taxes that a buyer in business may credit.

    None where no rule of the state is on file, where a tax is unknown, and under DDP: the seller pays the tax there.
    """
    for side in sides:
        assessment = side.assessment
        borne = side.side == "import" and consignment.incoterm != "DDP"
        rule = references.recovery(assessment.jurisdiction, assessment.on) if borne else None
        if rule is None:
            continue
        if consignment.buyer_kind != "business":
            return rule, Decimal(0)
        if any(row.kind in rule.kinds for row in assessment.unknown):
            return rule, None
        due = sum((charge.amount for charge in assessment.charges if charge.kind in rule.kinds), Decimal(0))
        return rule, exchange.of(Money(due, assessment.currency))[0]
    return None, None
