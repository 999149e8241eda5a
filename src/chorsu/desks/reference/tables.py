"""Rows written as TOML: what the published facts and exported drafts are kept in. Days are days, texts are texts."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

# Fields whose texts of this shape are days.
DAYS = frozenset(("valid_from", "valid_to", "checked_on", "as_of", "seen_on", "from", "to", "on", "complete_on", "left_on"))
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def toml(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> str:
    """Arrays of tables by name: ``[[measure]]`` and its fields, a field a line; what lies within a row is inline."""
    parts = []
    for name, rows in tables.items():
        for row in rows:
            lines = [f"{_key(field)} = {_value(value, field)}" for field, value in row.items() if value not in (None, "", [], {})]
            parts.append("\n".join((f"[[{name}]]", *lines)))
    return "\n\n".join(parts) + "\n" if parts else ""


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any, field: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | date):
        return str(value)
    if isinstance(value, Mapping):
        inner = (f"{_key(name)} = {_value(each, name)}" for name, each in value.items() if each is not None)
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(each, "") for each in value) + "]"
    text = str(value)
    return text if field in DAYS and _DAY.fullmatch(text) and _is_day(text) else _text(text)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def plain_row(value: Any) -> Any:
    """A parsed TOML row as JSON keeps it: days as YYYY-MM-DD, decimals as text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return {str(name): plain_row(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain_row(each) for each in value]
    return value.isoformat() if isinstance(value, date) else str(value)
