"""Facts that are not on file yet, held against those that are: the faults that they bring, the law that they change, what a plan
comes to with them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from chorsu.assessment import Rates
from chorsu.assessment.exchange import MOST_DAYS
from chorsu.assessment.exchange import Row as Rate
from chorsu.facts import Fault, plain
from chorsu.measures import Book
from chorsu.measures.check import check_reading
from chorsu.measures.checks import Found
from chorsu.measures.diff import Wanted, diff
from chorsu.measures.load import Reading
from chorsu.planning.diff_words import said
from chorsu.planning.load import References
from chorsu.planning.model import Plan
from chorsu.planning.plan import make_plan, read_for_plan
from chorsu.reading import shown
from chorsu.routing.check import check_network
from chorsu.text import LANGUAGES, Text, say

WARNING = "warning"
# A rate that leaps further than this from the day before is looked at: most often a slip of the point.
JUMP = Decimal("0.20")
MOST_DAYS_SHOWN = 12


def already_on_file(name: str) -> Text:
    """Said of a row that would be added under a name that is taken."""
    return say("{name} is on file already.", name=name)


def other_name(name: str) -> Text:
    """Said of a correction that has another name."""
    return say("A correction keeps the name {name}.", name=name)


def bad_name(most: int) -> Text:
    """Said of a name that is too long or cannot be read."""
    return say("The name has more than {most} letters, or signs that nobody sees.", most=most)


def no_such_operation(word: str) -> Text:
    """Said of a row of a file that asks for something else than what can be done."""
    return say("“{word}” is no operation: add, replace, end or remove.", word=shown(word))


def twice_in_file(name: str) -> Text:
    """Said of a row whose name stands in the file before it."""
    return say("{name} stands twice in the file.", name=name)


def too_many_rows(most: int) -> Text:
    """Said of a file that is too long for one draft."""
    return say("The table has more than {most} rows.", most=most)


def not_toml(mistake: str) -> Text:
    """Said of a file that is not TOML, or has none of the tables that it should have."""
    return say("This is not TOML: {mistake}", mistake=mistake)


def changed_since(name: str, number: int) -> Fault:
    """Said of a change whose fact is not any more what it was when the change was written."""
    message = say("{name} was changed by publication {number} since this change was written.", name=name, number=number)
    if not number:
        message = say("{name} is not any more as it was when this change was written.", name=name)
    return Fault(name, message, say("the change written again on what is on file now"))


def same_draft(name: str) -> Fault:
    """Said of a row that is added and on file already."""
    return Fault(name, already_on_file(name), say("the change written again on what is on file now"))


def new_faults(before: Reading, after: Reading, today: date) -> tuple[Found, ...]:
    """What is wrong in a book as it would be and was not before, by every rule of the book."""
    known = {_mark(each) for each in check_reading(before, today)}
    return tuple(each for each in check_reading(after, today) if _mark(each) not in known)


def _mark(found: Found) -> tuple[str, str, str]:
    return found.path, found.rule, str(found.message)


def new_network_faults(before: References, after: References) -> tuple[Fault, ...]:
    """What is wrong in the ways as they would be and was not before."""
    if before.network is after.network and before.atlas is after.atlas:
        return ()
    known = {(each.path, str(each.message)) for each in check_network(before.network, before.atlas)}
    return tuple(each for each in check_network(after.network, after.atlas) if (each.path, str(each.message)) not in known)


def rate_findings(rates: Rates, touched: Collection[Rate]) -> Iterator[Found]:
    """What to look at in exchange rates that are new: leaps, gaps, two figures of one day. All are warnings."""
    pairs: dict[tuple[str, str], list[Rate]] = {}
    for row in rates.rows:
        pairs.setdefault((row.base, row.quote), []).append(row)
    for row in touched:
        where = f"{row.base}-{row.quote} {row.on}"
        others = sorted((each for each in pairs[row.base, row.quote] if each.key != row.key), key=lambda each: each.on)
        earlier = [each for each in others if each.on < row.on]
        if earlier:
            last = earlier[-1]
            moved = abs(row.rate - last.rate) / last.rate
            if moved > JUMP:
                told = {"rate": plain(row.rate), "old": plain(last.rate), "day": last.on.isoformat()}
                told["percent"] = plain((moved * 100).quantize(Decimal("1")))
                message = say("{rate} lies {percent} percent off the rate of {day}, {old}.", **told)
                yield Found(where, message, say("the figure read again; perhaps the point slipped, or it is for 100 units"),
                            "rate-leaps", WARNING)  # fmt: skip
            if (row.on - last.on).days > MOST_DAYS:
                message = say("No rate between {first} and {last}: for more than {days} days a rate does not hold.",
                              first=last.on.isoformat(), last=row.on.isoformat(), days=MOST_DAYS)  # fmt: skip
                yield Found(where, message, say("the rates of the days between"), "rate-gap", WARNING)
        same = [each for each in others if each.on == row.on and each.official and row.official and each.rate != row.rate]
        if same:
            told = {"day": row.on.isoformat(), "rate": plain(same[-1].rate), "authority": same[-1].authority or "–"}
            message = say("For {day} there is another official rate on file, {rate} ({authority}).", **told)
            yield Found(where, message, say("one official rate of an authority a day"), "rate-twice", WARNING)


def law_lines(book: Book, ids: Collection[str], days: Iterable[date]) -> list[dict[str, Any]]:
    """How the law reads with new rows, day by day: for each day on which something begins or ends the lines by language.

    ``ids`` are those of the rows that were changed; what other acts do on these days is left out.
    """
    found = []
    for day in sorted(set(days))[:MOST_DAYS_SHOWN]:
        rows = [row for name in ids if (row := book.named(name)) is not None]
        places = tuple(dict.fromkeys(row.jurisdiction for row in rows))
        whole = diff(book, day - timedelta(days=1), day, Wanted(places))
        ours = tuple(each for each in whole.differences if _named(each.before, ids) or _named(each.after, ids))
        if ours:
            narrowed = replace(whole, differences=ours, chains=(), groups=(), quotas=(), unchanged=0)
            lines = {language: list(said(narrowed, book, language, everything=False)) for language in LANGUAGES}
            found.append({"day": day.isoformat(), "lines": lines})
    return found


def _named(measure: Any, ids: Collection[str]) -> bool:
    return measure is not None and measure.id in ids


@dataclass(frozen=True)
class Effect:
    """What a consignment comes to with other facts: its total and charges before and after, and what is asked of it."""

    currency: str
    before: Decimal | None
    after: Decimal | None
    charges: tuple[tuple[str, str, str, Decimal | None, Decimal | None], ...]  # side, kind, currency, before, after
    added: tuple[Mapping[str, str], ...] = ()
    gone: tuple[Mapping[str, str], ...] = ()
    way_lost: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether nothing differs."""
        return self.before == self.after and not self.charges and not self.added and not self.gone and not self.way_lost

    def to_json(self) -> dict[str, Any]:
        """As the desk keeps it: figures as decimal strings, None where unknown."""
        more = None if self.before is None or self.after is None else self.after - self.before
        return {
            "currency": self.currency,
            "before": plain(self.before),
            "after": plain(self.after),
            "more": plain(more),
            "charges": [
                {"side": side, "kind": kind, "currency": currency, "before": plain(one), "after": plain(two)}
                for side, kind, currency, one, two in self.charges
            ],
            "added": [dict(words) for words in self.added],
            "gone": [dict(words) for words in self.gone],
            "way_lost": self.way_lost,
        }


