"""One state of the law on file: measures, groups and charge chains."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from chorsu.geography.model import Group
from chorsu.measures.condition import Comparison
from chorsu.measures.model import Chain, Measure
from chorsu.measures.quota import Quota
from chorsu.measures.shelf import Shelf


class Touching(NamedTuple):
    """The measures that a code has in it: those whose prefix it begins with, and those that begin with it; by kind."""

    over: Mapping[str, tuple[Measure, ...]]
    under: Mapping[str, tuple[Measure, ...]]


def _by_kind(rows: Iterable[Measure]) -> Mapping[str, tuple[Measure, ...]]:
    found: dict[str, list[Measure]] = defaultdict(list)
    for row in rows:
        found[row.kind].append(row)
    return {kind: tuple(some) for kind, some in found.items()}


@dataclass(frozen=True, eq=False)
class Book:
    """All measures, groups, chains and quotas of one state of the law on file. ``hash`` names that state, ``known_on`` its day.

    ``quotas`` has the periods of each quota by its name, in their order.
    """

    measures: Sequence[Measure]
    groups: Mapping[str, Group]
    chains: tuple[Chain, ...]
    hash: str = ""
    known_on: date | None = None
    quotas: Mapping[str, tuple[Quota, ...]] = field(default_factory=dict)
    _of_items: dict[tuple[str, str], frozenset[Comparison]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def shelf(self) -> Shelf:
        """The measures by jurisdiction and code prefix."""
        return self.measures if isinstance(self.measures, Shelf) else Shelf(self.measures)

    @cached_property
    def prefixes(self) -> Mapping[str, tuple[str, ...]]:
        """The sorted code prefixes of each jurisdiction."""
        found: dict[str, list[str]] = defaultdict(list)
        for jurisdiction, prefix in sorted(self.shelf.places):
            found[jurisdiction].append(prefix)
        return {jurisdiction: tuple(prefixes) for jurisdiction, prefixes in found.items()}

    def named(self, name: str) -> Measure | None:
        """The measure with this id; None where none has."""
        return self.shelf.named(name)

    def of(self, jurisdictions: Collection[str]) -> Iterator[Measure]:
        """The measures that some jurisdictions made themselves."""
        return self.shelf.of(jurisdictions)

    @cached_property
    def unions(self) -> tuple[str, ...]:
        """The groups that make measures or chains themselves."""
        makers = {name for name, _ in self.shelf.places} | {chain.jurisdiction for chain in self.chains}
        return tuple(sorted(makers & self.groups.keys()))

    def states(self, jurisdiction: str) -> frozenset[str]:
        """The states in which a jurisdiction's measures and chains may count on some day: its members, or itself."""
        group = self.groups.get(jurisdiction)
        return frozenset(member.state for member in group.members) if group else frozenset((jurisdiction,))

    def jurisdictions(self, state: str, day: date) -> tuple[str, ...]:
        """The state itself, then the unions that it is a member of on that day."""
        return (state, *(name for name in self.unions if name != state and self.within(name, state, day)))

    def nomenclatures(self, state: str, day: date) -> tuple[str, ...]:
        """The names under which an item's national digits count for a state: itself, then every group that it is a member of."""
        return (state, *(name for name in sorted(self.groups) if name != state and self.within(name, state, day)))

    def destinations(self, state: str, day: date) -> frozenset[str]:
        """A state and the groups that it is a member of, as conditions on the destination ask; empty where no state is known."""
        return frozenset(self.nomenclatures(state, day)) if state else frozenset()

    def touching(self, jurisdiction: str, code: str, regime: str) -> Touching:
        """The measures of a regime over and under a code, by kind; kept, since every charge of every line asks for them."""
        key = jurisdiction, code, regime
        if key not in self._touching:
            rows = (self.over(jurisdiction, code), self.under(jurisdiction, code))
            self._touching[key] = Touching(*(_by_kind(row for row in some if row.regime == regime) for some in rows))
        return self._touching[key]

    @cached_property
    def _touching(self) -> dict[tuple[str, str, str], Touching]:
        return {}

    def within(self, name: str, state: str, day: date) -> bool:
        """Whether a state is a member of a group on a day; False where there is no such group."""
        key = name, state, day
        if key not in self._within:
            self._within[key] = name in self.groups and self.groups[name].has(state, day)
        return self._within[key]

    @cached_property
    def _within(self) -> dict[tuple[str, str, date], bool]:
        return {}

    def under(self, jurisdiction: str, code: str) -> Iterator[Measure]:
        """The measures whose prefix is longer than a code and begins with it."""
        prefixes = self.prefixes.get(jurisdiction, ())
        for index in range(bisect_left(prefixes, code), len(prefixes)):
            if not prefixes[index].startswith(code):
                return
            if len(prefixes[index]) > len(code):
                yield from self.shelf.at(jurisdiction, prefixes[index])

    def over(self, jurisdiction: str, code: str) -> Iterator[Measure]:
        """The measures whose prefix a code begins with, those for all goods among them."""
        for length in (0, *range(2, len(code) + 1)):
            yield from self.shelf.at(jurisdiction, code[:length])

    def comparisons_of_items(self, jurisdictions: Iterable[str], code: str) -> frozenset[Comparison]:
        """What the measures that a code may have compare of an item itself: items of one kind of goods may differ in it."""
        found: frozenset[Comparison] = frozenset()
        for place in jurisdictions:
            if (place, code) not in self._of_items:
                rows = (*self.over(place, code), *self.under(place, code))
                parts = (part for row in rows for part in row.conditions if isinstance(part, Comparison) and part.of_item)
                self._of_items[place, code] = frozenset(parts)
            found |= self._of_items[place, code]
        return found

    def quota(self, name: str, day: date) -> Quota | None:
        """The period of a quota that holds a day, the later one where two do; None where none does."""
        return next((quota for quota in reversed(self.quotas.get(name, ())) if quota.on(day)), None)

    def chain(self, state: str, regime: str, day: date) -> Chain | None:
        """The chain in force: the state's own before its union's, then the later one; None where none is on file."""
        for jurisdiction in self.jurisdictions(state, day):
            fits = [c for c in self.chains if c.jurisdiction == jurisdiction and c.regime == regime and c.on(day)]
            if fits:
                return max(fits, key=lambda chain: chain.valid_from)
        return None
