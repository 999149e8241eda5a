"""The words and figures of printed papers: heading words in two languages, names of states and places, readable figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import UnionType

from babel import Locale

from chorsu.documents.load import headings
from chorsu.facts import plain
from chorsu.measures.expression import Amount, Less, Limit, Node, NotAnExpression, Over, Percent, Sum, parse_expression
from chorsu.text import LANGUAGES, in_language

Places = Mapping[str, Mapping[str, str]]
_THIN = "\u00a0"


def pair(group: str, name: str, language: str) -> list[str]:
    """A heading word in English and, where the reader's language is another, in that language."""
    names = headings(group)[name]
    return [names["en"]] if language == "en" else [names["en"], names[language]]


def word(group: str, name: str, language: str) -> str:
    """A word of headings.toml in one language; the name itself where it is not on file."""
    names = headings(group).get(name)
    return in_language(names, language) if names else name


def check_language(language: str) -> None:
    """Raise ValueError for a language that papers are not written in."""
    if language not in LANGUAGES:
        raise ValueError(f"papers are written in {', '.join(LANGUAGES)}; not in {language!r}")


def figure(number: Decimal | int | str, *, least_decimals: int = 0) -> str:
    """A figure with its thousands set apart: ``23 400.00``. A text that is not a figure comes back as it is."""
    text = number if isinstance(number, str) else plain(Decimal(number))
    sign, digits = ("−", text[1:]) if text.startswith("-") else ("", text)
    whole, point, fraction = digits.partition(".")
    if not whole.isascii() or not whole.isdigit() or (point and not (fraction.isascii() and fraction.isdigit())):
        return text
    groups = [whole[max(0, end - 3) : end] for end in range(len(whole), 0, -3)]
    fraction = fraction.ljust(least_decimals, "0")
    return sign + _THIN.join(reversed(groups)) + (f".{fraction}" if fraction else "")


def day(on: date) -> str:
    """A day as YYYY-MM-DD, which reads the same in every language."""
    return on.isoformat()


def state(code: str, language: str) -> str:
    """A state's name in English and the reader's language, with its code."""
    names = [Locale(name).territories.get(code, "") for name in dict.fromkeys(("en", language))]
    known = " / ".join(name for name in names if name)
    return f"{known} ({code})" if known else code


def state_name(code: str, language: str) -> str:
    """A state's or union's name in the reader's language; the code where it has none."""
    return word("union", code, language) if headings("union").get(code) else Locale(language).territories.get(code, code)


def place(text: str, language: str, places: Places) -> str:
    """A place as the paper writes it, with its names where they are given."""
    names = places.get(text)
    if not names:
        return text
    return f"{' / '.join(dict.fromkeys((in_language(names, 'en'), in_language(names, language))))} ({text})"


def unit(code: str, language: str) -> str:
    """A unit of measure (UN/ECE Recommendation 20) as people write it; the code where it is not on file."""
    names = headings("unit").get(code)
    return " / ".join(dict.fromkeys((names["en"], names[language]))) if names else code


def rate(expression: str, language: str, write: Callable[[Decimal], str] = figure) -> str:
    """A rate of duty in words: ``10% MIN 0.06 EUR/KGM`` is read "10%, but not less than 0.06 EUR/kg".

    ``write`` puts a figure as the reader writes it. What is not of the grammar of rates comes back as it is.
    """
    try:
        return _rate(parse_expression(expression).node, language, write)
    except NotAnExpression:
        return expression


def _rate(node: Node, language: str, write: Callable[[Decimal], str]) -> str:
    match node:
        case Percent(number, free):
            return word("rate", "free", language) if free else f"{write(number)}%"
        case Amount(amount, currency, unit, count):
            per = f"{count}\u00a0" if count != 1 else ""
            return f"{write(amount)}\u00a0{currency}" + (f"/{per}{word('unit', unit, language)}" if unit else "")
        case Over(of, limit, unit):
            over = f"{write(limit)}\u00a0{unit if isinstance(of, Percent) else word('unit', unit, language)}"
            return word("rate", "over", language).format(rate=_rate(of, language, write), limit=over)
        case Less(term):
            return _within(term, language, write, Limit | Over | Sum)
        case Sum(terms):
            first, *others = terms
            words = _within(first, language, write, Limit | Over)
            for term in others:
                words += f" {'−' if isinstance(term, Less) else '+'} {_within(term, language, write, Limit | Over)}"
            return words
        case Limit(left, kind, right):
            sentence = word("rate", "least" if kind == "MIN" else "most", language)
            return sentence.format(rate=_rate(left, language, write), limit=_within(right, language, write))


def _within(node: Node, language: str, write: Callable[[Decimal], str], in_brackets: type | UnionType = Limit) -> str:
    """A part of a larger rate, in brackets where its own words would run into those around it."""
    words = _rate(node, language, write)
    return f"({words})" if isinstance(node, in_brackets) else words
