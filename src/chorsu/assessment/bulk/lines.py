"""A table of lines as columns of checked figures: what each column must be, and what is wrong with a line that it rejects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from chorsu.consignment import BUYER_KINDS, INCOTERMS
from chorsu.facts import Fault, Faulty
from chorsu.measures.model import MODES
from chorsu.nomenclature import load_edition
from chorsu.reading import known_countries, known_currencies, shown
from chorsu.text import Text, say

REQUIRED = ("line_id", "hs", "origin", "value", "currency", "on")
FIGURES = ("value", "freight", "quantity", "net_mass", "gross_mass")
LISTS = ("proofs", "importer")
COLUMNS = (
    "line_id", "consignment_id", "jurisdiction", "regime", "on", "hs", "code", "origin", "value", "currency", "quantity", "unit",
    "net_mass", "gross_mass", "incoterm", "freight", "proofs", "buyer", "producer", "mode", "buyer_kind", "importer",
)  # fmt: skip
# Lines of one consignment stand before customs together: these must be the same for all of them.
OF_THE_CONSIGNMENT = ("jurisdiction", "regime", "on", "buyer", "mode", "buyer_kind", "importer")

# ruff: noqa: S608 - the SQL below is put together from this module's own words only


@dataclass(frozen=True)
class Check:
    """A rule for a column: SQL that is false where a line breaks it, and the words for that."""

    column: str
    sql: str
    wrong: Text
    expected: Text


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


def as_text(name: str, kind: str) -> str:
    """SQL for a column as text; an empty one is NULL. Lists are joined."""
    cell = f"array_to_string(\"{name}\", '; ')" if kind.endswith("[]") else f'CAST("{name}" AS VARCHAR)'
    return f"nullif(trim({cell}), '')"


def columns_sql(types: Mapping[str, str], defaults: Mapping[str, str]) -> str:
    """The list of a SELECT that brings every known column of a table to text, or to an exact number; absent ones are NULL."""
    found = []
    for name in COLUMNS:
        if name in FIGURES and is_number(types.get(name, "")):
            found.append(f'"{name}"')
        elif name in types:
            cell = as_text(name, types[name])
            found.append(f"coalesce({cell}, '{defaults[name]}') AS \"{name}\"" if name in defaults else f'{cell} AS "{name}"')
        else:
            found.append(f"'{defaults[name]}' AS \"{name}\"" if name in defaults else f'CAST(NULL AS VARCHAR) AS "{name}"')
    return ", ".join(found)


def checks(types: Mapping[str, str]) -> Sequence[Check]:
    """The rules for a line. Each column stands as :func:`columns_sql` left it."""
    return tuple(_checks(types))


def _checks(types: Mapping[str, str]) -> Iterator[Check]:
    for name in (*REQUIRED, "jurisdiction"):
        yield Check(name, f'"{name}" IS NOT NULL', say("This field is missing."), say("a value in every line"))
    digits = say("six digits of the Harmonized System 2022, for example 080810")
    yield Check(
        "hs", "hs IS NULL OR hs IN (SELECT code FROM known_hs)", say("{value} is not in the Harmonized System 2022."), digits
    )
    national = say("six to fourteen digits that begin with the line's hs")
    yield Check(
        "code",
        "code IS NULL OR (regexp_full_match(code, '[0-9]{6,14}') AND starts_with(code, hs))",
        say("{value} does not fit."),
        national,
    )
    for name in ("origin", "jurisdiction"):
        known = f'"{name}" IS NULL OR "{name}" IN (SELECT code FROM known_states)'
        yield Check(
            name, known, say("{value} is not the code of a state."), say("a state as in ISO 3166-1, for example CN, KZ, UZ")
        )
    yield Check("currency", "currency IS NULL OR currency IN (SELECT code FROM known_currencies)",
                say("{value} is not the code of a currency."), say("a currency as in ISO 4217, for example CNY, USD, KZT"))  # fmt: skip
    yield Check("on", "\"on\" IS NULL OR (regexp_full_match(\"on\", '[0-9]{4}-[0-9]{2}-[0-9]{2}( 00:00:00)?') AND try_cast(\"on\" AS DATE) IS NOT NULL)",
                say("{value} is not a day."), say("a day as YYYY-MM-DD, for example 2026-12-01"))  # fmt: skip
    for name in FIGURES:
        figure = f'"{name}" >= 0 AND "{name}" < 1000000000000000' if is_number(types.get(name, "")) else (
            f"regexp_full_match(\"{name}\", '[0-9]{{1,15}}([.][0-9]{{1,9}})?')")  # fmt: skip
        limits = say("a figure from zero, with at most 15 digits before the point and 9 after it")
        yield Check(name, f'"{name}" IS NULL OR ({figure})', say("{value} is not such a figure."), limits)
    yield Check(
        "unit",
        "quantity IS NULL OR unit IS NOT NULL",
        say("The quantity has no unit."),
        say("a unit of UN/ECE Recommendation 20, for example KGM"),
    )
    yield Check(
        "unit",
        "unit IS NULL OR regexp_full_match(unit, '[A-Z0-9]{2,3}')",
        say("{value} does not fit."),
        say("a unit of UN/ECE Recommendation 20, for example KGM"),
    )
    for name, known in (("incoterm", INCOTERMS), ("mode", MODES), ("buyer_kind", BUYER_KINDS)):
        words = ", ".join(f"'{word}'" for word in known)
        yield Check(
            name,
            f'"{name}" IS NULL OR "{name}" IN ({words})',
            say("{value} does not fit."),
            say("one of {choices}", choices=", ".join(known)),
        )


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
