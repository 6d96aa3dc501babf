"""All data of a customer: nothing that the store holds about them is missing, and handing it over is an act."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, time
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from dealerdesk.db import tables
from dealerdesk.domain.complaint import Category, NewComplaint
from dealerdesk.domain.errors import Refused
from dealerdesk.services.complaints import open_complaint
from dealerdesk.services.desk import Right
from dealerdesk.services.flags import raise_flag
from dealerdesk.services.personal.data import personal_data, personal_data_file, personal_data_on_paper
from tests.exports import order
from tests.importing import CAR, PLATE, TODAY
from tests.stores import clerk

OPENED = "SELECT kind, what, customer_id, rows FROM disclosure ORDER BY id"


@pytest.fixture
def person(shop, exports):
    desk = shop.desk
    row = {"no": "KH-7", "name": "王小明", "phone": "13812345678", "birthday": "1981-05-06", "address": "海府路1号"}
    exports.vehicles(desk, {**row, "vin": CAR, "plate": PLATE, "model": "朗逸", "prepaid": "2026-12-31"})
    exports.orders(desk, order("R1", vin=CAR, plate=PLATE, name="王小明", phone="13812345678", note="靠窗座位"))
    (found,) = shop.rows("SELECT id FROM customer")
    with shop.writing() as writer:
        call = {"day": TODAY, "at": datetime(2026, 3, 1, tzinfo=UTC), "who": "owner", "disposition": "completed"}
        writer.insert(tables.Call, [{**call, "customer_id": found["id"], "note": "周末来"}])
    shop.do_not_call(found["id"], date(2026, 2, 1), "asked")
    return found["id"]


def on_paper(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def text_of(data):
    return "\n".join(f"{item.part} {item.day} {item.text}" for item in data.items)


def test_everything_that_is_held_is_told(shop, desk, person):
    told = text_of(personal_data(desk, person))
    for held in (
        "王小明", "KH-7", "138 1234 5678", "海府路1号", CAR, PLATE, "朗逸", "R1", "靠窗座位", "周末来", "Prepaid",
        "500.00", "13812345678", "asked", "Completed",
    ):  # fmt: skip
        assert held in told, held
    (row,) = shop.rows(OPENED)
    assert (row["kind"], row["what"], row["customer_id"]) == ("data", "personal-data", person)
    assert row["rows"] == told.count("\n") + 1


def test_what_came_of_calls_is_told(shop, desk, person):
    (car,) = (row["vehicle_id"] for row in shop.rows("SELECT vehicle_id FROM ownership"))
    with shop.writing() as writer:
        ran = {"began_at": datetime(2026, 3, 1, tzinfo=UTC), "ended_at": datetime(2026, 3, 1, tzinfo=UTC)}
        (interview,) = writer.insert(
            tables.Interview,
            [{**ran, "call_id": 1, "script": "lost-customer", "version": 3, "customer_id": person, "day": TODAY,
              "complete": True, "proposed": "interested"}],
        )  # fmt: skip
        answer = {"interview_id": interview, "step": "why", "place": 0, "option": "price", "words": "工时太贵"}
        writer.insert(tables.InterviewAnswer, [answer])
        booked = {"day": date(2026, 3, 9), "at": time(9, 30), "minutes": 60, "booked_on": TODAY, "booked_by": "owner"}
        writer.insert(
            tables.Appointment,
            [{**booked, "code": "A1", "vehicle_id": car, "customer_id": person, "purpose": "做保养", "note": "带小孩"}],
        )
        made = {"code": "T22235", "key": "other:1", "reason": "other", "created_on": TODAY, "due": TODAY}
        writer.insert(tables.Task, [{**made, "customer_id": person, "about": "问新车"}])
        writer.update(tables.Call, 1, {"for_next": "声音小", "channel": "wechat"})
    open_complaint(desk, NewComplaint("刹车异响", wanted="免费换片", vehicle_id=car, category=Category.PRODUCT))
    raise_flag(desk, person, None, None, "请经理致电")
    told = text_of(personal_data(desk, person))
    for held in (
        "lost-customer", "Interested", "price", "工时太贵", "做保养", "09:30", "带小孩", "Booked", "问新车", "声音小",
        "WeChat", "刹车异响", "免费换片", "Product", "Received", "请经理致电",
    ):  # fmt: skip
        assert held in told, held


def test_what_is_about_others_is_not_told(shop, desk, exports, person):
    exports.vehicles(desk, {"no": "KH-8", "name": "孙新", "phone": "13711112222", "vin": CAR, "plate": PLATE})
    exports.orders(desk, order("R2", vin=CAR, plate=PLATE, name="孙新", phone="13711112222", day="2026-06-10"))
    told = text_of(personal_data(desk, person))
    assert "R1" in told
    assert "R2" not in told


def test_numbers_are_masked_for_who_may_not_see_them_and_others_are_refused(shop, person):
    told = text_of(personal_data(shop.on(TODAY, clerk(Right.SEE, Right.EXPORT)), person))
    assert "13812345678" not in told
    assert "138****5678" in told
    for right in (Right.SEE, Right.FULL_PHONE):
        with pytest.raises(Refused) as refusal:
            personal_data(shop.on(TODAY, clerk(right)), person)
        assert refusal.value.said.code == "actor.no_right"
    with pytest.raises(Refused) as refusal:
        personal_data(shop.on(TODAY, clerk(Right.SEE, Right.EXPORT, advisor_id=99)), person)
    assert refusal.value.said.code == "customers.gone"


@pytest.mark.parametrize("ending", ["xlsx", "csv", "pdf"])
def test_it_is_handed_over_as_a_file_that_says_by_whom_and_when(shop, desk, person, tmp_path, ending):
    file = tmp_path / f"data.{ending}"
    changed = personal_data_file(shop.on(TODAY, lang="zh_CN"), person, file)
    assert changed.kinds == {"disclosure"}
    if ending == "xlsx":
        book = load_workbook(file)
        held = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
        assert book.properties.creator
    elif ending == "csv":
        with file.open(encoding="utf-8-sig", newline="") as table:
            held = "\n".join(" ".join(row) for row in csv.reader(table))
    else:
        held = on_paper(file.read_bytes())
    assert "王小明" in held
    assert "2026" in held
    (row,) = shop.rows(OPENED)
    assert (row["kind"], row["what"], row["customer_id"]) == ("data", f"personal-data .{ending}", person)


def test_it_prints(shop, desk, person):
    pages = on_paper(personal_data_on_paper(desk, person))
    assert "All data of a customer" in pages
    assert "王小明" in pages
