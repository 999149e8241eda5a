"""The plan as a workbook: one sheet for each table of the page, figures as figures, and no formula in any cell."""

from decimal import Decimal, InvalidOperation
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60


def workbook(page) -> bytes:
    """The workbook of a page (:class:`chorsu.desks.trade.present.Page`)."""
    book = Workbook()
    book.remove(book.active)
    for title, heads, rows in _tables(page):
        _write(book.create_sheet(title[:31]), heads, rows)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


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
        cell.quotePrefix = value[:1] in "=+-@\t\r" and value != ""
        cell.alignment = Alignment(wrap_text=len(value) > WIDEST, vertical="top")
