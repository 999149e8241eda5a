"""The shipped charges of Russia, Kazakhstan, Kyrgyzstan and Belarus: what falls, what does not, what nobody can tell."""

from datetime import date
from decimal import Decimal

import pytest

from chorsu.assessment import assess, parse_rates
from chorsu.consignment import read_consignment
from chorsu.measures import load_book

# Round rates of the test's own, so that sums can be checked by eye.
PAIRS = {
    "USD,RUB": 100,
    "USD,KZT": 500,
    "USD,KGS": 90,
    "USD,BYN": 3,
    "EUR,RUB": 120,
    "EUR,KZT": 600,
    "EUR,KGS": 100,
    "EUR,BYN": 4,
}
DAYS = (
    "2025-12-15",
    "2026-01-01",
    "2026-02-15",
    "2026-04-10",
    "2026-06-05",
    "2026-08-01",
    "2026-09-25",
    "2026-11-20",
    "2027-01-04",
)
RATES = parse_rates(
    "\n".join(
        ["from,to,rate,on,source", *(f"{pair},{rate},{day},a bank" for pair, rate in PAIRS.items() for day in DAYS)]
    ).encode()
)
NOVEMBER = date(2026, 11, 25)


@pytest.fixture(scope="module")
def book():
    return load_book()


def assessed(book, state, code, *, value="10000", currency="USD", on=NOVEMBER, regime="import", origin="CN", goal="CN", **item):
    """One item under DAP with nothing said of freight: the customs value is the price. Exports go to ``goal``."""
    row = {"description": "goods", "hs": code[:6], "origin": origin, "value": value, "currency": currency} | item
    row |= {"codes": {"EAEU": code}} if len(code) == 10 else {}
    buyer_at = goal if regime == "export" else state
    consignment = {
        "consignor": {"name": "A", "country": "CN"},
        "consignee": {"name": "B", "country": buyer_at},
        "incoterm": "DAP",
    }
    consignment |= {"from": "CNTAO", "to": "KZALA", "ready": "2026-11-01", "items": [row]}
    buyer = {"buyer_kind": item.pop("buyer_kind")} if "buyer_kind" in item else {}
    row.pop("buyer_kind", None)
    return assess(read_consignment(consignment | buyer), book, RATES, jurisdiction=state, on=on, regime=regime)


def amounts(assessment):
    return {charge.kind: charge.amount for charge in assessment.charges}


def unknown(assessment):
    return {row.kind for row in assessment.unknown}


YARN = "5205230000"  # single cotton yarn: 5 %, nothing that an excise or a levy names
SILK_WASTE = "5003000000"  # 5 %, on file since 2022


# Government resolution 1637 of 2024-11-28 as amended by 1638 of 2025-10-23; the bounds belong to the lower band.
@pytest.mark.parametrize(
    ("on", "value", "fee"),
    [
        ("2025-12-31", "200000", "1067"), ("2025-12-31", "200000.01", "2134"), ("2025-12-31", "1200000", "4269"),
        ("2025-12-31", "2700000", "11746"), ("2025-12-31", "4200000", "16524"), ("2025-12-31", "5500000", "21344"),
        ("2025-12-31", "7000000", "27540"), ("2025-12-31", "7000000.01", "30000"),
        ("2026-01-01", "200000", "1231"), ("2026-01-01", "200000.01", "2462"), ("2026-01-01", "450000.01", "4924"),
        ("2026-01-01", "1200000.01", "13541"), ("2026-01-01", "2700000.01", "18465"), ("2026-01-01", "4200000.01", "21344"),
        ("2026-01-01", "5500000.01", "49240"), ("2026-01-01", "10000000", "49240"), ("2026-01-01", "10000000.01", "73860"),
    ],
)  # fmt: skip
def test_the_customs_fee_of_russia_goes_by_the_value_of_the_declaration(book, on, value, fee):
    found = assessed(book, "RU", YARN, value=value, currency="RUB", on=date.fromisoformat(on))
    assert amounts(found)["fee"] == Decimal(fee)


