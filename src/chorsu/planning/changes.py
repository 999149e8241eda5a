"""What the law on file changes for a consignment between two days: rates that end, begin or change, and gaps that open.

A fact that ends with no successor on file is said to be missing from then on. It is never carried on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from chorsu.assessment import Assessment, Case, assess_all, measures_counting
from chorsu.consignment import Consignment, Item
from chorsu.facts import Fault, Faulty
from chorsu.geography import Place, resolve_place
from chorsu.measures import Measure, Requirement
from chorsu.measures.condition import DayAndMode
from chorsu.measures.find import inquiries_of, requirements_of_all
from chorsu.measures.words import charge_name, requirement_name
from chorsu.nomenclature import check_national, national_lines
from chorsu.planning.borders import territory
from chorsu.planning.change import Change, Changes, Reckoning
from chorsu.planning.load import References
from chorsu.planning.model import Finding, Plan
from chorsu.planning.plan import check_day, resolve_ends
from chorsu.planning.words import side_name
from chorsu.text import Text, say


@dataclass(frozen=True)
class Border:
    """One side to be looked at: import or export, the state, the mode over the border if known, the goods as carried there.

    ``on`` is the earlier day for this side where it is another than for the rest: that on which the goods pass it.
    """

    side: str
    state: str
    mode: str = ""
    carried: Consignment | None = field(default=None, hash=False)
    on: date | None = None


def next_new_year(day: date) -> date:
    """The first of January after a day: most laws of taxes and fees begin then."""
    return date(day.year + 1, 1, 1)


def changes(
    references: References,
    consignment: Consignment,
    on: date | None = None,
    to: date | None = None,
    *,
    borders: Sequence[Border] | None = None,
) -> Changes:
    """What changes for a consignment between two days: by default from the day it is ready to the next first of January.

    ``borders`` are the sides to look at; without them, the export of the state of origin and the import of the state of
    destination. Raises Faulty for days that cannot be, and where the two ends cannot be told.
    """
    start = on or consignment.ready or date.min
    check_day(start, "on")
    if to is not None:
        check_day(to, "to")
    end = to or next_new_year(start)
    if end <= start:
        message = say("{value} is not after {day}.", value=end.isoformat(), day=start.isoformat())
        raise Faulty((Fault("to", message, say("a day from {day} on", day=(start + timedelta(days=1)).isoformat())),))
    if borders is None:
        borders = _borders(references, consignment, start)
    pairs = [
        (_carried(references, row, consignment, row.on or start), _carried(references, row, consignment, end)) for row in borders
    ]
    cases = [
        _case(references, row, goods, day)
        for row, pair in zip(borders, pairs, strict=True)
        for goods, day in zip(pair, (row.on or start, end), strict=True)
    ]
    answers = iter(assess_all(cases, references.book, references.rates))
    sides = tuple(Reckoning(row.side, row.state, next(answers), next(answers)) for row in borders)
    found: list[Change] = []
    for border, pair, side in zip(borders, pairs, sides, strict=True):
        found += _of_side(references, border, pair, side)
    return Changes(start, end, tuple(sorted(found, key=_gravity)), sides)


def changes_ahead(plan: Plan, references: References, *, way: int | None = None, to: date | None = None) -> Changes:
    """What changes for a plan's consignment at the borders of one of its ways: from the day it passes them to the new year.

    Goods that pass a border only after that day are looked at from the day they are ready.
    """
    number = plan.chosen if way is None else way
    ready = plan.consignment.ready or date.min
    end = to or next_new_year(ready)
    borders = []
    for row in plan.assessments:
        if row.journey == number:
            on = row.assessment.on if row.assessment.on < end else ready
            borders.append(Border(row.side, row.assessment.jurisdiction, row.mode, row.carried, on))
    return changes(references, plan.consignment, to=end, borders=borders)


def changes_found(plan: Plan, references: References) -> Iterator[Finding]:
    """The changes of the next new year as findings of a plan, each once in a sentence; requirements that stay as they are not."""
    if not plan.journeys:
        return
    for row in changes_ahead(plan, references).rows:
        severity = "warning" if row.what == "not_on_file" or row.kind == "prohibition" else "info"
        yield Finding(severity, "changes-ahead", row.text, (), row.source)


def _borders(references: References, consignment: Consignment, day: date) -> list[Border]:
    origin, destination = resolve_ends(references.atlas, consignment.origin, consignment.destination)
    if origin.state in territory(references.book, destination.state, day):
        return []
    return [Border("export", origin.state), Border("import", destination.state)]


Pair = tuple[Consignment, Consignment]


def _carried(references: References, border: Border, consignment: Consignment, day: date) -> Consignment:
    """The goods as declared on a day: where a code is of another season, the one line of the same goods stands for it."""
    goods = border.carried or consignment
    if border.side != "import":
        return goods
    names = references.book.jurisdictions(border.state, day)
    items = tuple(
        replace(item, codes={name: _of_season(name, code, day) if name in names else code for name, code in item.codes.items()})
        for item in goods.items
    )
    return replace(goods, items=items)


def _of_season(name: str, code: str, day: date) -> str:
    """The code itself, or the only line of the same goods that is possible on the day where the code is not."""
    lines = national_lines(name, code[:6])
    line = next((row for row in lines if row.code == code), None)
    if line is None or line.possible_on(day):
        return code
    others = [row.code for row in lines if row.possible_on(day) and set(row.kinds) & set(line.kinds)]
    return others[0] if len(others) == 1 else code


def _case(references: References, border: Border, goods: Consignment, day: date) -> Case:
    """The goods at a border on a day, as an assessment asks for them."""
    goal = _goal(references, goods)
    own_cost = border.carried is not None
    return Case(goods, border.state, border.side, day, border.mode, for_plan=True, freight_estimated=own_cost, destination=goal)


def _goal(references: References, goods: Consignment) -> str:
    """The state of the goods' end; empty where that is not known."""
    end = resolve_place(references.atlas, goods.destination)
    return end.state if isinstance(end, Place) else ""


