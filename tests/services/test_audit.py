"""The audit trail: asked by time, person, kind and text; told in words; written out."""

from __future__ import annotations

import csv
import time
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest

from dealerdesk.db import tables
from dealerdesk.db.shape import is_recorded
from dealerdesk.domain.audit import FieldOf
from dealerdesk.domain.errors import Refused, Said
from dealerdesk.domain.record_fields import PhoneEdit
from dealerdesk.services.audit import AuditQuery, audit_choices, audit_detail, audit_ids, audit_lines, export_audit
from dealerdesk.services.customers.editing import edit_customer, edit_vehicle
from dealerdesk.services.deleting import remove_customer
from dealerdesk.services.recycling import purge_deleted
from dealerdesk.services.settings import name_store
from dealerdesk.services.upkeep import check_store
from dealerdesk.words import Words
from dealerdesk.words.audit import about_line, change_line, field_name, kinds_line, record_name, source_name
from dealerdesk.words.labels import LABELS
from tests.stores import a_shop, clerk

TODAY = date(2026, 3, 1)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "shop", TODAY) as shop:
        yield shop


@pytest.fixture
def lived(shop):
    """A customer with a car, both edited; another one without."""
    owner = shop.customer("王小明", phone="13812345678", sex="male")
    car = shop.car(owner, "琼A10001", model="明锐", visits=[date(2025, 8, 1)])
    other = shop.customer("陈敏")
    phone = shop.desk.store
    with phone.read() as conn:
        key, revision = conn.exec_driver_sql("SELECT id, revision FROM phone WHERE customer_id = ?", (owner,)).one()
    edit_customer(
        shop.desk, owner, 1, {"sex": "female", "birthday": "1980-02-29", "wechat": True, "note": "=1+1"},
        [PhoneEdit(key, revision, text="13912345678", quality="doubtful", preferred=True)],
    )  # fmt: skip
    edit_vehicle(shop.on(TODAY, clerk("see", "enter")), car, 1, {"source": "own"})
    return shop, owner, car, other


def lines(desk, **asked):
    return audit_lines(desk, audit_ids(desk, AuditQuery(**asked)))


def test_each_act_is_told_by_who_what_and_about_whom(lived):
    shop, *_ = lived
    found = lines(shop.desk)
    assert [line.id for line in found] == sorted((line.id for line in found), reverse=True)
    newest, before = found[0], found[1]
    assert (newest.who, newest.use_case, newest.about, newest.kinds) == (
        "clerk", "edit-vehicle", ("琼A10001",), (("vehicle", 1),)
    )  # fmt: skip
    assert (before.who, before.use_case, before.about) == ("owner", "edit-customer", ("王小明",))
    words = Words("en")
    assert about_line(words, newest) == "琼A10001"
    assert kinds_line(words, newest) == "Car"


def test_old_and_new_values_are_told_as_people_know_them(lived):
    shop, *_ = lived
    (act,) = audit_ids(shop.desk, AuditQuery(use_case="edit-customer"))
    detail = audit_detail(shop.desk, act)
    assert detail.total == len(detail.changes)
    told = {(change.table, field.name): (field.old, field.new) for change in detail.changes for field in change.fields}
    assert told["customer", "sex"] == (Said("label.sex.male"), Said("label.sex.female"))
    assert told["customer", "birthday"] == (None, date(1980, 2, 29))
    assert told["customer", "wechat"] == (None, Said("label.answer.yes"))
    assert told["phone", "digits"] == ("138****5678", "139****5678")
    assert ("customer", "birthday_month") not in told
    words = Words("en")
    (customer,) = [change for change in detail.changes if change.table == "customer"]
    record, name, what, fields = change_line(words, customer)
    assert (record, name, what) == ("Customer", "王小明", "Changed")
    assert "Sex: Male → Female" in fields


def test_it_is_asked_by_person_kind_place_time_and_text(lived):
    shop, _, car, _ = lived
    everything = audit_ids(shop.desk, AuditQuery())
    assert [line.use_case for line in lines(shop.desk, who="clerk")] == ["edit-vehicle"]
    assert [line.use_case for line in lines(shop.desk, use_case="edit-customer")] == ["edit-customer"]
    assert {line.use_case for line in lines(shop.desk, record="phone")} >= {"edit-customer"}
    assert audit_ids(shop.desk, AuditQuery(source="command")) == everything
    assert audit_ids(shop.desk, AuditQuery(source="window")) == ()
    now = datetime.now(UTC)
    assert (
        audit_ids(shop.desk, AuditQuery(since=now - timedelta(hours=1), until=now + timedelta(hours=1))) == everything
    )
    assert audit_ids(shop.desk, AuditQuery(until=now - timedelta(hours=1))) == ()
    assert audit_ids(shop.desk, AuditQuery(since=now + timedelta(hours=1))) == ()
    assert {line.use_case for line in lines(shop.desk, text="琼A10001")} >= {"edit-vehicle"}
    assert {line.use_case for line in lines(shop.desk, text="琼 a-10001")} >= {"edit-vehicle"}
    assert {line.use_case for line in lines(shop.desk, text="王小明")} >= {"edit-customer"}
    assert audit_ids(shop.desk, AuditQuery(text="nobody knows this % ' \" text")) == ()
    assert car


