"""What a history says, rule by rule."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.domain.calendar import EVER, FOREVER
from dealerdesk.domain.history import Folded, History, Owned, Stretch, Told, fold, stretch_on
from dealerdesk.domain.rules import Interval, Rules
from dealerdesk.domain.visit import Visit

RULES = Rules()


def day(text):
    return date.fromisoformat(text)


def paid(number, on, order_no=None, **cells):
    return Visit(number, day(on), order_no or f"RO{number:04d}", **{"kind": "一般维修", "paid_fen": 50_000, **cells})


def on_day(history, on, rules=RULES):
    return stretch_on(fold(history, rules).stretches, day(on))


def test_an_empty_history_is_one_stretch_that_says_nothing():
    assert fold(History(), RULES) == Folded((Stretch(EVER, FOREVER),), ())


def test_the_reference_is_the_latest_of_counting_visit_and_own_delivery():
    history = History("own", day("2026-01-10"), visits=(paid(1, "2026-04-02"),))
    assert on_day(history, "2026-01-09").reference is None
    assert on_day(history, "2026-01-10").reference == day("2026-01-10")
    assert on_day(history, "2026-04-01").reference == day("2026-01-10")
    assert on_day(history, "2026-04-02").reference == day("2026-04-02")


@pytest.mark.parametrize("source", ["other-store", "unknown", "passing", "other-brand"])
def test_what_another_store_delivered_is_counted_from_its_first_visit_with_us(source):
    history = History(source, day("2026-01-10"), visits=(paid(1, "2026-04-02"),))
    assert on_day(history, "2026-04-01").reference is None
    assert on_day(history, "2026-04-01").next_maintenance is None
    assert on_day(history, "2026-04-02").reference == day("2026-04-02")


def test_an_order_counts_from_its_date_in_whenever_it_was_settled():
    waiting = History(visits=(paid(1, "2026-02-27", state="in-workshop"),))
    assert on_day(waiting, "2026-02-28").reference is None
    assert on_day(waiting, "2026-02-28").last_visit == 1
    settled = History(visits=(paid(1, "2026-02-27"),))
    assert on_day(settled, "2026-02-28").reference == day("2026-02-27")


def test_a_departure_lasts_until_a_counting_visit_after_it():
    history = History(departed=(day("2026-03-01"),), visits=(paid(1, "2026-03-01"), paid(2, "2026-05-05")))
    assert not on_day(history, "2026-02-28").departed
    assert on_day(history, "2026-03-01").departed
    assert on_day(history, "2026-05-04").departed
    assert not on_day(history, "2026-05-05").departed


def test_a_free_job_does_not_end_a_departure_and_neither_does_it_erase_the_history():
    history = History(departed=(day("2026-03-01"),), visits=(paid(1, "2026-01-01"), paid(2, "2026-05-05", paid_fen=0)))
    assert on_day(history, "2026-06-01").departed
    assert on_day(history, "2026-06-01").reference == day("2026-01-01")


def test_a_car_that_we_took_back_and_sold_again_is_no_longer_departed():
    history = History("own", day("2026-06-01"), departed=(day("2026-03-01"),))
    assert on_day(history, "2026-05-31").departed
    assert not on_day(history, "2026-06-01").departed


def test_owners_follow_each_other_and_carry_their_mark():
    history = History(
        owners=(Owned(day("2026-02-01"), 8, do_not_call=True), Owned(EVER, 7), Owned(day("2026-09-01"), None))
    )
    assert on_day(history, "2026-01-31")[4:6] == (7, False)
    assert on_day(history, "2026-02-01")[4:6] == (8, True)
    assert on_day(history, "2026-09-01")[4:6] == (None, False)


def test_of_two_owners_from_one_day_the_later_entered_one_stays():
    owners = (Owned(day("2026-02-01"), 7), Owned(day("2026-02-01"), 8), Owned(day("2026-02-01"), None))
    for told in (owners, owners[::-1]):
        assert on_day(History(owners=told), "2026-02-01").owner_id == 8


def test_the_highest_odometer_of_a_day_is_its_reading():
    history = History(
        visits=(
            paid(1, "2026-02-01", odometer=900),
            paid(2, "2026-02-01", odometer=950),
            paid(3, "2026-02-01", odometer=940),
            paid(4, "2026-02-01", odometer=2_000, state="in-workshop"),
        ),
        told=(Told(day("2026-02-01"), 945),),
    )
    assert on_day(history, "2026-02-01").last_km == 950
    assert on_day(history._replace(told=(Told(day("2026-02-01"), 960),)), "2026-02-01").last_km == 960


def test_the_last_maintenance_is_the_latest_settled_one_by_date_then_order_number_charged_or_not():
    history = History(
        visits=(
            Visit(5, day("2026-02-01"), "RO2", 9_000, "常规保养", paid_fen=0),
            Visit(6, day("2026-02-01"), "RO1", 9_100, "常规保养", paid_fen=100),
            Visit(7, day("2026-03-01"), "RO3", 9_900, "常规保养", state="in-workshop"),
            Visit(8, day("2026-03-02"), "RO4", 9_950, "常规保养", state="void"),
            Visit(9, day("2026-03-03"), "RO5", 9_960, "一般维修", paid_fen=100),
        )
    )
    stretch = on_day(history, "2026-04-01")
    assert (stretch.maintained, stretch.maintained_km) == (day("2026-02-01"), 9_000)
    assert (stretch.last_day, stretch.last_km) == (day("2026-03-03"), 9_960)


def test_a_service_that_was_told_counts_for_maintenance_and_is_no_visit():
    history = History(
        "own",
        day("2025-12-01"),
        told=(Told(day("2026-02-01"), 6_000, maintenance=True), Told(day("2026-02-20"), 7_000)),
    )
    stretch = on_day(history, "2026-03-01")
    assert (stretch.maintained, stretch.maintained_km, stretch.visits) == (day("2026-02-01"), 6_000, 0)
    assert stretch.reference == day("2025-12-01")
    assert stretch.next_maintenance < day("2026-08-01")  # 1,000 km in 19 days: 5,000 km come first
    assert stretch.first_seen is None


def test_our_own_maintenance_outweighs_what_was_told_that_day():
    visit = Visit(1, day("2026-02-01"), "RO1", None, "常规保养", paid_fen=100)
    history = History(visits=(visit,), told=(Told(day("2026-02-01"), 6_000, maintenance=True),))
    stretch = on_day(history, "2026-02-01")
    assert (stretch.maintained, stretch.maintained_km, stretch.last_km) == (day("2026-02-01"), None, 6_000)
    assert stretch.next_maintenance == day("2026-08-01")


def test_before_the_first_maintenance_an_own_sale_counts_from_delivery():
    history = History("own", day("2025-11-30"))
    assert on_day(history, "2025-11-29").next_maintenance is None
    assert on_day(history, "2025-11-30").next_maintenance == day("2026-02-28")
    driven = history._replace(visits=(paid(1, "2025-12-10", odometer=2000), paid(2, "2025-12-20", odometer=4000)))
    assert on_day(driven, "2025-12-10").next_maintenance == day("2026-02-28")
    assert on_day(driven, "2025-12-20").next_maintenance == day("2025-12-25")  # 200 km a day from 4,000 to 5,000


def test_the_odometer_of_the_last_maintenance_is_as_entered_even_where_it_is_dropped():
    visits = (
        paid(1, "2025-01-01", odometer=10_000),
        paid(2, "2025-04-11", odometer=15_000),
        Visit(3, day("2025-07-20"), "RO0003", 2_000, "常规保养", paid_fen=100),  # a digit too few
        paid(4, "2025-07-30", odometer=20_500),
    )
    stretch = on_day(History(visits=visits), "2025-08-01")
    assert (stretch.maintained_km, stretch.last_km) == (2_000, 20_500)
    assert stretch.next_maintenance == day("2025-07-30")  # 7,000 km were over when the odometer was read


def test_intervals_are_those_of_the_model_and_drive():
    rules = Rules(intervals=(Interval(12, 20_000, drive="electric"),))
    visit = Visit(1, day("2026-02-01"), "RO1", 9_000, "常规保养")
    assert on_day(History(drive="electric", visits=(visit,)), "2026-02-01", rules).next_maintenance == day("2027-02-01")
    assert on_day(History(drive="fuel", visits=(visit,)), "2026-02-01", rules).next_maintenance == day("2026-08-01")


def test_evidence_is_kept_by_day_with_free_jobs_by_setting():
    history = History(
        visits=(
            Visit(1, day("2026-02-01"), "RO1", kind="上门检测"),
            Visit(2, day("2026-02-01"), "RO2", kind="上门检测"),
            Visit(3, day("2026-01-01"), "RO3", kind="维修"),
        )
    )
    assert fold(history, RULES).evidence == (day("2026-02-01"),)
    assert fold(history, Rules(free_jobs_are_evidence=True)).evidence == (day("2026-01-01"), day("2026-02-01"))


def test_first_and_last_visit_are_by_date_then_order_number():
    history = History(
        visits=(
            paid(3, "2026-02-01", order_no="B"),
            paid(4, "2026-02-01", order_no="A"),
            paid(5, "2026-01-01", paid_fen=0),
            paid(6, "2026-03-01", state="void"),
        )
    )
    stretch = on_day(history, "2026-04-01")
    assert (stretch.first_seen, stretch.first_visit, stretch.last_visit) == (day("2026-01-01"), 4, 3)


def test_the_mileage_of_a_stretch_is_its_last_reading_and_rate():
    assert on_day(History(), "2026-01-01").mileage is None
    visits = (paid(1, "2025-12-10", odometer=2000), paid(2, "2025-12-20", odometer=4000))
    assert on_day(History(visits=visits), "2026-01-01").mileage == (day("2025-12-20"), 4000, 2000, 10)
