"""What the states of the zone ask of real consignments: the rows that must appear, and those that must not.

The expectations come from the acts that the rows name; each row's source says where it was read.
"""

from datetime import date
from decimal import Decimal

import pytest

from chorsu.consignment import Item
from chorsu.documents.load import issuers, papers_on_file
from chorsu.measures import Inquiry, find_requirements
from chorsu.measures.condition import DayAndMode
from chorsu.measures.model import REQUIREMENT_KINDS
from chorsu.planning.requirements import requirements_of, sides_not_on_file

WINTER = "2026-12-01"
OURS = ("EAEU", "RU", "KZ", "KG", "BY", "UZ", "TJ")


def asked(references, hs, origin, destination, on=WINTER, mode=""):
    """The ids of what both sides ask for certain, and of what may apply."""
    day = date.fromisoformat(on)
    rows = requirements_of(references.book, hs, origin=origin, destination=destination, on=day, mode=mode)
    return {row.measure.id for _, row in rows if row.certain}, {row.measure.id for _, row in rows if not row.certain}


CASES = [
    # apples to Kazakhstan: quarantine of the Union, China's registered orchards, food law; the road ban of 2024 is over
    (
        ("080810", "CN", "KZ", WINTER),
        {"EAEU-318-certificate-0808", "EAEU-159-control-08", "KZ-0808-CN-fruit-2020", "EAEU-TR021-declaration-08"},
        {"KZ-080810-road-ban-2024", "KZ-0808-CN-suspension-2020-0808", "EAEU-317-veterinary-02"},
    ),
    # truck tyres to Uzbekistan: certificate; nothing of the Union, no state registration, no quarantine
    (
        ("401120", "CN", "UZ", WINTER),
        {"UZ-certificate-tyres", "UZ-contract-register", "UZ-goods-declaration"},
        {"EAEU-TR018-tyres", "UZ-state-registration-3303", "UZ-quarantine-permit-08", "UZ-sanitary-conclusion-08"},
    ),
    # the same tyres to Belarus: the Union's certificate and Belarusian marking
    (
        ("401120", "CN", "BY", WINTER),
        {"EAEU-TR018-tyres", "BY-marking-law-4011", "EAEU-wood-packaging"},
        {"UZ-certificate-tyres", "RU-marking-general-4011"},
    ),
    # electric cars to Belarus: type approval, emergency call, electronic passport
    (
        ("870380", "CN", "BY", WINTER),
        {"EAEU-TR018-vehicles-8703", "EAEU-TR018-emergency-call-8703", "EAEU-vehicle-passport-8703"},
        {"EAEU-TR018-tyres", "RU-vehicle-passport-8703", "EAEU-30-encryption-851713"},
    ),
    # cotton yarn from Uzbekistan: contract and declaration; yarn is no plant, raw cotton (5201) is
    (
        ("520512", "UZ", "CN", WINTER),
        {"UZ-contract-register-export", "UZ-export-declaration"},
        {"UZ-export-certificate-5201", "UZ-contract-register"},
    ),
    (("520100", "UZ", "CN", WINTER), {"UZ-export-certificate-5201"}, set()),
    # cherries from Kazakhstan and Kyrgyzstan to China: certificate and registered orchards
    (
        ("080929", "KZ", "CN", "2026-06-10"),
        {"KZ-export-certificate-08", "KZ-0809-orchards", "EAEU-export-declaration"},
        {"KG-0809-orchards", "EAEU-157-cherry-2021-080929", "EAEU-goods-declaration"},
    ),
    (("080929", "KG", "CN", "2026-06-10"), {"KG-export-certificate-08", "KG-0809-orchards"}, {"KZ-0809-orchards"}),
    # smartphones to Russia: compatibility, substances, encryption, marking since May 2026
    (
        ("851713", "CN", "RU", WINTER),
        {
            "EAEU-TR020-compatibility-8517",
            "EAEU-TR037-substances-8517",
            "EAEU-30-encryption-851713",
            "RU-marking-electronics-851713",
        },
        {"EAEU-TR004-low-voltage-8516", "EAEU-TR018-vehicles-8703"},
    ),
    # soap for Russia is marked since 2025-05-01, hair lotions since July, make-up since October
    (("340111", "CN", "RU", "2025-05-01"), {"RU-marking-soap"}, set()),
    (("330510", "CN", "RU", "2025-06-30"), set(), {"RU-marking-hair-3305"}),
    (("330410", "CN", "RU", "2025-10-01"), {"RU-marking-cosmetics-3304"}, set()),
    (("851713", "CN", "RU", "2026-04-30"), {"EAEU-30-encryption-851713"}, {"RU-marking-electronics-851713"}),
    (("851713", "CN", "KZ", WINTER), {"EAEU-30-encryption-851713"}, {"RU-marking-electronics-851713"}),
    # dried apricots from Tajikistan: certificate; the ban of 2023 is over
    (
        ("081310", "TJ", "CN", WINTER),
        {"TJ-export-certificate-08", "TJ-export-declaration"},
        {"TJ-export-ban-2023-08", "TJ-quarantine-permit-08"},
    ),
    (("081310", "TJ", "CN", "2023-02-15"), {"TJ-export-ban-2023-08"}, set()),
    # copper cathodes from Kazakhstan leave freely; copper scrap did not
    (("740311", "KZ", "CN", "2026-03-01"), {"EAEU-export-declaration"}, {"KZ-scrap-export-ban-2025b-7404"}),
    (("740400", "KZ", "CN", "2026-03-01"), {"KZ-scrap-export-ban-2025b-7404"}, {"KZ-scrap-export-ban-2025a-7404"}),
    (("740400", "KZ", "CN", "2025-10-29"), {"KZ-scrap-export-ban-2025a-7404"}, {"KZ-scrap-export-ban-2025b-7404"}),
    (("740400", "KZ", "CN", WINTER), {"EAEU-export-declaration"}, {"KZ-scrap-export-ban-2025b-7404"}),
    # Russian wheat: the quota of the first half of 2026, and only then
    (("100199", "RU", "CN", "2026-03-01"), {"RU-grain-quota-2026-1001", "RU-206-certificate-export-10"}, {"RU-rye-quota-2026"}),
    (("100199", "RU", "CN", WINTER), {"RU-206-certificate-export-10"}, {"RU-grain-quota-2026-1001"}),
    (("100290", "RU", "CN", "2026-03-01"), {"RU-rye-quota-2026"}, {"RU-grain-quota-2026-1001"}),
    (("100610", "RU", "CN", "2025-08-01"), {"RU-1006-export-ban-2025"}, {"RU-1006-export-ban-2022-1006"}),
    # within the Union neither ban nor quota holds
    (("845811", "RU", "KZ", WINTER), set(), {"RU-311-export-ban-84"}),
    (("100610", "RU", "KZ", "2025-08-01"), set(), {"RU-1006-export-ban-2025"}),
    (("100199", "RU", "KZ", "2026-03-01"), set(), {"RU-grain-quota-2026-1001"}),
    (("070190", "KZ", "RU", "2025-03-01"), set(), {"KZ-0701-export-ban-2025"}),
    (("070190", "KZ", "UZ", "2025-03-01"), {"KZ-0701-export-ban-2025"}, set()),
    (("100630", "RU", "CN", "2025-08-01"), {"RU-206-certificate-export-10"}, {"RU-1006-export-ban-2025"}),
    # Belarusian apples needed a licence in the season of 2025
    (("080810", "BY", "CN", "2025-10-01"), {"BY-080810-export-licence-2025"}, set()),
    (("080810", "BY", "CN", "2026-03-01"), {"BY-export-certificate-08"}, {"BY-080810-export-licence-2025"}),
    # meat: the veterinary service, not the quarantine
    (
        ("020742", "CN", "KZ", WINTER),
        {"EAEU-317-veterinary-02", "KZ-duck-CN-2020-020742"},
        {"EAEU-TR021-declaration-07", "RU-poultry-CN-020714"},
    ),
    # Kyrgyz cattle: three half-years of ban, with a gap after the first
    (("010229", "KG", "UZ", "2026-04-01"), {"KG-livestock-export-ban-2026-0102"}, set()),
    (("010229", "KG", "UZ", "2026-03-01"), set(), {"KG-livestock-export-ban-2026-0102", "KG-livestock-export-ban-2025-0102"}),
    (("010229", "KG", "UZ", WINTER), {"KG-livestock-export-ban-2026-09-0102"}, {"KG-livestock-export-ban-2026-0102"}),
    (("010229", "KG", "UZ", "2026-09-10"), {"KG-livestock-export-ban-2026-0102"}, {"KG-livestock-export-ban-2026-09-0102"}),
    # Chinese sheet glass and tiles: barred from Kyrgyzstan since 2026-09-28, Russian ones not; other tiles neither
    (("7005", "CN", "KG", WINTER), {"KG-building-import-ban-2026-7005-CN"}, set()),
    (("7005", "CN", "KG", "2026-09-27"), set(), {"KG-building-import-ban-2026-7005-CN"}),
    (("7005", "RU", "KG", WINTER), set(), {"KG-building-import-ban-2026-7005-CN"}),
    (("6907211000", "CN", "KG", WINTER), {"KG-building-import-ban-2026-6907211000-CN"}, set()),
    (("6907231000", "CN", "KG", WINTER), set(), {"KG-building-import-ban-2026-6907211000-CN"}),
    # electronic cigarettes and Chinese sheep for Kyrgyzstan
    (("240412", "CN", "KG", WINTER), {"KG-vapes-import-ban-240412"}, set()),
    (("010410", "CN", "KG", WINTER), {"KG-CN-animals-ban-0104"}, set()),
    # Uzbek grapes to Russia: both sides
    (
        ("080610", "UZ", "RU", "2026-09-01"),
        {"UZ-export-certificate-08", "EAEU-318-certificate-0806", "EAEU-TR022-labelling-08"},
        {"UZ-quarantine-permit-08", "RU-hand-luggage-UZ-08"},
    ),
    # Kazakhstan marks motor oils by their ten-digit codes: other oils of the subheading are free
    (("2710198200", "RU", "KZ", WINTER), {"KZ-marking-motor-oils-2710198200"}, {"KZ-marking-beer"}),
    (("2710194210", "CN", "KZ", WINTER), {"EAEU-goods-declaration"}, {"KZ-marking-motor-oils-2710198200"}),
    # Chinese citrus fruit for Russia: barred in 2021, by named producers since
    (("080521", "CN", "RU", WINTER), {"RU-0805-CN-2022"}, {"RU-0805-CN-ban-2020"}),
    (("080521", "CN", "RU", "2021-06-01"), {"RU-0805-CN-ban-2020"}, {"RU-0805-CN-2022"}),
    # Kazakhstan's marking of clothes starts on 2026-12-01
    (("610910", "CN", "KZ", "2026-11-30"), {"EAEU-TR017-light-industry-6109"}, {"KZ-marking-light-industry-6109"}),
    (("610910", "CN", "KZ", WINTER), {"KZ-marking-light-industry-6109"}, {"RU-marking-workwear-401519"}),
]