def _of_side(references: References, border: Border, goods: Pair, side: Reckoning) -> Iterator[Change]:
    yield from _codes(references, border, goods, side)
    yield from _chain(references, border, side)
    if side.before.chain and side.after.chain:
        yield from _charges(references, border, goods, side)
    yield from _requirements(references, border, goods, side)


def _state(references: References, code: str) -> object:
    """The names of a state, else its code."""
    known = references.atlas.states.get(code)
    return known.names if known else code


def _codes(references: References, border: Border, goods: Pair, side: Reckoning) -> Iterator[Change]:
    """National codes that are of another season, or of no edition on file, on the later day."""
    if border.side != "import":
        return
    for number, (item, later) in enumerate(zip(goods[0].items, goods[1].items, strict=True), 1):
        for name, code in item.codes.items():
            if later.codes[name] != code:
                told = {"item": number, "day": side.after.on.isoformat(), "old": code, "new": later.codes[name], "name": name}
                text = say(
                    "Item {item}: on {day} the line of these goods in the nomenclature {name} is {new} instead of {old}.", **told
                )
                yield Change(border.side, border.state, number, "code", "changes", text)
                continue
            wrong = _wrong(references, border, item, name, side.after.on)
            if wrong is not None and _wrong(references, border, item, name, side.before.on) is None:
                text = say("Item {item}, on {day}: {wrong}", item=number, day=side.after.on.isoformat(), wrong=wrong)
                yield Change(border.side, border.state, number, "code", "not_on_file", text)


def _wrong(references: References, border: Border, item: Item, name: str, day: date) -> Text | None:
    ours = name in references.book.jurisdictions(border.state, day)
    return check_national(name, item.codes[name], day) if ours else None


def _chain(references: References, border: Border, side: Reckoning) -> Iterator[Change]:
    """The rules of reckoning themselves, where there are none on file on one of the days."""
    for answer in (side.before, side.after):
        if not answer.chain:
            said = {"state": _state(references, border.state), "side": side_name(border.side), "day": answer.on.isoformat()}
            text = say("How charges are reckoned ({state}, {side}) on {day} is not on file.", **said)
            yield Change(border.side, border.state, 0, "chain", "not_on_file", text)


def _charges(references: References, border: Border, goods: Pair, side: Reckoning) -> Iterator[Change]:
    """Charges for which another measure counts on the later day."""
    book = references.book
    counting = []
    for carried, answer in zip(goods, (side.before, side.after), strict=True):
        case = _case(references, border, carried, answer.on)
        counting.append(measures_counting(case, side.before, book, references.rates))
    now, then = counting
    chain = book.chain(border.state, border.side, side.after.on)
    listed = {charge.kind for charge in chain.charges if charge.listed_only} if chain else set()
    for item, kind in sorted({*now, *then}):
        before = tuple(filter(None, map(book.named, now.get((item, kind), ()))))
        after = tuple(filter(None, map(book.named, then.get((item, kind), ()))))
        if _same(before, after):
            continue
        what = "changes" if before and after else "begins" if after else "ends" if kind in listed else "not_on_file"
        amounts = (_due(side.before, item, kind), _due(side.after, item, kind))
        said = {
            "item": item,
            "kind": charge_name(kind),
            "state": _state(references, border.state),
            "side": side_name(border.side),
        }
        text = _sentence(what, before, after, side.after.on, said)
        certain = kind == "fee" or max(len(before), len(after)) < 2
        currency = side.before.currency or side.after.currency
        yield Change(border.side, border.state, item, kind, what, text, before, after, amounts, currency, certain)


