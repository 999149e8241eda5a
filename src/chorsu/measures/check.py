"""Look for faults in a book: ties, names that lead nowhere, charges without measures, facts without a source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from chorsu.facts import Fault
from chorsu.measures.book import Book
from chorsu.measures.condition import Comparison, Condition, Named, Season
from chorsu.measures.model import NOT_CHARGES, Chain, Measure
from chorsu.measures.quota import Quota
from chorsu.measures.words import charge_name
from chorsu.text import say


def check(book: Book) -> tuple[Fault, ...]:
    """Every fault of a book that reading it does not show, each with the id of the measure or chain."""
    rules = (_same_ids, _names, _sources, _ties, _chains_without_measures, _beyond, _quotas, _free_without_law)
    return tuple(fault for rule in rules for fault in rule(book))


def _same_ids(book: Book) -> Iterator[Fault]:
    for name, times in Counter(measure.id for measure in book.measures).items():
        if times > 1:
            yield Fault(name, say("{times} measures of one layer have this id.", times=times), say("an id of its own for each"))


def _names(book: Book) -> Iterator[Fault]:
    """Origins, jurisdictions and replaced measures must lead somewhere."""
    for row in book.measures:
        for field, name in (("jurisdiction", row.jurisdiction), ("origin", row.origin)):
            if name != "*" and name not in book.groups and not (len(name) == 2 and name.isupper()):
                expected = say("a state, or a group of the book: {groups}", groups=", ".join(sorted(book.groups)) or "–")
                yield Fault(f"{row.id}.{field}", say("{name} is neither a state nor a group on file.", name=name), expected)
        for name in row.replaces:
            if book.named(name) is None:
                yield Fault(f"{row.id}.replaces", say("{name} is not a measure on file.", name=name))


def _sources(book: Book) -> Iterator[Fault]:
    for row in book.measures:
        if row.source is None or row.source.checked_on is None:
            yield Fault(f"{row.id}.source", say("The measure has no source with the day on which it was checked."))


def _free_without_law(book: Book) -> Iterator[Fault]:
    for row in book.measures:
        if row.commodity == "*" and str(row.expression) == "FREE" and row.source is None:
            message = say("FREE for all goods closes a list, and needs the law that closes it.")
            yield Fault(f"{row.id}.source", message, say("the title and address of the law"))


def _chains_without_measures(book: Book) -> Iterator[Fault]:
    """A charge that the chain names and no measure could ever fill is always unknown."""
    for chain in book.chains:
        makers = {chain.jurisdiction, *(name for name, group in book.groups.items()
                                        if any(member.state == chain.jurisdiction for member in group.members))}  # fmt: skip
        on_file = {row.kind for row in book.measures if row.jurisdiction in makers and row.regime == chain.regime}
        for index, charge in enumerate(chain.charges):
            if charge.kind not in on_file and not charge.listed_only:
                yield Fault(f"{chain.id}.charge[{index}]", say("No measure on file for {kind}.", kind=charge_name(charge.kind)))


def _beyond(book: Book) -> Iterator[Fault]:
    """What passes a chain's limits needs a chain of the regime beyond on each of its days, and the way there must end."""
    for chain in book.chains:
        if not chain.beyond:
            continue
        for day in _days_that_differ(book, chain):
            regimes, regime = [chain.regime], chain.beyond
            while regime and regime not in regimes:
                regimes.append(regime)
                found = book.chain(chain.jurisdiction, regime, day)
                if found is None:
                    message = say("No chain of charges is on file for {state}, {regime}, on {day}.",
                                  state=chain.jurisdiction, regime=regime, day=day.isoformat())  # fmt: skip
                    yield Fault(f"{chain.id}.beyond", message, say("a regime with a chain on the same days"))
                    break
                regime = found.beyond
            else:
                if not regime:
                    continue
                way = " → ".join((*regimes, regime))
                yield Fault(f"{chain.id}.beyond", say("The regimes go beyond in a circle: {way}.", way=way))
            break  # one fault for a chain


def _days_that_differ(book: Book, chain: Chain) -> list[date]:
    """The first day of a chain, and each of its days on which another chain of the jurisdiction begins or has just ended."""
    last = chain.valid_to or date.max
    days = {chain.valid_from}
    for other in book.chains:
        if other.jurisdiction in book.jurisdictions(chain.jurisdiction, chain.valid_from):
            days.add(other.valid_from)
            if other.valid_to and other.valid_to < last:
                days.add(other.valid_to + timedelta(days=1))
    return sorted(day for day in days if chain.valid_from <= day <= last)


