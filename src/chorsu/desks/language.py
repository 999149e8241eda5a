"""The reader's language under its other names: engines say zh, the web says zh-hans, Babel says zh_Hans."""

from datetime import date
from decimal import Decimal

from babel import Locale
from babel.numbers import format_decimal
from django.utils.translation import get_language

from chorsu.documents.words import rate

_ENGINES = {"en": "en", "zh-hans": "zh", "ru": "ru"}
_BABEL = {"en": "en", "zh-hans": "zh_Hans", "ru": "ru"}


def engine_language() -> str:
    """The language of this request as the engines name it: en, zh or ru."""
    return _ENGINES.get(get_language() or "en", "en")


def locale() -> Locale:
    """The language of this request with its way of writing figures and names."""
    return Locale.parse(_BABEL.get(get_language() or "en", "en"))


def written_day(day: date | str) -> str:
    """A day as tables of the reader's language write it: 03.12.2026 in Russian, else 2026-12-03 (ISO 8601, GB/T 7408)."""
    year, month, number = str(day)[:10].split("-")
    return f"{number}.{month}.{year}" if engine_language() == "ru" else f"{year}-{month}-{number}"


def written_figure(number: Decimal) -> str:
    """A figure with all its digits, grouped as the reader's language does it."""
    places = max(0, -number.as_tuple().exponent)
    pattern = f"#,##0.{'0' * places}" if places else "#,##0"
    return format_decimal(number, format=pattern, locale=locale(), decimal_quantization=False)


def written_rate(expression: str) -> str:
    """A rate of duty in the reader's words, its figures as the reader writes them."""
    return rate(expression, engine_language(), written_figure)
