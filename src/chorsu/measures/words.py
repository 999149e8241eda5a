"""The words for kinds of charges and requirements."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel import Locale

from chorsu.text import LANGUAGES, Text, say

_CHARGES = {
    "customs_duty": say("Customs duty"),
    "anti_dumping": say("Anti-dumping duty"),
    "countervailing": say("Countervailing duty"),
    "safeguard": say("Safeguard duty"),
    "surcharge": say("Surcharge"),
    "excise": say("Excise"),
    "consumption_tax": say("Consumption tax"),
    "vat": say("VAT"),
    "fee": say("Customs fee"),
    "recycling_fee": say("Recycling fee"),
    "aidc": say("Agriculture infrastructure cess"),
    "health_cess": say("Health cess"),
    "compensation_cess": say("Compensation cess"),
    "additional_duty": say("Additional customs duty"),
    "regulatory_duty": say("Regulatory duty"),
    "vat_value_addition": say("Value-addition tax"),
    "income_tax": say("Income tax collected at the border"),
    "red_crescent": say("Red Crescent levy"),
    "relief": say("Relief"),
    "export_duty": say("Export duty"),
    "technology_fee": say("Technology fee"),
    "customs_value": say("Customs value"),
    "chain": say("All charges"),
    "all": say("All charges"),
}
# The kinds of charge that have words.
CHARGES = frozenset(_CHARGES) - {"relief", "customs_value", "chain", "all"}
_REQUIREMENTS = {
    "prohibition": say("Prohibition"),
    "licence": say("Licence"),
    "quota": say("Quota"),
    "document": say("Document"),
    "phytosanitary": say("Plant health"),
    "veterinary": say("Animal health"),
    "conformity": say("Conformity"),
    "relief": say("Relief"),
    "sanitary": say("Sanitary control"),
    "transit": say("Transit"),
    "marking": say("Marking"),
}


@cache
def state_names(code: str) -> Mapping[str, str]:
    """The names of a state in every language; its code where it has none."""
    return {language: Locale(language).territories.get(code, code) for language in LANGUAGES}


def charge_name(kind: str) -> Text:
    """A kind of charge in words; a law's own kind that has no words yet stands as it is, without its underscores."""
    return _CHARGES.get(kind) or Text("{kind}", {"kind": kind.replace("_", " ")})


def requirement_name(kind: str) -> Text:
    """A kind of requirement in words."""
    return _REQUIREMENTS.get(kind) or Text("{kind}", {"kind": kind.replace("_", " ")})


def kind_name(kind: str) -> Text:
    """A kind of charge or of requirement in words, whichever it is."""
    return requirement_name(kind) if kind in _REQUIREMENTS else charge_name(kind)
