"""What the fields of a fact say, in the reader's words: beside each value as it is written stands what it means."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from chorsu.desks.language import engine_language, written_rate
from chorsu.desks.places import place_named
from chorsu.desks.plans import words
from chorsu.desks.reference import shelf
from chorsu.desks.reference.models import Dataset
from chorsu.measures import Measure
from chorsu.measures.condition_words import condition_in_words
from chorsu.planning.diff_words import goods_name, regime_name
from chorsu.text import in_language


def goods(commodity: str) -> str:
    """A code with the name of its goods, cut where it is long."""
    name = goods_name(commodity, engine_language())
    name = name if len(name) <= 60 else f"{name[:57]}…"
    return name if commodity == "*" else f"{commodity} {name}"


def origin(code: str) -> str:
    """A state or group of states by its name."""
    if code == "*":
        return _("all")
    group = shelf.references().book.groups.get(code)
    return (in_language(group.names, engine_language()) if group else "") or words.state(code)


def rate(expression: str, conditions: Sequence[str], text: str = "") -> str:
    """A rate (or the text of a law without one), and whether conditions stand with it; unknown where that law was not read."""
    said = written_rate(expression) if expression else text
    if any(each.startswith("unread:") for each in conditions):
        # FREE stands there for want of a rate.
        doubtful = _("%(rate)s, or not: the law was not read") % {"rate": said}
        return doubtful if said and expression != "FREE" else _("unknown: the law was not read")
    return _("%(rate)s, on conditions") % {"rate": said} if expression and conditions else said


def value(dataset: str, name: str, written: str, measure: Measure | None) -> str:
    """What a field's value means; empty where the value says it itself. ``measure`` is the fact, where it is one."""
    language = engine_language()
    if measure is not None:
        match name:
            case "commodity":
                return goods(written)
            case "origin":
                return origin(written)
            case "regime":
                return regime_name(written).in_(language)
            case "kind":
                return words.kind(written)
            case "expression":
                return rate(written, [*map(str, measure.conditions)])
            case "conditions":
                return "; ".join(condition_in_words(each).in_(language) for each in measure.conditions)
    match name:
        case "jurisdiction" | "state" | "authority":
            return words.state(written)
        case "mode":
            return words.mode(written)
        case "from" | "to" if dataset in (Dataset.SERVICE, Dataset.CROSSING):
            return place_named(written)
    return ""
