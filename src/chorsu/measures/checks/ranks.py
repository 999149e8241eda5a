"""Two measures between which the rules of choice cannot decide, on some day, in some state, for some item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from chorsu.facts import Fault
from chorsu.measures.checks.meet import can_meet
from chorsu.measures.checks.rule import Examined, Shared, fault, last_day
from chorsu.measures.model import Measure
from chorsu.text import say


@fault
def equal_in_rank(book: Examined) -> Iterator[Fault]:
    """Of two measures of a charge that can meet one counts.

    Within a scheme: the longer prefix, the state's own before its union's, the later one. Among schemes: the nearer origin.
    Where the chain takes the lowest amount, nothing is left to decide.
    """
    ranks = _Ranks(book, book.charges)
    for row, other in ranks.pairs():
        if ranks.tied(row, other):
            message = say("Equal in rank with {other}: nothing decides between them.", other=other.id)
            yield Fault(row.id, message, say("a scheme, condition, date or “replaces” that tells them apart"))


@fault
def official_values_differ(book: Examined) -> Iterator[Fault]:
    """Of official customs values that replace the declared one all that fit count, so that two that can meet are equal."""
    ranks = _Ranks(book, [row for row in book.rows if row.kind == "customs_value" and row.as_ == "replace"])
    for row, other in ranks.pairs():
        if row.expression and other.expression and row.expression.forms != other.expression.forms and ranks.meet(row, other):
            message = say("It sets another official value than {other} for the same goods.", other=other.id)
            yield Fault(row.id, message, say("a condition, date or “replaces” that tells them apart"))


class _Ranks:
    """Some measures of a book by what they have in common."""

    def __init__(self, book: Examined, rows: Iterable[Measure]) -> None:
        self.book = book
        self.places: dict[tuple[str, str], dict[str, dict[str, list[Measure]]]] = defaultdict(dict)
        for row in rows:
            place = self.places[row.kind, row.regime].setdefault(row.jurisdiction, {})
            place.setdefault(row.prefix, []).append(row)

    def pairs(self) -> Iterator[tuple[Measure, Measure]]:
        """Each two measures of a kind and regime whose goods and states meet; the longer prefix, or the later id, first."""
        for places in self.places.values():
            names = sorted(places)
            for one in names:
                for two in names:
                    if self.book.sharing(one, two):
                        yield from _met(places[one], places[two], same=one == two, both=one <= two)

    def tied(self, row: Measure, other: Measure) -> bool:
        """Whether both may count for one item on one day with equal rank."""
        first, last = max(row.valid_from, other.valid_from), min(last_day(row), last_day(other))
        if first > last or row.id in other.replaces or other.id in row.replaces or not self._near(row, other, first, last):
            return False
        in_states = [where for where in self._where(row, other) if self._undecided(where, row, other, first, last)]
        if not in_states or not can_meet(self.book.book, (*row.conditions, *other.conditions), first, last):
            return False
        return not any(self._always_replaced(row, other, first, last))

    def meet(self, row: Measure, other: Measure) -> bool:
        """Whether both can fit one item on one day."""
        first, last = max(row.valid_from, other.valid_from), min(last_day(row), last_day(other))
        if first > last or row.id in other.replaces or other.id in row.replaces:
            return False
        origins = "*" in (row.origin, other.origin) or bool(self.book.sharing(row.origin, other.origin))
        return origins and can_meet(self.book.book, (*row.conditions, *other.conditions), first, last)

    def _near(self, row: Measure, other: Measure, first: date, last: date) -> bool:
        """Whether two origins of equal nearness can both be an item's."""
        if row.origin == other.origin:
            return True
        groups = self.book.book.groups
        return row.origin in groups and other.origin in groups and any(
            shared.first <= last and first <= shared.last
            for shared in self.book.sharing(row.origin, other.origin)
            if shared.state not in groups
        )  # fmt: skip

    def _where(self, row: Measure, other: Measure) -> Sequence[Shared]:
        """The states in which both count; a union, where it is the jurisdiction of both and its members are not on file."""
        shared = self.book.sharing(row.jurisdiction, other.jurisdiction)
        return [each for each in shared if each.state not in self.book.book.groups] or shared

    def _undecided(self, where: Shared, row: Measure, other: Measure, first: date, last: date) -> bool:
        """Whether neither the order within a scheme nor the lowest amount decides between them in a state."""
        if where.first > last or where.last < first or self._lowest(where.state, row, first, last):
            return False
        if (row.scheme or row.origin) != (other.scheme or other.origin):
            return True
        rank, other_rank = ((len(each.prefix), each.jurisdiction == where.state, each.valid_from) for each in (row, other))
        return rank == other_rank

    def _lowest(self, state: str, row: Measure, first: date, last: date) -> bool:
        """Whether every chain of the state that has the charge in these days takes the lowest amount."""
        chains = [
            chain
            for chain in self.book.charged.get((row.regime, row.kind), ())
            if chain.valid_from <= last and first <= last_day(chain) and self.book.sharing(state, chain.jurisdiction)
        ]
        return bool(chains) and all(charge.lowest for chain in chains for charge in chain.charges if charge.kind == row.kind)

    def _always_replaced(self, row: Measure, other: Measure, first: date, last: date) -> Iterator[bool]:
        """For each third measure that replaces one of the two, whether it fits whenever both do."""
        longer = max(row.prefix, other.prefix, key=len)
        for third in (*self._replacing.get(row.id, ()), *self._replacing.get(other.id, ())):
            yield (
                longer.startswith(third.prefix)
                and third.kind == row.kind
                and third.regime == row.regime
                and third.valid_from <= first
                and last <= last_day(third)
                and third.jurisdiction in (row.jurisdiction, other.jurisdiction)
                and third.origin in ("*", row.origin)
                and set(third.conditions) <= {*row.conditions, *other.conditions}
            )

    @cached_property
    def _replacing(self) -> Mapping[str, Sequence[Measure]]:
        found: dict[str, list[Measure]] = defaultdict(list)
        for row in self.book.rows:
            for name in row.replaces:
                found[name].append(row)
        return found


def _met(
    one: Mapping[str, Sequence[Measure]], two: Mapping[str, Sequence[Measure]], *, same: bool, both: bool
) -> Iterator[tuple[Measure, Measure]]:
    """Rows of the first place with rows of the second whose prefix begins theirs; of equal prefixes each pair once."""
    lengths = sorted({len(prefix) for prefix in two})
    for prefix, rows in one.items():
        for length in lengths:
            if length > len(prefix):
                break
            if length == len(prefix) and not both:
                continue
            for other in two.get(prefix[:length], ()):
                for row in rows:
                    if length < len(prefix):
                        yield row, other
                    elif not same or other.id < row.id:
                        yield (row, other) if other.id < row.id else (other, row)
