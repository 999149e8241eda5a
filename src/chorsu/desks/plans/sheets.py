"""The plan as a workbook for a broker: one sheet for each table of the page, and those to reckon with."""

from django.utils.translation import gettext as _

from chorsu.desks.language import written_rate
from chorsu.desks.plans import sheets_customs as customs
from chorsu.desks.plans.book import MEDIA_TYPE, write_book
from chorsu.desks.plans.cells import address, day, estimated, number, source_of

__all__ = ["MEDIA_TYPE", "declaration_workbook", "workbook"]


def workbook(page, plan, declaration=None) -> bytes:
    """The workbook of a page (:class:`chorsu.desks.plans.present.Page`) and the plan that it shows.

    Of a plan that was stored there is only the consignment: without its assessments the sheets to reckon with are left out.
    With a declaration (:class:`chorsu.documents.declaration.Declaration`) come its boxes.
    """
    way = page.chosen["index"] if page.chosen else 0
    borders = [row for row in plan.assessments if row.journey == way]
    tables = [
        (_("Consignment"), [_("What"), _("Text")], _consignment(page.title)),
        customs.items(plan.consignment),
        _findings(page),
        *_the_ways(page),
        *(_side(side) for side in page.sides),
        *([customs.value(borders), customs.bases(borders)] if borders else []),
        *_who_pays(page),
        *_facts(page),
    ]
    return write_book([*tables, *customs.boxes(declaration)] if declaration is not None else tables)


def declaration_workbook(declaration) -> bytes:
    """The boxes of a declaration alone."""
    return write_book(customs.boxes(declaration))


def _consignment(title):
    return [
        [_("Goods"), title["goods"]],
        *([row["hs"], row["name"]] for row in title["names"]),
        [_("Your reference"), title["reference"]],
        [_("From"), title["from"]],
        [_("To"), title["to"]],
        [_("Ready on"), day(title["ready"])],
        [_("Incoterm"), f"{title['incoterm']} {title['incoterm_place']}".strip()],
    ]


def _findings(page):
    severities = {"refusal": _("Refused"), "warning": _("Warning"), "info": _("Note")}
    rows = [[severities[row["severity"]], row["text"], *source_of(row)[:2]] for row in page.findings]
    return _("Notes"), [_("What"), _("Text"), _("Source"), _("Address")], rows


def _the_ways(page):
    heads = [_("Way"), _("Modes"), _("Enters at"), _("Departs"), _("Arrives (median)"), _("Arrives (9 of 10)"), _("Carriage"),
             _("Currency"), _("CO2e, kg"), _("Handlings"), _("Import charges"), _("Currency"), _("Landed"), _("Landed per kg"),
             _("Currency"), _("Estimated"), _("Chosen")]  # fmt: skip
    yield _("Ways"), heads, [_way(way) for way in page.ways]
    if page.chosen:
        heads = [_("Mode"), _("From"), _("To"), _("Service"), _("Departs"), _("Arrives"), _("km"), _("Cost"), _("Currency"),
                 _("CO2e, kg"), _("Estimated"), _("Source"), _("Address")]  # fmt: skip
        yield _("Legs"), heads, [_leg(leg) for leg in page.chosen["legs"]]
    if page.transits:
        heads = [_("Territory"), _("From"), _("To"), _("Security"), _("Amount"), _("Currency"), _("Estimated"), _("Why")]
        yield _("Customs transit"), heads, [_transit(row) for row in page.transits]


def _way(way):
    cost, charges, landed = way["cost"] or {}, way["charges"] or {}, way["landed"] or {}
    return [
        way["number"],
        ", ".join(mode["word"] for mode in way["modes"]),
        way["via"],
        way["departs"],
        way["p50"],
        way["p90"],
        number(cost.get("amount")),
        cost.get("currency"),
        number(way["co2e_kg"]),
        way["handlings"],
        number(charges.get("amount")),
        charges.get("currency"),
        number(landed.get("total")),
        number(landed.get("per_unit")),
        landed.get("currency"),
        estimated(way["estimated"] or way["charges_estimated"] or landed.get("estimated")),
        _("yes") if way["chosen"] else "",
    ]


def _leg(leg):
    cost = leg.get("cost") or {}
    return [
        leg["mode_word"],
        leg["from_name"],
        leg["to_name"],
        leg["name"],
        leg.get("departs"),
        leg.get("arrives"),
        number(leg.get("distance_km")),
        number(cost.get("amount")),
        cost.get("currency"),
        number(leg.get("co2e_kg")),
        estimated(leg.get("estimated")),
        *source_of(leg)[:2],
    ]


