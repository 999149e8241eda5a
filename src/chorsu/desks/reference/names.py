"""A name for the row that follows another: the year in it moves on."""

import re

from chorsu.desks.reference import shelf
from chorsu.desks.reference.models import Dataset

_YEAR = re.compile(r"(.*?)-(20\d\d)(?:-\d+)?$")


def next_name(key: str) -> str:
    """KZ-vat-2026 is followed by KZ-vat-2027; a name without a year by itself with -2, and so on until it is free."""
    found = _YEAR.match(key)
    stem, number = (found.group(1), int(found.group(2))) if found else (key, 1)
    while True:
        number += 1
        name = f"{stem}-{number}"
        if shelf.row(Dataset.MEASURE, name) is None:
            return name
