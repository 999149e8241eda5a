"""What the conditions of measures ask for, in words."""

from __future__ import annotations

from chorsu.measures.condition import Comparison, Condition, Named, Season
from chorsu.measures.rate_words import unit_name, unit_of_one
from chorsu.measures.words import state_names
from chorsu.text import Figure, Text, say

_BUYERS = {"private": say("a private buyer"), "business": say("a buyer in business")}
_MODES = {"rail": say("rail"), "road": say("road"), "sea": say("sea"), "air": say("air")}
_FIGURES = {
    "customs_value": say("a customs value of the consignment"),
    "net_mass": say("a net mass of the consignment"),
    "gross_mass": say("a gross mass of the consignment"),
}
_SIGNS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "==": "=", "=": "=", "!=": "≠"}


def condition_in_words(condition: Condition) -> Text:
    """What a condition asks for; as it is written where there are no words for it."""
    match condition:
        case Named(word, name):
            return _named(word, name) or Text("{condition}", {"condition": str(condition)})
        case Season(start, end):
            return say(
                "a day from {start} to {end} of a year", start="{:02}-{:02}".format(*start), end="{:02}-{:02}".format(*end)
            )
        case Comparison(figure, sign, limit, unit) if figure in _FIGURES:
            values = {"figure": _FIGURES[figure], "sign": _SIGNS[sign], "limit": Figure(limit), "unit": unit}
            return Text("{figure} {sign} {limit} {unit}", values)
        case Comparison(figure, sign, limit, unit) if condition.of_item:
            what, _, per = figure.partition("/")
            of = say("a customs value") if what == "customs_value" else Text("{unit}", {"unit": unit_name(what)})
            figure_of_each = say("{figure} per {unit}", figure=of, unit=unit_of_one(per))
            values = {"figure": figure_of_each, "sign": _SIGNS[sign], "limit": Figure(limit), "unit": unit}
            return Text("{figure} {sign} {limit}" + (" {unit}" if unit else ""), values)
        case _:
            return Text("{condition}", {"condition": str(condition)})


def _named(word: str, name: str) -> Text | None:
    match word:
        case "proof":
            return say("the proof “{name}”", name=name)
        case "producer":
            return say("the producer {name}", name=name)
        case "importer":
            return say("an importer with the status {name}", name=name)
        case "quota":
            return say("a balance of the quota {name} that covers the quantity", name=name)
        case "destination":
            place = state_names(name.removeprefix("!"))
            outside = name.startswith("!")
            return say("a destination outside {place}", place=place) if outside else say("a destination in {place}", place=place)
        case "unread":
            return say("a text that was not read: {name}", name=name)
        case "buyer":
            return _BUYERS.get(name)
        case _:
            return say("a way over the border by {mode}", mode=mode_in_words(name))


def mode_in_words(mode: str) -> Text:
    """A mode of carriage."""
    return _MODES.get(mode) or Text("{mode}", {"mode": mode})
