"""What is typed into each page and not saved is there again in the next window, in the same field."""

from __future__ import annotations

import pytest

from dealerdesk.services.customers.editing import edit_customer
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.drafts import keep_draft, my_drafts
from dealerdesk.services.settings import store_name
from dealerdesk.services.store_details import StoreDetails, change_store_details, store_details
from dealerdesk.services.tasks import task_queue
from dealerdesk.services.undoing import undo_act
from tests.exports import VEHICLE_HEADINGS, Exports, vin

CAR = 57


def edit(page, **typed):
    """Open the form of the file that is shown and type into some fields."""
    page.action("customers.edit").trigger()
    for name, text in typed.items():
        fields(page)[name.replace("__", ".")].setText(text)


def fields(page):
    return page.editor.form.form.fields


def errors(page):
    return page.editor.form.form._errors


def test_a_customer_half_edited_is_there_again(start, qtbot):
    first = start()
    page = first.page("customers", vehicle=CAR)
    edit(page, customer__address="海口市龙华区", customer__birthday="1980-1")
    page.editor.form.phones.rows[0].line.setText("138 1111")
    fields(page)["customer.address"].setFocus()
    first.kept()
    name = page.file.file.person.name
    again = start()
    assert again.told == f"1 half-filled form is there again: {name}."
    again.press_note()
    page = again.window.page
    assert page.name == "customers"
    assert page.file.file.chosen == CAR
    assert fields(page)["customer.address"].text() == "海口市龙华区"
    assert fields(page)["customer.birthday"].text() == "1980-1"
    assert page.editor.form.phones.rows[0].line.text() == "138 1111"
    fields(page)["customer.birthday"].setText("1980-01-02")
    page.editor.form.phones.rows[0].line.setText("138 1111 2222")
    page.action("customers.save").trigger()
    again.rest()
    assert not page.editor.is_open
    assert page.file.file.person.address == "海口市龙华区"
    again.kept(0)


def test_the_keyboard_is_in_the_same_field(start):
    first = start()
    page = first.page("customers", vehicle=CAR)
    edit(page, customer__occupation="教师")
    fields(page)["customer.occupation"].setFocus()
    first.kept()
    again = start()
    again.press_note()
    assert again.window.page.editor.field_in_focus == ("customer", "occupation")


def test_what_others_saved_meanwhile_stands_beside_what_was_typed(start):
    first = start()
    page = first.page("customers", vehicle=CAR)
    edit(page, customer__address="海口")
    first.kept()
    person = page.file.file.person
    edit_customer(first.session.desk, person.id, person.revision, {"address": "三亚", "occupation": "教师"})
    again = start()
    again.press_note()
    page = again.window.page
    assert errors(page)["customer.address"].text() == 'Somebody else entered "三亚" meanwhile.'
    assert fields(page)["customer.address"].text() == "海口"
    assert fields(page)["customer.occupation"].text() == "教师"
    page.action("customers.save").trigger()
    again.rest()
    fresh = customer_file(again.session.desk, vehicle=CAR).person
    assert (fresh.address, fresh.occupation) == ("海口", "教师")


def test_numbers_come_back_added_dropped_and_changed_by_others(start):
    first = start()
    page = first.page("customers", vehicle=CAR)
    edit(page)
    page.action("customers.add_phone").trigger()
    page.editor.form.phones.rows[-1].line.setText("139 9999 0000")
    first.kept()
    page.editor.form.phones.rows[0].drop.click()
    first.session.background.write(page, lambda: None)
    first.rest()
    assert first.window.drafting.flush()
    again = start()
    again.press_note()
    rows = again.window.page.editor.form.phones
    assert [row.line.text() for row in rows.rows] == ["139 9999 0000"]
    again.window.page.action("customers.save").trigger()
    again.rest()
    phones = again.window.page.file.file.person.phones
    assert [str(phone.phone) for phone in phones] == ["139****0000"]


def test_editing_the_same_file_takes_it_up_without_the_note(start):
    first = start()
    edit(first.page("customers", vehicle=CAR), customer__address="海口")
    first.kept()
    again = start()
    page = again.page("customers", vehicle=CAR)
    assert not page.editor.is_open
    page.action("customers.edit").trigger()
    again.rest()
    assert fields(page)["customer.address"].text() == "海口"
    page.action("customers.cancel").trigger()
    again.kept(0)


def test_a_form_whose_file_is_gone_tells_what_was_typed_until_it_is_dropped(start):
    first = start()
    held = {
        "vehicle": 99_999,
        "customer": 7,
        "typed": {"customer.address": "海口"},
        "read": {},
        "phones": None,
        "at": [],
    }
    content = {"page": "customers", "title": "王小明", "about": [7], "held": held}
    keep_draft(first.session.desk, "customer", "vehicle:99999", content)
    again = start()
    again.press_note()
    assert again.told == 'What "王小明" was about is no longer there. You had entered: Address: 海口'
    assert again.window.drafting.flush()
    assert len(my_drafts(again.session.desk)) == 1
    again.press_note()
    again.kept(0)


def test_a_form_of_a_car_with_another_owner_is_not_put_into_theirs(start):
    first = start()
    page = first.page("customers", vehicle=CAR)
    edit(page, customer__address="海口")
    (draft,) = first.kept()
    draft.content["held"]["customer"] += 1
    keep_draft(first.session.desk, draft.kind, draft.key, draft.content)
    again = start()
    again.press_note()
    assert "has another owner by now. You had entered: Address: 海口" in again.told
    assert not again.window.page.editor.is_open


