"""A car that nobody knows: entered with its customer and its visit, and what is alike is said while it is typed."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from dealerdesk.services.undoing import undo_act

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(sitting):
    made = sitting()
    made.known = made.shop.customer("王小明", "13812345678")
    made.car = made.shop.car(plate="琼A88888", owner=made.known, vin="LSVAU2180C2183294")
    return made.show()


def offers(desk):
    return {one.text(): one for one in desk.page.new_car._offered.findChildren(QPushButton) if one.isVisible()}


def type_new(desk, **fields):
    for name, text in fields.items():
        desk.page.new_car.form.fields[name.replace("__", ".").replace("phone", "phones.0")].setText(text)
    desk.wait()


def take(desk, words):
    offers(desk)[words].click()
    desk.wait()


def test_enter_where_nothing_is_found_opens_a_new_car_with_its_plate(desk):
    desk.find("琼B77777")
    assert desk.page.plate.results is not None
    assert "琼B77777" in desk.page.plate._nothing.text()
    desk.enter()
    assert (desk.mode, desk.field) == ("new-car", "customer.name")
    assert desk.page.new_car.form.fields["plate"].text() == "琼B77777"


def test_car_customer_and_visit_are_kept_together_and_taken_back_together(desk):
    desk.press(Qt.Key.Key_N, CTRL)
    assert desk.field == "plate"
    for text in ("琼b·77777", "陈丽", "139 0000 1111", "", "明锐"):
        if text:
            desk.write(text)
        desk.enter()
    assert desk.field == "odometer"
    desk.write("12")
    for _ in range(3):
        desk.enter()
    desk.write("300")
    desk.enter()
    (visit,) = desk.visits()
    assert visit["paid_fen"] == 30_000
    (car,) = desk.shop.rows("SELECT * FROM vehicle WHERE id = ?", visit["vehicle_id"])
    assert car["model"] == "明锐"
    assert desk.shop.rows("SELECT digits FROM phone WHERE digits = '13900001111'")
    assert desk.page.head.plate.text() == "琼B77777"
    undo_act(desk.session.desk, desk.notes[-1].undo)
    assert not desk.visits()
    assert len(desk.shop.rows("SELECT 1 FROM vehicle")) == 1


def test_a_customer_who_may_be_known_is_said_while_typing_and_linked(desk):
    desk.does("new")
    type_new(desk, plate="琼B77777", customer__name="王小明")
    assert "王小明" in desk.said(desk.page.new_car)["customer.name"]
    take(desk, "Open")
    assert desk.opened[-1] == ("customers", {"customer": desk.known})
    take(desk, "Link")
    assert desk.said(desk.page.new_car) == {}
    assert not desk.page.new_car.form.fields["customer.name"].isEnabled()
    desk.put(paid_fen="10")
    desk.does("save")
    (visit,) = desk.visits()
    owned = desk.shop.rows("SELECT customer_id FROM ownership WHERE vehicle_id = ?", visit["vehicle_id"])
    assert [row["customer_id"] for row in owned] == [desk.known]


def test_a_link_is_taken_back(desk):
    desk.does("new")
    type_new(desk, phone="13812345678")
    take(desk, "Link")
    take(desk, "Take the link back")
    assert desk.page.new_car.owner is None
    assert desk.page.new_car.form.fields["phones.0"].isEnabled()


def test_who_is_another_customer_is_added_anyway(desk):
    desk.does("new")
    type_new(desk, plate="琼B77777", customer__name="王小明")
    take(desk, "Add anyway")
    assert "customer.name" not in desk.said(desk.page.new_car)
    desk.put(paid_fen="10")
    desk.does("save")
    assert len(desk.shop.rows("SELECT 1 FROM customer WHERE name = '王小明'")) == 2


def test_the_plate_of_another_car_is_that_car_or_has_changed_hands(desk):
    desk.does("new")
    type_new(desk, plate="琼A88888")
    assert "琼A88888" in desk.said(desk.page.new_car)["plate"]
    assert list(offers(desk)) == ["Receive that car", "It has changed hands", "Typing error"]
    take(desk, "Typing error")
    assert desk.field == "plate"
    take(desk, "It has changed hands")
    desk.put(paid_fen="10")
    desk.does("save")
    (visit,) = desk.visits()
    plates = desk.shop.rows("SELECT vehicle_id FROM plate WHERE plate = '琼A88888' AND until_day = '9999-12-31'")
    assert [row["vehicle_id"] for row in plates] == [visit["vehicle_id"]] != [desk.car]


@pytest.mark.parametrize(("field", "text"), [("plate", "琼A88888"), ("vin", "lsvau2180c2183294")])
def test_the_known_car_is_received_instead_with_what_was_typed_of_its_visit(desk, field, text):
    desk.does("new")
    type_new(desk, **{field: text})
    desk.put(odometer="500")
    take(desk, "Receive that car")
    assert (desk.mode, desk.page.head.plate.text()) == ("visit", "琼A88888")
    assert desk.page.form.form.fields["odometer"].text() == "500"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"plate": "免单车号"}, "plate"),
        ({"plate": "不是车牌"}, "plate"),
        ({"vin": "LSVAU2180C218329"}, "vin"),
        ({"vin": "LSVAU2180C218329I"}, "vin"),
        ({"plate": "琼B77777", "phone": "12"}, "phones.0"),
        ({"plate": "琼B77777", "customer__name": "𠮷" * 10_000}, "customer.name"),
        ({"plate": "琼B" * 5_000}, "plate"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(desk, fields, wrong):
    desk.does("new")
    type_new(desk, **fields)
    desk.put(paid_fen="10")
    desk.does("save")
    assert wrong in desk.said(desk.page.new_car)
    assert not desk.visits()


@pytest.mark.parametrize(
    "plate", ["粤Z1234港", "粤Z1234澳", "琼A1234警", "琼A1234学", "琼AD12345", "使014578", "琼A1234挂"]
)
def test_plates_of_all_kinds_are_kept(desk, plate):
    desk.does("new")
    type_new(desk, plate=plate)
    desk.put(paid_fen="10")
    desk.does("save")
    desk.does("confirm")
    assert desk.shop.rows("SELECT 1 FROM plate WHERE plate = ?", plate)


def test_a_wrong_check_digit_may_be_right(desk):
    desk.does("new")
    type_new(desk, vin="LSVAU2180C2183295")
    assert set(desk.said(desk.page.new_car)) == {"vin"}
    desk.put(paid_fen="10")
    desk.does("save")
    assert not desk.visits()
    desk.does("confirm")
    assert desk.shop.rows("SELECT 1 FROM vehicle WHERE vin = 'LSVAU2180C2183295'")


def test_a_car_without_plate_or_vin_is_not_kept(desk):
    desk.does("new")
    assert desk.said(desk.page.new_car) == {}
    desk.put(paid_fen="10")
    desk.does("save")
    assert set(desk.said(desk.page.new_car)) == {"plate"}
    assert desk.field == "plate"


def test_the_first_visit_asks_what_brought_them(desk):
    desk.shop.visit(desk.car, date(2026, 1, 5))
    desk.does("new")
    assert desk.page.form.form.shows("brought_by")
    type_new(desk, plate="琼B77777")
    desk.put(paid_fen="10", brought_by="a friend")
    desk.does("save")
    assert desk.visits()[-1]["brought_by"] == "a friend"


def test_a_known_car_with_a_new_plate_bears_it_from_today_on(desk):
    desk.does("new")
    type_new(desk, plate="琼B77777", vin="LSVAU2180C2183294")
    take(desk, "It bears this plate now")
    assert (desk.mode, desk.page.head.plate.text()) == ("visit", "琼B77777")
    assert desk.notes[-1].undo is not None
    desk.does("cancel")
    desk.receive("A88888")
    assert desk.page.head.plate.text() == "琼B77777"


def test_a_new_plate_that_is_none_is_said_beside_its_field(desk):
    desk.does("new")
    type_new(desk, plate="不是车牌", vin="LSVAU2180C2183294")
    take(desk, "It bears this plate now")
    assert set(desk.said(desk.page.new_car)) == {"plate"}
    assert desk.mode == "new-car"
