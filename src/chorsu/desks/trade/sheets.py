"""The plan as a workbook for a broker: one sheet for each table, figures as figures, and no formula in any cell."""

import re
from decimal import Decimal, InvalidOperation
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from chorsu.desks.language import engine_language
from chorsu.desks.trade import words
from chorsu.text import like_formula

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60


def workbook(page, plan=None, declaration=None) -> bytes:
    """The workbook of a page (:class:`chorsu.desks.trade.present.Page`).

    With the plan that it shows come the items, how the customs value is built, and what each base is made of; with a declaration
    (:class:`chorsu.documents.declaration.Declaration`) its boxes.
    """
    tables = list(_tables(page))
    if plan is not None:
        number = page.chosen["index"] if page.chosen else 0
        borders = [row for row in plan.assessments if row.journey == number]
        tables[1:1] = [_items(plan.consignment), _value(borders), _bases(borders)]
    if declaration is not None:
        tables += _boxes(declaration)
    return _book(tables)


def declaration_workbook(declaration) -> bytes:
    """The boxes of a declaration alone."""
    return _book(_boxes(declaration))


def _book(tables) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, heads, rows in tables:
        _write(book.create_sheet(_named(title, book.sheetnames)), heads, rows)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _named(title, taken: list[str]) -> str:
    """A name that a sheet may have: at most 31 letters, none of those that are not allowed, and one of its own."""
    name = re.sub(r"[\[\]:*?/\\]", " ", str(title)).strip()[:31] or "-"
    number = 2
    while name.casefold() in {each.casefold() for each in taken}:
        name = f"{name[:27]} ({number})"
        number += 1
    return name


def _items(consignment):
    heads = [_("Item"), _("Description in the papers"), _("HS"), _("National codes"), _("Made or grown in"), _("Quantity"),
             _("Unit"), _("Net mass, kg"), _("Gross mass, kg"), _("Price of the item"), _("Currency"), _("Proofs")]  # fmt: skip
    rows = [
        [
            number,
            item.description,
            item.hs,
            "; ".join(f"{name} {code}" for name, code in item.codes.items()),
            item.origin,
            item.quantity,
            item.unit,
            item.net_mass,
            item.gross_mass,
            item.value,
            item.currency,
            "; ".join(item.proofs),
        ]
        for number, item in enumerate(consignment.items, 1)
    ]
    return _("Items"), heads, rows


def _value(borders):
    """From the price to the customs value: what is in it, at which rates of exchange."""
    rows = []
    for border in borders:
        goods, answer = border.carried, border.assessment
        place = [words.side(border.side), words.state(answer.jurisdiction)]
        for number, item in enumerate(goods.items, 1):
            rows.append(
                [*place, number, _("Price of the item"), item.value, item.currency, f"{goods.incoterm} {goods.incoterm_place}"]
            )
        if goods.freight is not None:
            note = _("the cost of this way, estimated") if border.assessment.customs_value and _own(border) else _("as stated")
            rows.append([*place, None, _("Carriage, whole"), goods.freight.amount, goods.freight.currency, note])
            rows.append([*place, None, _("Of this after entry"), goods.freight.after_entry, goods.freight.currency, note])
        else:
            rows.append([*place, None, _("Carriage, whole"), _("unknown"), None, None])
        insurance = goods.insurance
        rows.append(
            [
                *place,
                None,
                _("Insurance"),
                insurance.amount if insurance else _("not stated"),
                insurance.currency if insurance else None,
                None,
            ]
        )
        for quote in answer.exchange_rates:
            note = _("estimated") if quote.estimated else ""
            rows.append(
                [
                    *place,
                    None,
                    f"{quote.base} → {quote.quote}",
                    quote.rate,
                    quote.quote,
                    f"{quote.on.isoformat()} {quote.source} {note}".strip(),
                ]
            )
        for number, value in enumerate(answer.values, 1):
            rows.append(
                [*place, number, _("Customs value"), _("unknown") if value is None else value, answer.currency, answer.chain_note]
            )
    heads = [_("Side"), _("State"), _("Item"), _("What"), _("Amount"), _("Currency"), _("Note")]
    return _("Value"), heads, rows


def _own(border) -> bool:
    """Whether the cost of the way stands in for a carriage that is not stated."""
    return any(row.kind == "customs_value" for row in border.assessment.assumed)