# Government resolution 79 of 2020, Instruction on customs payments, item 38 (since 2024-07-03): 0.4 % of the value of the
# declaration, not less than 5 and not more than 2,500 units of 100 som, on import and on export out of the Union.
@pytest.mark.parametrize(
    ("regime", "goal", "value", "fee"),
    [
        ("import", "", "100000", "500"), ("import", "", "125000", "500"), ("import", "", "900000", "3600"),
        ("import", "", "62500000", "250000"), ("import", "", "90000000", "250000"), ("export", "CN", "900000", "3600"),
        ("export", "KZ", "900000", "0"),
    ],
)  # fmt: skip
def test_the_customs_fee_of_kyrgyzstan_has_a_floor_and_a_ceiling(book, regime, goal, value, fee):
    found = assessed(book, "KG", YARN, value=value, currency="KGS", regime=regime, goal=goal)
    assert amounts(found)["fee"] == Decimal(fee)
    assert found.total is not None


# Tax Code of Russia, art. 160 and 164: (1,000,000 + 50,000) x 20 % and x 22 %. Kazakhstan: the fee is in the base
# (6 x 3,932 in 2025, 6 x 4,325 in 2026): (5,000,000 + 250,000 + fee) x 12 % and x 16 %.
@pytest.mark.parametrize(
    ("state", "on", "vat"),
    [
        ("RU", "2025-12-31", "210000"), ("RU", "2026-01-01", "231000"),
        ("KZ", "2025-12-31", "632831.04"), ("KZ", "2026-01-01", "844152"),
        ("KG", "2026-01-01", "113400"), ("BY", "2025-12-31", "6300"), ("BY", "2026-01-01", "6300"),
    ],
)  # fmt: skip
def test_vat_is_taken_at_the_rate_of_the_day(book, state, on, vat):
    assert amounts(assessed(book, state, SILK_WASTE, on=date.fromisoformat(on)))["vat"] == Decimal(vat)


@pytest.mark.parametrize(
    ("state", "code", "rate"),
    [
        ("RU", "0808108008", "0.10"),  # apples: fruit of the decree of 2019
        ("RU", "1006309809", "0.10"),  # rice: grain and groats
        ("RU", "0813100000", "0.22"),  # dried apricots: processed fruit is out
        ("RU", "0803901000", "0.22"),  # bananas are out
        ("RU", YARN, "0.22"),
        ("BY", "0207141009", "0.10"),  # annex 26: poultry
        ("BY", "0207530001", "0.20"),  # but not goose liver
        ("BY", "0206299100", "0.10"),  # offal of cattle
        ("BY", "0206299900", "0.10"),
        ("BY", "0206909100", "0.20"),
        ("BY", "0407210000", "0.10"),  # hens' eggs
    ],
)
def test_food_of_the_list_bears_ten_per_cent(book, state, code, rate):
    found = assessed(book, state, code, on=date(2026, 12, 5), net_mass="1000", gross_mass="1000")
    (vat,) = [charge for charge in found.charges if charge.kind == "vat"]
    assert vat.amount == (vat.base * Decimal(rate)).quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    ("state", "code"), [("RU", "6109100000"), ("RU", "3004200002"), ("RU", "0207141009"), ("BY", "0304890000")]
)
def test_vat_is_unknown_where_words_of_a_list_may_cover_the_goods(book, state, code):
    assert "vat" in unknown(assessed(book, state, code, net_mass="1000", gross_mass="1000"))


@pytest.mark.parametrize("state", ["RU", "KZ", "KG", "BY"])
@pytest.mark.parametrize("origin", ["UZ", "TJ"])
def test_goods_of_the_cis_are_free_of_duty_with_a_certificate(book, state, origin):
    with_it = assessed(book, state, YARN, origin=origin, proofs=["CT-1"])
    without = assessed(book, state, YARN, origin=origin)
    assert amounts(with_it)["customs_duty"] == 0
    assert amounts(without)["customs_duty"] == Decimal("0.05") * without.customs_value
    if without.total is not None:
        assert [saving.proof for saving in without.savings] == ["CT-1"]


