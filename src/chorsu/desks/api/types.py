"""The words that schemas are written in: keys, figures, days and times as CONTRACTS has them, read strictly."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Choices
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, PlainSerializer, StrictBool, StrictInt, WithJsonSchema

from chorsu.facts import exact, plain

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIGURE = r"^-?[0-9]{1,15}(\.[0-9]{1,9})?$"


class Given(Schema):
    """What is sent in. A field that nobody reads is a fault, so that a slip of the keyboard is told."""

    model_config = ConfigDict(extra="forbid")


def _wrong(message: str, expected: str) -> ValueError:
    return ValueError(f"{message}\n{expected}")


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise _wrong(_("This is not a day."), _("a day as YYYY-MM-DD, for example 2026-12-01"))


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) and len(value) > 10 else None
        if read is not None and read.tzinfo is not None:
            return read.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise _wrong(_("This is not a time with its zone."), _("a time such as 2026-12-01T09:30:00+08:00"))


def _figure(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    number = exact(value) if isinstance(value, str) and re.fullmatch(FIGURE, value.strip(), re.ASCII) else None
    if number is None:
        raise _wrong(_("This is not a decimal figure."), _('a figure in quotation marks, for example "23400.00"'))
    return number


def _key(value: Any) -> UUID:
    if isinstance(value, UUID):
        return value
    try:
        if isinstance(value, str) and len(value) == 36:
            return UUID(value)
    except ValueError:
        pass
    raise _wrong(_("This is not a key."), _("a key such as 0197b2c4-6c1e-7b3a-9f21-3d5c8e0a1b2c"))


def _printable(value: str) -> str:
    if any(letter < " " and letter not in "\n\r\t" for letter in value):
        raise _wrong(_("This text has control characters."), _("a text of printable characters"))
    return value.strip()


def _written_moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


Key = Annotated[UUID, BeforeValidator(_key), WithJsonSchema({"type": "string", "format": "uuid"})]
Day = Annotated[
    date,
    BeforeValidator(_day),
    PlainSerializer(lambda day: day.isoformat(), return_type=str),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-12-01"]}),
]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    PlainSerializer(_written_moment, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-12-01T09:30:00Z"]}),
]
Figure = Annotated[
    Decimal,
    BeforeValidator(_figure),
    PlainSerializer(plain, return_type=str),
    WithJsonSchema({"type": "string", "pattern": FIGURE, "examples": ["23400.00"]}),
]
Number = StrictInt
YesNo = StrictBool


def text_of(most: int, *, least: int = 0, **more: Any) -> Any:
    """A text of at most ``most`` characters, without control characters; spaces at its ends are taken off."""

    def whole(value: str) -> str:
        if len(value) < least:
            raise _wrong(_("This text is too short."), _("at least %(least)s characters") % {"least": least})
        return value

    return Annotated[str, AfterValidator(_printable), AfterValidator(whole), Field(min_length=least, max_length=most, **more)]


def one_of(choices: type[Choices]) -> Any:
    """One of the words of a table's column."""
    return Literal[tuple(choices.values)]


def code(pattern: str, **more: Any) -> Any:
    """A code that matches a pattern whole, or is empty."""
    return Annotated[str, Field(pattern=f"^({pattern})?$", **more)]


State = code("[A-Z]{2}", description="A state as in ISO 3166-1 alpha-2.", examples=["KZ"])
Currency = code("[A-Z]{3}", description="A currency as in ISO 4217.", examples=["USD"])
