"""Reading a consignment: whole again when written, and every fault at once with its path."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chorsu.consignment import read_consignment, write_consignment
from chorsu.facts import Faulty
from chorsu.reading import parse_json

APPLES = {
    "reference": "TAO-2026-0042",
    "consignor": {"name": "Jiaozhou Fruit Co", "country": "CN"},
    "consignee": {"name": "Almaty Foods LLP", "country": "KZ"},
    "from": "CNTAO", "to": "KZALA", "ready": "2026-12-01", "incoterm": "FCA", "incoterm_place": "CNTAO",
    "freight": {"amount": "2600", "currency": "USD", "after_entry": "400"}, "insurance": None,
    "containers": [{"type": "45R1", "count": 1}],
    "items": [{
        "description": "Fresh apples, Fuji", "hs": "080810", "codes": {"EAEU": "0808108008", "CN": "08081000"}, "origin": "CN",
        "quantity": "20000", "unit": "KGM", "quantities": {}, "gross_mass": "21500", "net_mass": "20000",
        "value": "18000", "currency": "USD", "proofs": ["CT-1"],
    }],
}  # fmt: skip


def changed(path, value):
    """The apples with one field set, or taken away where the value is ``...``."""
    document = json.loads(json.dumps(APPLES))
    *parents, last = path
    target = document
    for key in parents:
        target = target[key]
    if value is ...:
        del target[last]
    else:
        target[last] = value
    return document


def test_what_is_written_reads_as_the_same_consignment():
    consignment = read_consignment(APPLES, for_plan=True)
    assert read_consignment(write_consignment(consignment), for_plan=True) == consignment


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (["items", 0, "hs"], "08081", "items[0].hs"),
        (["items", 0, "hs"], "０８０８１０", "items[0].hs"),
        (["items", 0, "hs"], ..., "items[0].hs"),
        (["items", 0, "codes", "EAEU"], "0809108008", "items[0].codes.EAEU"),
        (["items", 0, "origin"], "XX", "items[0].origin"),
        (["items", 0, "origin"], "ZZ", "items[0].origin"),
        (["items", 0, "currency"], "XXX", "items[0].currency"),
        (["items", 0, "value"], "-1", "items[0].value"),
        (["items", 0, "value"], "1e5", "items[0].value"),
        (["items", 0, "value"], "NaN", "items[0].value"),
        (["items", 0, "value"], Decimal("1e999999999999"), "items[0].value"),
        (["items", 0, "codes"], {"\x01EAEU": "0808108008"}, "items[0].codes"),
        (["items", 0, "quantities"], {"=CMQ": "1598"}, "items[0].quantities"),
        (["items", 0, "value"], True, "items[0].value"),
        (["items", 0, "value"], "1" * 20, "items[0].value"),
        (["items", 0, "currency"], "US", "items[0].currency"),
        (["items", 0, "currency"], "QQQ", "items[0].currency"),
        (["items", 0, "net_mass"], "20 t", "items[0].net_mass"),
        (["items", 0, "quantities"], {"CMQ": "many"}, "items[0].quantities.CMQ"),
        (["items", 0, "proofs"], "CT-1", "items[0].proofs"),
        (["items", 0, "unit"], ..., "items[0].unit"),
        (["items"], [], "items"),
        (["items"], "none", "items"),
        (["items", 0], 5, "items[0]"),
        (["incoterm"], "FOBX", "incoterm"),
        (["incoterm"], ..., "incoterm"),
        (["ready"], "01.12.2026", "ready"),
        (["ready"], "2026-02-30", "ready"),
        (["freight", "amount"], ..., "freight.amount"),
        (["freight", "after_entry"], "3000", "freight.after_entry"),
        (["containers", 0, "count"], 0, "containers[0].count"),
        (["consignee", "country"], "kz", "consignee.country"),
        (["buyer_kind"], "friend", "buyer_kind"),
    ],
)
def test_a_fault_is_said_at_its_path(path, value, fault):
    with pytest.raises(Faulty) as faulty:
        read_consignment(changed(path, value), for_plan=True)
    assert fault in [found.path for found in faulty.value.faults]


def test_all_faults_are_said_at_once():
    document = changed(["items", 0, "hs"], "1")
    document["incoterm"] = "???"
    document["items"][0]["currency"] = "usd"
    with pytest.raises(Faulty) as faulty:
        read_consignment(document)
    assert {fault.path for fault in faulty.value.faults} == {"items[0].hs", "incoterm", "items[0].currency"}


def test_decimals_in_json_stay_exact():
    document = parse_json(json.dumps(APPLES).replace('"18000"', "18000.10"))
    assert read_consignment(document).items[0].value == Decimal("18000.10")


@pytest.mark.parametrize("raw", [b"{", b"[" * 100_000, b"\xff", b'{"a": NaN}', b'{"a": 1' + b"0" * 6_000_000 + b"}", b""])
def test_broken_json_is_a_fault_in_words(raw):
    with pytest.raises(Faulty) as faulty:
        parse_json(raw)
    assert str(faulty.value.faults[0].message)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*APPLES, *APPLES["items"][0]]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(json_values)
def test_any_document_is_read_or_refused_with_paths(document):
    try:
        read_consignment(document)
    except Faulty as faulty:
        assert faulty.faults


def test_items_are_of_one_kind_where_the_law_cannot_tell_them_apart():
    """What decides is code, national codes, origin, proofs and producer (CONTRACTS, "Which measure"); the rest is arithmetic."""
    apples = read_consignment(APPLES).items[0]
    alike = [apples, replace(apples, value=Decimal(1), net_mass=None, description="others")]
    others = [
        replace(apples, hs="080830", codes={}),
        replace(apples, codes={}),
        replace(apples, origin="KZ"),
        replace(apples, proofs=()),
        replace(apples, producer="Jiaozhou Fruit Co"),
    ]
    goods = replace(read_consignment(APPLES), items=(*alike, *others))
    assert goods.kinds == (apples, *others)
