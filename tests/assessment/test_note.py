"""The officer's note reads back: its figures, in each language, multiply to the amount, on every case and on random books."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from chorsu.assessment import Assessment, assess
from chorsu.consignment import read_consignment
from chorsu.facts import Faulty
from chorsu.text import Text

from .cases import CASES, Case
from .compare import Product
from .random_books import random_world

LANGUAGES = ("en", "zh", "ru")
WORLDS = 24
_NUMBER = {"en": r"\d[\d,]*(?:\.\d+)?", "zh": r"\d[\d,]*(?:\.\d+)?", "ru": r"\d[\d\u00a0]*(?:,\d+)?"}
_TOKEN = {language: re.compile(rf"({number})|([%×÷+−()])") for language, number in _NUMBER.items()}
_SIGNS = {"×": "*", "÷": "/", "+": "+", "−": "-", "(": "(", ")": ")", "%": "/100"}


def read(figure: str, language: str) -> Decimal:
    """A figure as the language writes it."""
    return Decimal(figure.replace("\u00a0", "").replace(",", ".") if language == "ru" else figure.replace(",", ""))


def value(written: str, language: str) -> Fraction:
    """What the figures and signs of one side of an equation come to; units, currencies and names are passed over."""
    # A name may hold a sign or a digit of its own only where it is one of the tests' own making; there is none.
    tokens = [
        f"Fraction('{read(number, language)}')" if number else _SIGNS[sign] for number, sign in _TOKEN[language].findall(written)
    ]
    return Fraction(eval(" ".join(tokens).replace("( )", ""), {"Fraction": Fraction}))


def equations(lines: tuple[Text, ...], language: str) -> Iterator[tuple[Fraction, str, Decimal]]:
    """The equations among the sentences: the left side, ``=`` or ``≈``, the right side. A condition is none, though it may say =."""
    for line in lines:
        said = line.in_(language)
        told = line.template.startswith("Rate of exchange") or {"condition", "conditions"} & line.values.keys()
        if told or not re.search("[=≈]", said):
            continue
        left, sign, right = re.split(r" ([=≈]) ", said)
        left = re.split("[:：；;]", left)[-1]
        found = re.search(rf"(−?)({_NUMBER[language]})", right)
        yield value(left, language), sign, read(found[2], language) * (-1 if found[1] else 1)


def check(assessment: Assessment) -> None:
    noted = assessment.noted
    step = min((charge.amount.as_tuple().exponent for charge in assessment.charges), default=0)
    for language in LANGUAGES:
        for lines in (*noted.values, *noted.charges, noted.total):
            for left, sign, right in equations(lines, language):
                if sign == "=":
                    assert left == Fraction(right), lines
                else:
                    assert abs(left - Fraction(right)) < Fraction(1, 10**7), lines
        for charge, lines in zip(assessment.charges, noted.charges, strict=True):
            assert due(lines, language) == charge.amount
            if charge.amount and charge.measure:
                assert Fraction(charge.amount) in {Fraction(each) for each in led_to(lines, language)}, (step, lines)
        for item, lines in zip(assessment.values, noted.values, strict=True):
            if item is not None:
                assert item in figures(lines[-1], language) or item in figures(lines[-2], language)
        assert len(assessment.note(language)) > len(assessment.charges)


def due(lines: tuple[Text, ...], language: str) -> Decimal:
    line = next(line for line in lines if line.template.startswith("Amount due"))
    return read(re.search(_NUMBER[language], line.in_(language))[0], language)


def figures(line: Text, language: str) -> list[Decimal]:
    return [read(found, language) for found in re.findall(_NUMBER[language], line.in_(language))]


def led_to(lines: tuple[Text, ...], language: str) -> list[Decimal]:
    """The figures of the last sentence before the amount due."""
    place = next(place for place, line in enumerate(lines) if line.template.startswith("Amount due"))
    return figures(lines[place - 1], language)


def assessed(world: dict[str, Any], question: dict[str, Any], folder: Path) -> Assessment | None:
    product = Product(world, folder)
    terms = {name: question[name] for name in ("jurisdiction", "regime", "on")}
    terms |= {"mode": question["mode"] or "", "for_plan": question["plan"]}
    try:
        return assess(read_consignment(question["consignment"]), product.book, product.rates, **terms)
    except Faulty:
        return None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_the_note_of_each_case_multiplies_to_its_amounts(case: Case, tmp_path: Path) -> None:
    question = {name: getattr(case, name) for name in ("consignment", "on", "regime", "mode")}
    found = assessed({"book": case.book, "rates": case.rates}, question | {"jurisdiction": "KZ", "plan": False}, tmp_path)
    assert found is not None
    check(found)


@pytest.mark.parametrize("seed", range(WORLDS))
def test_the_notes_on_random_books_multiply_to_their_amounts(seed: int, tmp_path: Path) -> None:
    world = random_world(seed)
    for number, question in enumerate(world["asked"]):
        if (found := assessed(world, question, tmp_path / str(number))) is not None:
            check(found)
