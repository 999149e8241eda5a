"""Which columns of a line are at fault: what must be there and is not, and what cannot be read."""

import re
from datetime import date
from typing import Any

FIGURE = re.compile(r"\d{1,15}(\.\d{1,9})?")
TERMS = ("EXW", "FCA", "FAS", "FOB", "CFR", "CPT", "CIF", "CIP", "DAP", "DPU", "DDP")
REQUIRED = ("line_id", "hs", "origin", "value", "currency", "on", "jurisdiction")
# The tests' own goods, states and money: whatever else is written is meant to be wrong.
GOODS = ("080810", "080830", "080840", "401120", "870380", "520512", "081310", "740311", "100630", "851713")
STATES = ("CN", "UZ", "IN", "RU", "TR", "KZ")
MONEY = ("KZT", "RUB", "CNY", "INR", "UZS", "USD", "EUR", "TRY", "GBP", "AED")
WORDS = {
    "origin": STATES,
    "jurisdiction": STATES,
    "currency": MONEY,
    "incoterm": TERMS,
    "mode": ("road", "rail", "sea", "air"),
    "buyer_kind": ("business", "private"),
}


def bad_columns(line: dict[str, Any]) -> set[str]:
    """The columns of a line that are at fault, each by itself."""
    bad = {name for name in REQUIRED if not line.get(name)}
    bad |= {name for name, words in WORDS.items() if line.get(name) and line[name] not in words}
    for name in ("value", "quantity", "net_mass", "gross_mass", "freight"):
        if line.get(name) and not FIGURE.fullmatch(line[name]):
            bad.add(name)
    if line.get("on") and not isinstance(line["on"], date):
        bad.add("on")
    if line.get("hs") and line["hs"] not in GOODS:
        bad.add("hs")
    if line.get("code") and not (re.fullmatch(r"\d{6,14}", line["code"]) and line["code"].startswith(line.get("hs", ""))):
        bad.add("code")
    if line.get("unit") and not re.fullmatch("[A-Z0-9]{2,3}", line["unit"]):
        bad.add("unit")
    if line.get("quantity") and not line.get("unit"):
        bad.add("unit")
    return bad
