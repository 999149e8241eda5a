"""The example consignments: every file of the examples, named in the reader's language."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path

from chorsu.desks.plans import search
from chorsu.planning import example

# Where a package carries its examples; a checkout has them beside the sources.
FOLDERS = (Path(str(files("chorsu"))) / "data" / "examples", Path(__file__).parents[4] / "examples")

FIRST = "apples-jiaozhou-almaty"


@cache
def documents() -> dict[str, dict]:
    """The examples by name; the first consignment that Chorsu answered where no others are there."""
    folder = next((folder for folder in FOLDERS if folder.is_dir()), None)
    found = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))} if folder else {}
    return found or {FIRST: example()}


def menu(language: str) -> list[dict]:
    """What stands in the menu: the name, the goods in a few words, from where to where, the term."""
    return [
        {
            "name": name,
            "goods": _goods(document["items"][0], language),
            "from": search.short_place(document["from"], language),
            "to": search.short_place(document["to"], language),
            "term": document.get("incoterm", ""),
        }
        for name, document in documents().items()
    ]


def _goods(item: dict, language: str) -> str:
    """The goods by the first words of their papers, which are English; else as the nomenclature names them in the language."""
    written = (item.get("description") or item["hs"]).split(",")[0]
    return written if language == "en" else search.nearest_name(item["hs"], language) or written
