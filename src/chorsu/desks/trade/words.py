"""Words for the names of kinds: what the engines call customs_duty, a reader calls customs duty."""

from django.utils.translation import gettext_lazy as _

from chorsu.desks.language import locale

KINDS = {
    "customs_value": _("Customs value"),
    "customs_duty": _("Customs duty"),
    "anti_dumping": _("Anti-dumping duty"),
    "countervailing": _("Countervailing duty"),
    "safeguard": _("Safeguard duty"),
    "surcharge": _("Surcharge"),
    "excise": _("Excise"),
    "consumption_tax": _("Consumption tax"),
    "vat": _("Value added tax"),
    "fee": _("Customs fee"),
    "export_duty": _("Export duty"),
    "income_tax": _("Income tax"),
    "all": _("All charges"),
    "chain": _("All charges"),
    "relief": _("Relief"),
    "prohibition": _("Prohibition"),
    "licence": _("Licence"),
    "quota": _("Quota"),
    "document": _("Document"),
    "phytosanitary": _("Phytosanitary control"),
    "veterinary": _("Veterinary control"),
    "sanitary": _("Sanitary control"),
    "conformity": _("Conformity"),
    "transit": _("Transit"),
    "marking": _("Marking"),
}
MODES = {
    "rail": _("rail"),
    "road": _("road"),
    "sea": _("sea"),
    "air": _("air"),
    "transfer": _("transfer"),
    "border": _("border"),
}
SIDES = {"export": _("Export"), "import": _("Import"), "transit": _("Transit")}
UNIONS = {"EAEU": _("Eurasian Economic Union")}
PAYERS = {"seller": _("the seller"), "buyer": _("the buyer"), "none": _("nobody must"), "either": _("by agreement")}


def kind(name: str) -> str:
    """The kind of a charge or a requirement; a law's own kind keeps its own name."""
    return str(KINDS.get(name) or name.replace("_", " "))


def mode(name: str) -> str:
    """A mode of transport."""
    return str(MODES.get(name) or name)


def side(name: str) -> str:
    """A side of the border."""
    return str(SIDES.get(name) or name)


def payer(name: str) -> str:
    """Who bears a cost."""
    return str(PAYERS.get(name) or name)


def state(code: str) -> str:
    """A state or union by its name in the reader's language."""
    return str(UNIONS.get(code) or locale().territories.get(code, code))


def states(codes: str | None) -> str:
    """States named in a list of codes, by their names."""
    return ", ".join(state(code.strip()) for code in (codes or "").split(",") if code.strip())
