"""Phones are masked everywhere without the right; an agent reads those of their own tasks; any other is an act."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from dealerdesk.domain.calendar import Month
from dealerdesk.domain.customer_query import CustomersQuery
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.list_query import AS_IT_IS
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.phone import mask_within
from dealerdesk.domain.rights import RIGHTS_OF, Actor, Right, Role
from dealerdesk.services.audit import AuditQuery, audit_detail, audit_ids, export_audit
from dealerdesk.services.customers.changes import field_history
from dealerdesk.services.customers.editing import edit_customer, edit_vehicle
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.customers.marks import set_do_not_call
from dealerdesk.services.customers.table import customer_rows, customers_query
from dealerdesk.services.importing.looking import look_into
from dealerdesk.services.list_files import export_list, export_shown, list_on_paper, shown_on_paper
from dealerdesk.services.lists import AskFor, month_list, month_list_page
from dealerdesk.services.personal.data import personal_data
from dealerdesk.services.phones import open_phones
from dealerdesk.services.search import find
from dealerdesk.services.sheets import call_sheet, sheet_tasks
from dealerdesk.services.tasks import generate_tasks, task_queue
from dealerdesk.services.today import day_at_the_desk
from dealerdesk.services.undoing import undo_act
from tests.exports import ORDER_HEADINGS, order
from tests.importing import TODAY

CAME = date(2025, 6, 15)
ASK = AskFor(ListName.ABOUT_TO_BE_LOST, Month(2026, 6))
OPENED = """SELECT d.kind, d.customer_id, a.who FROM disclosure d
    JOIN act_row r ON r."table" = 'disclosure' AND r.key = d.id JOIN act a ON a.id = r.act_id ORDER BY d.id"""
NUMBERS = [f"1391234{at:04d}" for at in range(6)]


@pytest.fixture
def lin(shop):
    return shop.staff("林芳")


@pytest.fixture
def desk_of(shop, lin):
    """A desk with six customers who are due, shared out between two agents; answers that of a person in a role."""
    other = shop.staff("周敏")
    for at, number in enumerate(NUMBERS):
        shop.car(shop.customer(f"客户{at}", number), visits=[CAME], delivered=date(2020, 1, 1))
    generate_tasks(shop.desk, Month(2026, 6), None)
    assert {row["agent_id"] for row in shop.rows("SELECT agent_id FROM task")} == {lin, other}

    def of(role=Role.CARE_AGENT, staff=lin, *, without=(), more=()):
        rights = (RIGHTS_OF[role] | frozenset(more)) - frozenset(without)
        return shop.on(TODAY, Actor("林芳", rights, staff=staff))

    return of


def digits_in(thing):
    """The whole numbers of customers that anything shows, however they are grouped."""
    text = thing if isinstance(thing, str) else repr(thing)
    return {number for number in NUMBERS if number in re.sub(r"(?<=\d)[ -](?=\d)", "", text)}


def on_paper(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def own(shop, lin):
    sql = """SELECT p.digits FROM task k JOIN ownership o ON o.vehicle_id = k.vehicle_id
        JOIN phone p ON p.customer_id = o.customer_id WHERE k.agent_id = ?"""
    return {row["digits"] for row in shop.rows(sql, lin)}


def test_every_way_out_masks_the_numbers_of_others(shop, desk_of, lin, tmp_path, exports):
    desk = desk_of(staff=None, more=[Right.EXPORT, Right.IMPORT])
    ids = customers_query(desk, CustomersQuery())
    listed = month_list(desk, ASK)
    files = [tmp_path / f"list.{ending}" for ending in ("xlsx", "csv", "pdf")]
    for file in files:
        export_list(desk, listed, file)
    export_shown(desk, ASK, AS_IT_IS, ("plate", "phone"), tmp_path / "shown.csv")
    book = [str(cell.value) for sheet in load_workbook(files[0]) for row in sheet.iter_rows() for cell in row]
    bad = exports.file(
        ORDER_HEADINGS, [order("R1", plate="琼A1", name="甲", phone=NUMBERS[0], note=f"电话{NUMBERS[1]}")]
    )
    ways = {
        "table": customer_rows(desk, ids),
        "file": [customer_file(desk, vehicle=key) for key in ids if key > 0],
        "history": [field_history(desk, "customer", row["id"]) for row in shop.rows("SELECT id FROM customer")],
        "list": (listed, month_list_page(desk, ASK, 50)),
        "list as pages": on_paper(list_on_paper(desk, listed)) + on_paper(shown_on_paper(desk, ASK, AS_IT_IS)),
        "workbook": book,
        "text": files[1].read_text("utf-8-sig") + (tmp_path / "shown.csv").read_text("utf-8-sig"),
        "pdf": on_paper(files[2].read_bytes()),
        "queue": task_queue(desk, TODAY),
        "day": day_at_the_desk(desk),
        "sheet": on_paper(call_sheet(desk, TODAY).pdf),
        "search": [find(desk, number) for number in NUMBERS],
    }
    look = look_into(desk, bad)
    ways["sample"] = (look.rows, look.columns, look.lines)
    assert {name: digits_in(way) for name, way in ways.items() if digits_in(way)} == {}
    assert all(len(hits) == 1 for hits in ways["search"])
    assert "139****0001" in ways["list as pages"]


def test_an_agent_reads_the_numbers_of_their_own_tasks_on_screen_and_on_paper(shop, desk_of, lin):
    desk, mine = desk_of(), own(shop, lin)
    assert 0 < len(mine) < len(NUMBERS)
    day = day_at_the_desk(desk)
    shown = {row.full for row in day.queue.rows} - {None}
    assert shown == mine
    assert digits_in(on_paper(call_sheet(desk, TODAY, "林芳").pdf)) == mine
    assert digits_in(on_paper(call_sheet(desk, TODAY, "周敏").pdf)) == set()
    opened = open_phones(desk, [row.phone for row in day.queue.rows if row.full is not None])
    assert set(opened.digits.values()) == mine
    assert [row for row in shop.rows(OPENED) if row["kind"] == "phone"] == []
    with pytest.raises(Refused) as refusal:
        open_phones(desk, [row.phone for row in day.queue.rows])
    assert refusal.value.said.code == "actor.no_right"
    assert {row.full for row in call_rows(desk)} == {None, *mine}


def call_rows(desk):
    code = call_sheet(desk, TODAY, "林芳").sheet
    other = call_sheet(desk, TODAY, "周敏").sheet
    return [row for sheet in (code, other) for entry in sheet_tasks(desk, sheet) for row in entry.rows]


def test_hidden_digits_find_nothing_for_who_sees_them_masked(shop, desk_of):
    car = shop.car(shop.customer("何芳", "13868242357"), "琼A86824")
    lone = shop.customer("没有车", "13868242358")
    masked, whole = desk_of(), desk_of(Role.MANAGER)

    def found(desk, text):
        return {hit.id for hit in find(desk, text)}, set(customers_query(desk, CustomersQuery(text)))

    for text in ("682423", "1386824", "42357", "3868", "8242"):
        assert car in found(whole, text)[0] & found(whole, text)[1], text
        assert found(masked, text) == (set(), set()), text
    for text in ("13868242357", "138 6824 2357", "2357", "35", "138", "琼A86824", "hefang"):
        assert car in found(masked, text)[0] & found(masked, text)[1], text
    assert -lone in found(masked, "13868242358")[1] & found(masked, "2358")[1] & found(whole, "6824235")[1]
    assert car in found(masked, "86824")[0]  # by its plate, which nobody hides


def test_numbers_that_people_wrote_into_texts_are_masked_as_well(shop, desk_of, tmp_path):
    person, number = shop.customer("何芳", "13868242357"), "13912349876"
    car = shop.car(person, "琼A86824")
    owner = desk_of(Role.MANAGER)
    assert edit_customer(owner, person, 1, {"note": f"老婆 {number}", "address": f"收件 {number}"}).errors == {}
    assert edit_vehicle(owner, car, 1, {"note": "另有 139 1234 9876"}).errors == {}
    set_do_not_call(owner, person, f"只打 {number}")
    masked = desk_of(more=[Right.AUDIT, Right.EXPORT])
    export_audit(masked, AuditQuery(), tmp_path / "trail.csv")
    seen = [
        (tmp_path / "trail.csv").read_text(encoding="utf-8-sig"),
        *(repr(audit_detail(masked, act)) for act in audit_ids(masked, AuditQuery())),
        repr(field_history(masked, "customer", person)),
        repr(field_history(masked, "vehicle", car)),
        repr(personal_data(masked, person)),
    ]
    for text in seen:
        assert number not in re.sub(r"(?<=\d)[ -](?=\d)", "", text)
    assert "139****9876" in seen[0]
    assert number in repr(personal_data(desk_of(Role.MANAGER), person))


def test_what_was_opened_stays_taken_down(shop, desk_of):
    stranger = desk_of(Role.MANAGER, staff=None)
    (row,) = customer_rows(stranger, customers_query(stranger, CustomersQuery(NUMBERS[0]))).values()
    opened = open_phones(stranger, [row.phone])
    assert opened.changed.act is not None
    with pytest.raises(Refused) as caught:
        undo_act(stranger, opened.changed.act)
    assert caught.value.said.code == "act.not_undoable"
    assert len(shop.rows(OPENED)) == 1


def test_to_open_others_is_one_act_for_all_and_not_taken_down_twice_a_day(shop, desk_of):
    desk = desk_of(staff=None, more=[Right.FULL_PHONE])
    phones = [row.phone for row in month_list(desk, ASK).rows]
    assert "****" in str(phones[0])
    first = open_phones(desk, phones)
    assert set(first.digits.values()) == set(NUMBERS)
    assert first.changed.kinds == {"disclosure"}
    assert len(shop.rows(OPENED)) == len(phones)
    assert len({row["act_id"] for row in shop.rows("SELECT act_id FROM act_row WHERE \"table\" = 'disclosure'")}) == 1
    again = open_phones(desk, phones[:2])
    assert again.changed.act is None
    assert len(again.digits) == 2
    other = replace(desk, actor=replace(desk.actor, name="周敏"))
    assert open_phones(other, phones[:1]).changed.act is not None
    assert open_phones(desk.on(date(2026, 6, 11)), phones[:1]).changed.act is not None
    assert [row["who"] for row in shop.rows(OPENED)[-2:]] == ["周敏", "林芳"]


def test_the_one_owner_of_a_store_sees_the_number_being_called_without_an_act(shop, desk_of):
    day = day_at_the_desk(shop.desk)
    assert {row.full for row in day.queue.rows} == set(NUMBERS)
    assert "****" in str(day.queue.rows[0].phone)
    assert shop.rows(OPENED) == []


def test_exports_and_prints_say_by_whom_and_when_and_are_acts(shop, desk_of, tmp_path):
    desk = desk_of(Role.MANAGER, None).in_language("zh_CN")
    listed = month_list(desk, ASK)
    for ending in ("xlsx", "csv", "pdf"):
        export_list(desk, listed, tmp_path / f"a.{ending}")
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.properties.creator == "林芳"
    assert len(book.worksheets) == 2
    about = " ".join(str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row)
    assert "林芳" in about
    assert "2026" in about
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == len(listed.rows) + 1
    assert all("林芳" in row[-1] for row in rows[1:])
    for pdf in ((tmp_path / "a.pdf").read_bytes(), list_on_paper(desk, listed), call_sheet(desk, TODAY).pdf):
        assert "林芳" in on_paper(pdf)
        assert "林芳" in PdfReader(BytesIO(pdf)).metadata["/Keywords"]
    left = shop.rows("SELECT kind, what, rows FROM disclosure ORDER BY id")
    list_name = "list.about-to-be-lost 2026-06"
    assert [(row["kind"], row["what"]) for row in left[:4]] == [
        ("export", f"{list_name} .xlsx"), ("export", f"{list_name} .csv"), ("export", f"{list_name} .pdf"),
        ("print", list_name),
    ]  # fmt: skip
    assert left[0]["rows"] == len(listed.rows)
    assert left[4]["kind"] == "print"
    assert left[4]["what"].startswith("sheet.")


def test_who_may_not_export_writes_nothing(shop, desk_of, tmp_path):
    desk = desk_of()
    with pytest.raises(Refused):
        export_list(desk, month_list(desk, ASK), tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()
    assert shop.rows(OPENED) == []


def test_opening_one_number_uses_indexes_alone(shop, desk_of):
    from dealerdesk.db import disclosures

    sql = disclosures._OPENED
    with shop.desk.store.read() as conn:
        plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", ("[1]", "x", "2026-01-01")).fetchall()
        given = {"customers": "[1]", "staff": 1, "day": "2026-01-01"}
        plan += conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {disclosures._ASSIGNED}", given).fetchall()
    scans = [row[3] for row in plan if row[3].startswith("SCAN") and "json_each" not in row[3] and row[3] != "SCAN c"]
    assert [scan for scan in scans if "VIRTUAL TABLE" not in scan] == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("王小明 13912340001 / 138-0000-0002", "王小明 139****0001 / 138****0002"),
        ("+86 139 1234 0001", "139****0001"),
        ("0898-66661234", "0898****1234"),
        ("LSVTEST0713912340", "LSVTEST0713912340"),
        ("2026-03-01 R139123400011 500.00", "2026-03-01 R139123400011 500.00"),
    ],
)
def test_numbers_within_a_text_are_masked_however_they_are_written(text, seen):
    assert mask_within(text) == seen
