"""The facts as they are on file now, for the pages and services of the desk."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from chorsu.desks.reference import datasets
from chorsu.installation import data_folder, imported_measures, imported_rates, published_facts
from chorsu.measures import Book, load_book
from chorsu.planning import References, load_references


def references() -> References:
    """All facts on file; read again when they change."""
    return load_references()


def published() -> Path | None:
    """The folder of the published facts that count."""
    return published_facts(data_folder())


def row(dataset: str, key: str):
    """The row of a fact; None where there is none."""
    return datasets.row_on_file(references(), dataset, key, published())


def network():
    """The ways on file."""
    return references().network


def fingerprint() -> str:
    """A name for just this state of the facts on file."""
    return fingerprint_of(references(), published())


def fingerprint_of(facts: References, folder: Path | None) -> str:
    """A name for a state of the facts: its measures, its rates, and what was published of places and ways."""
    digest = sha256(f"{facts.book.hash} {facts.rates.hash}".encode())
    for name in ("places.toml", "network.toml"):
        path = folder / name if folder else None
        digest.update(sha256(path.read_bytes() if path and path.is_file() else b"").digest())
    return digest.hexdigest()


def layer_of(dataset: str, key: str) -> str:
    """Where a fact on file comes from: ``published`` at this desk, ``imported`` by whoever runs the system, ``shipped``."""
    from chorsu.desks.reference.models import Fact

    family = datasets.family_of(dataset)
    if Fact.objects.filter(family=family, key=key).exclude(row=None).exists():
        return "published"
    if not _imports(family):
        return "shipped"
    return "shipped" if shipped(dataset, key) == row(dataset, key) else "imported"


def _imports(family: str) -> bool:
    """Whether this installation has imported facts of a family, so that not all of them are the package's."""
    if family == datasets.Dataset.RATE:
        return imported_rates(data_folder()).is_file()
    layer = imported_measures(data_folder())
    return family == datasets.Dataset.MEASURE and layer.is_dir() and any(layer.iterdir())


def shipped(dataset: str, key: str):
    """The row of a fact as the package ships it; None where it ships none of that key."""
    family = datasets.family_of(dataset)
    if family == datasets.Dataset.MEASURE:
        measure = _package().named(key)
        return datasets.measure_row(measure) if measure else None
    if family == datasets.Dataset.RATE:
        rate = datasets.rates_by_key(_package_rates()).get(key)
        return datasets.rate_row(rate) if rate else None
    rows = datasets.places_on_file(None) if family == datasets.Dataset.PLACE else datasets.ways_on_file(None)[family]
    return dict(rows[key]) if key in rows else None


@lru_cache(maxsize=1)
def _package() -> Book:
    return load_book()


@lru_cache(maxsize=1)
def _package_rates():
    from chorsu.assessment import load_rates

    return load_rates()
