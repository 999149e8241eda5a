"""Places as people write them: by their code, or in words."""

import re

from chorsu.desks.language import engine_language
from chorsu.geography import load_atlas
from chorsu.installation import data_folder, published_facts


def place_named(written: str) -> str:
    """A place that is written by its code, by its name in the reader's language; anything else as it is written."""
    place = load_atlas(published_facts(data_folder())).places.get(written)
    return re.split(r"\s*[(（]", place.names[engine_language()], maxsplit=1)[0] if place else written
