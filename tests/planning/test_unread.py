"""Fields of a document that nobody reads are told, with what may have been meant."""

import pytest

from chorsu.planning import example
from chorsu.planning.unread import MOST, unread_fields


def test_the_example_holds_nothing_that_nobody_reads():
    document = example()
    document["items"][0].pop("packages", None)
    assert unread_fields(document) == ()


@pytest.mark.parametrize(
    ("change", "path", "expected"),
    [
        (lambda d: d.update(redy="x"), "redy", "perhaps ready"),
        (lambda d: d["items"][0].update(netmass="1"), "items[0].netmass", "perhaps net_mass"),
        (lambda d: d.update(freight={"amont": "1"}), "freight.amont", "perhaps amount"),
        (lambda d: d.update(colour="red"), "colour", "one of reference"),
    ],
)
def test_a_misspelt_field_is_told_with_the_one_that_was_meant(change, path, expected):
    document = example()
    document["items"][0].pop("packages", None)
    change(document)
    fault = next(iter(unread_fields(document)))
    assert fault.path == path
    assert str(fault.expected).startswith(expected)


@pytest.mark.parametrize(
    "document", [None, [], "x", 1, {"items": "x"}, {"items": [None, 1]}, {"freight": []}, {1: 2, "a\x00": 3}]
)
def test_anything_can_be_looked_through(document):
    assert isinstance(unread_fields(document), tuple)


def test_a_document_of_a_thousand_strange_fields_is_told_in_part():
    assert len(unread_fields({f"field-{number}": 1 for number in range(1000)})) == MOST