def _bases(borders):
    """What each base is made of, so that a broker can reckon it again."""
    rows = []
    for border in borders:
        for charge in border.assessment.charges:
            base = " + ".join(words.kind(kind) for kind in charge.on)
            rows.append(
                [
                    words.side(border.side),
                    words.state(border.assessment.jurisdiction),
                    charge.item,
                    words.kind(charge.kind),
                    base,
                    charge.base,
                    charge.expression,
                    charge.amount,
                    border.assessment.currency,
                    charge.why.in_(engine_language()),
                    charge.source.title if charge.source else None,
                    charge.source.address if charge.source else None,
                ]
            )
    heads = [_("Side"), _("State"), _("Item"), _("Charge"), _("Base made of"), _("Base"), _("Rate"), _("Amount"), _("Currency"),
             _("Why"), _("Source"), _("Address")]  # fmt: skip
    return _("Bases"), heads, rows


def _boxes(declaration):
    """Boxes, box 44, box 47 and box B, and what is still missing."""
    form = declaration.to_json(engine_language())
    heads = [_("Item"), _("Box"), _("What"), _("Entry"), _("Estimated"), _("Why")]
    entries = [(None, form["boxes"]), *((item["item"], item["boxes"]) for item in form["items"])]
    rows = [
        [item, box["box"], box["name"], box["entry"], _("estimated") if box["estimated"] else "", box["why"]]
        for item, boxes in entries
        for box in boxes
    ]
    yield _("Boxes"), heads, rows
    papers = [[item["item"], row["code"], row["name"], "", row["why"]] for item in form["items"] for row in item["documents"]]
    yield _("Box %(number)s") % {"number": 44}, [_("Item"), _("Code"), _("Document"), _("Number and date"), _("Why")], papers
    payments = [
        [
            item["item"],
            row["code"],
            row["name"],
            _number(row["base"]),
            row["unit"],
            row["rate"],
            _number(row["amount"]),
            form["currency"],
            row["method"],
            _("yes") if row["counts"] else _("no"),
            row["measure"],
            *_source(row)[:2],
        ]
        for item in form["items"]
        for row in item["payments"]
    ]
    heads = [_("Item"), _("Code"), _("Charge"), _("Base"), _("Unit"), _("Rate"), _("Amount"), _("Currency"),
             _("Feature of payment"), _("Due"), _("Measure"), _("Source"), _("Address")]  # fmt: skip
    yield _("Box %(number)s") % {"number": 47}, heads, payments
    totals = [[row["code"], row["name"], _number(row["amount"]), row["currency"], row["digits"]] for row in form["totals"]]
    yield _("Box %(number)s") % {"number": "B"}, [_("Code"), _("Charge"), _("Amount"), _("Currency"), _("Digits")], totals
    missing = [[row["item"], row["box"], row["name"], row["text"]] for row in form["missing"]]
    yield _("Missing"), [_("Item"), _("Box"), _("What"), _("What must be filled in")], missing


def _tables(page):
    yield _("Consignment"), [_("What"), _("Text")], _consignment(page.title)
    yield _("Ways"), _ways_heads(), [_way(way) for way in page.ways]
    if page.chosen:
        heads = [
            _("Mode"),
            _("From"),
            _("To"),
            _("Service"),
            _("Departs"),
            _("Arrives"),
            _("km"),
            _("Cost"),
            _("Currency"),
            _("CO2e, kg"),
        ]
        yield _("Legs"), [*heads, _("Estimated"), _("Source")], [_leg(leg) for leg in page.chosen["legs"]]
    for side in page.sides:
        heads = [
            _("Item"),
            _("Charge"),
            _("Rate"),
            _("Base"),
            _("Amount"),
            _("Currency"),
            _("Measure"),
            _("Source"),
            _("Address"),
            _("Checked on"),
        ]
        yield f"{side['heading']} {side['state']}", heads, [_charge(row, side) for row in side["charges"]] + [_total(side)]
    if page.transits:
        heads = [_("Territory"), _("From"), _("To"), _("Security"), _("Amount"), _("Currency"), _("Why")]
        yield _("Customs transit"), heads, [_transit(row) for row in page.transits]
    unknown = [[row["state"], row["kind"], row["why"], row.get("how")] for row in page.unknown]
    yield _("Unknown"), [_("For"), _("What"), _("Why"), _("How to make it known")], unknown
    yield (
        _("Requirements"),
        [_("What"), _("Text"), _("Source"), _("Address")],
        [[row["kind"], row.get("text"), *_source(row)[:2]] for row in page.requirements],
    )
    yield (
        _("Papers"),
        [_("Paper"), _("Why"), _("Issued by"), _("For")],
        [[row["kind"], row.get("why"), row.get("issued_by"), row.get("for")] for row in page.papers],
    )
    rates = [[row["from"], row["to"], _number(row["rate"]), row["on"], row["age"], *_source(row)[:1]] for row in page.rates]
    yield _("Exchange rates"), [_("From"), _("To"), _("Rate"), _("Day of the rate"), _("Age, days"), _("Source")], rates
    yield (
        _("Sources"),
        [_("No."), _("Source"), _("Address"), _("Checked on")],
        [[row["number"], row["title"], row.get("address"), row.get("checked_on")] for row in page.sources],
    )