@pytest.mark.parametrize(("case", "must", "must_not"), CASES, ids=[" ".join(case) for case, _, _ in CASES])
def test_a_consignment_is_asked_what_the_acts_ask_and_no_more(references, case, must, must_not):
    certain, perhaps = asked(references, *case)
    assert must <= certain, must - certain
    assert not must_not & (certain | perhaps)


@pytest.mark.parametrize(
    ("case", "row"),
    [
        (("080521", "CN", "UZ"), "UZ-citrus-CN-halt-2026-080521"),  # no report of an end was found
        (("080521", "PK", "UZ"), "UZ-080521-PK-halt-2024"),
        (("440321", "RU", "CN"), "RU-4403-export-ban-2022-440321"),  # the act was not read
        (("020230", "CN", "KG"), "KG-CN-animal-products-ban-0202"),  # three provinces are barred
        (("845811", "RU", "CN"), "RU-311-export-ban-84"),  # the lists by code were not read
        (("081310", "TJ", "RU"), "EAEU-318-list-0813"),  # the list by ten digits was not read
        (("330300", "CN", "UZ"), "UZ-state-registration-3303"),
        (("841810", "CN", "UZ"), "UZ-certificate-683-8418"),
        (("401120", "CN", "TJ"), "TJ-certificate-2014-4011"),
    ],
)
def test_what_was_not_read_to_the_end_is_said_to_apply_perhaps(references, case, row):
    certain, perhaps = asked(references, *case)
    assert row in perhaps
    assert row not in certain


