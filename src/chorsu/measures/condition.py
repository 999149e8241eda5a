"""When a measure applies: ``proof:CT-1``, ``season:12-01..12-31``, ``customs_value <= 200 EUR``. Parse, print, decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from chorsu.consignment import Item
from chorsu.facts import plain
from chorsu.text import Text, say


class Circumstances(Protocol):
    """What conditions are decided on: the day, the way over the border, what figures compare to."""

    @property
    def on(self) -> date: ...
    @property
    def mode(self) -> str: ...
    @property
    def buyer_kind(self) -> str: ...
    @property
    def importer(self) -> Collection[str]:
        """The statuses that the importer is said to have."""

    @property
    def destinations(self) -> frozenset[str]:
        """The state to which the goods are consigned, and the groups that it is a member of; empty where it is not known."""

    def compares(self, comparison: Comparison, item: Item) -> bool | None:
        """Whether a comparison is true of the consignment, or of an item; None where it cannot be told. See :func:`compared`."""

    def within_quota(self, name: str, item: Item) -> bool | None:
        """Whether what is left of a quota covers an item; None where that is not on file."""


class Figures(Protocol):
    """The figures of one consignment, as far as they are known, from which :func:`compared` decides a comparison."""

    @property
    def net_mass(self) -> Decimal | None: ...
    @property
    def gross_mass(self) -> Decimal | None: ...
    def customs_value_against(self, limit: Decimal, currency: str, item: Item | None) -> tuple[Fraction, Fraction] | None:
        """The consignment's customs value (an item's, where one is named) and the limit in one currency; None if not told."""


@dataclass(frozen=True)
class DayAndMode:
    """Circumstances of which only the day and perhaps the mode and masses are known: values cannot be told."""

    on: date
    mode: str = ""
    buyer_kind: str = "business"
    net_mass: Decimal | None = None
    gross_mass: Decimal | None = None
    destinations: frozenset[str] = frozenset()
    importer: tuple[str, ...] = ()

    def compares(self, comparison: Comparison, item: Item) -> bool | None:
        """Whether a comparison of masses or quantities is true, where they are known."""
        return compared(comparison, item, self)

    def customs_value_against(self, limit: Decimal, currency: str, item: Item | None) -> None:
        """The value is not known."""

    def within_quota(self, name: str, item: Item) -> None:
        """What a quota covers is asked of a whole consignment."""


class NotACondition(ValueError):
    """Raised by :func:`parse_condition`; ``reason`` says what would be right."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(str(reason))


@dataclass(frozen=True)
class Named:
    """``proof:``, ``producer:``, ``buyer:``, ``importer:``, ``mode:``, ``destination:``, ``quota:`` or ``unread:`` and
    a name.

    ``destination:EAEU`` is for goods consigned to a state, or to a member of a group; ``destination:!EAEU`` for all others.
    ``unread:`` names a text of law that bears on the measure and was not read, so that nobody can tell whether it applies.
    """

    word: str
    name: str

    def __str__(self) -> str:
        return f"{self.word}:{self.name}"

    def holds(self, item: Item, case: Circumstances) -> bool | None:
        """Whether the item or the way is so; None where the way is not known."""
        match self.word:
            case "proof":
                return self.name in item.proofs
            case "producer":
                return self.name == item.producer
            case "buyer":
                return self.name == case.buyer_kind
            case "importer":
                return self.name in case.importer
            case "destination":
                if not case.destinations:
                    return None
                return (self.name.removeprefix("!") in case.destinations) != self.name.startswith("!")
            case "quota":
                return case.within_quota(self.name, item)
            case "unread":
                return None
            case _:
                return None if not case.mode else self.name == case.mode


@dataclass(frozen=True)
class Season:
    """Days of each year, both included; one that ends before it starts passes the new year."""

    start: tuple[int, int]
    end: tuple[int, int]

    def __str__(self) -> str:
        return "season:{:02}-{:02}..{:02}-{:02}".format(*self.start, *self.end)

    def holds(self, item: Item, case: Circumstances) -> bool:
        """Whether the day lies in the season."""
        return self.has(case.on)

    def has(self, on: date) -> bool:
        """Whether a day of any year lies in the season."""
        day = (on.month, on.day)
        if self.start <= self.end:
            return self.start <= day <= self.end
        return day >= self.start or day <= self.end


