"""Lists in pages: the newest first, each page with the address of the next."""

from collections.abc import Callable
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Schema
from pydantic import ConfigDict, Field

from chorsu.desks.api.types import Key

MOST = 100
T = TypeVar("T")


class Page(Schema, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: str | None = Field(description="The address of the next page; null on the last.")

    @classmethod
    def model_parametrized_name(cls, params: tuple[type[Any], ...]) -> str:
        return f"{params[0].__name__}Page"


class Paging(Schema):
    """What every list may be asked: how many at once, and after which."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(25, ge=1, le=MOST, description="How many at once.")
    after: Key | None = Field(None, description="The key of the last one of the page before; `next` has it.")


class Taken(Schema):
    """In which form a list is downloaded."""

    model_config = ConfigDict(extra="forbid")

    form: Literal["xlsx", "csv"] = Field("xlsx", description="An Excel sheet, or CSV in UTF-8.")


def page_of(request: HttpRequest, rows: QuerySet, asked: Paging, render: Callable[[Any], Any] = lambda row: row) -> dict:
    """The page of ``rows`` that was asked for, each rendered, and the address of the next.

    Keys sort by the time at which they were made, so a row that comes in meanwhile shifts no page.
    """
    if asked.after is not None:
        rows = rows.filter(pk__lt=asked.after)
    found = list(rows.order_by("-pk")[: asked.limit + 1])
    shown = found[: asked.limit]
    return {"items": [render(row) for row in shown], "next": _next(request, shown[-1].pk) if len(found) > len(shown) else None}


def page_of_list(request: HttpRequest, rows: list, limit: int, after: str, key: Callable[[Any], str]) -> dict:
    """The same of a list that is in memory and sorted by ``key``."""
    rest = [row for row in rows if key(row) > after] if after else rows
    return {"items": rest[:limit], "next": _next(request, key(rest[limit - 1])) if len(rest) > limit else None}


def _next(request: HttpRequest, last) -> str:
    query = [(name, value) for name, value in request.GET.items() if name != "after"]
    return f"{request.path}?{urlencode([*query, ('after', str(last))])}"
