"""Small books for tests: measures, requirements, groups and chains as TOML, and one book that is right."""

from __future__ import annotations

SOURCE = 'source = {title = "A law", address = "https://law.example/1", checked_on = 2026-11-23}\n'
WORDS = 'text = {en = "A certificate.", zh = "证书。", ru = "Сертификат."}\n'


def table(head, order, fields):
    """A TOML table: texts in quotation marks, and days, lists, tables and truths as they are."""
    lines = [f"[[{head}]]"]
    for name in [*order, *(name for name in fields if name not in order)]:
        value = fields.get(name)
        if value is not None:
            bare = name.startswith(("valid_", "left_on")) or str(value)[:1] in "[{" or value in ("true", "false")
            lines.append(f"{name} = {value}" if bare else f'{name} = "{value}"')
    return "\n".join(lines) + "\n"


def measure(name="duty", source=SOURCE, **fields):
    row = {"id": name, "jurisdiction": "KZ", "kind": "customs_duty", "commodity": "0808", "expression": "5%",
           "valid_from": "2026-01-01", **fields}  # fmt: skip
    return table("measure", list(row), row) + source


def official(name, expression, **fields):
    return measure(name, **{"kind": "customs_value", "expression": expression, "as": "replace", **fields})


def paper(name="paper", words=WORDS, **fields):
    return measure(name, **{"kind": "document", "expression": None, **fields}) + words


def group(
    name="CIS", members='[{state = "UZ", valid_from = 2012-01-01}, {state = "KZ", valid_from = 2012-01-01}]', source=SOURCE
):
    return table("group", ["name", "members"], {"name": name, "members": members}) + source


def charge(kind="customs_duty", base='["customs_value"]', **fields):
    return table("chain.charge", ["kind", "base"], {"kind": kind, "base": base, **fields})


def chain(*charges, name="chain", source=SOURCE, **fields):
    row = {"id": name, "jurisdiction": "KZ", "regime": "import", "currency": "KZT", "valuation": "CIF",
           "valid_from": "2026-01-01", **fields}  # fmt: skip
    return table("chain", list(row), row) + source + "".join(charges or (charge(),))


def quota(name="Q", source=SOURCE, **fields):
    row = {"name": name, "unit": "KGM", "amount": "100", "jurisdiction": "KZ", "valid_from": "2026-01-01",
           "valid_to": "2026-12-31", "left": "60", "left_on": "2026-11-20", **fields}  # fmt: skip
    return table("quota", list(row), row) + source


RIGHT = "\n".join(
    [
        group(),
        chain(charge(), charge("vat", '["customs_value", "customs_duty"]', gross_up="true", share="0.70"),
              charge("excise", listed_only="true", list='{complete_on = 2026-01-01, title = "A", address = "b"}'), charge("fee")),
        measure("duty", commodity="*", expression="10%"),
        measure("later", commodity="*", expression="12% MIN 2 EUR/KGM MAX 5 EUR/KGM", valid_from="2026-07-01",
                replaces='["duty"]'),
        measure("summer", commodity="0809", expression="FREE", conditions='["season:06-01..08-31"]'),
        measure("winter", commodity="0809", expression="5%", conditions='["season:09-01..05-31"]'),
        measure("cis", origin="CIS", commodity="*", expression="FREE", conditions='["proof:ST-1"]'),
        measure("vat", kind="vat", commodity="*", expression="16%"),
        measure("beer", kind="excise", commodity="2203", expression="100 KZT/LTR"),
        measure("light", kind="excise", commodity="22030001", expression="50 KZT/LTR"),
        measure("fee", kind="fee", commodity="*", expression="20000 KZT", per="consignment"),
        measure("relief", kind="relief", expression=None, of='["vat"]', conditions='["net_mass < 31 KGM"]'),
        measure("floor", kind="customs_value", expression="1 USD/KGM", **{"as": "floor"}),
        quota(),
        measure("within", kind="excise", commodity="2204", expression="FREE", conditions='["quota:Q", "importer:AEO"]'),
        chain(charge(), name="retail", regime="import:retail", beyond="import",
              limits='[{amount = "5000", currency = "CNY"}, {amount = "26000", currency = "CNY", per = "year"}]'),
        measure("retail", commodity="*", expression="FREE", regime="import:retail"),
        measure("dear", kind="excise", commodity="3303", expression="15%", conditions='["customs_value/MLT >= 10 CNY"]'),
        measure("cheap", kind="excise", commodity="3303", expression="FREE", conditions='["customs_value/MLT < 10 CNY"]'),
        paper("certificate", conditions='["destination:CIS", "destination:!UZ", "mode:road"]'),
    ]
)  # fmt: skip
