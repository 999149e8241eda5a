"""Which measure counts: one rule a case, the arithmetic beside it."""

from datetime import date

from .build import Case, case, chain, charge, group, item, measure, rate

DUTY = (1, "customs_duty")
LOWEST = chain(charge("customs_duty", choose="lowest"))

CASES: list[Case] = [
    case(
        "A rate for importers of a status counts where the importer has it",
        [measure("low", "5%", conditions=["importer:AEO"], replaces=["m"]), measure("m", "10%")],
        terms={"importer": ["REGISTERED", "AEO"]},
        charges={DUTY: ("50.00", "low")},
    ),
    case(
        "An importer has no status that is not said",
        [measure("low", "5%", conditions=["importer:AEO"], replaces=["m"]), measure("m", "10%")],
        charges={DUTY: ("100.00", "m")},
    ),
    case(
        # 20000 KZT over 2 pieces is just 10000 each; 20000 over 4 pieces is 5000 each: alike in all but their number
        "Of items of the same goods each has the rate of its own value by the piece",
        [measure("dear", "20%", conditions=["customs_value/NAR >= 10000 KZT"], replaces=["m"]), measure("m", "10%")],
        items=[item("20000", quantity="2", unit="NAR"), item("20000", quantity="4", unit="NAR")],
        charges={DUTY: ("4000.00", "dear"), (2, "customs_duty"): ("2000.00", "m")},
    ),
    case(
        # (20000 + 400 of freight) / 2 = 10200
        "The value by the piece is the customs value, with its part of the freight",
        [measure("dear", "20%", conditions=["customs_value/NAR > 10000 KZT"], replaces=["m"]), measure("m", "10%")],
        items=[item("20000", quantity="2", unit="NAR")],
        incoterm="FCA",
        terms={"freight": {"amount": "400", "currency": "KZT"}},
        charges={DUTY: ("4080.00", "dear")},
    ),
    case(
        # 3000 cm3 over 2 cars are 1500 each
        "A quantity for each of another is compared: the engine of one car",
        [measure("small", "5%", conditions=["CMQ/NAR <= 1500"], replaces=["m"]), measure("m", "10%")],
        items=[
            item(quantity="2", unit="NAR", quantities={"CMQ": "3000"}),
            item(quantity="2", unit="NAR", quantities={"CMQ": "3001"}),
        ],
        charges={DUTY: ("50.00", "small"), (2, "customs_duty"): ("100.00", "m")},
    ),
    case(
        "What is for each of a unit that is not said, or of which there is none, cannot be told",
        [measure("m", "5%", conditions=["CMQ/NAR <= 1500"])],
        items=[item(quantities={"CMQ": "3000"}), item(quantity="0", unit="NAR", quantities={"CMQ": "3000"})],
        unknown={DUTY, (2, "customs_duty")},
    ),
    case(
        # 40 t of value 1000: 25 a tonne, by the net mass in kilograms
        "Tonnes and kilograms of a condition are the net mass",
        [measure("m", "5%", conditions=["customs_value/TNE = 25 KZT", "E4/KGM <= 1.05", "KGM/NAR = 10000"])],
        items=[item(net_mass="40000", gross_mass="42000", quantity="4", unit="NAR")],
        charges={DUTY: ("50.00", "m")},
    ),
    case(
        "An official value cannot turn on the value by the piece",
        [
            measure("floor", "900 KZT", kind="customs_value", **{"as": "floor"}, conditions=["customs_value/NAR < 10 KZT"]),
            measure("m", "10%"),
        ],
        items=[item(quantity="4", unit="NAR")],
        unknown={DUTY, (1, "customs_value")},
    ),
    case(
        # the licence is asked for the second item only
        "A requirement is asked of each item by its own figures",
        [
            measure("m", "10%"),
            measure("licence", kind="licence", conditions=["CMQ/NAR > 1500"]),
            measure("never", kind="licence", conditions=["CMQ/NAR > 9000"]),
        ],
        items=[item(quantity="1", unit="NAR", quantities={"CMQ": number}) for number in ("1500", "1501")],
        charges={DUTY: ("100.00", "m"), (2, "customs_duty"): ("100.00", "m")},
        requirements={"licence"},
    ),
    case(
        "Within a scheme the longest prefix counts, even of an older row",
        [
            measure("heading", "10%", commodity="0808", valid_from=date(2024, 1, 1)),
            measure("subheading", "5%", commodity="080810", valid_from=date(2022, 1, 1)),
            measure("all", "20%", valid_from=date(2025, 1, 1)),
        ],
        charges={DUTY: ("50.00", "subheading")},  # 1000 × 5 %
        total="50.00",
    ),
    case(
        "The prefix is longer, so the union's row counts before the state's own shorter one",
        [measure("own", "10%", commodity="0808"), measure("union", "5%", commodity="080810", jurisdiction="EAEU")],
        charges={DUTY: ("50.00", "union")},
    ),
    case(
        "Of equal prefixes the state's own counts before its union's, even if the union's is later",
        [
            measure("own", "10%", commodity="0808"),
            measure("union", "5%", commodity="0808", jurisdiction="EAEU", valid_from=date(2026, 1, 1)),
        ],
        charges={DUTY: ("100.00", "own")},  # 1000 × 10 %
    ),
    case(
        "Of equal prefixes of one owner the later start counts",
        [measure("old", "10%"), measure("new", "7%", valid_from=date(2026, 12, 1))],
        charges={DUTY: ("70.00", "new")},  # 1000 × 7 %; in force since this very day
    ),
    case(
        "A union's measure does not count before the state is a member",
        [measure("union", "10%", jurisdiction="EAEU"), measure("own", "3%", commodity="08")],
        groups=[group("EAEU", {"state": "KZ", "valid_from": date(2026, 12, 2)})],
        charges={DUTY: ("30.00", "own")},
    ),
    case(
        "Membership counts on its first and its last day",
        [measure("union", "10%", jurisdiction="EAEU")],
        groups=[group("EAEU", {"state": "KZ", "valid_from": date(2026, 12, 1), "valid_to": date(2026, 12, 1)})],
        charges={DUTY: ("100.00", "union")},
    ),
    case(
        "A measure counts on its last day",
        [measure("ending", "5%", commodity="0808", valid_to=date(2026, 12, 1)), measure("base", "10%")],
        charges={DUTY: ("50.00", "ending")},
    ),
    case(
        "A measure does not count on the day after its last",
        [measure("ended", "5%", commodity="0808", valid_to=date(2026, 11, 30)), measure("base", "10%")],
        charges={DUTY: ("100.00", "base")},
    ),
    case(
        "Among schemes the nearer origin counts: the group before everyone, although everyone's row is longer",
        [measure("mfn", "10%", commodity="080810", scheme="MFN"), measure("cis", "FREE", origin="CIS", commodity="08")],
        items=[item(origin="UZ")],
        charges={DUTY: ("0", "cis")},
    ),
    case(
        "Among schemes the state counts before the group",
        [measure("cis", "FREE", origin="CIS"), measure("uz", "4%", origin="UZ"), measure("mfn", "10%", scheme="MFN")],
        items=[item(origin="UZ")],
        charges={DUTY: ("40.00", "uz")},
    ),
    case(
        "Without a scheme the origin stands for it: rows of one origin compete by prefix",
        [measure("short", "FREE", origin="CN", commodity="08"), measure("long", "6%", origin="CN", commodity="0808")],
        charges={DUTY: ("60.00", "long")},
    ),
    case(
        "What is equal in all is a tie, and the charge is unknown",
        [measure("one", "10%"), measure("two", "5%")],
        unknown={DUTY},
        total=None,
    ),
    case(
        "Two groups that both have the origin are equally near",
        [measure("a", "3%", origin="CIS"), measure("b", "4%", origin="SCO")],
        groups=[group("CIS", "KZ", "UZ"), group("SCO", "KZ", "UZ", "CN")],
        items=[item(origin="UZ")],
        unknown={DUTY},
    ),
    case(
        "Where the chain says so, the lowest amount counts among schemes",
        [
            measure("mfn", "10%", scheme="MFN"),
            measure("provisional", "7%", scheme="provisional"),
            measure("cn", "8%", origin="CN"),
        ],
        chain=LOWEST,
        charges={DUTY: ("70.00", "provisional")},  # 100, 70 and 80
    ),
    case(
        "The lowest amount depends on the goods: a rate per kilogram beats a percentage where they are light",
        [measure("percent", "10%", scheme="A"), measure("mass", "4 KZT/KGM", scheme="B")],
        chain=LOWEST,
        items=[item(net_mass="20"), item(net_mass="30")],
        charges={DUTY: ("80.00", "mass"), (2, "customs_duty"): ("100.00", "percent")},  # 80 < 100; 120 > 100
    ),
    case(
        "Of equal lowest amounts the first id by alphabet counts",
        [measure("b-percent", "10%", scheme="A"), measure("a-sum", "100 KZT", scheme="B")],
        chain=LOWEST,
        charges={DUTY: ("100.00", "a-sum")},
    ),
    case(
        "A short code takes the one expression that all longer rows share, named by the lowest commodity",
        [
            measure("later", "10.0%", commodity="0808108002"),
            measure("first", "10%", commodity="0808108001"),
            measure("other", "5%", commodity="0808300000"),
        ],
        charges={DUTY: ("100.00", "first")},
    ),
    case(
        "A short code with several expressions below it is unknown",
        [measure("a", "10%", commodity="0808108001"), measure("b", "5%", commodity="0808108002")],
        unknown={DUTY},
        total=None,
    ),
    case(
        "The code as it stands is a possible answer where a shorter row fits it",
        [measure("line", "10%", commodity="0808108001"), measure("heading", "5%", commodity="0808")],
        unknown={DUTY},
    ),
    case(
        "The shorter row with the same expression leaves the answer known, and it has the lowest commodity",
        [measure("line", "10%", commodity="0808108001"), measure("heading", "10.00%", commodity="0808")],
        charges={DUTY: ("100.00", "heading")},
    ),
    case(
        "National digits of the union choose its row",
        [
            measure("a", "10%", commodity="0808108001", jurisdiction="EAEU"),
            measure("b", "5%", commodity="0808108002", jurisdiction="EAEU"),
        ],
        items=[item(codes={"EAEU": "0808108002"})],
        charges={DUTY: ("50.00", "b")},
    ),
    case(
        "National digits of another state count nowhere else",
        [measure("a", "10%", commodity="0808108001"), measure("b", "5%", commodity="0808108002")],
        items=[item(codes={"CN": "0808108002"})],
        unknown={DUTY},
    ),
    case(
        "National digits of the union count where only the state's own measures have them",
        [measure("a", "10%", commodity="0808108001"), measure("b", "5%", commodity="0808108002")],
        items=[item(codes={"EAEU": "0808108002"})],
        charges={DUTY: ("50.00", "b")},
    ),
    case(
        "A state's own digits count before its union's",
        [measure("a", "10%", commodity="0808108001"), measure("b", "5%", commodity="0808108002")],
        items=[item(codes={"EAEU": "0808108002", "KZ": "0808108001"})],
        charges={DUTY: ("100.00", "a")},
    ),
    case(
        "Where the lowest counts, each line under a short code has its own lowest",
        # under 0808108001: 10 % or 7 %, so 7 %; as it stands: 7 %
        [measure("line", "10%", commodity="0808108001", scheme="A"), measure("all", "7%", scheme="B")],
        chain=LOWEST,
        charges={DUTY: ("70.00", "all")},
    ),
    case(
        "A nearer origin's heading counts for every line under a short code",
        [
            measure("line-1", "10%", commodity="0808108001", scheme="MFN"),
            measure("line-2", "5%", commodity="0808108002", scheme="MFN"),
            measure("cis", "FREE", commodity="0808", origin="CIS"),
        ],
        items=[item(origin="UZ")],
        charges={DUTY: ("0", "cis")},
    ),
    case(
        "What replaces a rate on one line does not replace it on another line under a short code",
        [
            measure("base", "5%", commodity="080810"),
            measure("line", "2%", commodity="0808108001", scheme="temporary", replaces=["base"]),
        ],
        unknown={DUTY},
    ),
    case(
        "A temporary rate that fits replaces the rate it names, though that has the nearer origin",
        [measure("base", "10%", origin="CN"), measure("temporary", "2%", scheme="temporary", replaces=["base"])],
        charges={DUTY: ("20.00", "temporary")},
    ),
    case(
        "A temporary rate whose season is over replaces nothing",
        [
            measure("base", "10%", origin="CN"),
            measure("temporary", "2%", scheme="temporary", replaces=["base"], conditions=["season:08-01..11-30"]),
        ],
        charges={DUTY: ("100.00", "base")},
    ),
    case(
        "A season that passes the new year includes its first day",
        [measure("base", "10%"), measure("winter", "2%", commodity="0808", conditions=["season:12-01..02-28"])],
        charges={DUTY: ("20.00", "winter")},
    ),
    case(
        "A preference needs its proof",
        [measure("mfn", "10%", scheme="MFN"), measure("uz", "FREE", origin="UZ", conditions=["proof:ST-1"])],
        items=[item(origin="UZ"), item(origin="UZ", proofs=["ST-1"])],
        charges={DUTY: ("100.00", "mfn"), (2, "customs_duty"): ("0", "uz")},
    ),
    case(
        "A producer's own rate is for that producer",
        [
            measure("all", "20%", origin="CN"),
            measure("named", "5%", origin="CN", commodity="08", conditions=["producer:Jiaozhou Fruit Co"]),
        ],
        items=[item(producer="Jiaozhou Fruit Co"), item(producer="Another")],
        charges={DUTY: ("50.00", "named"), (2, "customs_duty"): ("200.00", "all")},
    ),
    case(
        "The mode over the border can be a condition",
        [measure("all", "10%"), measure("road", "12%", commodity="08", conditions=["mode:road"])],
        mode="road",
        charges={DUTY: ("120.00", "road")},
    ),
    case(
        "A threshold of the customs value that is hit exactly holds with <=",
        # Two items of 500 KZT are 1000; 2 EUR × 500 = 1000.
        [
            measure("small", "FREE", conditions=["customs_value <= 2 EUR"]),
            measure("large", "15%", conditions=["customs_value > 2 EUR"]),
        ],
        items=[item("500"), item("500")],
        rates=[rate("EURKZT", "500")],
        charges={DUTY: ("0", "small"), (2, "customs_duty"): ("0", "small")},
    ),
    case(
        "A mass threshold is of the whole consignment, and < leaves the limit out",
        [
            measure("light", "FREE", conditions=["net_mass < 31 KGM"]),
            measure("heavy", "15%", conditions=["net_mass >= 0.031 TNE"]),
        ],
        items=[item(net_mass="30"), item(net_mass="1")],
        charges={DUTY: ("150.00", "heavy"), (2, "customs_duty"): ("150.00", "heavy")},
    ),
    case(
        "A condition that cannot be told for want of a mass makes the charge unknown",
        [measure("base", "10%"), measure("light", "FREE", commodity="08", conditions=["gross_mass < 31 KGM"])],
        unknown={DUTY},
    ),
    case(
        "A condition that fails is enough: what cannot be told beside it does not matter",
        [measure("base", "10%"), measure("light", "FREE", commodity="08", conditions=["gross_mass < 31 KGM", "buyer:private"])],
        terms={"buyer_kind": "business"},
        charges={DUTY: ("100.00", "base")},
    ),
    case(
        "A measure of another regime does not fit",
        [measure("export", "50%", regime="export", commodity="080810"), measure("import", "10%")],
        charges={DUTY: ("100.00", "import")},
    ),
    case(
        "No measure on file is unknown, never zero",
        [measure("tyres", "10%", commodity="4011")],
        unknown={DUTY},
        total=None,
    ),
    case(
        "All requirements that fit are named, whatever their prefix and origin",
        [
            measure("base", "10%"),
            measure("any", kind="phytosanitary", text={"en": "A certificate"}),
            measure("near", kind="phytosanitary", commodity="0808", origin="CN", text={"en": "Another"}),
            measure("other", kind="veterinary", commodity="02", text={"en": "None"}),
        ],
        charges={DUTY: ("100.00", "base")},
        requirements=["any", "near"],
    ),
]