@pytest.mark.parametrize(
    ("mode", "destination", "barred"),
    [("road", "UZ", True), ("road", "CN", False), ("rail", "UZ", False)],
)
def test_kyrgyz_coal_may_not_leave_by_road_but_to_china(references, mode, destination, barred):
    certain, perhaps = asked(references, "270112", "KG", destination, mode=mode)
    assert ("KG-coal-export-ban-2026-2701" in certain) == barred
    assert "KG-coal-export-ban-2026-2701" not in perhaps


def test_a_ban_for_one_mode_is_certain_only_for_that_mode(references):
    case = ("100199", "RU", "KZ", "2023-10-01")
    road, rail = "KZ-1001-import-ban-2023-road-100199", "KZ-1001-import-ban-2023-rail-100199"
    assert {road} == asked(references, *case, mode="road")[0] & {road, rail}
    assert {rail} == asked(references, *case, mode="rail")[0] & {road, rail}
    assert {road, rail} <= asked(references, *case)[1]


@pytest.mark.parametrize(
    ("state", "hs", "must", "must_not"),
    [
        ("KZ", "401120", {"EAEU-transit-declaration"}, {"UZ-transit-declaration", "EAEU-wood-packaging"}),
        ("RU", "401120", {"EAEU-transit-declaration"}, set()),
        ("BY", "870380", {"EAEU-transit-declaration"}, {"EAEU-TR018-vehicles-8703"}),
        ("KG", "080929", {"EAEU-transit-declaration"}, {"EAEU-318-certificate-0809"}),
        ("UZ", "081310", {"UZ-transit-declaration", "UZ-quarantine-transit-08"}, {"UZ-quarantine-permit-08"}),
        ("UZ", "401120", {"UZ-transit-declaration"}, {"UZ-quarantine-transit-08", "UZ-transit-tobacco-2402"}),
        ("UZ", "240220", {"UZ-transit-tobacco-2402"}, set()),
    ],
)
def test_goods_on_their_way_are_asked_what_transit_asks(references, state, hs, must, must_not):
    on = date.fromisoformat(WINTER)
    item = Item("", hs, "CN", Decimal(0), "USD")
    rows = find_requirements(Inquiry(references.book, state, "transit", on, item, DayAndMode(on, "rail")))
    found = {row.measure.id for row in rows if row.certain}
    assert must <= found
    assert not must_not & found