def _quotas(book: Book) -> Iterator[Fault]:
    """A quota that a measure turns on must be on file, and each of its days in one period, with its source."""
    for row in book.measures:
        for name in (part.name for part in row.conditions if isinstance(part, Named) and part.word == "quota"):
            periods = book.quotas.get(name, ())
            if not any(_meet(row, quota) for quota in periods):
                message = say("{name} is not a quota on file on the days of the measure.", name=name)
                yield Fault(f"{row.id}.conditions", message, say("a table headed [[quota]] with this name"))
            elif not any(quota.jurisdiction in book.jurisdictions(row.jurisdiction, row.valid_from) for quota in periods):
                message = say("{name} is a quota of {jurisdiction}.", name=name, jurisdiction=periods[0].jurisdiction)
                yield Fault(f"{row.id}.conditions", message, say("a quota of the measure's own jurisdiction"))
    for name, periods in book.quotas.items():
        for quota, later in pairwise(periods):
            if _meet(quota, later):
                message = say("Its periods from {one} and from {other} overlap.", one=quota.valid_from, other=later.valid_from)
                yield Fault(f"quota {name}", message, say("a last day (valid_to) for the earlier one"))
        for quota in periods:
            where = f"quota {name} {quota.valid_from}"
            if quota.left is not None and quota.left > quota.amount:
                yield Fault(
                    f"{where}.left", say("More is left than the whole amount."), say("at most {amount}", amount=quota.amount)
                )
            if quota.left is not None and quota.left_on is None:
                yield Fault(f"{where}.left_on", say("This field is missing."), say("the day on which so much was left"))
            if quota.source is None or quota.source.checked_on is None:
                yield Fault(f"{where}.source", say("The quota has no source with the day on which it was checked."))


def _meet(one: Measure | Quota, other: Quota) -> bool:
    """Whether the two are in force on a common day."""
    return one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (one.valid_to or date.max)


def _ties(book: Book) -> Iterator[Fault]:
    """Two measures between which the rules of choice cannot decide, on some day, for some item."""
    lowest = {(chain.jurisdiction, charge.kind) for chain in book.chains for charge in chain.charges if charge.lowest}
    for row in book.measures:
        if row.kind in NOT_CHARGES or row.kind == "fee" or (row.jurisdiction, row.kind) in lowest:
            continue
        for other in book.over(row.jurisdiction, row.prefix):
            if (other.prefix, other.id) < (row.prefix, row.id) and _tied(book, row, other):
                message = say("Equal in rank with {other}: nothing decides between them.", other=other.id)
                yield Fault(row.id, message, say("a scheme, condition, date or “replaces” that tells them apart"))


def _tied(book: Book, row: Measure, other: Measure) -> bool:
    """Whether both may count for one item on one day with equal rank."""
    same_scheme = (row.scheme or row.origin) == (other.scheme or other.origin)
    if row.kind != other.kind or row.regime != other.regime or row.id in other.replaces or other.id in row.replaces:
        return False
    if same_scheme and (len(row.prefix), row.valid_from) != (len(other.prefix), other.valid_from):
        return False
    first = max(row.valid_from, other.valid_from)
    last = min(row.valid_to or date.max, other.valid_to or date.max)
    if first > last or not _origins_meet(book, row.origin, other.origin, first):
        return False
    return not any(_exclude(one, two) for one in row.conditions for two in other.conditions)


def _origins_meet(book: Book, one: str, two: str, on: date) -> bool:
    """Whether two origins of equal nearness can both be an item's."""
    if one == two:
        return True
    if one in book.groups and two in book.groups:
        return bool(book.groups[one].states(on) & book.groups[two].states(on))
    return False


def _exclude(one: Condition, two: Condition) -> bool:
    """Whether two conditions can never hold together."""
    match one, two:
        case Named(word, name), Named(other_word, other_name):
            return word == other_word and word not in ("proof", "importer", "quota", "unread") and name != other_name
        case Season(), Season():
            return not any(one.has(day) and two.has(day) for day in _A_YEAR)
        case Comparison(figure, _, _, unit), Comparison(other_figure, _, _, other_unit) if (figure, unit) == (
            other_figure,
            other_unit,
        ):
            points = {limit + step for limit in (one.limit, two.limit) for step in (Decimal(-1), Decimal(0), Decimal(1))}
            points.add((one.limit + two.limit) / 2)
            return not any(one.compare(Fraction(p)) and two.compare(Fraction(p)) for p in points if p >= 0)
    return False


_A_YEAR = tuple(date(2024, 1, 1) + timedelta(days=number) for number in range(366))
