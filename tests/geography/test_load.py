"""The atlas that ships, and groups read from anyone's tables."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chorsu.facts import Faulty
from chorsu.geography import great_circle_km, load_atlas, read_groups
from chorsu.geography.load import KINDS

ATLAS = load_atlas()


def test_every_place_has_names_in_three_languages_a_state_a_zone_and_a_source():
    for place in ATLAS.places.values():
        assert all(place.names[language].strip() for language in ("en", "zh", "ru")), place.code
        assert place.kind in KINDS
        assert place.state in ATLAS.states
        ZoneInfo(place.time_zone)
        assert place.source is not None
        assert place.source.checked_on
        assert -90 <= place.latitude <= 90
        assert -180 <= place.longitude <= 180


def test_the_names_are_written_in_the_letters_of_their_language():
    for place in ATLAS.places.values():
        assert any("\u4e00" <= sign <= "\u9fff" for sign in place.names["zh"]), place.code
        assert any("\u0400" <= sign <= "\u04ff" for sign in place.names["ru"]), place.code


@pytest.mark.parametrize(
    ("code", "hours"), [("CNTAO", 8), ("CNURM", 8), ("cn-alashankou", 8), ("KZALA", 5), ("KZDOS", 5), ("KZAKX", 5)]
)
def test_freight_in_xinjiang_keeps_beijing_time_and_all_kazakhstan_five_hours(code, hours):
    # Kazakhstan moved to one zone, UTC+5, on 2024-03-01 (IANA tzdata 2024a).
    moment = datetime(2026, 12, 1, tzinfo=UTC).astimezone(ZoneInfo(ATLAS.place(code).time_zone))
    assert moment.utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("state", "day", "member"),
    [
        ("KZ", date(2014, 12, 31), False),
        ("KZ", date(2015, 1, 1), True),
        ("AM", date(2015, 1, 1), False),
        ("KG", date(2015, 8, 11), False),
        ("KG", date(2015, 8, 12), True),
        ("CN", date(2026, 12, 1), False),
    ],
)
def test_the_union_has_its_members_from_their_days_on(state, day, member):
    assert ATLAS.group("EAEU").has(state, day) is member


def test_the_gauges_break_between_china_and_kazakhstan_only():
    assert ATLAS.state("CN").gauge_mm == 1435
    assert {ATLAS.state(code).gauge_mm for code in ("KZ", "RU", "BY", "KG", "UZ")} == {1520}


def test_groups_are_read_from_tables_with_their_dates():
    members = [{"state": "KZ", "valid_from": date(2012, 12, 8)}, {"state": "UZ", "valid_from": "2013-12-27"}]
    (group,) = read_groups([{"name": "CIS-FTA", "members": members, "source": {}}])
    assert group.states(date(2013, 1, 1)) == {"KZ"}
    assert group.source is None


def test_every_fault_of_a_group_is_told_with_its_path():
    rows = [
        {"name": "A", "members": [{"state": "XX", "valid_from": "2015-13-01"}]},
        {"name": "A", "members": [{"state": "KZ", "valid_from": "2015-01-02", "valid_to": "2015-01-01"}]},
        {"members": "KZ"},
        7,
    ]
    with pytest.raises(Faulty) as caught:
        read_groups(rows)
    paths = {fault.path for fault in caught.value.faults}
    assert paths >= {
        "group[0].members[0].state",
        "group[0].members[0].valid_from",
        "group[1].members[0].valid_to",
        "group[1].name",
        "group[2].name",
        "group[2].members",
        "group[3]",
    }


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        ("CN-TAO-AIR", "KZ-ALA-AIR", 3714),
        ("CN-PVG-AIR", "CN-PEK-AIR", 1100),
    ],  # great circle mapper: 3,720 and 1,099 on the ellipsoid
)
def test_the_great_circle_is_within_half_a_percent_of_the_ellipsoid(here, there, km):
    assert great_circle_km(ATLAS.place(here), ATLAS.place(there)) == pytest.approx(km, rel=0.006)
