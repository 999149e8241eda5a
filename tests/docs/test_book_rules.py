"""Every rule of a book stands in the reference, with what breaking it is."""

import re

from chorsu.measures.checks import RULES
from tests.docs.pages import page


def test_every_rule_of_a_book_is_in_the_reference_and_no_other():
    told = dict(re.findall(r"^\| `([a-z-]+)` \| (fault|warning) \|", page("reference/book-rules.md"), re.MULTILINE))
    assert told == {rule.name: rule.severity for rule in RULES}