def effect_on(document: Mapping[str, Any], way: str, now: References, then: References, sign: Any) -> Effect:
    """What other facts do to a consignment, by the way that ``way`` signs (``sign(journey)`` of a plan's JSON), else by the
    plan's own choice on the facts of now. Raises Faulty where it cannot be planned on the facts of now.
    """
    plans = [make_plan(read_for_plan(dict(document), facts), facts) for facts in (now, then)]
    told = [plan.to_json("en") for plan in plans]
    signs = [[sign(journey) for journey in each["journeys"]] for each in told]
    chosen = signs[0].index(way) if way in signs[0] else told[0]["chosen"]
    if chosen is None or not signs[0]:
        return Effect("", None, None, ())
    if signs[0][chosen] not in signs[1]:
        total, currency = _total(told[0], chosen)
        return Effect(currency, total, None, (), way_lost=True)
    ways = (chosen, signs[1].index(signs[0][chosen]))
    (before, currency), (after, _) = (_total(each, number) for each, number in zip(told, ways, strict=True))
    charges = [_charges(plan, number) for plan, number in zip(plans, ways, strict=True)]
    moved = tuple(
        (*key, charges[0].get(key), charges[1].get(key))
        for key in sorted({*charges[0], *charges[1]})
        if charges[0].get(key, Decimal(0)) != charges[1].get(key, Decimal(0))
    )
    asked = [_asked(plan, number) for plan, number in zip(plans, ways, strict=True)]
    added = tuple(words for name, words in asked[1].items() if name not in asked[0])
    gone = tuple(words for name, words in asked[0].items() if name not in asked[1])
    return Effect(currency, before, after, moved, added, gone)


def _total(told: Mapping[str, Any], way: int) -> tuple[Decimal | None, str]:
    row = next((each for each in told["landed"] if each["journey"] == way), None)
    if row is None or row["total"] is None:
        return None, row["currency"] if row else ""
    return Decimal(row["total"]), row["currency"]


def _charges(plan: Plan, way: int) -> dict[tuple[str, str, str], Decimal | None]:
    """The charges of a way by side, kind and currency; None where unknown."""
    found: dict[tuple[str, str, str], Decimal | None] = {}
    for row in plan.assessments:
        if row.journey != way:
            continue
        currency = row.assessment.currency
        for charge in row.assessment.charges:
            known = found.get((row.side, charge.kind, currency), Decimal(0))
            found[row.side, charge.kind, currency] = None if known is None else known + charge.amount
        for unknown in row.assessment.unknown:
            found[row.side, unknown.kind, currency] = None
    return found


def _asked(plan: Plan, way: int) -> dict[str, Mapping[str, str]]:
    """The words of what is asked of the goods on a way, by measure."""
    found: dict[str, Mapping[str, str]] = {}
    for row in plan.assessments:
        if row.journey == way:
            for requirement in row.assessment.requirements:
                found[requirement.measure.id] = requirement.measure.text or {"en": requirement.measure.id}
    return found


def days_of(rows: Sequence[Mapping[str, Any]]) -> set[date]:
    """The days on which rows begin, and those after their last ones."""
    days = {date.fromisoformat(row["valid_from"]) for row in rows if row.get("valid_from")}
    return days | {date.fromisoformat(row["valid_to"]) + timedelta(days=1) for row in rows if row.get("valid_to")}