@pytest.mark.parametrize(
    ("origin", "proof", "known"),
    [
        ("CN", "CT-1", True),  # China has no free trade with the Union
        ("CN", "FORM-A", True),  # and left the tariff preferences on 2021-10-12
        ("IN", "FORM-A", True),  # cotton yarn is not on the list of goods
        ("PK", "FORM-A", True),
        ("IR", "CT-1", True),
        ("AF", "FORM-A", False),
    ],
)
def test_a_certificate_counts_only_from_where_it_may(book, origin, proof, known):
    found = assessed(book, "RU", YARN, origin=origin, proofs=[proof])
    assert ("customs_duty" not in unknown(found)) is known
    if known:
        assert amounts(found)["customs_duty"] == Decimal("50000")


# Treaty on the EAEU, art. 36: 75 % of the rate on the goods of section I, where the owner states that the state is a user.
@pytest.mark.parametrize("code", ["0902300009", "1006309801", "0804500009", "0805102000", "6802230000", YARN])
def test_a_user_of_the_preferences_pays_three_quarters(book, code):
    goods = {"net_mass": "1000", "gross_mass": "1050", "origin": "IN"}
    whole = amounts(assessed(book, "KZ", code, **goods))["customs_duty"]
    lower = amounts(assessed(book, "KZ", code, proofs=["FORM-A", "EAEU-GSP-user"], **goods))["customs_duty"]
    assert lower == (whole if code == YARN else Decimal("0.75") * whole)


# Section I of the list of Council decision 8 of 2017: 75 % of the rate, if the state is a user, which was not read.
@pytest.mark.parametrize(
    ("code", "on", "known"),
    [
        ("1006302100", "2026-11-25", False), ("0808108006", "2026-11-25", True), ("0305200000", "2026-11-25", True),
        ("0804500009", "2026-11-25", False), ("0703200000", "2026-11-25", True), (YARN, "2026-03-07", False),
    ],
)  # fmt: skip
def test_a_form_a_leaves_the_duty_open_only_on_the_listed_goods(book, code, on, known):
    found = assessed(
        book, "RU", code, origin="IN", proofs=["FORM-A"], on=date.fromisoformat(on), net_mass="1000", gross_mass="1000"
    )
    assert ("customs_duty" not in unknown(found)) is known


# Kyrgyzstan keeps no goods out of the free trade of the CIS; what the other members keep (annex 1) was not read.
@pytest.mark.parametrize(("state", "known"), [("KG", True), ("KZ", False), ("RU", False)])
def test_sugar_of_the_cis_enters_kyrgyzstan_free(book, state, known):
    found = assessed(book, state, "1701991001", origin="UZ", proofs=["CT-1"], net_mass="1000", gross_mass="1000")
    assert amounts(found).get("customs_duty") == (Decimal(0) if known else None)


# Footnotes of the tariff by the Commission's text of 2026-08-24: base rate 5 %, 0 % for lamps.
@pytest.mark.parametrize(
    ("code", "on", "rate"),
    [
        ("2710124110", "2026-06-30", None), ("2710124110", "2026-07-01", "0"), ("2710124110", "2026-12-31", "0"),
        ("3823700000", "2026-11-25", "0"), ("2830100000", "2026-12-31", "0"), ("2830100000", "2027-01-04", "0.05"),
        ("8539520002", "2026-04-10", "0"), ("8539520002", "2026-11-25", "0.05"), ("7112990000", "2026-11-25", "0"),
    ],
)  # fmt: skip
def test_a_footnote_of_the_tariff_sets_a_rate_for_a_time(book, code, on, rate):
    found = assessed(book, "KZ", code, on=date.fromisoformat(on), net_mass="1000", gross_mass="1000", quantity="1", unit="NAR")
    assert amounts(found).get("customs_duty") == (None if rate is None else Decimal(rate) * found.customs_value)


def test_without_a_certificate_iran_pays_the_tariff(book):
    assert amounts(assessed(book, "RU", YARN, origin="IR"))["customs_duty"] == Decimal("50000")


@pytest.mark.parametrize(("state", "origin"), [("RU", "KZ"), ("KZ", "RU"), ("BY", "RU"), ("KG", "KZ")])
def test_goods_of_a_member_bear_vat_alone(book, state, origin):
    found = assessed(book, state, "7403110000", origin=origin)
    due = {kind for kind, amount in amounts(found).items() if amount}
    assert (due, found.total) == ({"vat"}, amounts(found)["vat"])


