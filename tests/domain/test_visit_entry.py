from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.maintenance import Reading
from dealerdesk.domain.record_fields import checked
from dealerdesk.domain.visit_entry import CarSeen, as_visit, doubts, impossible, next_step, unconfirmed
from dealerdesk.domain.visit_fields import MOST_FEN, MOST_KM, VISIT, due_of

TODAY = date(2026, 11, 22)
SETTLED = "settled"
PLAIN = {"date_in": TODAY, "kind": "保养", "payer": "owner", "paid_fen": 52_000, "odometer": 61_240}


def entered(**changes):
    """A visit as it was entered, with its fields in the form that is kept."""
    return {**PLAIN, **changes}


def codes(values, car=None, state=SETTLED):
    """The doubts about a visit, by their codes."""
    return [doubt.code for doubt in doubts(values, state, car or CarSeen(), TODAY)]


@pytest.mark.parametrize(
    ("typed", "km"),
    [
        ("61 240", 61_240),
        ("61,240 km", 61_240),
        ("６１２４０", 61_240),
        ("61240公里", 61_240),
        ("61240.0", 61_240),
        ("", None),
        (None, None),
        (61_240, 61_240),
    ],
)
def test_an_odometer_is_read_as_people_write_it(typed, km):
    assert checked({"odometer": VISIT["odometer"]}, {"odometer": typed}, TODAY).values == {"odometer": km}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("-5", "entry.no_odometer"),
        ("sixty", "entry.no_odometer"),
        ("61240.5", "entry.no_odometer"),
        ("3000001", "entry.odometer_beyond"),
        ("9" * 400, "entry.odometer_beyond"),
        ("😀", "entry.no_odometer"),
    ],
)
def test_what_no_odometer_shows_is_refused(typed, code):
    assert checked({"odometer": VISIT["odometer"]}, {"odometer": typed}, TODAY).errors["odometer"].code == code


@pytest.mark.parametrize(
    ("typed", "fen"), [("520", 52_000), ("¥1,234.50", 123_450), ("１２０元", 12_000), (" ", None), ("0", 0)]
)
def test_an_amount_is_read_as_people_write_it(typed, fen):
    assert checked({"paid_fen": VISIT["paid_fen"]}, {"paid_fen": typed}, TODAY).values == {"paid_fen": fen}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("-1", "entry.negative_amount"),
        ("(5)", "entry.negative_amount"),
        ("123456789012", "entry.amount_beyond"),
        ("ten", "entry.no_amount"),
        ("1.2.3", "entry.no_amount"),
        ("=1+1", "entry.no_amount"),
    ],
)
def test_what_no_order_comes_to_is_refused(typed, code):
    assert checked({"paid_fen": VISIT["paid_fen"]}, {"paid_fen": typed}, TODAY).errors["paid_fen"].code == code


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_value_within_bounds_or_refused(typed):
    found = checked(
        {"odometer": VISIT["odometer"], "paid_fen": VISIT["paid_fen"]},
        dict.fromkeys(("odometer", "paid_fen"), typed),
        TODAY,
    )
    km, fen = found.values.get("odometer"), found.values.get("paid_fen")
    assert ("odometer" in found.values) != ("odometer" in found.errors)
    assert ("paid_fen" in found.values) != ("paid_fen" in found.errors)
    assert km is None or 0 <= km <= MOST_KM
    assert fen is None or 0 <= fen <= MOST_FEN


def test_a_day_to_come_and_no_day_are_refused():
    tomorrow = TODAY + timedelta(1)
    assert checked(VISIT, {"date_in": tomorrow}, TODAY).errors["date_in"].code == "edit.future_day"
    assert checked(VISIT, {"date_in": "2026-02-30"}, TODAY).errors["date_in"].code == "edit.bad_day"
    assert checked(VISIT, {"date_in": ""}, TODAY).errors["date_in"].code == "edit.required"


