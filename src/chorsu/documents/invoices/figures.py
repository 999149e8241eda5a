"""Figures and days as people write them: 1 234,56, 1,234.56, 1.234,56, １２３; and the words that stand around a figure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# What a comma does in a file.
DECIMAL, GROUP = "decimal", "group"

_CORE = re.compile(r"\d(?:[\d .,']*\d)?")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d{1,3}(?:'\d{3})+(?:[.,]\d+)?")
_MOST = 60


@dataclass(frozen=True)
class Figure:
    """A figure as it was read. ``comma`` is what it proves of the comma; ``open`` says that it could be read in two ways.

    ``words`` are what stands before and behind the figure: a currency, a unit. ``below`` says that it is below zero.
    """

    number: Decimal | None
    words: tuple[str, ...] = ()
    comma: str = ""
    open: bool = False
    below: bool = False


def read_figure(written: str, comma: str = "") -> Figure:
    """Read one figure. ``comma`` says what a comma does where the figure itself leaves it open; by default it sets groups apart.

    The number is None for a text without a figure, with several, or with groups that are none.
    """
    text = unicodedata.normalize("NFKC", written).replace("\u2212", "-").replace("’", "'").replace("`", "'")
    text = re.sub(r"\s", " ", text).strip()
    cores = _CORE.findall(text) if len(text) <= _MOST else []
    if len(cores) != 1:
        return Figure(None)
    before, core, behind = text.partition(cores[0])
    below = before.rstrip().endswith("-") or (before.rstrip().endswith("(") and behind.lstrip().startswith(")"))
    words = tuple(word for word in (part.strip(" ()-+=:") for part in (before, behind)) if word)
    plain, proves, is_open = _plain(core, comma or GROUP)
    if plain is None:
        return Figure(None, words)
    return Figure(Decimal(plain), words, proves, is_open, below and Decimal(plain) != 0)


def _plain(core: str, comma: str) -> tuple[str | None, str, bool]:
    """The figure with a point alone, what it proves of the comma, and whether it is open."""
    grouped = " " in core or "'" in core
    if grouped:
        if not _SPACED.fullmatch(core):
            return None, "", False
        core = core.replace(" ", "").replace("'", "")
    commas, points = core.count(","), core.count(".")
    if commas and points:
        return _both(core)
    if not commas and not points:
        return core, "", False
    mark = "," if commas else "."
    decimal_by_it, group_by_it = (DECIMAL, GROUP) if mark == "," else (GROUP, DECIMAL)
    if commas + points > 1:
        return (core.replace(mark, ""), group_by_it, False) if _groups(core, mark) else (None, "", False)
    whole, rest = core.split(mark)
    if grouped or len(rest) != 3 or len(whole) > 3 or whole.startswith("0"):
        return f"{whole}.{rest}", decimal_by_it, False
    return (f"{whole}.{rest}" if comma == decimal_by_it else whole + rest), "", True


def _both(core: str) -> tuple[str | None, str, bool]:
    mark, group = (",", ".") if core.rfind(",") > core.rfind(".") else (".", ",")
    whole, _mark, rest = core.rpartition(mark)
    if mark in whole or not _groups(whole, group):
        return None, "", False
    return f"{whole.replace(group, '')}.{rest}", DECIMAL if mark == "," else GROUP, False


def _groups(core: str, mark: str) -> bool:
    first, *others = core.split(mark)
    return 1 <= len(first) <= 3 and all(len(each) == 3 for each in others)


def what_commas_do(figures: Iterable[Figure], russian: bool) -> tuple[str, bool]:
    """What a comma does in a file by its figures, and whether they prove it: none, or both, prove nothing."""
    seen = Counter(figure.comma for figure in figures if figure.comma)
    if len(seen) == 1:
        return next(iter(seen)), True
    if seen:
        return seen.most_common(1)[0][0], False
    return (DECIMAL if russian else GROUP), False


_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_OURS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


def read_day(written: str) -> tuple[date | None, bool]:
    """A day, and whether it is a guess: 07/08/2026 is read as the seventh of August, and may be the eighth of July."""
    text = unicodedata.normalize("NFKC", written).strip().split(" ")[0]
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3])), False
    if match := _OURS.fullmatch(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        if second > 12:
            return _day(year, first, second), False
        return _day(year, second, first), "." not in text and first <= 12 and first != second
    return None, False


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
