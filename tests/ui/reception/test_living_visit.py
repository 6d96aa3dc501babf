"""A visit that lives: arrived, in the workshop, settled, handed over; corrected, voided, and changed by two at once."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from dealerdesk.services.reception.booking import change_visit
from tests.ui.reception.sitting import TODAY


@pytest.fixture
def desk(sitting):
    made = sitting()
    made.car = made.shop.car(plate="琼A88888")
    made.visit = made.shop.visit(made.car, TODAY, odometer=500, order_no="RO1", payer="owner", kind="Repair")
    return made.show()


def open_today(desk):
    desk.does("today")
    desk.enter()


def test_a_car_that_stays_lives_through_its_states_by_one_key_each(desk, sitting):
    car = desk.shop.car(plate="琼B88888")
    desk.receive("B88888")
    desk.put(odometer="100")
    desk.choose(state="arrived")
    desk.does("save")
    assert desk.page.running.tabText(0) == "In the workshop now (1)"
    desk.does("cancel")
    desk.does("workshop")
    desk.enter()
    assert desk.page.head.plate.text() == "琼B88888"
    assert desk.page._step.text() == "Into the workshop"
    desk.does("step")
    assert desk.page._step.text() == "Settle"
    desk.put(paid_fen="90")
    desk.does("step")
    assert desk.page._step.text() == "Hand over"
    desk.does("step")
    row = desk.visits()[-1]
    assert (row["vehicle_id"], row["state"], row["paid_fen"]) == (car, "handed-over", 9_000)
    assert (row["date_settled"], row["date_out"]) == ("2026-11-20", "2026-11-20")
    assert not desk.page.action("reception.step").isEnabled()


def test_settled_today_though_it_came_earlier(desk):
    late = desk.shop.visit(desk.shop.car(plate="琼C88888"), date(2026, 11, 17), state="in-workshop", kind="Repair")
    desk.receive("C88888")
    assert (desk.mode, desk.page.entry.held.kept.id) == ("change", late)
    desk.choose(payer="owner")
    desk.does("step")
    assert desk.said() == {}
    assert desk.visits()[-1]["date_settled"] == "2026-11-20"


def test_a_settled_visit_is_corrected_for_a_reason(desk):
    open_today(desk)
    assert not desk.page.form.form.shows("why")
    desk.put(paid_fen="80")
    assert desk.page.form.form.shows("why")
    desk.does("save")
    assert set(desk.said()) == {"why"}
    assert desk.field == "why"
    desk.write("wrong amount")
    desk.enter()
    (row,) = desk.visits()
    assert (row["paid_fen"], row["changed_why"]) == (8_000, "wrong amount")


def test_nothing_changed_is_nothing_kept(desk):
    open_today(desk)
    desk.does("save")
    assert desk.visits()[0]["revision"] == 1
    assert desk.notes == []


def test_a_visit_is_voided_for_a_reason_and_can_be_changed_no_more(desk):
    open_today(desk)
    desk.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert desk.field == "why"
    desk.enter()
    assert desk.visits()[0]["state"] == "settled"
    desk.write("entered twice")
    desk.enter()
    (row,) = desk.visits()
    assert (row["state"], row["changed_why"]) == ("void", "entered twice")
    assert desk.page.head.state.text() == "Void"
    assert not desk.page.form.isEnabled()
    assert not desk.page.action("reception.save").isEnabled()


def test_esc_gives_the_voiding_up(desk):
    open_today(desk)
    desk.does("void")
    desk.does("cancel")
    open_today(desk)
    assert not desk.page.form.form.shows("why")


def elsewhere(desk, **fields):
    """Another window changes the visit."""
    kept = desk.visits()[0]
    change_visit(desk.session.desk, kept["id"], kept["revision"], fields, why="elsewhere")


def test_who_comes_later_sees_both_values_and_chooses(desk):
    open_today(desk)
    desk.put(paid_fen="80", why="mine")
    elsewhere(desk, paid_fen="70", note="theirs")
    desk.does("save")
    assert desk.said() == {"paid_fen": 'Somebody else entered "70" meanwhile.'}
    form = desk.page.form.form
    assert (form.fields["paid_fen"].text(), form.fields["note"].text()) == ("80", "theirs")
    desk.does("save")
    (row,) = desk.visits()
    assert (row["paid_fen"], row["note"], row["changed_why"]) == (8_000, "theirs", "mine")


def test_what_others_changed_shows_at_once_where_nothing_was_typed(desk):
    open_today(desk)
    elsewhere(desk, paid_fen="70")
    desk.page.reload()
    desk.wait()
    assert desk.page.form.form.fields["paid_fen"].text() == "70"
    assert not desk.page.unsaved()


def test_a_kind_that_the_store_does_not_offer_any_more_stays(desk):
    desk.shop.visit(desk.shop.car(plate="琼D88888"), TODAY, kind="机修")
    desk.page.reload()
    desk.wait()
    desk.does("today")
    desk.page.running.today.selectRow(0)
    desk.enter()
    assert desk.page.form.kind.value() == "机修"
    assert not desk.page.unsaved()
    desk.does("cancel")
    desk.receive("A88888")
    assert desk.page.form.kind.value() == "Repair"


def test_a_kept_visit_is_not_held_against_its_own_odometer(desk):
    desk.shop.visit(desk.car, date(2026, 8, 12), odometer=100)
    desk.page.reload()
    open_today(desk)
    assert desk.page.form.form.units["odometer"].text() == "km  (+400 in 100 d)"


def test_what_was_redeemed_goes_from_sight_with_who_paid_by_it(desk):
    shop = desk.shop
    car = shop.car(plate="琼D88888")
    visit = shop.visit(car, TODAY, paid_fen=None, redeemed_fen=9_000, payer="voucher", kind="Repair")
    desk.page.wanted(visit=visit)
    desk.wait()
    assert desk.page.form.form.shows("redeemed_fen")
    desk.choose(payer="owner")
    assert not desk.page.form.form.shows("redeemed_fen")
    desk.put(paid_fen="90", why="wrong payer")
    desk.does("save")
    row = desk.visits()[-1]
    assert (row["payer"], row["paid_fen"], row["redeemed_fen"]) == ("owner", 9_000, None)


def test_a_visit_of_no_kind_shows_none_and_can_be_corrected(desk):
    visit = desk.shop.visit(desk.car, TODAY, kind=None, payer=None)
    desk.page.wanted(visit=visit)
    desk.wait()
    assert (desk.page.form.kind.value(), desk.page.unsaved()) == (None, False)
    desk.put(paid_fen="80", why="wrong amount")
    desk.does("save")
    assert [(row["paid_fen"], row["kind"]) for row in desk.visits() if row["id"] == visit] == [(8_000, None)]
    desk.choose(kind="Maintenance")
    desk.put(why="now it is known")
    desk.does("save")
    (row,) = (row for row in desk.visits() if row["id"] == visit)
    assert (row["kind"], row["maintenance"]) == ("Maintenance", 1)
