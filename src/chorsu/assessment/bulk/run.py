"""The bulk run on one machine: stretch by stretch of the file, each kept when it is done, the whole put in place at the end.

Until then nothing stands at the path of the result. A run that was killed goes on, when it is started again with the same input,
law and options, after the last stretch that was kept.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from chorsu.assessment.bulk.balances import StoredBalances
from chorsu.assessment.bulk.batch import Laws, assess
from chorsu.assessment.bulk.ledger import Ledger, account_of
from chorsu.assessment.bulk.lines import MOST_DIGITS, checks
from chorsu.assessment.bulk.local import Local, quoted
from chorsu.assessment.bulk.session import Session
from chorsu.assessment.bulk.source import Source, open_source
from chorsu.assessment.bulk.summary import add_up, of_stretch
from chorsu.assessment.bulk.typed import know, read, reject, type_lines
from chorsu.assessment.bulk.workplace import Workplace, beside
from chorsu.assessment.bulk.writing import put_together, result_columns
from chorsu.assessment.exchange import Rates
from chorsu.assessment.explain import book_state
from chorsu.assessment.relations import TooLong
from chorsu.facts import Fault, Faulty
from chorsu.measures.book import Book
from chorsu.text import say

ROWS_AT_ONCE = 750_000
# How many digits a figure may have: fewer, where what is computed with them does not fit 128 bits.
_DIGITS = (MOST_DIGITS, 18, 15)
_ROWS_IN_GROUP = 122_880  # of Parquet: a group stands in memory until it is written

# ruff: noqa: S608, E501 - the SQL below is put together from this module's own words and quoted names only

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Job:
    """What is to be assessed, and where to: see :func:`assess_lines`."""

    lines: Path
    out: Path
    defaults: Mapping[str, str]
    opening: Path | None = None
    closing: Path | None = None
    language: str = "en"
    rows_at_once: int = ROWS_AT_ONCE


def assess_lines(job: Job, book: Book, rates: Rates, *, progress: Progress = lambda done, of: None) -> dict[str, Any]:
    """Assess every line of a Parquet or CSV file; the summary, as it is also written beside the result.

    Beside ``out``: ``…rejects…`` with the lines that could not be read and why, ``…summary.json``. ``defaults`` stand where a line
    has no jurisdiction, regime or day. Raises Faulty where the file is no table of lines.
    """
    gc.disable()  # what is made here stays, and has no cycles: to look through it for garbage takes a tenth of the time
    with Workplace(job.out, fingerprint(job, book, rates)) as place:
        session = Local(place.scratch)
        try:
            source = open_source(session, job.lines, place, job.defaults)
            know(session)
            run = _Run(
                session, source, job, Laws(book, rates, job.language), Ledger(StoredBalances(session, place, job.opening)), place
            )
            # A table without lines has one stretch, with none in it: its result has all columns too.
            rows = source.rows_at_once(job.rows_at_once)
            for number, (start, stop) in enumerate(source.stretches(rows) if source.count else [(0, 0)]):
                if not place.has(number):
                    run.stretch(number, start, stop)
                progress(stop, source.count)
            return put_in_place(session, job, book, place, run.ledger.balances, sort=bool(source.order))
        except TooLong:
            expected = say("fewer digits in values, quantities or rates")
            raise Faulty(
                (Fault(str(job.lines), say("The figures have too many digits to be computed exactly."), expected),)
            ) from None
        finally:
            session.close()
            gc.enable()


@dataclass
class _Run:
    session: Local
    source: Source
    job: Job
    laws: Laws
    ledger: Ledger[StoredBalances]
    place: Workplace

    def stretch(self, number: int, start: int, stop: int) -> None:
        """Assess one stretch of rows, and keep what came of it."""
        session, source, kinds = self.session, self.source, self.laws.kinds
        rows = source.rows(start, stop)
        for digits in _DIGITS:
            self.ledger.balances.open(number)
            try:
                assess_rows(session, rows, source.types, self.job, self.laws, self.ledger, digits)
                break
            except TooLong:
                if digits == _DIGITS[-1]:
                    raise
        session.drop("typed")  # room for what is written
        given = [f"lines.{session.dialect.column(name)}" for name in source.types if name not in result_columns(kinds)]
        listed, added = ", ".join(given), ", ".join(result_columns(kinds))
        order = ", lines.n AS line_order" if source.order else ""
        lines = f"({rows}) AS lines"
        options = f"FORMAT parquet, ROW_GROUP_SIZE {source.rows_at_once(_ROWS_IN_GROUP)}"
        results, refused = "result ON lines.n = result.n JOIN phrase ON result.s = phrase.s", "refused ON lines.n = refused.n"
        with self.place.keeping(number) as kept:
            for path, columns, joined in ((kept.result, added, results), (kept.rejects, "reason", refused)):
                session.run_with_care(
                    f"COPY (SELECT {listed}, {columns}{order} FROM {lines} JOIN {joined} ORDER BY lines.n) TO {quoted(path)} ({options})"
                )
            kept.summary.write_text(json.dumps(of_stretch(session, kinds)), encoding="utf-8")
            self.ledger.balances.keep(kept.balances)
        session.drop("refused", "rejected")


def assess_rows(
    session: Session, rows: str, types: Mapping[str, str], job: Job, laws: Laws, ledger: Ledger[Any], digits: int = MOST_DIGITS
) -> None:
    """Make ``result`` and ``refused`` of rows; those with a figure of more digits are refused. Raises TooLong where it still is too long."""
    rules = checks(types, session.dialect, digits)
    read(session, rows, types, job.defaults, rules)
    reject(session, rules, limited(laws.book), job.language)
    assess(session, laws, ledger, type_lines(session, types))
    refuse_late(session, job.language)


def put_in_place(
    session: Local, job: Job, book: Book, place: Workplace, balances: StoredBalances, *, sort: bool
) -> dict[str, Any]:
    """Put everything together and in its place; the summary."""
    summary = add_up(place.summaries()) | {"book": book_state(book)}
    made = {}
    if place.parts("result"):
        made = {beside(job.out, "rejects"): put_together(session, place, "rejects", job.out, sort=sort),
                job.out: put_together(session, place, "result", job.out, sort=sort)}  # fmt: skip
    if job.closing is not None:
        closing = place.staged("closing.half" + job.closing.suffix)
        balances.open(len(place.parts("result")))
        currencies = {chain.jurisdiction: chain.currency for chain in book.chains if chain.limits}
        units = {account_of(quota): quota.unit for periods in book.quotas.values() for quota in periods}
        balances.write(closing, currencies, units)
        made[job.closing] = closing
    place.publish(made, summary, beside(job.out, "summary", ".json"))
    return summary


def refuse_late(session: Session, language: str) -> None:
    """Add to ``refused`` the lines that were rejected when they were valued, with the other lines of their consignments."""
    if not next(session.rows("SELECT count(*) FROM rejected"))[0]:
        return
    other = say("Another line of the same consignment is rejected.").in_(language)
    session.make("refused", f"""SELECT * FROM refused UNION ALL
        SELECT typed.n, coalesce(rejected.reason, {session.dialect.text(other)}) AS reason FROM typed LEFT JOIN rejected ON typed.n = rejected.n
        WHERE typed.c IN (SELECT c FROM rejected)""")  # fmt: skip


def limited(book: Book) -> str:
    """SQL for the kinds of lines whose regime has a limit for each buyer."""
    found = set()
    for chain in book.chains:
        if any(limit.per for limit in chain.limits):
            found |= {(state, chain.regime) for state in book.states(chain.jurisdiction)}
    cases = [f"(jurisdiction = '{state}' AND regime = '{regime}')" for state, regime in sorted(found)]
    return f"({' OR '.join(cases)})" if cases else "false"


def fingerprint(job: Job, book: Book, rates: Rates) -> dict[str, object]:
    """What a run must share with one that was killed to go on with its work."""

    def file(path: Path | None) -> list[object]:
        return [] if path is None else [str(path.resolve()), path.stat().st_size, path.stat().st_mtime_ns]

    return {"program": 1, "lines": file(job.lines), "opening": file(job.opening), "defaults": dict(job.defaults), "book": book.hash,
            "rates": rates.hash, "language": job.language, "rows_at_once": job.rows_at_once, "duckdb": duckdb.__version__}  # fmt: skip
