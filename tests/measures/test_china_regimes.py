"""China beside release for free circulation: exports over platforms, procedures, parcels, zero rates, trade remedies."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from chorsu.assessment import Assessment

from . import test_china
from .test_china import due, import_of


def zero(found: Assessment) -> bool:
    return found.total == 0 and not found.unknown


# Tariff Law, art. 36 and 37; Customs Law, art. 59 and 100: bonded and transit goods enter without tax formalities.
@pytest.mark.parametrize("regime", ["inward-processing", "bonded", "transit"])
@pytest.mark.parametrize("code", ["52010000", "87032353", "22083000"])  # outside its quota 40 %; taxed as a car, as a spirit
def test_nothing_is_charged_while_goods_are_not_released(regime: str, code: str) -> None:
    assert zero(import_of(code, regime=regime, origin="UZ"))


# Tariff Law, art. 37 (goods of the list: not paid for six months) and 38 (others: by the time they stay).
def test_temporary_admission_is_free_for_the_goods_of_the_list_only() -> None:
    assert zero(import_of("84778000", regime="temporary", proofs=("CN-temporary-listed",)))
    assert import_of("84778000", regime="temporary").total is None


@pytest.mark.parametrize(
    ("regime", "paper"),
    [
        ("temporary", "CN-temporary-security"),
        ("inward-processing", "CN-inward-processing-handbook"),
        ("bonded", "CN-bonded-entry"),
        ("transit", "CN-transit-declaration"),
        ("export:9610", "CN-export-9610-pilot-zone"),
        ("export:9710", "CN-export-9710-refund"),
        ("export:9810", "CN-export-9810-refund"),
    ],
)
def test_a_regime_says_what_stands_in_the_place_of_charges(regime: str, paper: str) -> None:
    found = import_of("61091000", regime=regime, origin="CN" if regime.startswith("export") else "KZ")
    assert paper in {row.measure.id for row in found.requirements}


# Export tariff of 2026: 7202 41 bears 40 %, T-shirts nothing; VAT Law, art. 10(4): exports at zero.
@pytest.mark.parametrize("mode", ["9610", "9710", "9810"])
def test_exports_over_a_platform_bear_the_export_duty_of_the_list(mode: str) -> None:
    assert zero(import_of("61091000", origin="CN", regime=f"export:{mode}"))
    assert due(import_of("72024100", origin="CN", regime=f"export:{mode}"), "customs_duty") == 4000
    # The export tariff of 2027 is not out yet.
    assert import_of("61091000", origin="CN", regime=f"export:{mode}", on="2027-01-01").total is None


# GACC announcement 176 of 2024: 2,000 yuan a parcel from 2024-12-01, 1,000 before (43 of 2010); one article may pass.
@pytest.mark.parametrize(
    ("on", "value", "proofs", "tax"),
    [
        ("2024-11-30", "1000", (), "130.00"),
        ("2024-11-30", "1000.01", (), None),
        ("2024-12-01", "2000", (), "260.00"),
        ("2024-12-01", "2000.01", (), None),
        ("2024-12-01", "3000", ("CN-one-article",), "390.00"),
    ],
)
def test_a_parcel_is_a_personal_one_up_to_its_limit(on: str, value: str, proofs: tuple[str, ...], tax: str | None) -> None:
    found = import_of("09024000", value=value, on=on, proofs=proofs, regime="import:parcel")
    assert due(found, "customs_duty") == (None if tax is None else Decimal(tax))


# Rules of the tariff of 2026, part 4: 43 states, all lines at zero, quota goods only within the quota. Rice bears 65 % outside.
@pytest.mark.parametrize(
    ("code", "origin", "proofs", "duty"),
    [
        ("08062000", "AF", (), "1000"),
        ("08062000", "AF", ("CN-LDC",), "0"),
        ("08062000", "TJ", ("CN-LDC",), "1000"),  # no member
        ("10063020", "MM", ("CN-LDC",), "6500"),
        ("10063020", "MM", ("CN-LDC", "tariff quota certificate"), "0"),
        ("09012100", "KE", ("CN-Africa",), "0"),
        ("10063020", "EG", ("CN-Africa",), None),  # what holds for quota goods was not read
    ],
)
def test_goods_of_least_developed_and_african_states_enter_at_zero(
    code: str, origin: str, proofs: tuple[str, ...], duty: str | None
) -> None:
    assert due(import_of(code, origin=origin, proofs=proofs), "customs_duty") == (None if duty is None else Decimal(duty))


def test_the_zero_rate_of_other_african_states_begins_in_may_2026() -> None:
    before, after = (import_of("09012100", origin="KE", proofs=("CN-Africa",), on=on) for on in ("2026-04-30", "2026-05-01"))
    assert (due(before, "customs_duty"), due(after, "customs_duty")) == (1500, 0)


IN_SCOPE = ("CN-AD-in-scope",)


# Ministry of commerce: announcements 24 of 2025 (cypermethrin), of 2025-01-22 (o-dichlorobenzene), 29 of 2020 (fibre).
@pytest.mark.parametrize(
    ("code", "proofs", "producer", "rate"),
    [
        ("29269090", IN_SCOPE, "Gharda Chemicals", "75.7"),
        ("29269090", IN_SCOPE, "Tagros Chemicals India", "48.4"),
        ("29269090", IN_SCOPE, "Heranba Industries", "62"),
        ("29269090", IN_SCOPE, "UPL", "166.2"),
        ("29269090", IN_SCOPE, "", "166.2"),
        ("29269090", ("CN-AD-out-of-scope",), "Gharda Chemicals", "0"),
        ("29039110", (), "", "31.9"),
        ("90011000", IN_SCOPE, "Finolex Cables", "30.6"),
        ("90011000", IN_SCOPE, "", None),
        ("29214200", (), "", None),
        ("29333100", (), "", None),
    ],
)
def test_the_makers_rate_counts_in_trade_remedies(code: str, proofs: tuple[str, ...], producer: str, rate: str | None) -> None:
    found = import_of(code, origin="IN", proofs=proofs, also={"producer": producer} if producer else None)
    assert due(found, "anti_dumping") == (None if rate is None else Decimal(rate) * 100)


# Announcement 87 of 2025: 55 % on beef beyond the quota of its state; small suppliers among developing states are exempt.
@pytest.mark.parametrize("origin", ["MN", "IN", "ID", "KR"])
def test_beef_of_small_suppliers_bears_no_safeguard(origin: str) -> None:
    assert due(import_of("02023000", origin=origin), "safeguard") == 0


@pytest.mark.parametrize(("on", "open_"), [("2025-12-31", False), ("2026-01-01", True)])
@pytest.mark.parametrize("origin", ["RU", "BR"])  # within the quota of all others; with its own
def test_the_safeguard_on_beef_is_unknown_while_no_balance_is_on_file(origin: str, on: str, open_: bool) -> None:
    assert ("safeguard" in {row.kind for row in import_of("02023000", origin=origin, on=on).unknown}) == open_


# 10,000 yuan of boneless beef, 1,000 kg, at the end of what is left, in tonnes.
@pytest.mark.parametrize(
    ("origin", "left", "rate"), [("BR", "1", "0"), ("BR", "0.999", "55"), ("RU", "1", "0"), ("RU", "0.999", None)]
)
def test_beef_within_what_is_left_of_its_quota_is_free_of_the_safeguard(
    origin: str, left: str, rate: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = test_china.shipped()
    told = {
        name: tuple(replace(period, left=Decimal(left), left_on=date(2026, 6, 1)) for period in periods)
        for name, periods in book.quotas.items()
    }
    monkeypatch.setattr(test_china, "shipped", lambda: replace(book, quotas=told))
    assert due(import_of("02023000", origin=origin), "safeguard") == (None if rate is None else Decimal(rate) * 100)


# Announcement 16 of 2026: exports over a platform that come back within six months.
def test_an_export_that_comes_back_unsold_is_free() -> None:
    assert zero(import_of("61091000", origin="CN", proofs=("CN-returned-export",), on="2026-08-01"))
    assert due(import_of("61091000", origin="CN", on="2026-08-01"), "vat") is not None


# Note to 5201 0000: 0.28 yuan/kg from 14 yuan a kilogram on; 9.0 / 7.5 + 2.69 % x 7.5 - 1 is over 40 %, which is the most.
@pytest.mark.parametrize(
    ("value", "proofs", "duty"),
    [
        ("14000", ("sliding duty quota certificate",), "280"),
        ("7500", ("sliding duty quota certificate",), "3000"),
        ("13999", ("sliding duty quota certificate",), None),
        ("14000", (), "5600"),
        ("14000", ("tariff quota certificate",), "140"),
    ],
)
def test_cotton_beyond_the_quota_pays_by_its_price(value: str, proofs: tuple[str, ...], duty: str | None) -> None:
    found = import_of("52010000", value=value, origin="UZ", proofs=proofs)
    assert due(found, "customs_duty") == (None if duty is None else Decimal(duty))
