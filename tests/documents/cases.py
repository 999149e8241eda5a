"""The consignment of the tests, in the JSON form that users write."""

from datetime import date

from chorsu.consignment import read_consignment

ON = date(2026, 12, 1)

APPLES = {
    "reference": "TAO-2026-0042",
    "consignor": {"name": "胶州果品有限公司", "country": "CN", "address": "1 Yunxi Road, Jiaozhou"},
    "consignee": {"name": "ТОО «Алматы Фудс»", "country": "KZ"},
    "from": "CNJZH",
    "to": "KZALA",
    "ready": "2026-12-01",
    "incoterm": "DAP",
    "incoterm_place": "KZALA",
    "containers": [{"type": "45R1", "count": 2}],
    "items": [
        {
            "description": "Fresh apples, Fuji",
            "hs": "080810",
            "codes": {"EAEU": "0808108008", "CN": "08081000"},
            "origin": "CN",
            "quantity": "20000",
            "unit": "KGM",
            "gross_mass": "21500",
            "net_mass": "20000",
            "value": "23400",
            "currency": "USD",
        }
    ],
}
PLACES = {"KZALA": {"en": "Almaty", "zh": "阿拉木图", "ru": "Алматы"}}


def apples(**changes):
    return read_consignment({**APPLES, **changes})


def with_item(**changes):
    return apples(items=[{**APPLES["items"][0], **changes}])
