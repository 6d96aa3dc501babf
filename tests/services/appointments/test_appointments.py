"""Appointments in a store: made, moved, ended; kept by visits in every way they come, and missed without any."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.appointment import NewAppointment, Standing
from dealerdesk.domain.errors import Refused
from dealerdesk.services.appointments.booking import (
    appointment_arrived,
    book_appointment,
    book_within,
    cancel_appointment,
    move_appointment,
)
from dealerdesk.services.appointments.hours import Receiving, change_receiving, receiving
from dealerdesk.services.appointments.judging import beside, conflicts_of, free_times
from dealerdesk.services.appointments.keeping import mark_missed
from dealerdesk.services.appointments.looking import (
    appointment_of,
    appointments_between,
    appointments_now,
    day_of,
    week_of,
)
from dealerdesk.services.appointments.papers import appointments_on_paper
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.deleting import remove_visit
from dealerdesk.services.importing import undo_import
from dealerdesk.services.reception.arriving import arrival
from dealerdesk.services.reception.booking import change_visit, log_visit, void_visit
from dealerdesk.services.task_ends import tidy_tasks
from dealerdesk.services.today import CardName, day_at_the_desk
from dealerdesk.services.undoing import undo_act
from dealerdesk.services.upkeep import check_store
from dealerdesk.words import Words
from dealerdesk.words.events import event_facts, event_line
from tests.exports import Exports, order
from tests.stores import a_shop, clerk

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
CAR = "LSVAB2183E2123456"


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "data").mkdir()
    with a_shop(tmp_path / "data", TODAY) as shop:
        yield shop
        assert check_store(shop.desk).problems == ()


def new(car, day=TODAY, at=time(10), **more):
    return NewAppointment(car, day, at, "保养", **more)


def booked(shop, car, day=TODAY, at=time(10), desk=None, **more):
    made = book_appointment(desk or shop.desk, new(car, day, at, **more))
    assert made.against == ()
    return made


def line_of(shop, made):
    return appointment_of(shop.desk, made.appointment)


def state_of(shop, made):
    line = line_of(shop, made)
    return line.state, line.visit_id is not None


def logged(shop, car, day, desk=None):
    entered = {"date_in": day, "kind": "Repair", "payer": "owner", "paid_fen": "520", "odometer": "1000"}
    kept = log_visit(desk or shop.desk, car, entered, confirmed=("far_back", "before_delivery", "twice_today"))
    assert kept.visit is not None, kept
    return kept


def test_it_is_made_with_its_owner_its_code_and_who_made_it(shop):
    owner = shop.customer("王小明")
    li = shop.staff("李诚", "advisor")
    car = shop.car(owner, "琼A88888", model="明锐")
    made = booked(shop, car, advisor_id=li, offer="免费检测", note="带机油")
    line = line_of(shop, made)
    assert (line.customer, line.plate, line.model, line.advisor) == ("王小明", "琼A88888", "明锐", "李诚")
    assert (line.purpose, line.offer, line.note, line.booked_by) == ("保养", "免费检测", "带机油", "owner")
    assert line.code.startswith("A")
    assert made.changed.kinds >= {"appointment"}
    undo_act(shop.desk, made.changed.act)
    assert line_of(shop, made) is None


def test_what_is_doubtful_may_be_confirmed_and_what_is_impossible_not(shop):
    car = shop.car()
    booked(shop, car)
    again = book_appointment(shop.desk, new(car, TODAY + DAY))
    assert [one.code for one in again.against] == ["car_twice"]
    assert again.appointment is None
    assert book_appointment(shop.desk, new(car, TODAY + DAY), confirmed=["car_twice"]).appointment is not None
    past = book_appointment(shop.desk, new(car, TODAY - DAY), confirmed=["past_day"])
    assert [one.code for one in past.against] == ["past_day"]
    with pytest.raises(Refused) as refused:
        book_appointment(shop.desk, new(car + 99))
    assert refused.value.said.code == "customers.gone"


def test_a_call_makes_one_within_its_act(shop):
    car = shop.car()
    with shop.desk.store.write(shop.desk.header("record-outcome")) as writer:
        key = book_within(writer, shop.desk, new(car), call_id=None, agent_id=None)
    assert appointment_of(shop.desk, key).state == "booked"
    with (
        pytest.raises(Refused) as refused,
        shop.desk.store.write(shop.desk.header("record-outcome")) as writer,
    ):
        book_within(writer, shop.desk, new(car, TODAY - DAY), call_id=None, agent_id=None)
    assert refused.value.said.code == "appointment.past_day"


def test_the_stores_own_days_absences_and_holidays_speak_against_it(shop):
    car, li = shop.car(), shop.staff("李诚", "advisor")
    shop.staff("周倩", "advisor")
    shop._insert(tables.StoreDay, day=TODAY + DAY, open=False, note="盘点")
    shop._insert(tables.StoreDay, day=date(2027, 1, 1), open=True, note=None)
    shop._insert(tables.Absence, staff_id=li, first=TODAY, last=TODAY, note=None)

    def codes(*a, **k):
        return [one.code for one in conflicts_of(shop.desk, new(car, *a, **k))]

    assert codes(TODAY + DAY) == ["closed_for"]
    assert codes(advisor_id=li) == ["absent"]
    assert codes(date(2027, 1, 1)) == [], "the store opens on this holiday"
    assert codes(date(2026, 10, 1)) == ["past_day"]
    assert free_times(shop.desk, TODAY + DAY) == ()
    assert free_times(shop.desk, TODAY, li) == ()
    assert len(free_times(shop.desk, TODAY)) == 19, "the last hour fits at 17:00"
    booked(shop, car)
    other = shop.car()
    assert codes() == ["car_twice", "full"]
    assert [one.code for one in conflicts_of(shop.desk, new(other))] == ["full"]
    assert time(10) not in beside(shop.desk, new(other)).free
    assert beside(shop.desk, new(other), timed=False).conflicts == ()


def test_one_is_moved_and_keeps_the_day_it_was_moved_from(shop):
    car = shop.car()
    made = booked(shop, car)
    line = line_of(shop, made)
    moved = move_appointment(shop.desk, line.id, line.revision, new(car, TODAY + 2 * DAY, time(15)))
    after = line_of(shop, made)
    assert (after.day, after.at, after.moved_from, after.state) == (TODAY + 2 * DAY, time(15), TODAY, "booked")
    with pytest.raises(Refused) as refused:
        move_appointment(shop.desk, line.id, line.revision, new(car))
    assert refused.value.said.code == "record.changed_meanwhile"
    undo_act(shop.desk, moved.changed.act)
    assert (line_of(shop, made).day, line_of(shop, made).moved_from) == (TODAY, None)
    same = line_of(shop, made)
    assert move_appointment(shop.desk, same.id, same.revision, new(car)).changed.act is None


def test_one_is_cancelled_for_a_reason_and_then_over(shop):
    made = booked(shop, shop.car())
    line = line_of(shop, made)
    with pytest.raises(Refused) as refused:
        cancel_appointment(shop.desk, line.id, line.revision, "  ")
    assert refused.value.said.code == "appointment.no_reason"
    changed = cancel_appointment(shop.desk, line.id, line.revision, "客户出差")
    over = line_of(shop, made)
    assert (over.state, over.ended_why) == ("cancelled", "客户出差")
    with pytest.raises(Refused) as refused:
        appointment_arrived(shop.desk, over.id, over.revision)
    assert refused.value.said.code == "appointment.ended"
    undo_act(shop.desk, changed.act)
    assert line_of(shop, made).state == "booked"


def test_a_car_that_came_is_marked_only_near_its_day(shop):
    near, far = booked(shop, shop.car()), booked(shop, shop.car(), TODAY + 4 * DAY)
    appointment_arrived(shop.desk, near.appointment, 1)
    assert state_of(shop, near) == ("arrived", False)
    with pytest.raises(Refused) as refused:
        appointment_arrived(shop.desk, far.appointment, 1)
    assert refused.value.said.code == "appointment.not_near"


def test_a_logged_visit_keeps_it_and_its_undo_opens_it_again(shop):
    car, other = shop.car(), shop.car()
    made, stays = booked(shop, car), booked(shop, other)
    kept = logged(shop, car, TODAY)
    assert state_of(shop, made) == ("arrived", True)
    assert line_of(shop, made).visit_id == kept.visit
    assert state_of(shop, stays) == ("booked", False)
    undo_act(shop.desk, kept.changed.act)
    assert state_of(shop, made) == ("booked", False)


def test_a_visit_that_is_corrected_voided_or_deleted_keeps_nothing_any_more(shop):
    car = shop.car()
    made = booked(shop, car, TODAY)
    later = shop.on(TODAY + 3 * DAY)
    visit = logged(shop, car, TODAY, later).visit
    assert state_of(shop, made) == ("arrived", True)
    revision = shop.rows("SELECT revision FROM visit WHERE id = ?", visit)[0]["revision"]
    change_visit(later, visit, revision, {"date_in": TODAY - 9 * DAY}, why="x", confirmed=("before_delivery",))
    assert state_of(shop, made) == ("missed", False)
    visit = logged(shop, car, TODAY + 2 * DAY, later).visit
    assert state_of(shop, made) == ("arrived", True)
    void_visit(later, visit, 1, "x")
    assert state_of(shop, made) == ("missed", False)
    visit = logged(shop, car, TODAY + 3 * DAY, later).visit
    gone = remove_visit(later, visit)
    assert state_of(shop, made) == ("missed", False)
    undo_act(later, gone.changed.act)
    assert state_of(shop, made) == ("arrived", True)


def test_an_imported_order_keeps_it_and_undoing_the_import_opens_it_again(shop, tmp_path, monkeypatch):
    car = shop.car(vin=CAR, plate="琼A88888")
    made = booked(shop, car)
    later = shop.on(TODAY + 4 * DAY)
    with later.store.write(later.header("tidy-tasks")) as writer:
        assert mark_missed(writer, later.today) == (made.appointment,)
    assert state_of(shop, made) == ("missed", False)
    came = order("R1", vin=CAR, plate="琼A88888", day=(TODAY + 2 * DAY).isoformat())
    result = Exports(tmp_path, monkeypatch).orders(later, came)
    assert result.added == 1
    assert state_of(shop, made) == ("arrived", True)
    undo_import(later, result.batch)
    assert state_of(shop, made) == ("missed", False)


def test_a_day_knows_who_came_and_who_is_late(shop):
    li = shop.staff("李诚", "advisor")
    cars = [shop.car() for _ in range(3)]
    made = [booked(shop, car, at=time(at), advisor_id=li) for car, at in zip(cars, (9, 11, 14), strict=True)]
    logged(shop, cars[0], TODAY)
    noon = datetime.combine(TODAY, time(12)).astimezone(UTC)
    desk = replace(shop.desk, clock=lambda: noon)
    seen = day_of(desk, TODAY)
    assert [seen.standing(line) for line in seen.lines] == [Standing.ARRIVED, Standing.LATE, Standing.BOOKED]
    assert [line.id for line in seen.these(Standing.LATE)] == [made[1].appointment]
    assert seen.at_store.advisors == {li: "李诚"}
    after = replace(desk, today=TODAY + DAY)
    assert [line.id for line in appointments_now(after).missed] == [one.appointment for one in made[1:]]
    week = week_of(desk, TODAY)
    assert [len(day.lines) for day in week] == [3, 0, 0, 0, 0, 0, 0]
    assert len(appointments_between(desk, TODAY, TODAY + DAY)) == 3


def test_an_advisor_sees_the_own_cars_and_the_own_appointments(shop):
    li, zhou = shop.staff("李诚", "advisor"), shop.staff("周倩", "advisor")
    of_li, of_zhou = shop.car(advisor=li), shop.car(advisor=zhou)
    mine, theirs = booked(shop, of_li), booked(shop, of_zhou, at=time(11), advisor_id=zhou)
    with_me = booked(shop, shop.car(advisor=zhou), at=time(12), advisor_id=li)
    desk = shop.on(TODAY, clerk("see", "enter", advisor_id=li))
    shown = {line.id for line in appointments_between(desk, TODAY, TODAY)}
    assert shown == {mine.appointment, with_me.appointment}
    assert appointment_of(desk, theirs.appointment) is None
    for call in (
        lambda: cancel_appointment(desk, theirs.appointment, 1, "x"),
        lambda: move_appointment(desk, theirs.appointment, 1, new(of_zhou)),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.said.code == "appointment.gone"
    with pytest.raises(Refused):
        book_appointment(desk, new(of_zhou, TODAY + 9 * DAY))
    assert [one.code for one in conflicts_of(desk, new(of_li, TODAY, time(11), advisor_id=zhou))] == [
        "car_twice",
        "advisor_taken",
    ]


def test_who_did_not_come_is_called_until_they_come_or_agree_anew(shop):
    cars = [shop.car() for _ in range(3)]
    made = [booked(shop, car) for car in cars]
    later = shop.on(TODAY + DAY)
    changed = tidy_tasks(later)
    assert changed.kinds >= {"appointment", "task"}
    assert [state_of(shop, one)[0] for one in made] == ["missed"] * 3

    def calls():
        sql = "SELECT vehicle_id, due, cause, ended_why FROM task WHERE reason = 'no-show' ORDER BY vehicle_id"
        return [tuple(row.values()) for row in shop.rows(sql)]

    due = (TODAY + DAY).isoformat()
    assert calls() == [(car, due, TODAY.isoformat(), None) for car in cars]
    assert tidy_tasks(later).act is None, "each is missed once"
    kept = logged(shop, cars[0], TODAY + DAY, later)
    line = line_of(shop, made[1])
    move_appointment(later, line.id, line.revision, new(cars[1], TODAY + 2 * DAY))
    assert [row[3] for row in calls()] == ["visit", "cause-gone", None]
    assert state_of(shop, made[1]) == ("booked", False)
    undo_act(later, kept.changed.act)
    assert [row[3] for row in calls()] == [None, "cause-gone", None]
    assert state_of(shop, made[0]) == ("missed", False)


def test_one_missed_long_ago_is_marked_but_not_called_about(shop):
    made = booked(shop, shop.car())
    tidy_tasks(shop.on(TODAY + 8 * DAY))
    assert state_of(shop, made) == ("missed", False)
    assert shop.rows("SELECT 1 FROM task") == []


def test_reception_is_told_of_it_and_the_day_counts_it(shop):
    li = shop.staff("李诚", "advisor")
    car, other = shop.car(), shop.car()
    booked(shop, car, at=time(10, 30), advisor_id=li)
    booked(shop, other, at=time(16))
    (line,) = [one for one in arrival(shop.desk, car).lines if one.about == "appointment"]
    assert (line.said.code, line.said.params["who"], line.said.params["at"]) == (
        "talk.appointment_with",
        "李诚",
        "10:30",
    )
    codes = [one.said.code for one in arrival(shop.on(TODAY - DAY), car).lines if one.about == "appointment"]
    assert codes == ["talk.appointment_near"]
    codes = [one.said.code for one in arrival(shop.on(TODAY + DAY), other).lines if one.about == "appointment"]
    assert codes == ["talk.appointment_missed"]
    logged(shop, car, TODAY)
    assert [one.about for one in arrival(shop.desk, car).lines].count("appointment") == 0

    def cards(desk, at=None):
        seen = {card.name: card for card in day_at_the_desk(desk, at=at).cards}
        return seen.get(CardName.APPOINTMENTS), seen.get(CardName.MISSED)

    today, missed = cards(shop.desk, time(17))
    assert (today.figure, today.part, today.late, missed) == (2, 1, 1, None)
    today, missed = cards(shop.on(TODAY + DAY))
    assert (today, missed.figure) == (None, 1)


def test_the_file_tells_of_it_on_the_day_it_was_made(shop):
    car = shop.car()
    made = booked(shop, car, TODAY + 5 * DAY)
    events = [one for one in customer_file(shop.desk, vehicle=car).timeline.events if one.kind == "appointment"]
    assert [(one.day, one.detail.day, one.detail.state) for one in events] == [(TODAY, TODAY + 5 * DAY, "booked")]
    words = Words("zh_CN")
    assert event_line(words, events[0]).startswith("预约")
    assert dict(event_facts(words, events[0]))
    assert made.appointment == events[0].detail.id


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_a_day_prints_without_those_cancelled_and_is_an_act(shop, lang):
    stays, goes = booked(shop, shop.car(plate="琼A88888")), booked(shop, shop.car(plate="琼A99999"), at=time(12))
    cancel_appointment(shop.desk, goes.appointment, 1, "x")
    pdf = appointments_on_paper(shop.desk.in_language(lang), TODAY)
    assert pdf.startswith(b"%PDF")
    assert stays.appointment is not None
    assert [row["rows"] for row in shop.rows("SELECT rows FROM disclosure")] == [1]


def test_hours_and_places_are_the_stores_own(shop):
    assert receiving(shop.desk) == Receiving(time(8), time(18), None)
    wrong = change_receiving(shop.desk, Receiving(time(18), time(8), 0))
    assert set(wrong.errors) == {"closes", "places"}
    kept = change_receiving(shop.desk, Receiving(time(9), time(17), 1))
    assert receiving(shop.desk) == Receiving(time(9), time(17), 1)
    assert change_receiving(shop.desk, Receiving(time(9), time(17), 1)).changed.act is None
    booked(shop, shop.car())
    found = [one.code for one in conflicts_of(shop.desk, new(shop.car()))]
    assert found == ["full"]
    assert [one.code for one in conflicts_of(shop.desk, new(shop.car(), at=time(8, 30)))] == ["outside_hours"]
    undo_act(shop.desk, kept.changed.act)
    assert receiving(shop.desk) == Receiving()
