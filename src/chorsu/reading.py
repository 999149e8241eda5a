"""Read untrusted documents field by field, keeping every fault with its path instead of stopping at the first."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale
from babel.numbers import list_currencies

from chorsu.facts import Fault, Faulty, exact, plain
from chorsu.text import Text, say

MOST_BYTES = 5_000_000
MOST_TEXT = 2_000
MOST_FAULTS = 1_000


def parse_json(raw: bytes | str, *, most_bytes: int = MOST_BYTES) -> Any:
    """Parse JSON whose decimals stay exact. Raises Faulty with the place of the mistake; too large a text is not parsed."""
    if len(raw) > most_bytes:
        raise Faulty((Fault("", say("The document has more than {most} bytes.", most=most_bytes)),))
    try:
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw
        return json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except json.JSONDecodeError as mistake:
        place = say("line {line}, column {column}", line=mistake.lineno, column=mistake.colno)
        fault = Fault("", say("This is not JSON: {place}.", place=place), say("a JSON document"))
    except UnicodeDecodeError:
        fault = Fault("", say("The document is not UTF-8 text."), say("JSON in UTF-8"))
    except (ValueError, RecursionError):
        fault = Fault("", say("This JSON has a figure or a depth that no document needs."), say("a JSON document"))
    raise Faulty((fault,))


def _no_constant(name: str) -> None:
    raise ValueError(name)


class Reader:
    """One object of a document, read field by field. Children share the list of faults with their parent."""

    def __init__(self, data: Any, path: str = "", faults: list[Fault] | None = None) -> None:
        self.path = path
        self.faults: list[Fault] = [] if faults is None else faults
        self.data: Mapping[str, Any] = {}
        if isinstance(data, Mapping):
            self.data = data
        else:
            self.fault("", say("This must be an object with named fields."), say("an object: {{…}}"))

    def at(self, name: str) -> str:
        """The path of a field of this object."""
        return f"{self.path}.{name}" if self.path and name else self.path or name

    def fault(self, name: str, message: Text, expected: Text | None = None) -> None:
        """Keep a fault of a field (of the object itself where the name is empty)."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(self.at(name), message, expected))

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self.data.get(name) is not None

    def _missing(self, name: str, required: bool, expected: Text) -> bool:
        if self.has(name):
            return False
        if required:
            self.fault(name, say("This field is missing."), expected)
        return True

    def text(self, name: str, *, required: bool = False, expected: Text | None = None) -> str:
        """A short text without control characters; empty where absent."""
        wanted = expected or say("a text")
        if self._missing(name, required, wanted):
            return ""
        value = self.data[name]
        if not isinstance(value, str) or len(value) > MOST_TEXT or not value.isprintable():
            self.fault(name, say("This is not a text of at most {most} printable characters.", most=MOST_TEXT), wanted)
            return ""
        if required and not value.strip():
            self.fault(name, say("This field is empty."), wanted)
        return value.strip()

    def matching(self, name: str, pattern: str, expected: Text, *, required: bool = False) -> str:
        """A text that a pattern matches whole; empty where absent or faulty."""
        if self._missing(name, required, expected):
            return ""
        value = self.data[name]
        if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
            self.fault(name, say("{value} does not fit.", value=shown(value)), expected)
            return ""
        return value

    def one_of(self, name: str, choices: tuple[str, ...], *, required: bool = False) -> str:
        """One of the words allowed; empty where absent or faulty."""
        expected = say("one of {choices}", choices=", ".join(choices))
        if self._missing(name, required, expected):
            return ""
        value = self.data[name]
        if value not in choices:
            self.fault(name, say("{value} does not fit.", value=shown(value)), expected)
            return ""
        return str(value)

    def decimal(self, name: str, expected: Text, *, required: bool = False) -> Decimal | None:
        """An exact figure that is not below zero, with at most 15 digits before the point and 9 after it."""
        if self._missing(name, required, expected):
            return None
        number = exact(self.data[name])
        if number is None:
            self.fault(name, say("{value} is not a decimal figure.", value=shown(self.data[name])), expected)
            return None
        whole, _, fraction = plain(abs(number)).partition(".")
        if number < 0:
            self.fault(name, say("{value} is below zero.", value=plain(number)), expected)
        elif len(whole.lstrip("0")) > 15 or len(fraction.rstrip("0")) > 9:
            limits = say("at most 15 digits before the point and 9 after it")
            self.fault(name, say("{value} has too many digits.", value=plain(number)), limits)
        else:
            return abs(number)
        return None

    def day(self, name: str, *, required: bool = False) -> date | None:
        """A day written as YYYY-MM-DD."""
        expected = say("a day as YYYY-MM-DD, for example 2026-12-01")
        if self._missing(name, required, expected):
            return None
        value = self.data[name]
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
                raise ValueError(value)
            return date.fromisoformat(value)
        except ValueError:
            self.fault(name, say("{value} is not a day.", value=shown(value)), expected)
            return None

    def country(self, name: str, *, required: bool = False) -> str:
        """A state by its ISO 3166-1 alpha-2 code."""
        expected = say("a state as in ISO 3166-1, for example CN, KZ, UZ")
        code = self.matching(name, "[A-Z]{2}", expected, required=required)
        if code and code not in known_countries():
            self.fault(name, say("{value} is not the code of a state.", value=code), expected)
        return code

    def currency(self, name: str, *, required: bool = False) -> str:
        """A currency by its ISO 4217 code."""
        expected = say("a currency as in ISO 4217, for example CNY, USD, KZT")
        code = self.matching(name, "[A-Z]{3}", expected, required=required)
        if code and code not in known_currencies():
            self.fault(name, say("{value} is not the code of a currency.", value=code), expected)
        return code

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of short texts; empty where absent."""
        values = self.data.get(name) or []
        if not isinstance(values, list) or not all(isinstance(value, str) and value.isprintable() for value in values):
            self.fault(name, say("This is not a list of texts."), say('a list of texts, for example ["CT-1"]'))
            return ()
        return tuple(values)

    def child(self, name: str) -> Reader:
        """The object in a field."""
        return Reader(self.data.get(name), self.at(name), self.faults)

    def children(self, name: str, *, required: bool = False, most: int = 10_000) -> Iterator[Reader]:
        """The objects in a list."""
        values = self.data.get(name)
        if values is None and not required:
            return
        if not isinstance(values, list) or len(values) > most or (required and not values):
            wanted = say("a list of 1 to {most} objects", most=most)
            self.fault(name, say("This is not a list of objects."), wanted)
            return
        for index, value in enumerate(values):
            yield Reader(value, f"{self.at(name)}[{index}]", self.faults)


def shown(value: Any) -> str:
    """A value as a message may show it: short, and without control characters."""
    text = str(value)
    text = "".join(letter if letter.isprintable() else "�" for letter in text)
    return text if len(text) <= 60 else text[:57] + "…"


# Codes that the locale data knows and that name neither a state nor a currency. ISO 3166-1 leaves XA to XZ to its users:
# a made-up state of an exercise has one of these.
_NO_STATES = frozenset(("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "ZZ"))
_NO_CURRENCIES = frozenset(("XTS", "XXX"))


def is_state(code: str) -> bool:
    """Whether this is the code of a state (ISO 3166-1 alpha-2)."""
    return code in known_countries()


@cache
def known_countries() -> frozenset[str]:
    """The codes of states (ISO 3166-1 alpha-2)."""
    codes = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_STATES


def is_currency(code: str) -> bool:
    """Whether this is the code of a currency (ISO 4217), of today or of the past."""
    return code in known_currencies()


@cache
def known_currencies() -> frozenset[str]:
    """The codes of currencies (ISO 4217), of today and of the past."""
    return frozenset(list_currencies()) - _NO_CURRENCIES
