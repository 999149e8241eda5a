"""What China asks of goods, by code, origin and day, each with the announcement that says so."""

from datetime import date
from decimal import Decimal

import pytest

from chorsu.consignment import Item
from chorsu.measures import Inquiry, find_requirements
from chorsu.measures.condition import DayAndMode
from tests.measures.test_china import shipped


def asked(code: str, on: str, *, origin: str = "KZ", regime: str = "import") -> tuple[set[str], set[str]]:
    """The ids of what is asked for certain, and of what may be asked."""
    day = date.fromisoformat(on)
    item = Item("", code[:6], origin, Decimal(0), "CNY", codes={"CN": code})
    rows = find_requirements(Inquiry(shipped(), "CN", regime, day, item, DayAndMode(day)))
    return {row.measure.id for row in rows if row.certain}, {row.measure.id for row in rows if not row.certain}


# Announcements of 2023-10-20 (graphite), 33 of 2024 (antimony), 10 and 18 of 2025 (tungsten, rare earths), 79 of 2025 (steel: 300
# codes that were not read), 58 of 2025 (batteries, suspended until 2026-11-10).
@pytest.mark.parametrize(
    ("code", "measure", "before", "first", "certain"),
    [
        ("2504101000", "CN-export-graphite", "2023-11-30", "2023-12-01", True),
        ("8110101000", "CN-export-antimony", "2024-09-14", "2024-09-15", True),
        ("2841801000", "CN-export-tungsten", "2025-02-03", "2025-02-04", True),
        ("28463000", "CN-export-rare-earths", "2025-04-03", "2025-04-04", True),
        ("72083600", "CN-export-steel-licence", "2025-12-31", "2026-01-01", False),
        ("85076000", "CN-export-lithium-batteries", "2026-11-10", "2026-11-11", False),
    ],
)
def test_an_export_licence_is_asked_from_its_day(code: str, measure: str, before: str, first: str, certain: bool) -> None:
    def named(on: str) -> list[set[str]]:
        return [{name for name in names if name.startswith(measure)} for names in asked(code, on, origin="CN", regime="export")]

    assert named(before) == [set(), set()]
    surely, perhaps = named(first)
    assert bool(surely) is certain
    assert bool(perhaps) is not certain


# GACC announcements 11 of 2024 (pork of Russia), 32 of 2025 (kidney beans of Kyrgyzstan), 2 of 2022 (beef of Belarus); poultry of
# Kazakhstan since 2024-02-07.
@pytest.mark.parametrize(
    ("code", "origin", "measure", "before", "first"),
    [
        ("02032900", "RU", "CN-0203-RU-pork", "2024-01-23", "2024-01-24"),
        ("07133390", "KG", "CN-071333-KG-kidneybean", "2025-03-09", "2025-03-10"),
        ("02023000", "BY", "CN-02-BY-beef", "2022-01-06", "2022-01-07"),
        ("02071411", "KZ", "CN-0207-KZ-poultry", "2024-02-06", "2024-02-07"),
    ],
)
def test_goods_of_a_state_are_admitted_from_their_day(code: str, origin: str, measure: str, before: str, first: str) -> None:
    assert not any(name.startswith(measure) for name in asked(code, before, origin=origin)[0])
    assert any(name.startswith(measure) for name in asked(code, first, origin=origin)[0])
    assert not any(name.startswith(measure) for name in asked(code, first, origin="IR")[0])


# Rules of the tariff of 2026, tariff quotas: 47 lines; barley, wheat bran and silk are not among them.
@pytest.mark.parametrize(
    ("code", "asks"),
    [("10019900", True), ("10063020", True), ("31021000", True), ("52010000", True), ("10039000", False), ("51032010", False)],
)
def test_goods_under_a_tariff_quota_are_told_of_the_certificate(code: str, asks: bool) -> None:
    assert any(name.startswith("CN-tariff-quota") for name in asked(code, "2026-06-15")[0]) is asks