@pytest.mark.parametrize(
    ("code", "origin", "known"),
    [
        ("4011209000", "CN", False), ("4011201000", "CN", False), ("4011209000", "IN", True), ("4011100003", "CN", True),
        ("3901209000", "UZ", False), ("3901209000", "CN", True), ("8708705009", "CN", False),
    ],
)  # fmt: skip
def test_a_trade_remedy_that_hangs_on_words_makes_the_total_unknown(book, code, origin, known):
    found = assessed(book, "KZ", code, origin=origin, proofs=["CT-1"], net_mass="1000", gross_mass="1000")
    assert ("anti_dumping" not in unknown(found)) is known


@pytest.mark.parametrize(
    ("state", "on", "duty"),
    [
        ("BY", "2026-02-20", None),  # 20,000 cars are free in 2026: whether any are left, the committee knows
        ("KG", "2026-02-20", None),
        ("KG", "2026-11-20", "27000"),  # the 25,000 of Kyrgyzstan were used up by 2026-09-29
        ("BY", "2027-01-10", "900"),  # 15 % of 6,000 BYN: no quota of 2027 is on file
        ("KZ", "2026-02-20", "150000"),
        ("RU", "2026-02-20", "30000"),
    ],
)
def test_electric_cars_are_free_in_a_quota_and_else_bear_fifteen_per_cent(book, state, on, duty):
    found = assessed(book, state, "8703800003", value="2000", on=date.fromisoformat(on), quantity="1", unit="NAR")
    if duty is None:
        assert "customs_duty" in unknown(found)
    else:
        assert amounts(found)["customs_duty"] == Decimal(duty)


def test_a_new_electric_car_bears_the_recycling_fee_of_belarus_and_no_vat(book):
    found = assessed(book, "BY", "8703800003", value="20000", on=date(2027, 1, 10), quantity="2", unit="NAR")
    assert (amounts(found)["vat"], amounts(found)["recycling_fee"]) == (0, Decimal("2297.72"))
    assert any(row.kind == "recycling_fee" for row in found.assumed)
    assert found.total == Decimal("9000") + Decimal("50") + Decimal("2297.72")


@pytest.mark.parametrize(("on", "levied"), [("2026-08-31", False), ("2026-09-01", True)])
def test_the_technological_levy_is_unknown_from_september_2026(book, on, levied):
    found = assessed(book, "RU", "8517130000", value="900000", on=date.fromisoformat(on), quantity="3000", unit="NAR")
    assert ("technology_fee" in unknown(found)) is levied
    if not levied:
        assert found.total == Decimal("19800000") + Decimal("73860")


def test_electronics_of_a_small_declaration_may_pay_the_highest_fee(book):
    assert "fee" in unknown(assessed(book, "RU", "8517130000", value="9000", on=date(2026, 8, 31), quantity="30", unit="NAR"))


@pytest.mark.parametrize(
    ("state", "code"),
    [("RU", "8703231940"), ("KZ", "8703403091"), ("BY", "2208201200"), ("KG", "2202100000"), ("KZ", "2710124130")],
)
def test_excise_of_goods_that_the_law_names_is_never_taken_for_zero(book, state, code):
    assert "excise" in unknown(assessed(book, state, code, quantity="10", unit="NAR", net_mass="10", gross_mass="12"))


# Cabinet of Ministers of Kyrgyzstan, resolution 595 of 2023-11-15: 20 t of hides at 90,000 KGS: 10 % is 9,000, but 100 EUR
# a tonne is 200,000 KGS; at 10,000,000 KGS 10 % is more.
@pytest.mark.parametrize(("value", "duty"), [("90000", "200000"), ("10000000", "1000000")])
def test_raw_hides_leave_kyrgyzstan_at_ten_per_cent_and_not_less_than_a_hundred_euro_a_tonne(book, value, duty):
    found = assessed(book, "KG", "4101201000", value=value, currency="KGS", regime="export", origin="KG", net_mass="20000")
    assert amounts(found)["customs_duty"] == Decimal(duty)


