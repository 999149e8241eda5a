"""Which measure of a kind counts for an item."""

from . import expressions
from .conditions import fits, origin_rank, unions
from .rounding import Unknown


def code_of(item: dict, case: dict) -> str:
    """The digits that count in the jurisdiction: its own, else its union's, else the six of the Harmonized System."""
    codes = item.get("codes") or {}
    if not codes:
        return item["hs"]
    for nomenclature in [case["jurisdiction"], *unions(case["book"], case["jurisdiction"], case["on"])]:
        if nomenclature in codes:
            return codes[nomenclature]
    return item["hs"]


def applying(kind: str, item: dict, code: str, case: dict) -> tuple[list[dict], list[dict]]:
    """The measures of a kind that apply to an item with a code, and those of which it cannot be told.

    A measure that one that fits replaces does not apply.
    """
    measures = case["book"].get("measures", [])
    verdicts = [(measure, fits(measure, item, code, case)) for measure in measures]
    replaced = {name for measure, verdict in verdicts if verdict for name in measure.get("replaces", [])}
    of_kind = [(m, verdict) for m, verdict in verdicts if m["kind"] == kind and m["id"] not in replaced]
    return [m for m, verdict in of_kind if verdict], [m for m, verdict in of_kind if verdict is None]


def choose(kind: str, item: dict, case: dict, *, lowest: bool, amount_of) -> dict | None:
    """The one measure of a kind that counts for an item, None where no row fits. Raises Unknown where it cannot be told.

    ``amount_of(measure)`` is what each would charge, asked only where the lowest counts.
    """
    code = code_of(item, case)
    longer = set()
    for measure in case["book"].get("measures", []):
        row_code = measure["commodity"]
        under = row_code != code and row_code.startswith(code) and row_code != "*"
        if measure["kind"] == kind and under and fits(measure, item, row_code, case) is not False:
            longer.add(row_code)
    possible = sorted(longer)
    standing, untold = applying(kind, item, code, case)
    if standing or untold or not possible:
        possible.append(code)
    answers, untellable = [], []
    for one in possible:
        try:
            answers.append(answer(kind, item, one, case, lowest=lowest, amount_of=amount_of))
        except Unknown as unknown:
            untellable.append(unknown)
    answers = [found for found in answers if found is not None]
    if untellable:
        untellable[0].possible.update(*(one.possible for one in untellable), {found["id"] for found in answers})
        raise untellable[0]
    if not answers:
        return None
    meanings = {(expressions.meaning(expressions.parse(found["expression"])), found.get("per")) for found in answers}
    if len(meanings) > 1:
        raise Unknown("the code is too short", answers)
    return min(answers, key=lambda found: (found["commodity"], found["id"]))


def answer(kind: str, item: dict, code: str, case: dict, *, lowest: bool, amount_of) -> dict | None:
    """The measure that counts if the item's code were this one."""
    standing, untold = applying(kind, item, code, case)
    if untold:
        raise Unknown("a condition cannot be told", standing + untold)
    if not standing:
        return None
    schemes: dict[str, list[dict]] = {}
    for measure in standing:
        schemes.setdefault(measure.get("scheme") or measure["origin"], []).append(measure)
    left = [winner for rows in schemes.values() for winner in best_of_scheme(rows, case)]
    if lowest and len(left) > 1:
        try:
            return min(left, key=lambda measure: (amount_of(measure), measure["id"]))
        except Unknown as unknown:
            raise Unknown(str(unknown), left) from unknown
    nearest = min(origin_rank(case["book"], m["origin"], item["origin"], case["on"]) for m in left)
    left = [m for m in left if origin_rank(case["book"], m["origin"], item["origin"], case["on"]) == nearest]
    if len(left) > 1:
        raise Unknown("equal measures", left)
    return left[0]


def best_of_scheme(rows: list[dict], case: dict) -> list[dict]:
    """Within a scheme: the longest prefix, then the state's own, then the latest start; several where they are equal in all."""

    def precedence(measure: dict) -> tuple:
        length = 0 if measure["commodity"] == "*" else len(measure["commodity"])
        return (length, measure["jurisdiction"] == case["jurisdiction"], measure["valid_from"])

    best = max(precedence(measure) for measure in rows)
    return [measure for measure in rows if precedence(measure) == best]
