"""What the pages say of facts: the cells of a list, the lines of a fact's page, where a measure counts, its history."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, pgettext_lazy

from chorsu.desks.language import engine_language, written_day, written_figure
from chorsu.desks.places import place_named
from chorsu.desks.plans import words
from chorsu.desks.reference import index, said, sheets, shelf
from chorsu.desks.reference.datasets import dataset_of, family_of
from chorsu.desks.reference.fields import FIELDS
from chorsu.desks.reference.models import Change, Dataset, Draft
from chorsu.desks.reference.sheets import spread_out
from chorsu.measures import Measure
from chorsu.measures.model import NOT_CHARGES, REQUIREMENT_KINDS
from chorsu.measures.words import kind_name
from chorsu.text import in_language

DAYS = ("valid_from", "valid_to", "on")
ABOUT = {
    Dataset.MEASURE: gettext_lazy(
        "What is charged when goods pass a border: for which goods, from where, from which day, by which law."
    ),
    Dataset.REQUIREMENT: gettext_lazy("What is asked of goods besides money: papers, health, licences, prohibitions."),
    Dataset.RATE: gettext_lazy("What one currency is in another from a day on, and who published it."),
    Dataset.PLACE: gettext_lazy("Ports, stations, terminals, cities and border points, with their position and their names."),
    Dataset.SERVICE: gettext_lazy("Trains, ships, trucks and flights between places: their legs, times and days."),
    Dataset.CROSSING: gettext_lazy("Where goods pass from state to state: how long it takes, when it is open or shut."),
}
_NAME, _GOODS, _STATE = pgettext_lazy("fact", "Name"), gettext_lazy("Goods"), gettext_lazy("State")
_LAW = (gettext_lazy("Jurisdiction"), pgettext_lazy("fact", "Kind"), _GOODS, gettext_lazy("Origin"))
_DAYS = gettext_lazy("In force")
HEADS = {
    Dataset.MEASURE: (_NAME, *_LAW, gettext_lazy("Rate"), _DAYS),
    Dataset.REQUIREMENT: (_NAME, *_LAW, gettext_lazy("What must be done"), _DAYS),
    Dataset.RATE: (
        gettext_lazy("Pair"),
        gettext_lazy("Rate of exchange"),
        gettext_lazy("Day"),
        gettext_lazy("Authority"),
        gettext_lazy("Source"),
    ),
    Dataset.PLACE: (gettext_lazy("Code"), _NAME, pgettext_lazy("fact", "Kind"), _STATE, gettext_lazy("Time zone")),
    Dataset.SERVICE: (_NAME, gettext_lazy("Mode"), gettext_lazy("Operator"), gettext_lazy("State of things"), _DAYS),
    Dataset.CROSSING: (_NAME, gettext_lazy("Mode"), gettext_lazy("Between"), gettext_lazy("State of things")),
}
FILTER_LABELS = {
    "jurisdiction": gettext_lazy("Jurisdiction"),
    "kind": pgettext_lazy("fact", "Kind"),
    "regime": gettext_lazy("Regime"),
    "origin": gettext_lazy("Origin"),
    "commodity": gettext_lazy("Digits of the goods"),
    "day": gettext_lazy("In force on"),
    "from": gettext_lazy("From"),
    "to": gettext_lazy("To"),
    "authority": gettext_lazy("Authority"),
    "state": gettext_lazy("State"),
    "mode": gettext_lazy("Mode"),
    "place": gettext_lazy("Touches the place"),
}
_TYPED = ("commodity", "day", "origin", "place")
LAYERS = {
    "published": gettext_lazy("Published at this desk"),
    "imported": gettext_lazy("Imported by whoever runs the system"),
    "shipped": gettext_lazy("Shipped with Chorsu"),
}
KINDS_OF_PLACES = {
    "city": gettext_lazy("City"),
    "seaport": gettext_lazy("Seaport"),
    "airport": gettext_lazy("Airport"),
    "dry_port": gettext_lazy("Dry port"),
    "rail_terminal": gettext_lazy("Rail terminal"),
    "border_station": gettext_lazy("Border station"),
    "border_road": gettext_lazy("Border point on a road"),
}


def address_of(dataset: str, key: str) -> str:
    """The page of a fact."""
    return reverse("reference:fact", args=[dataset, key])


def filters(dataset: str, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """The filters of a list: a choice of what stands on file, or a line to type into."""
    found = []
    for name in index.FILTERS[Dataset(dataset)]:
        typed = name in _TYPED
        options = [] if typed else [(value, _option(dataset, name, value)) for value in index.choices(dataset, name)]
        if not typed and name != "regime":
            options.sort(key=lambda option: option[1])
        label = gettext_lazy("Day") if (dataset, name) == (Dataset.RATE, "day") else FILTER_LABELS[name]
        found.append({"name": name, "label": label, "value": asked.get(name, ""), "options": options, "typed": typed})
    return found


def _option(dataset: str, name: str, value: str) -> str:
    if name == "kind":
        return str(KINDS_OF_PLACES.get(value, value)) if dataset == Dataset.PLACE else words.kind(value)
    if name == "mode":
        return words.mode(value)
    if name in ("jurisdiction", "authority", "state"):
        return f"{words.state(value)} ({value})" if words.state(value) != value else value
    return value


def line(dataset: str, entry: index.Entry) -> dict[str, Any]:
    """One line of a list: the address of the fact, its first cell, the others."""
    return {"address": address_of(dataset, entry.key), "cells": _CELLS[Dataset(dataset)](entry.shown, entry)}


def _of_measure(row, entry) -> list:
    conditions = [each.strip() for each in row.conditions.split(";") if each.strip()]
    return [
        row.id,
        words.state(row.jurisdiction),
        words.kind(row.kind),
        said.goods(row.commodity),
        said.origin(row.origin),
        said.rate(row.expression, conditions, "" if row.expression else _text_of(row.id)),
        _days(row.valid_from, row.valid_to),
    ]


def _text_of(name: str) -> str:
    measure = shelf.references().book.named(name)
    said = in_language(measure.text, engine_language()) if measure else ""
    return said if len(said) <= 160 else f"{said[:157]}…"


def _of_rate(row, entry) -> list:
    return [
        _whole(f"{row.base} → {row.quote}"),
        written_figure(row.rate),
        _whole(written_day(row.on)),
        words.state(row.authority) if row.authority else "",
        row.source,
    ]


def _of_place(row, entry) -> list:
    name = row.get(f"name_{engine_language()}", "")
    return [row["code"], name, KINDS_OF_PLACES.get(row["kind"], row["kind"]), words.state(row["state"]), row["time_zone"]]


def _of_service(row, entry) -> list:
    name = in_language(row.get("names"), engine_language())
    days = _days(row.get("valid_from", ""), row.get("valid_to", "")) if row.get("valid_from") or row.get("valid_to") else ""
    return [
        name or row["id"],
        words.mode(row["mode"]),
        row.get("operator", ""),
        STATES_OF_WAYS.get(row.get("status", "operating"), ""),
        days,
    ]


def _of_crossing(row, entry) -> list:
    name = in_language(row.get("names"), engine_language())
    last = (row.get("status") or [{}])[-1].get("status", "")
    return [
        name or row["id"],
        words.mode(row["mode"]),
        " – ".join(place_named(row.get(side, "")) for side in ("from", "to")),
        STATES_OF_WAYS.get(last, last),
    ]


STATES_OF_WAYS = {
    "operating": gettext_lazy("runs"),
    "announced": gettext_lazy("announced"),
    "unconfirmed": gettext_lazy("not confirmed"),
    "open": pgettext_lazy("crossing", "open"),
    "restricted": gettext_lazy("with restrictions"),
    "closed": pgettext_lazy("crossing", "closed"),
    "suspended": gettext_lazy("suspended"),
    "under_construction": gettext_lazy("being built"),
    "unknown": gettext_lazy("not known"),
}
_CELLS = {
    Dataset.MEASURE: _of_measure,
    Dataset.REQUIREMENT: _of_measure,
    Dataset.RATE: _of_rate,
    Dataset.PLACE: _of_place,
    Dataset.SERVICE: _of_service,
    Dataset.CROSSING: _of_crossing,
}


def _days(first: str, last: str) -> str:
    first, last = (written_day(day) if day else "…" for day in (first, last))
    return format_html("{} {}", _whole(f"{first} –"), _whole(last))


def _whole(words: str) -> str:
    """Words that no line breaks."""
    return format_html('<span class="nowrap">{}</span>', words)


def differences(change: Change) -> list[tuple[str, str, str]]:
    """The fields in which a change differs, by the names of the form: as each was and as it will be."""
    return [(label_of(change.dataset, name), was, will) for name, was, will in sheets.differences(change)]


def label_of(dataset: str, name: str) -> str:
    """What a field of a row is called in the form; a field that the form does not have keeps its own name."""
    labels = {field.name: field.label for field in FIELDS[Dataset(dataset)]}
    known = {"source.title": "source_title", "source.address": "source_address", "source.checked_on": "checked_on"}
    spelt = known.get(name, name.replace("text.", "text_").replace("names.", "name_"))
    return str(labels.get(spelt, name))


def fact(dataset: str, key: str, row: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the page of a fact shows."""
    known = known_as(dataset, row) if row else dataset
    past = history(dataset, key)
    shown = row or (past[0]["change"].before if past else {})
    source = shown.get("source") if isinstance(shown.get("source"), Mapping) else {}
    measure = shelf.references().book.named(key) if row and family_of(known) == Dataset.MEASURE else None
    lines = [
        {
            "label": label_of(known, name),
            "written": written_day(written) if name in DAYS else written,
            "said": said.value(known, name, written, measure),
        }
        for name, written in spread_out(shown).items()
        if not name.startswith("source") and written
    ]
    layer = shelf.layer_of(dataset, key) if row else ""
    return {
        "dataset": known,
        "key": key,
        "row": row,
        "title": title_of(known, key, shown),
        "lines": lines,
        "history": past,
        "label": Dataset(known).label,
        "source": source
        or {
            "title": shown.get("source_title") or (shown.get("source") if isinstance(shown.get("source"), str) else ""),
            "address": shown.get("source_address", ""),
            "checked_on": shown.get("checked_on", ""),
        },
        "layer": LAYERS.get(layer, ""),
        "shipped": _shipped_lines(known, key, row) if layer == "published" else [],
        "counts": where_it_counts(key) if row and family_of(known) == Dataset.MEASURE else [],
        "beside": beside(key) if row and family_of(known) == Dataset.MEASURE else [],
    }


