"""The Kazakh charges of the apples, computed again by hand, to the tiyn."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest

from tests.planning.consignments import DAP, FCA, FREIGHT, chosen_import, planned, sides

TIYN = Decimal("0.01")

# National Bank of Kazakhstan, 2026-10-02; European Central Bank, 2026-10-30. The bank's own rate of the euro on file is of
# 2026-09-13, more than 62 days before December, so the euro goes through the dollar, rounded half even to 12 digits.
KZT_PER_USD = Decimal("450.79")
USD_PER_EUR = Decimal("1.1172")
KZT_PER_EUR = (USD_PER_EUR * KZT_PER_USD).quantize(Decimal("0.000000001"), ROUND_HALF_EVEN)

NET_KILOGRAMS = Decimal(20000)
DUTY_EUR_PER_KILOGRAM = {"0808108008": Decimal("0.03"), "0808108006": Decimal("0.06")}  # December; August to November
FEE_KZT = 6 * Decimal(4325)  # six monthly calculation indices of 2026
VAT = Decimal("0.16")


def tiyn(amount):
    return amount.quantize(TIYN, ROUND_HALF_UP)


def by_hand(*dollars, code="0808108008"):
    """Value, duty, fee, VAT and their total in tenge, for the price and what is added to it or taken off, in dollars.

    Each sum is turned into tenge and rounded before they are added (CONTRACTS, Arithmetic).
    """
    value = sum((tiyn(Decimal(part) * KZT_PER_USD) for part in dollars), Decimal(0))
    duty = tiyn(DUTY_EUR_PER_KILOGRAM[code] * NET_KILOGRAMS * KZT_PER_EUR)
    vat = tiyn((value + duty + FEE_KZT) * VAT)
    return {"value": value, "customs_duty": duty, "fee": FEE_KZT, "vat": vat, "total": duty + FEE_KZT + vat}


def stated(assessment):
    amounts = {charge["kind"]: Decimal(charge["amount"]) for charge in assessment["charges"]}
    return {**amounts, "value": Decimal(assessment["customs_value"]), "total": Decimal(assessment["total"])}


def carriage_behind(plan, number):
    """What the legs behind the place of entry cost, in dollars."""
    legs = plan["journeys"][number]["legs"]
    place = next(at for at, leg in enumerate(legs) if leg["to"] == sides(plan)[number]["crossing"])
    return sum((Decimal(leg["cost"]["amount"]) for leg in legs[place + 1 :]), Decimal(0))


def test_the_total_of_every_known_way_is_the_price_less_the_carriage_behind_the_border_and_the_charges_on_it(dap):
    known = [number for number, row in sides(dap).items() if row["assessment"]["total"] is not None]
    assert dap["chosen"] in known
    for number in known:
        expected = by_hand("23400.00", -carriage_behind(dap, number))
        assert stated(sides(dap)[number]["assessment"]) == expected, number


def test_the_chosen_way_goes_by_rail_and_enters_in_december(dap):
    row = sides(dap)[dap["chosen"]]
    assert (row["mode"], row["on"][:7], row["assessment"]["jurisdiction"]) == ("rail", "2026-12", "KZ")
    leg = next(leg for leg in dap["journeys"][dap["chosen"]]["legs"] if leg["to"] == row["crossing"])
    assert leg["arrives"][:10] == row["on"]


def test_what_the_buyer_pays_for_carriage_before_the_border_is_part_of_the_value(fca):
    """FCA: the price, and 3,600 USD of freight less the 580 behind the border."""
    assert stated(chosen_import(fca)) == by_hand(23400, 3600 - 580)


@pytest.mark.parametrize(
    ("term", "insurance", "parts"),
    [
        ("EXW", None, (23400, 3600 - 580)),
        ("FOB", "100", (23400, 3600 - 580, 100)),
        ("CPT", "100", (23400, -580, 100)),
        ("CIF", "100", (23400, -580)),
        ("DAP", "100", (23400, -580)),
        ("DDP", "100", (23400, -580, -4000)),
    ],
)
def test_each_term_makes_its_own_value(references, term, insurance, parts):
    """CONTRACTS, Arithmetic: what the term lacks is added, what it contains beyond the border is taken off."""
    given = {"amount": insurance, "currency": "USD"} if insurance else None
    included = {"amount": "4000", "currency": "USD"} if term == "DDP" else None
    plan = planned(references, incoterm=term, freight=FREIGHT, insurance=given, duties_included=included)
    assert stated(chosen_import(plan)) == by_hand(*parts)


def test_the_rates_used_are_named_with_their_day(dap, fca):
    for plan in (dap, fca):
        rates = {(row["from"], row["to"]): row for row in chosen_import(plan)["exchange_rates"]}
        assert (Decimal(rates["USD", "KZT"]["rate"]), rates["USD", "KZT"]["on"]) == (KZT_PER_USD, "2026-10-02")
        assert Decimal(rates["EUR", "KZT"]["rate"]) == KZT_PER_EUR
        assert rates["EUR", "KZT"]["on"] == "2026-10-02"  # the older of its two legs
        assert not any(row["estimated"] for row in rates.values())


@pytest.mark.parametrize("document", [DAP, FCA], ids=["DAP", "FCA"])
def test_the_line_of_november_bears_twice_the_duty_of_december(references, document):
    """What is ready on 16 November crosses in November and pays 0.06 EUR/kg under the autumn line."""
    plan = planned(references, document, ready="2026-11-16", item={"codes": {"EAEU": "0808108006"}}, freight=FREIGHT)
    autumn = [row["assessment"] for row in sides(plan).values() if row["on"] <= "2026-11-30"]
    assert autumn
    parts = (23400, -580) if document is DAP else (23400, 3600 - 580)
    for assessment in autumn:
        assert stated(assessment) == by_hand(*parts, code="0808108006")