@pytest.mark.parametrize(
    ("state", "code", "known"),
    [
        ("KZ", "7403110000", True),  # copper cathodes
        ("KZ", "7404001000", False),  # copper scrap
        ("KZ", "0809290000", True),  # cherries
        ("KG", "0809290000", True),
        ("RU", "4403110001", False),  # timber
        ("BY", "3104205000", False),  # potash
    ],
)
def test_goods_under_duty_on_export_are_unknown_and_others_assumed_free(book, state, code, known):
    found = assessed(book, state, code, regime="export", origin=state, net_mass="1000", gross_mass="1000")
    assert ("customs_duty" not in unknown(found)) is known
    if known:
        assert found.total == amounts(found).get("fee", 0)
        assert found.estimated


# Treaty on the EAEU, art. 25 and 28: no customs duties between the members, in either direction.
@pytest.mark.parametrize(
    ("state", "code", "goal"),
    [
        ("RU", "1001990000", "KZ"), ("RU", "7204491000", "BY"), ("RU", "0303670000", "KG"), ("RU", "0713109009", "BY"),
        ("KZ", "1001990000", "RU"), ("BY", "3104205000", "RU"), ("KG", "4101201000", "KZ"),
    ],
)  # fmt: skip
def test_no_export_duty_falls_between_members(book, state, code, goal):
    found = assessed(book, state, code, regime="export", origin=state, goal=goal, net_mass="1000", gross_mass="1000")
    assert (found.total, unknown(found)) == (0, set())


# Kyrgyzstan, resolutions 534 of 2016, 479 of 2019, 595 of 2023, 610 of 2009; Russia keeps some towards the CIS, by an annex.
@pytest.mark.parametrize(
    ("state", "code", "goal", "duty"),
    [
        ("KG", "4101201000", "UZ", "0"), ("KG", "4101201000", "TJ", "0"), ("KG", "4101201000", "CN", "90000"),
        ("KG", "4707100000", "CN", "10000"), ("KG", "4707100000", "UZ", "10000"), ("KG", "4707100000", "KZ", "0"),  # 10 som/kg
        ("KG", "7404001000", "CN", "135000"), ("KG", "7602001900", "UZ", "0"),  # 15 %, not less than 300 USD a tonne
        ("KG", "2515110000", "CN", "900000"), ("KG", "8109310000", "CN", None),  # 100 %; a code that the act does not know
        ("RU", "0713109009", "CN", "50000"), ("RU", "0713109009", "IN", "50000"), ("RU", "0713109009", "UZ", None),
        ("RU", "4407119309", "TJ", None), ("KZ", "1001990000", "TJ", None),
    ],
)  # fmt: skip
def test_an_export_duty_goes_by_where_the_goods_go(book, state, code, goal, duty):
    found = assessed(book, state, code, regime="export", origin=state, goal=goal, net_mass="1000", gross_mass="1000")
    assert amounts(found).get("customs_duty") == (None if duty is None else Decimal(duty))
    assert (found.total is None) is (duty is None)


# Kyrgyzstan, resolution 816 of 2025: 0 % on cattle, beef on the bone, barley; on straw and oats only from November to 1 April.
@pytest.mark.parametrize(
    ("code", "on", "vat"),
    [
        ("0102294900", "2026-11-25", "0"), ("0201203008", "2026-11-25", "0"), ("1003900000", "2026-11-25", "0"),
        ("1004900000", "2026-11-25", "0"), ("1004900000", "2026-08-05", "12"), ("1002900000", "2026-11-25", "12"),
        ("0204100000", "2026-11-25", "12"), ("1512110000", "2026-11-25", None),
    ],
)  # fmt: skip
def test_kyrgyz_vat_is_nothing_on_what_resolution_816_lists(book, code, on, vat):
    found = assessed(book, "KG", code, net_mass="1000", gross_mass="1000", on=date.fromisoformat(on))
    if vat is None:
        assert "vat" in unknown(found)
    else:
        base = found.customs_value + amounts(found)["customs_duty"]
        assert amounts(found)["vat"] == base * Decimal(vat) / 100


def required(found):
    return {row.measure.id.rsplit("-", 1)[0] if row.measure.id[-1].isdigit() else row.measure.id for row in found.requirements}