def rows_of_ours(references):
    return [row for row in references.book.measures if row.jurisdiction in OURS and row.kind in REQUIREMENT_KINDS]


def test_every_requirement_speaks_three_languages_and_names_its_source(references):
    for row in rows_of_ours(references):
        assert set(row.text) >= {"en", "zh", "ru"}, row.id
        assert row.source is not None, row.id
        assert row.source.checked_on is not None, row.id


def test_every_issuer_is_on_file(references):
    for row in rows_of_ours(references):
        issuer = str(row.extra.get("issued_by", ""))
        side, _, role = issuer.partition(":")
        known = not issuer or issuer in issuers() or (side in ("export", "import") and role)
        assert known, (row.id, issuer)


def test_every_paper_that_these_states_call_for_is_described(references):
    kinds = {row.kind for row in papers_on_file()}
    for row in rows_of_ours(references):
        named = row.extra.get("paper") or ()
        for kind in (named,) if isinstance(named, str) else named:
            assert kind in kinds, (row.id, kind)


def test_nothing_asked_of_all_goods_is_a_ban(references):
    """A row for all goods is a declaration, a record or a mark on packing: never a prohibition or a licence.

    A regime of its own, as processing, may need a permission for whatever is placed under it.
    """
    for row in rows_of_ours(references):
        if row.commodity == "*" and row.regime in ("import", "export", "transit"):
            assert row.kind in ("document", "phytosanitary"), row.id


@pytest.mark.parametrize("state", ["RU", "KZ", "KG", "BY", "UZ", "TJ"])
def test_both_sides_of_each_state_are_on_file(references, state):
    on = date.fromisoformat(WINTER)
    gaps = sides_not_on_file(references.book, origin=state, destination="CN", on=on)
    gaps += sides_not_on_file(references.book, origin="CN", destination=state, on=on)
    assert state not in {name for _, name in gaps}


@pytest.mark.parametrize("state", ["RU", "BY", "UZ", "CN", "KZ", "IN", "PK"])
def test_a_registered_buyer_gets_the_import_vat_back(references, state):
    rule = references.recovery(state, date.fromisoformat(WINTER))
    assert rule is not None
    assert rule.kinds == ("vat",)
    assert set(rule.text) == {"en", "zh", "ru"}


@pytest.mark.parametrize("state", ["KG", "TJ", "IR"])
def test_where_the_law_was_not_read_nothing_is_counted_as_recovered(references, state):
    assert references.recovery(state, date.fromisoformat(WINTER)) is None


@pytest.mark.parametrize(
    ("state", "mode", "security", "fee"),
    [
        ("KZ", "rail", "unknown", "25950 KZT"),
        ("KZ", "road", "yes", "25950 KZT"),
        ("RU", "rail", "unknown", ""),
        ("RU", "road", "yes", ""),
        ("BY", "road", "yes", ""),
        ("KG", "road", "yes", ""),
        ("RU", "sea", "unknown", ""),
        ("BY", "air", "unknown", ""),
        ("UZ", "rail", "unknown", ""),
        ("UZ", "road", "unknown", ""),
        ("TJ", "road", "unknown", ""),
        ("TJ", "air", "unknown", ""),
    ],
)
def test_each_state_has_its_rule_of_transit(references, state, mode, security, fee):
    """The union's rule stands first and says whether security is asked; the fee is the state's own."""
    rules = references.transit_rules(state, date.fromisoformat(WINTER), {mode})
    assert rules[0].security == security
    assert [rule.fee for rule in rules if rule.fee] == ([fee] if fee else [])


@pytest.mark.parametrize(
    ("hs", "least"),
    [("080929", 14), ("080921", 3), ("080910", 7), ("081310", 180), ("080810", 60), ("740311", None), ("520512", None)],
)
def test_perishable_goods_have_a_shelf_life(references, hs, least):
    """Least days by the tables named in shelf-life.toml; metal and yarn do not perish."""
    life = references.shelf_life(hs)
    assert (life.days_min if life else None) == least
