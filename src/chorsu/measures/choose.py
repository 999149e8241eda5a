"""Which measure counts: the longest prefix within a scheme, the nearest origin (or the lowest amount) among schemes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from chorsu.measures.find import Inquiry, fitting, longer, origin_rank
from chorsu.measures.model import Measure
from chorsu.text import Text, say


@dataclass(frozen=True)
class Choice:
    """The measures of a kind that count for an item.

    One; or where the law takes the lowest amount, one for each scheme, of which the arithmetic takes the lowest; or of fees all.
    None at all means that none is on file. ``unknown`` says why it cannot be told which, ``candidates`` which rows leave it open,
    and ``possible`` which may be the answer. ``contests``: where the code has too few digits and the lowest amount counts, the
    measures that would compete under each of the possible codes; the charge is known if all winners have one expression.
    """

    measures: tuple[Measure, ...] = ()
    contests: tuple[tuple[Measure, ...], ...] = ()
    unknown: Text | None = None
    candidates: tuple[Measure, ...] = ()
    possible: tuple[Measure, ...] = ()


def choose(inquiry: Inquiry, kind: str, *, lowest: bool = False, lines_missing: bool = False) -> Choice:
    """Pick what counts for one charge. Raises nothing: a tie, or a code with too few digits, is an answer.

    Where rows on file are longer than the item's code, each of them is a possible answer, and so is the code as it stands if a
    shorter row fits; if all of them come to the same expressions, those of the lowest commodity are taken. Where the tariff on
    file lacks lines (``lines_missing``), the rows under a code do not tell its rate, but for the one line of a code, with zeros.
    """
    code = inquiry.code
    here, below = fitting(inquiry, (kind,), code), longer(inquiry, (kind,), code)
    codes = sorted({row.prefix for row in (*below.measures, *below.undecided)})
    if here.measures or here.undecided or not codes:
        codes.insert(0, code)
    answers = [_answer(inquiry, kind, possible, lowest) for possible in codes]
    open_lines = lines_missing and codes[0] != code and any(prefix[len(code) :].strip("0") for prefix in codes)
    if len(answers) == 1 and not open_lines:
        return answers[0]
    known = all(answer.unknown is None for answer in answers)
    same = known and all(_meaning(answer) == _meaning(answers[0]) for answer in answers)
    if same and not open_lines:
        return min(answers, key=_commodity)
    if known and lowest:
        return Choice(contests=tuple(answer.measures for answer in answers))
    rows = tuple(dict.fromkeys(row for answer in answers for row in (*answer.measures, *answer.possible)))
    too_few = _lines_not_on_file(code) if same else too_few_digits(code)
    why = next((answer.unknown for answer in answers if answer.unknown is not None), too_few)
    return Choice(unknown=why, candidates=rows, possible=rows)


def too_few_digits(code: str) -> Text:
    """Why a code that is too short leaves a charge unknown."""
    return say("The code {code} has too few digits: lines under it have different rates.", code=code)


def _lines_not_on_file(code: str) -> Text:
    return say("The code {code} has too few digits: some lines under it may not be on file.", code=code)


def _answer(inquiry: Inquiry, kind: str, code: str, lowest: bool) -> Choice:
    """What counts for a code that is taken to be whole."""
    found = fitting(inquiry, (kind,), code)
    if found.undecided:
        why = say("A condition cannot be told: {ids}.", ids=_ids(found.undecided))
        if kind == "fee":  # each fee is due by itself
            return Choice(found.measures, unknown=why, candidates=found.undecided, possible=found.undecided)
        return Choice(unknown=why, candidates=found.undecided, possible=(*found.measures, *found.undecided))
    if kind == "fee":
        return Choice(tuple(sorted(found.measures, key=lambda row: row.id)))
    schemes: dict[str, list[Measure]] = defaultdict(list)
    for row in found.measures:
        schemes[row.scheme or row.origin].append(row)
    best = [row for rows in schemes.values() for row in _best(rows, inquiry)]
    if lowest:
        return Choice(tuple(sorted(best, key=lambda row: row.id)))
    nearest = _greatest(best, lambda row: origin_rank(inquiry, row.origin))
    return _tie(nearest) if len(nearest) > 1 else Choice(tuple(nearest))


def _best(rows: list[Measure], inquiry: Inquiry) -> list[Measure]:
    """The longer prefix, then the state's own before its union's, then the later one; several if they are still equal."""
    # Kazakhstan's own lower rates stand beside the union's tariff, so own goes before later.
    return _greatest(rows, lambda row: (len(row.prefix), row.jurisdiction == inquiry.state, row.valid_from))


def _greatest(rows: list[Measure], rank: Callable[[Measure], Any]) -> list[Measure]:
    if not rows:
        return []
    top = max(map(rank, rows))
    return [row for row in rows if rank(row) == top]


def _tie(rows: Iterable[Measure]) -> Choice:
    equal = tuple(sorted(rows, key=lambda row: row.id))
    why = say("The book holds measures of equal rank: {ids}.", ids=_ids(equal))
    return Choice(unknown=why, candidates=equal, possible=equal)


def _meaning(answer: Choice) -> object:
    """What an answer comes to in money: equal for answers that charge the same."""
    return Counter((row.per, row.expression.forms) for row in answer.measures if row.expression)


def _commodity(answer: Choice) -> tuple[str, ...]:
    return tuple(sorted(row.prefix for row in answer.measures))


def _ids(rows: Iterable[Measure]) -> str:
    return ", ".join(sorted(row.id for row in rows))