@pytest.mark.parametrize(
    ("code", "origin", "asked", "not_asked"),
    [
        ("0401201109", "BY", {"EAEU-members-goods", "EAEU-TR033-dairy"}, {"EAEU-goods-declaration"}),
        ("8458112000", "BY", {"EAEU-members-goods"}, {"EAEU-goods-declaration", "EAEU-319-entry"}),
        ("8458112000", "CN", {"EAEU-goods-declaration", "EAEU-319-entry"}, {"EAEU-members-goods"}),
        ("9403208009", "CN", {"EAEU-TR025-furniture"}, set()),
        ("3304990000", "CN", {"EAEU-TR009-cosmetics"}, {"EAEU-TR018-vehicles"}),
        ("8701941009", "CN", {"EAEU-TR031-tractors"}, {"EAEU-TR018-vehicles"}),
        ("8701211011", "CN", {"EAEU-TR018-vehicles"}, {"EAEU-TR031-tractors"}),
        ("0303230000", "CN", {"EAEU-TR040-fish", "EAEU-317-veterinary"}, set()),
    ],
)
def test_what_is_asked_of_goods_entering_russia(book, code, origin, asked, not_asked):
    names = required(assessed(book, "RU", code, origin=origin, quantity="1", unit="NAR", net_mass="100", gross_mass="100"))
    assert asked <= names
    assert not names & not_asked


@pytest.mark.parametrize(("goal", "declared"), [("CN", True), ("UZ", True), ("KZ", False)])
def test_only_goods_that_leave_the_union_are_declared_for_export(book, goal, declared):
    names = required(assessed(book, "RU", "4801000000", regime="export", origin="RU", goal=goal))
    assert ("EAEU-export-declaration" in names) is declared


def test_precious_metals_leave_kazakhstan_by_rules_of_their_own(book):
    gold = {"regime": "export", "origin": "KZ", "net_mass": "10", "gross_mass": "11"}
    assert "KZ-precious-metals-export" in required(assessed(book, "KZ", "7108120001", **gold))
    assert "KZ-precious-metals-export" not in required(assessed(book, "KZ", "7108120001", goal="RU", **gold))


# Goods of electronic trade: to 200 EUR free, above 5 % of the whole, not less than 1 EUR/kg, and VAT.
@pytest.mark.parametrize(
    ("state", "value", "mass", "duty", "vat", "fee"),
    [
        ("KZ", "200", "5", "0", "0", None),
        ("KZ", "300", "5", "9000", "30240", None),  # 15 EUR; 16 % of 189,000 KZT
        ("KZ", "300", "40", "24000", "32640", None),  # 40 kg at 1 EUR
        ("KG", "300", "5", "1500", "3780", "30"),  # 6 som a kilogram gross, resolution 79 of 2020, item 38-2
    ],
)
def test_a_parcel_above_two_hundred_euro_bears_five_per_cent_of_the_whole(book, state, value, mass, duty, vat, fee):
    found = assessed(
        book,
        state,
        YARN,
        value=value,
        currency="EUR",
        net_mass=mass,
        gross_mass=mass,
        regime="import:parcel",
        buyer_kind="private",
        proofs=["EAEU-e-commerce"],
    )
    due = {"customs_duty": duty, "vat": vat, "fee": fee}
    assert amounts(found) == {kind: Decimal(amount) for kind, amount in due.items() if amount is not None}


# Both rules leave a small parcel free; above, one payment stands for all, or duty and VAT are due: unknown without a paper.
@pytest.mark.parametrize("state", ["RU", "KZ", "KG", "BY"])
def test_a_parcel_is_known_up_to_both_norms_and_as_goods_for_personal_use(book, state):
    parcel = {"currency": "EUR", "net_mass": "5", "gross_mass": "5", "regime": "import:parcel", "buyer_kind": "private"}
    small = assessed(book, state, YARN, value="200", **parcel)
    assert amounts(small) == {"customs_duty": 0, "vat": 0}
    assert {"customs_duty", "vat"} <= unknown(assessed(book, state, YARN, value="300", **parcel))
    personal = assessed(book, state, YARN, value="300", proofs=["EAEU-personal-use"], **parcel)
    assert amounts(personal)["customs_duty"] == Decimal("0.05") * personal.customs_value  # 15 EUR of 300
    assert amounts(personal)["vat"] == 0
