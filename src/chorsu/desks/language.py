"""The reader's language under its other names: engines say zh, the web says zh-hans, Babel says zh_Hans."""

from datetime import date

from babel import Locale
from django.utils.translation import get_language

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