def known_as(dataset: str, row: Mapping[str, Any]) -> str:
    """The dataset in which a row is shown: a requirement asked for among the measures is a requirement."""
    return dataset_of(family_of(dataset), row)


def title_of(dataset: str, key: str, row: Mapping[str, Any]) -> str:
    """What a fact is called by people."""
    language = engine_language()
    if dataset in (Dataset.MEASURE, Dataset.REQUIREMENT) and row.get("kind"):
        return f"{words.kind(row['kind'])}, {words.state(row['jurisdiction'])}: {said.goods(row['commodity'])}"
    if dataset == Dataset.RATE and row.get("from"):
        return f"{row['from']} → {row['to']}, {row['on']}"
    if dataset == Dataset.PLACE:
        return row.get(f"name_{language}") or key
    return in_language(row.get("names"), language) or key


def _shipped_lines(dataset: str, key: str, row: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The fields in which the row on file differs from the one that the package ships; empty where it ships none."""
    shipped = shelf.shipped(dataset, key)
    if shipped is None:
        return []
    was, is_now = spread_out(shipped), spread_out(row)
    return [(name, was.get(name, ""), is_now.get(name, "")) for name in {**was, **is_now} if was.get(name) != is_now.get(name)]


def history(dataset: str, key: str) -> list[dict[str, Any]]:
    """The publications that changed a fact, the latest first, each with its change."""
    datasets = [name for name in Dataset.values if family_of(name) == family_of(dataset)]
    changes = Change.objects.filter(dataset__in=datasets, key=key, draft__state=Draft.State.PUBLISHED)
    changes = changes.select_related("draft__publication").order_by("-draft__publication__number")
    return [{"change": change, "publication": change.draft.publication, "draft": change.draft} for change in changes]


def where_it_counts(key: str) -> list[dict[str, Any]]:
    """The chains in which a measure counts: of which state, at which step, on what base; for a requirement the states alone."""
    book, language = shelf.references().book, engine_language()
    measure = book.named(key)
    if measure is None:
        return []
    if measure.kind in NOT_CHARGES:
        return [{"state": words.state(state), "chain": "", "step": 0} for state in sorted(book.states(measure.jurisdiction))]
    found = []
    for chain in book.chains:
        if chain.regime != measure.regime or chain.jurisdiction not in {measure.jurisdiction, *book.states(measure.jurisdiction)}:
            continue
        if (chain.valid_to and chain.valid_to < measure.valid_from) or (measure.valid_to and measure.valid_to < chain.valid_from):
            continue
        for step, charge in enumerate(chain.charges, 1):
            if charge.kind == measure.kind:
                base = [kind_name(name).in_(language) for name in charge.base]
                found.append(
                    {
                        "state": words.state(chain.jurisdiction),
                        "chain": chain.id,
                        "step": step,
                        "steps": len(chain.charges),
                        "base": words.listed(base),
                        "since": chain.valid_from,
                        "until": chain.valid_to,
                    }
                )
    return found


def beside(key: str) -> list[dict[str, Any]]:
    """The rows of the same goods, kind, regime and origin: what counted before, what will after, what stands beside."""
    book = shelf.references().book
    measure = book.named(key)
    if measure is None:
        return []
    rows = [row for row in book.shelf.at(measure.jurisdiction, measure.prefix) if _like(row, measure)]
    return [
        {
            "address": address_of(_dataset(row), row.id),
            "id": row.id,
            "rate": said.rate(str(row.expression or ""), [*map(str, row.conditions)]),
            "days": _days(row.valid_from.isoformat(), row.valid_to.isoformat() if row.valid_to else ""),
            "here": row.id == key,
        }
        for row in sorted(rows, key=lambda row: (row.valid_from, row.id))[:20]
    ]


def _like(row: Measure, measure: Measure) -> bool:
    return (row.kind, row.regime, row.origin) == (measure.kind, measure.regime, measure.origin)


def _dataset(measure: Measure) -> str:
    return Dataset.REQUIREMENT if measure.kind in REQUIREMENT_KINDS else Dataset.MEASURE
