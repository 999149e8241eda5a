"""What a rule is, and what it looks at: the book, and what many rules ask of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from chorsu.facts import Fault
from chorsu.measures.book import Book
from chorsu.measures.model import NOT_CHARGES, Chain, Measure
from chorsu.measures.quota import Quota
from chorsu.reading import is_state

FAULT, WARNING = "fault", "warning"
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Found(Fault):
    """Something wrong in a book: by which rule, whether it is a ``fault`` or a ``warning``, and in which row of which file."""

    rule: str = ""
    severity: str = FAULT
    place: str = ""

    def to_json(self, language: str = "en") -> dict[str, str]:
        row = super().to_json(language) | {"rule": self.rule, "place": self.place}
        return {name: value for name, value in row.items() if value}


@dataclass(frozen=True, eq=False)
class Examined:
    """A book under examination. ``today`` is the day after which no source can have been read; None where that is not asked.

    ``lost`` and ``lost_charges`` are what its files hold and could not be read (:class:`chorsu.measures.load.Reading`).
    """

    book: Book
    today: date | None = None
    lost: frozenset[str] = frozenset()
    lost_charges: frozenset[tuple[str, str]] = frozenset()
    _sharing: dict[tuple[str, str], tuple[Shared, ...]] = field(default_factory=dict)

    @cached_property
    def rows(self) -> Sequence[Measure]:
        """The measures, each read."""
        return list(self.book.measures)

    @property
    def rows_and_chains(self) -> Iterator[Measure | Chain]:
        """The measures, then the chains: both have an id, a jurisdiction, a regime, days and a source."""
        yield from self.rows
        yield from self.book.chains

    @cached_property
    def periods(self) -> Sequence[tuple[str, Quota]]:
        """The periods of every quota, each with the place that a finding names."""
        quotas = (quota for periods in self.book.quotas.values() for quota in periods)
        return [(f"quota {quota.name} {quota.valid_from}", quota) for quota in quotas]

    @cached_property
    def charges(self) -> Sequence[Measure]:
        """Those measures of which one counts for a charge: not requirements, and not fees, which all count."""
        return [row for row in self.rows if row.kind not in NOT_CHARGES and row.kind != "fee"]

    @cached_property
    def by_id(self) -> Mapping[str, Measure]:
        """The measures by id."""
        return {row.id: row for row in self.rows}

    @cached_property
    def charged(self) -> Mapping[tuple[str, str], Sequence[Chain]]:
        """The chains that have a charge, by regime and kind; a charge of a chain that could not be read has none."""
        found: dict[tuple[str, str], list[Chain]] = defaultdict(list)
        for chain in self.book.chains:
            for charge in chain.charges:
                found[chain.regime, charge.kind].append(chain)
        return {**dict.fromkeys(self.lost_charges, ()), **found}

    def known(self, name: str) -> bool:
        """Whether a name is that of a state, or of a group of the book."""
        return name in self.book.groups or name in self.lost or is_state(name)

    def states(self, jurisdiction: str) -> frozenset[str]:
        """The states in which a jurisdiction's measures may count on some day: its members, or itself."""
        return self.book.states(jurisdiction)

    def sharing(self, one: str, two: str) -> tuple[Shared, ...]:
        """Where and when measures of two jurisdictions both count."""
        if (one, two) not in self._sharing:
            found = [
                Shared(state, max(first, other_first), min(last, other_last))
                for state, first, last in self._reach(one)
                for other, other_first, other_last in self._reach(two)
                if state == other and max(first, other_first) <= min(last, other_last)
            ]
            self._sharing[one, two] = tuple(found)
        return self._sharing[one, two]

    def _reach(self, jurisdiction: str) -> Iterator[tuple[str, date, date]]:
        yield jurisdiction, date.min, date.max  # a state itself, and a union beside itself
        if group := self.book.groups.get(jurisdiction):
            for member in group.members:
                yield member.state, member.valid_from, member.valid_to or date.max


@dataclass(frozen=True)
class Shared:
    """A state in which the measures of two jurisdictions both count, and from when to when."""

    state: str
    first: date
    last: date


def last_day(row: Measure | Chain | Quota) -> date:
    """The last day of a measure, chain or period of a quota; the last day that there is while it lasts."""
    return row.valid_to or date.max


def days_meet(one: Measure | Chain | Quota, two: Measure | Chain | Quota) -> bool:
    """Whether there is a day on which both are in force."""
    return one.valid_from <= last_day(two) and two.valid_from <= last_day(one)


@dataclass(frozen=True)
class Rule:
    """A rule: its name, its function, whose docstring says it, and what breaking it is: a fault or a warning."""

    name: str
    severity: str
    find: Callable[[Examined], Iterator[Fault]]


RULES: list[Rule] = []
Find = Callable[[Examined], Iterator[Fault]]


def fault(find: Find) -> Find:
    """Make a function a rule whose breach makes a book wrong."""
    return _rule(find, FAULT)


def warning(find: Find) -> Find:
    """Make a function a rule whose breach may be meant."""
    return _rule(find, WARNING)


def _rule(find: Find, severity: str) -> Find:
    RULES.append(Rule(find.__name__.replace("_", "-"), severity, find))
    return find