@dataclass(frozen=True)
class Comparison:
    """A figure against a limit: of the whole consignment, in a currency or in KGM or TNE; or of an item, for each of a unit.

    ``customs_value/NAR`` is the item's own customs value by the piece, ``CMQ/NAR`` its quantity in one unit for each of another.
    """

    figure: str
    sign: str
    limit: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{self.figure} {self.sign} {plain(self.limit)} {self.unit}".rstrip()

    @property
    def of_item(self) -> bool:
        """Whether it compares a figure of the item itself, so that items of the same goods may differ in it."""
        return "/" in self.figure

    def holds(self, item: Item, case: Circumstances) -> bool | None:
        """Whether the comparison is true; None for want of a mass, a value or a rate."""
        return case.compares(self, item)

    def compare(self, figure: Fraction, limit: Fraction | None = None) -> bool:
        """Whether a figure in the unit of the limit (or beside the limit in another one) makes the comparison true."""
        return _SIGNS[self.sign](figure, Fraction(self.limit) if limit is None else limit)


def compared(comparison: Comparison, item: Item, figures: Figures) -> bool | None:
    """Decide a comparison from the figures of a consignment or an item; None for want of a quantity, a value or a rate."""
    figure, _, per = comparison.figure.partition("/")
    if figure in _MASSES:
        mass = figures.net_mass if figure == "net_mass" else figures.gross_mass
        return None if mass is None else comparison.compare(Fraction(mass) / _kilograms(comparison.unit))
    of_each = quantity_of(item, per) if per else Fraction(1)
    if not of_each:  # not said, or none: nothing can be said of each
        return None
    if figure == "customs_value":
        pair = figures.customs_value_against(comparison.limit, comparison.unit, item if per else None)
        return None if pair is None else comparison.compare(pair[0] / of_each, pair[1])
    quantity = quantity_of(item, figure)
    return None if quantity is None else comparison.compare(quantity / of_each)


def quantity_of(item: Item, unit: str) -> Fraction | None:
    """How many of a unit an item has, None where it is not said; tonnes are its net mass, as in a rate."""
    quantity = item.quantity_in("KGM" if unit == "TNE" else unit)
    return None if quantity is None else Fraction(quantity) / _kilograms(unit)


def _kilograms(unit: str) -> int:
    return 1000 if unit == "TNE" else 1


Condition = Named | Season | Comparison

_SIGNS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "==": lambda left, right: left == right,
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
}
_MASSES = ("net_mass", "gross_mass")
_UNIT = "[A-Z][A-Z0-9]{1,2}"
_FIGURE = f"customs_value(?:/{_UNIT})?|net_mass|gross_mass|{_UNIT}/{_UNIT}"
_COMPARISON = re.compile(rf"({_FIGURE})\s*(<=|>=|==|!=|=|<|>)\s*([0-9]{{1,15}}(?:\.[0-9]{{1,9}})?)(?:\s*([A-Z]{{3}}))?")
_SEASON = re.compile(r"season:(\d\d)-(\d\d)\.\.(\d\d)-(\d\d)", re.ASCII)
_NAMED = re.compile(r"(proof|producer|buyer|importer|mode|destination|quota|unread):\s*(\S.*)")


def parse_condition(text: str) -> Condition:
    """Parse one condition. Raises NotACondition, saying the forms that there are."""
    text = text.strip()
    if match := _NAMED.fullmatch(text):
        return Named(match[1], match[2].strip())
    if match := _SEASON.fullmatch(text):
        start, end = (int(match[1]), int(match[2])), (int(match[3]), int(match[4]))
        if all(_is_day(*day) for day in (start, end)):
            return Season(start, end)
    if match := _COMPARISON.fullmatch(text):
        figure, sign, limit, unit = match.groups(default="")
        is_money, is_mass = figure.startswith("customs_value"), figure in _MASSES
        if (unit in ("KGM", "TNE")) if is_mass else (bool(unit) == is_money):
            return Comparison(figure, sign, Decimal(limit), unit)
    forms = "proof:…, producer:…, buyer:private, importer:…, mode:road, destination:PK, quota:…, unread:…, season:12-01..12-31, "
    forms += "customs_value <= 200 EUR, net_mass < 31 KGM, customs_value/NAR >= 10000 CNY, CMQ/NAR <= 1500"
    raise NotACondition(say("“{text}” is not a condition. Forms: {forms}.", text=text, forms=forms))


def _is_day(month: int, day: int) -> bool:
    try:
        date(2024, month, day)  # a leap year, so that 29 February is a day of a season
    except ValueError:
        return False
    return True


def all_hold(conditions: tuple[Condition, ...], item: Item, case: Circumstances) -> bool | None:
    """Whether all hold: False where one fails, else None where one cannot be told."""
    answers = [condition.holds(item, case) for condition in conditions]
    if False in answers:
        return False
    return None if None in answers else True
