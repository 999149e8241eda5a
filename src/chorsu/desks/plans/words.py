"""Words for names that a plan gives as codes. Kinds and modes have one dictionary, the engines' own; here it is asked."""

from django.utils.translation import gettext_lazy as _

from chorsu.desks.language import engine_language, locale
from chorsu.measures.words import kind_name
from chorsu.planning.words import mode_name

LEGS = {"transfer": _("transfer"), "border": _("border")}
SIDES = {"export": _("Export"), "import": _("Import"), "transit": _("Transit")}
UNIONS = {"EAEU": _("Eurasian Economic Union")}
PAYERS = {"seller": _("the seller"), "buyer": _("the buyer"), "none": _("nobody must"), "either": _("by agreement")}


def kind(name: str) -> str:
    """The kind of a charge or a requirement."""
    return kind_name(name).in_(engine_language())


def mode(name: str) -> str:
    """A mode of transport, or what a leg is that is none."""
    return str(LEGS[name]) if name in LEGS else mode_name(name).in_(engine_language())


def modes() -> dict[str, str]:
    """The modes of transport that a map draws."""
    return {name: mode(name) for name in ("rail", "road", "sea", "air")}


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
    return listed([state(code.strip()) for code in (codes or "").split(",") if code.strip()])


def listed(names: list[str]) -> str:
    """Names as the reader's language joins a list."""
    return ("、" if engine_language() == "zh" else ", ").join(names)
