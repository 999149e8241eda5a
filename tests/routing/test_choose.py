"""Which ways are shown of many, and which beside them: small networks made by hand."""

from __future__ import annotations

from decimal import Decimal

from chorsu.routing import transits
from tests.routing.conftest import DOSTYK, leg, service, tables
from tests.routing.test_plan import plan, territory_of

KHORGOS = {**DOSTYK, "id": "khorgos", "from": "CNHUP", "to": "kz-altynkol"}


def over(crossing, here, there, name, hours, km="1000"):
    return service(
        name, leg("CNJZH", here, km=km, hours=(str(hours), "999")), {"crossing": crossing}, leg(there, "KZALA", km="100")
    )


def ids(journeys):
    return [journey.legs[0].service for journey in journeys]


def test_of_ways_over_one_border_the_best_comes_before_the_next_over_it(atlas):
    # Four trains over one border, each dearer and faster; one over the other border, neither the first nor the cheapest,
    # which beats the third.
    many = [over("border", "cn-alashankou", "KZDOS", f"a{n}", 50 - n, km=str(1000 + 20 * n)) for n in range(4)]
    other = over("khorgos", "CNHUP", "kz-altynkol", "k", 48, km="1030")
    found = plan(atlas, tables([*many, other], [DOSTYK, KHORGOS]), most=3)
    assert set(ids(found.journeys)) == {"a3", "k", "a0"}
    assert found.left_out == 1


def test_the_border_that_no_journey_passes_is_shown_beside(atlas):
    good = over("border", "cn-alashankou", "KZDOS", "good", 10)
    worse = over("khorgos", "CNHUP", "kz-altynkol", "worse", 11, km="1001")
    found = plan(atlas, tables([good, worse], [DOSTYK, KHORGOS]))
    assert (ids(found.journeys), ids(found.beaten)) == (["good"], ["worse"])


def test_what_is_far_worse_is_not_shown_beside(atlas):
    good = over("border", "cn-alashankou", "KZDOS", "good", 10)
    absurd = over("khorgos", "CNHUP", "kz-altynkol", "absurd", 900, km="90000")
    assert plan(atlas, tables([good, absurd], [DOSTYK, KHORGOS])).beaten == ()


def test_a_way_back_into_a_state_it_has_left_is_shown_only_where_there_is_no_other(atlas):
    out = {
        "id": "out",
        "mode": "rail",
        "from": "kz-lugovoy",
        "to": "kg-kaindy",
        "km": "70",
        "gauge": [1520, 1520],
        "hours": ["4", "4"],
    }
    back = {**out, "id": "in", "from": "kg-ak-zhol", "to": "KZKOR", "mode": "rail"}
    rows = [DOSTYK, {**out, "rate": "cheap"}, {**back, "rate": "cheap"}]
    round_about = service(
        "round",
        leg("CNJZH", "cn-alashankou"),
        {"crossing": "border"},
        leg("KZDOS", "kz-lugovoy"),
        {"crossing": "out"},
        leg("kg-kaindy", "kg-ak-zhol"),
        {"crossing": "in"},
        leg("KZKOR", "KZALA"),
    )
    straight = over("border", "cn-alashankou", "KZDOS", "straight", 400, km="100")
    assert ids(plan(atlas, tables([round_about, straight], rows)).journeys) == ["straight"]
    (journey,) = plan(atlas, tables([round_about], rows)).journeys
    assert ids([journey]) == ["round"]
    assert transits(journey, territory_of, atlas) == ()


def test_nobody_flies_twice_with_a_long_truck_between(atlas):
    # To Tashkent, by truck over 2,000 km of a third state, and on by air; beside it a plain flight, later and cheaper.
    first = service("first", leg("CNJZH", "KZ-ALA-AIR", hours=("5", "9")), mode="air")
    truck = service("truck", leg("KZ-ALA-AIR", "KZGUW", km="2000", hours=("30", "50")), mode="road")
    second = service("second", leg("KZGUW", "UZTAS", hours=("3", "4")), mode="air")
    plain = service("plain", leg("CNJZH", "UZTAS", km="1500", hours=("90", "99")), mode="air")
    assert ids(plan(atlas, tables([first, truck, second, plain]), destination="UZTAS").journeys) == ["plain"]
    alone = plan(atlas, tables([first, truck, second]), destination="UZTAS").journeys
    assert [one.service for one in alone[0].legs] == ["first", "truck", "second"]


def test_of_ways_hardly_different_the_one_less_moved_stands_for_all(atlas):
    # Two trucks one after another save 40 minutes: nobody would change for that.
    straight = service("straight", leg("CNJZH", "KZALA", km="995", hours=("50", "60")), mode="road")
    first = service("first", leg("CNJZH", "CNCHN", km="499", hours=("25", "30")), mode="road")
    second = service("second", leg("CNCHN", "KZALA", km="500", hours=("24.3", "30")), mode="road")
    assert ids(plan(atlas, tables([straight, first, second])).journeys) == ["straight"]
    # Ten hours less of fifty are a difference.
    sooner = service("second", leg("CNCHN", "KZALA", km="500", hours=("15", "30")), mode="road")
    assert ids(plan(atlas, tables([straight, first, sooner])).journeys) == ["first", "straight"]


def test_a_way_of_several_times_the_worth_of_the_goods_is_shown_only_where_there_is_no_other(atlas):
    flight = service("flight", leg("CNJZH", "KZALA", km="4000", hours=("5", "9")), mode="air")
    train = service("train", leg("CNJZH", "KZALA", km="900", hours=("90", "99")))
    for worth, shown in ((None, ["flight", "train"]), (Decimal(1400), ["flight", "train"]), (Decimal(1300), ["train"])):
        assert ids(plan(atlas, tables([flight, train]), worth=worth).journeys) == shown
    assert ids(plan(atlas, tables([flight]), worth=Decimal(10)).journeys) == ["flight"]


def test_a_way_round_the_world_is_not_shown_beside_one_across_the_land(atlas):
    across = service("across", leg("CNJZH", "KZALA", km="5000", hours=("200", "300"), rate="dear"))
    built = tables([across, service("round", leg("CNJZH", "KZALA", km="14000", hours=("900", "999"), rate="cheap"))])
    assert ids(plan(atlas, built).journeys) == ["across", "round"]
    far = tables([across, service("round", leg("CNJZH", "KZALA", km="20001", hours=("900", "999"), rate="free"))], rates=RATES)
    assert ids(plan(atlas, far).journeys) == ["across"]


RATES = (("cheap", "1"), ("dear", "3"), ("free", "0.01"))
