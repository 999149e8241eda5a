"""Find facts on file: an index made once for each state of the facts, and what a list asks of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from chorsu.desks.finding import words_in
from chorsu.desks.reference import shelf
from chorsu.desks.reference.datasets import places_on_file, rates_by_key, ways_on_file
from chorsu.desks.reference.models import Dataset
from chorsu.measures import Book
from chorsu.measures.model import REQUIREMENT_KINDS
from chorsu.measures.shelf import Outline


@dataclass(frozen=True)
class Entry:
    """One fact in a list: its key, what it is filtered by, the text that words are looked for in, and what its cells are of."""

    key: str
    by: Mapping[str, str]
    text: str
    shown: Any


# What each dataset can be narrowed and sorted by.
FILTERS = {
    Dataset.MEASURE: ("jurisdiction", "kind", "regime", "origin", "commodity", "day"),
    Dataset.REQUIREMENT: ("jurisdiction", "kind", "regime", "origin", "commodity", "day"),
    Dataset.RATE: ("from", "to", "authority", "day"),
    Dataset.PLACE: ("state", "kind"),
    Dataset.SERVICE: ("mode", "place"),
    Dataset.CROSSING: ("mode", "place"),
}
SORTS = {
    Dataset.MEASURE: ("commodity", "id", "valid_from"),
    Dataset.REQUIREMENT: ("commodity", "id", "valid_from"),
    Dataset.RATE: ("on", "from"),
    Dataset.PLACE: ("code", "name"),
    Dataset.SERVICE: ("id",),
    Dataset.CROSSING: ("id",),
}


def entries(dataset: str) -> Sequence[Entry]:
    """All facts of a dataset on file, in the order of their list."""
    if dataset in (Dataset.MEASURE, Dataset.REQUIREMENT):
        return _measures(shelf.references().book)[dataset]
    return _OTHERS[dataset]()


@lru_cache(maxsize=1)
def _measures(book: Book) -> Mapping[str, Sequence[Entry]]:
    found: dict[str, list[Entry]] = {Dataset.MEASURE: [], Dataset.REQUIREMENT: []}
    for row in book.shelf.outlines():
        text = f"{row.id} {row.expression} {row.scheme} {row.conditions} {row.source}".casefold()
        dataset = Dataset.REQUIREMENT if row.kind in REQUIREMENT_KINDS else Dataset.MEASURE
        found[dataset].append(Entry(row.id, row._asdict(), text, row))
    for rows in found.values():
        rows.sort(key=lambda entry: _by_goods(entry.shown))
    return found


def _by_goods(row: Outline) -> tuple[str, ...]:
    return row.commodity, row.jurisdiction, row.kind, row.regime, row.origin, row.valid_from, row.id


def _rates() -> Sequence[Entry]:
    return _rates_of(shelf.references().rates)


@lru_cache(maxsize=1)
def _rates_of(rates) -> Sequence[Entry]:
    found = [
        Entry(key, {"from": row.base, "to": row.quote, "on": row.on.isoformat(), "authority": row.authority},
              f"{key} {row.source}".casefold(), row)
        for key, row in rates_by_key(rates).items()
    ]  # fmt: skip
    return sorted(found, key=lambda entry: (entry.by["on"], entry.key), reverse=True)


def _places() -> Sequence[Entry]:
    return _places_of(shelf.published())


@lru_cache(maxsize=1)
def _places_of(published) -> Sequence[Entry]:
    found = []
    for code, row in sorted(places_on_file(published).items()):
        names = " ".join(row.get(f"name_{language}", "") for language in ("en", "zh", "ru"))
        by = {"state": row["state"], "kind": row["kind"], "code": code, "name": row.get("name_en", "")}
        found.append(Entry(code, by, f"{code} {names} {row.get('iata', '')}".casefold(), row))
    return found


def _ways(kind: str) -> Callable[[], Sequence[Entry]]:
    return lambda: _ways_of(kind, shelf.published())


@lru_cache(maxsize=2)
def _ways_of(kind: str, published) -> Sequence[Entry]:
    found = []
    for name, row in sorted(ways_on_file(published)[kind].items()):
        places = _places_on(row)
        words = " ".join((name, *row.get("names", {}).values(), row.get("operator", ""), *places))
        found.append(Entry(name, {"mode": row["mode"], "id": name, "place": " ".join(places)}, words.casefold(), row))
    return found


def _places_on(row: Mapping[str, Any]) -> list[str]:
    """The places that a crossing or a service touches."""
    ends = [row.get("from", ""), row.get("to", "")]
    for leg in row.get("leg", []):
        ends += [leg.get("from", ""), leg.get("to", ""), leg.get("crossing", "")]
    return list(dict.fromkeys(filter(None, ends)))


_OTHERS: Mapping[str, Callable[[], Sequence[Entry]]] = {
    Dataset.RATE: _rates,
    Dataset.PLACE: _places,
    Dataset.SERVICE: _ways("service"),
    Dataset.CROSSING: _ways("crossing"),
}


def find(dataset: str, asked: Mapping[str, str]) -> Sequence[Entry]:
    """The facts that fit what is asked, by the names of :data:`FILTERS`, ``q`` words and ``sort``; one pass over the index."""
    rows: Iterable[Entry] = entries(dataset)
    for name in FILTERS[Dataset(dataset)]:
        if value := asked.get(name, "").strip():
            fits = _TESTS.get(name, _same(name))
            rows = [row for row in rows if fits(row.by, value)]
    for word in words_in(asked.get("q", "")):
        rows = [row for row in rows if word in row.text]
    found = rows if isinstance(rows, Sequence) else list(rows)
    sort = asked.get("sort", "")
    if sort.lstrip("-") in SORTS[Dataset(dataset)]:
        found = sorted(found, key=lambda entry: entry.by[sort.lstrip("-")], reverse=sort.startswith("-"))
    return found


def _same(name: str) -> Callable[[Mapping[str, str], str], bool]:
    return lambda by, value: by[name] == value


def _of_goods(by: Mapping[str, str], code: str) -> bool:
    """Whether a row may count for goods under these digits: it is over them, under them, or for all goods."""
    prefix = "" if by["commodity"] == "*" else by["commodity"]
    return prefix.startswith(code) or code.startswith(prefix)


def _of_origin(by: Mapping[str, str], origin: str) -> bool:
    return by["origin"] in ("*", origin)


def _on_day(by: Mapping[str, str], day: str) -> bool:
    if "on" in by:
        return by["on"] == day
    return by["valid_from"] <= day and (not by["valid_to"] or day <= by["valid_to"])


def _touches(by: Mapping[str, str], place: str) -> bool:
    return place.casefold() in by["place"].casefold()


_TESTS = {"commodity": _of_goods, "origin": _of_origin, "day": _on_day, "place": _touches}


_CHOICES: dict[tuple[str, str], tuple[Sequence[Entry], tuple[str, ...]]] = {}


def choices(dataset: str, name: str) -> tuple[str, ...]:
    """What a filter can be set to: the values that stand on file; kept as long as the facts are the same."""
    rows = entries(dataset)
    kept = _CHOICES.get((dataset, name))
    if kept is None or kept[0] is not rows:
        kept = _CHOICES[dataset, name] = rows, tuple(sorted({entry.by[name] for entry in rows} - {""}))
    return kept[1]


def count(dataset: str) -> int:
    """How many facts of a dataset are on file."""
    return len(entries(dataset))
