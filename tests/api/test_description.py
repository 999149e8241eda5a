"""The description itself: what its names mean."""

from collections import Counter

from ninja import Schema

from chorsu.desks.api.shapes import SHAPES
from chorsu.portal.api import api


def _below(kind):
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def test_each_name_of_a_schema_means_one_thing():
    assert api.get_openapi_schema()["paths"]
    ours = {each for each in _below(Schema) if each.__module__.startswith("chorsu.") and "[" not in each.__name__}
    counted = Counter([each.__name__ for each in ours] + list(SHAPES))
    assert [name for name, count in counted.items() if count > 1] == []
