"""What a search over everything finds. Each desk names its kinds of things in ``finding.py`` as ``KINDS``; the portal asks all.

A kind gives only what the actor may see: its rows begin at the desk's own ``visible_to``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from chorsu.desks.actor import Actor

MOST_LETTERS = 100
MOST_WORDS = 8


@dataclass(frozen=True)
class Asked:
    """Who searches for which words. ``shelf`` is the key of the reader's own plans in this browser."""

    actor: Actor
    words: tuple[str, ...]
    shelf: str = ""


@dataclass(frozen=True)
class Found:
    """One thing found: what it is called, what tells it from another, where it is; ``state`` where it has one."""

    title: str
    more: str
    address: str
    state: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of thing that can be found. ``rows`` are asked lazily and cut to what a page shows; ``show`` makes a line of one.

    ``scope`` is what a program's token must have to find it.
    """

    name: str
    label: Promise
    scope: str
    rows: Callable[[Asked], QuerySet | Sequence[Any]]
    show: Callable[[Any], Found]


def words_in(typed: str) -> tuple[str, ...]:
    """The words of a question, in small letters: each must be found. What is beyond the limits is not read."""
    return tuple(dict.fromkeys(typed[:MOST_LETTERS].replace("\0", " ").casefold().split()))[:MOST_WORDS]


def have(words: Sequence[str], field: str = "words") -> Q:
    """Rows whose column of words has every one of these."""
    found = Q()
    for word in words:
        found &= Q(**{f"{field}__contains": word})
    return found
