"""What the law on file changes between two days: rates that begin, end or change, other ways to reckon, groups and quotas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from chorsu.measures.book import Book
from chorsu.measures.condition import Named
from chorsu.measures.diff_chains import ChainChange, GroupChange, chain_changes, group_changes
from chorsu.measures.diff_quotas import QuotaChange, quota_changes
from chorsu.measures.model import NOT_CHARGES, Measure

BEGINS, CHANGES, ENDS, LAPSES, PASSES = "begins", "changes", "ends", "lapses", "passes"
WHATS = (CHANGES, BEGINS, ENDS, LAPSES, PASSES)


@dataclass(frozen=True)
class Wanted:
    """Which measures to look at; what is empty asks for all. ``jurisdictions`` are a state and its unions, ``origin`` and
    ``commodity`` those of goods: whatever could count for them is looked at.
    """

    jurisdictions: tuple[str, ...] = ()
    kind: str = ""
    regime: str = ""
    origin: str = ""
    commodity: str = ""

    @property
    def narrow(self) -> bool:
        """Whether only some of the measures of a jurisdiction are asked for."""
        return bool(self.kind or self.regime or self.origin or self.commodity)


@dataclass(frozen=True)
class Difference:
    """One measure that begins, ends, or follows another with another rate.

    ``what``: ``begins``; ``changes`` (``before`` gives way to ``after``); ``ends``, where something else on file counts after it
    (``other``), or no chain needs it; ``lapses``, where nothing on file follows and a charge of a chain is unknown from then on;
    ``passes``, what begins and ends between the two days. ``other`` is what counted before what begins.
    """

    what: str
    before: Measure | None
    after: Measure | None
    other: Measure | None = None

    @property
    def row(self) -> Measure:
        """The measure that it is about: the newer one."""
        row = self.after or self.before
        if row is None:
            raise ValueError("a difference of nothing")
        return row

    @property
    def day(self) -> date:
        """The first day of what is new, or the last day of what ends."""
        return self.after.valid_from if self.after else (self.row.valid_to or date.max)


@dataclass(frozen=True)
class Act:
    """Many differences of one act: of one kind, scheme and source, of the same sort and on the same day."""

    what: str
    jurisdiction: str
    kind: str
    regime: str
    scheme: str
    day: date
    source: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Diff:
    """All differences between the law on two days; ``unchanged`` measures follow one another without a change of rate."""

    start: date
    end: date
    differences: tuple[Difference, ...]
    chains: tuple[ChainChange, ...]
    groups: tuple[GroupChange, ...]
    unchanged: int
    quotas: tuple[QuotaChange, ...] = ()

    def acts(self) -> tuple[Act, ...]:
        """The differences by jurisdiction, kind, regime and act, the largest act first."""
        found: dict[tuple[str, ...], list[Difference]] = defaultdict(list)
        for each in self.differences:
            row = each.row
            source = row.source.title if row.source else ""
            key = (each.what, row.jurisdiction, row.kind, row.regime, row.scheme, each.day.isoformat(), source)
            found[key].append(each)
        acts = [
            Act(what, jurisdiction, kind, regime, scheme, rows[0].day, source, tuple(rows))
            for (what, jurisdiction, kind, regime, scheme, _, source), rows in found.items()
        ]
        return tuple(sorted(acts, key=_order))

    def count(self, what: str) -> int:
        """How many differences are of a sort."""
        return sum(each.what == what for each in self.differences)


def _order(act: Act) -> tuple[object, ...]:
    return act.jurisdiction, act.kind, act.regime, WHATS.index(act.what), -len(act.differences), act.day, act.scheme, act.source


def diff(book: Book, start: date, end: date, wanted: Wanted | None = None) -> Diff:
    """The differences between the law in force on one day and on a later one. Raises ValueError where it is not later."""
    if end <= start:
        raise ValueError("the second day is not after the first")
    asked = wanted or Wanted()
    rows = [
        row
        for row in (book.of(asked.jurisdictions) if asked.jurisdictions else book.measures)
        if _is_wanted(book, row, asked, start, end)
    ]
    old = [row for row in rows if row.on(start) and not row.on(end)]
    new = [row for row in rows if row.on(end) and not row.on(start)]
    pairs, old, new = _paired(old, new)
    changed = [Difference(CHANGES, one, two) for one, two in pairs if not _same(one, two)]
    found = [*changed, *(_begun(book, row, start) for row in new), *(_ended(book, row, end) for row in old)]
    found += [Difference(PASSES, None, row) for row in rows if start < row.valid_from and row.valid_to and row.valid_to < end]
    ordered = sorted(
        found, key=lambda each: (each.row.jurisdiction, each.row.kind, each.row.commodity, each.row.origin, each.row.id)
    )
    chains = chain_changes(book, start, end, asked.jurisdictions, asked.regime, asked.kind)
    named = {*asked.jurisdictions, *(row.origin for row in book.of(asked.jurisdictions))} if asked.jurisdictions else book.groups
    groups = group_changes(book, start, end, named, asked.origin)
    quotas = quota_changes(book, start, end, asked.jurisdictions, _quotas_of(rows) if asked.narrow else None)
    return Diff(start, end, tuple(ordered), chains, groups, len(pairs) - len(changed), quotas)


def _quotas_of(rows: Iterable[Measure]) -> set[str]:
    """The quotas that measures turn on."""
    return {each.name for row in rows for each in row.conditions if isinstance(each, Named) and each.word == "quota"}


def _is_wanted(book: Book, row: Measure, wanted: Wanted, start: date, end: date) -> bool:
    if (wanted.kind and row.kind != wanted.kind) or (wanted.regime and row.regime != wanted.regime):
        return False
    if wanted.commodity and not (row.prefix.startswith(wanted.commodity) or wanted.commodity.startswith(row.prefix)):
        return False
    if not wanted.origin or row.origin in ("*", wanted.origin):
        return True
    group = book.groups.get(row.origin)
    return group is not None and (group.has(wanted.origin, start) or group.has(wanted.origin, end))


Pairs = list[tuple[Measure, Measure]]


def _paired(old: Sequence[Measure], new: Sequence[Measure]) -> tuple[Pairs, list[Measure], list[Measure]]:
    """Old measures with the new ones in their place, and the rest: those alike in all first, then those of the same goods."""
    pairs: Pairs = []
    for key in (_in_all, _but_for_conditions, _of_goods):
        matched, old, new = _matched(old, new, key)
        pairs += matched
    return pairs, list(old), list(new)


def _in_all(row: Measure) -> tuple[object, ...]:
    return *_but_for_conditions(row), frozenset(row.conditions)


def _but_for_conditions(row: Measure) -> tuple[object, ...]:
    return row.jurisdiction, row.kind, row.regime, row.commodity, row.origin, row.scheme


def _of_goods(row: Measure) -> tuple[object, ...]:
    return row.jurisdiction, row.kind, row.regime, row.commodity


def _matched(
    old: Sequence[Measure], new: Sequence[Measure], key: Callable[[Measure], object]
) -> tuple[Pairs, list[Measure], list[Measure]]:
    waiting: dict[object, list[Measure]] = defaultdict(list)
    for row in sorted(new, key=lambda row: row.valid_from):
        waiting[key(row)].append(row)
    pairs: Pairs = []
    left = []
    for row in sorted(old, key=lambda row: row.valid_from):
        if rows := waiting.get(key(row)):
            pairs.append((row, rows.pop(0)))
        else:
            left.append(row)
    return pairs, left, [row for rows in waiting.values() for row in rows]


def _same(one: Measure, two: Measure) -> bool:
    """Whether a measure only goes on in a new row."""
    forms = [row.expression.forms if row.expression else None for row in (one, two)]
    same_words = one.kind not in NOT_CHARGES or one.text == two.text
    return forms[0] == forms[1] and one.per == two.per and set(one.conditions) == set(two.conditions) and same_words


def _begun(book: Book, row: Measure, start: date) -> Difference:
    counts_alone = row.kind not in NOT_CHARGES and row.kind != "fee"
    return Difference(BEGINS, None, row, next(_instead(book, row, start), None) if counts_alone else None)


def _ended(book: Book, row: Measure, end: date) -> Difference:
    if row.kind in NOT_CHARGES:
        return Difference(ENDS, row, None)
    follower = next(_instead(book, row, end), None)
    lapses = follower is None and not _listed_only(book, row, end)
    return Difference(LAPSES if lapses else ENDS, row, None, follower if row.kind != "fee" else None)


def _instead(book: Book, row: Measure, day: date) -> Iterator[Measure]:
    """Measures of the same kind that can count for the same goods on a day, those that are the likeliest to first."""
    jurisdictions = book.jurisdictions(row.jurisdiction, day)
    rows = [
        other
        for place in jurisdictions
        for other in (*book.over(place, row.prefix), *(book.under(place, row.prefix) if row.prefix else ()))
        if other.kind == row.kind
        and other.regime == row.regime
        and other.on(day)
        and _may_be_origin(book, row.origin, other.origin, day)
    ]
    yield from sorted(
        rows, key=lambda other: (len(other.conditions), len(other.prefix) > len(row.prefix), -len(other.prefix), other.id)
    )


def _may_be_origin(book: Book, one: str, other: str, day: date) -> bool:
    if other in ("*", one):
        return True
    group = book.groups.get(other)
    return group is not None and group.has(one, day)


def _listed_only(book: Book, row: Measure, day: date) -> bool:
    """Whether no chain that takes the charge on that day needs a measure of it: those of listed goods do not."""
    group = book.groups.get(row.jurisdiction)
    states: Iterable[str] = group.states(day) if group else (row.jurisdiction,)
    chains = filter(None, (book.chain(state, row.regime, day) for state in states))
    charges = [charge for chain in chains for charge in chain.charges if charge.kind == row.kind]
    return all(charge.listed_only for charge in charges)
