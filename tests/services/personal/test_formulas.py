"""What people entered stays text in everything that leaves the desk: lists, rejected rows, a customer's data."""

from __future__ import annotations

import csv
import re
from datetime import date
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from dealerdesk.domain.calendar import Month
from dealerdesk.domain.list_query import AS_IT_IS
from dealerdesk.domain.month_list import ListName
from dealerdesk.services.list_files import export_list, export_shown
from dealerdesk.services.lists import AskFor, month_list
from dealerdesk.services.personal.data import personal_data_file
from tests.exports import order

HOSTILE = ("=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1", " =1", "'=1")
ASK = AskFor(ListName.LOST, Month(2026, 6))


def check(file):
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as table:
            cells = [cell for row in csv.reader(table) for cell in row]
        assert not [cell for cell in cells if re.match(r"[ \u3000\ufeff]*[=+\-@\t\r＝＋－＠]", cell)]
        return cells
    cells = [cell for sheet in load_workbook(file) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    with ZipFile(file) as package:
        sheets = b"".join(package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/"))
    assert not re.search(rb"<f[ >/]", sheets)
    return [cell.value for cell in cells]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_no_exported_cell_of_user_text_is_a_formula(shop, desk, tmp_path, ending):
    people = [shop.customer(name, note=name, address=name, district=name) for name in HOSTILE]
    for name, person in zip(HOSTILE, people, strict=True):
        car = shop.car(person, model=name, vin=None, note=name)
        shop.visit(car, date(2024, 3, 1), kind=name, items=name, note=name, customer_name=name)
    listed = month_list(desk, ASK)
    assert len(listed.rows) == len(HOSTILE)
    file = tmp_path / f"list.{ending}"
    export_list(desk, listed, file)
    written = check(file)
    assert sum(str(cell).lstrip("'").endswith("=1+1") for cell in written) >= 2
    export_shown(desk, ASK, AS_IT_IS, ("customer", "last_kind", "last_items"), tmp_path / f"shown.{ending}")
    check(tmp_path / f"shown.{ending}")
    for person in people:
        file = tmp_path / f"data.{ending}"
        personal_data_file(desk, person, file)
        check(file)


def test_no_cell_of_the_workbook_of_rejected_rows_is_a_formula(desk, exports):
    bad = [order(f"R{at}", plate="琼A12345", name=text, items=text, note=text, day="昨天") for at, text in
           enumerate(HOSTILE)]  # fmt: skip
    check(exports.orders(desk, *bad).rejects_file)
