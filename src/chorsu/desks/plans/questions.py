"""The digits that decide: a question of the nomenclature as a choice on the page, and the answer put into the consignment."""

from chorsu.desks.plans import words
from chorsu.nomenclature import national_lines, question
from chorsu.planning import Plan, load_references
from chorsu.text import spoken

MOST_RADIOS = 12


def open_questions(plan: Plan, way: int | None, language: str) -> list[dict]:
    """The questions that the import by a way leaves open: one for each item without national digits, with every answer.

    An answer is a whole code with its words; ``long`` is true where there are so many that they stand in a list.
    """
    number = plan.chosen if way is None else way
    entered = next((row for row in plan.assessments if row.journey == number and row.side == "import"), None)
    if entered is None:
        return []
    on = entered.assessment.on
    names = load_references().book.jurisdictions(entered.assessment.jurisdiction, on)
    found = []
    for index, item in enumerate(plan.consignment.items):
        if any(name in item.codes for name in names):
            continue
        for name in names:
            lines = national_lines(name, item.hs)
            asked = question(lines, on) if lines else None
            if asked is None or not asked.lines:
                continue
            found.append(
                {
                    "item": index,
                    "number": index + 1,
                    "hs": item.hs,
                    "nomenclature": name,
                    "of": words.state(name),
                    "on": on.isoformat(),
                    "ask": spoken(asked.ask, language) or "",
                    "answers": _answers(asked, language),
                    "long": len(asked.lines) > MOST_RADIOS,
                }
            )
            break
    return found


def _answers(asked, language: str) -> list[dict]:
    kinds = {code: spoken(option.name, language) for option in asked.options for code in option.codes}
    alone = {code for option in asked.options if len(option.codes) == 1 for code in option.codes}
    rows = []
    for line in asked.lines:
        words = spoken(line.names, language) or ""
        name = kinds.get(line.code, words) if line.code in alone or not words else f"{kinds.get(line.code, '')} {words}".strip()
        rows.append({"code": line.code, "name": name})
    return rows


def answered(document: dict, index: int, nomenclature: str, code: str) -> dict | None:
    """The consignment with the code in it; None where the nomenclature has no such line for the item."""
    items = document.get("items", [])
    if not 0 <= index < len(items):
        return None
    item = items[index]
    if not any(line.code == code for line in national_lines(nomenclature, item["hs"])):
        return None
    changed = {**item, "codes": {**item.get("codes", {}), nomenclature: code}}
    return {**document, "items": [*items[:index], changed, *items[index + 1 :]]}
