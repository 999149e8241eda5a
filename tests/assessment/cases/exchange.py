"""Exchange rates: whose row, how long, inverse and crossed, one rule a case.

Each assesses an item of foreign price under a free duty, so that the customs value is the price times the rate.
"""

from .build import Case, case, item, measure, rate

FREE = [measure("free", "FREE")]


def converted(rule: str, price: str, rows: list[dict[str, str]], value: str, figure: str) -> Case:
    """``figure`` is the rate that must have been used."""
    amount, currency = price.split()
    return case(
        rule,
        FREE,
        items=[item(amount, currency)],
        rates=rows,
        charges={(1, "customs_duty"): ("0", "free")},
        values=[value],
        rates_used={(currency, "KZT"): figure},
    )


def not_converted(rule: str, rows: list[dict[str, str]]) -> Case:
    return case(rule, FREE, items=[item("1", "USD")], rates=rows, unknown={(1, "customs_value"), (1, "customs_duty")}, total=None)


CASES: list[Case] = [
    converted(
        "A row counts until the pair's next row",
        "2 USD",
        [rate("USDKZT", "500", "2026-11-01"), rate("USDKZT", "510", "2026-11-30"), rate("USDKZT", "520", "2026-12-02")],
        "1020",
        "510",
    ),
    # 30 September to 1 December are 62 days: 31 (October) + 30 (November) + 1.
    converted("A row counts on its sixty-second day", "2 USD", [rate("USDKZT", "500", "2026-09-30")], "1000", "500"),
    not_converted("A row does not count on its sixty-third day", [rate("USDKZT", "500", "2026-09-29")]),
    not_converted("A row does not count before its day", [rate("USDKZT", "500", "2026-12-02")]),
    # 1/3 = 0.333333333333 to twelve digits; × 3,000,000 = 999,999.999999 → 1,000,000.00
    converted("An inverse rate has twelve digits", "30000000000 USD", [rate("KZTUSD", "3")], "9999999999.99", "0.333333333333"),
    # A direct row goes before an inverse one, however young that is.
    converted(
        "The direct row goes before the inverse",
        "1 USD",
        [rate("USDKZT", "500", "2026-10-01"), rate("KZTUSD", "0.0025")],
        "500",
        "500",
    ),
    converted(
        "The inverse goes before a way through another currency",
        "1 USD",
        [rate("KZTUSD", "0.0025", "2026-10-01"), rate("USDEUR", "0.9"), rate("EURKZT", "550")],
        "400",
        "400",
    ),
    # UZS → USD 1/12000 = 0.0000833333333333, × 500.01 = 0.04166749999998333 → 0.0416675 to twelve digits; × 1,000,000.
    converted(
        "A crossed rate is rounded leg by leg and as a whole to twelve digits",
        "1000000 UZS",
        [rate("USDUZS", "12000"), rate("USDKZT", "500.01")],
        "41667.5",
        "0.0416675",
    ),
    # USD before EUR, EUR before CNY, whatever the alphabet and the file say.
    converted(
        "The way through the dollar goes before that through the euro",
        "1 TRY",
        [rate("TRYEUR", "0.02"), rate("EURKZT", "600"), rate("TRYUSD", "0.03"), rate("USDKZT", "500")],
        "15",
        "15",
    ),
    converted(
        "Other currencies go by alphabet after the first four",
        "1 TRY",
        [rate("TRYGBP", "0.02"), rate("GBPKZT", "600"), rate("TRYAED", "0.1"), rate("AEDKZT", "130")],
        "13",
        "13",
    ),
    # A leg that is too old does not carry the way; the next way does: 0.02 × 600.
    converted(
        "Each leg must be young enough",
        "1 TRY",
        [rate("TRYUSD", "0.03", "2026-09-29"), rate("USDKZT", "500"), rate("TRYEUR", "0.02"), rate("EURKZT", "600")],
        "12",
        "12",
    ),
    converted(
        "The state's own authority counts first among rows of one day",
        "1 USD",
        [rate("USDKZT", "500", authority="KZ"), rate("USDKZT", "510", authority="RU"), rate("USDKZT", "520")],
        "500",
        "500",
    ),
    converted(
        "Without an own authority the last in the file counts",
        "1 USD",
        [rate("USDKZT", "510", authority="RU"), rate("USDKZT", "505")],
        "505",
        "505",
    ),
    not_converted("A row that is not official makes no customs value", [rate("USDKZT", "500", official="false")]),
    converted(
        "A row that is not official does not end the days of one that is",
        "1 USD",
        [rate("USDKZT", "500", "2026-11-20"), rate("USDKZT", "510", "2026-11-30", official="false")],
        "500",
        "500",
    ),
    not_converted("A way of three legs is no way", [rate("USDAED", "3.67"), rate("AEDTRY", "10"), rate("TRYKZT", "13")]),
]
