"""A table of lines as columns of checked figures: what each column must be, and what is wrong with a line that it rejects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from chorsu.assessment.dialect import Dialect
from chorsu.consignment import BUYER_KINDS, INCOTERMS
from chorsu.facts import Fault, Faulty
from chorsu.measures.model import MODES
from chorsu.nomenclature import load_edition
from chorsu.reading import known_countries, known_currencies, shown
from chorsu.text import Text, say

REQUIRED = ("line_id", "hs", "origin", "value", "currency", "on")
FIGURES = ("value", "freight", "quantity", "net_mass", "gross_mass")
LISTS = ("proofs", "importer")
MOST_DIGITS = 24  # of a figure: fifteen before the point, nine after it
COLUMNS = (
    "line_id", "consignment_id", "jurisdiction", "regime", "on", "hs", "code", "origin", "value", "currency", "quantity", "unit",
    "net_mass", "gross_mass", "incoterm", "freight", "proofs", "buyer", "producer", "mode", "buyer_kind", "importer",
)  # fmt: skip
# What many lines have in common: each distinct combination is checked, and looked up, once.
KIND = ("jurisdiction", "regime", "hs", "code", "origin", "proofs", "producer", "mode", "buyer_kind", "importer",
        "unit", "currency", "incoterm")  # fmt: skip
# Lines of one consignment stand before customs together: these must be the same for all of them.
OF_THE_CONSIGNMENT = ("jurisdiction", "regime", "on", "buyer", "mode", "buyer_kind", "importer")

# ruff: noqa: S608 - the SQL below is put together from this module's own words only


@dataclass(frozen=True)
class Check:
    """A rule for a column: SQL that is false where a line breaks it, and the words for that.

    ``of_kind``: it looks at nothing but what all lines of a kind have in common.
    """

    column: str
    sql: str
    wrong: Text
    expected: Text
    of_kind: bool


def check_columns(types: Mapping[str, str], defaults: Mapping[str, str]) -> None:
    """Raise Faulty where a table lacks a column, or where one cannot be told from others."""
    must = [*REQUIRED, "jurisdiction"]
    faults = [
        Fault(name, say("This column is missing."), say("the columns {names}", names=", ".join(must)))
        for name in must if name not in types and name not in defaults
    ]  # fmt: skip
    if faults:
        raise Faulty(tuple(faults))


def is_number(kind: str) -> bool:
    """Whether a column's type holds exact numbers: whole ones, or decimals of at most nine places."""
    if kind.startswith("DECIMAL"):
        return int(kind.rstrip(")").rpartition(",")[2]) <= 9
    return kind in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")


def as_text(name: str, kind: str, dialect: Dialect) -> str:
    """SQL for a column as text; an empty one is NULL. Lists are joined."""
    column = dialect.column(name)
    cell = dialect.in_one(column) if kind.endswith("[]") else f"CAST({column} AS {dialect.string})"
    return f"nullif(trim({cell}), '')"


_DEFAULTS = {"regime": "'import'"}


def columns_sql(types: Mapping[str, str], defaults: Mapping[str, str], dialect: Dialect) -> str:
    """The list of a SELECT that brings every known column of a table to text, an exact number or a day; absent ones are NULL."""
    found = []
    for name in COLUMNS:
        column = dialect.column(name)
        default = dialect.text(defaults[name]) if name in defaults else _DEFAULTS.get(name, f"CAST(NULL AS {dialect.string})")
        if (name in FIGURES and is_number(types.get(name, ""))) or (
            name == "on" and types.get(name) == "DATE" and name not in defaults
        ):
            found.append(column)
        elif name in types:
            found.append(f"coalesce({as_text(name, types[name], dialect)}, {default}) AS {column}")
        else:
            found.append(f"{default} AS {column}")
    return ", ".join(found)


def checks(types: Mapping[str, str], dialect: Dialect, digits: int = MOST_DIGITS) -> Sequence[Check]:
    """The rules for a line. Each column stands as :func:`columns_sql` left it. A figure may have so many ``digits``."""
    return tuple(_checks(types, dialect, digits))