def test_what_can_be_asked_for_is_what_there_is(lived):
    shop, *_ = lived
    found = audit_choices(shop.desk)
    assert {"clerk", "owner"} <= set(found.people)
    assert "edit-vehicle" in found.use_cases
    assert found.sources == ("command",)


def test_what_was_deleted_is_told_by_the_name_it_had_and_what_was_purged_says_so(lived):
    shop, _, _, other = lived
    gone = remove_customer(shop.desk, other)
    (line,) = lines(shop.desk, use_case="delete-customer")
    assert line.about == ("陈敏",)
    assert {change.what for change in audit_detail(shop.desk, line.id).changes} == {"deleted"}
    purge_deleted(shop.desk, [gone.changed.act])
    detail = audit_detail(shop.desk, line.id)
    assert detail.line.about == ()
    assert {(change.what, change.fields) for change in detail.changes} == {("erased", ())}


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".XLSX"])
def test_it_is_written_out_with_nothing_that_excel_would_compute_and_that_is_an_act(lived, tmp_path, ending):
    shop, *_ = lived
    file = tmp_path / f"trail{ending}"
    count = export_audit(shop.desk, AuditQuery(use_case="edit-customer"), file)
    if ending == ".csv":
        rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
        assert "13912345678" not in file.read_text("utf-8-sig")
    else:
        book = openpyxl.load_workbook(file)
        rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
        assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    assert len(rows) - 1 == count == 2
    assert "Male → Female" in str(rows)
    assert lines(shop.desk)[0].use_case == "export-audit"
    assert check_store(shop.desk).ok


def test_what_left_the_desk_is_told_by_its_name(lived, tmp_path):
    shop, *_ = lived
    export_audit(shop.desk, AuditQuery(), tmp_path / "trail.json")
    (line,) = lines(shop.desk, use_case="export-audit")
    ((change,),) = [audit_detail(shop.desk, line.id).changes]
    told = {field.name: Words("en").shown(field.new) for field in change.fields}
    assert (told["kind"], told["what"]) == ("Exported", "Audit trail, .json")


def test_without_the_right_nothing_is_told(lived, tmp_path):
    shop, *_ = lived
    desk = shop.on(TODAY, clerk("see", "enter", "export"))
    for call, args in (
        (audit_ids, (AuditQuery(),)), (audit_lines, ([1],)), (audit_detail, (1,)), (audit_choices, ()),
        (export_audit, (AuditQuery(), tmp_path / "x.csv")),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            call(desk, *args)
        assert refused.value.said.code == "actor.no_right"
    assert list(tmp_path.glob("x*")) == []


def test_an_act_that_is_not_there_is_said(shop):
    with pytest.raises(Refused) as refused:
        audit_detail(shop.desk, 10_000)
    assert refused.value.said.code == "act.unknown"
    assert audit_lines(shop.desk, [10_000]) == ()


def test_secrets_and_hashes_are_not_told(shop):
    with shop.desk.store.write(shop.desk.header("erase-customer")) as writer:
        writer.insert(tables.Erased, [{"kind": "phone", "hash": "deadbeef", "erased_on": TODAY}])
        writer.insert(tables.Setting, [{"name": "erasing_key", "value": "cafebabe"}])
    (line,) = lines(shop.desk, use_case="erase-customer")
    assert all(change.fields == () for change in audit_detail(shop.desk, line.id).changes)


@pytest.mark.parametrize("table", [t.name for t in tables.Base.metadata.sorted_tables if is_recorded(t)])
def test_every_record_and_field_has_a_name(table):
    from dealerdesk.services.audit import _HIDDEN

    words = Words("zh_CN")
    assert record_name(words, table) != table
    for column in tables.Base.metadata.tables[table].columns:
        if column.name not in _HIDDEN:
            field = FieldOf(table, column.name, None, None)
            assert field_name(words, field) != column.name


def test_names_of_places_and_unknown_ones():
    words = Words("en")
    assert source_name(words, "window") == "Window"
    assert source_name(words, "dealerdesk import") == "dealerdesk import"
    assert "act.import" in LABELS


def test_a_hundred_thousand_acts_are_paged_at_once(shop):
    with shop.desk.store.derive() as conn:
        conn.exec_driver_sql(
            """WITH RECURSIVE n(i) AS (SELECT max(id) + 1 FROM act UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
            INSERT INTO act SELECT i, '2026-01-01T00:00:00.000000Z', 'x', 'window', 'edit-customer', '2026-01-01',
            NULL, 0, 0, '' FROM n"""
        )
    name_store(shop.desk, "永安")
    start = time.perf_counter()
    ids = audit_ids(shop.desk, AuditQuery())
    page = audit_lines(shop.desk, ids[50_000:50_100])
    assert len(ids) == 100_001
    assert len(page) == 100
    assert time.perf_counter() - start < 2
