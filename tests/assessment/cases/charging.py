"""The amounts: expressions, bases, lists, reliefs, thresholds, shares and rounding, one rule a case."""

from datetime import date

from .build import Case, case, chain, charge, item, measure, rate

DUTY, VAT, EXCISE, FEE = (1, "customs_duty"), (1, "vat"), (1, "excise"), (1, "fee")
TWO = (2, "customs_duty")
DUTY_VAT = chain(charge("customs_duty"), charge("vat", "customs_value", "customs_duty"))
GROSS = chain(charge("consumption_tax", gross_up=True))
TAX = (1, "consumption_tax")
LIST = {"complete_on": date(2026, 11, 1), "title": "The list", "address": "https://law.example/list"}


def amount(rule: str, expression: str, due: str, **more) -> Case:
    """A case about one expression on one item."""
    return case(rule, [measure("m", expression)], charges={DUTY: (due, "m")}, **more)


CASES: list[Case] = [
    # 20,000 kg × 0.03 EUR × 560 KZT.
    amount(
        "A rate per kilogram takes the net mass",
        "0.03 EUR/KGM",
        "336000.00",
        items=[item(net_mass="20000", gross_mass="21500")],
        rates=[rate("EURKZT", "560")],
    ),
    # 250 kg are 2.5 hundreds: × 124.
    amount("A rate per hundred kilograms takes hundredths of the mass", "124 KZT/100KGM", "310.00", items=[item(net_mass="250")]),
    # 0.25 t × 40 KZT.
    amount("A rate per tonne takes thousandths of the mass", "40 KZT/TNE", "10.00", items=[item(net_mass="250")]),
    amount(
        "Without a net mass, goods counted in kilograms have their quantity",
        "2 KZT/KGM",
        "14.00",
        items=[item(quantity="7", unit="KGM")],
    ),
    # 85 kW × 3 KZT; 1598 is in another unit.
    amount(
        "Any other unit takes its entry in quantities",
        "3 KZT/KWT",
        "255.00",
        items=[item(quantity="1", unit="NAR", quantities={"CMQ": "1598", "KWT": "85"})],
    ),
    amount("A unit takes the quantity in that unit", "15 KZT/NAR", "60.00", items=[item(quantity="4", unit="NAR")]),
    case(
        "Without the quantity the charge is unknown",
        [measure("m", "15 KZT/NAR")],
        items=[item(net_mass="5")],
        unknown={DUTY},
        total=None,
    ),
    case(
        "A limit whose quantity is missing leaves the charge unknown though the percentage is known",
        [measure("m", "10% MIN 15 KZT/NAR")],
        unknown={DUTY},
    ),
    # 5 % of 1000 and 10 × 20 kg.
    amount("A compound rate is the sum", "5% + 10 KZT/KGM", "250.00", items=[item(net_mass="20")]),
    # 100 against 6 × 20 = 120.
    amount("MIN is not less than", "10% MIN 6 KZT/KGM", "120.00", items=[item(net_mass="20")]),
    # 100 against 2 × 4 = 8.
    amount("MAX is not more than", "10% MAX 2 KZT/NAR", "8.00", items=[item(quantity="4", unit="NAR")]),
    # max(5 % + 30 = 80, 40 + 50 = 90); read otherwise it would be max(80, 40) + 50 = 130.
    amount("+ binds tighter than MIN", "5% + 30 KZT MIN 40 KZT + 50 KZT", "90.00"),
    # max(50, 40) + 50.
    amount("Parentheses bind first", "(5% MIN 40 KZT) + 50 KZT", "100.00"),
    # 200 kg × 6 KZT = 1200, less the value of 1000.
    amount("A reference price less the value is what is taken", "6 KZT/KGM - 100%", "200.00", items=[item(net_mass="200")]),
    # 200 × 4 = 800, less 1000.
    amount("What comes to less than nothing is nothing", "4 KZT/KGM - 100%", "0", items=[item(net_mass="200")]),
    # 100 - max(30, 50).
    amount("What has limits itself can be taken off", "10% - (3% MIN 50 KZT)", "50.00"),
    # max(100 - 90, 20): "-" binds tighter than MIN.
    amount("- binds tighter than MIN", "10% - 90 KZT MIN 20 KZT", "20.00"),
    # 100 - 20 - 30.
    amount("What is taken off is taken off from left to right", "10% - 20 KZT - 30 KZT", "50.00"),
    # 15 % of 1000 - 200.
    amount("A percentage OVER a sum is laid on what the base exceeds it by", "15% OVER 200 KZT", "120.00"),
    amount("A percentage OVER a sum that is not exceeded is nothing", "15% OVER 1000 KZT", "0"),
    # 2 × (40 - 31).
    amount("A rate OVER a quantity is laid on what exceeds it", "2 KZT/KGM OVER 31 KGM", "18.00", items=[item(net_mass="40")]),
    amount("A rate OVER a quantity is nothing up to it", "2 KZT/KGM OVER 31 KGM", "0", items=[item(net_mass="31")]),
    # 3 a hundred kg × (0.04 t - 0.03 t = 10 kg).
    amount(
        "The limit of a rate by mass may be in another unit of mass",
        "3 KZT/100KGM OVER 0.03 TNE",
        "0.30",
        items=[item(net_mass="40")],
    ),
    # 5 % of 1000, less 2 % of 500.
    amount("OVER binds tighter than -", "5% - 2% OVER 500 KZT", "40.00"),
    # 250 EUR = 140000 KZT: max(15 % of 50 EUR = 7.5, 2 × (40 - 31) = 18) EUR × 560; the flat rate of the Union's parcels.
    amount(
        "A parcel pays on value or weight beyond its norms, whichever is more",
        "15% OVER 200 EUR MIN 2 EUR/E4 OVER 31 E4",
        "10080.00",
        items=[item("140000", net_mass="20", gross_mass="40")],
        rates=[rate("EURKZT", "560")],
    ),
    # 40 kg gross × 3.
    amount("E4 is the gross kilogram", "3 KZT/E4", "120.00", items=[item(net_mass="30", gross_mass="40")]),
    amount(
        "Goods without a gross mass may state a quantity in E4",
        "3 KZT/E4",
        "33.00",
        items=[item(net_mass="10", quantities={"E4": "11"})],
    ),
    case(
        "Without the gross mass a charge on it is unknown, and the net mass does not stand for it",
        [measure("m", "3 KZT/E4 OVER 100 E4")],
        items=[item(net_mass="30")],
        unknown={DUTY},
    ),
    case(
        "OVER of a measure per consignment is laid on what the sums exceed",
        # 15 % of 150 + 150 - 200 = 15: 7.50 each; item by item nothing would exceed 200
        [measure("m", "15% OVER 200 KZT", per="consignment")],
        items=[item("150"), item("150")],
        charges={DUTY: ("7.50", "m"), TWO: ("7.50", "m")},
    ),
    case(
        "A sum taken off is in the gross-up",
        # X = 50 % of (1000 + X) - 100: X = 800
        [measure("m", "50% - 100 KZT", kind="consumption_tax")],
        chain=GROSS,
        charges={TAX: ("800.00", "m")},
    ),
    case(
        "A gross-up that comes to less than nothing is nothing",
        # X = 5 % of (1000 + X) - 100 would be -52.63
        [measure("m", "5% - 100 KZT", kind="consumption_tax")],
        chain=GROSS,
        charges={TAX: ("0", "m")},
    ),
    case(
        "What exceeds a sum is found on the base that contains the charge",
        # X = 50 % of (1000 + X - 1500): -500 on the base alone is nothing, and X = 0 holds: 1000 does not exceed 1500
        [measure("m", "50% OVER 1500 KZT", kind="consumption_tax")],
        chain=GROSS,
        charges={TAX: ("0", "m")},
    ),
    # 50 × 0.0101 = 0.505.
    amount("A half is rounded up at the hundredth", "1.01%", "0.51", items=[item("50")]),
    case(
        "Later bases take the rounded amounts",
        # duty 99.99 × 3.33 % = 3.329667 → 3.33; VAT 10 % of 99.99 + 3.33 = 10.332 → 10.33
        [measure("duty", "3.33%"), measure("vat", "10%", kind="vat")],
        chain=DUTY_VAT,
        items=[item("99.99")],
        charges={DUTY: ("3.33", "duty"), VAT: ("10.33", "vat")},
        total="13.66",
    ),
    case(
        "A charge on an unknown base is unknown",
        [measure("vat", "10%", kind="vat")],
        chain=DUTY_VAT,
        unknown={DUTY, VAT},
        total=None,
    ),
    case(
        "A fixed sum is charged once an item",
        [measure("m", "31 KZT")],
        items=[item(), item()],
        charges={DUTY: ("31.00", "m"), TWO: ("31.00", "m")},
        total="62.00",
    ),
    case(
        "A sum per consignment is charged once and shared out by customs value, by largest remainder",
        # 100 over 1000 : 1000 : 1000: quotas 3333⅓ hundredths each, the odd one to the first
        [measure("m", "100 KZT", per="consignment")],
        items=[item(), item(), item()],
        charges={DUTY: ("33.34", "m"), TWO: ("33.33", "m"), (3, "customs_duty"): ("33.33", "m")},
        total="100.00",
    ),
    case(
        "A rate per consignment is computed on the sums, and rounded once",
        # 1.5 % of 0.30 + 0.30 = 0.009 → 0.01, by value half each: the first takes it; item by item it would be 0.0045 → 0 twice
        [measure("m", "1.5%", per="consignment")],
        items=[item("0.3"), item("0.3")],
        charges={DUTY: ("0.01", "m"), TWO: ("0", "m")},
    ),
    case(
        "MIN of a measure per consignment compares the sums",
        # max(10 % of 2000 = 200, 5 × (30 + 2) = 160) = 200: 100 each; item by item it would be 150 and 100
        [measure("m", "10% MIN 5 KZT/KGM", per="consignment")],
        items=[item(net_mass="30"), item(net_mass="2")],
        charges={DUTY: ("100.00", "m"), TWO: ("100.00", "m")},
    ),
    case(
        "A measure per consignment is unknown for all if it is for one",
        [measure("m", "5 KZT/KGM", per="consignment")],
        items=[item(net_mass="30"), item()],
        unknown={DUTY, TWO},
    ),
    case(
        "A measure per consignment is computed on the items for which it counts",
        # 10 % of 1000 + 1000; the third item has a rate of its own, 5 % of 1000
        [measure("all", "10%", per="consignment"), measure("tyres", "5%", commodity="4011")],
        items=[item(), item(), item(hs="401120")],
        charges={DUTY: ("100.00", "all"), TWO: ("100.00", "all"), (3, "customs_duty"): ("50.00", "tyres")},
    ),
    case(
        "A measure per consignment stands where another item's own measure is unknown",
        [measure("all", "10%", per="consignment"), measure("tyres", "5 KZT/NAR", commodity="4011")],
        items=[item(), item(hs="401120")],
        charges={DUTY: ("100.00", "all")},
        unknown={TWO},
    ),
    case(
        "A measure per consignment is unknown where it cannot be told whether it counts for another item",
        [measure("all", "10%", per="consignment"), measure("light", "5%", commodity="4011", conditions=["gross_mass < 9 KGM"])],
        items=[item(), item(hs="401120")],
        unknown={DUTY, TWO},
    ),
    case(
        "A sum per consignment is shared evenly where the customs values are zero",
        [measure("m", "3 KZT", per="consignment")],
        items=[item("0"), item("0")],
        charges={DUTY: ("1.50", "m"), TWO: ("1.50", "m")},
    ),
    case(
        "All fees that fit are charged",
        [
            measure("a", "100 KZT", kind="fee"),
            measure("b", "1%", kind="fee", commodity="08"),
            measure("c", "9 KZT", kind="fee", commodity="40"),
        ],
        chain=chain(charge("fee")),
        charges={FEE: (("100.00", "a"), ("10.00", "b"))},
        total="110.00",
    ),
    case(
        "A fee that is unknown leaves the other fees known",
        [measure("a", "1%", kind="fee"), measure("b", "9 KZT/NAR", kind="fee", commodity="4011")],
        chain=chain(charge("fee")),
        items=[item(), item(hs="401120")],
        charges={FEE: ("10.00", "a"), (2, "fee"): ("10.00", "a")},
        unknown={(2, "fee")},
        total=None,
    ),
    case(
        "A charge on listed goods alone is zero for goods off the list, assumed, and the assessment estimated",
        [measure("duty", "10%"), measure("cars", "30%", kind="excise", commodity="8703")],
        chain=chain(charge("customs_duty"), charge("excise", listed_only=True)),
        charges={DUTY: ("100.00", "duty")},
        total="100.00",
        assumed={EXCISE},
        estimated=True,
    ),
    case(
        "Where the list on file is whole, the zero is known",
        [measure("duty", "10%"), measure("cars", "30%", kind="excise", commodity="8703")],
        chain=chain(charge("customs_duty"), charge("excise", listed_only=True, list=LIST)),
        charges={DUTY: ("100.00", "duty")},
        total="100.00",
        assumed=set(),
        estimated=False,
    ),
    case(
        "Goods on the list pay",
        [measure("duty", "10%"), measure("apples", "30%", kind="excise", commodity="0808")],
        chain=chain(charge("customs_duty"), charge("excise", listed_only=True)),
        charges={DUTY: ("100.00", "duty"), EXCISE: ("300.00", "apples")},
        total="400.00",
        assumed=set(),
        estimated=False,
    ),
    case(
        "A closed list is said by a row for all goods with FREE",
        [measure("free", "FREE", kind="excise"), measure("cars", "30%", kind="excise", commodity="8703")],
        chain=chain(charge("excise")),
        charges={EXCISE: ("0", "free")},
        total="0",
        estimated=False,
    ),
    case(
        "A duty of just the exempt sum over the whole consignment is nothing, and later bases take nothing",
        # 25 + 25 = 50 KZT; VAT 12 % of 1000 each
        [measure("duty", "2.5%"), measure("vat", "12%", kind="vat")],
        chain=chain(
            charge("customs_duty", exempt_up_to={"amount": "50", "currency": "KZT"}),
            charge("vat", "customs_value", "customs_duty"),
        ),
        items=[item(), item()],
        charges={DUTY: ("0", "duty"), TWO: ("0", "duty"), VAT: ("120.00", "vat"), (2, "vat"): ("120.00", "vat")},
        total="240.00",
    ),
    case(
        "A duty of a hundredth more than the exempt sum is due in full",
        # 25 + 25.01 = 50.01
        [measure("duty", "2.5%")],
        chain=chain(charge("customs_duty", exempt_up_to={"amount": "50", "currency": "KZT"})),
        items=[item(), item("1000.40")],
        charges={DUTY: ("25.00", "duty"), TWO: ("25.01", "duty")},
        total="50.01",
    ),
    case(
        "A tax on its own base: X = 20 % of (base + X)",
        # X = 0.2 / 0.8 × 1000 = 250
        [measure("tax", "20%", kind="consumption_tax")],
        chain=GROSS,
        charges={TAX: ("250.00", "tax")},
    ),
    case(
        "A tax on its own base with a specific part: the specific part is grossed up too",
        # X = (0.2 × 1000 + 40) / 0.8 = 300; check 0.2 × 1300 + 40 = 300
        [measure("tax", "20% + 40 KZT", kind="consumption_tax")],
        chain=GROSS,
        charges={TAX: ("300.00", "tax")},
    ),
    case(
        "A tax on its own base with MIN is solved branch by branch: the limit holds",
        # 20 %: X = 250; the sum 260 is more, and 20 % of 1260 = 252 < 260, so X = 260
        [measure("tax", "20% MIN 260 KZT", kind="consumption_tax")],
        chain=GROSS,
        charges={TAX: ("260.00", "tax")},
    ),
    case(
        "A tax on its own base with MIN: the percentage holds although 20 % of the bare base is less than the limit",
        # 20 % of 1000 = 200 < 240, yet X = 250 satisfies X = max(0.2 × 1250, 240)
        [measure("tax", "20% MIN 240 KZT", kind="consumption_tax")],
        chain=GROSS,
        charges={TAX: ("250.00", "tax")},
    ),
    case(
        "A share is of the rounded charge and is rounded again; later bases take the whole",
        # duty 1.11 % of 50 = 0.555 → 0.56; 70 % = 0.392 → 0.39; VAT 50 % of 50 + 0.56 = 25.28, 70 % = 17.696 → 17.70
        [measure("duty", "1.11%"), measure("vat", "50%", kind="vat")],
        chain=chain(charge("customs_duty", share="0.70"), charge("vat", "customs_value", "customs_duty", share="0.70")),
        items=[item("50")],
        charges={DUTY: ("0.39", "duty"), VAT: ("17.70", "vat")},
        total="18.09",
    ),
    case(
        "A relief makes the charges it names zero where it fits, and no others",
        [
            measure("duty", "10%"),
            measure("vat", "12%", kind="vat"),
            measure("relief", kind="relief", commodity="0808", of=["customs_duty"]),
        ],
        chain=DUTY_VAT,
        items=[item(), item(hs="401120")],
        # item 2: duty 100, VAT 12 % of 1100
        values=["1000", "1000"],
        charges={VAT: ("120.00", "vat"), TWO: ("100.00", "duty"), (2, "vat"): ("132.00", "vat")},
        zero={DUTY},
        total="352.00",
    ),
    case(
        "A surcharge can stand on another charge alone",
        # 10 % of the duty of 100
        [measure("duty", "10%"), measure("sws", "10%", kind="surcharge")],
        chain=chain(charge("customs_duty"), charge("surcharge", "customs_duty")),
        charges={DUTY: ("100.00", "duty"), (1, "surcharge"): ("10.00", "sws")},
        total="110.00",
    ),
]