def _same(before: Sequence[Measure], after: Sequence[Measure]) -> bool:
    """Whether the same law counts: the same measures, or one whose text was only written again."""
    if {row.id for row in before} == {row.id for row in after}:
        return True
    if len(before) != 1 or len(after) != 1 or before[0].expression is None or after[0].expression is None:
        return False
    old, new = before[0], after[0]
    return old.expression.forms == new.expression.forms and old.scheme == new.scheme and old.per == new.per  # type: ignore[union-attr]


def _sentence(what: str, before: Sequence[Measure], after: Sequence[Measure], to: date, said: dict[str, Any]) -> Text:
    old, new = _rates(before), _rates(after)
    begins = max((row.valid_from for row in after), default=to)
    if what == "changes":
        return say("Item {item}: {kind} ({state}, {side}) is {new} from {day}; it was {old}.",
                   new=new, old=old, day=begins.isoformat(), **said)  # fmt: skip
    if what == "begins":
        return say("Item {item}: {kind} ({state}, {side}) is on file from {day}: {new}.",
                   new=new, day=begins.isoformat(), **said)  # fmt: skip
    last = max((row.valid_to for row in before if row.valid_to), default=to - timedelta(days=1))
    if what == "ends":
        return say("Item {item}: {kind} ({state}, {side}), {old}, ends with {day}.", old=old, day=last.isoformat(), **said)
    return say("Item {item}: {kind} ({state}, {side}) is on file up to {day}, {old}; what counts after it is not on file.",
               old=old, day=last.isoformat(), **said)  # fmt: skip


def _rates(measures: Iterable[Measure]) -> str:
    return ", ".join(dict.fromkeys(str(row.expression) for row in measures if row.expression))


def _due(answer: Assessment, item: int, kind: str) -> Decimal | None:
    """The amount of a kind on an item; None where it is unknown or there is none."""
    if any(row.item == item and row.kind == kind for row in answer.unknown):
        return None
    due = [charge.amount for charge in answer.charges if charge.item == item and charge.kind == kind]
    return sum(due, Decimal(0)) if due else None


def _requirements(references: References, border: Border, goods: Pair, side: Reckoning) -> Iterator[Change]:
    """Requirements and prohibitions that begin or end."""
    before, after = (
        _asked(references, border, carried, answer.on) for carried, answer in zip(goods, (side.before, side.after), strict=True)
    )
    for what, rows, others in (("ends", before, after), ("begins", after, before)):
        for name, row in rows.items():
            if name in others:
                continue
            measure = row.measure
            day = measure.valid_from if what == "begins" else measure.valid_to or side.after.on - timedelta(days=1)
            said = {
                "kind": requirement_name(measure.kind),
                "state": _state(references, border.state),
                "side": side_name(border.side),
                "day": day.isoformat(),
                "text": measure.text,
            }
            if what == "begins":
                text = say("{kind} ({state}, {side}) begins: {text} In force from {day}.", **said)
            else:
                text = say("{kind} ({state}, {side}) ends with {day}: {text} What counts after it may not be on file.", **said)
            old: tuple[Measure, ...] = () if what == "begins" else (measure,)
            new: tuple[Measure, ...] = (measure,) if what == "begins" else ()
            yield Change(border.side, border.state, 0, measure.kind, what, text, old, new, certain=row.certain)


def _asked(references: References, border: Border, goods: Consignment, day: date) -> dict[str, Requirement]:
    """The requirements on a day, by their measure; asked of the book itself, since they need no rules of reckoning."""
    goal = references.book.destinations(_goal(references, goods), day)
    case = DayAndMode(day, border.mode, goods.buyer_kind, goods.net_mass, goods.gross_mass, goal, goods.importer)
    inquiries = inquiries_of(goods, references.book, border.state, border.side, day, case)
    return {row.measure.id: row for row in requirements_of_all(inquiries)}


_GRAVITY = {"not_on_file": 0, "changes": 1, "begins": 2, "ends": 3}


def _gravity(row: Change) -> tuple[bool, bool, int, int]:
    return row.kind != "prohibition", row.side != "import", _GRAVITY[row.what], row.item
