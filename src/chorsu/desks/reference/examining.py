"""Look a draft through, as the worker does: lay its changes over the facts on file, and see what is wrong and what is other."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chorsu.assessment.exchange import Row as Rate
from chorsu.desks.reference import shelf
from chorsu.desks.reference.datasets import family_of, rates_by_key, read_row, row_on_file
from chorsu.desks.reference.effects import effects
from chorsu.desks.reference.layer import keep_up, write_facts
from chorsu.desks.reference.models import Change, Dataset, Draft, Examination, Fact, Standing
from chorsu.desks.reference.services import finish
from chorsu.facts import Fault
from chorsu.installation import data_folder, imported_measures, imported_rates, published_measures
from chorsu.measures.checks import FAULT
from chorsu.measures.load import Reading, read_all_on_file
from chorsu.planning import References
from chorsu.planning.drafted import (
    changed_since,
    days_of,
    law_lines,
    new_faults,
    new_network_faults,
    rate_findings,
    same_draft,
)  # fmt: skip
from chorsu.planning.load import read_references
from chorsu.text import LANGUAGES

MOST_FAULTS = 500


def run(key: str, *, at: datetime) -> None:
    """Check the draft of an examination, and keep what is found. One that nobody waits for any more is left alone."""
    found = Examination.objects.select_related("draft").filter(pk=key).first()
    if found is None or found.state not in (Examination.State.WAITING, Examination.State.RUNNING):
        return
    if found.draft.edition != found.edition:  # changed since: another examination is asked for, or will be
        found.delete()
        return
    Examination.objects.filter(pk=key).update(state=Examination.State.RUNNING)
    found.state = Examination.State.RUNNING
    try:
        _look(found, at)
        found.state = Examination.State.DONE
    except Exception:
        found.state = Examination.State.FAILED
        finish(found, at=at)
        raise
    finish(found, at=at)


def _look(found: Examination, at: datetime) -> None:
    keep_up()
    standing = Standing.objects.filter(pk=1).first()
    found.standing = standing.number if standing else 0
    now, folder = shelf.references(), shelf.published()
    found.before = shelf.fingerprint_of(now, folder)
    changes = list(found.draft.changes.all())
    faults = [*_of_rows(changes, now), *_conflicts(changes, now, folder)]
    if not faults:
        with TemporaryDirectory(prefix="chorsu-draft-") as scratch:
            drafted = Path(scratch) / "facts"
            write_facts(drafted, _laid_over(changes))
            faults += _with(found, changes, now, folder, drafted, at.date())
    found.blocking = sum(each["severity"] == FAULT for each in faults)
    found.faults = faults[:MOST_FAULTS]


def _with(
    found: Examination, changes: list[Change], now: References, folder: Path | None, drafted: Path, today: date
) -> list[dict]:
    """Everything that needs the facts as they would be: the faults of the whole, the law, the cases."""
    home = data_folder()
    reading = read_all_on_file(imported_measures(home), published_measures(drafted))
    then = read_references(imported_measures(home), imported_rates(home), drafted)
    found.after = shelf.fingerprint_of(then, drafted)
    faults = [_told(each, each.severity, each.rule, each.place) for each in new_faults(_present(now.book.hash), reading, today)]
    faults += [_told(each, FAULT, "network") for each in new_network_faults(now, then)]
    faults += [_told(each, each.severity, each.rule) for each in rate_findings(then.rates, _rates(changes, then))]
    measures = [each for each in changes if family_of(each.dataset) == Dataset.MEASURE]
    found.law = law_lines(then.book, {each.key for each in measures}, {day for each in measures for day in _days(each)})
    if not any(each["severity"] == FAULT for each in faults):
        found.effects = list(effects(found, now, _like(now, then, changes)))
    return faults


def _days(change: Change) -> set[date]:
    """The days on which the law is another by a change: of a row that ends the day after its last one alone."""
    if change.operation == Change.Operation.END:
        last = date.fromisoformat(change.after["valid_to"])
        return {last + timedelta(days=1)} if last < date.max else set()
    return days_of([row for row in (change.before, change.after) if row])


def _like(now: References, then: References, changes: list[Change]) -> References:
    """The drafted facts, with the ways and places of now where the draft leaves them alone: nothing else may differ."""
    families = {family_of(each.dataset) for each in changes}
    if not families & {Dataset.PLACE, Dataset.SERVICE, Dataset.CROSSING}:
        return replace(then, atlas=now.atlas, network=now.network)
    return then


@lru_cache(maxsize=1)
def _present(book: str) -> Reading:
    """The measures on file, read whole; ``book`` is only the key under which the answer is kept."""
    layer = published_measures(shelf.published())
    return read_all_on_file(imported_measures(data_folder()), *filter(None, (layer,)))


def _laid_over(changes: list[Change]) -> dict[tuple[str, str], Mapping | None]:
    facts = {(fact.family, fact.key): fact.row for fact in Fact.objects.iterator(chunk_size=2000)}
    return facts | {(str(family_of(each.dataset)), each.key): each.after for each in changes}


def _of_rows(changes: list[Change], now: References) -> Iterator[dict]:
    """What is wrong in a row by itself: crossings that the draft adds are there for its services."""
    network = now.network
    ours = {each.key: None for each in changes if each.dataset == Dataset.CROSSING and each.after}
    known = replace(network, crossings={**ours, **network.crossings}) if ours else network
    for each in changes:
        if each.after is not None and not (ours and each.dataset == Dataset.SERVICE):
            for fault in read_row(each.dataset, each.after, known)[2]:
                yield _told(Fault(f"{each.key}.{fault.path}", fault.message, fault.expected), FAULT, "reading")


def _conflicts(changes: list[Change], now: References, folder: Path | None) -> Iterator[dict]:
    """Changes whose fact is not any more what it was when they were written."""
    for each in changes:
        row = row_on_file(now, each.dataset, each.key, folder)
        if row == each.before:
            continue
        if each.before is None:
            yield _told(same_draft(each.key), FAULT, "conflict")
            continue
        by = Fact.objects.filter(family=family_of(each.dataset), key=each.key).select_related("publication").first()
        yield _told(changed_since(each.key, by.publication.number if by else 0), FAULT, "conflict")


def _rates(changes: list[Change], then: References) -> list[Rate]:
    rates = rates_by_key(then.rates)
    keys = (each.key for each in changes if each.dataset == Dataset.RATE and each.after)
    return [rates[key] for key in keys if key in rates]


def _told(fault: Fault, severity: str, rule: str, place: str = "") -> dict[str, Any]:
    told = {"path": fault.path, "severity": severity, "rule": rule, "place": place}
    told["message"] = {language: fault.message.in_(language) for language in LANGUAGES}
    told["expected"] = {language: fault.expected.in_(language) for language in LANGUAGES} if fault.expected else {}
    return told


def conflicts_now(draft: Draft) -> list[dict]:
    """The changes of a draft that no longer fit what is on file."""
    return list(_conflicts(list(draft.changes.all()), shelf.references(), shelf.published()))
