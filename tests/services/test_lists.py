"""Month lists out of a real store: nothing cut off, switches obeyed, files that hold what the list says."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date

import pytest

from dealerdesk.db import tables
from dealerdesk.db.derive import refold
from dealerdesk.domain.calendar import Month
from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.domain.month_list import ListName
from dealerdesk.services.desk import Right
from dealerdesk.services.list_files import export_list
from dealerdesk.services.lists import AskFor, month_list, month_list_page, statuses, why_in_list
from dealerdesk.services.phones import open_phones
from dealerdesk.services.search import find
from dealerdesk.services.sheets import call_sheet
from dealerdesk.services.upkeep import check_store, repair_store
from tests.stores import a_shop, clerk

TODAY = date(2026, 11, 22)
CAME = date(2025, 12, 10)
ASK = AskFor(ListName.ABOUT_TO_BE_LOST, Month(2026, 12))


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def plates(shop, ask=ASK, day=TODAY):
    return [row.plate for row in month_list(shop.on(day), ask).rows]


def test_a_list_is_never_cut_at_five_thousand_rows(shop):
    with shop.writing() as writer:
        cars = writer.insert(tables.Vehicle, [{"source": "own"} for _ in range(5_200)])
        writer.insert(
            tables.Visit,
            [{"vehicle_id": car, "date_in": CAME, "paid_fen": 100, "state": "settled"} for car in cars],
        )
        refold(writer.conn, cars)
    assert len(month_list(shop.desk, ASK).rows) == 5_200
    page = month_list_page(shop.desk, ASK, 50)
    assert (len(page.ids), len(page.rows)) == (5_200, 50)
    assert [row.id for row in page.rows] == list(page.ids[:50])


def test_departed_and_do_not_call_leave_every_list_and_why_says_so(shop):
    sold, told_off = shop.car(plate="琼A00001", visits=[CAME]), shop.customer("王小明")
    shop.car(told_off, plate="琼A00002", visits=[CAME])
    shop.car(plate="琼A00003", visits=[CAME])
    shop.departs(sold, date(2026, 3, 1))
    shop.do_not_call(told_off, date(2026, 4, 1))
    assert plates(shop) == ["琼A00003"]
    assert [r.code for r in why_in_list(shop.desk, "琼A00001", ASK).reasons] == ["why.departed"]
    assert [r.code for r in why_in_list(shop.desk, "琼a·00002", ASK).reasons] == ["why.do_not_call"]
    assert why_in_list(shop.desk, "琼A00003", ASK).member


def test_a_number_that_is_not_to_be_called_holds_for_whoever_has_it(shop):
    first = shop.customer("王小明", "13800138000")
    shop.do_not_call(first, date(2026, 4, 1))
    with shop.writing() as writer:
        (mark,) = (row["id"] for row in shop.rows("SELECT id FROM do_not_call"))
        writer.update(tables.DoNotCall, mark, {"digits": "13800138000"})
    again = shop.customer("王小明", "13800138000", number="C2")
    shop.car(again, visits=[CAME])
    assert plates(shop) == []


def test_passing_and_other_brand_cars_stand_only_in_lists_that_are_marked(shop):
    for source in ("passing", "other-brand", "unknown"):
        shop.car(plate=f"琼A{source[:1].upper()}0001", source=source, visits=[CAME], insurance_end=date(2026, 12, 5))
    assert plates(shop) == ["琼AU0001"]
    assert len(plates(shop, AskFor(ListName.INSURANCE, Month(2026, 12)))) == 3


def test_a_past_day_sees_what_had_come_in_by_then(shop):
    car = shop.car(plate="琼A00001", visits=[date(2025, 2, 10), date(2026, 1, 5)])
    ask = AskFor(ListName.ABOUT_TO_BE_LOST, Month(2026, 2))
    assert plates(shop, ask, date(2026, 1, 4)) == ["琼A00001"]
    assert plates(shop, ask, date(2026, 1, 5)) == []
    (row,) = month_list(shop.on(date(2026, 1, 4)), ask).rows
    assert (row.vehicle_id, row.visits, row.last_visit) == (car, 1, date(2025, 2, 10))


def test_phones_leave_masked_and_open_with_the_right_alone(shop):
    shop.car(shop.customer("王小明", "13812345678"), visits=[CAME])
    (row,) = month_list(shop.desk, ASK).rows
    assert str(row.phone) == "138****5678"
    assert open_phones(shop.desk, [row.phone]).digits == {row.phone.id: "13812345678"}
    with pytest.raises(Refused):
        open_phones(shop.on(TODAY, clerk(Right.SEE)), [row.phone])


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_without_the_right_an_export_shows_no_phone_in_full(shop, tmp_path, ending):
    shop.car(shop.customer("=1+1", "13812345678"), visits=[CAME])
    file = tmp_path / f"list.{ending}"
    for actor, shown in ((clerk(Right.SEE, Right.EXPORT), "138****5678"), (shop.desk.actor, "13812345678")):
        desk = shop.on(TODAY, actor)
        export_list(desk, month_list(desk, ASK), file)
        assert shown in cells(file)
        assert "=1+1" not in [cell for cell in cells(file) if file.suffix == ".csv"]


def cells(file):
    if file.suffix == ".csv":
        return next(csv.reader(file.read_text("utf-8-sig").splitlines()[1:]))
    from openpyxl import load_workbook

    sheet = load_workbook(file).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [cell.value for cell in sheet[2]]


def test_an_advisor_sees_the_cars_that_are_theirs(shop):
    mine, other = shop.staff("李诚", "advisor"), shop.staff("赵敏", "advisor")
    shop.car(plate="琼A00001", advisor=mine, visits=[CAME])
    shop.car(plate="琼A00002", advisor=other, visits=[CAME])
    desk = shop.on(TODAY, clerk(Right.SEE, advisor_id=mine))
    assert [row.plate for row in month_list(desk, ASK).rows] == ["琼A00001"]
    assert [vehicle.plate for vehicle in statuses(desk)] == ["琼A00001"]
    with pytest.raises(WrongUse):
        why_in_list(desk, "琼A00002", ASK)


def test_birthdays_are_one_row_a_customer_with_all_their_cars(shop):
    owner = shop.customer("王小明", birthday=date(1980, 2, 29))
    shop.car(owner, plate="琼A00001", visits=[CAME])
    shop.car(owner, plate="琼A00002")
    shop.car(owner, plate="琼A00003", source="passing", visits=[CAME])
    (row,) = month_list(shop.desk, AskFor(ListName.BIRTHDAYS, Month(2027, 2))).rows
    assert (row.id, row.plates, row.end) == (owner, ("琼A00001", "琼A00002"), date(1980, 2, 29))


def test_an_unknown_plate_is_wrong_use(shop):
    with pytest.raises(WrongUse) as refused:
        why_in_list(shop.desk, "琼A99999", ASK)
    assert refused.value.said.code == "why.unknown_plate"


def test_check_finds_a_changed_stretch_and_repair_folds_it_again(shop):
    shop.car(visits=[CAME])
    with shop.desk.store.derive() as conn:
        conn.exec_driver_sql("UPDATE stretch SET reference = '2020-01-01' WHERE reference IS NOT NULL")
    found = check_store(shop.desk)
    assert [problem.code for problem in found.problems] == ["check.derived_differs"]
    assert [advice.code for advice in found.advice] == ["check.run_repair"]
    repaired = repair_store(shop.desk)
    assert (repaired.ok, repaired.repaired) == (True, 1)
    assert check_store(shop.desk).ok
    assert [row.reference for row in month_list(shop.desk, ASK).rows] == [CAME]


def test_looking_asks_for_the_right_to_see(shop):
    with pytest.raises(Refused) as refused:
        month_list(replace(shop.desk, actor=clerk(Right.CALL)), ASK)
    assert refused.value.exit_code == 3


def test_whoever_received_the_first_counting_visit_is_responsible_until_somebody_is_appointed(shop):
    first, appointed = shop.staff("李诚", "advisor"), shop.staff("赵敏", "advisor")
    shop.visit(shop.car(plate="琼A00001"), CAME, advisor_id=first)
    shop.visit(shop.car(plate="琼A00002", advisor=appointed), CAME, advisor_id=first)
    for advisor, plate, name in ((first, "琼A00001", "李诚"), (appointed, "琼A00002", "赵敏")):
        desk = shop.on(TODAY, clerk(Right.SEE, advisor_id=advisor))
        assert [(row.plate, row.advisor) for row in month_list(desk, ASK).rows] == [(plate, name)]
        assert [vehicle.plate for vehicle in statuses(desk)] == [plate]
        assert [hit.plate for hit in find(desk, "琼A0000")] == [plate]


def test_within_a_row_scope_nothing_of_another_advisor_s_car_shows(shop):
    mine, other = shop.staff("李诚", "advisor"), shop.staff("赵敏", "advisor")
    family = shop.customer("王小明", birthday=date(1980, 2, 3))
    shop.car(family, plate="琼A00001", advisor=other, visits=[CAME])
    shop.car(family, plate="琼A00002", advisor=mine, visits=[CAME])
    shop.car(plate="琼A00003", advisor=other, visits=[CAME])
    desk = shop.on(TODAY, clerk(Right.SEE, Right.FULL_PHONE, Right.CALL, advisor_id=mine))
    (row,) = month_list(desk, AskFor(ListName.BIRTHDAYS, Month(2027, 2))).rows
    assert (row.plates, row.advisor) == (("琼A00002",), "李诚")
    phones = [row.phone for row in month_list(shop.desk, ASK).rows]
    assert list(open_phones(desk, phones).digits) == [row.phone.id]
    with pytest.raises(Refused):
        call_sheet(desk, date(2026, 11, 23))


def test_a_new_owner_does_not_inherit_the_loyalty_of_the_one_before(shop):
    car = shop.car(visits=[date(2025, 12, 1), date(2025, 12, 5), CAME])
    assert [row.loyal for row in month_list(shop.desk, ASK).rows] == [True]
    shop.sold_to(car, shop.customer("陈丽"), date(2026, 5, 1))
    assert [row.loyal for row in month_list(shop.desk, ASK).rows] == [False]
