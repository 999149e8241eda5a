"""One row of a file to one measure, group or chain, keeping every fault with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from chorsu.facts import Fault, Money, Source, exact, plain
from chorsu.measures.condition import Condition, NotACondition, parse_condition
from chorsu.measures.expression import Expression, NotAnExpression, parse_expression
from chorsu.measures.model import (
    ADDITION_OF,
    MODES,
    NOT_CHARGES,
    PERIODS,
    ROUNDING_MODES,
    VALUATIONS,
    Addition,
    Chain,
    ChainCharge,
    CompleteList,
    FreightLimit,
    Limit,
    Measure,
    Rounding,
)
from chorsu.reading import Reader, shown
from chorsu.text import Text, say

# The columns that become fields of a Measure; whatever else a row has is kept in ``extra``.
COLUMNS = (
    "id", "jurisdiction", "kind", "commodity", "origin", "scheme", "regime", "expression", "valid_from", "valid_to",
    "conditions", "replaces", "per", "of", "as", "text", "text_en", "text_zh", "text_ru", "source", "source_title",
    "source_address", "checked_on",
)  # fmt: skip
_COLUMN_SET = frozenset(COLUMNS)
_NAME = re.compile(r"[A-Za-z][\w:.-]*")
_COMMODITY = re.compile(r"\*|\d{2,14}", re.ASCII)

Row = Mapping[str, Any]
T = TypeVar("T")


class _Wrong(Exception):
    """A field that cannot be read; caught where the row is read."""

    def __init__(self, name: str, message: Text, expected: Text | None = None) -> None:
        self.name, self.message, self.expected = name, message, expected


def spread(row: Row) -> list[Row]:
    """A TOML table whose commodity or origin is a list, as one row for each, ``id-commodity-origin``; any other table is one row.

    So a requirement for many goods, or from many states, is written once.
    """
    rows = [row]
    for name in ("commodity", "origin"):
        if isinstance(values := row.get(name), list) and values and all(isinstance(value, str) for value in values):
            rows = [
                {**each, name: value, **({"id": f"{each['id']}-{value}"} if each.get("id") else {})}
                for each in rows
                for value in dict.fromkeys(values)
            ]
    return rows


def read_measure(row: Row, where: str, faults: list[Fault]) -> Measure | None:
    """Read a measure from a TOML table or a CSV row. Every fault is added as ``where.field``; None if there was one."""
    before = len(faults)

    def field(read: Callable[..., T], *asked: Any, otherwise: T) -> T:
        try:
            return read(row, *asked)
        except _Wrong as wrong:
            faults.append(Fault(f"{where}.{wrong.name}", wrong.message, wrong.expected))
            return otherwise

    kind = field(_matching, "kind", _NAME, say("a kind of charge or requirement, for example customs_duty"), otherwise="")
    measure = Measure(
        id=id_of(row),
        jurisdiction=field(_matching, "jurisdiction", _NAME, say("a state or a union, for example KZ or EAEU"), otherwise=""),
        kind=kind,
        commodity=field(_matching, "commodity", _COMMODITY, say("a code prefix of 2 to 10 digits, or *"), otherwise=""),
        origin=field(_short, "origin", "*", otherwise=""),
        regime=field(_short, "regime", "import", otherwise=""),
        valid_from=field(_first_day, otherwise=date.min),
        valid_to=field(_last_day, otherwise=None),
        scheme=field(_short, "scheme", "", otherwise=""),
        expression=field(_expression, kind, otherwise=None),
        conditions=field(_conditions, otherwise=()),
        replaces=field(_texts, "replaces", otherwise=()),
        per=field(_one_of, "per", ("item", "consignment"), say("item or consignment"), otherwise="item"),
        of=field(_texts, "of", otherwise=()),
        as_=field(_as, kind, otherwise=""),
        text=field(_words, otherwise={}),
        source=field(_source, otherwise=None),
        extra={name: value for name, value in row.items() if name not in _COLUMN_SET and value not in ("", None)},
    )
    return measure if len(faults) == before else None


def _short(row: Row, name: str, unless_said: str) -> str:
    value = row.get(name) or unless_said
    if not isinstance(value, str):
        raise _Wrong(name, say("{value} does not fit.", value=shown(value)), say("a text"))
    return value


def _one_of(row: Row, name: str, choices: tuple[str, ...], expected: Text) -> str:
    value = row.get(name) or choices[0]
    if not isinstance(value, str) or value not in choices:
        raise _Wrong(name, say("{value} does not fit.", value=shown(value)), expected)
    return value


def _as(row: Row, kind: str) -> str:
    if kind == "customs_value" and not row.get("as"):
        raise _Wrong("as", say("{value} does not fit.", value="–"), say("floor or replace"))
    return _one_of(row, "as", ("floor", "replace"), say("floor or replace")) if row.get("as") else ""


def _first_day(row: Row) -> date:
    day = _day(row, "valid_from")
    if day is None:
        raise _Wrong("valid_from", say("This field is missing."), say("a day as YYYY-MM-DD"))
    return day


def _last_day(row: Row) -> date | None:
    day = _day(row, "valid_to")
    try:
        first = _day(row, "valid_from")
    except _Wrong:
        return day
    if day is not None and first is not None and day < first:
        raise _Wrong("valid_to", say("{day} is before valid_from.", day=day), say("a day from {day} on", day=first))
    return day


def id_of(row: Row) -> str:
    """The row's id, made of its other columns where it has none."""
    if given := row.get("id"):
        return str(given)
    names = (
        "jurisdiction",
        "kind",
        "commodity",
        "origin",
        "scheme",
        "regime",
        "expression",
        "conditions",
        "valid_from",
        "valid_to",
    )
    parts = [row.get(name) for name in names]
    return "-".join("; ".join(map(str, part)) if isinstance(part, list) else str(part) for part in parts if part)


