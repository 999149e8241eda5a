"""The tables of a workbook that a broker reckons with: the items, from price to customs value, the bases, the boxes."""

from django.utils.translation import gettext as _

from chorsu.desks.language import engine_language, written_rate
from chorsu.desks.plans import words
from chorsu.desks.plans.cells import address, estimated, number, source_of


def items(consignment):
    """The goods as the consignment states them."""
    heads = [_("Item"), _("Description in the papers"), _("HS"), _("National codes"), _("Made or grown in"), _("Quantity"),
             _("Unit"), _("Net mass, kg"), _("Gross mass, kg"), _("Price of the item"), _("Currency"), _("Proofs")]  # fmt: skip
    rows = [
        [
            position,
            item.description,
            item.hs,
            "; ".join(f"{name} {code}" for name, code in item.codes.items()),
            words.state(item.origin),
            item.quantity,
            item.unit,
            item.net_mass,
            item.gross_mass,
            item.value,
            item.currency,
            "; ".join(item.proofs),
        ]
        for position, item in enumerate(consignment.items, 1)
    ]
    return _("Items"), heads, rows


def value(borders):
    """From the price to the customs value: what is in it, at which rates of exchange."""
    rows = []
    for border in borders:
        place = [words.side(border.side), words.state(border.assessment.jurisdiction)]
        rows += [[*place, *row] for row in _value_at(border.carried, border.assessment)]
    heads = [_("Side"), _("State"), _("Item"), _("What"), _("Amount"), _("Currency"), _("Note")]
    return _("Value"), heads, rows


def _value_at(goods, answer):
    term = f"{goods.incoterm} {goods.incoterm_place}"
    for position, item in enumerate(goods.items, 1):
        yield position, _("Price of the item"), item.value, item.currency, term
    freight, insurance = goods.freight, goods.insurance
    if freight is None:
        yield None, _("Carriage, whole"), _("unknown"), None, None
    else:
        # The cost of the way stands in for a carriage that is not stated.
        own = answer.customs_value and any(row.kind == "customs_value" for row in answer.assumed)
        note = _("the cost of this way, estimated") if own else _("as stated")
        yield None, _("Carriage, whole"), freight.amount, freight.currency, note
        yield None, _("Of this after entry"), freight.after_entry, freight.currency, note
    stated = (insurance.amount, insurance.currency) if insurance else (_("not stated"), None)
    yield None, _("Insurance"), *stated, None
    for quote in answer.exchange_rates:
        note = f"{quote.on.isoformat()} {quote.source} {estimated(quote.estimated)}".strip()
        yield None, f"{quote.base} → {quote.quote}", quote.rate, quote.quote, note
    for position, amount in enumerate(answer.values, 1):
        yield position, _("Customs value"), _("unknown") if amount is None else amount, answer.currency, None


def bases(borders):
    """What each base is made of, so that a broker can reckon it again."""
    rows = [
        [
            words.side(border.side),
            words.state(border.assessment.jurisdiction),
            charge.item,
            words.kind(charge.kind),
            " + ".join(words.kind(kind) for kind in charge.on),
            charge.base,
            written_rate(charge.expression),
            charge.amount,
            border.assessment.currency,
            charge.why.in_(engine_language()),
            charge.source.title if charge.source else None,
            address(charge.source.address) if charge.source else None,
        ]
        for border in borders
        for charge in border.assessment.charges
    ]
    heads = [_("Side"), _("State"), _("Item"), _("Charge"), _("Base made of"), _("Base"), _("Rate"), _("Amount"), _("Currency"),
             _("Why"), _("Source"), _("Address")]  # fmt: skip
    return _("Bases"), heads, rows


def boxes(declaration):
    """Boxes, box 44, box 47 and box B, and what is still missing."""
    form = declaration.to_json(engine_language())
    heads = [_("Item"), _("Box"), _("What"), _("Entry"), _("Estimated"), _("Why")]
    entries = [(None, form["boxes"]), *((item["item"], item["boxes"]) for item in form["items"])]
    rows = [
        [item, box["box"], box["name"], box["entry"], estimated(box["estimated"]), box["why"]]
        for item, found in entries
        for box in found
    ]
    yield _("Boxes"), heads, rows
    papers = [[item["item"], row["code"], row["name"], "", row["why"]] for item in form["items"] for row in item["documents"]]
    yield _("Box %(number)s") % {"number": 44}, [_("Item"), _("Code"), _("Document"), _("Number and date"), _("Why")], papers
    yield _payments(form)
    totals = [[row["code"], row["name"], number(row["amount"]), row["currency"], row["digits"]] for row in form["totals"]]
    yield _("Box %(number)s") % {"number": "B"}, [_("Code"), _("Charge"), _("Amount"), _("Currency"), _("Digits")], totals
    missing = [[row["item"], row["box"], row["name"], row["text"]] for row in form["missing"]]
    yield _("Missing"), [_("Item"), _("Box"), _("What"), _("What must be filled in")], missing


def _payments(form):
    rows = [
        [
            item["item"],
            row["code"],
            row["name"],
            number(row["base"]),
            row["unit"],
            written_rate(row["rate"]),
            number(row["amount"]),
            form["currency"],
            estimated(row["estimated"]),
            row["method"],
            _("yes") if row["counts"] else _("no"),
            row["measure"],
            *source_of(row)[:2],
        ]
        for item in form["items"]
        for row in item["payments"]
    ]
    heads = [_("Item"), _("Code"), _("Charge"), _("Base"), _("Unit"), _("Rate"), _("Amount"), _("Currency"), _("Estimated"),
             _("Feature of payment"), _("Due"), _("Measure"), _("Source"), _("Address")]  # fmt: skip
    return _("Box %(number)s") % {"number": 47}, heads, rows
