"""Say what is wrong with a code, and which codes may have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from babel.dates import format_date
from rapidfuzz import process
from rapidfuzz.distance import OSA

from chorsu.nomenclature.describe import shortened
from chorsu.nomenclature.load import load_edition, load_nomenclature
from chorsu.nomenclature.model import DayOfYear, Edition, Line, Nomenclature, Season
from chorsu.text import Text, say

NEAREST = 3
_MOST_WRONG = 3
_MOST_SHOWN = 20
_DAY = {"en": "d MMMM", "ru": "d MMMM", "zh": "M月d日"}


def check_hs(code: str, edition: Edition | None = None) -> Text | None:
    """What is wrong with six digits of the Harmonized System, with up to three codes near them; None if they exist.

    Without an edition the one that consignments are written in counts. Six figures without dots are asked for.
    """
    edition = edition or load_edition()
    if not re.fullmatch("[0-9]{6}", code):
        return say("{code} is not six digits of the {edition}.", code=_shown(code), edition=edition.names)
    if edition.get(code) is not None:
        return None
    near = [_named(each, edition) for each in nearest(code, edition)]
    if not near:
        return say("{code} is not in the {edition}.", code=code, edition=edition.names)
    return say("{code} is not in the {edition}. Nearest: {nearest}.", code=code, edition=edition.names, nearest=listed(near))


def nearest(code: str, edition: Edition) -> tuple[str, ...]:
    """Up to three subheadings that six wrong digits may have meant, the likeliest first.

    Fewest digits mistyped or swapped first (at most three), then the longest common beginning (the subheading may be of
    another edition), then the nearest by number.
    """
    near = process.extract(code, _subheadings(edition), scorer=OSA.distance, score_cutoff=_MOST_WRONG, limit=None)
    ranked = sorted((wrong, -_common(code, each), abs(int(each) - int(code)), each) for each, wrong, _ in near)
    return tuple(each for *_, each in ranked[:NEAREST])


def check_national(nomenclature: str, code: str, on: date) -> Text | None:
    """What is wrong with a code of a state's or union's nomenclature on a day, or None.

    Told are a nomenclature or day that is not on file, a code that is not whole, one that is not on file, and a line whose season
    does not cover the day, with the lines that do.
    """
    schedule = load_nomenclature(nomenclature)
    shown = _shown(code)
    if schedule is None:
        return say(
            "No codes of the nomenclature {name} are on file; {code} was not checked.", name=_shown(nomenclature), code=shown
        )
    if not schedule.edition.on(on):
        return say("The codes of the nomenclature {name} on file are not for {day}; {code} was not checked.",
                   name=schedule.names, day=on.isoformat(), code=shown)  # fmt: skip
    if not schedule.has(code):
        return _not_on_file(schedule, code)
    line = schedule.under(code)[0]
    return _out_of_season(schedule, line, line.season, on) if line.season and not line.season.covers(on) else None


def _not_on_file(schedule: Nomenclature, code: str) -> Text:
    begun = schedule.under(code) if re.fullmatch("[0-9]{2,}", code) else ()
    if begun:
        return say("{code} is not a whole code of the nomenclature {name}; there are {count} under it: {codes}.",
                   code=code, name=schedule.names, count=len(begun), codes=some(line.code for line in begun))  # fmt: skip
    same = schedule.under(code[:6]) if re.fullmatch("[0-9]{6,}", code) else ()
    if same:
        return say("{code} is not on file in the nomenclature {name}. Under {hs} it has: {codes}.",
                   code=_shown(code), name=schedule.names, hs=code[:6], codes=some(line.code for line in same))  # fmt: skip
    return say("{code} is not on file in the nomenclature {name}.", code=_shown(code), name=schedule.names)


def _out_of_season(schedule: Nomenclature, line: Line, season: Season, on: date) -> Text:
    """The season of a line that does not cover the day, and the lines of the same goods that do."""
    possible = [other for other in schedule.under(line.code[:6]) if other.possible_on(on)]
    same_goods = [other for other in possible if set(other.kinds) & set(line.kinds)]
    instead = [named_line(other) for other in same_goods or possible]
    told = {"code": line.code, "first": in_words(season.first), "last": in_words(season.last), "day": on.isoformat()}
    if not instead:
        return say("{code} is for {first} to {last}, not for {day}.", **told)
    if len(instead) == 1:
        return say("{code} is for {first} to {last}; on {day} the line is {line}.", **told, line=instead[0])
    return say("{code} is for {first} to {last}; on {day} the lines are {lines}.", **told, lines=listed(instead))


def named_line(line: Line) -> Text | str:
    """A line's code with its words in brackets, or the code alone where the words are not on file."""
    return say("{code} ({name})", code=line.code, name=line.names) if line.names else line.code


def in_words(day: DayOfYear) -> Mapping[str, str]:
    """A day of every year in three languages: 1 August, 8月1日, 1 августа; the last of February without a figure."""
    if day == (2, 29):
        return {"en": "the end of February", "zh": "2月底", "ru": "конец февраля"}
    some = date(2000, *day)
    return {language: format_date(some, form, locale=language) for language, form in _DAY.items()}


def listed(parts: Sequence[Text | str]) -> Text | str:
    """Parts joined as each language joins a list."""
    joined = parts[0]
    for part in parts[1:]:
        joined = say("{list}, {next}", list=joined, next=part)
    return joined


def some(codes: Iterable[str], most: int = 12) -> Text | str:
    """The first codes of many, listed; a sign stands for the rest."""
    found = list(codes)
    return listed([*found[:most], "…"] if len(found) > most else found)


def _named(code: str, edition: Edition) -> Text:
    names = {language: shortened(words) for language, words in edition.entries[code].names.items()}
    return say("{code} ({name})", code=code, name=names)


def _shown(code: str) -> str:
    """What was typed, short enough and without line breaks, to be quoted in a sentence."""
    seen = "".join(sign if sign.isprintable() else " " for sign in code[: _MOST_SHOWN + 1])
    return seen if len(seen) <= _MOST_SHOWN else seen[:_MOST_SHOWN] + "…"


@cache
def _subheadings(edition: Edition) -> tuple[str, ...]:
    return edition.level(6)


def _common(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b), len(one))
