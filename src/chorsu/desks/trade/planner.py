"""Ask the engines, and remember the last answers: the page, its papers and its other languages are one plan."""

import json
from functools import lru_cache

from chorsu.consignment import read_consignment
from chorsu.nomenclature import check_hs
from chorsu.planning import Plan, References, load_references, make_plan


def answer(document: dict) -> Plan:
    """The plan of a consignment in its JSON form. Raises chorsu.facts.Faulty with every fault."""
    return _answer(json.dumps(document, sort_keys=True, ensure_ascii=False), load_references())


@lru_cache(maxsize=64)
def _answer(document: str, references: References) -> Plan:
    consignment = read_consignment(json.loads(document), check_hs=check_hs, for_plan=True)
    return make_plan(consignment, references)