def _transit(row):
    security = row["security"]
    amount = security.get("amount") or {}
    needed = {"yes": _("needed"), "no": _("not needed")}.get(security.get("needed"), _("unknown"))
    leaves = row["leaves"]["name"] if row.get("leaves") else _("the customs of release")
    figure = _number(amount.get("amount")) if security.get("needed") != "no" else None
    return [row["territory_name"], row["enters"]["name"], leaves, needed, figure, amount.get("currency"), security.get("why")]


def _consignment(title):
    return [
        [_("Goods"), title["goods"]],
        [_("Your reference"), title["reference"]],
        [_("From"), title["from"]],
        [_("To"), title["to"]],
        [_("Ready on"), title["ready"]],
        [_("Incoterm"), f"{title['incoterm']} {title['incoterm_place']}".strip()],
    ]


def _ways_heads():
    return [
        _("Way"),
        _("Modes"),
        _("Enters at"),
        _("Departs"),
        _("Arrives (median)"),
        _("Arrives (9 of 10)"),
        _("Carriage"),
        _("Currency"),
        _("CO2e, kg"),
        _("Handlings"),
        _("Import charges"),
        _("Currency"),
        _("Landed"),
        _("Landed per kg"),
        _("Currency"),
        _("Chosen"),
    ]


def _way(way):
    cost, charges, landed = way["cost"] or {}, way["charges"] or {}, way["landed"] or {}
    return [
        way["number"],
        ", ".join(mode["word"] for mode in way["modes"]),
        way["via"],
        way["departs"],
        way["p50"],
        way["p90"],
        _number(cost.get("amount")),
        cost.get("currency"),
        _number(way["co2e_kg"]),
        way["handlings"],
        _number(charges.get("amount")),
        charges.get("currency"),
        _number(landed.get("total")),
        _number(landed.get("per_unit")),
        landed.get("currency"),
        _("yes") if way["chosen"] else "",
    ]


def _leg(leg):
    cost = leg.get("cost") or {}
    return [
        leg["mode_word"],
        leg["from_name"],
        leg["to_name"],
        leg.get("service"),
        leg.get("departs"),
        leg.get("arrives"),
        _number(leg.get("distance_km")),
        _number(cost.get("amount")),
        cost.get("currency"),
        _number(leg.get("co2e_kg")),
        _("estimated") if leg.get("estimated") else "",
        *_source(leg)[:1],
    ]


def _charge(charge, side):
    return [
        charge.get("item"),
        charge["kind"],
        charge.get("expression"),
        _number(charge.get("base")),
        _number(charge.get("amount")),
        side["currency"],
        charge.get("measure"),
        *_source(charge),
    ]


def _total(side):
    return [None, _("Total"), None, None, _number(side["total"]), side["currency"]]


def _source(row):
    source = row.get("source") or {}
    return [source.get("title"), source.get("address"), source.get("checked_on")]


def _number(text):
    """A figure as a number; unknown stays a word, never an empty cell that reads as zero."""
    if text is None:
        return _("unknown")
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _write(sheet, heads, rows):
    sheet.append([str(head) for head in heads])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            _fill(sheet.cell(number, column), value)
    sheet.freeze_panes = "A2"
    for column in range(1, len(heads) + 1):
        longest = max((len(str(cell.value or "")) for cell in sheet[get_column_letter(column)]), default=0)
        sheet.column_dimensions[get_column_letter(column)].width = min(WIDEST, longest + 2)


def _fill(cell, value):
    cell.value = value
    if isinstance(value, str):
        # A text that begins with = is a text: nothing that people typed is ever computed.
        cell.data_type = "s"
        cell.quotePrefix = like_formula(value)
        cell.alignment = Alignment(wrap_text=len(value) > WIDEST, vertical="top")