def test_another_open_form_keeps_its_place(start):
    first = start()
    edit(first.page("customers", vehicle=CAR), customer__address="海口")
    first.kept()
    again = start()
    page = again.page("customers", vehicle=CAR + 1)
    edit(page, customer__address="三亚")
    again.press_note()
    assert fields(page)["customer.address"].text() == "三亚"
    assert {draft.key for draft in again.kept(2)} == {f"vehicle:{CAR}", f"vehicle:{CAR + 1}"}


def test_settings_half_changed_are_there_again(start):
    first = start()
    page = first.page("settings")
    page.sections["store"].name.setText("海口昌鑫")
    page.sections["rules"].form.fields["quasi_lost_months"].setText("9")
    first.kept(2)
    again = start()
    assert again.told == "2 half-filled forms are there again: Settings: Policy and numbers, Settings: Store."
    again.press_note()
    page = again.window.page
    assert page.name == "settings"
    assert page.sections["store"].name.text() == "海口昌鑫"
    assert page.sections["rules"].form.fields["quasi_lost_months"].text() == "9"
    assert page.shown.code == "rules"
    assert again.told == "Another half-filled form: Settings: Store."
    again.press_note()
    assert page.shown.code == "store"
    page.action("settings.save").trigger()
    again.rest()
    assert store_name(again.session.desk) == "海口昌鑫"
    assert [draft.key for draft in again.kept(1)] == ["rules"]
    page.go_to("rules")
    page.action("settings.discard").trigger()
    again.kept(0)


def test_settings_say_what_others_saved_meanwhile(start):
    first = start()
    first.page("settings").sections["store"].name.setText("海口昌鑫")
    first.kept()
    desk = first.session.desk
    seen = store_details(desk)
    change_store_details(desk, StoreDetails("三亚昌鑫", "", "", seen.opening, None), seen)
    again = start()
    page = again.page("settings")
    assert page.sections["store"].name.text() == "海口昌鑫"
    assert 'Meanwhile somebody saved something else here: Name of the store "三亚昌鑫".' in again.told


def test_a_note_on_a_call_is_there_again(start, qtbot):
    first = start("busy")
    page = first.page("today")
    page.table.selectRow(2)
    call = page.call.call
    page.call.note.setFocus()
    qtbot.keyClicks(page.call.note, "on Friday")
    (draft,) = first.kept()
    assert draft.content["about"] == [call.leading.customer_id]
    again = start()
    assert call.leading.customer in again.told
    again.press_note()
    page = again.window.page
    assert page.call.call.id == call.id
    assert page.call.note.text() == "on Friday"
    page.action("today.done").trigger()
    again.rest()
    again.kept(0)


def test_the_time_of_a_promised_call_is_there_again(start):
    first = start("busy")
    page = first.page("today")
    page.table.selectRow(1)
    call = page.call.call
    page.action("today.later").trigger()
    page.call.later.day.setText("2026-11-30")
    page.call.later.at.setText("14:")
    first.kept()
    again = start()
    again.press_note()
    page = again.window.page
    assert page.call.call.id == call.id
    assert page.call.asking
    assert (page.call.later.day.text(), page.call.later.at.text()) == ("2026-11-30", "14:")
    page.call.later.left.emit()
    again.window.drafting.touch()
    again.kept(0)


def test_a_note_on_a_call_that_is_over_is_told(start):
    first = start("busy")
    task = task_queue(first.session.desk).rows[0]
    held = {"note": "周五来", "later": None, "customer": task.customer_id}
    content = {"page": "today", "title": "王小明", "about": [], "held": held}
    keep_draft(first.session.desk, "call", "task:99999", content)
    again = start()
    again.press_note()
    assert again.told == "The call to 王小明 is no longer in the queue. You had noted: 周五来"
    again.press_note()
    again.kept(0)


def test_files_chosen_for_an_import_are_there_again(start, tmp_path, monkeypatch):
    row = {"no": "K1", "name": "王小明", "phone": "13812345678", "plate": "琼A88888", "vin": vin(1)}
    file = Exports(tmp_path, monkeypatch).file(VEHICLE_HEADINGS, [row])
    first = start()
    page = first.page("import", files=[str(file)])
    first.rest()
    page._correct({"mapping": {"name": "客户名称"}})
    first.rest()
    page.job.existing = "skip"
    first.window.drafting.touch()
    first.kept()
    assert first.window.drafting.flush()
    again = start()
    assert again.told == f"1 half-filled form is there again: Import: {file.name}."
    again.press_note()
    page = again.window.page
    assert [job.path for job in page.jobs.all] == [file]
    assert (page.job.existing, page.job.mapping) == ("skip", {"name": "客户名称"})
    page.leave()
    again.kept(0)


def test_the_name_of_a_view_is_there_again(start, qtbot):
    first = start()
    page = first.page("lists")
    page.action("lists.views").trigger()
    first.rest()
    qtbot.keyClicks(page.side.views.name, "Our best")
    first.kept()
    again = start()
    again.press_note()
    page = again.window.page
    assert page.name == "lists"
    assert page.side.views.name.text() == "Our best"
    page.side.views.save()
    again.rest()
    again.window.drafting.touch()
    again.kept(0)


@pytest.mark.parametrize("undone", [False, True])
def test_keeping_a_form_disturbs_neither_notes_nor_other_pages(start, undone):
    first = start()
    page = first.page("customers", vehicle=CAR)
    edit(page, customer__address="海口")
    page.action("customers.save").trigger()
    first.rest()
    heard = []
    first.session.changed.connect(heard.append)
    edit(page, customer__address="三亚")
    first.kept()
    assert heard == []
    assert first.told.startswith("Saved: ")
    act = first.window.notes._note.undo
    if undone:
        undo_act(first.session.desk, act)
        assert customer_file(first.session.desk, vehicle=CAR).person.address != "海口"
