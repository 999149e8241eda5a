"""What applies: effective-dated duties, taxes, prohibitions and requirements, each with its source."""

from chorsu.measures.book import Book
from chorsu.measures.expression import Expression, NotAnExpression, parse_expression
from chorsu.measures.find import Inquiry, Requirement, find_requirements
from chorsu.measures.load import load_book, read_book
from chorsu.measures.model import Chain, ChainCharge, Measure

__all__ = [
    "Book", "Chain", "ChainCharge", "Expression", "Inquiry", "Measure", "NotAnExpression", "Requirement",
    "find_requirements", "load_book", "parse_expression", "read_book",
]  # fmt: skip
