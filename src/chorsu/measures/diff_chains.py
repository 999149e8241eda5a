"""How chains and groups differ between two days."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from chorsu.facts import Money, Source, plain
from chorsu.measures.book import Book
from chorsu.measures.model import Addition, Chain, ChainCharge, Limit
from chorsu.measures.words import charge_name
from chorsu.text import Text, say


@dataclass(frozen=True)
class ChainChange:
    """The chain of a jurisdiction and regime that is another one on the later day; ``texts`` say how it differs."""

    jurisdiction: str
    regime: str
    before: Chain | None
    after: Chain | None
    texts: tuple[Text, ...]

    @property
    def source(self) -> Source | None:
        """Where the newer one was read."""
        chain = self.after or self.before
        return chain.source if chain else None


@dataclass(frozen=True)
class GroupChange:
    """A state that joined a group, or left it, and the first day on which that is so."""

    group: str
    state: str
    joined: bool
    day: date
    source: Source | None


def chain_changes(
    book: Book, start: date, end: date, jurisdictions: tuple[str, ...] = (), regime: str = "", kind: str = ""
) -> tuple[ChainChange, ...]:
    """Chains in force on the two days that differ, by jurisdiction and regime; with a kind, those that differ in that charge."""
    places = sorted({(chain.jurisdiction, chain.regime) for chain in book.chains})
    found = []
    for place in places:
        if (jurisdictions and place[0] not in jurisdictions) or (regime and place[1] != regime):
            continue
        before, after = (_in_force(book, place, day) for day in (start, end))
        if before is not after and (texts := tuple(_differences(before, after, kind))):
            found.append(ChainChange(*place, before, after, texts))
    return tuple(found)


def group_changes(book: Book, start: date, end: date, named: Collection[str], state: str = "") -> tuple[GroupChange, ...]:
    """Who joined or left one of the groups named between two days; with a state, that state only."""
    found = []
    for name, group in sorted((name, group) for name, group in book.groups.items() if name in named):
        before, after = group.states(start), group.states(end)
        for member in group.members:
            if state and member.state != state:
                continue
            if member.state in after - before and start < member.valid_from <= end:
                found.append(GroupChange(name, member.state, True, member.valid_from, group.source))
            if member.state in before - after and member.valid_to is not None and start <= member.valid_to < end:
                found.append(GroupChange(name, member.state, False, member.valid_to + timedelta(days=1), group.source))
    return tuple(found)


def _in_force(book: Book, place: tuple[str, str], day: date) -> Chain | None:
    fits = [chain for chain in book.chains if (chain.jurisdiction, chain.regime) == place and chain.on(day)]
    return max(fits, key=lambda chain: chain.valid_from, default=None)


def _differences(before: Chain | None, after: Chain | None, kind: str) -> Iterator[Text]:
    if before is None:
        yield say("Charges are reckoned by a chain on file from now on: {kinds}.", kinds=_names(after))
        return
    if after is None:
        yield say("The chain ends with {day}; none follows on file, and nothing can be reckoned.", day=str(before.valid_to))
        return
    if not kind:
        for label, old, new in _terms(before, after):
            if old != new:
                yield say("{what}: {old} → {new}", what=label, old=old, new=new)
    old_charges = {charge.kind: charge for charge in before.charges}
    new_charges = {charge.kind: charge for charge in after.charges}
    for name in dict.fromkeys((*old_charges, *new_charges)):
        if not kind or name == kind:
            yield from _of_charge(name, old_charges.get(name), new_charges.get(name))
    order = [[charge.kind for charge in chain.charges if charge.kind in old_charges and charge.kind in new_charges]
             for chain in (before, after)]  # fmt: skip
    if order[0] != order[1] and not kind:
        yield say("The order of the charges: {old} → {new}", old=", ".join(order[0]), new=", ".join(order[1]))


def _terms(before: Chain, after: Chain) -> Iterator[tuple[Text, str, str]]:
    told: tuple[tuple[Text, Callable[[Chain], str]], ...] = (
        (say("Currency"), lambda chain: chain.currency),
        (say("Valuation"), lambda chain: chain.valuation),
        (say("Rounding"), lambda chain: f"{plain(chain.rounding.to)} {chain.rounding.mode}"),
        (say("Freight if unknown"), lambda chain: _percent(chain.freight_if_unknown)),
        (say("Freight at most"), lambda chain: _percent(chain.freight_at_most.rate if chain.freight_at_most else None)),
        (say("Insurance if unknown"), lambda chain: _percent(chain.insurance_if_unknown)),
        (say("Added to the value"), lambda chain: _addition(chain.addition)),
        (say("Limits of the regime"), lambda chain: ", ".join(map(_limit, chain.limits)) or "–"),
        (say("The regime beyond the limits"), lambda chain: chain.beyond or "–"),
    )
    for label, value in told:
        yield label, value(before), value(after)


def _of_charge(kind: str, before: ChainCharge | None, after: ChainCharge | None) -> Iterator[Text]:
    name = charge_name(kind)
    if before is None or after is None:
        yield say("{kind} is charged from now on.", kind=name) if after else say("{kind} is charged no more.", kind=name)
        return
    told = (
        (say("base"), lambda charge: ", ".join(charge.base)),
        (say("threshold"), lambda charge: _money(charge.exempt_up_to)),
        (say("share that is due"), lambda charge: plain(charge.share) if charge.share is not None else "–"),
        (say("the lowest amount counts"), lambda charge: _yes(charge.lowest)),
        (say("part of its own base"), lambda charge: _yes(charge.gross_up)),
        (say("on listed goods only"), lambda charge: _yes(charge.listed_only)),
    )
    for label, value in told:
        if value(before) != value(after):
            yield say("{kind}, {what}: {old} → {new}", kind=name, what=label, old=value(before), new=value(after))


def _names(chain: Chain | None) -> str:
    return ", ".join(charge.kind for charge in chain.charges) if chain else ""


def _percent(rate: Decimal | None) -> str:
    return "–" if rate is None else f"{plain((rate * 100).normalize())}%"


def _addition(addition: Addition | None) -> str:
    return f"{_percent(addition.rate)} ({', '.join(addition.of)})" if addition else "–"


def _money(money: Money | None) -> str:
    return f"{plain(money.amount)} {money.currency}" if money else "–"


def _limit(limit: Limit) -> str:
    return f"{_money(limit.most)}/{limit.per}" if limit.per else _money(limit.most)


def _yes(value: bool) -> Text:
    return say("yes") if value else say("no")