def _matching(row: Row, name: str, pattern: re.Pattern[str], expected: Text) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _Wrong(name, say("{value} does not fit.", value=shown("–" if value is None else value)), expected)
    return value


def _day(row: Row, name: str, path: str = "") -> date | None:
    value = row.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, datetime):  # a column of times, as some tables have; one with an hour is no day
        value = value.date() if value.time() == time.min else str(value)
    if isinstance(value, date):
        return value
    day = day_of(value) if isinstance(value, str) else None
    if day is None:
        raise _Wrong(path or name, say("{value} is not a day.", value=shown(value)), say("a day as YYYY-MM-DD"))
    return day


@cache
def day_of(text: str) -> date | None:
    """The day that a text names as YYYY-MM-DD; None where it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _expression(row: Row, kind: str) -> Expression | None:
    text = row.get("expression")
    if text is None or text == "":
        if kind in NOT_CHARGES and kind != "customs_value":
            return None
        raise _Wrong("expression", say("A charge needs an expression."), say("an expression, for example 8%, 0.2 EUR/KGM"))
    try:
        return parse_expression(str(text).strip())
    except NotAnExpression as mistake:
        expected = say("an expression, for example 8%, 0.2 EUR/KGM, 10% MIN 0.06 EUR/KGM")
        raise _Wrong("expression", mistake.reason, expected) from None


def _texts(row: Row, name: str) -> tuple[str, ...]:
    value = row.get(name)
    if not value:
        return ()
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise _Wrong(name, say("This is not a list of texts."), say('a list of texts, for example ["CT-1"]'))
    return tuple(value)


def _conditions(row: Row) -> tuple[Condition, ...]:
    try:
        return tuple(parse_condition(text) for text in _texts(row, "conditions"))
    except NotACondition as mistake:
        raise _Wrong("conditions", mistake.reason) from None


def _words(row: Row) -> Mapping[str, str]:
    text = row.get("text")
    if isinstance(text, Mapping):
        if not all(isinstance(word, str) for word in text.values()):
            raise _Wrong(
                "text", say("This is not a text in each language."), say('words by language: {{en = "…", zh = "…", ru = "…"}}')
            )
        return dict(text)
    words = {language: row.get(f"text_{language}") for language in ("en", "zh", "ru")}
    if text:
        words["en"] = text
    return {language: str(word) for language, word in words.items() if word}


def _source(row: Row) -> Source | None:
    if isinstance(row.get("source"), Mapping):
        day = _day(row["source"], "checked_on", "source.checked_on")
        return Source.of({**row["source"], "checked_on": day})
    title = row.get("source_title") or row.get("source") or ""
    checked = _day(row, "checked_on") or ""
    return _shared_source(str(title), str(row.get("source_address") or ""), str(checked)) if title else None


@cache
def _shared_source(title: str, address: str, checked_on: str) -> Source | None:
    return Source(title, address, day_of(checked_on))


def read_chain(row: Row, where: str, faults: list[Fault]) -> Chain | None:
    """Read a charge chain from its TOML table. Faults are added under ``where``; None if there was one."""
    reader = Reader(row, where, faults)
    before = len(faults)
    rounding = reader.child("rounding") if reader.has("rounding") else Reader({"to": "0.01", "mode": "half_up"})
    step = rounding.decimal("to", say('the step of rounding, for example "0.01"'), required=True)
    if step is not None and step == 0:
        rounding.fault("to", say("Amounts cannot be rounded to zero."), say('the step of rounding, for example "0.01"'))
    addition = reader.child("addition") if reader.has("addition") else None
    limit = reader.child("freight_at_most") if reader.has("freight_at_most") else None
    jurisdiction, regime = reader.text("jurisdiction", required=True), reader.text("regime") or "import"
    valid_from = reader.day("valid_from", required=True)
    chain = Chain(
        id=reader.text("id") or f"{jurisdiction}-{regime}-{valid_from}",
        jurisdiction=jurisdiction,
        regime=regime,
        currency=reader.currency("currency", required=True),
        valuation=reader.one_of("valuation", VALUATIONS) or "CIF",
        rounding=Rounding(step or Decimal("0.01"), rounding.one_of("mode", ROUNDING_MODES) or "half_up"),
        valid_from=valid_from or date.min,
        valid_to=reader.day("valid_to"),
        charges=tuple(_charge(child) for child in reader.children("charge", required=True, most=100)),
        freight_if_unknown=_percent(reader, "freight_if_unknown"),
        freight_at_most=None
        if limit is None
        else FreightLimit(_percent(limit, "rate") or Decimal(0), limit.one_of("mode", MODES, required=True)),
        insurance_if_unknown=_percent(reader, "insurance_if_unknown"),
        addition=None if addition is None else Addition(_percent(addition, "rate") or Decimal(0), _parts(addition)),
        limits=tuple(_limit(child) for child in reader.children("limits", most=20)),
        beyond=reader.text("beyond", required=reader.has("limits"), expected=say("the regime of what passes a limit")),
        source=source_of(reader),
        note=str(row.get("note") or ""),
        assumed=_by_language(row.get("assumed")),
    )
    if chain.beyond and not chain.limits:
        reader.fault("limits", say("This field is missing."), say("the limits beyond which another regime is for"))
    known = {"customs_value"}
    for index, charge in enumerate(chain.charges):
        if missing := [name for name in charge.base if name not in known]:
            path = f"charge[{index}].base"
            message = say("{names}: not the customs value, nor a charge before this one.", names=", ".join(missing))
            reader.fault(path, message, say("customs_value or earlier charges"))
        known.add(charge.kind)
    return chain if len(faults) == before else None


def _charge(reader: Reader) -> ChainCharge:
    whole = reader.child("list") if reader.has("list") else None
    limit = reader.child("exempt_up_to") if reader.has("exempt_up_to") else None
    share = reader.decimal("share", say('the share that is due, for example "0.70"'))
    return ChainCharge(
        kind=reader.matching("kind", _NAME.pattern, say("a kind of charge, for example vat"), required=True),
        base=reader.texts("base"),
        lowest=reader.one_of("choose", ("lowest",)) == "lowest",
        exempt_up_to=None
        if limit is None
        else Money(
            limit.decimal("amount", say("an amount of money"), required=True) or Decimal(0),
            limit.currency("currency", required=True),
        ),
        gross_up=_yes(reader, "gross_up"),
        listed_only=_yes(reader, "listed_only"),
        lines_missing=_yes(reader, "lines_missing"),
        list=None
        if whole is None
        else CompleteList(whole.day("complete_on", required=True) or date.min, whole.text("title"), whole.text("address")),
        share=share,
        source=source_of(reader),
        note=str(reader.data.get("note") or ""),
        assumed=_by_language(reader.data.get("assumed")),
    )


def _parts(reader: Reader) -> tuple[str, ...]:
    """What an addition is computed on: the goods' value at least, so that it never comes to less than nothing."""
    names, choices = reader.texts("of"), ", ".join(ADDITION_OF)
    if not {"value", "customs_value"} & set(names) or set(names) - set(ADDITION_OF):
        expected = say("value or customs_value, of {choices}", choices=choices)
        reader.fault("of", say("{value} does not fit.", value=shown(", ".join(names) or "–")), expected)
    return names