def _checks(types: Mapping[str, str], dialect: Dialect, digits: int) -> Iterator[Check]:
    def rule(name: str, sql: str, wrong: Text, expected: Text) -> Check:
        return Check(name, f"{dialect.column(name)} IS NULL OR ({sql})", wrong, expected, name in KIND)

    for name in (*REQUIRED, "jurisdiction"):
        missing, expected = say("This field is missing."), say("a value in every line")
        yield Check(name, f"{dialect.column(name)} IS NOT NULL", missing, expected, name in KIND)
    six = say("six digits of the Harmonized System 2022, for example 080810")
    yield rule("hs", "hs IN (SELECT code FROM known_hs)", say("{value} is not in the Harmonized System 2022."), six)
    national = dialect.matches("code", "[0-9]{6,14}") + " AND " + dialect.begins("code", "hs")
    yield rule("code", national, say("{value} does not fit."), say("six to fourteen digits that begin with the line's hs"))
    state = say("a state as in ISO 3166-1, for example CN, KZ, UZ")
    for name in ("origin", "jurisdiction"):
        yield rule(name, f"{name} IN (SELECT code FROM known_states)", say("{value} is not the code of a state."), state)
    yield rule("currency", "currency IN (SELECT code FROM known_currencies)", say("{value} is not the code of a currency."),
               say("a currency as in ISO 4217, for example CNY, USD, KZT"))  # fmt: skip
    on = dialect.column("on")
    day = f"{on} >= DATE '0001-01-01' AND {on} <= DATE '9999-12-31'"
    if types.get("on") != "DATE":
        day = f"{dialect.matches(on, '[0-9]{4}-[0-9]{2}-[0-9]{2}( 00:00:00)?')} AND try_cast({on} AS DATE) IS NOT NULL"
    yield rule("on", day, say("{value} is not a day."), say("a day as YYYY-MM-DD, for example 2026-12-01"))
    for name in FIGURES:
        limits = say("a figure from zero, with at most 15 digits before the point and 9 after it")
        figure = (
            f"{name} >= 0 AND {name} < 1000000000000000" if is_number(types.get(name, "")) else dialect.matches(name, _FIGURE)
        )
        yield rule(name, figure, say("{value} is not such a figure."), limits)
        if digits < MOST_DIGITS:
            text = without_zeros(f"CAST({name} AS {dialect.string})")
            short = f"length(regexp_replace(replace({text}, '.', ''), '^0+', '')) <= {digits}"
            yield rule(
                name,
                short,
                say("{value} has too many digits to be computed with exactly."),
                say("at most {count} digits", count=digits),
            )
    unit = say("a unit of UN/ECE Recommendation 20, for example KGM")
    yield Check("unit", "quantity IS NULL OR unit IS NOT NULL", say("The quantity has no unit."), unit, False)
    yield rule("unit", dialect.matches("unit", "[A-Z0-9]{2,3}"), say("{value} does not fit."), unit)
    for name, known in (("incoterm", INCOTERMS), ("mode", MODES), ("buyer_kind", BUYER_KINDS)):
        words = ", ".join(map(dialect.text, known))
        yield rule(name, f"{name} IN ({words})", say("{value} does not fit."), say("one of {choices}", choices=", ".join(known)))


def without_zeros(text: str) -> str:
    """SQL for a figure, as text, without the zeros at its end that say nothing."""
    return f"CASE WHEN {text} LIKE '%.%' THEN regexp_replace({text}, '[.]?0+$', '') ELSE {text} END"


_FIGURE = "[0-9]{1,15}([.][0-9]{1,9})?"


@cache
def known_codes() -> Mapping[str, tuple[str, ...]]:
    """The codes that exist, by the name of the relation that the checks look in."""
    return {
        "known_hs": load_edition().level(6),
        "known_states": tuple(sorted(known_countries())),
        "known_currencies": tuple(sorted(known_currencies())),
    }


def good_sql(rules: Sequence[Check]) -> str:
    """SQL that is true for a line that breaks no rule."""
    return " AND ".join(f"({rule.sql})" for rule in rules)


def broken(rules: Sequence[Check], kept: Sequence[bool | None], line: Mapping[str, object], language: str) -> str:
    """Every reason for which a line is rejected, in words; ``kept`` says which rules it keeps (a NULL is not kept)."""
    reasons = []
    for rule, keeps in zip(rules, kept, strict=True):
        if keeps or (rule.sql.endswith("IS NOT NULL") and line.get(rule.column) is not None):
            continue
        wrong = Text(rule.wrong.template, {"value": shown(line.get(rule.column))})
        reasons.append(f"{rule.column}: {wrong.in_(language)} {say('Expected: {what}.', what=rule.expected).in_(language)}")
    return " ".join(reasons)
