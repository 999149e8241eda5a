"""Each fact says where it was read, and each requirement what must be done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chorsu.facts import Fault, Source
from chorsu.measures.checks.rule import Examined, fault, warning
from chorsu.measures.model import REQUIREMENT_KINDS
from chorsu.text import LANGUAGES, say


@fault
def no_source(book: Examined) -> Iterator[Fault]:
    """A measure has a source with the day on which it was checked."""
    for row in book.rows:
        if row.source is None or row.source.checked_on is None:
            yield Fault(f"{row.id}.source", say("The measure has no source with the day on which it was checked."))


@warning
def source_without_address(book: Examined) -> Iterator[Fault]:
    """The source of a measure has an address at which it can be looked up; one on paper has none."""
    for row in book.rows:
        if row.source is not None and not row.source.address.strip():
            message = say("The source has no address.")
            yield Fault(f"{row.id}.source", message, say("the title and address of the law"))


@fault
def checked_in_the_future(book: Examined) -> Iterator[Fault]:
    """No source was read on a day that has not come."""
    if book.today is None:
        return
    sources: list[tuple[str, Source | None]] = [(row.id, row.source) for row in book.rows_and_chains]
    sources += [(group.name, group.source) for group in book.book.groups.values()]
    for name, source in (*sources, *((place, quota.source) for place, quota in book.periods)):
        if source is not None and source.checked_on is not None and source.checked_on > book.today:
            message = say("{day} is still to come.", day=source.checked_on.isoformat())
            yield Fault(f"{name}.source.checked_on", message, say("the day on which the source was read"))


@fault
def free_without_law(book: Examined) -> Iterator[Fault]:
    """FREE for all goods closes a list, and its source is the law that closes it."""
    for row in book.rows:
        if row.commodity == "*" and str(row.expression) == "FREE" and row.source is None:
            message = say("FREE for all goods closes a list, and needs the law that closes it.")
            yield Fault(f"{row.id}.source", message, say("the title and address of the law"))


@warning
def requirement_without_words(book: Examined) -> Iterator[Fault]:
    """A requirement says what must be done."""
    for row in book.rows:
        if row.kind in REQUIREMENT_KINDS and not any(word.strip() for word in row.text.values()):
            yield Fault(f"{row.id}.text", say("The requirement does not say what must be done."), _WORDS)


@warning
def requirement_not_in_every_language(book: Examined) -> Iterator[Fault]:
    """A requirement says in each language what must be done."""
    for row in book.rows:
        missing = [language for language in LANGUAGES if not row.text.get(language, "").strip()]
        if row.kind in REQUIREMENT_KINDS and 0 < len(missing) < len(LANGUAGES):
            yield Fault(f"{row.id}.text", say("There are no words in {languages}.", languages=", ".join(missing)), _WORDS)


@fault
def day_beyond_belief(book: Examined) -> Iterator[Fault]:
    """A first day lies in the time of the laws that are on file: neither before 1900 nor after 2100."""
    for row in book.rows_and_chains:
        if not date(1900, 1, 1) <= row.valid_from <= date(2100, 1, 1):
            message = say("{day} lies outside the time of these laws.", day=row.valid_from.isoformat())
            yield Fault(f"{row.id}.valid_from", message, say("the day on which the law begins"))


_WORDS = say('words by language: {{en = "…", zh = "…", ru = "…"}}')
