"""From figures back to sentences: each amount with its measure, base and source; each gap with why and what would fill it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from chorsu.assessment.case import Case, Standing, used
from chorsu.assessment.model import Assessment, Assumed, Charge, Unknown
from chorsu.assessment.note import Writer
from chorsu.assessment.prepare import Prepared
from chorsu.assessment.reckon import Charged, Whole
from chorsu.facts import Source
from chorsu.measures.book import Book
from chorsu.measures.choose import Choice, too_few_digits
from chorsu.measures.find import requirements_of_all
from chorsu.measures.model import ChainCharge, Measure
from chorsu.measures.rate_words import rate_in_words
from chorsu.measures.words import state_names
from chorsu.text import Figure, Text, say

Key = tuple[int, int, int]


def written(
    standing: Standing,
    c: int,
    prepared: Prepared,
    charged: Sequence[Charged],
    whole: Mapping[Key, Whole],
) -> Assessment:
    """The assessment of one case of a batch."""
    chain, case = standing.chain, standing.case
    charges = _charges(standing, c, prepared, charged, whole)
    unknown = _unknown(standing, c, prepared, whole)
    taken = [*_taken_for_granted(standing, charges), *_unlisted(standing, c, prepared)]
    values = [None if value is None else standing.money(value) for value in standing.values]
    quotes = used(standing)
    known = all(row.kind == "customs_value" for row in unknown)
    estimated = bool(taken) or any(quote.estimated for quote in quotes.values())
    return Assessment(
        jurisdiction=case.state,
        regime=case.regime,
        on=case.on,
        currency=chain.currency,
        customs_value=None if None in values else sum((value for value in values if value is not None), Decimal(0)),
        total=sum((charge.amount for charge in charges), standing.money(0)) if known else None,
        charges=tuple(charges),
        unknown=tuple(unknown),
        assumed=tuple(taken),
        requirements=requirements_of_all(map(standing.inquiry, standing.kinds)),
        exchange_rates=tuple(quotes[code] for code in sorted(quotes)),
        estimated=estimated,
        chain=chain.id,
        chain_note=chain.note,
        chain_source=chain.source,
        values=tuple(values),
        book=book_state(standing.book),
        writer=Writer(standing),
    )


def book_state(book: Book) -> dict[str, str]:
    """Which state of the book an answer comes from."""
    return {"hash": book.hash, "known_on": book.known_on.isoformat() if book.known_on else ""}


def without_chain(case: Case, book: Book) -> Assessment:
    """The answer where no charge chain is on file: everything is unknown."""
    why = say("No chain of charges is on file for {state}, {regime}, on {day}.",
              state=case.state, regime=case.regime, day=case.on.isoformat())  # fmt: skip
    remedy = "chorsu measures import FILE.toml"
    unknown = tuple(Unknown(number, "chain", why, (), remedy) for number in range(1, len(case.consignment.items) + 1))
    return Assessment(
        jurisdiction=case.state,
        regime=case.regime,
        on=case.on,
        currency="",
        customs_value=None,
        total=None,
        charges=(),
        unknown=unknown,
        assumed=(),
        requirements=(),
        exchange_rates=(),
        estimated=False,
        book=book_state(book),
        writer=Writer(None),
    )


def _charges(
    standing: Standing, c: int, prepared: Prepared, charged: Sequence[Charged], whole: Mapping[Key, Whole]
) -> list[Charge]:
    """The amounts that are known, in the order of items and charges."""
    rows: list[tuple[int, int, Charge]] = []
    for row in charged:
        total, stands = whole[row.c, row.i, row.k].amount, whole[row.c, row.i, row.k].stands
        measure, charge = row.measure, standing.chain.charges[row.k]
        # One fee that is unknown leaves the others due; of every other charge an unknown part is the whole.
        told = total is not None or (charge.kind == "fee" and stands)
        if row.due is None or row.base is None or not told:
            continue
        exempt = total == 0 and row.amount != 0
        due = 0 if exempt else row.due
        base, amount = standing.money(row.base), standing.money(due)
        why = _why(standing, charge, measure, base, amount)
        rows.append((row.i, row.k, _charge(row.i, charge, measure, base, amount, why)))
    rows += _zeros(standing, c, prepared)
    return [charge for _, _, charge in sorted(rows, key=lambda row: (row[0], row[1], row[2].measure))]


def _zeros(standing: Standing, c: int, prepared: Prepared) -> Iterator[tuple[int, int, Charge]]:
    """The charges that are zero and known: relieved, or not on a list that is on file whole."""
    for i in range(len(standing.items)):
        for k, charge in enumerate(standing.chain.charges):
            relief = prepared.relieved.get((c, i, k))
            if relief is not None:
                base, why = _customs_value(standing, i), say("Relieved by {measure}.", measure=relief.id)
                yield i, k, _charge(i, charge, relief, base, standing.money(0), why)
            elif charge.list is not None and (c, i, k) in prepared.unlisted:
                yield i, k, _closed_list(standing, i, k)


def _charge(i: int, charge: ChainCharge, measure: Measure, base: Decimal, amount: Decimal, why: Text) -> Charge:
    expression = str(measure.expression or "")
    return Charge(i + 1, charge.kind, measure.id, expression, base, amount, why, measure.source, charge.base)


def _closed_list(standing: Standing, i: int, k: int) -> Charge:
    """A charge on listed goods only, where the list on file is whole and these are not on it: zero, and known."""
    charge = standing.chain.charges[k]
    zero = standing.money(0)
    listed = charge.list
    source = Source(listed.title, listed.address, listed.complete_on) if listed else None
    why = say("Not on the list of goods under this charge, which was on file whole on {day}.",
              day=listed.complete_on.isoformat() if listed else "")  # fmt: skip
    return Charge(i + 1, charge.kind, "", "FREE", _customs_value(standing, i), zero, why, source)


def _customs_value(standing: Standing, i: int) -> Decimal:
    """The base of a charge that is zero whatever its base."""
    return standing.money(standing.values[i] or 0)


def _why(standing: Standing, charge: ChainCharge, measure: Measure, base: Decimal, amount: Decimal) -> Text:
    """The officer's note on one amount in a sentence: base, rate, law, amount. The whole of it: :mod:`chorsu.assessment.note`."""
    currency, expression = standing.chain.currency, measure.expression
    said: dict[str, object] = {
        "rate": rate_in_words(expression) if expression else "",
        "base": Figure(base),
        "amount": Figure(amount),
        "currency": currency,
        "law": measure.source.title.rstrip(".") if measure.source else measure.id,
    }
    if not amount and charge.exempt_up_to:
        return say("{rate} on {base} {currency}: not collected up to {limit} {limit_currency} in all. Law: {law}.",
                   limit=Figure(charge.exempt_up_to.amount), limit_currency=charge.exempt_up_to.currency, **said)  # fmt: skip
    if measure.per == "consignment":
        return say("{rate}, once for the consignment: {amount} {currency} of it for this item. Law: {law}.", **said)
    if charge.lowest:
        return say("{rate} on {base} {currency} comes to {amount} {currency}, the lowest of what fits. Law: {law}.", **said)
    return say("{rate} on {base} {currency} comes to {amount} {currency}. Law: {law}.", **said)


