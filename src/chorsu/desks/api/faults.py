"""Each fault of a request with its path, what is wrong and what would be right, in the reader's words."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as Invalid
from django.utils.translation import gettext_lazy as _

from chorsu.facts import Faulty

MOST_FAULTS = 1_000

A_TEXT = _("a text")
A_WHOLE_NUMBER = _("a whole number")
YES_OR_NO = _("true or false")
AN_OBJECT = _("an object: {…}")
A_LIST = _("a list: […]")
A_KEY = _("a key such as 0197b2c4-6c1e-7b3a-9f21-3d5c8e0a1b2c")
NO_FIT = _("This value does not fit.")

# By the kind of fault that the library for reading finds: what is wrong, what would be right.
WORDS = {
    "missing": (_("This field is missing."), ""),
    "extra_forbidden": (_("No such field is read here."), ""),
    "string_type": (_("This is not a text."), A_TEXT),
    "string_unicode": (_("This is not a text."), A_TEXT),
    "string_too_short": (_("This text is too short."), _("at least %(min_length)s characters")),
    "string_too_long": (_("This text is too long."), _("at most %(max_length)s characters")),
    "string_pattern_mismatch": (NO_FIT, _("what matches %(pattern)s")),
    "int_type": (_("This is not a whole number."), A_WHOLE_NUMBER),
    "int_parsing": (_("This is not a whole number."), A_WHOLE_NUMBER),
    "int_parsing_size": (_("This is not a whole number."), A_WHOLE_NUMBER),
    "int_from_float": (_("This is not a whole number."), A_WHOLE_NUMBER),
    "greater_than_equal": (_("This is too small."), _("at least %(ge)s")),
    "less_than_equal": (_("This is too large."), _("at most %(le)s")),
    "bool_type": (_("This is neither true nor false."), YES_OR_NO),
    "bool_parsing": (_("This is neither true nor false."), YES_OR_NO),
    "uuid_type": (_("This is not a key."), A_KEY),
    "uuid_parsing": (_("This is not a key."), A_KEY),
    "enum": (NO_FIT, _("one of %(expected)s")),
    "literal_error": (NO_FIT, _("one of %(expected)s")),
    "list_type": (_("This is not a list."), A_LIST),
    "too_long": (_("This list is too long."), _("at most %(max_length)s entries")),
    "too_short": (_("This list is too short."), _("at least %(min_length)s entries")),
    "dict_type": (_("This is not an object."), AN_OBJECT),
    "model_type": (_("This is not an object."), AN_OBJECT),
    "model_attributes_type": (_("This is not an object."), AN_OBJECT),
}


def fault(path: str, message, expected="") -> dict:
    """One fault as an answer has it."""
    return {"path": path, "message": str(message)} | ({"expected": str(expected)} if expected else {})


def faults_of(errors: Iterable[dict]) -> list[dict]:
    """The faults that the library found, as ours."""
    found = []
    for error in list(errors)[:MOST_FAULTS]:
        context = error.get("ctx", {})
        message, expected = WORDS.get(error["type"], (NO_FIT, ""))
        if error["type"] in ("value_error", "assertion_error"):
            message, _sign, expected = str(context.get("error", "")).partition("\n")
            message = message or NO_FIT
        found.append(fault(path_of(error["loc"]), message, str(expected) % context if "%(" in str(expected) else expected))
    return found


def invalid_faults(invalid: Invalid) -> list[dict]:
    """The faults that a model or a form found, by their fields."""
    named = invalid.message_dict if hasattr(invalid, "error_dict") else {"": invalid.messages}
    return [fault("" if name == NON_FIELD_ERRORS else name, message) for name, messages in named.items() for message in messages]


@contextmanager
def under(name: str) -> Iterator[None]:
    """Faults of a document that stands in a field of the request have their paths under the name of that field."""
    try:
        yield
    except Faulty as faulty:
        rows = (replace(row, path=f"{name}.{row.path}".rstrip(".")) for row in faulty.faults)
        raise Faulty(tuple(rows)) from None


def path_of(place: tuple) -> str:
    """``("body", "given", "items", 0, "hs")`` as ``items[0].hs``; the source and the name of our argument are not told."""
    source, *steps = place
    if source in ("body", "form", "query") and len(steps) > 0 and steps[0] in ("given", "asked"):
        steps = steps[1:]
    path = ""
    for step in steps:
        if isinstance(step, int):
            path += f"[{step}]"
        elif not step.startswith(("function-", "constrained-", "nullable", "is-instance")):
            path += f".{step}" if path else step
    return path
