"""What is half filled in at reception is there again: after another language, another window, or a crash."""

from __future__ import annotations

import pytest

from dealerdesk.db import tables
from dealerdesk.services.drafts import my_drafts
from dealerdesk.services.reception.booking import change_visit
from dealerdesk.ui.begun import Begun
from dealerdesk.ui.pages.reception import ReceptionPage
from dealerdesk.ui.window import Window
from tests.stores import Shop
from tests.ui.reception.sitting import TODAY


@pytest.fixture
def desk(sitting):
    made = sitting()
    made.car = made.shop.car(plate="琼A88888")
    made.visit = made.shop.visit(made.car, TODAY, odometer=500, payer="owner", kind="Repair")
    return made.show()


def again(desk, held):
    """The page of another window, given what this one had begun."""
    page = ReceptionPage(desk.session)
    desk._qtbot.addWidget(page)
    assert page.take_up(Begun.from_data(held))
    desk.wait()
    return page


def begun(desk):
    (held,) = desk.page.drafts()
    return held.to_data()


def test_a_visit_that_is_only_looked_at_is_no_draft(desk):
    desk.receive("A88888")
    assert not desk.page.unsaved()
    assert desk.page.drafts() == ()


def test_a_new_visit_comes_back(desk):
    desk.receive("A88888")
    desk.put(odometer="六万", paid_fen="5", date_in="2/30")
    desk.choose(payer="voucher")
    desk.put(redeemed_fen="9")
    page = again(desk, begun(desk))
    fields = page.form.form.fields
    assert page.head.plate.text() == "琼A88888"
    assert [fields[name].text() for name in ("odometer", "paid_fen", "date_in", "redeemed_fen")] == [
        "六万", "5", "2/30", "9",
    ]  # fmt: skip
    assert page.form.payer.value() == "voucher"
    assert page.unsaved()


def test_a_new_car_comes_back(desk):
    desk.does("new")
    for name, text in (("plate", "琼B77777"), ("customer.name", "陈丽")):
        desk.page.new_car.form.fields[name].setText(text)
    desk.put(odometer="5")
    page = again(desk, begun(desk))
    assert page.new_car.form.fields["customer.name"].text() == "陈丽"
    assert page.form.form.fields["odometer"].text() == "5"


def test_a_correction_comes_back_with_what_others_did_meanwhile(desk):
    desk.does("today")
    desk.enter()
    desk.put(paid_fen="80", why="mine")
    held = begun(desk)
    change_visit(desk.session.desk, desk.visit, 1, {"paid_fen": "70"}, why="theirs")
    page = again(desk, held)
    fields = page.form.form.fields
    assert (fields["paid_fen"].text(), fields["why"].text()) == ("80", "mine")
    assert page.form.form._errors["paid_fen"].text() == 'Somebody else entered "70" meanwhile.'


def test_where_the_car_is_gone_what_was_typed_is_said_once_more(desk):
    desk.does("today")
    desk.enter()
    desk.put(paid_fen="80")
    held = begun(desk)
    with desk.shop.writing() as writer:
        writer.delete(tables.Visit, [desk.visit])
    page = again(desk, held)
    assert "80" in desk.told
    assert page.drafts()
    desk.notes[-1].act[1]()
    assert page.drafts() == ()


def test_it_is_kept_while_it_is_typed_and_there_again_in_the_next_window(store_session, qtbot, settled):
    session = store_session("empty")
    shop = Shop(session.desk)
    shop.car(plate="琼A88888")
    window = Window(session)
    qtbot.addWidget(window)
    window.show()
    window.show_page("reception")
    settled(session)
    window.page.entry.receive(1)
    settled(session)
    window.page.form.form.fields["odometer"].setText("61240")
    qtbot.waitUntil(window.drafting.flush, timeout=20_000)
    assert [draft.kind for draft in my_drafts(session.desk)] == ["visit"]
    other = Window(session)
    qtbot.addWidget(other)
    other.show()
    other.drafting.begin()
    settled(session)
    other.show_page("reception")
    settled(session)
    assert other.page.form.form.fields["odometer"].text() == "61240"
    assert other.page.entry.mode.value == "visit"


def test_another_language_leaves_it_as_it_is(desk):
    desk.receive("A88888")
    desk.put(odometer="61240")
    state = desk.page.state()
    page = ReceptionPage(desk.session)
    desk._qtbot.addWidget(page)
    page.restore(state)
    desk.wait()
    assert page.form.form.fields["odometer"].text() == "61240"