def _unknown(standing: Standing, c: int, prepared: Prepared, whole: Mapping[Key, Whole]) -> list[Unknown]:
    rows: list[Unknown] = []
    for i in range(len(standing.items)):
        no_value = standing.why_no_value.get(i)
        if no_value is not None:
            rows.append(Unknown(i + 1, "customs_value", no_value, (), _remedy(standing, "customs_value", no_value)))
        for k, charge in enumerate(standing.chain.charges):
            if whole[c, i, k].amount is not None:
                continue
            choice = prepared.unknown.get((c, i, k))
            why = choice.unknown if choice and choice.unknown else _why_none(standing, c, i, k, prepared)
            candidates = (
                tuple(dict.fromkeys(row.id for row in choice.candidates)) if choice else prepared.contested.get((c, i, k), ())
            )
            rows.append(Unknown(i + 1, charge.kind, why, candidates, _remedy(standing, charge.kind, why, choice)))
    return rows


def _why_none(standing: Standing, c: int, i: int, k: int, prepared: Prepared) -> Text:
    """Why an amount that had its measures came to nothing: too few digits, or an unknown base."""
    if standing.values[i] is not None and (c, i, k) in prepared.contested:
        return too_few_digits(standing.inquiry(standing.items[i]).code)
    return say("It is computed on something that is unknown.")


def _remedy(standing: Standing, kind: str, why: Text, choice: Choice | None = None) -> str:
    """The command that would fill the gap; empty where the consignment itself lacks something."""
    if why.template == standing.no_rate("").template:
        return "chorsu rates import FILE.csv"
    if choice is not None and not choice.candidates:  # no row that could be the answer: nothing is on file
        return f"chorsu measures import FILE.csv --jurisdiction {standing.case.state} --kind {kind}"
    return ""


def _taken_for_granted(standing: Standing, charges: Sequence[Charge]) -> list[Assumed]:
    """What the chain says it assumes, as far as it touches an amount of this case."""
    rows = []
    if charges and standing.chain.assumed:
        rows += [
            Assumed(number, "all", say("{words}", words=standing.chain.assumed)) for number in range(1, len(standing.items) + 1)
        ]
    for rule in standing.chain.charges:
        touched = (
            sorted({charge.item for charge in charges if charge.kind == rule.kind and charge.amount}) if rule.assumed else []
        )
        rows += [Assumed(number, rule.kind, say("{words}", words=rule.assumed)) for number in touched]
    return rows


def _unlisted(standing: Standing, c: int, prepared: Prepared) -> list[Assumed]:
    """The charges on listed goods that are taken to be zero though the list on file may not be whole."""
    rows: list[Assumed] = []
    for i, item in enumerate(standing.items):
        for k, charge in enumerate(standing.chain.charges):
            if charge.list is None and (c, i, k) in prepared.unlisted:
                why = say(
                    "None on file for {code} from {origin}. It falls on listed goods only; the list may not be whole.",
                    code=standing.inquiry(item).code,
                    origin=state_names(item.origin),
                )
                rows.append(Assumed(i + 1, charge.kind, why))
    return rows
