"""The rules against random books: no tie of the engine escapes them, and nothing is called a fault that a right book may have."""

import re

import pytest

from chorsu.measures.check import check
from tests.assessment.compare import Product
from tests.assessment.random_books import random_world

# The random books plant these by chance: rivals of equal rank, replaced rows and conditions drawn blindly, a base rate left out.
BY_CHANCE = {"equal-in-rank", "replaces-in-vain", "never-holds", "charge-without-measures", "crossed-limits"}
TIE = re.compile(r"The book holds measures of equal rank: (.*)\.")


@pytest.mark.parametrize("seed", [1, 4, 9, 20, 26, 30, 45, 63, 72, 90])
def test_random_books_have_the_faults_that_chance_plants_and_no_others(tmp_path, seed):
    world = random_world(seed)
    product = Product(world, tmp_path)
    found = [each for each in check(product.book) if each.severity == "fault"]
    assert {each.rule for each in found} <= BY_CHANCE
    ties = {frozenset((each.path, str(each.message.values["other"]))) for each in found if each.rule == "equal-in-rank"}
    for answer in product.answers(world["asked"]):
        for unknown in answer.get("unknown", ()):
            if said := TIE.fullmatch(unknown["why"]):
                ids = said[1].split(", ")
                assert {frozenset((one, two)) for one in ids for two in ids if one != two} <= ties
