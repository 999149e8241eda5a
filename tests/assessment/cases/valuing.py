"""The customs value: terms, carriage, insurance, sharing and official values, one rule a case."""

from .build import Case, case, chain, charge, item, measure, rate

FREE = [measure("free", "FREE")]
NOTHING = {(1, "customs_duty"): ("0", "free")}
BOTH = NOTHING | {(2, "customs_duty"): ("0", "free")}
FREIGHT = {"amount": "300", "currency": "KZT", "after_entry": "100"}
INSURANCE = {"amount": "20", "currency": "KZT"}
FULL = {"freight": FREIGHT, "insurance": INSURANCE}
DUTIES = FULL | {"duties_included": {"amount": "50", "currency": "KZT"}}
FOB = chain(valuation="FOB")
BORDER = chain(valuation="DAP-border")


def valued(rule: str, term: str, values: list[str], **more) -> Case:
    """A case about the customs value alone: the duty is free."""
    several = len(more.get("items", [0])) > 1
    return case(rule, more.pop("measures", FREE), incoterm=term, charges=BOTH if several else NOTHING, values=values, **more)


CASES: list[Case] = [
    # Under CIF valuation: 1000 + (300 − 100) + 20.
    valued("Under CIF valuation FCA adds the carriage up to the entry and the insurance", "FCA", ["1220"], terms=FULL),
    # 1000 − 100 + 20
    valued("Under CIF valuation CPT takes off what lies behind the entry and adds the insurance", "CPT", ["920"], terms=FULL),
    # 1000 − 100; the insurance is in the price
    valued("Under CIF valuation CIP takes off what lies behind the entry", "CIP", ["900"], terms=FULL),
    # 1000 − 100 − 50
    valued("Under CIF valuation DDP takes off the duties it contains too", "DDP", ["850"], terms=DUTIES),
    valued("Duties said to be included count under DDP alone", "DAP", ["900"], terms=DUTIES),
    valued("DAP-border valuation has the arithmetic of CIF", "EXW", ["1220"], chain=BORDER, terms=FULL),
    valued("Under FOB valuation FOB is the price", "FOB", ["1000"], chain=FOB, terms=FULL),
    # 1000 − 300
    valued("Under FOB valuation CFR takes off the freight", "CFR", ["700"], chain=FOB, terms=FULL),
    # 1000 − 300 − 20
    valued("Under FOB valuation DAP takes off freight and insurance", "DAP", ["680"], chain=FOB, terms=FULL),
    # 1000 − 300 − 20 − 50
    valued("Under FOB valuation DDP takes off the duties it contains too", "DDP", ["630"], chain=FOB, terms=DUTIES),
    valued("D terms without a freight take nothing off", "DAP", ["1000"], chain=FOB),
    valued("Freight that FOB valuation does not need may be unknown", "EXW", ["1000"], chain=FOB),
    valued(
        "Only what is used must be convertible",
        "FOB",
        ["1000"],
        chain=FOB,
        terms={"freight": {"amount": "300", "currency": "USD"}},
    ),
    case(
        "A freight that the term makes necessary and nobody said leaves each customs value unknown, and all on it",
        FREE,
        items=[item(), item()],
        incoterm="FCA",
        unknown={(1, "customs_value"), (2, "customs_value"), (1, "customs_duty"), (2, "customs_duty")},
        total=None,
    ),
    valued('A freight of "0" is none, and is known', "FCA", ["1000"], terms={"freight": {"amount": "0", "currency": "KZT"}}),
    # 100 by gross mass 1 : 2 is 33.33 and 66.67: quotas 3333⅓ and 6666⅔ hundredths, the odd one to the larger remainder.
    valued(
        "Freight is shared out by gross mass, by largest remainder",
        "FCA",
        ["133.33", "966.67"],
        items=[item("100", gross_mass="1"), item("900", gross_mass="2")],
        terms={"freight": {"amount": "100", "currency": "KZT"}},
    ),
    # By value 1 : 2 instead: 100 × 300/900 = 33.33, 100 × 600/900 = 66.67.
    valued(
        "Freight is shared out by value where one gross mass is missing",
        "FCA",
        ["333.33", "666.67"],
        items=[item("300", gross_mass="500"), item("600")],
        terms={"freight": {"amount": "100", "currency": "KZT"}},
    ),
    # 0.01 over two equal masses: quotas ½ and ½ of a hundredth, the first in order takes it.
    valued(
        "Equal remainders go in the order of the items",
        "FCA",
        ["10.01", "10.00"],
        items=[item("10", gross_mass="5"), item("10", gross_mass="5")],
        terms={"freight": {"amount": "0.01", "currency": "KZT"}},
    ),
    # Insurance 10 by value 1 : 3 is 2.50 and 7.50 although the masses are 9 : 1; freight 100 by mass is 90 and 10.
    valued(
        "Insurance is shared out by value, beside freight by mass",
        "FCA",
        ["192.50", "317.50"],
        items=[item("100", gross_mass="9"), item("300", gross_mass="1")],
        terms={"freight": {"amount": "100", "currency": "KZT"}, "insurance": {"amount": "10", "currency": "KZT"}},
    ),
    # 10.005 USD at 1 is rounded to 10.01 before it is shared; 5.005 → quotas 500.5 and 500.5: 5.01 and 5.00.
    valued(
        "Each sum is rounded by the chain's rule before it is shared",
        "FCA",
        ["105.01", "105.00"],
        items=[item("100", gross_mass="1"), item("100", gross_mass="1")],
        terms={"freight": {"amount": "10.005", "currency": "KZT"}},
    ),
    # 2 USD × 450.005 = 900.01 exactly; 1.5 USD × 450.005 = 675.0075 → 675.01.
    valued(
        "A value converts exactly and is rounded once, in the customs value",
        "DAP",
        ["900.01", "675.01"],
        items=[item("2", "USD"), item("1.5", "USD")],
        rates=[rate("USDKZT", "450.005")],
    ),
    # 20 % of 1000 is the freight: 1200; 1.125 % of 1000 the insurance: 11.25.
    valued(
        "A chain can say what freight and insurance are where they are unknown",
        "FOB",
        ["1211.25"],
        chain=chain(freight_if_unknown="20%", insurance_if_unknown="1.125%"),
    ),
    # India, rule 10(2): of 300 by air 200 count, with what lies behind the entry taken off first (290); 150 stay 150.
    *(
        valued(
            f"Carriage of {freight} by {mode or 'an unknown mode'} counts for {counted}",
            "FOB",
            [str(1000 + counted)],
            chain=chain(freight_at_most={"rate": "20%", "mode": "air"}),
            terms={"freight": {"amount": freight, "currency": "KZT", "after_entry": "10"}},
            mode=mode,
        )
        for freight, mode, counted in (("300", "air", 200), ("160", "air", 150), ("300", "sea", 290), ("300", "", 290))
    ),
    # 1000 + 200 + 1 % of 1200.
    valued(
        "A chain can add a percentage of value and freight",
        "FOB",
        ["1212"],
        chain=chain(addition={"rate": "1%", "of": ["value", "freight"]}),
        terms={"freight": {"amount": "200", "currency": "KZT"}},
    ),
    # 1000 + 20 of insurance: 1 % is 10.20; and the carriage of 300 − 100.
    valued(
        "A chain can add a percentage of value and insurance",
        "FCA",
        ["1230.20"],
        chain=chain(addition={"rate": "1%", "of": ["value", "insurance"]}),
        terms=FULL,
    ),
    # Pakistan's landing charges: 1 % of 1000 + 300 − 100 + 20 = 1220.
    valued(
        "A chain can add a percentage of the customs value as it is before",
        "FCA",
        ["1232.20"],
        chain=chain(addition={"rate": "1%", "of": ["customs_value"]}),
        terms=FULL,
    ),
    # 1 % of 1000 − 100 − 50.
    valued(
        "The customs value before an addition is without what the term contains beyond it",
        "DDP",
        ["858.50"],
        chain=chain(addition={"rate": "1%", "of": ["customs_value"]}),
        terms=DUTIES,
    ),
    # 30 kg × 40 KZT = 1200 > 1000; 20 kg × 40 = 800 < 1000.
    valued(
        "An official floor lifts a lower value and leaves a higher one",
        "DAP",
        ["1200", "1000"],
        measures=[*FREE, measure("floor", "40 KZT/KGM", kind="customs_value", **{"as": "floor"})],
        items=[item(net_mass="30"), item(net_mass="20")],
    ),
    # 20 kg × 40 = 800, in place of 1000.
    valued(
        "An official value that replaces does so downwards too",
        "DAP",
        ["800"],
        measures=[*FREE, measure("official", "40 KZT/KGM", kind="customs_value", **{"as": "replace"})],
        items=[item(net_mass="20")],
    ),
    # To 10, half up: 1005 → 1010 (100.5 tens), 1004.99 → 1000.
    valued(
        "A chain can round to tens",
        "DAP",
        ["1010", "1000"],
        chain=chain(rounding={"to": "10", "mode": "half_up"}),
        items=[item("1005"), item("1004.99")],
    ),
    # Halves to the even hundredth: 0.125 → 0.12, 0.375 → 0.38.
    valued(
        "Half-even rounds a half to the even digit",
        "DAP",
        ["0.12", "0.38"],
        chain=chain(rounding={"to": "0.01", "mode": "half_even"}),
        items=[item("0.125"), item("0.375")],
    ),
    valued(
        "Down drops and up lifts every rest: down",
        "DAP",
        ["10.09", "10"],
        chain=chain(rounding={"to": "0.01", "mode": "down"}),
        items=[item("10.0999"), item("10.001")],
    ),
    valued(
        "Down drops and up lifts every rest: up",
        "DAP",
        ["10.10", "10.01"],
        chain=chain(rounding={"to": "0.01", "mode": "up"}),
        items=[item("10.10"), item("10.001")],
    ),
    case(
        "A sum that is nothing once rounded is shared out without asking what the prices are worth",
        # insurance 2 KZT is 0 tens; the first price has no rate, the second is 1000
        [measure("duty", "10%")],
        incoterm="FOB",
        chain=chain(rounding={"to": "10", "mode": "half_up"}),
        items=[item("1000", "CNY"), item("1000")],
        terms={"freight": {"amount": "0", "currency": "KZT"}, "insurance": {"amount": "2", "currency": "KZT"}},
        charges={(2, "customs_duty"): ("100", "duty")},
        unknown={(1, "customs_value"), (1, "customs_duty")},
    ),
    case(
        "Duty on a value in a currency without a rate is unknown for that item alone",
        [measure("duty", "10%")],
        chain=chain(charge("customs_duty")),
        items=[item("1000", "CNY"), item("1000")],
        charges={(2, "customs_duty"): ("100.00", "duty")},
        unknown={(1, "customs_value"), (1, "customs_duty")},
        total=None,
    ),
]
