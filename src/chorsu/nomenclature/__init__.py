"""What goods are called: editions of the Harmonized System, national lines below it, search, and checks of codes.

>>> edition = load_edition()
>>> describe(edition, "080810", "ru").text
'яблоки свежие'
"""

from chorsu.nomenclature.check import check_hs, check_national, nearest
from chorsu.nomenclature.classify import classify
from chorsu.nomenclature.describe import children, describe, shortened
from chorsu.nomenclature.load import load_edition
from chorsu.nomenclature.model import Candidate, Classified, Description, Edition, Entry, Hit, Line, Option, Question, Season
from chorsu.nomenclature.national import national_lines, question
from chorsu.nomenclature.search import search

__all__ = [
    "Candidate",
    "Classified",
    "Description",
    "Edition",
    "Entry",
    "Hit",
    "Line",
    "Option",
    "Question",
    "Season",
    "check_hs",
    "check_national",
    "children",
    "classify",
    "describe",
    "load_edition",
    "national_lines",
    "nearest",
    "question",
    "search",
    "shortened",
]
