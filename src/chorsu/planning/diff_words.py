"""What changes in the law on file, in the words of a person: a diff of measures line by line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

from chorsu.facts import Faulty
from chorsu.measures import Book
from chorsu.measures.diff import Diff
from chorsu.measures.model import NOT_CHARGES
from chorsu.measures.words import kind_name, state_names
from chorsu.nomenclature import describe, load_edition, shortened
from chorsu.text import Text, in_language, say

SHOWN = 5


def said(found: Diff, book: Book, language: str, *, everything: bool) -> Iterator[str]:
    """The lines that a person reads: counts, then by jurisdiction and kind each act, then chains, groups and quotas."""
    yield from (text.in_(language) for text in _counts(found))
    heading = ""
    for act in found.acts():
        place = say("{jurisdiction}, {regime}: {kind}", jurisdiction=_place(book, act.jurisdiction),
                    regime=regime_name(act.regime), kind=kind_name(act.kind)).in_(language)  # fmt: skip
        if place != heading:
            yield f"\n{place}"
            heading = place
        yield f"  {_act(act).in_(language)}"
        shown = act.differences if everything or len(act.differences) <= SHOWN + 1 else act.differences[:SHOWN]
        for each in shown:
            yield f"    {_line(each, language)}"
        if len(shown) < len(act.differences):
            yield "    " + say("… and {count} more (--all shows them)", count=len(act.differences) - len(shown)).in_(language)
        yield from _source(act.differences[-1].row.source, language, "    ")
    for chain in found.chains:
        of_chain = say("{jurisdiction}, {regime}: how charges are reckoned", jurisdiction=_place(book, chain.jurisdiction),
                       regime=regime_name(chain.regime))  # fmt: skip
        yield f"\n{of_chain.in_(language)}"
        yield from (f"  {text.in_(language)}" for text in chain.texts)
        yield from _source(chain.source, language, "  ")
    for group in found.groups:
        yield "\n" + _membership(book, group).in_(language)
        yield from _source(group.source, language, "  ")
    for (jurisdiction, source), quotas in groupby(found.quotas, key=lambda quota: (quota.period.jurisdiction, quota.source)):
        yield "\n" + say("{jurisdiction}: quotas", jurisdiction=_place(book, jurisdiction)).in_(language)
        yield from (f"  {quota.text.in_(language)}" for quota in quotas)
        yield from _source(source, language, "  ")


def _counts(found: Any) -> Iterator[Text]:
    days = {"start": found.start.isoformat(), "end": found.end.isoformat()}
    if not (found.differences or found.chains or found.groups or found.quotas):
        yield say("From {start} to {end} the law on file does not change.", **days)
        return
    yield say("From {start} to {end} the law on file changes:", **days)
    told = (
        (found.count("changes"), say("with another rate")),
        (found.count("begins"), say("new")),
        (found.count("ends"), say("ended: something else on file counts after, or nothing is needed")),
        (found.count("lapses"), say("ended with nothing on file after: the charge is unknown from then on")),
        (found.count("passes"), say("begun and ended between these days")),
        (found.unchanged, say("gone on in a new row with the same rate")),
        (len(found.chains), say("chains reckoned otherwise")),
        (len(found.groups), say("memberships of groups begun or ended")),
        (len(found.quotas), say("quotas in another period")),
    )
    for count, what in told:
        if count:
            yield say("{count} {what}", count=f"{count:>7}", what=what)


def _act(act: Any) -> Text:
    told = {"count": len(act.differences), "day": act.day.isoformat(), "scheme": f" ({act.scheme})" if act.scheme else ""}
    match act.what:
        case "changes":
            return say("Changing on {day}: {count}{scheme}.", **told)
        case "begins":
            return say("Beginning on {day}: {count}{scheme}.", **told)
        case "passes":
            return say("Beginning on {day} and ending before the later day: {count}{scheme}.", **told)
        case "lapses":
            return say("Ending with {day}: {count}{scheme}. Nothing on file follows: from then on the charge is unknown.", **told)
    if act.kind in NOT_CHARGES:
        return say("Ending with {day}: {count}{scheme}. Nothing on file follows.", **told)
    return say("Ending with {day}: {count}{scheme}.", **told)


def _line(each: Any, language: str) -> str:
    """One measure: goods, origin and conditions, and what it was and is."""
    row = each.row
    parts = [f"{row.commodity} {goods_name(row.commodity, language)}".strip()]
    alike = each.before is None or each.after is None or _terms(each.before) == _terms(each.after)
    parts += [_terms(row)] if alike and _terms(row) else []
    rates = [
        what_of(each_row, language) + (f" [{_terms(each_row)}]" if not alike and _terms(each_row) else "")
        for each_row in (each.before, each.after)
        if each_row is not None
    ]
    told = f"{' · '.join(parts)}: {' → '.join(rates)}"
    if each.other is not None:
        told += "; " + _instead(each, what_of(each.other, language)).in_(language)
    return told


def _instead(each: Any, rate: str) -> Text:
    """What counted before a measure that begins, or counts after one that ends."""
    said = {"rate": rate, "id": each.other.id}
    if each.what == "begins":
        return say("before it {rate} ({id})", **said)
    if len(each.other.prefix) > len(each.row.prefix):
        return say("after it the lines under it, such as {rate} ({id})", **said)
    return say("after it {rate} ({id})", **said)


def _terms(row: Any) -> str:
    """Whom and when a measure fits: origin and conditions; empty where it is for all."""
    return "; ".join([*([row.origin] if row.origin != "*" else []), *map(str, row.conditions)])


def what_of(row: Any, language: str) -> str:
    """The rate of a measure, else its words."""
    if row is None:
        return ""
    return str(row.expression) if row.expression else in_language(row.text, language)


@cache
def goods_name(commodity: str, language: str) -> str:
    """What the goods of a code are, in words, where the nomenclature has them; cut short."""
    if commodity == "*":
        return say("all goods").in_(language)
    for digits in (6, 4, 2):
        try:
            return shortened(describe(load_edition(), commodity[:digits], language).text)
        except Faulty:
            continue
    return ""


def _place(book: Any, name: str) -> object:
    group = book.groups.get(name)
    names = (group.names if group else None) or state_names(name)
    return {language: f"{words} ({name})" if words != name else name for language, words in names.items()}


def regime_name(regime: str) -> Text:
    """A regime, with the name that is a state's own: import 9610."""
    head, sign, own = regime.partition(":")
    known = {"import": say("import"), "export": say("export"), "transit": say("transit")}
    named = known.get(head) or Text("{regime}", {"regime": head})
    return say("{regime} {own}", regime=named, own=own) if sign else named


def _membership(book: Any, group: Any) -> Text:
    told = {"state": _place(book, group.state), "group": _place(book, group.group), "day": group.day.isoformat()}
    if group.joined:
        return say("{state} belongs to {group} from {day} on.", **told)
    return say("{state} no longer belongs to {group} from {day} on.", **told)


def _source(source: Any, language: str, indent: str) -> Iterator[str]:
    if source is not None:
        told = {"title": source.title, "address": source.address, "day": source.checked_on or "–"}
        yield indent + say("Source: {title}, {address}, read on {day}", **told).in_(language)
