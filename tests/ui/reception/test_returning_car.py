"""A returning car: found by its tail, its visit kept by a few keys, doubts confirmed, the impossible refused."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodQueryEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.ui.reception.sitting import TODAY

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(sitting):
    """A desk with one car that was here before, and another like it."""
    made = sitting()
    made.car = made.shop.car(plate="琼A88888", model="明锐", owner=made.shop.customer("王小明", "13812345678"))
    made.shop.visit(made.car, date(2026, 5, 14), odometer=53_120, kind="Repair")
    made.other = made.shop.car(plate="琼B88888", owner=made.shop.customer("赵敏"))
    return made.show()


def test_six_keys_at_most_beyond_the_tail_and_the_numbers(desk):
    assert desk.field == "search"
    desk.write("A88888")
    assert desk.page.plate.results.count() == 1
    assert "王小明" in desk.page.plate.results.item(0).text()
    assert "last here 14 May 2026" in desk.page.plate.results.item(0).text()
    desk.enter()
    assert desk.field == "odometer"
    desk.write("61240")
    assert desk.page.form.form.units["odometer"].text() == "km  (+8,120 in 190 d)"
    desk.enter()
    desk.enter()
    assert desk.field == "order_no"
    desk.write("RO1")
    desk.enter()
    assert desk.field == "paid_fen"
    desk.write("520")
    desk.enter()
    assert desk.keys <= 6
    row = desk.visits()[-1]
    assert (row["vehicle_id"], row["odometer"], row["paid_fen"], row["order_no"]) == (desk.car, 61_240, 52_000, "RO1")
    assert (row["kind"], row["payer"], row["state"]) == ("Repair", "owner", "settled")
    assert (desk.field, desk.told) == ("search", "琼A88888: Settled")
    assert desk.notes[-1].undo is not None


def test_arrows_choose_among_the_cars_that_are_found(desk):
    desk.find("88888")
    plates = [desk.page.plate.results.item(at).text().split()[0] for at in range(2)]
    desk.press(Qt.Key.Key_Down)
    desk.enter()
    assert desk.page.head.plate.text() == plates[1]


def test_a_whole_plate_that_is_scanned_with_its_enter_is_received(desk):
    desk.write("琼A88888")
    desk.enter()
    assert (desk.page.head.plate.text(), desk.field) == ("琼A88888", "odometer")


@pytest.mark.parametrize("text", ["ａ８８８８８", "王小明", "wxm", "138 1234 5678", " 琼A·88888 "])
def test_a_car_is_found_by_whatever_is_known_of_it(desk, text):
    desk.find(text)
    assert desk.page.plate.results.item(0).text().startswith("琼A88888")


def test_the_input_method_is_off_until_it_is_wanted(desk):
    plate, fields = desk.page.plate, desk.page.form.form.fields

    def is_on(field):
        query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
        QApplication.sendEvent(field, query)
        return bool(query.value(Qt.InputMethodQuery.ImEnabled))

    assert not is_on(plate)
    assert plate.inputMethodHints() & Qt.InputMethodHint.ImhLatinOnly
    desk.press(Qt.Key.Key_F4)
    assert is_on(plate)
    assert desk.field == "search"
    desk.write("王小明")
    desk.enter()
    assert desk.page.head.owner.text() == "王小明"
    assert not is_on(plate)
    assert [is_on(fields[name]) for name in ("odometer", "paid_fen", "labour_fen")] == [False] * 3
    assert is_on(fields["note"])


def test_the_head_shows_whose_car_it_is_with_the_number_masked(desk):
    desk.receive("A88888")
    head = desk.page.head
    assert [head.plate.text(), head.owner.text(), head.model.text()] == ["琼A88888", "王小明", "明锐"]
    assert head.phone.text() == "138****5678"


def test_a_digit_chooses_the_kind_and_goes_on(desk):
    desk.receive("A88888")
    desk.enter()
    assert desk.page.form.kind.value() == "Repair"
    desk.write("4")
    assert (desk.page.form.kind.value(), desk.field) == ("Accident repair", "order_no")


def test_what_is_doubtful_is_said_all_at_once_and_confirmed_by_one_key(desk):
    desk.receive("A88888")
    desk.put(odometer="50000")
    desk.does("save")
    assert desk.said() == {
        "odometer": "It showed 53,120 km on 14 May 2026, which is more.",
        "paid_fen": "Nothing is charged: this visit will not count as one.",
    }
    assert desk.field == "odometer"
    assert len(desk.visits()) == 1
    desk.press(Qt.Key.Key_F8)
    assert desk.visits()[-1]["odometer"] == 50_000


def test_a_confirmed_doubt_is_asked_again_when_its_field_changes(desk):
    desk.receive("A88888")
    desk.put(odometer="50000", date_in="2027-01-01", paid_fen="1")
    desk.does("save")
    assert set(desk.said()) == {"date_in"}
    desk.put(date_in="2026-11-20")
    desk.does("save")
    assert set(desk.said()) == {"odometer"}
    desk.put(odometer="40000")
    desk.does("confirm")
    desk.put(odometer="30000")
    assert desk.visits()[-1]["odometer"] == 40_000


def test_what_cannot_be_is_refused_beside_its_field_and_stays(desk):
    desk.receive("A88888")
    long = "好" * 10_000
    desk.put(date_in="2/30", odometer="六万", paid_fen="-5", note=long, order_no="🚗" * 50)
    desk.does("save")
    assert set(desk.said()) == {"date_in", "odometer", "paid_fen", "note", "order_no"}
    assert desk.field == "date_in"
    assert desk.page.form.form.fields["note"].text() == long
    assert desk.page.form.form.fields["odometer"].text() == "六万"
    assert len(desk.visits()) == 1
    assert not desk.page.action("reception.confirm").isEnabled()


def test_pasted_and_full_width_figures_are_understood(desk):
    desk.receive("A88888")
    desk.put(odometer="６１，２４０ km", paid_fen=" ¥1,234.50 ", order_no="RO\t9\n")
    desk.does("save")
    row = desk.visits()[-1]
    assert (row["odometer"], row["paid_fen"], row["order_no"]) == (61_240, 123_450, "RO 9")


def test_pressed_twice_or_held_down_it_is_kept_once(desk):
    desk.receive("A88888")
    desk.put(odometer="61240", paid_fen="5")
    save = desk.page.action("reception.save")
    save.trigger()
    save.trigger()
    assert not save.autoRepeat()
    desk.page.saving.save()
    desk.wait()
    assert len(desk.visits()) == 2


def test_enter_that_is_held_down_does_not_run_through_the_form(desk):
    desk.receive("A88888")
    field = QApplication.focusWidget()
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True)
    QApplication.sendEvent(field, held)
    desk.wait()
    assert desk.field == "odometer"


def test_save_and_next_clears_the_page_for_the_next_car(desk):
    desk.receive("A88888")
    desk.put(odometer="61240", paid_fen="5")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert (desk.mode, desk.field, len(desk.visits())) == ("nothing", "search", 2)


def test_what_a_balance_holds_is_told_and_no_more_is_redeemed(desk):
    desk.shop.product(desk.car, "stored-value", balance_fen=30_000)
    desk.receive("A88888")
    assert not desk.page.form.form.shows("redeemed_fen")
    desk.choose(payer="stored-value")
    assert desk.page.form.form.units["redeemed_fen"].text() == "¥300.00 left"
    desk.put(odometer="61240", redeemed_fen="400")
    desk.does("save")
    assert desk.said() == {"redeemed_fen": "Only ¥300.00 is left of it."}
    desk.put(redeemed_fen="100")
    desk.does("save")
    assert desk.shop.rows("SELECT balance_fen FROM product")[0]["balance_fen"] == 20_000


def test_another_car_is_not_received_over_what_was_entered(desk):
    desk.receive("A88888")
    desk.put(odometer="61240")
    desk.receive("B88888")
    assert desk.page.head.plate.text() == "琼A88888"
    assert "Esc" in desk.told
    desk.press(Qt.Key.Key_Escape)
    assert desk.mode == "nothing"
    desk.notes[-1].act[1]()
    desk.wait()
    assert desk.page.head.plate.text() == "琼A88888"
    assert desk.page.form.form.fields["odometer"].text() == "61240"


def test_undo_takes_the_visit_back_and_the_page_lets_it_go(desk):
    from dealerdesk.services.undoing import undo_act

    desk.receive("A88888")
    desk.put(odometer="61240", paid_fen="5")
    desk.does("save")
    assert desk.mode == "change"
    session = desk.session
    session.background.write(desk.page, lambda: undo_act(session.desk, desk.notes[-1].undo))
    desk.wait()
    assert (desk.mode, len(desk.visits())) == ("nothing", 1)


def test_the_tables_run_along_with_the_newest_first(desk):
    for tail, odometer in (("A88888", "61240"), ("B88888", "100")):
        desk.receive(tail)
        desk.put(odometer=odometer, paid_fen="5")
        desk.does("next")
    table = desk.page.running.today
    assert [table.lazy.row_at(at).plate for at in range(2)] == ["琼B88888", "琼A88888"]
    assert [desk.page.running.tabText(at) for at in (0, 1)] == ["In the workshop now (0)", "Today's visits (2)"]
    assert table.lazy.row_at(0).date_in == TODAY


def test_a_cell_of_a_whole_sheet_is_looked_for_in_vain(desk):
    desk.page.plate.begin()
    desk.page.plate.setText("好" * 30_000)
    desk.page.plate._ask()
    desk.wait()
    assert (desk.page.plate.results.count(), desk.notes) == (0, [])
    desk.enter()
    assert desk.mode == "new-car"
    assert desk.page.new_car.form.fields["plate"].text() == ""


def test_esc_drops_nothing_that_is_just_being_kept(desk):
    desk.receive("A88888")
    desk.put(odometer="61240", paid_fen="5")
    desk.page.saving.save()
    desk.page.does()["reception.cancel"]()
    desk.wait()
    assert len(desk.visits()) == 2
    assert [note.text for note in desk.notes] == ["琼A88888: Settled"]


def test_who_types_on_while_it_is_being_kept_has_typed_the_next_plate(desk):
    desk.shop.car(plate="琼C77777")
    desk.receive("A88888")
    desk.put(odometer="61240", paid_fen="90")
    desk.page.form.focus("paid_fen")
    desk.page.action("reception.next").trigger()
    assert desk.page.saving.busy
    desk.write("C777")
    assert desk.visits()[-1]["paid_fen"] == 9_000
    assert (desk.page.plate.text(), desk.mode) == ("C777", "nothing")
    desk.enter()
    assert desk.page.head.plate.text() == "琼C77777"


def test_two_cells_are_not_one_odometer(desk):
    desk.receive("A88888")
    desk.put(odometer="61240\t5", paid_fen="90")
    desk.does("save")
    assert set(desk.said()) == {"odometer"}
    assert desk.page.form.form.fields["odometer"].text() == "61240\t5"
