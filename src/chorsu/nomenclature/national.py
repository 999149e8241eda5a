"""The lines of a nomenclature under a prefix, and the question that decides among them on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chorsu.nomenclature.check import listed, named_line, some
from chorsu.nomenclature.load import load_nomenclature
from chorsu.nomenclature.model import Asked, Line, Option, Question
from chorsu.text import Text, say


def national_lines(nomenclature: str, prefix: str) -> tuple[Line, ...]:
    """The lines of a state's or union's nomenclature that begin with these digits; none where it is not on file."""
    schedule = load_nomenclature(nomenclature)
    return schedule.under(prefix) if schedule and prefix.isascii() and prefix.isdigit() else ()


def question(lines: Sequence[Line], on: date) -> Question | None:
    """What decides among lines on the day that the goods are declared: the season first, then what is asked; None for no lines.

    The options lead from an answer to the codes it leaves; answers that lead to the same codes are one option. Where the words
    of a line are not on file nothing is asked, and the text says so.
    """
    if not lines:
        return None
    possible = tuple(line for line in lines if line.possible_on(on))
    day = on.isoformat()
    if not possible:
        return Question(on, (), say("On {day} no line on file is possible.", day=day))
    if len(possible) == 1:
        return Question(on, possible, say("On {day} only one line is possible: {line}.", day=day, line=named_line(possible[0])))
    if not all(line.names for line in possible):
        codes = some(line.code for line in possible)
        text = say("On {day} {count} lines are possible: {codes}. What sets them apart is not on file: see the tariff.",
                   day=day, count=len(possible), codes=codes)  # fmt: skip
        return Question(on, possible, text)
    asked = _on_file(possible)
    ask = asked.ask if asked else say("Which of these are the goods?")
    options = _by_kind(asked, possible) if asked else tuple(Option(line.names, (line.code,)) for line in possible)
    told = _in_a_row([say("{name}: {codes}", name=option.name, codes=listed(option.codes)) for option in options])
    text = say("On {day} {count} lines are possible. {ask} {options}.", day=day, count=len(possible), ask=ask, options=told)
    return Question(on, possible, text, ask, options)


def _on_file(lines: Sequence[Line]) -> Asked | None:
    """The question on file for goods of which all the lines are."""
    schedule = load_nomenclature(lines[0].nomenclature)
    questions = schedule.questions if schedule else ()
    return next((asked for asked in questions if all(line.code.startswith(asked.prefix) for line in lines)), None)


def _by_kind(asked: Asked, lines: Sequence[Line]) -> tuple[Option, ...]:
    named: dict[tuple[str, ...], Text | dict[str, str]] = {}
    for answer in asked.answers:
        codes = tuple(line.code for line in lines if answer.kind in line.kinds)
        if codes:
            held = named.get(codes)
            named[codes] = say("{list}, {next}", list=held, next=answer.name) if held else dict(answer.name)
    return tuple(Option(name, codes) for codes, name in named.items())


def _in_a_row(parts: Sequence[Text]) -> Text:
    row = parts[0]
    for part in parts[1:]:
        row = say("{list}; {next}", list=row, next=part)
    return row