def _limit(reader: Reader) -> Limit:
    amount = reader.decimal("amount", say("an amount of money"), required=True)
    return Limit(Money(amount or Decimal(0), reader.currency("currency", required=True)), reader.one_of("per", PERIODS))


def _yes(reader: Reader, name: str) -> bool:
    """Whether a field says true; absent is false, and "true" in quotation marks is a fault."""
    if reader.data.get(name, False) not in (True, False):
        reader.fault(name, say("{value} does not fit.", value=shown(reader.data[name])), say("true or false"))
    return reader.data.get(name) is True


def source_of(reader: Reader) -> Source | None:
    """The source of a chain or quota; None where it has none, or one that cannot be read."""
    try:
        return _source(reader.data)
    except _Wrong as wrong:
        reader.fault(wrong.name, wrong.message, wrong.expected)
        return None


def _by_language(words: Any) -> Mapping[str, str]:
    """Words as a mapping of languages; plain text is English."""
    return dict(words) if isinstance(words, Mapping) else {"en": str(words)} if words else {}


def _percent(reader: Reader, name: str) -> Decimal | None:
    expected = say('a percentage, for example "1.125%"')
    value = reader.data.get(name)
    if value is None:
        return None
    number = exact(value[:-1]) if isinstance(value, str) and value.endswith("%") else None
    if number is None or number < 0:
        reader.fault(name, say("{value} does not fit.", value=shown(value)), expected)
        return None
    return Decimal(plain(number)) / 100
