"""The lines of the matrix, and the names of all addresses and operations there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from django.urls import URLResolver, get_resolver

ROLES = ("visitor", "newcomer", "reader", "staff", "administrator", "broker", "carrier", "foreign", "officer")
WORDS = {"ok", "no", "hidden", "login", "begin", "again"}
# A word among the things that fills no address: the sign-in was long ago.
LATER = "later"
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Line:
    """What each role gets at a name (of an address, or a path of the API) by a method."""

    file: str
    number: int
    name: str
    method: str
    things: tuple[str, ...]
    words: tuple[str, ...]
    is_api: bool

    @property
    def fills(self) -> tuple[str, ...]:
        """The things that fill the address."""
        return tuple(thing for thing in self.things if thing != LATER)

    def __str__(self) -> str:
        things = f"({','.join(self.things)})" if self.things else ""
        return f"{'api' if self.is_api else ''}{self.name}{things}-{self.method}"


def lines() -> list[Line]:
    """Every line of every table."""
    return [line for path in sorted(FOLDER.glob("*.txt")) for line in read(path)]


def read(path: Path) -> Iterator[Line]:
    """The lines of a table. Raises ValueError with the place of a line that is not one."""
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        columns = text.split("#")[0].split()
        if not columns:
            continue
        is_api = columns[0] == "api"
        if is_api:
            columns = [columns[2], columns[1], *columns[3:]]
        name, method, things, *words = columns
        if len(words) != len(ROLES) or not all(word in WORDS or word.isdigit() for word in words):
            raise ValueError(f"{path.name}:{number}: {len(ROLES)} words of {', '.join(sorted(WORDS))} are asked for: {text}")
        yield Line(path.stem, number, name, method, () if things == "-" else tuple(things.split(",")), tuple(words), is_api)


def names() -> list[str]:
    """The names of all addresses; an operation of the API has none here (see :func:`operations`)."""
    api = api_of_portal()
    ours = f"{api.urls_namespace}:" if api else "\0"
    documentation = {f"{ours}{name}" for name in ("openapi-json", "openapi-view", "api-root")}
    return sorted({name for name in _names(get_resolver().url_patterns) if not name.startswith(ours) or name in documentation})


def _names(patterns, space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield space + pattern.name
        elif not _only_sends_elsewhere(pattern):
            yield f"{space}(without a name: {pattern.pattern})"


def _only_sends_elsewhere(pattern) -> bool:
    """An old address that a library sends on to the one of today."""
    return getattr(getattr(pattern.callback, "view_class", None), "__name__", "") == "RedirectView"


def operations() -> list[tuple[str, str]]:
    """The operations of the API: method and path."""
    api = api_of_portal()
    if api is None:
        return []
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    return [(method.upper(), path) for path, found in paths.items() for method in found if method != "parameters"]


def api_of_portal():
    """The portal's API; None while there is none."""
    if find_spec("chorsu.portal.api") is None:
        return None
    from chorsu.portal.api import api

    return api