def test_a_plain_visit_is_neither_impossible_nor_doubtful():
    assert impossible(entered(), SETTLED) == {}
    assert (
        codes(entered(), CarSeen(date(2021, 5, 1), (Reading(date(2026, 5, 16), 53_120),), (date(2026, 5, 16),))) == []
    )


@pytest.mark.parametrize(
    ("changes", "state", "field"),
    [
        ({"date_settled": TODAY - timedelta(1)}, SETTLED, "date_settled"),
        ({"date_out": TODAY - timedelta(1)}, "handed-over", "date_out"),
        ({"payer": None}, SETTLED, "payer"),
        ({"labour_fen": 100, "parts_fen": 50, "discount_fen": 151}, SETTLED, "discount_fen"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(changes, state, field):
    assert set(impossible(entered(**changes), state)) == {field}


def test_nobody_pays_yet_for_a_car_that_has_just_come():
    assert impossible(entered(payer=None, paid_fen=None), "arrived") == {}
    assert codes(entered(payer=None, paid_fen=None), state="arrived") == []


@pytest.mark.parametrize(
    ("changes", "car", "code"),
    [
        ({"odometer": 53_119}, CarSeen(readings=(Reading(date(2026, 5, 16), 53_120),)), "odometer_fell"),
        ({"odometer": 53_120 + 3_001}, CarSeen(readings=(Reading(TODAY - timedelta(1), 53_120),)), "odometer_steep"),
        (
            {"date_in": date(2026, 11, 1), "odometer": 60_000},
            CarSeen(readings=(Reading(date(2026, 11, 10), 59_000),)),
            "odometer_above_later",
        ),
        ({"paid_fen": 0}, CarSeen(), "no_charge"),
        ({"date_in": TODAY - timedelta(31)}, CarSeen(), "far_back"),
        ({}, CarSeen(delivered=TODAY + timedelta(1)), "before_delivery"),
        ({}, CarSeen(visits=(TODAY,)), "second_that_day"),
    ],
)
def test_what_is_doubtful_can_be_confirmed(changes, car, code):
    found = doubts(entered(**changes), SETTLED, car, TODAY)
    assert [doubt.code for doubt in found] == [code]
    assert unconfirmed(found, [code]) == ()
    assert unconfirmed(found, ["something-else"]) == found


def test_the_boundaries_are_not_doubtful():
    last = CarSeen(readings=(Reading(TODAY - timedelta(1), 58_240),), delivered=TODAY)
    assert codes(entered(odometer=61_240), last) == []
    assert codes(entered(date_in=TODAY - timedelta(30))) == []
    assert codes(entered(odometer=58_240), last) == []


def test_labour_and_parts_less_discount_are_the_charge():
    waived = entered(labour_fen=100, parts_fen=50, discount_fen=150, paid_fen=None)
    assert codes(waived) == ["no_charge"]
    assert due_of(waived) == 150
    assert as_visit(entered(labour_fen=100, paid_fen=None), SETTLED).due_fen == 100


def test_a_package_redeemed_is_a_charge():
    assert codes(entered(payer="package", paid_fen=0, redeemed_fen=38_000)) == []


def test_a_visit_lives_from_its_arrival_to_its_handing_over():
    assert [next_step(state) for state in ("arrived", "in-workshop", "settled", "handed-over", "void")] == [
        "in-workshop",
        "settled",
        "handed-over",
        None,
        None,
    ]


@given(
    st.dates(date(2020, 1, 1), TODAY),
    st.integers(1, MOST_KM),
    st.lists(st.tuples(st.dates(date(2020, 1, 1), TODAY), st.integers(1, MOST_KM)), max_size=6),
)
def test_every_doubt_names_a_field_of_the_form_and_is_confirmed_by_its_code(day, km, readings):
    car = CarSeen(readings=tuple(Reading(*reading) for reading in sorted(readings)))
    found = doubts(entered(date_in=day, odometer=km), SETTLED, car, TODAY)
    assert {doubt.field for doubt in found} <= VISIT.keys()
    assert unconfirmed(found, {doubt.code for doubt in found}) == ()
