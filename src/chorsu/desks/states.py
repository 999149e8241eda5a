"""States as a form offers them: by their names in the reader's language."""

from functools import cache, lru_cache

from babel import Locale
from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

from chorsu.desks.language import locale

# The list of territories carries unions and placeholders too.
_NO_STATES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}


class StateSelect(forms.Select):
    """A choice of state. Its 250 options are one text made once: drawn one by one, they took half the time of a page."""

    def render(self, name, value, attrs=None, renderer=None):
        """The list as HTML, with the state that is chosen."""
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(given), _options(locale(), value or ""))


def states() -> tuple[tuple[str, str], ...]:
    """Every state by its name in the reader's language."""
    return _states(locale())


def state_name(code: str) -> str:
    """A state's name in the reader's language; its code where it is no state."""
    return dict(_states(locale())).get(code, code) if code else ""


def is_state(code: str) -> bool:
    """Whether a code of two letters names a state."""
    return bool(code) and code in dict(_states(Locale("en")))


@lru_cache(maxsize=64)
def _options(locale: Locale, chosen: str):
    rows = ((code, " selected" if code == chosen else "", name) for code, name in _states(locale))
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


@cache
def _states(locale: Locale) -> tuple[tuple[str, str], ...]:
    names = locale.territories.items()
    rows = [(code, name) for code, name in names if len(code) == 2 and code.isalpha() and code not in _NO_STATES]
    return (("", "—"), *sorted(rows, key=lambda row: row[1]))
