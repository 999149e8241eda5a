"""The Eurasian Economic Union's anti-dumping duties: by producer, by what the owner says of the goods, and by the day.

The expectations come from the decisions and notices that the rows name as their sources.
"""

from datetime import date
from decimal import Decimal

import pytest

from chorsu.consignment import Item
from chorsu.measures import Inquiry, load_book
from chorsu.measures.choose import choose
from chorsu.measures.condition import DayAndMode

IN, OUT, EXEMPT = "EAEU-AD-in-scope", "EAEU-AD-out-of-scope", "EAEU-AD-exempt"
UNKNOWN, NOTHING = "unknown", "nothing"


@pytest.fixture(scope="module")
def book():
    return load_book()


def due(book, code, *proofs, origin="CN", producer="", on="2026-11-01", state="RU"):
    """The rate of anti-dumping duty on the goods, or that it cannot be told, or that none is on file."""
    day = date.fromisoformat(on)
    item = Item("goods", code[:6], origin, Decimal(1), "USD", {"EAEU": code}, proofs=proofs, producer=producer)
    choice = choose(Inquiry(book, state, "import", day, item, DayAndMode(day)), "anti_dumping")
    if choice.unknown is not None:
        return UNKNOWN
    return str(choice.measures[0].expression) if choice.measures else NOTHING


# Board decision 56 of 2022 names no words of scope: two producers' rates, and price undertakings.
@pytest.mark.parametrize(
    ("proofs", "producer", "on", "rate"),
    [
        ((), "", "2026-11-01", "19.08%"),
        ((), "Xinjiang Xinlianxin Energy Chemical", "2026-11-01", "15.22%"),
        ((EXEMPT,), "Xinjiang Xinlianxin Energy Chemical", "2026-11-01", "FREE"),
        ((), "", "2027-05-08", NOTHING),
    ],
)
def test_melamine_of_china_pays_by_producer(book, proofs, producer, on, rate):
    assert due(book, "2933610000", *proofs, producer=producer, on=on) == rate
    assert due(book, "2933610000", *proofs, producer=producer, on=on, origin="UZ") == NOTHING


@pytest.mark.parametrize("state", ["RU", "KZ", "KG", "BY"])
@pytest.mark.parametrize(
    ("code", "proofs", "producer", "rate"),
    [
        ("3206110000", (IN,), "", "FREE"), ("3206190000", (), "", NOTHING),
        ("8708705009", (IN,), "", "33.69%"), ("8708705009", (), "", UNKNOWN), ("8708709909", (OUT,), "", "FREE"),
        ("7306402009", (IN,), "", "17.28%"), ("7306402009", (IN,), "Foshan Vinmay Stainless Steel", "14.62%"),
        ("8482109008", (IN,), "", "41.5%"), ("8482109008", (IN,), "Wuxi Rolling Bearings", "31.3%"),
        ("8482400009", (), "", NOTHING), ("7320101100", (IN,), "", "14.11%"),
        ("4011209000", (IN,), "", UNKNOWN), ("4011209000", (IN,), "Guizhou Tyre", "32.14%"), ("4011209000", (OUT,), "", "FREE"),
        ("7607111101", (IN,), "", UNKNOWN), ("7607111101", (IN,), "Xiamen Xiashun Aluminium Foil", "19.52%"),
        ("7210490009", (IN,), "", UNKNOWN), ("7210490009", (EXEMPT,), "Angang", "FREE"), ("7225920000", (OUT,), "", "FREE"),
        ("7208399000", (), "", NOTHING), ("7304399209", (), "", NOTHING), ("7304291009", (), "", UNKNOWN),
        ("8215201000", (), "", NOTHING), ("7615101000", (OUT,), "", "FREE"), ("7615200000", (), "", NOTHING),
        ("7304410008", (IN,), "", "19.15%"), ("8481806390", (), "", UNKNOWN), ("8511100009", (), "", UNKNOWN),
        ("8429110090", (), "", UNKNOWN), ("8429110010", (), "", NOTHING), ("3808932700", (), "", NOTHING),
    ],
)  # fmt: skip
def test_what_the_owner_says_of_the_goods_decides_the_duty(book, state, code, proofs, producer, rate):
    assert due(book, code, *proofs, producer=producer, state=state) == rate


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("4011209000", "2026-11-13"),
    ],
)
def test_after_the_last_day_that_was_read_the_duty_is_unknown_again(book, code, last):
    after = date.fromordinal(date.fromisoformat(last).toordinal() + 1).isoformat()
    producer = "Guizhou Tyre" if code.startswith("4011") else ""
    assert due(book, code, IN, producer=producer, on=last).endswith("%")
    assert due(book, code, IN, producer=producer, on=after) == UNKNOWN
    assert due(book, code, OUT, on=after) == "FREE"


# Board decision 124 of 2026-09-21 suspends the duty on titanium dioxide from 2026-10-03 to 2027-08-10.
@pytest.mark.parametrize(
    ("proofs", "producer", "rate"),
    [
        ((), "", UNKNOWN),
        ((IN,), "", "16.25%"),
        ((IN,), "LB Group", "14.27%"),
        ((IN, EXEMPT), "LB Group", "FREE"),
        ((OUT,), "", "FREE"),
    ],
)
@pytest.mark.parametrize(
    ("on", "suspended"), [("2026-10-02", False), ("2026-10-03", True), ("2027-08-10", True), ("2027-08-11", False)]
)
def test_titanium_dioxide_pays_nothing_while_the_measure_is_suspended(book, proofs, producer, rate, on, suspended):
    assert due(book, "3206110000", *proofs, producer=producer, on=on) == ("FREE" if suspended else rate)


# Prolonged by decisions 62 of May and 108 and 111 of August 2026.
@pytest.mark.parametrize(("code", "rate"), [("7606119100", "13.14%"), ("7320101100", "14.11%"), ("7615101000", "21.89%")])
def test_what_was_prolonged_in_2026_runs_on(book, code, rate):
    assert {due(book, code, IN, on=day) for day in ("2026-06-01", "2026-09-26", "2026-11-18", "2026-12-31")} == {rate}


@pytest.mark.parametrize(("producer", "rate"), [("", "32.83%"), ("HEG", "16.04%")])
def test_indian_electrodes_pay_by_producer(book, producer, rate):
    assert due(book, "8545110020", origin="IN", producer=producer) == rate