def _transit(row):
    security = row["security"]
    amount = security.get("amount") or {}
    needed = {"yes": _("needed"), "no": _("not needed")}.get(security.get("needed"), _("unknown"))
    leaves = row["leaves"]["name"] if row.get("leaves") else _("the customs of release")
    figure = number(amount.get("amount")) if security.get("needed") != "no" else None
    return [
        row["territory_name"],
        row["enters"]["name"],
        leaves,
        needed,
        figure,
        amount.get("currency"),
        estimated(security.get("estimated")),
        security.get("why"),
    ]


def _side(side):
    heads = [_("Item"), _("Charge"), _("Rate"), _("Base"), _("Amount"), _("Currency"), _("Estimated"), _("Measure"),
             _("Source"), _("Address"), _("Checked on")]  # fmt: skip
    rows = [
        [
            charge.get("item"),
            charge["kind"],
            written_rate(charge.get("expression") or ""),
            number(charge.get("base")),
            number(charge.get("amount")),
            side["currency"],
            estimated(charge.get("estimated")),
            charge.get("measure"),
            *source_of(charge),
        ]
        for charge in side["charges"]
    ]
    rows += [[row["item"], row["kind"], None, None, _("unknown"), side["currency"]] for row in side["unknown_charges"]]
    rows.append([None, _("Total"), None, None, number(side["total"]), side["currency"], estimated(side["estimated"])])
    return f"{side['heading']} {side['state']}", heads, rows


def _who_pays(page):
    if page.landed:
        landed = page.landed
        rows = [
            [
                cost["words"],
                cost["payer"],
                number(cost["amount"]),
                cost["currency"],
                estimated(cost["estimated"]),
                _("contained in the price") if cost["within"] else "",
            ]
            for cost in landed["costs"]
        ]
        sums = {
            _("Landed cost"): landed["total"],
            _("Per kilogram net"): landed["per_unit"],
            _("Beside the price, the seller pays"): landed["paid_by"]["seller"],
            _("Beside the price, the buyer pays"): landed["paid_by"]["buyer"],
            _("Of this the buyer may recover"): landed["recoverable"],
        }
        rows += [
            [name, None, number(amount), landed["currency"], estimated(landed["estimated"])] for name, amount in sums.items()
        ]
        heads = [_("What"), _("Paid by"), _("Amount"), _("Currency"), _("Estimated"), _("Note")]
        yield _("Who pays what"), heads, rows
    duties = [[row["what"], row["payer"], *source_of(row)[:2]] for row in page.incoterm["rows"]]
    heads = [_("What"), _("Paid by"), _("Source"), _("Address")]
    yield _("Under %(code)s") % {"code": page.incoterm["code"]}, heads, duties


def _facts(page):
    unknown = [[row["state"], row["kind"], row["why"], row.get("how")] for row in page.unknown]
    yield _("Unknown"), [_("For"), _("What"), _("Why"), _("How to make it known")], unknown
    assumed = [[row["state"], row["kinds"], row["why"]] for row in page.assumed]
    yield _("Assumed"), [_("For"), _("What"), _("Why")], assumed
    requirements = [
        [
            row["heading"],
            row["state"],
            row["kind"],
            _("May apply:") if row.get("certain") is False else "",
            row.get("text"),
            *source_of(row)[:2],
        ]
        for row in page.requirements
    ]
    yield (
        _("Requirements"),
        [_("Side"), _("State"), _("What"), _("Note"), _("Text"), _("Source"), _("Address")],
        requirements,
    )
    papers = [
        [
            row["name"],
            row.get("why"),
            row.get("issued_by") or _("unknown"),
            row["for"],
            _("only if asked for") if row.get("if_asked") else "",
            *source_of(row)[:2],
        ]
        for row in page.papers
    ]
    yield _("Papers"), [_("Paper"), _("Why"), _("Issued by"), _("For"), _("Note"), _("Source"), _("Address")], papers
    rates = [
        [f"1 {row['from']} → {row['to']}", number(row["rate"]), day(row["on"]), row["age"], row["for"], *source_of(row)[:2]]
        for row in page.rates
    ]
    heads = [_("Pair"), _("Exchange rate"), _("Day of the rate"), _("Age at entry, days"), _("For"), _("Source"), _("Address")]
    yield _("Exchange rates"), heads, rates
    sources = [[row["number"], row["title"], address(row.get("address")), day(row.get("checked_on"))] for row in page.sources]
    yield _("Sources"), [_("No."), _("Source"), _("Address"), _("Checked on")], sources
