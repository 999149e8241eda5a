"""Rates in words: ``10% MIN 0.06 EUR/KGM`` is "10%, but not less than 0.06 EUR per kilogram"; and units as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import tomli

from chorsu.measures.expression import Amount, Expression, Less, Limit, Node, Over, Percent, Sum
from chorsu.text import Figure, Text, say

# One of each unit (UN/ECE Recommendation 20), as it stands behind "per".
_ONE = {
    "KGM": say("kilogram"), "E4": say("kilogram gross"), "TNE": say("tonne"), "GRM": say("gram"), "LTR": say("litre"),
    "MLT": say("millilitre"), "HLT": say("hectolitre"), "LPA": say("litre of pure alcohol"), "MTR": say("metre"),
    "CMT": say("centimetre"), "MTK": say("square metre"), "MTQ": say("cubic metre"), "CMQ": say("cubic centimetre"),
    "C62": say("piece"), "H87": say("piece"), "NAR": say("piece"), "NPR": say("pair"), "PR": say("pair"), "SET": say("set"),
    "CTM": say("carat"), "KWT": say("kilowatt"), "KWH": say("kilowatt-hour"), "MWH": say("megawatt-hour"),
}  # fmt: skip


@cache
def _units() -> Mapping[str, Mapping[str, str]]:
    """The units of the papers, by code."""
    text = (files("chorsu") / "data" / "documents" / "headings.toml").read_text("utf-8")
    return tomli.loads(text)["unit"]  # type: ignore[no-any-return]


def unit_name(code: str) -> Mapping[str, str] | str:
    """A unit behind a quantity: kg; its code where it has no name on file."""
    return _units().get(code, code)


def rate_in_words(expression: Expression) -> Text:
    """A rate as an officer says it."""
    return _words(expression.node)


def unit_of_one(code: str) -> Text | str:
    """One of a unit, behind "per": kilogram; its code where there is no word for it."""
    return _ONE.get(code, code)


def kind_of_rate(expression: Expression) -> Text:
    """What the law calls such a rate: ad valorem, specific, compound, or one with a limit."""
    node = expression.node.rate if isinstance(expression.node, Over) else expression.node
    match node:
        case Percent(_, free):
            return say("free") if free else say("ad valorem")
        case Amount(_, _, unit, _):
            return say("specific") if unit else say("a fixed sum")
        case Limit():
            return say("mixed")
        case _:
            return say("compound")


def _words(node: Node) -> Text:
    match node:
        case Percent(rate, free):
            return say("free") if free else Text("{rate}%", {"rate": Figure(rate)})
        case Amount(amount, currency, "", _):
            return Text("{amount} {currency}", {"amount": Figure(amount), "currency": currency})
        case Amount(amount, currency, unit, count):
            one = unit_of_one(unit) if count == 1 else Text("{count} {unit}", {"count": count, "unit": unit_name(unit)})
            return say("{amount} {currency} per {unit}", amount=Figure(amount), currency=currency, unit=one)
        case Over(rate, limit, unit):
            of = Text("{limit} {unit}", {"limit": Figure(limit), "unit": unit if isinstance(rate, Percent) else unit_name(unit)})
            return say("{rate} on what exceeds {limit}", rate=_words(rate), limit=of)
        case Less(term):
            return _within(term)
        case Sum(terms):
            names = {f"t{place}": _within(term) for place, term in enumerate(terms)}
            signs = (f" {'−' if isinstance(term, Less) else '+'} " if place else "" for place, term in enumerate(terms))
            return Text("".join(f"{sign}{{{name}}}" for sign, name in zip(signs, names, strict=True)), names)
        case Limit(left, "MIN", right):
            return say("{rate}, but not less than {limit}", rate=_words(left), limit=_within(right))
        case Limit(left, _, right):
            return say("{rate}, but not more than {limit}", rate=_words(left), limit=_within(right))


def _within(node: Node) -> Text:
    """A part of a larger rate, in brackets where its own words would run into those around it."""
    words = _words(node)
    return Text("({words})", {"words": words}) if isinstance(node, Limit | Over | Sum) else words
