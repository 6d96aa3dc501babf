"""What leaves the customer's file: on paper and in Excel, masked without the right, and taken down."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from dealerdesk.domain.customer_query import CustomerSort, CustomersQuery
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.rights import Scope
from dealerdesk.services.customers.editing import edit_customer
from dealerdesk.services.customers.file import customer_timeline, visit_history
from dealerdesk.services.customers.marks import set_do_not_call
from dealerdesk.services.customers.papers import customer_file_on_paper, visit_history_file, visit_history_on_paper
from dealerdesk.services.customers.table_files import COLUMNS, customers_on_paper, export_customers
from tests.stores import a_shop, clerk

TODAY = date(2026, 11, 22)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def disclosed(shop):
    return [(row["kind"], row["what"], row["rows"]) for row in shop.rows("SELECT * FROM disclosure ORDER BY id")]


def a_car(shop):
    owner = shop.customer("王小明", "13812345678")
    return owner, shop.car(owner, "琼A12345", visits=[date(2025, 5, 1), date(2026, 2, 3)])


def test_the_file_on_paper_tells_person_car_and_visits_and_is_taken_down(shop):
    owner, car = a_car(shop)
    set_do_not_call(shop.desk, owner, "asked at the desk")
    told = text_of(customer_file_on_paper(shop.desk, vehicle=car))
    for wanted in ("王小明", "琼A12345", "138 1234 5678", "asked at the desk", "3 Feb 2026", "1 May 2025"):
        assert wanted in told
    assert disclosed(shop) == [("print", "paper.customer-file", 1)]
    assert shop.rows("SELECT customer_id FROM disclosure") == [{"customer_id": owner}]
    zh = text_of(customer_file_on_paper(replace(shop.desk, lang="zh_CN"), customer=owner))
    assert "客户档案基本资料表" in zh


def test_without_the_right_numbers_stay_masked_on_paper(shop):
    owner, car = a_car(shop)
    edit_customer(shop.desk, owner, 1, {"note": "daughter 13912345678"})
    set_do_not_call(shop.desk, owner, "call 13912345678 instead")
    shop.visit(car, date(2026, 6, 1), items="ring 13912345678 first")
    assert "13912345678" in text_of(customer_file_on_paper(shop.desk, vehicle=car))
    told = text_of(customer_file_on_paper(shop.desk.by(clerk("see", "export")), vehicle=car))
    assert "138****5678" in told
    assert "139****5678" in told
    assert "13912345678" not in told
    assert "13812345678" not in told.replace(" ", "")


def test_nobody_prints_what_they_do_not_see_or_may_not_hand_out(shop):
    _, car = a_car(shop)
    other = shop.desk.by(replace(clerk("see", "export"), scope=Scope(4711)))
    for call in (customer_file_on_paper, visit_history_on_paper):
        with pytest.raises(Refused) as refused:
            call(other, vehicle=car)
        assert refused.value.said.code == "customers.gone"
        with pytest.raises(Refused) as refused:
            call(shop.desk.by(clerk("see")), vehicle=car)
        assert refused.value.said.code == "actor.no_right"
    assert disclosed(shop) == []


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".pdf"])
def test_the_visits_of_a_car_go_out_newest_first_and_no_text_is_a_formula(shop, tmp_path, ending):
    _, car = a_car(shop)
    shop.visit(car, date(2026, 6, 1), items="=HYPERLINK(1)", kind="机修", odometer=12_345)
    file = tmp_path / f"out{ending}"
    visit_history_file(shop.desk, car, file)
    assert disclosed(shop) == [("export", f"paper.visit-history {ending}", 3)]
    if ending == ".xlsx":
        sheet = load_workbook(file).worksheets[0]
        rows = list(sheet.iter_rows(values_only=True))
        assert rows[1][0].date() == date(2026, 6, 1)
        assert rows[1][4] == 12_345
        assert [len(rows), rows[1][6]] == [4, 500]
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    elif ending == ".csv":
        rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
        assert not rows[1][3].startswith("=")
        assert len(rows) == 4
    else:
        assert "12,345" in text_of(file.read_bytes())


def test_the_visits_on_paper_are_all_there_whoever_owned_the_car(shop):
    _, car = a_car(shop)
    assert [event.day for event in visit_history(shop.desk, car)] == [date(2026, 2, 3), date(2025, 5, 1)]
    assert "琼A12345" in text_of(visit_history_on_paper(shop.desk, car))


def test_the_timeline_can_be_narrowed(shop):
    owner, car = a_car(shop)
    set_do_not_call(shop.desk, owner, "asked")
    assert {event.kind for event in customer_timeline(shop.desk, vehicle=car).events} >= {"visit", "mark"}
    visits = customer_timeline(shop.desk, vehicle=car, kinds=("visit",))
    assert ([event.kind for event in visits.events], visits.total) == (["visit", "visit"], 2)
    marks = customer_timeline(shop.desk, customer=owner, kinds=("mark", "departure"))
    assert {event.kind for event in marks.events} == {"mark"}
    assert customer_timeline(shop.desk, customer=owner, kinds=("told",)).total == 0


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".pdf"])
def test_the_table_goes_out_as_it_is_shown_with_its_filters_named(shop, tmp_path, ending):
    a_car(shop)
    shop.car(shop.customer("=cmd()", "13800000001"), "琼A00002", visits=[date(2026, 8, 1)])
    file, seen = tmp_path / f"out{ending}", []
    query = CustomersQuery(departed=False, sort=CustomerSort.PLATE, descending=True)
    rows = export_customers(
        shop.desk,
        query,
        ["plate", "phone", "customer", "last_visit"],
        file,
        lambda done, total: seen.append((done, total)),
    )
    assert (rows, seen, disclosed(shop)) == (2, [(2, 2)], [("export", f"paper.customers {ending}", 2)])
    if ending == ".xlsx":
        book = load_workbook(file)
        found = list(book.worksheets[0].iter_rows(values_only=True))
        assert found[0] == ("Plate", "Phone", "Customer", "Last visit")
        assert found[1][:2] == ("琼A12345", "13812345678")
        assert "Without departed" in {cell.value for row in book.worksheets[1].iter_rows() for cell in row}
        assert all(cell.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    elif ending == ".csv":
        found = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
        assert found[0][:2] == ["Plate", "Phone"]
        assert not found[2][2].startswith("=")
    else:
        told = text_of(file.read_bytes())
        assert "Without departed" in told
        assert "138 1234 5678" in told


def test_the_table_on_paper_masks_numbers_without_the_right(shop):
    a_car(shop)
    told = text_of(customers_on_paper(shop.desk.by(clerk("see", "export")), CustomersQuery(text="王")))
    assert "138****5678" in told
    assert "王" in told
    assert disclosed(shop) == [("print", "paper.customers", 1)]


def test_a_stopped_export_leaves_no_file(shop, tmp_path):
    a_car(shop)

    def stop(_done, _total):
        raise Refused("list.stopped")

    file = tmp_path / "out.xlsx"
    with pytest.raises(Refused):
        export_customers(shop.desk, CustomersQuery(), [], file, stop)
    assert list(tmp_path.glob("out*")) == []


def test_every_column_has_a_value_for_every_row(shop):
    a_car(shop)
    shop.customer("没有车的人")
    assert len({column.code for column in COLUMNS}) == len(COLUMNS)
    assert "没有车的人" in text_of(customers_on_paper(shop.desk, CustomersQuery()))
